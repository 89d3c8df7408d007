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
    """Compares the units of one comparison."""

    def __init__(
        self, reports: Sequence[Report], units: Sequence[Unit], *, read: PieceReader
    ) -> None:
        texts = {report.id: report for report in reports}
        keys = list(dict.fromkeys((unit.report, unit.sentence) for unit in units))
        found = read([_in_context(texts[report], number) for report, number in keys])
        by_sentence: dict[tuple[str, int], list[int]] = {}
        for index, unit in enumerate(units):
            by_sentence.setdefault((unit.report, unit.sentence), []).append(index)
        self._own: dict[int, _Own] = {}
        for key, pieces in zip(keys, found, strict=True):
            start = texts[key[0]].sentences[key[1]].span.start
            for index in by_sentence[key]:
                self._own[index] = _own(units[index], pieces, start)

    def signals(self, first: int, second: int) -> tuple[float, ...]:
        """Return how alike two units (indices) are.

        How much of each is met by the other, the lower and the higher; the cosine of their means.
        """
        a, b = self._own[first], self._own[second]
        if not len(a.shares) or not len(b.shares):
            return (0.0, 0.0, 0.0)
        cosines = a.vectors @ b.vectors.T
        met = float(cosines.max(axis=1) @ a.shares), float(cosines.max(axis=0) @ b.shares)
        return min(met), max(met), float(a.mean @ b.mean)


def _in_context(report: Report, number: int) -> tuple[str, str]:
    """Return what stands before a sentence, from the start of the sentence before, and its text."""
    span = report.sentences[number].span
    before = report.sentences[number - 1].span.start if number else span.start
    return report.text[before : span.start], report.text[span.start : span.end]


def _own(unit: Unit, pieces: PieceVectors, start: int) -> _Own:
    places, vectors, weights, states = pieces
    inside = np.zeros(len(weights), dtype=np.bool_)
    for span in unit.spans:
        inside |= (places[:, 0] + start < span.end) & (places[:, 1] + start > span.start)
    shares = weights[inside] / np.float32(max(float(weights[inside].sum()), 1e-6))
    mean = shares @ states[inside]
    length = max(float(np.linalg.norm(mean)), 1e-6)
    return _Own(vectors[inside], shares, (mean / length).astype(np.float32))
