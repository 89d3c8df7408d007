"""The DuckDB file: opened for the moment it is needed, let go as soon as another waits for it.

DuckDB locks its file against every other process while one writes. So nobody keeps it: each call
opens it, and it stays open only for `LINGER_S` afterwards, in case another call follows, and not
even so long where somebody waits (`locks.Turn`). A reader therefore sees the archive as it was
after the writer's last transaction, whole, and waits as long as one transaction takes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from quoth.archive.locks import Turn
from quoth.errors import ArchiveBusyError, ArchiveError

# Opening costs 20 to 60 ms, so calls that follow one another share an open file.
LINGER_S = 0.5
# How often whoever has the file open without using it looks whether somebody waits.
_LOOK_S = 0.05
# How often a waiting process tries again: a failed try costs less than 1 ms.
_RETRY_S = 0.01
# Threads that open one file share what DuckDB makes for it; a second one must not get it half made.
_ONE_BY_ONE = threading.Lock()
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "1GB",
    # Nothing that an archive is asked may reach another file, the network or a Python variable.
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    # DuckDB would merge small row groups at each checkpoint, at a cost that grows with the table:
    # measured, 512 reports then took 0.14 s at first and 0.31 s after 10,000, now 0.08 s
    # throughout. `compact` merges them.
    "max_vacuum_tasks": 0,
    # So checkpoints are few: each writes a block or more (256 KiB) to each table, and how many row
    # groups there are is what questions cost (after 390 small checkpoints the file was 2.4 times as
    # large as after `compact`, and questions took twice as long). Until then new rows stand in the
    # log, which is as safe; one of 16 MB takes 0.1 s longer to open.
    "checkpoint_threshold": "16MB",
}


class File:
    """One DuckDB file; `opened` gives its connection, to one thread at a time."""

    def __init__(
        self, path: Path, *, read_only: bool, wait_s: float, linger_s: float = LINGER_S
    ) -> None:
        self.path = path
        self._linger_s = linger_s
        self._read_only = read_only
        self._wait_s = wait_s
        self._turn = Turn(path, writes=not read_only)
        self._lock = threading.RLock()
        self._depth = 0
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._timer: threading.Timer | None = None
        self._used = 0.0
        self._ended = False

    @property
    def writes(self) -> bool:
        """Whether the file is opened for writing."""
        return not self._read_only

    @contextlib.contextmanager
    def opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give the connection; what DuckDB cannot do is raised as an `ArchiveError`.

        Raises ArchiveBusyError where the file was in use for longer than the time to wait.
        """
        with self._lock:
            if self._ended:
                raise ArchiveError(f"{self.path}: the archive is closed; open it again")
            self._depth += 1
            try:
                connection = self._connection or self._open()
                yield connection
            except (duckdb.Error, OSError) as error:
                self.let_go()  # after a failed write DuckDB wants the file opened anew
                raise _told(error, self.path) from error
            finally:
                self._depth -= 1
                self._used = time.monotonic()
                if not self._depth:
                    self._after_use()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give the connection within a transaction: all that is written stands, or none of it."""
        with self.opened() as connection:
            connection.execute("BEGIN TRANSACTION")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(duckdb.Error):
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Let the file go, all in one piece: nothing is left in a log beside it."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if not self._read_only and _wal_bytes(self.path):
                with contextlib.suppress(ArchiveError), self.opened() as connection:
                    connection.execute("CHECKPOINT")
                if self._timer is not None:
                    self._timer.cancel()
                    self._timer = None
            self.let_go()

    def end(self) -> None:
        """Close for good."""
        self.close()
        self._ended = True

    def _open(self) -> duckdb.DuckDBPyConnection:
        until = time.monotonic() + self._wait_s
        with self._turn.waiting():
            while True:
                try:
                    with _ONE_BY_ONE:
                        self._connection = duckdb.connect(
                            str(self.path), read_only=self._read_only, config=dict(_CONFIG)
                        )
                except (duckdb.IOException, duckdb.ConnectionException) as error:
                    if not _is_busy(error):
                        raise
                    if time.monotonic() > until:
                        raise ArchiveBusyError(_busy(self.path, error)) from error
                    time.sleep(_RETRY_S)
                else:
                    self._settle(self._connection)
                    return self._connection

    def _settle(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Set what cannot be set on opening; a second connection of a process finds it set."""
        # DuckDB takes a program without a file ("python -c") for a person, and draws on its output.
        settings = ["SET enable_progress_bar = false"]
        if not self._read_only:
            settings.append("PRAGMA disable_checkpoint_on_shutdown")
        for setting in (*settings, "SET lock_configuration = true"):
            with contextlib.suppress(duckdb.InvalidInputException):
                connection.execute(setting)

    def _after_use(self) -> None:
        if self._connection is None:
            return
        if self._turn.somebody_waits():
            self.let_go()
        elif self._timer is None:
            self._arm()

    def _arm(self) -> None:
        self._timer = threading.Timer(_LOOK_S, self._idle)
        self._timer.daemon = True
        self._timer.start()

    def _idle(self) -> None:
        """Let the file go where it has not been used for a while."""
        if not self._lock.acquire(blocking=False):
            # A call is on. It may be past looking at the timer, so this one has to look again.
            self._arm()
            return
        try:
            self._timer = None
            left = self._used + self._linger_s - time.monotonic()
            if self._connection is None:
                return
            if left > 0 and not self._turn.somebody_waits():
                self._arm()
            else:
                self.let_go()
        finally:
            self._lock.release()

    def let_go(self) -> None:
        """Close the connection, in the middle of a call too: the next one opens it anew."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        connection.close()


def _wal_bytes(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.with_name(path.name + ".wal").stat().st_size
    return 0


def _is_busy(error: Exception) -> bool:
    text = str(error)
    return (
        "Could not set lock on file" in text
        or "different configuration" in text  # open in this process, for writing
        or "being used by another process" in text
    )


def _busy(path: Path, error: Exception) -> str:
    found = re.search(r"\(PID (\d+)\)", str(error))
    holder = f" (process {found[1]})" if found else ""
    return f"{path}: is in use by another program{holder}; try again later"


def _told(error: Exception, path: Path) -> Exception:
    """Return what went wrong with the file in words that say what to do."""
    text = " ".join(str(error).split())
    number = error.errno if isinstance(error, OSError) else None
    full = ("No space left", "File too large", "Disk quota", "not enough space")
    if number in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT) or any(w in text for w in full):
        return ArchiveError(
            f"{path}: the disk is full; nothing of this step was stored, all before it is. "
            "Make room and go on"
        )
    if isinstance(error, PermissionError) or "Permission denied" in text:
        return ArchiveError(f"{path}: no permission to read or write it")
    if "not a valid DuckDB database" in text:
        return ArchiveError(f"{path}: is not an archive of Quoth; name another file")
    if isinstance(error, OSError) and not os.path.lexists(path):
        return ArchiveError(f"{path}: there is no such archive")
    return ArchiveError(f"{path}: {text[:300]}")
