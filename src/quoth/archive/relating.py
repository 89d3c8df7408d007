"""What an archive hands over for relations: coded events as tellings, and what came out at all.

The relations themselves are worked out by `quoth.relate`, which knows no database. Here names are
looked up: which outlet is meant, who owns it, where it is at home, which agencies a report credits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

import duckdb

from quoth import resolve
from quoth.align.credits import Credit
from quoth.annotate.plover import QUAD_CLASSES
from quoth.archive import crediting, pairing, rows, tables
from quoth.archive.moments import When
from quoth.archive.moments import since as first_moment
from quoth.archive.moments import until as last_moment
from quoth.errors import QueryError
from quoth.records import DateRange, Span
from quoth.relate import (
    STEPS,
    Covered,
    Pair,
    Party,
    RelateOptions,
    Relation,
    Side,
    Source,
    Standing,
    Telling,
    pairs,
    relate,
    steps,
)
from quoth.relate.occurrences import NEAR_DAYS
from quoth.spans import overlap

Connection = duckdb.DuckDBPyConnection
STANDINGS: tuple[Standing, ...] = (
    "asserted", "said", "denied", "historical", "future", "hypothetical", "negated",
)  # fmt: skip
# Bodies that have a code of their own in PLOVER, so that everybody of them is meant by the code.
_BODIES = {"UNO": "United Nations", "EUR": "European Union"}
_CODE = re.compile("[A-Z]{3}")
# A telling without a date joins an occurrence that is no further from its publication.
_MARGIN = f"INTERVAL {NEAR_DAYS} DAY"
_INSTANT = timedelta(microseconds=1)
_FIRST = "coalesce(try_cast(coalesce(e.date_start, e.date_end) AS TIMESTAMP), r.moment)"
_LAST = "coalesce(try_cast(coalesce(e.date_end, e.date_start) AS TIMESTAMP), r.moment)"


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


def relation(
    connection: Connection, first: Side, second: Side, asked: RelateOptions, least: float
) -> Relation:
    """Return the relation between two sides."""
    found = _tellings(connection, _of_both(first, second), asked, least, whole=True)
    covered = _covered(connection, asked)
    return relate(found, covered, first=first, second=second, quads=QUAD_CLASSES, options=asked)


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
    found = _tellings(connection, _of_pairs(of), asked, least, whole=False)
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
    where, values = _when(asked, margin="INTERVAL 0 DAY")
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
    when, values = _when(asked, margin="INTERVAL 0 DAY")
    where = [f"r.report NOT IN (SELECT report FROM store.reports WHERE {_COPY})"]
    if of is not None:
        where.append("(p.first = ? OR p.second = ?)")
        values += [of.code, of.code]
    if least:
        where.append("e.confidence >= ?")
        values.append(least)
    where.append(f"{_STANDING} IN ({', '.join('?' for _ in asked.standings)})")
    values += list(asked.standings)
    soon = f"eid IN ({_soon(when)})" if when else "true"
    question = pairing.Question(soon, " AND ".join(where), tuple(values))
    return pairing.counted(connection, question, asked, starts, _agencies())


@lru_cache(maxsize=1)
def _agencies() -> Mapping[str, str]:
    """Return what agencies and outlets of the tables are called, each with its key."""
    return {name: _house(name).key for name in resolve.news_agencies()}


_Condition = tuple[str, list[Any]]


def _there(connection: Connection, condition: str, value: str) -> bool:
    sql = f"SELECT 1 FROM store.parties WHERE {condition} LIMIT 1"
    return tables.one(connection, sql, [value]) is not None


def _of(one: Side) -> _Condition:
    if one.code is not None:
        return "country = ?", [one.code]
    return f"({' OR '.join('contains(key, ?)' for _ in one.keys)})", list(one.keys)


def _of_both(first: Side, second: Side) -> _Condition:
    """Return the ids of the events that both sides are parties of."""
    (left, values), (right, others) = _of(first), _of(second)
    sql = (
        f"SELECT eid FROM store.parties WHERE {left} INTERSECT "
        f"SELECT eid FROM store.parties WHERE {right}"
    )
    return sql, [*values, *others]


def _of_pairs(of: Side | None) -> _Condition:
    """Return the ids of the events that two countries are parties of."""
    shared = "('IGO', 'NGO', 'ISM', 'IMG', 'MNC')"
    sql = (
        "SELECT eid FROM store.parties WHERE country IS NOT NULL "
        f"AND country NOT IN {shared} GROUP BY eid HAVING min(country) <> max(country)"
    )
    if of is None:
        return sql, []
    return f"{sql} AND bool_or(country = ?)", [of.code]


def _tellings(
    connection: Connection, wanted: _Condition, asked: RelateOptions, least: float, *, whole: bool
) -> list[Telling]:
    """Return the tellings of events; without `whole` those of the standings asked for alone."""
    where, values = _when(asked)
    where.append(f"e.eid IN ({wanted[0]})")
    values += wanted[1]
    if least:
        where.append("e.confidence >= ?")
        values.append(least)
    statuses = {s for s in asked.standings if s not in ("said", "denied")} | (
        {"asserted"} if "said" in asked.standings else set()
    )
    if not whole and "denied" not in asked.standings:
        where.append("list_contains(?, e.status)")
        values.append(sorted(statuses))
    found = connection.execute(_SELECT.format(where=" AND ".join(where)), values).fetchall()
    context = _Context.of(connection, found)
    return _credited(connection, ((row[0], context.telling(row)) for row in found))


def _when(asked: RelateOptions, margin: str = _MARGIN) -> tuple[list[str], list[Any]]:
    """Return the conditions that hold of what may lie in the time asked for."""
    where, values = [], []
    if asked.since is not None:
        where.append(f"{_LAST} >= CAST(? AS TIMESTAMP) - {margin}")
        values.append(asked.since)
    if asked.until is not None:
        where.append(f"{_FIRST} < CAST(? AS TIMESTAMP) + INTERVAL 1 DAY + {margin}")
        values.append(asked.until)
    return where, values


# What `Telling.standing` says, for the statement around an event alone.
_STANDING = """CASE WHEN s.stance = 'denies' THEN 'denied' WHEN e.status <> 'asserted' THEN e.status
    WHEN e.statement IS NULL OR (s.within IS NULL AND s.speaker IS NULL AND len(s.relays) > 0
        AND coalesce(s.source_words, '') = '') THEN 'asserted' ELSE 'said' END"""

# What is said around an event is looked up three statements deep: nobody nests more.
_SELECT = """
WITH wanted AS MATERIALIZED (
    SELECT e.*, r.home, r.report, r.version, r.outlet, r.owner, r.published, r.moment, r.text_hash
    FROM store.events e JOIN store.reports r ON r.rid = e.rid AND r.current WHERE {where}),
