"""All that an archive holds as lines of text, the same for the same content however it came in.

When and how often something came in is left out, and so is the archive's own name.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import duckdb

from quoth.archive import rows, schema

_TIMES = frozenset({"made_at", "added", "first_at", "last_at", "times", "undone_at"})
_OWN = frozenset({"meta", "migrations"})


def dump(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yield a line a row, table by table."""
    for table, order in schema.ORDERS.items():
        if table in _OWN:
            continue
        cursor = connection.execute(f"SELECT * FROM store.{table} ORDER BY {order}")
        names = [column[0] for column in cursor.description or ()]
        while found := cursor.fetchmany(500):
            for row in found:
                told = {
                    name: _value(table, value)
                    for name, value in zip(names, row, strict=True)
                    if name not in _TIMES
                }
                yield json.dumps([table, told], ensure_ascii=False, default=str)


def _value(table: str, value: object) -> object:
    if isinstance(value, bytes):
        if table in ("reports", "comparisons"):  # another zlib packs otherwise
            return rows.unpacked(value)
        return base64.b64encode(value).decode("ascii")
    return value
