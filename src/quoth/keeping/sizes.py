"""How much inputs hold, where that can be told without reading them: for the time left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from quoth.errors import InputError
from quoth.ingest import Checkpoint, lists
from quoth.ingest.bodies import BodyError
from quoth.ingest.folders import files_of
from quoth.records import Rejected, Report

# Larger files of lines are not counted: that would take longer than somebody wants to wait.
MAX_BYTES = 4_000_000_000
_ONE_EACH = frozenset((".txt", ".text", ".md", ".html", ".htm", ".xhtml"))
_LINES = frozenset((".jsonl", ".ndjson"))
_PARQUET = frozenset((".parquet", ".pq"))
# Lists of addresses and feeds in files are looked through up to so many bytes.
_MAX_LIST = 20_000_000
_BLOCK = 1 << 20


def count_reports(inputs: Iterable[str | Path | Report]) -> int | None:
    """Return how many reports inputs hold at most, None where that cannot be told.

    Texts and pages are one each, JSON Lines as many as they have lines, Parquet as many as rows,
    a list of addresses or a feed in a file as many as it names. An address, standard input and
    every other kind of file can hold any number. What cannot be read counts as one.
    """
    total = 0
    for given in inputs:
        found = 1 if isinstance(given, Report) else _count(str(given))
        if found is None:
            return None
        total += found
    return total


class Measure:
    """How much of the bytes of inputs is read: for those whose reports cannot be counted.

    Raises nothing: what cannot be looked at has no bytes.
    """

    def __init__(self, inputs: Sequence[str | Path | Report]) -> None:
        self._files = [
            () if isinstance(given, Report) else tuple(_sizes(str(given))) for given in inputs
        ]
        self._total = sum(size for files in self._files for _, size in files)
        self._known = all(
            isinstance(given, Report) or not ("://" in str(given) or str(given) == "-")
            for given in inputs
        )

    def share(self, reached: Checkpoint) -> float | None:
        """Return how much is read where an ingest has come to (0 to 1); None: it cannot be told."""
        if not self._known or not self._total:
            return None
        done = sum(size for files in self._files[: reached.inputs] for _, size in files)
        position = reached.position
        if position is not None and reached.inputs < len(self._files):
            for file, size in self._files[reached.inputs]:
                if position.file is None or Path(position.file) == file:
                    # Of compressed lines the byte counts unpacked, of Parquet a group of rows.
                    done += min(position.offset, size)
                    break
                done += size
        return min(1.0, done / self._total)


def _sizes(name: str) -> Iterator[tuple[Path, int]]:
    """Yield the files of an input and their bytes, in the order in which they are read."""
    path = Path(name)
    if name == "-" or "://" in name:
        return
    try:
        for file in files_of(path) if path.is_dir() else [path]:
            if isinstance(file, Path):
                yield file, file.stat().st_size
    except (InputError, OSError, ValueError):
        return


def _count(name: str) -> int | None:
    if name == "-" or "://" in name:
        return None
    path, total = Path(name), 0
    try:
        files: Iterable[Path | Rejected] = files_of(path) if path.is_dir() else [path]
        for file in files:
            found = 1 if isinstance(file, Rejected) else _count_file(file)
            if found is None:
                return None
            total += found
    except (InputError, OSError, ValueError):
        return max(1, total)
    return total


def _count_file(path: Path) -> int | None:
    kind = path.suffix.lower()
    if kind in _PARQUET:
        return _count_rows(path)
    with path.open("rb") as stream:
        head = stream.read(4096)
    if kind not in _LINES and lists.may_be(head):
        return _count_listed(path)
    if kind in _ONE_EACH:
        return 1
    if kind not in _LINES or path.stat().st_size > MAX_BYTES:
        return None
    count, last = 0, b"\n"
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            count += block.count(b"\n")
            last = block[-1:]
    return count + (last != b"\n")


def _count_rows(path: Path) -> int:
    import pyarrow
    import pyarrow.parquet

    try:
        return int(pyarrow.parquet.read_metadata(path).num_rows)
    except (pyarrow.ArrowException, OSError, ValueError):
        return 1  # it will be left out


def _count_listed(path: Path) -> int | None:
    """Return how many articles a file lists; None where it names lists of more."""
    if path.stat().st_size > _MAX_LIST:
        return None
    try:
        found = lists.found_in(path.read_bytes(), str(path), _MAX_LIST)
    except (InputError, BodyError):
        return None
    if found is None:
        return None
    if found.listing is not None:
        return None if found.listing.parts else len(found.listing.entries)
    return sum(1 for _ in found.rows(str(path)))
