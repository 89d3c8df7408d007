"""Reading a report from its first word to its last: every mention gets its figure."""

from __future__ import annotations

from quoth.records import Mention
from quoth.resolve.cast import Cast
from quoth.resolve.describe import describe
from quoth.resolve.figure import Figure
from quoth.resolve.nouns import Nouns
from quoth.resolve.pronouns import pronoun_figure
from quoth.resolve.scene import Scene


def follow(cast: Cast) -> Scene:
    """Give nouns and pronouns their figures, where it can be told.

    1. Nouns beside names ("the Russian president, Vladimir Putin") are the name's.
    2. What the narrator says, in order.
    3. What is quoted, once it is known who speaks: "I" is the speaker, "he" is not.
    """
    _apply_aliases(cast)
    scene = Scene(cast)
    nouns = Nouns(scene)
    order = sorted(
        range(len(cast.mentions)),
        key=lambda n: (cast.mentions[n].span.start, cast.mentions[n].span.end),
    )
    quoted = [n for n in order if cast.quote_at(cast.mentions[n].span.start) is not None]
    for number in quoted:
        if number in cast.owner:
            scene.see(number, cast.owner[number])
    later = set(quoted)
    for number in order:
        if number not in later:
            _place(scene, nouns, number)
    for number in quoted:
        if number not in cast.owner:
            _place(scene, nouns, number)
    return scene


def _place(scene: Scene, nouns: Nouns, number: int) -> None:
    """Give one mention its figure."""
    cast = scene.cast
    mention = cast.mentions[number]
    figure = cast.owner.get(number)
    if figure is None and mention.alias_of is not None:
        figure = _aliased(cast, number)
    if figure is None and mention.kind == "nominal":
        figure = nouns.figure(number)
    elif figure is None and mention.kind == "pronoun":
        figure = pronoun_figure(scene, number)
    elif figure is None and mention.label == "NORP":
        wide = cast.widened(mention)
        figure = nouns.figure(number, wide) if wide is not mention else None
    if figure is not None:
        cast.assign(number, figure)
    if number in cast.owner:
        figure = cast.owner[number]
        scene.see(number, figure)
        joined = _joined(cast, number)
        if joined is not None:
            scene.see_joined(joined, number)


def _apply_aliases(cast: Cast) -> None:
    """Give nouns beside names the name's figure."""
    for number, mention in enumerate(cast.mentions):
        if mention.kind != "nominal" or number in cast.owner:
            continue
        figure = cast.owner.get(mention.alias_of) if mention.alias_of is not None else None
        if mention.alias_of is None and describe(cast, mention).kind == "person":
            figure = _beside(cast, number)
        if figure is not None and describes(cast, number, figure):
            cast.assign(number, figure)


def _beside(cast: Cast, number: int) -> Figure | None:
    """Return the person named right after a noun and a comma, where syntax did not join them."""
    mention = cast.mentions[number]
    _, last = cast.tokens_of(mention.span)
    tokens = cast.tokens
    if last + 1 >= len(tokens) or tokens[last].text != ",":
        return None
    for beside in cast.inside.get(last + 1, ()):
        name = cast.mentions[beside]
        _, end = cast.tokens_of(name.span)
        if name.kind != "name" or name.span.start != tokens[last + 1].span.start:
            continue
        closed = end < len(tokens) and tokens[end].text in (",", ".", ";", "?", "!")
        figure = cast.owner.get(beside)
        if closed and figure is not None and figure.kind == "person":
            return figure
    return None


def _aliased(cast: Cast, number: int) -> Figure | None:
    """Return the figure of what syntax says a noun or relative pronoun is."""
    mention = cast.mentions[number]
    figure = cast.owner.get(mention.alias_of) if mention.alias_of is not None else None
    if figure is None:
        return None
    if mention.kind == "nominal":
        return figure if describes(cast, number, figure) else None
    word = cast.text(mention.span).lower()
    if word in ("who", "whom", "whose"):
        return _last_joined(cast, mention, figure) if figure.kind in ("person", "group") else None
    if word == "which" and figure.kind == "person":
        return None
    return figure


def _last_joined(cast: Cast, mention: Mention, figure: Figure) -> Figure:
    """Return the last of "A, B and C, who", where syntax took the first."""
    first = cast.mentions[mention.alias_of] if mention.alias_of is not None else mention
    if first.kind != "name":
        return figure
    for other in reversed(cast.joined_to(first.head)):
        beside = cast.at_head.get(other)
        if beside is None or other >= mention.head or cast.mentions[beside].kind != "name":
            continue
        last = cast.owner.get(beside)
        if last is not None and last.kind == figure.kind:
            return last
    return figure


# Nouns for bodies that a place may be called by; "Ohio, a newspaper" is a broken parse.
_PLACES = frozenset(
    "state country nation city town county republic kingdom government power member economy "
    "island territory province region capital monarchy democracy".split()
)


def describes(cast: Cast, number: int, figure: Figure) -> bool:
    """Take down what a noun tells of a figure; False where it cannot be of it."""
    noun = describe(cast, cast.mentions[number])
    if noun.owner is figure:
        noun.owner = None
    if figure.kind == "person" and (noun.plural or noun.kind in ("group", "body")):
        return False
    if figure.kind in ("body", "state") and noun.kind == "person":
        return False
    place = figure.kind == "state" or (figure.kind == "unknown" and figure.title is not None)
    if place and noun.kind == "body" and noun.noun not in _PLACES:
        return False
    if figure.gender and noun.gender and figure.gender != noun.gender:
        return False
    if figure.kind == "unknown" and figure.title is None and noun.kind in ("person", "body"):
        figure.kind = "person" if noun.kind == "person" else "body"
    figure.describe(noun)
    figure.gender = figure.gender or noun.gender
    return True


_OBJECTS = ("dobj", "pobj", "attr")


def _joined(cast: Cast, number: int) -> Figure | None:
    """Return the group that "A and B" are together, where A and B are persons or groups named."""
    mention = cast.mentions[number]
    token = cast.tokens[mention.head]
    if mention.kind != "name" or not (mention.subject or token.dep in _OBJECTS):
        return None
    first = cast.owner.get(number)
    if first is None or first.kind not in ("person", "group"):
        return None
    together = mention.span
    for other in cast.joined_to(mention.head):
        beside = cast.at_head.get(other)
        second = cast.owner.get(beside) if beside is not None else None
        if second is not None and second is not first and second.kind == first.kind:
            together = together._replace(end=max(together.end, cast.tokens[other].span.end))
    if together == mention.span:
        return None
    return cast.phrased(cast.text(together), Figure("group", plural=True))
