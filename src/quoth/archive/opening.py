"""Opening an archive, for reading or for writing, and its index beside it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from quoth.archive import migrate
from quoth.archive.backing import beside
from quoth.archive.files import LINGER_S, File
from quoth.archive.index import Index
from quoth.archive.locks import Lease
from quoth.errors import ArchiveBusyError, ArchiveError, ArchiveVersionError

# How long a call waits for the file: longer than any transaction of a batch takes.
WAIT_S = 30.0


def utc_now() -> datetime:
    """Return the moment, as the tables have it: in UTC, without a zone."""
    return datetime.now(tz=UTC).replace(tzinfo=None)


class Opened:
    """An archive that is open; what it can be asked and told is in its subclasses."""

    def __init__(
        self,
        path: str | Path,
        *,
        read_only: bool = False,
        wait_s: float = WAIT_S,
        linger_s: float = LINGER_S,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.path = Path(path)
        self.read_only = read_only
        self._clock = clock
        self._wait_s = wait_s
        self._lease = Lease(self.path)
        self._file = File(self.path, read_only=read_only, wait_s=wait_s, linger_s=linger_s)
        self._index = Index(self.path.with_name(self.path.name + ".search"))
        if read_only:
            self._look()
        else:
            self._take()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the archive go; closing it twice does no harm."""
        self._file.end()
        self._index.close()
        self._lease.give_back()

    def _look(self) -> None:
        if not self.path.is_file():
            raise ArchiveError(f"{self.path}: there is no such archive")
        with self._file.opened() as connection:
            version = migrate.check_version(connection, self.path)
        if version < migrate.newest():
            raise ArchiveVersionError(
                f"{self.path}: was written by an older Quoth; open it once for writing, which "
                "keeps a copy of it and brings it up"
            )

    def _take(self) -> None:
        folder = self.path.absolute().parent
        if not folder.is_dir():
            raise ArchiveError(f"{self.path}: there is no folder {folder}; make it first")
        if self.path.exists() and not self.path.is_file():
            raise ArchiveError(f"{self.path}: is not a file; name the archive's file")
        try:
            holder = self._lease.take(self._clock())
        except OSError as error:
            raise ArchiveError(
                f"{self.path}: no permission to write in {folder}; open it with read_only=True"
            ) from error
        if holder is not None:
            raise ArchiveBusyError(
                f"{self.path}: is being written to by {holder}; wait until that has finished, or "
                "open it with read_only=True"
            )
        try:
            if not self.path.exists():
                self._make()
            migrate.prepare(self._file, self._clock())
        except BaseException:
            self.close()
            raise

    def _make(self) -> None:
        """Make a new archive beside its place and put it there: it is whole or not there."""
        temporary = beside(self.path)
        temporary.unlink()  # DuckDB makes the file itself
        try:
            file = File(temporary, read_only=False, wait_s=self._wait_s)
            migrate.prepare(file, self._clock())
            with file.opened() as connection:
                connection.execute("CHECKPOINT")
            file.close()
            temporary.replace(self.path)
        finally:
            for ending in ("", ".turn", ".wal"):
                temporary.with_name(temporary.name + ending).unlink(missing_ok=True)

    def _bring_up_index(self) -> None:
        """Bring the index in step with the archive; raises ArchiveError where it cannot be."""
        until = time.monotonic() + self._wait_s
        while True:
            with self._file.opened() as connection:
                if self._index.in_step(connection):
                    return
                self._index.close()  # another process may have made a new one
                if self._index.in_step(connection):
                    return
            if not self.read_only:
                self._catch_up()
                return
            lease = Lease(self.path)
            try:
                holder = lease.take(self._clock())
            except OSError:  # nothing can be written here: the index is made in memory
                self._index = Index(None)
                self._catch_up()
                return
            if holder is None:
                with contextlib.closing(_Returned(lease)):
                    self._catch_up()
                return
            if time.monotonic() > until:
                raise ArchiveBusyError(
                    f"{self.path}: the search index is being brought up by {holder}; try again "
                    "later"
                )
            time.sleep(0.05)

    def _catch_up(self) -> None:
        done = False
        while not done:  # the file is let go in between where others wait for it
            with self._file.opened() as connection:
                done = self._index.catch_up(connection)

    def _writing(self) -> None:
        if self.read_only:
            raise ArchiveError(f"{self.path}: is open for reading only; open it for writing")


class _Returned:
    """A lease that is given back on closing."""

    def __init__(self, lease: Lease) -> None:
        self.close = lease.give_back
