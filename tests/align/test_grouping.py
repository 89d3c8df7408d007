"""Grouping: how units come together, told in the order in which they did."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.align import grouping
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


def slow_groups(told: list[Unit], likely: list[Pair]) -> list[list[tuple[int, str]]]:
    """Group by the rules with every fit measured anew at every step."""
    near: dict[int, dict[int, float]] = {}
    for pair in likely:
        near.setdefault(pair.first, {})[pair.second] = pair.probability
        near.setdefault(pair.second, {})[pair.first] = pair.probability

    def fits(index: int, group: list[int]) -> list[float]:
        others = [other for other in group if told[other].report != told[index].report]
        return [near[index].get(other, 0.0) for other in others]

    def mean(found: list[float]) -> float:
        return sum(found) / len(found) if found else 0.0

    def beside(index: int, other: int) -> bool:
        groups = [[i for i, _ in group] for group in made]
        return any(
            told[i].report == told[other].report
            for group in groups
            if index in group
            for i in group
        )

    made: list[list[tuple[int, str]]] = []
    for pair in sorted(likely, key=lambda p: (-p.probability, p.first, p.second)):
        if pair.probability < grouping.LINK:
            break
        if beside(pair.first, pair.second) and beside(pair.second, pair.first):
            continue
        group = [(pair.first, "began"), (pair.second, "began")]
        while True:
            inside = [index for index, _ in group]
            reports = {told[index].report for index in inside}
            open_ = {o for i in inside for o in near.get(i, ())} - set(inside)
            fitting = []
            for index in open_:
                found = fits(index, inside)
                enough = grouping.AGAIN if told[index].report in reports else grouping.JOIN
                if found and mean(found) >= enough and min(found) >= grouping.FLOOR:
                    fitting.append((mean(found), -index))
            if not fitting:
                break
            group.append((-max(fitting)[1], "joined"))
        for other in made:
            there = [index for index, _ in other]
            new = [index for index, _ in group if index not in there]
            shared = len(group) - len(new)
            if shared >= grouping.SAME_GROUP * min(len(group), len(other)) and all(
                mean(fits(index, there)) >= grouping.SAME_FIT for index in new
            ):
                other.extend((index, "merged") for index in new)
                break
        else:
            made.append(group)
    return made


@settings(max_examples=200, deadline=None)
@given(
    st.text("abcde", min_size=2, max_size=12),
    st.lists(st.sampled_from((0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 0.95)), min_size=66, max_size=66),
    st.lists(st.booleans(), min_size=66, max_size=66),
)
def test_groups_are_those_of_measuring_every_fit_anew(
    reports: str, values: list[float], compared: list[bool]
) -> None:
    told = units(reports)
    likely = [
        Pair(i, j, value)
        for (i, j), value, kept in zip(
            combinations(range(len(told)), 2), values, compared, strict=False
        )
        if kept and reports[i] != reports[j]
    ]
    found = [[(one.unit, one.kind) for one in group] for group in grown(told, likely)]
    assert found == slow_groups(told, likely)
