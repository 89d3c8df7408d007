"""Quantities: numbers in words or digits, with their unit and what hedges them.

A quantity is an interval, so that "more than 40" and "42" can be seen to agree:

    at least, more than, over 40     40 to 60
    up to, fewer than, at most 40    27 to 40
    about, some, around 40           36 to 44
    12,000                           11,500 to 12,500: it may be rounded

`quantities` gives counts, which the pair model was fitted on; `quoth.align.measures` reads shares,
times, lengths and vague figures as well. Numbers that are part of a date, an ordinal ("the third
day") or a name ("Group of 20") are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Literal

from quoth.numbers import FRACTIONS, NOT_COUNTED, number_run, value
from quoth.records import Span, Token

CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "us$": "dollar"}
AT_LEAST = ("more than", "at least", "over", "upwards of", "no fewer than", "no less than", "above")
AT_MOST = (
    "fewer than", "less than", "at most", "up to", "under", "no more than", "as many as",
    "as much as",
)  # fmt: skip
ABOUT = (
    "about", "around", "some", "roughly", "approximately", "nearly", "almost", "close to",
    "an estimated",
)  # fmt: skip
# "No more than" before "more than".
HEDGES = sorted((*AT_LEAST, *AT_MOST, *ABOUT), key=len, reverse=True)
# How far "more than N" or "up to N" reaches before a reader takes it for another figure, and how
# far "about N" does: judged by hand on the annotated development events.
REACH = 1.5
ABOUT_SHARE = 0.1
# A length that is told in another measure is rounded in it.
CONVERTED = 0.05
Kind = Literal["count", "money", "share", "length", "time", "age"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as told: between `low` and `high`, of `unit` (a lemma, "" if unknown).

    Lengths are in metres, times in hours, shares in percent. `span` holds what hedges the number
    too. `vague` is true of words that are no number ("dozens"), `hedged` where it is said to be
    more, less or about. `former` is what the figure was before, not what the report holds it for.
    """

    low: float
    high: float
    unit: str
    span: Span
    kind: Kind = "count"
    vague: bool = False
    hedged: bool = False
    former: bool = False

    def agrees(self, other: Quantity) -> bool:
        """Return whether both figures can be true of the same thing."""
        if self.kind == other.kind == "length" and self.unit != other.unit:
            slack = 1 + CONVERTED
            return self.low <= other.high * slack and other.low <= self.high * slack
        return self.low <= other.high and other.low <= self.high


def quantities(tokens: Sequence[Token], indices: Sequence[int]) -> Iterator[Quantity]:
    """Yield the counts with numbers among `indices` (ascending indices into `tokens`), in order."""
    position = 0
    while position < len(indices):
        run = number_run(tokens, indices, position)
        if not run:
            position += 1
            continue
        position += len(run)
        read = number(tokens, run)
        if read is not None and not any(tokens[i].entity in NOT_COUNTED for i in run):
            after = tokens[run[-1] + 1].text.lower() if run[-1] + 1 < len(tokens) else ""
            if after not in FRACTIONS:
                unit = unit_of(tokens, run)
                low, high = bounds(read, tokens, run[0])
                yield Quantity(low, high, unit, span_of(tokens, run[0], run[-1]))


def number(tokens: Sequence[Token], run: Sequence[int]) -> float | None:
    """Return what the words of a number come to."""
    return value([tokens[i].text.lower() for i in run])


def words_before(tokens: Sequence[Token], first: int, count: int = 4) -> str:
    """Return the words before a number, without currency signs."""
    words = " ".join(t.text.lower() for t in tokens[max(0, first - count) : first])
    return re.sub(r"[$€£¥]|\bus\b", "", words).strip()


def hedge_of(tokens: Sequence[Token], first: int) -> str:
    """Return the words before a number that hedge it, "" where there are none."""
    before = words_before(tokens, first)
    for phrase in HEDGES:
        if re.search(rf"\b{phrase}$", before):
            return phrase
    return ""


def bounds(value: float, tokens: Sequence[Token], first: int) -> tuple[float, float]:
    """Return between what a number lies, with what hedges it."""
    hedge = hedge_of(tokens, first)
    if hedge in AT_LEAST:
        return value, value * REACH
    if hedge in AT_MOST:
        return value / REACH, value
    if hedge in ABOUT:
        return value * (1 - ABOUT_SHARE), value * (1 + ABOUT_SHARE)
    return _rounded(value)


def _rounded(value: float) -> tuple[float, float]:
    """Return what a figure with two zeros or more at its end may be the rounding of."""
    step = 1.0
    while value and value != inf and value % (step * 10) == 0:
        step *= 10
    if step >= 100:
        return value - step / 2, value + step / 2
    return value, value


def span_of(tokens: Sequence[Token], first: int, last: int) -> Span:
    """Return the span of a number with what hedges it and its currency sign."""
    hedge = hedge_of(tokens, first)
    start = first
    if hedge:
        while start and tokens[start - 1].text.lower() in CURRENCIES:
            start -= 1
        start = max(0, start - len(hedge.split()))
    elif first and tokens[first - 1].text.lower() in CURRENCIES:
        start -= 1
    return Span(tokens[start].span.start, tokens[last].span.end)


def unit_of(tokens: Sequence[Token], run: Sequence[int]) -> str:
    """Return what a number counts, "" where it does not say."""
    last, first = run[-1], run[0]
    if last + 1 < len(tokens) and tokens[last + 1].text.lower() in ("%", "percent", "per"):
        return "percent"
    if first and tokens[first - 1].text.lower() in CURRENCIES:
        return CURRENCIES[tokens[first - 1].text.lower()]
    head = tokens[tokens[last].head]
    kinds = ("nummod", "quantmod", "compound", "amod")
    if tokens[last].dep in kinds and head.pos in ("NOUN", "PROPN"):
        return head.lemma.lower()
    return ""
