"""Comparisons whatever their reports: order shows in nothing, a copy supports nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from quoth.pipeline import Reader
from quoth.records import Comparison, Report

ORDERS = 6


@pytest.fixture(scope="module")
def reports(four: list[Path], reader: Reader) -> list[Report]:
    return reader.read(*four)


def told(comparison: Comparison, *, without: str = "") -> dict[frozenset, tuple]:
    """Return what is said of each claim, by who tells it where, but for its number and order."""
    return {
        frozenset((m.report, m.spans) for m in claim.members if m.report != without): (
            claim.gist,
            claim.speaker,
            claim.support,
            claim.confidence,
            frozenset((o.name, frozenset(o.reports), o.why) for o in claim.origins),
            frozenset(
                (d.type, frozenset(zip(d.between, d.values, strict=True)))
                for d in claim.differences
            ),
        )
        for claim in comparison.claims
    }


def test_every_order_of_the_reports_gives_the_same_claims(
    reports: list[Report], reader: Reader
) -> None:
    first = reader.compare(reports)
    orders = list(permutations(reports))
    for order in orders[:: max(1, len(orders) // ORDERS)]:
        other = reader.compare(order)
        assert told(other) == told(first)
        assert other.alone == first.alone
        assert {frozenset(group) for group in other.copies} == {
            frozenset(group) for group in first.copies
        }


@pytest.mark.parametrize("outlet", ["Another Paper", None])
def test_a_copy_of_any_report_raises_no_support(
    reports: list[Report], reader: Reader, outlet: str | None
) -> None:
    before = told(reader.compare(reports))
    for report in reports:
        copy = replace(report, id="copy", outlet=outlet, owner=None)
        after = told(reader.compare([*reports, copy]), without="copy")
        for members, (_, _, support, *_) in after.items():
            if members in before:
                assert support <= before[members][2]


def test_what_a_report_tells_twice_over_with_its_copy_is_one_origin(
    reports: list[Report], reader: Reader
) -> None:
    copy = replace(reports[0], id="copy", outlet="Another Paper", owner=None)
    for claim in reader.compare([reports[0], copy]).claims:
        assert claim.support == 1
