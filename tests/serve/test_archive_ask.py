"""The commands that ask an archive: what they give in each form, and what they say of nothing."""

from __future__ import annotations

import csv
import io
import json
import shlex

import jsonschema
import pytest
from benchmarks.archive_reports import plain_forming, prepared
from tests.keeping.fakes import WordReader
from tests.serve.running import quoth

from quoth.archive import Archive
from quoth.forms import jsonform
from quoth.serve import steps

DAILY = 'daily"><b>'
LISTS = {
    "stories": "stories",
    "statements": "statements",
    "claims": "claims",
    "search Valmora": "search",
    "outlets": "outlets",
    "reports": "reports",
    "rejected": "rejected",
    "corrections": "corrections",
}


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """An archive with the invented reports in one story that was compared, and two others."""
    from tests.invented import compared, courier, daily, wire

    from quoth.records import Rejected

    path = tmp_path_factory.mktemp("archive") / "news.duckdb"
    reports = (courier(), daily(), wire())
    with Archive(path, forming=plain_forming()) as archive:
        archive.add(*reports)
        archive.merge("courier", DAILY, "wire", note="one strike")
        archive.keep_comparison("courier", compared(reports, None))
        list(archive.iter_add([Rejected("notes.pdf", "ingest", "is a PDF: save it as text")]))
        archive.add(*prepared(8, sentences=2))
    return path


@pytest.fixture
def archive(made, monkeypatch):
    monkeypatch.setenv("QUOTH_ARCHIVE", str(made))
    monkeypatch.setattr(steps, "make_reader", lambda **_: pytest.fail("a reader was made"))
    return made


def asked(command, *more):
    result = quoth(*shlex.split(command), *more)
    assert result.exit_code == 0, result.stderr
    return result


def rows(command):
    return [json.loads(line) for line in asked(command, "-f", "jsonl").stdout.splitlines()]


@pytest.mark.parametrize(("command", "name"), LISTS.items())
def test_every_list_in_every_form(archive, command, name):
    found = rows(command)
    assert found
    schema = jsonform.schema(name)
    validator = jsonschema.Draft202012Validator(schema)
    for row in found:
        validator.validate(row)
    assert set(found[0]) == set(schema["properties"])
    assert asked(command, "-f", "json").stdout == asked(command, "-f", "jsonl").stdout
    table = list(csv.DictReader(io.StringIO(asked(command, "-f", "csv").stdout)))
    if name == "claims":
        assert len(table) == sum(len(row["members"]) for row in found)
    else:
        assert len(table) == len(found)
        assert list(table[0]) == list(found[0])


@pytest.mark.parametrize("width", [60, 140])
@pytest.mark.parametrize(
    "command", ["stories", "statements", "claims", "reports", "events", "story courier"]
)
def test_no_table_is_wider_than_the_terminal(archive, command, width):
    text = asked(command, "--width", str(width)).stdout
    assert all(len(line) <= width for line in text.splitlines())


@pytest.mark.parametrize("command", list(LISTS))
def test_to_a_file(archive, tmp_path, command):
    path = tmp_path / "out"
    asked(command, "-f", "jsonl", "-o", str(path))
    assert path.read_text("utf-8") == asked(command, "-f", "jsonl").stdout


def test_statements_lead_to_their_words(archive):
    with Archive(archive, read_only=True) as opened:
        for row in rows("statements --by Lindqvist"):
            text = opened.report(row["report"], version=row["version"]).text
            assert " … ".join(text[a:b] for a, b in row["content"]) == row["words"]
    found = rows("statements --about strike --outlet 'northern wire'")
    assert [row["report"] for row in found] == ["wire"]
    table = asked("statements --by Lindqvist --width 100").stdout
    assert "Northern Wire · 2031-03-02 · wire ─" in table
    assert "s1  Per Lindqvist   indirect:" in table


def test_stories_and_their_filters(archive):
    (first, *_) = rows("stories --min-support 2")
    assert first["story"] == "courier"
    assert first["reports"] == ["courier", "wire", DAILY]
    assert first["support"] == 3
    assert [row["story"] for row in rows("stories --actor Lindqvist")] == ["courier"]
    assert [row["story"] for row in rows("stories --country swe --min-outlets 3")] == ["courier"]
    assert [row["story"] for row in rows("stories --outlet 'Northern Wire'")] == ["courier"]
    assert len(rows("stories --since 2031-01 --until 2031-01-31")) == 2
    table = asked("stories --width 100").stdout
    assert "Dockers to strike on Friday" in table
    told = " ".join(table.split())
    assert "courier · The Harbour Courier, Northern Wire and Valmora Daily <News>" in told


