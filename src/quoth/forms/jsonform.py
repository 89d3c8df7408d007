"""Records to JSON: the public interface that `schema/*.json` describes; `jsonread` reads it.

Spans are `[start, end]`, half-open, in code points of the `text` of their report. The layers
that only later stages need (tokens, mentions) are left out. Confidences are rounded to three
decimals.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib import resources
from typing import Any, Literal

from quoth.forms.jsonread import VERSION, comparison_from_json, report_from_json
from quoth.records import (
    Actor,
    Claim,
    Comparison,
    DateRange,
    Event,
    Link,
    Location,
    Magnitude,
    Quotation,
    Report,
    Span,
    Statement,
)

__all__ = [
    "VERSION",
    "claim_json",
    "comparison_from_json",
    "comparison_json",
    "comparison_text",
    "dumps",
    "report_from_json",
    "report_json",
    "schema",
]

SchemaName = Literal[
    "read", "compare", "ingest", "stories", "story", "reports", "versions", "statements", "events",
    "claims", "search", "outlets", "rejected", "corrections", "watch", "relations", "periods",
    "pairs",
]  # fmt: skip
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_FALSE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def dumps(data: object) -> str:
    """Return JSON on one line that can always be written as UTF-8 and keeps every offset.

    A lone surrogate is written as its escape. Two that would be read back as one character are
    replaced by U+FFFD each: JSON has no way to say them.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    text = _FALSE_PAIR.sub("\ufffd\ufffd", text)
    return _LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def schema(name: SchemaName) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what a command gives: its document, or a line of it.

    Each can be used alone: the one of `compare` carries the one of `read` with it.
    """
    folder = resources.files("quoth.forms") / "schema"
    if name not in ("read", "compare"):
        archive: dict[str, Any] = json.loads((folder / "archive.json").read_text("utf-8"))
        found: dict[str, Any] = archive["schemas"][name]
        head = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:quoth:{name}:{VERSION}",
        }
        return {**head, **found, "$defs": archive["$defs"]}
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
        "owner": report.owner,
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
        "events": [_event_json(e) for e in report.events],
    }


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Return the document of `compare`."""
    return {
        "version": VERSION,
        "one_story": comparison.one_story,
        "reports": [report_json(report) for report in comparison.reports],
        "claims": [claim_json(claim) for claim in comparison.claims],
        "alone": {report: _pairs(spans) for report, spans in comparison.alone.items()},
        "left_out": {report: list(ids) for report, ids in comparison.left_out.items()},
        "copies": [list(group) for group in comparison.copies],
        "rejected": [
            {"report": r.report_id, "stage": r.stage, "reason": r.reason}
            for r in comparison.rejected
        ],
        "notes": list(comparison.notes),
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
        "date": _date_json(statement.date),
    }


def _event_json(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "status": event.status,
        "actors": list(event.actors),
        "recipients": list(event.recipients),
        "trigger": _pairs(event.trigger),
        "evidence": _pairs(event.evidence),
        "actor_spans": _pairs(event.actor_spans),
        "recipient_spans": _pairs(event.recipient_spans),
        "date": _date_json(event.date),
        "date_spans": _pairs(event.date_spans),
        "place": _place_json(event.place),
        "place_spans": _pairs(event.place_spans),
        "magnitudes": [_magnitude_json(m) for m in event.magnitudes],
        "statement": event.statement,
        "score": event.score,
        "confidence": _confidence(event.confidence),
    }


def _date_json(date: DateRange | None) -> dict[str, Any] | None:
    if date is None:
        return None
    return {
        "start": date.start,
        "end": date.end,
        "precision": date.precision,
        "spans": _pairs(date.spans),
    }


def _place_json(place: Location | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "name": place.name,
        "country": place.country,
        "city": place.city,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "spans": _pairs(place.spans),
    }


def _magnitude_json(magnitude: Magnitude) -> dict[str, Any]:
    return {
        "kind": magnitude.kind,
        "low": magnitude.low,
        "high": magnitude.high,
        "unit": magnitude.unit,
        "spans": _pairs(magnitude.spans),
    }


def claim_json(claim: Claim) -> dict[str, Any]:
    """Return what the document of `compare` says of one claim."""
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
        "links": [_link_json(link) for link in claim.links],
        "steps": [
            {
                "kind": s.kind,
                "report": s.report,
                "spans": _pairs(s.spans),
                "fit": _confidence(s.fit),
            }
            for s in claim.steps
        ],
    }


def _link_json(link: Link) -> dict[str, Any]:
    return {
        "reports": list(link.reports),
        "spans": [_pairs(spans) for spans in link.spans],
        "probability": _confidence(link.probability),
        "reasons": [
            {"kind": r.kind, "weight": round(r.weight, 3), "why": r.why} for r in link.reasons
        ],
    }
