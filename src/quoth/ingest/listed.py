"""What a feed, sitemap or list says of one article, and of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from quoth.ingest.published import iso_date

_TAG = re.compile(r"<[^<>]*+>")
# How texts end that go on elsewhere.
_CUT = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|\[&#8230;\]|read (?:more|on|the (?:full|whole|rest)[\w ]{0,20})"
    r"|continue reading[^.]{0,80}|more\s*(?:»|→|>>))[\s.»→\])]*\Z",
    re.IGNORECASE,
)
# Characters of text from which what a feed carries is taken for the article. Chosen, not measured:
# teasers have up to some 700, agency reports from about 1,500; what is shorter has its page read.
_ARTICLE = 1_500
# What is worth having where the page cannot be read.
_WORTH = 400


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a feed, sitemap or list names it; None where it does not say.

    `html` is the text that a feed carries, marked up. `fault` is why the entry cannot be used.
    """

    place: str
    address: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    updated: str | None = None
    html: str | None = None
    fault: str | None = None

    @property
    def stamp(self) -> str:
        """A digest of what is said of the article: another one where it was changed."""
        said = (self.title, self.published, self.updated, self.html)
        return digest("\0".join(part or "" for part in said))

    @property
    def has_article(self) -> bool:
        """Whether the text carried is the article, not a teaser."""
        text = self._text()
        return len(text) >= _ARTICLE and _CUT.search(text[-200:]) is None

    @property
    def has_much(self) -> bool:
        """Whether the text carried says enough to stand in for a page that cannot be read."""
        return len(self._text()) >= _WORTH

    def _text(self) -> str:
        return " ".join(_TAG.sub(" ", self.html or "").split())


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed, sitemap or list holds. `every_s`: how often it says it changes, in seconds.

    `site` is the address of the site it is about, `parts` are the addresses of further sitemaps.
    """

    kind: str
    entries: tuple[Listed, ...]
    title: str | None = None
    site: str | None = None
    every_s: float | None = None
    parts: tuple[str, ...] = ()


def digest(text: str) -> str:
    """Return a short digest of a text, the same at all times."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def stated_date(value: str | None, parsed: object = None) -> str | None:
    """Return the date that a feed states as ISO 8601, with its own time zone where it tells one.

    Read are ISO 8601 and the form of e-mail (RFC 822). `parsed` is what feedparser made of others:
    UTC as a time tuple. The first moment of 1970 is what programs write that know no date: None.
    """
    found = _date(value, parsed)
    return None if found is not None and found.startswith("1970-01-01") else found


def _date(value: str | None, parsed: object) -> str | None:
    if value and (date := iso_date(value)) is not None:
        return date
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(value or "").isoformat()
    except (TypeError, ValueError, OverflowError, IndexError):
        pass
    if not isinstance(parsed, Sequence):
        return None
    try:
        year, month, day, hour, minute, second = parsed[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat()
    except (TypeError, ValueError, OverflowError):
        return None


def one_line(value: object, length: int = 500) -> str | None:
    """Return a text on one line, None where there is nothing in it."""
    if not isinstance(value, str):
        return None
    text = " ".join(value[: 4 * length].split())
    text = "".join(c for c in text if c.isprintable() and not "\ud800" <= c <= "\udfff")
    return text[:length].strip() or None