def test_a_table_says_where_it_ends_and_other_forms_do_not(archive):
    result = asked("statements --limit 2")
    assert "the first 2 are given; --limit N gives more, --limit 0 all" in result.stderr
    everything = rows("statements")
    assert len(everything) > 10
    assert asked("statements -f jsonl").stderr == ""
    assert [r["statement"] for r in rows("statements --limit 3")] == [
        r["statement"] for r in everything[:3]
    ]
    with Archive(archive, read_only=True) as opened:
        assert len(everything) == len(opened.statements(limit=None))


def test_events_come_as_from_inputs(archive):
    (row, *_) = rows("events --type coerce --outlet 'Northern Wire'")
    assert row["report"] == "wire"
    assert row["evidence"].startswith("At least 14 people were held")
    assert row["recipient_words"] == "At least 14 people"
    assert {r["status"] for r in rows("events --status future")} == {"future"}
    assert {r["report"] for r in rows("events --recipient people --type COERCE")} == {
        "courier", "wire", DAILY,
    }  # fmt: skip
    assert all(r["confidence"] >= 0.79 for r in rows("events --min-confidence 0.79"))
    table = asked("events --outlet 'Northern Wire' --width 80").stdout
    assert table.startswith("Northern Wire · 2031-03-02 · wire ─")
    parquet = quoth("events", "-f", "parquet").stdout_bytes
    assert parquet.startswith(b"PAR1")


def test_events_in_polecat_say_what_they_leave_out(archive, tmp_path):
    result = asked("events -f polecat", "--crosswalk", str(tmp_path / "crosswalk.tsv"))
    assert "only asserted events are given" in result.stderr
    assert len((tmp_path / "crosswalk.tsv").read_text("utf-8").splitlines()) == len(
        result.stdout.splitlines()
    )
    assert "events are left out" not in result.stderr


def test_events_up_to_a_limit(archive):
    result = asked("events --limit 3 -f jsonl")
    assert len(result.stdout.splitlines()) == 3
    assert "the first 3 are given" in result.stderr
    total = len(rows("events"))
    assert "are given" not in asked(f"events --limit {total} -f jsonl").stderr


def test_search_shows_the_words_around(archive):
    (hit,) = rows("search grain sheet")
    assert hit["report"] == "wire"
    with Archive(archive, read_only=True) as opened:
        text = opened.report("wire").text
    assert {text[a:b] for a, b in hit["spans"]} == {"grain", "sheet"}
    assert hit["words"] == text[slice(*hit["excerpt"])]
    table = asked("search grain sheet --width 80").stdout
    assert "pay sheet showed" in table
    assert "2 places" in table
    assert [r["report"] for r in rows("search '\"pay sheet\"'")] == ["wire"]
    assert [r["report"] for r in rows("search 'pay sheet' showed")] == ["wire"]
    assert [r["report"] for r in rows("search 'strike -letter' --outlet 'Northern Wire'")] == [
        "wire"
    ]


def test_claims_of_a_story(archive):
    found = rows("claims --story wire")  # the id of a report of it does, too
    assert {row["story"] for row in found} == {"courier"}
    assert all(row["support"] >= 3 for row in rows("claims --min-support 3"))
    text = asked("claims --story courier --width 100").stdout
    assert "Story courier ─" in text
    assert "[3 origins, " in text
    assert "≠ number: " in text


def test_sql(archive):
    query = "SELECT report, cue, moment FROM statements JOIN reports USING (report) LIMIT 1"
    (row,) = rows(f'sql "{query}"')
    assert row["moment"].endswith("Z")
    assert all(len(pair) == 2 for pair in row["cue"])
    assert asked("sql", "SELECT 1 AS a, 2 AS a", "-f", "csv").stdout == "a,a_2\n1,2\n"
    assert asked("sql", "SELECT 1 AS one, NULL AS none").stdout.split() == ["one", "none", "1", "–"]
    result = quoth("sql", "DELETE FROM reports")
    assert result.exit_code == 2
    assert "only SELECT is allowed" in result.stderr
    assert "there is no view 'secrets'" in quoth("sql", "SELECT * FROM secrets").stderr


def test_sql_from_standard_input(archive):
    assert quoth("sql", "-", "-f", "csv", given="SELECT 7 AS n").stdout == "n\n7\n"


