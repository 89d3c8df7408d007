"""Events as flat rows, one an event: what `quoth events` gives, and `quoth.events` in Python.

A row stands alone: it has the report it comes from, the parties by name, the words that tell it
with their offsets, and who tells it. `jsonform` has the events within their reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from quoth.annotate.plover import QUAD_CLASSES
from quoth.errors import QuothError
from quoth.forms import csvform, eventwords, wording
from quoth.forms.eventwords import Told
from quoth.forms.jsonform import dumps
from quoth.records import Actor, Event, EventType, Magnitude, Report, Span, Status

TYPES: tuple[EventType, ...] = get_args(EventType)
STATUSES: tuple[Status, ...] = get_args(Status)

CROSSWALK_COLUMNS = (
    "event",
    "report",
    "outlet",
    "url",
    "trigger_spans",
    "evidence_spans",
    "statement",
    "teller",
    "relays",
)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class EventChoice:
    """Which events are wanted: of these types and statuses (none named: all), at least so sure."""

    types: tuple[EventType, ...] = ()
    statuses: tuple[Status, ...] = ()
    min_confidence: float = 0.0

    def why_not(self, event: Event) -> str:
        """Return why an event is left out, "" where it is wanted."""
        if self.types and event.type not in self.types:
            return "of other types"
        if self.statuses and event.status not in self.statuses:
            return event.status
        if event.confidence < self.min_confidence:
            return f"below {self.min_confidence:g}"
        return ""


def choice(
    types: Iterable[str] = (), status: Iterable[str] = (), min_confidence: float = 0.0
) -> EventChoice:
    """Return what is wanted; raises `QuothError` for a type or status that there is not."""
    return EventChoice(
        tuple(_one_of(name, TYPES, "type of events") for name in types),
        tuple(_one_of(name, STATUSES, "status") for name in status),
        min_confidence,
    )


def chosen(report: Report, wanted: EventChoice, left_out: Counter[str] | None = None) -> Report:
    """Return a report with the events that are wanted; the others are counted by the reason."""
    kept = []
    for event in report.events:
        why = wanted.why_not(event)
        if not why:
            kept.append(event)
        elif left_out is not None:
            left_out[why] += 1
    return replace(report, events=tuple(kept))


def events(
    reports: Iterable[Report],
    *,
    types: Iterable[str] = (),
    status: Iterable[str] = (),
    min_confidence: float = 0.0,
) -> Iterator[Row]:
    """Yield a row for each event of reports, as a line of `quoth events --format jsonl` has it.

    `types` and `status` name those that are wanted, by default all; `QuothError` where there is
    no such type or status. docs/events.md describes the keys.
    """
    wanted = choice(types, status, min_confidence)
    return (row(one) for report in reports for one in eventwords.told(chosen(report, wanted)))


def row(one: Told) -> Row:
    """Return an event as a row."""
    report, event, statement = one.report, one.event, one.statement
    when, where = event.date, event.place
    return {
        "report": report.id,
        "outlet": report.outlet,
        "published": report.published,
        "url": report.url,
        "event": event.id,
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "status": event.status,
        "quad_class": QUAD_CLASSES[event.type],
        "score": event.score,
        **_side("actor", one.actors, report, event.actor_spans),
        **_side("recipient", one.recipients, report, event.recipient_spans),
        "date_start": when.start if when else None,
        "date_end": when.end if when else None,
        "date_precision": when.precision if when else None,
        "date_spans": _pairs(when.spans if when and when.spans else event.date_spans),
        "place": where.name if where else None,
        "country": where.country if where else None,
        "city": where.city if where else None,
        "latitude": where.latitude if where else None,
        "longitude": where.longitude if where else None,
        "place_spans": _pairs(where.spans if where and where.spans else event.place_spans),
        "magnitudes": [_magnitude(m) for m in event.magnitudes],
        "statement": event.statement,
        "teller": one.teller or None,
        "stance": statement.stance if statement else None,
        "relays": list(one.relays),
        "trigger": wording.words(report, event.trigger),
        "trigger_spans": _pairs(event.trigger),
        "evidence": wording.words(report, event.evidence),
        "evidence_spans": _pairs(event.evidence),
        "confidence": round(event.confidence, 3),
    }


def event_jsonl(reports: Iterable[Report]) -> Iterator[str]:
    """Yield a line of JSON an event."""
    for one in _every(reports):
        yield dumps(row(one)) + "\n"


def event_csv(reports: Iterable[Report]) -> Iterator[str]:
    """Yield a header and a line an event; the members of a list are joined by ;."""
    yield csvform.line(COLUMNS)
    for one in _every(reports):
        yield csvform.line([_cell(key, value) for key, value in row(one).items()])


def crosswalk_header() -> str:
    """Return the header of the crosswalk."""
    return csvform.line(CROSSWALK_COLUMNS, delimiter="\t")


def crosswalk(report: Report) -> Iterator[str]:
    """Yield a line of the crosswalk for each event of a report: where it stands and who tells it.

    The event's id there is unique among reports with ids of their own, as POLECAT's is.
    """
    for one in eventwords.told(report):
        cells = (
            event_id(one),
            report.id,
            report.outlet,
            report.url,
            csvform.pieces(one.event.trigger),
            csvform.pieces(one.event.evidence),
            one.event.statement,
            one.teller,
            _joined(one.relays),
        )
        line = (wording.clean(cell) if cell else "" for cell in cells)
        yield csvform.line(list(line), delimiter="\t")


def event_id(one: Told) -> str:
    """Return an id of an event that no other report's event has: "courier_e0"."""
    return f"{one.report.id}_{one.event.id}"


