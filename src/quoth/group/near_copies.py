"""Near copies among all reports: texts that are largely the same, whatever was done to one.

A report is known by its shingles (runs of four words), of which an outline keeps those whose hash a
power of two divides: a fixed share of any text, so that a cut-off copy's are a part of the whole
one's (Broder 1997, "On the resemblance and containment of documents"). Candidates come from an
inverted index of these hashes; each is then verified on all shingles that both outlines keep.

MinHash, the usual way, estimates the shared part of the *union*, which falls with every sentence
that is cut off or put in; `benchmarks/copies.py` has both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quoth.group.background import weights
from quoth.group.outline import Outline
from quoth.group.postings import Postings

# Two reports are near copies where this share of the shorter one's shingles is in the other one,
# and this share of its names and figures, by weight: the same words about other people, places and
# numbers (results, quakes, forms) tell of something else. Calibrated by `benchmarks/copies.py`:
# from 0.45 on F1 is lower by 0.003, from 0.55 on by 0.002; the share of names matters little
# between 0.3 and 0.7, as 99 in 100 texts with other names share less than 0.15 of them.
SHARE = 0.5
FACTS = 0.3
# Less than MOSTLY counts only where the shared part is not lost in the longer text: a short report
# that has half its words from an agency's first lines is no copy of a long one that quotes them
# too.
MOSTLY = 0.65
UNION = 0.15
# What shares this much is a copy whatever the names: a text that names little.
SAME = 0.9
# A report of fewer shingles than this must share more: a line or two may well be alike, and what a
# site adds to each of its pages may be most of it.
SHORT = 40
SHORT_SHARE = 0.75
# Two groups are one where this share of their pairs are near copies. On the same reports pairs of
# groups have precision 0.967 where one pair is enough, 0.996 with this, at a recall of 0.989 and
# 0.984.
TOGETHER = 0.4
# Of so many shingles a report is found by; of the reports that have one, the latest so many.
INDEXED = 48
LATEST = 256
# Candidates verified, those that share most first.
MOST = 128


@dataclass(frozen=True, slots=True)
class Copy:
    """Two reports (ids) that are near copies; `report` came later.

    `share` is how much of the shorter one's wording the other one has, 0 to 1, an estimate from at
    most 256 shingles.
    """

    report: str
    other: str
    share: float


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What is kept of a report: sampled shingles, and names and figures with their weights."""

    hashes: NDArray[np.uint32]
    sampled: int
    facts: NDArray[np.uint32]
    weight: NDArray[np.float32]


class CopyIndex:
    """Finds near copies among all reports that were added; memory is about 2 kB a report."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._number: dict[str, int] = {}
        self._sketches: list[_Sketch | None] = []
        self._index = Postings()
        self._copies: dict[str, dict[str, float]] = {}

    def __len__(self) -> int:
        return len(self._number)

    def add(self, report_id: str, outline: Outline) -> tuple[Copy, ...]:
        """Add a report; return those before it that it is a near copy of, the nearest first.

        A report that is known is replaced.
        """
        if report_id in self._number:
            self.discard(report_id)
        sketch = _sketch(outline)
        number = len(self._ids)
        found = []
        for other in self._candidates(sketch):
            theirs = self._sketches[other]
            share = _copied(sketch, theirs) if theirs is not None else None
            if share is not None:
                found.append(Copy(report_id, self._ids[other], share))
        self._ids.append(report_id)
        self._number[report_id] = number
        self._sketches.append(sketch)
        self._index.add(_indexed(sketch).tolist(), number)
        for copy in found:
            self._copies.setdefault(report_id, {})[copy.other] = copy.share
            self._copies.setdefault(copy.other, {})[report_id] = copy.share
        return tuple(sorted(found, key=lambda copy: (-copy.share, copy.other)))

    def discard(self, report_id: str) -> None:
        """Take a report away; raises KeyError for one that is not known."""
        self._sketches[self._number.pop(report_id)] = None
        for other in self._copies.pop(report_id, {}):
            self._copies[other].pop(report_id)

    def copies_of(self, report_id: str) -> tuple[Copy, ...]:
        """Return the near copies of a report among all, the nearest first."""
        found = (Copy(report_id, other, s) for other, s in self._copies.get(report_id, {}).items())
        return tuple(sorted(found, key=lambda copy: (-copy.share, copy.other)))

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of two or more reports that near copies make, in order of arrival.

        See `copy_groups_of`.
        """
        pairs = [
            Copy(report, other, share)
            for report, others in self._copies.items()
            for other, share in others.items()
            if self._number[other] < self._number[report]
        ]
        found = copy_groups_of(pairs, order=self._number.__getitem__)
        return tuple(sorted(found, key=lambda group: self._number[group[0]]))

    def _candidates(self, sketch: _Sketch) -> list[int]:
        """Return the reports that share most of the indexed shingles."""
        found, _ = self._index.find(_indexed(sketch), most=LATEST)
        if not len(found):
            return []
        numbers, counts = np.unique(found, return_counts=True)
        order = np.lexsort((-numbers, -counts))[:MOST]
        return [int(number) for number in numbers[order]]


