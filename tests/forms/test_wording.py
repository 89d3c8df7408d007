"""Words: names, excerpts, differences, support."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.forms import wording
from quoth.records import Difference, Report, Span


@given(st.text(max_size=200), st.integers(2, 80))
def test_shortening_keeps_within_the_limit_and_ends_visibly(text, limit):
    text = " ".join(text.split())
    short = wording.shorten(text, limit)
    assert len(short) <= limit
    assert short == text or short.endswith("…")


def test_shortening_cuts_between_words():
    assert wording.shorten("the minister denied it", 15) == "the minister…"
    assert wording.shorten("the minister denied it", 14) == "the minister…"
    assert wording.shorten("unbreakable", 5) == "unbr…"


@given(st.text(st.characters(exclude_categories=())))
def test_showing_keeps_offsets(text):
    shown = wording.showable(text)
    assert len(shown) == len(text)
    shown.encode("utf-8")


def test_an_excerpt_keeps_the_words_that_differ():
    text = "The ministers met for a long time in the old town and spoke of many things on 12 May."
    report = Report("a", text)
    whole, date = Span(0, len(text)), Span(text.index("12"), text.index("12") + 6)

    def cut(limit, keep, spans=(whole,)):
        return wording.excerpt(report, spans, limit=limit, keep=keep)

    assert cut(200, [date]) == text
    assert cut(40, []) == "The ministers met for a long time in…"
    assert "12 May" in cut(40, [date])
    assert cut(40, [date]).startswith("… ")
    assert "12 May" in cut(20, [date], (Span(0, 30), Span(31, len(text))))
    assert cut(40, [Span(0, 3)]).startswith("The ministers")


@given(
    st.text("ab cd", max_size=80),
    st.integers(10, 60),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=3),
)
def test_an_excerpt_keeps_within_the_limit(text, limit, pairs):
    report = Report("a", text)
    spans = [Span(0, len(text) // 2), Span(len(text) // 2, len(text))]
    keep = [Span(min(pair), max(pair)) for pair in pairs]
    assert len(wording.excerpt(report, spans, limit=limit, keep=keep)) <= limit


def test_two_reports_of_one_outlet_are_told_apart(reports):
    twin = replace(reports[0], id="evening")
    assert wording.names((reports[0], twin, reports[2])) == {
        "courier": "The Harbour Courier [courier]",
        "evening": "The Harbour Courier [evening]",
        "wire": "Northern Wire",
    }


def test_support_counts_outlets_not_reports(comparison):
    twin = replace(comparison.reports[0], id="evening")
    more = replace(comparison, reports=(*comparison.reports, twin))
    assert wording.support_line(comparison.claims[0], more) == "3 of 3"


def difference(kind, values, note=""):
    return Difference(kind, ("a", "b", "c")[: len(values)], values, ((),) * len(values), note)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (difference("number", ("14", "17", "14")), "number: A and C tell 14, B tells 17"),
        (difference("detail", ("a key", "", "")), "detail: only A tells “a key”"),
        (
            difference("number", ("14", "17"), "A tells “14”, B “17”"),
            "number: A tells 14, B tells 17",
        ),
        (
            difference("date", ("May", "June"), "of arrival"),
            "date: A tells May, B tells June (of arrival)",
        ),
        (
            difference("wording", ("yes", "yea"), "Roe is quoted twice"),
            "wording: A and B quote it in different words",
        ),
        (
            difference("date", ("May", "June", "")),
            "date: A tells May, B tells June, C does not say",
        ),
        (difference("polarity", ("did", "did not")), "polarity: A tells “did”, B tells “did not”"),
    ],
)
def test_differences_in_words(given, line):
    assert wording.difference_line(given, {"a": "A", "b": "B", "c": "C"}) == line


def test_differences_of_wording_come_as_one(comparison):
    pairs = [("a", "b"), ("b", "c")]
    found = tuple(
        Difference("wording", pair, pair, ((Span(n, 9),), (Span(n, 9),)), "note")
        for n, pair in enumerate(pairs)
    )
    claim = replace(comparison.claims[0], differences=(*found, comparison.claims[0].differences[0]))
    number, merged = wording.differences(claim)
    assert number.type == "number"
    assert merged.between == merged.values == ("a", "b", "c")
    assert merged.spans == ((Span(0, 9),), (Span(0, 9), Span(1, 9)), (Span(1, 9),))


def test_reasons_of_origins_can_be_left_out_where_they_were_given_before(comparison):
    called = wording.names(comparison.reports)
    line = wording.origins_line(comparison.claims[4], comparison, called, brief="as in 2")
    assert (
        line
        == "2 outlets, 1 origin: Northern Wire (The Harbour Courier and Northern Wire), as in 2"
    )


def test_origins_are_explained_only_where_they_are_fewer_than_outlets(comparison):
    called = wording.names(comparison.reports)
    assert wording.origins_line(comparison.claims[0], comparison, called) == ""
    assert wording.origins_line(comparison.claims[4], comparison, called) == (
        "2 outlets, 1 origin: Northern Wire (The Harbour Courier and Northern Wire: "
        "the passage is largely word for word the same)"
    )


def test_claims_are_called_by_their_ids_or_else_by_their_places(comparison):
    claims = comparison.claims
    assert wording.numbers(claims) == ["1", "2", "3", "4", "5"]
    assert wording.numbers((claims[2], claims[3])) == ["3", "4"]
    assert wording.numbers((claims[2], claims[2])) == ["1", "2"]


def test_counting():
    assert wording.count(1, "story") == "1 story"
    assert wording.count(2, "story") == "2 stories"
    assert wording.count(1200, "claim") == "1,200 claims"
    assert wording.listing([]) == ""
    assert wording.listing(["a", "b", "c"]) == "a, b and c"


def test_words_that_show_the_cue_need_no_label(denial):
    report = denial.reports[0]
    (statement,) = report.statements
    assert wording.stances(report, statement.content) == ("denies",)
    assert wording.stances(report, (Span(0, len(report.text)),)) == ()
    assert wording.stances(denial.reports[1], (Span(0, 5),)) == ()


def test_who_is_unnamed_once_is_unnamed_throughout(denial):
    report = denial.reports[0]
    (first,) = (replace(s, speaker="a0") for s in report.statements)
    later = replace(first, id="s1", source_type="pronoun")
    report = replace(report, statements=(first, later))
    assert wording.anonymous(later, report)
    named = replace(report, statements=(*report.statements, replace(later, source_type="named")))
    assert not wording.anonymous(later, named)
