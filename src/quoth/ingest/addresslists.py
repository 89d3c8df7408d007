"""Files that list addresses: one a line, and GDELT's lists of articles.

Of GDELT are read, as its site gives them (`.csv`, `.CSV.zip`, `.json`, `.json.gz`): the Global
Knowledge Graph 2.1 and 1.0, the event tables 2.0 and 1.0, the mentions, the Article List
(GAL), and what the DOC API gives for `mode=artlist` as JSON, JSON Feed, RSS or CSV. Column numbers
follow the codebooks (GKG 2.1, Event 2.0, 1.0).

When GDELT saw an article is not when it was published: that date is left out.

Known gaps: sources of GDELT that are no pages of the web (broadcasts, citations) are passed over.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from quoth.ingest.bodies import BodyError, gunzip
from quoth.ingest.listed import Listed, one_line

Shape = Literal[
    "addresses", "gkg2", "gkg1", "export2", "export1", "mentions", "artlist", "gal", "doc"
]

_ADDRESS = re.compile(rb"https?://[^\s<>\"]+", re.IGNORECASE)
_DAY = re.compile(rb"[0-9]{8}(?:[0-9]{6})?")
_GKG2_ID = re.compile(rb"[0-9]{14}-T?[0-9]+")
# Lines looked at to tell what a file is; all lines of a file of addresses are.
_LOOK = 20
# columns -> shape, address column, and the column that says whether it is of the web
_COLUMNS: dict[int, tuple[Shape, int]] = {
    61: ("export2", 60),
    58: ("export1", 57),
    27: ("gkg2", 4),
    16: ("mentions", 5),
    14: ("mentions", 5),
    11: ("gkg1", 10),
}
_LISTED = re.compile(r"\.(?:csv|tsv|txt|json)\Z", re.IGNORECASE)
_WEB = b"1"  # GDELT's code for a source of the web
_GAL = frozenset(("date", "url", "domain"))
_OURS = frozenset(("text", "html"))
_HEADS = ("url,mobileurl,date,title", "url,url_mobile,title", "url,title")


def shape_of(data: bytes) -> Shape | None:
    """Return what list of addresses a whole file is, None where it is none."""
    head = data[:200_000]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_shape(data)
    lines = [line for line in head.splitlines()[:_LOOK] if line.strip()]
    if not lines:
        return None
    if _is_artlist(lines[0]):
        return "artlist"
    if (shape := _table_shape(lines)) is not None:
        return shape
    return "addresses" if _all_addresses(data) else None


def unzipped(data: bytes, max_bytes: int) -> bytes | None:
    """Return the only file of a zip archive, None where it has none or several, or is damaged.

    Raises:
        BodyError: the file is locked, damaged, or above the limit.
    """
    import struct
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            if len(files) != 1 or not _LISTED.search(files[0].filename):
                return None
            with archive.open(files[0]) as file:
                found = file.read(max_bytes + 1)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error):
        return None
    except (RuntimeError, NotImplementedError, EOFError, zlib.error):
        raise BodyError("is locked or damaged") from None
    if len(found) > max_bytes:
        raise BodyError(f"unpacks to more than {max_bytes / 1e6:g} MB", too_large=True)
    return found


def packed_list(data: bytes, max_bytes: int) -> bytes | None:
    """Return what a compressed list holds, None where the bytes are not compressed so.

    Raises:
        BodyError: it is damaged or above the limit.
    """
    if data.startswith(b"PK\x03\x04"):
        return unzipped(data, max_bytes)
    return gunzip(data, max_bytes) if data.startswith(b"\x1f\x8b") else None


def read_list(data: bytes, shape: Shape, name: str) -> Iterator[Listed]:
    """Yield the articles of a list.

    A line without an address has a fault, but for a heading, a remark (#) or one whose source is
    none of the web.
    """
    if shape == "doc":
        yield from _doc(data, name)
    elif shape == "artlist":
        yield from _artlist(data, name)
    else:
        lines = io.BytesIO(data.removeprefix(b"\xef\xbb\xbf"))
        for number, line in enumerate(lines, start=1):
            yield from _of_line(line.strip(b"\r\n "), shape, f"{name}:{number}")


def _of_line(line: bytes, shape: Shape, place: str) -> Iterator[Listed]:
    if not line or line.startswith(b"#"):
        return
    if shape == "addresses":
        yield _listed(line.decode("utf-8", "replace"), place)
        return
    if shape == "gal":
        yield _gal(line, place)
        return
    fields = line.split(b"\t")
    found = next(
        (column for n, (kind, column) in _COLUMNS.items() if kind == shape and n == len(fields)),
        None,
    )
    if found is None:
        kind = shape.upper().rstrip("12")
        yield Listed(
            place, fault=f"has {len(fields)} columns, not those of GDELT's {kind}: mend it"
        )
        return
    if (shape == "gkg2" and fields[2] != _WEB) or (shape == "mentions" and fields[4] != _WEB):
        return
    values = fields[found].split(b"<UDIV>") if shape == "gkg1" else [fields[found]]
    if shape == "gkg1" and fields[0].upper() == b"DATE":
        return
    for value in values:
        text = value.decode("utf-8", "replace").strip()
        if _ADDRESS.match(value) or shape == "gkg2":
            yield _listed(text, place)


def _listed(address: str, place: str, *, title: object = None, outlet: object = None) -> Listed:
    address = address.strip().strip('<>"')
    if not _ADDRESS.match(address.encode("utf-8", "replace")):
        shown = one_line(address, 60) or ""
        return Listed(place, fault=f"has no address of a page (“{shown}”): mend it or take it out")
    return Listed(place, address, one_line(title), one_line(outlet))


def _gal(line: bytes, place: str) -> Listed:
    try:
        said = json.loads(line)
        return _listed(said["url"], place, title=said.get("title"), outlet=said.get("outletName"))
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return Listed(
            place, fault="is no line of GDELT's article list (an object with url): mend it"
        )


def _doc(data: bytes, name: str) -> Iterator[Listed]:
    articles: object = []
    try:
        articles = json.loads(data.decode("utf-8-sig", "replace"), strict=False)["articles"]
    except (ValueError, RecursionError, KeyError, TypeError):
        yield Listed(name, fault="is a GDELT article list that is damaged: get it anew")
    for number, said in enumerate(articles if isinstance(articles, list) else [], start=1):
        place = f"{name}[{number}]"
        if isinstance(said, dict) and isinstance(said.get("url"), str):
            yield _listed(said["url"], place, title=said.get("title"))
        else:
            yield Listed(place, fault="has no url: mend it or take it out")


def _artlist(data: bytes, name: str) -> Iterator[Listed]:
    import csv

    text = data.decode("utf-8-sig", "replace").replace("\0", "")
    rows: Iterable[dict[str | None, str | list[str] | None]]
    rows = csv.DictReader(io.StringIO(text, newline=""), restkey=None)
    number = 1
    try:
        for number, row in enumerate(rows, start=2):
            said = {key.lower(): value for key, value in row.items() if isinstance(key, str)}
            url, title = said.get("url"), said.get("title")
            place = f"{name}:{number}"
            yield _listed(url if isinstance(url, str) else "", place, title=title)
    except csv.Error:
        fault = "is a table that is damaged from here on: get it anew"
        yield Listed(f"{name}:{number + 1}", fault=fault)


def _json_shape(data: bytes) -> Shape | None:
    """Tell the DOC API's list (one object with articles) from GAL (an object a line)."""
    first = data.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    try:
        line = json.loads(first)
        if isinstance(line, dict) and line.keys() >= _GAL and not _OURS & line.keys():
            return "gal"
    except (ValueError, RecursionError):
        line = None
    try:
        whole = (
            line
            if isinstance(line, dict)
            else json.loads(data.decode("utf-8-sig", "replace"), strict=False)
        )
    except (ValueError, RecursionError):
        return None
    return "doc" if isinstance(whole, dict) and isinstance(whole.get("articles"), list) else None


def _is_artlist(line: bytes) -> bool:
    head = line.decode("utf-8-sig", "replace").lower().replace('"', "").replace(" ", "")
    return head.startswith(_HEADS)


def _table_shape(lines: list[bytes]) -> Shape | None:
    if lines[0].upper().startswith(b"DATE\tNUMARTS\t"):
        return "gkg1"
    fields = lines[0].split(b"\t")
    shape, column = _COLUMNS.get(len(fields), (None, 0))
    if shape == "gkg2":
        return shape if _GKG2_ID.fullmatch(fields[0]) else None
    if shape is None or not any(_DAY.fullmatch(field) for field in fields[:3]):
        return None
    rows = [line.split(b"\t") for line in lines]
    return shape if any(len(r) > column and _ADDRESS.search(r[column]) for r in rows) else None


def _all_addresses(data: bytes) -> bool:
    """Say whether every line of a file is an address, a remark or empty, and one is an address."""
    found = False
    for line in data.removeprefix(b"\xef\xbb\xbf").splitlines():
        text = line.strip().strip(b'<>"')
        if not text or text.startswith(b"#"):
            continue
        if not _ADDRESS.fullmatch(text):
            return False
        found = True
    return found
