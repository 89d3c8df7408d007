"""The feeds that a file lists: OPML, as feed readers write it, or an address a line."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from quoth.errors import QuothError

_OPML = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<opml\b", re.I | re.S)
_ADDRESS = re.compile(r"(?:https?|feed):", re.IGNORECASE)
_MAX_BYTES = 5_000_000


def listed_feeds(path: Path) -> tuple[str, ...] | None:
    """Return the addresses that a file lists, each once, in order; None where it is no such list.

    In a list of addresses a line that is empty or begins with `#` says nothing.

    Raises:
        QuothError: it is a list, but damaged, without feeds, or with a line that is no address.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError:
        return None  # whoever reads it as an input says what is wrong
    if len(data) > _MAX_BYTES:
        return None
    text = data.decode("utf-8-sig", "replace")
    if _OPML.match(text):
        return _from_opml(data, path)
    lines = [line.strip() for line in text.splitlines()]
    told = [(n, line) for n, line in enumerate(lines, start=1) if line and line[0] != "#"]
    if not told or not _ADDRESS.match(told[0][1]):
        return None
    for number, line in told:
        if not _ADDRESS.match(line) or " " in line:
            raise QuothError(
                f"{path}, line {number}: “{line[:60]}” is no address: give one a line, begin "
                "remarks with #"
            )
    return tuple(dict.fromkeys(line for _, line in told))


def _from_opml(data: bytes, path: Path) -> tuple[str, ...]:
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise QuothError(f"{path} is no valid OPML ({error}): export it anew") from None
    found: dict[str, None] = {}
    for outline in root.iter():
        named = {name.lower(): value.strip() for name, value in outline.attrib.items()}
        address = named.get("xmlurl", "")
        if _ADDRESS.match(address):
            found[address] = None
    if not found:
        raise QuothError(f"{path} lists no feeds: its outlines have no xmlUrl")
    return tuple(found)
