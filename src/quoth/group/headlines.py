"""What a story is called: title and lead taken from the most central of its reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quoth.group.background import weights
from quoth.group.words import hashes, tell
from quoth.records import Report, Sentence, Span
from quoth.spans import view

# The terms of a title and lead, distinct 32-bit hashes, and their weights; shape (terms,) both.
Told = tuple[NDArray[np.uint32], NDArray[np.floating]]

# How many sentences say what a report is about.
_LEAD = 3
# A first sentence of fewer words is a kicker or a dateline.
_LEAD_WORDS = 5
# A sentence is cut at a word beyond this, so that it can stand as a title.
_TITLE_CHARACTERS = 120
# Central is what has the most of what the others have; of two as central, what has a title.
_TITLED = 1.1


@dataclass(frozen=True, slots=True)
class Headline:
    """A story's title and lead in the words of one of its reports (`report` is its id).

    `lead` is empty where the report holds nothing more than the title; `span` is where it stands,
    None where it is empty.
    """

    title: str
    lead: str
    report: str
    span: Span | None = None


def headline(reports: Sequence[Report]) -> Headline:
    """Return the title and lead of the report that tells most of what the others tell too.

    A word counts by how much it says and by how many tellings have it; reports that tell the same
    words, copies, count as one. Without a title of its own the report's first sentence is one.
    Among equals the earliest report is taken. Raises ValueError without a report.
    """
    if not reports:
        raise ValueError("a headline needs a report at least")
    ordered = sorted(reports, key=lambda report: (report.published or "9999", report.id))
    told = [_weighed(report) for report in ordered]
    return headline_of(ordered[central(told, [bool(report.title) for report in ordered])])


def central(told: Sequence[Told], titled: Sequence[bool]) -> int:
    """Return the place of the report that tells most of what the others tell too.

    `told` is what the title and lead of each say, `titled` whether it has a title; the earliest
    report stands first, and is taken among equals.
    """
    distinct = {keys.tobytes(): keys for keys, _ in told}
    known, counts = np.unique(
        np.concatenate([*distinct.values(), np.zeros(0, np.uint32)]), return_counts=True
    )
    common = np.log1p(counts)
    scores = []
    for (keys, weight), has_title in zip(told, titled, strict=True):
        norm = float(np.sqrt((weight.astype(float) ** 2).sum())) or 1.0
        score = float((weight * common[np.searchsorted(known, keys)]).sum()) / norm
        scores.append(score * (_TITLED if has_title else 1))
    return int(np.argmax(np.round(scores, 9)))


def headline_of(report: Report) -> Headline:
    """Return the title and lead of one report."""
    sentences = _sentences(report)
    title = " ".join((report.title or "").split())
    rest = [one for one in sentences if one[0].rstrip(".") != title.rstrip(".")]
    if not title and rest:
        first = next((one for one in rest if len(one[0].split()) >= _LEAD_WORDS), rest[0])
        rest = rest[rest.index(first) + 1 :]
        title = _cut(first[0])
        if title != first[0]:
            return Headline(title, first[0], report.id, first[1])
    title = title or _cut(" ".join(report.text.split())) or report.id
    if not rest:
        return Headline(title, "", report.id)
    lead = next((one for one in rest if len(one[0].split()) >= _LEAD_WORDS), rest[0])
    return Headline(title, lead[0], report.id, lead[1])


def _cut(sentence: str) -> str:
    if len(sentence) <= _TITLE_CHARACTERS:
        return sentence
    return sentence[:_TITLE_CHARACTERS].rsplit(" ", 1)[0].rstrip(",;:–—- ") + "…"


def _sentences(report: Report) -> list[tuple[str, Span]]:
    """Return the first sentences, for title and lead, and where they stand."""
    found: Sequence[Sentence] = report.sentences[: 2 * _LEAD]
    spans = [sentence.span for sentence in found] or _lines(report.text)
    joined = ((" ".join(view(report, [span]).text.split()), span) for span in spans)
    return [one for one in joined if one[0]][: 2 * _LEAD]


def _lines(text: str) -> list[Span]:
    spans, at = [], 0
    for line in text.splitlines(keepends=True):
        spans.append(Span(at, at + len(line.rstrip())))
        at += len(line)
    return spans


def _weighed(report: Report) -> Told:
    """Return the words that title and lead have, and their weights."""
    sentences = [text for text, _ in _sentences(report)]
    said = [report.title, *sentences[:_LEAD]] if report.title else sentences[: _LEAD + 1]
    keys = np.unique(hashes(tell([text for text in said if text]).stems, "w"))
    return keys, weights(keys, "w")
