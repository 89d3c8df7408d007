"""Sitemaps (sitemaps.org 0.9): of pages, of sitemaps, and Google's of news."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from quoth.errors import InputError
from quoth.ingest.canonical import normal
from quoth.ingest.listed import Listed, Listing, one_line, stated_date

_OF_PAGE = frozenset(("url", "sitemap", "news", "publication"))
# The standard's own bound of one sitemap.
MAX_ENTRIES = 50_000


def read_sitemap(data: bytes, address: str) -> Listing:
    """Return what a sitemap lists: `entries` of one of pages, `parts` of an index.

    What stands before a fault in the XML is read, and often what follows.

    Raises:
        InputError: nothing of it can be read, or it lists nothing.
    """
    entries: list[Listed] = []
    parts: list[str] = []
    for number, (kind, said) in enumerate(_nodes(data), start=1):
        if number > MAX_ENTRIES:
            break
        place = f"{address}[{number}]"
        try:
            link = normal(said.get("loc", "about:"), base=address)
        except InputError:
            fault = "is an entry of a sitemap without an address: mend the sitemap"
            entries.append(Listed(place, fault=fault))
            continue
        if kind == "sitemap":
            parts.append(link)
        else:
            entries.append(_entry(link, said))
    if not entries and not parts:
        raise InputError(address, "is a sitemap that lists nothing that can be read: check it")
    return Listing("sitemap", tuple(entries), parts=tuple(parts))


def _entry(link: str, said: dict[str, str]) -> Listed:
    return Listed(
        link,
        link,
        one_line(said.get("title")),
        one_line(said.get("name")),
        stated_date(said.get("publication_date")),
        stated_date(said.get("lastmod")),
    )


def _nodes(data: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each `<url>` and `<sitemap>` with the texts in it, by their names."""
    from lxml import etree

    events = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        for _, element in events:
            kind = _name(element)
            if kind in ("url", "sitemap"):
                said: dict[str, str] = {}
                for child in element.iter():
                    # Pictures and videos have a loc and a title of their own.
                    within = child is not element and _name(child.getparent()) in _OF_PAGE
                    if within and child.text and child.text.strip():
                        said.setdefault(_name(child), child.text.strip())
                yield kind, said
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.LxmlError:
        return


def _name(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""
