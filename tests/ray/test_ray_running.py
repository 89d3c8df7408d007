"""Runs without Ray: the blocks are read here, in place of the actors of a cluster."""

from __future__ import annotations

import fcntl
import json
import sys
from dataclasses import replace

import pytest
from tests.keeping.fakes import make_word_reader
from tests.ray.fakes import waited
from tests.ray.test_ray_blocks import content, no_model

from quoth.errors import CheckpointError, NothingToReadError, QuothError, ReadingError
from quoth.ray import Options, Result, iter_read, read, running
from quoth.ray.blocks import BlockReader, _Lost
from quoth.ray.plan import cut_here

OPTIONS = Options(records=2, make=make_word_reader)


class Here:
    """A cluster whose one worker is this process, and which does the last block first.

    With `waits` it does no second block until it is told to stop.
    """

    waits = False

    def __init__(self, options):
        self.options = options
        self.joined = False

    def __enter__(self):
        self.joined = True
        return self

    def __exit__(self, *_):
        self.joined = False

    def read(self, blocks, folder, label):
        assert self.joined
        reader = BlockReader(folder, label, self.options)
        for block in reversed(blocks):
            yield reader.read(block)
            if self.waits:
                waited(folder.stop.exists)

    def cut(self, files):
        assert self.joined
        yield from reversed(list(cut_here(files, self.options)))


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr(running, "Cluster", Here)


@pytest.fixture
def inputs(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in "ab":
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as stream:
            for n in range(7):
                stream.write(json.dumps({"text": f"Lindqvist closed harbour {name}{n}."}) + "\n")
    return folder


def test_a_run_and_the_same_again(tmp_path, inputs):
    out = tmp_path / "new" / "out"
    done = list(iter_read(inputs, out, options=OPTIONS))
    assert [one.block for one in done] == list(reversed(range(8)))
    assert {(one.outcome, one.rejected) for one in done} == {("done", 0)}
    assert not (out / "work").exists()
    before = content(out)
    again = list(iter_read([str(inputs)], out, options=OPTIONS))
    assert [(one.block, one.outcome) for one in again] == [(n, "there") for n in range(8)]
    assert read(inputs, out, options=OPTIONS) == Result(out, 8, 14, 0)
    assert read(inputs, out, options=OPTIONS, anew=True) == Result(out, 8, 14, 0)
    assert content(out) == before


def test_files_that_the_cluster_cuts(tmp_path, inputs, monkeypatch):
    read(inputs, tmp_path / "one", options=OPTIONS)
    monkeypatch.setattr(running, "_CUT_HERE_BYTES", 0)
    read(inputs, tmp_path / "two", options=OPTIONS)
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_a_run_that_is_stopped_goes_on_where_it_was(tmp_path, inputs, monkeypatch):
    out = tmp_path / "out"
    monkeypatch.setattr(Here, "waits", True)
    done = []
    for one in iter_read(inputs, out, options=OPTIONS, stop=lambda: bool(done)):
        done.append(one)
    assert [(one.block, one.outcome) for one in done] == [(7, "done")]
    assert list(content(out)) == ["block-0000007.parquet"]
    monkeypatch.setattr(Here, "waits", False)
    rest = list(iter_read(inputs, out, options=OPTIONS))
    assert [(one.block, one.outcome) for one in rest] == [
        (7, "there"), *((n, "done") for n in reversed(range(7))),
    ]  # fmt: skip
    whole = tmp_path / "whole"
    read(inputs, whole, options=OPTIONS)
    assert content(out) == content(whole)


def test_nothing_is_begun_after_stop(tmp_path, inputs):
    assert list(iter_read(inputs, tmp_path / "out", options=OPTIONS, stop=lambda: True)) == []
    assert content(tmp_path / "out") == {}


def test_who_looks_away_stops_it(tmp_path, inputs, monkeypatch):
    monkeypatch.setattr(Here, "waits", True)
    run = iter_read(inputs, tmp_path / "out", options=OPTIONS)
    next(run)
    run.close()
    assert list(content(tmp_path / "out")) == ["block-0000007.parquet"]
    monkeypatch.setattr(Here, "waits", False)
    assert read(inputs, tmp_path / "out", options=OPTIONS).blocks == 8


def test_how_far_it_is(tmp_path, inputs):
    told = []
    list(iter_read(inputs, tmp_path / "out", options=OPTIONS, tick=told.append))
    assert (told[-1].records, told[-1].total) == (14, 14)
    assert (told[-1].blocks, told[-1].total_blocks) == (8, 8)
    assert [one.records for one in told] == sorted(one.records for one in told)


def test_a_block_that_is_set_aside_stops_others_only_if_asked(tmp_path, inputs, monkeypatch):
    original = BlockReader._read

    def lost(self, block):
        if block.number == 6:
            raise _Lost("it is gone")
        return original(self, block)

    monkeypatch.setattr(BlockReader, "_read", lost)
    result = read(inputs, tmp_path / "out", options=OPTIONS)
    assert (result.blocks, len(result.aside)) == (7, 1)
    assert "it is gone" in result.aside[0].reason
    done = list(iter_read(inputs, tmp_path / "two", options=replace(OPTIONS, keep_going=False)))
    assert done[1].outcome == "aside"
    monkeypatch.undo()
    monkeypatch.setattr(running, "Cluster", Here)
    assert read(inputs, tmp_path / "out", options=OPTIONS) == Result(tmp_path / "out", 8, 14)
    assert not list((tmp_path / "out" / "aside").iterdir())


def test_a_fault_of_all_is_an_error(tmp_path, inputs):
    with pytest.raises(ReadingError, match="the model is missing; install it"):
        read(inputs, tmp_path / "out", options=replace(OPTIONS, make=no_model))
    assert read(inputs, tmp_path / "out", options=OPTIONS).blocks == 8


def test_one_run_at_a_time(tmp_path, inputs):
    read(inputs, tmp_path / "out", options=OPTIONS)
    with (tmp_path / "out" / ".lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        with pytest.raises(ReadingError, match="another run is writing to it"):
            read(inputs, tmp_path / "out", options=OPTIONS)


def test_what_cannot_be_done_is_said_before_anything_is_read(tmp_path, inputs):
    read(inputs, tmp_path / "out", options=OPTIONS)
    with pytest.raises(CheckpointError, match=r"other inputs: give the same, begin anew \(--anew"):
        read(inputs / "a.jsonl", tmp_path / "out", options=OPTIONS)
    (inputs / "c.txt").write_text("Lindqvist closed it.", "utf-8")
    with pytest.raises(CheckpointError, match=r"1 file that it does not know, .*c\.txt for one"):
        read(inputs, tmp_path / "out", options=OPTIONS)
    with pytest.raises(NothingToReadError):
        read([], tmp_path / "out", options=OPTIONS)
    with pytest.raises(ReadingError, match="cannot be written to"):
        read(inputs, inputs / "a.jsonl", options=OPTIONS)


def test_without_ray_one_line_says_what_to_install(tmp_path, inputs, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "ray.data", raising=False)
    with pytest.raises(QuothError, match=r"Ray is not installed: pip install 'quoth\[ray\]'"):
        read(inputs, tmp_path / "out", options=OPTIONS)
