"""What leaves an archive: whole, the same each time, and readable by others."""

from __future__ import annotations

import csv
import io
import json

import pyarrow.parquet
import pytest
from benchmarks.archive_reports import plain_forming, prepared

from quoth.archive import FORMS, Archive, read_reports, schema
from quoth.errors import ArchiveError, QueryError
from quoth.forms.polecatform import POLECAT_COLUMNS
from quoth.records import Rejected


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """An archive with all kinds of things in it, and a folder with its exports."""
    from tests import invented

    folder = tmp_path_factory.mktemp("exports")
    with Archive(folder / "news.duckdb", forming=plain_forming()) as archive:
        archive.add(invented.courier(), invented.daily(), invented.wire())
        archive.add(*prepared(5, sentences=4, updates=3))
        comparison = invented.made_comparison()
        archive.keep_comparison("dockers", comparison)
        for form in FORMS:
            archive.export(folder / form, form)
        yield archive, folder


def test_json_lines_bring_the_archive_back(exported, tmp_path):
    archive, folder = exported
    with Archive(tmp_path / "again.duckdb") as other:
        other.add(*read_reports(folder / "jsonl"))
        for entry in archive.reports(limit=None):
            assert other.report(entry.report) == archive.report(entry.report)


def test_lines_that_are_no_report_are_rejected_alone(exported, tmp_path):
    _, folder = exported
    lines = (folder / "jsonl").read_text("utf-8").splitlines()
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join([lines[0], "{}", "no json", "", "[1]", lines[1]]), "utf-8")
    found = list(read_reports(path))
    assert [type(one) is Rejected for one in found] == [False, True, True, True, False]
    assert found[1].report_id == "some.jsonl:2"


def test_csv_has_a_file_a_view(exported):
    archive, folder = exported
    assert {file.stem for file in (folder / "csv").iterdir()} == set(schema.VIEWS)
    text = (folder / "csv" / "statements.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(archive.statements(limit=None))
    one = next(r for r in rows if r["report"] == "courier" and r["statement"] == "s0")
    assert one["content"] == "53-118"
    # A cell that a spreadsheet would take for a formula is none.
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_parquet_has_types(exported):
    _, folder = exported
    assert {file.stem for file in (folder / "parquet").iterdir()} == set(schema.VIEWS)
    table = pyarrow.parquet.read_table(folder / "parquet" / "statements.parquet")
    (row,) = [r for r in table.to_pylist() if (r["report"], r["statement"]) == ("courier", "s0")]
    assert row["content"] == [{"start": 53, "end": 118}]
    assert row["confidence"] == 0.9


def test_every_fact_is_an_annotation_of_its_words(exported):
    archive, folder = exported
    page = json.loads((folder / "jsonld").read_text("utf-8"))
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    texts = {}
    for entry in archive.reports(limit=None):
        report = archive.report(entry.report)
        texts[report.id] = report.text
    names = {one["id"] for one in page["items"]}
    assert len(names) == len(page["items"])
    kinds = {one["body"]["type"] for one in page["items"]}
    assert kinds == {"quoth:Actor", "quoth:Statement", "quoth:Event", "quoth:Claim"}
    from urllib.parse import unquote

    for one in page["items"]:
        for target in one["target"]:
            report = unquote(target["source"]["id"].split(":")[3])
            position, quotation = target["selector"]
            text = texts[report]
            assert text[position["start"] : position["end"]] == quotation["exact"]
            around = quotation["prefix"] + quotation["exact"] + quotation["suffix"]
            assert around in text


def test_polecat_has_the_asserted_events(exported):
    archive, folder = exported
    lines = (folder / "polecat").read_text("utf-8").splitlines()
    assert lines[0].split("\t")[: len(POLECAT_COLUMNS)] == list(POLECAT_COLUMNS)
    assert len(lines) - 1 == len(archive.events(status="asserted", limit=None))


def test_ninjs_has_a_line_a_story(exported):
    archive, folder = exported
    lines = (folder / "ninjs").read_text("utf-8").splitlines()
    stories = archive.stories(limit=None)
    assert len(lines) == len(stories)
    items = {item["uri"]: item for item in map(json.loads, lines)}
    story = archive.story("r000000")
    item = items["urn:quoth:story:r000000"]
    assert item["type"] == "composite"
    assert item["standard"]["name"] == "ninjs"
    assert item["headlines"] == [{"role": "main", "value": story.title}]
    assert [a["name"] for a in item["associations"]] == list(story.reports)
    assert item["contentCreated"].endswith("+00:00")
    lead = archive.report(story.lead.report).text[slice(*story.lead.spans[0])]
    assert item["descriptions"][0]["value"] == lead


def test_the_same_content_gives_the_same_bytes(exported, tmp_path):
    archive, folder = exported
    archive.compact()
    for form in FORMS:
        again = tmp_path / form
        archive.export(again, form)
        for file in [again, *again.glob("*")] if again.is_dir() else [again]:
            if file.is_file():
                first = folder / file.relative_to(tmp_path)
                assert file.read_bytes() == first.read_bytes(), file


def test_nothing_is_overwritten_unasked(exported, tmp_path):
    archive, _ = exported
    there = tmp_path / "there"
    there.write_text("mine")
    with pytest.raises(ArchiveError, match="is there already"):
        archive.export(there, "jsonl")
    assert there.read_text() == "mine"
    archive.export(there, "jsonl", overwrite=True)
    archive.export(there, "csv", overwrite=True)
    archive.export(there, "parquet", overwrite=True)
    assert (there / "reports.parquet").is_file()
    assert [file.name for file in tmp_path.iterdir()] == ["there"]
    with pytest.raises(QueryError, match="'pdf' is no form"):
        archive.export(tmp_path / "x", "pdf")
    with pytest.raises(ArchiveError, match="there is no folder"):
        archive.export(tmp_path / "none" / "x", "csv")
