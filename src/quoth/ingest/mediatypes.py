"""Media types as HTTP names them ("text/html; charset=utf-8"), and which of them are read."""

from __future__ import annotations

import re

_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w:.+-]{2,40})", re.IGNORECASE)

_TO_FILE = "download it and give the file"
# What an address may give that is refused before it is loaded: (what it is, what to do instead).
_REFUSED = (
    (re.compile(r"image/"), "a picture", "give the page of the article"),
    (re.compile(r"audio/"), "a sound recording", "give the page of the article"),
    (re.compile(r"video/"), "a video", "give the page of the article"),
    (re.compile(r"font/"), "a font", "give the page of the article"),
    (re.compile(r"application/pdf"), "a PDF", "save its text as a .txt file"),
    (re.compile(r"application/(?:msword|rtf|vnd\.(?:ms-|openxml|oasis).*|epub\+zip)"), "a document",
     "save its text as a .txt file"),
    (re.compile(r"application/(?:warc.*|vnd\.apache\.parquet)"), "a file of many pages", _TO_FILE),
    (re.compile(r"application/(?:zip|x-tar|x-7z.*|x-bzip2|zstd)"), "an archive", _TO_FILE),
    (re.compile(r"text/(?:css|javascript)|application/(?:javascript|wasm)"), "a part of a web page",
     "give the page of the article"),
)  # fmt: skip


def media_type(header: str | None) -> tuple[str, str | None]:
    """Return the media type of a Content-Type header, "" where there is none, and the charset."""
    value = header or ""
    match = _CHARSET.search(value)
    return value.split(";")[0].strip().lower()[:100], match[1].lower() if match else None


def refusal_by_type(kind: str) -> str | None:
    """Return why what has this media type is not read, None where it is."""
    for pattern, what, advice in _REFUSED:
        if pattern.match(kind):
            return f"is {what} ({kind}): {advice}"
    return None
