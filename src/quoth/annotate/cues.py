"""How much each trait of a frame speaks for an attribution: `data/cues.tsv`, and what reads it.

A frame's confidence is the logistic function of the sum of its traits' weights. The table is
text that a person can read and change; `training/cues` makes it from PolNeAR's train part
(counts and weights of words, none of its sentences).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from quoth.annotate.predicates import Frame
from quoth.annotate.speech import Speech
from quoth.annotate.tree import Tree

TABLE = Path(__file__).parent / "data" / "cues.tsv"
# The weight that every frame has, as a row of the table.
BIAS = "bias"

_PRONOUNS = (
    dict.fromkeys("i my me mine myself".split(), "I")
    | dict.fromkeys("we our us ours".split(), "we")
    | dict.fromkeys("he she his her him hers himself herself".split(), "he")
    | dict.fromkeys("they their them theirs".split(), "they")
    | dict.fromkeys("you your yours".split(), "you")
    | dict.fromkeys("it its itself".split(), "it")
    | dict.fromkeys("who whose whom".split(), "who")
    | dict.fromkeys("which that".split(), "which")
    | dict.fromkeys("this these those".split(), "this")
    | dict.fromkeys("some many most others few both all none one another several".split(), "some")
)
_NAMES = ("PERSON", "ORG", "GPE", "NORP")
_FUNCTION = ("DET", "SCONJ", "PRON", "PART", "ADP", "AUX")
_LENGTHS = ((1, "1"), (3, "2-3"), (8, "4-8"), (20, "9-20"))


class Cues:
    """The weights of traits."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._bias = weights.get(BIAS, 0.0)

    def confidence(self, traits: Iterable[str]) -> float:
        """Return the probability, strictly between 0 and 1, that a frame is an attribution."""
        weights = self._weights
        score = self._bias + sum(weights.get(trait, 0.0) for trait in set(traits))
        return 1.0 / (1.0 + math.exp(-max(-12.0, min(12.0, score))))


@cache
def cues() -> Cues:
    """Return the weights that the package ships."""
    weights: dict[str, float] = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            trait, weight, *_ = line.split("\t")
            weights[trait] = float(weight)
    return Cues(weights)


def source_kind(tree: Tree, source: int | None) -> str:
    """Return what sort of word heads a source: a type of name, a pronoun, a noun."""
    if source is None:
        return "none"
    token = tree.tokens[source]
    word = token.text.lower()
    if token.entity in _NAMES:
        return token.entity
    if word in _PRONOUNS:
        return _PRONOUNS[word]
    if token.pos == "NOUN":
        return "nouns" if token.tag == "NNS" else "noun"
    return token.pos


def traits(tree: Tree, speech: Speech, frame: Frame) -> list[str]:
    """Return the traits of a frame that `data/cues.tsv` may weigh."""
    tokens = tree.tokens
    predicate = tokens[frame.predicate]
    family = frame.name.split(" ")[0]
    source = source_kind(tree, frame.source)
    first = tokens[frame.content[0].first]
    head = _content_head(tree, frame)
    marks = speech.kind(frame.content)
    size = sum(part.last - part.first for part in frame.content)
    length = next((name for limit, name in _LENGTHS if size <= limit), "21+")
    opening = first.text.lower() if first.pos in _FUNCTION else first.pos
    found = [
        f"frame={frame.lemma}|{frame.name}",
        f"word={frame.lemma}|{predicate.pos}",
        f"marks={frame.lemma}|{marks}",
        f"complement={frame.name}",
        f"complement marks={frame.name}|{marks}",
        f"complement length={frame.name}|{length}",
        f"complement source={frame.name}|{'no' if frame.source is None else 'yes'}",
        f"source={source}",
        f"family source={family}|{source}",
        f"family control={family}|{frame.control}",
        f"family place={family}|{predicate.dep}",
        f"family form={family}|{predicate.tag}",
        f"family auxiliaries={family}|{_auxiliaries(tree, frame.predicate)}",
        f"family opening={family}|{opening}",
        f"family head={family}|{tokens[head].pos}",
    ]
    if frame.note:
        found += [f"note={frame.note}", f"note marks={frame.note.split('|')[0]}|{marks}"]
    if tokens[head].pos in ("VERB", "ADJ", "NOUN"):
        found.append(f"family content={family}|{tokens[head].lemma.lower()}")
    if frame.source is not None and tokens[frame.source].pos == "NOUN":
        found.append(f"source noun={tokens[frame.source].lemma.lower()}")
    return found


def _content_head(tree: Tree, frame: Frame) -> int:
    """Return the first word of the content that hangs on nothing else in it."""
    first, last = frame.content[0].first, frame.content[-1].last
    for part in frame.content:
        for i in range(*part):
            head = tree.tokens[i].head
            if (not first <= head < last or head == i) and tree.tokens[i].pos != "PUNCT":
                return i
    return first


def _auxiliaries(tree: Tree, verb: int) -> str:
    """Return a letter for each auxiliary: modal, would, to, not."""
    letters = ""
    for child in tree.offspring(verb, "aux", "auxpass", "neg"):
        token = tree.tokens[child]
        if token.tag == "MD":
            letters += "w" if token.lemma.lower() == "would" else "m"
        elif token.tag == "TO":
            letters += "t"
        elif token.dep == "neg":
            letters += "n"
    return letters
