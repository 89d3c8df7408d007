"""Dates as told: what of day, month, year and weekday the words name.

Only what the words themselves say is read; what "last Tuesday" comes to in the calendar is for a
later stage that knows the day of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quoth.records import Span, Token

MONTHS = {
    name[:length]: number
    for number, name in enumerate(
        "january february march april may june july august september october november "
        "december".split(),
        1,
    )
    for length in (3, 4, len(name))
}
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        "monday tuesday wednesday thursday friday saturday sunday".split(), 1
    )
}
YEAR = re.compile(r"(?:1[89]|20)\d\d")
DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it is named; what is not named is None."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    span: Span

    def agrees(self, other: Date) -> bool:
        """Return whether nothing that both name is different."""
        pairs = (
            (self.year, other.year),
            (self.month, other.month),
            (self.day, other.day),
            (self.weekday, other.weekday),
        )
        return all(a is None or b is None or a == b for a, b in pairs)

    def comparable(self, other: Date) -> bool:
        """Return whether both name a day, or both a weekday, or both no more than a year."""
        if self.weekday and other.weekday:
            return True
        if self.month and other.month:
            return (self.day is None) == (other.day is None)
        return not (self.month or other.month or self.weekday or other.weekday)


def dates(tokens: Sequence[Token], indices: Sequence[int]) -> Iterator[Date]:
    """Yield the dates named among `indices` (ascending indices into `tokens`), in order."""
    run: list[int] = []
    for index in [*indices, -2]:
        part = index >= 0 and _is_part(tokens, index)
        joins = part or (index >= 0 and tokens[index].text in (",", "of", ".", "the"))
        if run and (index != run[-1] + 1 or not joins):
            yield from _date(tokens, run)
            run = []
        if part or (run and joins):
            run.append(index)


def _is_part(tokens: Sequence[Token], index: int) -> bool:
    text = tokens[index].text.lower().rstrip(".")
    if text in WEEKDAYS:
        return True
    if text in MONTHS:
        # "may" and "march" are verbs more often than months.
        return tokens[index].pos == "PROPN" or tokens[index].entity == "DATE"
    if YEAR.fullmatch(text):
        return tokens[index].entity == "DATE" or tokens[index].dep == "pobj"
    return bool(DAY.fullmatch(text)) and tokens[index].entity == "DATE"


def _date(tokens: Sequence[Token], run: Sequence[int]) -> Iterator[Date]:
    year = month = day = weekday = None
    used: list[int] = []
    for index in run:
        text = tokens[index].text.lower().rstrip(".")
        if text in WEEKDAYS:
            weekday = WEEKDAYS[text]
        elif text in MONTHS:
            month = MONTHS[text]
        elif YEAR.fullmatch(text):
            year = int(text)
        elif (match := DAY.fullmatch(text)) and 1 <= int(match[1]) <= 31:
            day = int(match[1])
        else:
            continue
        used.append(index)
    if month is None:
        day = None  # a bare number in a date is a count of days or an hour
    if year or month or weekday:
        span = Span(tokens[used[0]].span.start, tokens[used[-1]].span.end)
        yield Date(year, month, day, weekday, span)
