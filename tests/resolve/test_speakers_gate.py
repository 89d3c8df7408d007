"""Accuracy floors of speakers on PolNeAR dev, with the corpus's own attributions.

A floor can only rise (lowering one: see the changelog).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from benchmarks.speakers import measure, parts_of


@pytest.fixture(scope="module")
def shares(corpora: Path) -> dict[str, dict[str, float]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for found in measure(corpora):
        for part in parts_of(found):
            counts[part][found.verdict] += 1
    return {
        part: {verdict: n / each.total() for verdict, n in each.items()}
        for part, each in counts.items()
    }


# What was measured, less a point: right; and more a point: wrong.
@pytest.mark.parametrize(
    ("part", "right", "wrong"),
    [
        ("all", 0.928, 0.024),
        ("named", 0.920, 0.023),
        ("drawn", 0.914, 0.026),
        ("drawn, named", 0.885, 0.022),
        ("nameless", 0.968, 0.032),
    ],
)
def test_right_and_wrong(shares, part: str, right: float, wrong: float) -> None:
    assert shares[part]["right"] >= right
    assert shares[part].get("wrong", 0.0) <= wrong
