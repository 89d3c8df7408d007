"""When, where and how many of an event, on records written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.building import build, find

from quoth.records import DateRange, Event, Report, Span, Statement
from quoth.resolve import (
    dates_in,
    event_date,
    event_place,
    location,
    magnitudes,
    statement_date,
    status_at,
)


def event(report: Report, trigger: str, kind: str = "ASSAULT", **layers: object) -> Event:
    whole = (Span(0, len(report.text)),)
    spans = (find(report, trigger),) if trigger else ()
    return Event("e0", kind, None, (), "asserted", spans, whole, **layers)  # type: ignore[arg-type]


ARREST = (
    "Police|NOUN|nsubj|1 arrested|VERB|ROOT|1 two|NUM|nummod|3|CARDINAL men|NOUN|dobj|1 "
    "in|ADP|prep|1 Lagos|PROPN|pobj|4|GPE on|ADP|prep|1 Monday|PROPN|pobj|6|DATE .|PUNCT|punct|1"
)
SAID = (
    "Norway|PROPN|poss|1|GPE minister|NOUN|nsubj|2 said|VERB|ROOT|2 on|ADP|prep|2 "
    "Tuesday|PROPN|pobj|3|DATE that|SCONJ|mark|7 troops|NOUN|nsubj|7 attacked|VERB|ccomp|2 "
    ".|PUNCT|punct|2"
)


def published(*sentences: str) -> Report:
    return replace(build("r", *sentences), published="2024-06-05")


def test_a_date_and_a_place_that_hang_on_the_verb() -> None:
    report = published(ARREST)
    when = event_date(report, event(report, "arrested", "COERCE"), dates_in(report))
    assert when is not None
    assert when.start == "2024-06-03"
    assert [report.text[s.start : s.end] for s in when.spans] == ["Monday"]
    where = event_place(report, event(report, "arrested", "COERCE"))
    assert where is not None
    assert (where.country, where.city) == ("NGA", "Lagos")
    assert [report.text[s.start : s.end] for s in where.spans] == ["Lagos"]


def test_the_date_of_saying_is_not_that_of_what_is_said() -> None:
    report = published(SAID)
    assert event_date(report, event(report, "attacked"), dates_in(report)) is None
    cue = (find(report, "said"),)
    content = (find(report, "that troops attacked"),)
    told = statement_date(report, Statement("s0", "indirect", (), cue, content), dates_in(report))
    assert told is not None
    assert told.start == "2024-06-04"


def test_the_actor_is_no_place_and_publication_no_date() -> None:
    report = published(
        "Norway|PROPN|nsubj|1|GPE attacked|VERB|ROOT|1 Velm|PROPN|dobj|1|GPE .|PUNCT|punct|1"
    )
    assert event_place(report, event(report, "attacked")) is None
    assert event_date(report, event(report, "attacked"), dates_in(report)) is None


def test_tagged_words_come_first() -> None:
    report = published(ARREST, SAID)
    tagged = event(
        report,
        "arrested",
        date_spans=(find(report, "on Tuesday"),),
        place_spans=(find(report, "Norway"),),
    )
    when = event_date(report, tagged, dates_in(report))
    where = event_place(report, tagged)
    assert when is not None
    assert when.start == "2024-06-04"
    assert where is not None
    assert (where.country, where.city) == ("NOR", None)


def test_how_many_were_held() -> None:
    report = published(ARREST)
    (found,) = magnitudes(report, event(report, "arrested", "COERCE"))
    assert (found.kind, found.low, found.high, found.unit) == ("detained", 2.0, 2.0, None)
    assert [report.text[s.start : s.end] for s in found.spans] == ["two men"]


def test_an_event_without_words_has_nothing() -> None:
    report = published(ARREST)
    bare = event(report, "")
    assert event_date(report, bare, dates_in(report)) is None
    assert event_place(report, bare) is None
    assert magnitudes(report, bare) == ()
    empty = Report(id="e", text="")
    assert dates_in(empty) == ()
    assert event_place(empty, bare) is None


@pytest.mark.parametrize(
    ("name", "near", "country", "city"),
    [
        ("Kyiv", (), "UKR", "Kyiv"),
        ("eastern Congo", (), "COD", None),
        ("Kherson region", (), "UKR", None),
        ("Darfur", (), "SDN", None),
        ("the Gaza Strip", (), "PSE", None),
        ("Paris", ("USA",), "FRA", "Paris"),
        ("Paris, Texas", (), "USA", "Paris"),
        ("Atlanta, Georgia", (), "USA", "Atlanta"),
        ("Tbilisi, Georgia", (), "GEO", "Tbilisi"),
        ("Tripoli", ("LBN",), "LBN", "Tripoli"),
        ("Cambridge", (), None, None),
    ],
)
def test_names(name: str, near: tuple[str, ...], country: str | None, city: str | None) -> None:
    found = location(name, near=near)
    assert found is not None
    assert (found.name, found.country, found.city) == (name, country, city)
    assert (found.latitude is None) == (city is None)


@pytest.mark.parametrize("name", ["Velmograd", "the parliament", "", ",", "nice", "the", "a, b"])
def test_what_is_no_place_is_none(name: str) -> None:
    assert location(name) is None


def test_a_deed_of_weeks_ago_is_historical() -> None:
    report = published(ARREST)
    arrest = event(report, "arrested", "COERCE")

    def status(start: str, end: str | None, of: Event = arrest, on: Report = report) -> str:
        return status_at(on, of, DateRange(start, end, "day", ()))

    assert status("2024-05-01", "2024-05-31") == "asserted"
    assert status("2024-04-01", "2024-04-30") == "historical"
    assert status("2024-04-01", None) == "asserted"
    assert status("2023-01-01", "2023-12-31", replace(arrest, status="negated")) == "negated"
    assert status_at(report, arrest, None) == "asserted"
    undated = replace(report, published=None)
    assert status("2023-01-01", "2023-12-31", on=undated) == "asserted"
