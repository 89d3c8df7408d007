"""What date words mean before they are put into the calendar: forms, resolved in a context.

"June 5" is a form; which June 5 depends on the reference day and on whether it is past or coming.
What is returned where the context does not tell is None, never a guess of the day.

Conventions: "last Friday" is the latest one before the reference day, "next Friday" that of the
next calendar week, a bare "Friday" the latest up to or the first from the reference day, which
itself counts. "Three weeks ago" is the week, "two years ago" the year that long ago.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple, Protocol

from quoth.resolve import almanac
from quoth.resolve.almanac import Reference, Stretch, Third

Side = Literal["last", "this", "next"]
SHIFTS: dict[str, int] = {"last": -1, "this": 0, "next": 1}
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


class Context(NamedTuple):
    """What a form is resolved in.

    `coming` tells whether what is dated is yet to come (None: not known). `anchor` is the date
    told before.
    """

    reference: Reference | None
    coming: bool | None = None
    anchor: Stretch | None = None

    @property
    def today(self) -> date | None:
        """The reference day, None where it is not known to the day."""
        return self.reference.date if self.reference else None


class Form(Protocol):
    """Date words that were read."""

    def resolve(self, context: Context) -> Stretch | None:
        """Return the stretch that is meant, None where the context does not tell."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A form that a function resolves."""

    how: Callable[[Context], Stretch | None]

    def resolve(self, context: Context) -> Stretch | None:
        """Return what the function finds."""
        return self.how(context)


UNKNOWN = Computed(lambda _: None)


