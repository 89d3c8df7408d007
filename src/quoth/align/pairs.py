"""Pairs: which two units of different reports tell the same thing, with a probability.

Candidates are each unit's nearest neighbours by sentence vector; a logistic model over features
that a reader would check (numbers, dates, names, negation, speaker, rare words in common, vectors)
gives the probability. Its weights, and what they were fitted on, stand in `data/pair_model.json`;
`training/pairs/train.py` makes them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log, log1p, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from quoth.align.matching import Matcher, Standing
from quoth.align.units import Unit

# How much of the story's mean vector is taken off each vector. All reports of one story share its
# topic, so bare cosines lie close together; 0.8 gave the best pair F1 on newswcl50 events 0 and 2
# (0.45 against 0.40 on event 2, 0.54 against 0.53 on event 0).
CENTRING = 0.8
# Among few units the mean is no story's topic but the units themselves, and no word is rare: the
# first is held back where units are few, and rarity is counted as among MANY units at least. Both
# are of the order of two long reports; on the annotated events (220 units each) they change
# nothing, in two short reports they find most claims (tests/test_compare.py has such a pair).
FEW = 20
MANY = 150
# Neighbours looked at for each unit: every pair of the annotated events is among 40.
NEIGHBOURS = 40
MIN_COSINE = 0.15
# What a proper noun in common counts beside another word as rare: who is concerned says less about
# what is told than what is done. 0.5 to 0.7 do alike on the annotated events; 1 leaves 0.01 fewer
# sentences alone that stand alone.
NAME_SHARE = 0.6
# Units before and after that count as neighbours: 1 to 3 do equally well.
AROUND = 2
# A pair of one speaker's utterances beside a sure pair, whose own words lie this near, is given
# the share of such pairs that were right on the annotated events (9 of 13, events left out in
# turn; the model alone puts all of them below 0.4).
RETOLD = 0.6
RETOLD_COSINE = 0.4
RETOLD_BESIDE = 0.7
FEATURES = (
    "cosine",
    "centred",
    "told",
    "context",
    "neighbours",
    "idf_cosine",
    "idf_shared",
    "containment",
    "wording",
    "names_shared",
    "names_conflict",
    "number_agrees",
    "number_conflicts",
    "date_agrees",
    "date_conflicts",
    "negation_differs",
    "same_speaker",
    "other_speaker",
    "told_and_narrated",
    "shorter",
    "length_ratio",
    "margin",
    "mutual",
    "met_low",
    "met_high",
    "met_mean",
    "ahead_low",
    "ahead_high",
    "above_low",
    "above_high",
    "sentence_low",
    "sentence_high",
    "sentence_mean",
)
# Features that all units of two sentences share.
OF_SENTENCES = frozenset(("context", "sentence_low", "sentence_high", "sentence_mean"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units (indices, first < second) and the probability that they tell the same thing.

    `margin` is that of `Story.candidates`; `retold` is true where the probability is not that of
    the model but that of `RETOLD`. `lowered` is what was taken off its log odds as other units of
    the two sentences are more alike.
    """

    first: int
    second: int
    probability: float
    margin: float = 0.0
    retold: bool = False
    lowered: float = 0.0


class Weighed(NamedTuple):
    """The candidate pairs of a story, sorted by indices, and the mean of each of FEATURES."""

    pairs: tuple[Pair, ...]
    average: tuple[float, ...]