def test_a_report(archive):
    (row,) = rows("report wire")
    jsonschema.validate(row, jsonform.schema("read"), cls=jsonschema.Draft202012Validator)
    assert "indirect" in asked("report wire").stdout
    assert asked("report wire -f csv").stdout.startswith("report,outlet,")
    result = quoth("report", "nobody")
    assert result.exit_code == 2
    assert "there is no such report" in result.stderr
    assert "there is no such version 3" in quoth("report", "wire", "--version", "3").stderr


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("stories --actor Nobody", "no story with --actor Nobody; leave something out"),
        ("stories --min-support 9", "`quoth story STORY` compares one"),
        ("statements --by Nobody --since 2031", "no statement with --by Nobody, --since 2031;"),
        ("events --actor Nobody", "no event with --actor Nobody;"),
        ("reports --country NOR", "no report with --country NOR;"),
        ("search zeppelin", "no report says zeppelin; take fewer words"),
        ("search strike --outlet Nowhere", "no report with --outlet Nowhere;"),
        ("claims --min-support 9", "no claim with --min-support 9; take a lower one"),
        ("claims --story r000000", "`quoth story r000000` does that"),
        ("rejected --stage clean", "nothing was left out by the stage clean"),
    ],
)
def test_nothing_found_says_what_to_do(archive, command, said):
    result = asked(command)
    assert result.stdout == ""
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert asked(command, "-f", "csv").stdout.count("\n") == 1


def test_an_archive_with_nothing_in_it(tmp_path, monkeypatch):
    path = tmp_path / "empty.duckdb"
    Archive(path).close()
    monkeypatch.setenv("QUOTH_ARCHIVE", str(path))
    for command in ("stories", "statements", "events", "reports", "outlets", "search word"):
        assert "the archive is empty; `quoth ingest INPUT..." in asked(command).stderr
    assert "no story was compared yet" in asked("claims").stderr
    assert "nothing was corrected" in asked("corrections").stderr
    assert "all is well" in asked("check").stderr


def test_reports_without_stories(tmp_path, reports):
    path = tmp_path / "x.duckdb"
    with Archive(path) as archive:
        archive.add(*reports)
    assert "`quoth form --archive" in asked("stories", "--archive", str(path)).stderr
    result = quoth("story", "wire", "--archive", str(path))
    assert "is in no story yet; `quoth form`" in result.stderr


def test_which_archive(archive, tmp_path, monkeypatch):
    other = tmp_path / "other.duckdb"
    for command in ("stories", "statements", "sql x", "merge a b", "compact", "export"):
        result = quoth(*command.split(), "--archive", str(other))
        assert result.exit_code == 2
        assert "there is no such archive" in result.stderr
    assert not other.exists()
    result = quoth("events", "a.txt", "--archive", str(archive))
    assert result.exit_code == 2
    assert "give inputs or --archive, not both" in result.stderr
    assert "--actor asks an archive" in quoth("events", "a.txt", "--actor", "X").stderr
    monkeypatch.delenv("QUOTH_ARCHIVE")
    for command in ("stories", "events", "ingest a.txt", "check"):
        result = quoth(*command.split())
        assert result.exit_code == 2
        assert result.stderr == (
            "quoth: name the archive: --archive FILE, or set QUOTH_ARCHIVE to it\n"
        )


def test_what_is_no_date_or_type_is_one_line(archive):
    for command, said in (
        ("stories --since tomorrow", "'tomorrow' is no date"),
        ("events --type BRAWL", "there is no type of events 'BRAWL'"),
        ("search ...", "has no word to look for"),
        ("statements --by ?!", "names nobody"),
    ):
        result = quoth(*command.split())
        assert result.exit_code == 2
        assert said in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_stories_of_inputs_without_an_archive(tmp_path, monkeypatch):
    reader = WordReader()
    monkeypatch.setattr(steps, "make_reader", lambda **_: reader)
    storm = "The storm hit Valmora on Friday. Roofs flew over Valmora and fell on the market. "
    storm += "Lindqvist told the council that nobody was hurt. Ferries to the islands stopped. "
    for name, text in (
        ("a", storm),
        ("b", f"From our desk. {storm}"),
        ("c", "Dockers in Halle walk out. Cranes stand still."),
    ):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    names = [str(tmp_path / f"{name}.txt") for name in "abc"]
    result = quoth("stories", *names, "-f", "jsonl")
    assert result.exit_code == 0
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert {tuple(row["reports"]) for row in found} == {("a", "b"), ("c",)}
    assert sum(1 for row in found if row["copies"] == [["a", "b"]]) == 1
    result = quoth("stories", str(tmp_path / "none.txt"))
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == "quoth: none of the inputs could be read"
