"""The rules that read simple dates: "June 5", "last Friday", "two years ago", "the third quarter".

A rule is a pattern and what makes a form of its words. In the patterns a space stands for white
space, " ?" for white space or none, and an apostrophe for both its shapes. Months and weekdays
are written with capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from quoth.resolve import almanac
from quoth.resolve.date_forms import (
    SHIFTS,
    UNKNOWN,
    Between,
    Computed,
    Form,
    Named,
    Side,
    from_anchor,
    from_today,
    night,
    soon,
    the_weekend,
    until_today,
    yearly,
)

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split(),
        1,
    )
} | {"a": 1, "an": 1, "a couple of": 2, "thirty": 30, "forty": 40, "fifty": 50}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
# Holidays on one day of the year everywhere, or in the country that the words name.
_HOLIDAYS = {
    "Christmas Eve": (12, 24),
    "Christmas Day": (12, 25),
    "Christmas": (12, 25),
    "Boxing Day": (12, 26),
    "New Year's Eve": (12, 31),
    "New Year's Day": (1, 1),
    "May Day": (5, 1),
    "Halloween": (10, 31),
    "Valentine's Day": (2, 14),
    "International Women's Day": (3, 8),
    "Bastille Day": (7, 14),
    "US Independence Day": (7, 4),
    "U.S. Independence Day": (7, 4),
    "American Independence Day": (7, 4),
    "America's Independence Day": (7, 4),
    "the Fourth of July": (7, 4),
}
_NAMED_DAYS = (
    "Black|Good|Holy|Bloody|Super|Easter|Whit|Ash|Palm|Maundy|Cyber|Shrove|Giving|Election"
)

_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November"
    r"|December|JANUARY|FEBRUARY|MARCH|APRIL|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
_ANY_WEEKDAY = (
    r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?)\b"
)
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w%]|[,.:]\d)"
YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?![\w%]|[,.:]\d)"
_WHEN = r"(?P<side>[Ll]ast|[Tt]his|[Nn]ext)"
_HOURS = (
    r"(?: (?:early |late )?(?:morning|afternoon|evening|night|lunchtime|overnight|at noon"
    r"|at midnight))?"
)
COUNT = (
    r"(?P<count>\d{1,3}|[Aa]n?|[Aa] couple of|(?i:one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty"
    r"|forty|fifty))"
)
UNIT = r"(?P<unit>day|week|fortnight|month|year|decade|century|centurie)s?"
_TO = r"(?:–|—|-|to|through|until)"
JOIN = r"(?: ?[–—-] ?| to | until | till | through | and )"


class Rule(NamedTuple):
    """Words and what makes a form of them; None from it means that they are no date."""

    pattern: re.Pattern[str]
    make: Callable[[re.Match[str]], Form | None]


def to_pattern(source: str) -> re.Pattern[str]:
    """Return the pattern that a rule's text stands for (see the module docstring)."""
    source = source.replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(source.replace("['’]", "'").replace("'", "['’]"))


def month_number(name: str) -> int:
    """Return the number of a month by its name or short form."""
    return next(n for n, m in enumerate(_MONTHS, 1) if m.lower().startswith(name[:3].lower()))


def _weekday_number(name: str) -> int:
    return next(n for n, d in enumerate(_DAYS) if d.startswith(name[:3]))


def count_of(words: str) -> int:
    """Return a small number told in digits or words."""
    words = " ".join(words.lower().split())
    return int(words) if words.isdigit() else _NUMBERS[words]


def _named(match: re.Match[str]) -> Form | None:
    """Return the form of whatever named groups a rule has."""
    found = match.groupdict()
    side = _side(found.get("side"))
    year, day = found.get("year"), found.get("day")
    form = Named(
        year=int(year) if year else None,
        month=month_number(found["month"]) if found.get("month") else None,
        day=int(day) if day else (1 if found.get("first") else None),
        weekday=_weekday_number(found["weekday"]) if found.get("weekday") else None,
        shift=SHIFTS[found["shift"].lower()] if found.get("shift") else None,
        side=side,
    )
    if form.month and form.day and form.day > almanac.last_of(2000, form.month).day:
        return None
    return form


def _side(word: str | None) -> Side | None:
    sides: dict[str, Side] = {"last": "last", "past": "last", "this": "this", "next": "next"}
    return sides.get((word or "").lower())


def _iso(match: re.Match[str]) -> Form | None:
    return _day(int(match[1]), int(match[2]), int(match[3]))


def _slashed(match: re.Match[str]) -> Form:
    """Return a date in digits where only one order of day and month is possible."""
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    found = {_day(year, first, second), _day(year, second, first)} - {None}
    return next((f for f in found if f), UNKNOWN) if len(found) == 1 else UNKNOWN


def _day(year: int, month: int, day: int) -> Named | None:
    try:
        date(year, month, day)
    except ValueError:
        return None
    return Named(year, month, day)


