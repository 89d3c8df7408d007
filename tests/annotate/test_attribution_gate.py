"""Accuracy floors on PolNeAR dev. A floor can only rise (lowering one: see the changelog)."""

from typing import Any

import pytest
from benchmarks.attribution import measure
from benchmarks.scorers import CORPORA

pytestmark = pytest.mark.skipif(
    not (CORPORA / "polnear").exists(),
    reason="needs polnear in ../shared/corpora beside the checkout",
)

# What was measured on 2026-11-25, less half a point.
FLOORS = [
    ("all", "attribution", 0.775),
    ("direct", "attribution", 0.927),
    ("mixed", "attribution", 0.866),
    ("indirect", "attribution", 0.710),
    ("all", "content_soft", 0.805),
    ("all", "cue", 0.832),
    ("all", "content_exact_np", 0.660),
]


@pytest.fixture(scope="module")
def scores() -> dict[str, Any]:
    return measure()["scores"]


@pytest.mark.parametrize(("part", "name", "floor"), FLOORS)
def test_f1_is_no_lower_than_measured(scores, part: str, name: str, floor: float) -> None:
    assert scores[part][name]["f1"] >= floor


def test_precision_is_no_lower_than_measured(scores) -> None:
    assert scores["all"]["attribution"]["p"] >= 0.80


def test_sources_are_right_where_contents_are(scores) -> None:
    assert scores["all"]["source_accuracy"]["share"] >= 0.965