@dataclass(frozen=True, slots=True)
class Named:
    """A date by the names of its parts; what is not named is None.

    `shift` stands for a year told as last, this or next (-1, 0, 1); `side` for a weekday or month
    told so.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: int | None = None
    side: Side | None = None

    def resolve(self, context: Context) -> Stretch | None:
        """Return the day, month or year that is meant."""
        year = self.year
        if year is None and self.shift is not None:
            if context.reference is None:
                return None
            year = context.reference.year + self.shift
        if year is not None:
            return self.in_year(year)
        if self.month is not None and self.day is not None:
            return self._day_of_month(context)
        if self.month is not None:
            return self._month(context)
        return self._weekday(context) if self.weekday is not None else None

    def in_year(self, year: int) -> Stretch | None:
        """Return the date in a given year; None where that is another weekday than is named."""
        if self.month is None:
            return almanac.year(year)
        if self.day is None:
            return almanac.month(year, self.month)
        at = date(year, self.month, self.day)
        return almanac.day(at) if self.weekday in (None, at.weekday()) else None

    def _day_of_month(self, context: Context) -> Stretch | None:
        near = context.reference
        assert self.month is not None
        if near is None:
            return None
        if near.month is None:
            return self.in_year(near.year)
        today = near.date or date(near.year, near.month, 15)
        found = [s for y in range(near.year - 8, near.year + 9) if (s := self._in(y))]
        told = self.side == "last" or context.coming is False
        if told or self.side == "next" or context.coming:
            found = [
                s for s in found if s.start and ((s.start <= today) if told else (s.start >= today))
            ] or found
        # A weekday that does not fit the nearest of these fits one some years off by chance.
        best = min(found, key=lambda s: abs((s.start or today) - today), default=None)
        reach = 730 if self.weekday is not None else 10 * 366
        return best if best and best.start and abs((best.start - today).days) < reach else None

    def _in(self, year: int) -> Stretch | None:
        try:
            return self.in_year(year)
        except ValueError:  # February 29
            return None

    def _month(self, context: Context) -> Stretch | None:
        near = context.reference
        assert self.month is not None
        if near is None or near.month is None:
            return None
        if self.side == "this":
            return almanac.month(near.year, self.month)
        if self.side == "next" or (self.side is None and context.coming):
            begun = self.month < near.month or (self.side == "next" and self.month == near.month)
            return almanac.month(near.year + begun, self.month)
        ahead = self.month > near.month or (self.side == "last" and self.month == near.month)
        return almanac.month(near.year - ahead, self.month)

    def _weekday(self, context: Context) -> Stretch | None:
        today = context.today
        assert self.weekday is not None
        if today is None:
            return None
        ahead = timedelta(days=(self.weekday - today.weekday()) % 7)
        if self.side == "next":
            monday = today - timedelta(days=today.weekday())
            return almanac.day(monday + _WEEK + timedelta(days=self.weekday))
        if self.side == "this" and context.coming is None:
            monday = today - timedelta(days=today.weekday())
            return almanac.day(monday + timedelta(days=self.weekday))
        if self.side != "last" and context.coming:
            return almanac.day(today + ahead)
        if not ahead and self.side != "last":
            return almanac.day(today)
        return almanac.day(today + ahead - _WEEK)


@dataclass(frozen=True, slots=True)
class Between:
    """From one date to another; parts that only one of them names hold for both."""

    first: Named
    last: Named

    def resolve(self, context: Context) -> Stretch | None:
        """Return the stretch from the first day of the one to the last of the other."""
        first, last = self._completed()
        anew = context.coming is True
        start = (first if anew else last).resolve(context)
        if start is None or start.start is None:
            return None
        other = last if anew else first
        known = (other.year, other.shift) != (None, None)
        end = other.resolve(context) if known else _beside(other, start.start, later=anew)
        pair = (start, end) if anew else (end, start)
        if pair[0] is None or pair[1] is None or not pair[0].start or not pair[1].end:
            return None
        if pair[0].start > pair[1].end:
            return None
        return Stretch(pair[0].start, pair[1].end, "range")

    def _completed(self) -> tuple[Named, Named]:
        first, last = self.first, self.last
        if last.month is None and last.day is not None:
            last = replace(last, month=first.month)
        if first.month is None and first.day is not None:
            first = replace(first, month=last.month)
        if first.year is None and last.year is not None and first.month and last.month:
            first = replace(first, year=last.year - (first.month > last.month))
        if first.shift is None and first.year is None and last.shift is not None:
            first = replace(first, shift=last.shift)
        return first, last


def _beside(form: Named, at: date, *, later: bool) -> Stretch | None:
    """Return the first such date from `at` on, or the last up to it."""
    near = Context(Reference(at.year, at.month, at.day), coming=later)
    return replace(form, side=None).resolve(near)


@dataclass(frozen=True, slots=True)
class Edge:
    """An open stretch: since, until, by, before, after or from a date.

    `of_end` is true for "by the end of" the date.
    """

    word: str
    form: Form
    of_end: bool = False

    def resolve(self, context: Context) -> Stretch | None:
        """Return the stretch with one end open; "from" a past date is but that date."""
        if self.word == "since" and context.coming:
            context = context._replace(coming=False)
        inner = self.form.resolve(context)
        if inner is None or inner.start is None or inner.end is None:
            return inner
        if self.word == "from" and not context.coming:
            return inner
        if self.word in ("since", "from", "onward"):
            late = almanac.third(inner, "late") if self.of_end else inner
            return Stretch(late.start, None, late.precision)
        if self.word == "after":
            return Stretch(inner.end + _DAY, None, inner.precision)
        if self.word == "before" and not self.of_end:
            return Stretch(None, inner.start - _DAY, inner.precision)
        return Stretch(None, inner.end, inner.precision)


def part(form: Form, which: Third) -> Form:
    """Return the early, middle or late part of what a form means."""

    def resolve(context: Context) -> Stretch | None:
        whole = form.resolve(context)
        return almanac.third(whole, which) if whole else None

    return Computed(resolve)


def half(form: Form, number: int) -> Form:
    """Return the first or second half (0, 1) of what a form means."""

    def resolve(context: Context) -> Stretch | None:
        whole = form.resolve(context)
        return almanac.half(whole, number) if whole else None

    return Computed(resolve)


def from_today(unit: str, count: int) -> Form:
    """Return the unit that lies `count` away from the reference day."""

    def resolve(context: Context) -> Stretch | None:
        near = context.reference
        if near is None:
            return None
        if unit == "weekend":
            return _weekend(context, count)
        if unit == "quarter":
            return almanac.quarter(near.year, (near.month + 2) // 3 + count) if near.month else None
        known = context.today
        if unit in ("year", "decade", "century"):
            known = known or date(near.year, near.month or 6, 15)
        elif unit == "month" and near.month:
            known = known or date(near.year, near.month, 15)
        return almanac.moved(known, unit, count) if known else None

    return Computed(resolve)


def _weekend(context: Context, count: int) -> Stretch | None:
    today = context.today
    return almanac.weekend(today + count * _WEEK) if today else None


def the_weekend(context: Context) -> Stretch | None:
    """Return the latest weekend that has begun, or the one to come."""
    begun = context.today is not None and context.today.weekday() >= 5
    return _weekend(context, 0 if begun or context.coming else -1)


def from_anchor(unit: str, count: int, *, near: Form | None = None) -> Form:
    """Return the unit that lies `count` away from `near`, or from the date told before."""

    def resolve(context: Context) -> Stretch | None:
        anchor = near.resolve(context) if near else context.anchor
        at = anchor and (anchor.start if count <= 0 or anchor.end is None else anchor.end)
        if not anchor or at is None or not _fine_enough(anchor, unit):
            return None
        return almanac.moved(at, unit, count)

    return Computed(resolve)


def _fine_enough(anchor: Stretch, unit: str) -> bool:
    """Return whether a date is told exactly enough to count such units from it."""
    if anchor.start is None:
        return False
    days = ((anchor.end or anchor.start) - anchor.start).days + 1
    return days <= {"day": 2, "week": 7, "fortnight": 7, "month": 31}.get(unit, 366)


def until_today(unit: str, count: int) -> Form:
    """Return the last `count` units up to the reference day, or the next from it (negative)."""

    def resolve(context: Context) -> Stretch | None:
        today = context.today
        if today is None:
            return None
        other = almanac.back(today, unit, -count)
        return Stretch(min(today, other), max(today, other), "range")

    return Computed(resolve)


def rest_of(unit: str, *, later: bool) -> Form:
    """Return this week, month or year from the reference day on, or up to it."""

    def resolve(context: Context) -> Stretch | None:
        today = context.today
        if today is None:
            return None
        whole = almanac.moved(today, unit, 0)
        return whole._replace(start=today) if later else whole._replace(end=today)

    return Computed(resolve)


def yearly(find: Callable[[int], Stretch], *, year: int | None, side: Side | None) -> Form:
    """Return what comes once a year (a season, a quarter), in a year or beside the reference."""

    def resolve(context: Context) -> Stretch | None:
        near = context.reference
        if year is not None:
            return find(year)
        if near is None or near.month is None:
            return None
        if side == "this":
            return find(near.year)
        today = near.date or date(near.year, near.month, 1)
        found = [find(near.year + n) for n in (-2, -1, 0, 1, 2)]
        if side == "next" or (side is None and context.coming):
            strict = side == "next"
            return next(
                (s for s in found if s.start and s.end and (s.start if strict else s.end) > today),
                None,
            )
        over = [s for s in found if s.start and s.end and (s.end if side else s.start) < today]
        return over[-1] if over else None

    return Computed(resolve)


def eve(form: Form) -> Form:
    """Return the day before a day."""

    def resolve(context: Context) -> Stretch | None:
        found = form.resolve(context)
        if not found or found.precision != "day" or found.start is None:
            return None
        return almanac.day(found.start - _DAY)

    return Computed(resolve)


def soon(unit: str, count: int) -> Form:
    """Return "in two days": from the reference day where it is coming, else unknown."""
    ahead = from_today(unit, count)
    return Computed(lambda context: ahead.resolve(context) if context.coming else None)


def night(context: Context) -> Stretch | None:
    """Return the night that ends on the reference day."""
    today = context.today
    return Stretch(today - _DAY, today, "range") if today else None
