"""Blocks without Ray: their files, what a death leaves, and the way into an archive."""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import replace

import pyarrow.parquet
import pytest
from tests.ingest.test_slices import CRAWL, HARD, TEXT
from tests.keeping.fakes import WordReader, make_word_reader

import quoth
from quoth.archive import Added, Archive
from quoth.errors import CheckpointError, InputError, ModelError
from quoth.keeping import Keeper
from quoth.ray import Loaded, Options, blockfile, label_of, plan, read_folder
from quoth.ray.blocks import BlockReader, Diary, Done, Folder
from quoth.ray.plan import Plan
from quoth.records import Rejected

OPTIONS = Options(records=3, make=make_word_reader)


@pytest.fixture
def inputs(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_text(HARD, "utf-8")
    (folder / "b.warc.gz").write_bytes(b"".join(gzip.compress(part, mtime=0) for part in CRAWL))
    for name in ("c", "d"):
        (folder / f"{name}.txt").write_text(f"{TEXT} This is {name}.", "utf-8")
    (folder / "e.txt").write_text("furniture only, of course", "utf-8")
    return folder


def planned(out, *inputs, options=OPTIONS):
    out.mkdir(exist_ok=True)
    made = plan.make(inputs, options, lambda files: plan.cut_here(files, options))
    made.write(out)
    return made


def read_here(out, *inputs, options=OPTIONS, order=1):
    """Read all blocks in this process, as the one actor of a cluster would."""
    made = planned(out, *inputs, options=options)
    reader = BlockReader(Folder(out), made.label, options)
    return [reader.read(block) for block in made.blocks[::order]]


def content(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.glob("block-*.parquet"))}


def archived(path, bring):
    with Keeper(path, reader=WordReader()) as keeper:
        items = list(bring(keeper))
        dump = keeper.archive.dump()
        return items, [line for line in dump if not line.startswith('["checkpoints"')]


def test_an_archive_has_what_one_ingest_gives(tmp_path, inputs):
    done = read_here(tmp_path / "out", inputs)
    assert {one.outcome for one in done} == {"done"}
    one = archived(tmp_path / "one.duckdb", lambda keeper: keeper.ingest(inputs))
    two = archived(tmp_path / "two.duckdb", lambda keeper: keeper.load(tmp_path / "out"))
    assert two == one
    assert sum(isinstance(item, Added) for item in one[0]) > 15
    assert any("is a duplicate" in item.reason for item in one[0] if isinstance(item, Rejected))
    again = archived(tmp_path / "two.duckdb", lambda keeper: keeper.load(tmp_path / "out"))
    assert {item.outcome for item in again[0] if isinstance(item, Added)} == {"same"}
    with Archive(tmp_path / "two.duckdb", read_only=True) as archive:
        assert archive.check() == []
        assert archive.sql("SELECT DISTINCT reader FROM reports").rows == ((quoth.__version__,),)


def test_outlines_are_not_made_again(tmp_path, inputs):
    read_here(tmp_path / "out", inputs)

    class NoVectors(WordReader):
        def encode(self, texts):
            raise AssertionError("outlines came with the reports")

    with Keeper(tmp_path / "a.duckdb", reader=NoVectors()) as keeper:
        assert len(keeper.archive.sql("SELECT * FROM reports").rows) == 0
        kinds = [type(item) for item in keeper.load(tmp_path / "out")]
    assert Added in kinds
    plain = replace(OPTIONS, outlines=False)
    read_here(tmp_path / "plain", inputs, options=plain)
    with Keeper(tmp_path / "b.duckdb", reader=WordReader()) as keeper:
        assert [type(item) for item in keeper.load(tmp_path / "plain")] == kinds
    with Archive(tmp_path / "a.duckdb") as one, Archive(tmp_path / "b.duckdb") as two:
        assert one.dump() == two.dump()


def test_the_order_of_reading_changes_no_byte_and_finished_blocks_are_left(tmp_path, inputs):
    read_here(tmp_path / "one", inputs)
    read_here(tmp_path / "two", inputs, order=-1)
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert {done.outcome for done in read_here(tmp_path / "one", inputs)} == {"there"}
    assert list((tmp_path / "one" / "work").iterdir()) == []


def test_the_size_of_blocks_changes_no_report(tmp_path, inputs):
    read_here(tmp_path / "one", inputs)
    read_here(tmp_path / "two", inputs, options=replace(OPTIONS, records=100))
    assert len(content(tmp_path / "two")) == 1 < len(content(tmp_path / "one"))
    assert list(read_folder(tmp_path / "one")) == list(read_folder(tmp_path / "two"))


