"""Accuracy floors on PolNeAR dev. A floor can only rise (lowering one: see the changelog)."""

from typing import Any

import pytest
from benchmarks.attribution import measure
from benchmarks.scorers import CORPORA

pytestmark = pytest.mark.skipif(
    not (CORPORA / "polnear").exists(),
    reason="needs polnear in ../shared/corpora beside the checkout",
)

# What was measured on 2026-11-21, less half a point.
FLOORS = [
    ("all", "attribution", 0.683),
    ("direct", "attribution", 0.867),
    ("mixed", "attribution", 0.741),
    ("indirect", "attribution", 0.611),
    ("all", "content_exact_np", 0.574),
]


@pytest.fixture(scope="module")
def scores() -> dict[str, Any]:
    return measure()["scores"]


@pytest.mark.parametrize(("part", "name", "floor"), FLOORS)
def test_f1_is_no_lower_than_measured(scores, part: str, name: str, floor: float) -> None:
    assert scores[part][name]["f1"] >= floor


def test_precision_is_no_lower_than_measured(scores) -> None:
    assert scores["all"]["attribution"]["p"] >= 0.75


def test_sources_are_right_where_contents_are(scores) -> None:
    assert scores["all"]["source_accuracy"]["share"] >= 0.955
