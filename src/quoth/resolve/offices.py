"""Who held an office on a day, and what a person was on a day, by the table of offices."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from quoth.resolve.figures import unmistakable
from quoth.resolve.match import WIDER
from quoth.resolve.names import person_name
from quoth.resolve.rows import on_change
from quoth.resolve.tables import Body, Holding, agents, places
from quoth.resolve.world import body_named, holders, holdings_of, is_state

# Office nouns whose holders are in the table under another.
_SAME = {"defence minister": "defense minister", "pontiff": "pope"}


class Tenure(NamedTuple):
    """What a person is on a day: name, country and sectors (ELI once out of office)."""

    name: str
    country: str | None
    sectors: tuple[str, ...]


def holder(noun: str, owners: Iterable[str], day: str) -> Holding | None:
    """Return who held an office of one of the owners on a day, where the table is sure.

    A holder whose end is not known is taken to go on.
    """
    wider = sorted(WIDER.get(noun, ()))
    nouns = [noun, _SAME.get(noun, noun), *wider]
    tried: set[str] = set()
    for owner in owners:
        if owner in tried:
            continue
        tried.add(owner)
        for office in dict.fromkeys(nouns):
            found = [held for held in holders(owner, office) if _holds(held, day)]
            # Whose end is not known gave way to who came after.
            last = max((held.start for held in found), default="")
            found = [held for held in found if held.until is not None or held.start == last]
            if len({held.name for held in found}) == 1:
                return found[0]
    return None


def tenure(name: str, day: str | None, *, office: str = "") -> Tenure | None:
    """Return what somebody is on a day, None for whom the table does not know.

    A surname alone is enough only where one person in the table bears it and few others do.
    Without a day the last office counts as held. Of several of one surname it is who then held
    `office` ("President Clinton"), else the only one who held any.
    """
    words = person_name(name).words
    held = holdings_of(name)
    if not held or not words:
        return None
    names = {each.name for each in held}
    if len(words) == 1 and not unmistakable(held, words[0]):
        held = _by_day(held, words[0], day, office)
        if not held:
            return None
        names = {held[0].name}
    if len(names) > 1 and len(words) > 1:
        exact = [h for h in held if any(person_name(n).words == words for n in h.names)]
        held = tuple(exact) or held
    ordered = sorted(held, key=lambda each: (each.of in _PARTY_TABLE, each.start))
    if day is None:
        return _as(max(held, key=lambda each: each.start))
    current = [each for each in ordered if _holds(each, day)]
    if current:
        offices = [each for each in current if is_state(each.of)] or current
        latest = max(offices, key=lambda each: (each.office not in _LESSER, each.start))
        return _as(latest)
    before = [each for each in held if (each.until or each.start) <= day]
    if before:
        states = [each for each in before if is_state(each.of)] or before
        last = max(states, key=lambda each: each.start)
        return Tenure(last.name, _country(last), ("ELI",))
    later = min(held, key=lambda each: each.start)
    return Tenure(later.name, _country(later), ())


def _by_day(
    held: tuple[Holding, ...], surname: str, day: str | None, office: str
) -> tuple[Holding, ...]:
    """Return the offices of the one of a surname who held `office`, or any, on a day."""
    if day is None:
        return ()
    current = [each for each in held if _holds(each, day) and each.office not in _LESSER]
    offices = {office, *WIDER.get(office, ())}
    by_office = {each.name for each in current if office and each.office in offices}
    names = by_office if len(by_office) == 1 else {each.name for each in current}
    common = not by_office and not unmistakable(current, surname)
    if len(names) != 1 or common:
        return ()
    return tuple(each for each in held if each.name in names)


# Parties' nominees in the table, and offices that say less than another held beside them.
_PARTY_TABLE = ("Republican Party", "Democratic Party")
_LESSER = ("presidential nominee", "vice presidential nominee", "first lady")


def _holds(held: Holding, day: str) -> bool:
    return held.holds(day) or (held.until is None and held.start <= day)


def _as(held: Holding) -> Tenure:
    return Tenure(held.name, _country(held), sectors_of(held))


def sectors_of(held: Holding) -> tuple[str, ...]:
    """Return the sectors of who holds an office."""
    body = _body(held)
    if held.office == "first lady":
        return ("ELI",)
    known = agents().get(held.office, ())
    if body is not None and body.sectors and held.office not in _LESSER:
        return body.sectors
    # Hong Kong's chief executive is at the head of no firm.
    return known if known and known[0] != "BUS" else ("GOV",)


def _country(held: Holding) -> str | None:
    if is_state(held.of):
        return state_code(held.of)
    body = _body(held)
    if body is not None:
        return body.place
    return next((place.code for place in places() if place.name == held.of), None)


def _body(held: Holding) -> Body | None:
    return None if is_state(held.of) else body_named(held.of)


def state_name(code: str) -> str:
    """Return the name of the state of a code, "" where it is none's."""
    return next((p.name for p in places() if p.iso3 == code and p.kind != "region"), "")


def state_code(iso3: str) -> str:
    """Return the code of whoever acts for a state: a dependency's is that of the state above it."""
    return _codes().get(iso3, iso3)


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {place.iso3: place.code for place in reversed(places()) if place.kind != "region"}


on_change(_codes.cache_clear)
