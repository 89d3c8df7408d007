"""Places: how often `resolve` tells the country and city of a name, and where an event is.

data/places.jsonl has names with the countries of their context (`near`) and sentences of our own
with the trigger of an event; both with the country and city to be found, null where a careful
reader cannot tell or the sentence does not. They were written down before the code. Cities are
compared without accents. Counts as

    right    country and city are those
    wrong    another country or city is told, or one where none is to be
    unknown  country or city is missing

First reading: names 40 of 42, events 19 of 20, together 59 of 62 right (0.952), 2 wrong where the
context spoke for another city and 1 where it is open. What the errors showed was then mended.

usage: python -m benchmarks.places [--show]
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.dates import VERDICTS, parsed, rows_of
from benchmarks.scorers import CORPORA
from quoth.records import Event, Location, Report, Span
from quoth.resolve import event_place, location
from quoth.resolve.names import fold


class Found(NamedTuple):
    """One row of the list, the place found, and how that counts."""

    row: dict[str, Any]
    place: Location | None
    verdict: str


def event_of(row: dict[str, Any], report: Report) -> Report:
    """Return the report with the event of a row as its only one."""
    trigger = (Span(*row["trigger"]),)
    sentence = (Span(0, len(report.text)),)
    event = Event("e0", row["type"], None, (), "asserted", trigger, sentence)
    return replace(report, events=(event,))


def verdict(place: Location | None, row: dict[str, Any]) -> str:
    """Return right, wrong or unknown."""
    country = place.country if place else None
    city = fold(place.city) if place and place.city else None
    wanted = fold(row["city"]) if row["city"] else None
    if (country, city) == (row["country"], wanted):
        return "right"
    missing = country in (None, row["country"]) and city in (None, wanted)
    return "unknown" if missing else "wrong"


def measure() -> Iterator[tuple[str, Found]]:
    """Yield every row with its part: "names" or "events"."""
    rows = rows_of("places.jsonl")
    for row in rows:
        if "name" in row:
            place = location(row["name"], near=row["near"])
            yield "names", Found(row, place, verdict(place, row))
    told = [row for row in rows if "text" in row]
    for row, report in zip(told, parsed([(row["text"], None) for row in told]), strict=True):
        whole = event_of(row, report)
        place = event_place(whole, whole.events[0])
        yield "events", Found(row, place, verdict(place, row))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="not needed here")
    parser.add_argument("--show", action="store_true", help="list what is not right")
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for part, found in measure():
        counts[part][found.verdict] += 1
        counts["all"][found.verdict] += 1
        if options.show and found.verdict != "right":
            print(found.verdict, found.row, found.place)
    for part, each in sorted(counts.items()):
        told = "  ".join(f"{v} {each[v]:3} {each[v] / each.total():.3f}" for v in VERDICTS)
        print(f"{part:8} {each.total():3}  {told}")


if __name__ == "__main__":
    main()
