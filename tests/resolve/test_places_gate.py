"""Accuracy floors of places, on names and sentences of our own. A floor can only rise."""

from __future__ import annotations

from collections import Counter

from benchmarks.places import measure


def test_right_and_wrong() -> None:
    counts = Counter(found.verdict for _, found in measure())
    # What was measured, less two rows; the first reading was 0.952.
    assert counts["right"] / counts.total() >= 0.96
    assert counts["wrong"] <= 1
