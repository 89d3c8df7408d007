"""Measures: every figure of a unit, with numbers or without.

between 9 and 12; 9 to 12        9 to 12
several; a few; a handful        3 to 9
dozens; scores                   24 to 99; 40 to 199
hundreds; several hundred        200 to 999
tens of thousands                20,000 to 99,999
a third; two-thirds; half        33.3; 66.7; 50 percent
a 60-day truce; ten miles        1440 hours; 16,093 metres
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quoth.align.quantities import (
    Kind,
    Quantity,
    bounds,
    hedge_of,
    number,
    span_of,
    unit_of,
    words_before,
)
from quoth.numbers import NOT_COUNTED, number_run
from quoth.records import Span, Token

MONEY = frozenset(
    "dollar euro pound yen yuan rouble ruble franc rupee lira peso krona krone won shekel dinar "
    "riyal real rand cent".split()
)
# What a figure was before: "27, up from 23", "raised from 23".
FORMER = frozenset({"up from", "down from", "raised from", "instead of", "rather than"})
# Lengths in metres and times in hours, so that miles and kilometres can be compared.
MEASURES = {
    "metre": ("length", 1.0), "meter": ("length", 1.0), "kilometre": ("length", 1e3),
    "kilometer": ("length", 1e3), "km": ("length", 1e3), "mile": ("length", 1609.34),
    "yard": ("length", 0.9144), "foot": ("length", 0.3048), "feet": ("length", 0.3048),
    "inch": ("length", 0.0254), "second": ("time", 1 / 3600), "minute": ("time", 1 / 60),
    "hour": ("time", 1.0), "day": ("time", 24.0), "night": ("time", 24.0), "week": ("time", 168.0),
    "fortnight": ("time", 336.0), "month": ("time", 730.5), "year": ("time", 8766.0),
    "decade": ("time", 87660.0),
}  # fmt: skip
# How many words apart "to 6.3% in August" and "from 6.4%" stand at most.
_CHANGED = 9
VAGUE = {
    "dozens": (24.0, 99.0), "scores": (40.0, 199.0), "hundreds": (200.0, 999.0),
    "thousands": (2e3, 9999.0), "millions": (2e6, 9999999.0), "several": (3.0, 9.0),
    "few": (3.0, 9.0), "handful": (3.0, 9.0),
}  # fmt: skip
SCALED = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
PARTS = {
    "half": 50.0, "third": 100 / 3, "thirds": 200 / 3, "quarter": 25.0, "quarters": 75.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Read:
    """A quantity with the tokens of its number, for what needs its neighbours."""

    quantity: Quantity
    first: int
    last: int


def figures(tokens: Sequence[Token], indices: Sequence[int]) -> list[Quantity]:
    """Return every quantity among `indices`: counts, money, shares, lengths, times, ages."""
    found: list[_Read] = []
    position = 0
    while position < len(indices):
        read = _figure(tokens, indices, position)
        if read is None:
            position += 1
            continue
        found.append(read)
        while position < len(indices) and indices[position] <= read.last:
            position += 1
    return list(_changed(tokens, _ranged(tokens, found)))


def _figure(tokens: Sequence[Token], indices: Sequence[int], position: int) -> _Read | None:
    """Return the figure that begins at a position: a share, a vague word, or a number."""
    first = indices[position]
    share = _share(tokens, indices, position) or _vague(tokens, indices, position)
    if share is not None:
        return share
    run = number_run(tokens, indices, position)
    if not run:
        return None
    read = number(tokens, run)
    if read is None or (len(run) == 1 and _names_no_figure(tokens, first)):
        return None
    kind, unit, factor = _kind(tokens, run)
    dated = any(tokens[i].entity in NOT_COUNTED for i in run)
    if dated and kind not in ("time", "age", "length"):
        return None
    low, high = (bound * factor for bound in bounds(read, tokens, first))
    hedge = hedge_of(tokens, first)
    span = span_of(tokens, first, run[-1])
    quantity = Quantity(low, high, unit, span, kind, hedged=bool(hedge))
    return _Read(replace(quantity, former=_former(tokens, first)), first, run[-1])


def _names_no_figure(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a number is part of a word: "MV 5", "B-2", "the 1990s", "2-1/2"."""
    before = tokens[index - 1].text if index else ""
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    glued = index and tokens[index - 1].span.end == tokens[index].span.start
    if glued and before in ("-", "/", "#", "."):
        return not tokens[index - 2].text.isdigit() if index > 1 else True
    return after.lower() in ("th", "st", "nd", "rd", "s", "a.m.", "p.m.", "am", "pm", "o'clock")


def _share(tokens: Sequence[Token], indices: Sequence[int], position: int) -> _Read | None:
    """Return "a third", "two-thirds", "half of", "three quarters" as percent."""
    index = indices[position]
    run = [i for i in indices[position : position + 3] if i - index < 3]
    words = [tokens[i].text.lower() for i in run]
    if words and words[0] == "half" and words[1:2] not in (["a"], ["an"]):
        first = last = index
    elif len(words) > 1 and words[0] in ("a", "one") and words[1] in PARTS:
        if tokens[run[1]].entity == "ORDINAL" and words[1] == "third" and words[2:3] != ["of"]:
            return None  # "a third man"
        first, last = index, run[1]
    elif len(words) > 2 and words[0] in ("two", "three") and words[1] == "-" and words[2] in PARTS:
        first, last = index, run[2]
    elif len(words) > 1 and words[0] in ("two", "three") and words[1] in ("thirds", "quarters"):
        first, last = index, run[1]
    else:
        return None
    part = PARTS[tokens[last].text.lower()]
    low, high = bounds(part, tokens, first)
    hedged = bool(hedge_of(tokens, first))
    span = span_of(tokens, first, last)
    return _Read(Quantity(low, high, "percent", span, "share", hedged=hedged), first, last)


