"""Which agencies reports credit ("(AP)", "Source: Xinhua"): found once, as it comes in, and kept.

What is kept follows from the text and the tables of names; `Archive.check` does not compare it, as
a user's tables may know more agencies from one day to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import duckdb

from quoth.align.credits import Credit, credits_in
from quoth.align.houses import Houses
from quoth.archive import rows, tables
from quoth.naming import NAMING
from quoth.records import Report, Span

Connection = duckdb.DuckDBPyConnection


def row(rid: int, report: Report) -> rows.Row:
    """Return what a row of `credits` has of a reading."""
    found = credits_in(report, _houses())
    return {
        "rid": rid,
        "names": [credit.name for credit in found],
        "scopes": [credit.scope for credit in found],
        "starts": [credit.span.start for credit in found],
        "ends": [credit.span.end for credit in found],
    }


def of(connection: Connection, rids: Iterable[int]) -> Mapping[int, tuple[Credit, ...]]:
    """Return the credits of readings; of those that nobody looked at they are found now."""
    wanted = sorted(set(rids))
    given = {"rid": tables.numbers(wanted)}
    sql = "SELECT rid, names, scopes, starts, ends FROM store.credits {0}"
    inside = "WHERE rid IN (SELECT rid FROM given)"
    found = {
        r[0]: _credits(*r[1:]) for r in tables.with_rows(connection, given, sql.format(inside))
    }
    missing = [rid for rid in wanted if rid not in found]
    if missing:
        for rid, data in tables.with_rows(
            connection,
            {"rid": tables.numbers(missing)},
            f"SELECT rid, data FROM store.reports {inside}",
        ):
            made = row(rid, rows.stored_report(data))
            found[rid] = _credits(*(made[n] for n in ("names", "scopes", "starts", "ends")))
    return found


def _credits(
    names: list[str], scopes: list[Any], starts: list[int], ends: list[int]
) -> tuple[Credit, ...]:
    return tuple(
        Credit(name, scope, Span(start, end))
        for name, scope, start, end in zip(names, scopes, starts, ends, strict=True)
    )


@lru_cache(maxsize=1)
def _houses() -> Houses:
    return Houses(NAMING)