def _range_in_month(match: re.Match[str]) -> Form | None:
    first, last = int(match["day"]), int(match["last"])
    month, year = month_number(match["month"]), match["year"]
    if first >= last or last > almanac.last_of(2000, month).day:
        return None
    told = int(year) if year else None
    return Between(Named(told, month, first), Named(told, month, last))


def _years(match: re.Match[str]) -> Form | None:
    first, last = int(match["year"]), int(match["last"])
    last = last if last > 99 else first // 100 * 100 + last
    return Between(Named(first), Named(last)) if first < last < first + 200 else None


def _two_days(match: re.Match[str]) -> Form | None:
    first, last = _weekday_number(match["weekday"]), _weekday_number(match["other"])
    if (last - first) % 7 != 1:
        return None
    return Between(Named(weekday=first), Named(weekday=last))


def _from_today(match: re.Match[str]) -> Form:
    unit = match["unit"].lower()
    if unit in almanac.SEASONS:
        return yearly(lambda y: almanac.season(y, unit), year=None, side=_side(match["side"]))
    return from_today(unit, SHIFTS[match["side"].lower()])


def _from_anchor(match: re.Match[str]) -> Form:
    word, unit = match["which"].lower(), match["unit"].lower()
    unit = unit if unit in ("week", "month", "year", "decade") else "day"
    return from_anchor(unit, {"previous": -1, "same": 0, "that": 0}.get(word, 1))


def _counted(match: re.Match[str]) -> Form | None:
    unit = match["unit"].lower().replace("centurie", "century")
    count, way = count_of(match["count"]), match["way"].lower()
    if way == "ago":
        return from_today(unit, -count)
    if way == "from now":
        return from_today(unit, count)
    return from_anchor(unit, -count if way in ("earlier", "before") else count)


def _until_today(match: re.Match[str]) -> Form | None:
    unit = match["unit"].lower().replace("centurie", "century")
    count = count_of(match["count"]) if match["count"] else 1
    if match["which"].lower() in ("next", "coming"):
        return until_today(unit, -count) if match["count"] else None
    if match["which"].lower() == "last" and not match["count"]:
        return from_today(unit, -1)
    return until_today(unit, count)


def _season(match: re.Match[str]) -> Form | None:
    name = match["season"].lower()
    year = int(match["year"]) if match["year"] else None
    return yearly(lambda y: almanac.season(y, name), year=year, side=_side(match["side"]))


def _quarter(match: re.Match[str]) -> Form | None:
    word = match["which"].lower()
    number = _ORDINALS.get(word) or int(word[-1])
    if word == "last" and not match["year"] and not match["side"]:
        return from_today("quarter", -1)
    year = int(match["year"]) if match["year"] else None
    if match["side"] and match["side"].lower() != "the":
        shift = SHIFTS[match["side"].lower()]
        return Computed(
            lambda c: almanac.quarter(c.reference.year + shift, number) if c.reference else None
        )
    return yearly(
        lambda y: almanac.quarter(y, number), year=year, side="this" if match["side"] else None
    )


def _decade(match: re.Match[str]) -> Form | None:
    first = int(match["decade"])
    if first < 100:
        first += 1900 if first >= 30 else 2000
    return Computed(lambda _: almanac.decade(first))


def _holiday(match: re.Match[str]) -> Form | None:
    name = " ".join(match["holiday"].replace("’", "'").split())
    month, day = _HOLIDAYS[name]
    year = int(match["year"]) if match["year"] else None
    return Named(year, month, day, side=_side(match["side"]))


def _today(match: re.Match[str]) -> Form | None:
    if match.string[: match.start()].endswith(" a "):  # "imagine a tomorrow"
        return None
    word = " ".join(match[0].lower().split())
    if word == "overnight":
        return Computed(night)
    if "weekend" in word:
        return Computed(the_weekend)
    if word.startswith("the day"):
        return from_today("day", 2 if "after" in word else -2)
    back = word.startswith(("yesterday", "last night"))
    return from_today("day", -1 if back else 1 if word.startswith("tomorrow") else 0)


