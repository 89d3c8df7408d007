"""`Pool`: some archives open for reading, each for one question at a time.

An archive answers one question after the other, and DuckDB answers several at once where each has
a connection of its own. How many wait is bounded, so that a flood of requests ends in a quick
answer and leaves threads to others.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

from quoth.archive import Archive
from quoth.errors import ArchiveBusyError, ArchiveError, QueryError, UnknownIdError


class Pool:
    """At most `size` archives of one path; `waiting` questions more wait `wait_s` for one."""

    def __init__(self, path: Path, *, size: int, waiting: int, wait_s: float) -> None:
        self.path = path
        self._wait_s = wait_s
        self._turns = threading.Semaphore(size)
        self._places = threading.Semaphore(size + waiting)
        self._free: list[Archive] = []
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def archive(self) -> Iterator[Archive]:
        """Give an archive; raises ArchiveBusyError where too many ask at once."""
        if not self._places.acquire(blocking=False):
            raise ArchiveBusyError("too many requests wait; try again in a second")
        try:
            if not self._turns.acquire(timeout=self._wait_s):
                raise ArchiveBusyError(
                    f"all questions asked before this one took longer than {self._wait_s:g} s; "
                    "try again in a second"
                )
            try:
                yield from self._given()
            finally:
                self._turns.release()
        finally:
            self._places.release()

    def close(self) -> None:
        """Let the archives go; the next question opens them anew."""
        with self._lock:
            free, self._free = self._free, []
        for archive in free:
            archive.close()

    def _given(self) -> Iterator[Archive]:
        with self._lock:
            archive = self._free.pop() if self._free else None
        if archive is None:
            archive = Archive(self.path, read_only=True, wait_s=self._wait_s)
        try:
            yield archive
        except (QueryError, UnknownIdError, ArchiveBusyError):
            self._back(archive)
            raise
        except ArchiveError:  # the file may have gone, or another one stands in its place
            archive.close()
            raise
        except BaseException:
            self._back(archive)
            raise
        self._back(archive)

    def _back(self, archive: Archive) -> None:
        # The last one used comes first: its file is open still.
        with self._lock:
            self._free.append(archive)
