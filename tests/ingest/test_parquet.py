"""Parquet: a row a report, read on from a checkpoint."""

from __future__ import annotations

import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.ingest.server import ARTICLE, article

from quoth.ingest import Checkpoint, ingest
from quoth.records import Rejected, Report

TEXTS = [" ".join(ARTICLE) + f" It was day {n}." for n in range(10)]


def write(path, rows=None, row_group_size=4, **columns):
    table = pa.table(columns) if columns else pa.Table.from_pylist(rows)
    pq.write_table(table, path, row_group_size=row_group_size)
    return path


def test_rows_are_reports(tmp_path):
    day = datetime.date(2026, 4, 28)
    path = write(
        tmp_path / "a.parquet",
        id=["x", None, "z"],
        text=TEXTS[:3],
        published=[day, None, None],
        url=["https://N.example/a?utm_source=x", None, "urn:7"],
        other=[1, 2, 3],
    )
    found = list(ingest([path]))
    assert [r.id for r in found] == ["x", "a-2", "z"]
    assert [r.text for r in found] == TEXTS[:3]
    assert [r.published for r in found] == ["2026-04-28", None, None]
    assert [r.url for r in found] == ["https://n.example/a", None, "urn:7"]


def test_types_that_tools_write(tmp_path):
    moment = datetime.datetime(2026, 4, 28, 10, tzinfo=datetime.UTC)
    path = write(
        tmp_path / "noname",
        html=pa.array([article(), article("Two")], pa.binary()),
        title=pa.array(["T", "T"]).dictionary_encode(),
        published=pa.array([moment, None], pa.timestamp("us", "UTC")),
        outlet=pa.array(["Post", None], pa.large_string()),
    )
    found = list(ingest([path]))
    assert [(r.title, r.published, r.outlet) for r in found] == [
        ("T", "2026-04-28T10:00:00+00:00", "Post"),
        ("T", None, None),
    ]


def test_bad_rows_stop_nothing(tmp_path):
    path = write(tmp_path / "a.parquet", text=[TEXTS[0], None, "", TEXTS[1]], id=[1, 2, 3, 4])
    found = list(ingest([path]))
    assert [type(r) for r in found] == [Rejected] * 4  # an id has to be a text
    path = write(tmp_path / "b.parquet", text=[TEXTS[0], None, "", TEXTS[1]])
    found = list(ingest([path]))
    assert [type(r) for r in found] == [Report, Rejected, Rejected, Report]
    assert found[1].report_id == f"{path}[2]"
    path = write(
        tmp_path / "c.parquet", text=pa.array([b"caf\xe9", TEXTS[0].encode()], pa.binary())
    )
    assert [type(r) for r in ingest([path])] == [Rejected, Report]


BAD = {
    "no rows": {"text": pa.array([], pa.string())},
    "other columns": {"body": ["x"], "headline": ["y"]},
    "lists": {"text": [["x"], ["y"]]},
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_table_of_reports(tmp_path, name):
    found = list(ingest([write(tmp_path / "a.parquet", **BAD[name])]))
    assert found
    assert all(isinstance(item, Rejected) for item in found)


@pytest.mark.parametrize("at", [0, 4, 20, 60, 200, -8, -5, -3])
@pytest.mark.parametrize("kind", ["cut", "changed"])
def test_damage(tmp_path, at, kind):
    path = write(tmp_path / "a.parquet", text=TEXTS)
    data = path.read_bytes()
    path.write_bytes(data[:at] if kind == "cut" else data[:at] + b"\xff\x00\xff" + data[at:][3:])
    for item in ingest([path]):
        if isinstance(item, Rejected):
            assert item.reason.isprintable()


@pytest.mark.parametrize("stop", [1, 3, 4, 5, 8, 10])
def test_reading_goes_on(tmp_path, stop):
    path = write(tmp_path / "a.parquet", text=[*TEXTS[:2], None, *TEXTS[3:]])
    first = ingest([path])
    given = [next(first) for _ in range(stop)]
    saved = Checkpoint.from_json(first.checkpoint.to_json())
    assert given + list(ingest([path], checkpoint=saved)) == list(ingest([path]))
