"""Where a result goes: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from quoth.errors import QuothError


class OutputError(QuothError):
    """A result cannot be written where it was asked for."""


def check(path: Path) -> None:
    """Raise `OutputError` where a file could not be written; asked before the work begins."""
    try:
        if path.is_dir():
            raise OutputError(f"cannot write {path}: it is a folder; name a file in it")
        if _special(path):
            return
        folder = path.resolve().parent
        if not folder.is_dir():
            raise OutputError(
                f"cannot write {path}: there is no folder {path.parent}; make it first"
            )
        if not os.access(folder, os.W_OK):
            raise OutputError(f"cannot write {path}: no permission to write in {path.parent}")
    except (OSError, ValueError) as error:
        raise OutputError(f"cannot write {path}: {_reason(error)}") from error


def write(pieces: Iterable[str | bytes], path: Path | None, *, encoding: str = "utf-8") -> None:
    """Write a result: to standard output piece by piece, or to a file as one.

    A file is replaced only when all of it is written. What is no regular file (a pipe, a device)
    is written to directly.
    """
    encoded = (
        piece if isinstance(piece, bytes) else piece.encode(encoding, errors="replace")
        for piece in pieces
    )
    if path is None:
        _write_out(encoded)
        return
    check(path)
    try:
        if _special(path):
            with path.open("wb") as stream:
                stream.writelines(encoded)
        else:
            with _replacing(path.resolve()) as stream:
                stream.writelines(encoded)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {_reason(error)}") from error


def _standard_output() -> BinaryIO:
    if sys.stdout is None:  # closed by who started the program
        raise OutputError("cannot write to standard output: it is closed")
    sys.stdout.flush()
    return sys.stdout.buffer


def _write_out(pieces: Iterable[bytes]) -> None:
    stream = _standard_output()
    for piece in pieces:
        try:
            stream.write(piece)
            stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"cannot write to standard output: {_reason(error)}") from error


def _special(path: Path) -> bool:
    return path.exists() and not path.is_file()


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file beside `path` that takes its place at the end, or goes where that fails."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
