"""`check`: whether the archive is whole.

It reads every report, so it takes about a minute for 30,000. Each problem is one line that says
where it is; none means that every span lies inside its text, everything that is referred to is
there, the tables hold what the reports hold, and the index is in step.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import duckdb

from quoth.archive import rows, store
from quoth.archive.comparisons import load
from quoth.archive.index import Index
from quoth.archive.records import Problem
from quoth.errors import InputError
from quoth.forms.jsonform import report_from_json
from quoth.records import Report

Connection = duckdb.DuckDBPyConnection
_CHUNK = 200
# What has to be empty, each with what it means where it is not; the first column says where.
_EMPTY = (
    (
        "two readings have one number",
        "SELECT rid FROM store.reports GROUP BY rid HAVING count(*) > 1",
    ),
    (
        "does not have exactly one current reading",
        "SELECT report FROM store.reports GROUP BY report HAVING count(*) FILTER (current) <> 1",
    ),
    (
        "its current reading is not its last",
        "SELECT report FROM store.reports GROUP BY report "
        "HAVING max(rid) FILTER (current) <> max(rid)",
    ),
    (
        "is in a story but not in the archive",
        "SELECT m.report FROM store.members m ANTI JOIN store.reports r ON r.report = m.report",
    ),
    (
        "its readings do not have the number of the first as their home",
        "SELECT report FROM store.reports GROUP BY report "
        "HAVING min(home) <> min(rid) OR max(home) <> min(rid)",
    ),
    (
        "its place in a story is that of another report",
        "SELECT m.report FROM store.members m JOIN store.reports r ON r.rid = m.home "
        "WHERE r.report <> m.report",
    ),
    (
        "is in more than one story",
        "SELECT report FROM store.members GROUP BY report HAVING count(*) > 1",
    ),
    (
        "its story is not the one that the history ends with",
        "SELECT m.report FROM store.members m LEFT JOIN (SELECT report, arg_max(story, number) AS "
        "story FROM (SELECT unnest(reports) AS report, stories[1] AS story, number "
        "FROM store.history) GROUP BY report) h ON h.report = m.report "
        "WHERE m.story IS DISTINCT FROM h.story",
    ),
    (
        "is named as a copy but is not in the archive",
        "SELECT c.report FROM (SELECT report FROM store.copies UNION SELECT copy_of FROM "
        "store.copies) c ANTI JOIN store.reports r ON r.report = c.report",
    ),
    (
        "an outline belongs to no reading",
        "SELECT o.rid FROM store.outlines o ANTI JOIN store.reports r ON r.rid = o.rid",
    ),
    (
        "claims of a story that has no comparison",
        "SELECT DISTINCT c.story FROM store.claims c "
        "ANTI JOIN store.comparisons m ON m.story = c.story",
    ),
    (
        "a comparison names a reading that is not there",
        "SELECT c.story FROM (SELECT story, unnest(rids) AS rid FROM store.comparisons) c "
        "ANTI JOIN store.reports r ON r.rid = c.rid",
    ),
)


def check(connection: Connection, index: Index) -> Iterator[Problem]:
    """Yield what is wrong with an archive."""
    for what, sql in _EMPTY:
        for where, *_ in connection.execute(sql).fetchall():
            yield Problem(str(where), what)
    yield from _reports(connection)
    for (story,) in connection.execute("SELECT story FROM store.comparisons").fetchall():
        try:
            load(connection, story)
        except (InputError, ValueError, KeyError, OSError) as error:
            yield Problem(story, f"its comparison cannot be read: {error}")
    if index.exists() and not index.in_step(connection):
        yield Problem("search index", "is behind or broken; the next search brings it up")


def _reports(connection: Connection) -> Iterator[Problem]:
    chain, after = "", 0
    while True:
        found = connection.execute(
            "SELECT rid, report, version, reading, text, text_hash, chain, data FROM store.reports "
            f"WHERE rid > ? ORDER BY rid LIMIT {_CHUNK}",
            [after],
        ).fetchall()
        if not found:
            return
        read: dict[int, Report] = {}
        for rid, name, version, reading, text, text_hash, linked, data in found:
            chain = store.link(chain, name, version, reading, text_hash)
            if linked != chain:
                yield Problem(name, "its place in the chain of readings is not the one it had")
                chain = linked
            try:
                report = report_from_json(json.loads(rows.unpacked(data)))
            except Exception as error:
                yield Problem(name, f"version {version} cannot be read: {error}")
                continue
            if rows.text_hash(report) != text_hash or rows.storable(report.text) != text:
                yield Problem(name, f"the text of version {version} is not the one it had")
            read[rid] = report
            yield from _references(name, report)
        last = found[-1][0]
        yield from _layers(connection, read, after, last)
        after = last


def _references(name: str, report: Report) -> Iterator[Problem]:
    """Yield what a report refers to and does not have; spans were checked in reading it."""
    actors = {actor.id for actor in report.actors}
    statements = {s.id for _, s in rows.nested(report.statements)}
    for _, statement in rows.nested(report.statements):
        if statement.speaker is not None and statement.speaker not in actors:
            yield Problem(name, f"statement {statement.id} names an actor that is not there")
    for event in report.events:
        if not {*event.actors, *event.recipients} <= actors:
            yield Problem(name, f"event {event.id} names an actor that is not there")
        if event.statement is not None and event.statement not in statements:
            yield Problem(name, f"event {event.id} names a statement that is not there")


def _layers(
    connection: Connection, read: dict[int, Report], after: int, last: int
) -> Iterator[Problem]:
    """Yield the reports whose rows are not what their JSON says."""
    for table, made in store.LAYERS.items():
        cursor = connection.execute(
            f"SELECT * FROM store.{table} WHERE rid > ? AND rid <= ?", [after, last]
        )
        names = [column[0] for column in cursor.description or ()]
        stored: dict[int, list[str]] = {}
        for row in cursor.fetchall():
            told = dict(zip(names, row, strict=True))
            stored.setdefault(told["rid"], []).append(_told(told))
        for rid, report in read.items():
            wanted = sorted(_told(row) for row in made(rid, report))
            if sorted(stored.pop(rid, [])) != wanted:
                yield Problem(report.id, f"its rows in {table} are not what its JSON says")
        for rid in stored.keys() - read.keys():
            yield Problem(str(rid), f"{table} has rows of a reading that is not there")


def _told(row: rows.Row) -> str:
    """Return a row as text, with what no database can hold replaced as in the tables."""
    return rows.storable(json.dumps(row, sort_keys=True, ensure_ascii=False, default=str)) or ""
