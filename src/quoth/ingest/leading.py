"""Pages that only lead on to another: by a meta refresh, or by the address they name as their own.

Interstitials and consent pages say little themselves. A page with a text of its own is never left:
many reload themselves after some minutes, or send browsers without scripts elsewhere.

Known gaps: where a page leads by its script alone is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from quoth.errors import InputError
from quoth.ingest.canonical import canonical, normal

_REFRESH = re.compile(
    r"\s*(\d+)(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=\s*)?[\"']?\s*([^\"']+?)\s*[\"']?\s*", re.IGNORECASE
)
# Pages that reload themselves wait longer; a reader is led on sooner. Seconds.
_MAX_WAIT_S = 10
# Characters of text from which a page says something itself, and from which even one that names
# another address as its own is no mere shell. Chosen, not measured: a consent page has some hundred
# to a thousand, the shortest articles a few hundred.
_SAYS_SOMETHING, _SAYS_ANYTHING = 1_500, 200
# What leads on is small; to look through a large page takes longer than it is worth.
_MAX_BYTES = 500_000
_SIGNS = re.compile(rb"http-equiv|canonical", re.IGNORECASE)
_UNSEEN = ("script", "style", "noscript", "template", "title")


def leads_to(body: bytes, address: str, charset: str | None = None) -> str | None:
    """Return where a page leads that is nothing but a way to another one; None for any other."""
    if len(body) > _MAX_BYTES or _SIGNS.search(body) is None or b"<" not in body[:1000]:
        return None
    tree = _tree(body, charset)
    if tree is None:
        return None
    refresh = _refresh(tree)
    named = _canonical(tree)
    for tag in _UNSEEN:
        for element in list(tree.iter(tag)):
            element.drop_tree()
    length = len(" ".join(tree.text_content().split()))
    if refresh is not None and length < _SAYS_SOMETHING and _elsewhere(refresh, address, normal):
        return refresh
    if named is not None and length < _SAYS_ANYTHING and _elsewhere(named, address, canonical):
        return named
    return None


def _tree(body: bytes, charset: str | None) -> Any:  # noqa: ANN401 - lxml is not typed
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding=charset) if charset else html.HTMLParser()
        return html.document_fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError):
        return None


def _refresh(tree: Any) -> str | None:  # noqa: ANN401
    for meta in tree.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        match = _REFRESH.fullmatch(meta.get("content") or "")
        if match and int(match[1][:6]) <= _MAX_WAIT_S:
            return match[2]
    return None


def _canonical(tree: Any) -> str | None:  # noqa: ANN401
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return str(link.get("href")).strip()
    return None


def _elsewhere(target: str, address: str, form: Callable[[str], str]) -> bool:
    """Say whether a page names another address than its own.

    One that is no address of the web counts as another: whoever follows it says so.
    """
    try:
        return form(normal(target, base=address)) != form(address)
    except InputError:
        return True
