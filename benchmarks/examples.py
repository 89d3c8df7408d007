"""The examples: how much of their careful reading Quoth reaches.

usage: python -m benchmarks.examples

tests/golden/examples/reading.json says what a reader makes of the four invented reports. The
program was looked at on these texts while it was written, so this is a check that it goes on
doing what it did and no measure of what to expect on others.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from benchmarks.scorers import ROOT
from quoth.pipeline import Reader
from quoth.records import Claim, Comparison, Report, Span, Statement
from quoth.spans import overlap

READING = ROOT / "tests" / "golden" / "examples" / "reading.json"
FILES = ("harbour-post.html", "coast-courier.txt", "halmora-tribune.txt", "agency.jsonl")
HARD = frozenset({"number", "date", "place", "speaker", "polarity", "certainty"})


@dataclass(frozen=True)
class Result:
    """Counts over the reading: found of wanted for each part, and what was joined wrongly."""

    claims: tuple[int, int]
    complete: tuple[int, int]
    supports: tuple[int, int]
    differences: tuple[int, int]
    differences_unwanted: int
    wrongly_joined: int
    statements: tuple[int, int]
    speakers: tuple[int, int]
    furniture: tuple[int, int]
    alone_kept: tuple[int, int]


@cache
def compared() -> Comparison:
    """Return the comparison of the four example reports."""
    reader = Reader()
    return reader.compare(reader.read(*(ROOT / "examples" / name for name in FILES)))


def place(report: Report, words: str) -> Span:
    """Return where a report says some words."""
    start = report.text.index(words)
    return Span(start, start + len(words))


def shares(spans: tuple[Span, ...], wanted: Span) -> bool:
    """Return whether the spans share half of the shorter of themselves and what is wanted."""
    shared = sum(overlap(span, wanted) for span in spans)
    length = sum(span.end - span.start for span in spans)
    return shared >= 0.5 * min(length, wanted.end - wanted.start)


def tellers(claim: Claim, wanted: dict[str, list[Span]]) -> set[str]:
    """Return the reports whose member of a claim is on the wanted words."""
    return {
        member.report
        for member in claim.members
        if any(shares(member.spans, span) for span in wanted.get(member.report, []))
    }


def measure() -> Result:
    """Return how the comparison of the examples meets their reading."""
    reading: dict[str, Any] = json.loads(READING.read_text(encoding="utf-8"))
    comparison = compared()
    reports = {report.id: report for report in comparison.reports}
    found = complete = supports = differences = wanted_differences = 0
    for gold in reading["claims"]:
        places = {
            member["report"]: [place(reports[member["report"]], w) for w in member["words"]]
            for member in gold["members"]
        }
        telling = [c for c in comparison.claims if len(tellers(c, places)) > 1]
        best = max(telling, key=lambda claim: len(tellers(claim, places)), default=None)
        wanted = {d["type"] for d in gold["differences"]} & HARD
        wanted_differences += len(wanted)
        if best is None:
            continue
        found += 1
        complete += tellers(best, places) == set(places)
        supports += best.support == gold["support"]
        differences += len(wanted & {d.type for claim in telling for d in claim.differences})
    told = {d["type"] for gold in reading["claims"] for d in gold["differences"]}
    unwanted = sum(d.type in HARD - told for c in comparison.claims for d in c.differences)
    statements, speakers = _statements(reading, reports)
    return Result(
        claims=(found, len(reading["claims"])),
        complete=(complete, found),
        supports=(supports, found),
        differences=(differences, wanted_differences),
        differences_unwanted=unwanted,
        wrongly_joined=sum(_joined(pair, comparison, reports) for pair in reading["not_joined"]),
        statements=statements,
        speakers=speakers,
        furniture=_furniture(reading, reports),
        alone_kept=_alone(reading, comparison, reports),
    )


def _joined(pair: dict[str, Any], comparison: Comparison, reports: dict[str, Report]) -> bool:
    places: dict[str, list[Span]] = {}
    for member in pair["members"]:
        report = reports[member["report"]]
        places.setdefault(report.id, []).append(place(report, member["words"]))
    return any(len(tellers(claim, places)) > 1 for claim in comparison.claims)


def _statements(
    reading: dict[str, Any], reports: dict[str, Report]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return statements found of wanted, and right speakers of named persons found."""
    found = wanted = right = named = 0
    persons = {name for name, role in reading["speakers"].items() if name.istitle()}
    for key, gold in reading["reports"].items():
        report = reports[key]
        names = {actor.id: actor.name for actor in report.actors}
        for statement in gold["statements"]:
            wanted += 1
            places = [place(report, words) for words in statement["content"]]
            best = next((s for s in report.statements if _same(s, places)), None)
            if best is None:
                continue
            found += 1
            if statement["speaker"] in persons:
                named += 1
                right += names.get(best.speaker or "") == statement["speaker"]
    return (found, wanted), (right, named)


def _same(statement: Statement, places: list[Span]) -> bool:
    shared = sum(overlap(span, p) for span in statement.content for p in places)
    both = sum(s.end - s.start for s in statement.content) + sum(p.end - p.start for p in places)
    return shared >= 0.5 * (both - shared)


def _furniture(reading: dict[str, Any], reports: dict[str, Report]) -> tuple[int, int]:
    found = wanted = 0
    for key, gold in reading["reports"].items():
        for words in gold["furniture"]:
            wanted += 1
            found += any(overlap(place(reports[key], words), s) for s in reports[key].furniture)
    return found, wanted


def _alone(
    reading: dict[str, Any], comparison: Comparison, reports: dict[str, Report]
) -> tuple[int, int]:
    kept = wanted = 0
    for key, sentences in reading["alone"].items():
        for words in sentences:
            wanted += 1
            span = place(reports[key], words)
            kept += any(overlap(span, alone) for alone in comparison.alone[key])
    return kept, wanted


def main() -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_known_args()
    result = measure()
    for name in Result.__dataclass_fields__:
        value = getattr(result, name)
        shown = f"{value[0]} of {value[1]}" if isinstance(value, tuple) else str(value)
        print(f"examples, {name.replace('_', ' '):22} {shown}")


if __name__ == "__main__":
    main()
