"""Who may write, and whose turn it is: locks of the operating system beside the archive's file.

Two small files stand beside an archive. `FILE.lock` is held by the one writer for as long as it has
the archive open, and names it. `FILE.turn` is held for moments by those that wait for the file
itself, so that whoever has it open can see that another is waiting. A process that dies leaves no
lock behind, only the empty files.

Known gaps: on Windows a waiting process cannot be seen, so the file is let go at once after each
call; that path is not tested. On network drives the locks are as good as the drive's own.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Lease:
    """The right to write, held from `take` to `give_back`."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + ".lock")
        self._descriptor: int | None = None

    def take(self, since: datetime) -> str | None:
        """Take the right to write; returns None, or who holds it in words."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
        if not _lock(descriptor, exclusive=True):
            holder = os.pread(descriptor, 400, 0).decode("utf-8", "replace").strip()
            os.close(descriptor)
            return holder or "another program"
        who = f"process {os.getpid()} on {socket.gethostname()}, since {since:%Y-%m-%d %H:%M} UTC"
        # The name is only for the message: where the disk is full, the lock holds without it.
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, who.encode(), 0)
        self._descriptor = descriptor
        return None

    def give_back(self) -> None:
        """Let others write."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None


class Turn:
    """The turnstile before the file: writers pass alone, readers together.

    Who waits for the file stands in it, so `somebody_waits` tells whoever has the file open to let
    go. A reader cannot pass while a writer waits: a stream of readers keeps no writer out.
    """

    def __init__(self, path: Path, *, writes: bool) -> None:
        self._path = path.with_name(path.name + ".turn")
        self._writes = writes

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """Stand in the turnstile; blocks while another writer stands in it."""
        descriptor = self._open()
        if descriptor is None:
            yield
            return
        try:
            _lock(descriptor, exclusive=self._writes, block=True)
            yield
        finally:
            os.close(descriptor)

    def somebody_waits(self) -> bool:
        """Return whether somebody waits whom an open file keeps out."""
        if sys.platform == "win32":
            return True
        descriptor = self._open()
        if descriptor is None:
            return True
        try:
            # What a reader has open keeps only writers out; these stand in it exclusively.
            return not _lock(descriptor, exclusive=self._writes)
        finally:
            os.close(descriptor)

    def _open(self) -> int | None:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError:  # a folder that cannot be written to: nobody writes there, none need wait
            return None


def _lock(descriptor: int, *, exclusive: bool, block: bool = False) -> bool:
    if sys.platform == "win32":
        try:
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if block else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
    try:
        fcntl.flock(descriptor, kind if block else kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
