"""Days, weeks, months and the rest as stretches of the calendar; nothing here reads words.

Weeks run from Monday. Seasons are those of the north: spring is March to May, winter begins in
December of its year. "Early", "mid" and "late" are thirds: of a month the days 1-10, 11-20 and 21
to its end, of a year four months each, of a decade the years 0-3, 4-6 and 7-9.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal, NamedTuple

from quoth.records import DateRange, Precision, Span

Third = Literal["early", "mid", "late"]

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """From the first to the last day, both included; None is an open end."""

    start: date | None
    end: date | None
    precision: Precision

    def record(self, *spans: Span) -> DateRange:
        """Return the record of this stretch, told at `spans`."""
        return DateRange(
            self.start.isoformat() if self.start else None,
            self.end.isoformat() if self.end else None,
            self.precision,
            spans,
        )


class Reference(NamedTuple):
    """The day that words are relative to, as exactly as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def date(self) -> date | None:
        """The day, None where only the year or month is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None


def reference(iso: str | None) -> Reference | None:
    """Return an ISO 8601 date, month or year (time and zone are ignored) as a reference."""
    if not iso:
        return None
    parts = iso[:10].split("T")[0].split("-")
    try:
        if "W" in iso[:8] or (len(parts) == 1 and len(parts[0]) > 4):
            day = date.fromisoformat(iso.split("T")[0].split(" ")[0])
            return Reference(day.year, day.month, day.day)
        numbers = [int(part) for part in parts]
        date(*([*numbers, 1, 1][:3]))
    except ValueError:
        return None
    return Reference(*numbers)


def day(at: date) -> Stretch:
    """Return one day."""
    return Stretch(at, at, "day")


def week(at: date) -> Stretch:
    """Return the week that a day is in."""
    monday = at - timedelta(days=at.weekday())
    return Stretch(monday, monday + 6 * _DAY, "week")


def weekend(at: date) -> Stretch:
    """Return the Saturday and Sunday of the week that a day is in."""
    saturday = at + timedelta(days=5 - at.weekday())
    return Stretch(saturday, saturday + _DAY, "range")


def last_of(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def month(year: int, number: int) -> Stretch:
    """Return a month; `number` may run over the end of the year either way."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Stretch(date(year, number, 1), last_of(year, number), "month")


def season(year: int, name: str) -> Stretch:
    """Return a season of a year."""
    first = SEASONS[name]
    return Stretch(date(year, first, 1), month(year, first + 2).end, "season")


def quarter(year: int, number: int) -> Stretch:
    """Return a quarter of a year; `number` may run over the end of the year either way."""
    first = month(year, 3 * number - 2)
    assert first.start is not None
    return Stretch(first.start, month(first.start.year, first.start.month + 2).end, "quarter")


def year(number: int) -> Stretch:
    """Return a year."""
    return Stretch(date(number, 1, 1), date(number, 12, 31), "year")


def decade(first: int) -> Stretch:
    """Return the ten years from `first` on."""
    return Stretch(date(first, 1, 1), date(first + 9, 12, 31), "decade")


def third(whole: Stretch, which: Third) -> Stretch:
    """Return the early, middle or late part of a month, year, decade or season; else the whole."""
    start, end = whole.start, whole.end
    if start is None or end is None:
        return whole
    number = ("early", "mid", "late").index(which)
    if whole.precision == "month":
        first = date(start.year, start.month, 1 + 10 * number)
        last = first + 9 * _DAY if number < 2 else end
    elif whole.precision == "year":
        first = date(start.year, 1 + 4 * number, 1)
        last = last_of(start.year, 4 + 4 * number)
    elif whole.precision == "decade":
        first = date(start.year + (0, 4, 7)[number], 1, 1)
        last = date(start.year + (3, 6, 9)[number], 12, 31)
    elif whole.precision in ("season", "quarter"):
        return month(start.year, start.month + number)._replace(precision="range")
    else:
        return whole
    return Stretch(first, last, "range")


def half(whole: Stretch, number: int) -> Stretch | None:
    """Return the first or second half (0, 1) of a month, year or decade."""
    start, end = whole.start, whole.end
    if start is None or end is None:
        return None
    if whole.precision == "month":
        middle = date(start.year, start.month, 15)
    elif whole.precision == "year":
        middle = date(start.year, 6, 30)
    elif whole.precision == "decade":
        middle = date(start.year + 4, 12, 31)
    else:
        return None
    return Stretch(start, middle, "range") if not number else Stretch(middle + _DAY, end, "range")


def moved(at: date, unit: str, count: int) -> Stretch:
    """Return the day, week, month, year or decade (told as a year) that lies `count` away."""
    if unit == "day":
        return day(at + timedelta(days=count))
    if unit in ("week", "fortnight"):
        return week(at + timedelta(days=count * (7 if unit == "week" else 14)))
    if unit == "month":
        return month(at.year, at.month + count)
    return year(at.year + count * {"year": 1, "decade": 10, "century": 100}[unit])


def back(at: date, unit: str, count: int) -> date:
    """Return the day that lies exactly `count` units away, or the last of that month."""
    if unit in ("day", "week", "fortnight"):
        return at + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    months = count * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    there = month(at.year, at.month + months)
    assert there.start is not None
    assert there.end is not None
    return min(there.start + timedelta(days=at.day - 1), there.end)
