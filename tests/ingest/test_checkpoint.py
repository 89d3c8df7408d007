"""An ingest that is killed goes on where it was."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ingest.server import ARTICLE, article

from quoth.errors import CheckpointError
from quoth.ingest import Checkpoint, Position, Seen, Validators, ingest
from quoth.records import Report


def text(n):
    return " ".join(ARTICLE) + f" It was day {n}."


@pytest.fixture
def inputs(tmp_path):
    """Everything that is no address, with faults, and names that are taken."""
    lines = [json.dumps({"text": text(n)}) for n in range(4)]
    lines[1] = "{broken"
    (tmp_path / "news.jsonl").write_text("\n".join(lines) + "\n")
    (tmp_path / "folder" / "inner").mkdir(parents=True)
    folder = tmp_path / "folder"
    (folder / "a.txt").write_text(text(10))
    (folder / "b.html").write_bytes(article())
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "inner" / "a.txt").write_text(text(11))
    with gzip.open(folder / "inner" / "news.jsonl.gz", "wt") as file:
        file.write("\n".join(json.dumps({"text": text(n)}) for n in range(20, 23)))
    (folder / "list.json").write_text(json.dumps([{"text": text(30)}, {}, {"text": text(31)}]))
    (tmp_path / "last").mkdir()
    (tmp_path / "last" / "a.txt").write_text(text(40))
    return [
        tmp_path / "news.jsonl",
        Report(id="made", text=text(50)),
        tmp_path / "gone.txt",
        folder,
        "-",
        tmp_path / "last" / "a.txt",
        folder,
    ]


def run(inputs, checkpoint=None):
    stdin = io.BytesIO("\n".join(json.dumps({"text": text(n)}) for n in (60, 61)).encode())
    return ingest(inputs, stdin=stdin, checkpoint=checkpoint)


def test_whatever_the_moment_the_rest_comes(inputs):
    whole = list(run(inputs))
    assert sum(isinstance(item, Report) for item in whole) == 15
    for stop in range(len(whole) + 1):
        first = run(inputs)
        given_out = [next(first) for _ in range(stop)]
        saved = Checkpoint.from_json(first.checkpoint.to_json())
        assert given_out + list(run(inputs, saved)) == whole, stop


def test_killed_again_and_again(inputs):
    whole = list(run(inputs))
    found, checkpoint = [], None
    for _ in range(len(whole)):
        now = run(inputs, checkpoint)
        found.append(next(now))
        checkpoint = Checkpoint.from_json(now.checkpoint.to_json())
    assert found == whole
    assert list(run(inputs, checkpoint)) == []


def test_what_is_added_at_the_end_is_read(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": text(n)}) + "\n" for n in range(40)))
    first = ingest([path])
    for _ in range(40):
        next(first)
    saved = first.checkpoint
    with path.open("a") as file:
        file.write(json.dumps({"text": text(99)}) + "\n")
    assert [r.id for r in ingest([path], checkpoint=saved)] == ["a-41"]


def test_other_inputs_are_refused(inputs):
    first = run(inputs)
    next(first)
    with pytest.raises(CheckpointError, match="give the same inputs"):
        list(run(inputs[1:], first.checkpoint))


TEXT = st.none() | st.text(max_size=9)
VALIDATORS = st.builds(Validators, TEXT, TEXT, TEXT)
NAMED = st.dictionaries(st.text(max_size=5), VALIDATORS, max_size=3)
COUNT = st.integers(0, 9)
DONE = st.lists(st.text(max_size=4), max_size=3).map(tuple)
POSITIONS = st.builds(Position, TEXT, TEXT, COUNT, COUNT, DONE, COUNT)
SEEN = st.dictionaries(st.text(max_size=9), st.builds(Seen, VALIDATORS, NAMED), max_size=3)
CHECKPOINTS = st.builds(Checkpoint, COUNT, TEXT, st.none() | POSITIONS, SEEN)


@settings(deadline=None)
@given(CHECKPOINTS)
def test_round_trip(checkpoint):
    line = checkpoint.to_json()
    assert "\n" not in line
    assert Checkpoint.from_json(line) == checkpoint
    assert Checkpoint.from_json(line).to_json() == line


DAMAGED = [
    *("", "{", "[]", "7", "null", "[" * 100_000),
    *('{"version":1}', '{"version":1,"inputs":-1}', '{"version":1,"inputs":"1"}'),
    *('{"version":1,"inputs":true}', '{"version":1,"inputs":0,"position":7}'),
    *('{"version":1,"inputs":0,"position":{"x":1}}', '{"version":1,"inputs":0,"seen":[]}'),
    *(
        '{"version":1,"inputs":0,"seen":{"a":{"etag":7}}}',
        '{"version":1,"inputs":0,"seen":{"a":7}}',
    ),
]


@pytest.mark.parametrize("line", DAMAGED)
def test_damaged_checkpoints(line):
    with pytest.raises(CheckpointError, match="damaged: start without it"):
        Checkpoint.from_json(line)


def test_a_later_version():
    with pytest.raises(CheckpointError, match="later version"):
        Checkpoint.from_json('{"version":2,"inputs":0}')
