"""Lines of a text, and which of them belong to one paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from quoth.clean.words import JOINERS
from quoth.records import Span

_LINE: Final = re.compile("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BREAK: Final = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_WORD: Final = re.compile(r"\S+")
_STOPPED: Final = re.compile(r"[.!?:;\u2026\u3002][\s'\"“”’»›)\]]*$")
_BULLET: Final = re.compile(r"(?:[-–—*•·▪●◦‣>#]|\d{1,3}[.)])\s")
_LAST_WORD: Final = re.compile(r"([A-Za-z]+)$")


class Line(NamedTuple):
    """A line without the white space at its ends; `gap` tells of a blank line before it."""

    start: int
    end: int
    gap: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that make one paragraph; `joints` are the line breaks inside it."""

    span: Span
    joints: tuple[Span, ...] = ()


def lines(text: str) -> list[Line]:
    """Return the lines that are not blank."""
    found: list[Line] = []
    before = 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        breaks = 0
        for _ in _BREAK.finditer(text, before, start):
            breaks += 1
            if breaks > 1:
                break
        found.append(Line(start, end, breaks > 1))
        before = end
    return found


def stopped(text: str, line: Span | Line) -> bool:
    """Tell whether a line ends like a sentence (or announces what follows, with a colon)."""
    return _STOPPED.search(text, max(line[0], line[1] - 8), line[1]) is not None


def _first_word(text: str, line: Span | Line) -> str:
    match = _WORD.match(text, line[0], min(line[1], line[0] + 60))
    return match.group() if match else ""


def _wrap_width(text: str, rows: Sequence[Line]) -> int | None:
    """Return the width that a text was hard-wrapped at, or None.

    In wrapped text the next line's first word would hardly have fitted on the line before. Lines
    of 40 to 110 characters; of the neighbouring pairs at least six in ten full in that sense, of
    those half without a stop and three in ten followed by a small letter. Wrapped copy (polnear
    train, wrapped at 60 to 90) shows 0.8, 0.9 and 0.7; ECB+ with its sentence a line has lines
    that are too long, and lists of headlines have no small letters.
    """
    lengths = [line.end - line.start for line in rows]
    width = max((n for n in lengths if n <= 110), default=0)
    if width < 40 or sum(n > 110 for n in lengths) * 50 > len(rows):
        return None
    pairs = full = open_ended = small = 0
    for above, below in pairwise(rows):
        if below.gap:
            continue
        pairs += 1
        if _fills(text, above, below, width):
            full += 1
            open_ended += not stopped(text, above)
            small += text[below.start].islower()
    wrapped = pairs >= 3 and full >= 0.6 * pairs and open_ended >= 0.5 * full
    return width if wrapped and small >= 0.3 * full else None


def _fills(text: str, above: Line, below: Line, width: int) -> bool:
    # 0.85: some programs wrap at a few characters less than the longest line
    return above.end - above.start + 1 + len(_first_word(text, below)) > 0.85 * width


def _wraps(text: str, above: Line, below: Line, width: int) -> bool:
    """Tell whether a line of wrapped text goes on in the next."""
    if below.gap or _BULLET.match(text, below.start, below.end):
        return False
    if text[above.end - 1] == "-" and text[below.start].islower():
        return True
    if stopped(text, above):
        return above.end - above.start + 1 + len(_first_word(text, below)) > width
    return (above.end - above.start) * 2 > width or _fills(text, above, below, width)


def _runs_on(text: str, above: Span, below: Span) -> bool:
    """Tell whether a line breaks off in the middle of a sentence that the next one continues."""
    if stopped(text, above) or _BULLET.match(text, below.start, below.end):
        return False
    if _last_joins(text, above):
        return True
    word = _first_word(text, below)
    # "iPhone" starts a line of its own; "said", "(the" does not.
    bare = word.lstrip("(“\"'‘")
    return bare[:1].islower() and bare == bare.lower()


def _last_joins(text: str, above: Span) -> bool:
    last = _LAST_WORD.search(text, max(above.start, above.end - 12), above.end)
    return bool(last and last.group(1) in JOINERS and last.start(1) > above.start)


def unwrap(text: str) -> list[Paragraph]:
    """Return the lines of a text as paragraphs, those of hard-wrapped text put together."""
    rows = lines(text)
    if not rows:
        return []
    width = _wrap_width(text, rows)
    found: list[Paragraph] = []
    joints: list[Span] = []
    start = rows[0].start
    for line, below in zip(rows, [*rows[1:], None], strict=True):
        if below and width and _wraps(text, line, below, width):
            joints.append(Span(line.end, below.start))
            continue
        found.append(Paragraph(Span(start, line.end), tuple(joints)))
        joints = []
        start = below.start if below else start
    return found


def join(text: str, rows: Sequence[Paragraph], alone: Sequence[bool]) -> list[Paragraph]:
    """Put together paragraphs that a line break cut in the middle of a sentence.

    One that breaks off goes on in a next one that starts in lower case, also over a blank line:
    pages break sentences around links and pictures. Those marked `alone` are joined to none.
    """
    lower = sum(text[row.span.start].islower() for row in rows)
    if lower * 2 > len(rows):  # a chat or a poem: lower case tells nothing there
        return list(rows)
    found: list[Paragraph] = []
    joints: list[Span] = []
    start = rows[0].span.start if rows else 0
    for number, row in enumerate(rows):
        joints.extend(row.joints)
        if number + 1 < len(rows) and not (alone[number] or alone[number + 1]):
            below = rows[number + 1].span
            # the first line may be a headline above a teaser in lower case
            whole = number > 0 or row.span.end - row.span.start >= 100
            if _runs_on(text, row.span, below) and (whole or _last_joins(text, row.span)):
                joints.append(Span(row.span.end, below.start))
                continue
        found.append(Paragraph(Span(start, row.span.end), tuple(joints)))
        joints = []
        start = rows[number + 1].span.start if number + 1 < len(rows) else start
    return found
