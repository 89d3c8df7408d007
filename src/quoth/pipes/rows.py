"""Plain data, as msgpack gives it back, to records; `dataclasses.asdict` is the way there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quoth.records import (
    Actor,
    DateRange,
    Event,
    Location,
    Magnitude,
    Relay,
    Span,
    Statement,
)

Row = Mapping[str, Any]


def actor_of(row: Row) -> Actor:
    """Return an actor."""
    mentions = _spans(row["mentions"])
    return Actor(**{**row, "sectors": tuple(row["sectors"]), "mentions": mentions})


def statement_of(row: Row) -> Statement:
    """Return a statement, with those within it."""
    return Statement(
        **{
            **row,
            "source": _spans(row["source"]),
            "cue": _spans(row["cue"]),
            "content": _spans(row["content"]),
            "relays": tuple(Relay(r["name"], _spans(r["spans"])) for r in row["relays"]),
            "inner": tuple(statement_of(inner) for inner in row["inner"]),
            "date": _date(row["date"]),
        }
    )


def event_of(row: Row) -> Event:
    """Return an event."""
    place = row["place"]
    parts = ("trigger", "evidence", "actor_spans", "recipient_spans", "date_spans", "place_spans")
    return Event(
        **{
            **row,
            **{name: _spans(row[name]) for name in parts},
            **{name: tuple(row[name]) for name in ("contexts", "actors", "recipients")},
            "date": _date(row["date"]),
            "place": Location(**{**place, "spans": _spans(place["spans"])}) if place else None,
            "magnitudes": tuple(
                Magnitude(**{**m, "spans": _spans(m["spans"])}) for m in row["magnitudes"]
            ),
        }
    )


def _date(row: Row | None) -> DateRange | None:
    return DateRange(**{**row, "spans": _spans(row["spans"])}) if row else None


def _spans(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)
