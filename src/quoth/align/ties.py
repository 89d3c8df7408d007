"""Ties: how likely it is of any two units that both tell the same, of equal units as of their like.

Units are indices; those that are equal (`twins`) have one kind, a unit without an equal is a kind
of its own. Where several pairs of two kinds were compared the likeliest counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from math import fsum

from quoth.align.grouping import Grown, Joined
from quoth.align.pairs import Pair
from quoth.align.twins import Twins


class Ties:
    """What is known of the pairs of one comparison."""

    def __init__(self, pairs: Iterable[Pair], twins: Twins) -> None:
        self.twins = twins
        self._near: dict[int, dict[int, Pair]] = {}
        for pair in pairs:
            one, other = twins.kind(pair.first), twins.kind(pair.second)
            known = self._near.setdefault(one, {}).get(other)
            if known is None or pair.probability > known.probability:
                self._near[one][other] = pair
                self._near.setdefault(other, {})[one] = pair

    def probability(self, first: int, second: int) -> float:
        """Return how likely two units tell the same, 0 where they were not compared."""
        pair = self._pair(self.twins.kind(first), self.twins.kind(second))
        return pair.probability if pair is not None else 0.0

    def compared(self, first: int, second: int) -> tuple[int, int]:
        """Return the two units that were compared for two, in the same order; else these."""
        one = self.twins.kind(first)
        pair = self._pair(one, self.twins.kind(second))
        if pair is None:
            return first, second
        compared = pair.first, pair.second
        if self.twins.kind(pair.first) != one or compared == (second, first):
            return pair.second, pair.first
        return compared

    def near(self, kind: int) -> Mapping[int, Pair]:
        """Return the kinds that one was compared with, each with its likeliest pair."""
        return self._near.get(kind, {})

    def _pair(self, one: int, other: int) -> Pair | None:
        return self._near.get(one, {}).get(other)

    def among(self, kinds: Iterable[int]) -> Iterator[tuple[int, int, float]]:
        """Yield each two kinds of some that were compared, one with itself too."""
        own = dict.fromkeys(kinds)
        for one in own:
            near = self._near.get(one, {})
            found = near if len(near) < len(own) else own
            for other in found:
                if one <= other and other in own and other in near:
                    yield one, other, near[other].probability

    def mean(self, units: Sequence[int], apart: Sequence[Hashable]) -> float | None:
        """Return the mean probability over pairs of units that `apart` tells apart, None if none.

        `apart` has a value for each unit.
        """
        kinds = [self.twins.kind(unit) for unit in units]
        of_both, of_kind = Counter(zip(kinds, apart, strict=True)), Counter(kinds)
        sides: dict[int, dict[Hashable, int]] = {}
        for (kind, side), count in of_both.items():
            sides.setdefault(kind, {})[side] = count
        all_pairs = len(units) ** 2 - sum(count**2 for count in Counter(apart).values())
        if not all_pairs:
            return None
        told = []
        for one, other, probability in self.among(of_kind):
            beside = sum(n * sides[other].get(side, 0) for side, n in sides[one].items())
            count = of_kind[one] * of_kind[other] - beside
            told.append(probability * (count / 2 if one == other else count))
        return fsum(told) / (all_pairs / 2)

    def with_twins(self, group: Grown) -> Grown:
        """Return a group with all units that are equal to one of it, each after those it had."""
        inside = {one.unit for one in group}
        added = {
            other: Joined(other, "copied", self.probability(one.unit, other))
            for one in group
            for other in self.twins.like(one.unit)
            if other not in inside
        }
        return (*group, *added.values())
