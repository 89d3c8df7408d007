"""Change points, intervals and steps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.relate.telling import FIRST, SECOND, telling

from quoth.annotate.plover import QUAD_CLASSES
from quoth.errors import QueryError
from quoth.relate import Covered, RelateOptions, end_of, relate, start_of, steps
from quoth.relate.amounts import amount, gamma_below, gamma_quantile
from quoth.relate.changes import dispersion, shifts
from quoth.relate.occurrences import occurrences


def found(counts, exposures=None):
    return [
        (shift.at, shift.more)
        for shift in shifts(counts, exposures if exposures is not None else [10] * len(counts))
    ]


@pytest.mark.parametrize(
    ("counts", "changes"),
    [
        ([1, 0, 1, 1, 0, 1, 9, 8, 10, 9, 8, 9], [(6, True)]),
        ([9, 8, 10, 9, 8, 9, 0, 0, 1, 0, 0, 0], [(6, False)]),
        ([1, 0, 1, 0, 1, 12, 1, 0, 1, 0, 1, 0], [(5, True), (6, False)]),
        ([1, 0, 1, 1, 2, 0, 1, 0, 1, 2, 1, 0], []),
        ([0] * 24, []),
        ([0, 0, 30], []),  # too short to say
    ],
)
def test_changes_of_counts(counts, changes):
    assert found(counts) == changes


def test_more_reports_are_no_more_events():
    # Ten times as much comes out from the seventh step on, and ten times as much is told.
    few, many = [2, 3, 2, 2, 3, 2], [20, 25, 22, 24, 23, 21]
    assert found([*few, *many], [50] * 6 + [500] * 6) == []
    assert found([*few, *many], [50] * 12) == [(6, True)]


def test_steps_without_reports_change_nothing():
    assert found([3, 4, 3, 0, 0, 0, 0, 3, 4, 3, 4, 3], [10] * 3 + [0] * 4 + [10] * 5) == []


def test_at_one_rate_a_change_is_rarely_seen():
    rng = np.random.default_rng(1)
    seen = sum(bool(found(rng.poisson(2.0, 36).astype(float))) for _ in range(100))
    assert seen <= 5


def test_bursts_are_wider_than_poisson():
    rng = np.random.default_rng(2)
    even, bursts = rng.poisson(5.0, 200), rng.negative_binomial(5 / 3, 1 / 4, 200)
    ones = np.ones(200)
    assert dispersion(even.astype(float), ones) < 1.3
    assert dispersion(bursts.astype(float), ones) > 2.0


def test_a_change_names_what_drives_it():
    tellings = [
        telling(f"r{n}", n, "ASSAULT" if n % 2 else "THREATEN", day=f"2031-{month:02}-0{k + 1}",
                story=f"s{n}", confidence=1.0)
        for n, (month, k) in enumerate((m, k) for m in range(7, 13) for k in range(4))
    ]  # fmt: skip
    covered = [Covered(f"2031-{month:02}-01", "paper", None, 40) for month in range(1, 13)]
    relation = relate(tellings, covered, first=FIRST, second=SECOND, quads=QUAD_CLASSES)
    (change,) = relation.series[0].changes
    assert (change.start, change.kind, change.way) == ("2031-07-01", "conflict", "more")
    assert (change.before, change.after) == (0, 4)
    assert change.gain > 1
    # Of July and August the heaviest: each ASSAULT weighs 9, each THREATEN 3.5.
    assert change.drivers[:2] == ("r1/e0", "r3/e0")
    assert len(change.drivers) == 5


def test_the_gamma_distribution():
    # Of shape 1 it is the exponential one, of shape 1/2 half the square of a normal variable.
    assert gamma_below(2.0, 1.0) == pytest.approx(1 - math.exp(-2))
    assert gamma_quantile(0.95, 1.0) == pytest.approx(-math.log(0.05))
    assert gamma_quantile(0.95, 0.5) == pytest.approx(1.959963984540054**2 / 2)
    assert gamma_below(gamma_quantile(0.05, 40.5), 40.5) == pytest.approx(0.05)
    assert gamma_below(-1, 2) == 0


def events_of(*confidences, mode=None):
    made = [
        telling(f"r{n}", n, story=f"s{n}", confidence=c, mode=mode)
        for n, c in enumerate(confidences)
    ]
    return occurrences(made, FIRST, SECOND, step="month", quads=dict(QUAD_CLASSES))


def test_an_exact_interval_and_that_of_many_agree():
    few = amount(events_of(*[0.6] * 200), 100)
    many = amount(events_of(*[0.6] * 400), 100)
    assert (few.low, few.high) == (109, 131)  # binomial(200, 0.6)
    # 240 and 1.645 times the root of 96
    assert many.low == pytest.approx(223.9, abs=0.1)
    assert many.score_low == pytest.approx(-7 * 256.1, abs=1)
    assert few.rate_low < few.rate < few.rate_high


def test_no_event_and_no_text():
    nothing = amount([], 0)
    assert (nothing.events, nothing.expected, nothing.rate) == (0, 0, None)
    # The 95% point of Jeffreys' interval of none in ten texts.
    quiet = amount([], 10)
    assert quiet.rate == 0
    assert quiet.rate_high == pytest.approx(100 * 1.959963984540054**2 / 2 / 10)


@pytest.mark.parametrize(
    ("step", "start", "end"),
    [
        ("day", "2032-02-29", "2032-02-29"),
        ("week", "2032-02-23", "2032-02-29"),
        ("month", "2032-02-01", "2032-02-29"),
        ("quarter", "2032-01-01", "2032-03-31"),
        ("year", "2032-01-01", "2032-12-31"),
    ],
)
def test_steps(step, start, end):
    assert start_of("2032-02-29", step) == start
    assert end_of(start, step) == end
    assert steps("2032-02-29", "2032-02-29", step) == (start,)


def test_too_many_steps():
    with pytest.raises(QueryError, match="a longer step"):
        steps("1900-01-01", "2031-01-01", "day")


def test_what_lies_outside_the_time_is_said():
    relation = relate(
        [telling("a", 1), telling("b", 2, story="other", date="1999-01-02")],
        [Covered("2031-03-01", "paper", None, 3)],
        first=FIRST, second=SECOND, quads=QUAD_CLASSES, options=RelateOptions(),
    )  # fmt: skip
    assert [event.id for event in relation.events] == ["a/e0"]
    assert relation.notes == (
        "1 event is dated outside 2031-03-01 to 2031-03-31 and left out",
        "1 of 1 events tell no date: they stand at publication",
    )
