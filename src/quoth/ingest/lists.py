"""Whether the bytes of a file list articles: a feed, a sitemap, or addresses."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from quoth.errors import InputError
from quoth.ingest import addresslists, feeds
from quoth.ingest.listed import Listed, Listing

_ADDRESS_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:#[^\n]*\n\s*)*[<\"]?https?://", re.IGNORECASE)
_TABLE_LINE = re.compile(rb"[^\n]*\t[^\n]*\t|(?:\xef\xbb\xbf)?\s*\"?url\"?,", re.IGNORECASE)
_ARTICLES = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"articles\"\s*:\s*\[")
_GAL = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"date\"\s*:")


@dataclass(frozen=True, slots=True)
class Found:
    """What a file lists: a feed or sitemap, or else the data of a list and its shape."""

    listing: Listing | None
    data: bytes = b""
    shape: addresslists.Shape = "addresses"

    def rows(self, name: str) -> Iterator[Listed]:
        """Yield the articles of a list."""
        return addresslists.read_list(self.data, self.shape, name)


def may_be(head: bytes) -> bool:
    """Say whether a file that begins with these bytes may list articles, before it is loaded."""
    if head.startswith(b"\x1f\x8b"):
        head = opening(head)
    return (
        head.startswith(b"PK\x03\x04")
        or feeds.is_feed(head)
        or feeds.is_sitemap(head)
        or feeds.is_json_feed(head)
        or any(p.match(head) for p in (_ADDRESS_LINE, _TABLE_LINE, _ARTICLES, _GAL))
    )


def opening(head: bytes) -> bytes:
    """Return the first bytes of what is compressed by gzip, b"" where that cannot be told."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 4096)
    except zlib.error:
        return b""


def found_in(data: bytes, name: str, max_bytes: int) -> Found | None:
    """Return what the bytes of a file list, None where they list nothing.

    Raises:
        InputError: they are a feed or sitemap that cannot be read.
        BodyError: they are compressed, and damaged or too large.
    """
    if not may_be(data[:4096]):
        return None
    if data.startswith((b"\x1f\x8b", b"PK\x03\x04")):
        unpacked = addresslists.packed_list(data, max_bytes)
        return found_in(unpacked, name, max_bytes) if unpacked is not None else None
    listing = listing_of(data, name)
    if listing is not None:
        return Found(listing)
    shape = addresslists.shape_of(data)
    return Found(None, data, shape) if shape is not None else None


def listing_of(data: bytes, address: str, *, charset: str | None = None) -> Listing | None:
    """Return what a feed or sitemap lists, None where the bytes are neither.

    Raises:
        InputError: it is one, and cannot be read or lists nothing.
    """
    from quoth.ingest.sitemaps import read_sitemap

    head = data[:4096]
    if feeds.is_feed(head) or feeds.is_json_feed(head):
        listing = feeds.read_feed(data, address, charset=charset)
        if not listing.entries:
            raise InputError(address, "is a feed without entries: there is nothing to read")
        return listing
    return read_sitemap(data, address) if feeds.is_sitemap(head) else None
