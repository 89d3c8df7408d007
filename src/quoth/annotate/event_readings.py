"""What the event network makes of a report: for each likely trigger, the event it would be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quoth.annotate import features
from quoth.annotate.event_codes import NAMED_MODES
from quoth.annotate.event_network import EventNetwork
from quoth.annotate.features import Window, WordPieces
from quoth.annotate.network import Floats
from quoth.annotate.plover import CONTEXTS, STATUSES, TYPES
from quoth.annotate.readings import TOKENIZER
from quoth.annotate.tree import Range, Tree
from quoth.records import Report

# Triggers less likely than this are not read.
LEAST_TRIGGER = 0.15
# Pieces of one sentence; what is longer is read in parts. Training saw 200 at most.
SENTENCE_PIECES = 200
_MODES, _STATUSES = 1, 1 + len(NAMED_MODES)
_CONTEXTS = _STATUSES + len(STATUSES)


@dataclass(frozen=True, slots=True)
class EventReading:
    """A trigger of a type, and the event that it would be.

    `type` indexes `plover.TYPES`. `trigger_odds` and `event_odds` are log odds: of the word by
    itself, and with all that the reader saw. `roles` has shape (words, 6), probabilities of
    `event_codes.ROLES` for the tokens from `first` on. `modes`, `statuses` and `contexts` are
    probabilities; modes and statuses add up to 1.
    """

    anchor: int
    type: int
    trigger_odds: float
    event_odds: float
    first: int
    roles: NDArray[np.float32]
    modes: NDArray[np.float32]
    statuses: NDArray[np.float32]
    contexts: NDArray[np.float32]


class EventReader:
    """Runs the event network over reports."""

    def __init__(self, network: EventNetwork, *, tokenizer: Path = TOKENIZER) -> None:
        self._network = network
        self._pieces = WordPieces(tokenizer)

    def open(self, report: Report, tree: Tree) -> OpenEvents:
        """Return a report ready to be read."""
        return OpenEvents(self._network, self._pieces, report, tree)


class OpenEvents:
    """A report that the event network reads, a sentence at a time."""

    def __init__(
        self, network: EventNetwork, pieces: WordPieces, report: Report, tree: Tree
    ) -> None:
        self._network = network
        self._ends = pieces.ends
        self._tree = tree
        self._words = features.words(report, pieces)

    def readings(self, part: Range) -> Iterator[EventReading]:
        """Yield the likely triggers of a sentence in order of their words and types."""
        for window in self._windows(part):
            states, triggers, _ = self._encode(window, {})
            least = np.log(LEAST_TRIGGER / (1 - LEAST_TRIGGER))
            found = np.argwhere(triggers > least)
            if len(found):
                yield from self._read(window, states, triggers, found)

    def relation(self, part: Range, hints: Mapping[int, int]) -> NDArray[np.float32]:
        """Return the probabilities of none and of each type for words with hints.

        `part` is the sentence, `hints` gives words a number of `event_codes.HINTS`.
        """
        for window in self._windows(part):
            if any(window.first <= i < window.last for i in hints):
                return _softmax(self._encode(window, hints)[2])
        nothing: NDArray[np.float32] = np.eye(1 + len(TYPES), dtype=np.float32)[0]
        return nothing

    def _windows(self, part: Range) -> Iterator[Window]:
        """Yield a sentence, in parts where it is too long."""
        first, size = part.first, 0
        for i in range(*part):
            size += len(self._words.pieces[i])
            if size > SENTENCE_PIECES - 2 and i > first:
                yield Window(first, i)
                first, size = i, len(self._words.pieces[i])
        if part.last > first:
            yield Window(first, part.last)

    def _encode(self, window: Window, hints: Mapping[int, int]) -> tuple[Floats, Floats, Floats]:
        ids, word_of, first = features.layout(self._words.pieces, window, self._ends)
        traits = self._words.traits[window.first : window.last].copy()
        # A sentence is read as training read it: by itself.
        traits[0, features.PLACE] = 3
        given = np.zeros(window.last - window.first, dtype=np.int64)
        for i, hint in hints.items():
            if window.first <= i < window.last:
                given[i - window.first] = hint
        return self._network.encode(ids, word_of, traits, given, first)

    def _read(
        self, window: Window, states: Floats, triggers: Floats, found: NDArray[np.int64]
    ) -> Iterator[EventReading]:
        reach = features.REACH
        anchors, types = found[:, 0], found[:, 1]
        index = anchors[:, None] + np.arange(-reach, reach + 1)
        inside = (index >= 0) & (index < len(states))
        near = states[index.clip(0, len(states) - 1)]
        hangs = [features.relations(self._tree, window.first + int(a), window) for a in anchors]
        roles, about = self._network.read(near, np.stack(hangs), types, inside)
        given = _softmax(roles)
        for n, (anchor, kind) in enumerate(zip(anchors.tolist(), types.tolist(), strict=True)):
            low, high = max(0, anchor - reach), min(len(states), anchor + reach + 1)
            yield EventReading(
                anchor=window.first + anchor,
                type=kind,
                trigger_odds=float(triggers[anchor, kind]),
                event_odds=float(about[n, 0]),
                first=window.first + low,
                roles=given[n, low - anchor + reach : high - anchor + reach],
                modes=_softmax(about[n, _MODES:_STATUSES]),
                statuses=_softmax(about[n, _STATUSES:_CONTEXTS]),
                contexts=_odds(about[n, _CONTEXTS : _CONTEXTS + len(CONTEXTS)]),
            )


def _softmax(scores: Sequence[float] | Floats) -> NDArray[np.float32]:
    values = np.asarray(scores, dtype=np.float32)
    odds = np.exp(values - values.max(-1, keepdims=True))
    result: NDArray[np.float32] = odds / odds.sum(-1, keepdims=True)
    return result


def _odds(scores: Floats) -> NDArray[np.float32]:
    return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float32)
