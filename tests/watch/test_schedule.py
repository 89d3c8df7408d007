"""When to ask which feed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.errors import CheckpointError
from quoth.ingest.web import Polled
from quoth.watch import Schedule, ScheduleOptions

A, B = "https://a.example/feed", "https://b.example/feed"
OPTIONS = ScheduleOptions(default_s=600, least_s=300, most_s=7_200)


def pause(schedule, outcome, address=A, **how):
    """Return the pause after a feed went so, without what spreads feeds."""
    feed = schedule.went(address, Polled(address, outcome, **how), 1_000.0)
    share = schedule.went(address, Polled(address, "read", every_s=1_000.0), 0.0).next_at / 1_000.0
    return pytest.approx((feed.next_at - 1_000.0) / share)


def fresh(**options):
    return Schedule([A, B], now=0.0, options=options.get("options", OPTIONS))


def test_all_are_due_at_first():
    assert [feed.address for feed in fresh().due(0.0)] == [A, B]
    assert fresh().wait_s(0.0) == 0.0


@pytest.mark.parametrize(
    ("stated", "seconds"), [(None, 600), (900.0, 900), (10.0, 300), (1e9, 7_200)]
)
def test_a_feed_says_how_often(stated, seconds):
    assert pause(fresh(), "read", every_s=stated) == seconds


def test_quiet_feeds_are_asked_less_often():
    schedule = fresh()
    pauses = []
    for _ in range(6):
        feed = schedule.went(A, Polled(A, "unchanged"), 0.0)
        pauses.append(round(feed.next_at / 600, 1))
    assert pauses == sorted(pauses)
    assert pauses[0] < 1.7
    assert pauses[-1] <= 4.0 * 1.06
    assert schedule.went(A, Polled(A, "read", new=1), 0.0).next_at < 600 * 1.06


def test_faults_double_the_pause():
    schedule = fresh()
    pauses = [schedule.went(A, Polled(A, "failed", reason="x"), 0.0).next_at for _ in range(9)]
    assert pauses[1] == pytest.approx(2 * pauses[0])
    assert pauses[-1] <= 7_200 * 1.06
    assert schedule.feeds[A].why == "x"
    assert schedule.went(A, Polled(A, "read", new=1), 0.0).why is None


def test_a_site_says_when():
    assert pause(fresh(), "failed", retry_after_s=9_000.0) == 9_000
    assert pause(fresh(), "failed", retry_after_s=5.0) == 1_200


def test_what_is_gone_is_left_alone():
    schedule = fresh()
    assert schedule.went(A, Polled(A, "failed", gone=True, reason="gone"), 0.0).gone
    assert [feed.address for feed in schedule.due(1e9)] == [B]
    schedule.went(B, Polled(B, "failed", gone=True), 0.0)
    assert schedule.wait_s(0.0) is None


def test_all_are_hastened_but_those_that_failed():
    schedule = fresh()
    schedule.went(A, Polled(A, "failed", reason="x"), 0.0)
    schedule.went(B, Polled(B, "read"), 0.0)
    assert [feed.address for feed in schedule.hasten(10.0)] == [A]
    assert [feed.address for feed in schedule.due(10.0)] == [B]
    assert schedule.hasten(1e6) == ()
    assert len(schedule.due(1e6)) == 2


def test_what_has_moved_is_asked_there():
    schedule = fresh()
    schedule.went(A, Polled(A, "read", moved="https://a.example/new"), 0.0)
    assert schedule.feeds[A].asked == "https://a.example/new"
    schedule.went(A, Polled(A, "unchanged"), 0.0)
    assert schedule.feeds[A].asked == "https://a.example/new"


def test_the_one_that_waited_longest_comes_first():
    schedule = fresh()
    schedule.went(A, Polled(A, "read"), 500.0)
    schedule.went(B, Polled(B, "read"), 0.0)
    assert [feed.address for feed in schedule.due(5_000.0)] == [B, A]


def test_a_watch_that_is_started_again():
    first = fresh()
    first.went(A, Polled(A, "failed", reason="x", retry_after_s=5_000.0), 0.0)
    again = Schedule([A, "https://c.example/"], now=10.0, options=OPTIONS, saved=first.to_json())
    assert again.feeds[A] == first.feeds[A]
    assert [feed.address for feed in again.due(10.0)] == ["https://c.example/"]
    assert B not in again.feeds


def test_a_clock_that_was_set_back_stops_nothing():
    first = Schedule([A], now=1e9, options=OPTIONS)
    first.went(A, Polled(A, "read"), 1e9)
    again = Schedule([A], now=0.0, options=OPTIONS, saved=first.to_json())
    assert again.wait_s(0.0) <= OPTIONS.most_s


DAMAGED = ["", "[]", '{"feeds":[{}]}', '{"feeds":7}', '{"feeds":[{"address":"a","asked":7}]}']


@pytest.mark.parametrize("saved", DAMAGED)
def test_damaged_schedules(saved):
    with pytest.raises(CheckpointError, match="start without it"):
        Schedule([A], now=0.0, saved=saved)


POLLS = st.builds(
    Polled,
    st.just(A),
    st.sampled_from(["read", "unchanged", "failed"]),
    st.integers(0, 3),
    st.none() | st.floats(0.0, 1e9),
    st.none() | st.floats(0.0, 1e6),
)


@given(st.lists(POLLS, min_size=1, max_size=20))
def test_whatever_happens_a_feed_is_asked_neither_too_often_nor_never(polls):
    schedule = Schedule([A], now=0.0, options=OPTIONS)
    for polled in polls:
        feed = schedule.went(A, polled, 100.0)
        longest = max(OPTIONS.most_s, polled.retry_after_s or 0.0) * 1.06
        assert OPTIONS.least_s <= feed.next_at - 100.0 <= longest
