from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests import invented

from quoth.archive import Archive


@pytest.fixture(scope="session")
def templates(tmp_path_factory):
    """The files of an empty archive and of one with the three invented reports.

    Making an archive takes a fifth of a second, copying one no time.
    """
    found = {}
    for name in ("empty", "filled"):
        folder = tmp_path_factory.mktemp(name)
        with Archive(folder / "news.duckdb", clock=lambda: datetime(2031, 4, 1)) as archive:
            if name == "filled":
                archive.add(invented.courier(), invented.daily(), invented.wire())
        found[name] = {file.name: file.read_bytes() for file in folder.iterdir()}
    return found


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.duckdb"


@pytest.fixture
def clock():
    """A clock that goes on by a minute each time it is read."""
    times = (datetime(2031, 4, 1) + timedelta(minutes=n) for n in range(1, 10_000))
    return lambda: next(times)


@pytest.fixture
def archive(path, clock, templates):
    """An empty archive."""
    yield from opened(path, clock, templates["empty"])


@pytest.fixture
def filled(path, clock, templates):
    """An archive with the three invented reports."""
    yield from opened(path, clock, templates["filled"])


def opened(path, clock, files):
    for name, data in files.items():
        path.with_name(name).write_bytes(data)
    with Archive(path, clock=clock) as archive:
        yield archive
