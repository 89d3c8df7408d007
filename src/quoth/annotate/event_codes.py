"""What the event network's numbers stand for; training and reading share this module."""

from __future__ import annotations

from quoth.annotate.plover import MODES, TYPES

# What a word is to an event.
ROLES = ("none", "actor", "recipient", "trigger", "place", "date")
NONE, ACTOR, RECIPIENT, TRIGGER, PLACE, DATE = range(len(ROLES))
# What the network is told of a word before it reads.
HINTS = ("none", "actor", "recipient", "trigger")
# Modes in one list, each with its type; the first is none.
NAMED_MODES: tuple[tuple[str, str], ...] = (
    ("", ""),
    *((kind, mode) for kind in TYPES for mode in MODES[kind]),
)
MODE_NUMBER = {pair: number for number, pair in enumerate(NAMED_MODES)}
# The modes that each type can have, as numbers; none is one of them.
MODES_OF = {
    kind: (0, *(n for n, (of, _) in enumerate(NAMED_MODES) if of == kind)) for kind in TYPES
}
