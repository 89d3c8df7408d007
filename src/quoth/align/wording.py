"""Wording and detail: one utterance in other words, and what only one report has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

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
# "Sgt", "Mich.": what is left of a name that the parser cut.
ABBREVIATED = re.compile(r"[A-Z][a-z]{1,3}\.|Sgt|Lt|Gen|Col|Capt|Maj|Rep|Sen|Gov|Dr|Mrs?|Ms")
# "Two countries" is no figure that a reader misses elsewhere.
SMALL = 3
# Changes of a quotation that a note shows, and the longest run of words that it shows.
SHOWN = 2
LONGEST = 6
# Less alike than this in percent, two renderings are not aligned in a note.
ALIGNED = 50.0


def _bare(text: str) -> str:
    kept = "".join(c if c.isalnum() or c.isspace() else " " for c in text.lower())
    return " ".join(kept.split())


def _quote_text(side: Side) -> tuple[str, Span] | None:
    """Return the quoted words of a unit that is mostly quotation."""
    if not side.unit.quoted or not side.unit.spans:
        return None
    span = Span(side.unit.spans[0].start, side.unit.spans[-1].end)
    return _bare(view(side.report, side.unit.spans).text), span


def wording(a: Side, b: Side) -> Iterator[Difference]:
    """Yield one utterance that two reports quote in other words."""
    left, right = _quote_text(a), _quote_text(b)
    if left is None or right is None or a.unit.speaker != b.unit.speaker:
        return
    alike = Indel.normalized_similarity(left[0].split(), right[0].split()) * 100
    if alike >= SAME_WORDS or fuzz.partial_ratio(left[0], right[0]) >= SAME_WORDS:
        return
    values = (a.text(left[1]), b.text(right[1]))
    between = (a.report.id, b.report.id)
    yield Difference("wording", between, values, ((left[1],), (right[1],)), "")


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
    """Yield, for each report, the names and figures that it alone gives within the claim."""
    ids = list(dict.fromkeys(side.unit.report for side in sides))
    for report_id in ids:
        own = [side for side in sides if side.unit.report == report_id]
        others = [side for side in sides if side.unit.report != report_id]
        extra = [span for side in own for span in _extras(side, others)]
        if not extra:
            continue
        extra = sorted(set(extra))[:MAX_DETAIL]
        values = ", ".join(dict.fromkeys(own[0].text(span) for span in extra))
        note = f"only {own[0].report.name} has “{values}”"
        rest = [i for i in ids if i != report_id]
        yield Difference(
            "detail",
            (report_id, *rest),
            (values, *("" for _ in rest)),
            (tuple(extra), *(() for _ in rest)),
            note,
        )


def _extras(side: Side, others: Sequence[Side]) -> Iterator[Span]:
    heard = " ".join(_bare(around(other)) for other in others)
    known = frozenset(name for other in others for name in other.unit.names)
    speakers = {other.unit.speaker for other in [side, *others]}
    for span, key in side.unit.named:
        if side.entity_at(span) not in DETAILS or ABBREVIATED.fullmatch(side.text(span)):
            continue
        if key not in known and key not in speakers and _bare(side.text(span)) not in heard:
            yield span
    for quantity in side.unit.quantities:
        figures = [q for other in others for q in other.unit.quantities]
        if quantity.unit and not figures and quantity.low >= SMALL:
            yield quantity.span
    for date in side.unit.dates:
        if not any(date.comparable(d) or date.agrees(d) for o in others for d in o.unit.dates):
            yield date.span
