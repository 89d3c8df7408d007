"""The Parquet file of a block: a row a report with all that was found in it, or what was left out.

`report` is the JSON of `quoth read`; the columns before it repeat what other programs select by.
`given` to `digest` are what the id of a report is settled by when all blocks are put together. The
same items give the same bytes, with the same pyarrow.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quoth.errors import InputError
from quoth.forms.jsonform import dumps, report_from_json, report_json
from quoth.ingest.drafts import Naming, shorten
from quoth.ingest.slices import PassedOver, Unsettled
from quoth.records import Rejected, Report

FORMAT = 1
_KEY = b"quoth.block"
# Rows written, and read, at a time: a report has some 20 kB with all that was found in it.
_ROWS = 64
_TEXTS = ("kind", "id", "outlet", "published", "url", "title", "language", "report")
_MORE = ("stage", "reason", "place", "given")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row holds: of which file of the inputs, what, and the outline of a report."""

    file: int
    item: Unsettled | Rejected | PassedOver
    outline: bytes | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many reports a file has, and how much was left out."""

    reports: int = 0
    rejected: int = 0


def write(path: Path, entries: Iterable[Entry], *, label: str) -> Counts:
    """Write a block to `path`, which must not be there; what it takes in memory is a few rows.

    Raises:
        OSError: the disk is full, or the like; the file is then not whole.
    """
    import pyarrow.parquet

    reports = rejected = 0
    with (
        path.open("xb") as stream,
        pyarrow.parquet.ParquetWriter(stream, _schema(), compression="zstd") as writer,
    ):
        rows: list[dict[str, Any]] = []
        for entry in entries:
            row = _row(entry)
            reports += row["kind"] == "report"
            rejected += row["kind"] == "rejected"
            rows.append(row)
            if len(rows) == _ROWS:
                writer.write_table(_table(rows))
                rows = []
        if rows:
            writer.write_table(_table(rows))
        told = {"format": FORMAT, "label": label, "reports": reports, "rejected": rejected}
        writer.add_key_value_metadata({_KEY.decode(): json.dumps(told)})
    with path.open("rb+") as written:
        os.fsync(written.fileno())
    return Counts(reports, rejected)


def counts(path: Path) -> Counts:
    """Return how many reports a file has; raises InputError as `read`."""
    head = _head(path)
    return Counts(head["reports"], head["rejected"])


def label_of(path: Path) -> str:
    """Return what read the reports of a file; raises InputError as `read`."""
    return str(_head(path)["label"])


def read(path: Path) -> Iterator[Entry]:
    """Yield the entries of a file, some at a time in memory.

    Raises:
        InputError: it is no such file, or damaged.
    """
    import pyarrow
    import pyarrow.parquet

    _head(path)
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(_ROWS):
                for number, row in enumerate(batch.to_pylist()):
                    yield _entry(row, f"{path.name}[{number + 1}]")
    except (pyarrow.ArrowException, OSError) as error:
        raise _damaged(path, error) from None


def _head(path: Path) -> dict[str, Any]:
    import pyarrow
    import pyarrow.parquet

    try:
        found = pyarrow.parquet.read_metadata(path).metadata or {}
    except (pyarrow.ArrowException, OSError) as error:
        raise _damaged(path, error) from None
    if _KEY not in found:
        raise InputError(
            str(path),
            "is Parquet, but not of `quoth ingest --on ray`: `quoth ingest` reads reports in "
            "Parquet",
        )
    head: dict[str, Any] = json.loads(found[_KEY])
    if head["format"] > FORMAT:
        raise InputError(str(path), "was written by a later version of Quoth: use that")
    return head


def _damaged(path: Path, error: Exception) -> InputError:
    said = shorten(" ".join(str(error).split()), 120)
    return InputError(str(path), f"is a damaged Parquet file ({said}): delete it and read it anew")


def _row(entry: Entry) -> dict[str, Any]:
    row: dict[str, Any] = {"file": entry.file, "outline": entry.outline}
    item = entry.item
    if isinstance(item, PassedOver):
        return {**row, "kind": "passed", "id": item.name, "passed": item.count}
    found = item
    if isinstance(found, Unsettled):
        naming = found.naming
        row |= {
            "place": naming.place,
            "given": naming.given,
            "ids": list(naming.ids),
            "by_address": naming.by_address,
            "digest": naming.digest,
        }
        report = found.item
    else:
        report = found
    if isinstance(report, Rejected):
        told = {"id": report.report_id, "stage": report.stage, "reason": report.reason}
        return {**row, "kind": "rejected", **told}
    return {
        **row,
        "kind": "report",
        "id": report.id,
        "outlet": report.outlet,
        "published": report.published,
        "url": report.url,
        "title": report.title,
        "language": report.language,
        "report": dumps(report_json(report)),
    }


def _entry(row: dict[str, Any], place: str) -> Entry:
    file, outline = row["file"], row["outline"]
    if row["kind"] == "passed":
        return Entry(file, PassedOver(row["id"], row["passed"]))
    item: Report | Rejected
    if row["kind"] == "rejected":
        item = Rejected(row["id"], row["stage"], row["reason"])
    else:
        try:
            item = report_from_json(json.loads(row["report"]))
        except InputError as error:
            return Entry(file, Rejected(place, "load", error.reason))
        except (ValueError, AttributeError) as error:
            return Entry(file, Rejected(place, "load", f"is not JSON ({error})"))
    if row["place"] is None:
        if isinstance(item, Report):
            return Entry(file, Rejected(place, "load", "lacks what its id depends on"))
        return Entry(file, item)
    naming = Naming(row["place"], row["given"], tuple(row["ids"]), row["by_address"], row["digest"])
    return Entry(file, Unsettled(item, naming), outline)


def _table(rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401 - pyarrow is not typed
    import pyarrow

    return pyarrow.Table.from_pylist(rows, schema=_schema())


def _schema() -> Any:  # noqa: ANN401
    import pyarrow as pa

    return pa.schema(
        [
            *((name, pa.string()) for name in _TEXTS),
            ("outline", pa.binary()),
            *((name, pa.string()) for name in _MORE),
            ("ids", pa.list_(pa.string())),
            ("by_address", pa.bool_()),
            ("digest", pa.binary(16)),
            ("file", pa.int32()),
            ("passed", pa.int64()),
        ]
    )
