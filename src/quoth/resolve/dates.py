"""Dates: what date words come to in the calendar, alone or in a report.

Words are read by `date_words`, put into the calendar by `date_forms` and `almanac`; whether
"Tuesday" is past or coming the verb of its clause tells (`tense`). What needs a reference day is
unknown without one; where digits can be read in two ways ("05/06/2024") the date is unknown.

Known gaps:

- Dates of the past that a report tells in sequence are read from the reference day, not from one
  another: of "In 2016 ... on November 8" the second is that of the last year.
- Feasts without a fixed date (Easter, Ramadan, Thanksgiving), days of the month alone ("on the
  15th"), hours and durations are not read. A bare month or weekday in a verbless line is taken
  for past.
- The calendar is Gregorian throughout; seasons are those of the north.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from quoth.records import DateRange, Report, Span
from quoth.resolve import date_words
from quoth.resolve.almanac import Stretch, reference
from quoth.resolve.date_forms import Context, Form
from quoth.resolve.tense import coming

_PREPOSITION = re.compile(
    r"\s*(?:(?:on|in|at|during|over|of|throughout|for|late on|early on)\s+)?", re.IGNORECASE
)
# The date told before counts for "a week later" within so many sentences.
_ANCHOR_REACH = 4
# A line that is nothing but a date, or opens with one, near the top or at the very end.
_DATE_LINE = re.compile(
    r"\s*(?:(?:published|updated|posted|date|last updated|first published)(?: on| at)?:?\s+)?"
    r"(?P<date>[^|\n]{6,45}?)"
    r"(?:\s*[,|·@-]?\s*(?:at\s+)?\d{1,2}[:.]\d\d.{0,20})?\s*$",
    re.IGNORECASE,
)
_DATE_LINES = 10


def date(expression: str, *, on: str | None) -> DateRange | None:
    """Return the days that date words mean, None where they are no date or it cannot be told.

    `on` is the reference day, ISO 8601, as exact as it is known. What may be past or coming
    ("Tuesday", "in September") is taken for past, a day of the year ("June 5") for the nearest.
    The spans are empty.
    """
    opening = _PREPOSITION.match(expression)
    for start in (0, opening.end() if opening else 0):
        found = date_words.read_at(expression, start, alone=True)
        if found and not expression[found.end :].strip(" .,;:'’s"):
            context = Context(reference(on))
            stretch = _resolved(found.form, context)
            return stretch.record() if stretch else None
    return None


def _resolved(form: Form, context: Context) -> Stretch | None:
    try:
        return form.resolve(context)
    except (ValueError, OverflowError):  # February 30; a year beyond the calendar
        return None


def dates_in(report: Report) -> tuple[DateRange, ...]:
    """Return the dates that a report tells, in order, with their spans.

    They are relative to `reference_day`; those that cannot be told are left out. Words of time
    without a date ("recently", "for three days", "every Friday") are none.
    """
    return tuple(_found(report))


def _found(report: Report) -> Iterator[DateRange]:
    day = reference(reference_day(report))
    starts = [token.span.start for token in report.tokens]
    spans = [s.span for s in report.sentences] or [Span(0, len(report.text))]
    anchor: tuple[int, Stretch] | None = None
    for number, span in enumerate(spans):
        for start, read in date_words.read(report.text, span.start, span.end):
            first, last = bisect_left(starts, start), bisect_left(starts, read.end)
            later = coming(report.tokens, first, last) if first < last else None
            near = anchor[1] if anchor and number - anchor[0] <= _ANCHOR_REACH else None
            stretch = _resolved(read.form, Context(day, later, near))
            if stretch is None:
                continue
            anchor = number, stretch
            yield stretch.record(Span(start, read.end))


def reference_day(report: Report) -> str | None:
    """Return the day that a report's words are relative to (ISO 8601), None where none is told.

    1. the day of publication
    2. the date of its dateline
    3. a line near its top, or its last, that is nothing but a date
    """
    if report.published and reference(report.published):
        return report.published
    for mark in report.marks:
        if mark.kind == "dateline":
            told = _told(report.text[mark.span.start : mark.span.end])
            if told:
                return told
    lines = [line for line in report.text.splitlines() if line.strip()]
    for line in [*lines[:_DATE_LINES], *lines[-1:]]:
        match = _DATE_LINE.match(line)
        found = date(match["date"].strip(" ,"), on=None) if match else None
        if found and found.precision == "day" and found.start:
            return found.start
    return None


def _told(dateline: str) -> str | None:
    """Return the day that a dateline names with its year."""
    for _, read in date_words.read(dateline):
        stretch = _resolved(read.form, Context(None))
        if stretch and stretch.precision == "day" and stretch.start:
            return stretch.start.isoformat()
    return None
