"""Accuracy floors of `resolve.actor` on benchmarks/data/actors.tsv.

A floor can only rise (lowering one: see the changelog).
"""

from __future__ import annotations

import pytest
from benchmarks.actors import cases, shares


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, float]]:
    return shares()


def test_the_list_is_whole():
    every = list(cases())
    assert len(every) == 427
    assert sum(case.closed for case in every) == 213


# What was measured on 2026-11-30, less a point.
@pytest.mark.parametrize(
    ("part", "country", "sector", "name"),
    [("all", 0.976, 0.976, 0.90), ("closed", 0.971, 0.971, 0.82)],
)
def test_floors(measured, part: str, country: float, sector: float, name: float) -> None:
    assert measured[part]["country"] >= country
    assert measured[part]["sector"] >= sector
    assert measured[part]["name"] >= name