def test_other_programs_can_read_a_file(tmp_path, inputs):
    read_here(tmp_path / "out", inputs, options=replace(OPTIONS, records=1000))
    (path,) = (tmp_path / "out").glob("*.parquet")
    rows = pyarrow.parquet.read_table(path).to_pylist()
    reports = [row for row in rows if row["kind"] == "report"]
    for row in reports:
        told = json.loads(row["report"])
        assert [told[key] for key in ("id", "url", "title")] == [
            row[key] for key in ("id", "url", "title")
        ]
    (passed,) = (row for row in rows if row["reason"] and "no pages" in row["reason"])
    assert passed["kind"] == "rejected"
    assert "holds 6 answers" in passed["reason"]
    assert blockfile.counts(path) == blockfile.Counts(
        len(reports), sum(row["kind"] == "rejected" for row in rows)
    )


def test_a_single_file_can_be_loaded(tmp_path, inputs):
    read_here(tmp_path / "out", inputs)
    first = sorted((tmp_path / "out").glob("*.parquet"))[0]
    assert label_of(first) == label_of(tmp_path / "out") == quoth.__version__
    found = list(read_folder(first))
    assert [item.report.id for item in found if isinstance(item, Loaded)] == [
        "a-1", "given-1", "given-2",
    ]  # fmt: skip


def test_what_is_missing_or_damaged_is_said_while_it_is_loaded(tmp_path, inputs):
    out = tmp_path / "out"
    read_here(out, inputs)
    first, second, third, *_ = sorted(out.glob("*.parquet"))
    first.unlink()
    second.write_bytes(second.read_bytes()[:-20])
    third.unlink()
    aside = Folder(out).aside(2)
    aside.parent.mkdir()
    aside.write_text(json.dumps({"reason": "block 2 (a.jsonl): its worker died"}))
    found = [item for item in read_folder(out) if isinstance(item, Rejected)]
    reasons = [item.reason for item in found if item.stage == "load"]
    assert reasons[0].startswith("block 0 (")
    assert "is not read yet: give the same ingest again" in reasons[0]
    assert "is a damaged Parquet file" in reasons[1]
    assert reasons[2] == "block 2 (a.jsonl): its worker died"


def test_what_is_no_folder_of_blocks(tmp_path):
    with pytest.raises(InputError, match="has not written"):
        list(read_folder(tmp_path))
    path = tmp_path / "other.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"text": ["x"]}), path)
    with pytest.raises(InputError, match="`quoth ingest` reads reports in Parquet"):
        list(read_folder(path))
    path.write_bytes(b"PAR1")
    with pytest.raises(InputError, match="is a damaged Parquet file"):
        label_of(path)


def test_a_damaged_file_is_read_anew(tmp_path, inputs):
    out = tmp_path / "out"
    read_here(out, inputs)
    before = content(out)
    first = min(out.glob("*.parquet"))
    first.write_bytes(b"PAR1")
    outcomes = [done.outcome for done in read_here(out, inputs)]
    assert outcomes == ["done"] + ["there"] * (len(outcomes) - 1)
    assert content(out) == before


# --- what goes wrong


class Faulty(WordReader):
    def iter_finish(self, items):
        for item in items:
            if "number 1." in item.text:
                raise MemoryError
            if "number 2." in item.text:
                raise ValueError("no\nsense")
            yield from super().iter_finish([item])


def test_a_report_that_cannot_be_read_is_left_out_alone(tmp_path, inputs):
    options = replace(OPTIONS, make=lambda _: Faulty())
    done = read_here(tmp_path / "out", inputs / "a.jsonl", options=options)
    assert done[0] == Done(0, "done", 1, 2)
    found = [i for i in read_folder(tmp_path / "out") if isinstance(i, Rejected)][:2]
    assert [(item.report_id, item.stage) for item in found] == [
        ("given-1", "read"), ("given-2", "read"),
    ]  # fmt: skip
    assert "(ValueError: no sense)" in found[1].reason


def no_model(_):
    raise ModelError("the model is missing; install it")


def test_what_is_wrong_for_all_blocks_is_a_fault(tmp_path, inputs):
    out = tmp_path / "out"
    done = read_here(out, inputs, options=replace(OPTIONS, make=no_model))
    assert {(one.outcome, one.reason) for one in done} == {
        ("fault", "the model is missing; install it")
    }
    assert content(out) == {}
    (block, *_) = planned(out, inputs).blocks
    other = BlockReader(Folder(out), "x", OPTIONS, version="0.0")
    assert "the run was started with 0.0: install the same" in other.read(block).reason
    away = BlockReader(Folder(tmp_path / "away"), "x", OPTIONS)
    assert "is not in sight of" in away.read(block).reason
    shutil.rmtree(out / "work")
    (out / "work").write_text("in the way")
    assert "cannot be written to" in BlockReader(Folder(out), "x", OPTIONS).read(block).reason


