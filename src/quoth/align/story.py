"""Story: the units of one comparison, which of them lie near, and the features of their pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from math import log, log1p, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from quoth.align.dates import Date
from quoth.align.matching import Matcher, Standing
from quoth.align.nearest import Near, nearest, nearest_bounded
from quoth.align.quantities import Quantity
from quoth.align.table import (
    Common,
    Groups,
    Indices,
    agreement,
    alike_in_wording,
    coded,
    dots,
)
from quoth.align.units import Unit
from quoth.records import Span

# How much of the story's mean vector is taken off each vector. All reports of one story share its
# topic, so bare cosines lie close together; 0.8 gave the best pair F1 on newswcl50 events 0 and 2
# (0.45 against 0.40 on event 2, 0.54 against 0.53 on event 0).
CENTRING = 0.8
# Among few units the mean is no story's topic but the units themselves, and no word is rare: the
# first is held back where units are few, and rarity is counted as among MANY units at least. Both
# are of the order of two long reports; on the annotated events (220 units each) they change
# nothing, in two short reports they find most claims (tests/test_compare.py has such a pair).
FEW = 20
MANY = 150
# Neighbours looked at for each unit: every pair of the annotated events is among 40.
NEIGHBOURS = 40
# In a bounded story at most so many of one report: enough to say by how much one is ahead.
EACH = 2
MIN_COSINE = 0.15
# What a proper noun in common counts beside another word as rare: who is concerned says less about
# what is told than what is done. 0.5 to 0.7 do alike on the annotated events; 1 leaves 0.01 fewer
# sentences alone that stand alone.
NAME_SHARE = 0.6
# Units before and after that count as neighbours: 1 to 3 do equally well.
AROUND = 2
FEATURES = (
    "cosine",
    "centred",
    "told",
    "context",
    "neighbours",
    "idf_cosine",
    "idf_shared",
    "containment",
    "wording",
    "names_shared",
    "names_conflict",
    "number_agrees",
    "number_conflicts",
    "date_agrees",
    "date_conflicts",
    "negation_differs",
    "same_speaker",
    "other_speaker",
    "told_and_narrated",
    "shorter",
    "length_ratio",
    "margin",
    "mutual",
    "met_low",
    "met_high",
    "met_mean",
    "ahead_low",
    "ahead_high",
    "above_low",
    "above_high",
    "sentence_low",
    "sentence_high",
    "sentence_mean",
)


class _Known(NamedTuple):
    """The features of all candidates, and the row of each."""

    row: dict[tuple[int, int, float], int]
    values: NDArray[np.float64]


class Story:
    """What is common to the units of one comparison: how rare words and names are in it."""

    def __init__(
        self,
        units: Sequence[Unit],
        *,
        encode: Callable[[Sequence[str]], NDArray[np.float32]],
        matcher: Matcher,
        compared: Sequence[int] | None = None,
    ) -> None:
        """Take the units of all reports; `encode` gives unit vectors, one row a text.

        Candidates are pairs of `compared` (indices into `units`, those that `matcher` has), or of
        all units if it is None: so the story has to be `bounded`.
        """
        self.units = units
        self._matcher = matcher
        self._bounded = compared is not None
        self._compared = np.arange(len(units)) if compared is None else np.array(compared)
        self._standing = Standing([units[i].report for i in self._compared.tolist()], matcher.means)
        self.vectors = encode([unit.heard for unit in units])
        self.centred = _centred(self.vectors)
        self._told = _centred(encode([unit.text for unit in units]))
        count = len(units)
        lemmas = Counter(lemma for unit in units for lemma in unit.lemmas)
        proper = Counter(lemma for unit in units for lemma in unit.name_lemmas)
        names = Counter(name for unit in units for name in unit.names)
        self.rarity = {
            lemma: log((max(count, MANY) + 1) / n) * (NAME_SHARE if 2 * proper[lemma] > n else 1)
            for lemma, n in lemmas.items()
        }
        self.name_rarity = {name: log((max(count, MANY) + 1) / n) for name, n in names.items()}
        self.norms = [
            sqrt(sum(self.rarity[lemma] ** 2 for lemma in unit.lemmas)) or 1.0 for unit in units
        ]
        self.totals = [sum(self.rarity[lemma] for lemma in unit.lemmas) or 1.0 for unit in units]
        self._contexts = self._sentence_vectors()
        self._around = [self._beside(index) for index in range(count)]
        self._near: list[tuple[int, int, float]] | None = None

    def _sentence_vectors(self) -> NDArray[np.float32]:
        """Return, for each unit, the mean vector of the units of its sentence."""
        groups: dict[tuple[str, int], list[int]] = {}
        for index, unit in enumerate(self.units):
            groups.setdefault((unit.report, unit.sentence), []).append(index)
        contexts: NDArray[np.float32] = np.zeros_like(self.centred)
        for members in groups.values():
            mean = self.centred[members].mean(axis=0)
            contexts[members] = mean / max(float(np.linalg.norm(mean)), 1e-9)
        return contexts

    def told(self, first: int, second: int) -> float:
        """Return the centred cosine of what two units tell, without the words of who tells it."""
        return float(self._told[first] @ self._told[second])

    def _neighbours(self, first: int, second: int) -> float:
        """Return the best centred cosine between units around one and units around the other.

        Reports of one occasion often tell it in the same order.
        """
        one, other = self._around[first], self._around[second]
        if not one or not other:
            return 0.0
        return float((self.centred[one] @ self.centred[other].T).max())

    def _beside(self, index: int) -> list[int]:
        """Return the units around one in its report."""
        near = range(max(0, index - AROUND), min(len(self.units), index + AROUND + 1))
        report = self.units[index].report
        return [i for i in near if i != index and self.units[i].report == report]

    def candidates(self) -> Iterator[tuple[int, int, float]]:
        """Return (first, second, margin) of near units of different reports, sorted.

        The margin says by how much the pair's centred cosine is ahead of the next best (or, if
        negative, behind the best) within the other's report, the lower of both sides.
        """
        if self._near is None:
            self._near = list(self._candidates())
        return iter(self._near)

    def _candidates(self) -> Iterator[tuple[int, int, float]]:
        margins: dict[tuple[int, int], float] = {}
        for index, near in self._nearest():
            best: dict[str, list[float]] = {}
            for other, cosine in near:
                best.setdefault(self.units[other].report, []).append(cosine)
            for other, cosine in near:
                if cosine < MIN_COSINE:
                    continue
                ranked = best[self.units[other].report]
                ahead = ranked[1] if cosine == ranked[0] and len(ranked) > 1 else ranked[0]
                if cosine == ranked[0] and len(ranked) == 1:
                    ahead = 0.0
                key = (min(index, other), max(index, other))
                margins[key] = min(margins.get(key, 1.0), cosine - ahead)
        for (first, second), margin in sorted(margins.items()):
            yield first, second, margin

    def _nearest(self) -> Iterator[Near]:
        compared, codes = self._compared, coded([unit.report for unit in self.units])[0]
        vectors = [self.centred[compared], self._told[compared]]
        if not self._bounded:
            yield from nearest(vectors, codes, NEIGHBOURS)
            return
        found = nearest_bounded(vectors, codes[compared], NEIGHBOURS, EACH)
        for index, near in found:
            yield int(compared[index]), [(int(compared[other]), cos) for other, cos in near]

    def table(self, candidates: Sequence[tuple[int, int, float]]) -> NDArray[np.float64]:
        """Return the values of FEATURES for each of many pairs, shape (pairs, features)."""
        first, second = (np.array([pair[i] for pair in candidates], dtype=np.int64) for i in (0, 1))
        margin = np.array([pair[2] for pair in candidates], dtype=np.float64)
        rows = self._matcher.row[first], self._matcher.row[second]
        return np.column_stack(
            [
                *(dots(v, first, second) for v in (self.vectors, self.centred, self._told)),
                dots(self._contexts, first, second),
                Groups(self._around).nearest(self.centred, first, second),
                self._words(first, second),
                *_told_alike(self.units, first, second),
                margin,
                margin > 0,
                self._matcher.table(first, second),
                self._standing.table(*rows),
                self._matcher.sentence_table(first, second),
            ]
        )

    def _words(self, first: Indices, second: Indices) -> NDArray[np.float64]:
        """Return the features from idf_cosine to names_conflict."""
        units = self.units
        _, weight, squares = Common([u.lemmas for u in units], self.rarity).of(first, second).T
        count, names, _ = Common([u.names for u in units], self.name_rarity).of(first, second).T
        norms, totals = np.array(self.norms), np.array(self.totals)
        named = np.array([bool(unit.names) for unit in units])
        return np.column_stack(
            [
                squares / (norms[first] * norms[second]),
                np.log1p(weight),
                weight / np.minimum(totals[first], totals[second]),
                alike_in_wording([unit.heard for unit in units], first, second),
                names,
                named[first] & named[second] & (count == 0),
            ]
        )

    def features(self, first: int, second: int, margin: float) -> list[float]:
        """Return the values of FEATURES for one pair, of a candidate those of its story's table."""
        row = self._known.row.get((first, second, margin))
        if row is None:
            return self.measured(first, second, margin)
        found: list[float] = self._known.values[row].tolist()
        return found

    @cached_property
    def _known(self) -> _Known:
        candidates = list(self.candidates())
        rows = {candidate: row for row, candidate in enumerate(candidates)}
        return _Known(rows, self.table(candidates))

    def measured(self, first: int, second: int, margin: float) -> list[float]:
        """Return the values of FEATURES for one pair by itself, as `table` must give them."""
        a, b = self.units[first], self.units[second]
        shared = a.lemmas & b.lemmas
        weight = sum(self.rarity[lemma] for lemma in shared)
        squares = sum(self.rarity[lemma] ** 2 for lemma in shared)
        names = a.names & b.names
        numbers = _numbers(a.quantities, b.quantities)
        dates = _dates(a.dates, b.dates)
        lengths = (len(a.lemmas) or 1, len(b.lemmas) or 1)
        return [
            float(self.vectors[first] @ self.vectors[second]),
            float(self.centred[first] @ self.centred[second]),
            self.told(first, second),
            float(self._contexts[first] @ self._contexts[second]),
            self._neighbours(first, second),
            squares / (self.norms[first] * self.norms[second]),
            log1p(weight),
            weight / min(self.totals[first], self.totals[second]),
            fuzz.ratio(a.heard, b.heard) / 100,
            sum(self.name_rarity[name] for name in names),
            float(bool(a.names and b.names and not names)),
            float(any(numbers)),
            float(bool(numbers) and not any(numbers)),
            float(any(dates)),
            float(bool(dates) and not any(dates)),
            float(a.negated != b.negated),
            float(a.speaker is not None and a.speaker == b.speaker),
            float(a.speaker is not None and b.speaker is not None and a.speaker != b.speaker),
            float((a.statement is None) != (b.statement is None)),
            log(min(lengths)),
            abs(log(lengths[0] / lengths[1])),
            margin,
            float(margin > 0),
            *self._matcher.signals(first, second),
            *self._standing.of(*(int(self._matcher.row[i]) for i in (first, second))),
            *self._matcher.sentence_signals(first, second),
        ]


