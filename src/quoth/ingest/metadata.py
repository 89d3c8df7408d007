"""What a page says of itself: title, outlet and its owner, date of publication, address.

Where a feed, sitemap or list says something of the page too, the page's own word goes first
(`agreed`).

Only what is marked up as such is taken: meta elements, JSON-LD, microdata, `<time>`. No date is
guessed from addresses or from running text, and none depends on the day of reading (trafilatura's
own metadata does both).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from quoth.errors import InputError
from quoth.ingest.canonical import canonical, page_address
from quoth.ingest.published import iso_date

_MAX_JSON = 2_000_000  # characters of one JSON-LD block: the longest article is a tenth of it
_MAX_NODES = 2_000  # objects of a page's JSON-LD looked at
_MAX_LENGTH = 500  # characters of a title or name

# The names under which pages give the date of publication, most telling first.
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publicationdate",
    "date.published",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "citation_date",
    "date",
)
_PUBLISHER_NAMES = (
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "publisher",
    "rbpubname",
)
_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report)$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; None where it says nothing. `body` is JSON-LD's articleBody.

    `outlet` is what the page calls it; `host`, the name of its site, stands in where it does not.
    """

    title: str | None = None
    outlet: str | None = None
    host: str | None = None
    owner: str | None = None
    published: str | None = None
    url: str | None = None
    body: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a page elsewhere: by the feed or list that names it, and where it was read.

    `address` is where the page was read, None for a file.
    """

    address: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None


def agreed(own: Metadata, said: Said) -> Metadata:
    """Return what a page says of itself, filled in by what is said of it elsewhere.

    The page's own title, outlet and date go first; what it does not say, the feed or list says.
    The outlet that neither names is called by its host. Of the dates the page's day counts: where
    it gives no more than a day and the feed a time of that day or one next to it (days differ by
    time zone), the feed's is the same date more exactly and is taken; where the two are further
    apart, the page's is kept, with a note of the other.
    """
    published, notes = own.published, own.notes
    if published is None:
        published = said.published
        if published is not None:  # then what the page gave instead does not matter
            notes = tuple(note for note in notes if not note.startswith("published "))
    elif (
        said.published is not None and (apart := _days_apart(published, said.published)) is not None
    ):
        if apart <= 1 and len(published) == 10 and len(said.published) > 10:
            published = said.published
        elif apart > 1:
            notes += (f"published {published} by the page, {said.published} by what lists it",)
    return replace(
        own,
        title=own.title or said.title,
        outlet=own.outlet or said.outlet or own.host,
        published=published,
        notes=notes,
    )


def _days_apart(first: str, second: str) -> int | None:
    """Return the days between two dates as they are written, None where one is no day."""
    try:
        one, other = date.fromisoformat(first[:10]), date.fromisoformat(second[:10])
    except ValueError:
        return None
    return abs((one - other).days)


def read_metadata(tree: Any, address: str | None = None) -> Metadata:  # noqa: ANN401 - lxml has no types
    """Return what the page parsed as `tree` (lxml), read at `address`, says of itself."""
    metas = _metas(tree)
    article = _article(tree)
    url, original = _url(tree, metas, address)
    outlet = _clean(metas.get("og:site_name")) or _publisher(article, metas)
    title = (
        _clean(metas.get("og:title"))
        or _clean(article.get("headline"))
        or _heading(tree)
        or _window_title(tree, outlet or host_of(url), url)
    )
    published, notes = _published(tree, metas, article)
    if original is not None:
        notes += (f"says that its original is {original}",)
    body = article.get("articleBody")
    return Metadata(
        title,
        outlet,
        host_of(url),
        _owner(article),
        published,
        url,
        body if isinstance(body, str) else None,
        notes,
    )


def _metas(tree: Any) -> dict[str, str]:  # noqa: ANN401
    """Return the page's meta elements by name; of several, the first."""
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and content.strip():
            metas.setdefault(name.strip().lower(), content)
    return metas


def _article(tree: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the first article among the page's JSON-LD objects, empty if there is none."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = script.text or ""
        if len(source) > _MAX_JSON:
            continue
        try:
            data = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                if isinstance(kind, str) and _ARTICLE_TYPE.search(kind):
                    return node
    return {}


def _nodes(data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - parsed JSON
    """Yield the objects of JSON-LD that stand for a thing of the page, in order."""
    waiting = [data]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node[:_MAX_NODES]))
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in ("mainEntity", "@graph") if key in node)


