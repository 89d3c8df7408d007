"""Stories left out in turn: probabilities of claims by models that have not seen their story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoth.align.flagging import FlagModel
from training.differences.examples import HARD, RULED, Example
from training.differences.fit import fit

FOLDS = 10
# A threshold is where F of this beta is best: precision counts twice as much as recall.
BETA = 0.5
# A type of which even there less than this share is right is not told at all.
FLOOR = 0.3
# Fewer than this flagged claims say nothing of precision.
FEWEST = 10
NEVER = 0.9
RULE = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """The probability that one claim has a difference of a type.

    `own` leaves out candidates that another claim of the same sentences accounts for. `number` is
    the claim's index among the examples.
    """

    number: int
    story: str
    type: str
    probability: float
    own: float
    wanted: bool


def fold_of(examples: Sequence[Example]) -> dict[str, int]:
    """Return the fold of each story: sorted by name, every tenth one."""
    names = sorted({example.story for example in examples})
    return {name: number % FOLDS for number, name in enumerate(names)}


def judge(number: int, example: Example, kind: str, model: FlagModel) -> Judged:
    """Return what a model makes of one claim."""
    found = example.of_type(kind)
    every = [model.probability(c.features) for c in found]
    own = [model.probability(c.features) for c in example.to_learn(kind)]
    return Judged(
        number,
        example.story,
        kind,
        max(every, default=0.0),
        max(own, default=0.0),
        kind in example.wanted,
    )


def held_out(examples: Sequence[Example]) -> list[Judged]:
    """Return every claim, for each type, as judged by a model that has not seen its story."""
    fold = fold_of(examples)
    found: list[Judged] = []
    for kind in HARD:
        for left_out in range(FOLDS):
            model = fit(kind, [e for e in examples if fold[e.story] != left_out])
            found.extend(
                judge(number, example, kind, model)
                for number, example in enumerate(examples)
                if fold[example.story] == left_out
            )
    return found


def threshold(judged: Sequence[Judged], beta: float = BETA) -> float:
    """Return the threshold with the best F of `beta`, NEVER where even there precision is low."""
    if judged and judged[0].type in RULED:
        return RULE
    ranked = sorted(judged, key=lambda j: -j.own)
    wanted = sum(claim.wanted for claim in judged)
    best, limit, right = 0.0, NEVER, 0
    for count, claim in enumerate(ranked, 1):
        right += claim.wanted
        if count < FEWEST or claim.own <= 0 or right < FLOOR * count:
            continue
        value = (1 + beta**2) * right / (count + beta**2 * wanted)
        if value > best:
            best, limit = value, claim.own
    return limit
