"""`Reading`: a queue before the one process that runs models, with a bound and a time limit."""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial

from quoth.serve.api import work
from quoth.serve.api.options import ApiOptions
from quoth.serve.api.problems import Refused

# What a client is told to wait where the queue is full: reading a report takes about a second.
RETRY_S = 5
_DIED = "the process that reads has ended, perhaps for want of memory; a new one starts"


class Reading:
    """Does jobs one after the other; the process starts with the first one and stays."""

    def __init__(self, options: ApiOptions) -> None:
        self._options = options
        self._lock = threading.Lock()
        self._pool: Executor | None = None
        self._waiting = 0

    async def done(self, job: work.Job) -> str:
        """Return the JSON that came of a job; raises Refused for all that goes wrong."""
        pool, future = self._begun(job)
        try:
            # The future is not cancelled with the request: a job that writes ends as it should.
            found = await asyncio.wait_for(
                asyncio.shield(asyncio.wrap_future(future)), self._options.reading_s
            )
        except TimeoutError:
            if not future.cancel():
                self._end(pool)
            took = f"it took longer than {self._options.reading_s:g} s and was stopped"
            raise Refused("busy", f"{took}; send less at a time", retry_s=RETRY_S) from None
        except BrokenProcessPool:
            self._end(pool)
            raise Refused("busy", _DIED, retry_s=RETRY_S) from None
        except asyncio.CancelledError:
            if future.cancelled():  # with the process, and not by the client
                raise Refused("busy", _DIED, retry_s=RETRY_S) from None
            raise
        if found.problem:
            raise Refused(found.problem, found.detail)
        return found.text

    def close(self) -> None:
        """End the process, whatever it is doing; the next job starts a new one."""
        if self._pool is not None:
            self._end(self._pool)

    def _end(self, pool: Executor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
        if isinstance(pool, ProcessPoolExecutor):
            for process in list((pool._processes or {}).values()):
                process.terminate()
        pool.shutdown(wait=False, cancel_futures=True)

    def _begun(self, job: work.Job) -> tuple[Executor, Future[work.Done]]:
        with self._lock:
            if self._waiting > self._options.queue:
                raise Refused(
                    "busy", f"{self._waiting} requests wait to be read; try again later",
                    retry_s=RETRY_S,
                )  # fmt: skip
            if self._pool is None:
                self._pool = self._made()
            try:
                future = self._pool.submit(work.do, job)
            except BrokenProcessPool:  # it died since the last job
                self._pool = self._made()
                future = self._pool.submit(work.do, job)
            self._waiting += 1
            pool = self._pool
        future.add_done_callback(self._ended)
        return pool, future

    def _ended(self, _: Future[work.Done]) -> None:
        with self._lock:
            self._waiting -= 1

    def _made(self) -> Executor:
        begin = partial(work.begin, self._options.reader, process=self._options.processes)
        if not self._options.processes:
            return ThreadPoolExecutor(1, "quoth-reading", initializer=begin)
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(1, mp_context=context, initializer=begin)
