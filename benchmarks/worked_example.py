"""The worked example: how many of a careful reader's rows two real reports are compared to.

usage: python -m benchmarks.worked_example [--corpora ../shared/corpora]

The two reports lie beside the corpora, in seeds/; here stand offsets only. A row is found where one
claim has a member on its words in both reports. Nothing may be tuned to these two texts.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scorers import CORPORA
from quoth.pipeline import Reader
from quoth.records import Claim, Comparison, Report, Span
from quoth.spans import overlap

# Row of the example's table: where report_a and report_b tell it.
ROWS = {
    1: (Span(383, 498), Span(337, 427)),
    2: (Span(500, 555), Span(429, 485)),
    3: (Span(557, 585), Span(496, 528)),
    4: (Span(1284, 1415), Span(547, 670)),
    5: (Span(1478, 1571), Span(998, 1094)),
    6: (Span(1582, 1668), Span(1426, 1475)),
    7: (Span(1684, 1755), Span(1477, 1554)),
    8: (Span(1775, 1934), Span(1100, 1236)),
    9: (Span(2396, 2492), Span(1594, 1685)),
    10: (Span(58, 139), Span(44, 111)),
}
# Who says, or is said to say, every row.
SPEAKER = "Vladimir Putin"


@dataclass(frozen=True)
class Result:
    """What came of the rows; `mixed` are claims over words of two rows, `strays` furniture told."""

    found: tuple[int, ...]
    mixed: tuple[str, ...]
    strays: int
    spoken: tuple[int, ...]


def covers(spans: tuple[Span, ...], row: Span) -> bool:
    """Return whether the spans share half of the shorter of themselves and the row."""
    shared = sum(overlap(span, row) for span in spans)
    length = sum(span.end - span.start for span in spans)
    return shared >= 0.5 * min(length, row.end - row.start)


def rows_of(claim: Claim) -> dict[str, set[int]]:
    """Return, for each report of a claim, the rows whose words its member has."""
    return {
        member.report: {
            number
            for number, places in ROWS.items()
            if covers(member.spans, places[0 if member.report == "report_a" else 1])
        }
        for member in claim.members
    }


def measure(corpora: Path = CORPORA) -> Result:
    """Return how the comparison of the two reports does."""
    seeds = corpora.parent / "seeds"
    reader = Reader()
    comparison = reader.compare(reader.read(seeds / "report_a.txt", seeds / "report_b.txt"))
    found: dict[int, Claim] = {}
    mixed = []
    for claim in comparison.claims:
        rows = rows_of(claim)
        if len(rows) == 2:
            for number in set.intersection(*rows.values()):
                found.setdefault(number, claim)
        if len(set.union(*rows.values())) > 1:
            mixed.append(claim.id)
    spoken = [number for number, claim in found.items() if claim.speaker == SPEAKER]
    return Result(tuple(sorted(found)), tuple(mixed), strays(comparison), tuple(sorted(spoken)))


def strays(comparison: Comparison) -> int:
    """Return how many statements and claim members touch furniture."""
    by_id: dict[str, Report] = {report.id: report for report in comparison.reports}
    told = [
        (report, span)
        for report in comparison.reports
        for s in report.statements
        for span in (*s.source, *s.cue, *s.content)
    ]
    told += [
        (by_id[member.report], span)
        for claim in comparison.claims
        for member in claim.members
        for span in member.spans
    ]
    return sum(
        any(overlap(span, furniture) for furniture in report.furniture) for report, span in told
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    result = measure(parser.parse_args().corpora)
    print(f"worked example: rows found {len(result.found)} of {len(ROWS)}: {result.found}")
    print(f"claims over two rows: {len(result.mixed)}; furniture told: {result.strays}")
    print(f"right speaker in {len(result.spoken)} of {len(result.found)} rows found")


if __name__ == "__main__":
    main()
