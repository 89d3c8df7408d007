"""Where sentences end, and where a stop or a line break only looks like an end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from quoth.clean.words import (
    CLIPPED,
    CONTINUERS,
    EXCLAIMED,
    MONTHS_AND_DAYS,
    NOT_A_FRAGMENT,
    NUMBERED,
    OPENERS,
    REPORTING,
    TITLES,
    ZONES,
)
from quoth.records import Quotation, Span
from quoth.spans import strip

_END: Final = re.compile(r"[.!?\u2026\u3002](?:[.!?\u2026\u3002]| \.(?!\w))*")
_CLOSER: Final = frozenset("\"'”’»›)]}")
_QUOTES: Final = frozenset("\"'“‘„«‹`")
_OPENER: Final = _QUOTES | frozenset("([{")
_TOKEN: Final = re.compile(r"[^\s\"“”„«»()\[\]/–—-]+$")
_WORD: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_NEXT: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ACRONYM: Final = re.compile(r"(?:[A-Za-z]{1,2}\.)*[A-Za-z]|Ph\.D|(?:[A-Z]\.){1,3}[A-Z]{1,2}")
_PARTICLE: Final = re.compile(r"(?:al|el|ul|bin|ibn|de|van|von|di|da|du)[- ][A-Z]|[a-z][A-Z]")
_CUE: Final = re.compile(
    r"(?!(?:He|She|It|They|We|I|You|This|That|But|And)\b)[A-Z][\w.'’-]*(?:,? [\w.'’-]+){0,7}? (?:"
    + "|".join(sorted(REPORTING))
    + r")(?:[.,:;]|$|(?: [A-Z]\w+){1,2}[.,:]| [A-Z][a-z]+day\b"
    + r"| (?:in|on|at|during|after|before|to|as|when|while|of|with)\b)"
)
"""Who asks or shouts, behind a quotation that ends in a question or exclamation mark."""
_SHORT: Final = 4  # words; a shorter part of a quotation is no sentence of its own
_REACH: Final = 400  # code points within which those words must stand


@dataclass(frozen=True, slots=True)
class _Break:
    """A place between two sentences: one ends at `end`, the next starts at `start`."""

    end: int
    start: int


class Splitter:
    """Splits stretches of one text; it knows the text's quotations and lost spaces."""

    def __init__(
        self, text: str, quotations: Sequence[Quotation], lost: Collection[int] = ()
    ) -> None:
        self.text = text
        outer = [q for q in quotations if q.depth == 0]
        self.quotations = outer
        self.starts = [q.span.start for q in outer]
        self.opening = {q.span.start for q in quotations if q.inner.start > q.span.start}
        self.closing = {at for q in quotations if q.closed for at in range(q.inner.end, q.span.end)}
        self.lost = frozenset(lost)

    def split(self, span: Span) -> list[Span]:
        """Return the sentences of a stretch of content; together they cover all its words."""
        breaks = [
            found
            for match in _END.finditer(self.text, span.start, span.end)
            if (found := self._break(match, span)) is not None
        ]
        sentences: list[Span] = []
        start = span.start
        for number, found in enumerate(breaks):
            following = breaks[number + 1].end if number + 1 < len(breaks) else span.end
            if self._too_short(start, found, following):
                continue
            sentences.append(strip(Span(start, found.end), self.text))
            start = found.start
        sentences.append(strip(Span(start, span.end), self.text))
        return [s for s in sentences if s.end > s.start]

    def _break(self, stop: re.Match[str], span: Span) -> _Break | None:
        """Return the break that a stop makes, or None."""
        text = self.text
        end = self._past_closers(stop.end(), span)
        start = end
        while start < span.end and text[start].isspace():
            start += 1
        if start >= span.end or (start == end and end not in self.lost):
            return None
        return _Break(end, start) if self._ends(stop, end, start, span) else None

    def _past_closers(self, at: int, span: Span) -> int:
        text = self.text
        while at < span.end:
            if at in self.closing or (text[at] in _CLOSER and at not in self.opening):
                at += 1
                continue
            # a closing mark that stands off: he said. "
            ahead = at
            while ahead < span.end and text[ahead].isspace():
                ahead += 1
            if ahead > at and ahead in self.closing:
                at = ahead + 1
                continue
            break
        return at

    def _ends(self, stop: re.Match[str], end: int, start: int, span: Span) -> bool:
        """Decide whether a sentence ends at `stop`, given what follows at `start`."""
        text = self.text
        at = start
        while at < span.end and (text[at] in _OPENER or at in self.opening):
            at += 1
        first = text[at] if at < span.end else ""
        if first.islower() and not _PARTICLE.match(text, at):
            return False
        if first in "—–-,;:&/" and first and not text[at + 1 : at + 2].isdigit():
            return False
        word = _NEXT.match(text, at)
        following = word.group() if word else ""
        quoted = any(i in self.opening or text[i] in _QUOTES for i in range(start, at))
        mark = stop.group()
        if mark == ".":
            return self._full_stop(stop.start(), end, at, following, quoted, span)
        if mark[0] in "!?" or mark[-1] in "!?":
            named = _TOKEN.search(text, max(span.start, stop.start() - 12), stop.start())
            if mark == "!" and named and named.group() in EXCLAIMED:
                return following in OPENERS
            closes = any(i in self.closing for i in range(stop.end(), end))
            return not (closes and _CUE.match(text, start, min(span.end, start + 120)))
        # three dots: a pause, unless a plain opener or a new quotation follows
        dots = len(mark.replace("…", "...").replace(" ", ""))
        return following in OPENERS or quoted or dots > 3

    def _full_stop(
        self, stop: int, end: int, at: int, following: str, quoted: bool, span: Span
    ) -> bool:
        text = self.text
        token = _TOKEN.search(text, max(span.start, stop - 30), stop)
        before = token.group().lstrip("'‘$") if token else ""
        if not before and following[:1].isdigit() and stop > span.start:
            return False  # (. 535
        begin = token.start() if token else stop
        opens = following in OPENERS or quoted
        if before in TITLES:
            return False
        if before in NUMBERED:
            return not following[:1].isdigit()
        if before.isdigit() and begin == span.start:
            return False  # the number of a list item
        if before in CLIPPED:
            if before[:3].lower() in MONTHS_AND_DAYS and following[:1].isdigit():
                return False
            return opens
        if _ACRONYM.fullmatch(before):
            if end > stop + 1 and text[stop + 1] not in ")]":
                return opens  # a closing quotation mark behind the stop
            return self._initials(before, begin, at, following, quoted, span)
        return True

    def _initials(
        self, before: str, begin: int, at: int, following: str, quoted: bool, span: Span
    ) -> bool:
        """Decide on "U.S.", "a.m.", "J.", "I." and their like before a capital or a digit."""
        text = self.text
        if before.lower() in ("a.m", "p.m"):
            if "(" in text[begin : at + 1]:  # "at 8:43 a.m. (0043 GMT)"
                return False
            low = following.lower()
            zone = low in ZONES or low in MONTHS_AND_DAYS
            return not zone and not text[at : at + 40].partition(" ")[2].lower().startswith("time")
        if before.lower() in ("e.g", "i.e"):
            return False
        if following == "No" and text[at + 2 : at + 3] == ".":
            return False
        if len(before) > 1:
            return following in OPENERS or quoted
        previous = text[max(span.start, begin - 30) : begin].split()[-1:]
        word = previous[0] if previous else ""
        if before == "I":  # "so do I. They", but "I. Kant"
            return bool(word) and word.islower()
        if not word or begin == span.start:
            return False
        return following in OPENERS or (quoted and word[0].islower())

    def _inside(self, found: _Break) -> Quotation | None:
        """Return the outer quotation that holds both sides of a break."""
        number = bisect_right(self.starts, found.end) - 1
        if number < 0:
            return None
        quotation = self.quotations[number]
        inside = quotation.inner.start < found.end and found.start < quotation.inner.end
        return quotation if inside else None

    def _too_short(self, start: int, found: _Break, following: int) -> bool:
        """Tell whether a break would cut less than a sentence off from the rest of a quotation."""
        quotation = self._inside(found)
        if quotation is None:
            return False
        left = Span(max(start, quotation.inner.start, found.end - _REACH), found.end)
        right = Span(found.start, min(following, quotation.inner.end, found.start + _REACH))
        return self._few_words(left) or self._few_words(right)

    def _few_words(self, span: Span) -> bool:
        for number, _ in enumerate(_WORD.finditer(self.text, span.start, span.end), 1):
            if number >= _SHORT:
                return False
        return True


