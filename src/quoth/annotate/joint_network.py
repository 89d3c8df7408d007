"""The joint network: two units read together -> how likely they tell the same thing.

MiniLM-L6, fine-tuned on stories in which readers marked what several reports tell and on groups of
passages written to be mistaken for each other (`training/pairs`). It sees both sentences at once,
with the words of the two units marked and whoever says them named, so it can weigh what the one
has and the other has not. It costs a run for every pair, so it is asked about likely pairs only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from quoth.annotate.encoder import MODEL as TOKENIZED
from quoth.annotate.network import FOLDER, session, word_pieces

MODEL = FOLDER / "joint-int8.onnx"
# Word pieces of one side: of the speaker's name, and of the sentence around the unit.
NAME, WIDEST = 8, 56
# What a piece is: neither, the unit's own, or the speaker's name.
AROUND, OWN, SPEAKER = 0, 1, 2


class Side(NamedTuple):
    """A unit in its sentence: `spans` are its characters in `text`, `speaker` who says it or ""."""

    speaker: str
    text: str
    spans: tuple[tuple[int, int], ...]


class SidePieces(NamedTuple):
    """The word pieces of a side, and what each is."""

    ids: tuple[int, ...]
    marks: tuple[int, ...]


class JointInput(NamedTuple):
    """The input of the network: ids, kinds (0 first side, 1 second) and marks, each (p,)."""

    ids: NDArray[np.int64]
    kinds: NDArray[np.int64]
    marks: NDArray[np.int64]


class JointNetwork:
    """Reads pairs of units; loads the model at the first call.

    Each pair is run on its own, as `Encoder` does with texts and for the same reason.
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

    def judge(self, sides: Sequence[Side], pairs: Sequence[tuple[int, int]]) -> Iterator[float]:
        """Yield, for each pair (indices into `sides`), the log odds that both tell the same."""
        session, tokenizer = self._session, self._tokenizer
        needed = sorted({index for pair in pairs for index in pair})
        pieces = {index: side_pieces(tokenizer, sides[index]) for index in needed}
        start, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")

        def one(pair: tuple[int, int]) -> float:
            given = joint_input(*in_order(*(pieces[index] for index in pair)), start, end)
            found = session.run(None, {name: v[None] for name, v in given._asdict().items()})
            return float(found[0][0])

        with ThreadPoolExecutor(self._threads) as pool:
            yield from pool.map(one, pairs)


def in_order(a: SidePieces, b: SidePieces) -> tuple[SidePieces, SidePieces]:
    """Return two sides in an order that hangs on nothing but themselves."""
    return (a, b) if a <= b else (b, a)


def joint_input(a: SidePieces, b: SidePieces, start: int, end: int) -> JointInput:
    """Return the network's input; `start` and `end` are the ids of [CLS] and [SEP]."""
    ids = [start, *a.ids, end, *b.ids, end]
    marks = [AROUND, *a.marks, AROUND, *b.marks, AROUND]
    kinds = [0] * (len(a.ids) + 2) + [1] * (len(b.ids) + 1)
    found = (np.array(values, dtype=np.int64) for values in (ids, kinds, marks))
    return JointInput(*found)


def side_pieces(tokenizer: Any, side: Side) -> SidePieces:  # noqa: ANN401
    """Return the pieces of a side: who says it, and the sentence, cut around the unit if long."""
    name = tokenizer.encode(side.speaker, add_special_tokens=False).ids[:NAME]
    if name:
        name = [*name, tokenizer.token_to_id(":")]
    found = tokenizer.encode(side.text, add_special_tokens=False)
    marks = [
        OWN if any(a < end and start < b for start, end in side.spans) else AROUND
        for a, b in found.offsets
    ]
    first = marks.index(OWN) if OWN in marks else 0
    last = len(marks) - marks[::-1].index(OWN) if OWN in marks else len(marks)
    begin = max(0, min(first, (first + last - WIDEST) // 2, len(marks) - WIDEST))
    if last - first >= WIDEST:
        begin = first
    own = slice(begin, begin + WIDEST)
    return SidePieces((*name, *found.ids[own]), (*[SPEAKER] * len(name), *marks[own]))
