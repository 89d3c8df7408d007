"""Accuracy floors of `resolve.actor` on benchmarks/data/actors.tsv.

A floor can only rise (lowering one: see the changelog).
"""

from __future__ import annotations

import pytest
from benchmarks.actors import cases, shares

from quoth.resolve.world import holders


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, float]]:
    return shares()


def test_the_list_is_whole():
    every = list(cases())
    assert len(every) == 427
    assert sum(case.closed for case in every) == 213


# With the table of offices from 2007 on, as measured less a point.
@pytest.mark.parametrize(
    ("part", "country", "sector"), [("all", 0.88, 0.89), ("closed", 0.87, 0.88)]
)
def test_floors(measured, part: str, country: float, sector: float) -> None:
    assert measured[part]["country"] >= country
    assert measured[part]["sector"] >= sector


@pytest.mark.skipif(
    not any(held.start < "2000-01-01" for held in holders("ZAF", "president")),
    reason="needs the table of offices since 1990",
)
@pytest.mark.parametrize("part", ["all", "closed"])
def test_floors_with_the_offices_since_1990(measured, part: str) -> None:
    assert measured[part]["country"] >= 0.93
    assert measured[part]["sector"] >= 0.93
    assert measured[part]["name"] >= 0.80