_LOWER_LAST: Final = re.compile(r"\b(?:the|its|their|his|her|our)(?: [\w'’-]+){1,3}$")


def broken_stops(text: str, sentences: Sequence[Span], names: Collection[str]) -> list[int]:
    """Return the offsets of full stops that fell into the middle of a sentence.

    1. Before a fragment of one to three capitalised words, all of which the text uses as names
       elsewhere ("the ministers. West Ruritanians. He added"), where the words before it lack a
       name of their own ("the ministers").
    2. Before a small letter that begins a word no sentence begins with ("he met. with them").
    """
    found: list[int] = []
    for above, fragment in pairwise(sentences):
        if text[fragment.end - 1] != "." or text[above.end - 1] != ".":
            continue
        words = _WORD.findall(text, fragment.start, min(fragment.end, fragment.start + 60))
        if fragment.end - fragment.start > 60 or not 1 <= len(words) <= 3:
            continue
        titled = all(w[0].isupper() and w[0].isalpha() for w in words)
        if not titled or any(w.lower() in NOT_A_FRAGMENT for w in words) or words[0] in OPENERS:
            continue
        head = text[max(above.start, above.end - 60) : above.end - 1]
        if not _LOWER_LAST.search(head) or not head.split()[-1].islower():
            continue
        if all(_named(w, names) for w in words):
            found.append(above.end - 1)
    return found


def _named(word: str, names: Collection[str]) -> bool:
    """Tell whether a text uses a word, or the name that a demonym comes from, as a name."""
    stems = (word, word.rstrip("s"), re.sub(r"(?:n|an|ian|ish|ese)s?$", "", word))
    return any(stem in names for stem in stems if len(stem) >= 3)


_STRAY: Final = re.compile(r"(?<=[a-z]{3})\.(?=\s+([a-z]+)\b)")


def stray_stops(text: str, span: Span) -> list[int]:
    """Return the offsets of stops inside a sentence, before a word that can only continue it."""
    found = []
    for match in _STRAY.finditer(text, span.start, span.end):
        before = _TOKEN.search(text, max(span.start, match.start() - 30), match.start())
        word = before.group() if before else ""
        clipped = word in TITLES or word in CLIPPED or word in NUMBERED or "." in word
        if match.group(1) in CONTINUERS and not clipped and not word[:1].isupper():
            found.append(match.start())
    return found
