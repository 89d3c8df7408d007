"""A relation over time: occurrences in steps, with intervals, changes and what drives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from quoth.relate.amounts import amount
from quoth.relate.calendar import end_of, start_of, steps
from quoth.relate.changes import shifts
from quoth.relate.occurrences import occurrences
from quoth.relate.records import (
    Change,
    Covered,
    Direction,
    Period,
    Relation,
    RelationEvent,
    Series,
    Side,
    Standing,
    Step,
    Tally,
    Telling,
)

UNKNOWN = "unknown"
# As if so many texts more had come out in each step: of a few it is chance how many they are.
FLAT = 5.0
# How many events are named for a change.
DRIVERS = 5
_KINDS = {
    "cooperation": ("verbal_cooperation", "material_cooperation"),
    "conflict": ("verbal_conflict", "material_conflict"),
}


@dataclass(frozen=True, slots=True)
class RelateOptions:
    """How a relation is worked out.

    `since` and `until` are days, both included; without them it is as long as what came out.
    `standings` are counted, the others stand beside. With `directed` there is a series for each
    direction too, with `by_teller` one for each country that origins are at home in.
    """

    step: Step = "month"
    since: str | None = None
    until: str | None = None
    standings: tuple[Standing, ...] = ("asserted",)
    directed: bool = False
    by_teller: bool = False


def relate(
    tellings: Iterable[Telling],
    covered: Iterable[Covered],
    *,
    first: Side,
    second: Side,
    quads: Mapping[str, int],
    options: RelateOptions | None = None,
) -> Relation:
    """Return what happened between two sides over time.

    `tellings` are those of events that name both; others are passed over. `covered` tells what
    came out in each step (of `options.step`). `quads` has the quad class (1 to 4) of each type of
    event. Raises QueryError where the time has too many steps.
    """
    options = options or RelateOptions()
    step = options.step
    found = occurrences(tellings, first, second, step=step, quads=dict(quads))
    told = _Coverage(covered, found, step)
    since, until = _span(options, told)
    dated = [event for event in found if event.day is not None]
    inside = [e for e in dated if since and until and since <= (e.day or "") <= until]
    starts = steps(since, until, step) if since and until else ()
    parts: dict[str | None, list[RelationEvent]] = {}
    made = []
    for direction, teller in _asked(inside, options):
        if teller not in parts:
            own = (according_to(event, teller) for event in inside)
            parts[teller] = [event for event in own if event is not None]
        made.append(_series(starts, parts[teller], told, options, direction, teller))
    return Relation(
        first,
        second,
        step,
        since,
        until,
        options.standings,
        tuple(made),
        tuple(inside),
        tuple(event for event in found if event.day is None),
        tuple(_notes(dated, inside, since, until)),
    )


class _Coverage:
    """What came out in each step, of all outlets and of those of each country."""

    def __init__(
        self, covered: Iterable[Covered], events: Iterable[RelationEvent], step: Step
    ) -> None:
        self._texts: dict[tuple[str | None, str], int] = {}
        self._outlets: dict[tuple[str | None, str], set[str | None]] = {}
        for one in covered:
            if not one.texts:
                continue
            for home in (None, one.home or UNKNOWN):
                key = (home, one.start)
                self._texts[key] = self._texts.get(key, 0) + one.texts
                self._outlets.setdefault(key, set()).add(one.house)
        self.starts = sorted({start for home, start in self._texts if home is None})

        self._own: dict[tuple[str | None, str], int] = {}
        for telling in _texts_of(events):
            for home in (None, telling.home or UNKNOWN):
                key = (home, start_of(telling.day or "", step))
                self._own[key] = self._own.get(key, 0) + 1

    def exposure(self, teller: str | None, start: str) -> float:
        """Return how far a step is covered by what tells of something else than the two sides.

        What tells of them would hide a change: the more happens the more is told.
        """
        key = (teller, start)
        texts = self._texts.get(key, 0)
        return max(0, texts - self._own.get(key, 0)) + FLAT if texts else 0.0

    def of(self, teller: str | None, start: str) -> tuple[int, int]:
        """Return how many texts and outlets came out in a step."""
        key = (teller, start)
        return self._texts.get(key, 0), len(self._outlets.get(key, ()))


def _texts_of(events: Iterable[RelationEvent]) -> list[Telling]:
    """Return a telling of each text with a day that tells of events; of copies the first."""
    firsts: dict[str, Telling] = {}
    for event in events:
        for telling in event.tellings:
            key = f"copy {telling.copy}" if telling.copy else telling.report
            if key not in firsts or telling.number < firsts[key].number:
                firsts[key] = telling
    return [telling for telling in firsts.values() if telling.day]


def _span(options: RelateOptions, told: _Coverage) -> tuple[str | None, str | None]:
    """Return the first and the last day: as asked for, else those of what came out."""
    first = told.starts[0] if told.starts else options.until
    last = end_of(told.starts[-1], options.step) if told.starts else options.since
    since, until = options.since or first, options.until or last
    return (since, until) if since and until and since <= until else (None, None)


def _asked(
    events: Sequence[RelationEvent], options: RelateOptions
) -> list[tuple[Direction, str | None]]:
    """Return the directions and tellers that there is a series of, all of both first."""
    tellers: list[str | None] = [None]
    if options.by_teller:
        weights: dict[str, int] = {}
        for event in events:
            for origin in event.origins:
                home = origin.home or UNKNOWN
                weights[home] = weights.get(home, 0) + (event.standing in options.standings)
        homes = sorted(weights, key=lambda home: (home == UNKNOWN, -weights[home], home))
        tellers.extend(homes)
    directions: list[Direction] = ["any"]
    if options.directed:
        directions += ["forward", "backward", "both"]
    return [(direction, teller) for teller in tellers for direction in directions]


def _series(
    starts: Sequence[str],
    events: Sequence[RelationEvent],
    told: _Coverage,
    options: RelateOptions,
    direction: Direction,
    teller: str | None,
) -> Series:
    by_step: dict[str, list[RelationEvent]] = {start: [] for start in starts}
    for event in events:
        if direction in ("any", event.direction):
            by_step[start_of(event.day or "", options.step)].append(event)
    periods = tuple(
        _period(start, options, by_step[start], *told.of(teller, start)) for start in starts
    )
    return Series(
        direction,
        teller,
        periods,
        tuple(
            _changes(periods, by_step, options, [told.exposure(teller, start) for start in starts])
        ),
    )


def according_to(event: RelationEvent, teller: str | None) -> RelationEvent | None:
    """Return an event with those origins only that are at home in a country, None without any."""
    if teller is None:
        return event
    origins = tuple(o for o in event.origins if (o.home or UNKNOWN) == teller)
    if not origins:
        return None
    if len(origins) == len(event.origins):
        return event
    wrong = 1.0
    for origin in origins:
        wrong *= 1.0 - origin.telling.confidence
    weight = sum(origin.telling.confidence for origin in origins)
    scores = sum(origin.telling.confidence * origin.telling.score for origin in origins)
    return replace(
        event,
        origins=origins,
        probability=1.0 - wrong,
        weight=weight,
        score=scores / weight if weight else event.score,
    )


def _period(
    start: str, options: RelateOptions, events: Sequence[RelationEvent], texts: int, outlets: int
) -> Period:
    counted = [event for event in events if event.standing in options.standings]
    quads = {
        quad: amount([event for event in counted if event.quad == quad], texts)
        for quads in _KINDS.values()
        for quad in quads
    }
    kinds = {
        kind: amount([event for event in counted if event.quad in quads], texts)
        for kind, quads in _KINDS.items()
    }
    weight = sum(event.weight for event in counted)
    total = sum(event.weight * event.score for event in counted)
    beside: dict[Standing, Tally] = {}
    others = sorted(
        (event for event in events if event.standing not in options.standings),
        key=lambda event: event.standing,
    )
    for standing, group in groupby(others, lambda event: event.standing):
        of = list(group)
        beside[standing] = Tally(len(of), sum(event.support for event in of))
    return Period(
        start,
        end_of(start, options.step),
        texts,
        outlets,
        **kinds,
        **quads,
        score=total / weight if weight else None,
        beside=beside,
    )


def _changes(
    periods: Sequence[Period],
    by_step: Mapping[str, Sequence[RelationEvent]],
    options: RelateOptions,
    exposures: Sequence[float],
) -> list[Change]:
    """Return the changes of cooperation and of conflict, in order, with what drives them."""
    found: list[Change] = []
    for kind, quads in _KINDS.items():
        counts = [getattr(period, kind).expected for period in periods]
        for shift in shifts(counts, exposures):
            more = shift.more
            first, at, last = shift.stretch
            # What came with the change, or what stopped with it: the steps nearest to it.
            near = range(at, last + 1) if more else range(at - 1, first - 1, -1)
            drivers: list[RelationEvent] = []
            for n in near:
                of = by_step[periods[n].start]
                drivers += [e for e in of if e.quad in quads and e.standing in options.standings]
                if len(drivers) >= DRIVERS:
                    break
            drivers.sort(key=lambda e: (-e.weight * max(abs(e.score), 0.5), e.day or "", e.id))
            found.append(
                Change(
                    periods[shift.at].start,
                    kind,  # type: ignore[arg-type]
                    "more" if more else "less",
                    shift.before,
                    shift.after,
                    shift.gain,
                    tuple(event.id for event in drivers[:DRIVERS]),
                )
            )
    return sorted(found, key=lambda change: (change.start, change.kind))


def _notes(
    dated: Sequence[RelationEvent],
    inside: Sequence[RelationEvent],
    since: str | None,
    until: str | None,
) -> list[str]:
    """Return what is to be known about the dates of events."""
    notes = []
    outside = len(dated) - len(inside)
    if outside:
        was = "event is" if outside == 1 else "events are"
        notes.append(f"{outside} {was} dated outside {since} to {until} and left out")
    for dating, what, where in (
        ("published", "no date", "publication"),
        ("within", "a longer time than a step", "the day of it nearest to publication"),
    ):
        count = sum(event.dated == dating for event in inside)
        if count:
            notes.append(f"{count} of {len(inside)} events tell {what}: they stand at {where}")
    return notes
