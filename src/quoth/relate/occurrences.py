"""Which tellings are one occurrence, and where each occurrence enters the news.

Tellings of the two sides are brought together in this order:

1. A telling of a copy, where a report of the same wording that came in before tells the same
   deed, is put down beside that one. It says nothing else: no date, no name, no origin.
2. Of the rest, those of one story, one standing, one type and one direction are one occurrence
   where modes, cities and dates can be one. Modes and cities that only one of them names are no
   hindrance; dates must overlap; a telling without a date goes where the date is nearest to its
   publication. Talks, agreements and exchange (CONSULT, AGREE, COOPERATE) have no direction.
3. Occurrences of one standing and direction that share a claim are one, whatever their types.

A report that is in no story is a story by itself. Two deeds of one type in one story that nothing
tells apart count once: counting a deed twice would make a conflict of a repetition.

Origins of an occurrence are joined where two tellings (1) are of one outlet, (2) relay or credit
one agency or outlet, or one is what the other relays, (3) are of one owner and neither is from
elsewhere, (4) have the evidence word for word, (5) are of one origin of a claim. So do
`quoth.align.origins`, whose findings come in through the claims of stories that were compared.

Known gap: an occurrence that two stories tell counts twice; stories are there to prevent that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from quoth.relate.calendar import start_of
from quoth.relate.records import (
    Dated,
    Direction,
    EventOrigin,
    Quad,
    RelationEvent,
    Side,
    Source,
    Step,
    Telling,
)

QUADS: tuple[Quad, ...] = (
    "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict",
)  # fmt: skip
MUTUAL = frozenset(("CONSULT", "AGREE", "COOPERATE"))
# The same clause in two texts is one wording from so many words on; shorter ones are chance.
SAME_WORDS = 10
# A telling without a date is put to a dated occurrence that is no further from its publication.
NEAR_DAYS = 31
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A telling with its direction between the two sides, and its copies."""

    telling: Telling
    direction: Direction
    copies: list[Telling] = field(default_factory=list)


def direction_of(telling: Telling, first: Side, second: Side) -> Direction | None:
    """Return who of two sides did it to whom, None where it is not between them."""
    forward = _between(telling, first, second)
    backward = _between(telling, second, first)
    if forward and backward:
        return "both"
    if forward or backward:
        return "forward" if forward else "backward"
    together = not telling.recipients and any(
        first.has(one) and second.has(other)
        for one in telling.actors
        for other in telling.actors
        if one is not other
    )
    return "both" if together else None


def _between(telling: Telling, actor: Side, recipient: Side) -> bool:
    doing = [party for party in telling.actors if actor.has(party)]
    suffering = [party for party in telling.recipients if recipient.has(party)]
    return any(one.key != other.key for one in doing for other in suffering)


def occurrences(
    tellings: Iterable[Telling],
    first: Side,
    second: Side,
    *,
    step: Step,
    quads: dict[str, int],
) -> list[RelationEvent]:
    """Return the occurrences between two sides, the earliest first.

    `quads` has the number of the quad class of each type; of what is in no class nothing is made.
    """
    placed = [
        _Placed(telling, direction)
        for telling in sorted(tellings, key=_arrival)
        if telling.type in quads and (direction := direction_of(telling, first, second)) is not None
    ]
    groups = _by_claims(_grouped(_without_copies(placed)))
    made = [_event(group, step, quads) for group in groups]
    return sorted(made, key=lambda event: (event.day or "9999", event.id))


def _arrival(telling: Telling) -> tuple[int, str]:
    return (telling.number, telling.event)


def _without_copies(placed: Iterable[_Placed]) -> list[_Placed]:
    """Return the tellings that are no copies, each with its copies."""
    kept: list[_Placed] = []
    firsts: dict[tuple[object, ...], dict[str, list[_Placed]]] = {}
    for one in placed:
        telling = one.telling
        if telling.copy is None:
            kept.append(one)
            continue
        key = (telling.copy, telling.standing, telling.type, one.direction)
        reports = firsts.setdefault(key, {})
        before = next((told for name, told in reports.items() if name != telling.report), None)
        own = reports.setdefault(telling.report, [])
        if before is None:
            kept.append(one)
        else:
            before[min(len(own), len(before) - 1)].copies.append(telling)
        own.append(one)
    return kept


