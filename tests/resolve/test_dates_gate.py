"""Accuracy floors of dates, on sentences of our own. A floor can only rise."""

from __future__ import annotations

from collections import Counter

from benchmarks.dates import measure


def test_right_and_wrong() -> None:
    found, extra = measure()
    counts = Counter(one.verdict for one in found)
    # What was measured, less a point; the first reading was 0.975.
    assert counts["right"] / len(found) >= 0.99
    assert counts["wrong"] / len(found) <= 0.01
    assert extra == 0
