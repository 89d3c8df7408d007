"""What is equal is run through a network once, and gives what running it each time gives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from quoth.annotate.encoder import Remembering
from quoth.annotate.unit_network import UnitNetwork


def test_a_text_is_encoded_once_however_often_it_is_asked_for() -> None:
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return np.array([[len(text), 1] for text in texts], dtype=np.float32).reshape(-1, 2)

    remembering = Remembering(encode)
    assert remembering([]).shape == (0, 2)
    assert remembering(["aa", "b", "aa"]).tolist() == [[2, 1], [1, 1], [2, 1]]
    assert remembering(["b", "ccc"]).tolist() == [[1, 1], [3, 1]]
    assert asked == ["aa", "b", "ccc"]


class _Counting:
    def __init__(self, session: object) -> None:
        self.session, self.runs = session, 0

    def run(self, *args: object) -> object:
        self.runs += 1
        return self.session.run(*args)


def test_equal_sentences_in_equal_contexts_are_read_once() -> None:
    network = UnitNetwork()
    counting = network.__dict__["_session"] = _Counting(network._session)
    told = [
        ("It rained. ", "The port was closed."),
        ("", "The port was closed."),
        ("It rained. ", "The port was closed."),
        ("It rained. ", "The harbour was shut."),
        ("", "The port was closed."),
    ]
    found = list(network.read(told))
    assert counting.runs == 3
    for one, sentence in zip(found, told, strict=True):
        (alone,) = network.read([sentence])
        assert all(np.array_equal(a, b) for a, b in zip(one, alone, strict=True))
    assert list(network.read([])) == []
