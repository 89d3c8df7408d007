"""How often a change is seen where there is none, and where there is one.

usage: python -m benchmarks.changes [--series 200]

Simulated series of one rate (`quoth.relate.changes`): events a step as Poisson has them, and in
bursts (negative binomial, the variance twice the mean); then series whose rate changes in their
middle. Told is the share of series with any change, and of those that change the share where one is
found within a step of it. The floors: no more than 2 in 100 false alarms of Poisson series, 20 in
100 of bursts.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray

from quoth.relate.changes import shifts

_STEPS = (12, 24, 60, 120, 365)
_RATES = (0.05, 0.2, 1.0, 5.0, 20.0)
_WORST = {"Poisson": 0.02, "bursts": 0.20}


def drawn(rng: np.random.Generator, rates: NDArray[np.float64], kind: str) -> NDArray[np.float64]:
    """Return the events of each step."""
    if kind == "Poisson":
        return rng.poisson(rates).astype(np.float64)
    return rng.negative_binomial(rates, 0.5).astype(np.float64)


def false_alarms(rng: np.random.Generator, count: int) -> bool:
    """Print the share of series of one rate that have a change; return whether all are few."""
    good = True
    print("no change: steps, events a step, share of series with one (Poisson, bursts)")
    for steps in _STEPS:
        for rate in _RATES:
            if steps * rate < 4:
                continue
            shares = []
            for kind, worst in _WORST.items():
                tried = max(50, count * 60 // steps) if steps > 60 else count
                rates = np.full(steps, rate)
                series = (drawn(rng, rates, kind).tolist() for _ in range(tried))
                seen = sum(bool(shifts(one, [1] * steps)) for one in series)
                shares.append(seen / tried)
                good &= seen / tried <= worst
            print(f"{steps:>4} {rate:>6} {shares[0]:.3f} {shares[1]:.3f}", flush=True)
    return good


def found(rng: np.random.Generator, count: int) -> None:
    """Print the share of series whose change in the middle is found."""
    print("a change in the middle: steps, events a step before and after, share found")
    for steps in (12, 24, 60):
        for before, after in ((0.5, 2.0), (1.0, 4.0), (0.2, 3.0), (5.0, 10.0), (5.0, 15.0)):
            rates = np.where(np.arange(steps) < steps // 2, before, after)
            shares = []
            for kind in _WORST:
                hits = 0
                for _ in range(count):
                    made = shifts(drawn(rng, rates, kind).tolist(), [1] * steps)
                    hits += any(abs(one.at - steps // 2) <= 1 and one.more for one in made)
                shares.append(hits / count)
            print(f"{steps:>4} {before:>4} {after:>5} {shares[0]:.3f} {shares[1]:.3f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--series", type=int, default=200)
    parser.add_argument("--corpora", help="taken and not needed")
    count: int = parser.parse_args().series
    rng = np.random.default_rng(11)
    good = false_alarms(rng, count)
    found(rng, count)
    if not good:
        raise SystemExit("more false alarms than the floor allows")


if __name__ == "__main__":
    main()