around AS MATERIALIZED (
    SELECT rid, statement, within, speaker_name, source_words, relays, stance
    FROM store.statements
    WHERE rid IN (SELECT rid FROM wanted WHERE wanted.statement IS NOT NULL))
SELECT e.rid, e.home, e.report, e.version, e.outlet, e.owner, e.published,
    CAST(CAST(e.moment AS DATE) AS VARCHAR), e.text_hash, m.story,
    e.event, e.type, e.mode, e.status, e.actor_names, e.actor_countries, e.recipient_names,
    e.recipient_countries, e.date_start, e.date_end, e.date_precision, e.place_city, e.statement,
    e.words, e.score, e.confidence, e.trigger, e.evidence,
    s.speaker_name, s.source_words, s.within, s.relays, s.stance, t.relays, t.stance, u.relays,
    u.stance
FROM wanted e
LEFT JOIN store.members m ON m.home = e.home
LEFT JOIN around s ON s.rid = e.rid AND s.statement = e.statement
LEFT JOIN around t ON t.rid = s.rid AND t.statement = s.within
LEFT JOIN around u ON u.rid = t.rid AND u.statement = t.within
ORDER BY e.eid"""


@dataclass(frozen=True, slots=True)
class _Context:
    """What is known of the reports of tellings: copies, and claims with their origins."""

    copies: Mapping[str, str]
    claims: Mapping[tuple[int, str], tuple[str, ...]]
    origins: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, connection: Connection, found: Sequence[tuple[Any, ...]]) -> _Context:
        """Return what is known of the reports of rows."""
        hashes = {row[2]: row[8] for row in found}
        if not hashes:
            return cls({}, {}, {})
        copies = _copies(connection, hashes)
        rids = {"rid": tables.numbers(sorted({row[0] for row in found}))}
        claims: dict[tuple[int, str], tuple[str, ...]] = {}
        for rid, event, claim in tables.with_rows(
            connection,
            rids,
            "SELECT c.rid, c.event, c.story || '/' || c.claim FROM store.claim_members c "
            "WHERE c.event IS NOT NULL AND c.rid IN (SELECT rid FROM given)",
        ):
            claims[rid, event] = (*claims.get((rid, event), ()), claim)
        origins: dict[tuple[str, str], str] = {}
        named = {name for names in claims.values() for name in names}
        if named:
            for number, (claim, reports) in enumerate(
                tables.with_rows(
                    connection,
                    {"claim": tables.texts(sorted(named))},
                    "SELECT story || '/' || claim, reports FROM store.claim_origins "
                    "WHERE len(reports) > 1 "
                    "AND story || '/' || claim IN (SELECT claim FROM given)",
                )
            ):
                origins.update({(claim, report): f"{claim}#{number}" for report in reports})
        return cls(copies, claims, origins)

    def telling(self, row: tuple[Any, ...]) -> Telling:
        """Return the telling of a row."""
        rid, home, report, version, outlet, owner, published, day, _, story = row[:10]
        event, kind, mode, status, names, countries, others, other_countries = row[10:18]
        start, end, precision, city, statement, words, score, confidence = row[18:26]
        trigger, evidence, speaker, source_words, within, *around = row[26:]
        relays = [name for part in around[0::2] for name in part or ()]
        house = _house(outlet) if outlet else None
        claims = self.claims.get((rid, event), ())
        return Telling(
            report, version, home, event, kind, mode, status,
            _parties(names, countries), _parties(others, other_countries), score, confidence,
            outlet=outlet,
            house=house.key if house else None,
            home=house.home if house else None,
            owner=owner or (_owner(outlet) if outlet else None),
            published=published,
            day=day,
            story=story,
            copy=self.copies.get(report),
            date=DateRange(start, end, precision) if start or end else None,
            city=city,
            statement=statement,
            speaker=speaker,
            stances=tuple(stance for stance in around[1::2] if stance),
            relayed=within is None and speaker is None and _is_relay(source_words, relays),
            sources=tuple(
                source for source in map(_house, dict.fromkeys(relays))
                if house is None or source.key != house.key
            ),
            claims=claims,
            origins=tuple(
                self.origins[claim, report] for claim in claims if (claim, report) in self.origins
            ),
            words=words or "",
            trigger=_spans(trigger),
            evidence=_spans(evidence),
        )  # fmt: skip


def _copies(connection: Connection, hashes: Mapping[str, str]) -> dict[str, str]:
    """Return a key for each report that has the wording of another, equal within a group."""
    of = {report: report for report in hashes}

    def root(name: str) -> str:
        while of.setdefault(name, name) != name:
            of[name] = of[of[name]]
            name = of[name]
        return name

    by_hash: dict[str, str] = {}
    for report, text_hash in hashes.items():
        of[root(report)] = root(by_hash.setdefault(text_hash, report))
    for first, second in tables.with_rows(
        connection,
        {"report": tables.texts(list(hashes))},
        "SELECT report, copy_of FROM store.copies WHERE report IN (SELECT report FROM given) "
        "OR copy_of IN (SELECT report FROM given)",
    ):
        of[root(first)] = root(second)
    sizes: dict[str, int] = {}
    for report in hashes:
        sizes[root(report)] = sizes.get(root(report), 0) + 1
    return {report: root(report) for report in hashes if sizes[root(report)] > 1}


def _is_relay(source: str | None, relays: Sequence[str]) -> bool:
    """Return whether an agency alone is the source."""
    if not relays:
        return False
    asked = rows.key(source or "")
    return not asked.strip() or any(rows.key(name) in asked for name in relays)


@lru_cache(maxsize=10_000)
def _house(outlet: str) -> Source:
    """Return an outlet or agency with a key that is equal for all forms of its name."""
    name = resolve.outlet_name(outlet) or outlet
    return Source(name, rows.key(name).strip() or outlet, resolve.outlet_home(outlet))


@lru_cache(maxsize=10_000)
def _owner(outlet: str) -> str | None:
    return resolve.owner_of(outlet)


@lru_cache(maxsize=50_000)
def _party(name: str, country: str | None) -> Party:
    return Party(name, rows.key(name), country)


def _parties(names: Iterable[str], countries: Iterable[str | None]) -> tuple[Party, ...]:
    return tuple(_party(name, country) for name, country in zip(names, countries, strict=True))


def _spans(stored: Iterable[dict[str, int]] | None) -> tuple[Span, ...]:
    return tuple(Span(s["start"], s["end"]) for s in stored or ())


def _credited(connection: Connection, found: Iterable[tuple[int, Telling]]) -> list[Telling]:
    """Return tellings, each with the id of its reading, with the agencies that these credit."""
    told = list(found)
    credits = crediting.of(connection, (rid for rid, _ in told))
    return [_crediting(telling, credits.get(rid, ())) for rid, telling in told]


def _crediting(telling: Telling, credits: Sequence[Credit]) -> Telling:
    named = {source.key for source in telling.sources} | {telling.house}
    added = []
    for credit in credits:
        source = _house(credit.name)
        if source.key in named or (credit.scope == "part" and telling.sources):
            continue
        if credit.scope == "paragraph" and not any(
            overlap(span, credit.span) for span in telling.evidence
        ):
            continue
        named.add(source.key)
        added.append(source)
    # The last source is the one nearest the speaker: a credit stands before what is relayed.
    return replace(telling, sources=(*added, *telling.sources)) if added else telling


# A copy is a report with the text of one that came in before it, or found to be near one.
_COPY = """
(rid IN (SELECT unnest(list(rid ORDER BY home)[2:]) FROM store.reports WHERE current
    GROUP BY text_hash HAVING count(*) > 1)
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
        house = _house(outlet) if outlet else None
        covered.append(
            Covered(start, house.key if house else None, house.home if house else None, texts)
        )
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
