"""Pairs: which two units of different reports tell the same thing, with a probability.

Candidates are each unit's nearest neighbours by sentence vector; a logistic model over features
that a reader would check (numbers, dates, names, negation, speaker, rare words in common, vectors)
gives the probability. Its weights, and what they were fitted on, stand in `data/pair_model.json`;
`training/pairs/train.py` makes them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import NamedTuple

from quoth.align.acts import turned
from quoth.align.story import AROUND, FEATURES, Story
from quoth.align.units import Unit

__all__ = ["FEATURES", "Pair", "Story", "Weighed", "model", "pairs", "weighed"]

# A pair of one speaker's utterances beside a sure pair, whose own words lie this near, is given
# the share of such pairs that were right on the annotated events (9 of 13, events left out in
# turn; the model alone puts all of them below 0.4).
RETOLD = 0.6
RETOLD_COSINE = 0.4
RETOLD_BESIDE = 0.7
# "A fired at B" and "B fired at A" are two claims, however alike they are.
TURNED = 0.0
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
    found = {
        pair: TURNED if turned(*(story.units[i] for i in pair)) else _share(score)
        for pair, score in odds.items()
    }
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
