"""Work on many addresses at a time, several hosts beside each other, results in the given order."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

# Jobs begun ahead of the one that is waited for, a worker: enough to keep all busy behind a slow
# host, and a bound on what lies in memory.
_AHEAD = 4


class Crew(Generic[Job, Result]):
    """Workers for one list of jobs: `work` does one, `host_of` says whom it asks.

    One job at a time is begun for a host, so that a slow host holds up one worker and no more.
    """

    def __init__(
        self, work: Callable[[Job], Result], host_of: Callable[[Job], str], workers: int
    ) -> None:
        self._work = work
        self._host_of = host_of
        self._workers = workers
        self._changed = threading.Condition()
        self._waiting: OrderedDict[str, deque[tuple[int, Job]]] = OrderedDict()
        self._busy: set[str] = set()
        self._done: dict[int, Callable[[], Result]] = {}
        self._over = False

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
        """Yield each job with its result, in order; what `work` raises is raised at its place."""
        if self._workers < 2:
            for job in jobs:
                yield job, self._work(job)
            return
        threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(self._workers)]
        for thread in threads:
            thread.start()
        begun: deque[tuple[int, Job]] = deque()
        source = iter(enumerate(jobs))
        try:
            while True:
                while len(begun) < _AHEAD * self._workers and (more := next(source, None)):
                    begun.append(more)
                    self._offer(*more)
                if not begun:
                    return
                number, first = begun.popleft()
                yield first, self._result(number)
        finally:
            with self._changed:
                self._over = True
                self._waiting.clear()
                self._changed.notify_all()

    def _offer(self, number: int, job: Job) -> None:
        with self._changed:
            self._waiting.setdefault(self._host_of(job), deque()).append((number, job))
            self._changed.notify()

    def _result(self, number: int) -> Result:
        with self._changed:
            while number not in self._done:
                self._changed.wait()
            found = self._done.pop(number)
        return found()

    def _serve(self) -> None:
        while (taken := self._take()) is not None:
            host, number, job = taken
            found = _outcome(self._work, job)
            with self._changed:
                self._busy.discard(host)
                self._done[number] = found
                self._changed.notify_all()

    def _take(self) -> tuple[str, int, Job] | None:
        """Return the next job whose host is free, None when there will be none."""
        with self._changed:
            while not self._over:
                free = next((host for host in self._waiting if host not in self._busy), None)
                if free is not None:
                    queue = self._waiting[free]
                    number, job = queue.popleft()
                    if not queue:
                        del self._waiting[free]
                    self._busy.add(free)
                    return free, number, job
                self._changed.wait()
        return None


def _outcome(work: Callable[[Job], Result], job: Job) -> Callable[[], Result]:
    """Do a job, and return what gives its result, or raises what it raised, where it is wanted."""
    try:
        result = work(job)
    except BaseException as error:
        fault = error

        def fails() -> Result:
            raise fault

        return fails
    return lambda: result
