"""Who speaks each statement: the actor at its source."""

from __future__ import annotations

from quoth.records import Span, Statement
from quoth.resolve.cast import Cast
from quoth.resolve.figure import Figure
from quoth.resolve.names import person_name

# A source longer than this is a broken parse: nobody is called so.
_MAX_PHRASE = 120
# What is longer no longer reads as a name.
_MAX_NAME = 70
_PERSONAL = frozenset(
    "i me my we us our you your he him his she her it its they them their".split()
)
_SEVERAL = frozenset("some many others few both several most those all".split())
_PRONOUNS = _PERSONAL | frozenset(
    "who whom whose which that this these those one each what".split()
)


def speaker_of(cast: Cast, statement: Statement) -> Figure | None:
    """Return the figure that a statement's source means, None where it cannot be told.

    1. A relay is no speaker.
    2. Two or more names joined by "and" are a group of their own.
    3. The mention at the head of the source ("a spokesman" in "a spokesman for Lee").
    4. A name in apposition to it.
    5. A noun that no mention covers, by its words; a pronoun stays unresolved.
    """
    if not statement.source:
        return None
    span = statement.source[0]
    root = cast.root(span)
    if root is None or _only_relays(cast, statement, root):
        return None
    joined = _joined(cast, span, root)
    if joined is not None:
        return joined
    figure = figure_at(cast, root)
    if not is_name(cast, root):
        figure = apposed(cast, span, root) or figure
    if figure is None and cast.tokens[root].text.lower() in RELATIVE_KINDS:
        figure = antecedent(cast, root)
    if figure is not None and is_part(cast, figure, span, root):
        return spanned(cast, Figure("group", plural=True, country=figure.country), span)
    if figure is not None:
        if not figure.named and figure.phrase and len(figure.mentions) == 1:
            spell_out(cast, figure, span, root)
        return figure
    return by_words(cast, span, root)


def _only_relays(cast: Cast, statement: Statement, root: int) -> bool:
    """Return whether the source is an agency or outlet that only passes on what was said."""
    at = cast.tokens[root].span.start
    return any(span.start <= at < span.end for relay in statement.relays for span in relay.spans)


def is_part(cast: Cast, figure: Figure, span: Span, root: int) -> bool:
    """Return whether a source is only some of a group: "two Democrats", "Kentucky Republicans"."""
    if figure.kind != "group" or not figure.named or span.end - span.start > _MAX_PHRASE:
        return False
    first, _ = cast.tokens_of(span)
    words = [cast.tokens[i].text.lower() for i in range(first, root)]
    return any(word not in ("the", "all") for word in words)


def is_name(cast: Cast, token: int) -> bool:
    """Return whether a token heads a name."""
    number = cast.at_head.get(token)
    return number is not None and cast.mentions[number].kind == "name"


def figure_at(cast: Cast, token: int) -> Figure | None:
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
    figures = [figure_at(cast, i) for i in (root, *others)]
    known = list({id(f): f for f in figures if f is not None}.values())
    if len(known) < 2 or not any(f.named for f in known):
        return None
    return spanned(cast, Figure("group", plural=True), span)


def apposed(cast: Cast, span: Span, root: int) -> Figure | None:
    """Return the named figure that stands in apposition to a source's head."""
    first, last = cast.tokens_of(span)
    for i in range(first, last):
        if cast.tokens[i].dep == "appos" and cast.tokens[i].head == root:
            figure = figure_at(cast, i)
            if figure is not None and figure.named and figure.kind != "state":
                return figure
    return None


RELATIVE_KINDS = {
    **dict.fromkeys(("who", "whom", "whose"), ("person", "group")),
    "which": ("body", "state", "unknown"),
}


def antecedent(cast: Cast, token: int) -> Figure | None:
    """Return who stands right before "who" or "which", where syntax has lost it."""
    word = cast.tokens[token].text.lower()
    # "Which" may be of any thing or of a whole clause: only what it touches is sure.
    reach = 8 if word != "which" else 2
    for i in cast.before(token):
        if token - i > reach or cast.tokens[i].pos == "VERB":
            return None
        number = cast.at_head.get(i)
        figure = cast.owner.get(number) if number is not None else None
        if figure is not None and figure.kind in RELATIVE_KINDS[word]:
            return figure
    return None


def spell_out(cast: Cast, figure: Figure, span: Span, root: int) -> None:
    """Call an unnamed figure by the whole source: "a spokesman for the ministry"."""
    mention = cast.mentions[figure.mentions[0]]
    inside = span.start <= mention.span.start and mention.span.end <= span.end
    if mention.head == root and inside and span.end - span.start <= _MAX_NAME:
        phrase = cast.text(span).rstrip(",")
        if phrase.split(" ")[0].lower() not in _PRONOUNS:
            figure.phrase = phrase


def by_words(cast: Cast, span: Span, root: int) -> Figure | None:
    """Return a figure called by the words of the source, up to its head where they are many."""
    token = cast.tokens[root]
    first, last = cast.tokens_of(span)
    if token.text.lower() in _PERSONAL or (last - first == 1 and token.text.lower() in _PRONOUNS):
        return None
    phrase = cast.text(span).rstrip(",")
    known = _bearer(cast, phrase)
    if known is not None:
        return cast.claim(span, known)
    if token.pos not in ("NOUN", "PROPN", "NUM", "X", "PRON", "DET", "ADJ"):
        return None
    if len(phrase) > _MAX_PHRASE:
        span = Span(span.start, max(token.span.end, span.start + 1))
        phrase = cast.text(span)
    if not phrase or len(phrase) > _MAX_PHRASE:
        return None
    several = token.text.lower() in _SEVERAL
    plural = several or token.tag in ("NNS", "NNPS")
    return spanned(cast, Figure("group" if several else "unknown", plural=plural), span)


def _bearer(cast: Cast, phrase: str) -> Figure | None:
    """Return the person whose name stands at the source without being a mention."""
    words = person_name(phrase).words
    if not words or len(words) > 4 or not phrase[:1].isupper():
        return None
    found = cast.persons.bearers(words)
    return found[0] if len(found) == 1 else None


def spanned(cast: Cast, new: Figure, span: Span) -> Figure:
    """Return the figure called by the words of a span, which it is given."""
    figure = cast.phrased(cast.text(span).rstrip(","), new)
    return cast.claim(span, figure)
