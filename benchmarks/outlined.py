"""Invented reports, with or without their outlines, made in a process of their own."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import pickle
import re
from collections.abc import Iterator, Sequence
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from benchmarks.archive_reports import Maker
from quoth import group
from quoth.archive import Outlined
from quoth.records import Report

_HAND_OVER = 128


def plain(count: int) -> Iterator[Report]:
    """Yield reports that another process makes, so that making them is not measured."""
    yield from _handed_over(count, _Plain)


def outlined(count: int) -> Iterator[Outlined]:
    """Yield reports with their outlines that another process makes."""
    yield from _handed_over(count, _Outlined)


def _handed_over(count: int, kind: type[_Plain]) -> Iterator[Any]:
    receive, send = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_make, args=(send, count, kind))
    process.start()
    send.close()
    try:
        while True:
            yield from pickle.loads(receive.recv_bytes())
    except EOFError:
        process.join()


class _Plain:
    """Makes what is handed over of the n-th report."""

    def __init__(self) -> None:
        self._maker = Maker()

    def __call__(self, number: int) -> Any:  # noqa: ANN401 - whatever the archive takes
        return self._maker.report(number)


class _Outlined(_Plain):
    def __call__(self, number: int) -> Outlined:
        report = self._maker.report(number)
        return Outlined(report, group.outline(report, encode=word_vectors).to_bytes())


def _make(send: multiprocessing.connection.Connection, count: int, kind: type[_Plain]) -> None:
    of = kind()
    for start in range(0, count, _HAND_OVER):
        numbers = range(start, min(count, start + _HAND_OVER))
        send.send_bytes(pickle.dumps([of(number) for number in numbers]))
    send.close()


def word_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return vectors of the words of texts, which need no model."""
    rows = np.zeros((len(texts), 384), dtype=np.float32)
    for number, text in enumerate(texts):
        for word in re.findall(r"\w+", text.lower()):
            rows[number, crc32(word.encode()) % 384] += 1
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: NDArray[np.float32] = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return found
