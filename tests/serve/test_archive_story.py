"""`quoth story`, and the corrections of stories."""

from __future__ import annotations

import json
import shlex

import jsonschema
import pytest
from benchmarks.archive_reports import plain_forming, prepared
from tests.keeping.fakes import WordReader
from tests.serve.running import quoth

from quoth.archive import Archive
from quoth.forms import jsonform
from quoth.keeping import keeper
from quoth.serve import steps

DAILY = 'daily"><b>'


class FakeReader(WordReader):
    """Gives out the comparison it was made with."""

    def __init__(self, comparison):
        super().__init__()
        self.comparison = comparison

    def compare(self, reports, *, any_story=False):
        self.compared.append([report.id for report in reports])
        return self.comparison


@pytest.fixture
def path(tmp_path, reports, monkeypatch):
    file = tmp_path / "news.duckdb"
    with Archive(file, forming=plain_forming()) as archive:
        archive.add(*reports)
        archive.merge("courier", DAILY, "wire")
    monkeypatch.setenv("QUOTH_ARCHIVE", str(file))
    monkeypatch.setattr(keeper, "forming", lambda encode: plain_forming())
    return file


@pytest.fixture
def reader(comparison, monkeypatch):
    fake = FakeReader(comparison)
    monkeypatch.setattr(steps, "make_reader", lambda **_: fake)
    return fake


@pytest.fixture
def formed(tmp_path, monkeypatch):
    """An archive whose stories two commands in a row can change."""
    file = tmp_path / "formed.duckdb"
    monkeypatch.setattr(keeper, "forming", lambda encode: plain_forming())
    with Archive(file) as archive:
        archive.add(*prepared(8, sentences=4))
    monkeypatch.setenv("QUOTH_ARCHIVE", str(file))
    monkeypatch.setattr(steps, "make_reader", lambda **_: WordReader())
    assert quoth("form").exit_code == 0
    return file


def stories(path):
    with Archive(path, read_only=True) as archive:
        return {frozenset(story.reports) for story in archive.stories(limit=None)}


def test_a_story_is_compared_once_and_the_comparison_kept(path, reader):
    first = quoth("story", "courier", "--width", "100")
    assert first.exit_code == 0
    assert first.stdout.startswith("Story courier ─")
    assert "3 reports of one story · 3 outlets" in first.stdout
    assert "Left out by Northern Wire" in first.stdout
    again = quoth("story", "wire", "--width", "100")
    assert again.stdout == first.stdout
    assert reader.compared == [["courier", "wire", DAILY]]


def test_the_document_of_a_story(path, reader):
    result = quoth("story", "courier", "-f", "json")
    document = json.loads(result.stdout)
    jsonschema.validate(document, jsonform.schema("story"), cls=jsonschema.Draft202012Validator)
    assert document["comparison"]["claims"]
    assert [member["report"] for member in document["members"]] == document["reports"]
    assert document["history"][-1]["kind"] == "merge"
    assert document["history"][-1]["maker"] == "user"


def test_other_forms_of_a_story(path, reader, tmp_path):
    assert quoth("story", "courier", "-f", "csv").stdout.startswith("kind,number,claim,")
    page = tmp_path / "page.html"
    assert quoth("story", "courier", "--html", str(page)).exit_code == 0
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "How its tellings came together" in quoth("story", "courier", "--why", "1").stdout
    sure = quoth("story", "courier", "--min-confidence", "0.85")
    assert "3 of 5 claims are below 0.85 and left out" in sure.stderr
    result = quoth("story", "courier", "--html", str(page), "-o", str(page))
    assert "name the same file" in result.stderr


def test_a_story_that_is_not_compared(path, reader):
    result = quoth("story", "courier", "--no-compare")
    assert result.exit_code == 0
    assert "The Harbour Courier" in result.stdout
    assert "was not compared yet; leave out --no-compare" in result.stderr
    assert reader.compared == []
    result = quoth("story", "courier", "--no-compare", "-f", "csv")
    assert result.exit_code == 2
    assert (
        json.loads(quoth("story", "courier", "--no-compare", "-f", "json").stdout)["comparison"]
        is None
    )


def test_a_story_of_one_report(path, reader):
    assert quoth("split", "wire").exit_code == 0
    result = quoth("story", "wire")
    assert result.exit_code == 0
    assert "is told by one report" in result.stderr
    assert "`quoth report wire` shows it" in result.stderr
    assert reader.compared == []


def test_no_such_story(path, reader):
    result = quoth("story", "nothing")
    assert result.exit_code == 2
    assert "there is no story or report of this id; `quoth stories` lists" in result.stderr


def test_while_another_writes_the_comparison_is_shown_and_not_kept(path, reader):
    with Archive(path):
        result = quoth("story", "courier")
        assert result.exit_code == 0
        assert (
            "another program writes to the archive, so the comparison is not kept" in result.stderr
        )
        assert "3 reports of one story" in result.stdout
    quoth("story", "courier")
    quoth("story", "courier")
    assert len(reader.compared) == 2


def test_a_comparison_of_other_reports_is_made_anew(path, reader, reports, comparison):
    quoth("story", "courier")
    quoth("split", "wire")
    assert "had other reports when compared" in quoth("claims", "--story", "courier").stderr
    two = comparison.reports[0], comparison.reports[1]
    reader.comparison = type(comparison)(two, (), {report.id: () for report in two})
    quoth("story", "courier")
    assert reader.compared[-1] == ["courier", DAILY]
    assert "had other reports" not in quoth("claims").stderr


@pytest.mark.parametrize(
    "command",
    [
        "merge r000000 r000004",
        "split r000001",
        "split r000001 r000002 --note 'another meeting'",
        "move r000001 --to r000004",
        "move r000001 r000002 --to r000005",
    ],
)
def test_what_a_correction_says_takes_it_back(formed, command):
    before = stories(formed)
    result = quoth(*shlex.split(command))
    assert result.exit_code == 0, result.stderr
    assert stories(formed) != before
    told = result.stderr.splitlines()[-1]
    assert told.startswith("quoth: to take it back: quoth ")
    for back in told.partition("take it back: ")[2].split("; "):
        assert quoth(*shlex.split(back)[1:]).exit_code == 0
    assert stories(formed) == before
    with Archive(formed, read_only=True) as archive:
        assert archive.check() == []


def test_a_correction_shows_the_story_as_it_is_then(formed):
    (row,) = quoth("merge", "r000000", "r000004", "-f", "jsonl").stdout.splitlines()
    assert len(json.loads(row)["reports"]) == 8
    table = quoth("corrections").stdout
    assert "merge r000000 r000004" in table
    result = quoth("story", "r000000", "--no-compare", "--width", "120")
    assert "merge (by the user) " in result.stdout


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("merge r000000 r000001", "to merge takes two stories at least"),
        ("merge r000000", "to merge takes two stories at least"),
        ("merge r000000 nothing", "nothing: there is no story or report of this id"),
        ("move r000001 --to r000000", "already in the story r000000"),
        ("move nothing --to r000000", "nothing: there is no story or report of this id"),
        ("split r000000 r000001 r000002 r000003", "already a story of their own"),
    ],
)
def test_what_would_change_nothing_or_is_a_slip_is_refused(formed, command, said):
    before = stories(formed)
    result = quoth(*shlex.split(command))
    assert result.exit_code == 2
    assert said in result.stderr
    assert stories(formed) == before
    with Archive(formed, read_only=True) as archive:
        assert archive.corrections() == ()
