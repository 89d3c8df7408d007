"""What a list of stories shows of each: its lead, when it was told, what is shared and disputed.

All of it is asked for the stories of a page at once. Shared and disputed are counted in claims of
the stored comparison; a difference of wording or detail disputes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from quoth.archive import storyqueries, tables
from quoth.archive.records import Overview, Story, Totals
from quoth.records import Span

Connection = duckdb.DuckDBPyConnection

_TELLINGS = """
    SELECT m.story, r.moment, r.report, r.rid
    FROM store.members m JOIN store.reports r ON r.home = m.home AND r.current
    WHERE m.story IN (SELECT story FROM given) ORDER BY r.moment, r.rid"""
_LEADS = """
    SELECT r.rid, substring(r.text, given.start + 1, 600)
    FROM store.reports r JOIN given ON given.rid = r.rid"""
_CLAIMS = """
    SELECT c.story, count(*), count(*) FILTER (c.support >= 2)
    FROM store.claims c WHERE c.story IN (SELECT story FROM given) GROUP BY c.story"""
_DISPUTED = """
    SELECT story, count(DISTINCT claim) FROM store.claim_differences
    WHERE story IN (SELECT story FROM given) AND type NOT IN ('wording', 'detail') GROUP BY story"""
_ORIGINS = """
    SELECT story, count(DISTINCT name) FROM store.claim_origins
    WHERE story IN (SELECT story FROM given) GROUP BY story"""
_COMPARED = """
    SELECT story, rids FROM store.comparisons WHERE story IN (SELECT story FROM given)"""


def overviews(connection: Connection, stories: Sequence[str | Story]) -> tuple[Overview, ...]:
    """Return the overviews of stories in this order; ids that there are not are left out.

    A story that was found before is not looked up again.
    """
    ids = [one.id if isinstance(one, Story) else one for one in stories]
    found = {one.id: one for one in stories if isinstance(one, Story)}
    if unknown := [name for name in ids if name not in found]:
        found |= storyqueries.stories_by_id(connection, unknown)
    given = {"story": tables.texts(list(ids))}
    tellings: dict[str, list[tuple[object, ...]]] = {}
    for story, *rest in tables.with_rows(connection, given, _TELLINGS):
        tellings.setdefault(story, []).append(tuple(rest))
    claims = {s: (n, shared) for s, n, shared in tables.with_rows(connection, given, _CLAIMS)}
    disputed = dict(tables.with_rows(connection, given, _DISPUTED))
    origins = dict(tables.with_rows(connection, given, _ORIGINS))
    compared = dict(tables.with_rows(connection, given, _COMPARED))
    leads = _leads(connection, found, tellings)
    made = []
    for story in (found[name] for name in dict.fromkeys(ids) if name in found):
        told = tellings.get(story.id, [])
        count, shared = claims.get(story.id, (0, 0))
        made.append(
            Overview(
                story=story,
                lead=leads.get(story.id, ""),
                moments=tuple(moment for moment, *_ in told if moment is not None),  # type: ignore[misc]
                compared=story.id in compared,
                outdated=story.id in compared
                and sorted(compared[story.id]) != sorted(rid for *_, rid in told),  # type: ignore[type-var]
                claims=count,
                shared=shared,
                disputed=disputed.get(story.id, 0),
                origins=origins.get(story.id, 0),
            )
        )
    return tuple(made)


def _leads(
    connection: Connection,
    stories: Mapping[str, Story],
    tellings: Mapping[str, Sequence[tuple[object, ...]]],
) -> dict[str, str]:
    """Return the words that the lead of each story points at, cut where they are many."""
    asked: dict[str, tuple[int, Span]] = {}
    for name, story in stories.items():
        for _, report, rid in tellings.get(name, ()):
            if story.lead is not None and report == story.lead.report and isinstance(rid, int):
                asked[name] = rid, story.lead.spans[0]
    given = {
        "rid": tables.numbers([rid for rid, _ in asked.values()]),
        "start": tables.numbers([span.start for _, span in asked.values()]),
    }
    words = dict(tables.with_rows(connection, given, _LEADS))
    return {name: _cut(words.get(rid, ""), span) for name, (rid, span) in asked.items()}


def _cut(words: str, span: Span) -> str:
    length = span.end - span.start
    return words[:length] if length <= len(words) else words + "…"


def totals(connection: Connection) -> Totals:
    """Return how much there is in an archive."""
    row = tables.one(
        connection,
        "SELECT count(*), count(DISTINCT coalesce(outlet, report)), min(moment), max(moment) "
        "FROM store.reports WHERE current",
    ) or (0, 0, None, None)
    stories = tables.one(connection, "SELECT count(DISTINCT story) FROM store.members") or (0,)
    return Totals(row[0], stories[0], row[1], row[2], row[3])


def countries(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Return the countries of actors, with in how many reports, the most frequent first."""
    rows = connection.execute(
        "SELECT country, count(*) AS n FROM (SELECT unnest(countries) AS country "
        "FROM store.reports WHERE current) GROUP BY country ORDER BY n DESC, country"
    ).fetchall()
    return tuple((country, number) for country, number in rows)
