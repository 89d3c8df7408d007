"""What users said of claims, done again in every comparison that has the words.

Which reports tell a claim, its origins, support and differences follow from the tellings that are
joined or parted; nothing is read anew. A claim needs two reports: what only one is left to tell is
told alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from quoth.archive.correcting import found
from quoth.archive.records import Correction
from quoth.forms.wording import words
from quoth.records import Claim, Comparison, Difference, Member, Origin, Report, Span
from quoth.spans import overlap


def reclaimed(comparison: Comparison, corrections: Iterable[Correction]) -> Comparison:
    """Return a comparison with the corrections of its claims done, in their order."""
    texts = {report.id: report for report in comparison.reports}
    for one in corrections:
        groups = _groups(one, texts)
        if one.kind == "join":
            comparison = _joined(comparison, groups)
        elif one.kind == "part":
            comparison = _parted(comparison, groups)
    return comparison


_Tellings = list[tuple[str, Span]]


def _groups(correction: Correction, texts: Mapping[str, Report]) -> list[_Tellings]:
    """Return the tellings of each group that can be found, as report and span."""
    made: dict[int, _Tellings] = {}
    for quote in correction.quotes:
        report = texts.get(quote.report)
        span = found(report.text, quote) if report is not None else None
        if span is not None:
            made.setdefault(quote.group, []).append((quote.report, span))
    return [made[number] for number in sorted(made)]


def _tells(claim: Claim, tellings: _Tellings) -> int:
    """Return how many of the tellings a claim has."""
    return sum(
        any(m.report == report and any(overlap(s, span) for s in m.spans) for m in claim.members)
        for report, span in tellings
    )


def _claim_of(comparison: Comparison, tellings: _Tellings) -> Claim | None:
    best = max(comparison.claims, key=lambda claim: _tells(claim, tellings), default=None)
    return best if best is not None and _tells(best, tellings) else None


def _joined(comparison: Comparison, groups: Sequence[_Tellings]) -> Comparison:
    meant = dict.fromkeys(
        claim.id for group in groups if (claim := _claim_of(comparison, group)) is not None
    )
    if len(meant) < 2:
        return comparison
    claims = {claim.id: claim for claim in comparison.claims}
    first, *others = (claims[name] for name in meant)
    whole = _union(first, others, comparison)
    kept = [whole if c.id == first.id else c for c in comparison.claims if c not in others]
    return replace(comparison, claims=_ordered(kept))


def _union(first: Claim, others: Sequence[Claim], comparison: Comparison) -> Claim:
    every = (first, *others)
    order = {report.id: number for number, report in enumerate(comparison.reports)}
    members = dict.fromkeys(member for claim in every for member in claim.members)
    origins = _origins(origin for claim in every for origin in claim.origins)
    speakers = {claim.speaker for claim in every}
    return replace(
        first,
        speaker=first.speaker if len(speakers) == 1 else None,
        members=tuple(sorted(members, key=lambda m: (order.get(m.report, 0), m.spans))),
        origins=origins,
        support=len(origins),
        differences=tuple(difference for claim in every for difference in claim.differences),
        confidence=min(claim.confidence for claim in every),
        links=tuple(link for claim in every for link in claim.links),
        steps=tuple(step for claim in every for step in claim.steps),
    )


def _origins(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    """Return origins, those of one name or with a report in common as one."""
    made: list[Origin] = []
    for origin in origins:
        same = [o for o in made if o.name == origin.name or {*o.reports} & {*origin.reports}]
        every = sorted((*same, origin), key=lambda o: -len(o.reports))
        whole = Origin(
            every[0].name,
            tuple(dict.fromkeys(report for o in (*same, origin) for report in o.reports)),
            "; ".join(dict.fromkeys(o.why for o in every if o.why)),
        )
        place = made.index(same[0]) if same else len(made)
        made = [o for o in made if o not in same]
        made.insert(place, whole)
    return tuple(made)


def _parted(comparison: Comparison, groups: Sequence[_Tellings]) -> Comparison:
    if len(groups) < 2:
        return comparison
    claim = _claim_of(comparison, groups[0])
    if claim is None or not _tells(claim, groups[1]):
        return comparison
    out = {report for report, _ in groups[0]}
    staying = _restricted(claim, {m.report for m in claim.members} - out, claim.id, comparison)
    leaving = _restricted(claim, out, _new_id(comparison), comparison)
    made = [one for one in (staying, leaving) if one is not None]
    kept = [one for other in comparison.claims for one in (made if other is claim else [other])]
    alone = dict(comparison.alone)
    for part, gone in ((staying, {m.report for m in claim.members} - out), (leaving, out)):
        for report in gone if part is None else ():
            alone[report] = _alone(comparison, kept, claim, report)
    return replace(comparison, claims=_ordered(kept), alone=alone)


def _restricted(claim: Claim, reports: set[str], name: str, comparison: Comparison) -> Claim | None:
    """Return what some reports tell of a claim as a claim, None where that is only one."""
    members = tuple(m for m in claim.members if m.report in reports)
    if len({m.report for m in members}) < 2:
        return None
    origins = tuple(
        replace(origin, reports=left)
        for origin in claim.origins
        if (left := tuple(r for r in origin.reports if r in reports))
    )
    return replace(
        claim,
        id=name,
        gist=_gist(claim, members, comparison),
        members=members,
        origins=origins,
        support=len(origins),
        differences=tuple(_differences(claim.differences, reports)),
        links=tuple(link for link in claim.links if {*link.reports} <= reports),
        steps=tuple(step for step in claim.steps if step.report in reports),
    )


def _gist(claim: Claim, members: Sequence[Member], comparison: Comparison) -> str:
    """Return the gist of a claim where one of its tellings has it, else the words of the first."""
    texts = {report.id: report for report in comparison.reports}
    told = [words(texts[m.report], m.spans) for m in members]
    if any(claim.gist[1:] in one for one in told):
        return claim.gist
    return told[0][:1].upper() + told[0][1:]


def _differences(differences: Iterable[Difference], reports: set[str]) -> Iterator[Difference]:
    """Yield the differences that some reports still have between them."""
    for one in differences:
        places = [n for n, report in enumerate(one.between) if report in reports]
        values = tuple(one.values[n] for n in places)
        if len(places) < 2 or len({value.casefold() for value in values}) < 2:
            continue
        same = len(places) == len(one.between)
        yield replace(
            one,
            between=tuple(one.between[n] for n in places),
            values=values,
            spans=tuple(one.spans[n] for n in places),
            note=one.note if same else "",
        )


def _alone(
    comparison: Comparison, claims: Sequence[Claim], was: Claim, name: str
) -> tuple[Span, ...]:
    """Return what a report alone tells, with what it told of a claim that it has no part in now."""
    report = next(report for report in comparison.reports if report.id == name)
    told = [s for claim in claims for m in claim.members if m.report == name for s in m.spans]
    loose = [s for m in was.members if m.report == name for s in m.spans]
    more = {
        sentence.span
        for sentence in report.sentences
        if any(overlap(sentence.span, span) for span in loose)
        and not any(overlap(sentence.span, span) for span in told)
    }
    return tuple(sorted({*comparison.alone.get(name, ()), *more}))


def _new_id(comparison: Comparison) -> str:
    numbers = [int(c.id[1:]) for c in comparison.claims if c.id[1:].isdecimal()]
    return f"c{max(numbers, default=0) + 1}"


def _ordered(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims with the widest support first, the surest first among equals."""
    return tuple(sorted(claims, key=lambda claim: (-claim.support, -claim.confidence)))
