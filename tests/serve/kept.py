"""An archive with all that the API and the tools give, made once, without models."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from benchmarks.archive_reports import prepared
from tests.invented import compared, courier, daily, wire
from tests.keeping.fakes import WordReader

from quoth.keeping import Keeper
from quoth.records import Rejected, Report

DAILY = 'daily"><b>'
ODD = "https://odd.example/a b/?x=1&y=ü#z"


class AnyStory(WordReader):
    """The reader without models, which compares whatever it is given."""

    def compare(self, reports, *, any_story=False):
        return super().compare(reports, any_story=True)


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Path:
    """A folder with the archive: a compared story, others, pairs, corrections, two versions."""
    folder = tmp_path_factory.mktemp("kept")
    times = (datetime(2031, 4, 1) + timedelta(seconds=n) for n in range(10_000))
    with Keeper(folder / "news.duckdb", reader=WordReader()) as keeper:
        archive = keeper.archive
        archive._clock = lambda: next(times)
        archive.add(courier(), daily(), wire())
        if len(archive.story("wire").reports) > 1:
            archive.split("wire", note="another strike")
        stories = dict.fromkeys(archive.story(one).id for one in ("courier", DAILY, "wire"))
        archive.merge(*stories, note="one strike")
        story = archive.story("courier").id
        archive.keep_comparison(story, compared((courier(), daily(), wire()), None))
        list(archive.iter_add([Rejected("notes.pdf", "ingest", "is a PDF: save it as text")]))
        first = Report("twice", "The quay is closed. Ships wait.", published="2031-03-01")
        archive.add(first, *prepared(8, sentences=2))
        archive.add(replace(first, text="The quay is open again. No ship waits."))
        read = next(iter(prepared(1, sentences=2)))
        archive.correct_actor(read.id, read.actors[0].id, sectors=("UNI",), note="a school")
        archive.undo(archive.corrections()[-1].number, maker="me")
        archive.correct_actor(read.id, read.actors[0].id, sectors=("LAB",), maker="me")
        archive.add(Report(ODD, "Gulls rest on the mole.", outlet="Odd & <Sons>"))
    return folder


@pytest.fixture(scope="session")
def kept(template) -> Path:
    """The archive, for those that only ask it."""
    return template / "news.duckdb"


@pytest.fixture
def copied(template, tmp_path) -> Path:
    """The archive, for those that change it."""
    shutil.copytree(template, tmp_path / "kept")
    return tmp_path / "kept" / "news.duckdb"
