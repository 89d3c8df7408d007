"""Acts: who does what to whom in a unit, and whether two units tell it the other way round.

"A fired at B" and "B fired at A" share nearly all their words and tell opposite things.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from quoth.records import Event, Report

if TYPE_CHECKING:
    from quoth.align.units import Unit

# What both sides do together is told either way round.
MUTUAL = frozenset(("AGREE", "CONSULT", "COOPERATE"))
# Units that share this much of the shorter one's content words are one wording, and who does what
# in it was read wrongly on one side.
ONE_WORDING = 0.8


class Act(NamedTuple):
    """An event's type with its parties: countries, of others the names' keys."""

    type: str
    actors: frozenset[str]
    recipients: frozenset[str]


def acts(report: Report, events: Sequence[Event], names_of: Mapping[str, str]) -> tuple[Act, ...]:
    """Return the acts of events; `names_of` gives keys for the ids of the report's actors."""
    countries = {actor.id: actor.country for actor in report.actors}

    def keys(parties: Sequence[str]) -> frozenset[str]:
        found = (countries.get(party) or names_of.get(party) for party in parties)
        return frozenset(key for key in found if key)

    return tuple(
        Act(event.type, keys(event.actors), keys(event.recipients))
        for event in events
        if event.type not in MUTUAL
    )


def turned(a: Unit, b: Unit) -> bool:
    """Return whether what one party does to another in `a` is done to that party in `b`."""
    alike = [(x, y) for x in a.acts for y in b.acts if x.type == y.type]
    if any(x.actors & y.actors or x.recipients & y.recipients for x, y in alike):
        return False
    if not any(x.actors & y.recipients or x.recipients & y.actors for x, y in alike):
        return False
    shorter = min(len(a.lemmas), len(b.lemmas))
    return len(a.lemmas & b.lemmas) < ONE_WORDING * shorter