class Story:
    """What is common to the units of one comparison: how rare words and names are in it."""

    def __init__(
        self,
        units: Sequence[Unit],
        *,
        encode: Callable[[Sequence[str]], NDArray[np.float32]],
        matcher: Matcher,
    ) -> None:
        """Take the units of all reports; `encode` gives unit vectors, one row a text."""
        self.units = units
        self._matcher = matcher
        self._standing = Standing([unit.report for unit in units], matcher.means)
        self.vectors = encode([unit.heard for unit in units])
        self.centred = _centred(self.vectors)
        self._told = _centred(encode([unit.text for unit in units]))
        count = len(units)
        lemmas = Counter(lemma for unit in units for lemma in unit.lemmas)
        proper = Counter(lemma for unit in units for lemma in unit.name_lemmas)
        names = Counter(name for unit in units for name in unit.names)
        self.rarity = {
            lemma: log((max(count, MANY) + 1) / n) * (NAME_SHARE if 2 * proper[lemma] > n else 1)
            for lemma, n in lemmas.items()
        }
        self.name_rarity = {name: log((max(count, MANY) + 1) / n) for name, n in names.items()}
        self.norms = [
            sqrt(sum(self.rarity[lemma] ** 2 for lemma in unit.lemmas)) or 1.0 for unit in units
        ]
        self.totals = [sum(self.rarity[lemma] for lemma in unit.lemmas) or 1.0 for unit in units]
        self._contexts = self._sentence_vectors()

    def _sentence_vectors(self) -> NDArray[np.float32]:
        """Return, for each unit, the mean vector of the units of its sentence."""
        groups: dict[tuple[str, int], list[int]] = {}
        for index, unit in enumerate(self.units):
            groups.setdefault((unit.report, unit.sentence), []).append(index)
        contexts: NDArray[np.float32] = np.zeros_like(self.centred)
        for members in groups.values():
            mean = self.centred[members].mean(axis=0)
            contexts[members] = mean / max(float(np.linalg.norm(mean)), 1e-9)
        return contexts

    def told(self, first: int, second: int) -> float:
        """Return the centred cosine of what two units tell, without the words of who tells it."""
        return float(self._told[first] @ self._told[second])

    def _neighbours(self, first: int, second: int) -> float:
        """Return the best centred cosine between units around one and units around the other.

        Reports of one occasion often tell it in the same order.
        """
        around = []
        for index in (first, second):
            near = range(max(0, index - AROUND), min(len(self.units), index + AROUND + 1))
            report = self.units[index].report
            around.append([i for i in near if i != index and self.units[i].report == report])
        if not around[0] or not around[1]:
            return 0.0
        return float((self.centred[around[0]] @ self.centred[around[1]].T).max())

    def candidates(self) -> Iterator[tuple[int, int, float]]:
        """Yield (first, second, margin) of near units of different reports, sorted.

        The margin says by how much the pair's centred cosine is ahead of the next best (or, if
        negative, behind the best) within the other's report, the lower of both sides.
        """
        reports = np.array([unit.report for unit in self.units])
        margins: dict[tuple[int, int], float] = {}
        for index in range(len(self.units)):
            cosines = np.maximum(self.centred @ self.centred[index], self._told @ self._told[index])
            other = reports != reports[index]
            nearest = _nearest(cosines, other, NEIGHBOURS)
            best: dict[str, list[float]] = {}
            for near in nearest:
                best.setdefault(self.units[near].report, []).append(float(cosines[near]))
            for near in nearest:
                cosine = float(cosines[near])
                if not other[near] or cosine < MIN_COSINE:
                    continue
                ranked = best[self.units[near].report]
                ahead = ranked[1] if cosine == ranked[0] and len(ranked) > 1 else ranked[0]
                if cosine == ranked[0] and len(ranked) == 1:
                    ahead = 0.0
                key = (min(index, near), max(index, near))
                margins[key] = min(margins.get(key, 1.0), cosine - ahead)
        for (first, second), margin in sorted(margins.items()):
            yield first, second, margin

    def features(self, first: int, second: int, margin: float) -> list[float]:
        """Return the values of FEATURES for one pair."""
        a, b = self.units[first], self.units[second]
        shared = a.lemmas & b.lemmas
        weight = sum(self.rarity[lemma] for lemma in shared)
        squares = sum(self.rarity[lemma] ** 2 for lemma in shared)
        names = a.names & b.names
        numbers = [
            p.agrees(q)
            for p in a.quantities
            for q in b.quantities
            if p.unit == q.unit or p.agrees(q)
        ]
        dates = [p.agrees(q) for p in a.dates for q in b.dates if p.comparable(q)]
        lengths = (len(a.lemmas) or 1, len(b.lemmas) or 1)
        return [
            float(self.vectors[first] @ self.vectors[second]),
            float(self.centred[first] @ self.centred[second]),
            self.told(first, second),
            float(self._contexts[first] @ self._contexts[second]),
            self._neighbours(first, second),
            squares / (self.norms[first] * self.norms[second]),
            log1p(weight),
            weight / min(self.totals[first], self.totals[second]),
            fuzz.ratio(a.heard, b.heard) / 100,
            sum(self.name_rarity[name] for name in names),
            float(bool(a.names and b.names and not names)),
            float(any(numbers)),
            float(bool(numbers) and not any(numbers)),
            float(any(dates)),
            float(bool(dates) and not any(dates)),
            float(a.negated != b.negated),
            float(a.speaker is not None and a.speaker == b.speaker),
            float(a.speaker is not None and b.speaker is not None and a.speaker != b.speaker),
            float((a.statement is None) != (b.statement is None)),
            log(min(lengths)),
            abs(log(lengths[0] / lengths[1])),
            margin,
            float(margin > 0),
            *self._matcher.signals(first, second),
            *self._standing.of(first, second),
            *self._matcher.sentence_signals(first, second),
        ]


