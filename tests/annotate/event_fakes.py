"""An event network written by hand, and reports for it to read.

    network = FakeNetwork({"attacked": Told("ASSAULT", actor="Velm", recipient="Ostravia")})

knows one trigger, and which words within its reach are what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from tests.building import build

from quoth.annotate import features
from quoth.annotate.event_codes import (
    ACTOR,
    DATE,
    MODE_NUMBER,
    NAMED_MODES,
    PLACE,
    RECIPIENT,
    ROLES,
    TRIGGER,
)
from quoth.annotate.plover import CONTEXTS, STATUSES, TYPES
from quoth.annotate.readings import TOKENIZER
from quoth.records import Report, Status

PIECES = features.WordPieces(TOKENIZER)
SURE = 8.0
_OWNERS = ("his", "her", "its", "their")


@dataclass(frozen=True)
class Told:
    """What the network says of a word as the trigger of a type; each role a list of words."""

    type: str
    actor: str = ""
    recipient: str = ""
    place: str = ""
    date: str = ""
    trigger: str = ""
    mode: str | None = None
    status: Status = "asserted"
    contexts: tuple[str, ...] = ()
    trigger_odds: float = SURE
    event_odds: float = SURE
    related: bool = True

    def role(self, word: str) -> int:
        """Return the role of a word."""
        for role, words in (
            (ACTOR, self.actor), (RECIPIENT, self.recipient), (PLACE, self.place),
            (DATE, self.date), (TRIGGER, self.trigger),
        ):  # fmt: skip
            if word in words.split():
                return role
        return 0


@dataclass
class FakeNetwork:
    """Knows words by the first piece they are cut into; `runs` are the sentences it was given."""

    knows: Mapping[str, Told | tuple[Told, ...]]
    runs: list[dict[str, np.ndarray]] = field(default_factory=list)

    def _told(self, piece: int) -> tuple[Told, ...]:
        for word, told in self.knows.items():
            if PIECES.of(word)[0] == piece:
                return told if isinstance(told, tuple) else (told,)
        return ()

    def encode(self, ids, word_of, traits, hints, first):
        assert len(ids) == len(word_of)
        assert len(first) == len(traits) == len(hints)
        self.runs.append({"ids": ids, "traits": traits, "hints": hints})
        own = ids[first]
        triggers = np.full((len(own), len(TYPES)), -SURE, np.float32)
        relation = np.zeros(1 + len(TYPES), np.float32)
        for at, piece in enumerate(own):
            for told in self._told(piece):
                triggers[at, TYPES.index(told.type)] = told.trigger_odds
                if hints[at] == TRIGGER and told.related:
                    relation[1 + TYPES.index(told.type)] = SURE
        return own[:, None].astype(np.float32), triggers, relation

    def read(self, states, relations, types, words):
        assert states.shape[:2] == relations.shape == words.shape
        assert (relations[:, features.REACH] == 1).all()
        roles = np.zeros((*words.shape, len(ROLES)), np.float32)
        about = np.zeros(
            (len(types), 1 + len(NAMED_MODES) + len(STATUSES) + len(CONTEXTS)), np.float32
        )
        for n, kind in enumerate(types):
            (told,) = (
                t
                for t in self._told(int(states[n, features.REACH, 0]))
                if TYPES.index(t.type) == kind
            )
            known = {
                PIECES.of(word)[0]: told.role(word)
                for words_of in (told.actor, told.recipient, told.place, told.date, told.trigger)
                for word in words_of.split()
            }
            for at in np.flatnonzero(words[n]):
                roles[n, at, known.get(int(states[n, at, 0]), 0)] = SURE
            about[n, 0] = told.event_odds
            modes, statuses, contexts = np.split(
                about[n, 1:], [len(NAMED_MODES), len(NAMED_MODES) + len(STATUSES)]
            )
            modes[MODE_NUMBER[told.type, told.mode] if told.mode else 0] = SURE
            statuses[STATUSES.index(told.status)] = SURE
            contexts[:] = [SURE if name in told.contexts else -SURE for name in CONTEXTS]
        return roles, about


def sentences(*markup: str, **layers: object) -> Report:
    """Return a report as `build` makes it, with the tags of "'s", "-" and "his"."""
    report = build("r", *markup)
    tags = {"'s": "POS", "’s": "POS", "-": "HYPH", **dict.fromkeys(_OWNERS, "PRP$")}
    tokens = tuple(replace(t, tag=tags.get(t.text.lower(), "")) for t in report.tokens)
    return replace(report, tokens=tokens, **layers)  # type: ignore[arg-type]
