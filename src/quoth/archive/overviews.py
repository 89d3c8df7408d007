"""What a list of stories shows of each: its lead, when it was told, what is shared and disputed.

All of it is asked for the stories of a page at once. Shared and disputed are counted in claims of
the stored comparison; a difference of wording or detail disputes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from quoth.archive import storyqueries, tables
from quoth.archive.records import Overview, Totals

Connection = duckdb.DuckDBPyConnection

_TELLINGS = """
    SELECT m.story, r.moment, r.report, substring(r.text, told.start + 1, 600),
        told."end" - told.start, r.rid
    FROM store.members m JOIN store.reports r ON r.home = m.home AND r.current
    LEFT JOIN store.headlines h ON h.story = m.story AND h.rid = r.rid,
    LATERAL (SELECT CASE WHEN h.title IS NULL THEN r.lead_start ELSE h.lead_start END AS start,
        CASE WHEN h.title IS NULL THEN r.lead_end ELSE h.lead_end END AS "end") told
    WHERE m.story IN (SELECT story FROM given) ORDER BY r.moment, r.rid"""
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


def overviews(connection: Connection, ids: Sequence[str]) -> tuple[Overview, ...]:
    """Return the overviews of stories by their ids, in this order; unknown ids are left out."""
    found = storyqueries.stories_by_id(connection, ids)
    given = {"story": tables.texts(list(ids))}
    tellings: dict[str, list[tuple[object, ...]]] = {}
    for story, *rest in tables.with_rows(connection, given, _TELLINGS):
        tellings.setdefault(story, []).append(tuple(rest))
    claims = {s: (n, shared) for s, n, shared in tables.with_rows(connection, given, _CLAIMS)}
    disputed = dict(tables.with_rows(connection, given, _DISPUTED))
    origins = dict(tables.with_rows(connection, given, _ORIGINS))
    compared = dict(tables.with_rows(connection, given, _COMPARED))
    made = []
    for story in (found[name] for name in dict.fromkeys(ids) if name in found):
        told = tellings.get(story.id, [])
        count, shared = claims.get(story.id, (0, 0))
        made.append(
            Overview(
                story=story,
                lead=_lead(story.lead.report if story.lead else None, told),
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


def _lead(report: str | None, told: Sequence[tuple[object, ...]]) -> str:
    for _, name, words, length, _ in told:
        if name == report and isinstance(words, str) and isinstance(length, int):
            return words[:length] if length <= len(words) else words + "…"
    return ""


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
