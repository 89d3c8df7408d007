"""Table: the measures of many pairs of units at once.

Each gives what measuring one pair gives, to the last bit where it is a product of vectors: stacked
products are computed one by one inside numpy, by the same routine, while one product of matrices
would round otherwise. `Story.features` says what the measures are, and tests hold that both agree.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]
T = TypeVar("T", bound=Hashable)
# Numbers gathered at a time, so that a million pairs need no more memory than a thousand.
GATHERED = 4_000_000


def dots(rows: Floats, first: Indices, second: Indices) -> NDArray[np.float64]:
    """Return the product of each two rows."""
    found = np.empty(len(first))
    for part in parts(len(first), 2 * rows.shape[1]):
        a, b = rows[first[part]], rows[second[part]]
        found[part] = np.matmul(a[:, None, :], b[:, :, None])[:, 0, 0]
    return found


def parts(count: int, size: int) -> Iterator[slice]:
    """Yield slices of `count` items of which each gathers `size` numbers."""
    step = max(1, GATHERED // max(1, size))
    return (slice(start, start + step) for start in range(0, count, step))


def by_shape(a: Indices, b: Indices, size: int) -> Iterator[tuple[Indices, int, int]]:
    """Yield the places at which two columns of counts are alike, with both counts.

    Pairs with a count of 0 are left out; `size` numbers are gathered for each item counted.
    """
    order = np.lexsort((b, a))
    borders = np.flatnonzero(np.diff(a[order]) | np.diff(b[order])) + 1
    for places in np.split(order, borders):
        if not len(places) or not a[places[0]] or not b[places[0]]:
            continue
        one, other = int(a[places[0]]), int(b[places[0]])
        for part in parts(len(places), (one + other) * size):
            yield places[part], one, other


class Groups:
    """Several rows for each unit, laid end to end."""

    def __init__(self, members: Sequence[Sequence[int]]) -> None:
        self.counts = np.array([len(own) for own in members], dtype=np.int64)
        self._starts = np.cumsum(self.counts) - self.counts
        self._rows = np.array([row for own in members for row in own], dtype=np.int64)

    def rows(self, units: Indices, count: int) -> Indices:
        """Return the rows of units that have `count` each, shape (units, count)."""
        found: Indices = self._rows[self._starts[units][:, None] + np.arange(count)]
        return found

    def nearest(self, vectors: Floats, first: Indices, second: Indices) -> NDArray[np.float64]:
        """Return the highest product of a row of one and a row of the other, 0 without rows."""
        found = np.zeros(len(first))
        shapes = by_shape(self.counts[first], self.counts[second], vectors.shape[1])
        for places, one, other in shapes:
            a = vectors[self.rows(first[places], one)]
            b = vectors[self.rows(second[places], other)]
            found[places] = np.matmul(a, b.transpose(0, 2, 1)).max(axis=(1, 2))
        return found


class Common:
    """What two units have both, counted and weighed."""

    def __init__(self, owned: Sequence[Iterable[str]], weights: Mapping[str, float]) -> None:
        code = {name: number for number, name in enumerate(weights)}
        self._weights = np.array(list(weights.values()), dtype=np.float64)
        # Sorted, so that sums are the same whatever order a set has.
        codes = [np.array(sorted(code[name] for name in own), dtype=np.int64) for own in owned]
        self._counts = np.array([len(own) for own in codes], dtype=np.int64)
        self._starts = np.cumsum(self._counts) - self._counts
        self._codes = np.concatenate([*codes, np.zeros(0, dtype=np.int64)])
        self._size = max(1, len(code))
        owner = np.repeat(np.arange(len(codes)), self._counts)
        self._held = owner * self._size + self._codes

    def of(self, first: Indices, second: Indices) -> NDArray[np.float64]:
        """Return how many they share, their weight and its squares, shape (pairs, 3)."""
        found = np.zeros((len(first), 3))
        average = int(self._counts.mean()) + 1 if len(self._counts) else 1
        for part in parts(len(first), 8 * average):
            found[part] = self._of(first[part], second[part])
        return found

    def _of(self, first: Indices, second: Indices) -> NDArray[np.float64]:
        counts = self._counts[second]
        pair = np.repeat(np.arange(len(first)), counts)
        within = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
        codes = self._codes[self._starts[second][pair] + within]
        sought = first[pair] * self._size + codes
        place = np.minimum(np.searchsorted(self._held, sought), max(0, len(self._held) - 1))
        both = self._held[place] == sought if len(self._held) else np.zeros(0, dtype=np.bool_)
        pair, weights = pair[both], self._weights[codes[both]]
        return np.column_stack(
            [np.bincount(pair, w, len(first)) for w in (np.ones(len(pair)), weights, weights**2)]
        )


def alike_in_wording(texts: Sequence[str], first: Indices, second: Indices) -> NDArray[np.float64]:
    """Return how alike the texts of each two units are letter by letter, between 0 and 1."""
    code, kept = coded(texts)
    a, b, back = distinct(code[first], code[second])
    found = process.cpdist(
        [kept[i] for i in a], [kept[i] for i in b], scorer=fuzz.ratio, dtype=np.float64
    )
    wording: NDArray[np.float64] = found[back] / 100
    return wording


def agreement(
    owned: Sequence[T],
    first: Indices,
    second: Indices,
    compare: Callable[[T, T], Sequence[bool]],
) -> NDArray[np.float64]:
    """Return whether something agrees, and whether all is at odds, shape (pairs, 2).

    `compare` gives, for what two units own, what is comparable: true where it agrees.
    """
    code, kept = coded(owned)
    a, b, back = distinct(code[first], code[second])
    told = np.array([bool(own) for own in kept])
    found = np.zeros((len(a), 2))
    for place in np.flatnonzero(told[a] & told[b]):
        each = compare(kept[a[place]], kept[b[place]])
        found[place] = any(each), bool(each) and not any(each)
    both: NDArray[np.float64] = found[back]
    return both


def coded(values: Sequence[T]) -> tuple[Indices, list[T]]:
    """Return a number for each value, the same for equal ones, and the distinct values by it."""
    code: dict[T, int] = {}
    numbers = [code.setdefault(value, len(code)) for value in values]
    return np.array(numbers, dtype=np.int64), list(code)


def distinct(first: Indices, second: Indices) -> tuple[Indices, Indices, Indices]:
    """Return each two numbers once, and where each pair stands among them."""
    size = int(second.max()) + 1 if len(second) else 1
    keys, back = np.unique(first * size + second, return_inverse=True)
    return keys // size, keys % size, back
