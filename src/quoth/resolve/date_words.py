"""The words of dates: which stretch of a text is a date, and its form.

`read_at` reads the longest date at a place: a range ("from March 3 to 7"), an open one ("since
2014"), a part of one ("early 2014") or a simple one. A bare year needs a word before it that years
follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from quoth.resolve.almanac import Third
from quoth.resolve.date_forms import (
    Between,
    Edge,
    Form,
    Named,
    eve,
    from_anchor,
    from_today,
    half,
    part,
    rest_of,
)
from quoth.resolve.date_rules import COUNT, JOIN, UNIT, YEAR, count_of, rules, to_pattern

_BARE_YEAR = re.compile(YEAR)
# After these a four-digit number is a year: "in 1998", "the 2003 invasion", "Velm's 2014 law".
_BEFORE_YEAR = re.compile(
    r"(?:(?:^|[\s(\[“\"])(?:in|since|until|till|by|from|of|to|between|and|before|after|during"
    r"|through|throughout|early|late|mid|around|circa|the|its|his|her|their|our|an?|this|for|year"
    r"|into|back|than|spring|summer|autumn|fall|winter|election|elections)"
    r"|['’]s|mid-|\(|–)\s*$",
    re.IGNORECASE,
)
_PARTS = to_pattern(
    r"(?i:(?:the )?(?P<half>first|second) half of"
    r"|(?:the )?(?P<early>early|beginning of|start of|opening days of)"
    r"|(?:the )?(?P<mid>mid|middle of)|(?:the )?(?P<late>late|end of|close of))(?: in| on)?(?: |-)"
    r"(?=.)"
)
_EARLIER = to_pattern(
    r"(?i:(?P<which>earlier|later) (?:in )?(?:this|the) (?P<unit>week|month|year))\b"
)
_EDGE = to_pattern(
    r"(?:(?i:just|shortly|right|ever) )?(?P<word>(?i:since|until|till|before|after|by|from|starting"
    r"|through))(?: on| at| in)? (?P<end>(?i:the end of ))?"
)
_EVE = to_pattern(r"(?i:on )?(?i:the )?(?i:eve of )")
_SHIFTED = to_pattern(rf"(?:{COUNT} {UNIT}|(?P<day>[Tt]he day)) (?P<way>after|before) ")
_NUMBER = re.compile(r"(?:the )?(\d\d?)(?:st|nd|rd|th)?(?![\w,.:]\d|\w)")
_JOINS = to_pattern(JOIN)
_FROM = to_pattern(r"(?i:from|between) (?:the )?")
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
    for rule in rules():
        match = rule.pattern.match(text, at)
        if not match or (best and match.end() <= best.end):
            continue
        form = rule.make(match)
        if form is not None and (alone or _is_date(text, match, form)):
            best = Read(form, match.end())
    bare = _BARE_YEAR.match(text, at)
    if best is None and bare and (alone or _BEFORE_YEAR.search(text, max(0, at - 12), at)):
        best = Read(Named(year=int(bare["year"])), bare.end())
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
    bare = _NUMBER.match(text, first_at)
    if first is None and opening and bare and 1 <= int(bare[1]) <= 31:
        first = Named(day=int(bare[1])), bare.end()
    if first is None:
        return None
    join = _JOINS.match(text, first[1])
    if not join or ("and" in join[0] and not (opening and text[at] in "bB")):
        return None
    last = _named_at(text, join.end(), alone, year=first[0].year is not None)
    number = _NUMBER.match(text, join.end())
    if last is None and number and first[0].day and 1 <= int(number[1]) <= 31:
        last = Named(day=int(number[1])), number.end()
    if last is None or not _alike(first[0], last[0]):
        return None
    return Read(Between(first[0], last[0]), last[1])


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


_ONWARD = to_pattern(r" ?(?:onwards?|on)\b")
_WHOLE = to_pattern(r"(?i:the|this) (?P<unit>week|month|year|decade)\b")


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
_DAY_BESIDE = to_pattern(r"[Tt]he day (?P<way>before|after)(?=[.,;:)]|\s+(?:and|in|at|by)\b|\s*$)")


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
        inner = Read(from_today(whole["unit"].lower(), 0), whole.end()) if whole else None
    if inner is None:
        return None
    if match["half"]:
        return Read(half(inner.form, 0 if match["half"].lower() == "first" else 1), inner.end)
    which: Third = "early" if match["early"] else "mid" if match["mid"] else "late"
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
