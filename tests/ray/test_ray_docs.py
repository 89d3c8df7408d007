"""docs/ray.md says what the command computes, and names every option."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from benchmarks.capacity import RECORD, lines

from quoth.ray import Options, blockfile

PAGE = (Path(__file__).parents[2] / "docs" / "ray.md").read_text("utf-8")


def test_the_year_is_the_one_that_is_computed():
    table = "\n".join(lines(json.loads(RECORD.read_text("utf-8")), 1_000_000, 365))
    assert table in PAGE


def test_options_and_columns_are_described():
    for field in dataclasses.fields(Options):
        if field.name not in ("reader", "make"):  # told as options of reading, and for tests
            assert f"`{field.name}`" in PAGE, field.name
    for name in blockfile._schema().names:
        assert f"`{name}`" in PAGE, name


def test_what_follows_is_computed_from_what_is_measured():
    record = {
        "reading": {
            "own": 0.36, "reports": 90, "characters": 5000.0, "parquet_bytes": 10_000.0,
            "cpus": 2, "busy": 1.2,
        },
        "loading": {
            "reports": 100_000, "first": 0.01, "last": 0.018, "archive_bytes": 20_000.0,
            "memory_gb": 1.25, "busy": 2.2,
        },
    }  # fmt: skip
    told = "\n".join(lines(record, 1_000_000, 365))
    assert "| reading a day | 100 CPU hours | follows |" in told
    assert "| cores, busy all day at 80% | 5, or 1 machine of 16 | follows |" in told
    assert "| Parquet of a day, of 365 days | 10.0 GB, 3.6 TB | follows |" in told
    assert "| archives of a day, of 365 days | 20.0 GB, 7.3 TB | follows |" in told
    assert "| loading a day, one archive at a time | 5.0 hours |" in told
