"""All pairs of countries of a large archive, counted by the database itself.

Where the tellings are too many to be looked at one by one in the time that somebody waits, an event
is what one story tells of one type in one direction, whatever its dates, and its origins are told
apart by agency and outlet alone; copies are left out. `quoth.relate` has the rules in full, and a
relation of two always keeps to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from quoth.annotate.plover import QUAD_CLASSES
from quoth.archive import tables
from quoth.relate import Pair, RelateOptions
from quoth.relate.occurrences import MUTUAL
from quoth.relate.pairs import SHARED

Connection = duckdb.DuckDBPyConnection
_SHARED = ", ".join(f"'{code}'" for code in sorted(SHARED))
_MUTUAL = ", ".join(f"'{kind}'" for kind in sorted(MUTUAL))
_QUAD = " ".join(f"WHEN '{kind}' THEN {number}" for kind, number in QUAD_CLASSES.items())

_PAIRS = f"""
WITH parties AS MATERIALIZED (
    SELECT DISTINCT eid, recipient, country FROM store.parties
    WHERE country IS NOT NULL AND country NOT IN ({_SHARED}) AND {{soon}}),
pairs AS MATERIALIZED (
    SELECT a.eid, least(a.country, b.country) AS first, greatest(a.country, b.country) AS second,
        a.country < b.country AS way
    FROM parties a JOIN parties b ON a.eid = b.eid AND NOT a.recipient AND b.recipient
        AND a.country <> b.country
    UNION ALL
    SELECT a.eid, a.country, b.country, NULL
    FROM parties a JOIN parties b ON a.eid = b.eid AND NOT a.recipient AND NOT b.recipient
        AND a.country < b.country
    WHERE a.eid NOT IN (SELECT eid FROM store.parties WHERE recipient)),
around AS MATERIALIZED (
    SELECT rid, statement, within, stance, speaker, relays, source_words FROM store.statements
    WHERE (rid, statement) IN (SELECT e.rid, e.statement FROM store.events e
        WHERE e.statement IS NOT NULL AND e.eid IN (SELECT eid FROM pairs))),
told AS (
    SELECT p.first, p.second, coalesce(m.story, r.report) AS place, e.type,
        CASE WHEN e.type IN ({_MUTUAL}) THEN NULL ELSE p.way END AS way,
        coalesce(s.relays[len(s.relays)], c.names[1], r.outlet, r.report) AS origin,
        e.confidence, e.score,
        coalesce(try_cast(coalesce(e.date_start, e.date_end) AS DATE), CAST(r.moment AS DATE))
            AS day
    FROM pairs p JOIN store.events e ON e.eid = p.eid
    JOIN store.reports r ON r.rid = e.rid AND r.current
    LEFT JOIN store.members m ON m.home = r.home
    LEFT JOIN around s ON s.rid = e.rid AND s.statement = e.statement
    LEFT JOIN store.credits c ON c.rid = e.rid
    WHERE {{where}}),
origins AS (
    SELECT t.first, t.second, place, type, way, coalesce(g.key, lower(t.origin)) AS origin,
        max(confidence) AS p, arg_max(score, confidence) AS score, min(day) AS day
    FROM told t LEFT JOIN given g ON g.name = t.origin GROUP BY ALL),
occurrences AS (
    SELECT first, second, type, min(day) AS day, count(*) AS origins,
        1 - product(1 - p) AS chance, sum(p) AS weight, sum(p * score) AS score
    FROM origins GROUP BY first, second, place, type, way)
SELECT first, second, CASE type {_QUAD} END AS quad,
    CAST(date_trunc('{{step}}', day) AS DATE) AS start, count(*), sum(origins), sum(chance),
    sum(weight), sum(score), max(day)
FROM occurrences WHERE {{inside}} GROUP BY ALL ORDER BY ALL"""


@dataclass(frozen=True, slots=True)
class Question:
    """What is counted: events whose ids are `soon`, with a condition, and the values of both."""

    soon: str
    condition: str
    values: tuple[Any, ...]


def counted(
    connection: Connection,
    question: Question,
    asked: RelateOptions,
    starts: tuple[str, ...],
    houses: Mapping[str, str],
) -> list[Pair]:
    """Return the pairs, the most active first; `houses` has keys of outlets by their names."""
    inside, days = ["day IS NOT NULL" if asked.since or asked.until else "true"], []
    for sign, day in ((">=", asked.since), ("<=", asked.until)):
        if day is not None:
            inside.append(f"day {sign} CAST(? AS DATE)")
            days.append(day)
    sql = _PAIRS.format(
        soon=question.soon, where=question.condition, step=asked.step, inside=" AND ".join(inside)
    )
    names = {"name": tables.texts(list(houses)), "key": tables.texts(list(houses.values()))}
    connection.register("given", _table(names))
    try:
        found = connection.execute(sql, [*question.values, *days]).fetchall()
    finally:
        connection.unregister("given")
    groups: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for first, second, *row in found:
        groups.setdefault((first, second), []).append(tuple(row))
    made = [_pair(first, second, own, starts) for (first, second), own in groups.items()]
    return sorted(made, key=lambda p: (-p.origins, -p.events, p.first, p.second))


def _table(columns: dict[str, Any]) -> Any:  # noqa: ANN401 - pyarrow is not typed
    import pyarrow

    return pyarrow.table(columns)


def _pair(first: str, second: str, found: list[tuple[Any, ...]], starts: tuple[str, ...]) -> Pair:
    by_step = {start: [0.0, 0.0] for start in starts}
    counts = [0, 0, 0, 0]
    sums = [0.0, 0.0]
    for quad, start, events, _, _, _, score, _ in found:
        conflict = quad > 2
        counts[quad - 1] += events
        sums[conflict] += score
        if start is not None and start.isoformat() in by_step:
            by_step[start.isoformat()][conflict] += score
    weight = sum(row[5] for row in found)
    last = max((row[7] for row in found if row[7] is not None), default=None)
    return Pair(
        first,
        second,
        sum(row[2] for row in found),
        int(sum(row[3] for row in found)),
        float(sum(row[4] for row in found)),
        sums[0],
        sums[1],
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        score=sum(sums) / weight if weight else None,
        last=last.isoformat() if last else None,
        by_step=tuple((a, b) for a, b in by_step.values()),
        quick=True,
    )
