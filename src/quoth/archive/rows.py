"""A report as the rows of the tables; `data` is the whole report as `quoth read` writes it.

The rows are there to be asked; from `data` a report is given back. `checking` compares them.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from quoth.archive.moments import moment
from quoth.forms.jsonform import dumps, report_from_json, report_json
from quoth.records import Actor, DateRange, Event, Report, Span, Statement

# What separates the numbers of the statements (and events) of two readings: sid = rid << 20 | n.
SHIFT = 20
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_A_WORD = re.compile(r"[\W_]+")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report ready to be stored: its JSON, the hash of its text, its outline where it is made."""

    report: Report
    data: str
    text_hash: str
    outline: bytes | None = None


def prepared(report: Report, outline: bytes | None = None) -> Prepared:
    """Return a report with its JSON; what only later stages need (tokens, mentions) is left out.

    Raises InputError for one that could not be given back, as where a span lies outside its text.
    """
    data = report_json(report)
    report_from_json(data)
    return Prepared(report, dumps(data), text_hash(report), outline)


def text_hash(report: Report) -> str:
    """Return the hash of a report's text."""
    text = report.text.encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=16).hexdigest()


def packed(data: str) -> bytes:
    """Return JSON as it is stored."""
    return zlib.compress(data.encode("utf-8"), 6)


def unpacked(data: bytes) -> str:
    """Return JSON as it was given to `packed`."""
    return zlib.decompress(data).decode("utf-8")


def stored_report(data: bytes) -> Report:
    """Return the report of a row."""
    return report_from_json(json.loads(unpacked(data)))


def storable(text: str | None) -> str | None:
    """Return text that is UTF-8, with every offset as it was."""
    if not text or text.isascii():  # most are, and looking for surrogates takes its time
        return text
    return _LONE_SURROGATE.sub("\ufffd", text)


def key(name: str) -> str:
    """Return a name as it is looked for: lower case, no accents, words between single spaces.

    A space stands at both ends, so that a word is found as a word.
    """
    bare = name.casefold()
    if not bare.isascii():
        bare = unicodedata.normalize("NFKD", bare)
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    return f" {_NOT_A_WORD.sub(' ', bare).strip()} "


def words(report: Report, spans: Iterable[Span]) -> str:
    """Return the words at spans, pieces apart by an ellipsis."""
    return " … ".join(" ".join(report.text[s.start : s.end].split()) for s in spans)


def pairs(spans: Iterable[Span]) -> list[dict[str, int]]:
    """Return spans as the tables have them."""
    return [{"start": start, "end": end} for start, end in spans]


def nested(
    statements: Iterable[Statement], within: str | None = None
) -> Iterator[tuple[str | None, Statement]]:
    """Yield statements and those within them, each with the id of the one around it."""
    for statement in statements:
        yield within, statement
        yield from nested(statement.inner, statement.id)


def report_row(one: Prepared) -> Row:
    """Return what a row of `reports` has of the report itself."""
    report = one.report
    lead = report.sentences[0].span if report.sentences else None
    countries = {a.country for a in report.actors if a.country}
    return {
        "report": report.id,
        "url": report.url,
        "outlet": report.outlet,
        "owner": report.owner,
        "published": report.published,
        "moment": moment(report.published),
        "title": report.title,
        "language": report.language,
        "characters": len(report.text),
        "countries": sorted(countries),
        "lead_start": lead.start if lead else None,
        "lead_end": lead.end if lead else None,
        "text_hash": one.text_hash,
        "text": report.text,
    }


def actor_rows(rid: int, report: Report) -> Iterator[Row]:
    """Yield a row an actor."""
    for actor in report.actors:
        yield {
            "rid": rid,
            "actor": actor.id,
            "name": actor.name,
            "key": key(actor.name),
            "kind": actor.kind,
            "country": actor.country,
            "sectors": list(actor.sectors),
        }


