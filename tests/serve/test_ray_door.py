"""`quoth ingest --on ray`, `quoth load` of what it wrote; blocks are read in this process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from tests.keeping.fakes import WordReader, make_word_reader
from tests.ray.test_ray_running import Here
from tests.serve.running import quoth

import quoth as package
from quoth.archive import Archive
from quoth.ray import Progress, running
from quoth.serve import messages, raydoor, steps

STORM = "The storm hit Valmora on Friday. Roofs flew over Valmora, Lindqvist told the council."
STRIKE = "Dockers in Halle walk out on Monday. Ferries to Halle stop, Sorel said to the union."


class WithWords(Here):
    """Reads with the fake reader, whatever is asked for."""

    def read(self, blocks, folder, label):
        self.options = replace(self.options, make=make_word_reader)
        yield from super().read(blocks, folder, label)


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr(running, "Cluster", WithWords)
    monkeypatch.setattr(steps, "make_reader", lambda **_: WordReader())
    monkeypatch.delenv("QUOTH_ARCHIVE", raising=False)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "in"
    made.mkdir()
    for name, text in (("a", STORM), ("b", STORM + " A third line."), ("c", STRIKE), ("d", "")):
        (made / f"{name}.txt").write_text(text, "utf-8")
    return made


def lines(text):
    return text.splitlines()


def test_read_to_a_folder_and_loaded(folder):
    result = quoth("ingest", "in", "--on", "ray", "--out", "read", "--block", 2)
    assert result.exit_code == 0
    assert result.stdout == "3 reports · 1 left out · 2 blocks · read\n"
    assert lines(result.stderr) == [
        "quoth: note: `quoth load read --archive FILE` brings them into an archive, and names what "
        "was left out"
    ]
    loaded = quoth("load", "read", "--archive", "news.duckdb")
    assert loaded.exit_code == 0
    assert loaded.stdout == (
        "3 new · 0 updated · 0 the same · 1 left out · news.duckdb: 3 reports, 2 stories\n"
    )
    assert "in/d.txt: is empty: there is nothing to read" in loaded.stderr
    again = quoth("ingest", "in", "--on", "ray", "--out", "read", "--block", 2, "-f", "json")
    assert json.loads(again.stdout) == {"reports": 3, "left_out": 1, "blocks": 2, "aside": 0}


def test_an_archive_as_one_process_makes_it(folder):
    result = quoth("ingest", "in", "--on", "ray", "--archive", "ray.duckdb", "--block", 1)
    assert result.stdout.endswith("1 left out · ray.duckdb: 3 reports, 2 stories\n")
    assert not list(folder.parent.glob("*.blocks"))
    assert quoth("ingest", "in", "--archive", "one.duckdb").exit_code == 0
    with Archive("ray.duckdb") as ray, Archive("one.duckdb") as one:
        kept = [line for line in one.dump() if not line.startswith('["checkpoints"')]
        assert ray.dump() == kept
    # The archive knows them: what read them is noted.
    assert "3 the same" in quoth("ingest", "in", "--archive", "ray.duckdb").stdout


def test_an_archive_of_the_environment_is_not_filled_unasked(folder, monkeypatch):
    monkeypatch.setenv("QUOTH_ARCHIVE", "news.duckdb")
    assert quoth("ingest", "in", "--on", "ray", "--out", "read").exit_code == 0
    assert not (folder.parent / "news.duckdb").exists()
    both = quoth("ingest", "in", "--on", "ray", "--out", "read", "--archive", "news.duckdb")
    assert both.stdout.startswith("3 new")
    assert len(list((folder.parent / "read").glob("*.parquet"))) == 1
    assert "3 the same" in quoth("ingest", "in", "--on", "ray").stdout


def test_a_line_a_block(folder):
    rows = quoth("ingest", "in", "--on", "ray", "--out", "read", "--block", 2, "-f", "jsonl")
    assert [json.loads(line) for line in lines(rows.stdout)] == [
        {"block": 0, "outcome": "done", "reports": 2, "left_out": 0, "reason": None},
        {"block": 1, "outcome": "done", "reports": 1, "left_out": 1, "reason": None},
    ]
    table = quoth("ingest", "in", "--on", "ray", "--out", "read", "--block", 2, "-f", "csv")
    assert lines(table.stdout) == [
        "block,outcome,reports,left_out,reason", "0,there,2,0,", "1,there,1,1,",
    ]  # fmt: skip


def test_ctrl_c_says_how_to_go_on(folder, monkeypatch):
    class Stopped(WithWords):
        waits = True

        def read(self, blocks, folder, label):
            for number, done in enumerate(super().read(blocks, folder, label)):
                if not number:
                    os.kill(os.getpid(), signal.SIGINT)
                yield done

    monkeypatch.setattr(running, "Cluster", Stopped)
    before = signal.getsignal(signal.SIGINT)
    result = quoth("ingest", "in", "--on", "ray", "--archive", "news.duckdb", "--block", 2)
    assert result.exit_code == 130
    assert lines(result.stderr)[-1].endswith(
        "interrupted: 1 block (1 report) so far in news.duckdb.blocks; the same command goes on "
        "from there"
    )
    assert signal.getsignal(signal.SIGINT) == before
    monkeypatch.setattr(running, "Cluster", WithWords)
    result = quoth("ingest", "in", "--on", "ray", "--archive", "news.duckdb", "--block", 2)
    assert result.stdout.startswith("3 new")


def test_a_block_that_is_set_aside_is_named_and_kept(folder, monkeypatch):
    class Gone(WithWords):
        def read(self, blocks, out, label):
            (folder / "c.txt").unlink()
            yield from super().read(blocks, out, label)

    monkeypatch.setattr(running, "Cluster", Gone)
    result = quoth("ingest", "in", "--on", "ray", "--archive", "news.duckdb", "--block", 1)
    assert result.exit_code == 0
    assert result.stdout.startswith("2 new")
    assert "quoth: block 2 (in/c.txt, 1 record): in/c.txt: is not there any more" in result.stderr
    assert (folder.parent / "news.duckdb.blocks").is_dir()
    assert "is not there any more" in quoth("rejected", "--archive", "news.duckdb").stdout


def test_what_does_not_fit_is_one_line(folder):
    for arguments, said in (
        (("--out", "read"), "--out and --ray-address go with --on ray"),
        (("--on", "ray"), "name the archive: --archive FILE"),
        (("--on", "ray", "--out", "in/a.txt"), "in/a.txt: cannot be written to"),
        (("--on", "ray", "--out", "read", "-f", "table", "nowhere"), None),
    ):
        result = quoth("ingest", "in", *arguments)
        assert result.exit_code == (2 if said else 0)
        if said:
            assert said in lines(result.stderr)[-1]
    other = quoth("ingest", "in/a.txt", "--on", "ray", "--out", "read")
    assert "holds what was read with other inputs: give the same, begin anew" in other.stderr
    assert quoth("ingest", "in/a.txt", "--on", "ray", "--out", "read", "--anew").exit_code == 0
    empty = quoth("ingest", "nowhere", "--on", "ray", "--out", "none")
    assert (empty.exit_code, lines(empty.stderr)[-1]) == (
        2, "quoth: none of the inputs could be read",
    )  # fmt: skip


def test_load_of_what_is_no_folder_of_blocks(folder):
    result = quoth("load", "in", "--archive", "news.duckdb")
    assert result.exit_code == 2
    assert "in: is a folder that `quoth ingest --on ray` has not written" in result.stderr
    assert not (folder.parent / "news.duckdb").exists()


def test_without_ray_one_line(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    result = quoth("ingest", "in", "--on", "ray", "--out", "read")
    assert result.exit_code == 2
    assert lines(result.stderr) == [
        "quoth: Ray is not installed: pip install 'quoth[ray]', then try again"
    ]


def test_how_far_it_is(monkeypatch):
    shown = []
    monkeypatch.setattr(messages.Messages, "progress", lambda self, text: shown.append(text))
    show = raydoor._Shown(messages.Messages())
    show(Progress(100, 1000, 2, 20))
    show(Progress(104, 1000, 2, 20))
    assert shown[0] == "starting workers"
    assert shown[1].startswith("104 of 1,000 · ")
    assert shown[1].endswith(" left · 2 of 20 blocks")


def test_ray_is_imported_only_to_read():
    assert package.__version__
    code = "import sys, quoth, quoth.ray; sys.exit('ray' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
