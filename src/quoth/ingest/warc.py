"""Web archives (WARC 1.0 and 1.1), plain or compressed record by record, read by fastwarc.

What is read are the answers (`response`) and stored files (`resource`) that are pages with status
200, as in Common Crawl's news archive. Requests, metadata and revisits are no pages; other answers
are counted and said at the end of the file.

A damaged record is rejected, and the file is read on from the next one that can be found. The
body's chunks and packing are undone, also where an archive undid them and kept the headers.

Known gaps: when an archive met a page is not taken for the date of publication. Records that are
continued in others (`continuation`) are read as far as their first part goes. A file compressed as
a whole (one gzip member) is read on from its beginning after a checkpoint, record by record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from quoth.errors import InputError
from quoth.ingest.bodies import BodyError, stored_body
from quoth.ingest.cursor import Cursor
from quoth.ingest.drafts import Draft, printable, shorten
from quoth.ingest.mediatypes import media_type
from quoth.records import Rejected

# Where a record may begin: a gzip member, or a version line.
_START = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]|WARC/1\.[01]\r?\n?")
_STEP = 1 << 20
# Faults after which a file is given up: a crawl has a few, litter has no end of them.
_MAX_FAULTS = 1_000
_PAGES = frozenset(("text/html", "application/xhtml+xml"))
# What fastwarc raises, and what its records raise when one is not what its headers say.
_FAULTS = (OSError, ValueError, RuntimeError, EOFError, AttributeError, TypeError, OverflowError)


class Pages:
    """The pages of one web archive at `path`, which is called `name`."""

    def __init__(self, path: Path, name: str, cursor: Cursor, max_bytes: int) -> None:
        self._path = path
        self._name = name
        self._cursor = cursor
        self._max = max_bytes

    def read(self, make: Callable[[Stored], Draft]) -> Iterator[Draft | Rejected]:
        """Yield each page, or why it is left out, from where the cursor stands.

        Raises:
            InputError: there is no record in the file.
        """
        nothing = self._cursor.item == 0
        with self._path.open("rb") as stream, self._path.open("rb") as other:
            for record in self._records(stream, other):
                nothing = False
                if isinstance(record, Rejected):
                    yield record
                    continue
                place = self._place(record)
                try:
                    stored = self._stored(record, place)
                    if stored is not None:
                        yield make(stored)
                except InputError as error:
                    yield Rejected(error.name, "ingest", error.reason)
        if self._cursor.part:
            return
        if nothing:
            raise InputError(
                self._name, "holds no page of a web archive (WARC): check that it is whole"
            )
        if self._cursor.passed:
            yield passed_over(self._name, self._cursor.passed)
            self._cursor.passed = 0

    def places(self) -> Iterator[tuple[int, int]]:
        """Yield where each record that may be a page stands: its byte, and the how many-th there.

        Nothing of them is looked at; what is damaged is passed over as `read` passes it over.
        """
        with self._path.open("rb") as stream, self._path.open("rb") as other:
            for record in self._records(stream, other):
                if not isinstance(record, Rejected):
                    yield self._cursor.offset, self._cursor.item

    def _place(self, record: Any) -> str:  # noqa: ANN401 - fastwarc's
        return printable(f"{self._name}@{self._cursor.offset} {shorten(_target(record), 200)}")

    def _records(self, stream: BinaryIO, other: BinaryIO) -> Iterator[Any]:
        """Yield the records that may be pages, and a Rejected for each stretch that is damaged."""
        cursor = self._cursor
        start: int | None = cursor.offset
        skip = cursor.item
        whole = True  # False from a fault until the next record
        faults = 0
        while start is not None and faults <= _MAX_FAULTS:
            last = start
            try:
                for record, at in _iterate(stream, start):
                    last, whole = at, True
                    if skip > 0:
                        skip -= 1
                        continue
                    if at != cursor.offset and _begins_at(other, at):
                        cursor.offset, cursor.item = at, 0
                    cursor.item += 1
                    if cursor.beyond:
                        return
                    yield record
            except _FAULTS:
                faults += 1
                if whole:
                    reason = "is damaged; it is read on from the next record that can be found"
                    yield Rejected(f"{self._name}@{last}", "ingest", f"{reason}: get it anew")
                whole, skip = False, 0
                start = _next_start(other, last + 1)
            else:
                return
        if faults > _MAX_FAULTS:
            reason = f"is damaged in more than {_MAX_FAULTS:,} places and given up: get it anew"
            yield Rejected(self._name, "ingest", reason)

    def _stored(self, record: Any, place: str) -> Stored | None:  # noqa: ANN401 - fastwarc's
        """Return the page of a record, None where it is none."""
        try:
            content_type = record.headers.get("Content-Type") or ""
            resource = str(record.record_type) == "resource"
            charset, transfer, encoding = None, None, None
            if not resource:
                record.parse_http(auto_decode="none", strict_mode=False)
                headers = record.http_headers
                content_type = headers.get("Content-Type") or ""
                transfer = headers.get("Transfer-Encoding")
                encoding = headers.get("Content-Encoding")
                if headers.status_code != 200:
                    self._cursor.passed += 1
                    return None
            kind, charset = media_type(content_type)
            if kind not in _PAGES:
                self._cursor.passed += 1
                return None
            data, cut = self._body(record, place)
        except _FAULTS:
            raise InputError(place, "is damaged: get the file anew") from None
        try:
            body = stored_body(data, transfer=transfer, encoding=encoding, max_bytes=self._max)
        except BodyError as error:
            raise InputError(place, f"{error}: left out, nothing to do") from None
        return Stored(place, _target(record), body, charset, cut)

    def _body(self, record: Any, place: str) -> tuple[bytes, bool]:  # noqa: ANN401 - fastwarc's
        data: bytes = record.reader.read(self._max + 1)
        if len(data) > self._max:
            limit = f"{self._max / 1e6:g} MB"
            raise InputError(
                place, f"is a page above the limit of {limit}: left out, nothing to do"
            )
        short = not data or record.reader.tell() < record.content_length
        cut = short or bool(record.headers.get("WARC-Truncated"))
        if not data:
            raise InputError(place, "is cut short: nothing of the page is there; get the file anew")
        return data, cut


def passed_over(name: str, count: int) -> Rejected:
    """Return what is said at the end of a file of the answers in it that are no pages."""
    reason = f"holds {count:,} answers that are no pages (not HTML, or not status 200)"
    return Rejected(name, "ingest", f"{reason}: left out, nothing to do")


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored page: `charset` is what its answer said, `cut` whether its end is missing."""

    place: str
    address: str
    body: bytes
    charset: str | None
    cut: bool


def _target(record: Any) -> str:  # noqa: ANN401 - fastwarc's
    return (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")


def _iterate(stream: BinaryIO, start: int) -> Iterator[tuple[Any, int]]:
    """Yield the records from a byte on, each with the byte that it begins at."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    stream.seek(start)
    wanted = WarcRecordType.response | WarcRecordType.resource
    for record in ArchiveIterator(stream, record_types=wanted, parse_http=False):
        yield record, record.stream_pos


def _begins_at(stream: BinaryIO, offset: int) -> bool:
    """Say whether a record can begin at a byte: not so within a file compressed as a whole."""
    stream.seek(offset)
    return _START.match(stream.read(8)) is not None


def _next_start(stream: BinaryIO, offset: int) -> int | None:
    """Return where the next record may begin, None where none does."""
    stream.seek(offset)
    before = b""
    while piece := stream.read(_STEP):
        window = before + piece
        if (found := _START.search(window)) is not None:
            return offset - len(before) + found.start()
        before = window[-8:]
        offset += len(piece)
    return None
