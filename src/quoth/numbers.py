"""Numbers in words or digits, as tokens tell them: "two million", "1,200", "a dozen"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoth.records import Token

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
# Entity types whose numbers are no quantities.
NOT_COUNTED = frozenset({"DATE", "TIME", "ORDINAL", "LAW", "PRODUCT", "EVENT", "FAC"})
# "One third" and "two fifths" are shares of something and no count of it.
FRACTIONS = frozenset("third thirds quarter quarters fifth fifths half halves tenth tenths".split())
# What stands between the words of one number.
JOINING = frozenset({"and", "-"})
DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def is_number(token: Token) -> bool:
    """Return whether a word is a number below a hundred or in digits."""
    text = token.text.lower()
    return (
        bool(DIGITS.fullmatch(text))
        or text in ONES
        or text in TENS
        or ("-" in text and all(p in TENS or p in ONES for p in text.split("-")))
    )


def number_run(tokens: Sequence[Token], indices: Sequence[int], position: int) -> list[int]:
    """Return the indices of the number that starts at `indices[position]`, or nothing."""
    first = indices[position]
    text = tokens[first].text.lower()
    starts = is_number(tokens[first]) or (text in ("hundred", "thousand", "dozen"))
    # "one" is mostly a pronoun; a determiner before a scale ("a dozen") counts as one.
    if not starts or (text == "one" and tokens[first].dep != "nummod"):
        return []
    run = [first]
    for index in indices[position + 1 :]:
        text = tokens[index].text.lower()
        joins = is_number(tokens[index]) or text in SCALES or text in JOINING
        if index != run[-1] + 1 or not joins:
            break
        if text == "-" and not _hyphenated(tokens, index):
            break
        if text == "and" and tokens[run[-1]].text.lower() not in SCALES:
            break  # "between nine and twelve" are two numbers
        run.append(index)
    while run and tokens[run[-1]].text.lower() in JOINING:
        run.pop()
    return run


def _hyphenated(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a hyphen stands within one number, "forty-two" cut at its hyphen."""
    before = tokens[index - 1].text.lower()
    after = tokens[index + 1].text.lower() if index + 1 < len(tokens) else ""
    return before in TENS and 0 < ONES.get(after, 0) < 10


def value(words: Sequence[str]) -> float | None:
    """Return what the words of a number come to, None where they make no number."""
    total = current = 0.0
    for word in words:
        if word in JOINING:
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
