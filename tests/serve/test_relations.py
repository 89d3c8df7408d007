"""`quoth relations` in every form."""

from __future__ import annotations

import csv
import io
import json
import re

import jsonschema
import pytest
from benchmarks.archive_reports import plain_forming
from tests.relate.test_relations_on_paper import filled
from tests.serve.running import quoth

from quoth.archive import Archive
from quoth.forms import jsonform
from quoth.relate import Pair


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("relations") / "news.duckdb"
    filled(path).close()
    return path


@pytest.fixture(autouse=True)
def archive(made, monkeypatch):
    monkeypatch.setenv("QUOTH_ARCHIVE", str(made))
    return made


def asked(*arguments):
    result = quoth("relations", *arguments)
    assert result.exit_code == 0, result.stderr
    return result


def strict(name):
    """Return the validator of a schema that has no room for another key."""

    def close(part):
        if isinstance(part, dict):
            if "properties" in part:
                part["additionalProperties"] = False
            for value in part.values():
                close(value)
        elif isinstance(part, list):
            for value in part:
                close(value)

    schema = jsonform.schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    close(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_document_fits_its_schema():
    document = json.loads(asked("SWE", "FIN", "--directed", "--by-teller", "-f", "json").stdout)
    strict("relations").validate(document)
    assert document["first"] == {"code": "SWE", "name": "Sweden"}
    assert len(document["series"]) == 12
    assert document["series"][0]["periods"][0]["conflict"]["score"] == -9.8
    events = {event["id"]: event for event in document["events"]}
    assert [o["name"] for o in events["a1/e0"]["origins"]] == ["The Harbour Post", "TASS"]


def test_the_steps_as_lines_and_as_csv_are_the_same():
    lines = [json.loads(x) for x in asked("SWE", "FIN", "-f", "jsonl").stdout.splitlines()]
    validator = strict("periods")
    for line in lines:
        validator.validate(line)
    rows = list(csv.DictReader(io.StringIO(asked("SWE", "FIN", "-f", "csv").stdout)))
    assert [row["start"] for row in rows] == [line["start"] for line in lines]
    assert rows[0]["conflict_score"] == "'-9.8" or float(rows[0]["conflict_score"]) == -9.8
    assert rows[1]["denied_events"] == "1"
    assert rows[2]["conflict_rate"] == ""


def test_the_pairs():
    lines = [json.loads(x) for x in asked("-f", "jsonl").stdout.splitlines()]
    validator = strict("pairs")
    for line in lines:
        validator.validate(line)
    assert [(line["first"], line["second"]) for line in lines] == [("FIN", "SWE"), ("NOR", "SWE")]
    rows = list(csv.DictReader(io.StringIO(asked("-f", "csv").stdout)))
    assert set(rows[0]) == {n for n in Pair.__dataclass_fields__ if n != "by_step"}
    table = asked("SWE", "--width", "100").stdout
    assert "FIN SWE" in table
    assert all(len(x) <= 100 for x in table.splitlines())
    assert "the first 1 of 2 pairs" in asked("--limit", "1").stderr


@pytest.mark.parametrize("width", [60, 100, 200])
def test_the_table(width):
    table = asked("SWE", "FIN", "--by-teller", "--width", str(width)).stdout
    assert all(len(x) <= width for x in table.splitlines())
    if width == 100:
        assert re.search(r"2031-03 +5 +2 +4 +█+ +▒+ +−1\.9 +1 said", table)
        assert re.search(r"2031-05 +– +– +–", table)
        assert "SWE ↔ FIN, according to Russia" in table
        assert "2 origins: The Harbour Post, TASS (2 reports)" in table
        assert "Halmora held the crew of a boat from Veskaria  a1 e0" in table


def test_charts_are_whole_and_alone(tmp_path):
    svg = asked("SWE", "FIN", "-f", "svg").stdout
    assert svg.startswith("<svg role=")
    assert "Sweden and Finland" in svg
    assert "<script" not in svg
    picture = tmp_path / "chart.png"
    asked("SWE", "FIN", "-f", "png", "-o", picture)
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["SWE", "FIN", "NOR"], "between two actors, 3 are named"),
        (["SWE", "-f", "svg"], "svg is a chart of one pair"),
        (["--by-teller"], "--by-teller is of one pair"),
        (["SWE", "Zzyx"], "Zzyx: nobody of this name acts"),
        (["SWE", "FIN", "--status", "done"], "'done' is no status"),
        (["SWE", "FIN", "--since", "soon"], "is no date"),
    ],
)
def test_what_cannot_be_asked(arguments, message):
    result = quoth("relations", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_nothing_between_them():
    result = asked("SWE", "FIN", "--since", "2040", "--until", "2040-03")
    assert "nothing is told between Sweden and Finland then" in result.stderr


def test_hostile_words_stay_words(tmp_path):
    from dataclasses import replace

    from tests.relate.test_relations_on_paper import ARREST
    from tests.relate.world import report

    hostile = replace(ARREST, words='<script>alert(1)</script> & "held" \x1b[31m')
    path = tmp_path / "news.duckdb"
    with Archive(path, forming=plain_forming()) as opened:
        opened.add(report('"><b>', "<i>Post</i>", "2031-03-03", hostile))
    page = asked("SWE", "FIN", "-f", "html", "--archive", path).stdout
    assert "<svg" in page
    assert "<script" not in page
    assert "<i>Post" not in page
    assert not re.search(r'(?:src|href)="(?!#|data:)', page)
    assert "\x1b" not in asked("SWE", "FIN", "--archive", path).stdout


def test_of_very_much_the_database_counts(monkeypatch):
    from quoth.archive import relating

    exact = [json.loads(x) for x in asked("-f", "jsonl").stdout.splitlines()]
    monkeypatch.setattr(relating, "EXACT", 0)
    quick = [json.loads(x) for x in asked("-f", "jsonl").stdout.splitlines()]
    assert [row.pop("quick") for row in exact] == [False, False]
    assert [row.pop("quick") for row in quick] == [True, True]
    assert quick == exact
    (of,) = [
        json.loads(x) for x in asked("NOR", "-f", "jsonl", "--since", "2031-06").stdout.splitlines()
    ]
    assert (of["first"], of["events"]) == ("NOR", 1)
