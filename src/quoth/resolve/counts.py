"""Counts: how many, as the words of a clause tell it, and of what.

The bounds are what the words say and no more:

    at least, more than, over 40     40 or more
    up to, fewer than, at most 40    40 or fewer
    about, some, around 40           36 to 44, a tenth either way
    nearly, almost 40                36 to 40
    a dozen, half a dozen            12, 6
    several, a few, a handful        3 to 9
    dozens, scores                   24 to 99, 40 to 199
    hundreds, thousands              200 to 999, 2,000 to 9,999
    tens, hundreds of thousands      20,000 to 99,999, 200,000 to 999,999
    millions                         2,000,000 to 9,999,999
    no, nobody, none                 0
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quoth.numbers import FRACTIONS, NOT_COUNTED, SCALES, number_run, value
from quoth.records import Span, Token
from quoth.resolve.clause import NOUNS, Syntax
from quoth.resolve.tables import roles

_AT_LEAST = re.compile(
    r"\b(?:more than|at least|over|upwards of|no fewer than|no less than|not less than|above"
    r"|a minimum of|exceeding)$"
)
_AT_MOST = re.compile(
    r"\b(?:fewer than|less than|at most|up to|under|no more than|not more than|as many as"
    r"|as much as|a maximum of|below)$"
)
_ABOUT = re.compile(
    r"\b(?:about|around|some|roughly|approximately|an estimated|estimated|or so|circa)$"
)
_NEARLY = re.compile(r"\b(?:nearly|almost|close to|just under|not quite)$")
_BETWEEN = re.compile(r"\bbetween$")
_ABOUT_SHARE = 0.1
_VAGUE = {
    "dozens": (24.0, 99.0),
    "scores": (40.0, 199.0),
    "hundreds": (200.0, 999.0),
    "thousands": (2e3, 9999.0),
    "millions": (2e6, 9999999.0),
    "several": (3.0, 9.0),
    "handful": (3.0, 9.0),
    "few": (3.0, 9.0),
}
_TENS_OF = {
    ("tens", "thousands"): (2e4, 99999.0),
    ("hundreds", "thousands"): (2e5, 999999.0),
    ("tens", "millions"): (2e7, 99999999.0),
    ("hundreds", "millions"): (2e8, 999999999.0),
}
_NOBODY = frozenset(("nobody", "none"))
_INNER = frozenset(("nummod", "quantmod", "compound", "nmod", "amod", "det", "predet", "advmod"))
CURRENCIES = {
    "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "dollar": "USD", "euro": "EUR",
    "pound": "GBP", "yen": "JPY", "yuan": "CNY", "ruble": "RUB", "rouble": "RUB", "franc": "francs",
    "rupee": "rupees", "shekel": "ILS", "lira": "liras", "hryvnia": "UAH",
}  # fmt: skip
_PEOPLE = frozenset(
    "people person man woman child boy girl kid baby resident villager civilian other worker "
    "student farmer migrant refugee family passenger pupil teacher tourist pilgrim protester "
    "demonstrator prisoner inmate hostage victim member militant fighter rebel soldier troop "
    "policeman policewoman officer guard gunman sailor miner fisherman journalist activist "
    "dissident monk priest nun doctor nurse driver trader shopkeeper supporter opponent follower "
    "citizen national foreigner inhabitant settler nomad herder peasant volunteer marine "
    "paratrooper peacekeeper reservist conscript commando personnel one nobody none life "
    "casualty".split()
)


class Count(NamedTuple):
    """How many of what: tokens `first` to `last` tell it.

    `head` is the token that stands in the sentence for it, `noun` what is counted (None where
    the number stands alone).
    """

    low: float | None
    high: float | None
    first: int
    last: int
    head: int
    noun: int | None
    unit: str | None = None


def is_person(token: Token) -> bool:
    """Return whether a noun is for people."""
    lemma = token.lemma.lower()
    if lemma in _PEOPLE or lemma.endswith(("man", "woman", "men", "women")):
        return True
    role = roles().get(lemma)
    return role is not None and role.kind == "person"


def counts(syntax: Syntax, indices: Sequence[int]) -> Iterator[Count]:
    """Yield the counts among tokens (ascending indices), in order."""
    position = 0
    while position < len(indices):
        found = (
            _numbered(syntax, indices, position)
            or _vague(syntax, indices[position])
            or _nobody(syntax, indices[position])
            or _single(syntax, indices[position])
        )
        if found:
            yield found
        at = indices[position] if not found else max(found.last, indices[position])
        # What is counted is passed over only as far as the number goes.
        at = min(at, _number_end(syntax, indices[position], at))
        while position < len(indices) and indices[position] <= at:
            position += 1


def _number_end(syntax: Syntax, first: int, last: int) -> int:
    """Return the last token of a count that is a number."""
    at = first
    for index in range(first, last + 1):
        if syntax.tokens[index].pos == "NUM" or syntax.tokens[index].text.lower() in _VAGUE:
            at = index
    return at


def _numbered(syntax: Syntax, indices: Sequence[int], position: int) -> Count | None:
    tokens = syntax.tokens
    run = number_run(tokens, indices, position)
    if not run or tokens[run[0]].pos == "PROPN":
        return None
    words = [tokens[i].text.lower() for i in run]
    if value(words) is None and "and" in words:  # "between 20 and 30"
        run, words = run[: words.index("and")], words[: words.index("and")]
    number = value(words)
    after = tokens[run[-1] + 1].text.lower() if run[-1] + 1 < len(tokens) else ""
    if number is None or any(tokens[i].entity in NOT_COUNTED for i in run):
        return None
    # "a third", "3 percent", "a 14-year-old", "the 40-strong guard"
    if after in FRACTIONS or after in ("%", "percent", "per"):
        return None
    if after == "-" and not _goes_on(tokens, run[-1]):
        return None
    first, low, high = _bounds(syntax, run[0], number)
    last = run[-1]
    if _goes_on(tokens, last) or _joined(tokens, first, last):
        other = number_run(tokens, range(last + 2, min(last + 8, len(tokens))), 0)
        told = [tokens[i].text.lower() for i in other]
        upper = value(told)
        if upper is not None and upper > number:
            if told[-1] in SCALES and words[-1] not in SCALES:  # "2 to 3 million"
                number *= SCALES[told[-1]]
            low, high, last = number, upper, other[-1]
    if number == 12.0 == high == low:
        first, low, high = _dozen(tokens, first)
    return _count(syntax, low, high, first, last, root=run[-1])


def _dozen(tokens: Sequence[Token], first: int) -> tuple[int, float, float]:
    """Return where "half a dozen" begins, and how many that is."""
    before = [token.text.lower() for token in tokens[max(0, first - 2) : first]]
    if before == ["half", "a"]:
        return first - 2, 6.0, 6.0
    return (first - 1, 12.0, 12.0) if before[-1:] == ["a"] else (first, 12.0, 12.0)


def _goes_on(tokens: Sequence[Token], last: int) -> bool:
    """Return whether a number goes on: "20-30", "20 to 30"."""
    if last + 2 >= len(tokens) or tokens[last + 1].text not in ("-", "–", "to", "or"):
        return False
    return bool(number_run(tokens, range(last + 2, min(last + 4, len(tokens))), 0))


def _joined(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Return whether a number is the lower of "between 20 and 30"."""
    if last + 2 >= len(tokens) or tokens[last + 1].text.lower() != "and":
        return False
    return first > 0 and tokens[first - 1].text.lower() == "between"


