"""Stretches of files, read apart and put together: the same as one ingest of the same inputs."""

from __future__ import annotations

import gzip
import json

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ingest.test_warc import INFO, ONE_MEMBER, PACKED, PLAIN, record, request, response

from quoth.config import IngestOptions
from quoth.errors import InputError
from quoth.ingest import ingest
from quoth.ingest.slices import PassedOver, Settler, Slice, Unsettled, cut, find, read_slice
from quoth.records import Rejected, Report

OPTIONS = IngestOptions()
TEXT = "The harbour of Halven was closed by the mayor on Friday. It opens again on Monday."
GERMAN = "Der Hafen von Halven wurde am Freitag vom Bürgermeister geschlossen, sagte er gestern."


def cut_all(inputs, records):
    return [part for whole in find(inputs) for part in cut(whole, records=records, options=OPTIONS)]


def put_together(parts):
    settler, found, file = Settler(), [], -1
    for part in parts:
        if part.file != file:
            found += settler.end_of_file()
            file = part.file
        for item in read_slice(part, options=OPTIONS):
            if isinstance(item, PassedOver):
                settler.add(item)
            else:
                found.append(settler.settle(item) if isinstance(item, Unsettled) else item)
    return found + list(settler.end_of_file())


def same_as_one_ingest(inputs, records):
    parts = cut_all(inputs, records)
    assert put_together(parts) == list(ingest(inputs, options=OPTIONS))
    return parts


def lines(*values):
    return "".join(
        (value if isinstance(value, str) else json.dumps(value)) + "\n" for value in values
    )


ROWS = [
    {"text": f"{TEXT} This is number {n}.", **({"id": f"given-{n}"} if n % 3 else {})}
    for n in range(11)
]
ROWS += [{"id": "given-1", "text": TEXT}, {"id": "given-2", "text": ROWS[2]["text"]}]
ROWS += [{"text": GERMAN}, {"id": "x", "text": " "}, {"id": "given-4", "text": GERMAN}]
HARD = lines(*ROWS[:5], "", "no json", *ROWS[5:]) + json.dumps({"text": TEXT})


@pytest.mark.parametrize("records", [1, 3, 7, 100])
def test_json_lines(tmp_path, records):
    path = tmp_path / "a.jsonl"
    path.write_text(HARD, "utf-8")
    parts = same_as_one_ingest([path], records)
    assert len(parts) == -(-len(HARD.splitlines()) // records)
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress(HARD.encode()))
    assert len(same_as_one_ingest([packed, path], records)) == 2 * len(parts)


@pytest.mark.parametrize(("records", "group"), [(1, 5), (3, 1), (4, 5), (4, 100), (100, 5)])
def test_parquet(tmp_path, records, group):
    path = tmp_path / "a.parquet"
    table = pyarrow.Table.from_pylist(
        ROWS, schema=pyarrow.schema({"id": "string", "text": "string"})
    )
    pyarrow.parquet.write_table(table, path, row_group_size=group)
    parts = same_as_one_ingest([path], records)
    assert all(part.records <= records for part in parts)
    assert sum(part.records for part in parts) == len(ROWS)


OTHERS = [
    response(5, b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n"),
    response(6, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n", b"\x89PNG"),
]
AGAIN = [response(1), record("https://n.example/8", b"x", "revisit"), *OTHERS, response(2), *OTHERS]
CRAWL = [INFO, *OTHERS, *(p for n in range(5) for p in (request(n), response(n))), *AGAIN]
CRAWLS = {
    "plain.warc": b"".join(CRAWL),
    "packed.warc.gz": b"".join(gzip.compress(part, mtime=0) for part in CRAWL),
    "one.warc.gz": gzip.compress(b"".join(CRAWL), mtime=0),
}


@pytest.mark.parametrize("name", CRAWLS)
@pytest.mark.parametrize("records", [1, 5])
def test_web_archives(tmp_path, name, records):
    path = tmp_path / name
    path.write_bytes(CRAWLS[name])
    parts = same_as_one_ingest([path], records)
    assert len(parts) == -(-13 // records)
    assert sum(part.records for part in parts) == 13


@pytest.mark.parametrize("data", [PLAIN, PACKED, ONE_MEMBER])
@settings(max_examples=8, deadline=None)
@given(where=st.floats(0, 1), what=st.binary(min_size=1, max_size=40), size=st.integers(1, 4))
def test_damaged_web_archives_end_and_tell_their_stretches_apart(
    tmp_path_factory, data, where, what, size
):
    path = tmp_path_factory.mktemp("damaged") / "a.warc.gz"
    at = int(where * len(data))
    path.write_bytes(data[:at] + what + data[at + len(what) :])
    parts = cut_all([path], size)
    reports = [item.url for item in put_together(parts) if isinstance(item, Report)]
    whole = [item.url for item in ingest([path], options=OPTIONS) if isinstance(item, Report)]
    assert reports == whole


def test_folders_files_twice_and_what_cannot_be_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("in/b/a.txt", "in/a.txt", "in/c.jsonl", "in/d.pdf", "in/e.txt", "in/f.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HARD if name.endswith("jsonl") else TEXT, "utf-8")
    (tmp_path / "in/e.txt").write_text("", "utf-8")
    (tmp_path / "empty").mkdir()
    inputs = ["in", "in/a.txt", "nowhere.txt", "empty", " ", 7]
    parts = same_as_one_ingest(inputs, 4)
    assert [part.file for part in parts] == sorted(part.file for part in parts)


def test_what_has_no_stretches_is_said(tmp_path):
    feed = tmp_path / "a.urls"
    feed.write_text("https://paper.example/1\n", "utf-8")
    report = Report("made", TEXT)
    parts = cut_all(["-", "https://paper.example/feed", report, feed], 5)
    found = [(item.report_id, item.reason) for item in put_together(parts)]
    assert [name for name, _ in found] == [
        "standard input", "https://paper.example/feed", "made", str(feed),
    ]  # fmt: skip
    assert all("without --on" in reason for _, reason in (found[0], found[1], found[3]))


def test_a_file_that_changed_or_went_is_no_report_left_out(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(HARD, "utf-8")
    first, second, *_ = cut_all([path], 4)
    path.write_text(HARD + lines({"text": TEXT}), "utf-8")
    with pytest.raises(InputError, match="has changed since"):
        list(read_slice(second, options=OPTIONS))
    path.write_text(HARD.replace("Halven", "Havlen"), "utf-8")
    with pytest.raises(InputError, match="has changed since"):
        list(read_slice(first, options=OPTIONS))
    path.unlink()
    with pytest.raises(InputError, match="is not there any more"):
        list(read_slice(first, options=OPTIONS))


def test_a_stretch_ends_where_the_next_begins(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(lines(*ROWS[:6]), "utf-8")
    parts = cut_all([path], 2)
    ids = [[item.item.id for item in read_slice(part, options=OPTIONS)] for part in parts]
    assert ids == [["a-1", "given-1"], ["given-2", "a-4"], ["given-4", "given-5"]]
    assert [part.whole for part in parts] == [False] * len(parts)
    assert Slice(0, "", "").whole


def test_rejected_of_a_missing_file_is_its_input(tmp_path):
    (part,) = cut_all([tmp_path / "nowhere"], 5)
    assert put_together([part]) == [
        Rejected(str(tmp_path / "nowhere"), "ingest", "is not there: check the path")
    ]
