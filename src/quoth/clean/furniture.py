"""Which paragraphs the page adds to the article, and which name who wrote it, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from quoth.clean import patterns
from quoth.clean.lines import Paragraph, join, stopped, unwrap
from quoth.clean.words import FINITE, MONTHS_AND_DAYS, OPENERS, PRONOUNS, RUNNING, ZONES
from quoth.records import Span

Kind = Literal["furniture", "byline"]

_WORD: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_DATE_TOKEN: Final = re.compile(r"[A-Za-z]+|\d+(?:[:./-]\d+)*(?:st|nd|rd|th)?")
_DATE_WORDS: Final = (
    MONTHS_AND_DAYS
    | ZONES
    | frozenset(
        """am pm a p m noon midnight at on of the first last story updated update published posted
        modified created released release edited date dated time originally reuters ap afp uk us st
        nd rd th by""".split()
    )
)
_DATED: Final = re.compile(r"(?i)(?:last |first )?(?:updated|published|posted|modified)\b")
_QUOTE: Final = frozenset("\"“”„«»‹›'‘’`")
_SPEAKER: Final = re.compile(r"[A-Z][\w.'’ -]{0,40}:\s")
_POST: Final = re.compile(r"(?:[—–-]\s*)?[^@]{0,60}\(?@\w+\)?")
_LABEL: Final = re.compile(
    r"(?i)(?:must[ -])?(?:watch|see|video|photos?|live|listen|read|gallery|pictured|images?|map"
    r"|more|podcast)s?\s*[:–—-]"
)
_SURE_LINK: Final = re.compile(
    r"(?i)(?:more|related|read(?: more)?|watch|video|photos?|see also|also(?: read| see)?)\b"
    r"[^:]{0,30}:"
)
_NOT_HEADING: Final = (PRONOUNS | {w.casefold() for w in OPENERS} | {"outside"}) - {
    "a", "an", "the", "about", "how", "why", "what", "where", "who", "when", "not", "no", "both",
    "before", "after", "between", "officials", "critics",
    "supporters", "experts", "analysts", "sources",
}  # fmt: skip
_PRESENT: Final = frozenset("is are has have will can may won't can't isn't aren't could".split())
_DETERMINERS: Final = frozenset(
    """the a an one two three four five six some many most several this these his her its their our
    my your""".split()
)
_INNER_STOP: Final = re.compile(r"[a-z\d][.!?]['\"”’]*\s+[A-Z\"“]")
_TOPIC: Final = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}: [A-Z\d‘'“]")
_HALF_QUOTED: Final = re.compile(r"[‘'“\"][^’”\"]{2,60}[’'”\"],? \w")
_RUNS_IN: Final = re.compile(r"[,;:–—-]\W*$")
_PROFILE: Final = re.compile(r"[^\d,]{3,60}, \d{1,3}")


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def near(one: str, other: str) -> bool:
    """Tell whether two lines are the same headline but for punctuation, case or a few words."""
    a, b = set(_plain(one).split()), set(_plain(other).split())
    if not a or not b:
        return False
    # 0.8 of the words shared: own headlines differ from page titles by the outlet's name.
    return len(a & b) >= 0.8 * min(len(a), len(b)) and min(len(a), len(b)) * 2 >= max(
        len(a), len(b)
    )


def _is_date(line: str) -> bool:
    """Tell whether a line holds nothing but a date or time, with words like "updated"."""
    if len(line) > 120 or not any(c.isdigit() for c in line):
        return False
    tokens = _DATE_TOKEN.findall(line.casefold())
    named = any(t in MONTHS_AND_DAYS for t in tokens)
    shaped = re.search(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}", line)
    timed = _DATED.match(line) and re.search(r"\d[:.]\d\d", line)
    if not (named or shaped or timed):
        return False
    return all(
        t[0].isdigit() or t in _DATE_WORDS or re.sub(r"\d", "", t) in _DATE_WORDS for t in tokens
    )


def by_wording(line: str, *, first: bool = False) -> Kind | None:
    """Classify a line by its wording alone; a `first` line may be a headline like "Watch: ..."."""
    if len(line) > patterns.LONGEST:
        return None
    bare = line.strip(' :.…»>›→*-–—|•"“”').casefold()
    if bare in patterns.PHRASES and (" " in bare or not line.endswith(".")):
        return "furniture"
    if bare in patterns.STOPPED_PHRASES:
        return "furniture"
    if patterns.BYLINE.fullmatch(line):
        return "byline"
    if first and _LABEL.match(line):
        return None
    return "furniture" if patterns.FURNITURE.fullmatch(line) else None


def _words(line: str) -> list[str]:
    return _WORD.findall(line)


def _menu(line: str) -> bool:
    parts = [p.strip() for p in re.split(r"\s*[|>»›•·/]\s*", line)]
    listed = sum(p.casefold() in patterns.MENU for p in parts)
    return len(parts) >= 3 and listed * 2 >= len(parts) and len(line) <= 300


def _present_tense(words: Sequence[str]) -> bool:
    """Tell whether a name at the start is followed at once by a verb as headlines have it."""
    names = 0
    while names < len(words) and words[names][0].isupper():
        names += 1
    if not 1 <= names <= 6 or names + 1 >= len(words):
        return False
    verb, after = words[names], words[names + 1]
    # "Ruritania's ministers", "ministers promised": a noun, not a verb
    if words[names - 1].endswith(("'s", "’s")) or after.endswith("ed") or after in FINITE:
        return False
    if verb == "to":  # "Kim to visit Moscow"
        return after.islower() and after not in ("the", "a", "his", "her", "its", "their")
    return len(verb) > 3 and verb.endswith("s") and not verb.endswith(("ss", "us", "'s", "’s"))


def _bare_passive(low: Sequence[str]) -> bool:
    """Tell whether a line tells what was done to somebody without "was": "Two held in Torvik"."""
    if len(low) > 14 or low[0] in _DETERMINERS:
        return False
    verbs = [n for n, word in enumerate(low) if word in FINITE or word in PASSIVES]
    if len(verbs) != 1 or not 0 < verbs[0] < len(low) - 1:
        return False
    return low[verbs[0]] in PASSIVES and low[verbs[0] + 1] in _AGENT_OR_PLACE


def headline_like(line: str, *, transcript: bool = False) -> bool:
    """Tell whether a line without a final stop is a headline, sub-heading or caption in style.

    `transcript` is true where lines open with their speakers' names. Calibrated on polnear train
    and ecbplus train (the lines that lack a stop there): a sentence that merely lost its stop has
    a past tense, or an article and an auxiliary, or starts with a word that ties it to the text.
    """
    words = _words(line)
    if not words or len(words) > 20 or _RUNS_IN.search(line) or _POST.fullmatch(line):
        return False
    if _PROFILE.fullmatch(line) or sum(w[0].isdigit() for w in words) >= 3:
        return False
    if (_SPEAKER.match(line) and transcript) or _INNER_STOP.search(line):
        return False
    if _title_case(words):
        return line[0].isupper() or line[0].isdigit() or _HALF_QUOTED.match(line) is not None
    if not line[0].isupper():
        return False
    low = [w.casefold().replace("’", "'") for w in words]
    if (low[0] in ("how", "why") and len(words) <= 10) or (_TOPIC.match(line) and len(words) <= 14):
        return True
    if low[0] in _NOT_HEADING or any(w in RUNNING for w in low):
        return False
    if _bare_passive(low):
        return True
    if any(w in FINITE for w in low):
        present = all(w not in FINITE or w in _PRESENT for w in low)
        return present and len(words) <= 14 and not _DETERMINERS.intersection(low)
    if low[0] not in _DETERMINERS and _present_tense(words):
        return True
    told = any(w.endswith("ed") and w.islower() for w in words[1:-1])
    return not told and (len(words) <= 5 or not _DETERMINERS.intersection(low))


def _verbless(line: str) -> bool:
    low = [w.casefold().replace("’", "'") for w in _words(line) if w[0].islower()]
    return not any(w in FINITE or w.endswith("ed") for w in low)


def _title_case(words: Sequence[str]) -> bool:
    long = [w for w in words if len(w) > 3 and w[0].isalpha()]
    capitals = sum(w[0].isupper() for w in long)
    if len(words) < 2 or len(long) < 2:
        return False
    # nine in ten: one word may be a hyphenated or foreign one, but no verb
    told = any(w in FINITE or w.endswith("ed") for w in words)
    return capitals == len(long) or (capitals >= 0.9 * len(long) and not told)


# Participles of verbs that need an object: before one of the prepositions, and with no other verb
# in the line, they are passives that only a headline leaves without "was".
PASSIVES = frozenset(
    "sold launched killed arrested charged named hit struck injured wounded sentenced jailed "
    "detained unveiled approved rejected delayed cancelled canceled postponed seized stolen "
    "destroyed damaged rescued elected appointed fined banned freed evacuated accused linked tied "
    "held shot stabbed caught convicted acquitted suspended sacked fired hurt trapped lifted "
    "extended scrapped blocked urged asked told set reached signed published revealed".split()
)
_AGENT_OR_PLACE = frozenset(
    "to in by for at after over from with on amid near as off under during outside ahead".split()
)


class _Page:
    """The paragraphs of a text with the kind of each; the rules fill `kinds` in turn."""

    def __init__(self, text: str, title: str | None) -> None:
        self.text = text
        self.title = title
        rows = unwrap(text)
        worded = [self._worded(row.span, first=number == 0) for number, row in enumerate(rows)]
        alone = [
            kind is not None or _is_date(text[row.span.start : row.span.start + 121])
            for row, kind in zip(rows, worded, strict=True)
        ]
        self.paragraphs = join(text, rows, alone)
        kind_at = {row.span.start: kind for row, kind in zip(rows, worded, strict=True)}
        self.kinds: list[Kind | None] = [kind_at[p.span.start] for p in self.paragraphs]
        self.lines = [
            text[p.span.start : min(p.span.end, p.span.start + 1000)] for p in self.paragraphs
        ]
        self.stops = [stopped(text, p.span) for p in self.paragraphs]
        self.top = self._top()

    def _worded(self, span: Span, *, first: bool) -> Kind | None:
        if span.end - span.start > patterns.LONGEST:
            return None
        line = self.text[span.start : span.end]
        if self.title and near(line, self.title):
            return None
        return by_wording(line, first=first and not self.title)

    def _top(self) -> int:
        """Return the number of the first full paragraph; headline and teaser stand before it."""
        for number, line in enumerate(self.lines):
            if self.kinds[number] is None and self.stops[number] and len(_words(line)) >= 12:
                return number
        return len(self.lines)

    def free(self, number: int) -> bool:
        """Tell whether a paragraph is yet unmarked and bare of a final stop."""
        return self.kinds[number] is None and not self.stops[number]

    def mark_dates(self) -> None:
        """Mark dates above the article and below it; in the middle they are a chronicle's."""
        last = max((n for n, s in enumerate(self.stops) if s), default=-1)
        for number, line in enumerate(self.lines):
            # a teaser that ends in a stop may stand between headline and date
            outside = number <= self.top + 2 or number > last
            labelled = _DATED.match(line)
            if self.kinds[number] is None and (outside or labelled) and _is_date(line):
                self.kinds[number] = "byline"

    def mark_menus(self) -> None:
        """Mark lines of page sections, in one line or one under the other."""
        for number, line in enumerate(self.lines):
            if self.free(number) and _menu(line):
                self.kinds[number] = "furniture"
        run: list[int] = []
        for number in range(len(self.lines) + 1):
            if (
                number < len(self.lines)
                and self.free(number)
                and len(_words(self.lines[number])) <= 3
            ):
                run.append(number)
                continue
            listed = sum(self.lines[n].casefold() in patterns.MENU for n in run)
            if len(run) >= 3 and listed * 2 >= len(run):
                for n in run:
                    self.kinds[n] = "furniture"
            run = []

    def mark_links(self) -> None:
        """Mark bare lines below a header like "Related articles", and labels beside sure links."""
        after_header = False
        for number, line in enumerate(self.lines):
            if self.kinds[number] == "furniture":
                after_header = after_header or patterns.LIST_HEADER.fullmatch(line) is not None
            elif after_header and self.free(number) and len(_words(line)) <= 25:
                self.kinds[number] = "furniture"
            else:
                after_header = False
        sure = [
            kind == "furniture" and _SURE_LINK.match(line) is not None
            for kind, line in zip(self.kinds, self.lines, strict=True)
        ]
        for number, line in enumerate(self.lines):
            beside = sure[max(0, number - 1) : number + 2]
            if self.kinds[number] or number < self.top or not any(beside):
                continue
            if patterns.LABEL_LINK.fullmatch(line) and len(_words(line)) <= 25:
                self.kinds[number] = "furniture"

    def mark_headlines(self) -> None:
        """Mark other articles' headlines, sub-headings and captions that stand on their own.

        Only where the text is prose, that is at least three full paragraphs end in a stop and
        at most one unmarked paragraph in three below the first of them does not.
        """
        body = [n for n in range(self.top, len(self.lines)) if self.kinds[n] is None]
        bare = [n for n in body if not self.stops[n]]
        if len(body) - len(bare) < 3 or len(bare) * 3 > len(body):
            return
        transcript = sum(_SPEAKER.match(line) is not None for line in self.lines) >= 3
        for number in bare:
            line = self.lines[number]
            above = self.lines[number - 1].rstrip("\"'”’ ") if number else ""
            announced = above.endswith((":", ","))
            own = number == 0 or near(line, self.title or self.lines[0])
            if announced or own or _is_date(line) or self._in_list(number):
                continue
            if headline_like(line, transcript=transcript):
                self.kinds[number] = "furniture"

    def mark_captions(self) -> None:
        """Mark captions that end in a stop: one sentence, in the present tense or verbless."""
        past = len(re.findall(r"\bsaid\b", self.text)) >= len(re.findall(r"\bsays\b", self.text))
        for number, line in enumerate(self.lines):
            if number == 0 or self.kinds[number] or len(line) > 300 or len(_words(line)) > 40:
                continue
            if _INNER_STOP.search(line):
                continue
            seen = past and patterns.CAPTION.fullmatch(line)
            if seen or (patterns.VERBLESS_CAPTION.fullmatch(line) and _verbless(line)):
                self.kinds[number] = "furniture"

    def _in_list(self, number: int) -> bool:
        """Tell whether a line stands in a run of four or more bare lines: a list or a table."""
        first = last = number
        while first > self.top and self.free(first - 1):
            first -= 1
        while last + 1 < len(self.lines) and self.free(last + 1):
            last += 1
        return last - first >= 3