def _bounds(syntax: Syntax, first: int, number: float) -> tuple[int, float | None, float | None]:
    """Return where the count begins with its hedge, and its bounds."""
    start = first
    while start and syntax.tokens[start - 1].text.lower() in (*CURRENCIES, "a", "an", "us", "u.s."):
        if syntax.tokens[start - 1].text.lower() in ("a", "an") and number not in (
            12.0,
            100.0,
            1e3,
        ):
            break
        start -= 1
    window = syntax.tokens[max(0, start - 4) : start]
    before = " ".join(token.text.lower() for token in window)
    for pattern, low, high in (
        (_AT_MOST, None, number),
        (_AT_LEAST, number, None),
        (_ABOUT, round(number * (1 - _ABOUT_SHARE), 6), round(number * (1 + _ABOUT_SHARE), 6)),
        (_NEARLY, round(number * (1 - _ABOUT_SHARE), 6), number),
    ):
        match = pattern.search(before)
        if match:
            return start - len(match[0].split()), low, high
    return first, number, number


def _vague(syntax: Syntax, index: int) -> Count | None:
    tokens = syntax.tokens
    word = tokens[index].text.lower()
    of = tokens[index + 1].text.lower() if index + 1 < len(tokens) else ""
    then = tokens[index + 2].text.lower() if index + 2 < len(tokens) else ""
    if of == "of" and (word, then) in _TENS_OF:
        low, high = _TENS_OF[word, then]
        return _count(syntax, low, high, index, index + 2)
    if word == "few" and (index == 0 or tokens[index - 1].text.lower() != "a"):
        return None
    if word == "couple" and of == "of":
        return _count(syntax, 2.0, 2.0, index, index)
    if word in _VAGUE:
        low, high = _VAGUE[word]
        return _count(syntax, low, high, index, index)
    return None


