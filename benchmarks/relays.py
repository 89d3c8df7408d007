"""Relays: the agencies and outlets that hand statements on, in the order they handed them on.

data/relays.jsonl holds invented passages with their text, and passages of PolNeAR's dev part by
article and offsets only; they are read within their whole article. Each row lists the statements
that reach the report through somebody: source, content, and the relays in order. What else the
passage says came through nobody, so a relay found there is a mistake.

A relay is right where its words overlap those of an expected relay, and the statement it stands at
shares half of the shorter content with the expected statement. `chains` counts the statements
with several relays of which all were found, in order; `sources` the right relays whose statement
has the right source.

The rows were written down before the program read any of them. The rules were then written with
the first part and PolNeAR's at hand, and mended on the second; the third was read last, and no
rule was changed after it. RESULTS.md has the figures of each first reading.

usage: python -m benchmarks.relays [--corpora ../shared/corpora] [--show]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.scorers import CORPORA, lines
from quoth.annotate import Annotator
from quoth.clean import clean
from quoth.records import Relay, Report, Span, Statement

ROWS = Path(__file__).parent / "data" / "relays.jsonl"
Row = dict[str, Any]


def rows() -> list[Row]:
    """Return the annotated passages."""
    with ROWS.open(encoding="utf-8") as handle:
        return [json.loads(line) for line in handle]


def invented(part: str = "first") -> Iterator[tuple[Report, list[Row]]]:
    """Yield each invented passage of a part (first, second, third) as a report."""
    for number, row in enumerate(rows()):
        if "text" in row and row.get("set", "first") == part:
            whole = {**row, "span": [0, len(row["text"])]}
            yield Report(f"r{number}", row["text"], language="en"), [whole]


def from_dev(corpora: Path) -> Iterator[tuple[Report, list[Row]]]:
    """Yield the articles of PolNeAR dev that have annotated passages."""
    wanted: dict[str, list[Row]] = defaultdict(list)
    for row in rows():
        if "article" in row:
            wanted[row["article"]].append(row)
    for article in lines(corpora / "polnear" / "dev.jsonl.gz"):
        if article["id"] in wanted:
            report = Report(article["id"], article["text"], language="en")
            yield report, wanted[article["id"]]


def measure(
    passages: Iterable[tuple[Report, list[Row]]], *, annotator: Annotator, show: bool = False
) -> Counter[str]:
    """Return the counts (expected, found, right, chains, ordered, sources) over passages."""
    counts: Counter[str] = Counter()
    listed = list(passages)
    reports = annotator.annotate(clean([report for report, _ in listed]))
    for report, (_, marked) in zip(reports, listed, strict=True):
        for row in marked:
            counts += _compare(report, row, show=show)
    return counts


def scores(counts: Counter[str]) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    right, found, expected = counts["right"], counts["found"], counts["expected"]
    return right / max(1, found), right / max(1, expected), 2 * right / max(1, found + expected)


def _compare(report: Report, row: Row, *, show: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    expected = {
        (number, place): relay["span"]
        for number, statement in enumerate(row["statements"])
        for place, relay in enumerate(statement["relays"])
    }
    got: dict[tuple[int, int], Statement] = {}
    false: set[tuple[int, Span]] = set()
    for statement, relay in _inside(report, row["span"]):
        number = _told(statement, row["statements"])
        for key, span in expected.items():
            if key[0] == number and any(_shared([place], span) for place in relay.spans):
                got.setdefault(key, statement)
                break
        else:
            false.add((number, relay.spans[0]))
    counts["expected"] = len(expected)
    counts["found"] = len(got) + len(false)
    counts["right"] = len(got)
    for number, statement in enumerate(row["statements"]):
        keys = [(number, place) for place in range(len(statement["relays"]))]
        counts["sources"] += sum(
            _shared(got[key].source, statement["source"]) > 0 for key in keys if key in got
        )
        if len(keys) > 1:
            counts["chains"] += 1
            counts["ordered"] += _in_order(got, statement, keys)
    if show and (false or len(got) < len(expected)):
        _print(report, row, expected, got, false)
    return counts


def _inside(report: Report, span: Sequence[int]) -> Iterator[tuple[Statement, Relay]]:
    """Yield the relays named in a passage, each with its statement."""
    for statement in report.statements:
        for relay in statement.relays:
            spans = tuple(s for s in relay.spans if _shared([s], span))
            if spans and _shared(statement.content, span):
                yield statement, Relay(relay.name, spans)


def _told(statement: Statement, expected: Sequence[Row]) -> int:
    """Return the number of the expected statement that a statement is, -1 for none."""
    best, found = 0, -1
    size = sum(end - start for start, end in statement.content)
    for number, other in enumerate(expected):
        start, end = other["content"]
        common = _shared(statement.content, (start, end))
        if common >= 0.5 * min(size, end - start) and common > best:
            best, found = common, number
    return found


def _in_order(
    got: dict[tuple[int, int], Statement], expected: Row, keys: Sequence[tuple[int, int]]
) -> bool:
    """Return whether one statement has all relays of a chain, in order and no others."""
    told = [got.get(key) for key in keys]
    first = told[0]
    if first is None or any(other is not first for other in told):
        return False
    spans = [relay["span"] for relay in expected["relays"]]
    return len(first.relays) == len(spans) and all(
        any(_shared([place], span) for place in relay.spans)
        for relay, span in zip(first.relays, spans, strict=True)
    )


def _shared(spans: Iterable[Sequence[int]], other: Sequence[int]) -> int:
    return sum(max(0, min(end, other[1]) - max(start, other[0])) for start, end in spans)


def _print(
    report: Report,
    row: Row,
    expected: dict[tuple[int, int], list[int]],
    got: dict[tuple[int, int], Statement],
    false: set[tuple[int, Span]],
) -> None:
    start, end = row["span"]
    print(f"{report.id} {start}: {report.text[start:end]}")
    for key, span in expected.items():
        if key not in got:
            print(f"   missed {report.text[slice(*span)]}")
    for number, place in sorted(false):
        print(f"   false  {report.text[slice(*place)]} (at statement {number})")
    for statement in report.statements:
        if _shared(statement.content, row["span"]):
            parts = [
                " … ".join(report.text[slice(*s)] for s in spans)
                for spans in (statement.source, statement.cue, statement.content)
            ]
            print("      ", " | ".join(parts), [relay.name for relay in statement.relays])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--show", action="store_true", help="list what is not right")
    options = parser.parse_args()
    annotator = Annotator()
    total: Counter[str] = Counter()
    measured = []
    parts = {
        "invented": invented(),
        "invented, second": invented("second"),
        "invented, third": invented("third"),
        "PolNeAR dev": from_dev(options.corpora),
    }
    for name, passages in parts.items():
        counts = measure(passages, annotator=annotator, show=options.show)
        measured.append((name, counts))
        total += counts
    for name, counts in (*measured, ("all", total)):
        p, r, f1 = scores(counts)
        print(
            f"{name:16} {counts['expected']:3} relays  p {p:.3f}  r {r:.3f}  f1 {f1:.3f}"
            f"  chains in order {counts['ordered']}/{counts['chains']}"
            f"  right sources {counts['sources']}/{counts['right']}"
        )


if __name__ == "__main__":
    main()
