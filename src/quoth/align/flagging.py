"""Flagging: which candidates a journalist would want to be told.

One logistic model a type over the candidate's features; `data/difference_model.json` holds weights,
intercepts and thresholds, `training/differences` says how they were made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

from quoth.align.candidates import Candidate

MODEL = "data/difference_model.json"


@dataclass(frozen=True, slots=True)
class FlagModel:
    """The model of one type: weights for features as they are, intercept, threshold."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float = 0.5

    def probability(self, features: Mapping[str, float]) -> float:
        """Return how likely it is that a candidate is worth a remark; unknown features count 0."""
        score = self.intercept
        for name in sorted(features):
            score += self.weights.get(name, 0.0) * features[name]
        return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


@cache
def models() -> Mapping[str, FlagModel]:
    """Return the shipped model of each type."""
    text = files("quoth.align").joinpath(MODEL).read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)["types"]
    return {
        kind: FlagModel(model["weights"], model["intercept"], model["threshold"])
        for kind, model in read.items()
    }


def flagged(candidate: Candidate) -> bool:
    """Return whether a candidate is likely enough to be told.

    Types without a model, place and polarity, are told by rule: too few were annotated to learn
    from.
    """
    if candidate.type == "number" and candidate.features.get("met"):
        # One of the figures has its like on the other side: "six of ten" and "six out of ten".
        return False
    model = models().get(candidate.type)
    return model is None or model.probability(candidate.features) >= model.threshold
