"""Where matches are told: a line each, or an Atom feed in a file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from xml.etree import ElementTree

from quoth.errors import QuothError
from quoth.watch.news import Match, one_line

_ATOM = "http://www.w3.org/2005/Atom"
_URN = "urn:quoth:"
# A reader that asks once a day sees all of a busy day.
_MAX_ENTRIES = 500


class Output(Protocol):
    """Somewhere to tell matches; `name` is the same at every start of the program."""

    @property
    def name(self) -> str: ...  # noqa: D102

    def tell(self, matches: Sequence[Match]) -> None:
        """Tell matches, in their order; all or none.

        Raises:
            QuothError: they could not be told; they can be told again later.
        """
        ...


class Lines:
    """Tells each match as a line, which `write` gets without a line break; `form` makes it."""

    name = "terminal"

    def __init__(
        self, write: Callable[[str], None], *, form: Callable[[Match], str] | None = None
    ) -> None:
        self._write = write
        self._form = form or line

    def tell(self, matches: Sequence[Match]) -> None:
        """Write a line for each match."""
        for match in matches:
            self._write(self._form(match))


def line(match: Match) -> str:
    """Return a match as a line for the terminal: when, which rule, what, by whom, where."""
    news = match.news
    outlets = ", ".join(sorted(one_line(outlet) for outlet in news.outlets))
    parts = [one_line(news.at), f"[{match.rule}]", match.headline]
    if outlets:
        parts.append(f"· {outlets}")
    if news.reports:
        parts.append(f"· {one_line(news.reports[0])}")
    return " ".join(part for part in parts if part)


class AtomFile:
    """Tells matches in an Atom feed (RFC 4287) in a file, the newest first.

    The file is written whole or not at all. What stands in it stays, up to 500 entries; a match
    that is there already does not come twice.
    """

    def __init__(self, path: Path, *, title: str = "Quoth") -> None:
        self._path = path
        self._title = title
        self.name = f"atom {path.absolute()}"

    def tell(self, matches: Sequence[Match]) -> None:
        """Put matches into the feed."""
        entries = self._entries()
        known = {entry.findtext(_tag("id")) for entry in entries}
        for match in matches:
            entry = _entry(match)
            if (name := entry.findtext(_tag("id"))) not in known:
                known.add(name)
                entries.insert(0, entry)
        self._write(entries[:_MAX_ENTRIES])

    def _entries(self) -> list[ElementTree.Element]:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _unwritable(self._path, error) from None
        with suppress(ElementTree.ParseError):
            root = ElementTree.fromstring(data)
            if root.tag == _tag("feed") and (root.findtext(_tag("id")) or "").startswith(_URN):
                return root.findall(_tag("entry"))
        raise QuothError(f"{self._path} is no feed that Quoth wrote: give another file, or move it")

    def _write(self, entries: list[ElementTree.Element]) -> None:
        ElementTree.register_namespace("", _ATOM)
        feed = ElementTree.Element(_tag("feed"))
        _add(feed, "id", f"{_URN}watch")
        _add(feed, "title", self._title)
        newest = max((entry.findtext(_tag("updated")) or "" for entry in entries), default="")
        _add(feed, "updated", newest or "1970-01-01T00:00:00Z")
        _add(_add(feed, "author", None), "name", "Quoth")
        feed.extend(entries)
        ElementTree.indent(feed)
        data = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"
        try:
            _replace(self._path, data)
        except OSError as error:
            raise _unwritable(self._path, error) from None


def _entry(match: Match) -> ElementTree.Element:
    news = match.news
    entry = ElementTree.Element(_tag("entry"))
    _add(entry, "id", f"{_URN}match:{match.id}")
    _add(entry, "title", match.headline)
    _add(entry, "updated", _moment(news.at))
    _add(entry, "category", None).set("term", match.rule)
    for address in news.reports:
        if address.startswith(("http://", "https://")):
            link = _add(entry, "link", None)
            link.set("rel", "related")
            link.set("href", address)
    _add(entry, "summary", " · ".join(part for part in (news.text, news.note) if part))
    return entry


def _moment(at: str) -> str:
    """Return a moment as Atom wants it: with a time and a zone."""
    from datetime import UTC, datetime

    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return "1970-01-01T00:00:00Z"
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _add(parent: ElementTree.Element, name: str, text: str | None) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, _tag(name))
    if text is not None:
        element.text = one_line(text.encode("utf-8", "replace").decode("utf-8"))
    return element


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _unwritable(path: Path, error: OSError) -> QuothError:
    fault = (error.strerror or type(error).__name__).lower()
    return QuothError(f"{path} cannot be written ({fault}): check the path and the disk")
