"""How likely two reports tell of one happening: a small model over how near they are.

Logistic, over twelve measures of `nearness` and their products two by two; fitted by
`training/stories`, whose model card has the figures.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quoth.group.nearness import NAMES, Profile, days_apart, nearness

# Measures are held within this many standard deviations: products run away beyond what was seen.
_FARTHEST = 3.0
# Two reports that are less near than this, in words, names and vectors together (cosines), are not
# linked: the model is fitted on pairs that are nearer. Of 4,531 pairs of one story of ECB+ train
# and NewsWCL50 dev 31 are not.
FAR = 0.55
_NEAR_BY = [NAMES.index(name) for name in ("w_cosine", "n_cosine", "v_lead")]
# From this many days between two reports on it counts against them, by the square of what is more:
# a week costs little, two weeks 2.4 in log odds, a month rules it out. The corpora with stories
# have no days of publication, so this is set by hand: a follow-up months later is a story of its
# own, a trial over some days is one.
_DAYS = 3
_DAYS_WEIGHT = 0.02
_MOST_AGAINST = 20.0


@dataclass(frozen=True, slots=True)
class LinkModel:
    """Weights of standardised measures (`names`) and of their products.

    The products stand row by row of the upper triangle with its diagonal.
    """

    names: tuple[str, ...]
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    intercept: float

    def log_odds(self, measures: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return log odds; `measures` has the columns of `nearness.NAMES`."""
        return self.terms(measures) @ self.weights + self.intercept

    def terms(self, measures: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the standardised measures and their products, which the weights are for."""
        chosen = measures[:, [NAMES.index(name) for name in self.names]]
        return expanded((chosen - self.mean) / self.scale)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> LinkModel:
        """Return the model that `training.stories.train` wrote."""
        return cls(
            names=tuple(data["names"]),
            mean=np.array(data["mean"]),
            scale=np.array(data["scale"]),
            weights=np.array(data["weights"]),
            intercept=float(data["intercept"]),
        )


def expanded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return standardised values, held within bounds, and after them their products."""
    held = np.clip(values, -_FARTHEST, _FARTHEST)
    left, right = np.triu_indices(held.shape[1])
    return np.hstack([held, held[:, left] * held[:, right]])


@cache
def shipped() -> LinkModel:
    """Return the model that the package ships."""
    path = resources.files("quoth.group") / "data" / "story_model.json"
    return LinkModel.from_json(json.loads(path.read_text("utf-8"))["link"])


def links(
    one: Profile, others: Sequence[Profile], *, model: LinkModel | None = None
) -> NDArray[np.float64]:
    """Return how likely one report tells of the same happening as each of others, 0 to 1."""
    if not others:
        return np.zeros(0)
    model = model if model is not None else shipped()
    measures = nearness(one, others)
    odds = model.log_odds(measures)
    for number, other in enumerate(others):
        apart = days_apart(one, other)
        if apart is not None and apart > _DAYS:
            odds[number] -= min(_MOST_AGAINST, _DAYS_WEIGHT * (apart - _DAYS) ** 2)
    found = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return np.where(far(measures), 0.0, found)


def far(measures: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which pairs are too far apart to be linked; see FAR."""
    return np.asarray(measures[:, _NEAR_BY].sum(axis=1) < FAR)
