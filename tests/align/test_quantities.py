from __future__ import annotations

import pytest
from tests.building import build

from quoth.align.quantities import Quantity, quantities


def read(sentence: str) -> list[Quantity]:
    report = build("r", sentence)
    return list(quantities(report.tokens, range(len(report.tokens))))


@pytest.mark.parametrize(
    ("sentence", "low", "high", "unit"),
    [
        ("17|NUM|nummod|1 trawlers", 17, 17, "trawler"),
        ("seventeen|NUM|nummod|1 trawlers", 17, 17, "trawler"),
        ("forty-two|NUM|nummod|1 sailors", 42, 42, "sailor"),
        ("more than 40|NUM|nummod|3 sailors", 40, 60, "sailor"),
        ("over forty|NUM|nummod|2 men", 40, 60, "men"),
        ("about 200|NUM|nummod|2 people", 180, 220, "people"),
        ("up to 300|NUM|nummod|3 jobs", 200, 300, "job"),
        ("12,000|NUM|nummod|1 tonnes", 11500, 12500, "tonne"),
        ("2.5|NUM|compound|1 million|NUM|nummod|2 euros", 2450000, 2550000, "euro"),
        ("$ 300|NUM|nummod|0", 250, 350, "dollar"),
        ("60|NUM|nummod|1 percent", 60, 60, "percent"),
        ("three|NUM|compound|1 hundred|NUM|nummod|4 and five|NUM|nummod|4 boats", 305, 305, "boat"),
        ("a dozen|NOUN|nummod|2 ships", 12, 12, "ship"),
    ],
)
def test_reads_value_and_unit(sentence: str, low: float, high: float, unit: str) -> None:
    (found,) = read(sentence)
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.unit == unit


@pytest.mark.parametrize(
    "sentence",
    [
        "May|PROPN|pobj|0|DATE 12|NUM|nummod|0|DATE",
        "the third|ADJ|amod|2|ORDINAL day",
        "no one|NOUN|pobj|0 came",
        "the usual words",
    ],
)
def test_leaves_what_is_no_quantity(sentence: str) -> None:
    assert read(sentence) == []


def test_more_than_forty_agrees_with_forty_two() -> None:
    (vague,) = read("more than 40|NUM|nummod|3 sailors")
    (exact,) = read("42|NUM|nummod|1 sailors")
    (other,) = read("95|NUM|nummod|1 sailors")
    assert vague.agrees(exact)
    assert exact.agrees(vague)
    assert not vague.agrees(other)


def test_a_rounded_figure_agrees_with_the_exact_one() -> None:
    (rounded,) = read("12,000|NUM|nummod|1 tonnes")
    (exact,) = read("11,870|NUM|nummod|1 tonnes")
    assert rounded.agrees(exact)


def test_an_endless_number_does_no_harm() -> None:
    (found,) = read("9" * 400 + "|NUM|nummod|1 boats")
    assert found.unit == "boat"
