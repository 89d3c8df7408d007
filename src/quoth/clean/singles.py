"""Single quotation marks, told apart from apostrophes.

A single mark between letters is an apostrophe; one that opens needs white space or an opening mark
before it and a word after it, and counts only if a closing one follows in the same paragraph (and
inside the same double quotation). "the workers' rights" does not close where a later mark does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from quoth.records import Mark, Quotation, Span
from quoth.spans import strip

_MARK: Final = re.compile("['’‘‚‛`´‹›]")
_WORD: Final = re.compile(r"[^\W_]+")
_ELIDED: Final = frozenset(
    """tis twas twere em til till n cause cuz cos coz round bout neath nuff tude fraid s d m re ve
    ll""".split()
)
_OPENING: Final = frozenset("'‘‚‛`‹")
_CLOSING: Final = frozenset("'’‘´›")
_BEFORE: Final = frozenset('([{<—–-/…"“„«`:|')
_AFTER: Final = frozenset('.,;:!?)]}>—–-/…"”»|')
_PAIRS: Final = frozenset({"''", "‘’", "‚‘", "‚’", "‹›", "›‹", "‛’"})


@dataclass(frozen=True, slots=True)
class _Single:
    at: int
    opens: bool
    closes: int  # 0 no, 1 perhaps (a plural's apostrophe looks like it), 2 yes
    holder: int  # number of the double quotation around it, -1 for none


def _opens(text: str, at: int, span: Span) -> bool:
    if text[at] not in _OPENING:
        return False
    left = text[at - 1] if at > span.start else " "
    right = text[at + 1] if at + 1 < span.end else " "
    if not (left.isspace() or left in _BEFORE):
        return False
    if not (right.isalnum() or right in '"“«([$£€#@…._-'):
        return False
    word = _WORD.match(text, at + 1, min(span.end, at + 12))
    if word is None:
        return True
    # '90s, 'tis, rock 'n' roll
    elided = word.group().lower() in _ELIDED or re.fullmatch(r"\d\ds?", word.group())
    return not (elided and text[at] in "'‘")


def _closes(text: str, at: int, span: Span) -> int:
    if text[at] not in _CLOSING:
        return 0
    left = text[at - 1] if at > span.start else " "
    right = text[at + 1] if at + 1 < span.end else " "
    if not (right.isspace() or right in _AFTER or right in "'’"):
        return 0
    if left.isspace():
        # only before a double mark or the end: he said 'no. '"
        return 2 if right in '"”»' or at + 1 == span.end else 0
    if left.isdigit() or left in "sSxzn" or text[max(span.start, at - 2) : at] in ("in", "In"):
        return 1
    return 2


def _singles(
    text: str, span: Span, doubles: Sequence[Quotation], taken: Collection[int]
) -> list[_Single]:
    """Return a paragraph's single marks that may open or close."""
    found: list[_Single] = []
    borders = sorted(
        [(q.inner.start, 1, n) for n, q in enumerate(doubles)]
        + [(q.inner.end, 0, n) for n, q in enumerate(doubles)]
    )
    holders: list[int] = []
    passed = 0
    for match in _MARK.finditer(text, span.start, span.end):
        at = match.start()
        if at in taken:
            continue
        while passed < len(borders) and borders[passed][0] <= at:
            _, entering, number = borders[passed]
            if entering:
                holders.append(number)
            elif number in holders:
                holders.remove(number)
            passed += 1
        opens, closes = _opens(text, at, span), _closes(text, at, span)
        if opens or closes:
            found.append(_Single(at, opens, closes, holders[-1] if holders else -1))
    return found


def _pair(marks: Sequence[_Single]) -> tuple[list[tuple[int, int]], _Single | None]:
    """Pair the marks of one holder; return the pairs and the last one left open.

    What may be a plural's apostrophe closes only if no sure closing mark follows.
    """
    pairs: list[tuple[int, int]] = []
    opened: _Single | None = None
    maybe: _Single | None = None
    for mark in marks:
        if opened and mark.closes == 2:
            pairs.append((opened.at, mark.at))
            opened = maybe = None
        elif opened and mark.closes:
            maybe = maybe or mark
        elif mark.opens:
            if opened and maybe:
                pairs.append((opened.at, maybe.at))
            opened, maybe = mark, None
    if opened and maybe:
        pairs.append((opened.at, maybe.at))
        opened = None
    return pairs, opened


def quotations(
    text: str, paragraphs: Sequence[Span], doubles: Sequence[Quotation], taken: Collection[int]
) -> tuple[list[Quotation], list[Mark]]:
    """Return the quotations in single marks, and marks on those of the wrong shape.

    `doubles` are the quotations in double marks, in the order of their ends or starts; `taken`
    the offsets of their marks.
    """
    found: list[Quotation] = []
    odd: list[Mark] = []
    ordered = sorted(doubles, key=lambda q: q.span)
    at = 0
    waiting = False  # the paragraph before opened with a single mark that it did not close
    for number, span in enumerate(paragraphs):
        here: list[Quotation] = []
        while at < len(ordered) and ordered[at].span.start < span.end:
            here.append(ordered[at])
            at += 1
        groups: dict[int, list[_Single]] = {}
        for mark in _singles(text, span, here, taken):
            groups.setdefault(mark.holder, []).append(mark)
        first = groups.get(-1, [None])[0]
        starts = first is not None and first.at == span.start and first.opens
        for holder, marks in sorted(groups.items()):
            pairs, left = _pair(marks)
            for start, end in pairs:
                whole = Span(start, end + 1)
                inner = strip(Span(start + 1, end), text)
                if inner.start < inner.end:
                    continued = waiting and start == span.start
                    found.append(Quotation(whole, inner, continues=continued))
                    odd.extend(_odd(text, start, end))
            if holder == -1 and left and left.at == span.start:
                following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
                if following and _opens(text, following.start, following):
                    inner = strip(Span(span.start + 1, span.end), text)
                    found.append(Quotation(span, inner, closed=False, continues=waiting))
                    waiting = True
                    break
        else:
            waiting = False
        if not starts:
            waiting = False
    return found, odd


def _odd(text: str, start: int, end: int) -> list[Mark]:
    if text[start] + text[end] in _PAIRS:
        return []
    marks = ((start, "‘"), (end, "’"))
    return [
        Mark("odd_quote", Span(at, at + 1), expected)
        for at, expected in marks
        if text[at] != expected
    ]
