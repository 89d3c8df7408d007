"""Rows of events: their keys and columns, in every form; what is chosen and what is left out."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms.test_jsonform import made_reports

import quoth
from quoth.errors import QuothError
from quoth.forms import eventform, parquetform, polecatform

DOCS = Path(__file__).parents[2] / "docs"


def rows(lines, delimiter=","):
    return list(csv.DictReader(io.StringIO("".join(lines), newline=""), delimiter=delimiter))


def test_a_row_stands_alone(reports):
    future, held, *_, promised = quoth.events(reports[:1])
    assert (future["report"], future["event"], future["status"]) == ("courier", "e0", "future")
    assert (future["type"], future["mode"], future["quad_class"]) == ("PROTEST", "strike", 4)
    assert future["actor_names"] == [future["teller"]] == ["dockers' union"]
    assert future["actor_words"] == "Fourteen cranes"
    assert (future["date_start"], future["date_end"], future["date_precision"]) == (
        "2031-03-07",
        "2031-03-07",
        "day",
    )
    assert (future["place"], future["city"], future["longitude"]) == (
        "the port of Valmora",
        "Valmora",
        -11.25,
    )
    assert held["teller"] == "police"
    assert held["magnitudes"][0]["low"] == 14
    assert (promised["statement"], promised["stance"]) == ("s6.0", "promises")
    assert promised["actor_sectors"] == [["GOV"], []]
    for row, event in zip(quoth.events(reports[:1]), reports[0].events, strict=True):
        for key, spans in (("trigger", event.trigger), ("evidence", event.evidence)):
            (place,) = row[f"{key}_spans"]
            assert reports[0].text[slice(*place)] == row[key]
            assert [tuple(place)] == list(spans)


def test_the_same_rows_in_every_form(reports):
    made = list(quoth.events(reports))
    lines = [json.loads(line) for line in eventform.event_jsonl(reports)]
    assert lines == made
    sheet = rows(eventform.event_csv(reports))
    assert len(sheet) == len(made) == 9
    assert tuple(sheet[0]) == eventform.COLUMNS == tuple(made[0])
    table = pyarrow.parquet.read_table(io.BytesIO(parquetform.event_parquet(reports)))
    assert tuple(table.column_names) == eventform.COLUMNS
    for row, stored in zip(made, table.to_pylist(), strict=True):
        for key, value in row.items():
            if key.endswith("_spans"):
                stored[key] = [[span["start"], span["end"]] for span in stored[key]]
            if key != "magnitudes":
                assert stored[key] == value
    (figure,) = table.to_pylist()[1]["magnitudes"]
    assert (figure["kind"], figure["low"], figure["unit"]) == ("detained", 14.0, None)


def test_parquet_has_types_also_without_events():
    table = pyarrow.parquet.read_table(io.BytesIO(parquetform.event_parquet(())))
    assert table.num_rows == 0
    types = {field.name: str(field.type) for field in table.schema}
    assert types["contexts"] == "list<element: string>"
    assert types["trigger_spans"] == "list<element: struct<start: int64, end: int64>>"
    assert types["actor_sectors"] == "list<element: list<element: string>>"
    assert (types["quad_class"], types["score"], types["report"]) == ("int8", "double", "string")


def test_the_same_events_give_the_same_parquet(reports):
    assert parquetform.event_parquet(reports) == parquetform.event_parquet(reports)


def test_csv_joins_lists(reports):
    sheet = rows(eventform.event_csv(reports))
    assert sheet[0]["contexts"] == "economic;rights_freedoms"
    assert sheet[1]["magnitudes"] == "detained 14"
    assert sheet[4]["actor_names"] == "Per Lindqvist;dockers' union"
    assert sheet[4]["actor_countries"] == "SWE;"
    assert sheet[4]["recipient_sectors"] == "COP|GOV"
    assert sheet[4]["magnitudes"] == "size 200..;amount 2500000..3000000 USD"
    assert re.fullmatch(r"\d+-\d+", sheet[0]["trigger_spans"])


def test_a_name_with_a_semicolon_stays_one_name(reports):
    actors = (replace(reports[2].actors[0], name="A; B"), reports[2].actors[1])
    (_, row) = rows(eventform.event_csv([replace(reports[2], actors=actors)]))
    assert row["actor_names"] == "Per Lindqvist;A, B"


HOSTILE = [
    "=1+1",
    "+1",
    "-1+2",
    "@A1",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1",
    "a\tb\nc",
    "\ud800\x1b",
]


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_is_a_formula_and_no_line_breaks(reports, cell):
    hostile = replace(
        reports[2],
        id=cell,
        outlet=cell,
        url=cell,
        published=cell,
        language=cell,
        actors=tuple(replace(actor, name=cell, country=cell) for actor in reports[2].actors),
    )
    forms = (
        ("".join(eventform.event_csv([hostile])), ","),
        ("".join(polecatform.event_polecat([hostile])), "\t"),
        (eventform.crosswalk_header() + "".join(eventform.crosswalk(hostile)), "\t"),
    )
    for text, delimiter in forms:
        text.encode("utf-8")
        assert "\x1b" not in text
        read = rows([text], delimiter)
        assert len(read) == 2
        for row in read:
            assert None not in row
            for key, value in row.items():
                number = key in ("score", "Intensity", "latitude", "Latitude", "Longitude")
                assert number or not value.lstrip().startswith(("=", "+", "-", "@", "＝"))
    parquetform.event_parquet([hostile])
    assert "=SUM" not in [row["trigger"][:4] for row in rows(eventform.event_csv(reports))]


def test_what_is_not_wanted_is_left_out_and_counted(reports):
    left_out: Counter[str] = Counter()
    wanted = eventform.choice(["protest", "COERCE"], ["Asserted", "future"], 0.8)
    kept = [eventform.chosen(report, wanted, left_out) for report in reports]
    assert [[e.id for e in report.events] for report in kept] == [["e0"], ["e0"], ["e0"]]
    assert left_out == {"of other types": 4, "historical": 1, "below 0.8": 1}
    assert [row["event"] for row in quoth.events(reports, types=["ACCUSE"])] == ["e1"]
    assert [row["event"] for row in quoth.events(reports, status=["negated"])] == ["e3"]
    assert len(list(quoth.events(reports, min_confidence=0.8))) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"types": ["ATTACK"]},
            "there is no type of events 'ATTACK'; choose from AGREE, CONSULT, ",
        ),
        ({"status": ["denied"]}, "there is no status 'denied'; choose from asserted, negated, "),
    ],
)
def test_what_there_is_not_is_said_at_once(arguments, message):
    with pytest.raises(QuothError, match=re.escape(message)):
        quoth.events([], **arguments)


def test_whoever_the_report_keeps_unnamed_stays_so(reports):
    told = [row["teller"] for row in quoth.events(reports) if row["statement"] == "s5"]
    assert told == ["A person close to the talks"]


def test_ids_that_nothing_has_are_no_parties(reports):
    lost = replace(reports[2], actors=(), statements=())
    row = list(quoth.events([lost]))[1]
    assert (row["actors"], row["actor_names"], row["teller"]) == ([], [], None)
    assert row["actor_words"] == "=SUM(A1:A9)"
    assert row["statement"] == "s3"


def test_polecat_has_its_columns_and_ours(reports):
    sheet = rows(polecatform.event_polecat(reports), "\t")
    assert len(polecatform.POLECAT_COLUMNS) == 40
    assert list(sheet[0]) == [*polecatform.POLECAT_COLUMNS, *polecatform.OWN_COLUMNS]
    strike = sheet[0]
    assert (strike["Event ID"], strike["Report ID"]) == ("courier_e0", "courier")
    assert (strike["Event Date"], strike["Event Date Precision"]) == ("2031-03-07", "day")
    assert (strike["Intensity"], strike["Quad Code"]) == ("-5.0", "MATERIAL CONFLICT")
    assert strike["Contexts"] == "economic; rights_freedoms"
    assert (strike["Latitude"], strike["Longitude"]) == ("57.5", "-11.25")
    assert (strike["Country"], strike["City"]) == ("SWE", "Valmora")
    assert (strike["Publication Date"], strike["Language"]) == ("2031-03-02", "en")
    assert strike["Event Status"] == "future"
    crane = sheet[4]
    assert (crane["Actor Country"], crane["Actor COW"]) == ("SWE", "380")
    assert crane["Actor Name"] == "Per Lindqvist; dockers' union"
    assert (crane["Primary Recipient Sector"], crane["Recipient Sectors"]) == ("COP", "COP; GOV")
    assert (crane["Event Date"], crane["Event Date End"]) == ("2031-03-31", "2031-03-31")
    march = sheet[2]
    assert (march["Event Date"], march["Event Date Precision"]) == ("2031-03-02", "published")
    assert march["Wikipedia Actor ID"] == march["GeoNames ID"] == ""


def test_the_numbers_of_states_are_those_of_states(reports):
    from quoth.resolve import state_of

    codes = polecatform.cow_codes()
    assert (codes["SWE"], codes["DEU"], codes["KOS"]) == ("380", "255", "347")
    assert len(set(codes.values())) == len(codes) == 195
    assert state_of("Sweden")


def test_the_crosswalk_leads_from_every_event_to_its_place_and_teller(reports):
    text = eventform.crosswalk_header() + "".join(
        line for report in reports for line in eventform.crosswalk(report)
    )
    found = rows([text], "\t")
    coded = rows(polecatform.event_polecat(reports), "\t")
    assert tuple(found[0]) == eventform.CROSSWALK_COLUMNS
    assert [row["event"] for row in found] == [row["Event ID"] for row in coded]
    assert found[0]["url"] == "https://courier.example/dockers?a=1&b=2"
    assert (found[3]["statement"], found[3]["teller"]) == ("s5", "A person close to the talks")
    start, end = map(int, found[0]["trigger_spans"].split("-"))
    assert reports[0].text[start:end] == "stand still"


def test_relays_come_with_the_event(reports):
    report = reports[0]
    event = replace(report.events[1], statement="s3")
    (row,) = quoth.events([replace(report, events=(event,))])
    assert row["relays"] == ["Corvia Press Agency"]
    assert row["teller"] == "Per Lindqvist"
    line = "".join(eventform.crosswalk(replace(report, events=(event,))))
    assert line.endswith("s3\tPer Lindqvist\tCorvia Press Agency\n")


@given(made_reports("a"), st.sampled_from([",", "\t"]))
@settings(max_examples=15, deadline=None)
def test_any_report_in_any_form(report, delimiter):
    made = list(quoth.events([report]))
    assert len(made) == len(report.events)
    text = "".join(
        eventform.event_csv([report]) if delimiter == "," else polecatform.event_polecat([report])
    )
    text.encode("utf-8")
    assert len(rows([text], delimiter)) == len(made)
    for line in eventform.event_jsonl([report]):
        line.encode("utf-8")
    stored = pyarrow.parquet.read_table(io.BytesIO(parquetform.event_parquet([report])))
    assert stored.num_rows == len(made)


def test_every_column_is_documented():
    text = (DOCS / "events.md").read_text("utf-8")
    own = (*eventform.COLUMNS, *eventform.CROSSWALK_COLUMNS, *polecatform.OWN_COLUMNS)
    for column in (*own, *polecatform.POLECAT_COLUMNS):
        assert f"`{column}`" in text, f"{column} is not documented"
