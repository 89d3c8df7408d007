"""Puts the parts of cleaning together for one report."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from quoth.clean.furniture import credits, dateline, furniture
from quoth.clean.lines import Paragraph
from quoth.clean.quotations import quotations
from quoth.clean.sentences import Splitter, broken_stops, stray_stops
from quoth.clean.spaces import lost_spaces
from quoth.records import Mark, Report, Sentence, Span
from quoth.spans import strip

_NAME: Final = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
_HYPHENATED: Final = re.compile(r"([^\W\d_]+)-$")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SMALL: Final = re.compile(r"[a-z]+")
_EARLY: Final = 6  # paragraphs: a bare dateline stands in the lead, at most below some furniture


def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs of a text, furniture included, hard-wrapped lines put together."""
    return tuple(p.span for p in furniture(text)[0])


def _pieces(
    text: str, rows: Sequence[Paragraph], marks: list[Mark], early: int, number: int
) -> list[Span]:
    """Return a paragraph without dateline and credits, which are added to `marks`."""
    span = rows[number].span
    start = span.start
    place = dateline(text, span, early=number <= early)
    if place:
        marks.append(Mark("dateline", place))
        start = place.end
    pieces: list[Span] = []
    for kind, credit in credits(text, Span(start, span.end)):
        marks.append(Mark(kind, credit))
        pieces.append(Span(start, credit.start))
        start = credit.end
    pieces.append(Span(start, span.end))
    return [piece for p in pieces if (piece := strip(p, text)).end > piece.start]


def clean_report(report: Report) -> Report:
    """Return the report with its marks, sentences and quotations."""
    text = report.text
    rows, kinds = furniture(text, report.title)
    marks = [Mark(k, row.span) for row, k in zip(rows, kinds, strict=True) if k]
    first = next((n for n, kind in enumerate(kinds) if kind is None), 0)
    content: list[tuple[int, Span]] = [
        (number, piece)
        for number, kind in enumerate(kinds)
        if kind is None
        for piece in _pieces(text, rows, marks, first + _EARLY, number)
    ]
    pieces = [piece for _, piece in content]
    quoted, odd = quotations(text, pieces)
    lost = lost_spaces(text, pieces, quoted)
    splitter = Splitter(text, quoted, lost)
    names = frozenset(_NAME.findall(text))
    sentences: list[Sentence] = []
    for number, piece in content:
        spans, broken = _sentences(text, piece, splitter, names)
        sentences.extend(Sentence(span, number) for span in spans)
        marks.extend(broken)
    marks.extend(odd)
    marks.extend(Mark("lost_space", Span(at, at), " ") for at in lost)
    marks.extend(_joints(text, rows, sentences))
    marks.sort(key=lambda m: (m.span, m.kind, m.replacement or ""))
    return replace(report, marks=tuple(marks), sentences=tuple(sentences), quotations=tuple(quoted))


def _sentences(
    text: str, piece: Span, splitter: Splitter, names: frozenset[str]
) -> tuple[list[Span], list[Mark]]:
    """Return the sentences of a stretch and marks on the stops that only look like ends."""
    spans = splitter.split(piece)
    wrong = set(broken_stops(text, spans, names))
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].end - 1 in wrong:
            span = Span(joined.pop().start, span.end)  # noqa: PLW2901
        joined.append(span)
    stops = sorted(wrong.union(stray_stops(text, piece)))
    return joined, [Mark("broken_sentence", Span(at, at + 1), "") for at in stops]


def _joints(text: str, rows: Sequence[Paragraph], sentences: Sequence[Sentence]) -> list[Mark]:
    """Return marks on the line breaks inside sentences, as white space or at a hyphen."""
    starts = [s.span.start for s in sentences]
    words: frozenset[str] | None = None
    found: list[Mark] = []
    for row in rows:
        for start, end in row.joints:
            number = bisect_left(starts, end) - 1
            if number < 0 or sentences[number].span.end <= end:
                continue
            before = _HYPHENATED.search(text, max(row.span.start, start - 30), start)
            after = _SMALL.match(text, end)
            if before and after:
                words = words or frozenset(_WORD.findall(text))
                known = before.group(1) + after.group() in words  # "govern-ment"
                found.append(Mark("broken_sentence", Span(start - known, end), ""))
            else:
                found.append(Mark("broken_sentence", Span(start, end), " "))
    return found
