"""One file or folder to the readers for what is in it."""

from __future__ import annotations

import errno
import gzip
import io
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from quoth.config import IngestOptions
from quoth.errors import InputError
from quoth.ingest import content, formats, lists
from quoth.ingest.bodies import BodyError
from quoth.ingest.cursor import Cursor
from quoth.ingest.drafts import Draft, Ids, ids_of_file, printable, shorten
from quoth.ingest.folders import files_of
from quoth.ingest.lines import Source, is_json, is_object, read_items, read_lines
from quoth.ingest.listed import Listed
from quoth.records import Rejected

if TYPE_CHECKING:
    from quoth.ingest.web import Web

Read = Iterator[Draft | Rejected]

_NO_FILE = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
# Endings of archives that GDELT's lists come in.
_LISTS = frozenset((".zip", ".gz"))
_EMPTY_NAME = "is an empty name: give a path, or - for standard input"
_TOO_LARGE = (
    "split it, or put the articles into JSON Lines (.jsonl), which are read a line at a time"
)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file that is there: its path, what it is called, ids of its reports, bytes."""

    path: Path
    name: str
    ids: tuple[str, ...]
    size: int


@dataclass(slots=True)
class Files:
    """The files of one ingest: what they share is the limits, the ids, and what was read before.

    `web` is asked for where a file lists addresses.
    """

    options: IngestOptions
    ids: Ids
    web: Callable[[], Web]
    _seen: dict[tuple[int, int], str] = field(default_factory=dict)

    def read(self, name: str, cursor: Cursor) -> Read:
        """Yield what a path holds, from where the cursor stands.

        Raises:
            InputError: the path as a whole cannot be read (on).
        """
        path = Path(name)
        if not name.strip():
            raise InputError("''", _EMPTY_NAME)
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                self._claim(name, status)
                yield from self._folder(path, cursor)
            else:
                yield from self._file(path, printable(name), status, cursor)
        except (OSError, ValueError) as error:
            raise InputError(shorten(name, 200), unreadable(error, name, path)) from None

    def walk(self, name: str) -> Iterator[FoundFile | Rejected]:
        """Yield the files that `read` would open for a path, in its order; opens none of them."""
        path = Path(name)
        if not name.strip():
            yield Rejected("''", "ingest", _EMPTY_NAME)
            return
        try:
            status = path.stat()
            if not stat.S_ISDIR(status.st_mode):
                ids = self._named(path, printable(name), status)
                yield FoundFile(path, printable(name), ids, status.st_size)
                return
            self._claim(name, status)
            for file in files_of(path):
                if isinstance(file, Rejected):
                    yield file
                else:
                    yield from self.walk(str(file))
        except InputError as error:
            yield Rejected(error.name, "ingest", error.reason)
        except (OSError, ValueError) as error:
            yield Rejected(shorten(name, 200), "ingest", unreadable(error, name, path))

    def skip(self, name: str, *, before: str | None = None) -> None:
        """Note that a path was read before, so that what comes gets the ids that it would have.

        With `before`, a file of the folder that the path is: only what comes before it was read.
        """
        path = Path(name)
        try:
            status = path.stat()
            if before is None:
                self._claim(name, status)
            if not stat.S_ISDIR(status.st_mode):
                self.ids.base(ids_of_file(path))
                return
            for file in files_of(path):
                if isinstance(file, Path) and (before is None or file.parts < Path(before).parts):
                    self.skip(str(file))
        except (OSError, ValueError, InputError):
            return  # it is not there any more, or was refused then too

    def _claim(self, name: str, status: os.stat_result) -> None:
        """Refuse a file or folder that was read before under whatever name."""
        key = (status.st_dev, status.st_ino)
        if key in self._seen:
            reason = f"is the same as {shorten(self._seen[key])}, which was given before"
            raise InputError(printable(name), reason)
        self._seen[key] = name

    def _folder(self, folder: Path, cursor: Cursor) -> Read:
        resumed = cursor.file
        if resumed is not None:
            self.skip(str(folder), before=resumed)
        for file in files_of(folder):
            if isinstance(file, Rejected):
                if resumed is None:
                    yield file
                continue
            if resumed is not None and file.parts < Path(resumed).parts:
                continue
            if str(file) == resumed and cursor.done_with_file:
                self.skip(resumed)
                resumed = None
                continue
            if str(file) != resumed:
                cursor.leave()
            cursor.file = str(file)
            resumed = None
            try:
                yield from self.read(str(file), cursor)
            except InputError as error:
                cursor.end()
                yield Rejected(error.name, "ingest", error.reason)

    def _file(self, path: Path, name: str, status: os.stat_result, cursor: Cursor) -> Read:
        ids = self._named(path, name, status)
        yield from self.opened(path, name, ids, status.st_size, cursor)

    def _named(self, path: Path, name: str, status: os.stat_result) -> tuple[str, ...]:
        """Return the ids that the reports of a regular file may get; refuse what is none."""
        kind = stat.S_IFMT(status.st_mode)
        if kind != stat.S_IFREG:
            what = _NO_FILE.get(kind, "no file")
            raise InputError(
                name, f"is {what}, not a file: give its content through standard input (-)"
            )
        self._claim(name, status)
        return self.ids.base(ids_of_file(path))

    def opened(
        self, path: Path, name: str, ids: tuple[str, ...], size: int, cursor: Cursor
    ) -> Read:
        """Yield what a regular file of `size` bytes holds, from where the cursor stands.

        `name` is what it is called, `ids` are those that its reports may get.

        Raises:
            InputError: the file as a whole cannot be read (on).
        """
        if (refusal := formats.refusal_by_name(path)) is not None and path.suffix not in _LISTS:
            raise InputError(name, refusal)
        if size == 0:
            raise InputError(name, "is empty: there is nothing to read")
        with path.open("rb") as file:
            head = file.read(formats.SNIFF_BYTES)
            file.seek(0)
            cursor.begin(head, cursor.file)
            by_name = formats.format_of(path)
            if by_name == "warc" or is_warc(head):
                yield from self._warc(path, name, cursor)
            elif by_name == "parquet" or head.startswith(b"PAR1"):
                from quoth.ingest.rows import read_rows

                yield from read_rows(path, name, ids, cursor)
            elif (found := self._list(file, head, name, size)) is not None:
                yield from self.listed(found, name, cursor)
            elif refusal is not None or (refusal := formats.refusal_by_content(head)) is not None:
                if head.startswith(b"\x1f\x8b") and by_name in ("json", "lines"):
                    yield from self._packed(file, path, name, ids, cursor)
                else:
                    raise InputError(name, refusal)
            elif by_name == "table":
                raise InputError(name, formats.refusal_of_table())
            else:
                yield from self._plain(file, name, ids, by_name, size, cursor)

    def _plain(
        self,
        file: BinaryIO,
        name: str,
        ids: tuple[str, ...],
        by_name: formats.Format | None,
        size: int,
        cursor: Cursor,
    ) -> Read:
        """Yield what a file of text, of a page or of JSON holds."""
        if by_name in ("json", "lines"):
            yield from self._json(file, name, ids, cursor, lines=by_name == "lines")
            return
        if size > self.options.max_bytes:
            if by_name is None and first_is_object(file, self.options.max_bytes):
                yield from self._json(file, name, ids, cursor, lines=True)
                return
            raise InputError(name, self.too_large(size))
        yield from self.content(file.read(self.options.max_bytes + 1), name, ids, by_name, cursor)

    def _warc(self, path: Path, name: str, cursor: Cursor) -> Read:
        from quoth.ingest.warc import Pages

        yield from Pages(path, name, cursor, self.options.max_bytes).read(content.read_stored)

    def _list(self, file: BinaryIO, head: bytes, name: str, size: int) -> lists.Found | None:
        """Return what a file lists, None where it is no feed, sitemap or list of addresses."""
        limit = self.options.fetch.max_unpacked_bytes
        if size > limit or not lists.may_be(head):
            return None
        data = file.read(limit + 1)
        file.seek(0)
        try:
            return lists.found_in(data, name, limit)
        except BodyError as error:
            raise InputError(name, f"{error}: get it anew, or unpack it") from None

    def listed(self, found: lists.Found, name: str, cursor: Cursor) -> Read:
        """Yield the articles that a file lists."""
        web = self.web()
        entries: Iterator[Listed | Rejected] = iter(found.rows(name))
        if found.listing is not None:
            entries = web.bounded(name, web.entries(name, found.listing))
        yield from web.articles(entries, cursor, found.listing)

    def _packed(
        self, file: BinaryIO, path: Path, name: str, ids: tuple[str, ...], cursor: Cursor
    ) -> Read:
        lines = formats.format_of(path) == "lines"
        try:
            with gzip.open(file, "rb") as stream:
                yield from self._json(stream, name, ids, cursor, lines=lines)  # type: ignore[arg-type]
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise InputError(name, "is damaged: what could be unpacked of it was read") from None

    def content(
        self,
        data: bytes,
        name: str,
        ids: tuple[str, ...],
        by_name: formats.Format | None,
        cursor: Cursor,
    ) -> Read:
        """Yield what bytes hold whose name says text, page or (None) nothing."""
        if by_name is None and formats.is_json(data[: formats.SNIFF_BYTES]):
            yield from self._json(io.BytesIO(data), name, ids, cursor, lines=False)
            return
        done = cursor.item
        cursor.item = 1
        if not done:
            yield content.read_content(data, name, ids, by_name)

    def _json(
        self, stream: BinaryIO, name: str, ids: tuple[str, ...], cursor: Cursor, *, lines: bool
    ) -> Read:
        """Yield the reports of a file named as JSON.

        One object or one list is also read from a file named as JSON Lines, and JSON Lines from
        one named as JSON: many tools mix the names up.
        """
        limit = self.options.max_bytes
        source = Source(stream, name, ids, limit, cursor)
        if not (lines and first_is_object(stream, limit)):
            stream.seek(0)
            data = stream.read(limit + 1)
            stream.seek(0)
            if len(data) <= limit:
                if is_json(data) or not (lines or _any_is_object(data)):
                    if not data.strip():
                        raise InputError(name, "is empty: there is nothing to read")
                    yield from read_items(data, source)
                    return
            elif not (lines or first_is_object(stream, limit)):
                raise InputError(name, self.too_large(None))
        stream.seek(0)
        yield from read_lines(source)

    def too_large(self, size: int | None) -> str:
        """Return why a file is not read whose bytes, so many if they are known, are too many."""
        limit = f"the limit of {self.options.max_bytes / 1e6:g} MB"
        said = "is" if size is None else f"is {size / 1e6:.1f} MB,"
        return f"{said} above {limit}: {_TOO_LARGE}"


def is_warc(head: bytes) -> bool:
    """Say whether a file begins as a web archive does, compressed or not."""
    if head.startswith(b"\x1f\x8b"):
        head = lists.opening(head)
    return head.startswith(b"WARC/")


def first_is_object(stream: BinaryIO, limit: int) -> bool:
    """Say whether the first line with anything on it is a JSON object; the stream is read from."""
    for _ in range(1000):
        line = stream.readline(limit + 1)
        if line.strip() or not line:
            return is_object(line)
    return False


def _any_is_object(data: bytes) -> bool:
    """Say whether one of the first lines is a JSON object."""
    return any(is_object(line) for line in data.split(b"\n", 20)[:20])


def unreadable(error: OSError | ValueError, name: str, path: Path) -> str:
    """Return why a path cannot be read, and what to do."""
    code = getattr(error, "errno", None)
    if "\n" in name.strip() or code == errno.ENAMETOOLONG:
        return "is no path; to give a text itself, make a quoth.Report, or pipe it in with -"
    if code in (errno.ENOENT, errno.ENOTDIR):
        what = "is a link to a file that is gone" if path.is_symlink() else "is not there"
        return f"{what}: check the path"
    if code in (errno.EACCES, errno.EPERM):
        return "cannot be opened (no permission): make it readable"
    if code == errno.ELOOP:
        return "is a link that leads to itself: give the file"
    fault = (getattr(error, "strerror", None) or str(error)).lower()
    return f"cannot be read ({fault}): check the path and the disk"
