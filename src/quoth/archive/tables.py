"""Rows to tables: many at once, through Arrow, with the types that the tables have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from quoth.archive.rows import Row, storable


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Row]) -> int:
    """Insert rows whose keys are the columns of `store.{table}`; return how many they are.

    Lone surrogates, which no database can hold, become U+FFFD one for one.
    """
    found = list(rows)
    if not found:
        return 0
    kinds = _kinds(connection, table)
    columns = {
        name: pa.array(_values([row.get(name) for row in found], kind), kind)
        for name, kind in kinds.items()
    }
    with_rows(connection, columns, f"INSERT INTO store.{table} SELECT * FROM given")
    return len(found)


def with_rows(
    connection: duckdb.DuckDBPyConnection, columns: Mapping[str, Any], sql: str
) -> list[tuple[Any, ...]]:
    """Run a statement that has the columns as the table `given`; return its rows."""
    connection.register("given", pa.table(dict(columns)))
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.unregister("given")


def one(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()
) -> tuple[Any, ...] | None:
    """Return the first row of a short result, None for an empty one.

    All of it is fetched: a result that is not read to its end keeps its connection busy.
    """
    found = connection.execute(sql, list(values)).fetchall()
    return found[0] if found else None


def texts(values: Sequence[str | None]) -> Any:  # noqa: ANN401 - pyarrow is not typed
    """Return a column of texts."""
    return pa.array([storable(value) for value in values], pa.string())


def moments(values: Sequence[datetime]) -> Any:  # noqa: ANN401
    """Return a column of moments in UTC."""
    return pa.array(values, pa.timestamp("us"))


def numbers(values: Sequence[int]) -> Any:  # noqa: ANN401
    """Return a column of whole numbers."""
    return pa.array(values, pa.int64())


def _values(values: list[Any], kind: Any) -> list[Any]:  # noqa: ANN401
    """Return the values of a column as the database can hold them."""
    if pa.types.is_string(kind):
        return [storable(value) for value in values]
    if pa.types.is_list(kind) and pa.types.is_string(kind.value_type):
        return [value and [storable(part) for part in value] for value in values]
    return values


def _kinds(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, Any]:
    """Return the Arrow type of each column of a table, in order."""
    rows = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() "
        "WHERE schema_name = 'store' AND table_name = ? ORDER BY column_index",
        [table],
    ).fetchall()
    return {name: _kind(data_type) for name, data_type in rows}


@cache
def _kind(data_type: str) -> Any:  # noqa: ANN401
    if data_type.endswith("[]"):
        return pa.list_(_kind(data_type[:-2]))
    if data_type.startswith("STRUCT"):
        return pa.struct([("start", pa.int32()), ("end", pa.int32())])
    return {
        "VARCHAR": pa.string(),
        "BIGINT": pa.int64(),
        "INTEGER": pa.int32(),
        "BOOLEAN": pa.bool_(),
        "DOUBLE": pa.float64(),
        "FLOAT": pa.float32(),
        "TIMESTAMP": pa.timestamp("us"),
        "BLOB": pa.binary(),
    }[data_type]
