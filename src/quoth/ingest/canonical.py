"""Addresses: one form for each, so that an article that is met twice is known.

What two forms of one address have different is taken away by rule, in this order:
1. spelling: case of scheme and host, the port that is the default, user names and passwords, dot
   segments, percent signs that need not be, names beyond ASCII (IDNA 2008 with the mapping of
   UTS 46), the fragment (but for "#!", which old sites name pages by);
2. wrapping: the caches and paths that serve AMP pages;
3. tracking: parameters that say where a reader came from (`tracking.py`), not what is read.

The order of parameters, "www." and a slash at the end stay: a site may tell those apart.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from quoth.errors import InputError
from quoth.ingest.drafts import shorten
from quoth.ingest.tracking import is_tracking

# Browsers and servers go no further; the longest address of a news article has a few hundred.
MAX_LENGTH = 8_000

_PORTS = {"http": 80, "https": 443}
_UNRESERVED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
_IN_PATH = "/:@!$&'()*+,;=%"
_IN_QUERY = _IN_PATH + "?[]"
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})?")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*")
_LOGIN = re.compile(r"(//)[^/?#]*@")
_AMP_CACHE = re.compile(r"(?:[a-z0-9-]+\.)*cdn\.ampproject\.org|(?:www\.)?bing-amp\.com")
_AMP_PATH = re.compile(r"/(?:[acvi]|amp)(?P<tls>/s)?/(?P<rest>[^/]+\..+)")


def canonical(url: str, *, base: str | None = None) -> str:
    """Return the canonical form of an address of the web; `base` is what a relative one is to.

    >>> canonical("HTTPS://News.example:443/a/../b?utm_source=x&id=7#top")
    'https://news.example/b?id=7'

    The canonical form of a canonical form is itself.

    Raises:
        InputError: it is no address of a page (http or https).
    """
    return _unwrapped(normal(url, base=base), depth=3)


def normal(url: str, *, base: str | None = None) -> str:
    """Return an address in one spelling (rule 1 only): it opens the same page.

    Raises:
        InputError: it is no address of a page (http or https).
    """
    name = shorten(without_login(url), 200)
    cleaned = re.sub(r"[\t\r\n]", "", url).strip("".join(map(chr, range(33))))
    if len(cleaned) > MAX_LENGTH:
        raise InputError(name, f"is an address of more than {MAX_LENGTH:,} characters: check it")
    before, mark, after = cleaned.partition("?")
    cleaned = before.replace("\\", "/") + mark + after  # as browsers take them
    cleaned = re.sub(r"^feed:(?://)?(?=https?:)", "", cleaned, flags=re.IGNORECASE)
    cleaned = re.sub(r"^feed://", "https://", cleaned, flags=re.IGNORECASE)
    try:
        parts = urlsplit(urljoin(base, cleaned) if base else cleaned)
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError:
        raise InputError(name, "is not a valid address: check it") from None
    if scheme not in _PORTS:
        raise InputError(
            name, "is no address of the web (http:// or https://): save the page and give the file"
        )
    host = _host(host, name)
    if port is not None and port != _PORTS[scheme]:
        host += f":{port}"
    path = _path(parts.path)
    query = _escaped(parts.query, _IN_QUERY)
    fragment = _escaped(parts.fragment, _IN_QUERY) if parts.fragment.startswith("!") else ""
    return urlunsplit((scheme, host, path, query, fragment))


def page_address(address: str, stated: Iterable[str | None]) -> tuple[str, str | None]:
    """Return the canonical address of a page read at `address`, and the original it names.

    `stated` are what the page says (rel=canonical, then og:url). The first that is of the same
    site counts, unless it is the site's front page and the page is not: many a template has that
    wrong. One of another site is returned as the original: the page is a copy, but its own
    outlet's, so its address stays.
    """
    own = canonical(address)
    original: str | None = None
    for candidate in stated:
        if not candidate or not candidate.strip():
            continue
        try:
            found = canonical(candidate, base=address)
        except InputError:
            continue
        if _is_front(found) and not _is_front(own):
            continue
        if same_site(found, own):
            return found, original
        original = original or found
    return own, original


def same_site(first: str, second: str) -> bool:
    """Say whether two addresses are of one site: one registered name (news.x.org, x.org)."""
    one, other = site_of(first), site_of(second)
    return bool(one) and one == other


@lru_cache(maxsize=4096)
def site_of(address: str) -> str:
    """Return the registered name of an address's host ("bbc.co.uk"), the host where it has none.

    What stands before is taken off by the public suffix list, its private part too: two blogs of
    one host are two sites.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if is_ip(host):
        return f"{host}:{port}" if port else host
    from tld import get_fld

    found = get_fld(address, fail_silently=True, search_private=True)
    return found.lower() if isinstance(found, str) else ".".join(host.split(".")[-2:])


