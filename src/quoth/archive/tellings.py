"""Coded events of an archive as the tellings that `quoth.relate` works with.

Here names are looked up: which outlet is meant, who owns it, where it is at home, which agencies a
report credits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import duckdb

from quoth import resolve
from quoth.align.credits import Credit
from quoth.archive import crediting, rows, tables
from quoth.records import DateRange, Span
from quoth.relate import Party, RelateOptions, Source, Telling
from quoth.relate.occurrences import NEAR_DAYS
from quoth.spans import overlap

Connection = duckdb.DuckDBPyConnection
Condition = tuple[str, list[Any]]
# A telling without a date joins an occurrence that is no further from its publication.
_MARGIN = f"INTERVAL {NEAR_DAYS} DAY"
_FIRST = "coalesce(try_cast(coalesce(e.date_start, e.date_end) AS TIMESTAMP), r.moment)"
_LAST = "coalesce(try_cast(coalesce(e.date_end, e.date_start) AS TIMESTAMP), r.moment)"


def tellings(
    connection: Connection, wanted: Condition, asked: RelateOptions, least: float, *, whole: bool
) -> list[Telling]:
    """Return the tellings of events; without `whole` those of the standings asked for alone."""
    where, values = when(asked)
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


def when(asked: RelateOptions, margin: str = _MARGIN) -> tuple[list[str], list[Any]]:
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
STANDING = """CASE WHEN s.stance = 'denies' THEN 'denied' WHEN e.status <> 'asserted' THEN e.status
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
        own = house(outlet) if outlet else None
        claims = self.claims.get((rid, event), ())
        return Telling(
            report, version, home, event, kind, mode, status,
            _parties(names, countries), _parties(others, other_countries), score, confidence,
            outlet=outlet,
            house=own.key if own else None,
            home=own.home if own else None,
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
                source for source in map(house, dict.fromkeys(relays))
                if own is None or source.key != own.key
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
def house(outlet: str) -> Source:
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
        source = house(credit.name)
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
