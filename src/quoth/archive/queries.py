"""The questions that an archive answers from its tables, by keyword; `searching` answers by words.

An actor is asked for by name, in any case and without accents, whole words of it being enough
("putin"), or by country ("RUS"). Lists give the newest reports first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, get_args

import duckdb

from quoth.archive import moments, rows, tables
from quoth.archive.moments import When
from quoth.archive.paging import NO_DATE, Question
from quoth.archive.records import (
    EventEntry,
    OutletEntry,
    Page,
    Place,
    RejectedEntry,
    ReportEntry,
    StatementEntry,
    Story,
    StoryChange,
    Version,
)
from quoth.errors import QueryError
from quoth.records import EventType, Rejected, Report, Span, Status

Connection = duckdb.DuckDBPyConnection
_COUNTRY = re.compile("[A-Z]{3}")
_MOMENT = f"coalesce(r.moment, {NO_DATE})"
_CURRENT = "JOIN store.reports r ON r.rid = {0}.rid AND r.current"


def reports(
    connection: Connection,
    *,
    outlet: str | None,
    country: str | None,
    story: str | None,
    since: When | None,
    until: When | None,
    limit: int | None,
    after: str | None,
) -> Page[ReportEntry]:
    """Return the current versions of reports."""
    question = Question(
        "r.report, r.version, r.outlet, r.published, r.title, r.url, r.language, r.characters, "
        "r.countries, r.home",
        "store.reports r",
        (_MOMENT, "r.rid"),
    )
    question.where("r.current")
    _of_reports(question, outlet, since, until)
    if country is not None:
        question.where("list_contains(r.countries, ?)", country)
    if story is not None:
        question.where("r.home IN (SELECT home FROM store.members WHERE story = ?)", story)
    # Stories are looked up for the page alone: joined before, they would be for all reports.
    page = question.page(connection, tuple, limit=limit, after=after)
    stories = dict(
        tables.with_rows(
            connection,
            {"home": tables.numbers([row[-1] for row in page])},
            "SELECT home, story FROM store.members WHERE home IN (SELECT home FROM given)",
        )
    )
    return Page(tuple(entry((*row[:-1], stories.get(row[-1]))) for row in page), page.next)


def statements(
    connection: Connection,
    *,
    by: str | None,
    sids: Sequence[int] | None,
    since: When | None,
    until: When | None,
    outlet: str | None,
    limit: int | None,
    after: str | None,
) -> Page[StatementEntry]:
    """Return statements; `sids` are those whose content fits, None for all."""
    question = Question(
        "r.report, r.version, r.outlet, r.published, s.statement, s.kind, s.stance, s.source_type, "
        "s.speaker_name, s.speaker_country, s.relays, s.words, s.source, s.cue, s.content, "
        "s.confidence",
        "store.statements s " + _CURRENT.format("s"),
        (_MOMENT, "r.rid", "-s.sid"),
    )
    _of_reports(question, outlet, since, until)
    if by is not None:
        question.where(*_named(connection, "s.speaker_key", "s.speaker_country", by))
    if sids is None:
        return question.page(connection, _statement, limit=limit, after=after)
    question.where("s.sid IN (SELECT sid FROM given)")
    connection.register("given", _sid_table(sids))
    try:
        return question.page(connection, _statement, limit=limit, after=after)
    finally:
        connection.unregister("given")


def events(
    connection: Connection,
    *,
    actor: str | None,
    recipient: str | None,
    types: Sequence[str],
    statuses: Sequence[str],
    since: When | None,
    until: When | None,
    outlet: str | None,
    limit: int | None,
    after: str | None,
) -> Page[EventEntry]:
    """Return events; `since` and `until` look at when they happened, else were published."""
    _known(types, get_args(EventType), "type of events")
    _known(statuses, get_args(Status), "status")
    question = Question(
        "r.report, r.version, r.outlet, r.published, e.event, e.type, e.mode, e.status, "
        "e.actor_names, e.actor_countries, e.recipient_names, e.recipient_countries, e.date_start, "
        "e.date_end, e.place_name, e.place_country, e.statement, e.words, e.trigger, e.evidence, "
        "e.score, e.confidence",
        "store.events e " + _CURRENT.format("e"),
        (_MOMENT, "r.rid", "-e.eid"),
    )
    _of_reports(question, outlet, None, None)
    when = "coalesce(try_cast(coalesce(e.date_start, e.date_end) AS TIMESTAMP), r.moment)"
    if since is not None:
        last = "coalesce(try_cast(coalesce(e.date_end, e.date_start) AS TIMESTAMP), r.moment)"
        question.where(f"{last} >= ?", moments.since(since))
    if until is not None:
        question.where(f"{when} < ?", moments.until(until))
    if types:
        question.where("list_contains(?, e.type)", list(types))
    if statuses:
        question.where("list_contains(?, e.status)", list(statuses))
    for name, side in ((actor, "NOT p.recipient"), (recipient, "p.recipient")):
        if name is not None:
            condition, value = _named(connection, "p.key", "p.country", name)
            question.where(
                f"e.eid IN (SELECT p.eid FROM store.parties p WHERE {side} AND {condition})",
                value,
            )
    return question.page(connection, _event, limit=limit, after=after)


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
        (f"max({_MOMENT})", "m.story"),
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
        condition, value = _named(connection, "a.key", "a.country", actor)
        question.having(
            f"bool_or(r.rid IN (SELECT a.rid FROM store.actors a WHERE {condition}))", value
        )
    if event is not None:
        _known([event], get_args(EventType), "type of events")
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
        "r.lead_start, r.lead_end FROM store.members m JOIN store.reports r "
        "ON r.home = m.home AND r.current WHERE m.story IN (SELECT story FROM given) "
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
    grouped: dict[str, list[tuple[Any, ...]]] = {}
    for story, *rest in members:
        grouped.setdefault(story, []).append(tuple(rest))
    return {
        story: _story(
            story, found, support.get(story), [(a, b) for s, a, b in copies if s == story]
        )
        for story, found in grouped.items()
    }


def _story(
    story: str,
    members: Sequence[tuple[Any, ...]],
    support: int | None,
    copies: Iterable[tuple[str, str]],
) -> Story:
    ids = tuple(member[0] for member in members)
    telling = next((m for m in members if m[4]), members[0])
    report, version, *_, start, end = telling
    dates = [member[3] for member in members if member[3]]
    return Story(
        id=story,
        title=telling[4],
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


def report(connection: Connection, report: str, version: int | None) -> Report | None:
    """Return a report whole, its current version or another one, as last read; None for none."""
    row = tables.one(
        connection,
        "SELECT data FROM store.reports WHERE report = ? AND "
        + ("current" if version is None else "version = ?")
        + " ORDER BY rid DESC LIMIT 1",
        [report] if version is None else [report, version],
    )
    return rows.stored_report(row[0]) if row else None


def versions(connection: Connection, report: str) -> tuple[Version, ...]:
    """Return all readings of a report, in order."""
    found = connection.execute(
        "SELECT report, version, reading, current, reader, added, text_hash FROM store.reports "
        "WHERE report = ? ORDER BY rid",
        [report],
    ).fetchall()
    return tuple(Version(*row) for row in found)


def outlets(connection: Connection) -> tuple[OutletEntry, ...]:
    """Return the outlets, the one with the most reports first."""
    found = connection.execute(
        "SELECT outlet, owner, reports, stories, first, last FROM outlets "
        "ORDER BY reports DESC, outlet"
    ).fetchall()
    return tuple(OutletEntry(*row) for row in found)


def rejected(
    connection: Connection, *, stage: str | None, limit: int | None, after: str | None
) -> Page[RejectedEntry]:
    """Return what was left out, the latest first."""
    question = Question(
        "name, stage, reason, times, first_at, last_at",
        "store.rejected",
        ("last_at", "name", "stage", "reason"),
    )
    if stage is not None:
        question.where("stage = ?", stage)
    return question.page(
        connection,
        lambda r: RejectedEntry(Rejected(*r[:3]), *r[3:]),
        limit=limit,
        after=after,
    )


def story_history(
    connection: Connection, *, story: str | None, report: str | None
) -> tuple[StoryChange, ...]:
    """Return the changes of stories, in order: all, or those that touch a story or a report."""
    conditions, values = ["true"], []
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


def _of_reports(
    question: Question, outlet: str | None, since: When | None, until: When | None
) -> None:
    if outlet is not None:
        question.where("lower(r.outlet) = lower(?)", outlet)
    if since is not None:
        question.where("r.moment >= ?", moments.since(since))
    if until is not None:
        question.where("r.moment < ?", moments.until(until))


def _named(connection: Connection, key: str, country: str, name: str) -> tuple[str, str]:
    """Return the condition that somebody is named so or of that country, and its value.

    Three capitals are a country where any actor here is of it, else a name ("IMF").
    """
    asked = rows.key(name)
    if not asked.strip():
        raise QueryError(f"{name!r} names nobody; give a name or a country code as RUS")
    if _COUNTRY.fullmatch(name):
        sql = "SELECT 1 FROM store.actors WHERE country = ? LIMIT 1"
        if tables.one(connection, sql, [name]):
            return f"{country} = ?", name
    return f"contains({key}, ?)", asked


def _known(names: Sequence[str], known: Sequence[str], what: str) -> None:
    for name in names:
        if name not in known:
            raise QueryError(f"{name!r} is no {what}; there are {', '.join(known)}")


def _sid_table(sids: Sequence[int]) -> Any:  # noqa: ANN401 - pyarrow is not typed
    import pyarrow

    return pyarrow.table({"sid": tables.numbers(sids)})


def spans(stored: Iterable[dict[str, int]] | None) -> tuple[Span, ...]:
    """Return the spans of a column."""
    return tuple(Span(s["start"], s["end"]) for s in stored or ())


def entry(row: Sequence[Any]) -> ReportEntry:
    """Return the entry of a row that has its fields in order."""
    *head, countries, story = row
    values: list[Any] = [*head, tuple(countries), story]
    return ReportEntry(*values)


def _statement(row: tuple[Any, ...]) -> StatementEntry:
    relays, words, source, cue, content, confidence = row[10:]
    where = map(spans, (source, cue, content))
    values: list[Any] = [*row[:10], tuple(relays), words, *where, confidence]
    return StatementEntry(*values)


def _event(row: tuple[Any, ...]) -> EventEntry:
    trigger, evidence, score, confidence = row[18:]
    names = map(tuple, row[8:12])
    where = map(spans, (trigger, evidence))
    values: list[Any] = [*row[:8], *names, *row[12:18], *where, score, confidence]
    return EventEntry(*values)
