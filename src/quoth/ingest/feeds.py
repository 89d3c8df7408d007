"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0 (by feedparser), JSON Feed 1 and 1.1.

Feeds come broken: undeclared entities, bare ampersands, the wrong encoding, entries without a
link. feedparser reads most of that; what it cannot make an address or a text of becomes an entry
with a fault, and the others stay.

Known gaps: skipHours and skipDays are not heeded; of podcasts and videos the description is all
that there is to read.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from quoth.errors import InputError
from quoth.ingest.canonical import normal
from quoth.ingest.decode import DecodeError, decode
from quoth.ingest.listed import Listed, Listing, one_line, stated_date

# Feeds have 10 to 500 entries of 20 elements.
_MAX_ENTRIES = 5_000
# feedparser takes some 0.4 ms an element, and quadratic time in the depth (1 s for 10,000) and in
# the attributes of a tag (20 s for 20,000), measured on a busy machine.
_MAX_ELEMENTS = 40_000
_MAX_DEPTH = 300
_MAX_TAG = 20_000  # characters; pictures in attributes have a few thousand
_MAX_BYTES = 20_000_000
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000}
_PERIODS["yearly"] = 31_536_000

_ROOT = re.compile(rb"<(?:[\w-]+:)?(rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_SITEMAP = re.compile(rb"<(?:[\w-]+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_JSON_FEED = re.compile(rb"\"version\"\s*:\s*\"https?:\\?/\\?/jsonfeed\.org\\?/version")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def is_feed(head: bytes) -> bool:
    """Say whether bytes begin as a feed in XML does."""
    start = _without_prolog(head)
    return _ROOT.match(start) is not None


def is_sitemap(head: bytes) -> bool:
    """Say whether bytes begin as a sitemap in XML does."""
    return _SITEMAP.match(_without_prolog(head)) is not None


def is_json_feed(head: bytes) -> bool:
    """Say whether bytes begin as a JSON Feed does."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and bool(_JSON_FEED.search(head))


def _without_prolog(head: bytes) -> bytes:
    """Return what begins with the root element of an XML document, without marks and comments."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    at = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    while at.startswith((b"<?", b"<!--", b"<!")):
        close = b"?>" if at.startswith(b"<?") else b"-->" if at.startswith(b"<!--") else b">"
        if close == b">" and 0 < at.find(b"[") < at.find(b">"):
            close = b"]>"  # of a document type with entities of its own
        end = at.find(close)
        if end < 0:
            return b""
        at = at[end + len(close) :].lstrip()
    return at


def read_feed(data: bytes, address: str, *, charset: str | None = None) -> Listing:
    """Return what a feed lists, in its order; `address` is what relative links are to.

    Raises:
        InputError: it cannot be read as a feed at all.
    """
    if len(data) > _MAX_BYTES:
        raise InputError(address, f"is a feed of more than {_MAX_BYTES / 1e6:g} MB: split it")
    if is_json_feed(data[:4096]):
        return _json_feed(data, address)
    try:
        text = decode(data, page=True, charset=charset).text
    except DecodeError as error:
        raise InputError(address, f"is a feed that {error}") from None
    text = _DECLARATION.sub("", text)
    if (why := _hostile(text)) is not None:
        raise InputError(address, f"is a feed that {why}: mend or split it")
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    try:
        found = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers=headers,
            sanitize_html=False,
        )
        entries = tuple(_entries(found.entries, address))
        feed = found.get("feed", {})
        title, site = one_line(feed.get("title")), _link(feed.get("link"), address)
        every_s = _every(feed)
    except Exception as error:  # feedparser names no errors of its own
        reason = f"is a feed that cannot be read ({type(error).__name__}): mend it"
        raise InputError(address, reason) from None
    if not found.get("version") and not entries:
        raise InputError(address, "is no feed that can be read: check the address")
    return Listing("feed", entries, _plain(title), site, every_s)


def _entries(found: list[Any], address: str) -> Iterator[Listed]:
    for number, entry in enumerate(found[:_MAX_ENTRIES], start=1):
        place = f"{address}[{number}]"
        try:
            yield _entry(entry, place, address)
        except Exception as error:  # whatever is odd in one entry leaves the others alone
            fault = f"is an entry that cannot be read ({type(error).__name__}): mend the feed"
            yield Listed(place, fault=fault)


def _entry(entry: Any, place: str, feed: str) -> Listed:  # noqa: ANN401 - feedparser's
    link = _link(entry.get("feedburner_origlink") or entry.get("link"), feed)
    bodies = [part.get("value") or "" for part in entry.get("content", ()) if _is_text(part)]
    body = max([*bodies, entry.get("summary") or ""], key=len)
    source = entry.get("source") or {}
    outlet = source.get("title") or entry.get("publisher") or entry.get("dc_publisher")
    published = stated_date(entry.get("published"), entry.get("published_parsed"))
    # By dict: feedparser's own `get` takes the date of publication for this one, and warns of it.
    updated = stated_date(dict.get(entry, "updated"), dict.get(entry, "updated_parsed"))
    fault = None
    if link is None and not body.strip():
        fault = "is an entry without a link and without a text: there is nothing to read"
    own_id = one_line(entry.get("id"), 200)
    return Listed(
        link or (f"{feed}#{own_id}" if own_id else place),
        link,
        _plain(one_line(entry.get("title"))),
        _plain(one_line(outlet)),
        published or updated,
        updated,
        body if body.strip() else None,
        fault,
    )


def _is_text(part: Any) -> bool:  # noqa: ANN401 - feedparser's
    kind = part.get("type") or "text/html"
    return kind.startswith("text/") or kind in ("application/xhtml+xml", "html", "xhtml", "text")


def _plain(title: str | None) -> str | None:
    """Return a title without markup: feeds put it in, escaped once or twice."""
    if title is None or ("<" not in title and "&" not in title):
        return title
    return one_line(html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", html.unescape(title))))


def _link(value: object, base: str) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return normal(value, base=base)
    except InputError:
        return None


def _every(feed: Any) -> float | None:  # noqa: ANN401 - feedparser's
    """Return how often a feed says it changes, in seconds: ttl, or the Syndication module."""
    try:
        if 0 < (ttl := float(feed.get("ttl") or 0)) < 1e6:
            return 60 * ttl
        period = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
        frequency = float(feed.get("sy_updatefrequency") or 1)
    except (TypeError, ValueError):
        return None
    return period / frequency if period and 0.001 < frequency < 10_000 else None


def _hostile(text: str) -> str | None:
    """Return why a feed would take feedparser too long, None where it would not.

    What is in CDATA and comments does not count: it is not parsed here.
    """
    count = depth = 0
    at = text.find("<")
    while at >= 0:
        end = at + 1
        for opening, closing in (("<![CDATA[", "]]>"), ("<!--", "-->")):
            if text.startswith(opening, at):
                end = text.find(closing, at)
                break
        else:
            if text.startswith("</", at):
                depth -= 1
            elif text[at + 1 : at + 2].isalpha():
                close = text.find(">", at, at + _MAX_TAG)
                if close < 0 and len(text) - at > _MAX_TAG:
                    return f"has a tag of more than {_MAX_TAG:,} characters"
                count += 1
                depth += not (close > 0 and text[close - 1] == "/")
                if depth > _MAX_DEPTH:
                    return f"nests its elements more than {_MAX_DEPTH} deep"
                if count > _MAX_ELEMENTS:
                    return f"has more than {_MAX_ELEMENTS:,} elements"
        at = text.find("<", end) if end >= 0 else -1
    return None


def _json_feed(data: bytes, address: str) -> Listing:
    try:
        feed = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InputError(address, "is a JSON Feed that is not valid JSON: mend it") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise InputError(address, "is a JSON Feed without a list of items: mend it")
    found = enumerate(items[:_MAX_ENTRIES], start=1)
    entries = tuple(_json_entry(item, f"{address}[{n}]", address) for n, item in found)
    site = _link(feed.get("home_page_url"), address)
    return Listing("feed", entries, one_line(feed.get("title")), site)


def _json_entry(item: object, place: str, feed: str) -> Listed:
    if not isinstance(item, dict):
        return Listed(place, fault="is an entry that is no object: mend the feed")

    def text(key: str) -> str:
        value = item.get(key)
        return value if isinstance(value, str) else ""

    link = _link(text("url"), feed) or _link(text("external_url"), feed)
    body = text("content_html")
    if not body.strip() and (plain := text("content_text")).strip():
        paragraphs = re.split(r"\n\s*\n", plain)
        body = "".join(f"<p>{html.escape(p, quote=False)}</p>" for p in paragraphs)
    fault = None
    if link is None and not body.strip():
        fault = "is an entry without a link and without a text: there is nothing to read"
    updated = stated_date(text("date_modified"))
    own_id = one_line(str(item.get("id") or ""), 200)
    return Listed(
        link or (f"{feed}#{own_id}" if own_id else place),
        link,
        one_line(item.get("title")),
        None,
        stated_date(text("date_published")) or updated,
        updated,
        body if body.strip() else None,
        fault,
    )