def _nearest(cosines: NDArray[np.float32], among: NDArray[np.bool_], count: int) -> list[int]:
    """Return the indices of the highest cosines, the highest first."""
    found: list[int] = np.argsort(-np.where(among, cosines, -2), kind="stable")[:count].tolist()
    return found


def _centred(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    if not len(vectors):
        return vectors
    share = CENTRING * len(vectors) / (len(vectors) + FEW)
    shifted: NDArray[np.float32] = vectors - np.float32(share) * vectors.mean(axis=0)
    lengths = np.maximum(np.linalg.norm(shifted, axis=1, keepdims=True), 1e-9)
    unit: NDArray[np.float32] = (shifted / lengths).astype(np.float32)
    return unit


@cache
def model() -> tuple[tuple[float, ...], float]:
    """Return what each of FEATURES weighs, in natural log odds, and the intercept."""
    text = files("quoth.align").joinpath("data/pair_model.json").read_text(encoding="utf-8")
    fitted = json.loads(text)
    weights = tuple(float(fitted["weights"][name]) for name in FEATURES)
    return weights, float(fitted["intercept"])


def pairs(story: Story) -> Weighed:
    """Return every candidate pair of a story with its probability."""
    weights, intercept = model()
    values: dict[tuple[int, int], list[float]] = {}
    margins: dict[tuple[int, int], float] = {}
    total = [0.0] * len(FEATURES)
    for first, second, margin in story.candidates():
        values[first, second] = story.features(first, second, margin)
        margins[first, second] = margin
        total = [t + v for t, v in zip(total, values[first, second], strict=True)]
    odds, lowered = weighed(story.units, values, weights, intercept)
    found = {pair: _share(score) for pair, score in odds.items()}
    retold = [
        pair
        for pair, probability in found.items()
        if probability < RETOLD and _retold(story, pair, found)
    ]
    found.update(dict.fromkeys(retold, RETOLD))
    again = frozenset(retold)
    return Weighed(
        tuple(
            Pair(*pair, probability, margins[pair], pair in again, lowered[pair])
            for pair, probability in sorted(found.items())
        ),
        tuple(value / max(1, len(found)) for value in total),
    )


def weighed(
    units: Sequence[Unit],
    values: Mapping[tuple[int, int], Sequence[float]],
    weights: Sequence[float],
    intercept: float,
) -> tuple[dict[tuple[int, int], float], dict[tuple[int, int], float]]:
    """Return the log odds of each pair by its values of FEATURES, and what was taken off them.

    What two sentences as wholes have in common speaks for all their units, but is meant for the
    likest: the others are lowered by how much they are behind those.
    """
    scores: dict[tuple[int, int], float] = {}
    own: dict[tuple[int, int], float] = {}
    for pair, given in values.items():
        added = [w * v for w, v in zip(weights, given, strict=True)]
        shared = (a for name, a in zip(FEATURES, added, strict=True) if name in OF_SENTENCES)
        scores[pair] = intercept + sum(added)
        own[pair] = scores[pair] - sum(shared)
    best: dict[tuple[str, int, str, int], float] = {}
    keys = {}
    for pair, score in own.items():
        a, b = (units[index] for index in pair)
        keys[pair] = (a.report, a.sentence, b.report, b.sentence)
        best[keys[pair]] = max(best.get(keys[pair], score), score)
    lowered = {pair: best[keys[pair]] - score for pair, score in own.items()}
    return {pair: score - lowered[pair] for pair, score in scores.items()}, lowered


def _share(odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def _retold(story: Story, pair: tuple[int, int], found: Mapping[tuple[int, int], float]) -> bool:
    """Return whether a pair says alike, by one speaker, what follows or precedes a sure pair.

    "We appreciate it" and "We are grateful for this" have no word in common; that both come right
    after the same utterance of the same person is what tells a reader that they are one.
    """
    first, second = pair
    a, b = story.units[first], story.units[second]
    if a.speaker is None or a.speaker != b.speaker or story.told(first, second) < RETOLD_COSINE:
        return False
    for ahead in range(-AROUND, AROUND + 1):
        for there in range(-AROUND, AROUND + 1):
            in_order = ahead * there > 0
            if in_order and found.get((first + ahead, second + there), 0.0) >= RETOLD_BESIDE:
                return True
    return False
