"""JSON to records: the way back from `jsonform`, for documents of this version and of the first.

What the first version does not have (events, sectors, dates of statements) is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from quoth.errors import InputError
from quoth.records import (
    Actor,
    Claim,
    Comparison,
    DateRange,
    Difference,
    Event,
    Link,
    Location,
    Magnitude,
    Mark,
    Member,
    Origin,
    Quotation,
    Reason,
    Rejected,
    Relay,
    Report,
    Sentence,
    Span,
    Statement,
    Step,
)

# What a program that reads this JSON can rely on; a key may be added without a new version.
VERSION = 2
READABLE = (1, 2)

T = TypeVar("T")


def report_from_json(data: Mapping[str, Any]) -> Report:
    """Return the report that a line of `read` describes, without tokens and mentions.

    Raises `InputError` where the data do not fit or a span lies outside the text.
    """
    name = str(data.get("id", "report")) if isinstance(data, Mapping) else "report"
    return _reading(name, "a line of `quoth read`", lambda: _report(data))


def comparison_from_json(data: Mapping[str, Any]) -> Comparison:
    """Return the comparison that a document of `compare` describes; errors as above."""
    return _reading("comparison", "a document of `quoth compare`", lambda: _comparison(data))


def _reading(name: str, what: str, build: Callable[[], T]) -> T:
    try:
        return build()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        problem = f"{type(error).__name__}: {error}"
        raise InputError(name, f"is not {what} ({problem}); see `quoth schema`") from error


def _span(pair: Sequence[int], length: int | None = None) -> Span:
    start, end = pair
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end):
        raise ValueError(f"span {pair!r} is not [start, end]")
    if length is not None and end > length:
        raise ValueError(f"span {pair!r} lies outside the text")
    return Span(start, end)


def _spans(pairs: Iterable[Sequence[int]], length: int | None = None) -> tuple[Span, ...]:
    return tuple(_span(pair, length) for pair in pairs)


def _report(data: Mapping[str, Any]) -> Report:
    _check_version(data)
    n = len(data["text"])
    spans = _spans(data["sentences"], n)
    return Report(
        data["id"],
        data["text"],
        outlet=data["outlet"],
        owner=data.get("owner"),
        published=data["published"],
        title=data["title"],
        language=data["language"],
        url=data["url"],
        encoding=data["encoding"],
        notes=tuple(data["notes"]),
        marks=tuple(Mark(m["kind"], _span(m["span"], n), m["replacement"]) for m in data["marks"]),
        sentences=tuple(
            Sentence(span, paragraph)
            for span, paragraph in zip(spans, data["paragraphs"], strict=True)
        ),
        quotations=tuple(
            Quotation(
                _span(q["span"], n), _span(q["inner"], n), q["depth"], q["closed"], q["continues"]
            )
            for q in data["quotations"]
        ),
        actors=tuple(
            Actor(
                a["id"], a["name"], a["kind"], a["country"], _sectors(a), _spans(a["mentions"], n)
            )
            for a in data["actors"]
        ),
        statements=tuple(_statement(s, n) for s in data["statements"]),
        events=tuple(_event(e, n) for e in data["events"]) if data["version"] > 1 else (),
    )


def _check_version(data: Mapping[str, Any]) -> None:
    if data["version"] not in READABLE:
        raise ValueError(f"version {data['version']!r} is not one of {READABLE}")


def _sectors(actor: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sectors of an actor; documents of version 1 have one at most."""
    if "sectors" in actor:
        return tuple(actor["sectors"])
    return (actor["sector"],) if actor["sector"] else ()


def _statement(data: Mapping[str, Any], length: int) -> Statement:
    return Statement(
        data["id"],
        data["kind"],
        _spans(data["source"], length),
        _spans(data["cue"], length),
        _spans(data["content"], length),
        data["speaker"],
        tuple(Relay(r["name"], _spans(r["spans"], length)) for r in data["relays"]),
        data["confidence"],
        # Keys that the first documents of version 1 do not have.
        data.get("stance", "says"),
        data.get("source_type", "none"),
        tuple(_statement(s, length) for s in data.get("inner", ())),
        _date(data.get("date"), length),
    )


def _event(data: Mapping[str, Any], length: int) -> Event:
    return Event(
        data["id"],
        data["type"],
        data["mode"],
        tuple(data["contexts"]),
        data["status"],
        _spans(data["trigger"], length),
        _spans(data["evidence"], length),
        _spans(data["actor_spans"], length),
        _spans(data["recipient_spans"], length),
        _spans(data["date_spans"], length),
        _spans(data["place_spans"], length),
        tuple(data["actors"]),
        tuple(data["recipients"]),
        _date(data["date"], length),
        _place(data["place"], length),
        tuple(
            Magnitude(m["kind"], m["low"], m["high"], m["unit"], _spans(m["spans"], length))
            for m in data["magnitudes"]
        ),
        data["statement"],
        data["score"],
        data["confidence"],
    )


def _date(data: Mapping[str, Any] | None, length: int) -> DateRange | None:
    if data is None:
        return None
    return DateRange(data["start"], data["end"], data["precision"], _spans(data["spans"], length))


def _place(data: Mapping[str, Any] | None, length: int) -> Location | None:
    if data is None:
        return None
    return Location(
        data["name"],
        data["country"],
        data["city"],
        data["latitude"],
        data["longitude"],
        _spans(data["spans"], length),
    )


def _claim(data: Mapping[str, Any], lengths: Mapping[str, int]) -> Claim:
    return Claim(
        data["id"],
        data["gist"],
        data["speaker"],
        tuple(
            Member(
                m["report"], _spans(m["spans"], lengths[m["report"]]), m["statement"], m["event"]
            )
            for m in data["members"]
        ),
        tuple(Origin(o["name"], tuple(o["reports"]), o["why"]) for o in data["origins"]),
        data["support"],
        tuple(
            Difference(
                d["type"],
                tuple(d["between"]),
                tuple(d["values"]),
                tuple(
                    _spans(pairs, lengths[report])
                    for report, pairs in zip(d["between"], d["spans"], strict=True)
                ),
                d["note"],
            )
            for d in data["differences"]
        ),
        data["confidence"],
        # Keys that documents from before `quoth compare --why` do not have.
        tuple(_link(link, lengths) for link in data.get("links", ())),
        tuple(
            Step(s["kind"], s["report"], _spans(s["spans"], lengths[s["report"]]), s["fit"])
            for s in data.get("steps", ())
        ),
    )


def _link(data: Mapping[str, Any], lengths: Mapping[str, int]) -> Link:
    first, second = data["reports"]
    of_first, of_second = data["spans"]
    return Link(
        (first, second),
        (_spans(of_first, lengths[first]), _spans(of_second, lengths[second])),
        data["probability"],
        tuple(Reason(r["kind"], r["weight"], r["why"]) for r in data["reasons"]),
    )


def _comparison(data: Mapping[str, Any]) -> Comparison:
    _check_version(data)
    reports = tuple(_report(report) for report in data["reports"])
    lengths = {report.id: len(report.text) for report in reports}
    return Comparison(
        reports,
        tuple(_claim(claim, lengths) for claim in data["claims"]),
        {report: _spans(pairs, lengths[report]) for report, pairs in data["alone"].items()},
        tuple(tuple(group) for group in data["copies"]),
        data["one_story"],
        tuple(Rejected(r["report"], r["stage"], r["reason"]) for r in data["rejected"]),
        tuple(data.get("notes", ())),
    )
