"""The attribution network at run time: two ONNX graphs, made by `training/attribution`.

`Network` is what reading needs of it, so that training can put the unquantised network in its
place.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from quoth.errors import ModelError

FOLDER = Path(__file__).parent / "models"
ENCODER = FOLDER / "attribution-encoder-int8.onnx"
READER = FOLDER / "attribution-reader-int8.onnx"

# onnxruntime ships no types.
_Session: TypeAlias = Any
Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


class Network(Protocol):
    """An encoder of windows and a reader of anchors; see `training/attribution/network.py`."""

    def encode(
        self, ids: Integers, word_of: Integers, traits: Integers, first: Integers
    ) -> tuple[Floats, Floats]:
        """Return the states (words, d) of a window and the anchor scores (words,), log odds."""
        ...

    def read(
        self, states: Floats, relations: Integers, words: NDArray[np.bool_]
    ) -> tuple[Floats, Floats]:
        """Return role scores (anchors, near, 4) and statement scores (anchors,), log odds."""
        ...


class OnnxNetwork:
    """The network that the package ships; loads its graphs at the first call.

    Threads may share it. A window is run on its own: dynamic int8 takes its scale from the whole
    batch, so in a batch a report's statements would depend on its neighbours.
    """

    def __init__(self, *, encoder: Path = ENCODER, reader: Path = READER) -> None:
        self._paths = (encoder, reader)
        self._loaded: tuple[_Session, _Session] | None = None
        self._lock = threading.Lock()

    def encode(
        self, ids: Integers, word_of: Integers, traits: Integers, first: Integers
    ) -> tuple[Floats, Floats]:
        """See `Network`."""
        states, scores = self._sessions()[0].run(
            None,
            {
                "ids": ids[None],
                "word_of": word_of[None],
                "traits": traits[None],
                "first": first[None],
            },
        )
        return states[0], scores[0]

    def read(
        self, states: Floats, relations: Integers, words: NDArray[np.bool_]
    ) -> tuple[Floats, Floats]:
        """See `Network`."""
        roles, scores = self._sessions()[1].run(
            None, {"states": states, "relations": relations, "words": words}
        )
        return roles, scores

    def _sessions(self) -> tuple[_Session, _Session]:
        with self._lock:
            if self._loaded is None:
                self._loaded = (session(self._paths[0]), session(self._paths[1]))
            return self._loaded


def session(model: Path) -> _Session:
    """Return a session that computes on one thread of the CPU; raises `ModelError`."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        message = f"the model {model.name} cannot be loaded; reinstall quoth ({error})"
        raise ModelError(message) from error


def word_pieces(path: Path) -> Any:  # noqa: ANN401 - tokenizers ships no types
    """Return the tokenizer in a file, neither padding nor cutting; raises `ModelError`."""
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:
        message = f"the tokenizer {path.name} cannot be loaded; reinstall quoth ({error})"
        raise ModelError(message) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
