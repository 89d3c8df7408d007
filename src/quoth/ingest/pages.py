"""Web pages to reports: the text of the article, and what the page says of itself.

trafilatura finds the article. It is built to give clean text and drops a paragraph rather than
keep a line of furniture; here it is the other way round, since the clean stage marks furniture and
nobody brings back what is lost. So the page is prepared first: what is never part of an article is
taken out, and what would make trafilatura take a sentence for furniture is smoothed.

Of the 41 paragraphs of the invented pages in tests/ingest/invented_pages.py, trafilatura 2.3 alone
gives 28 as they are, in its default mode, its recall mode and its fast mode; with the preparation
the default mode gives all, and none of their furniture.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from quoth.errors import InputError
from quoth.ingest.drafts import shorten
from quoth.ingest.metadata import Metadata, Said, agreed, read_metadata
from quoth.records import Report

# The pages of news sites have 1,000 to 5,000 elements, the longest live reports 30,000. With
# 50,000 hostile ones (unclosed, nested, links only) trafilatura takes up to 5 s.
_MAX_ELEMENTS = 50_000
# libxml2 gives up below this depth and leaves out what follows.
_MAX_DEPTH = 250
# Attributes of one element: libxml2 takes quadratic time (9 s for 100,000).
_MAX_ATTRIBUTES = 2_000

_NO_ARTICLE = (
    "no article text found in the page: give the page of one article, or save its text as a "
    ".txt file"
)
_TO_TEXT = "save its text as a .txt file"

_DROPPED = (
    "script style noscript template svg math iframe object embed canvas video audio picture "
    "button select textarea input dialog nav menu map figure amp-ad amp-embed"
).split()
_LANDMARKS = ("header", "footer", "aside")
_NAVIGATION_ROLES = frozenset(("navigation", "banner", "contentinfo", "menu", "menubar", "search"))
_NAVIGATION_NAMES = frozenset(
    "nav navbar navigation menu topbar masthead footer breadcrumb breadcrumbs skiplink".split()
)
_CONSENT_NAMES = frozenset("cookie cookies cookiebar consent gdpr onetrust cookiebanner".split())
_HIDDEN_NAMES = frozenset(("hidden", "sr-only", "visually-hidden", "screen-reader-text"))
# Names of what is furniture, even if it is a sentence.
_FURNITURE = re.compile(
    r"comment|caption|credit|byline|hidden|sr-only|newsletter|subscri|sign-?up|promo|advert|share"
    r"|copyright|disclaimer|cookie|related-(?:link|stor|article)|teaser|author|sponsor|popular",
    re.IGNORECASE,
)
# Names of layout that trafilatura takes for furniture.
_LAYOUT = re.compile(
    r"bar|meta|slide|attachment|overlay|embed|expand|options|widget|viewport|message|rating|social"
    r"|related|next-|permission|obfuscated|blurred",
    re.IGNORECASE,
)
_MAX_NAMES = 500  # characters of an element's names looked at
_NAME_PART = re.compile(r"[a-z0-9]+")

_BLOCKS = frozenset(
    "address article aside blockquote body dd details div dl dt figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody tfoot thead tr ul "
    "center caption head item list quote row lb br".split()
)
_CELLS = frozenset(("td", "th", "cell"))

# A sentence, roughly: four words and a mark that ends one. Menus and share lines have none.
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_CJK_END = re.compile(r"[。！？]")
_MIN_WORDS = 4


_NOTHING_SAID = Said()


def read_page(source: str, place: str, *, said: Said = _NOTHING_SAID) -> Report:
    """Return the article of a page, without id and language. `place` names the page in errors.

    `said` is what is known of it besides (`metadata.agreed`).

    The text has one paragraph a line, without the headline, which is the `title`.

    Raises:
        InputError: there is no article, or the page cannot be read in reasonable time.
    """
    tree = _parse(source, place)
    metadata = agreed(read_metadata(tree, said.address), said)
    feed = _feed_link(tree)
    _prepare(tree)
    blocks = list(_lines(tree))
    lines = _without_title(_apart(_extract(tree), blocks), metadata.title)
    notes = metadata.notes
    if (body := _better_body(lines, metadata)) is not None:
        lines = body
        notes += ("text taken from the page's JSON-LD (articleBody)",)
    if not any(_is_sentence(line) for line in lines):
        raise InputError(place, _NO_ARTICLE + (f", or its feed: {feed}" if feed else ""))
    return Report(
        id="",
        text="\n".join(lines),
        outlet=metadata.outlet,
        owner=metadata.owner,
        published=metadata.published,
        title=metadata.title,
        url=metadata.url,
        notes=notes,
    )


def _feed_link(tree: Any) -> str | None:  # noqa: ANN401
    """Return the address of the feed that a page names, None where it names none."""
    for link in tree.iter("link"):
        kind = (link.get("type") or "").lower()
        if "alternate" in (link.get("rel") or "").lower() and ("rss" in kind or "atom" in kind):
            return shorten(link.get("href") or "", 200) or None
    return None


def _parse(source: str, place: str) -> Any:  # noqa: ANN401 - lxml has no types
    """Parse a page or a part of one.

    Raises:
        InputError: it is empty, or made to take forever.
    """
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    from trafilatura import load_html

    if _has_crowded_tag(source):
        reason = f"has an element of more than {_MAX_ATTRIBUTES} attributes: {_TO_TEXT}"
        raise InputError(place, reason)
    # The line before the page keeps trafilatura's repairs, quadratic in the length of the first
    # line, from a hostile one, and lets parts of pages through its check.
    tree = load_html("<html>\n" + _without_prolog(source))
    if tree is None:
        raise InputError(place, _NO_ARTICLE)
    depth = 0
    for number, element in enumerate(tree.iter()):
        if number > _MAX_ELEMENTS:
            reason = f"has more than {_MAX_ELEMENTS:,} elements, more than any article: {_TO_TEXT}"
            raise InputError(place, reason)
        if len(element) == 0:
            depth = max(depth, sum(1 for _ in element.iterancestors()))
    if depth > _MAX_DEPTH:
        reason = f"nests its elements more than {_MAX_DEPTH} deep and cannot be read: {_TO_TEXT}"
        raise InputError(place, reason)
    return tree


_PROLOG = re.compile(r"\s*(?:<\?[^>]*+>|<!doctype[^>]*+>|<!--(?:[^-]|-(?!->))*+-->)", re.IGNORECASE)
_TAG = re.compile(r"<(?:!--|[a-z][^\s/>]*+)")
_ATTRIBUTE = re.compile(
    r"[\s/]*+[^\s>/][^\s=>/]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+"
)
_RAW = {"<script": "</script", "<style": "</style", "<!--": "-->", "<textarea": "</textarea"}


def _without_prolog(source: str) -> str:
    at = 0
    while match := _PROLOG.match(source, at):
        at = match.end()
    return source[at:]


def _has_crowded_tag(source: str) -> bool:
    """Say whether an element has so many attributes that parsing would take forever."""
    at = 0
    lowered = source.lower()
    while tag := _TAG.search(lowered, at):
        at = tag.end()
        if (end := _RAW.get(tag[0])) is not None:
            closing = lowered.find(end, at)
            if closing < 0:
                return False
            at = closing
            continue
        count = 0
        while attribute := _ATTRIBUTE.match(lowered, at):
            at = attribute.end()
            count += 1
            if count > _MAX_ATTRIBUTES:
                return True
    return False


def _prepare(tree: Any) -> None:  # noqa: ANN401
    """Take out what is never part of an article, and smooth what hides parts of one."""
    for element in list(tree.iter(*_DROPPED)):
        _drop(element)
    for element in list(tree.iter(*_LANDMARKS)):
        if element.tag == "aside" or next(element.iterancestors("article", "main"), None) is None:
            _drop(element)
    for element in list(tree.iter("div", "ul", "ol", "section", "table", "p", "span")):
        if _is_navigation(element):
            _drop(element)
    for paragraph in list(tree.iter("p")):
        _smooth(paragraph)
    for table in list(tree.iter("table")):
        _lay_open(table)
    for element in list(tree.iter("pre")):
        _set_in_paragraphs(element)


def _drop(element: Any) -> None:  # noqa: ANN401
    """Take an element out of its tree; the text after it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def _is_navigation(element: Any) -> bool:  # noqa: ANN401
    """Say whether an element is navigation, asks for consent or is hidden, by its names.

    What is named so but has sentences in it (a site that puts the article into its "nav-page")
    is not, unless they are about cookies.
    """
    if (element.get("role") or "").lower() in _NAVIGATION_ROLES:
        return not _has_sentence(element)
    named = f"{element.get('id') or ''} {element.get('class') or ''}"[:_MAX_NAMES].lower()
    if named == " ":
        return False
    if not _HIDDEN_NAMES.isdisjoint(named.split()):
        return len(element.text_content()) < 1_000
    names = set(_NAME_PART.findall(named))
    if names & _CONSENT_NAMES:
        text = element.text_content()
        return len(text) < 3_000 and "cookie" in text.lower()
    if "footer" in names or "masthead" in names:
        return len(element.text_content()) < 1_000
    return bool(names & _NAVIGATION_NAMES) and not _has_sentence(element)


