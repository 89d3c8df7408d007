"""An ingest that is killed, or runs out of disk: nothing is lost, nothing is half there."""

from __future__ import annotations

import os
import warnings

import pytest
from benchmarks.kills import Disturbed, Load, undisturbed

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills need a system with fork")
LOAD = Load(40, sentences=3, updates=7)


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    return undisturbed(tmp_path_factory.mktemp("undisturbed"), LOAD)


@pytest.fixture
def disturbed(tmp_path, wanted):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fork beside threads, from 3.12 on
        yield Disturbed(tmp_path, LOAD, wanted)


def test_ten_kills_at_random_moments(disturbed):
    for _ in range(10):
        disturbed.kill_once()
    disturbed.finish()
    assert disturbed.outcome.faults == []
    assert disturbed.outcome.kills >= 5
    assert disturbed.outcome.finished >= 1


def test_a_disk_that_is_full_again_and_again(disturbed):
    for _ in range(5):
        disturbed.fill_once()
    disturbed.finish()
    assert disturbed.outcome.faults == []
    assert disturbed.outcome.full >= 1


def test_what_is_confirmed_before_it_is_stored_is_found_out(disturbed, monkeypatch):
    # The harness itself: an archive that confirms too early must not pass.
    from quoth.archive import Archive

    monkeypatch.setattr(
        Archive, "iter_add", lambda self, items, *, batch: iter(_too_early(self, items, batch))
    )
    for _ in range(8):
        if not disturbed.outcome.faults:
            disturbed.kill_once()
    assert any(fault.startswith("lost") for fault in disturbed.outcome.faults)


def _too_early(archive, items, batch):
    from quoth.archive import Added
    from quoth.records import Report

    waiting = []
    for item in items:
        if isinstance(item, Report):
            yield Added(item.id, 1, "new")
            waiting.append(item)
        if len(waiting) >= batch:
            archive.add(*waiting)
            waiting = []