def _publisher(article: dict[str, Any], metas: dict[str, str]) -> str | None:
    publisher = article.get("publisher")
    if isinstance(publisher, list) and publisher:
        publisher = publisher[0]
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    candidates = [name, *(metas.get(key) for key in _PUBLISHER_NAMES)]
    for candidate in candidates:
        cleaned = _clean(candidate)
        if cleaned and not cleaned.lower().startswith(("http:", "https:", "www.", "@")):
            return cleaned
    return None


def _owner(article: dict[str, Any]) -> str | None:
    """Return what the article's JSON-LD says its publisher belongs to."""
    publisher = article.get("publisher")
    if isinstance(publisher, list) and publisher:
        publisher = publisher[0]
    above = publisher.get("parentOrganization") if isinstance(publisher, dict) else None
    return _clean(above.get("name") if isinstance(above, dict) else above)


def _url(
    tree: Any,  # noqa: ANN401
    metas: dict[str, str],
    address: str | None,
) -> tuple[str | None, str | None]:
    """Return the canonical address of a page, and that of another site which it names as its own.

    A page from a file is believed; of one that was read at an address, see `page_address`.
    """
    candidates = [
        _clean(link.get("href"))
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    candidates.append(_clean(metas.get("og:url")))
    if address is not None:
        return page_address(address, candidates)
    for url in candidates:
        if url and host_of(url):
            try:
                return canonical(url), None
            except InputError:
                continue
    return None, None


def host_of(url: str | None) -> str | None:
    """Return the host of an address, by which an outlet is called that has no other name."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "." not in host:
        return None
    return host.removeprefix("www.")


def _heading(tree: Any) -> str | None:  # noqa: ANN401
    """Return the text of the only `<h1>`, None where there are more: one is the site's name."""
    found = [text for h1 in tree.iter("h1") if (text := _clean(h1.text_content()))]
    return found[0] if len(set(found)) == 1 else None


def _window_title(tree: Any, outlet: str | None, url: str | None) -> str | None:  # noqa: ANN401
    """Return the text of `<title>` without the name of the outlet at its end."""
    element = next(tree.iter("title"), None)
    title = _clean(element.text_content()) if element is not None else None
    if title is None:
        return None
    for separator in (" | ", " - ", " – ", " — ", " :: ", " · ", " • "):
        head, found, tail = title.rpartition(separator)
        if found and tail.lower() in {(outlet or "").lower(), (host_of(url) or "").lower()}:
            return head.strip() or title
    return title


def _published(
    tree: Any,  # noqa: ANN401
    metas: dict[str, str],
    article: dict[str, Any],
) -> tuple[str | None, tuple[str, ...]]:
    """Return the date of publication, and a note where the page gives one that is not ISO 8601."""
    values: list[object] = [metas.get(_DATE_NAMES[0]), article.get("datePublished")]
    values += [metas.get(name) for name in _DATE_NAMES[1:]]
    stated = [value for value in values if isinstance(value, str) and value.strip()]
    for value in stated:
        if (date := iso_date(value)) is not None:
            return date, ()
    if (date := _time(tree)) is not None:
        return date, ()
    if not stated:
        return None, ()
    shown = " ".join(stated[0].split())[:40]
    return None, (f"published “{shown}” is not ISO 8601 (2024-06-05) and was left out",)


def _time(tree: Any) -> str | None:  # noqa: ANN401
    """Return the date of the page's `<time>` elements, None where they are of several days.

    One marked as the date of publication is believed before the others.
    """
    marked: list[str] = []
    others: list[str] = []
    for element in tree.iter("time"):
        date = iso_date(element.get("datetime") or "")
        if date is None or len(date) < 8:
            continue
        if (
            "pubdate" in element.attrib
            or "datepublished" in (element.get("itemprop") or "").lower()
        ):
            marked.append(date)
        elif next(element.iterancestors("aside", "nav", "footer"), None) is None:
            others.append(date)
    if marked:
        return marked[0]
    return others[0] if len({date[:10] for date in others}) == 1 else None


def _clean(value: object) -> str | None:
    """Return a name or title on one line, None where there is nothing in it."""
    if not isinstance(value, str):
        return None
    text = " ".join(html.unescape(value[: 4 * _MAX_LENGTH]).split())
    text = "".join(c for c in text if c.isprintable())[:_MAX_LENGTH].strip()
    return text or None
