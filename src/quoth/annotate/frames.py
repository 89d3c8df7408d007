"""Frames: every place where a predicate may present what somebody says, thinks or wants.

A frame is a predicate with one of its complements ("said | that ...", "refused | to ...",
"accused | them of ...", "the claim | that ..."). This module only finds them; `cues` tells how
likely each is an attribution.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from quoth.annotate.nouns import adjective_frames, noun_frames
from quoth.annotate.predicates import Frame
from quoth.annotate.tree import Range, Tree
from quoth.annotate.verbs import verb_frames

# "In the poll, ...", "for many, ...": the noun decides whether it is a source.
_SOURCE_PREPOSITIONS = ("in", "per", "for", "to", "under", "with", "by", "from")
# A headline that opens with its source: "Ann Lee of the Party: No more taxes".
_COLON_REACH = 9
# Words between a preposition and the verb of its clause.
_STEPS = 12
_REPORTING = frozenset("report say note put describe cite quote announce tell write".split())


def frames(tree: Tree, sentence: Range) -> Iterator[Frame]:
    """Yield the frames of one sentence, several for a predicate with several readings."""
    asides = [tree.edges(i) for i in range(*sentence) if _is_aside(tree, i)]
    for i in range(*sentence):
        for frame in _of(tree, i):
            fitted = _fit(tree, frame, asides)
            if fitted is not None:
                yield fitted
    yield from _colon(tree, sentence)


def _of(tree: Tree, i: int) -> Iterator[Frame]:
    """Yield the frames of the predicate at token `i`."""
    token = tree.tokens[i]
    if token.pos in ("VERB", "AUX") or (token.pos == "NOUN" and token.dep == "ROOT"):
        yield from verb_frames(tree, i)
    if token.pos in ("NOUN", "PROPN"):
        yield from noun_frames(tree, i)
    elif token.pos == "ADJ":
        yield from adjective_frames(tree, i)
    elif token.pos == "ADV":
        yield from _adverb(tree, i)
    if token.pos in ("ADP", "VERB", "SCONJ") and token.dep == "prep":
        yield from _preposition(tree, i)


def _is_aside(tree: Tree, i: int) -> bool:
    """Return whether a token heads "according to X" or ", as reported by X"."""
    token = tree.tokens[i]
    if token.text.lower() == "according":
        return True
    if token.pos != "VERB" or token.dep != "advcl" or token.lemma not in _REPORTING:
        return False
    first = tree.left[i]
    return first > 0 and tree.tokens[first].text == "as" and tree.tokens[first - 1].text == ","


def _fit(tree: Tree, frame: Frame, asides: Sequence[Range]) -> Frame | None:
    """Return the frame without asides at the ends of its content, and without its own cue.

    In "what he said | was a first" the parser makes one clause of it all.
    """
    at = frame.predicate
    parts: list[Range] = []
    for part in frame.content:
        if part.last <= part.first:
            continue
        holes = [
            hole
            for hole in asides
            if not hole.first <= at < hole.last
            and (
                part.first < hole.last >= part.last > hole.first
                or hole.first <= part.first < hole.last < part.last
            )
        ]
        if part.first <= at < part.last:
            holes.append(Range(part.first, at + 1))
        parts.extend(tree.without(part, *holes) if holes else [part])
    if any(later.first < earlier.last for earlier, later in pairwise(parts)):
        parts = list(tree.ranges({i for part in parts for i in range(*part)}))
    if tuple(parts) == frame.content:
        return frame
    return replace(frame, content=tuple(parts)) if parts else None


def _adverb(tree: Tree, adverb: int) -> Iterator[Frame]:
    """Yield "reportedly" and the like, with the clause they stand in."""
    tokens = tree.tokens
    above = tokens[adverb].head
    if not tokens[adverb].text.lower().endswith("ly") or tokens[above].pos not in ("VERB", "AUX"):
        return
    content = tree.without(tree.edges(above), Range(adverb, adverb + 1))
    if content:
        cue = (Range(adverb, adverb + 1),)
        yield Frame("adverb", adverb, tokens[adverb].lemma.lower(), None, cue, content)


def _preposition(tree: Tree, preposition: int) -> Iterator[Frame]:
    """Yield "according to X, ...", "in X's view, ..." and "in the poll, ..."."""
    tokens = tree.tokens
    word = tokens[preposition].text.lower()
    cue = {preposition}
    if word == "according":
        to = tree.child(preposition, "prep")
        source = tree.child(to, "pobj") if to is not None else None
        if to is None or source is None:
            return
        cue.add(to)
        lemma, name = "according to", "according"
    elif word in _SOURCE_PREPOSITIONS:
        source = tree.child(preposition, "pobj")
        if source is None:
            return
        lemma, name = tokens[source].entity or tokens[source].lemma.lower(), f"by {word}"
    else:
        return
    above = tokens[preposition].head
    for _ in range(_STEPS):
        if tokens[above].pos in ("VERB", "AUX"):
            break
        above = tokens[above].head
    content = tree.without(tree.edges(above), tree.edges(preposition))
    if content:
        yield Frame(name, preposition, lemma, source, tree.ranges(cue), content)


def _colon(tree: Tree, sentence: Range) -> Iterator[Frame]:
    """Yield "Source: what it says" where the sentence opens with a short noun phrase."""
    tokens = tree.tokens
    for i in range(sentence.first + 1, min(sentence.last - 1, sentence.first + _COLON_REACH)):
        if tokens[i].text != ":":
            continue
        part = tree.trim(Range(i + 1, sentence.last))
        head = before_colon(tree, Range(sentence.first, i))
        if head is not None and part.last > part.first:
            lemma = tokens[head].entity or tokens[head].lemma.lower()
            yield Frame("colon", i, lemma, head, (Range(i, i + 1),), (part,))
        return


def before_colon(tree: Tree, phrase: Range) -> int | None:
    """Return the head of the noun phrase before a colon; None where a verb stands there."""
    tokens = tree.tokens
    if any(tokens[i].pos in ("VERB", "AUX") for i in range(*phrase)):
        return None
    for i in range(*phrase):
        if not phrase.first <= tokens[i].head < phrase.last or tokens[i].head == i:
            return i
    return None