def _vague(tokens: Sequence[Token], indices: Sequence[int], position: int) -> _Read | None:
    """Return "dozens", "several", "tens of thousands", "a few hundred", "half a dozen"."""
    index = indices[position]
    run = [i for i in indices[position : position + 4] if i - index < 4]
    words = [tokens[i].text.lower() for i in run]
    last = index
    if words[:2] == ["half", "a"] and words[2:3] in (["dozen"], ["million"], ["billion"]):
        scale = SCALED[words[2]]
        last, low, high = run[2], scale / 2, scale / 2
        if words[2] == "dozen":
            high += 1
    elif words[:2] in (["tens", "of"], ["hundreds", "of"]) and words[2:3] in (
        ["thousands"],
        ["millions"],
    ):
        scale = (10 if words[0] == "tens" else 100) * SCALED[words[2][:-1]]
        last, low, high = run[2], 2 * scale, 10 * scale - 1
    elif words[:1] == ["a"] and words[1:2] in (["few"], ["handful"], ["couple"]):
        last = run[1]
        low, high = (2.0, 3.0) if words[1] == "couple" else VAGUE["few"]
        if words[2:3] and words[2] in SCALED:
            last, low, high = run[2], 2 * SCALED[words[2]], high * SCALED[words[2]]
    elif words and words[0] == "several":
        low, high = VAGUE["several"]
        if words[1:2] and words[1] in SCALED:
            scale = SCALED[words[1]]
            last, low, high = run[1], 2 * scale, 10 * scale - 1
    elif words and words[0] in VAGUE and words[0] not in ("few", "handful"):
        low, high = VAGUE[words[0]]
    else:
        return None
    if any(tokens[i].entity in ("ORDINAL", "LAW") for i in (index, last)):
        return None
    kind, unit, factor = _kind(tokens, [last])
    span = span_of(tokens, index, last)
    quantity = Quantity(low * factor, high * factor, unit, span, kind, vague=True)
    return _Read(quantity, index, last)


def _ranged(tokens: Sequence[Token], found: Sequence[_Read]) -> list[_Read]:
    """Join "nine to twelve", "40 or 50", "between 9 and 12" to one figure."""
    joined: list[_Read] = []
    for read in found:
        before = joined[-1] if joined else None
        if before is not None and _range(tokens, before, read):
            low, high = before.quantity, read.quantity
            factor = 1.0
            if not low.unit and high.kind in ("length", "time"):
                measure = MEASURES.get(_noun(tokens, [read.last]), ("", 1.0))
                factor = measure[1]
            first = low.span.start
            if words_before(tokens, before.first, 1) == "between":
                first = tokens[before.first - 1].span.start
            quantity = replace(
                high,
                low=low.low * factor,
                unit=high.unit or low.unit,
                span=Span(first, high.span.end),
                hedged=True,
            )
            joined[-1] = _Read(quantity, before.first, read.last)
        else:
            joined.append(read)
    return joined


def _range(tokens: Sequence[Token], a: _Read, b: _Read) -> bool:
    between = [tokens[i].text.lower() for i in range(a.last + 1, b.first)]
    if len(between) != 1 or between[0] not in ("to", "or", "and", "-", "–"):
        return False
    if between == ["and"] and not words_before(tokens, a.first, 2).endswith("between"):
        return False
    units = {a.quantity.unit, b.quantity.unit} - {""}
    if len(units) > 1 and between != ["to"]:
        return False
    # A range goes up and not far: "51 to 45" is a result, "one or 500" nothing.
    low, high = a.quantity.low, b.quantity.high
    return 0 < low < high <= 4 * low


def _changed(tokens: Sequence[Token], found: Sequence[_Read]) -> Iterator[Quantity]:
    """Yield figures; in "eased to 6.3% from 6.4%" the second is what the first was before."""
    before = [words_before(tokens, read.first, 1) for read in found]
    for place, read in enumerate(found):
        now = {
            found[near].quantity.kind
            for near in (place - 1, place + 1)
            if 0 <= near < len(found) and before[near] in ("to", "at")
            if abs(found[near].first - read.first) <= _CHANGED
        }
        came = before[place] == "from" and read.quantity.kind in now
        yield replace(read.quantity, former=True) if came else read.quantity


def _former(tokens: Sequence[Token], first: int) -> bool:
    return any(words_before(tokens, first).endswith(phrase) for phrase in FORMER)


def _kind(tokens: Sequence[Token], run: Sequence[int]) -> tuple[Kind, str, float]:
    """Return what is measured, in what unit, and what the number is to be multiplied with."""
    unit = unit_of(tokens, run) or _noun(tokens, run)
    if unit == "percent":
        return "share", unit, 1.0
    if unit in MONEY:
        return "money", unit, 1.0
    if unit in MEASURES:
        words = [t.text.lower() for t in tokens[run[-1] + 1 : run[-1] + 5]]
        if "old" in words:
            return "age", "year", 1.0
        kind, factor = MEASURES[unit]
        return ("length" if kind == "length" else "time"), unit, factor
    return "count", unit, 1.0


def _noun(tokens: Sequence[Token], run: Sequence[int]) -> str:
    """Return the measure right after a number, "60-day", "three of the men", or ""."""
    after = [t for t in tokens[run[-1] + 1 : run[-1] + 4] if t.text not in ("-", "the", "these")]
    if after and after[0].lemma.lower() in MEASURES:
        return after[0].lemma.lower()
    if (
        len(after) > 1
        and after[0].text.lower() in ("of", "more", "other")
        and after[1].pos
        in (
            "NOUN",
            "PROPN",
        )
    ):
        return after[1].lemma.lower()
    return ""
