"""Matching: how well each word of one unit is met by a word of another, in their contexts.

The vectors come from outside (`annotate.unit_network` makes them); here they are compared: late
interaction, as Khattab and Zaharia (ColBERT, 2020) call it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quoth.align.table import Floats, Indices, by_shape, distinct, dots
from quoth.align.units import Unit
from quoth.records import Report

# The pieces of a sentence: characters (p, 2), vectors of length 1, weights (p,), states (p, d).
PieceVectors = tuple[NDArray[np.int64], Floats, Floats, Floats]
# Sentences with what stands before each -> their pieces, in order.
PieceReader = Callable[[Sequence[tuple[str, str]]], Iterable[PieceVectors]]


class _Own(NamedTuple):
    """A unit's own pieces: vectors (p, d), shares (p,) that sum to 1, and their mean."""

    vectors: Floats
    shares: Floats
    mean: Floats


class _Owns:
    """The pieces of many, laid end to end so that many pairs can be compared at once."""

    def __init__(self, owns: Sequence[_Own]) -> None:
        self._counts = np.array([len(own.shares) for own in owns], dtype=np.int64)
        self._starts = np.cumsum(self._counts) - self._counts
        nothing = np.zeros((0, owns[0].vectors.shape[1] if owns else 1), dtype=np.float32)
        self._vectors: Floats = np.concatenate([nothing, *(own.vectors for own in owns)])
        self._shares: Floats = np.concatenate([nothing[:, 0], *(own.shares for own in owns)])
        self.means = np.array([own.mean for own in owns], dtype=np.float32)

    def __getitem__(self, row: int) -> _Own:
        own = slice(int(self._starts[row]), int(self._starts[row] + self._counts[row]))
        return _Own(self._vectors[own], self._shares[own], self.means[row])

    def alike(self, first: Indices, second: Indices) -> NDArray[np.float64]:
        """Return what `_alike` gives for each two, shape (pairs, 3)."""
        found = np.zeros((len(first), 3))
        size = self._vectors.shape[1]
        for places, one, other in by_shape(self._counts[first], self._counts[second], size):
            pieces = [
                self._starts[rows[places]][:, None] + np.arange(count)
                for rows, count in ((first, one), (second, other))
            ]
            a, b = (self._vectors[own] for own in pieces)
            cosines = np.matmul(a, b.transpose(0, 2, 1))
            met = [
                np.matmul(best[:, None, :], self._shares[own][:, :, None])[:, 0, 0]
                for best, own in zip(
                    (cosines.max(axis=2), cosines.max(axis=1)), pieces, strict=True
                )
            ]
            found[places, 0], found[places, 1] = np.minimum(*met), np.maximum(*met)
        told = (self._counts[first] > 0) & (self._counts[second] > 0)
        found[told, 2] = dots(self.means, first[told], second[told])
        return found


class Matcher:
    """Compares the units of one comparison.

    `means` are the weighted means of the pieces of the units that are compared (indices, all if it
    is None), of length 1, a row each; `row` has the row of each unit, -1 where it is not compared.
    """

    def __init__(
        self,
        reports: Sequence[Report],
        units: Sequence[Unit],
        *,
        read: PieceReader,
        compared: Sequence[int] | None = None,
    ) -> None:
        texts = {report.id: report for report in reports}
        chosen = range(len(units)) if compared is None else compared
        self.row = np.full(len(units), -1, dtype=np.int64)
        self.row[list(chosen)] = np.arange(len(chosen))
        keys = list(dict.fromkeys((units[i].report, units[i].sentence) for i in chosen))
        place = {key: number for number, key in enumerate(keys)}
        members: list[list[int]] = [[] for _ in keys]
        for index in chosen:
            members[place[units[index].report, units[index].sentence]].append(index)
        whole: list[_Own] = []
        own: dict[int, _Own] = {}
        found = read([_in_context(texts[report], number) for report, number in keys])
        for key, inside, pieces in zip(keys, members, found, strict=True):
            start = texts[key[0]].sentences[key[1]].span.start
            whole.append(_own(pieces))
            for index in inside:
                own[index] = _own(pieces, _within(units[index], pieces[0] + start))
        self._own = _Owns([own[index] for index in chosen])
        self._whole = _Owns(whole)
        self._sentence = np.array(
            [place[units[i].report, units[i].sentence] for i in chosen], dtype=np.int64
        )
        self.means = self._own.means

    def signals(self, first: int, second: int) -> tuple[float, float, float]:
        """Return how alike two units (indices) are.

        How much of each is met by the other, the lower and the higher; the cosine of their means.
        """
        return _alike(self._own[self.row[first]], self._own[self.row[second]])

    def sentence_signals(self, first: int, second: int) -> tuple[float, float, float]:
        """Return how alike the whole sentences of two units are, in the same three ways."""
        a, b = (self._sentence[self.row[index]] for index in (first, second))
        return _alike(self._whole[a], self._whole[b])

    def table(self, first: Indices, second: Indices) -> NDArray[np.float64]:
        """Return the signals of each two units, shape (pairs, 3)."""
        return self._own.alike(self.row[first], self.row[second])

    def sentence_table(self, first: Indices, second: Indices) -> NDArray[np.float64]:
        """Return the sentence signals of each two units, shape (pairs, 3)."""
        a, b, back = distinct(self._sentence[self.row[first]], self._sentence[self.row[second]])
        return self._whole.alike(a, b)[back]


class Standing:
    """How the likeness of two units stands among that of each to all units of other reports.

    `reports` says whose each unit is, `means` (u, d) are unit vectors.
    """

    def __init__(self, reports: Sequence[str], means: Floats) -> None:
        self._means = means
        names = list(dict.fromkeys(reports))
        number_of = {name: number for number, name in enumerate(names)}
        self._report = owner = np.array([number_of[name] for name in reports], dtype=np.int64)
        count = len(reports)
        self._best = np.full((count, len(names)), -1.0, dtype=np.float32)
        self._next = np.full((count, len(names)), -1.0, dtype=np.float32)
        total = np.zeros(count)
        squares = np.zeros(count)
        others = np.zeros(count)
        for number in range(len(names)):
            cosines = means @ means[owner == number].T
            several = cosines.shape[1] > 1
            ranked = np.partition(cosines, (-2, -1), axis=1) if several else cosines
            self._best[:, number] = ranked[:, -1]
            self._next[:, number] = ranked[:, -2] if several else 0.0
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

    def table(self, first: Indices, second: Indices) -> NDArray[np.float64]:
        """Return what `of` gives for each two, shape (pairs, 4)."""
        cosine = dots(self._means, first, second)
        ahead, above = [], []
        for one, other in ((first, second), (second, first)):
            best = self._best[one, self._report[other]].astype(np.float64)
            rival = self._next[one, self._report[other]].astype(np.float64)
            ahead.append(cosine - np.where(cosine >= best - 1e-5, rival, best))
            above.append((cosine - self._mean[one]) / self._spread[one])
        return np.column_stack(
            [np.minimum(*ahead), np.maximum(*ahead), np.minimum(*above), np.maximum(*above)]
        )


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
