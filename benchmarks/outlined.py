"""Invented reports with their outlines, made in a process of their own, for what brings them in."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import pickle
import re
from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from benchmarks.archive_reports import Maker
from quoth import group
from quoth.archive import Outlined

_HAND_OVER = 128


def outlined(count: int) -> Iterator[Outlined]:
    """Yield reports that another process makes, so that making them is not measured."""
    receive, send = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_make, args=(send, count))
    process.start()
    send.close()
    try:
        while True:
            yield from pickle.loads(receive.recv_bytes())
    except EOFError:
        process.join()


def _make(send: multiprocessing.connection.Connection, count: int) -> None:
    maker = Maker()
    for start in range(0, count, _HAND_OVER):
        reports = [maker.report(number) for number in range(start, min(count, start + _HAND_OVER))]
        outlined = [
            Outlined(report, group.outline(report, encode=word_vectors).to_bytes())
            for report in reports
        ]
        send.send_bytes(pickle.dumps(outlined))
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
