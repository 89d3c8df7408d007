"""What users said of reports, done again in every reading that has the words.

A correction is kept with its words and what stands around them, so that it holds when the report
is read by another version of Quoth and when the article changes elsewhere. Where the words are
gone, or stand at several places and nothing around them tells which, it is left undone there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from quoth.archive.records import Correction, Quote
from quoth.records import Actor, Report, Span, Statement
from quoth.spans import overlap

# Enough to find words in a text that has moved, as W3C Web Annotation does.
_AROUND = 32
# A statement is the one that is meant where its content shares this much with the words.
_SAME = 0.5


def quote(report: Report, version: int, span: Span, *, group: int = 0) -> Quote:
    """Return words of a report as a correction keeps them."""
    start, end = span
    return Quote(
        report.id, version, span, report.text[start:end],
        report.text[max(0, start - _AROUND) : start], report.text[end : end + _AROUND], group,
    )  # fmt: skip


def found(text: str, one: Quote) -> Span | None:
    """Return where the words of a quote stand in a text, None where that cannot be told."""
    start, end = one.span
    if text[start:end] == one.words and text[max(0, start - _AROUND) : start] == one.before:
        return one.span
    places = [m.start() for m in re.finditer(re.escape(one.words), text)] if one.words else []
    if len(places) > 1:
        fits = {at: _fit(text, at, one) for at in places}
        best = max(fits.values())
        places = [at for at in places if fits[at] == best > 0]
    return Span(places[0], places[0] + len(one.words)) if len(places) == 1 else None


def _fit(text: str, at: int, one: Quote) -> int:
    """Return on how many sides the words stand among the same words."""
    before = bool(one.before) and text[:at].endswith(one.before)
    after = bool(one.after) and text.startswith(one.after, at + len(one.words))
    return before + after


def corrected(report: Report, corrections: Iterable[Correction]) -> Report:
    """Return a report with the corrections of its actors and statements done, in their order."""
    for one in corrections:
        spans = [s for q in one.quotes if q.report == report.id and (s := found(report.text, q))]
        if not spans:
            continue
        if one.kind == "actor":
            report = _with_actor(report, spans, one.now)
        elif one.kind == "statement":
            report = _without_statement(report, spans)
    return report


def actor_at(report: Report, spans: Sequence[Span]) -> Actor | None:
    """Return the actor that is spoken of at spans: the one with the most of them."""

    def shared(actor: Actor) -> int:
        return sum(any(overlap(mention, span) for span in spans) for mention in actor.mentions)

    best = max(report.actors, key=shared, default=None)
    return best if best is not None and shared(best) else None


def actor_json(actor: Actor) -> dict[str, Any]:
    """Return what can be corrected of an actor."""
    return {"name": actor.name, "country": actor.country, "sectors": list(actor.sectors)}


def _with_actor(report: Report, spans: Sequence[Span], now: Mapping[str, Any]) -> Report:
    meant = actor_at(report, spans)
    if meant is None:
        return report
    fixed = replace(
        meant,
        name=str(now.get("name") or meant.name),
        country=now.get("country", meant.country) or None,
        sectors=tuple(now.get("sectors", meant.sectors)),
    )
    return replace(report, actors=tuple(fixed if a is meant else a for a in report.actors))


def _without_statement(report: Report, spans: Sequence[Span]) -> Report:
    """Return a report without the statement that has these words as its content.

    What it holds of others goes with it; its events are told by the statement around it, else by
    the report.
    """
    meant = max(_within(report.statements), key=lambda s: _share(s[0], spans), default=None)
    if meant is None or _share(meant[0], spans) < _SAME:
        return report
    gone, around = meant
    ids = {one.id for one, _ in _within((gone,))}
    return replace(
        report,
        statements=tuple(_pruned(report.statements, gone)),
        events=tuple(
            replace(event, statement=around) if event.statement in ids else event
            for event in report.events
        ),
    )


def _within(
    statements: Iterable[Statement], around: str | None = None
) -> Iterator[tuple[Statement, str | None]]:
    """Yield statements, those within others too, each with the id of the one around it."""
    for one in statements:
        yield one, around
        yield from _within(one.inner, one.id)


def _pruned(statements: Iterable[Statement], gone: Statement) -> Iterator[Statement]:
    for one in statements:
        if one is not gone:
            yield replace(one, inner=tuple(_pruned(one.inner, gone))) if one.inner else one


def _share(statement: Statement, spans: Sequence[Span]) -> float:
    """Return how much of the content and of the words is the same, from 0 to 1."""
    content = {at for start, end in _told(statement) for at in range(start, end)}
    words = {at for start, end in spans for at in range(start, end)}
    return len(content & words) / len(content | words) if content and words else 0.0


def _told(statement: Statement) -> Sequence[Span]:
    return statement.content or (*statement.source, *statement.cue)


def statement_words(statement: Statement) -> Sequence[Span]:
    """Return the spans that a correction of a statement is kept by."""
    return _told(statement)
