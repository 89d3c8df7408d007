"""Search by words: the index finds the reports, the archive tells where they say what was asked."""

from __future__ import annotations

import re

import duckdb

from quoth.archive import index as full_text
from quoth.archive import tables
from quoth.archive.asking import Asked, stands
from quoth.archive.index import Filters, Found, Index
from quoth.archive.records import Hit, Page
from quoth.errors import QueryError
from quoth.records import Span

# About two lines of text, with room before the first match.
_EXCERPT, _BEFORE = 240, 60
# Matches that an excerpt may begin with; a text that is full of them is dense everywhere.
_LOOKED_AT = 200
_MARK = re.compile("[0-9]{1,9}")


def search(
    archive: duckdb.DuckDBPyConnection,
    index: Index,
    query: Asked,
    filters: Filters,
    *,
    limit: int,
    after: str | None,
) -> Page[Hit]:
    """Return a page of hits, best first; `next` counts what has been looked at."""
    if limit < 1:
        raise QueryError(f"limit is {limit}; give 1 or more")
    if after is not None and not _MARK.fullmatch(after):
        raise QueryError(f"after={after[:80]!r} is not the `next` of a page of a search")
    offset = int(after) if after is not None else 0
    hits: list[Hit] = []
    while True:
        found = index.find(query, filters, limit=limit + 1, offset=offset)
        for number, hit in enumerate(_hits(archive, found, query), start=offset):
            if hit is None:  # a phrase does not stand there as it was given
                continue
            if len(hits) == limit:
                return Page(tuple(hits), str(number))
            hits.append(hit)
        offset += len(found)
        if len(found) <= limit:
            return Page(tuple(hits))


def _hits(archive: duckdb.DuckDBPyConnection, found: list[Found], query: Asked) -> list[Hit | None]:
    rows = tables.with_rows(
        archive,
        {"rid": tables.numbers([one.rid for one in found])},
        "SELECT rid, report, version, outlet, published, title, text FROM store.reports "
        "WHERE rid IN (SELECT rid FROM given)",
    )
    by_rid = {row[0]: row for row in rows}
    there = [one for one in found if one.rid in by_rid]
    texts = [by_rid[one.rid][6] for one in there]
    titles = [by_rid[one.rid][5] or "" for one in there]
    marked = full_text.matches([*texts, *titles], query)
    hits: list[Hit | None] = []
    for number, one in enumerate(there):
        _, report, version, outlet, published, title, text = by_rid[one.rid]
        if all(stands(phrase, f"{title or ''}\n{text}") for phrase in query.phrases):
            spans, in_title = marked[number], marked[len(there) + number]
            hits.append(
                Hit(
                    report, version, outlet, published, title, one.score, spans, in_title,
                    _excerpt(text, spans),
                )
            )  # fmt: skip
        else:
            hits.append(None)
    return hits


def _excerpt(text: str, spans: tuple[Span, ...]) -> Span:
    """Return a stretch of the text around the densest place, cut between words.

    That is where the most different words of the query stand, the first such place.
    """
    first = max(spans[:_LOOKED_AT], key=lambda s: _words(text, spans, s.start), default=None)
    start = max(0, first.start - _BEFORE) if first else 0
    if first and start:
        space = text.find(" ", start, first.start)
        start = space + 1 if space >= 0 else first.start
    end = min(len(text), start + _EXCERPT)
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > start else end
    return Span(start, end)


def _words(text: str, spans: tuple[Span, ...], start: int) -> int:
    """Return how many different words are marked from a place on, forms of one word being one."""
    end = start + _EXCERPT - _BEFORE
    told = {text[s.start : s.end][:5].casefold() for s in spans if start <= s.start < end}
    return len(told)