def _one_of(name: str, known: Sequence[Any], what: str) -> Any:  # noqa: ANN401 - a literal
    by_name = {one.casefold(): one for one in known}
    if name.casefold() not in by_name:
        raise QuothError(f"there is no {what} {name!r}; choose from {', '.join(known)}")
    return by_name[name.casefold()]


def _every(reports: Iterable[Report]) -> Iterator[Told]:
    for report in reports:
        yield from eventwords.told(report)


def _side(role: str, actors: Sequence[Actor], report: Report, spans: Sequence[Span]) -> Row:
    """Return who stands on one side: lists that run in parallel, then the words."""
    return {
        f"{role}s": [actor.id for actor in actors],
        f"{role}_names": [actor.name for actor in actors],
        f"{role}_countries": [actor.country for actor in actors],
        f"{role}_sectors": [list(actor.sectors) for actor in actors],
        f"{role}_words": wording.words(report, spans),
        f"{role}_spans": _pairs(spans),
    }


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [list(span) for span in spans]


def _magnitude(magnitude: Magnitude) -> Row:
    return {
        "kind": magnitude.kind,
        "low": magnitude.low,
        "high": magnitude.high,
        "unit": magnitude.unit,
        "spans": _pairs(magnitude.spans),
    }


def _cell(key: str, value: Any) -> object:  # noqa: ANN401 - what a row holds
    """Return a value of a row as a cell of CSV."""
    if key.endswith("_spans"):
        return csvform.pieces(Span(*pair) for pair in value)
    if key == "magnitudes":
        return _joined([_figure(magnitude) for magnitude in value])
    if key.endswith("_sectors"):
        return _joined(["|".join(sectors) for sectors in value])
    if isinstance(value, list):
        return _joined(value)
    return value


def _joined(parts: Sequence[str | None]) -> str:
    """Return parts joined by ;, which stands in none of them."""
    return ";".join(wording.clean(part or "").replace(";", ",") for part in parts)


def _figure(magnitude: Mapping[str, Any]) -> str:
    """Return "detained 14", "size 200..", "amount 2500000..3000000 USD"."""
    low, high = (_plain(magnitude[end]) for end in ("low", "high"))
    figure = low if low == high else f"{low}..{high}"
    return " ".join(filter(None, (magnitude["kind"], figure, magnitude["unit"])))


def _plain(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else str(value)


_EMPTY = Event("", "AGREE", None, (), "asserted", (), ())
COLUMNS: tuple[str, ...] = tuple(row(Told(Report("", ""), _EMPTY, (), (), None)))