def without_login(url: str) -> str:
    """Return an address without the user name and password in it, as it can be shown."""
    return _LOGIN.sub(r"\1", url)


def is_ip(host: str) -> bool:
    """Say whether a host is a number (IPv4 or IPv6), not a name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def address_id(address: str) -> str:
    """Return the id that a report of this canonical address gets: the address without scheme."""
    return unquote(address.split("://", 1)[-1], errors="replace").rstrip("/")


def _is_front(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


def _host(host: str, name: str) -> str:
    """Return a host in lower case and ASCII."""
    host = unquote(host).lower().rstrip(".")
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host).compressed}]"
        except ValueError:
            raise InputError(name, "is not a valid address: check it") from None
    if not host.isascii():
        import idna

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            raise InputError(name, "has a host name that cannot be one: check it") from None
    if not _HOST.fullmatch(host) or len(host) > 253:
        raise InputError(name, "has no valid host name: check it")
    return host


def _path(path: str) -> str:
    """Return a path that begins with a slash and has no dot segments (RFC 3986, 5.2.4)."""
    found: list[str] = []
    segments = _escaped(path, _IN_PATH).removeprefix("/").split("/")
    for number, segment in enumerate(segments, start=1):
        if segment == "..":
            found = found[:-1]
        if segment not in (".", ".."):
            found.append(segment)
        elif number == len(segments):
            found.append("")
    return "/" + "/".join(found)


def _escaped(text: str, safe: str) -> str:
    """Return text with percent signs in one form: none for what needs none, the rest in capitals.

    The result comes through again as it is.
    """

    def one(match: re.Match[str]) -> str:
        if match[1] is None:
            return "%25"
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else match[0].upper()

    return quote(_PERCENT.sub(one, text), safe=safe, errors="replace")


def _unwrapped(url: str, depth: int) -> str:
    """Return an address without AMP's wrapping and without tracking parameters."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    cached = _AMP_CACHE.fullmatch(host) or (
        host.startswith(("www.google.", "google.")) and parts.path.startswith("/amp/")
    )
    if cached and depth and (match := _AMP_PATH.fullmatch(parts.path)) is not None:
        inner = f"{'https' if match['tls'] else 'http'}://{unquote(match['rest'])}"
        try:
            return _unwrapped(normal(inner + (f"?{parts.query}" if parts.query else "")), depth - 1)
        except InputError:
            return url
    query = "&".join(p for p in parts.query.split("&") if p and not is_tracking(p))
    return urlunsplit(parts._replace(path=_without_amp(parts.path), query=query))


def _without_amp(path: str) -> str:
    """Take AMP's mark from the end of a path that has something before it."""
    while True:
        shorter = re.sub(r"(?<=[^/])/amp/?$", "", path)
        shorter = re.sub(r"(?<=[^/.])\.amp(?=\.html?$|$)", "", shorter)
        if shorter.count("/") < 1 or shorter == path:
            return path
        path = shorter
