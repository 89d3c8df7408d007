"""JSON Lines, read a line at a time, and JSON files that hold one report or a list of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from quoth.errors import InputError
from quoth.ingest.canonical import canonical
from quoth.ingest.cursor import Cursor
from quoth.ingest.drafts import Draft
from quoth.ingest.pages import read_page
from quoth.ingest.published import iso_date
from quoth.records import Rejected, Report

KEYS = ("id", "text", "html", "url", "outlet", "owner", "published", "title", "language")
_WANTED = f"give objects with text or html, and if known {', '.join(KEYS[3:])} and id"

_KINDS: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    type(None): "null",
}

# A line above the limit is skipped; after so many limits' worth of one line the file is given up:
# it is no JSON Lines, and may never end.
_MAX_SKIPPED = 10


class _JsonError(ValueError):
    """JSON that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """A stream of JSON with what is known of it: its name and the ids its reports may get.

    It is read from where `cursor` stands.
    """

    stream: BinaryIO
    name: str
    ids: tuple[str, ...]
    max_bytes: int
    cursor: Cursor = field(default_factory=Cursor)


def read_lines(source: Source) -> Iterator[Draft | Rejected]:
    """Yield the report of each line, or why it is left out; empty lines are passed over.

    The lines are those between line feeds, in UTF-8. A report without an id may get the name of
    the file with the number of its line.

    Raises:
        InputError: the stream as a whole cannot be read (on), or holds nothing.
    """
    cursor = source.cursor
    number, offset = cursor.item, cursor.offset
    empty = number == 0
    _move_to(source.stream, offset)
    while line := source.stream.readline(source.max_bytes + 1):
        number += 1
        offset += len(line)
        place = f"{source.name}:{number}"
        if len(line) > source.max_bytes and not line.endswith(b"\n"):
            empty = False
            limit = _megabytes(source.max_bytes)
            fault = Rejected(place, "ingest", f"is a line above the limit of {limit}: split it")
            try:
                offset += _skip_line(source, number)
            except InputError:
                yield fault
                raise
            cursor.offset, cursor.item = offset, number
            yield fault
            continue
        if number == 1:
            line = _without_mark(line, source.name)
        if not line.strip():
            continue
        empty = False
        cursor.offset, cursor.item = offset, number
        ids = tuple(f"{candidate}-{number}" for candidate in source.ids)
        try:
            yield draft_of(_parse_line(line), place, ids)
        except (InputError, _JsonError) as error:
            reason = error.reason if isinstance(error, InputError) else str(error)
            yield Rejected(place, "ingest", reason)
    if empty:
        raise InputError(source.name, "is empty: there is nothing to read")


def read_items(data: bytes, source: Source) -> Iterator[Draft | Rejected]:
    """Yield the reports of a JSON file: one object, or a list of objects.

    A report without an id may get the name of the file, in a list with its number.

    Raises:
        InputError: the whole is no such JSON.
    """
    try:
        value = _parse_whole(data)
    except _JsonError as error:
        raise InputError(source.name, str(error)) from None
    cursor = source.cursor
    done = cursor.item
    if not isinstance(value, list):
        cursor.item = 1
        if not done:
            yield draft_of(value, source.name, source.ids)
        return
    if not value:
        raise InputError(source.name, "is an empty list: there is nothing to read")
    for number, item in enumerate(value, start=1):
        if number <= done:
            continue
        cursor.item = number
        place = f"{source.name}[{number}]"
        try:
            yield draft_of(item, place, tuple(f"{candidate}-{number}" for candidate in source.ids))
        except InputError as error:
            yield Rejected(place, "ingest", error.reason)


def is_object(line: bytes) -> bool:
    """Say whether a line is a JSON object by itself, as each one of JSON Lines is."""
    try:
        return isinstance(_parse_line(line.removeprefix(b"\xef\xbb\xbf")), dict)
    except _JsonError:
        return False


def is_json(data: bytes) -> bool:
    """Say whether bytes as a whole are a JSON object or a list that begins with one."""
    try:
        value = _parse_whole(data)
    except _JsonError:
        return False
    return isinstance(value[0] if isinstance(value, list) and value else value, dict)


def _without_mark(line: bytes, name: str) -> bytes:
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(name, "is in UTF-16; JSON Lines are in UTF-8: save it as UTF-8")
    return line.removeprefix(b"\xef\xbb\xbf")


