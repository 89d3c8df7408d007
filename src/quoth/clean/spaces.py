"""Places where two words run together because a space was lost.

Every rule asks that the parts are words of this very text or a full stop tells them apart; what is
not sure stays as it is ("Washington", "Islamists", "WikiLeaks").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from quoth.clean.words import MONTHS_AND_DAYS, OPENERS, TITLES
from quoth.records import Quotation, Span

_CHUNK: Final = re.compile(r"\S+")
_WORD: Final = re.compile(r"[^\W\d_]+")
# Longer chunks are data or links, not words that ran together.
_LONGEST: Final = 120
_ADDRESS: Final = re.compile(
    r"(?i)@|://|www\.|[/\\=_#&]|\.(?:com|org|net|gov|edu|mil|info|biz|int|co|uk|eu|ru|cn|jp|kr|de|fr|tv"
    r"|io|me|ly|js|py|php|html?|pdf|jpe?g|png|gif|mp[34])\b"
)
_STOP: Final = re.compile(r"(?<=[a-z\d”’)%])(?<!\.[a-z])([.!?]+[”’)]?|[.!?]\")(?=[“‘]?[A-Z])")
_COMMA: Final = re.compile(
    r"(?<=[a-z]{2}),(?=[A-Za-z]{2})|(?<=\d),(?=[a-z]{2})|(?<=[a-z]{2});(?=[a-z]{2})"
)
_INITIALS: Final = re.compile(r"(?:\b[A-Za-z]\.){2,}(?=[A-Z][a-z]{2})")
_HUMP: Final = re.compile(r"[a-z](?=[A-Z])")
_YEAR: Final = re.compile(r"(?<=\d)(?=([A-Z][a-z]+))")
_LONE: Final = frozenset({"I", "A"})

# Second parts of glued words. Each was checked against the English words that end in it: none of
# those has a first part that stands as a word of its own and has the length asked for below.
_AFTER_NAME: Final = frozenset(
    """has had was were said says told could would should have been announced added stated warned
    denied urged agreed insisted expressed emphasized which that also commented visited declared
    confirmed called claimed reported noted described who""".split()
)
_AFTER_WORD: Final = frozenset(
    """has had was were said says told could would been announced added denied urged agreed which
    and the""".split()
)
_AFTER_LONG: Final = frozenset("and that with from for the".split())
_NEVER: Final = frozenset("therefor therewith wherefor wherewith whereas".split())
_SURE: Final = frozenset("has had was were said told".split())
_SUFFIX: Final = "itis"  # "candidate-itis"
_PAIRS: Final = {
    first + second: len(first)
    for firsts, seconds in (
        ("of in on to for and at by from with that", "the"),
        ("he she it there here this that which", "is was has had said"),
        ("they who there", "were have had said"),
    )
    for first in firsts.split()
    for second in seconds.split()
    if first + second != _SUFFIX
}


class _Vocabulary:
    """The words of a text: how often each stands by itself, and in which case."""

    def __init__(self, text: str) -> None:
        self.counts = Counter(_WORD.findall(text))

    def once(self, word: str) -> bool:
        return self.counts[word] == 1

    def name(self, word: str) -> bool:
        """Tell whether a word is a name here: with a capital, and never without."""
        return self.counts[word] > 0 and self.counts[word.lower()] == 0

    def known(self, word: str) -> bool:
        return self.counts[word] > 0


def lost_spaces(
    text: str, spans: Sequence[Span], quotations: Sequence[Quotation] = ()
) -> list[int]:
    """Return the offsets in `spans` where a space is missing, in order.

    1. After a stop or comma: "said.He", "2016.The", "Moscow,where".
    2. Beside a quotation mark: "said“We won”and".
    3. Where a small letter meets a capital and both parts are words here: "yesterdayThe".
    4. A name of this text with a verb or "who" behind it: "Smithhas"; a common word with a
       verb of saying: "ministersaid".
    """
    words = _Vocabulary(text)
    found: set[int] = set()
    for span in spans:
        for match in _CHUNK.finditer(text, span.start, span.end):
            if match.end() - match.start() <= _LONGEST:
                found.update(match.start() + at for at in _in_chunk(match.group(), words))
    found.update(_beside_quotes(text, quotations))
    return sorted(at for at in found if 0 < at < len(text))


def _in_chunk(chunk: str, words: _Vocabulary) -> set[int]:
    found: set[int] = set()
    if len(chunk) < 5 or _ADDRESS.search(chunk):
        return found
    for match in _STOP.finditer(chunk):
        if _new_sentence(chunk, match):
            found.add(match.end())
    found.update(match.end() for match in _COMMA.finditer(chunk))
    found.update(match.end() for match in _INITIALS.finditer(chunk) if _spelt(chunk, match, words))
    found.update(match.start() for match in _YEAR.finditer(chunk) if match.group(1) in OPENERS)
    for match in _WORD.finditer(chunk):
        at = _glued(match.group(), words)
        if at:
            found.add(match.start() + at)
    return found


def _new_sentence(chunk: str, stop: re.Match[str]) -> bool:
    """Tell whether the words on both sides of a stop are a sentence's last and the next's first."""
    after = _WORD.search(chunk, stop.end())
    left = chunk[: stop.start()].rstrip("”’)%")
    before = re.search(r"(\d+|[^\W\d_]+)$", left)
    if after is None or before is None:
        return False
    first, last = after.group(), before.group(1)
    if len(first) == 1 and first not in _LONE:
        return False
    if any(c.isupper() for c in first[1:]) and not first.isupper():
        return False
    if last.isdigit():
        return before.start() == 0 or not left[before.start() - 1].isalnum()
    if (last.islower() and len(last) > 1) or last in TITLES:
        return True
    # "Smith.He", but not "Fox.News": the second part must open sentences.
    return first in OPENERS and len(last) > 1


def _spelt(chunk: str, initials: re.Match[str], words: _Vocabulary) -> bool:
    """Tell whether a word follows initials ("U.S.The", "p.m.Then") rather than more of them."""
    word = _WORD.match(chunk, initials.end())
    return word is not None and (word.group() in OPENERS or words.known(word.group()))


def _glued(word: str, words: _Vocabulary) -> int:
    """Return where a word falls into two words of this text, or 0."""
    if len(word) < 4 or not words.once(word):
        return 0
    if word.lower() in _PAIRS and word[1:].islower():
        return _PAIRS[word.lower()]
    hump = _HUMP.search(word)
    if hump:
        return _hump(word, hump.end(), words)
    if not word[1:].islower() or word in _NEVER:
        return 0
    for cut in range(len(word) - 2, 2, -1):
        first, second = word[:cut], word[cut:]
        if second in _AFTER_LONG and cut >= 5 and words.known(first):
            return cut
        if first[0].isupper():
            # a short name with a short verb needs a second use to vouch for it
            sure = 2 if len(second) == 3 and cut < 4 else 1
            named = words.name(first) or (second in _SURE and cut >= 4)
            if second in _AFTER_NAME and named and words.counts[first] >= sure:
                return cut
        elif second in _AFTER_WORD and cut >= 4 and words.known(first):
            return cut
    return 0


def _hump(word: str, cut: int, words: _Vocabulary) -> int:
    """Decide on a capital inside a word: "monthThe" and "MondayHe", but not "HuffPost"."""
    first, second = word[:cut], word[cut:]
    if len(first) < 3 or any(c.isupper() for c in second[1:]):
        return 0
    if first.islower():
        opens = second in OPENERS or words.known(second)
        return cut if opens and words.known(first) else 0
    day = first.lower() in MONTHS_AND_DAYS and len(first) > 3
    return cut if day and (second in OPENERS or words.known(second)) else 0


def _beside_quotes(text: str, quotations: Sequence[Quotation]) -> set[int]:
    found: set[int] = set()
    for quotation in quotations:
        (start, end), closed = quotation.span, quotation.closed
        opened = quotation.inner.start > start
        glued = (
            opened and start > 1 and text[start - 2 : start].isalpha() and text[start - 1].islower()
        )
        if glued or (
            opened and start > 1 and text[start - 1] in ",;" and text[start - 2].isalpha()
        ):
            found.add(start)
        word = _WORD.match(text, end)
        if closed and word and len(word.group()) > 1:
            found.add(end)
    return found
