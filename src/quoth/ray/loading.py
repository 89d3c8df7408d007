"""The reports of a folder that `read` wrote, for an archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from quoth.errors import InputError, OutlineError
from quoth.group import Outline
from quoth.ingest.slices import PassedOver, Settler, Unsettled
from quoth.ray import blockfile
from quoth.ray.blocks import Folder
from quoth.ray.plan import Plan
from quoth.records import Rejected, Report


@dataclass(frozen=True, slots=True)
class Loaded:
    """A report that was read elsewhere, with its outline (`quoth.group.Outline`) as bytes."""

    report: Report
    outline: bytes | None = None


def is_blocks(path: Path) -> bool:
    """Say whether a path is a folder of blocks, or the Parquet file of one."""
    return path.is_dir() or path.suffix.lower() in (".parquet", ".pq")


def label_of(path: Path) -> str:
    """Return what read the reports of a folder or file, as an archive notes it.

    Raises:
        InputError: there are no blocks in it.
    """
    if not path.is_dir():
        return blockfile.label_of(path)
    return _plan(path).label


def read_folder(path: Path) -> Iterator[Loaded | Rejected]:
    """Yield the reports of a folder, or of one file of it, in the order of the inputs.

    Reports have the ids, and duplicates are left out, as if one `quoth ingest` had read the inputs.
    A block that is not there is left out with the reason; so is one that is damaged.

    Raises:
        InputError: there are no blocks in it.
    """
    settler = _Files(Settler())
    if not path.is_dir():
        yield from settler.entries(path)
        yield from settler.end()
        return
    plan, folder = _plan(path), Folder(path)
    for block in plan.blocks:
        file = folder.file(block.number)
        if not file.exists():
            why = folder.why_aside(block.number)
            reason = why or f"{block.told}: is not read yet: give the same ingest again"
            yield Rejected(str(file), "load", reason)
            continue
        try:
            yield from settler.entries(file)
        except InputError as error:
            yield Rejected(error.name, "load", error.reason)
    yield from settler.end()


def _plan(path: Path) -> Plan:
    plan = Plan.read(path)
    if plan is None:
        raise InputError(
            str(path), "is a folder that `quoth ingest --on ray` has not written: name one"
        )
    return plan


class _Files:
    """Puts the entries of blocks together, file of the inputs by file."""

    def __init__(self, settler: Settler) -> None:
        self._settler = settler
        self._file = -1

    def entries(self, path: Path) -> Iterator[Loaded | Rejected]:
        """Yield the reports of a block."""
        for entry in blockfile.read(path):
            if entry.file != self._file:
                yield from self.end()
                self._file = entry.file
            if isinstance(entry.item, PassedOver):
                self._settler.add(entry.item)
            elif isinstance(entry.item, Unsettled):
                yield self._loaded(entry.item, entry.outline)
            else:
                yield entry.item

    def end(self) -> Iterator[Rejected]:
        """Yield what is said at the end of a file."""
        yield from self._settler.end_of_file()

    def _loaded(self, item: Unsettled, outline: bytes | None) -> Loaded | Rejected:
        settled = self._settler.settle(item)
        if isinstance(settled, Rejected):
            return settled
        return Loaded(settled, renamed(outline, settled.id))


def renamed(outline: bytes | None, report: str) -> bytes | None:
    """Return an outline as that of a report of this id; None where it cannot be used."""
    if outline is None:
        return None
    try:
        made = Outline.from_bytes(outline)
    except OutlineError:  # of another version: made anew
        return None
    return outline if made.report == report else replace(made, report=report).to_bytes()