def _has_sentence(element: Any) -> bool:  # noqa: ANN401
    return any(_is_sentence(" ".join(text.split())) for text in element.itertext())


def _smooth(paragraph: Any) -> None:  # noqa: ANN401
    """Keep trafilatura from taking a sentence for furniture, for its names or its links."""
    text = " ".join(paragraph.text_content().split())
    if not _is_sentence(text, words=2) or _FURNITURE.search(paragraph.get("class") or ""):
        return
    for name in ("class", "id", "role"):
        paragraph.attrib.pop(name, None)
    links = list(paragraph.iter("a"))
    linked = sum(len(" ".join(link.text_content().split())) for link in links)
    if linked < 0.95 * len(text):
        for link in links:
            link.drop_tag()
    parent = paragraph.getparent()
    if parent is None or parent.tag not in ("div", "section"):
        return
    for name in ("class", "id"):
        value = (parent.get(name) or "")[:_MAX_NAMES]
        if value and not _FURNITURE.search(value):
            parent.set(name, " ".join(n for n in value.split() if not _LAYOUT.search(n)))


def _lay_open(table: Any) -> None:  # noqa: ANN401
    """Make a table that only lays out the page a stack of divisions."""
    blocks = ("p", "div", "table", "br", "ul", "ol", "h1", "h2", "h3", "blockquote")
    if next(table.iterdescendants(*blocks), None) is None:
        return
    for element in table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th"):
        element.tag = "div"
        element.attrib.clear()


