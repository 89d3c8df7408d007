from dataclasses import replace
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from quoth.clean import clean, paragraphs
from quoth.records import Report, Span
from quoth.spans import view

MARKS = "“”„«»‹›\"'‘’`‚"
WORDS = (
    "He said|she told reporters|The minister|Ruritania|Ruritanian|the leaders|Zenda|U.S.|Mr.|p.m."
    "|No. 5|J. K. Hope|3.5|the presidentsaid|Zendahas|Leave a Reply|By Jane Doe|ZENDA (AP) — "
    "|(Photo by Jo Roe)|Read more: this|5'10\"|'90s|the workers' pay|ein\u0308|\u200b|\ufeff"
    "|\U0001f600|北京|一。二|end.Next|of|and then|Most Read|June 5, 2018|``|''|...|--| |  "
    "|\r\n|\n\n"
)
PIECES = st.sampled_from([*WORDS.split("|"), *MARKS, *".!?…,: \n\u2028\t\u00a0()[—-"])
TEXTS = st.one_of(
    st.text(),
    st.text(alphabet=MARKS + " .\nab"),
    st.text(alphabet="\n\r\u2028 \x0b\x85"),
    st.lists(PIECES, max_size=60).map("".join),
    st.lists(PIECES, max_size=60).map(" ".join),
)


def cleaned(text: str, title: str | None = None) -> Report:
    return next(clean([Report("r", text, title=title)]))


def tight(span: Span, text: str) -> bool:
    start, end = span
    if not 0 <= start <= end <= len(text):
        return False
    return start == end or not (text[start].isspace() or text[end - 1].isspace())


@given(TEXTS)
@settings(max_examples=400, deadline=None)
@example("“” \" ''")
@example("'''a'''")
@example("a\u200b.B\u200b")
def test_layers_hold_together(text: str) -> None:
    report = cleaned(text)
    assert report.text == text
    spans = [s.span for s in report.sentences]
    assert all(tight(s, text) and s.start < s.end for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(a.paragraph <= b.paragraph for a, b in pairwise(report.sentences))
    aside = [m.span for m in report.marks if m.kind in ("furniture", "byline", "dateline")]
    assert all(tight(s, text) for s in aside)
    for mark in report.marks:
        assert 0 <= mark.span.start <= mark.span.end <= len(text)
    seen = bytearray(len(text))
    for start, end in spans + aside:
        assert not any(seen[start:end])
        seen[start:end] = b"\x01" * (end - start)
    assert all(seen[i] or text[i].isspace() for i in range(len(text)))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_quotations_are_nested_and_tight(text: str) -> None:
    report = cleaned(text)
    assert list(report.quotations) == sorted(
        report.quotations, key=lambda q: (q.span.start, -q.span.end)
    )
    for quotation in report.quotations:
        assert tight(quotation.span, text)
        assert tight(quotation.inner, text)
        assert quotation.span.start <= quotation.inner.start < quotation.inner.end
        assert quotation.inner.end <= quotation.span.end
        assert quotation.depth >= 0
    for one, other in pairwise(report.quotations):
        apart = one.span.end <= other.span.start
        assert apart or other.span.end <= one.span.end


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = cleaned(text)
    assert next(clean([once])) == once
    assert cleaned(text) == once


@given(TEXTS, TEXTS)
@settings(max_examples=100, deadline=None)
def test_views_and_titles_never_raise(text: str, title: str) -> None:
    report = cleaned(text, title)
    for sentence in report.sentences:
        view(report, [sentence.span])
    view(report, [s.span for s in report.sentences])
    assert all(tight(p, text) for p in paragraphs(text))


def test_the_input_keeps_everything_else() -> None:
    report = Report("r", "He came. She left.", outlet="The Zenda Post", published="2020-01-02")
    after = next(clean([report]))
    assert replace(after, marks=(), sentences=(), quotations=()) == report
