"""Differences: where the tellings of one claim part, read off the words, never off similarity.

Every kind is looked for between two units of different reports; what several pairs show is told
once. A figure that can be true beside another ("more than 40" and "42") is no difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import get_args

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from quoth.align.dates import Date
from quoth.align.names import PERSON
from quoth.align.quantities import Quantity
from quoth.align.sides import (
    Side,
    around,
    common,
    denied,
    doubts,
    head_verbs,
    heads,
    negated_verbs,
    places_of,
    plain_verbs,
    side_of,
    stance,
)
from quoth.align.units import Unit
from quoth.records import Difference, DifferenceType, Report, Span
from quoth.spans import view

# Figures and dates of two units are set against each other only where the pair model is this sure
# that both tell the same thing; below it, "14 ships" and "17 ships" may be two matters. Chosen on
# the annotated development events (see training/pairs/README.md).
SURE = 0.5
# Two quotations whose words (without marks and case) are less alike than this are another
# rendering; above `SAME_WORDS` they are the same words.
SAME_WORDS = 92.0
# How alike the words of one utterance must be before two speakers for it are a difference.
SAME_UTTERANCE = 85.0
# A denial stands against an assertion only where both share this part of their content words, or
# the main verb: "he disputed some of it" denies nothing that another report asserts.
SAME_MATTER = 0.4
# Names whose lack in another telling is a detail; "Russian" or "Tuesday's" is none.
DETAILS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT"})
MAX_DETAIL = 4
# "Sgt", "Mich.": what is left of a name that the parser cut.
ABBREVIATED = re.compile(r"[A-Z][a-z]{1,3}\.|Sgt|Lt|Gen|Col|Capt|Maj|Rep|Sen|Gov|Dr|Mrs?|Ms")
# "Two countries" is no figure that a reader misses elsewhere.
SMALL = 3


def differences(
    units: Sequence[Unit],
    *,
    reports: Mapping[str, Report],
    probability: Callable[[Unit, Unit], float],
) -> tuple[Difference, ...]:
    """Return the differences among the units of one claim, hard ones first.

    `probability` says how sure it is that two units tell the same thing.
    """
    sides = [side_of(unit, reports[unit.report]) for unit in units]
    speakers: dict[str, set[str | None]] = {}
    for unit in units:
        speakers.setdefault(unit.report, set()).add(unit.speaker)
    found: list[Difference] = []
    for a, b in combinations(sides, 2):
        if a.unit.report == b.unit.report:
            continue
        sure = probability(a.unit, b.unit) >= SURE
        found.extend(_pair_differences(a, b, sure))
        if not speakers[a.unit.report] & speakers[b.unit.report]:
            found.extend(_speakers(a, b))
    names = {report_id: report.name for report_id, report in reports.items()}
    joined = [replace(d, note=_note(d, names, units)) for d in _joined(found)]
    order = get_args(DifferenceType)
    joined.extend(_details(sides))
    return tuple(sorted(joined, key=lambda d: order.index(d.type)))


def _pair_differences(a: Side, b: Side, sure: bool) -> Iterator[Difference]:
    if sure:
        yield from _numbers(a, b)
        yield from _dates(a, b)
        yield from _places(a, b)
        yield from _polarity(a, b)
        yield from _certainty(a, b)
    yield from _wording(a, b)


def _difference(
    kind: DifferenceType,
    a: Side,
    b: Side,
    spans: tuple[Span, Span],
    values: tuple[str, str] | None = None,
) -> Difference:
    values = values or (a.text(spans[0]), b.text(spans[1]))
    between = (a.report.id, b.report.id)
    return Difference(kind, between, values, ((spans[0],), (spans[1],)), "")


def _numbers(a: Side, b: Side) -> Iterator[Difference]:
    """Yield figures of the same unit of which neither can stand for the other."""
    for p in a.unit.quantities:
        for q in b.unit.quantities:
            if not p.unit or p.unit != q.unit or p.agrees(q):
                continue
            if _met(p, b.unit.quantities) or _met(q, a.unit.quantities):
                continue
            yield _difference("number", a, b, (p.span, q.span))


def _met(quantity: Quantity, others: Sequence[Quantity]) -> bool:
    """Return whether a figure finds its like on the other side."""
    return any(quantity.agrees(other) for other in others)


def _dates(a: Side, b: Side) -> Iterator[Difference]:
    """Yield dates of the same exactness that differ and hang on the same word."""
    for p in a.unit.dates:
        for q in b.unit.dates:
            if p.agrees(q) or not p.comparable(q):
                continue
            if any(p.agrees(d) for d in b.unit.dates) or any(q.agrees(d) for d in a.unit.dates):
                continue
            if len(a.unit.dates) == len(b.unit.dates) == 1 or _same_head(a, p, b, q):
                yield _difference("date", a, b, (p.span, q.span))


def _same_head(a: Side, p: Date, b: Side, q: Date) -> bool:
    return bool(heads(a, p.span) & heads(b, q.span))


def _places(a: Side, b: Side) -> Iterator[Difference]:
    for verb, span in places_of(a):
        for other, there in places_of(b):
            if verb != other or a.text(span).lower() == b.text(there).lower():
                continue
            if a.unit.names & b.unit.names:
                continue  # the same place under two names, or one inside the other
            yield _difference("place", a, b, (span, there))


def _polarity(a: Side, b: Side) -> Iterator[Difference]:
    """Yield what one affirms and the other negates or reports as denied."""
    denials = (denied(a), denied(b))
    if (a.unit.negated != denials[0]) == (b.unit.negated != denials[1]):
        return
    if denials[0] != denials[1]:
        if common(a, b) < SAME_MATTER and not head_verbs(a) & head_verbs(b):
            return
        yield _difference("polarity", a, b, (stance(a), stance(b)))
        return
    for left, right in ((a, b), (b, a)):
        negated, plain = negated_verbs(left), plain_verbs(right)
        shared = sorted(negated.keys() & plain.keys() - plain_verbs(left).keys())
        if shared:
            spans = (negated[shared[0]], plain[shared[0]])
            yield _difference("polarity", a, b, spans if left is a else (spans[1], spans[0]))
            return


def _certainty(a: Side, b: Side) -> Iterator[Difference]:
    """Yield what one asserts and the other tells as possible."""
    for left, right in ((a, b), (b, a)):
        doubted, plain = doubts(left), plain_verbs(right)
        shared = sorted(doubted.keys() & plain.keys() - doubts(right).keys())
        if shared:
            spans = (doubted[shared[0]], plain[shared[0]])
            if _reported_can(left.text(spans[0]), right.text(spans[1])):
                continue
            yield _difference("certainty", a, b, spans if left is a else (spans[1], spans[0]))
            return


def _reported_can(doubt: str, other: str) -> bool:
    """Return whether "could" is but the reported form of the other telling's "can"."""
    return "could" in doubt.lower().split() and "can" in other.lower().split()


