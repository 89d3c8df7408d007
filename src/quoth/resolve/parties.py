"""Who the parties of an event are: the actors that its words mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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

# What is done to these is done to whom they belong to: "hacked the party's servers", "condemned
# Norway's decision".
_THINGS = frozenset(
    "server system computer email e-mail account network document file data record website page "
    "database home house residence apartment property asset fund office headquarters embassy "
    "consulate building compound base site facility plant factory ship vessel tanker boat warship "
    "plane aircraft jet helicopter drone missile territory border airspace water soil coast plan "
    "proposal decision policy program programme test launch bill law order demand request call "
    "offer statement claim remark comment word speech tweet handling behavior behaviour conduct "
    "action move refusal position stance view rhetoric tactic strategy approach leadership "
    "nomination candidacy".split()
)
_OWNING = frozenset(("poss", "compound", "nmod", "amod"))


def parties_of(cast: Cast, event: Event) -> tuple[list[Figure], list[Figure]]:
    """Return the figures that act in an event, and those it is done to, each one once.

    Who is on both sides is left where the report has him first: nobody acts on himself, so one of
    the two is a wrong reading.
    """
    actors = _figures(_party(cast, span) for span in event.actor_spans)
    acting = {id(figure) for figure in actors}
    suffering = _figures(_owner(cast, s) or _party(cast, s) for s in event.recipient_spans)
    return actors, [figure for figure in suffering if id(figure) not in acting]


def _figures(parties: Iterable[list[Figure]]) -> list[Figure]:
    found: dict[int, Figure] = {}
    for party in parties:
        for figure in party:
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


def _owner(cast: Cast, span: Span) -> list[Figure]:
    """Return whom a thing belongs to by the words before it, if it is a thing."""
    root = cast.root(span)
    if root is None or cast.tokens[root].lemma.lower() not in _THINGS:
        return []
    first, _ = cast.tokens_of(span)
    for i in range(first, root):
        token = cast.tokens[i]
        owner = figure_at(cast, i) if token.head == root and token.dep in _OWNING else None
        if owner is not None and owner.kind in ("person", "body", "state"):
            return [owner]
    return []


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
