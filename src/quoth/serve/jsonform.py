"""Records to JSON and back: the public interface that `schema/*.json` describes.

Spans are `[start, end]`, half-open, in code points of the `text` of their report. The layers
that only later stages need (tokens, mentions) are left out. Confidences are rounded to three
decimals.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import resources
from typing import Any, Literal, TypeVar

from quoth.errors import InputError
from quoth.records import (
    Actor,
    Claim,
    Comparison,
    Difference,
    Mark,
    Member,
    Origin,
    Quotation,
    Rejected,
    Relay,
    Report,
    Sentence,
    Span,
    Statement,
)

# What a program that reads this JSON can rely on; a key may be added without a new version.
VERSION = 1

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_FALSE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")

T = TypeVar("T")


def dumps(data: object) -> str:
    """Return JSON on one line that can always be written as UTF-8 and keeps every offset.

    A lone surrogate is written as its escape. Two that would be read back as one character are
    replaced by U+FFFD each: JSON has no way to say them.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    text = _FALSE_PAIR.sub("\ufffd\ufffd", text)
    return _LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def schema(name: Literal["read", "compare"]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a line of `read` or of the document of `compare`.

    The one of `compare` carries the one of `read` with it, so that it can be used alone.
    """
    folder = resources.files("quoth.serve") / "schema"
    read: dict[str, Any] = json.loads((folder / "read.json").read_text("utf-8"))
    if name == "read":
        return read
    compare: dict[str, Any] = json.loads((folder / "compare.json").read_text("utf-8"))
    compare["$defs"]["report"] = read
    return compare


def report_json(report: Report) -> dict[str, Any]:
    """Return what a line of `read` says: a report with all that was found in it."""
    return {
        "version": VERSION,
        "id": report.id,
        "text": report.text,
        "outlet": report.outlet,
        "published": report.published,
        "title": report.title,
        "language": report.language,
        "url": report.url,
        "encoding": report.encoding,
        "notes": list(report.notes),
        "furniture": _pairs(report.furniture),
        "marks": [
            {"kind": m.kind, "span": list(m.span), "replacement": m.replacement}
            for m in report.marks
        ],
        "sentences": _pairs(s.span for s in report.sentences),
        "paragraphs": [s.paragraph for s in report.sentences],
        "quotations": [_quotation_json(q) for q in report.quotations],
        "actors": [_actor_json(a) for a in report.actors],
        "statements": [_statement_json(s) for s in report.statements],
        "events": [],
    }


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Return the document of `compare`."""
    return {
        "version": VERSION,
        "one_story": comparison.one_story,
        "reports": [report_json(report) for report in comparison.reports],
        "claims": [_claim_json(claim) for claim in comparison.claims],
        "alone": {report: _pairs(spans) for report, spans in comparison.alone.items()},
        "copies": [list(group) for group in comparison.copies],
        "rejected": [
            {"report": r.report_id, "stage": r.stage, "reason": r.reason}
            for r in comparison.rejected
        ],
    }


def comparison_text(comparison: Comparison) -> str:
    """Return the document of `compare` as text, a line a report and a line a claim."""
    lines = []
    for key, value in comparison_json(comparison).items():
        if key in ("reports", "claims", "rejected") and value:
            rows = ",\n  ".join(dumps(row) for row in value)
            lines.append(f"{dumps(key)}: [\n  {rows}\n ]")
        else:
            lines.append(f"{dumps(key)}: {dumps(value)}")
    return "{\n " + ",\n ".join(lines) + "\n}\n"


def report_from_json(data: Mapping[str, Any]) -> Report:
    """Return the report that a line of `read` describes, without tokens and mentions.

    Raises `InputError` where the data do not fit or a span lies outside the text.
    """
    name = str(data.get("id", "report")) if isinstance(data, Mapping) else "report"
    return _reading(name, "a line of `quoth read`", lambda: _report(data))


def comparison_from_json(data: Mapping[str, Any]) -> Comparison:
    """Return the comparison that a document of `compare` describes; errors as above."""
    return _reading("comparison", "a document of `quoth compare`", lambda: _comparison(data))


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _confidence(value: float) -> float:
    return round(value, 3)


def _quotation_json(quotation: Quotation) -> dict[str, Any]:
    return {
        "span": list(quotation.span),
        "inner": list(quotation.inner),
        "depth": quotation.depth,
        "closed": quotation.closed,
        "continues": quotation.continues,
    }


def _actor_json(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "sector": actor.sector,
        "sectors": list(actor.sectors),
        "mentions": _pairs(actor.mentions),
    }


def _statement_json(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "kind": statement.kind,
        "source": _pairs(statement.source),
        "cue": _pairs(statement.cue),
        "content": _pairs(statement.content),
        "speaker": statement.speaker,
        "relays": [{"name": r.name, "spans": _pairs(r.spans)} for r in statement.relays],
        "confidence": _confidence(statement.confidence),
        "stance": statement.stance,
        "source_type": statement.source_type,
        "inner": [_statement_json(s) for s in statement.inner],
    }


def _claim_json(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "gist": claim.gist,
        "speaker": claim.speaker,
        "members": [
            {
                "report": m.report,
                "spans": _pairs(m.spans),
                "statement": m.statement,
                "event": m.event,
            }
            for m in claim.members
        ],
        "origins": [
            {"name": o.name, "reports": list(o.reports), "why": o.why} for o in claim.origins
        ],
        "support": claim.support,
        "differences": [
            {
                "type": d.type,
                "between": list(d.between),
                "values": list(d.values),
                "spans": [_pairs(spans) for spans in d.spans],
                "note": d.note,
            }
            for d in claim.differences
        ],
        "confidence": _confidence(claim.confidence),
    }


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
    n = len(data["text"])
    spans = _spans(data["sentences"], n)
    return Report(
        data["id"],
        data["text"],
        outlet=data["outlet"],
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
    )


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
    )


def _comparison(data: Mapping[str, Any]) -> Comparison:
    reports = tuple(_report(report) for report in data["reports"])
    lengths = {report.id: len(report.text) for report in reports}
    return Comparison(
        reports,
        tuple(_claim(claim, lengths) for claim in data["claims"]),
        {report: _spans(pairs, lengths[report]) for report, pairs in data["alone"].items()},
        tuple(tuple(group) for group in data["copies"]),
        data["one_story"],
        tuple(Rejected(r["report"], r["stage"], r["reason"]) for r in data["rejected"]),
    )
