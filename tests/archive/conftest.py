from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from quoth.archive import Archive


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.duckdb"


@pytest.fixture
def clock():
    """A clock that goes on by a minute each time it is read."""
    times = (datetime(2031, 4, 1) + timedelta(minutes=n) for n in range(10_000))
    return lambda: next(times)


@pytest.fixture
def archive(path, clock):
    with Archive(path, clock=clock) as opened:
        yield opened


@pytest.fixture
def filled(archive, reports):
    """An archive with the three invented reports."""
    archive.add(*reports)
    return archive
