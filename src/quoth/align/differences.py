"""Differences: where the tellings of one claim part, read off the words, never off similarity.

1. Rules find candidates between two units of different reports, each with spans on both sides:
   figures and dates that cannot both be true, places, tellers, negation, hedges.
2. A model of a few weights a type says which of them a journalist would want to be told
   (`quoth.align.flagging`).
3. What several pairs show is told once, with one line that says who tells what.

A figure that can be true beside another ("more than 40" and "42") is no candidate. Wording and
detail are read off by rule alone.

Known gaps: a figure that is no number ("launchers" against "a launcher"), dates relative to the day
of publication, places that are no names, and negation without a word for it
("refused", "sold out").
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import get_args

from quoth.align.candidates import Candidate, Tellings
from quoth.align.echoes import Echoes, Place, bounded_pairs
from quoth.align.figures import date_candidates, number_candidates
from quoth.align.flagging import flagged
from quoth.align.hedges import certainty_candidates, opposite_candidates, polarity_candidates
from quoth.align.places import place_candidates
from quoth.align.sides import Side, side_of
from quoth.align.tellers import speaker_candidates
from quoth.align.units import Unit
from quoth.align.wording import Rewording, changes, details, quoted_pairs, wording
from quoth.records import Difference, DifferenceType, Report

FINDERS = (
    number_candidates,
    date_candidates,
    place_candidates,
    speaker_candidates,
    polarity_candidates,
    opposite_candidates,
    certainty_candidates,
)
# Two units are set against each other only where the pair model is this sure that both tell the
# same thing; below it, "14 ships" and "17 ships" may be two matters. Chosen on the annotated
# development events (see training/pairs/README.md).
SURE = 0.5
CLEAR = 0.6


def differences(
    units: Sequence[Unit],
    *,
    reports: Mapping[str, Report],
    probability: Callable[[Unit, Unit], float],
    kind: Callable[[Unit], Hashable] | None = None,
) -> tuple[Difference, ...]:
    """Return the differences among the units of one claim, hard ones first.

    `probability` says how sure it is that two units tell the same thing. The order of the units
    changes nothing. In large stories `kind` gives what units have alike that tell it in the same
    words: one of them is set against the others, as `echoes` says, and what it is
    found to tell is told of all.
    """
    units = sorted(units, key=lambda unit: (unit.report, unit.spans))
    sides = [side_of(unit, reports[unit.report]) for unit in units]
    echoes = Echoes(sides, kind)
    sure = (
        candidate
        for candidate in _candidates(sides, echoes, probability)
        if flagged(candidate) or _clear(candidate, probability)
    )
    names = {report_id: report.name for report_id, report in reports.items()}
    found = _joined(list(sure), names, echoes)
    rewordings = [
        difference
        for a, b in quoted_pairs(echoes.sides, bounded=kind is not None)
        for difference in wording(a, b)
    ]
    if rewordings:
        found.append(_reworded(rewordings, names, units, echoes))
    found.extend(details(sides))
    order = get_args(DifferenceType)
    return tuple(sorted(found, key=lambda d: order.index(d.type)))


def _clear(candidate: Candidate, probability: Callable[[Unit, Unit], float]) -> bool:
    """Return whether two sure tellings leave no other reading, so that no model is asked.

    The one date of each; one verb that is possible ("may lower") in one and plain in the other.
    Among annotated claims, whose members are whole sentences, such pairs are rarely told as a
    difference; of two units that are sure to tell the same they are.
    """
    has = candidate.features
    if candidate.type == "date":
        alone = has.get("sole") and (has.get("day") or has.get("weekday"))
        clear = bool(alone) and not has.get("met elsewhere")
    else:
        told = has.get("hedge told") and has.get("plain told")
        clear = bool(told and has.get("shared verb") and has.get("is possible"))
        clear = clear and candidate.type == "certainty"
    sides = candidate.sides
    return clear and probability(sides[0].unit, sides[1].unit) >= CLEAR


def candidates(
    units: Sequence[Unit],
    *,
    reports: Mapping[str, Report],
    probability: Callable[[Unit, Unit], float] = lambda a, b: 1.0,
) -> Iterator[Candidate]:
    """Yield the possible differences among the units of one claim."""
    sides = [side_of(unit, reports[unit.report]) for unit in units]
    return _candidates(sides, Echoes(sides), probability)


def _candidates(
    sides: Sequence[Side], echoes: Echoes, probability: Callable[[Unit, Unit], float]
) -> Iterator[Candidate]:
    tellings = Tellings(sides)
    pairs: Iterator[tuple[Side, Side]] = (
        (a, b)
        for a, b in combinations(echoes.sides, 2)
        if a.report is not b.report and probability(a.unit, b.unit) >= SURE
    )
    if echoes.bounded:
        pairs = bounded_pairs(pairs, tellings, probability)
    for a, b in pairs:
        for find in FINDERS:
            yield from find(a, b, tellings)


def _joined(
    found: Sequence[Candidate], names: Mapping[str, str], echoes: Echoes
) -> list[Difference]:
    """Make one difference of those of one type that meet in a place: 14 against 17, 17 and 17."""
    groups: list[tuple[DifferenceType, dict[Place, tuple[str, str]]]] = []
    for candidate in found:
        places: dict[Place, tuple[str, str]] = {}
        for side, span, value, said in zip(
            candidate.sides, candidate.spans, candidate.values, candidate.said, strict=True
        ):
            places.update((place, (value, said)) for place in echoes.places(side, span))
        # Who tells a claim is one question, whatever words each report has for it.
        meeting = [
            known
            for kind, known in groups
            if kind == candidate.type and (kind == "speaker" or known.keys() & places.keys())
        ]
        if meeting:
            for place, told in places.items():
                meeting[0].setdefault(place, told)
        else:
            groups.append((candidate.type, places))
    return [_difference(kind, places, names) for kind, places in groups]


def _difference(
    kind: DifferenceType, places: Mapping[Place, tuple[str, str]], names: Mapping[str, str]
) -> Difference:
    tellers: dict[str, list[str]] = {}
    said_first: dict[str, str] = {}
    kept: dict[tuple[str, str], Place] = {}
    for (report, span), (_, said) in places.items():
        key = said.lower()
        if (report, key) in kept:
            continue
        kept[report, key] = (report, span)
        tellers.setdefault(key, []).append(names[report])
        said_first.setdefault(key, said)
    note = "; ".join(f"{_listed(who)} {said_first[key]}" for key, who in tellers.items())
    return Difference(
        kind,
        tuple(report for report, _ in kept.values()),
        tuple(places[place][0] for place in kept.values()),
        tuple((span,) for _, span in kept.values()),
        note,
    )


def _reworded(
    found: Sequence[Rewording], names: Mapping[str, str], units: Sequence[Unit], echoes: Echoes
) -> Difference:
    """Return one difference of wording for all renderings of an utterance."""
    places: dict[Place, str] = {}
    for rewording in found:
        for side, value, span in zip(
            rewording.sides, rewording.values, rewording.spans, strict=True
        ):
            for place in echoes.places(side, span):
                places.setdefault(place, value)
    speaker = next((u.speaker_name for u in units if u.quoted and u.speaker_name), None)
    reports = list(dict.fromkeys(report for report, _ in places))
    tellers = _listed([names[report] for report in reports])
    note = f"{speaker or 'one speaker'} is quoted in other words by {tellers}"
    first = found[0]
    changed = changes(*first.values) if len(reports) == 2 else ""
    if changed:
        note += f": {first.sides[1].report.name} {_having(changed)}"
    return Difference(
        "wording",
        tuple(report for report, _ in places),
        tuple(places.values()),
        tuple((span,) for _, span in places),
        note,
    )


def _having(changed: str) -> str:
    return changed if changed.startswith(("adds", "lacks")) else f"has {changed}"


def _listed(names: Sequence[str]) -> str:
    names = list(dict.fromkeys(names))
    if len(names) < 2:
        return names[0]
    return ", ".join(names[:-1]) + " and " + names[-1]
