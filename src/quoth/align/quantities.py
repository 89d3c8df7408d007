"""Quantities: numbers in words or digits, with their unit and what hedges them.

A quantity is an interval, so that "more than 40" and "42" can be seen to agree. Numbers that are
part of a date, an ordinal ("the third day") or a name ("Group of 20") are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from quoth.records import Span, Token

ONES = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "m": 1e6,
    "bn": 1e9,
    "k": 1e3,
}
CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "us$": "dollar"}
AT_LEAST = ("more than", "at least", "over", "upwards of", "no fewer than", "no less than", "above")
AT_MOST = ("fewer than", "less than", "at most", "up to", "under", "no more than", "as many as")
ABOUT = ("about", "around", "some", "roughly", "approximately", "nearly", "almost", "close to")
# How far "more than N" or "up to N" reaches before a reader takes it for another figure, and how
# far "about N" does: judged by hand on the annotated development events.
REACH = 1.5
ABOUT_SHARE = 0.1
# Entity types whose numbers are no quantities.
NOT_COUNTED = frozenset({"DATE", "TIME", "ORDINAL", "LAW", "PRODUCT", "EVENT", "FAC"})
# "One third" and "two fifths" are shares of something and no count of it.
FRACTIONS = frozenset("third thirds quarter quarters fifth fifths half halves tenth tenths".split())
DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


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
        run = _number_run(tokens, indices, position)
        if not run:
            position += 1
            continue
        position += len(run)
        value = _value([tokens[i].text.lower() for i in run])
        if value is None or any(tokens[i].entity in NOT_COUNTED for i in run):
            continue
        after = tokens[run[-1] + 1].text.lower() if run[-1] + 1 < len(tokens) else ""
        if after in FRACTIONS:
            continue
        low, high = _bounds(value, tokens, run[0])
        span = Span(tokens[run[0]].span.start, tokens[run[-1]].span.end)
        yield Quantity(low, high, _unit(tokens, run), span)


def _is_number(token: Token) -> bool:
    text = token.text.lower()
    return (
        bool(DIGITS.fullmatch(text))
        or text in ONES
        or text in TENS
        or ("-" in text and all(p in TENS or p in ONES for p in text.split("-")))
    )


def _number_run(tokens: Sequence[Token], indices: Sequence[int], position: int) -> list[int]:
    """Return the indices of the number that starts here, or nothing."""
    first = indices[position]
    text = tokens[first].text.lower()
    starts = _is_number(tokens[first]) or (text in ("hundred", "thousand", "dozen"))
    # "one" is mostly a pronoun; a determiner before a scale ("a dozen") counts as one.
    if not starts or (text == "one" and tokens[first].dep != "nummod"):
        return []
    run = [first]
    for index in indices[position + 1 :]:
        text = tokens[index].text.lower()
        joins = _is_number(tokens[index]) or text in SCALES or text == "and"
        if index != run[-1] + 1 or not joins:
            break
        run.append(index)
    while run and tokens[run[-1]].text.lower() == "and":
        run.pop()
    return run


def _value(words: Sequence[str]) -> float | None:
    """Return what the words of a number come to, None where they make no number."""
    total = current = 0.0
    for word in words:
        if word == "and":
            continue
        if DIGITS.fullmatch(word):
            if current:
                return None
            current = float(word.replace(",", ""))
        elif word in SCALES:
            current = (current or 1.0) * SCALES[word]
            if SCALES[word] >= 1e3:
                total, current = total + current, 0.0
        else:
            for part in word.split("-"):
                if part not in ONES and part not in TENS:
                    return None
                current += ONES.get(part, TENS.get(part, 0))
    return total + current


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