class _Group:
    """Tellings of one occurrence, and what every further one has to go with."""

    def __init__(self, one: _Placed) -> None:
        self.placed = [one]
        self.mode = one.telling.mode
        self.city = one.telling.city
        self.start, self.end = _ends(one.telling)

    def fits(self, telling: Telling) -> bool:
        """Return whether a telling may be of this occurrence."""
        if self.mode and telling.mode and self.mode != telling.mode:
            return False
        if self.city and telling.city and self.city != telling.city:
            return False
        start, end = _ends(telling)
        return max(start, self.start) <= min(end, self.end)

    def add(self, one: _Placed) -> None:
        """Take a telling in."""
        start, end = _ends(one.telling)
        self.placed.append(one)
        self.mode = self.mode or one.telling.mode
        self.city = self.city or one.telling.city
        self.start, self.end = max(start, self.start), min(end, self.end)

    @property
    def dated(self) -> bool:
        """Whether the words of a telling name a time."""
        return (self.start, self.end) != _ALWAYS

    def take(self, other: _Group) -> None:
        """Take in all of another group; where the dates exclude one another the own ones stay."""
        self.placed.extend(other.placed)
        start, end = max(self.start, other.start), min(self.end, other.end)
        if start <= end:
            self.start, self.end = start, end

    def distance(self, day: str | None) -> int:
        """Return how many days the occurrence is from a day of publication."""
        if day is None:
            return 0
        if not self.dated:
            days = [p.telling.day for p in self.placed if p.telling.day]
            return min((abs(_days(day, other)) for other in days), default=0)
        return abs(_days(day, min(max(day, self.start), self.end)))


_ALWAYS = ("0001-01-01", "9999-12-31")


def _ends(telling: Telling) -> tuple[str, str]:
    found = telling.date
    if found is None:
        return _ALWAYS
    return (found.start or _ALWAYS[0], found.end or _ALWAYS[1])


def _days(one: str, other: str) -> int:
    return (date.fromisoformat(one) - date.fromisoformat(other)).days


def _grouped(placed: Iterable[_Placed]) -> list[_Group]:
    blocks: dict[tuple[object, ...], list[_Placed]] = {}
    for one in placed:
        telling = one.telling
        where = telling.story or telling.copy or f"report {telling.report}"
        way = None if telling.type in MUTUAL else one.direction
        blocks.setdefault((where, telling.standing, telling.type, way), []).append(one)
    return [group for block in blocks.values() for group in _groups_of(block)]


def _groups_of(block: Sequence[_Placed]) -> list[_Group]:
    """Return the occurrences of a block: the best dated tellings are looked at first."""
    if len(block) == 1:
        return [_Group(block[0])]
    groups: list[_Group] = []
    for one in sorted(block, key=lambda one: (*_exactness(one.telling), *_arrival(one.telling))):
        telling = one.telling
        fitting = [group for group in groups if group.fits(telling)]
        if telling.date is None:
            fitting = [g for g in fitting if g.distance(telling.day) <= NEAR_DAYS]
        if fitting:
            min(fitting, key=lambda group: group.distance(telling.day)).add(one)
        else:
            groups.append(_Group(one))
    return groups


def _exactness(telling: Telling) -> tuple[int, int]:
    start, end = _ends(telling)
    length = _days(end, start)
    return (length, 0 if telling.mode else 1)


def _by_claims(groups: Sequence[_Group]) -> list[_Group]:
    """Join occurrences that share a claim."""
    of: dict[tuple[object, ...], _Group] = {}
    into: dict[int, _Group] = {id(group): group for group in groups}
    for group in groups:
        for one in group.placed:
            for claim in one.telling.claims:
                key = (claim, one.telling.standing, one.direction)
                other = into[id(of.setdefault(key, group))]
                own = into[id(group)]
                if own is not other:
                    other.take(own)
                    into = {name: other if g is own else g for name, g in into.items()}
    return list({id(group): group for group in into.values()}.values())


def _event(group: _Group, step: Step, quads: dict[str, int]) -> RelationEvent:
    placed = sorted(group.placed, key=lambda one: _arrival(one.telling))
    origins = tuple(_origins(placed))
    kind, mode = _coded(origins)
    directions = {one.direction for one in placed}
    weight = sum(origin.telling.confidence for origin in origins)
    scores = sum(origin.telling.confidence * origin.telling.score for origin in origins)
    mean = sum(origin.telling.score for origin in origins) / len(origins)
    wrong = 1.0
    for origin in origins:
        wrong *= 1.0 - origin.telling.confidence
    day, dated = _day(group, placed, step)
    first = placed[0].telling
    told = [telling for one in placed for telling in (one.telling, *one.copies)]
    return RelationEvent(
        id=f"{first.report}/{first.event}",
        direction=directions.pop() if len(directions) == 1 else "both",
        standing=first.standing,
        type=kind,
        mode=mode,
        quad=QUADS[quads[kind] - 1],
        story=first.story,
        day=day,
        dated=dated,
        start=group.start if group.dated and group.start != _ALWAYS[0] else None,
        end=group.end if group.dated and group.end != _ALWAYS[1] else None,
        probability=1.0 - wrong,
        weight=weight,
        score=scores / weight if weight else mean,
        origins=origins,
        tellings=tuple(sorted(told, key=_arrival)),
    )


