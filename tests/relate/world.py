"""A small world of invented reports, built from records, for relations worked out on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from quoth.annotate.plover import score as plover_score
from quoth.records import Actor, DateRange, Event, Relay, Report, Sentence, Span, Statement

PEOPLE = {
    "Halmora": ("state", "SWE"),
    "Veskaria": ("state", "FIN"),
    "Corvia": ("state", "NOR"),
    "Ilena Dorvas": ("person", "SWE"),
    "Joris Tamm": ("person", "FIN"),
    "Nordic Pact": ("body", "IGO"),
}


@dataclass(frozen=True)
class Deed:
    """A sentence that tells an event: "Halmora|detained a boat of|Veskaria"."""

    actor: str
    words: str
    recipient: str
    type: str
    mode: str | None = None
    status: str = "asserted"
    date: str | None = None
    precision: str = "day"
    confidence: float = 0.8
    by: str | None = None  # who says so, in a statement
    stance: str = "says"
    relay: str | None = None


def report(
    name: str,
    outlet: str | None,
    published: str | None,
    *deeds: Deed,
    head: str = "",
    **fields: Any,
) -> Report:
    """Return a report of deeds, a sentence each, with actors, events and statements."""
    text, sentences, events, statements = head, [], [], []
    mentions: dict[str, list[Span]] = {}
    ids: dict[str, str] = {}

    def put(words: str) -> Span:
        nonlocal text
        span = Span(len(text), len(text) + len(words))
        text += words
        return span

    def named(who: str) -> Span:
        ids.setdefault(who, f"a{len(ids)}")
        span = put(who)
        mentions.setdefault(who, []).append(span)
        return span

    for number, deed in enumerate(deeds):
        start = len(text)
        source = cue = ()
        statement = None
        if deed.by:
            source = (named(deed.by),) if deed.by in PEOPLE else (put(deed.by),)
            put(" ")
            cue = (put("said"),)
            put(" that ")
        clause = len(text)
        parties = [named(one) for one in deed.actor.split("+")[:1]]
        for one in deed.actor.split("+")[1:]:
            put(" and ")
            parties.append(named(one))
        put(" ")
        trigger = put(deed.words)
        to = ()
        if deed.recipient:
            put(" ")
            to = (named(deed.recipient),)
        evidence = Span(clause, len(text))
        relays = ()
        if deed.relay:
            put(", ")
            relays = (Relay(deed.relay, (put(deed.relay),)),)
            put(" reported")
        if deed.by or deed.relay:
            statement = f"s{len(statements)}"
            statements.append(
                Statement(
                    statement, "indirect", source, cue, (evidence,), ids.get(deed.by or ""),
                    relays, 0.9, deed.stance, "named" if deed.by else "none",
                )
            )  # fmt: skip
        put(".")
        sentences.append(Sentence(Span(start, len(text)), number))
        put("\n\n")
        date = None
        if deed.date:
            first, _, last = deed.date.partition("/")
            date = DateRange(first, last or first, deed.precision)
        events.append(
            Event(
                f"e{number}", deed.type, deed.mode, (), deed.status, (trigger,), (evidence,),
                tuple(parties), to, actors=tuple(ids[n] for n in deed.actor.split("+")),
                recipients=(ids[deed.recipient],) if deed.recipient else (), date=date,
                statement=statement, score=plover_score(deed.type, deed.mode),
                confidence=deed.confidence,
            )
        )  # fmt: skip
    actors = tuple(
        Actor(ids[who], who, *PEOPLE[who], ("GOV",), tuple(spans))
        for who, spans in mentions.items()
    )
    return Report(
        name, text.rstrip(), outlet, published, f"Report {name}", "en",
        sentences=tuple(sentences), statements=tuple(statements), actors=actors,
        events=tuple(events), **fields,
    )  # fmt: skip
