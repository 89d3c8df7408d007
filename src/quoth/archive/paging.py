"""Questions to the tables, a page at a time, in an order that storage does not change.

A page is asked for by the keys of the last row before it, not by a number, so that reports that
come in meanwhile neither repeat nor hide one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import duckdb

from quoth.archive.records import Page
from quoth.errors import QueryError

T = TypeVar("T")
# A report without a date comes after all others where the newest come first.
NO_DATE = "TIMESTAMP '0001-01-01'"


@dataclass(slots=True)
class Question:
    """A SELECT whose first columns, as many as `keys`, are unique and give the order, falling.

    `source` is what stands after FROM; conditions are added with `where`.
    """

    columns: str
    source: str
    keys: tuple[str, ...]
    group: str = ""
    _where: list[str] = field(default_factory=list)
    _values: list[Any] = field(default_factory=list)
    _having: list[str] = field(default_factory=list)
    _having_values: list[Any] = field(default_factory=list)

    def where(self, condition: str, *values: Any) -> None:  # noqa: ANN401 - what DuckDB binds
        """Add a condition on rows."""
        self._where.append(condition)
        self._values.extend(values)

    def having(self, condition: str, *values: Any) -> None:  # noqa: ANN401
        """Add a condition on groups."""
        self._having.append(condition)
        self._having_values.extend(values)

    def page(
        self,
        connection: duckdb.DuckDBPyConnection,
        build: Callable[[tuple[Any, ...]], T],
        *,
        limit: int | None,
        after: str | None,
    ) -> Page[T]:
        """Return a page; `build` is given each row without its keys.

        Raises QueryError for a limit below 1 or a mark that no page gave.
        """
        if limit is not None and limit < 1:
            raise QueryError(f"limit is {limit}; give 1 or more, or None for all")
        if after is not None:
            marks = ", ".join(["?"] * len(self.keys))
            add = self.having if self.group else self.where
            add(f"({', '.join(self.keys)}) < ({marks})", *self._mark(after))
        order = ", ".join(f"{key} DESC" for key in self.keys)
        sql = f"SELECT {', '.join(self.keys)}, {self.columns} FROM {self.source}"
        if self._where:
            sql += " WHERE " + " AND ".join(self._where)
        if self.group:
            sql += f" GROUP BY {self.group}"
        if self._having:
            sql += " HAVING " + " AND ".join(self._having)
        sql += f" ORDER BY {order}" + (f" LIMIT {limit + 1}" if limit is not None else "")
        try:
            rows = connection.execute(sql, [*self._values, *self._having_values]).fetchall()
        except _UNFIT as error:
            if after is None:
                raise
            raise _no_mark(after) from error
        more = limit is not None and len(rows) > limit
        shown = rows[:limit] if limit is not None else rows
        width = len(self.keys)
        return Page(
            tuple(build(row[width:]) for row in shown),
            _written(shown[-1][:width]) if more else None,
        )

    def _mark(self, after: str) -> Sequence[Any]:
        try:
            pairs = zip(self.keys, json.loads(after), strict=True)
            return [datetime.fromisoformat(v[1:]) if _is_moment(v) else v for _, v in pairs]
        except (ValueError, TypeError, RecursionError) as error:
            raise _no_mark(after) from error


# What DuckDB says of a mark whose values are of other kinds than the keys.
_UNFIT = (
    duckdb.BinderException, duckdb.ConversionException, duckdb.InvalidInputException,
    duckdb.InvalidTypeException, duckdb.NotImplementedException, duckdb.OutOfRangeException,
)  # fmt: skip


def _no_mark(after: str) -> QueryError:
    return QueryError(f"after={after[:80]!r} is not the `next` of a page of this list")


def _is_moment(value: object) -> bool:
    return isinstance(value, str) and value.startswith("@")


def _written(keys: Sequence[Any]) -> str:
    return json.dumps([f"@{k.isoformat()}" if isinstance(k, datetime) else k for k in keys])
