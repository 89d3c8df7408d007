"""Negation of a cue: the words before it, in its source and above it that each turn it."""

from __future__ import annotations

from quoth.annotate.candidate import Candidate, words_of
from quoth.annotate.forms import forms, lemma, lower, same_sentence
from quoth.annotate.tree import Tree

_NEGATORS = frozenset(
    "not n't n’t never no nothing neither nor hardly barely scarcely without none cannot instead "
    "little few".split()
)
# These turn a cue also where they follow its verb: "showed no sign", "said nothing about".
_NOTHING = frozenset("no nothing little".split())
# "Not only did he say ..." is no negation.
_MERELY = frozenset("only just merely simply".split())
_NEGATIVE_SOURCES = frozenset("no few none nobody neither hardly not".split())
# Verbs and adjectives that say of what follows that it is not done.
_OMITS = frozenset(
    "refuse decline fail neglect avoid miss refrain hesitate omit tire cease mince unable "
    "unwilling reluctant refusal failure".split()
)
# "Made no secret of", "has no problem saying": here "no" turns nothing.
_FRANK = frozenset("secret problem bone choice trouble hesitation mistake qualm word".split())
AUXILIARIES = frozenset(
    "be is are was were been being am have has had do does did will would can could may might "
    "must shall should ca wo 'd 's 've ’d ’s ’ve to".split()
)
# How many words before a cue's word its auxiliaries, adverbs and negation take.
_BEFORE = 5
_STEPS = 4


def negations(tree: Tree, candidate: Candidate, at: int, *, known: bool) -> set[int]:
    """Return the words that each turn a cue at token `at`: before it, in its source, above it.

    Where the word there is not `known` to tell a stance, those of the whole cue.
    """
    tokens = tree.tokens
    inside = set(words_of(candidate.content))
    found = {i for i in words_of(candidate.cue) if _turns(tree, i) and (i < at or not known)}
    found |= {
        i
        for i in words_of(candidate.cue)
        if i > at and lower(tree, i) in _NOTHING and _negates(tree, i)
    }
    source = list(words_of(candidate.source))
    if source and lower(tree, source[0]) in _NEGATIVE_SOURCES:
        found.add(source[0])
    places = [at]
    for _ in range(_STEPS):
        above = _governor(tree, places[-1])
        if above is None or above in inside:
            break
        places.append(above)
    for place in places:
        found |= {i for i in leading(tree, place) if _turns(tree, i)}
        found |= {i for i in tree.children[place] if 0 < place - i <= _BEFORE and _negates(tree, i)}
        if place != at and _omits(tree, place):
            found.add(place)
    found -= inside | set(source[1:]) | {at}
    return {i for i in found if tokens[i].sentence == tokens[at].sentence}


def _turns(tree: Tree, i: int) -> bool:
    """Return whether a word turns what follows it."""
    return _negates(tree, i) or _omits(tree, i)


def _omits(tree: Tree, i: int) -> bool:
    return not _OMITS.isdisjoint(forms(tree, i))


def _negates(tree: Tree, i: int) -> bool:
    """Return whether a word is a negation, and not that of "not only"."""
    word = lower(tree, i)
    if word in ("little", "few") and lower(tree, i - 1) == "a":
        return False
    if word == "instead" and lower(tree, i + 1) != "of":
        return False
    if _FRANK.intersection(forms(tree, i + 1)):
        return False
    if lemma(tree, i) == "stop":
        return lower(tree, i + 1).endswith("ing")
    negator = word in _NEGATORS or word.endswith(("n't", "n’t"))
    return negator and lower(tree, i + 1) not in _MERELY


def leading(tree: Tree, i: int) -> list[int]:
    """Return the auxiliaries, adverbs and negations right before a word, the nearest first."""
    found = []
    for j in range(i - 1, max(-1, i - 1 - _BEFORE), -1):
        word = lower(tree, j)
        helps = word in AUXILIARIES or word in _NEGATORS or word.endswith("ly")
        if not same_sentence(tree, i, j) or not (
            helps or tree.tokens[j].pos in ("AUX", "PART", "ADV")
        ):
            break
        found.append(j)
    return found


def _governor(tree: Tree, i: int) -> int | None:
    """Return the word that an infinitive or one of several verbs hangs on; None otherwise.

    "Refused to say", "did not explain or apologize"; not "did not resign but said".
    """
    token = tree.tokens[i]
    if token.head == i or not token.dep:
        # Without syntax: the word before "to".
        lead = leading(tree, i)
        first = lead[-1] - 1 if lead else i - 1
        to = any(lower(tree, j) == "to" for j in lead)
        return first if to and first >= 0 and _omits(tree, first) else None
    if token.dep in ("xcomp", "pcomp") or (token.dep == "acl" and lower(tree, i - 1) == "to"):
        return token.head
    if token.dep == "prep" or (token.dep in ("dobj", "pobj") and token.pos == "NOUN"):
        adposition = tree.tokens[token.head].pos == "ADP"
        return token.head if adposition or _omits(tree, token.head) else None
    if token.dep == "conj" and token.tag == tree.tokens[token.head].tag and token.tag == "VB":
        return token.head if not leading(tree, i) else None
    return None
