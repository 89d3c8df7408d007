"""Questions in SQL: one SELECT over the documented views, and nothing else.

The connection itself can reach no other file, no network and no Python variable, whatever it is
asked, and runs the question in a transaction that cannot write. Beyond that the question is parsed,
and refused where it names anything but views, its own subqueries and harmless functions.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from typing import Any

import duckdb

from quoth.archive import schema, tables
from quoth.archive.records import Rows
from quoth.errors import QueryError

# Functions that stand where a table can.
_TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest"})


def ask(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    values: list[Any],
    *,
    timeout_s: float,
    max_rows: int | None,
) -> Rows:
    """Return what a SELECT gives, `max_rows` at most; `values` fill its question marks.

    Raises QueryError for anything else, and where it takes longer than `timeout_s`.
    """
    _check(connection, query)
    late = threading.Event()

    def stop() -> None:
        late.set()
        connection.interrupt()

    timer = threading.Timer(timeout_s, stop)
    timer.daemon = True
    connection.execute("BEGIN TRANSACTION READ ONLY")
    timer.start()
    try:
        cursor = connection.execute(query, values)
        names = tuple(str(column[0]) for column in cursor.description or ())
        rows = cursor.fetchall() if max_rows is None else cursor.fetchmany(max_rows)
        return Rows(names, tuple(rows))
    except duckdb.Error as error:
        if late.is_set():
            raise QueryError(
                f"the question took longer than {timeout_s:g} s and was stopped"
            ) from error
        raise QueryError(_line(error)) from error
    finally:
        timer.cancel()
        with contextlib.suppress(duckdb.Error):
            connection.execute("ROLLBACK")


def _check(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Raise QueryError for what is not one SELECT over the documented views."""
    row = tables.one(connection, "SELECT json_serialize_sql(?)", [query])
    parsed: dict[str, Any] = json.loads(row[0]) if row else {"error": True}
    if parsed.get("error"):
        message = " ".join(str(parsed.get("error_message", "it cannot be read")).split())
        if "Only SELECT" in message:
            message = "only SELECT is allowed: an archive is asked, not changed, in SQL"
        raise QueryError(message)
    if len(parsed["statements"]) != 1:
        raise QueryError("give one SELECT at a time")
    nodes = list(_nodes(parsed))
    own = {entry["key"].lower() for node in nodes for entry in _named(node)}
    for node in nodes:
        kind = node.get("type")
        if kind == "BASE_TABLE":
            name, place = node["table_name"], node["schema_name"]
            if place or node["catalog_name"] or name.lower() not in own | set(schema.VIEWS):
                raise QueryError(
                    f"there is no view {'.'.join(filter(None, (place, name)))!r}; "
                    f"there are {', '.join(sorted(schema.VIEWS))}"
                )
        elif kind == "TABLE_FUNCTION":
            function = node["function"]["function_name"].lower()
            if function not in _TABLE_FUNCTIONS:
                raise QueryError(f"{function}() cannot be used here; ask the views")
        elif kind == "SHOW_REF":
            raise QueryError("only SELECT is allowed; docs/archive.md describes the views")


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _named(node: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the named subqueries that a node brings along."""
    named = node.get("cte_map")
    return named.get("map", []) if isinstance(named, dict) else []


def _line(error: Exception) -> str:
    """Return a message of DuckDB on one line, without the drawing of where it is."""
    return " ".join(str(error).split("\n\nLINE")[0].split())
