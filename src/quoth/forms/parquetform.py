"""Rows of events to Parquet, with typed columns; pyarrow is imported when it is needed.

The same rows give the same bytes with the same pyarrow.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any

from quoth.forms import eventwords
from quoth.forms.eventform import COLUMNS, Row, row
from quoth.records import Report

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBERS = ("score", "latitude", "longitude", "confidence")
_LISTS = (
    "contexts",
    "relays",
    "actors",
    "actor_names",
    "actor_countries",
    "recipients",
    "recipient_names",
    "recipient_countries",
)


def event_parquet(reports: Iterable[Report]) -> bytes:
    """Return the Parquet file of the events of reports: a row an event."""
    import pyarrow
    import pyarrow.parquet

    rows = [_storable(row(one)) for report in reports for one in eventwords.told(report)]
    table = pyarrow.Table.from_pylist(rows, schema=_schema())
    stream = io.BytesIO()
    pyarrow.parquet.write_table(table, stream, compression="zstd")
    return stream.getvalue()


def _schema() -> Any:  # noqa: ANN401 - pyarrow is not typed
    import pyarrow as pa

    text, number = pa.string(), pa.float64()
    spans = pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))
    magnitude = pa.struct(
        [("kind", text), ("low", number), ("high", number), ("unit", text), ("spans", spans)]
    )

    def kind(name: str) -> Any:  # noqa: ANN401
        if name.endswith("_spans"):
            return spans
        if name.endswith("_sectors"):
            return pa.list_(pa.list_(text))
        if name == "magnitudes":
            return pa.list_(magnitude)
        if name == "quad_class":
            return pa.int8()
        if name in _LISTS:
            return pa.list_(text)
        return number if name in _NUMBERS else text

    return pa.schema([(name, kind(name)) for name in COLUMNS])


def _storable(values: Row) -> Row:
    return {
        name: _spans(value) if name.endswith("_spans") else _value(value)
        for name, value in values.items()
    }


def _value(value: Any) -> Any:  # noqa: ANN401 - what a row holds
    if isinstance(value, str):  # Parquet knows UTF-8 only
        return _LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_value(part) for part in value]
    if isinstance(value, dict):
        return {k: _spans(v) if k == "spans" else _value(v) for k, v in value.items()}
    return value


def _spans(pairs: Iterable[tuple[int, int]]) -> list[dict[str, int]]:
    return [{"start": start, "end": end} for start, end in pairs]
