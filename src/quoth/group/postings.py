"""An inverted index of numbers that stays small and quick while it grows.

Entries are kept in a few sorted arrays; a new one is first held in a dictionary, and arrays of like
size are merged, as in a log-structured merge tree (O'Neil et al. 1996). Eight bytes an entry, and
each entry is moved about log2(entries / BUFFER) times.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

BUFFER = 1 << 15


class Postings:
    """Which reports (numbers) have a key (uint32), the latest first."""

    def __init__(self) -> None:
        self._held: dict[int, list[int]] = {}
        self._held_size = 0
        self._runs: list[tuple[NDArray[np.uint32], NDArray[np.int32]]] = []

    def add(self, keys: Iterable[int], number: int) -> None:
        """Enter a report under keys. Numbers must not fall from call to call."""
        for key in keys:
            self._held.setdefault(key, []).append(number)
            self._held_size += 1
        if self._held_size >= BUFFER:
            self._flush()

    def find(
        self, keys: NDArray[np.uint32], *, most: int
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return report numbers and, beside each, the place in `keys` of the key it has.

        Of each key the `most` latest reports are returned, so that a common key costs no more in a
        large index than in a small one.
        """
        left = np.full(len(keys), most)
        numbers: list[NDArray[np.int32]] = []
        places: list[NDArray[np.int32]] = []
        for place, key in enumerate(keys.tolist()):
            if held := self._held.get(key):
                latest = held[-most:]
                numbers.append(np.array(latest, np.int32))
                places.append(np.full(len(latest), place, np.int32))
                left[place] -= len(latest)
        for run_keys, run_numbers in reversed(self._runs):
            starts = np.searchsorted(run_keys, keys, "left")
            ends = np.searchsorted(run_keys, keys, "right")
            for place in np.flatnonzero((ends > starts) & (left > 0)).tolist():
                end = int(ends[place])
                start = max(int(starts[place]), end - int(left[place]))
                numbers.append(run_numbers[start:end])
                places.append(np.full(end - start, place, np.int32))
                left[place] -= end - start
        if not numbers:
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        return np.concatenate(numbers), np.concatenate(places)

    def _flush(self) -> None:
        keys = np.fromiter(
            (key for key, numbers in self._held.items() for _ in numbers),
            np.uint32,
            self._held_size,
        )
        numbers = np.fromiter(
            (number for held in self._held.values() for number in held), np.int32, self._held_size
        )
        self._held, self._held_size = {}, 0
        order = np.argsort(keys, kind="stable")
        run = (keys[order], numbers[order])
        while self._runs and len(self._runs[-1][0]) <= 2 * len(run[0]):
            older = self._runs.pop()
            keys = np.concatenate([older[0], run[0]])
            order = np.argsort(keys, kind="stable")
            run = (keys[order], np.concatenate([older[1], run[1]])[order])
        self._runs.append(run)
