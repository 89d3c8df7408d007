"""How things are shown on a page: dates, countries, addresses, small pictures of coverage."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from urllib.parse import quote, urlsplit

from quoth.forms import wording

_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+", re.IGNORECASE)
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
# What stands above states in the codes of PLOVER.
_ABOVE = {
    "IGO": "international bodies", "UNO": "United Nations", "EUR": "European Union",
    "NGO": "non-governmental bodies", "ISM": "social movements", "IMG": "international groups",
    "MNC": "companies of several countries", "KOS": "Kosovo",
}  # fmt: skip
# As many bars as a picture of coverage has at most; they are as wide together in the template.
_BARS = 24


def day(moment: str | datetime | date | None) -> str:
    """Return "28 April 2026" for the day of a moment; "" for what is none."""
    found = _date(moment)
    if found is None:
        return wording.clean(str(moment or ""))[:10]
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def weekday(moment: str | datetime | date | None) -> str:
    """Return "Tuesday, 28 April 2026"; what `day` gives for what is no date."""
    found = _date(moment)
    return f"{_DAYS[found.weekday()]}, {day(found)}" if found else day(moment)


def when(moment: str | datetime | None) -> str:
    """Return "28 April 2026, 14:05 UTC", as exact as a moment is told."""
    text = moment.isoformat() if isinstance(moment, datetime) else moment or ""
    clock = re.match(r"\d{4}-\d{2}-\d{2}[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(.*)", text)
    if clock is None:
        return day(moment)
    zone = clock[2] if re.fullmatch(r"[+-]\d{2}:?\d{2}", clock[2]) else "UTC"
    return f"{day(moment)}, {clock[1]} {zone}"


def _date(moment: str | datetime | date | None) -> date | None:
    if isinstance(moment, datetime):
        return moment.date()
    if isinstance(moment, date):
        return moment
    try:
        return date.fromisoformat((moment or "")[:10])
    except ValueError:
        return None


def address(url: str | None) -> str:
    """Return an address that a page may link to, "" for any other: http and https only."""
    return url if url and _ADDRESS.fullmatch(url) else ""


def host(url: str | None) -> str:
    """Return the host of an address, for a link to be called by."""
    try:
        return wording.clean(urlsplit(address(url)).hostname or "")
    except ValueError:
        return ""


def part(name: str) -> str:
    """Return an id as a part of a path of this site."""
    return quote(name.encode("utf-8", "replace"), safe="")


@cache
def _countries() -> Mapping[str, str]:
    from quoth.resolve.tables import places

    # A region has the code of its country; the first row of a code is the state itself.
    names = {p.iso3: p.name for p in reversed(places()) if p.kind != "region"}
    return {**_ABOVE, **names}


def country(code: str | None) -> str:
    """Return the name of a country by its code, the code where it has none."""
    return _countries().get(code or "", code or "")


def percent(share: float) -> str:
    """Return "80%"."""
    return f"{share:.0%}"


def code_words(code: str) -> str:
    """Return a code in small letters with spaces: "MOBILIZE" as "mobilize"."""
    return code.replace("_", " ").lower()


def tidy(text: str | None) -> str:
    """Return text on one line, safe to show."""
    return wording.clean(text or "")


def brief(text: str | None, limit: int) -> str:
    """Return text on one line, cut between words after `limit` characters."""
    return wording.shorten(wording.clean(text or ""), limit)


FILTERS: Mapping[str, Callable[..., object]] = {
    "day": day, "weekday": weekday, "when": when, "address": address, "host": host, "part": part,
    "country": country, "percent": percent, "code_words": code_words, "tidy": tidy, "brief": brief,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a picture: its place and height in its units, and how many reports it stands for."""

    x: float
    height: float
    number: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many reports came when: bars over the time from the first to the last, `span` in words.

    `line` says all of it in words, for who does not see it.
    """

    bars: tuple[Bar, ...]
    width: float
    span: str
    line: str


def coverage(moments: Sequence[datetime], *, height: float = 20, unit: float = 5) -> Coverage:
    """Return the picture of when reports came: by hour, by day or longer, at most 24 bars."""
    if not moments:
        return Coverage((), 0, "", "no report says when it was published")
    first, last = min(moments), max(moments)
    step = _step(last - first)
    number = int((last - first) / step) + 1
    counts = [0] * number
    for moment in moments:
        counts[int((moment - first) / step)] += 1
    most = max(counts)
    bars = tuple(
        Bar(n * unit, max(2.0, round(height * count / most, 1)) if count else 0, count)
        for n, count in enumerate(counts)
    )
    told = wording.count(len(moments), "report")
    span = day(first) if day(first) == day(last) else f"{day(first)} to {day(last)}"
    return Coverage(bars, number * unit, span, f"{told}, {span}, at most {most} {_named(step)}")


def _step(length: timedelta) -> timedelta:
    """Return how long a bar is: an hour, some hours, a day, some days."""
    for hours in (1, 3, 6, 24):
        if length <= timedelta(hours=hours * (_BARS - 1)):
            return timedelta(hours=hours)
    return timedelta(days=max(1, -(-length.days // (_BARS - 1))))


def _named(step: timedelta) -> str:
    if step < timedelta(days=1):
        hours = int(step.total_seconds() // 3600)
        return "an hour" if hours == 1 else f"in {hours} hours"
    return "a day" if step.days == 1 else f"in {step.days} days"
