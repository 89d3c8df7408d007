from __future__ import annotations

from quoth.records import Mark, Report, Span
from quoth.spans import merge, strip, view

REPORT = Report(
    id="r",
    text="Dorvasanswered: «no”. Next.The end",
    marks=(
        Mark("lost_space", Span(6, 6), " "),
        Mark("odd_quote", Span(16, 17), "“"),
        Mark("furniture", Span(22, 27)),
        Mark("lost_space", Span(27, 27), " "),
    ),
)


def test_a_view_reads_as_a_person_expects() -> None:
    assert view(REPORT, [Span(0, 34)]).text == "Dorvas answered: “no”. Next. The end"
    assert view(REPORT, [Span(0, 21), Span(27, 34)]).text == "Dorvas answered: “no”. The end"


def test_every_place_of_a_view_leads_back_to_the_text() -> None:
    seen = view(REPORT, [Span(0, 34)])
    assert len(seen.offsets) == len(seen.text) + 1
    start = seen.text.index("answered")
    assert REPORT.text[slice(*seen.original(start, start + 8))] == "answered"
    start = seen.text.index("“no”")
    assert REPORT.text[slice(*seen.original(start, start + 4))] == "«no”"
    assert seen.original(0, len(seen.text)) == Span(0, 34)


def test_a_mark_over_the_border_of_a_span_is_left_out() -> None:
    report = Report(id="r", text="ab", marks=(Mark("broken_sentence", Span(0, 2), "x"),))
    assert view(report, [Span(1, 2)]).text == "b"


def test_no_spans_are_an_empty_view() -> None:
    assert view(REPORT, []).text == ""


def test_merge_joins_what_touches_or_has_only_space_between() -> None:
    assert merge([Span(3, 5), Span(0, 2), Span(2, 3), Span(4, 4)]) == (Span(0, 5),)
    assert merge([Span(0, 1), Span(2, 3)], text="a b") == (Span(0, 3),)
    assert merge([Span(0, 1), Span(2, 3)], text="a,b") == (Span(0, 1), Span(2, 3))


def test_strip_leaves_no_space_at_the_ends() -> None:
    assert strip(Span(0, 5), "  a  ") == Span(2, 3)
    assert strip(Span(0, 2), "  ") == Span(2, 2)