_HOLIDAY_NAMES = "|".join(sorted(_HOLIDAYS, key=len, reverse=True))
_WHOLE = r"(?i:week|month|year|quarter|weekend|decade|spring|summer|autumn|fall|winter)"
_LISTED: list[tuple[str, Callable[[re.Match[str]], Form | None]]] = [
    (r"Sept(?:ember|\.)? 11(?=,? (?:terrorist |terror )?(?:attacks|hijack))",
     lambda _: Named(2001, 9, 11)),
    (r"(\d{4})-(\d\d)-(\d\d)(?![\w-])", _iso),
    (r"(\d\d?)[/.](\d\d?)[/.](\d{4})(?![\w/])", _slashed),
    (rf"(?:{_ANY_WEEKDAY},? )?{_MONTH} {_DAY}(?:,? {YEAR})?", _named),
    (rf"(?:{_ANY_WEEKDAY},? )?(?:the )?{_DAY}(?: of)? {_MONTH}(?:,? {YEAR})?", _named),
    (rf"(?:the )?(?P<first>first) of {_MONTH}(?:,? {YEAR})?", _named),
    (rf"{_MONTH}(?: of|,)? {YEAR}", _named),
    (rf"{_MONTH} (?:of )?(?P<shift>last|this|next) year\b", _named),
    (rf"{_MONTH} {_DAY},? (?:of )?(?P<shift>last|this|next) year\b", _named),
    (rf"(?:{_WHEN} )?{_MONTH}\b", _named),
    (rf"(?:{_WHEN} )?{_WEEKDAY}{_HOURS}", _named),
    (rf"this (?:past|coming) {_WEEKDAY}{_HOURS}", _named),
    (rf"(?:{_NAMED_DAYS}) {_WEEKDAY}", lambda _: UNKNOWN),
    (rf"(?i:every|each|most|other|any) (?:other )?{_WEEKDAY}", lambda _: UNKNOWN),
    (rf"{_WEEKDAY} and (?P<other>{'|'.join(_DAYS)})\b", _two_days),
    (rf"{_MONTH} {_DAY} ?{_TO} ?(?P<last>[1-9]|[12]\d|3[01])\b(?:, {YEAR})?", _range_in_month),
    (
        r"(?:the )?(?P<day>[1-9]|[12]\d|3[01])(?:st|nd|rd|th)? ?(?:" + _TO + r"|and) ?"
        rf"(?P<last>[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? {YEAR})?",
        _range_in_month,
    ),
    (r"(?P<year>1[5-9]\d\d|20\d\d)(?:[–/-])(?P<last>\d{4}|\d\d)(?![\w-])", _years),
    (
        r"(?i:the day before yesterday|the day after tomorrow|yesterday|tomorrow|today|tonight"
        r"|last night|overnight|this (?:morning|afternoon|evening)|(?:the|at the|all) weekend)\b"
        + _HOURS,
        _today,
    ),
    (rf"{_WHEN} (?P<unit>{_WHOLE})\b(?! (?:and|or) )", _from_today),
    (rf"(?:the )?(?P<side>last) (?P<unit>{_WHOLE})\b(?! (?:and|or) )", _from_today),
    (
        r"(?i:the) (?P<which>following|next|previous|same|very next) "
        r"(?P<unit>day|morning|afternoon|evening|night|week|month|year|decade)\b",
        _from_anchor,
    ),
    (r"(?P<which>[Tt]hat) (?P<unit>(?:same )?(?:day|week|month|year))\b", _from_anchor),
    (rf"(?:about |some |around |nearly |almost )?{COUNT} {UNIT} (?P<way>ago|earlier|later"
     r"|from now|(?:before|after)(?! (?:the|his|her|their|its|an?|he|she|they|it)\b))\b",
     _counted),
    (rf"(?i:more than|over|less than|at least) {COUNT} {UNIT} (?:ago|earlier|later)",
     lambda _: UNKNOWN),
    (rf"(?i:in) {COUNT} {UNIT}\b(?! (?:ago|earlier|later|of|in|when|that|where)\b)",
     lambda m: soon(m["unit"].lower().replace("centurie", "century"), count_of(m["count"]))),
    (rf"(?i:the) (?P<which>past|last|next|coming) (?:{COUNT} )?{UNIT}\b", _until_today),
    (rf"(?i:(?:the )?(?P<season>spring|summer|autumn|fall|winter)(?: of)? "
     rf"(?:{YEAR}(?:[–/-]\d\d(?:\d\d)?)?|(?P<side>last|this|next) year))\b", _season),
    (rf"(?i:the (?P<which>first|second|third|fourth|last) quarter|(?P<q>Q[1-4]))"
     rf"(?:(?: of)? (?:{YEAR}|(?P<side>last|this|next|the) year))?\b", _quarter),
    (r"(?:the )?(?P<decade>(?:1[5-9]|20)\d0)s\b", _decade),
    (r"(?:the )?'(?P<decade>[2-9]0)s\b", _decade),
    (r"the (?P<season>spring|summer|autumn|winter)(?P<year>)(?P<side>)\b(?! [a-z]+s\b| of)",
     _season),
    # Not the market or the trees of Christmas.
    (rf"(?:{_WHEN} )?(?P<holiday>{_HOLIDAY_NAMES})(?:(?: of|,)? {YEAR})?"
     r"(?! [a-z]+(?:s|ed|et|ee)\b)", _holiday),
    (r"9/11(?![\w/])", lambda _: Named(2001, 9, 11)),
]  # fmt: skip


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the rules; of two that read as many words the first counts."""
    return tuple(Rule(to_pattern(source), make) for source, make in _LISTED)
