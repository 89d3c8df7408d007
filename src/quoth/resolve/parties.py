"""Who the parties of an event are: the actors that its words mean."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from quoth.records import Event, Span
from quoth.resolve.cast import Cast
from quoth.resolve.figure import Figure
from quoth.resolve.speakers import (
    RELATIVE_KINDS,
    antecedent,
    apposed,
    by_words,
    figure_at,
    is_name,
    is_part,
    spanned,
    spell_out,
)


def parties_of(cast: Cast, event: Event) -> tuple[list[Figure], list[Figure]]:
    """Return the figures that act in an event, and those it is done to, each one once.

    Who is on both sides is left where the report has him first: nobody acts on himself, so one of
    the two is a wrong reading.
    """
    actors = _figures(cast, event.actor_spans)
    acting = {id(figure) for figure in actors}
    recipients = [f for f in _figures(cast, event.recipient_spans) if id(f) not in acting]
    return actors, recipients


def _figures(cast: Cast, spans: tuple[Span, ...]) -> list[Figure]:
    found: dict[int, Figure] = {}
    for span in spans:
        for figure in _party(cast, span):
            found.setdefault(id(figure), figure)
    return list(found.values())


def _party(cast: Cast, span: Span) -> list[Figure]:
    """Return the figures that a span means: one, or each of "A and B".

    1. The mention at the head of the words ("a spokesman" in "a spokesman for Lee").
    2. A name in apposition to it.
    3. Who stands before "who", "which".
    4. The words themselves, as a figure of their own; a pronoun stays unresolved.
    """
    root = cast.root(span)
    if root is None:
        return []
    first, last = cast.tokens_of(span)
    heads = [root, *(i for i in cast.joined_to(root) if first <= i < last)]
    parts = zip(_parts(cast, span, heads), heads, strict=True)
    found = (_headed(cast, part, head) for part, head in parts)
    return [figure for figure in found if figure is not None]


def _parts(cast: Cast, span: Span, heads: list[int]) -> Iterator[Span]:
    """Yield the words of each of "A, B and C", given by their heads."""
    start = span.start
    for head, following in pairwise(heads):
        joints = [
            i
            for i in range(head + 1, following)
            if cast.tokens[i].pos == "CCONJ" or cast.tokens[i].text == ","
        ]
        joint = end = joints[-1] if joints else head
        # ", and" is one joint; an earlier comma belongs to A.
        while end in joints:
            end -= 1
        yield Span(start, cast.tokens[end].span.end)
        start = cast.tokens[joint + 1].span.start
    yield Span(start, span.end)


def _headed(cast: Cast, span: Span, root: int) -> Figure | None:
    figure = figure_at(cast, root)
    if not is_name(cast, root):
        figure = apposed(cast, span, root) or figure
    if figure is None and cast.tokens[root].text.lower() in RELATIVE_KINDS:
        figure = antecedent(cast, root)
    if figure is None:
        return by_words(cast, span, root)
    if is_part(cast, figure, span, root):
        return spanned(cast, Figure("group", plural=True, country=figure.country), span)
    if not figure.named and figure.phrase and len(figure.mentions) == 1:
        spell_out(cast, figure, span, root)
    return figure
