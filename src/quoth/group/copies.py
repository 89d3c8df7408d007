"""Copies: runs of words that two reports share outside quotations.

Two reporters who hear one speech write down the same quotation, so what stands in quotation marks
is never evidence of copying. What runs alike for `RUN_WORDS` words in the narrator's own voice is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from quoth.records import Report, SharedRun, Span

# A report (id) and the number of a word in it.
_Place: TypeAlias = tuple[str, int]
Numbers: TypeAlias = NDArray[np.int64]
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

    Works on an index of all runs of RUN_WORDS words, of which only those are paired that begin a
    longest run: what two reports share before is shared by the run before. So the cost grows with
    the number of words and of the runs that are found.
    """
    told = {report.id: _own_words(report) for report in reports}
    numbers, places = _numbered(told)
    order = {report.id: number for number, report in enumerate(reports)}
    found = [
        _extended(first, second, told, numbers)
        for shared in places
        for first, second in _beginnings(shared, numbers)
    ]
    return tuple(
        sorted(found, key=lambda r: (order[r.first], order[r.second], r.span_first, r.span_second))
    )


def _numbered(told: Mapping[str, _Words]) -> tuple[dict[str, Numbers], list[list[_Place]]]:
    """Return, for each report, which run of RUN_WORDS words begins at each word, and their places.

    Equal runs have one number; -1 is where none begins.
    """
    index: dict[tuple[str, ...], int] = {}
    places: list[list[_Place]] = []
    numbers = {}
    for report_id, own in told.items():
        numbers[report_id] = np.full(len(own.words) + 1, -1, dtype=np.int64)
        for position in _run_starts(own):
            key = own.words[position : position + RUN_WORDS]
            number = index.setdefault(key, len(places))
            if number == len(places):
                places.append([])
            if [report_id] * MAX_REPEATS != [place[0] for place in places[number][-MAX_REPEATS:]]:
                places[number].append((report_id, position))
                numbers[report_id][position] = number
    return numbers, places


def _beginnings(
    shared: Sequence[_Place], numbers: Mapping[str, Numbers]
) -> Iterator[tuple[_Place, _Place]]:
    """Yield each two places of one run in different reports before which they share no other."""
    # Those with the same run before have it in common, and begin nothing together.
    before: dict[int, list[tuple[int, _Place]]] = {}
    for order, (report, position) in enumerate(shared):
        number = int(numbers[report][position - 1]) if position else -1
        kind = number if number >= 0 else -1 - order
        before.setdefault(kind, []).append((order, (report, position)))
    for one, other in combinations(before.values(), 2):
        for (first, a), (second, b) in product(one, other):
            if a[0] != b[0]:
                yield (a, b) if first < second else (b, a)


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
    first: _Place, second: _Place, told: Mapping[str, _Words], numbers: Mapping[str, Numbers]
) -> SharedRun:
    """Return the longest run that begins at two places."""
    (one, i), (other, j) = first, second
    a, b = told[one], told[other]
    ahead = min(len(numbers[one]) - i, len(numbers[other]) - j)
    left, right = numbers[one][i : i + ahead], numbers[other][j : j + ahead]
    # The numbers end with -1, so that there is always a place where the two part.
    length = RUN_WORDS - 1 + int(np.argmax((left != right) | (left < 0)))
    return SharedRun(
        one,
        other,
        Span(a.spans[i].start, a.spans[i + length - 1].end),
        Span(b.spans[j].start, b.spans[j + length - 1].end),
        length,
    )
