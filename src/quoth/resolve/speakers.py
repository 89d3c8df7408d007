"""Who speaks each statement: the actor at its source."""

from __future__ import annotations

from quoth.records import Span, Statement
from quoth.resolve.cast import Cast, Figure

# A source longer than this is a broken parse: nobody is called so.
_MAX_PHRASE = 120
# What is longer no longer reads as a name.
_MAX_NAME = 70
_PRONOUNS = frozenset(
    "i me my we us our you your he him his she her it its they them their who whom whose which that "
    "this these those one".split()
)


def speaker_of(cast: Cast, statement: Statement) -> Figure | None:
    """Return the figure that a statement's source means, None where it cannot be told.

    1. Two or more names joined by "and" are a group of their own.
    2. The mention at the head of the source ("a spokesman" in "a spokesman for Lee").
    3. A name in apposition to it.
    4. A noun that no mention covers, by its words; a pronoun stays unresolved.
    """
    if not statement.source:
        return None
    span = statement.source[0]
    root = cast.root(span)
    if root is None:
        return None
    joined = _joined(cast, span, root)
    if joined is not None:
        return joined
    apposed = _apposed(cast, span, root)
    if apposed is not None:
        return apposed
    figure = _at(cast, root)
    if figure is None and cast.tokens[root].text.lower() in _RELATIVES:
        figure = _antecedent(cast, root)
    if figure is not None:
        if not figure.named and figure.phrase and len(figure.mentions) == 1:
            _spell_out(cast, figure, span, root)
        return figure
    return _by_words(cast, span, root)


def _at(cast: Cast, token: int) -> Figure | None:
    """Return the figure of the mention that a token heads, else of one that it is in."""
    number = cast.at_head.get(token)
    if number is not None and number in cast.owner:
        return cast.owner[number]
    for inner in cast.inside.get(token, ()):
        mention = cast.mentions[inner]
        if mention.kind == "name" and inner in cast.owner:
            return cast.owner[inner]
    return None


def _joined(cast: Cast, span: Span, root: int) -> Figure | None:
    """Return the group of "A and B"."""
    first, last = cast.tokens_of(span)
    others = [i for i in cast.joined_to(root) if first <= i < last]
    if not others or cast.tokens[root].pos not in ("PROPN", "NOUN"):
        return None
    figures = [_at(cast, i) for i in (root, *others)]
    known = list({id(f): f for f in figures if f is not None}.values())
    if len(known) < 2 or not any(f.named for f in known):
        return None
    figure = cast.group(span)
    figure.spans.append(span)
    return figure


def _apposed(cast: Cast, span: Span, root: int) -> Figure | None:
    """Return the named figure that stands in apposition to a source's head."""
    first, last = cast.tokens_of(span)
    for i in range(first, last):
        if cast.tokens[i].dep == "appos" and cast.tokens[i].head == root:
            figure = _at(cast, i)
            if figure is not None and figure.named and figure.kind != "state":
                return figure
    return None


_RELATIVES = frozenset(("who", "whom", "whose"))


def _antecedent(cast: Cast, token: int) -> Figure | None:
    """Return the person or group right before "who", where syntax has lost it."""
    for i in cast.before(token):
        if token - i > 8 or cast.tokens[i].pos == "VERB":
            return None
        number = cast.at_head.get(i)
        figure = cast.owner.get(number) if number is not None else None
        if figure is not None and figure.kind in ("person", "group"):
            return figure
    return None


def _spell_out(cast: Cast, figure: Figure, span: Span, root: int) -> None:
    """Call an unnamed figure by the whole source: "a spokesman for the ministry"."""
    mention = cast.mentions[figure.mentions[0]]
    inside = span.start <= mention.span.start and mention.span.end <= span.end
    if mention.head == root and inside and span.end - span.start <= _MAX_NAME:
        phrase = cast.text(span).rstrip(",")
        if phrase.split(" ")[0].lower() not in _PRONOUNS:
            figure.phrase = phrase


def _by_words(cast: Cast, span: Span, root: int) -> Figure | None:
    """Return a figure called by the words of the source."""
    if cast.tokens[root].text.lower() in _PRONOUNS or span.end - span.start > _MAX_PHRASE:
        return None
    if cast.tokens[root].pos not in ("NOUN", "PROPN", "NUM", "X"):
        return None
    phrase = cast.text(span)
    for figure in cast.figures:
        if figure.phrase == phrase and not figure.named:
            figure.spans.append(span)
            return figure
    plural = cast.tokens[root].tag in ("NNS", "NNPS")
    return _spanned(cast, Figure("unknown", plural=plural, phrase=phrase), span)


def _spanned(cast: Cast, figure: Figure, span: Span) -> Figure:
    for known in cast.figures:
        if known.phrase == figure.phrase and known.kind == figure.kind:
            known.spans.append(span)
            return known
    figure.spans.append(span)
    return cast.add(figure)