def _nobody(syntax: Syntax, index: int) -> Count | None:
    tokens = syntax.tokens
    word = tokens[index].text.lower()
    if word in _NOBODY:
        return Count(0.0, 0.0, index, index, index, index)
    head = tokens[index].head
    if word == "no" and tokens[index].dep == "det" and is_person(tokens[head]):
        return Count(0.0, 0.0, index, head, head, head)
    return None


def _single(syntax: Syntax, index: int) -> Count | None:
    """Return "a soldier": one, where the noun is for a person."""
    token = syntax.tokens[index]
    if token.text.lower() not in ("a", "an", "another", "one") or token.dep not in (
        "det", "nummod", "amod",
    ):  # fmt: skip
        return None
    noun = syntax.tokens[token.head]
    if noun.tag != "NN" or not is_person(noun) or token.head < index:
        return None
    return Count(1.0, 1.0, index, token.head, token.head, token.head)


def _count(
    syntax: Syntax,
    low: float | None,
    high: float | None,
    first: int,
    last: int,
    *,
    root: int | None = None,
) -> Count | None:
    """Return a count with its noun and the token that stands for it; shares of others are none.

    `root` is the token of the number that hangs on the noun, `last` where it is not given.
    """
    tokens = syntax.tokens
    head = last if root is None else root
    while tokens[head].dep in _INNER and tokens[head].head != head:
        head = tokens[head].head
    if head < first and tokens[head].pos not in NOUNS:
        return None
    unit = _money(tokens, first, last)
    noun = head if tokens[head].pos in NOUNS and not first <= head <= last else None
    for child in syntax.children[head]:
        if noun is None and tokens[child].text.lower() == "of":
            noun = next((i for i in syntax.children[child] if tokens[i].dep == "pobj"), None)
    if _is_whole(tokens, head):
        return None
    if unit is None and noun is not None and tokens[noun].lemma.lower() in CURRENCIES:
        kinds = [tokens[i].text.lower() for i in syntax.children[noun]]
        unit = CURRENCIES[tokens[noun].lemma.lower()] if "of" not in kinds else None
    end = noun if noun is not None and last < noun <= last + 5 else last
    return Count(low, high, first, end, head, noun, unit)


def _is_whole(tokens: Sequence[Token], head: int) -> bool:
    """Return whether a number is what another is a part of: "5 of its 40 guards"."""
    of = tokens[head].head
    if tokens[head].dep != "pobj" or tokens[of].text.lower() != "of":
        return False
    return tokens[tokens[of].head].pos == "NUM" or tokens[tokens[of].head].tag == "CD"


def _money(tokens: Sequence[Token], first: int, last: int) -> str | None:
    """Return the currency whose sign stands before a number."""
    for index in range(max(0, first - 1), last + 1):
        unit = CURRENCIES.get(tokens[index].text.lower())
        if unit and not tokens[index].text.isalpha():
            return unit
    return None


def span(syntax: Syntax, count: Count) -> Span:
    """Return the words that tell a count."""
    return Span(syntax.tokens[count.first].span.start, syntax.tokens[count.last].span.end)
