"""Sentence vectors from the ONNX encoder that the package ships.

The model is all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Wang et al. 2020), exported and
quantised by `training/encoder/export.py`; its card is `training/encoder/README.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quoth.annotate.network import session, word_pieces

MODEL = Path(__file__).parent / "models" / "minilm-l6-v2-int8.onnx"
DIMENSIONS = 384
# Word pieces read of one text: the length the encoder was trained on. A longer unit is cut.
MAX_PIECES = 128


class Encoder:
    """Turns texts into unit vectors; loads the model at the first call.

    Each text is run on its own, never in a padded batch: dynamic int8 takes its scale from the
    whole batch, so in a batch a vector would depend on its neighbours. On one thread this is no
    slower, as no padding is computed.
    """

    def __init__(self, *, model: Path = MODEL, threads: int = 2) -> None:
        self._model = model
        self._threads = threads

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 - onnxruntime ships no types
        return session(self._model)

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - tokenizers ships no types
        tokenizer = word_pieces(self._model.with_suffix(".tokenizer.json"))
        tokenizer.enable_truncation(MAX_PIECES)
        return tokenizer

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors, shape (len(texts), 384); equal texts give equal vectors."""
        distinct = list(dict.fromkeys(texts))
        row = {text: number for number, text in enumerate(distinct)}
        vectors = np.zeros((len(distinct), DIMENSIONS), dtype=np.float32)
        for number, vector in enumerate(self._vectors(distinct)):
            vectors[number] = vector
        return vectors[[row[text] for text in texts]] if texts else vectors

    def _vectors(self, texts: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        session, tokenizer = self._session, self._tokenizer

        def one(text: str) -> NDArray[np.float32]:
            encoded = tokenizer.encode(text)
            feeds = {
                "input_ids": np.array([encoded.ids], dtype=np.int64),
                "attention_mask": np.array([encoded.attention_mask], dtype=np.int64),
            }
            vector: NDArray[np.float32] = session.run(None, feeds)[0][0]
            return vector

        with ThreadPoolExecutor(self._threads) as pool:
            yield from pool.map(one, texts)


class Remembering:
    """Encodes each text once, however often it is asked for, as long as this object is kept.

    Reports of one story tell much in the same words, and the stages of a comparison ask for the
    same sentences; a vector depends on nothing but its text, so remembering changes none.
    """

    def __init__(self, encode: Callable[[Sequence[str]], NDArray[np.float32]]) -> None:
        self._encode = encode
        self._known: dict[str, NDArray[np.float32]] = {}

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors that `encode` gives these texts."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encode(new), strict=True))
        return np.array([self._known[text] for text in texts]) if texts else self._encode(texts)
