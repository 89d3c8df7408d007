"""`Keeper`: what is read and what is not, stopping and going on, stories and comparisons."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from tests.keeping.fakes import WordReader

import quoth
from quoth.archive import Added, Archive
from quoth.config import ReaderOptions
from quoth.errors import ArchiveError, ComparisonError
from quoth.keeping import Keeper, reader_label
from quoth.records import Rejected, Report

STORM = "The storm hit Valmora on Friday. Roofs flew over Valmora, Lindqvist told the council."
STRIKE = "Dockers in Halle walk out on Monday. Ferries to Halle stop, Sorel said to the union."


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.duckdb"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    for name, text in (("a", STORM), ("b", STORM + " A third line."), ("c", STRIKE)):
        (made / f"{name}.txt").write_text(text, "utf-8")
    return made


def outcomes(items):
    return Counter(i.outcome if isinstance(i, Added) else "left_out" for i in items)


def test_what_is_there_already_is_not_read_again(path, folder):
    reader = WordReader()
    with Keeper(path, reader=reader) as keeper:
        assert outcomes(keeper.ingest(folder)) == {"new": 3}
        before = keeper.archive.dump()
        assert outcomes(keeper.ingest(folder)) == {"same": 3}
        assert keeper.archive.dump() == before
    assert reader.read == ["a", "b", "c"]
    (folder / "b.txt").write_text(STORM + " Another third line.", "utf-8")
    with Keeper(path, reader=reader) as keeper:
        assert [(i.report, i.version, i.outcome) for i in keeper.ingest(folder)] == [
            ("a", 1, "same"), ("b", 2, "updated"), ("c", 1, "same"),
        ]  # fmt: skip
        assert keeper.archive.check() == []
    assert reader.read == ["a", "b", "c", "b"]


def test_what_is_left_out_is_told_in_its_place_and_kept(path, folder):
    (folder / "ab.txt").write_text("", "utf-8")
    (folder / "bb.txt").write_text("furniture only, of course", "utf-8")
    with Keeper(path, reader=WordReader()) as keeper:
        items = list(keeper.ingest(folder))
        kinds = [i.report_id if isinstance(i, Rejected) else i.report for i in items]
        assert [kind.rpartition("/")[2] for kind in kinds] == ["a", "ab.txt", "b", "bb", "c"]
        assert {e.rejected.stage for e in keeper.archive.rejected()} == {"ingest", "clean"}


def test_reports_form_stories_and_near_copies(path, folder):
    with Keeper(path, reader=WordReader()) as keeper:
        list(keeper.ingest(folder))
        stories = {story.id: story for story in keeper.archive.stories()}
        assert {s.reports for s in stories.values()} == {("a", "b"), ("c",)}
        assert keeper.archive.story("a").copies == (("a", "b"),)


def test_without_stories_and_formed_later(path, folder):
    with Keeper(path, reader=WordReader(), stories=False) as keeper:
        list(keeper.ingest(folder))
        assert keeper.archive.stories().items == ()
    with Keeper(path, reader=WordReader()) as keeper:
        assert keeper.archive.form() == 3
        assert {s.reports for s in keeper.archive.stories()} == {("a", "b"), ("c",)}


def test_corrections_hold_when_more_comes_in(path, folder):
    with Keeper(path, reader=WordReader()) as keeper:
        list(keeper.ingest(folder))
        keeper.archive.split("b", note="another storm")
        (folder / "b.txt").write_text(STORM + " Yet another third line.", "utf-8")
        list(keeper.ingest(folder))
        assert keeper.archive.story("b").reports == ("b",)
    with Keeper(path, reader=WordReader()) as keeper:
        keeper.archive.form(anew=True)
        assert keeper.archive.story("b").reports == ("b",)
        assert keeper.archive.check() == []


def test_stopped_after_the_report_in_hand_and_gone_on_with(path, tmp_path, folder):
    reader = WordReader()
    with Keeper(path, reader=reader) as keeper:
        kept = list(keeper.ingest(folder, stop=lambda: len(reader.read) >= 2))
        assert [item.report for item in kept] == ["a", "b"]
        assert [item.outcome for item in keeper.ingest(folder)] == ["same", "same", "new"]
        once = keeper.archive.dump()
    assert reader.read == ["a", "b", "c"]
    with Keeper(tmp_path / "other.duckdb", reader=WordReader()) as keeper:
        list(keeper.ingest(folder))
        assert keeper.archive.dump() == once


def test_another_way_of_reading_reads_again(path, folder):
    low = ReaderOptions(least_event=0.2)
    with Keeper(path, reader=WordReader()) as keeper:
        list(keeper.ingest(folder))
    reader = WordReader(low)
    with Keeper(path, reader=reader) as keeper:
        assert outcomes(keeper.ingest(folder)) == {"same": 3}  # nothing else was found
    assert reader.read == ["a", "b", "c"]
    assert reader_label(ReaderOptions()) == quoth.__version__
    assert reader_label(low) == f"{quoth.__version__}, events from 0.2"


def test_load_brings_in_what_was_read_before(path, tmp_path, folder):
    with Keeper(path, reader=WordReader()) as keeper:
        list(keeper.ingest(folder))
        keeper.archive.export(tmp_path / "all.jsonl", "jsonl")
    with (tmp_path / "all.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("{}\n")
    reader = WordReader()
    with Keeper(tmp_path / "new.duckdb", reader=reader) as keeper:
        assert outcomes(keeper.load(tmp_path / "all.jsonl")) == {"new": 3, "left_out": 1}
        assert keeper.archive.report("a").statements
        assert outcomes(keeper.load(tmp_path / "all.jsonl"))["same"] == 3
    assert reader.read == []


def test_compare_keeps_the_comparison_until_the_story_changes(path, folder):
    reader = WordReader()
    with Keeper(path, reader=reader) as keeper:
        list(keeper.ingest(folder))
        first = keeper.compare("a")
        assert [r.id for r in first.reports] == ["a", "b"]
        assert keeper.compare("a").reports == first.reports
        assert reader.compared == [["a", "b"]]
        (folder / "b.txt").write_text(STORM + " Yet another third line.", "utf-8")
        list(keeper.ingest(folder))
        assert keeper.compare("a").reports[1].text.endswith("Yet another third line.")
        keeper.compare("a", anew=True)
        assert len(reader.compared) == 3
        with pytest.raises(ComparisonError, match="told by one report, c"):
            keeper.compare("c")
        with pytest.raises(ArchiveError, match="there is no such story"):
            keeper.compare("z")


def test_a_temporary_archive_is_gone_on_closing():
    with Keeper(reader=WordReader()) as keeper:
        list(keeper.ingest(Report("x", STORM), Report("y", STRIKE)))
        file = keeper.archive.path
        assert len(keeper.archive.stories()) == 2
        assert file.exists()
    assert not file.parent.exists()


def test_an_archive_that_is_open_stays_open(path):
    with Archive(path) as archive:
        with Keeper(archive, reader=WordReader()) as keeper:
            assert [i.outcome for i in keeper.ingest(Report("x", STORM))] == ["new"]
        assert archive.report("x").text == STORM
        assert archive.stories().items == ()


def test_many_known_reports_are_looked_up_together(path, tmp_path):
    lines = tmp_path / "many.jsonl"
    rows = ({"id": f"r{n}", "text": f"{STORM} Number {n}."} for n in range(150))
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    reader = WordReader()
    with Keeper(path, reader=reader, stories=False) as keeper:
        asked = []
        known = keeper.archive.known
        keeper.archive.known = lambda *r, **o: asked.append(len(r)) or known(*r, **o)
        assert outcomes(keeper.ingest(lines)) == {"new": 150}
        assert outcomes(keeper.ingest(lines)) == {"same": 150}
    assert len(reader.read) == 150
    assert sum(asked) == 300
    assert max(asked) > 1