def _numbers(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> list[bool]:
    """Return, for all figures that can be compared, whether they agree."""
    return [p.agrees(q) for p in ours for q in theirs if p.unit == q.unit or p.agrees(q)]


def _dates(ours: Sequence[Date], theirs: Sequence[Date]) -> list[bool]:
    return [p.agrees(q) for p in ours for q in theirs if p.comparable(q)]


def _told_alike(units: Sequence[Unit], first: Indices, second: Indices) -> Iterator[NDArray[Any]]:
    """Yield the features from number_agrees to length_ratio."""
    # Without their spans figures are told apart by what they say.
    nowhere = Span(0, 0)
    figures = [tuple(replace(q, span=nowhere) for q in unit.quantities) for unit in units]
    dates = [tuple(replace(d, span=nowhere) for d in unit.dates) for unit in units]
    yield agreement(figures, first, second, _numbers)
    yield agreement(dates, first, second, _dates)
    negated = np.array([unit.negated for unit in units])
    yield negated[first] != negated[second]
    speakers = coded([unit.speaker for unit in units])[0]
    known = np.array([unit.speaker is not None for unit in units])
    both, same = known[first] & known[second], speakers[first] == speakers[second]
    yield both & same
    yield both & ~same
    narrated = np.array([unit.statement is None for unit in units])
    yield narrated[first] != narrated[second]
    lengths = np.array([len(unit.lemmas) or 1 for unit in units])
    yield np.log(np.minimum(lengths[first], lengths[second]))
    yield np.abs(np.log(lengths[first] / lengths[second]))


def _centred(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    if not len(vectors):
        return vectors
    share = CENTRING * len(vectors) / (len(vectors) + FEW)
    shifted: NDArray[np.float32] = vectors - np.float32(share) * vectors.mean(axis=0)
    lengths = np.maximum(np.linalg.norm(shifted, axis=1, keepdims=True), 1e-9)
    unit: NDArray[np.float32] = (shifted / lengths).astype(np.float32)
    return unit