def _set_in_paragraphs(element: Any) -> None:  # noqa: ANN401
    """Make preformatted text, as agencies and mailing lists print it, paragraphs."""
    text = element.text or ""
    if len(element) > 0 or "\n" not in text:
        return
    element.tag, element.text = "div", None
    for piece in re.split(r"\n[ \t\r]*\n", text):
        paragraph = element.makeelement("p")
        paragraph.text = piece
        element.append(paragraph)


def _extract(tree: Any) -> list[str]:  # noqa: ANN401
    """Return the lines of the article in a prepared page."""
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(tree, include_comments=False, with_metadata=False)
    except Exception:  # trafilatura names no errors of its own, and no page may stop the others
        return []
    return list(_lines(document.body)) if document is not None else []


# trafilatura's fallback gives one line, or one an article; more are none of its merging.
_MAX_MERGED = 20


def _apart(lines: list[str], blocks: list[str]) -> list[str]:
    """Return the lines, those that run several of the page's blocks together taken apart.

    trafilatura does that to short pages, headline and all.
    """
    known = set(blocks)
    if sum(line not in known for line in lines) > _MAX_MERGED:
        return lines
    bare = [block.replace(" ", "") for block in blocks]
    found: list[str] = []
    for line in lines:
        pieces = None if line in known else _pieces(line.replace(" ", ""), bare)
        found.extend([line] if pieces is None else blocks[pieces])
    return found


def _pieces(line: str, blocks: list[str]) -> slice | None:
    """Return which blocks, one after the other, make up a line, None where none do."""
    for first, block in enumerate(blocks):
        if not line.startswith(block):
            continue
        last, length = first, 0
        while last < len(blocks) and line.startswith(blocks[last], length):
            length += len(blocks[last])
            last += 1
        if length == len(line):
            return slice(first, last)
    return None


def _lines(body: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the lines of an element: a paragraph, item or row of a table each, on one line."""
    pieces: list[str] = []

    def line() -> Iterator[str]:
        text = " ".join("".join(pieces).split())
        pieces.clear()
        text = "".join(c for c in text.strip(" |") if c.isprintable() or c == "\u00ad")
        if text:
            yield text

    def walk(element: Any) -> Iterator[str]:  # noqa: ANN401
        block = element.tag in _BLOCKS
        if block:
            yield from line()
        if element.tag in _CELLS and "".join(pieces).strip():
            pieces.append(" | ")
        pieces.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                yield from walk(child)
            pieces.append(child.tail or "")
        if block:
            yield from line()

    yield from walk(body)
    yield from line()


def _without_title(lines: list[str], title: str | None) -> list[str]:
    """Leave out the headline where the article begins with it."""
    if title and lines and _letters(lines[0]) == _letters(title):
        return lines[1:]
    return lines


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _better_body(lines: list[str], metadata: Metadata) -> list[str] | None:
    """Return the lines of JSON-LD's articleBody where the page shows less than half of it."""
    if not metadata.body:
        return None
    body = metadata.body
    if "</" in body or "<br" in body or "<p>" in body:
        try:
            body = "\n".join(_lines(_parse(f"<body>{body}</body>", "")))
        except InputError:
            return None
    found = [" ".join(line.split()) for line in body.splitlines()]
    found = [line for line in found if line]
    return found if sum(map(len, lines)) < 0.5 * sum(map(len, found)) else None


def _is_sentence(text: str, *, words: int = _MIN_WORDS) -> bool:
    if _CJK_END.search(text):
        return True
    return _SENTENCE_END.search(text) is not None and text.count(" ") >= words - 1
