"""The unit network: what each word piece of a sentence tells, as a vector with a weight.

MiniLM-L6, fine-tuned on stories in which readers marked what several reports tell
(`training/pairs`). Units of two reports are compared piece by piece by these vectors, so that "the
port" can be met by "the harbour" and "40 people" is not met by "the mayor".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from quoth.annotate.encoder import MODEL as TOKENIZED
from quoth.annotate.network import FOLDER, session, word_pieces

MODEL = FOLDER / "units-encoder-int8.onnx"
# Word pieces read of what stands before a sentence, and of the sentence itself.
CONTEXT, LONGEST = 24, 96
# Vectors, weights and states of a sentence's pieces.
_Outputs = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]


class PieceReading(NamedTuple):
    """The pieces of one sentence.

    `places` (p, 2) are their characters in the sentence, `vectors` (p, 96) have length 1, `weights`
    (p,) are above 0, `states` (p, 384) are what the encoder makes of them.
    """

    places: NDArray[np.int64]
    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]
    states: NDArray[np.float32]


class UnitNetwork:
    """Reads sentences in their context; loads the model at the first call.

    Each sentence is run on its own, as `Encoder` does and for the same reason.
    """

    def __init__(self, *, model: Path = MODEL, threads: int = 2) -> None:
        self._model = model
        self._threads = threads

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 - onnxruntime ships no types
        return session(self._model)

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - tokenizers ships no types
        return word_pieces(TOKENIZED.with_suffix(".tokenizer.json"))

    def read(self, sentences: Sequence[tuple[str, str]]) -> Iterator[PieceReading]:
        """Yield the reading of each sentence, given as (what stands before it, its text).

        What is equal to the network is run but once.
        """
        given = [sentence_pieces(self._tokenizer, *sentence) for sentence in sentences]
        inputs = [(pieces.ids.tobytes(), pieces.first) for pieces in given]
        ahead = Counter(inputs)
        distinct = dict(zip(inputs, given, strict=True))
        read: dict[tuple[bytes, int], _Outputs] = {}
        with ThreadPoolExecutor(self._threads) as pool:
            fresh = pool.map(partial(_run, self._session), distinct.values())
            for pieces, key in zip(given, inputs, strict=True):
                outputs = read.pop(key, None) or next(fresh)
                ahead[key] -= 1
                if ahead[key]:  # kept only as long as it is needed: a sentence's states are large
                    read[key] = outputs
                yield PieceReading(pieces.places, *outputs)


class Pieces(NamedTuple):
    """The input of the network: ids and kinds (n,), and the sentence's own pieces in it.

    They begin at `first`; `places` (p, 2) has their characters in the sentence. `kinds` is 0 for
    what stands before the sentence, else 1.
    """

    ids: NDArray[np.int64]
    kinds: NDArray[np.int64]
    first: int
    places: NDArray[np.int64]


def sentence_pieces(tokenizer: Any, before: str, text: str) -> Pieces:  # noqa: ANN401
    """Return the pieces of a sentence behind the last ones of what stands before it."""
    context = tokenizer.encode(before, add_special_tokens=False).ids[-CONTEXT:]
    own = tokenizer.encode(text, add_special_tokens=False)
    ids = own.ids[:LONGEST]
    start, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    first = len(context) + 2
    return Pieces(
        np.array([start, *context, end, *ids, end], dtype=np.int64),
        np.array([0] * first + [1] * (len(ids) + 1), dtype=np.int64),
        first,
        np.array(own.offsets[: len(ids)], dtype=np.int64).reshape(-1, 2),
    )


def _run(session: Any, pieces: Pieces) -> _Outputs:  # noqa: ANN401
    shape = {"ids": pieces.ids, "kinds": pieces.kinds}
    found = session.run(None, {name: value[None] for name, value in shape.items()})
    own = slice(pieces.first, pieces.first + len(pieces.places))
    vectors, weights, states = (value[0][own] for value in found)
    return vectors, weights, states
