"""The codes of PLOVER: types, modes, statuses, contexts and scores.

Source: "PLOVER: Event, Actor and Data Interchange Specification", draft 2.0, Open Event Data
Alliance (CC BY-SA 4.0). The manual prints ACCUSE as +3 while its three modes are all negative;
as in its earlier table it is taken as -2 here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from quoth.records import EventType, Status

TYPES: tuple[EventType, ...] = get_args(EventType)
STATUSES: tuple[Status, ...] = get_args(Status)

TYPE_SCORES: Mapping[str, float] = MappingProxyType(
    {
        "AGREE": 2.5,
        "CONSULT": 2.5,
        "SUPPORT": 5.0,
        "CONCEDE": 4.5,
        "COOPERATE": 9.5,
        "AID": 10.0,
        "RETREAT": 6.5,
        "REQUEST": 0.0,
        "ACCUSE": -2.0,
        "REJECT": -2.0,
        "THREATEN": -3.5,
        "PROTEST": -5.0,
        "SANCTION": -6.0,
        "MOBILIZE": -5.5,
        "COERCE": -7.0,
        "ASSAULT": -9.0,
    }
)

# Vandalism has no score of its own in the manual and takes that of its type.
_SCORED: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "CONSULT": {"visit": 4, "third-party": 1, "multilateral": 4, "phone": 1.5},
        "RETREAT": {
            "withdraw": 8,
            "release": 6.5,
            "disarm": 10,
            "ceasefire": 7.5,
            "access": 6.5,
            "resign": 4.5,
        },
        "REQUEST": {"assist": 0.5, "change": -1, "yield": -1, "meet": 0},
        "REJECT": {"assist": -1.5, "change": -2, "yield": -2, "meet": -2},
        "ACCUSE": {"disapprove": -2, "investigate": -3.5, "allege": -3.5},
        "THREATEN": {
            "restrict": -3,
            "arrest": -3.5,
            "relations": -3.5,
            "expel": -3.5,
            "territory": -4,
            "violence": -3.5,
        },
        "PROTEST": {
            "demo": -5,
            "riot": -7,
            "strike": -5,
            "hunger": -4.5,
            "boycott": -4.5,
            "obstruct": -4.5,
            "vandalize": -5,
        },
        "SANCTION": {"convict": -6, "expel": -5.5, "withdraw": -6, "discontinue": -6},
        "MOBILIZE": {"troops": -6.5, "weapons": -6.5, "police": -5.5, "militia": -6},
        "COERCE": {
            "seize": -7,
            "restrict": -7,
            "censor": -6.5,
            "curfew": -6.5,
            "martial-law": -7.5,
            "arrest": -7,
            "deport": -7,
            "withhold": -7,
            "misinformation": -6.5,
            "cyber": -7,
        },
        "ASSAULT": {
            "abduct": -8.5,
            "beat": -7.5,
            "torture": -8.5,
            "sexual": -8.5,
            "targeted": -9.5,
            "destroy": -8.5,
            "primitive": -8,
            "firearms": -9,
            "explosives": -9,
            "suicide-attack": -9.5,
            "aerial": -9.5,
            "drone": -9.5,
            "heavy-weapons": -9.5,
            "crowd-control": -7.5,
            "unconventional": -10,
        },
    }
)

MODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {kind: tuple(_SCORED.get(kind, ())) for kind in TYPES}
)

CONTEXTS: tuple[str, ...] = tuple(
    "military intelligence executive legislative election political_institutions pro_democracy "
    "pro_autocracy economic legal reparations human_rights rights_freedoms repression "
    "human_security gender lgbt religion_ethnicity inequality diplomatic territory peacekeeping "
    "health asylum migration disasters natural_resource environment technology terrorism cbrn "
    "cyber misinformation crime corruption illegal_drugs trafficking".split()
)


def score(kind: str, mode: str | None) -> float:
    """Return PLOVER's score of an event, from -10 (conflict) to 10 (cooperation)."""
    return _SCORED.get(kind, {}).get(mode or "", TYPE_SCORES[kind])


QUAD_CLASSES: Mapping[str, int] = MappingProxyType(
    {
        kind: 1 + (i >= 4) + (i >= 7) + (i >= 11)  # in the order of the manual's table
        for i, kind in enumerate(TYPES)
    }
)