def furniture(text: str, title: str | None = None) -> tuple[list[Paragraph], list[Kind | None]]:
    """Return a text's paragraphs and the kind of each that is not content.

    1. Wording: share lines, credits, notices, bylines (see `patterns`).
    2. Dates above or below the article.
    3. Menus.
    4. Bare lines after a header of links.
    5. Headlines, sub-headings and captions alone between full paragraphs.
    6. Captions that end in a stop.
    """
    page = _Page(text, title)
    page.mark_dates()
    page.mark_menus()
    page.mark_links()
    page.mark_headlines()
    page.mark_captions()
    return page.paragraphs, page.kinds


def dateline(text: str, span: Span, *, early: bool) -> Span | None:
    """Return the dateline that a paragraph starts with; `early` is true near the article's top."""
    head = text[span.start : min(span.end, span.start + 160)]
    match = patterns.DATELINE.match(head)
    if not match or not match.group().strip():
        return None
    rest = head[match.end() :].lstrip()
    if rest and not (
        rest[0].isupper() or rest[0].isdigit() or rest[0] in _QUOTE or rest[0] in "([$"
    ):
        return None
    if patterns.BARE_DATELINE.fullmatch(match.group()) and not early:
        return None
    end = span.start + len(match.group().rstrip())
    return Span(span.start, end)


def credits(text: str, span: Span) -> list[tuple[Kind, Span]]:
    """Return credits inside a paragraph that stand before, between or after its sentences."""
    found: list[tuple[Kind, Span]] = []
    for match in patterns.INLINE_CREDIT.finditer(text, span.start, span.end):
        before = text[span.start : match.start()].rstrip()[-1:]
        if not before or before in '.!?”"’)':
            kind: Kind = "furniture" if match.group()[1:2] in "PpI" else "byline"
            found.append((kind, Span(*match.span())))
    tail = patterns.TAIL_CREDIT.search(text, max(span.start, span.end - 60), span.end)
    if tail and not any(s.end > tail.start(1) for _, s in found):
        found.append(("byline", Span(tail.start(1), span.end)))
    return found