def mention_rows(rid: int, report: Report) -> Iterator[Row]:
    """Yield a row a mention of an actor."""
    for actor in report.actors:
        for start, end in actor.mentions:
            yield {"rid": rid, "actor": actor.id, "start": start, "end": end}


def statement_rows(rid: int, report: Report) -> Iterator[Row]:
    """Yield a row a statement, those within others after them."""
    actors = {actor.id: actor for actor in report.actors}
    for number, (within, one) in enumerate(nested(report.statements)):
        speaker = actors.get(one.speaker or "")
        source = words(report, one.source)
        yield {
            "rid": rid,
            "sid": rid << SHIFT | number,
            "statement": one.id,
            "within": within,
            "kind": one.kind,
            "stance": one.stance,
            "source_type": one.source_type,
            "speaker": one.speaker,
            "speaker_name": speaker.name if speaker else None,
            "speaker_country": speaker.country if speaker else None,
            "speaker_key": key(f"{speaker.name if speaker else ''} {source}"),
            "source_words": source,
            "words": words(report, one.content),
            "relays": [relay.name for relay in one.relays],
            **_date(one.date),
            "source": pairs(one.source),
            "cue": pairs(one.cue),
            "content": pairs(one.content),
            "confidence": round(one.confidence, 3),
        }


def event_rows(rid: int, report: Report) -> Iterator[Row]:
    """Yield a row an event."""
    actors = {actor.id: actor for actor in report.actors}
    for number, event in enumerate(report.events):
        by = [actors[a] for a in event.actors if a in actors]
        to = [actors[a] for a in event.recipients if a in actors]
        place = event.place
        yield {
            "rid": rid,
            "eid": rid << SHIFT | number,
            "event": event.id,
            "type": event.type,
            "mode": event.mode,
            "contexts": list(event.contexts),
            "status": event.status,
            "actors": list(event.actors),
            "actor_names": [a.name for a in by],
            "actor_countries": [a.country for a in by],
            "recipients": list(event.recipients),
            "recipient_names": [a.name for a in to],
            "recipient_countries": [a.country for a in to],
            "statement": event.statement,
            "words": words(report, event.evidence),
            **_date(event.date),
            "place_name": place.name if place else None,
            "place_country": place.country if place else None,
            "place_city": place.city if place else None,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "trigger": pairs(event.trigger),
            "evidence": pairs(event.evidence),
            "actor_spans": pairs(event.actor_spans),
            "recipient_spans": pairs(event.recipient_spans),
            "date_spans": pairs(event.date_spans),
            "place_spans": pairs(event.place_spans),
            "score": float(event.score),
            "confidence": round(event.confidence, 3),
        }


def party_rows(rid: int, report: Report) -> Iterator[Row]:
    """Yield a row for each party of each event, by name and country; by words where it has none."""
    actors = {actor.id: actor for actor in report.actors}
    for number, event in enumerate(report.events):
        for recipient, ids, spans in (
            (False, event.actors, event.actor_spans),
            (True, event.recipients, event.recipient_spans),
        ):
            for name, country in _parties(report, [actors[a] for a in ids if a in actors], spans):
                yield {
                    "rid": rid,
                    "eid": rid << SHIFT | number,
                    "recipient": recipient,
                    "key": key(name),
                    "country": country,
                }


def _parties(
    report: Report, actors: Sequence[Actor], spans: Sequence[Span]
) -> list[tuple[str, str | None]]:
    if actors:
        return [(actor.name, actor.country) for actor in actors]
    return [(words(report, spans), None)] if spans else []


def _date(date: DateRange | None) -> Row:
    return {
        "date_start": date.start if date else None,
        "date_end": date.end if date else None,
        "date_precision": date.precision if date else None,
    }


def find_event(report: Report, event: str) -> Event | None:
    """Return the event of a report by its id."""
    return next((e for e in report.events if e.id == event), None)


def find_statement(report: Report, statement: str) -> Statement | None:
    """Return the statement of a report by its id, also one within another."""
    return next((s for _, s in nested(report.statements) if s.id == statement), None)
