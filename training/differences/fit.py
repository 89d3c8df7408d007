"""Fit one logistic model a type of difference over the features of candidates.

A claim has many candidates of a type and the annotation says only whether one of them is a
difference; so the fit takes turns (multi-instance learning): the likeliest candidate of each claim
stands for it in the next fit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from quoth.align.flagging import FlagModel
from training.differences.examples import HARD, RULED, Example

ROUNDS = 4
# Weight of the penalty on weights of scaled features.
PENALTY = 20.0
STEPS = 30


def logistic(
    values: NDArray[np.float64], labels: NDArray[np.float64], penalty: float
) -> tuple[NDArray[np.float64], float]:
    """Return weights and intercept of the penalised logistic model (Newton's method)."""
    rows = np.hstack([values, np.ones((len(values), 1))])
    weights = np.zeros(rows.shape[1])
    ridge = np.full(rows.shape[1], penalty)
    ridge[-1] = 1e-6
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (likely - labels) + ridge * weights
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights[:-1], float(weights[-1])


def fit(kind: str, examples: Sequence[Example], penalty: float = PENALTY) -> FlagModel:
    """Return the model of one type, fitted on claims."""
    if kind in RULED:
        return FlagModel({}, 30.0)
    bags = [(e.to_learn(kind), kind in e.wanted) for e in examples]
    bags = [bag for bag in bags if bag[0]]
    names = sorted({name for found, _ in bags for c in found for name in c.features})
    if not names:
        return FlagModel({}, -30.0)
    rows = np.array([[c.features.get(n, 0.0) for n in names] for found, _ in bags for c in found])
    owner = np.array([i for i, (found, _) in enumerate(bags) for _ in found])
    wanted = np.array([label for _, label in bags], dtype=float)
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale[scale == 0] = 1
    scaled = (rows - mean) / scale
    # First all candidates count, those of one claim together as much as one.
    share = 1 / np.bincount(owner)[owner]
    weights, intercept = _weighted(scaled, wanted[owner], share, penalty)
    for _ in range(ROUNDS):
        best = _best(scaled @ weights + intercept, owner, len(bags))
        weights, intercept = logistic(scaled[best], wanted, penalty)
    raw = weights / scale
    return FlagModel(
        {n: float(w) for n, w in zip(names, raw, strict=True)}, float(intercept - raw @ mean)
    )


def _weighted(
    values: NDArray[np.float64],
    labels: NDArray[np.float64],
    share: NDArray[np.float64],
    penalty: float,
) -> tuple[NDArray[np.float64], float]:
    """Return a first model by a few steps of weighted least squares."""
    rows = np.hstack([values, np.ones((len(values), 1))])
    ridge = np.diag([*([penalty] * values.shape[1]), 1e-6])
    target = 4 * (labels - 0.5)
    weights = np.linalg.solve((rows * share[:, None]).T @ rows + ridge, rows.T @ (share * target))
    return np.asarray(weights[:-1], dtype=np.float64), float(weights[-1])


def _best(scores: NDArray[np.float64], owner: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    best = np.full(count, -1)
    for index, number in enumerate(owner):
        if best[number] < 0 or scores[index] > scores[best[number]]:
            best[number] = index
    return best


def fit_all(examples: Sequence[Example], penalty: float = PENALTY) -> dict[str, FlagModel]:
    """Return the model of each hard type."""
    return {kind: fit(kind, examples, penalty) for kind in HARD}
