"""Going on where an ingest stood, and a second round over feeds."""

from __future__ import annotations

import json

import pytest
from tests.ingest.server import article, options, serving
from tests.keeping.fakes import WordReader

from quoth.archive import Checkpoint
from quoth.config import ReaderOptions
from quoth.keeping import Keeper
from quoth.records import Report


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.duckdb"


@pytest.fixture
def lines(tmp_path):
    file = tmp_path / "many.jsonl"
    rows = ({"id": f"r{n}", "text": f"The mayor spoke. It was day {n}."} for n in range(60))
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file


def ingested(path, *inputs, reader=None, **more):
    with Keeper(path, reader=reader or WordReader(), stories=False) as keeper:
        return [item.report for item in keeper.ingest(*inputs, **more)]


def stopped_at(count):
    reader = WordReader()
    return reader, lambda: len(reader.read) >= count


def test_what_was_confirmed_is_not_looked_at_again(path, lines):
    reader, stop = stopped_at(40)
    assert len(ingested(path, lines, reader=reader, stop=stop)) == 40
    rest = ingested(path, lines)
    assert rest[-1] == "r59"
    assert 20 <= len(rest) < 40  # from the last mark on
    assert len(ingested(path, lines)) == 60  # done before: from the first on


def test_it_is_told_whether_an_ingest_goes_on(path, lines, monkeypatch):
    reader, stop = stopped_at(40)
    with Keeper(path, reader=reader, stories=False) as keeper:
        assert not keeper.resumes(lines)
        list(keeper.ingest(lines, stop=stop))
        assert keeper.resumes(lines)
        assert not keeper.resumes(lines, lines)
        monkeypatch.chdir(lines.parent.parent)
        assert not keeper.resumes(lines.name)
    assert len(ingested(path, lines, anew=True)) == 60
    with Keeper(path, reader=WordReader(), stories=False) as keeper:
        assert not keeper.resumes(lines)


def test_a_mark_that_cannot_be_read_does_no_harm(path, lines):
    reader, stop = stopped_at(40)
    ingested(path, lines, reader=reader, stop=stop)
    with Keeper(path, reader=WordReader(), stories=False) as keeper:
        (row,) = keeper.archive.sql("SELECT input FROM checkpoints").rows
        list(keeper.archive.iter_add([Checkpoint(row[0], '{"version": 99, "inputs": 0}')]))
        assert len(list(keeper.ingest(lines))) == 60


def test_reports_made_in_python_leave_no_mark(path):
    with Keeper(path, reader=WordReader(), stories=False) as keeper:
        list(keeper.ingest(Report("x", "The mayor spoke at noon.")))
        assert keeper.archive.sql("SELECT * FROM checkpoints").rows == ()


def test_a_feed_is_asked_for_what_is_new(path):
    feed = "<rss version='2.0'><channel><title>Post</title>{}</channel></rss>"
    item = "<item><title>{0}</title><link>{1}</link><guid>{1}</guid><pubDate>{2}</pubDate></item>"
    date = "Tue, 04 Mar 2031 0{}:00:00 GMT"
    read = ReaderOptions(ingest=options())
    with serving() as server:

        def publish(count):
            items = (
                item.format(f"News {n}", server.at(f"/{n}"), date.format(n)) for n in range(count)
            )
            server.give("/feed", feed.format("".join(items)), "application/rss+xml")
            for number in range(count):
                server.give(f"/{number}", article(f"News {number}"))

        publish(2)
        first = ingested(path, server.at("/feed"), reader=WordReader(read))
        assert len(first) == 2
        server.asked.clear()
        assert ingested(path, server.at("/feed"), reader=WordReader(read)) == []
        assert server.paths() == ["/feed"]
        publish(3)
        assert len(ingested(path, server.at("/feed"), reader=WordReader(read))) == 1
        assert server.paths()[-1] == "/2"
