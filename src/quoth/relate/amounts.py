"""Sums of what is only probable, with intervals.

A telling's confidence p is a calibrated probability that it is coded right. An occurrence told by
origins 1..k is there with probability 1 - (1-p1)...(1-pk); the number of occurrences of a step is
a Poisson-binomial variable, whose distribution is worked out exactly (by convolution). The score
of a step is the sum over all origins of PLOVER's score where the telling is right: each origin
counts once, so that an event which three of them tell weighs three times. Its distribution is
worked out on a grid of half points, which PLOVER's scores are multiples of. From `EXACT` terms on
both are taken as normal, which they are then to within their own rounding.

The rate is that of a Poisson variable seen in `texts` texts: the interval is the equal-tailed one
of Jeffreys' prior, Gamma(n + 1/2) / texts (Brown, Cai and DasGupta 2003, "Interval estimation in
exponential families"), made wider by what confidence leaves open of n. It is wide where little
came out, and stays above 0 where nothing was told: that is what coverage adds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from quoth.relate.records import Amount, RelationEvent

# The share that an interval holds; half of the rest lies on each side.
INTERVAL = 0.9
EXACT = 300
PER_TEXTS = 100
_TAIL = (1 - INTERVAL) / 2
_Z = 1.6448536269514722  # the normal quantile of 0.95


def amount(events: Sequence[RelationEvent], texts: int) -> Amount:
    """Return how much occurrences of one step come to, where so many texts came out."""
    chances = [event.probability for event in events]
    terms = [
        (origin.telling.confidence, origin.telling.score)
        for event in events
        for origin in event.origins
    ]
    expected = math.fsum(chances)
    score = math.fsum(p * s for p, s in terms)
    low, high = _count(tuple(sorted(chances)))
    score_low, score_high = _score(tuple(sorted(terms)))
    rate: tuple[float | None, float | None, float | None] = (None, None, None)
    if texts:
        least, most = _rate(expected, math.fsum(p * (1 - p) for p in chances))
        rate = (
            PER_TEXTS * expected / texts, PER_TEXTS * least / texts, PER_TEXTS * most / texts
        )  # fmt: skip
    return Amount(len(events), len(terms), expected, low, high, score, score_low, score_high, *rate)


@lru_cache(maxsize=10_000)
def _count(chances: tuple[float, ...]) -> tuple[float, float]:
    """Return the interval of how many come true."""
    if not chances:
        return 0.0, 0.0
    if len(chances) > EXACT:
        mean = math.fsum(chances)
        deviation = math.sqrt(math.fsum(p * (1 - p) for p in chances))
        return max(0.0, mean - _Z * deviation), min(len(chances), mean + _Z * deviation)
    weights: NDArray[np.float64] = np.ones(1)
    for p in chances:
        grown = np.zeros(len(weights) + 1)
        grown[:-1] += weights * (1 - p)
        grown[1:] += weights * p
        weights = grown
    low, high = _ends(weights)
    return float(low), float(high)


@lru_cache(maxsize=10_000)
def _score(terms: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    """Return the interval of a sum of scores, each there with its probability."""
    if not terms:
        return 0.0, 0.0
    steps = [round(2 * score) for _, score in terms]
    if len(terms) > EXACT:
        mean = math.fsum(p * s for p, s in terms)
        deviation = math.sqrt(math.fsum(p * (1 - p) * s * s for p, s in terms))
        return mean - _Z * deviation, mean + _Z * deviation
    below = -sum(min(step, 0) for step in steps)
    weights = np.zeros(below + sum(max(step, 0) for step in steps) + 1)
    weights[below] = 1.0
    for (p, _), step in zip(terms, steps, strict=True):
        weights = weights * (1 - p) + p * np.roll(weights, step)
    low, high = _ends(weights)
    return (low - below) / 2, (high - below) / 2


def _ends(weights: NDArray[np.float64]) -> tuple[int, int]:
    """Return the least and the greatest that an equal-tailed interval holds."""
    up = np.cumsum(weights)
    low = int(np.searchsorted(up, _TAIL + 1e-12))
    high = int(np.searchsorted(up, 1 - _TAIL - 1e-12))
    return low, min(high, len(weights) - 1)


def _rate(expected: float, variance: float) -> tuple[float, float]:
    """Return the interval of a Poisson mean of which the number seen is known but for a variance.

    Of a known number it is Jeffreys'; else that of the Gamma variable that has the mean and the
    variance of the mixture.
    """
    mean = expected + 0.5
    scale = (mean + variance) / mean
    shape = mean / scale
    return scale * gamma_quantile(_TAIL, shape), scale * gamma_quantile(1 - _TAIL, shape)


def _bisected(below: Callable[[float], float], wanted: float, top: float) -> float:
    low, high = 0.0, top
    for _ in range(60):
        middle = (low + high) / 2
        if below(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@lru_cache(maxsize=10_000)
def gamma_quantile(share: float, shape: float) -> float:
    """Return the value that a Gamma variable of scale 1 lies below with probability `share`."""
    if shape < 1:
        return _bisected(lambda x: gamma_below(x, shape), share, shape + 12 * math.sqrt(shape) + 20)
    # From Wilson and Hilferty's approximation on by Newton's steps.
    z = NormalDist().inv_cdf(share)
    x = shape * max(0.05, 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))) ** 3
    for _ in range(30):
        density = math.exp((shape - 1) * math.log(x) - x - math.lgamma(shape))
        step = (gamma_below(x, shape) - share) / density if density else 0.0
        x = max(x - step, x / 2)
        if abs(step) < 1e-9 * x:
            break
    return x


def gamma_below(x: float, shape: float) -> float:
    """Return the probability that a Gamma variable of scale 1 lies below `x`.

    The regularised incomplete gamma function, by its series below the mean and its continued
    fraction above (Abramowitz and Stegun 1964, 6.5.29 and 6.5.31).
    """
    if x <= 0:
        return 0.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        n = shape
        while term > total * 1e-12:
            n += 1
            term *= x / n
            total += term
        return min(1.0, front * total)
    # Lentz's way with the continued fraction.
    tiny = 1e-300
    b = x + 1 - shape
    c, d = 1 / tiny, 1 / b
    fraction = d
    for i in range(1, 1000):
        an = -i * (i - shape)
        b += 2
        d = 1 / (an * d + b or tiny)
        c = b + an / c or tiny
        fraction *= d * c
        if abs(d * c - 1) < 1e-12:
            break
    return max(0.0, 1 - front * fraction)
