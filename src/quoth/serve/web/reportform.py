"""A report as its page shows it: the text in pieces, and a record for each thing marked in it."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_lowercase
from typing import Any

from quoth.forms import eventwords, wording
from quoth.records import Actor, Event, Report, Span, Statement
from quoth.serve.pagetext import Layers, cut

# As many colours as can be told apart; further speakers begin again, their letters go on.
COLOURS = 8
_DEED = {"negated", "hypothetical", "future", "historical"}


def report_parts(report: Report) -> dict[str, Any]:
    """Return what the template shows of a report: its paragraphs, speakers and records."""
    statements = list(wording.nested(report.statements))
    speakers = _speakers(report, statements)
    layers = Layers()
    layers.lay(report.furniture, "furniture")
    for number, (_, statement) in enumerate(statements):
        layers.lay(statement.content, "statements", number)
        layers.lay((*statement.source, *statement.cue), "cues", number)
        for relay in statement.relays:
            layers.lay(relay.spans, "cues", number)
        _anchor(layers, statement.content or statement.cue or statement.source, statement.id)
    for number, event in enumerate(report.events):
        layers.lay(event.evidence, "events", number)
        layers.lay(event.trigger, "triggers", number)
        _anchor(layers, event.trigger or event.evidence, event.id)
    letters = {key: speaker["letter"] for key, speaker in speakers.items()}
    return {
        "paragraphs": cut(report, layers),
        "speakers": list(speakers.values()),
        "colour": [speakers[_key(report, s)]["colour"] for _, s in statements],
        "statement_ids": [s.id for _, s in statements],
        "event_ids": [e.id for e in report.events],
        "letter_of": {s.id: letters[_key(report, s)] for _, s in statements},
        "statements": [
            {
                **_statement(report, depth, statement, speakers[_key(report, statement)]),
                "events": [e.id for e in report.events if e.statement == statement.id],
            }
            for depth, statement in statements
        ],
        "events": [_event(told) for told in eventwords.told(report)],
        "actors": [_actor(report, actor) for actor in report.actors],
    }


def _anchor(layers: Layers, spans: Iterable[Span], name: str) -> None:
    first = min((span.start for span in spans if span.end > span.start), default=None)
    if first is not None:
        layers.anchors[first].append(name)


def _key(report: Report, statement: Statement) -> str:
    """Return what tells speakers apart: the actor, else the words."""
    return statement.speaker or f"={wording.speaker_of(statement, report).casefold()}"


def _speakers(report: Report, statements: list[tuple[int, Statement]]) -> dict[str, dict[str, Any]]:
    """Return the speakers in the order in which they first speak."""
    actors = {actor.id: actor for actor in report.actors}
    found: dict[str, dict[str, Any]] = {}
    for _, statement in statements:
        key = _key(report, statement)
        if key not in found:
            actor = actors.get(statement.speaker or "")
            number = len(found)
            found[key] = {
                "name": wording.speaker_of(statement, report) or "nobody named",
                "country": actor.country if actor else None,
                "letter": _letter(number),
                "colour": number % COLOURS + 1,
                "count": 0,
                "first": statement.id,
            }
        found[key]["count"] += 1
    return found


def _letter(number: int) -> str:
    """Return a, b ... z, aa, ab ... for 0, 1 ..."""
    more, last = divmod(number, len(ascii_lowercase))
    return (_letter(more - 1) if more else "") + ascii_lowercase[last]


def _statement(
    report: Report, depth: int, statement: Statement, speaker: dict[str, Any]
) -> dict[str, Any]:
    return {
        "id": statement.id,
        "depth": depth,
        "speaker": speaker,
        "who": wording.speaker_of(statement, report),
        "source": wording.words(report, statement.source),
        "manner": wording.manner(statement),
        "cue": wording.words(report, statement.cue),
        "words": wording.words(report, statement.content),
        "relays": [wording.clean(relay.name) for relay in statement.relays],
        "anonymous": wording.anonymous(statement, report),
        "date": eventwords.date(statement.date),
        "confidence": statement.confidence,
        "quoted": statement.kind,
    }


def _event(told: eventwords.Told) -> dict[str, Any]:
    event: Event = told.event
    report = told.report
    return {
        "id": event.id,
        "actor": eventwords.party(report, told.actors, event.actor_spans, limit=90),
        "recipient": eventwords.party(report, told.recipients, event.recipient_spans, limit=90)
        if event.recipients or event.recipient_spans
        else "",
        "type": event.type,
        "mode": wording.clean(event.mode or ""),
        "status": event.status if event.status in _DEED else "",
        "contexts": [wording.clean(context) for context in event.contexts],
        "about": eventwords.circumstances(told),
        "statement": told.statement.id if told.statement else "",
        "words": wording.words(report, event.evidence),
        "score": event.score,
        "confidence": event.confidence,
    }


def _actor(report: Report, actor: Actor) -> dict[str, Any]:
    said = sum(s.speaker == actor.id for _, s in wording.nested(report.statements))
    return {
        "id": actor.id,
        "name": wording.clean(actor.name),
        "kind": actor.kind,
        "country": actor.country or "",
        "sectors": list(actor.sectors),
        "mentions": len(actor.mentions),
        "said": said,
        "did": sum(actor.id in event.actors for event in report.events),
        "suffered": sum(actor.id in event.recipients for event in report.events),
        "words": list(
            dict.fromkeys(wording.words(report, (span,), limit=60) for span in actor.mentions)
        )[:6],
    }