def _move_to(stream: BinaryIO, offset: int) -> None:
    """Go to a byte; what cannot be sought in is read up to it."""
    if offset and stream.seekable():
        stream.seek(offset)
        return
    while offset > 0 and (piece := stream.read(min(offset, 1 << 20))):
        offset -= len(piece)


def _skip_line(source: Source, number: int) -> int:
    """Read on to the end of a line, and return how many bytes that were."""
    skipped = size = 0
    while piece := source.stream.readline(source.max_bytes):
        size += len(piece)
        if piece.endswith(b"\n"):
            break
        skipped += 1
        if skipped >= _MAX_SKIPPED:
            reason = (
                f"is not read on after line {number}, which is above "
                f"{_megabytes(_MAX_SKIPPED * source.max_bytes)}: JSON Lines have a report a line"
            )
            raise InputError(source.name, reason)
    return size


def _parse_line(line: bytes) -> object:
    try:
        text = line.rstrip(b"\r\n").decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"byte 0x{line[error.start]:02x} at {error.start + 1}"
        raise _JsonError(f"is not in UTF-8 ({byte}): save the file as UTF-8") from None
    return _parse(text, where="column {column}")


def _parse_whole(data: bytes) -> object:
    """Parse a file in UTF-8, UTF-16 or UTF-32, the encodings of JSON."""
    encoding = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{data[error.start]:02x} in line {line}"
        raise _JsonError(f"is not in UTF-8 ({byte}): save it as UTF-8") from None
    return _parse(text, where="line {line}, column {column}")


def _parse(text: str, *, where: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = where.format(line=error.lineno, column=error.colno)
        fault = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
        raise _JsonError(
            f"is not valid JSON ({fault} at {place}): mend it or take it out"
        ) from None
    except RecursionError:
        raise _JsonError("is JSON nested too deeply: " + _WANTED) from None
    except ValueError as error:  # a number of too many digits
        raise _JsonError(f"is JSON that cannot be read ({error}): mend it or take it out") from None


def draft_of(value: object, place: str, ids: tuple[str, ...]) -> Draft:
    """Make a draft of a parsed object.

    Raises:
        InputError: it is no object, a key has another type than it should, or it has no text.
    """
    if not isinstance(value, dict):
        raise InputError(place, f"is {_kind(value)}, not a report: {_WANTED}")
    for key in KEYS:
        if value.get(key) is not None and not isinstance(value[key], str):
            kind = _kind(value[key])
            raise InputError(
                place, f"has {kind} for “{key}”, which must be a text: write it in quotes"
            )
    given = {key: value[key] for key in KEYS if value.get(key, "") and value[key].strip()}
    report_id = given.get("id", "")
    if not report_id.isprintable():
        raise InputError(place, "has an id with control characters: give it an id on one line")
    if "text" in given:
        report = Report(id="", text=given["text"])
    elif "html" in given:
        report = read_page(given["html"], place)
    else:
        missing = "has an empty text" if value.get("text") is not None else "has no text"
        raise InputError(place, f"{missing}: {_WANTED}")
    return Draft(place, _with_keys(report, given), ids)


def _with_keys(report: Report, given: dict[str, str]) -> Report:
    """Return a report with what the input says of it, which goes before what its page says."""
    notes = report.notes
    published = report.published
    if "published" in given:
        published = iso_date(given["published"]) or published
        if iso_date(given["published"]) is None:
            stated = given["published"].strip()[:40]
            notes += (f"published “{stated}” is not ISO 8601 (2024-06-05) and was left out",)
    return replace(
        report,
        id=given.get("id", ""),
        url=_address(given["url"]) if "url" in given else report.url,
        outlet=given.get("outlet", report.outlet),
        owner=given.get("owner", report.owner),
        title=given.get("title", report.title),
        language=given.get("language", report.language),
        published=published,
        notes=notes,
    )


def _address(url: str) -> str:
    """Return the canonical form of an address; what is none stays as it was given."""
    try:
        return canonical(url)
    except InputError:
        return url


def _kind(value: object) -> str:
    return _KINDS.get(type(value), f"a {type(value).__name__}")


def _megabytes(count: int) -> str:
    return f"{count / 1e6:g} MB"
