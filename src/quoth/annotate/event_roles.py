"""From the probabilities of roles to ranges of words: who acts, who suffers, where and when."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from quoth.annotate.actor_nouns import is_actor_noun
from quoth.annotate.candidate import head_of
from quoth.annotate.event_codes import ACTOR, NONE, PLACE, RECIPIENT, TRIGGER
from quoth.annotate.event_readings import EventReading
from quoth.annotate.tree import Range, Tree

_NOUNS = ("NOUN", "PROPN")


def likeliest(reading: EventReading, tree: Tree) -> NDArray[np.int64]:
    """Return the likeliest role of each word; the anchor is trigger.

    A word between two of one role in one name ("Dana" "-" "Orlov") gets that role too.
    """
    roles: NDArray[np.int64] = reading.roles.argmax(-1)
    roles[reading.anchor - reading.first] = TRIGGER
    for n in range(1, len(roles) - 1):
        word = tree.tokens[reading.first + n]
        joined = roles[n - 1] == roles[n + 1] and roles[n] == NONE
        if joined and roles[n - 1] in (ACTOR, RECIPIENT) and _joins(word.text, word.tag):
            roles[n] = roles[n - 1]
    return roles


def _joins(text: str, tag: str) -> bool:
    return text in ("-", "–", "of", "'", "’", ".") or tag in ("POS", "HYPH")


def ranges_of(tree: Tree, first: int, roles: NDArray[np.int64], role: int) -> tuple[Range, ...]:
    """Return the words of a role as ranges, trimmed, without ranges of nothing but small words.

    A name or noun that the role has a part of is taken whole, as far as its other words have no
    role of their own.
    """
    parts = tree.ranges((np.flatnonzero(roles == role) + first).tolist())
    trimmed = [_tight(tree, part, role) for part in parts]
    if role in (ACTOR, RECIPIENT, PLACE):
        free = frozenset((np.flatnonzero(roles == NONE) + first).tolist())
        trimmed = [_whole(tree, part, free) for part in trimmed]
    weak = {"PUNCT", "DET", "CCONJ", "PART", "SCONJ", "AUX"}
    if role in (ACTOR, RECIPIENT):
        weak.add("ADP")
    return tuple(
        part
        for part in trimmed
        if any(tree.tokens[i].pos not in weak or tree.tokens[i].tag == "PRP$" for i in range(*part))
    )


def _whole(tree: Tree, part: Range, free: frozenset[int]) -> Range:
    """Return a range with the rest of its noun: "the Syrian" army, New "York", "Lee" 's party."""
    first, last = part
    if first >= last:
        return part
    tail = tree.tokens[last - 1]
    reach = range(last, tail.head + 1)
    joined = tail.dep in ("compound", "amod", "nmod") and tree.tokens[tail.head].pos in _NOUNS
    # "Orlov's campaign" acts, not Orlov; "Velm's attack" is Velm's.
    joined = joined or (tail.dep == "poss" and is_actor_noun(tree.tokens[tail.head].lemma))
    if joined and 0 < len(reach) <= 3 and free.issuperset(reach):
        last = tail.head + 1
    while first - 1 in free and tree.tokens[first - 1].dep == "compound":
        if not first <= tree.tokens[first - 1].head < last:
            break
        first -= 1
    return Range(first, last)


def completed(tree: Tree, parts: tuple[Range, ...], taken: frozenset[int]) -> tuple[Range, ...]:
    """Return parties with those that stand between two of them in one list: "A, B and C".

    `taken` are words that have another role.
    """
    heads = {head_of(tree, (part,)) for part in parts}
    more = []
    for head in sorted(h for h in heads if h is not None):
        between: list[int] = []
        at = head
        while tree.tokens[at].dep == "conj" and tree.tokens[at].head != at:
            at = tree.tokens[at].head
            if at in heads:
                more.extend(between)
                break
            between.append(at)
    found = [_phrase(tree, word) for word in more]
    whole = [part for part in found if not taken & set(range(*part))]
    return tuple(sorted({*parts, *whole}))


def _phrase(tree: Tree, head: int) -> Range:
    """Return a noun with the words before it that belong to it."""
    first = head
    while first and tree.tokens[first - 1].head in (head, first):
        if tree.tokens[first - 1].dep not in ("det", "compound", "amod", "nmod", "poss", "nummod"):
            break
        first -= 1
    return Range(first, head + 1)


def outermost(tree: Tree, parts: tuple[Range, ...]) -> tuple[Range, ...]:
    """Return parties without those that only describe another: "Ann Lee, a delegate of Velm".

    What is joined by "and" is a party of its own.
    """
    heads = [head_of(tree, (part,)) for part in parts]
    kept = []
    for part, head in zip(parts, heads, strict=True):
        others = {h for h in heads if h is not None and h != head}
        at, inside = head, False
        while at is not None and tree.tokens[at].head != at and tree.tokens[at].dep != "conj":
            at = tree.tokens[at].head
            if at in others:
                inside = True
                break
        if not inside:
            kept.append(part)
    return tuple(kept)


def _tight(tree: Tree, part: Range, role: int) -> Range:
    """Return a range without punctuation at its ends and, of a party, without "and", "'s".

    A closing bracket stays where the party holds the opening one: "the party (PKK)".
    """
    first, last = tree.trim(part)
    while role in (ACTOR, RECIPIENT) and first < last:
        head, tail = tree.tokens[first], tree.tokens[last - 1]
        if head.pos in ("CCONJ", "ADP"):
            first += 1
        elif tail.tag == "POS" or tail.pos in ("CCONJ", "ADP"):
            last -= 1
        elif head.pos == tail.pos == "PUNCT":
            first, last = first + 1, last - 1
        else:
            break
        first, last = tree.trim(Range(first, last))
    return Range(first, last)


def trigger_of(tree: Tree, reading: EventReading, roles: NDArray[np.int64]) -> tuple[Range, ...]:
    """Return the anchor with the words of the trigger around it, at most two words apart."""
    words = (np.flatnonzero(roles == TRIGGER) + reading.first).tolist()
    near = [i for i in words if abs(i - reading.anchor) <= 3]
    parts = tree.ranges(near)
    trimmed = (tree.trim(p) for p in parts)
    kept = [p for p in trimmed if any(tree.tokens[i].pos != "PUNCT" for i in range(*p))]
    return tuple(kept) or (Range(reading.anchor, reading.anchor + 1),)
