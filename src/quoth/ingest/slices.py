"""Stretches of files that can be read apart, on other machines, and put together again.

`find` lists the files of inputs, `cut` cuts one into stretches of so many records, `read_slice`
reads a stretch, and `Settler` gives the reports of all stretches, in order, the ids that one ingest
of the same inputs gives them, and leaves out what it leaves out.

Web archives are cut at records, JSON Lines at lines, Parquet at rows; every other file is one
stretch. To cut a web archive it is unpacked once, which takes a hundredth of reading it.

Known gaps: addresses and standard input cannot be cut, nor can files that list addresses. Packed
JSON Lines are unpacked from their beginning for each stretch. JSON that is no JSON Lines, and JSON
Lines under 20 MB that are named `.json`, are one stretch. A damaged file is given up after 1,000
faults a stretch, not a file.
"""

from __future__ import annotations

import gzip
import os
import platform
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from quoth.config import IngestOptions
from quoth.errors import InputError
from quoth.ingest import formats, lists
from quoth.ingest.cursor import Cursor
from quoth.ingest.drafts import Draft, Ids, Naming, naming_of, shorten
from quoth.ingest.files import Files, FoundFile, first_is_object, is_warc, unreadable
from quoth.ingest.inputs import name_of
from quoth.ingest.language import with_language
from quoth.ingest.run import check_text
from quoth.ingest.warc import Pages, passed_over
from quoth.records import Rejected, Report

if TYPE_CHECKING:
    from quoth.ingest.web import Web

