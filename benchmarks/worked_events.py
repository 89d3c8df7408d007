"""The worked example's events: how many rows of a careful reader's table are coded.

usage: python -m benchmarks.worked_events [--corpora ../shared/corpora] [--show]

The two reports lie beside the corpora, in seeds/; here stand offsets only. A row is found where an
event of one of its types has its trigger on the row's words in one of the reports, with the
countries of actor and recipient and the status of the table; where the table's recipient has no
country ("the West"), any will do. Nothing may be tuned to these two texts.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scorers import CORPORA
from quoth.pipeline import Reader
from quoth.records import Event, Report, Span


@dataclass(frozen=True, slots=True)
class Row:
    """A row: where `report_a` and `report_b` tell it, and what is right."""

    types: tuple[str, ...]
    actors: frozenset[str]
    recipients: frozenset[str] | None
    statuses: tuple[str, ...]
    a: tuple[Span, ...] = ()
    b: tuple[Span, ...] = ()


RUS, KOR, PRK = frozenset(("RUS",)), frozenset(("KOR",)), frozenset(("PRK",))
NOBODY: frozenset[str] = frozenset()
ROWS = {
    1: Row(
        ("SUPPORT",),
        RUS,
        KOR,
        ("asserted",),
        (Span(41, 199), Span(557, 573), Span(909, 1016)),
        (Span(44, 175), Span(497, 517), Span(761, 800)),
    ),
    2: Row(("ACCUSE",), RUS, KOR, ("asserted",), (Span(1478, 1668),), (Span(1264, 1338),)),
    3: Row(("SANCTION",), KOR, RUS, ("historical",), (Span(1089, 1158),)),
    4: Row(("ACCUSE", "SANCTION"), RUS, KOR, ("historical",), (Span(1189, 1255),)),
    5: Row(("SUPPORT",), RUS, PRK, ("asserted",), (Span(1982, 2049),)),
    6: Row(("CONSULT",), RUS | PRK, NOBODY, ("historical",), (Span(2158, 2282),)),
    7: Row(("CONSULT",), RUS, PRK, ("future", "hypothetical"), (Span(2283, 2342),)),
    8: Row(("ACCUSE",), RUS, frozenset(("USA",)), ("asserted",), b=(Span(1855, 2047),)),
    9: Row(
        ("REJECT",),
        RUS,
        frozenset(("JPN",)),
        ("asserted", "hypothetical", "future"),
        b=(Span(3160, 3300),),
    ),
    10: Row(("REJECT",), RUS, frozenset(("IGO",)), ("asserted",), b=(Span(2526, 2610),)),
    11: Row(("THREATEN",), RUS, None, ("hypothetical", "future"), b=(Span(2660, 3100),)),
}
# What neither report says was done: arms for Ukraine (a, b), an attack on NATO (b).
NOT_DONE = {
    "report_a": (("AID",), (Span(60, 140), Span(500, 556))),
    "report_b": (("AID", "ASSAULT"), (Span(60, 112), Span(429, 486), Span(2540, 2610))),
}


def countries(report: Report, ids: tuple[str, ...]) -> set[str]:
    """Return the countries of some actors."""
    return {a.country for a in report.actors if a.id in ids and a.country}


def matches(row: Row, report: Report, event: Event) -> bool:
    """Return whether an event is what a row says."""
    places = row.a if report.id == "report_a" else row.b
    at = event.trigger[0].start
    return (
        any(span.start <= at < span.end for span in places)
        and event.type in row.types
        and event.status in row.statuses
        and countries(report, event.actors) == row.actors
        and (row.recipients is None or countries(report, event.recipients) == row.recipients)
    )


def wrongly_done(report: Report) -> Iterator[Event]:
    """Yield events that are told as done though the report says they are not."""
    types, places = NOT_DONE[report.id]
    for event in report.events:
        at = event.trigger[0].start
        inside = any(span.start <= at < span.end for span in places)
        if inside and event.type in types and event.status in ("asserted", "historical"):
            yield event


def measure(corpora: Path = CORPORA) -> tuple[tuple[int, ...], int, list[Report]]:
    """Return the rows found, how many events are wrongly told as done, and the reports."""
    seeds = corpora.parent / "seeds"
    reports = Reader().read(seeds / "report_a.txt", seeds / "report_b.txt")
    found = [
        number
        for number, row in ROWS.items()
        if any(matches(row, report, event) for report in reports for event in report.events)
    ]
    wrong = sum(1 for report in reports for _ in wrongly_done(report))
    return tuple(found), wrong, reports


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--show", action="store_true", help="every event of the two reports")
    given = parser.parse_args()
    found, wrong, reports = measure(given.corpora)
    print(f"worked example, events: rows {len(found)} of {len(ROWS)}: {found}")
    print(f"told as done though the report says it was not: {wrong}")
    for report in reports if given.show else ():
        for event in report.events:
            sides = [
                ",".join(f"{a.name}/{a.country}" for a in report.actors if a.id in ids)
                for ids in (event.actors, event.recipients)
            ]
            words = " ".join(report.text[s.start : s.end] for s in event.trigger)
            print(
                report.id, event.trigger[0].start, sides[0], event.type, sides[1], event.status,
                f"{event.confidence:.2f}", f"[{words}]",
            )  # fmt: skip


if __name__ == "__main__":
    main()
