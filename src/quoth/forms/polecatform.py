"""Events in the columns of POLECAT, tab-separated, for programs that read that data set.

POLECAT is the event data set of the same ontology (Halterman et al., Harvard Dataverse,
doi:10.7910/DVN/AJGVIT). Its columns come first, in its order; what Quoth does not have stays
empty. The last columns are Quoth's own. It has none for the status, so only asserted events go in
unless a status is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources

from quoth import __version__
from quoth.annotate.plover import QUAD_CLASSES
from quoth.forms import csvform, eventwords, wording
from quoth.forms.eventform import event_id
from quoth.forms.eventwords import Told
from quoth.records import Actor, ActorKind, Event, Report, Span, Status

DEFAULT_STATUSES: tuple[Status, ...] = ("asserted",)
POLECAT_COLUMNS = (
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
)
OWN_COLUMNS = (
    "Report ID",
    "Event Status",
    "Event Date End",
    "Event Date Precision",
    "Trigger Spans",
    "Evidence Spans",
    "Actor Spans",
    "Recipient Spans",
    "Date Spans",
    "Place Spans",
)
_QUADS = {
    1: "VERBAL COOPERATION",
    2: "MATERIAL COOPERATION",
    3: "VERBAL CONFLICT",
    4: "MATERIAL CONFLICT",
}


def event_polecat(reports: Iterable[Report]) -> Iterator[str]:
    """Yield a header and a line an event."""
    yield csvform.line((*POLECAT_COLUMNS, *OWN_COLUMNS), delimiter="\t")
    for report in reports:
        story = _story(report)
        for one in eventwords.told(report):
            cells = (*_coded(one), *_place(one.event, report), *story, *_own(one))
            yield csvform.line([_flat(cell) for cell in cells], delimiter="\t")


@cache
def cow_codes() -> dict[str, str]:
    """Return the Correlates of War number of each state, by ISO 3166-1 alpha-3."""
    table = (resources.files("quoth.forms") / "data" / "cow.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def _coded(one: Told) -> tuple[object, ...]:
    """Return the columns from the event's id to the recipient's."""
    event, report = one.event, one.report
    return (
        event_id(one),
        _dates(event, report)[0],
        event.type,
        event.mode,
        event.score,
        _QUADS[QUAD_CLASSES[event.type]],
        _several(event.contexts),
        *_side(one.actors, report, event.actor_spans),
        *_side(one.recipients, report, event.recipient_spans),
    )


def _dates(event: Event, report: Report) -> tuple[str, str, str]:
    """Return first day, last day and precision; the day of publication where none is told.

    That is what NGEC, the program behind POLECAT, puts there; the precision says so.
    """
    when = event.date
    if when is None or not (when.start or when.end):
        day = wording.day(report)
        return day, day, "published" if day else ""
    return when.start or when.end or "", when.end or "", when.precision


def _side(actors: Sequence[Actor], report: Report, spans: Sequence[Span]) -> tuple[str | None, ...]:
    sectors = dict.fromkeys(sector for actor in actors for sector in actor.sectors)
    codes = cow_codes()
    return (
        _several([actor.name for actor in actors]),
        _several([actor.country for actor in actors]),
        _several([codes.get(actor.country or "") for actor in actors]),
        _several([actor.sector for actor in actors]),
        _several(tuple(sectors)),
        None,
        _several([wording.words(report, (span,)) for span in spans]),
        None,
    )


def _place(event: Event, report: Report) -> tuple[object, ...]:
    where = event.place
    spans = event.place_spans or (where.spans if where else ())
    raw = wording.words(report, spans)
    if where is None:
        return (*[None] * 8, raw, None)
    return (
        where.name,
        where.city,
        None,
        None,
        where.country,
        where.latitude,
        where.longitude,
        None,
        raw,
        None,
    )


def _story(report: Report) -> tuple[str | None, ...]:
    """Return the columns that all events of a report share."""

    def named(kind: ActorKind) -> str:
        return _several([actor.name for actor in report.actors if actor.kind == kind])

    return (
        report.outlet,
        wording.day(report),
        named("person"),
        named("body"),
        named("state"),
        report.language,
        f"Quoth {__version__}",
    )


def _own(one: Told) -> tuple[object, ...]:
    event = one.event
    _, end, precision = _dates(event, one.report)
    spans = (
        event.trigger,
        event.evidence,
        event.actor_spans,
        event.recipient_spans,
        event.date_spans or (event.date.spans if event.date else ()),
        event.place_spans or (event.place.spans if event.place else ()),
    )
    return (one.report.id, event.status, end, precision, *map(csvform.pieces, spans))


def _several(parts: Sequence[str | None]) -> str:
    """Return parts joined by "; ", which stands in none of them; each once."""
    clean = (wording.clean(part).replace(";", ",") for part in parts if part)
    return "; ".join(dict.fromkeys(clean))


def _flat(cell: object) -> object:
    return wording.clean(cell) if isinstance(cell, str) else cell
