"""Origins: whether the tellings of one claim are grouped as a careful reader groups them.

`data/origins.jsonl` has invented cases, written by somebody who did not know the code: two to four
reports with their outlets (and owners, where it matters), the words of each report that tell one
claim, and the right origins of that claim with a reason. A case is right where the program groups
the reports in just that way. What tells the claim is given, so that only origins are measured: the
units of a report that stand within the words given, or the one nearest to them.

The rules were written with the cases on odd lines at hand; those on even lines were read
afterwards. RESULTS.md has the figures of each first reading.

usage: python -m benchmarks.origins [--lines odd|even|all] [--show]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quoth import group
from quoth.align.names import link_actors
from quoth.align.origins import OriginFinder
from quoth.align.units import Unit, UnitReader
from quoth.naming import NAMING
from quoth.pipeline import Reader
from quoth.records import Origin, Report, Span
from quoth.spans import overlap

CASES = Path(__file__).parent / "data" / "origins.jsonl"
# A unit belongs to the words given where this share of it stands in them.
INSIDE = 0.5
Case = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the program makes of one case."""

    case: Case
    origins: tuple[Origin, ...]

    @property
    def right(self) -> bool:
        """Whether the reports are grouped as the case has them."""
        return _grouped(o.reports for o in self.origins) == _grouped(self.case["origins"])


def cases(lines: str = "all") -> list[Case]:
    """Return the cases on odd or even lines, counted from 1, or all."""
    rows = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    return rows[{"odd": 0, "even": 1, "all": 0}[lines] :: 1 if lines == "all" else 2]


def made(case: Case) -> list[Report]:
    """Return the reports of a case before they are read."""
    return [
        Report(
            f"{case['id']}/{row['id']}",
            row["text"],
            outlet=row["outlet"],
            owner=row["owner"],
            language="en",
        )
        for row in case["reports"]
    ]


def told(case: Case, reports: Sequence[Report]) -> list[Unit]:
    """Return the units that tell the case's claim."""
    keys = link_actors(reports, NAMING)
    return [
        unit
        for report in reports
        for unit in _covering(
            list(UnitReader(report, canonical=NAMING.canonical, names_of=keys[report.id]).units()),
            _given(case, report),
        )
    ]


def measure(listed: Sequence[Case], reports: Iterable[Report]) -> Iterator[Reading]:
    """Yield what the program makes of each case; `reports` are all of theirs, read, in order."""
    ahead = iter(reports)
    for case in listed:
        own = [next(ahead) for _ in case["reports"]]
        yield Reading(case, origins(case, own))


def origins(case: Case, reports: Sequence[Report]) -> tuple[Origin, ...]:
    """Return the origins of a case's claim, with the ids that the case has for its reports."""
    runs = group.shared_runs(reports)
    finder = OriginFinder(
        reports, runs=runs, copies=group.copy_groups(reports, runs), naming=NAMING
    )
    return tuple(
        Origin(o.name, tuple(i.rpartition("/")[2] for i in o.reports), o.why)
        for o in finder.origins(told(case, reports))
    )


def _given(case: Case, report: Report) -> Span:
    words = case["claim"][report.id.rpartition("/")[2]]
    start = report.text.index(words)
    return Span(start, start + len(words))


def _covering(units: Sequence[Unit], given: Span) -> list[Unit]:
    def shared(unit: Unit) -> int:
        return sum(overlap(span, given) for span in unit.spans)

    inside = [
        unit
        for unit in units
        if shared(unit) >= INSIDE * sum(span.end - span.start for span in unit.spans)
    ]
    return inside or [max(units, key=shared)]


def _grouped(origins: Iterable[Iterable[str]]) -> set[frozenset[str]]:
    return {frozenset(reports) for reports in origins}


def _print(reading: Reading) -> None:
    case = reading.case
    print(f"{case['id']}: right is {case['origins']}: {case['reason']}")
    for row in case["reports"]:
        print(f"   {row['id']} {row['outlet']}: {case['claim'][row['id']]}")
    for origin in reading.origins:
        print(f"   got {list(origin.reports)} {origin.name}: {origin.why}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", choices=("odd", "even", "all"), default="all")
    parser.add_argument("--corpora", type=Path, help="not needed: the cases are in the project")
    parser.add_argument("--show", action="store_true", help="list what is not right, with why")
    options = parser.parse_args()
    listed = cases(options.lines)
    reports = Reader().read(*(report for case in listed for report in made(case)))
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for reading in measure(listed, reports):
        of[reading.case["kind"]] += 1
        right[reading.case["kind"]] += reading.right
        if options.show and not reading.right:
            _print(reading)
    for kind in of:
        print(f"{kind:22} {right[kind]:2} of {of[kind]:2}")
    print(f"{'all':22} {right.total():2} of {of.total():2}")


if __name__ == "__main__":
    main()
