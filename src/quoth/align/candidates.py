"""Candidates: places where two tellings may part, each with what speaks for and against it.

Rules find candidates, with spans on both sides; a model of a few weights a type
(`quoth.align.flagging`) says which of them a journalist would want to be told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from quoth.align.sides import Side, common
from quoth.records import DifferenceType, Span

T = TypeVar("T")
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible difference between two sides.

    `values` is what each tells, `said` what the note says of each ("asserts it"); `features` are
    what the model weighs, all of the order of one.
    """

    type: DifferenceType
    sides: tuple[Side, Side]
    spans: tuple[Span, Span]
    values: tuple[str, str]
    said: tuple[str, str]
    features: Features


class Tellings:
    """The tellings of one claim: all sides, by report."""

    def __init__(self, sides: Sequence[Side]) -> None:
        self.sides = sides
        self.by_report: dict[str, list[Side]] = {}
        self._found: dict[tuple[object, int], object] = {}
        for side in sides:
            self.by_report.setdefault(side.report.id, []).append(side)

    @cached_property
    def size(self) -> float:
        """Return how many reports tell the claim, between 0 (two) and 1 (five and more)."""
        return min(3, len(self.by_report) - 2) / 3

    def once(self, find: Callable[[Side], T], side: Side) -> T:
        """Return what `find` finds of a side, found but once."""
        key = (find, id(side))
        if key not in self._found:
            self._found[key] = find(side)
        return cast("T", self._found[key])

    def once_of_all(self, find: Callable[[Tellings], T]) -> T:
        """Return what `find` finds of all tellings, found but once."""
        key = (find, 0)
        if key not in self._found:
            self._found[key] = find(self)
        return cast("T", self._found[key])

    def fellows(self, side: Side) -> list[Side]:
        """Return the other sides of the same report."""
        return [s for s in self.by_report[side.report.id] if s is not side]

    def alike(self, a: Side, b: Side) -> dict[str, float]:
        """Return the features that every candidate has: how much the two units have in common."""
        union = len(a.unit.lemmas | b.unit.lemmas) or 1
        shared = len(a.unit.lemmas & b.unit.lemmas)
        best = max(
            (
                common(x, y)
                for x in self.by_report[a.report.id]
                for y in self.by_report[b.report.id]
            ),
            default=0.0,
        )
        return {
            "common": common(a, b),
            "jaccard": shared / union,
            "shared": min(8, shared) / 8,
            "nearest": float(common(a, b) >= best),
            "size": self.size,
            "units": min(6, len(self.fellows(a)) + len(self.fellows(b))) / 6,
            "quoted": float(a.unit.quoted or b.unit.quoted),
        }


def flag(condition: object) -> float:
    """Return 1 for what is true, else 0."""
    return 1.0 if condition else 0.0
