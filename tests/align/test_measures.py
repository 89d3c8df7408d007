from __future__ import annotations

import pytest
from tests.building import build

from quoth.align.measures import figures
from quoth.align.quantities import Quantity


def read(sentence: str) -> list[Quantity]:
    report = build("r", sentence)
    return figures(report.tokens, range(len(report.tokens)))


@pytest.mark.parametrize(
    ("sentence", "low", "high", "kind"),
    [
        ("a 60|NUM|nummod|3|DATE -|PUNCT day|NOUN|compound|4|DATE lull", 1440, 1440, "time"),
        ("some seven|NUM|nummod|2|TIME hours|NOUN|dobj|0|TIME", 6.3, 7.7, "time"),
        ("ten|NUM|nummod|1|QUANTITY miles|NOUN|dobj|0|QUANTITY", 16093.4, 16093.4, "length"),
        ("a third|NOUN|dep|0 of the fleet", 33.3333, 33.3333, "share"),
        ("two|NUM|nummod|2 -|PUNCT thirds of them", 66.6667, 66.6667, "share"),
        ("half of the fleet", 50, 50, "share"),
        ("dozens of boats", 24, 99, "count"),
        ("several thousand|NUM|nummod|2 ewes", 2000, 9999, "count"),
        ("tens of thousands of ewes", 20000, 99999, "count"),
        ("half a dozen boats", 6, 7, "count"),
        ("40|NUM|nummod|3 or 50|NUM|nummod|3 boats", 40, 50, "count"),
        ("between nine|NUM|nummod|4 and twelve|NUM|nummod|4 boats", 9, 12, "count"),
        ("between nine|NUM|nummod|4 and twelve|NUM|conj|1 boats|NOUN", 9, 12, "count"),
        ("no more than 40|NUM|nummod|4 boats", 26.6667, 40, "count"),
        ("Five|NUM|nsubj|1 drowned|VERB|ROOT|1", 5, 5, "count"),
        ("fifty|NUM|nummod|2 -|PUNCT|punct|2 one|NUM|nummod|3 votes", 51, 51, "count"),
    ],
)
def test_reads_what_is_told(sentence: str, low: float, high: float, kind: str) -> None:
    (found,) = read(sentence)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-3)
    assert found.kind == kind


def test_a_result_is_no_range() -> None:
    assert [q.high for q in read("51|NUM|pobj|0 to 45|NUM|pobj|1")] == [51, 45]


def test_miles_and_kilometres_agree_where_they_are_conversions() -> None:
    (miles,) = read("ten|NUM|nummod|1|QUANTITY miles|NOUN|dobj|0|QUANTITY")
    (same,) = read("16|NUM|nummod|1|QUANTITY kilometres|NOUN|dobj|0|QUANTITY")
    (other,) = read("19|NUM|nummod|1|QUANTITY kilometres|NOUN|dobj|0|QUANTITY")
    assert miles.agrees(same)
    assert not miles.agrees(other)


def test_what_a_figure_was_before_is_marked() -> None:
    now, before = read("27|NUM|dep|0 , up from 23|NUM|pobj|3")
    assert not now.former
    assert before.former


def test_what_a_figure_came_from_is_what_it_was_before() -> None:
    told = "eased to 6.3|NUM|nummod|3 percent|NOUN|pobj|1 in May from 6.4|NUM|pobj|6"
    now, before = read(told + " percent|NOUN|pobj|6")
    assert (now.former, before.former) == (False, True)
    (alone,) = read("heard from 40|NUM|nummod|3 people|NOUN|pobj|1")
    assert not alone.former


def test_an_ordinal_is_no_share() -> None:
    assert read("the third|ADJ|amod|2|ORDINAL boat") == []
