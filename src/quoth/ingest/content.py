"""The bytes of one text or page -> a draft, wherever they come from."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from quoth.errors import InputError
from quoth.ingest import formats
from quoth.ingest.canonical import address_id, canonical
from quoth.ingest.decode import Decoded, DecodeError, decode
from quoth.ingest.drafts import Draft
from quoth.ingest.metadata import Said, host_of
from quoth.ingest.pages import read_page
from quoth.records import Report

if TYPE_CHECKING:
    from quoth.ingest.warc import Stored


def read_content(
    data: bytes, name: str, ids: tuple[str, ...], by_name: formats.Format | None
) -> Draft:
    """Return what the bytes of a file hold whose name says text, page or (None) nothing.

    Raises:
        InputError: they are no text and no page, or one without an article.
    """
    head = data[: formats.SNIFF_BYTES]
    page = by_name == "page" or formats.is_page(head, fragment=by_name is None)
    decoded = _decoded(data, name, page=page)
    if page or formats.is_page(decoded.text[: formats.SNIFF_BYTES].encode("utf-8", "replace")):
        return Draft(name, _page(decoded, name), ids)
    if formats.is_json(head):
        note = "looks like JSON but is read as text: name it .jsonl or .json to read it as that"
        decoded = replace(decoded, notes=(*decoded.notes, note))
    return Draft(name, _text(decoded), ids)


def read_answer(
    data: bytes, place: str, said: Said, *, charset: str | None = None, plain: bool = False
) -> Draft:
    """Return the page, or with `plain` the text, that was read at `said.address`.

    The draft's id comes from its canonical address.

    Raises:
        InputError: it holds no article, or is in no form that is read.
    """
    head = data[: formats.SNIFF_BYTES]
    if not data.strip():
        raise InputError(place, "is empty: there is nothing to read")
    if (refusal := formats.refusal_by_content(head)) is not None:
        raise InputError(place, refusal)
    if formats.is_json(head):
        raise InputError(place, "is data (JSON), not a page: download it and give the file")
    page = not plain or formats.is_page(head, fragment=True)
    decoded = _decoded(data, place, page=page, charset=charset)
    if page:
        return by_address(_page(decoded, place, said), place)
    report = replace(
        _text(decoded),
        url=canonical(said.address) if said.address else None,
        title=said.title,
        outlet=said.outlet or host_of(said.address),
        published=said.published,
    )
    return by_address(report, place)


def read_carried(markup: str, place: str, said: Said) -> Draft:
    """Return the article that a feed carries.

    Raises:
        InputError: there is no sentence in it.
    """
    if "<" not in markup:
        paragraphs = (p for p in re.split(r"\n\s*\n", html.unescape(markup)) if p.strip())
        markup = "".join(f"<p>{html.escape(p, quote=False)}</p>" for p in paragraphs)
    report = read_page(f"<html><body><article>{markup}</article></body></html>", place, said=said)
    note = "text taken from the feed, not from the page"
    return by_address(replace(report, notes=(*report.notes, note)), place)


def read_stored(stored: Stored) -> Draft:
    """Return the page of a web archive.

    Raises:
        InputError: it holds no article.
    """
    try:
        address = canonical(stored.address)
    except InputError:
        address = None
    said = Said(address)
    try:
        draft = read_answer(stored.body, stored.place, said, charset=stored.charset)
    except InputError:
        if stored.cut:
            reason = "is cut short before the end of its first sentence: get the file anew"
            raise InputError(stored.place, reason) from None
        raise
    if not stored.cut:
        return draft
    note = "is cut short in the web archive: its end is missing"
    return replace(draft, report=replace(draft.report, notes=(*draft.report.notes, note)))


def by_address(report: Report, place: str) -> Draft:
    """Return a draft that is known by its address."""
    report_id = address_id(report.url) if report.url else place
    printable = "".join(c if c.isprintable() else "\ufffd" for c in report_id)
    return Draft(place, report, (printable,), by_address=True)


def _decoded(data: bytes, name: str, *, page: bool, charset: str | None = None) -> Decoded:
    try:
        return decode(data, page=page, charset=charset)
    except DecodeError as error:
        raise InputError(name, str(error)) from None


def _text(decoded: Decoded) -> Report:
    return Report(id="", text=decoded.text, encoding=decoded.encoding, notes=decoded.notes)


_NOTHING_SAID = Said()


def _page(decoded: Decoded, name: str, said: Said = _NOTHING_SAID) -> Report:
    if not decoded.text.strip():
        raise InputError(name, "is empty: there is nothing to read")
    report = read_page(decoded.text, name, said=said)
    if decoded.fault is not None and "\ufffd" in report.text + (report.title or ""):
        raise InputError(name, decoded.fault)
    return replace(report, encoding=decoded.encoding, notes=decoded.notes + report.notes)
