"""One input to the reader for it: a path, a folder, standard input, a report made in Python."""

from __future__ import annotations

import errno
import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from quoth.config import IngestOptions
from quoth.errors import InputError
from quoth.ingest import formats
from quoth.ingest.decode import Decoded, DecodeError, decode
from quoth.ingest.drafts import Draft, ids_of_file, printable, shorten
from quoth.ingest.folders import files_of
from quoth.ingest.lines import Source, is_json, is_object, read_items, read_lines
from quoth.ingest.pages import read_page
from quoth.records import Rejected, Report

Read = Iterator[Draft | Rejected]

_NO_FILE = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
_TOO_LARGE = (
    "split it, or put the articles into JSON Lines (.jsonl), which are read a line at a time"
)


@dataclass(slots=True)
class Inputs:
    """The inputs of one call: what they share is the limits, and what was read before."""

    options: IngestOptions
    stdin: BinaryIO | None = None
    _seen: dict[tuple[int, int], str] = field(default_factory=dict)
    _stdin_read: bool = False

    def read(self, given: object) -> Read:
        """Yield what one input holds.

        Raises:
            InputError: the input as a whole cannot be read (on).
        """
        if isinstance(given, Report):
            yield _made(given)
            return
        if not isinstance(given, str | os.PathLike):
            kind = type(given).__name__
            raise InputError(
                shorten(repr(given)), f"is no path but a Python {kind}: give a path or a Report"
            )
        name = os.fsdecode(os.fspath(given))
        if name == "-":
            yield from self._standard_input()
        elif formats.is_address(name):
            reason = (
                "is an address, which this version does not read: save the page and give the file"
            )
            raise InputError(shorten(name, 200), reason)
        else:
            yield from self._path(Path(name), name)

    def _path(self, path: Path, name: str) -> Read:
        shown = shorten(name, 200)
        if not name.strip():
            raise InputError("''", "is an empty name: give a path, or - for standard input")
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                self._claim(name, status)
                yield from self._folder(path)
            else:
                yield from self._file(path, printable(name), status)
        except (OSError, ValueError) as error:
            raise InputError(shown, _unreadable(error, name, path)) from None

    def _claim(self, name: str, status: os.stat_result) -> None:
        """Refuse a file or folder that was read before under whatever name."""
        key = (status.st_dev, status.st_ino)
        if key in self._seen:
            reason = f"is the same as {shorten(self._seen[key])}, which was given before"
            raise InputError(printable(name), reason)
        self._seen[key] = name

    def _folder(self, folder: Path) -> Read:
        for file in files_of(folder):
            if isinstance(file, Rejected):
                yield file
                continue
            try:
                yield from self._path(file, str(file))
            except InputError as error:
                yield Rejected(error.name, "ingest", error.reason)

    def _file(self, path: Path, name: str, status: os.stat_result) -> Read:
        kind = stat.S_IFMT(status.st_mode)
        if kind != stat.S_IFREG:
            what = _NO_FILE.get(kind, "no file")
            raise InputError(
                name, f"is {what}, not a file: give its content through standard input (-)"
            )
        self._claim(name, status)
        if (refusal := formats.refusal_by_name(path)) is not None:
            raise InputError(name, refusal)
        if status.st_size == 0:
            raise InputError(name, "is empty: there is nothing to read")
        ids = ids_of_file(path)
        with path.open("rb") as file:
            head = file.read(formats.SNIFF_BYTES)
            file.seek(0)
            packed = head.startswith(b"\x1f\x8b") and formats.format_of(path) in ("json", "lines")
            if packed:
                yield from self._packed(file, path, name, ids)
                return
            if (refusal := formats.refusal_by_content(head)) is not None:
                raise InputError(name, refusal)
            by_name = formats.format_of(path)
            if by_name in ("json", "lines"):
                yield from self._json(file, name, ids, lines=by_name == "lines")
                return
            if status.st_size > self.options.max_bytes:
                if by_name is None and _first_is_object(file, self.options.max_bytes):
                    yield from self._json(file, name, ids, lines=True)
                    return
                raise InputError(name, self._too_large(status.st_size))
            data = file.read(self.options.max_bytes + 1)
        yield from self._content(data, name, ids, by_name)

    def _packed(self, file: BinaryIO, path: Path, name: str, ids: tuple[str, ...]) -> Read:
        lines = formats.format_of(path) == "lines"
        try:
            with gzip.open(file, "rb") as stream:
                yield from self._json(stream, name, ids, lines=lines)  # type: ignore[arg-type]
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise InputError(name, "is damaged: what could be unpacked of it was read") from None

    def _standard_input(self) -> Read:
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
            if len(data) > self.options.max_bytes:
                stream = io.BufferedReader(_Joined(data, stream))
                if not _first_is_object(io.BytesIO(data), self.options.max_bytes):
                    raise InputError(name, self._too_large(None))
                yield from read_lines(Source(stream, name, (name,), self.options.max_bytes))
                return
        except (OSError, ValueError) as error:
            raise InputError(name, f"cannot be read ({error}): give a file") from None
        if (refusal := formats.refusal_by_content(data[: formats.SNIFF_BYTES])) is not None:
            raise InputError(name, refusal)
        yield from self._content(data, name, (name,), None)

    def _content(
        self, data: bytes, name: str, ids: tuple[str, ...], by_name: formats.Format | None
    ) -> Read:
        """Yield what bytes hold whose name says text, page or (None) nothing."""
        head = data[: formats.SNIFF_BYTES]
        if by_name is None and formats.is_json(head):
            yield from self._json(io.BytesIO(data), name, ids, lines=False)
            return
        page = by_name == "page" or formats.is_page(head, fragment=by_name is None)
        try:
            decoded = decode(data, page=page)
        except DecodeError as error:
            raise InputError(name, str(error)) from None
        page = page or formats.is_page(
            decoded.text[: formats.SNIFF_BYTES].encode("utf-8", "replace")
        )
        if page:
            yield _page(decoded, name, ids)
            return
        if formats.is_json(head):
            note = "looks like JSON but is read as text: name it .jsonl or .json to read it as that"
            decoded = replace(decoded, notes=(*decoded.notes, note))
        yield _text(decoded, name, ids)

    def _json(self, stream: BinaryIO, name: str, ids: tuple[str, ...], *, lines: bool) -> Read:
        """Yield the reports of a file named as JSON.

        One object or one list is also read from a file named as JSON Lines, and JSON Lines from
        one named as JSON: many tools mix the names up.
        """
        limit = self.options.max_bytes
        source = Source(stream, name, ids, limit)
        if not (lines and _first_is_object(stream, limit)):
            stream.seek(0)
            data = stream.read(limit + 1)
            stream.seek(0)
            if len(data) <= limit:
                if is_json(data) or not (lines or _any_is_object(data)):
                    if not data.strip():
                        raise InputError(name, "is empty: there is nothing to read")
                    yield from read_items(data, source)
                    return
            elif not (lines or _first_is_object(stream, limit)):
                raise InputError(name, self._too_large(None))
        stream.seek(0)
        yield from read_lines(source)

    def _too_large(self, size: int | None) -> str:
        limit = f"the limit of {self.options.max_bytes / 1e6:g} MB"
        said = "is" if size is None else f"is {size / 1e6:.1f} MB,"
        return f"{said} above {limit}: {_TOO_LARGE}"


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
    name = shorten(report.id) if isinstance(report.id, str) and report.id else "report"
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


def _text(decoded: Decoded, name: str, ids: tuple[str, ...]) -> Draft:
    report = Report(id="", text=decoded.text, encoding=decoded.encoding, notes=decoded.notes)
    return Draft(name, report, ids)


def _page(decoded: Decoded, name: str, ids: tuple[str, ...]) -> Draft:
    if not decoded.text.strip():
        raise InputError(name, "is empty: there is nothing to read")
    report = read_page(decoded.text, name)
    if decoded.fault is not None and "\ufffd" in report.text + (report.title or ""):
        raise InputError(name, decoded.fault)
    notes = decoded.notes + report.notes
    return Draft(name, replace(report, encoding=decoded.encoding, notes=notes), ids)


def _first_is_object(stream: BinaryIO, limit: int) -> bool:
    """Say whether the first line with anything on it is a JSON object; the stream is read from."""
    for _ in range(1000):
        line = stream.readline(limit + 1)
        if line.strip() or not line:
            return is_object(line)
    return False


def _any_is_object(data: bytes) -> bool:
    """Say whether one of the first lines is a JSON object."""
    return any(is_object(line) for line in data.split(b"\n", 20)[:20])


def _unreadable(error: OSError | ValueError, name: str, path: Path) -> str:
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