_STEP = 1 << 20
_NO_WEB = "reads files only: read it by `quoth ingest` without --on"
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of a file: what comes after the place `start`, up to `end`, None for the file's.

    A place is (byte, line) after a line of JSON Lines, (byte of a record, how many records from
    there on) after one of a web archive, (row group, rows of it) after a row of Parquet. `file`
    counts the files of all inputs from 0, `path` is absolute, `name` what the file is called, `ids`
    are those that its reports may get, `size` its bytes, `head` a digest of its opening, `records`
    how many it holds at most. With a `reason` there is nothing to read, and that is why.
    """

    file: int
    path: str
    name: str
    ids: tuple[str, ...] = ()
    size: int = 0
    head: str = ""
    start: Place = (0, 0)
    end: Place | None = None
    records: int = 1
    reason: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is all of its file."""
        return self.start == (0, 0) and self.end is None


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A report, or why it was left out, whose id is not settled: `item` has the one it asks for."""

    item: Report | Rejected
    naming: Naming


@dataclass(frozen=True, slots=True)
class PassedOver:
    """How many answers of a stretch of a web archive are no pages."""

    name: str
    count: int


def find(inputs: Iterable[object]) -> Iterator[Slice]:
    """Yield a slice for each file of the inputs, which are paths, none of which is opened.

    What is no file that could be read comes as a slice with the reason.
    """
    files = Files(IngestOptions(), Ids(), _no_web("the input"))
    number = 0
    for given in inputs:
        for found in _walk(files, given):
            if isinstance(found, Rejected):
                yield Slice(number, "", found.report_id, reason=found.reason)
            else:
                path = os.path.abspath(found.path)  # noqa: PTH100 - links stay as they are
                yield Slice(number, path, found.name, found.ids, found.size)
            number += 1


def _walk(files: Files, given: object) -> Iterator[FoundFile | Rejected]:
    try:
        name = name_of(given)
    except InputError as error:
        yield Rejected(error.name, "ingest", error.reason)
        return
    if isinstance(given, Report):
        yield Rejected(name, "ingest", "is no file: give paths of files or folders")
    elif name == "-" or formats.is_address(name):
        what = "standard input" if name == "-" else shorten(name, 200)
        yield Rejected(what, "ingest", f"is no file, and Ray {_NO_WEB}")
    else:
        yield from files.walk(name)


def cut(whole: Slice, *, records: int, options: IngestOptions) -> tuple[Slice, ...]:
    """Return the stretches of a file, of `records` records at most where it can be cut there.

    What is wrong with the file is found out when it is read.
    """
    if whole.reason or not whole.size:
        return (whole,)
    path = Path(whole.path)
    try:
        with path.open("rb") as file:
            head = file.read(formats.SNIFF_BYTES)
            whole = replace(whole, head=_digest(head))
            cuts = _cuts(path, head, file, whole.size, records, options)
    except (OSError, ValueError, EOFError, zlib.error, InputError):
        return (whole,)
    return tuple(_between(whole, cuts))


def _between(whole: Slice, cuts: list[tuple[Place, int]]) -> Iterator[Slice]:
    """Yield the stretches between places, each given with the records before it."""
    if not cuts:
        yield whole
        return
    start: Place = (0, 0)
    for number, (end, count) in enumerate(cuts):
        last = number == len(cuts) - 1
        yield replace(whole, start=start, end=None if last else end, records=count)
        start = end


def _cuts(
    path: Path, head: bytes, file: BinaryIO, size: int, records: int, options: IngestOptions
) -> list[tuple[Place, int]]:
    """Return the place where each stretch ends and how many records it has, [] for one stretch."""
    by_name = formats.format_of(path)
    if by_name == "warc" or is_warc(head):
        return _of_places(Pages(path, path.name, Cursor(), 0).places(), records)
    if by_name == "parquet" or head.startswith(b"PAR1"):
        return _of_rows(path, records)
    if size <= options.fetch.max_unpacked_bytes and lists.may_be(head):
        return []
    file.seek(0)
    if head.startswith(b"\x1f\x8b") and by_name == "lines":
        with gzip.open(file, "rb") as stream:
            return _of_lines(stream, records, options.max_bytes)  # type: ignore[arg-type]
    if by_name == "lines" or (by_name in ("json", None) and size > options.max_bytes):
        return _of_lines(file, records, options.max_bytes)
    return []


def _of_places(places: Iterator[Place], records: int) -> list[tuple[Place, int]]:
    cuts: list[tuple[Place, int]] = []
    count = 0
    for offset, item in places:
        if count == records:
            cuts.append(((offset, item - 1), count))
            count = 0
        count += 1
    return [*cuts, ((0, 0), count)] if count else cuts


def _of_lines(stream: BinaryIO, records: int, max_bytes: int) -> list[tuple[Place, int]]:
    if not first_is_object(stream, max_bytes):
        return []
    stream.seek(0)
    cuts: list[tuple[Place, int]] = []
    number = offset = count = 0
    begun = False  # a line that has no end yet
    while piece := stream.readline(_STEP):
        offset += len(piece)
        begun = not piece.endswith(b"\n")
        if begun:
            continue
        number += 1
        count += 1
        if count == records:
            cuts.append(((offset, number), count))
            count = 0
    count += begun
    return [*cuts, ((offset, number + 1), count)] if count else cuts


def _of_rows(path: Path, records: int) -> list[tuple[Place, int]]:
    import pyarrow
    import pyarrow.parquet

    try:
        metadata = pyarrow.parquet.read_metadata(path)
    except (pyarrow.ArrowException, OSError, ValueError):
        return []
    cuts: list[tuple[Place, int]] = []
    count = 0
    for group in range(metadata.num_row_groups):
        rows = metadata.row_group(group).num_rows
        if count and count + rows > records:  # groups are kept whole where they are small
            cuts.append(((group, 0), count))
            count = 0
        done = 0
        while rows - done > records:
            done += records
            cuts.append(((group, done), records))
        count += rows - done
    return [*cuts, ((metadata.num_row_groups, 0), count)] if count else cuts


def read_slice(
    part: Slice, *, options: IngestOptions
) -> Iterator[Unsettled | Rejected | PassedOver]:
    """Yield what a stretch holds: reports with their language told, and what is left out.

    Raises:
        InputError: its file is gone, or another one than was cut. Nothing else is raised.
    """
    if part.reason:
        yield Rejected(part.name, "ingest", part.reason)
        return
    if part.size:
        _check_same(part)
    cursor = Cursor(offset=part.start[0], item=part.start[1], head=part.head, last=part.end)
    cursor.part = not part.whole
    try:
        yield from _drafts(part, cursor, options)
    except InputError as error:
        yield Rejected(error.name, "ingest", error.reason)
    except (OSError, ValueError) as error:
        yield Rejected(part.name, "ingest", unreadable(error, part.name, Path(part.path)))
    if cursor.part and cursor.passed:
        yield PassedOver(part.name, cursor.passed)


def _check_same(part: Slice) -> None:
    path = Path(part.path)
    if not path.exists():
        where = f"of {platform.node() or 'this machine'}"
        raise InputError(
            part.name, f"is not there any more, or not in sight {where} (as {shorten(part.path)})"
        )
    changed = path.stat().st_size != part.size
    if part.head and not changed:
        with path.open("rb") as file:
            changed = _digest(file.read(formats.SNIFF_BYTES)) != part.head
    if changed:
        raise InputError(part.name, "has changed since it was cut into blocks; begin anew")


def _drafts(
    part: Slice, cursor: Cursor, options: IngestOptions
) -> Iterator[Unsettled | Rejected | PassedOver]:
    path = Path(part.path)
    files = Files(options, Ids(), _no_web(part.name))
    for found in files.opened(path, part.name, part.ids, part.size, cursor):
        if cursor.beyond:
            return
        yield found if isinstance(found, Rejected) else _told(found, options)


def _told(draft: Draft, options: IngestOptions) -> Unsettled | Rejected:
    """Return a draft with the id that it asks for, and its language."""
    try:
        check_text(draft)
    except InputError as error:
        return Rejected(error.name, "ingest", error.reason)
    naming = naming_of(draft)
    report = replace(draft.report, id=naming.given or naming.ids[0])
    return Unsettled(with_language(report, options.languages), naming)


class Settler:
    """Gives the reports of all stretches, which come in order, their ids.

    Its memory grows with the number of reports, some 200 bytes each.
    """

    def __init__(self) -> None:
        self._ids = Ids()
        self._passed: PassedOver | None = None

    def settle(self, found: Unsettled) -> Report | Rejected:
        """Return a report, or why it was left out, with its id; a duplicate is left out."""
        try:
            report_id = self._ids.give(found.naming)
        except InputError as error:
            return Rejected(error.name, "ingest", error.reason)
        if isinstance(found.item, Rejected):
            return replace(found.item, report_id=report_id)
        return replace(found.item, id=report_id)

    def add(self, passed: PassedOver) -> None:
        """Count what was passed over in a stretch of a file."""
        before = self._passed.count if self._passed else 0
        self._passed = PassedOver(passed.name, before + passed.count)

    def end_of_file(self) -> Iterator[Rejected]:
        """Yield what is said at the end of a file."""
        if self._passed is not None:
            yield passed_over(self._passed.name, self._passed.count)
            self._passed = None


def _digest(head: bytes) -> str:
    return blake2b(head, digest_size=8).hexdigest()


class _no_web:  # noqa: N801 - stands for a function
    """Refuses to read addresses."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self) -> Web:
        raise InputError(self._name, f"lists addresses, and Ray {_NO_WEB}")