def _bare(text: str) -> str:
    kept = "".join(c if c.isalnum() or c.isspace() else " " for c in text.lower())
    return " ".join(kept.split())


def _quote_text(side: Side) -> tuple[str, Span] | None:
    """Return the quoted words of a unit that is mostly quotation."""
    if not side.unit.quoted or not side.unit.spans:
        return None
    span = Span(side.unit.spans[0].start, side.unit.spans[-1].end)
    return _bare(view(side.report, side.unit.spans).text), span


def _wording(a: Side, b: Side) -> Iterator[Difference]:
    """Yield one utterance that two reports quote in other words."""
    left, right = _quote_text(a), _quote_text(b)
    if left is None or right is None or a.unit.speaker != b.unit.speaker:
        return
    alike = Indel.normalized_similarity(left[0].split(), right[0].split()) * 100
    if alike >= SAME_WORDS or fuzz.partial_ratio(left[0], right[0]) >= SAME_WORDS:
        return
    yield _difference("wording", a, b, (left[1], right[1]))


def _speakers(a: Side, b: Side) -> Iterator[Difference]:
    """Yield one utterance that is given to two speakers."""
    if not (a.unit.speaker and b.unit.speaker) or a.unit.speaker == b.unit.speaker:
        return
    if not (a.unit.speaker_name and b.unit.speaker_name and a.statement and b.statement):
        return
    if set(_bare(a.unit.speaker_name).split()) & set(_bare(b.unit.speaker_name).split()):
        return  # "Ana" and "Ana Ruiz"
    # A body and its spokesman are one voice to a reader.
    if not (a.unit.speaker.startswith(PERSON) and b.unit.speaker.startswith(PERSON)):
        return
    if not (a.statement.source and b.statement.source):
        return
    if fuzz.ratio(_bare(a.unit.text), _bare(b.unit.text)) >= SAME_UTTERANCE:
        names = (a.unit.speaker_name, b.unit.speaker_name)
        spans = (a.statement.source[0], b.statement.source[0])
        yield _difference("speaker", a, b, spans, values=names)


def _details(sides: Sequence[Side]) -> Iterator[Difference]:
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


def _joined(found: Sequence[Difference]) -> list[Difference]:
    """Make one difference of those of one kind that meet in a place: 14 against 17, 17 and 17."""
    joined: list[tuple[DifferenceType, dict[tuple[str, Span], str]]] = []
    for difference in found:
        places = {
            (report, spans[0]): value
            for report, value, spans in zip(
                difference.between, difference.values, difference.spans, strict=True
            )
        }
        for kind, known in joined:
            if kind == difference.type and known.keys() & places.keys():
                known.update(places)
                break
        else:
            joined.append((difference.type, places))
    return [
        Difference(
            kind,
            tuple(report for report, _ in places),
            tuple(places.values()),
            tuple((span,) for _, span in places),
            "",
        )
        for kind, places in joined
    ]


def _note(difference: Difference, names: Mapping[str, str], units: Sequence[Unit]) -> str:
    """Return one line that says who tells what."""
    tellers: dict[str, list[str]] = {}
    for report, value in zip(difference.between, difference.values, strict=True):
        tellers.setdefault(" ".join(value.split()).lower(), []).append(names[report])
    first = {" ".join(v.split()).lower(): " ".join(v.split()) for v in difference.values[::-1]}
    if difference.type == "wording":
        speaker = next((u.speaker_name for u in units if u.quoted and u.speaker_name), None)
        everyone = _listed([names[report] for report in difference.between])
        return f"{speaker or 'one speaker'} is quoted in other words by {everyone}"
    told = [f"{_listed(who)} “{first[value]}”" for value, who in tellers.items()]
    return "; ".join(told)


def _listed(names: Sequence[str]) -> str:
    names = list(dict.fromkeys(names))
    if len(names) < 2:
        return names[0]
    return ", ".join(names[:-1]) + " and " + names[-1]
