"""Reads invented texts with the shipped pipeline, once for all tests."""

from collections.abc import Callable, Iterable

import pytest

from quoth.annotate import Annotator
from quoth.clean import clean
from quoth.records import Report, Span

Read = Callable[[str], Report]


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    return Annotator()


@pytest.fixture(scope="session")
def read(annotator: Annotator) -> Read:
    def one(text: str) -> Report:
        report = Report(id="r", text=text, language="en")
        return next(annotator.annotate(clean([report])))

    return one


def words(text: str, spans: Iterable[Span]) -> str:
    """Return the pieces of a text that spans stand for, joined by " … "."""
    return " … ".join(text[start:end] for start, end in spans)


def all_spans(report: Report) -> list[Span]:
    """Return every span that the stage gives."""
    found = [token.span for token in report.tokens]
    found += [mention.span for mention in report.mentions]
    for statement in report.statements:
        found += [*statement.source, *statement.cue, *statement.content]
        found += [span for relay in statement.relays for span in relay.spans]
    return found


def check_layer(report: Report) -> None:
    """Assert what holds of every annotated report."""
    text = report.text
    for start, end in all_spans(report):
        assert 0 <= start < end <= len(text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
    for token in report.tokens:
        assert 0 <= token.head < len(report.tokens)
        sentence = report.sentences[token.sentence].span
        assert sentence.start <= token.span.start < sentence.end
    spans = [token.span for token in report.tokens]
    assert spans == sorted(spans)
    starts = [mention.span.start for mention in report.mentions]
    assert starts == sorted(starts)
    for number, mention in enumerate(report.mentions):
        assert mention.alias_of is None or 0 <= mention.alias_of < len(report.mentions)
        assert mention.alias_of != number
        head = report.tokens[mention.head].span
        assert mention.span.start <= head.start < head.end <= mention.span.end
    for number, statement in enumerate(report.statements):
        assert statement.id == f"s{number}"
        assert statement.content
        assert statement.speaker is None
        assert 0 < statement.confidence < 1
