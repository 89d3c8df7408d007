"""Relations in words: the lines that the table, the chart and the pages share."""

from __future__ import annotations

from collections.abc import Mapping

from quoth.forms import wording
from quoth.relate import (
    Change,
    Pair,
    Period,
    Relation,
    RelationEvent,
    Side,
    Standing,
    Step,
    Tally,
    Telling,
)
from quoth.resolve import state_name

_ARROWS = {"any": "↔", "both": "↔", "forward": "→", "backward": "←"}
QUAD_WORDS = {
    "verbal_cooperation": "cooperation in words",
    "material_cooperation": "cooperation in deeds",
    "verbal_conflict": "conflict in words",
    "material_conflict": "conflict in deeds",
}
_NAMES = {"UNO": "United Nations", "EUR": "European Union"}
_DATED = {
    "told": "",
    "within": "by publication, within the time told",
    "published": "by publication: no date told",
    None: "no date known",
}


def country(code: str | None) -> str:
    """Return the name of a country, or the code where no table has it."""
    if code is None:
        return "all"
    return state_name(code) or _NAMES.get(code) or code


def title(relation: Relation) -> str:
    """Return "Russia and South Korea"."""
    return f"{relation.first.name} and {relation.second.name}"


def who(first: Side, second: Side, direction: str) -> str:
    """Return "RUS → KOR"."""
    return f"{first.label} {_ARROWS[direction]} {second.label}"


def heading(relation: Relation, direction: str, teller: str | None) -> str:
    """Return what a series is of: "RUS → KOR, according to outlets of Japan"."""
    of = who(relation.first, relation.second, direction)
    if direction == "both":
        of += " (both did it)"
    if teller is None:
        return of
    if teller == "unknown":
        return f"{of}, according to outlets whose country is not known"
    return f"{of}, according to {country(teller)}"


def step_name(start: str, step: Step) -> str:
    """Return how a step is called: "2031-03", "2031-Q1", "2031", "2031-03-03" (of a week, too)."""
    if step == "month":
        return start[:7]
    if step == "quarter":
        return f"{start[:4]}-Q{(int(start[5:7]) + 2) // 3}"
    return start[:4] if step == "year" else start


def change(one: Change, step: Step) -> str:
    """Return "2031-06: more conflict, 0.4 → 2.1 events a month"."""
    return (
        f"{step_name(one.start, step)}: {one.way} {one.kind}, "
        f"{figure(one.before)} → {figure(one.after)} events a {step}"
    )


def beside(tallies: Mapping[Standing, Tally]) -> str:
    """Return "2 said, 1 denied"."""
    return ", ".join(f"{tally.events} {standing}" for standing, tally in tallies.items())


def coded(event: RelationEvent) -> str:
    """Return "COERCE (arrest)"."""
    return event.type + (f" ({event.mode})" if event.mode else "")


def dated(event: RelationEvent) -> str:
    """Return where the day of an event comes from, nothing where its words tell it."""
    return _DATED[event.dated]


def leading(event: RelationEvent) -> Telling:
    """Return the telling to show an event by: the surest of its first origin."""
    return event.origins[0].telling


def origins(event: RelationEvent) -> str:
    """Return "2 origins: TASS (3 reports), The Post"."""
    parts = []
    for origin in event.origins:
        many = len(origin.reports)
        name = wording.clean(origin.name)
        parts.append(f"{name} ({many} reports)" if many > 1 else name)
    return f"{wording.count(event.support, 'origin')}: {', '.join(parts)}"


def interval(low: float, high: float) -> str:
    """Return "3 to 5", "3" where both are alike."""
    return figure(low) if figure(low) == figure(high) else f"{figure(low)} to {figure(high)}"


def figure(value: float | None) -> str:
    """Return a figure with as many digits as it bears, "–" for none."""
    if value is None:
        return "–"
    text = f"{value:.1f}" if abs(value) >= 0.095 or not value else f"{value:.2f}"
    return text.removesuffix(".0").replace("-", "−")


def summary(period: Period) -> str:
    """Return what a screen reader is told of a step."""
    if not period.covered and not (period.cooperation.events or period.conflict.events):
        return f"{period.start}: no report came out"
    told = (
        f"{period.start}: cooperation {figure(period.cooperation.score)} of "
        f"{wording.count(period.cooperation.events, 'event')}, conflict "
        f"{figure(period.conflict.score)} of {wording.count(period.conflict.events, 'event')}"
    )
    return f"{told}; {wording.count(period.texts, 'report')}"


def pair_name(pair: Pair) -> str:
    """Return "Finland and Sweden"."""
    return f"{country(pair.first)} and {country(pair.second)}"


def pair_line(pair: Pair) -> str:
    """Return what all between two countries comes to."""
    return (
        f"{pair_name(pair)}: cooperation {figure(pair.cooperation)}, conflict "
        f"{figure(pair.conflict)}, {pair.events} events of {pair.origins} origins"
    )
