"""Wording and detail: one utterance in other words, and what only one report has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import accumulate

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from quoth.align.sides import Side, around
from quoth.records import Difference, Span
from quoth.spans import view

# Two quotations whose words (without marks and case) are less alike than this are another
# rendering; above `SAME_WORDS` they are the same words.
SAME_WORDS = 92.0
# Names whose lack in another telling is a detail; "Russian" or "Tuesday's" is none.
DETAILS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT"})
MAX_DETAIL = 4
# In a large story so many renderings of a quotation are set against all others.
RENDERINGS = 10
# "Sgt", "Mich.": what is left of a name that the parser cut.
ABBREVIATED = re.compile(r"[A-Z][a-z]{1,3}\.|Sgt|Lt|Gen|Col|Capt|Maj|Rep|Sen|Gov|Dr|Mrs?|Ms")
# "Two countries" is no figure that a reader misses elsewhere.
SMALL = 3
# Changes of a quotation that a note shows, and the longest run of words that it shows.
SHOWN = 2
LONGEST = 6
# Less alike than this in percent, two renderings are not aligned in a note.
ALIGNED = 50.0


@lru_cache(maxsize=10_000)
def _bare(text: str) -> str:
    kept = "".join(c if c.isalnum() or c.isspace() else " " for c in text.lower())
    return " ".join(kept.split())


def _quote_text(side: Side) -> tuple[str, Span] | None:
    """Return the quoted words of a unit that is mostly quotation."""
    if not side.unit.quoted or not side.unit.spans:
        return None
    span = Span(side.unit.spans[0].start, side.unit.spans[-1].end)
    return _bare(view(side.report, side.unit.spans).text), span


@dataclass(frozen=True, slots=True)
class Rewording:
    """One utterance in the words of two reports."""

    sides: tuple[Side, Side]
    values: tuple[str, str]
    spans: tuple[Span, Span]


def quoted_pairs(sides: Sequence[Side], *, bounded: bool) -> Iterator[tuple[Side, Side]]:
    """Yield the sides of different reports that quote one speaker, two by two.

    If `bounded`, each rendering is set against the first `RENDERINGS` only: enough to see that it
    is another one.
    """
    quoted = [side for side in sides if side.unit.quoted and side.unit.spans]
    for number, a in enumerate(quoted[:RENDERINGS] if bounded else quoted):
        for b in quoted[number + 1 :]:
            if a.report is not b.report and a.unit.speaker == b.unit.speaker:
                yield a, b


def wording(a: Side, b: Side) -> Iterator[Rewording]:
    """Yield one utterance that two reports quote in other words."""
    left, right = _quote_text(a), _quote_text(b)
    if left is None or right is None or a.unit.speaker != b.unit.speaker:
        return
    alike = Indel.normalized_similarity(left[0].split(), right[0].split()) * 100
    if alike >= SAME_WORDS or fuzz.partial_ratio(left[0], right[0]) >= SAME_WORDS:
        return
    yield Rewording((a, b), (a.text(left[1]), b.text(right[1])), (left[1], right[1]))


def changes(one: str, other: str) -> str:
    """Return the first changes between two quotations, aligned word by word.

    "“closed” for “shut”; adds “again”": what `other` has for what `one` has. Empty where so much
    differs that no list of words helps.
    """
    left, right = _bare(one).split(), _bare(other).split()
    if Indel.normalized_similarity(left, right) * 100 < ALIGNED:
        return ""
    told = []
    for what, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        before, after = _run(left[i:j]), _run(right[k:m])
        if what == "insert":
            told.append(f"adds {after}")
        elif what == "delete":
            told.append(f"lacks {before}")
        else:
            told.append(f"{after} for {before}")
    return ", ".join(told[:SHOWN])


def _run(words: Sequence[str]) -> str:
    cut = " ".join(words[:LONGEST])
    return f"“{cut} …”" if len(words) > LONGEST else f"“{cut}”"


def details(sides: Sequence[Side]) -> Iterator[Difference]:
    """Yield, for each report, the names and figures that it alone gives within the claim.

    `sides` have those of one report together.
    """
    by_report: dict[str, list[Side]] = {}
    for side in sides:
        by_report.setdefault(side.unit.report, []).append(side)
    told = [_Told(own) for own in by_report.values()]
    everything = _Everything(told)
    for number, (report_id, own) in enumerate(by_report.items()):
        extra = [span for side in own for span in _extras(side, number, told, everything)]
        if not extra:
            continue
        extra = sorted(set(extra))[:MAX_DETAIL]
        values = ", ".join(dict.fromkeys(own[0].text(span) for span in extra))
        note = f"only {own[0].report.name} has “{values}”"
        rest = [i for i in by_report if i != report_id]
        yield Difference(
            "detail",
            (report_id, *rest),
            (values, *("" for _ in rest)),
            (tuple(extra), *(() for _ in rest)),
            note,
        )


class _Told:
    """What one report tells of a claim."""

    def __init__(self, sides: Sequence[Side]) -> None:
        self.heard = " ".join(_bare(around(side)) for side in sides)
        self.names = frozenset(name for side in sides for name in side.unit.names)
        self.speakers = frozenset(side.unit.speaker for side in sides)
        self.figures = any(side.unit.quantities for side in sides)
        self.dates = tuple(dict.fromkeys(date for side in sides for date in side.unit.dates))


class _Everything:
    """How many reports tell each name, speaker and figure of a claim, and all their words."""

    def __init__(self, told: Sequence[_Told]) -> None:
        self.names = Counter(name for one in told for name in one.names)
        self.speakers = Counter(speaker for one in told for speaker in one.speakers)
        self.figures = sum(one.figures for one in told)
        self._heard = " ".join(one.heard for one in told)
        lengths = [len(one.heard) + 1 for one in told]
        self._ends = list(accumulate(lengths))
        self._starts = [end - length for end, length in zip(self._ends, lengths, strict=True)]

    def heard_elsewhere(self, number: int) -> str:
        """Return the words of all reports but one."""
        return self._heard[: self._starts[number]] + self._heard[self._ends[number] :]


def _extras(
    side: Side, number: int, told: Sequence[_Told], everything: _Everything
) -> Iterator[Span]:
    own = told[number]
    heard = ""
    for span, key in side.unit.named:
        if side.entity_at(span) not in DETAILS or ABBREVIATED.fullmatch(side.text(span)):
            continue
        known = everything.names[key] > (key in own.names)
        said = side.unit.speaker == key or everything.speakers[key] > (key in own.speakers)
        if known or said:
            continue
        heard = heard or everything.heard_elsewhere(number)
        if _bare(side.text(span)) not in heard:
            yield span
    for quantity in side.unit.quantities:
        if quantity.unit and everything.figures <= own.figures and quantity.low >= SMALL:
            yield quantity.span
    others = [one.dates for place, one in enumerate(told) if place != number and one.dates]
    for date in side.unit.dates:
        if not any(date.comparable(d) or date.agrees(d) for dates in others for d in dates):
            yield date.span
