"""Dates by words alone: conventions, what is unknown, and the reference day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.records import DateRange, Mark, Report, Sentence, Span
from quoth.resolve import date, dates_in, reference_day, resolve

ON = "2024-06-05"  # a Wednesday


def told(found: DateRange | None) -> tuple[str | None, str | None, str] | None:
    return (found.start, found.end, found.precision) if found else None


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("Tuesday", "2024-06-04", "2024-06-04", "day"),
        ("Wednesday", ON, ON, "day"),
        ("last Friday", "2024-05-31", "2024-05-31", "day"),
        ("next Friday", "2024-06-14", "2024-06-14", "day"),
        ("last week", "2024-05-27", "2024-06-02", "week"),
        ("June 7", "2024-06-07", "2024-06-07", "day"),
        ("Feb. 29", "2024-02-29", "2024-02-29", "day"),
        ("Wednesday, June 5", ON, ON, "day"),
        ("Monday, June 5", "2023-06-05", "2023-06-05", "day"),
        ("in September last year", "2023-09-01", "2023-09-30", "month"),
        ("in early 2014", "2014-01-01", "2014-04-30", "range"),
        ("mid-March", "2024-03-11", "2024-03-20", "range"),
        ("since 2014", "2014-01-01", None, "year"),
        ("until Friday", None, "2024-05-31", "day"),
        ("from March 3 to 7", "2024-03-03", "2024-03-07", "range"),
        ("between 2010 and 2012", "2010-01-01", "2012-12-31", "range"),
        ("from December 30 to January 2", "2023-12-30", "2024-01-02", "range"),
        ("the third quarter of 2012", "2012-07-01", "2012-09-30", "quarter"),
        ("winter of 2012", "2012-12-01", "2013-02-28", "season"),
        ("the 1980s", "1980-01-01", "1989-12-31", "decade"),
        ("two days ago", "2024-06-03", "2024-06-03", "day"),
        ("a decade ago", "2014-01-01", "2014-12-31", "year"),
        ("the eve of June 1", "2024-05-31", "2024-05-31", "day"),
        ("Christmas 2014", "2014-12-25", "2014-12-25", "day"),
        ("9/11", "2001-09-11", "2001-09-11", "day"),
    ],
)
def test_words_alone(words: str, start: str | None, end: str | None, precision: str) -> None:
    assert told(date(words, on=ON)) == (start, end, precision)


@pytest.mark.parametrize(
    "words",
    ["05/06/2024", "Independence Day", "Easter", "February 30", "three days", "every Friday",
     "Bloody Sunday", "the day before", "a week later", "the war", "", "Saturday, June 5",
     "in 9000 years", "more than two years ago"],
)  # fmt: skip
def test_what_cannot_be_told_is_none(words: str) -> None:
    assert date(words, on=ON) is None


def test_without_a_reference_day_only_what_the_words_tell() -> None:
    assert date("Tuesday", on=None) is None
    assert date("June 5", on=None) is None
    assert told(date("5 June 2024", on=None)) == (ON, ON, "day")


def test_a_reference_that_is_only_a_year_or_a_month() -> None:
    assert told(date("last year", on="2024")) == ("2023-01-01", "2023-12-31", "year")
    assert told(date("last month", on="2024-06")) == ("2024-05-01", "2024-05-31", "month")
    assert date("Tuesday", on="2024-06") is None
    assert told(date("yesterday", on="2024-06-05T23:10:00Z")) == (
        "2024-06-04", "2024-06-04", "day",
    )  # fmt: skip


def report(text: str, **layers: object) -> Report:
    return Report(
        id="r",
        text=text,
        sentences=(Sentence(Span(0, len(text)), 0),),
        **layers,  # type: ignore[arg-type]
    )


def test_the_reference_day_is_publication_before_all() -> None:
    assert reference_day(report("5 June 2023\nIt began.", published=ON)) == ON


def test_the_reference_day_of_a_dateline_with_its_year() -> None:
    text = "KAR, June 5, 2024 (NPA) — It began on Monday."
    marked = report(text, marks=(Mark("dateline", Span(0, 25)),))
    assert reference_day(marked) == ON
    assert told(dates_in(marked)[-1]) == ("2024-06-03", "2024-06-03", "day")


def test_the_reference_day_of_a_line_that_is_a_date() -> None:
    assert reference_day(report("Talks resume\nPublished: 5 June 2024\nThe envoys met.")) == ON
    assert reference_day(report("The envoys met on 5 June 2024 in Kar.")) is None


def test_spans_are_the_words() -> None:
    text = "The pact of 5 June 2023 fell apart two days later."
    found = dates_in(report(text))
    assert [text[s.start : s.end] for d in found for s in d.spans] == [
        "5 June 2023", "two days later",
    ]  # fmt: skip
    assert found[1].start == "2023-06-07"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.sampled_from([ON, None]))
def test_any_text_is_read_without_an_error(text: str, on: str | None) -> None:
    date(text, on=on)


WORDS = (
    "the of in on since until from to between and before after last next this early late mid end "
    "March May June 5 30 31 2024 1999 0 Monday Sunday week month year quarter two ago later "
    "Christmas eve day first half second - , weekend summer decade 9/11 1980s"
).split()


@given(st.lists(st.sampled_from(WORDS), max_size=9))
def test_any_row_of_date_words_gives_days_in_order(words: list[str]) -> None:
    text = " ".join(words)
    for found in dates_in(report(text, published=ON)):
        assert found.start or found.end
        if found.start and found.end:
            assert found.start <= found.end
        for span in found.spans:
            assert 0 <= span.start < span.end <= len(text)


def test_a_report_without_a_date_takes_the_one_that_its_text_tells() -> None:
    (dated,) = resolve([report("Talks resume\nPublished: 5 June 2024\nThe envoys met.")])
    assert dated.published == ON
    assert dated.notes == (f"published {ON} by a line of its text",)
    (given,) = resolve([report("5 June 2023\nIt began.", published=ON)])
    assert (given.published, given.notes) == (ON, ())
    (unknown,) = resolve([report("The envoys met on 5 June 2024 in Kar.")])
    assert (unknown.published, unknown.notes) == (None, ())
