"""What an archive hands over for relations: coded events as tellings, and what came out at all.

The relations themselves are worked out by `quoth.relate`, which knows no database; `tellings` makes
what it takes of the rows, `pairing` counts pairs where there are too many for that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache

import duckdb

from quoth import resolve
from quoth.annotate.plover import QUAD_CLASSES
from quoth.archive import pairing, rows, tables
from quoth.archive.moments import When
from quoth.archive.moments import since as first_moment
from quoth.archive.moments import until as last_moment
from quoth.archive.tellings import STANDING, Condition, house, tellings, when
from quoth.errors import QueryError
from quoth.relate import (
    STEPS,
    Covered,
    Pair,
    RelateOptions,
    Relation,
    Side,
    Standing,
    pairs,
    relate,
    steps,
)

Connection = duckdb.DuckDBPyConnection
STANDINGS: tuple[Standing, ...] = (
    "asserted", "said", "denied", "historical", "future", "hypothetical", "negated",
)  # fmt: skip
# Bodies that have a code of their own in PLOVER, so that everybody of them is meant by the code.
_BODIES = {"UNO": "United Nations", "EUR": "European Union"}
_CODE = re.compile("[A-Z]{3}")
_INSTANT = timedelta(microseconds=1)


def options(
    *,
    since: When | None,
    until: When | None,
    step: str,
    status: str | Sequence[str],
    directed: bool,
    by_teller: bool,
) -> RelateOptions:
    """Return options as `quoth.relate` has them; raises QueryError for what is none."""
    standings = (status,) if isinstance(status, str) else tuple(status)
    for standing in standings:
        if standing not in STANDINGS:
            raise QueryError(f"{standing!r} is no status; there are {', '.join(STANDINGS)}")
    if step not in STEPS:
        raise QueryError(f"{step!r} is no step; there are {', '.join(STEPS)}")
    first = first_moment(since).date().isoformat() if since is not None else None
    last = None
    if until is not None:
        last = (last_moment(until) - _INSTANT).date().isoformat()
    if first and last and first > last:
        raise QueryError(f"since {first} is after until {last}; turn them round")
    chosen = [standing for standing in STANDINGS if standing in standings] or ["asserted"]
    return RelateOptions(
        step=step,
        since=first,
        until=last,
        standings=tuple(chosen),
        directed=directed,
        by_teller=by_teller,
    )


def side(connection: Connection, name: str) -> Side:
    """Return who is meant by a code (RUS, UNO) or by a name as written ("Vladimir Putin").

    Raises QueryError where nobody of that name does anything, or has it done to them, here.
    """
    asked = rows.key(name)
    if not asked.strip():
        raise QueryError(f"{name!r} names nobody; give a code as RUS, or a name")
    code = name.strip().upper()
    if _CODE.fullmatch(code):
        known = resolve.state_name(code) or _BODIES.get(code)
        if known:
            return Side(known, code)
        if name.strip() == code and _there(connection, "country = ?", code):
            return Side(code, code)
    found = resolve.actor(name)
    if found is not None and found.kind == "state" and found.country:
        return Side(found.name, found.country)
    if found is not None and _BODIES.get(found.country or "") == found.name:
        return Side(found.name, found.country)
    keys = tuple(dict.fromkeys(rows.key(n) for n in (found.name if found else name, name)))
    for key in keys:
        if _there(connection, "contains(key, ?)", key):
            return Side(found.name if found else name.strip(), None, keys)
    raise QueryError(
        f"{name}: nobody of this name acts in an event here; give a country's code (RUS) or a "
        "name as reports have it (`quoth relations` lists the pairs, `quoth search` finds names)"
    )


def sides(connection: Connection, *names: str | None) -> tuple[Side, ...]:
    """Return who is meant by names, those that are given.

    Raises QueryError as `side` does, and where two are the same.
    """
    given = [name for name in names if name is not None]
    found = tuple(side(connection, name) for name in given)
    if len(found) > 1 and found[0] == found[1]:
        both = " and ".join(given)
        raise QueryError(f"{both} are the same: {found[0].name}; name two actors")
    return found


def relation(
    connection: Connection, first: Side, second: Side, asked: RelateOptions, least: float
) -> Callable[[], Relation]:
    """Read what tells of two sides; return what makes their relation of it, without the archive."""
    found = tellings(connection, _of_both(first, second), asked, least, whole=True)
    covered = _covered(connection, asked)
    return lambda: relate(
        found, covered, first=first, second=second, quads=QUAD_CLASSES, options=asked
    )


def listed(
    connection: Connection, of: Side | None, asked: RelateOptions, least: float
) -> list[Pair]:
    """Return the pairs of countries, of one side or all, the most active first."""
    if of is not None and of.code is None:
        raise QueryError(
            f"{of.name} has no code of its own: pairs are of countries; name the other one too"
        )
    first, last = _time(connection, asked)
    starts = steps(first, last, asked.step) if first and last else ()
    if _many(connection, asked):
        return _quickly(connection, of, asked, least, starts)
    found = tellings(connection, _of_pairs(of), asked, least, whole=False)
    return pairs(
        found,
        quads=QUAD_CLASSES,
        step=asked.step,
        since=asked.since,
        until=asked.until,
        standings=asked.standings,
        of=of,
        starts=starts,
    )


# Where a time has more events than this, looking at them one by one takes over a second.
EXACT = 5_000


def _many(connection: Connection, asked: RelateOptions) -> bool:
    """Return whether a time has more events than can be looked at one by one."""
    where, values = when(asked, margin="INTERVAL 0 DAY")
    row = tables.one(connection, f"SELECT count(*) FROM ({_soon(where)})", values)
    return row is not None and row[0] > EXACT


def _soon(where: Sequence[str]) -> str:
    return (
        "SELECT e.eid FROM store.events e JOIN store.reports r ON r.rid = e.rid AND r.current "
        f"WHERE {' AND '.join(['true', *where])}"
    )


def _quickly(
    connection: Connection,
    of: Side | None,
    asked: RelateOptions,
    least: float,
    starts: tuple[str, ...],
) -> list[Pair]:
    timed, values = when(asked, margin="INTERVAL 0 DAY")
    where = [f"r.report NOT IN (SELECT report FROM store.reports WHERE {_COPY})"]
    if of is not None:
        where.append("(p.first = ? OR p.second = ?)")
        values += [of.code, of.code]
    if least:
        where.append("e.confidence >= ?")
        values.append(least)
    where.append(f"{STANDING} IN ({', '.join('?' for _ in asked.standings)})")
    values += list(asked.standings)
    soon = f"eid IN ({_soon(timed)})" if timed else "true"
    question = pairing.Question(soon, " AND ".join(where), tuple(values))
    return pairing.counted(connection, question, asked, starts, _agencies())


@lru_cache(maxsize=1)
def _agencies() -> Mapping[str, str]:
    """Return what agencies and outlets of the tables are called, each with its key."""
    return {name: house(name).key for name in resolve.news_agencies()}


def _there(connection: Connection, condition: str, value: str) -> bool:
    sql = f"SELECT 1 FROM store.parties WHERE {condition} LIMIT 1"
    return tables.one(connection, sql, [value]) is not None


def _of(one: Side) -> Condition:
    if one.code is not None:
        return "country = ?", [one.code]
    return f"({' OR '.join('contains(key, ?)' for _ in one.keys)})", list(one.keys)


def _of_both(first: Side, second: Side) -> Condition:
    """Return the ids of the events that both sides are parties of."""
    (left, values), (right, others) = _of(first), _of(second)
    sql = (
        f"SELECT eid FROM store.parties WHERE {left} INTERSECT "
        f"SELECT eid FROM store.parties WHERE {right}"
    )
    return sql, [*values, *others]


def _of_pairs(of: Side | None) -> Condition:
    """Return the ids of the events that two countries are parties of."""
    shared = "('IGO', 'NGO', 'ISM', 'IMG', 'MNC')"
    sql = (
        "SELECT eid FROM store.parties WHERE country IS NOT NULL "
        f"AND country NOT IN {shared} GROUP BY eid HAVING min(country) <> max(country)"
    )
    if of is None:
        return sql, []
    return f"{sql} AND bool_or(country = ?)", [of.code]


# A copy is a report with the text of one that came in before it, or found to be near one.
_COPY = """
(rid IN (SELECT unnest(list(rid ORDER BY home)[2:]) FROM store.reports WHERE current
    AND text_hash IN (SELECT text_hash FROM store.reports WHERE current
        GROUP BY text_hash HAVING count(*) > 1) GROUP BY text_hash)
 OR report IN (SELECT report FROM store.copies))"""


def _covered(connection: Connection, asked: RelateOptions) -> list[Covered]:
    """Return how many texts each outlet brought out in each step."""
    where, values = ["current", "moment IS NOT NULL", f"NOT {_COPY}"], []
    if asked.since is not None:
        where.append("moment >= CAST(? AS TIMESTAMP)")
        values.append(asked.since)
    if asked.until is not None:
        where.append("moment < CAST(? AS TIMESTAMP) + INTERVAL 1 DAY")
        values.append(asked.until)
    found = connection.execute(
        f"SELECT CAST(CAST(date_trunc('{asked.step}', moment) AS DATE) AS VARCHAR), outlet, "
        f"count(*) FROM store.reports WHERE {' AND '.join(where)} GROUP BY ALL ORDER BY ALL",
        values,
    ).fetchall()
    covered = []
    for start, outlet, texts in found:
        own = house(outlet) if outlet else None
        covered.append(Covered(start, own.key if own else None, own.home if own else None, texts))
    return covered


def _time(connection: Connection, asked: RelateOptions) -> tuple[str | None, str | None]:
    """Return the first and the last day: as asked for, else those of the reports."""
    if asked.since and asked.until:
        return asked.since, asked.until
    row = tables.one(
        connection,
        "SELECT CAST(CAST(min(moment) AS DATE) AS VARCHAR), "
        "CAST(CAST(max(moment) AS DATE) AS VARCHAR) FROM store.reports "
        f"WHERE current AND NOT {_COPY}",
    )
    first, last = row or (None, None)
    return asked.since or first, asked.until or last
