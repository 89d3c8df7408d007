"""Which formats are read, and what is said of those that are not.

A name's ending says what a file is meant to be; its first bytes say what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Literal

Format = Literal["text", "page", "json", "lines", "warc", "parquet", "table"]

SNIFF_BYTES = 4096  # enough for every signature below and for a page's opening

_READ: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".xht": "page",
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".urls": "text",
    ".uris": "text",
    ".warc": "warc",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".csv": "table",
    ".tsv": "table",
}

_AS_TEXT = "save its text as a .txt file"
_AS_LINES = "turn each row into a line of JSON Lines with the keys id and text"
_AS_PAGES = "take the pages out as .html files, or turn it into WARC"
_BY_NAME = "give the file by its name"
_UNPACK = "unpack it and give the files or the folder"
_ONLY_TEXT = "Quoth reads text, HTML and JSON Lines"
_ONE_PAGE = "save the page again as “HTML only”"


def _table(rows: Iterable[tuple[str, str, str]]) -> dict[str, tuple[str, str]]:
    return {f".{e}": (what, advice) for endings, what, advice in rows for e in endings.split()}


# ending -> what such a file is, what to do instead
_REFUSED = _table(
    [
        ("pdf", "a PDF", _AS_TEXT),
        ("doc docx docm dot odt rtf pages wpd", "a word processor's document", _AS_TEXT),
        ("ppt pptx odp key", "a set of slides", _AS_TEXT),
        ("epub mobi azw azw3", "an e-book", _AS_TEXT),
        ("eml msg mbox", "an e-mail", _AS_TEXT),
        ("tex bib", "a LaTeX source", _AS_TEXT),
        ("xls xlsx xlsm ods numbers", "a table", _AS_LINES),
        ("arrow feather orc avro", "a table of columns", _AS_LINES),
        ("db sqlite sqlite3 duckdb sql", "a database", _AS_LINES),
        ("pkl pickle npy npz h5 hdf5 mat rds", "a data file", _AS_LINES),
        ("wacz arc", "a web archive that is no WARC", _AS_PAGES),
        ("mht mhtml webarchive maff", "a web archive of one page", _ONE_PAGE),
        ("zip tar tgz gz bz2 xz zst 7z rar lz4", "an archive or a compressed file", _UNPACK),
        ("png jpg jpeg gif webp svg bmp tif tiff ico heic avif psd", "a picture", _ONLY_TEXT),
        ("mp3 wav ogg flac m4a aac opus", "a sound recording", _ONLY_TEXT),
        ("mp4 mov avi mkv webm m4v mpg mpeg", "a video", _ONLY_TEXT),
        ("srt vtt", "a file of subtitles", _AS_TEXT),
        ("css scss less js mjs ts map woff woff2 ttf otf eot", "a part of a web page", _ONLY_TEXT),
        ("yml yaml toml ini cfg conf lock", "a file of settings", _ONLY_TEXT),
        ("py pyc ipynb java c h cpp go rs rb php sh bat ps1 r", "a program", _ONLY_TEXT),
        ("exe dll so dylib bin o a class jar apk iso dmg", "a program", _ONLY_TEXT),
    ]
)

# What is read from files only, or only where it lists addresses.
_REFUSED_HERE = _table(
    [
        ("csv tsv", "a table", _AS_LINES),
        ("parquet", "a Parquet file", _BY_NAME),
        ("warc", "a web archive (WARC)", _BY_NAME),
    ]
)

# first bytes -> an ending with the same answer
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
    (b"PAR1", ".parquet"),
    (b"ARROW1", ".arrow"),
    (b"WARC/", ".warc"),
    (b"SQLite format 3\x00", ".sqlite"),
    (b"bplist00", ".webarchive"),
    (b"PK\x03\x04", ".zip"),
    (b"PK\x05\x06", ".zip"),
    (b"\x1f\x8b", ".gz"),
    (b"BZh", ".bz2"),
    (b"\xfd7zXZ\x00", ".xz"),
    (b"\x28\xb5\x2f\xfd", ".zst"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
    (b"II*\x00", ".tiff"),
    (b"MM\x00*", ".tiff"),
    (b"ID3", ".mp3"),
    (b"OggS", ".ogg"),
    (b"fLaC", ".flac"),
    (b"\x1aE\xdf\xa3", ".mkv"),
    (b"\x7fELF", ".so"),
    (b"\xca\xfe\xba\xbe", ".class"),
)

_COMMENTS = rb"(?:\s+|<!--(?:[^-]|-(?!->))*+-->)*+"
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    + _COMMENTS
    + rb"(?:<\?xml[^>]{0,200}+>)?"
    + _COMMENTS
    + rb"<(?:!doctype\s+html|html)\b",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    + _COMMENTS
    + rb"<(?:head|body|main|article|section|div|p|h1|h2|table|span|header|nav)(?:\s[^<>]*+)?>",
    re.IGNORECASE,
)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*\"")
_MHTML = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"(?:https?|ftps?|file|feed)://", re.IGNORECASE)


def is_address(name: str) -> bool:
    """Say whether an input is an address of the web rather than a path."""
    return _ADDRESS.match(name) is not None


def format_of(path: PurePath) -> Format | None:
    """Return the format that a name's ending stands for, None where it stands for none."""
    name = path.name.lower()
    return _READ.get(
        PurePath(name.removesuffix(".gz")).suffix if is_packed(path) else path.suffix.lower()
    )


def is_packed(path: PurePath) -> bool:
    """Say whether a name is that of compressed JSON Lines or of a compressed web archive."""
    name = path.name.lower()
    return name.endswith((".jsonl.gz", ".ndjson.gz", ".json.gz", ".warc.gz"))


def refusal_by_name(path: PurePath) -> str | None:
    """Return why a file of this name is not read, or None."""
    name = path.name.lower()
    if is_packed(path):
        return None
    if name.endswith(".arc.gz"):
        return _said(".arc")
    suffix = path.suffix.lower()
    return _said(suffix) if suffix in _REFUSED else None


def refusal_of_table() -> str:
    """Return why a table that is no list of addresses is not read."""
    return _said(".csv")


def refusal_by_content(head: bytes) -> str | None:
    """Return why a file that begins with these bytes is not read, or None."""
    for signature, suffix in _SIGNATURES:
        if head.startswith(signature):
            return _said(suffix)
    if head[4:8] == b"ftyp":
        return _said(".mp4")
    if head.startswith(b"RIFF") and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return _said({b"WEBP": ".webp", b"WAVE": ".wav", b"AVI ": ".avi"}[head[8:12]])
    if head[:200].lower().startswith((b"mime-version:", b"from:")) and _MHTML.search(head):
        return _said(".mht")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf:RDF")) and not is_page(head):
        return f"is an XML document that is not a page: {_AS_TEXT}"
    return None


def is_json(head: bytes) -> bool:
    """Say whether bytes begin as a JSON object or a list of them does, and no other text."""
    return _JSON.match(head) is not None


def is_page(head: bytes, *, fragment: bool = False) -> bool:
    """Say whether bytes begin as a web page does; with `fragment`, as a part of a page does."""
    if _PAGE.match(head):
        return True
    return fragment and _FRAGMENT.match(head) is not None and b"</" in head


def _said(suffix: str) -> str:
    what, advice = (_REFUSED | _REFUSED_HERE)[suffix]
    return f"is {what}: {advice}"
