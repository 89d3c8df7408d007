"""Credits: the agencies that a report names as where its text, or a part of it, comes from.

1. The dateline of the text: "SEOUL (Yonhap) -", "MURMANSK, April 11. /TASS/.".
2. A line of its own near the head: "By Ann Lee, Associated Press", "Agence France-Presse, Lima".
3. A bracket after a paragraph: "(dpa)"; after the last one it stands for the whole text.
4. A line of its own at the end: "AFP", "© AFP", "Source: Xinhua".
5. A line that credits a part: "AP contributed to this report", "With material from dpa".

Who took a photograph or filmed credits no text. Known gaps: a credit to "agencies" names nobody;
a line is read only near head or end, and only in English and in some German words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from quoth.align.houses import Houses
from quoth.records import Report, Span
from quoth.spans import overlap

# How many lines at the head and at the end may be credits.
HEAD_LINES = 6
END_LINES = 6
# A credit by itself has no more words than this, a line that credits a part may have more.
LINE_WORDS = 12
PART_WORDS = 40
# A name in capitals that no table knows is an agency's only on a line of hardly more than that.
LONE_WORDS = 2
# A name of an agency has up to so many words.
NAME_WORDS = 5
# Agencies that write themselves in small letters have three of them: "dpa", "apa", "efe".
LOWER_CASE = 3

NAME = r"[A-Z][\w.&'’ -]{1,45}"
DATELINE = re.compile(
    rf"\s*(?:[^\n(/]{{0,60}}?)[(/]\s*({NAME}(?:/{NAME})*)\s*[)/]\.?\s*(?:[-–—:]|(?<=\.))"
)
UNBRACKETED = re.compile(rf"\s*[A-Z][A-Z .'-]+(?:,[^,\n]{{1,20}})?,\s+({NAME}?)\s+(?:--|[-–—])\s")
# "... are choking orders. - Reuters"
DASHED = re.compile(r"[.!?”\"’']\s*(?:--?|[–—/])\s*([A-Za-z][\w .&'’-]{1,45}?)/?\W*\Z")
AFTER = re.compile(r"[(\[]([^()\[\]\n]{2,60})[)\]]\W*\Z")
PART = re.compile(
    r"\bcontribut(?:ed|ion|ions|ing)\b|\b(?:additional|further|other|some) (?:reporting|material)\b"
    r"|\bwith (?:\w+ ){0,2}?(?:material|reporting|reports?|files|input|information|agenc\w+)\b"
    r"|\b(?:material|information|reporting|reports?|copy) (?:from|by)\b|\bused in this\b"
    r"|\bmit (?:Material|Informationen)\b|\bwith (?:the )?$",
    re.IGNORECASE,
)
WHOLE = re.compile(
    r"©|\(c\)|\bcopyright\b|\bsources?\s*:|\bquelle\s*:|\btext\s*:|\b(?:first|originally) "
    r"(?:published|appeared|printed)\b|\b(?:distributed|provided|supplied|written|story) by\b",
    re.IGNORECASE,
)
TOGETHER = re.compile(r"\b(?:and|with|und|mit|plus)\b|[+&]", re.IGNORECASE)
SEEN = re.compile(
    r"\b(?:photo|photograph|picture|image|video|footage|graphic|illustration|camera|caption|"
    r"foto|bild)\w*|\bgetty\b",
    re.IGNORECASE,
)
SMALL = frozenset("by from in of and for at with the de la staff our und mit von".split())
AGENCY_WORDS = ("Agency", "Agencies", "Service", "Wire", "Newswire", "Press")
NOBODY = frozenset("agencies agency wires wire services reports report".split())


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency that a report credits: for all of its text, for some of it, or for a paragraph.

    `span` is the paragraph where `scope` says so, else the line that credits.
    """

    name: str
    scope: Literal["all", "part", "paragraph"]
    span: Span


def credits_in(report: Report, houses: Houses) -> tuple[Credit, ...]:
    """Return what a report credits, each agency and scope once, in the order of its text."""
    lines = _lines(report.text)
    found = [*_head(report, lines[:HEAD_LINES], houses), *_end(report, lines, houses)]
    once: dict[tuple[str, str, int], Credit] = {}
    for credit in found:
        place = credit.span.start if credit.scope == "paragraph" else 0
        once.setdefault((credit.name, credit.scope, place), credit)
    return tuple(once.values())


def agencies_named(text: str, houses: Houses) -> Iterator[tuple[Span, str]]:
    """Yield the news agencies that a text names, the longest name at each place."""
    words = [match.span() for match in re.finditer(r"[\w.&'’-]*\w", text)]
    at = 0
    while at < len(words):
        # What does not begin in a capital can be but the one word "dpa".
        longest = NAME_WORDS if text[words[at][0]].isupper() else 1
        for count in range(min(longest, len(words) - at), 0, -1):
            span = Span(words[at][0], words[at + count - 1][1])
            name = text[slice(*span)]
            if not _may_name(name, count) or (known := houses.agency(name)) is None:
                continue
            yield span, known
            at += count - 1
            break
        at += 1


def _may_name(name: str, words: int) -> bool:
    """Return whether a name is written as one: in capitals, or a word like "dpa"."""
    if name.islower():
        return words == 1 and len(name) == LOWER_CASE
    return name[0].isupper() and not name.lower().startswith("the ")


