"""Spans and views: arithmetic on half-open spans, and the text seen through cleaning's marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quoth.records import Report, Span


def overlap(a: Span, b: Span) -> int:
    """Return the number of code points that two spans share."""
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def merge(spans: Iterable[Span], *, text: str | None = None) -> tuple[Span, ...]:
    """Return sorted, disjoint spans covering the same places; empty ones are left out.

    With `text`, spans with only white space between them become one, but not over a blank line: a
    title and the sentence below it are two.
    """
    merged: list[Span] = []
    for span in sorted(s for s in spans if s.end > s.start):
        if merged:
            last = merged[-1]
            touching = span.start <= last.end
            if not touching and text is not None:
                between = text[last.end : span.start]
                touching = not between.strip() and between.count("\n") < 2
            if touching:
                merged[-1] = Span(last.start, max(last.end, span.end))
                continue
        merged.append(span)
    return tuple(merged)


def strip(span: Span, text: str) -> Span:
    """Return the span without white space at its ends (zero-width if there is nothing else)."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


@dataclass(frozen=True, slots=True)
class View:
    """A text as a reader would have expected it, with the way back to the stored one.

    `offsets[i]` is the offset in the stored text of code point `i` of `text`; it has one entry
    more than `text`, the end. An inserted code point has the offset of what follows it.
    """

    text: str
    offsets: tuple[int, ...]

    def original(self, start: int, end: int) -> Span:
        """Return the span of the stored text that `text[start:end]` of the view stands for."""
        if start >= end:
            return Span(self.offsets[start], self.offsets[start])
        return Span(self.offsets[start], max(self.offsets[start], self.offsets[end - 1] + 1))


def view(report: Report, spans: Sequence[Span], *, separator: str = " ") -> View:
    """Return the given stretches of a report with the replacements of its marks applied.

    `spans` must be sorted and disjoint, and the report's marks sorted by span; `separator` stands
    between two spans. A mark that crosses the border of a span is left out, and so is an insertion
    at its very start: a space that is missing between two sentences is none within the second.
    """
    out: list[str] = []
    offsets: list[int] = []

    def copy(start: int, end: int) -> None:
        out.append(report.text[start:end])
        offsets.extend(range(start, end))

    for number, (start, end) in enumerate(spans):
        if number:
            out.append(separator)
            offsets.extend([start] * len(separator))
        at = start
        first = bisect_left(report.marks, start, key=lambda mark: mark.span.start)
        for index in range(first, len(report.marks)):
            (left, right), replacement = report.marks[index].span, report.marks[index].replacement
            if left >= end:
                break
            if replacement is None:
                continue
            if left < at or right > end or left == right == start:
                continue
            copy(at, left)
            out.append(replacement)
            offsets.extend(min(left + i, max(left, right - 1)) for i in range(len(replacement)))
            at = right
        copy(at, end)
    offsets.append(spans[-1].end if spans else 0)
    return View("".join(out), tuple(offsets))
