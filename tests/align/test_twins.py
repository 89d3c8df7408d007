"""Equal sentences of many reports: two are compared, and claims have them all."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.building import build

from quoth.align.grouping import Joined
from quoth.align.pairs import Pair
from quoth.align.ties import Ties
from quoth.align.twins import FEW_REPORTS, KEPT, Twins, twins
from quoth.align.units import Unit, UnitReader
from quoth.records import Report

HELD = "Halmora|PROPN|nsubj|1|GPE detained|VERB|ROOT|1 trawlers|NOUN|dobj|1 ."
SOLD = "Halmora|PROPN|nsubj|1|GPE sold|VERB|ROOT|1 trawlers|NOUN|dobj|1 ."


def units(reports: list[Report]) -> list[Unit]:
    return [
        unit
        for report in reports
        for unit in UnitReader(report, canonical=str.lower, names_of={}).units()
    ]


def many(*told: str, count: int = FEW_REPORTS + 1) -> list[Report]:
    return [build(f"r{n:03}", *told) for n in range(count)]


def test_a_story_of_a_few_reports_is_compared_in_full() -> None:
    reports = many(HELD, HELD, count=FEW_REPORTS)
    equal, compared = twins(reports, units(reports))
    assert compared is None
    assert not equal.bounded
    assert equal.like(3) == (3,)


def test_of_equal_sentences_two_are_compared_in_different_reports() -> None:
    reports = many(HELD, HELD)
    told = units(reports)
    equal, compared = twins(reports, told)
    assert compared is not None
    assert [told[i].report for i in compared] == ["r000", "r001"]
    assert len(compared) == KEPT
    assert equal.like(5) == tuple(range(len(told)))
    assert len({equal.kind(index) for index in range(len(told))}) == 1


def test_other_words_other_speakers_and_other_figures_are_not_equal() -> None:
    reports = many(HELD)
    said = build("s", HELD.replace(" .", " , said Tamm ."), statements=(("Tamm", "said", ""),))
    reports += [build("q", SOLD), said]
    told = units(reports)
    equal, compared = twins(reports, told)
    assert compared is not None
    alone = [i for i, unit in enumerate(told) if unit.report in "qs"]
    assert alone
    assert all(index in compared and equal.like(index) == (index,) for index in alone)


TWO_KINDS = Twins([(0, 2, 4), (1, 3)], 6, bounded=True)


def test_what_is_known_of_one_pair_is_known_of_all_that_are_equal() -> None:
    ties = Ties([Pair(0, 1, 0.6), Pair(2, 1, 0.8), Pair(0, 2, 0.9)], TWO_KINDS)
    assert ties.probability(4, 3) == ties.probability(3, 4) == 0.8
    assert ties.probability(2, 4) == 0.9
    assert ties.probability(0, 5) == 0
    assert ties.compared(4, 3) == (2, 1)
    assert ties.compared(3, 4) == (1, 2)
    assert ties.compared(4, 2) == (0, 2)
    assert ties.compared(5, 0) == (5, 0)


def test_a_claim_has_all_who_tell_it_in_the_words_of_one_of_it() -> None:
    ties = Ties([Pair(0, 5, 0.7), Pair(0, 2, 0.9)], TWO_KINDS)
    group = (Joined(0, "began", 0.7), Joined(5, "began", 0.7))
    assert ties.with_twins(group) == (
        *group,
        Joined(2, "copied", 0.9),
        Joined(4, "copied", 0.9),
    )


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from("xyz"), min_size=6, max_size=6),
    st.dictionaries(st.sampled_from(list(combinations(range(6), 2))), st.floats(0, 1), max_size=15),
    st.booleans(),
)
def test_the_mean_is_that_over_all_pairs(
    sides: list[str], likely: dict[tuple[int, int], float], folded: bool
) -> None:
    equal = TWO_KINDS if folded else Twins((), 6, bounded=False)
    ties = Ties([Pair(*pair, value) for pair, value in likely.items()], equal)
    apart = [(i, j) for i, j in combinations(range(6), 2) if sides[i] != sides[j]]
    mean = ties.mean(range(6), sides)
    if not apart:
        assert mean is None
    else:
        expected = sum(ties.probability(i, j) for i, j in apart) / len(apart)
        assert mean == pytest.approx(expected, abs=1e-12)
