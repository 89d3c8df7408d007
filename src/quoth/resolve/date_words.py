"""The words of dates: which stretch of a text is a date, and its form.

`read_at` reads the longest date at a place: a range ("from March 3 to 7"), an open one ("since
2014"), a part of one ("early 2014") or a simple one. Day numbers need a month, a bare year needs
a word before it that years follow; months and weekdays are written with capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from quoth.resolve import almanac
from quoth.resolve.date_forms import (
    SHIFTS,
    UNKNOWN,
    Between,
    Computed,
    Edge,
    Form,
    Named,
    Side,
    eve,
    from_anchor,
    from_today,
    half,
    night,
    part,
    rest_of,
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
_NAMED_DAYS = "Black|Good|Holy|Bloody|Super|Easter|Whit|Ash|Palm|Maundy|Cyber|Shrove|Giving|Election"

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
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?![\w%]|[,.:]\d)"
_WHEN = r"(?P<side>[Ll]ast|[Tt]his|[Nn]ext)"
_HOURS = (
    r"(?: (?:early |late )?(?:morning|afternoon|evening|night|lunchtime|overnight|at noon"
    r"|at midnight))?"
)
_COUNT = (
    r"(?P<count>\d{1,3}|[Aa]n?|[Aa] couple of|(?i:one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty"
    r"|forty|fifty))"
)
_UNIT = r"(?P<unit>day|week|fortnight|month|year|decade|century|centurie)s?"
_JOIN = r"(?: ?[–—-] ?| to | until | till | through | and )"


class Rule(NamedTuple):
    """Words and what makes a form of them; None from it means that they are no date."""

    pattern: re.Pattern[str]
    make: Callable[[re.Match[str]], Form | None]


def _pattern(source: str) -> re.Pattern[str]:
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
    word = " ".join(match[0].lower().split())
    if word == "overnight":
        return Computed(night)
    if "weekend" in word:
        return Computed(the_weekend)
    if word.startswith("the day"):
        return from_today("day", 2 if "after" in word else -2)
    back = word.startswith(("yesterday", "last night"))
    return from_today("day", -1 if back else 1 if word.startswith("tomorrow") else 0)


def _whole(match: re.Match[str]) -> Form | None:
    return from_today(match["unit"].lower(), 0)


@lru_cache(maxsize=1)
def _rules() -> tuple[Rule, ...]:
    names = "|".join(sorted(_HOLIDAYS, key=len, reverse=True))
    whole = r"(?i:week|month|year|quarter|weekend|decade|spring|summer|autumn|fall|winter)"
    rules: list[tuple[str, Callable[[re.Match[str]], Form | None]]] = [
        (r"(\d{4})-(\d\d)-(\d\d)(?![\w-])", _iso),
        (r"(\d\d?)[/.](\d\d?)[/.](\d{4})(?![\w/])", _slashed),
        (rf"(?:{_ANY_WEEKDAY},? )?{_MONTH} {_DAY}(?:,? {_YEAR}| of {_YEAR2}|)", _named),
        (rf"(?:{_ANY_WEEKDAY},? )?(?:the )?{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?", _named),
        (rf"(?:the )?(?P<first>first) of {_MONTH}(?:,? {_YEAR})?", _named),
        (rf"{_MONTH}(?: of|,)? {_YEAR}", _named),
        (rf"{_MONTH} (?:of )?(?P<shift>last|this|next) year\b", _named),
        (rf"{_MONTH} {_DAY},? (?:of )?(?P<shift>last|this|next) year\b", _named),
        (rf"(?:{_WHEN} )?{_MONTH}\b", _named),
        (rf"(?:{_WHEN} )?{_WEEKDAY}{_HOURS}", _named),
        (rf"this (?:past|coming) {_WEEKDAY}{_HOURS}", _named),
        (rf"(?:{_NAMED_DAYS}) {_WEEKDAY}", lambda _: UNKNOWN),
        (rf"(?i:every|each|most|other|any) (?:other )?{_WEEKDAY}", lambda _: UNKNOWN),
        (rf"{_WEEKDAY} and (?P<other>{'|'.join(_DAYS)})\b", _two_days),
        (rf"{_MONTH} {_DAY} ?{_TO} ?(?P<last>[1-9]|[12]\d|3[01])\b(?:, {_YEAR})?", _range_in_month),
        (
            r"(?:the )?(?P<day>[1-9]|[12]\d|3[01])(?:st|nd|rd|th)? ?(?:" + _TO + r"|and) ?"
            rf"(?P<last>[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? {_YEAR})?",
            _range_in_month,
        ),
        (r"(?P<year>1[5-9]\d\d|20\d\d)(?:[–/-])(?P<last>\d{4}|\d\d)(?![\w-])", _years),
        (
            r"(?i:the day before yesterday|the day after tomorrow|yesterday|tomorrow|today|tonight"
            r"|last night|overnight|this (?:morning|afternoon|evening)|(?:the|at the) weekend)\b"
            + _HOURS,
            _today,
        ),
        (rf"(?:the )?{_WHEN} (?P<unit>{whole})\b(?! (?:and|or) )", _from_today),
        (
            r"(?i:the) (?P<which>following|next|previous|same|very next) "
            r"(?P<unit>day|morning|afternoon|evening|night|week|month|year|decade)\b",
            _from_anchor,
        ),
        (r"(?P<which>[Tt]hat) (?P<unit>(?:same )?(?:day|week|month|year))\b", _from_anchor),
        (rf"(?:about |some |around |nearly |almost )?{_COUNT} {_UNIT} (?P<way>ago|earlier|later"
         r"|before|after|from now)\b(?! (?:the|his|her|their|its|an?|he|she|they|it)\b)", _counted),
        (rf"(?i:more than|over|less than|at least) {_COUNT} {_UNIT} (?:ago|earlier|later)",
         lambda _: UNKNOWN),
        (rf"(?i:in) {_COUNT} {_UNIT}\b(?! (?:ago|earlier|later|of|in)\b)",
         lambda m: soon(m["unit"].lower().replace("centurie", "century"), count_of(m["count"]))),
        (rf"(?i:the) (?P<which>past|last|next|coming) (?:{_COUNT} )?{_UNIT}\b", _until_today),
        (rf"(?i:(?:the )?(?P<season>spring|summer|autumn|fall|winter)(?: of)? "
         rf"(?:{_YEAR}(?:[–/-]\d\d(?:\d\d)?)?|(?P<side>last|this|next) year))\b", _season),
        (rf"(?i:the (?P<which>first|second|third|fourth|last) quarter|(?P<q>Q[1-4]))"
         rf"(?:(?: of)? (?:{_YEAR}|(?P<side>last|this|next|the) year))?\b", _quarter),
        (r"(?:the )?(?P<decade>(?:1[5-9]|20)\d0)s\b", _decade),
        (r"(?:the )?'(?P<decade>[2-9]0)s\b", _decade),
        (rf"(?:{_WHEN} )?(?P<holiday>{names})(?:(?: of|,)? {_YEAR})?(?! [a-z]+(?:s|ed|et|ee)\b)",
         _holiday),
        (r"9/11(?![\w/])", lambda _: Named(2001, 9, 11)),
    ]  # fmt: skip
    return tuple(Rule(_pattern(pattern), make) for pattern, make in rules)


_YEAR2 = r"(?P<year_of>1[5-9]\d\d|20\d\d)\b"
_TO = r"(?:–|—|-|to|through|until)"
_BARE_YEAR = re.compile(_YEAR)
# After these a four-digit number is a year: "in 1998", "the 2003 invasion", "Velm's 2014 law".
_BEFORE_YEAR = re.compile(
    r"(?:(?:^|[\s(\[“\"])(?:in|since|until|till|by|from|of|to|between|and|before|after|during"
    r"|through|throughout|early|late|mid|around|circa|the|its|his|her|their|our|an?|this|for|year"
    r"|into|back|than|spring|summer|autumn|fall|winter|election|elections)"
    r"|['’]s|mid-|\(|–)\s*$",
    re.IGNORECASE,
)
_PARTS = _pattern(
    r"(?i:(?:(?P<earlier>earlier|later) (?:in )?(?P<unit>this (?:week|month|year)|the (?:week|month"
    r"|year)))"
    r"|(?:the )?(?P<half>first|second) half of"
    r"|(?:the )?(?P<early>early|beginning of|start of|opening days of)"
    r"|(?:the )?(?P<mid>mid|middle of)|(?:the )?(?P<late>late|end of|close of))(?: in| on)?(?: |-)"
    r"(?=.)"
)
_EARLIER = _pattern(
    r"(?i:(?P<which>earlier|later) (?:in )?(?:this|the) (?P<unit>week|month|year))\b"
)
_EDGE = _pattern(
    r"(?:(?i:just|shortly|right|ever) )?(?P<word>(?i:since|until|till|before|after|by|from|starting"
    r"|through))(?: on| at| in)? (?P<end>(?i:the end of ))?"
)
_EVE = _pattern(r"(?i:on )?(?i:the )?(?i:eve of )")
_SHIFTED = _pattern(rf"(?:{_COUNT} {_UNIT}|(?P<day>[Tt]he day)) (?P<way>after|before) ")
_FROM = _pattern(r"(?i:from|between) (?:the )?")
_COUNTED_BEFORE = re.compile(r"(?:days?|weeks?|months?|years?|decades?|hours?|minutes?)\s+$")
_MONTHLIKE = frozenset(("May", "March"))
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|by|from|to|of|and|or|between|before|after|during|through|for|early"
    r"|late|mid-?|last|next|this|every|end|month)\s*$",
    re.IGNORECASE,
)


class Read(NamedTuple):
    """A date that was read: its form and where its words end."""

    form: Form
    end: int


def read_at(text: str, at: int, *, alone: bool = False) -> Read | None:
    """Return the date that begins at `at`; `alone` where the text is nothing but a date.

    1. a range: "from March 3 to 7", "2010 to 2012" after "between"
    2. an open one: "since 2014", "by the end of May"
    3. relative to another date: "two days after Christmas", "the eve of June 1"
    4. a part: "early 2014", "the first half of 2019"
    5. a simple one
    """
    for attempt in (_range, _edge, _shifted, _part):
        found = attempt(text, at, alone)
        if found:
            return found
    return _simple(text, at, alone)


def _simple(text: str, at: int, alone: bool) -> Read | None:
    best: Read | None = None
    for rule in _rules():
        match = rule.pattern.match(text, at)
        if not match or (best and match.end() <= best.end):
            continue
        form = rule.make(match)
        if form is not None and (alone or _is_date(text, match, form)):
            best = Read(form, match.end())
    if best is None and (match := _BARE_YEAR.match(text, at)):
        if alone or _BEFORE_YEAR.search(text, max(0, at - 12), at):
            best = Read(Named(year=int(match["year"])), match.end())
    return best


def _is_date(text: str, match: re.Match[str], form: Form) -> bool:
    """Tell a month from a name or verb: "May said", "April Smith"."""
    if not isinstance(form, Named) or form.month is None or form.day or form.year:
        return True
    if form.shift is not None or form.side is not None:
        return True
    if _BEFORE_MONTH.search(text, max(0, match.start() - 10), match.start()):
        return True
    word = match[0]
    if word in _MONTHLIKE or word.endswith(".") or len(word) < 4:
        return False
    return not re.match(r"\s+[A-Z]", text[match.end() : match.end() + 3])


def _named_at(text: str, at: int, alone: bool, *, year: bool) -> tuple[Named, int] | None:
    """Return a date by names at `at`, a bare year too where `year` is true."""
    found = _simple(text, at, alone)
    if found is None and year and (match := _BARE_YEAR.match(text, at)):
        return Named(year=int(match["year"])), match.end()
    return (found.form, found.end) if found and isinstance(found.form, Named) else None


def _range(text: str, at: int, alone: bool) -> Read | None:
    opening = _FROM.match(text, at)
    first_at = opening.end() if opening else at
    if opening:
        found = _simple(text, first_at, alone)
        if found and isinstance(found.form, Between):
            return found
    first = _named_at(text, first_at, alone, year=bool(opening))
    bare = re.compile(r"(?:the )?(\d\d?)(?:st|nd|rd|th)?\b").match(text, first_at)
    if first is None and opening and bare and 1 <= int(bare[1]) <= 31:
        first = Named(day=int(bare[1])), bare.end()
    if first is None:
        return None
    join = _JOINS.match(text, first[1])
    if not join or ("and" in join[0] and not (opening and text[at] in "bB")):
        return None
    last = _named_at(text, join.end(), alone, year=first[0].year is not None)
    number = re.compile(r"(\d\d?)(?:st|nd|rd|th)?(?![\w,.:]\d|\w)").match(text, join.end())
    if last is None and number and first[0].day and 1 <= int(number[1]) <= 31:
        last = Named(day=int(number[1])), number.end()
    if last is None or not _alike(first[0], last[0]):
        return None
    return Read(Between(first[0], last[0]), last[1])


_JOINS = _pattern(_JOIN)


def _alike(first: Named, last: Named) -> bool:
    """Return whether two dates are told as exactly."""
    if first.month is None and first.day is None:
        return bool(first.weekday is not None) == bool(last.weekday is not None and not last.day)
    return (first.day is None) == (last.day is None)


def _edge(text: str, at: int, alone: bool) -> Read | None:
    match = _EDGE.match(text, at)
    if not match:
        return None
    word = match["word"].lower()
    if word in ("after", "before") and _COUNTED_BEFORE.search(text, max(0, at - 9), at):
        return None
    inner = read_at(text, match.end(), alone=alone)
    if inner is None and match["end"]:
        whole = _WHOLE.match(text, match.end())
        inner = Read(from_today(whole["unit"].lower(), 0), whole.end()) if whole else None
    if inner is None or isinstance(inner.form, (Edge, Between)):
        return None
    if re.match(r"['’]s?\b", text[inner.end : inner.end + 3]) and word != "since":
        return None
    if word in ("from", "starting") and (on := _ONWARD.match(text, inner.end)):
        return Read(Edge("onward", inner.form), on.end())
    word = {"till": "until", "through": "until", "starting": "from"}.get(word, word)
    return Read(Edge(word, inner.form, of_end=bool(match["end"])), inner.end)


_ONWARD = _pattern(r" ?(?:onwards?|on)\b")
_WHOLE = _pattern(r"(?i:the|this) (?P<unit>week|month|year|decade)\b")


def _shifted(text: str, at: int, alone: bool) -> Read | None:
    for pattern in (_EVE, _SHIFTED):
        match = pattern.match(text, at)
        if not match:
            continue
        inner = read_at(text, match.end(), alone=alone)
        if inner is None:
            continue
        if pattern is _EVE:
            return Read(eve(inner.form), inner.end)
        count = count_of(match["count"]) if match["count"] else 1
        unit = (match["unit"] or "day").replace("centurie", "century")
        sign = 1 if match["way"] == "after" else -1
        return Read(from_anchor(unit, sign * count, near=inner.form), inner.end)
    bare = _DAY_BESIDE.match(text, at)
    if bare:
        return Read(from_anchor("day", -1 if bare["way"] == "before" else 1), bare.end())
    return None


# "the day before" with nothing after it that it could be the day before of.
_DAY_BESIDE = _pattern(r"[Tt]he day (?P<way>before|after)(?=[.,;:)]|\s+(?:and|in|at|by)\b|\s*$)")


def _part(text: str, at: int, alone: bool) -> Read | None:
    match = _EARLIER.match(text, at)
    if match:
        later = match["which"].lower() == "later"
        return Read(rest_of(match["unit"].lower(), later=later), match.end())
    match = _PARTS.match(text, at)
    if not match:
        return None
    inner = _simple(text, match.end(), True if match["half"] else alone)
    if inner is None and (bare := _BARE_YEAR.match(text, match.end())):
        inner = Read(Named(year=int(bare["year"])), bare.end())
    if inner is None and (match["half"] or " of" in match[0]):
        whole = _WHOLE.match(text, match.end())
        inner = Read(_whole(whole), whole.end()) if whole else None
    if inner is None:
        return None
    if match["half"]:
        return Read(half(inner.form, 0 if match["half"].lower() == "first" else 1), inner.end)
    which = "early" if match["early"] else "mid" if match["mid"] else "late"
    return Read(part(inner.form, which), inner.end)


_STARTS = re.compile(
    r"(?<![\w$€£#/.,–-])(?:\d|(?i:the|last|next|this|that|since|until|till|by|before|after|from|between"
    r"|early|earlier|late|later|mid|middle|end|beginning|start|yesterday|today|tomorrow|tonight"
    r"|overnight|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|about|some"
    r"|around|nearly|almost|more|over|less|at|in|on|every|each|first|second|just|shortly|right|ever"
    r"|starting|through|eve|spring|summer|autumn|fall|winter)\b|[A-Z]|['’]\d0s)"
)


def read(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Read]]:
    """Yield where dates begin in `text[start:end]` and what they are, none inside another."""
    at = start
    end = len(text) if end is None else end
    text = text[:end]
    while match := _STARTS.search(text, at):
        found = read_at(text, match.start())
        if found:
            yield match.start(), found
        at = found.end if found else match.end()
