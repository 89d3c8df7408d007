"""Reads a block and writes its file: the work of one actor, without Ray.

A file is written to `work/` of the folder and moved to its place when it is whole. A diary beside
it says which record is in hand, so that whoever takes the block up after its worker died knows what
it died of.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from quoth import __version__, group
from quoth.config import ReaderOptions
from quoth.errors import InputError, QuothError
from quoth.ingest.slices import PassedOver, Unsettled, read_slice
from quoth.ray import blockfile
from quoth.ray.blockfile import Entry
from quoth.ray.options import Options
from quoth.ray.plan import NAME, Block, block_name
from quoth.records import Rejected, Report

if TYPE_CHECKING:
    from quoth.pipeline import Reader

Outcome = Literal[
    "done",  # its file was written
    "there",  # its file was there
    "aside",  # it is set aside, with the reason
    "stopped",  # the run was stopped before it was done
    "fault",  # nothing can be read, for a reason that is the same for all blocks
]
# A record that was being read so often when its worker died is left out.
_DEATHS = 2


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a block: how many reports its file has, how much was left out, or why not."""

    block: int
    outcome: Outcome
    reports: int = 0
    rejected: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder that blocks are written to, as every machine sees it."""

    path: Path

    @property
    def work(self) -> Path:
        """Where what is not whole lies: it can be deleted while nothing is read."""
        return self.path / "work"

    @property
    def stop(self) -> Path:
        """The file that tells all workers to stop."""
        return self.work / "stop"

    def file(self, block: int) -> Path:
        """Return the file of a block."""
        return self.path / block_name(block)

    def aside(self, block: int) -> Path:
        """Return the file that says why a block was set aside."""
        return self.path / "aside" / f"block-{block:07}.json"

    def diary(self, block: int) -> Path:
        """Return the file that says what is in hand of a block."""
        return self.work / f"block-{block:07}.diary"

    def why_aside(self, block: int) -> str | None:
        """Return why a block was set aside, None where it was not."""
        try:
            return str(json.loads(self.aside(block).read_text("utf-8"))["reason"])
        except (OSError, ValueError, KeyError):
            return None

    def put(self, path: Path, made: Path) -> None:
        """Move a file that is whole to its place, over what another worker may have put there."""
        made.replace(path)
        with contextlib.suppress(OSError):  # not every storage can do this for a folder
            place = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(place)
            finally:
                os.close(place)


@dataclass(slots=True)
class BlockReader:
    """Reads blocks, one after the other; its models load with the first."""

    folder: Folder
    label: str
    options: Options
    version: str = __version__
    _reader: Reader | None = field(default=None, init=False)

    def read(self, block: Block) -> Done:
        """Read a block, or find that it is done; raises nothing that another block would not."""
        try:
            return self._read(block)
        except _Stopped:
            return Done(block.number, "stopped")
        except _Lost as lost:
            return self._set_aside(block, str(lost))
        except QuothError as error:
            return Done(block.number, "fault", reason=str(error))
        except OSError as error:
            said = (error.strerror or str(error)).lower()
            where = f"{self.folder.path} on {_node()}"
            return Done(block.number, "fault", reason=f"{where}: cannot be written to ({said})")

    def _read(self, block: Block) -> Done:
        self._check_place()
        path = self.folder.file(block.number)
        if path.exists():
            with contextlib.suppress(InputError):  # a damaged one is read anew
                return found(self.folder, block.number)
        if self.folder.stop.exists():
            raise _Stopped
        self.folder.work.mkdir(exist_ok=True)
        diary = Diary(self.folder.diary(block.number))
        if diary.deaths >= self.options.attempts:
            raise _Lost(_died(diary.deaths))
        made = self.folder.work / f"{path.name}.{uuid.uuid4().hex}"
        try:
            with diary:
                counted = blockfile.write(made, self._entries(block, diary), label=self.label)
            self.folder.put(path, made)
        finally:
            made.unlink(missing_ok=True)
        diary.path.unlink(missing_ok=True)
        self.folder.aside(block.number).unlink(missing_ok=True)
        return Done(block.number, "done", counted.reports, counted.rejected)

    def _check_place(self) -> None:
        if self.version != __version__:
            raise QuothError(
                f"{_node()} has Quoth {__version__}, the run was started with {self.version}: "
                "install the same version everywhere"
            )
        if not (self.folder.path / NAME).exists():
            raise QuothError(
                f"{self.folder.path} is not in sight of {_node()}: name a folder of a storage that "
                "all machines share"
            )

    def _entries(self, block: Block, diary: Diary) -> Iterator[Entry]:
        reader = self._made()
        ingest = self.options.reader.ingest
        number = 0
        for part in block.slices:
            items = read_slice(part, options=ingest)
            while True:
                if self.folder.stop.exists():
                    raise _Stopped
                diary.note("finding", number)
                try:
                    item = next(items, None)
                except InputError as error:
                    raise _Lost(f"{error.name}: {error.reason}") from None
                except Exception as error:
                    said = " ".join(str(error).split())[:200]
                    told = f"{type(error).__name__}: {said}"
                    raise _Lost(f"{part.name}: cannot be read on ({told})") from error
                if item is None:
                    break
                yield self._entry(part.file, item, reader, diary, number)
                number += 1

    def _entry(
        self,
        file: int,
        item: Unsettled | Rejected | PassedOver,
        reader: Reader,
        diary: Diary,
        number: int,
    ) -> Entry:
        if not isinstance(item, Unsettled) or isinstance(item.item, Rejected):
            return Entry(file, item)
        report = item.item
        if diary.died_of(number) >= _DEATHS:
            reason = (
                f"the worker died {_DEATHS} times while it was being read: look at it by itself"
            )
            return Entry(file, replace(item, item=Rejected(report.id, "read", reason)))
        diary.note("reading", number)
        read = _read_one(reader, report)
        outline = None
        if self.options.outlines and isinstance(read, Report):
            outline = group.outline(read, encode=reader.encode).to_bytes()
        return Entry(file, replace(item, item=read), outline)

    def _made(self) -> Reader:
        if self._reader is None:
            options = replace(self.options.reader, threads=self.options.cpus)
            self._reader = (self.options.make or _reader)(options)
        return self._reader

    def _set_aside(self, block: Block, reason: str) -> Done:
        told = f"{block.told}: {reason}"
        with contextlib.suppress(OSError):
            path = self.folder.aside(block.number)
            path.parent.mkdir(exist_ok=True)
            made = self.folder.work / f"{path.name}.{uuid.uuid4().hex}"
            made.write_text(json.dumps({"reason": told}) + "\n", "utf-8")
            self.folder.put(path, made)
        return Done(block.number, "aside", reason=told)


class Diary:
    """What is in hand of a block, kept on the disk for whoever takes it up after a death."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._died: Counter[int] = Counter()
        self.deaths = 0
        with contextlib.suppress(OSError):
            self._read(path.read_text("ascii", "replace"))

    def __enter__(self) -> Diary:
        self._stream = self.path.open("a", encoding="ascii")
        self._write("begun")
        return self

    def __exit__(self, *_: object) -> None:
        """Close it; an end that is no death is noted as such."""
        self._write("ended")
        self._stream.close()

    def note(self, what: Literal["finding", "reading"], number: int) -> None:
        """Note that a record is being found in its input, or read."""
        self._write(f"{what} {number}")

    def died_of(self, number: int) -> int:
        """Return how often a worker died while it read a record."""
        return self._died[number]

    def _write(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()

    def _read(self, text: str) -> None:
        for attempt in text.split("begun\n")[1:]:
            last = attempt.split("\n")[-2] if "\n" in attempt else ""
            if last == "ended":
                continue
            self.deaths += 1
            what, _, number = last.partition(" ")
            if what == "reading" and number.isdecimal():
                self._died[int(number)] += 1


def found(folder: Folder, block: int) -> Done:
    """Return what a file that is there has.

    Raises:
        InputError: it is damaged.
    """
    counted = blockfile.counts(folder.file(block))
    return Done(block, "there", counted.reports, counted.rejected)


def _read_one(reader: Reader, report: Report) -> Report | Rejected:
    """Read a report; what goes wrong with it alone is a reason to leave it out."""
    try:
        (read,) = reader.iter_finish([report])
    except QuothError:  # a model or table that is missing is missing for all
        raise
    except Exception as error:
        said = " ".join(str(error).split())[:200]
        reason = f"could not be read ({type(error).__name__}: {said}): a fault of the program"
        return Rejected(report.id, "read", reason)
    # As in `quoth.keeping.crew`: nobody stores these layers.
    return replace(read, tokens=(), mentions=()) if isinstance(read, Report) else read


def _reader(options: ReaderOptions) -> Reader:
    from quoth.pipeline import Reader

    return Reader(options=options)


def _died(times: int) -> str:
    return (
        f"its worker died {times} times, perhaps for want of memory: it was set aside; the same "
        "command tries it again, with fewer workers a machine it has more memory"
    )


def _node() -> str:
    return platform.node() or "a machine"


class _Stopped(Exception):  # noqa: N818 - not an error
    """The run was stopped."""


class _Lost(Exception):  # noqa: N818
    """A block cannot be read; the message says why."""
