"""Matching: how well each word of one unit is met by a word of another, in their contexts.

The vectors come from outside (`annotate.unit_network` makes them); here they are compared: late
interaction, as Khattab and Zaharia (ColBERT, 2020) call it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quoth.align.units import Unit
from quoth.records import Report

Floats = NDArray[np.float32]


# The pieces of a sentence: characters (p, 2), vectors of length 1, weights (p,), states (p, d).
PieceVectors = tuple[NDArray[np.int64], Floats, Floats, Floats]
# Sentences with what stands before each -> their pieces, in order.
PieceReader = Callable[[Sequence[tuple[str, str]]], Iterable[PieceVectors]]


class _Own(NamedTuple):
    """A unit's own pieces: vectors (p, d), shares (p,) that sum to 1, and their mean."""

    vectors: Floats
    shares: Floats
    mean: Floats


class Matcher:
    """Compares the units of one comparison.

    `means` (u, d) are the weighted means of the units' pieces, of length 1.
    """

    def __init__(
        self, reports: Sequence[Report], units: Sequence[Unit], *, read: PieceReader
    ) -> None:
        texts = {report.id: report for report in reports}
        keys = list(dict.fromkeys((unit.report, unit.sentence) for unit in units))
        place = {key: number for number, key in enumerate(keys)}
        self._sentence = [place[unit.report, unit.sentence] for unit in units]
        members: list[list[int]] = [[] for _ in keys]
        for index, number in enumerate(self._sentence):
            members[number].append(index)
        self._whole: list[_Own] = []
        own: dict[int, _Own] = {}
        found = read([_in_context(texts[report], number) for report, number in keys])
        for key, inside, pieces in zip(keys, members, found, strict=True):
            start = texts[key[0]].sentences[key[1]].span.start
            self._whole.append(_own(pieces))
            for index in inside:
                own[index] = _own(pieces, _within(units[index], pieces[0] + start))
        self._own = [own[index] for index in range(len(units))]
        self.means = np.array([one.mean for one in self._own], dtype=np.float32)
        self._known: dict[tuple[int, int], tuple[float, float, float]] = {}

    def signals(self, first: int, second: int) -> tuple[float, float, float]:
        """Return how alike two units (indices) are.

        How much of each is met by the other, the lower and the higher; the cosine of their means.
        """
        return _alike(self._own[first], self._own[second])

    def sentence_signals(self, first: int, second: int) -> tuple[float, float, float]:
        """Return how alike the whole sentences of two units are, in the same three ways."""
        key = (self._sentence[first], self._sentence[second])
        if key not in self._known:
            self._known[key] = _alike(self._whole[key[0]], self._whole[key[1]])
        return self._known[key]


class Standing:
    """How the likeness of two units stands among that of each to all units of other reports.

    `reports` says whose each unit is, `means` (u, d) are unit vectors.
    """

    def __init__(self, reports: Sequence[str], means: Floats) -> None:
        self._means = means
        names = list(dict.fromkeys(reports))
        self._report = [names.index(report) for report in reports]
        owner = np.array(self._report)
        count = len(reports)
        self._best = np.full((count, len(names)), -1.0, dtype=np.float32)
        self._next = np.full((count, len(names)), -1.0, dtype=np.float32)
        total = np.zeros(count)
        squares = np.zeros(count)
        others = np.zeros(count)
        for number in range(len(names)):
            cosines = means @ means[owner == number].T
            ranked = np.sort(cosines, axis=1)
            self._best[:, number] = ranked[:, -1]
            self._next[:, number] = ranked[:, -2] if ranked.shape[1] > 1 else 0.0
            apart = owner != number
            total[apart] += cosines[apart].sum(axis=1)
            squares[apart] += (cosines[apart] ** 2).sum(axis=1)
            others[apart] += cosines.shape[1]
        others = np.maximum(others, 1)
        self._mean = total / others
        self._spread = np.sqrt(np.maximum(squares / others - self._mean**2, 1e-6))

    def of(self, first: int, second: int) -> tuple[float, float, float, float]:
        """Return two measures of a pair, the lower and the higher of both sides each.

        By how much it is ahead of the next best within the other's report (or, if negative,
        behind the best); how many standard deviations it is above the mean.
        """
        cosine = float(self._means[first] @ self._means[second])
        ahead, above = [], []
        for one, other in ((first, second), (second, first)):
            best = float(self._best[one, self._report[other]])
            rival = float(self._next[one, self._report[other]]) if cosine >= best - 1e-5 else best
            ahead.append(cosine - rival)
            above.append((cosine - float(self._mean[one])) / float(self._spread[one]))
        return min(ahead), max(ahead), min(above), max(above)


def _alike(a: _Own, b: _Own) -> tuple[float, float, float]:
    if not len(a.shares) or not len(b.shares):
        return 0.0, 0.0, 0.0
    cosines = a.vectors @ b.vectors.T
    met = float(cosines.max(axis=1) @ a.shares), float(cosines.max(axis=0) @ b.shares)
    return min(met), max(met), float(a.mean @ b.mean)


def _in_context(report: Report, number: int) -> tuple[str, str]:
    """Return what stands before a sentence, from the start of the sentence before, and its text."""
    span = report.sentences[number].span
    before = report.sentences[number - 1].span.start if number else span.start
    return report.text[before : span.start], report.text[span.start : span.end]


def _within(unit: Unit, places: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which pieces, given by their characters in the report, are a unit's own."""
    inside = np.zeros(len(places), dtype=np.bool_)
    for span in unit.spans:
        inside |= (places[:, 0] < span.end) & (places[:, 1] > span.start)
    return inside


def _own(pieces: PieceVectors, inside: NDArray[np.bool_] | None = None) -> _Own:
    _, vectors, weights, states = pieces
    if inside is not None:
        vectors, weights, states = vectors[inside], weights[inside], states[inside]
    shares = weights / np.float32(max(float(weights.sum()), 1e-6))
    mean = shares @ states
    length = max(float(np.linalg.norm(mean)), 1e-6)
    return _Own(vectors, shares, (mean / length).astype(np.float32))