def test_an_input_that_went_sets_its_block_aside(tmp_path, inputs):
    out = tmp_path / "out"
    made = planned(out, inputs)
    (inputs / "a.jsonl").unlink()
    reader = BlockReader(Folder(out), made.label, OPTIONS)
    done = [reader.read(block) for block in made.blocks]
    assert done[0].outcome == "aside"
    assert "is not there any more" in done[0].reason
    assert Folder(out).why_aside(0) == done[0].reason
    assert {one.outcome for one in done[8:]} == {"done"}


def died(out, block, *attempts):
    """Leave what workers leave that die: the last lines of their diaries."""
    diary = Folder(out).diary(block)
    diary.parent.mkdir(exist_ok=True)
    diary.write_text("".join(f"begun\nfinding 0\n{last}" for last in attempts), "ascii")
    return Diary(diary)


def test_a_record_that_kills_its_worker_is_left_out(tmp_path, inputs):
    out = tmp_path / "out"
    made = planned(out, inputs)
    reader = BlockReader(Folder(out), made.label, OPTIONS)
    diary = died(out, 0, "reading 1\n", "finding 1\nended\n", "reading 1\n", "finding 2\n", "rea")
    assert (diary.deaths, diary.died_of(1), diary.died_of(2)) == (4, 2, 0)
    assert reader.read(made.blocks[0]) == Done(0, "done", 2, 1)
    left_out = next(i for i in read_folder(out) if isinstance(i, Rejected))
    assert (left_out.report_id, left_out.stage) == ("given-1", "read")
    assert "the worker died 2 times" in left_out.reason
    assert list(Folder(out).work.iterdir()) == []


def test_a_block_that_kills_its_workers_is_set_aside(tmp_path, inputs):
    out = tmp_path / "out"
    made = planned(out, inputs)
    reader = BlockReader(Folder(out), made.label, OPTIONS)
    died(out, 0, *["finding 0\n"] * 5)
    done = reader.read(made.blocks[0])
    assert done.outcome == "aside"
    assert done.reason.startswith("block 0 (")
    assert "a.jsonl, 3 records): its worker died 5 times" in done.reason
    assert reader.read(made.blocks[1]).outcome == "done"
    Folder(out).diary(0).unlink()  # as the next run does
    assert reader.read(made.blocks[0]).outcome == "done"
    assert Folder(out).why_aside(0) is None


def test_all_stop_where_they_are_told_to(tmp_path, inputs):
    out = tmp_path / "out"
    made = planned(out, inputs)
    Folder(out).work.mkdir()
    Folder(out).stop.touch()
    reader = BlockReader(Folder(out), made.label, OPTIONS)
    assert {reader.read(block).outcome for block in made.blocks} == {"stopped"}
    assert content(out) == {}


# --- plans


def test_a_plan_comes_back_and_is_held_to(tmp_path, inputs):
    made = planned(tmp_path, inputs)
    assert Plan.read(tmp_path) == made
    plan.check_same(made, plan.wanted([inputs], OPTIONS), tmp_path)
    for options, given, said in (
        (replace(OPTIONS, records=4), inputs, "blocks of another size (3 there, 4 now)"),
        (OPTIONS, inputs / "a.jsonl", "other inputs"),
        (replace(OPTIONS, outlines=False), inputs, "outlines"),
        (
            replace(OPTIONS, reader=replace(OPTIONS.reader, least_event=0.3)),
            inputs,
            "other options of reading",
        ),
    ):
        with pytest.raises(CheckpointError) as caught:
            plan.check_same(made, plan.wanted([given], options), tmp_path)
        assert said in str(caught.value)


def test_a_damaged_plan(tmp_path, inputs):
    planned(tmp_path, inputs)
    path = tmp_path / plan.NAME
    lines = path.read_text().splitlines(keepends=True)
    for text in ("", "{}", lines[0], "".join(lines[:-1])):
        path.write_text(text)
        with pytest.raises(CheckpointError, match="is damaged"):
            Plan.read(tmp_path)
    path.write_text(lines[0].replace('"format": 1', '"format": 2'))
    with pytest.raises(CheckpointError, match="later version"):
        Plan.read(tmp_path)


def test_options_are_checked():
    for wrong in ({"records": 0}, {"workers": 0}, {"cpus": 0}, {"attempts": 0}):
        with pytest.raises(ValueError, match="is 0; it is 1 at least"):
            Options(**wrong)
