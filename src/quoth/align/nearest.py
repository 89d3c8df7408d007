"""Nearest: the units that lie nearest to each unit in other reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from quoth.align.table import Floats, Indices

# Units that are set against all others at a time.
BLOCK = 256
# How many more than wanted are looked at, so that enough are left of different reports.
SPARE = 4
# A unit (index) and its nearest ones with their cosines, the nearest first.
Near = tuple[int, list[tuple[int, float]]]


def nearest(vectors: Sequence[Floats], owner: Indices, count: int) -> Iterator[Near]:
    """Yield, for each unit, the `count` nearest of other owners.

    How near two units lie is the higher cosine by either of the `vectors`; of equals the first
    counts as nearer.
    """
    for index in range(len(owner)):
        cosines = np.maximum(*(rows @ rows[index] for rows in vectors))
        others = owner != owner[index]
        order = np.argsort(-np.where(others, cosines, -2), kind="stable")[:count]
        yield index, [(int(i), float(cosines[i])) for i in order if others[i]]


def nearest_bounded(
    vectors: Sequence[Floats], owner: Indices, count: int, each: int
) -> Iterator[Near]:
    """Yield, for each unit, the `count` nearest of other owners, but at most `each` of one owner.

    Cosines are those of `nearest` but for their rounding, as blocks of units are multiplied.
    """
    for start in range(0, len(owner), BLOCK):
        block = slice(start, start + BLOCK)
        cosines = np.maximum(*(rows[block] @ rows.T for rows in vectors))
        cosines[owner[block][:, None] == owner] = -2
        for index, row in enumerate(cosines, start):
            chosen = _first_of_each(_highest(row, count * SPARE), owner, count, each)
            yield index, [(i, float(row[i])) for i in chosen if row[i] > -2]


def _highest(row: Floats, count: int) -> NDArray[np.int64]:
    """Return the places of the highest values, the highest first and the first of equals."""
    if count >= len(row):
        return np.argsort(-row, kind="stable")
    least = np.partition(row, -count)[-count]
    places = np.flatnonzero(row >= least)
    return places[np.argsort(-row[places], kind="stable")][:count]


def _first_of_each(places: Indices, owner: Indices, count: int, each: int) -> list[int]:
    taken: dict[int, int] = {}
    chosen = []
    for place in places.tolist():
        number = int(owner[place])
        if taken.get(number, 0) < each:
            taken[number] = taken.get(number, 0) + 1
            chosen.append(place)
            if len(chosen) == count:
                break
    return chosen
