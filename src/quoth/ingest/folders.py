"""The files of a folder, in an order that does not depend on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from quoth.errors import InputError
from quoth.ingest.drafts import printable
from quoth.records import Rejected

# Folders that are packing, not content.
_SKIPPED = frozenset(("__MACOSX", "$RECYCLE.BIN", "System Volume Information", "node_modules"))


def files_of(folder: Path) -> Iterator[Path | Rejected]:
    """Yield the files of a folder and its folders, by name; hidden ones are passed over.

    Links are followed; a folder that links lead to twice is read once. A folder within that
    cannot be opened is rejected.

    Raises:
        InputError: the folder cannot be opened, or holds no file.
    """
    seen: set[tuple[int, int]] = set()
    waiting: list[Path] = [folder]
    found = False
    while waiting:
        path = waiting.pop()
        try:
            if not path.is_dir():
                found = True
                yield path
                continue
            status = path.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            waiting.extend(sorted(_entries(path), key=lambda p: p.name, reverse=True))
        except OSError as error:
            reason = f"is a folder that cannot be opened ({_fault(error)}): make it readable"
            if path == folder:
                raise InputError(printable(str(folder)), reason) from None
            found = True
            yield Rejected(printable(str(path)), "ingest", reason)
    if not found:
        raise InputError(
            printable(str(folder)), "is a folder without files: there is nothing to read"
        )


def _entries(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        return [
            Path(entry.path)
            for entry in entries
            if not entry.name.startswith(".") and entry.name not in _SKIPPED
        ]


def _fault(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
