"""The event network at run time: two ONNX graphs, made by `training/events`.

`EventNetwork` is what reading needs of it, so that training can put the unquantised network in
its place.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from quoth.annotate.network import FOLDER, Floats, Integers, session

ENCODER = FOLDER / "events-encoder-int8.onnx"
READER = FOLDER / "events-reader-int8.onnx"

# onnxruntime ships no types.
_Session: TypeAlias = Any


class EventNetwork(Protocol):
    """An encoder of sentences and a reader of triggers; see `training/events/network.py`."""

    def encode(
        self, ids: Integers, word_of: Integers, traits: Integers, hints: Integers, first: Integers
    ) -> tuple[Floats, Floats, Floats]:
        """Return states (words, d), trigger scores (words, 16) and relation scores (17,).

        Trigger scores are log odds; relation scores, of none and the 16 types, go together
        through a softmax.
        """
        ...

    def read(
        self, states: Floats, relations: Integers, types: Integers, words: NDArray[np.bool_]
    ) -> tuple[Floats, Floats]:
        """Return role scores (triggers, near, 6) and what is told of each trigger's event.

        The latter has, in this order, log odds that it is an event, and scores of modes, statuses
        and contexts.
        """
        ...


class OnnxEventNetwork:
    """The network that the package ships; loads its graphs at the first call.

    Threads may share it. A sentence is run on its own: dynamic int8 takes its scale from the
    whole batch, so in a batch a sentence's events would depend on its neighbours.
    """

    def __init__(self, *, encoder: Path = ENCODER, reader: Path = READER) -> None:
        self._paths = (encoder, reader)
        self._loaded: tuple[_Session, _Session] | None = None
        self._lock = threading.Lock()

    def encode(
        self, ids: Integers, word_of: Integers, traits: Integers, hints: Integers, first: Integers
    ) -> tuple[Floats, Floats, Floats]:
        """See `EventNetwork`."""
        given = {"ids": ids, "word_of": word_of, "traits": traits, "hints": hints, "first": first}
        states, triggers, relation = self._sessions()[0].run(
            None, {name: array[None] for name, array in given.items()}
        )
        return states[0], triggers[0], relation[0]

    def read(
        self, states: Floats, relations: Integers, types: Integers, words: NDArray[np.bool_]
    ) -> tuple[Floats, Floats]:
        """See `EventNetwork`."""
        given = {"states": states, "relations": relations, "types": types, "words": words}
        roles, about = self._sessions()[1].run(None, given)
        return roles, about

    def _sessions(self) -> tuple[_Session, _Session]:
        with self._lock:
            if self._loaded is None:
                self._loaded = (session(self._paths[0]), session(self._paths[1]))
            return self._loaded
