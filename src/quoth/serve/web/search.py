"""The search page: reports that say what is asked for, or who said it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from quoth.archive import Archive, Hit, StatementEntry
from quoth.forms import wording
from quoth.records import Span
from quoth.serve.web import look
from quoth.serve.web.desk import Desk
from quoth.serve.web.sections import Link

# What the address of the page may ask for.
FIELDS = ("q", "kind", "by", "country", "outlet", "since", "until")
_PAGE = 20
# Words of a statement that are shown of a long one.
_WORDS = 400


def search(request: Request) -> Response:
    """Show what a search finds: in the texts, or in what people say."""
    desk: Desk = request.app.state.desk
    query = request.query_params
    given = {name: query[name].strip() for name in FIELDS if query.get(name, "").strip()}
    said = given.get("kind") == "said"
    found: list[dict[str, Any]] = []
    after: str | None = None
    asked = bool(given.get("q") or (said and given.get("by")))
    if asked and said:
        found, after = _said(desk.archive, given, query.get("after") or None)
    elif asked:
        found, after = _reports(desk.archive, given, query.get("after") or None)
    offered = desk.offered()
    return look.page(
        "search.html", request, given=given, said=said, found=found, after=after,
        searched=asked,
        outlets=sorted((name for name, _ in offered.outlets[:60]), key=str.casefold),
        countries=[code for code, _ in offered.countries[:60]], totals=offered.totals,
    )  # fmt: skip


def _reports(
    archive: Archive, given: dict[str, str], after: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    page = archive.search(
        given["q"], country=given.get("country", "").upper() or None,
        outlet=given.get("outlet"), since=given.get("since"), until=given.get("until"),
        limit=_PAGE, after=after,
    )  # fmt: skip
    # The texts alone: a whole report, with all that was found in it, takes milliseconds to read.
    rows = archive.sql(
        "SELECT report, text FROM reports WHERE list_contains(?, report)",
        [[hit.report for hit in page]],
    ).rows
    texts = {str(report): str(text) for report, text in rows}
    return [_hit(hit, texts[hit.report]) for hit in page if hit.report in texts], page.next


def _hit(hit: Hit, text: str) -> dict[str, Any]:
    title = hit.title or ""
    start, end = hit.excerpt
    return {
        "report": hit.report,
        "outlet": wording.clean(hit.outlet or hit.report),
        "published": hit.published,
        "title": _marked(title, Span(0, len(title)), hit.title_spans),
        "excerpt": _marked(text, hit.excerpt, hit.spans),
        "before": start > 0,
        "after": end < len(text),
    }


def _marked(text: str, within: Span, spans: tuple[Span, ...]) -> list[tuple[str, bool]]:
    """Return a stretch of text in pieces, each with whether it is what was looked for."""
    pieces: list[tuple[str, bool]] = []
    at = within.start
    for start, end in sorted(spans):
        first, last = max(at, start), min(end, within.end)
        if first >= last:
            continue
        pieces += [(text[at:first], False), (text[first:last], True)]
        at = last
    pieces.append((text[at : within.end], False))
    return [(wording.showable(words), found) for words, found in pieces if words]


def _said(
    archive: Archive, given: dict[str, str], after: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    page = archive.statements(
        by=given.get("by"), about=given.get("q"), outlet=given.get("outlet"),
        since=given.get("since"), until=given.get("until"), limit=_PAGE, after=after,
    )  # fmt: skip
    return [_statement(entry) for entry in page], page.next


def _statement(entry: StatementEntry) -> dict[str, Any]:
    return {
        "report": entry.report,
        "outlet": wording.clean(entry.outlet or entry.report),
        "published": entry.published,
        "statement": entry.statement,
        "speaker": wording.clean(entry.speaker or ""),
        "country": entry.country,
        "stance": "" if entry.stance == "says" else entry.stance,
        "kind": entry.kind,
        "words": wording.shorten(wording.clean(entry.words), _WORDS),
        "relays": [wording.clean(relay) for relay in entry.relays],
        "confidence": entry.confidence,
    }


ROUTES = [Route("/search", look.handled(search), name="search")]
LINKS = (Link("Search", "/search"),)
