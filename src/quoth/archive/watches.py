"""What is new, what of it the rules of a watch want told, and how far that has been told.

`news` is written in one transaction with the comparison that shows it; `matches` are what a watch
has to tell, each once, numbered in order; of each watch it is noted in parts (text, the watch's own
affair) where it stands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

import duckdb

from quoth.archive import tables
from quoth.archive.forming import next_number
from quoth.archive.records import MatchEntry, NewsEntry
from quoth.forms.jsonform import dumps

# Matches of a watch that are kept: months of a busy desk. Older ones could be told twice only by a
# story that turns up again after so long.
KEPT = 20_000


def add_news(
    connection: duckdb.DuckDBPyConnection, news: Sequence[NewsEntry], now: datetime
) -> None:
    """Write news down, within a transaction; their numbers and times are given here."""
    if not news:
        return
    number = next_number(connection, "news")
    tables.insert(
        connection,
        "news",
        [
            {
                "number": number + n,
                "made_at": now,
                "kind": one.kind,
                "news": one.id,
                "story": one.story,
                "data": dumps(dict(one.data)),
            }
            for n, one in enumerate(news)
        ],
    )


def news(connection: duckdb.DuckDBPyConnection, *, after: int) -> tuple[NewsEntry, ...]:
    """Return the news with a higher number, in order."""
    found = connection.execute(
        "SELECT kind, news, story, data, number, made_at FROM store.news WHERE number > ? "
        "ORDER BY number",
        [after],
    ).fetchall()
    return tuple(
        NewsEntry(kind, name, story, json.loads(data), number, at)
        for kind, name, story, data, number, at in found
    )


def latest(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Return the numbers of the last change of stories and of the last news, 0 where none is."""
    return next_number(connection, "history") - 1, next_number(connection, "news") - 1


def add_matches(
    connection: duckdb.DuckDBPyConnection,
    watch: str,
    matches: Mapping[str, str],
    now: datetime,
) -> int:
    """Write down the matches, data by id, that are not there yet; return how many these were."""
    if not matches:
        return 0
    there = known(connection, watch, list(matches))
    number = last_match(connection, watch) + 1
    new = [(match, data) for match, data in matches.items() if match not in there]
    tables.insert(
        connection,
        "matches",
        [
            {"watch": watch, "number": number + n, "made_at": now, "match": match, "data": data}
            for n, (match, data) in enumerate(new)
        ],
    )
    connection.execute(
        "DELETE FROM store.matches WHERE watch = ? AND number <= ?",
        [watch, number + len(new) - 1 - KEPT],
    )
    return len(new)


def known(
    connection: duckdb.DuckDBPyConnection, watch: str, matches: Sequence[str]
) -> frozenset[str]:
    """Return which of some matches a watch has had."""
    found = tables.with_rows(
        connection,
        {"match": tables.texts(list(matches)), "watch": tables.texts([watch] * len(matches))},
        "SELECT m.match FROM store.matches m JOIN given g ON g.match = m.match "
        "AND g.watch = m.watch",
    )
    return frozenset(match for (match,) in found)


def matches(
    connection: duckdb.DuckDBPyConnection, watch: str, *, after: int, limit: int
) -> tuple[MatchEntry, ...]:
    """Return the matches of a watch with a higher number, in order."""
    found = connection.execute(
        "SELECT number, made_at, match, data FROM store.matches WHERE watch = ? AND number > ? "
        "ORDER BY number LIMIT ?",
        [watch, after, limit],
    ).fetchall()
    return tuple(
        MatchEntry(number, at, match, json.loads(data)) for number, at, match, data in found
    )


def last_match(connection: duckdb.DuckDBPyConnection, watch: str) -> int:
    """Return the number of the last match of a watch, 0 where there is none."""
    row = tables.one(connection, "SELECT max(number) FROM store.matches WHERE watch = ?", [watch])
    return int(row[0]) if row and row[0] is not None else 0


def parts(connection: duckdb.DuckDBPyConnection, watch: str) -> dict[str, str]:
    """Return where a watch stands, by parts."""
    found = connection.execute(
        "SELECT part, value FROM store.watches WHERE watch = ?", [watch]
    ).fetchall()
    return dict(found)


def keep_parts(
    connection: duckdb.DuckDBPyConnection, watch: str, values: Mapping[str, str]
) -> None:
    """Note where a watch stands; parts that are not named stay as they are."""
    for part, value in values.items():
        connection.execute("DELETE FROM store.watches WHERE watch = ? AND part = ?", [watch, part])
        connection.execute("INSERT INTO store.watches VALUES (?, ?, ?)", [watch, part, value])
