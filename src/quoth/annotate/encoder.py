"""Sentence vectors from the ONNX encoder that the package ships.

The model is all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Wang et al. 2020), exported and
quantised by `training/encoder/export.py`; its card is `training/encoder/README.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
