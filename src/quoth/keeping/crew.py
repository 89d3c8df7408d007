"""Reading in several processes: each loads the models once; results come in the order of inputs."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import TypeVar

from quoth.config import ReaderOptions
from quoth.errors import ReadingError
from quoth.pipeline import Reader
from quoth.records import Rejected, Report

Other = TypeVar("Other")
# Reports a worker that are begun ahead of the one that is waited for: enough to keep all busy
# behind a long one, and a bound on what lies in memory.
AHEAD = 4


def read_in_processes(
    items: Iterable[Report | Other],
    *,
    options: ReaderOptions,
    workers: int,
    make: Callable[[ReaderOptions], Reader] | None = None,
) -> Iterator[Report | Other | Rejected]:
    """Yield ingested reports as they are read, as `Reader.iter_finish` does, `workers` at a time.

    The layers that nobody stores (tokens, mentions) are left out. `make` makes the reader of a
    worker, a function that its process can import; each works on one thread.

    Raises ReadingError where a worker dies.
    """
    options = replace(options, threads=1)
    waiting: deque[Future[Report | Rejected] | _Passed[Other]] = deque()
    pool = ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(make or _make, options),
    )
    try:
        for item in items:
            if isinstance(item, Report):
                waiting.append(pool.submit(_read, item))
            else:
                waiting.append(_Passed(item))
            while len(waiting) > AHEAD * workers or (waiting and waiting[0].done()):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise ReadingError(
            "a process that was reading died, perhaps for want of memory; take fewer --workers"
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


class _Passed(tuple[Other]):
    """Something that is no report, among the reports that are being read."""

    __slots__ = ()

    def __new__(cls, item: Other) -> _Passed[Other]:
        return super().__new__(cls, (item,))

    def done(self) -> bool:
        return True

    def result(self) -> Other:
        return self[0]


_made: tuple[Callable[[ReaderOptions], Reader], ReaderOptions] | None = None
_reader: Reader | None = None


def _make(options: ReaderOptions) -> Reader:
    return Reader(options=options)


def _begin(make: Callable[[ReaderOptions], Reader], options: ReaderOptions) -> None:
    """Remember how to make the reader; whoever started the program decides when it ends."""
    global _made  # noqa: PLW0603 - a worker has one reader
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _made = (make, options)


def _read(report: Report) -> Report | Rejected:
    global _reader  # noqa: PLW0603
    if _reader is None:
        if _made is None:
            raise AssertionError("a worker begins before it reads")
        make, options = _made
        _reader = make(options)  # here and not at the beginning, so that what goes wrong is told
    (found,) = _reader.iter_finish([report])
    return replace(found, tokens=(), mentions=()) if isinstance(found, Report) else found