def _coded(origins: Sequence[EventOrigin]) -> tuple[str, str | None]:
    """Return the type and mode that most origins tell, the surest of equally many."""
    votes: dict[str, tuple[int, float]] = {}
    for origin in origins:
        count, sure = votes.get(origin.telling.type, (0, 0.0))
        votes[origin.telling.type] = (count + 1, sure + origin.telling.confidence)
    kind = max(sorted(votes), key=lambda name: votes[name])
    modes: dict[str, tuple[int, float]] = {}
    for origin in origins:
        told = origin.telling
        if told.type == kind and told.mode:
            count, sure = modes.get(told.mode, (0, 0.0))
            modes[told.mode] = (count + 1, sure + told.confidence)
    return kind, max(sorted(modes), key=lambda name: modes[name]) if modes else None


def _day(group: _Group, placed: Sequence[_Placed], step: Step) -> tuple[str | None, Dated | None]:
    """Return the day that an occurrence is put to, and where that comes from."""
    published = min((one.telling.day for one in placed if one.telling.day), default=None)
    if not group.dated:
        return published, "published" if published else None
    start, end = group.start, group.end
    if start != _ALWAYS[0] and end != _ALWAYS[1] and start_of(start, step) == start_of(end, step):
        return start, "told"
    if published is not None:
        return min(max(published, start), end), "within"
    return (start if start != _ALWAYS[0] else end), "within"


@dataclass(slots=True)
class _Joined:
    """Tellings of one origin."""

    placed: list[_Placed]
    why: list[str] = field(default_factory=list)


def _origins(placed: Sequence[_Placed]) -> Iterator[EventOrigin]:
    """Yield the origins of an occurrence, in the order in which their first report came in."""
    if len(placed) == 1:  # most are told once
        yield _origin(placed, ())
        return
    group = {id(one): _Joined([one]) for one in placed}
    firsts: dict[tuple[str, str], _Placed] = {}
    for one in placed:
        for key, why in _bonds(one.telling):
            other = firsts.setdefault(key, one)
            own, joined = group[id(one)], group[id(other)]
            if own is not joined:
                joined.placed.extend(own.placed)
                joined.why.extend([*own.why, why])
                for member in own.placed:
                    group[id(member)] = joined
    for joined in {id(found): found for found in group.values()}.values():
        yield _origin(sorted(joined.placed, key=lambda one: _arrival(one.telling)), joined.why)


def _bonds(telling: Telling) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what makes a telling one origin with each other that has the same."""
    yield ("report", telling.report), "one report"
    if telling.house:
        yield ("house", telling.house), f"both are of {telling.outlet}"
    for source in telling.sources:
        yield ("house", source.key), f"both have it from {source.name}"
    if telling.owner and not telling.sources:
        yield ("owner", telling.owner.casefold()), f"both are owned by {telling.owner}"
    for origin in telling.origins:
        yield ("origin", origin), "one origin of a claim that both tell"
    words = _WORD.findall(telling.words.casefold())
    if len(words) >= SAME_WORDS:
        yield ("words", " ".join(words)), "both have the same words"


def _origin(placed: Sequence[_Placed], why: Sequence[str]) -> EventOrigin:
    tellings = [one.telling for one in placed]
    surest = max(tellings, key=lambda telling: telling.confidence)
    told = [telling for one in placed for telling in (one.telling, *one.copies)]
    reports = tuple(dict.fromkeys(t.report for t in sorted(told, key=_arrival)))
    source = _shared(tellings)
    first = tellings[0]
    reasons = [w for w in dict.fromkeys(why) if w != "one report"]
    copies = len({copy.report for one in placed for copy in one.copies})
    if copies:
        reasons.append("1 copy" if copies == 1 else f"{copies} copies")
    if source is not None and not reasons:
        reasons.append(f"{first.outlet or first.report} has it from {source.name}")
    return EventOrigin(
        name=source.name if source else first.outlet or first.report,
        home=source.home if source else first.home,
        reports=reports,
        telling=surest,
        why="; ".join(reasons) or f"{first.outlet or first.report} tells it itself",
    )


def _shared(tellings: Sequence[Telling]) -> Source | None:
    """Return the agency that most tellings of an origin have it from, None for none.

    Of one report's it is the last, which is nearest the speaker.
    """
    counts: dict[str, int] = {}
    named: dict[str, Source] = {}
    for telling in tellings:
        for source in reversed(telling.sources):
            named.setdefault(source.key, source)
            counts[source.key] = counts.get(source.key, 0) + 1
    if not counts:
        return None
    return named[max(counts, key=lambda key: counts[key])]
