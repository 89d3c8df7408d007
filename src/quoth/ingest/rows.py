"""Parquet files: a row a report, in the columns that JSON Lines have as keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from quoth.errors import InputError
from quoth.ingest.cursor import Cursor
from quoth.ingest.drafts import Draft, shorten
from quoth.ingest.lines import KEYS, draft_of
from quoth.records import Rejected

# Rows in memory at a time: articles have some 5 kB, pages 200 kB.
_BATCH = 64


def read_rows(
    path: Path, name: str, ids: tuple[str, ...], cursor: Cursor
) -> Iterator[Draft | Rejected]:
    """Yield the report of each row, or why it is left out, from where the cursor stands.

    A report without an id may get the name of the file with the number of its row, from 1.

    Raises:
        InputError: the file is no Parquet, is damaged, or has neither text nor html.
    """
    import pyarrow
    import pyarrow.parquet

    faults = (pyarrow.ArrowException, OSError, ValueError, NotImplementedError, KeyError)
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            columns = _columns(file.schema_arrow, name)
            before = sum(file.metadata.row_group(g).num_rows for g in range(cursor.offset))
            for group in range(cursor.offset, file.num_row_groups):
                if group != cursor.offset:
                    cursor.offset, cursor.item = group, 0
                yield from _group(file, columns, (name, ids), cursor, before)
                before += file.metadata.row_group(group).num_rows
            if file.metadata.num_rows == 0:
                raise InputError(name, "is a Parquet file without rows: there is nothing to read")
    except faults as error:
        said = shorten(" ".join(str(error).split()), 120)
        raise InputError(
            name, f"is a damaged Parquet file ({said}): check that it is whole"
        ) from None


def _group(
    file: Any,  # noqa: ANN401 - pyarrow has no types here
    columns: list[str],
    named: tuple[str, tuple[str, ...]],
    cursor: Cursor,
    before: int,
) -> Iterator[Draft | Rejected]:
    """Yield the reports of the row group that the cursor is in."""
    name, ids = named
    done = cursor.item
    batches = file.iter_batches(_BATCH, row_groups=[cursor.offset], columns=columns)
    row = 0
    for batch in batches:
        if row + batch.num_rows <= done:
            row += batch.num_rows
            continue
        for values in _values(batch):
            row += 1
            if row <= done:
                continue
            cursor.item = row
            number = before + row
            place = f"{name}[{number}]"
            try:
                yield draft_of(_plain(values), place, tuple(f"{one}-{number}" for one in ids))
            except InputError as error:
                yield Rejected(place, "ingest", error.reason)


def _values(batch: Any) -> Iterator[dict[str, object]]:  # noqa: ANN401
    """Yield the rows of a batch; a text that is not in UTF-8 comes as bytes."""
    try:
        yield from batch.to_pylist()
    except UnicodeDecodeError:
        for number in range(batch.num_rows):
            yield {key: _value(batch.column(key)[number]) for key in batch.schema.names}


def _value(scalar: Any) -> object:  # noqa: ANN401
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return bytes(scalar.as_buffer())


def _columns(schema: Any, name: str) -> list[str]:  # noqa: ANN401
    """Return the columns that are read."""
    found = [key for key in KEYS if key in schema.names]
    if "text" not in found and "html" not in found:
        known = ", ".join(str(column) for column in schema.names[:8])
        reason = f"is a Parquet file without a column text or html (it has {known[:100]})"
        raise InputError(name, f"{reason}: name the column of the articles text")
    return found


def _plain(values: dict[str, object]) -> dict[str, object]:
    """Return a row with dates as texts (ISO 8601), and texts in bytes as texts where they are."""
    found: dict[str, object] = {}
    for key, value in values.items():
        if isinstance(value, datetime | date):
            found[key] = value.isoformat()
        elif isinstance(value, bytes) and key in ("text", "html"):
            try:
                found[key] = value.decode("utf-8")
            except UnicodeDecodeError:
                found[key] = value
        else:
            found[key] = value
    return found