def _lines(text: str) -> list[Span]:
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Span(at, at + len(line)))
        at += len(line) + 1
    return found


def _head(report: Report, lines: Sequence[Span], houses: Houses) -> Iterator[Credit]:
    marks = [mark for mark in report.marks if mark.kind == "dateline"]
    for number, span in enumerate(lines):
        line = report.text[slice(*span)]
        marked = any(overlap(span, mark.span) for mark in marks)
        dateline = DATELINE.match(line) or UNBRACKETED.match(line)
        if dateline is not None and not SEEN.search(dateline[0]):
            for name in dateline[1].split("/"):
                known = houses.agency(name.strip())
                if known or (marked and _may_be_agency(name)):
                    yield Credit(known or name.strip(), "all", span)
        alone = houses.agency(line.strip(" -–—/()|")) is not None
        if alone or (number and _is_credit(line)):
            scope = _scope(line)
            if scope:
                yield from (Credit(n, scope, span) for n in _credited(line, houses))


def _is_credit(line: str) -> bool:
    """Return whether a line of its own may say who wrote what follows: names, and no sentence."""
    words = line.split()
    if len(words) > LINE_WORDS or line.rstrip().endswith((".", "!", "?", ":")):
        return bool(PART.search(line)) and len(words) <= PART_WORDS
    return all(
        not word[0].isalpha() or word[0].isupper() or word.strip(",").lower() in SMALL
        for word in (w.strip("(|/") for w in words)
        if word
    )


def _scope(line: str) -> Literal["all", "part"] | None:
    if SEEN.search(line):
        return None
    if WHOLE.search(line):
        return "all"
    return "part" if PART.search(line) or TOGETHER.search(line) else "all"


def _credited(line: str, houses: Houses) -> Iterator[str]:
    """Yield the agencies of a line that credits; those that no table knows say what they are."""
    known = list(agencies_named(line, houses))
    for span, name in known:
        # "Reuters/Ann Lee" is a photographer.
        after = re.match(r"/\s?([A-Z][a-z]+ [A-Z][a-z]+)", line[span.end :])
        if after is None or houses.agency(after[1]) is not None:
            yield name
    if not known:
        for match in re.finditer(r"[A-Z][\w'’-]*(?: (?:[A-Z][\w'’-]*|of|de))*", line):
            name = match[0].removeprefix("The ").removeprefix("By ")
            says_so = name.split()[-1] in AGENCY_WORDS and " " in name
            alone = name.isupper() and _may_be_agency(name) and len(line.split()) <= LONE_WORDS
            if says_so or alone:
                yield name


def _may_be_agency(name: str) -> bool:
    """Return whether a name that no table knows may be an agency's: initials, or it says so."""
    name = name.strip()
    if name.lower() in NOBODY:
        return False
    return (name.isupper() and name.isalpha()) or name.split()[-1] in AGENCY_WORDS


def _end(report: Report, lines: Sequence[Span], houses: Houses) -> Iterator[Credit]:
    prose = [n for n, span in enumerate(lines) if _is_prose(report, span)]
    last = prose[-1] if prose else -1
    for number, span in enumerate(lines):
        line = report.text[slice(*span)]
        after = AFTER.search(line) or DASHED.search(line)
        named = after is not None and (number or number == last)
        if after is not None and named and not SEEN.search(line[after.start() :]):
            names = [part.strip(" -–—") for part in re.split(r"[/,]|\band\b", after[1])]
            whole = number >= last
            known = [houses.agency(name) or "" for name in names]
            if not any(known) and whole and len(names) == 1 and _may_be_agency(names[0]):
                known = [names[0]] if _is_marked(report, span, after) else [""]
            for name in filter(None, known):
                yield Credit(name, "all" if whole else "paragraph", span)
        if number < max(last, len(lines) - END_LINES) or not number:
            continue
        words = len(line.split())
        if PART.search(line) or WHOLE.search(line):
            scope = _scope(line) if words <= PART_WORDS else None
        else:
            own = number > last and words <= LINE_WORDS and not line.rstrip().endswith(".")
            scope = _scope(line) if own else None
        if scope and (number > last or _closes(line, words)):
            yield from (Credit(name, scope, span) for name in _credited(line, houses))


def _closes(line: str, words: int) -> bool:
    """Return whether a line that cleaning took for prose is a credit: "With material from dpa."."""
    return words <= PART_WORDS // 2 and bool(
        re.search(r"\bthis (?:report|story|article)\b", line)
        or re.match(r"\W*(?:with|additional|mit|source|©)\b", line, re.IGNORECASE)
    )


def _is_marked(report: Report, span: Span, after: re.Match[str]) -> bool:
    """Return whether cleaning set a bracket apart from the text."""
    place = Span(span.start + after.start(), span.start + after.end())
    return any(
        overlap(mark.span, place) for mark in report.marks if mark.kind in ("byline", "dateline")
    )


def _is_prose(report: Report, line: Span) -> bool:
    """Return whether a line holds a sentence of the article that is no mere name."""
    return any(
        overlap(sentence.span, line) and len(report.text[slice(*sentence.span)].split()) > 3
        for sentence in report.sentences
    )
