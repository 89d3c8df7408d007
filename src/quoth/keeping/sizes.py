"""How many reports inputs hold, where that can be told without reading them: for the time left."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from quoth.errors import InputError
from quoth.ingest.folders import files_of
from quoth.records import Rejected, Report

# Larger files of lines are not counted: that would take longer than somebody wants to wait.
MAX_BYTES = 4_000_000_000
_ONE_EACH = frozenset((".txt", ".text", ".md", ".html", ".htm", ".xhtml"))
_LINES = frozenset((".jsonl", ".ndjson"))
_BLOCK = 1 << 20


def count_reports(inputs: Iterable[str | Path | Report]) -> int | None:
    """Return how many reports inputs hold at most, None where that cannot be told.

    Texts and pages are one each, JSON Lines as many as they have lines. An address, standard input
    and every other kind of file can hold any number. What cannot be read counts as one.
    """
    total = 0
    for given in inputs:
        found = 1 if isinstance(given, Report) else _count(str(given))
        if found is None:
            return None
        total += found
    return total


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
    if kind in _ONE_EACH:
        return 1
    if kind not in _LINES or path.stat().st_size > MAX_BYTES:
        return None
    lines, last = 0, b"\n"
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            lines += block.count(b"\n")
            last = block[-1:]
    return lines + (last != b"\n")
