"""Grouping: how units come together, told in the order in which they did."""

from __future__ import annotations

from itertools import combinations

from quoth.align.grouping import Joined, groups, grown
from quoth.align.pairs import Pair
from quoth.align.units import Unit


def units(reports: str) -> list[Unit]:
    """Return a unit for each letter, of the report with that name."""
    nothing = frozenset()
    return [
        Unit(report, 0, (), "", "", (), nothing, nothing, nothing, (), (), (), False, False, True)
        for report in reports
    ]


def pairs(**likely: float) -> list[Pair]:
    """Return pairs by indices: p01=0.9."""
    return [Pair(int(name[1]), int(name[2]), value) for name, value in likely.items()]


def test_the_likeliest_pair_begins_and_the_best_joins_first() -> None:
    (group,) = grown(units("abcd"), pairs(p01=0.7, p02=0.95, p12=0.6, p03=0.4, p13=0.5, p23=0.8))
    assert [(one.unit, one.kind) for one in group] == [
        (0, "began"),
        (2, "began"),
        (1, "joined"),
        (3, "joined"),
    ]
    assert [round(one.fit, 3) for one in group] == [0.95, 0.95, 0.65, 0.567]


def test_groups_are_those_with_their_units_in_order() -> None:
    found = pairs(p02=0.95, p01=0.7, p12=0.6)
    assert groups(units("abc"), found) == [(0, 1, 2)]


def test_what_comes_with_a_group_that_is_largely_the_same_says_so() -> None:
    # 2 and 3 are of one report: 3 fits too little beside 2 to join, but is sure of 1 by itself.
    likely = {f"p{i}{j}": 0.9 for i, j in combinations(range(3), 2)}
    (group,) = grown(units("abcd"), pairs(**likely, p03=0.1, p13=0.8, p23=0.3))
    assert group[:3] == (
        Joined(0, "began", 0.9),
        Joined(1, "began", 0.9),
        Joined(2, "joined", 0.9),
    )
    assert [(one.unit, one.kind, round(one.fit, 3)) for one in group[3:]] == [(3, "merged", 0.4)]
