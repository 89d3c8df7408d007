"""Tokens: spaCy's words as spans of the stored text, in cleaning's sentences."""

from dataclasses import replace

import pytest
from tests.annotate.conftest import check_layer

from quoth.annotate import Annotator
from quoth.annotate.syntax import RUN_CHARS, Parser
from quoth.errors import ModelError
from quoth.records import Mark, Report, Sentence, Span


@pytest.fixture(scope="session")
def parser(annotator: Annotator) -> Parser:
    return annotator._parser


def parsed(parser: Parser, report: Report) -> Report:
    return next(parser.parse([report])).report


def plain(text: str, *marks: Mark) -> Report:
    return Report("r", text, sentences=(Sentence(Span(0, len(text)), 0),), marks=marks)


def test_tokens_are_spans_of_the_text(parser: Parser) -> None:
    report = parsed(parser, plain("The  port\nisn't open."))
    assert [report.text[slice(*t.span)] for t in report.tokens] == [
        "The", "port", "is", "n't", "open", ".",
    ]  # fmt: skip
    assert report.tokens[4].pos == "ADJ"


def test_repairs_are_read_and_mapped_back(parser: Parser) -> None:
    text = "Brandthas spoken."
    report = parsed(parser, plain(text, Mark("lost_space", Span(6, 6), " ")))
    assert [t.text for t in report.tokens][:2] == ["Brandt", "has"]
    assert [t.span for t in report.tokens][:2] == [Span(0, 6), Span(6, 9)]


def test_a_repair_at_the_very_end_stays_in_the_text(parser: Parser) -> None:
    text = "He said “no"
    report = parsed(parser, plain(text, Mark("odd_quote", Span(len(text), len(text)), "”")))
    assert all(t.span.end <= len(text) for t in report.tokens)


def test_sentences_of_cleaning_are_kept(parser: Parser) -> None:
    text = "Mr. Holm left. It rained"
    spans = (Span(0, 14), Span(15, 24))
    sentences = tuple(Sentence(span, number) for number, span in enumerate(spans))
    report = parsed(parser, replace(plain(text), sentences=sentences))
    assert [t.sentence for t in report.tokens] == [0, 0, 0, 0, 1, 1]
    assert all(report.tokens[t.head].sentence == t.sentence for t in report.tokens)


def test_what_is_no_sentence_has_no_tokens(parser: Parser) -> None:
    text = "Share this! The port is open."
    report = Report("r", text, sentences=(Sentence(Span(12, len(text)), 0),))
    assert parsed(parser, report).tokens[0].text == "The"


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b", "…"])
def test_next_to_nothing_is_read(read, text: str) -> None:
    check_layer(read(text))


def test_endless_words_are_cut(parser: Parser) -> None:
    report = parsed(parser, plain("(" * (RUN_CHARS * 3 + 1) + " end."))
    assert report.tokens[-2].text == "end"
    assert report.tokens[-2].span.start == RUN_CHARS * 3 + 2


def test_a_long_report_is_read_in_parts(parser: Parser) -> None:
    text = "The port is open. " * 6_000
    spans = [Span(at, at + 17) for at in range(0, len(text), 18)]
    sentences = tuple(Sentence(span, 0) for span in spans)
    report = parsed(parser, Report("r", text, sentences=sentences))
    assert len(report.tokens) == 5 * 6_000
    assert report.tokens[-1].sentence == 5_999
    assert all(abs(t.head - i) < 5 for i, t in enumerate(report.tokens))


def test_reports_stay_in_order_and_apart(parser: Parser) -> None:
    reports = [replace(plain(f"Ship {n} sank."), id=str(n)) for n in range(40)]
    found = [a.report for a in parser.parse([*reports, Report("empty", "")])]
    assert [r.id for r in found] == [*(str(n) for n in range(40)), "empty"]
    assert all(r.tokens[1].text == r.id for r in found[:-1])
    assert found[-1].tokens == ()


def test_a_missing_pipeline_says_what_to_install() -> None:
    missing = Annotator(spacy_model="no_such_pipeline")
    with pytest.raises(ModelError, match="pip install no-such-pipeline"):
        list(missing.annotate([Report("r", "He left.")]))
