"""CSV: its columns and rows, and cells that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from quoth.forms import csvform


def rows(lines):
    return list(csv.DictReader(io.StringIO("".join(lines), newline="")))


def test_a_row_for_each_telling_and_each_sentence_told_alone(comparison):
    found = rows(csvform.comparison_csv(comparison))
    told = [row for row in found if row["kind"] == "claim"]
    alone = [row for row in found if row["kind"] == "alone"]
    assert len(told) == sum(len(claim.members) for claim in comparison.claims)
    assert len(alone) == sum(len(spans) for spans in comparison.alone.values())
    assert tuple(found[0]) == csvform.COMPARE_COLUMNS
    assert told[0]["differences"].startswith("number: The Harbour Courier and Northern Wire tell")
    texts = {report.id: report.text for report in comparison.reports}
    for row in told + alone:
        words = texts[row["report"]][int(row["start"]) : int(row["end"])]
        if " … " not in row["text"]:
            assert row["text"].removeprefix("'") == " ".join(words.split())


def test_a_row_for_each_claim_that_an_outlet_leaves_out(comparison):
    (row,) = [r for r in rows(csvform.comparison_csv(comparison)) if r["kind"] == "left_out"]
    assert (row["number"], row["claim"], row["support"], row["report"]) == ("3", "c3", "2", "wire")
    assert row["gist"] == comparison.claims[2].gist
    assert {row[key] for key in ("start", "end", "text", "origins", "stance")} == {""}


def test_a_telling_in_pieces_names_all_of_them(comparison):
    row = next(r for r in rows(csvform.comparison_csv(comparison)) if " … " in r["text"])
    first, last = row["spans"].split(" ")
    assert first.split("-")[0] == row["start"]
    assert last.split("-")[1] == row["end"]


def test_relays_and_origins_are_told(comparison):
    row = next(r for r in rows(csvform.comparison_csv(comparison)) if r["claim"] == "c4")
    assert row["relays"] == "Corvia Press Agency"
    assert row["support"] == "1"
    assert row["origins"].startswith("Corvia Press Agency (")


def test_a_row_for_each_statement(reports):
    found = rows(csvform.read_csv(reports))
    assert len(found) == sum(len(report.statements) for report in reports) + 1
    (inner,) = (row for row in found if row["within"])
    assert (inner["within"], inner["statement"]) == ("s6", "s6.0")
    assert (inner["stance"], inner["source_type"]) == ("promises", "described")
    assert tuple(found[0]) == csvform.READ_COLUMNS
    assert found[3]["speaker"] == "Per Lindqvist"
    assert found[3]["country"] == "SWE"
    assert found[3]["relays"] == "Corvia Press Agency"


def test_a_statement_without_content_has_no_offsets(reports):
    report = reports[0]
    bare = replace(report, statements=(replace(report.statements[0], content=()),))
    (row,) = rows(csvform.read_csv([bare]))
    assert (row["start"], row["end"], row["spans"], row["content"]) == ("", "", "", "")


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://a.example","x")',
        "+1",
        "-1+2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1+1",
        "\u00a0=1",
        "＝1",
    ],
)
def test_no_cell_is_a_formula(reports, cell):
    hostile = replace(reports[0], id=cell, outlet=cell, published=cell)
    for row in rows(csvform.read_csv([hostile])):
        for value in row.values():
            assert not value.lstrip().startswith(("=", "+", "-", "@", "＝"))
            assert not value.startswith(("\t", "\r", "\n"))
    assert rows(csvform.read_csv([hostile]))[0]["report"] == f"'{cell}"


def test_numbers_stay_numbers_and_odd_characters_can_be_written(reports):
    hostile = replace(reports[0], outlet="a\x00b\ud800c\u202ed")
    text = "".join(csvform.read_csv([hostile]))
    text.encode("utf-8")
    assert "a\ufffdb\ufffdc\ufffdd" in text
    assert rows([text])[0]["start"].isdecimal()


def test_a_denial_says_so_where_its_words_do_not(denial):
    told, narrated = rows(csvform.comparison_csv(denial))[:2]
    assert (told["stance"], told["source_type"]) == ("denies", "anonymous")
    assert (narrated["stance"], narrated["source_type"]) == ("", "")
