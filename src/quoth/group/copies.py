"""Copies: runs of words that two reports share outside quotations.

Two reporters who hear one speech write down the same quotation, so what stands in quotation marks
is never evidence of copying. What runs alike for `RUN_WORDS` words in the narrator's own voice is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quoth.records import Report, SharedRun, Span

WORD = re.compile(r"\w+(?:['’]\w+)*")
# A run of ten words outside a quotation counts as copied (the annotation guide of the development
# events says the same). Official names and titles run to seven or eight.
RUN_WORDS = 10
# Two reports are copies of one another when runs cover this share of the shorter one's own words.
COPY_SHARE = 0.5
# A report that says the same ten words more often than this is read no further for them: a text
# made of one word would match itself everywhere.
MAX_REPEATS = 4


@dataclass(frozen=True, slots=True)
class _Words:
    """A report's words outside furniture and quotations, in runs that nothing interrupts."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    breaks: frozenset[int]  # positions before which a quotation or furniture stood


def shared_runs(reports: Sequence[Report]) -> tuple[SharedRun, ...]:
    """Return the longest runs that any two reports share, each pair once, in text order.

    Works on an index of all runs of RUN_WORDS words, so its cost grows with what is shared and
    not with the number of pairs.
    """
    told = {report.id: _own_words(report) for report in reports}
    index: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for report_id, own in told.items():
        for position in _run_starts(own):
            key = own.words[position : position + RUN_WORDS]
            places = index.setdefault(key, [])
            if [report_id] * MAX_REPEATS != [place[0] for place in places[-MAX_REPEATS:]]:
                places.append((report_id, position))
    matches: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for places in index.values():
        for number, (first, i) in enumerate(places):
            for second, j in places[number + 1 :]:
                if first != second:
                    matches.setdefault((first, second), set()).add((i, j))
    order = {report.id: number for number, report in enumerate(reports)}
    found = [
        run
        for (first, second), starts in matches.items()
        for run in _extended(first, second, told, starts)
    ]
    return tuple(sorted(found, key=lambda r: (order[r.first], order[r.second], r.span_first)))


def copy_groups(
    reports: Sequence[Report], runs: Sequence[SharedRun]
) -> tuple[tuple[str, ...], ...]:
    """Return the groups of two or more reports whose wording is largely the same.

    Runs cover half of the shorter one's own words, or all its words are the other's.
    """
    sizes = {report.id: len(_own_words(report).words) for report in reports}
    covered: dict[tuple[str, str], int] = {}
    for run in runs:
        pair = (run.first, run.second)
        covered[pair] = covered.get(pair, 0) + run.words
    parent = {report.id: report.id for report in reports}

    def root(report_id: str) -> str:
        while parent[report_id] != report_id:
            report_id = parent[report_id]
        return report_id

    same: dict[tuple[str, ...], str] = {}
    for report in reports:
        # Even what is mostly quoted, or too short for a run, is a copy where all of it is the same.
        words_of = tuple(word for s in report.sentences for word in _words(report.text, s.span))
        parent[report.id] = same.setdefault(words_of, report.id) if words_of else report.id
    for (first, second), words in sorted(covered.items()):
        if words >= COPY_SHARE * max(1, min(sizes[first], sizes[second])):
            parent[root(second)] = root(first)
    groups: dict[str, list[str]] = {}
    for report in reports:
        groups.setdefault(root(report.id), []).append(report.id)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _words(text: str, span: Span) -> Iterator[str]:
    return (match[0].lower() for match in WORD.finditer(text, span.start, span.end))


def _own_words(report: Report) -> _Words:
    words: list[str] = []
    spans: list[Span] = []
    breaks: set[int] = set()
    for stretch in _own_voice(report):
        breaks.add(len(words))
        for match in WORD.finditer(report.text, stretch.start, stretch.end):
            words.append(match[0].lower().replace("’", "'"))
            spans.append(Span(*match.span()))
    return _Words(tuple(words), tuple(spans), frozenset(breaks))


def _own_voice(report: Report) -> Iterator[Span]:
    """Yield the stretches of a report's sentences that stand in no quotation."""
    quoted = sorted(q.span for q in report.quotations if q.depth == 0)
    for start, end in _joined(report):
        at = start
        for quotation in quoted:
            if quotation.end <= at or quotation.start >= end:
                continue
            if quotation.start > at:
                yield Span(at, quotation.start)
            at = max(at, quotation.end)
        if at < end:
            yield Span(at, end)


def _joined(report: Report) -> Iterator[Span]:
    """Yield the report's sentences, neighbours within a paragraph joined."""
    run: Span | None = None
    paragraph = -1
    for sentence in report.sentences:
        if run is not None and sentence.paragraph == paragraph:
            run = Span(run.start, sentence.span.end)
            continue
        if run is not None:
            yield run
        run, paragraph = sentence.span, sentence.paragraph
    if run is not None:
        yield run


def _run_starts(own: _Words) -> Iterator[int]:
    breaks = sorted(own.breaks)
    ahead = 0
    for position in range(len(own.words) - RUN_WORDS + 1):
        while ahead < len(breaks) and breaks[ahead] <= position:
            ahead += 1
        next_break = breaks[ahead] if ahead < len(breaks) else len(own.words)
        if next_break >= position + RUN_WORDS:
            yield position


def _extended(
    first: str, second: str, told: Mapping[str, _Words], starts: set[tuple[int, int]]
) -> Iterator[SharedRun]:
    """Yield the longest runs made of overlapping matches, left to right."""
    a, b = told[first], told[second]
    for i, j in sorted(starts):
        if (i - 1, j - 1) in starts:
            continue
        length = RUN_WORDS
        while (i + length - RUN_WORDS + 1, j + length - RUN_WORDS + 1) in starts:
            length += 1
        yield SharedRun(
            first,
            second,
            Span(a.spans[i].start, a.spans[i + length - 1].end),
            Span(b.spans[j].start, b.spans[j + length - 1].end),
            length,
        )
