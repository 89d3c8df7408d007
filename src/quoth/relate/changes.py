"""Change points of a sparse series of counts.

The number of events of a step is taken as Poisson with a rate that is constant, to what came out,
but for changes (Chib 1998, "Estimation and comparison of multiple change-point models",
has the model). A cut of the series costs, for each stretch, minus twice the log likelihood under
its own rate, and `penalty` for each change; the cheapest of all cuts is found exactly (Jackson et
al. 2005, "An algorithm for optimal partitioning of data on an interval"; Killick, Fearnhead and
Eckley 2012 prune the same recursion). Events come in bursts, more than Poisson's: costs are divided
by how much wider than Poisson's the steps from one to the next are, estimated without the widest,
which changes may be.

Steps in which no text came out are left out: what is not covered changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Under this many covered steps nothing is flagged, nor under this many events expected in all.
LEAST_STEPS = 6
LEAST_EVENTS = 3.0
# A change costs BASE + SLOPE * ln(steps). Chosen by `benchmarks/changes.py` on series of one
# constant rate, of 12 to 365 steps and 0.05 to 20 events a step: 1 in 100 has any change where
# events are Poisson, 1 in 20 where their variance is twice the mean, up to 1 in 7 where they are
# rare besides. A lower price finds smaller changes and is more often wrong.
BASE = 8.0
SLOPE = 1.5
# Of the squared steps this share, the widest, and two at least are not looked at in the estimate of
# the spread: a change, or a burst of one step, widens two.
TRIMMED = 0.05


@dataclass(frozen=True, slots=True)
class Shift:
    """A change before step `at`: events to a covered step on both sides, and the gain.

    `gain` is by how much the two stretches beside it cost less than one of them would, in units
    of the penalty. `more` is whether there is more after it, to what came out.
    """

    at: int
    before: float
    after: float
    gain: float
    more: bool
    stretch: tuple[int, int, int]


def penalty(steps: int) -> float:
    """Return what a change costs in a series of so many steps."""
    return BASE + SLOPE * math.log(max(steps, 2))


def shifts(
    counts: Sequence[float] | NDArray[np.float64],
    exposures: Sequence[float],
    *,
    price: float | None = None,
) -> tuple[Shift, ...]:
    """Return the changes of a series; `exposures` tell how far each step is covered.

    `counts` need not be whole: sums of probabilities will do. `price` is the penalty, by default
    that of `penalty`.
    """
    kept = [n for n, exposure in enumerate(exposures) if exposure > 0]
    y = np.array([counts[n] for n in kept], dtype=np.float64)
    e = np.array([exposures[n] for n in kept], dtype=np.float64)
    if len(kept) < LEAST_STEPS or y.sum() < LEAST_EVENTS:
        return ()
    cost = penalty(len(kept)) if price is None else price
    spread = dispersion(y, e)
    ups = np.concatenate(([0.0], np.cumsum(y)))
    wide = np.concatenate(([0.0], np.cumsum(e)))
    cuts = _cheapest(ups, wide, spread, cost)
    ends = [0, *cuts, len(kept)]
    found = []
    for left, at, right in zip(ends, ends[1:], ends[2:], strict=False):
        apart = _stretch(ups, wide, left, at) + _stretch(ups, wide, at, right)
        gain = (_stretch(ups, wide, left, right) - apart) / spread
        before = (ups[at] - ups[left]) / (at - left)
        after = (ups[right] - ups[at]) / (right - at)
        stretch = (kept[left], kept[at], kept[right - 1])
        rates = [(ups[b] - ups[a]) / (wide[b] - wide[a]) for a, b in ((left, at), (at, right))]
        more = bool(rates[1] > rates[0])
        found.append(
            Shift(kept[at], float(before), float(after), float(gain / cost), more, stretch)
        )
    return tuple(found)


def dispersion(counts: NDArray[np.float64], exposures: NDArray[np.float64]) -> float:
    """Return how many times as wide as Poisson's the steps of a series are, 1 at least.

    Of two neighbours with N events together the first has, at one rate, a binomial number of them:
    the squared deviations are averaged over neighbours, the widest left out.
    """
    both = counts[1:] + counts[:-1]
    share = exposures[:-1] / (exposures[1:] + exposures[:-1])
    seen = both > 0
    if seen.sum() < LEAST_STEPS:
        return 1.0
    off = (counts[:-1] - both * share)[seen] ** 2
    squares = np.sort(off / (both * share * (1 - share))[seen])
    widest = max(2, math.ceil(len(squares) * TRIMMED))
    return max(1.0, float(squares[:-widest].mean()))


def _cheapest(
    ups: NDArray[np.float64], wide: NDArray[np.float64], spread: float, cost: float
) -> list[int]:
    """Return where the cheapest cut of a series cuts it."""
    count = len(ups) - 1
    best = np.zeros(count + 1)
    best[0] = -cost
    came = np.zeros(count + 1, dtype=np.int64)
    for end in range(1, count + 1):
        total, width = ups[end] - ups[:end], wide[end] - wide[:end]
        rate = np.where(total > 0, total / width, 1.0)
        prices = best[:end] + 2 * (total - total * np.log(rate)) / spread + cost
        came[end] = int(np.argmin(prices))
        best[end] = prices[came[end]]
    cuts = []
    at = int(came[count])
    while at > 0:
        cuts.append(at)
        at = int(came[at])
    return cuts[::-1]


def _stretch(ups: NDArray[np.float64], wide: NDArray[np.float64], start: int, end: int) -> float:
    total, width = ups[end] - ups[start], wide[end] - wide[start]
    return float(2 * (total - total * math.log(total / width))) if total > 0 else 0.0