def _sketch(outline: Outline) -> _Sketch:
    names = outline.array("names").astype(np.uint32)
    figures = outline.array("figures").astype(np.uint32)
    facts = np.concatenate([names, figures])
    weight = np.concatenate([weights(names, "n"), weights(figures, "f")])
    order = np.argsort(facts, kind="stable")
    hashes = outline.array("sketch").astype(np.uint32)
    return _Sketch(hashes, outline.sampled, facts[order], weight[order])


def _indexed(sketch: _Sketch) -> NDArray[np.uint32]:
    """Return the shingles that a report is found by: again a fixed share, at most INDEXED."""
    level = sketch.sampled
    hashes = sketch.hashes
    while len(hashes) > INDEXED:
        level += 1
        hashes = hashes[hashes % np.uint32(1 << level) == 0]
    return hashes


def _copied(one: _Sketch, other: _Sketch) -> float | None:
    """Return how much of the shorter one's wording is shared, None where the two are no copies."""
    level = np.uint32(1 << max(one.sampled, other.sampled))
    mine = one.hashes[one.hashes % level == 0]
    theirs = other.hashes[other.hashes % level == 0]
    smaller = min(len(mine), len(theirs))
    if not smaller:
        return None
    both = float(_common(mine, theirs).sum())
    share = both / smaller
    least = SHORT_SHARE if smaller * int(level) < SHORT else SHARE
    union = len(mine) + len(theirs) - both
    if share < least or (share < MOSTLY and both < UNION * union):
        return None
    if share < SAME:
        short, long = (one, other) if len(mine) <= len(theirs) else (other, one)
        total = float(short.weight.sum())
        if total and float(short.weight[_common(short.facts, long.facts)].sum()) < FACTS * total:
            return None
    return share


def _common(values: NDArray[np.uint32], others: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return which of some values, all ascending, are among others."""
    if not len(others):
        return np.zeros(len(values), bool)
    at = np.minimum(np.searchsorted(others, values), len(others) - 1)
    same: NDArray[np.bool_] = others[at] == values
    return same


def copy_groups_of(
    copies: Iterable[Copy], *, order: Callable[[str], Any] = str
) -> tuple[tuple[str, ...], ...]:
    """Return the groups of two or more reports that near copies make, each sorted by `order`.

    The nearest copies come together first; two groups do where TOGETHER of all their pairs are
    copies: two halves of a text belong with the whole, but a text that took half from each of two
    others does not make copies of these.
    """
    near: dict[str, dict[str, float]] = {}
    for copy in copies:
        near.setdefault(copy.report, {})[copy.other] = copy.share
        near.setdefault(copy.other, {})[copy.report] = copy.share
    group = {report: [report] for report in near}
    pairs = {(a, b) if order(a) < order(b) else (b, a): s for a in near for b, s in near[a].items()}
    for one, other in sorted(pairs, key=lambda pair: (-pairs[pair], *map(order, pair))):
        mine, theirs = group[one], group[other]
        if mine is theirs:
            continue
        linked = sum(b in near[a] for a in mine for b in theirs)
        if linked >= TOGETHER * len(mine) * len(theirs):
            mine += theirs
            group.update((report, mine) for report in theirs)
    distinct = {id(members): sorted(members, key=order) for members in group.values()}
    return tuple(tuple(m) for m in sorted(distinct.values(), key=lambda m: order(m[0])) if m[1:])
