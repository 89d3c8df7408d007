"""spaCy's documents as reports, and what Quoth keeps with a document.

All that is found is kept in `doc.user_data` as plain data, so that it goes with the document where
spaCy writes it (`to_bytes`, `DocBin(store_user_data=True)`), and as span groups.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, TypeAlias

from spacy.tokens import Doc

from quoth import clean, resolve
from quoth.annotate import mentions
from quoth.annotate.events import statused
from quoth.annotate.syntax import NameSpan
from quoth.pipes.rows import actor_of, event_of, statement_of
from quoth.records import Actor, Event, Report, Span, Statement, Token
from quoth.sure import sure_events, sure_statements

# Which spans of a statement or event each group has.
STATEMENT_GROUPS = {"quoth_sources": "source", "quoth_cues": "cue", "quoth_contents": "content"}
EVENT_GROUPS = {
    "quoth_events": "trigger",
    "quoth_event_actors": "actor_spans",
    "quoth_event_recipients": "recipient_spans",
}
ACTOR_GROUP = "quoth_actors"
_KEY = "quoth"
# spaCy is not typed here.
Document: TypeAlias = Any


def register() -> None:
    """Add `doc._.statements`, `doc._.actors` and `doc._.events` to spaCy's documents."""
    for name, read in (("statements", statements), ("actors", actors), ("events", events)):
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=read)


def kept(doc: Document) -> dict[str, Any]:
    """Return a copy of what is kept with a document: layers and the settings of components."""
    found: Mapping[str, Any] = doc.user_data.get(_KEY, {})
    return dict(found)


def statements(doc: Document) -> tuple[Statement, ...]:
    """Return the statements that are sure enough; `doc._.statements`."""
    found = kept(doc)
    every = (statement_of(row) for row in found.get("statements", ()))
    return sure_statements(every, found.get("sure_statement", 0.0))


def actors(doc: Document) -> tuple[Actor, ...]:
    """Return the actors; `doc._.actors`."""
    return tuple(actor_of(row) for row in kept(doc).get("actors", ()))


def events(doc: Document) -> tuple[Event, ...]:
    """Return the events that are sure enough and told in such statements; `doc._.events`."""
    found = kept(doc)
    every = (event_of(row) for row in found.get("events", ()))
    return sure_events(every, found.get("sure_event", 0.0), statements(doc))


def reported(doc: Document) -> tuple[Report, tuple[NameSpan, ...]]:
    """Return a document as a report with the layers it has, sure or not, and its names."""
    report, names = as_report(doc)
    found = kept(doc)
    return replace(
        report,
        statements=tuple(statement_of(row) for row in found.get("statements", ())),
        events=tuple(event_of(row) for row in found.get("events", ())),
    ), names


def settle(doc: Document, report: Report, names: Sequence[NameSpan], **changed: object) -> None:
    """Keep a report's layers with the document, its span groups too.

    Who is who is told anew from all layers together, so that ids fit in whatever order the
    components stand: the events are linked to the statements that tell them, and the actors are
    those of the whole. `changed` are settings of the component.
    """
    settings = {**kept(doc), **changed}
    report = replace(report, events=tuple(statused(report, event) for event in report.events))
    if settings.get("speakers") or settings.get("actor_layer") or settings.get("event_layer"):
        report = replace(report, mentions=mentions(report, names))
        (report,) = resolve.resolve([report])
    if not settings.get("speakers"):
        report = replace(report, statements=_unspoken(report.statements))
    doc.user_data[_KEY] = {
        **settings,
        "statements": [asdict(statement) for statement in report.statements],
        "actors": [asdict(actor) for actor in report.actors],
        "events": [asdict(event) for event in report.events],
    }
    _group(doc, settings)


def _unspoken(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(replace(s, speaker=None, inner=_unspoken(s.inner)) for s in statements)


def _group(doc: Document, settings: Mapping[str, Any]) -> None:
    """Write the span groups of the components that the document has been through."""
    if settings.get("statement_layer"):
        for group, role in STATEMENT_GROUPS.items():
            doc.spans[group] = [
                _span(doc, span, s.kind, s.id) for s in statements(doc) for span in getattr(s, role)
            ]
    if settings.get("actor_layer"):
        doc.spans[ACTOR_GROUP] = [
            _span(doc, span, a.country or a.kind, a.id) for a in actors(doc) for span in a.mentions
        ]
    if settings.get("event_layer"):
        for group, role in EVENT_GROUPS.items():
            doc.spans[group] = [
                _span(doc, span, e.type, e.id) for e in events(doc) for span in getattr(e, role)
            ]


def _span(doc: Document, span: Span, label: str, name: str) -> object:
    return doc.char_span(*span, label=label, span_id=name, alignment_mode="expand")


def as_report(doc: Document) -> tuple[Report, tuple[NameSpan, ...]]:
    """Return a document as a cleaned report with the document's own tokens, and its names."""
    (report,) = clean.clean([Report(id="doc", text=doc.text, language="en")])
    starts = [sentence.span.start for sentence in report.sentences]
    number: dict[int, int] = {}
    sentences: list[int] = []
    for token in doc:
        at = bisect_right(starts, token.idx) - 1
        inside = at >= 0 and token.idx < report.sentences[at].span.end
        if inside and not token.is_space:
            number[token.i] = len(sentences)
            sentences.append(at)
    parsed = doc.has_annotation("DEP")
    tokens = tuple(
        Token(
            span=Span(doc[i].idx, doc[i].idx + len(doc[i])),
            text=doc[i].text,
            lemma=doc[i].lemma_ or doc[i].lower_,
            pos=doc[i].pos_,
            tag=doc[i].tag_,
            dep=doc[i].dep_ if parsed else "",
            head=number.get(doc[i].head.i, n) if parsed else n,
            entity=doc[i].ent_type_,
            sentence=sentences[n],
        )
        for i, n in number.items()
    )
    names = tuple(
        NameSpan(number[ent.start], number[ent.end - 1] + 1, ent.label_)
        for ent in doc.ents
        if ent.start in number and ent.end - 1 in number
    )
    return replace(report, tokens=tokens), names
