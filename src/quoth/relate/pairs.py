"""All pairs of countries by how much happened between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from quoth.relate.calendar import start_of
from quoth.relate.occurrences import QUADS, occurrences
from quoth.relate.records import Pair, RelationEvent, Side, Standing, Step, Telling

# Codes that many bodies share: two of them are no pair.
SHARED = frozenset(("IGO", "NGO", "ISM", "IMG", "MNC"))


def countries_of(telling: Telling) -> set[tuple[str, str]]:
    """Return the pairs of countries that an event is between, each in the order of its codes."""
    doing = {party.country for party in telling.actors if party.country} - SHARED
    suffering = {party.country for party in telling.recipients if party.country} - SHARED
    pairs = product(doing, suffering) if telling.recipients else combinations(sorted(doing), 2)
    return {(min(a, b), max(a, b)) for a, b in pairs if a != b}


def pairs(
    tellings: Iterable[Telling],
    *,
    quads: Mapping[str, int],
    step: Step = "month",
    since: str | None = None,
    until: str | None = None,
    standings: Sequence[Standing] = ("asserted",),
    of: Side | None = None,
    starts: Sequence[str] = (),
) -> list[Pair]:
    """Return the pairs of countries, the most active first: by origins, then by events.

    `since` and `until` are days, both included. With `of` only pairs with that country. `starts`
    are the steps that `by_step` has, by default none.
    """
    by_pair: dict[tuple[str, str], list[Telling]] = {}
    for telling in tellings:
        if telling.standing not in standings:
            continue
        for pair in countries_of(telling):
            if of is None or of.code in pair:
                by_pair.setdefault(pair, []).append(telling)
    found = []
    for (first, second), own in by_pair.items():
        made = occurrences(
            own, Side(first, first), Side(second, second), step=step, quads=dict(quads)
        )
        inside = [e for e in made if _lies(e, since, until)]
        if inside:
            found.append(_pair(first, second, inside, step, starts))
    return sorted(found, key=lambda p: (-p.origins, -p.events, p.first, p.second))


def _lies(event: RelationEvent, since: str | None, until: str | None) -> bool:
    if event.day is None:
        return since is None and until is None
    return (since is None or since <= event.day) and (until is None or event.day <= until)


def _pair(
    first: str, second: str, events: Sequence[RelationEvent], step: Step, starts: Sequence[str]
) -> Pair:
    weight = sum(event.weight for event in events)
    total = sum(event.weight * event.score for event in events)
    sums = {"cooperation": 0.0, "conflict": 0.0}
    verbal, material, verbal_conflict, material_conflict = (
        sum(event.quad == quad for event in events) for quad in QUADS
    )
    by_step: dict[str, list[float]] = {start: [0.0, 0.0] for start in starts}
    for event in events:
        kind = event.quad.split("_")[1]
        sums[kind] += event.weight * event.score
        start = start_of(event.day, step) if event.day else ""
        if start in by_step:
            by_step[start][kind == "conflict"] += event.weight * event.score
    return Pair(
        first,
        second,
        len(events),
        sum(event.support for event in events),
        sum(event.probability for event in events),
        sums["cooperation"],
        sums["conflict"],
        verbal,
        material,
        verbal_conflict,
        material_conflict,
        score=total / weight if weight else None,
        last=max((event.day for event in events if event.day), default=None),
        by_step=tuple((a, b) for a, b in by_step.values()),
    )
