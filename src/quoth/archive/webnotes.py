"""Every fact of a report as a W3C Web Annotation (https://www.w3.org/TR/annotation-model/).

A target is a stretch of the report's text, selected twice: by position in code points, as the
recommendation counts, and by its words with what stands before and after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from quoth.archive.rows import nested, storable
from quoth.records import Claim, Event, Report, Span, Statement

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"quoth": "urn:quoth:vocabulary:"}]
# Enough to find a quotation in a text that has moved.
_AROUND = 32


def facts(report: Report, version: int) -> Iterator[dict[str, Any]]:
    """Yield an annotation for each actor, statement and event of a version of a report."""
    base = urn(report.id, version)
    for actor in report.actors:
        body = {
            "type": "quoth:Actor",
            "quoth:name": actor.name,
            "quoth:kind": actor.kind,
            "quoth:country": actor.country,
            "quoth:sectors": list(actor.sectors),
        }
        yield _annotation(
            base,
            actor.id,
            "identifying",
            body,
            _targets(report, version, "mention", actor.mentions),
        )
    for _, statement in nested(report.statements):
        yield _statement(base, report, version, statement)
    for event in report.events:
        yield _event(base, report, version, event)


def claim_annotation(
    story: str, claim: Claim, reports: dict[str, tuple[Report, int]]
) -> dict[str, Any]:
    """Return the annotation of a claim: its targets are all its tellings in all its reports."""
    body = {
        "type": "quoth:Claim",
        "quoth:story": story,
        "quoth:gist": claim.gist,
        "quoth:speaker": claim.speaker,
        "quoth:support": claim.support,
        "quoth:origins": [origin.name for origin in claim.origins],
        "quoth:confidence": round(claim.confidence, 3),
    }
    targets = [
        target
        for member in claim.members
        for target in _targets(*reports[member.report], "telling", member.spans)
    ]
    return _annotation(
        f"urn:quoth:story:{quote(story, safe='')}", claim.id, "linking", body, targets
    )


def urn(report: str, version: int) -> str:
    """Return the name of a version of a report."""
    return f"urn:quoth:report:{quote(storable(report) or '', safe='')}:{version}"


def _statement(base: str, report: Report, version: int, statement: Statement) -> dict[str, Any]:
    body = {
        "type": "quoth:Statement",
        "quoth:kind": statement.kind,
        "quoth:stance": statement.stance,
        "quoth:sourceType": statement.source_type,
        "quoth:speaker": f"{base}:{statement.speaker}" if statement.speaker else None,
        "quoth:relays": [relay.name for relay in statement.relays],
        "quoth:confidence": round(statement.confidence, 3),
    }
    targets = [
        target
        for role, spans in (
            ("source", statement.source),
            ("cue", statement.cue),
            ("content", statement.content),
            *(("relay", relay.spans) for relay in statement.relays),
        )
        for target in _targets(report, version, role, spans)
    ]
    return _annotation(base, statement.id, "describing", body, targets)


def _event(base: str, report: Report, version: int, event: Event) -> dict[str, Any]:
    date, place = event.date, event.place
    body = {
        "type": "quoth:Event",
        "quoth:eventType": event.type,
        "quoth:mode": event.mode,
        "quoth:contexts": list(event.contexts),
        "quoth:status": event.status,
        "quoth:actors": [f"{base}:{actor}" for actor in event.actors],
        "quoth:recipients": [f"{base}:{actor}" for actor in event.recipients],
        "quoth:dateStart": date.start if date else None,
        "quoth:dateEnd": date.end if date else None,
        "quoth:place": place.name if place else None,
        "quoth:placeCountry": place.country if place else None,
        "quoth:statement": f"{base}:{event.statement}" if event.statement else None,
        "quoth:score": event.score,
        "quoth:confidence": round(event.confidence, 3),
    }
    targets = [
        target
        for role, spans in (
            ("trigger", event.trigger),
            ("evidence", event.evidence),
            ("actor", event.actor_spans),
            ("recipient", event.recipient_spans),
            ("date", event.date_spans),
            ("place", event.place_spans),
        )
        for target in _targets(report, version, role, spans)
    ]
    return _annotation(base, event.id, "classifying", body, targets)


def _annotation(
    base: str, name: str, motivation: str, body: dict[str, Any], targets: list[dict[str, Any]]
) -> dict[str, Any]:
    known = {key: value for key, value in body.items() if value not in (None, [])}
    return {
        "id": f"{base}:{quote(name, safe='')}",
        "type": "Annotation",
        "motivation": motivation,
        "body": known,
        "target": targets,
    }


def _targets(
    report: Report, version: int, role: str, spans: Iterable[Span]
) -> list[dict[str, Any]]:
    text = report.text
    found = []
    for start, end in spans:
        source = {"id": urn(report.id, version), "type": "Text", "format": "text/plain"}
        if report.url:
            source["quoth:url"] = report.url
        found.append(
            {
                "type": "SpecificResource",
                "quoth:role": role,
                "source": source,
                "selector": [
                    {"type": "TextPositionSelector", "start": start, "end": end},
                    {
                        "type": "TextQuoteSelector",
                        "exact": text[start:end],
                        "prefix": text[max(0, start - _AROUND) : start],
                        "suffix": text[end : end + _AROUND],
                    },
                ],
            }
        )
    return found
