"""One input to the reader for it: a path, an address, standard input, a report made in Python."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from quoth.config import IngestOptions
from quoth.errors import InputError
from quoth.ingest import formats, lists
from quoth.ingest.bodies import BodyError
from quoth.ingest.checkpoint import Seen, Validators
from quoth.ingest.cursor import Cursor
from quoth.ingest.drafts import Draft, Ids, shorten
from quoth.ingest.files import Files, first_is_object
from quoth.ingest.lines import Source, read_lines
from quoth.ingest.pace import Clock
from quoth.records import Rejected, Report

if TYPE_CHECKING:
    from quoth.ingest.fetch import Fetcher
    from quoth.ingest.web import Known, Web

Read = Iterator[Draft | Rejected]


def _nothing_known(address: str) -> Validators | None:
    return None


@dataclass(slots=True)
class Inputs:
    """The inputs of one ingest: what they share is the limits, and what was read before."""

    options: IngestOptions
    ids: Ids
    stdin: BinaryIO | None = None
    clock: Clock | None = None
    before: Mapping[str, Seen] = field(default_factory=dict)
    known: Known = _nothing_known
    web: Web | None = None
    fetcher: Fetcher | None = None
    _files: Files = field(init=False)
    _stdin_read: bool = False

    def __post_init__(self) -> None:
        self._files = Files(self.options, self.ids, self.open_web)

    def open_web(self) -> Web:
        """Return the reader of addresses, made when it is first needed."""
        if self.web is None:
            from quoth.ingest.fetch import new_fetcher
            from quoth.ingest.web import Web

            fetcher = self.fetcher or new_fetcher(self.options.fetch, clock=self.clock)
            self.web = Web(self.options, fetcher, self.before, self.known)
        return self.web

    def read(self, given: object, cursor: Cursor) -> Read:
        """Yield what one input holds, from where the cursor stands.

        Raises:
            InputError: the input as a whole cannot be read (on).
        """
        if isinstance(given, Report):
            done = cursor.item
            cursor.item = 1
            if not done:
                yield _made(given)
            return
        name = name_of(given)
        if name == "-":
            yield from self._standard_input(cursor)
        elif formats.is_address(name):
            yield from self.open_web().read(name, cursor)
        else:
            yield from self._files.read(name, cursor)

    def skip(self, given: object) -> None:
        """Note that an input was read before."""
        if isinstance(given, str | os.PathLike) and not formats.is_address(name := name_of(given)):
            if name == "-":
                self._stdin_read = True
            else:
                self._files.skip(name)

    def _standard_input(self, cursor: Cursor) -> Read:
        name = "stdin"
        if self._stdin_read:
            raise InputError(name, "is given twice; standard input can be read once")
        self._stdin_read = True
        stream = self.stdin
        if stream is None:
            if sys.stdin is None:
                raise InputError(name, "is closed: give a file")
            stream = sys.stdin.buffer
        try:
            data = _read_up_to(stream, self.options.max_bytes + 1)
            cursor.begin(data[: formats.SNIFF_BYTES])
            if len(data) > self.options.max_bytes:
                stream = io.BufferedReader(_Joined(data, stream))
                if not first_is_object(io.BytesIO(data), self.options.max_bytes):
                    raise InputError(name, self._files.too_large(None))
                limit = self.options.max_bytes
                yield from read_lines(Source(stream, name, (name,), limit, cursor))
                return
        except (OSError, ValueError) as error:
            raise InputError(name, f"cannot be read ({error}): give a file") from None
        try:
            found = lists.found_in(data, name, self.options.fetch.max_unpacked_bytes)
        except BodyError as error:
            raise InputError(name, f"{error}: give the file") from None
        if found is not None:
            yield from self._files.listed(found, name, cursor)
            return
        if (refusal := formats.refusal_by_content(data[: formats.SNIFF_BYTES])) is not None:
            raise InputError(name, refusal)
        yield from self._files.content(data, name, (name,), None, cursor)


def name_of(given: object) -> str:
    """Return the name of an input: its path or address, the id of a report made in Python.

    Raises:
        InputError: it is no input.
    """
    if isinstance(given, Report):
        return shorten(given.id) if isinstance(given.id, str) and given.id else "report"
    if not isinstance(given, str | os.PathLike):
        kind = type(given).__name__
        raise InputError(
            shorten(repr(given)), f"is no path but a Python {kind}: give a path or a Report"
        )
    return os.fsdecode(os.fspath(given))


def _read_up_to(stream: BinaryIO, size: int) -> bytes:
    """Read until there are `size` bytes or no more; a pipe gives fewer at a time."""
    pieces: list[bytes] = []
    while size > 0 and (piece := stream.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


class _Joined(io.RawIOBase):
    """A stream that begins with bytes read before."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = len(buffer)
        piece: bytes | memoryview = self._head[:size]
        if piece:
            self._head = self._head[size:]
        else:
            piece = self._rest.read(size)
        buffer[: len(piece)] = piece
        return len(piece)


def _made(report: Report) -> Draft:
    """Take a report that was made in Python as it is."""
    name = name_of(report)
    details = (
        report.outlet,
        report.owner,
        report.published,
        report.title,
        report.language,
        report.url,
    )
    values = (report.text, report.id, *(d for d in details if d is not None))
    if not all(isinstance(value, str) for value in values):
        raise InputError(name, "has an id, text or other detail that is no str: make it of texts")
    if not report.id.isprintable():
        raise InputError(name, "has an id with control characters: give it an id on one line")
    return Draft(name, report, ("report",))
