"""The questions about stories: which there are, what is in them, how they came to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, get_args

import duckdb

from quoth.archive import moments, tables
from quoth.archive.moments import When
from quoth.archive.paging import Question
from quoth.archive.queries import MOMENT, known, named
from quoth.archive.records import Page, Place, Story, StoryChange
from quoth.records import EventType, Span

Connection = duckdb.DuckDBPyConnection


def stories(
    connection: Connection,
    *,
    country: str | None,
    actor: str | None,
    since: When | None,
    until: When | None,
    outlet: str | None,
    min_support: int | None,
    min_outlets: int | None,
    event: str | None,
    limit: int | None,
    after: str | None,
) -> Page[Story]:
    """Return stories, the one with the newest report first.

    `since` and `until` ask for a report in that time; `outlet`, `actor`, `country` for a report of
    it, with it.
    """
    question = Question(
        "m.story",
        "store.members m JOIN store.reports r ON r.home = m.home AND r.current",
        (f"max({MOMENT})", "m.story"),
        group="m.story",
    )
    if outlet is not None:
        question.having("bool_or(lower(r.outlet) = lower(?))", outlet)
    if since is not None:
        question.having("bool_or(r.moment >= ?)", moments.since(since))
    if until is not None:
        question.having("bool_or(r.moment < ?)", moments.until(until))
    if country is not None:
        question.having("bool_or(list_contains(r.countries, ?))", country)
    if actor is not None:
        condition, value = named(connection, "a.key", "a.country", actor)
        question.having(
            f"bool_or(r.rid IN (SELECT a.rid FROM store.actors a WHERE {condition}))", value
        )
    if event is not None:
        known([event], get_args(EventType), "type of events")
        question.having("bool_or(r.rid IN (SELECT rid FROM store.events WHERE type = ?))", event)
    if min_support is not None:
        question.where(
            "m.story IN (SELECT story FROM store.claims GROUP BY story HAVING max(support) >= ?)",
            min_support,
        )
    if min_outlets is not None:
        question.having("count(DISTINCT coalesce(r.outlet, r.report)) >= ?", min_outlets)
    page = question.page(connection, lambda row: str(row[0]), limit=limit, after=after)
    found = stories_by_id(connection, page.items)
    return Page(tuple(found[story] for story in page), page.next)


def stories_by_id(connection: Connection, ids: Sequence[str]) -> dict[str, Story]:
    """Return stories by their ids; those that there are not are left out."""
    given = {"story": tables.texts(list(ids))}
    members = tables.with_rows(
        connection,
        given,
        "SELECT m.story, r.report, r.version, r.outlet, r.published, r.title, r.countries, "
        "r.lead_start, r.lead_end, h.title, h.lead_start, h.lead_end FROM store.members m "
        "JOIN store.reports r ON r.home = m.home AND r.current "
        "LEFT JOIN store.headlines h ON h.story = m.story AND h.rid = r.rid "
        "WHERE m.story IN (SELECT story FROM given) "
        "ORDER BY coalesce(r.moment, TIMESTAMP '9999-01-01'), r.rid",
    )
    support = dict(
        tables.with_rows(
            connection,
            given,
            "SELECT story, max(support) FROM store.claims "
            "WHERE story IN (SELECT story FROM given) GROUP BY story",
        )
    )
    copies = tables.with_rows(
        connection,
        given,
        "SELECT m.story, c.report, c.copy_of FROM store.copies c "
        "JOIN store.members m ON m.report = c.report JOIN store.members n ON n.report = c.copy_of "
        "AND n.story = m.story WHERE m.story IN (SELECT story FROM given)",
    )
    pairs: dict[str, list[tuple[str, str]]] = {}
    for story, report, other in copies:
        pairs.setdefault(story, []).append((report, other))
    grouped: dict[str, list[tuple[Any, ...]]] = {}
    for story, *rest in members:
        grouped.setdefault(story, []).append(tuple(rest))
    return {
        story: _story(story, found, support.get(story), pairs.get(story, ()))
        for story, found in grouped.items()
    }


def _story(
    story: str,
    members: Sequence[tuple[Any, ...]],
    support: int | None,
    copies: Iterable[tuple[str, str]],
) -> Story:
    ids = tuple(member[0] for member in members)
    called = next((m for m in members if m[8] is not None), None)
    if called is not None:
        title, start, end = called[8:]
    else:  # nobody has chosen: the earliest report that has a title
        called = next((m for m in members if m[4]), members[0])
        title, (start, end) = called[4], called[6:8]
    report, version = called[:2]
    dates = [member[3] for member in members if member[3]]
    return Story(
        id=story,
        title=title,
        lead=Place(report, version, (Span(start, end),)) if start is not None else None,
        reports=ids,
        outlets=tuple(dict.fromkeys(member[2] or member[0] for member in members)),
        countries=tuple(sorted({country for member in members for country in member[5]})),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        support=support,
        copies=_groups(ids, copies),
    )


def _groups(ids: Sequence[str], pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of two or more that pairs join, in the order of `ids`."""
    of = {report: [report] for report in ids}
    for first, second in pairs:
        if of[first] is not of[second]:
            joined = of[first] + of[second]
            for report in joined:
                of[report] = joined
    groups = {id(group): group for group in of.values() if len(group) > 1}
    return tuple(tuple(sorted(group, key=ids.index)) for group in groups.values())


def story_history(
    connection: Connection, *, story: str | None, report: str | None, after: int = 0
) -> tuple[StoryChange, ...]:
    """Return the changes of stories, in order: all, or those that touch a story or a report."""
    conditions: list[str] = ["number > ?"]
    values: list[str | int] = [after]
    for name, column in ((story, "stories"), (report, "reports")):
        if name is not None:
            conditions.append(f"list_contains({column}, ?)")
            values.append(name)
    found = connection.execute(
        "SELECT number, made_at, kind, reports, stories, why, maker FROM store.history "
        f"WHERE {' AND '.join(conditions)} ORDER BY number",
        values,
    ).fetchall()
    return tuple(
        StoryChange(number, at, kind, tuple(reports), tuple(ids), why, maker)
        for number, at, kind, reports, ids, why, maker in found
    )


def story_of(connection: Connection, report: str) -> str | None:
    """Return the story that a report is in, None where it is in none."""
    row = tables.one(connection, "SELECT story FROM store.members WHERE report = ?", [report])
    return str(row[0]) if row else None


def merged_into(connection: Connection, story: str) -> str | None:
    """Return the story that took in the last report of one that is no more."""
    row = tables.one(
        connection,
        "SELECT stories[1] FROM store.history WHERE list_contains(stories[2:], ?) "
        "ORDER BY number DESC LIMIT 1",
        [story],
    )
    return str(row[0]) if row else None
