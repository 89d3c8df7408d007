"""Quantities: numbers in words or digits, with their unit and what hedges them.

A quantity is an interval, so that "more than 40" and "42" can be seen to agree. Numbers that are
part of a date, an ordinal ("the third day") or a name ("Group of 20") are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from quoth.numbers import FRACTIONS, NOT_COUNTED, number_run, value
from quoth.records import Span, Token

CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "us$": "dollar"}
AT_LEAST = ("more than", "at least", "over", "upwards of", "no fewer than", "no less than", "above")
AT_MOST = ("fewer than", "less than", "at most", "up to", "under", "no more than", "as many as")
ABOUT = ("about", "around", "some", "roughly", "approximately", "nearly", "almost", "close to")
# How far "more than N" or "up to N" reaches before a reader takes it for another figure, and how
# far "about N" does: judged by hand on the annotated development events.
REACH = 1.5
ABOUT_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as told: between `low` and `high`, of `unit` (a lemma, "" if unknown)."""

    low: float
    high: float
    unit: str
    span: Span

    def agrees(self, other: Quantity) -> bool:
        """Return whether both figures can be true of the same thing."""
        return self.low <= other.high and other.low <= self.high


def quantities(tokens: Sequence[Token], indices: Sequence[int]) -> Iterator[Quantity]:
    """Yield the quantities among `indices` (ascending indices into `tokens`), in order."""
    position = 0
    while position < len(indices):
        run = number_run(tokens, indices, position)
        if not run:
            position += 1
            continue
        position += len(run)
        count = value([tokens[i].text.lower() for i in run])
        if count is None or any(tokens[i].entity in NOT_COUNTED for i in run):
            continue
        after = tokens[run[-1] + 1].text.lower() if run[-1] + 1 < len(tokens) else ""
        if after in FRACTIONS:
            continue
        low, high = _bounds(count, tokens, run[0])
        span = Span(tokens[run[0]].span.start, tokens[run[-1]].span.end)
        yield Quantity(low, high, _unit(tokens, run), span)


def _bounds(value: float, tokens: Sequence[Token], first: int) -> tuple[float, float]:
    before = " ".join(t.text.lower() for t in tokens[max(0, first - 4) : first])
    before = re.sub(r"[$€£¥]|\bus\b", "", before).strip()
    if any(before.endswith(phrase) for phrase in AT_LEAST):
        return value, value * REACH
    if any(before.endswith(phrase) for phrase in AT_MOST):
        return value / REACH, value
    if any(before.endswith(phrase) for phrase in ABOUT):
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


def _unit(tokens: Sequence[Token], run: Sequence[int]) -> str:
    last, first = run[-1], run[0]
    if last + 1 < len(tokens) and tokens[last + 1].text.lower() in ("%", "percent", "per"):
        return "percent"
    if first and tokens[first - 1].text.lower() in CURRENCIES:
        return CURRENCIES[tokens[first - 1].text.lower()]
    head = tokens[tokens[last].head]
    if tokens[last].dep in ("nummod", "quantmod", "compound") and head.pos in ("NOUN", "PROPN"):
        return head.lemma.lower()
    return ""
