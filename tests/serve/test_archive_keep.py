"""The commands that fill an archive and look after it."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest
from tests.keeping.fakes import WordReader
from tests.serve.running import quoth

from quoth.archive import Archive, Problem
from quoth.forms import jsonform
from quoth.serve import messages, steps
from quoth.serve.ingestdoor import Progress

STORM = "The storm hit Valmora on Friday. Roofs flew over Valmora, Lindqvist told the council."
STRIKE = "Dockers in Halle walk out on Monday. Ferries to Halle stop, Sorel said to the union."


@pytest.fixture
def path(tmp_path, monkeypatch):
    file = tmp_path / "news.duckdb"
    monkeypatch.setenv("QUOTH_ARCHIVE", str(file))
    return file


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    for name, text in (("a", STORM), ("b", STORM + " A third line."), ("c", STRIKE)):
        (made / f"{name}.txt").write_text(text, "utf-8")
    return made


@pytest.fixture
def reader(monkeypatch):
    fake = WordReader()
    monkeypatch.setattr(steps, "make_reader", lambda **options: fake)
    return fake


@pytest.fixture
def filled(path, folder, reader):
    assert quoth("ingest", str(folder)).exit_code == 0
    return path


def lines(text):
    return text.splitlines()


def test_a_new_archive_and_the_same_again(path, folder, reader):
    result = quoth("ingest", folder)
    assert result.exit_code == 0
    assert result.stdout == (
        f"3 new · 0 updated · 0 the same · 0 left out · {path}: 3 reports, 2 stories\n"
    )
    assert lines(result.stderr) == [f"quoth: note: {path}: a new archive"]
    again = quoth("ingest", folder)
    assert again.stdout.startswith("0 new · 0 updated · 3 the same · 0 left out")
    assert again.stderr == ""
    assert reader.read == ["a", "b", "c"]


def test_no_archive_is_made_in_a_folder_that_is_not_there(tmp_path, folder, reader):
    gone = tmp_path / "gone" / "news.duckdb"
    for command in (("ingest", folder), ("load", folder / "a.txt"), ("watch", folder, "--once")):
        result = quoth(*command, "--archive", gone)
        assert result.exit_code == 2
        (line,) = lines(result.stderr)
        assert line == f"quoth: {gone}: there is no folder {gone.parent}; make it first"


def test_what_came_of_each_report(path, folder, reader):
    (folder / "d.txt").write_text("", "utf-8")
    result = quoth("ingest", folder, "-f", "jsonl")
    rows = [json.loads(line) for line in lines(result.stdout)]
    for row in rows:
        jsonschema.validate(row, jsonform.schema("ingest"), cls=jsonschema.Draft202012Validator)
    assert [row["outcome"] for row in rows] == ["new", "new", "new", "left_out"]
    assert rows[0]["story"] == rows[1]["story"] != rows[2]["story"]
    assert rows[3]["story"] is None
    assert "is empty" in rows[3]["reason"]
    table = csv.DictReader(io.StringIO(quoth("ingest", folder, "-f", "csv").stdout))
    assert [row["outcome"] for row in table] == ["same", "same", "same", "left_out"]
    sums = json.loads(quoth("ingest", folder, "-f", "json").stdout)
    assert sums == {
        "new": 0, "updated": 0, "reread": 0, "same": 3, "left_out": 1, "reports": 3, "stories": 2,
    }  # fmt: skip


def test_what_is_left_out_is_said_and_listed(path, folder, reader):
    result = quoth("ingest", folder, "nowhere.txt")
    assert result.exit_code == 0
    assert "1 left out" in result.stdout
    assert "quoth: nowhere.txt: is not there" in result.stderr
    assert lines(result.stderr)[-1].endswith("`quoth rejected` lists what was left out, and why")
    assert "nowhere.txt: is not there" in quoth("rejected").stdout


def test_nothing_that_can_be_read(path, reader):
    result = quoth("ingest", "nowhere.txt")
    assert result.exit_code == 2
    assert lines(result.stderr)[-1] == "quoth: none of the inputs could be read"


def test_without_stories_and_formed_later(path, folder, reader):
    assert "3 reports, 0 stories" in quoth("ingest", folder, "--no-stories").stdout
    assert quoth("form").stdout == "3 reports put into stories · 2 stories\n"
    assert quoth("form").stdout == "0 reports put into stories · 2 stories\n"
    assert quoth("form", "--anew").exit_code == 0


def test_ctrl_c_stops_after_the_report_in_hand(path, tmp_path, folder, monkeypatch):
    reader = WordReader(interrupt_at=2)
    monkeypatch.setattr(steps, "make_reader", lambda **_: reader)
    before = signal.getsignal(signal.SIGINT)
    result = quoth("ingest", folder)
    assert result.exit_code == 130
    assert result.stdout.startswith("2 new · ")
    assert lines(result.stderr)[-2:] == [
        "quoth: stopping after the report in hand; Ctrl-C again stops at once",
        "quoth: interrupted: 2 reports of this run stand in the archive; "
        "the same command goes on from there",
    ]
    assert signal.getsignal(signal.SIGINT) is before
    result = quoth("ingest", folder)
    assert result.exit_code == 0
    assert result.stdout.startswith("1 new · 0 updated · 2 the same")
    assert reader.read == ["a", "b", "c"]
    other = tmp_path / "other.duckdb"
    monkeypatch.setattr(steps, "make_reader", lambda **_: WordReader())
    assert quoth("ingest", folder, "--archive", other).exit_code == 0
    with Archive(path) as first, Archive(other) as second:
        assert first.dump() == second.dump()


def test_ctrl_c_twice_stops_at_once_and_keeps_what_was_read(path, folder, monkeypatch):
    class Impatient(WordReader):
        def iter_finish(self, items):
            for item in super().iter_finish(items):
                yield item
                os.kill(os.getpid(), signal.SIGINT)
                os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(steps, "make_reader", lambda **_: Impatient())
    result = quoth("ingest", folder)
    assert result.exit_code == 130
    assert lines(result.stderr)[-1] == "quoth: interrupted"
    with Archive(path) as archive:
        assert archive.check() == []
        assert [r.report for r in archive.reports()] == ["a"]


def test_a_second_writer_is_told_who_writes(filled, folder):
    with Archive(filled):
        result = quoth("ingest", folder)
    assert result.exit_code == 2
    assert "is being written to by process" in result.stderr


def test_load_of_an_export(filled, tmp_path, reader):
    file = tmp_path / "all.jsonl"
    assert quoth("export", "-o", file).exit_code == 0
    new = tmp_path / "new.duckdb"
    result = quoth("load", file, "--archive", new)
    assert result.stdout == (
        f"3 new · 0 updated · 0 the same · 0 left out · {new}: 3 reports, 2 stories\n"
    )
    assert len(reader.read) == 3
    assert "there is no such file" in quoth("load", "none.jsonl").stderr


def test_check(filled, monkeypatch):
    result = quoth("check")
    assert result.exit_code == 0
    assert f"all is well: 3 readings looked at in {filled}" in result.stderr
    problem = Problem("a", "its rows in events are not what its JSON says")
    monkeypatch.setattr(Archive, "check", lambda self: [problem])
    result = quoth("check")
    assert result.exit_code == 3
    assert result.stdout == "a: its rows in events are not what its JSON says\n"
    assert lines(result.stderr)[-1].startswith("quoth: 1 problem; go back to a copy made by")
    assert json.loads(quoth("check", "-f", "jsonl").stdout)["where"] == "a"


def test_compact_and_backup(filled, tmp_path):
    assert quoth("compact").stdout.startswith(f"{filled}: ")
    copy = tmp_path / "copy.duckdb"
    result = quoth("backup", copy)
    assert result.stdout.startswith(f"{filled} copied to {copy}: ")
    with Archive(filled) as archive:
        wanted = archive.dump()
    with Archive(copy) as archive:
        assert archive.dump() == wanted
        assert archive.check() == []
    assert "is there already" in quoth("backup", copy).stderr
    assert quoth("backup", copy, "--overwrite").exit_code == 0
    assert "is the archive itself" in quoth("backup", filled, "--overwrite").stderr
    assert "is a folder" in quoth("backup", tmp_path).stderr


@pytest.mark.parametrize("form", ["jsonl", "jsonld", "polecat", "ninjs"])
def test_export_of_documents(filled, tmp_path, form):
    path = tmp_path / "out"
    result = quoth("export", "-f", form, "-o", path)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert lines(result.stderr) == [f"quoth: written to {path}"]
    assert quoth("export", "-f", form).stdout_bytes == path.read_bytes()
    assert "is there already; name another, or add --overwrite" in (
        quoth("export", "-f", form, "-o", path).stderr
    )
    assert quoth("export", "-f", form, "-o", path, "--overwrite").exit_code == 0


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_export_of_folders(filled, tmp_path, form):
    path = tmp_path / "out"
    assert "is a folder with a file a view; name it" in quoth("export", "-f", form).stderr
    assert quoth("export", "-f", form, "-o", path).exit_code == 0
    assert (path / f"statements.{form}").exists()
    assert quoth("export", "-f", form, "-o", path, "--overwrite").exit_code == 0


def test_an_export_takes_the_place_of_nothing_else(filled, tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "thesis.tex").write_text("x", "utf-8")
    result = quoth("export", "-f", "csv", "-o", folder, "--overwrite")
    assert result.exit_code == 2
    assert "is a folder with thesis.tex in it; name another" in result.stderr
    result = quoth("export", "-f", "jsonl", "-o", folder, "--overwrite")
    assert result.exit_code == 2
    result = quoth("export", "-f", "jsonl", "-o", filled, "--overwrite")
    assert "is the archive itself" in result.stderr
    assert "there is no folder" in quoth("export", "-o", tmp_path / "no" / "x").stderr
    assert (folder / "thesis.tex").exists()


def test_an_older_version_of_a_report(filled, folder):
    (folder / "a.txt").write_text(STORM + " Mended.", "utf-8")
    assert "1 updated" in quoth("ingest", folder).stdout
    result = quoth("report", "a", "--version", "1", "-f", "jsonl")
    assert json.loads(result.stdout)["text"] == STORM
    assert "there are 2 versions of a; --version N shows one" in result.stderr
    assert json.loads(quoth("report", "a", "-f", "jsonl").stdout)["text"].endswith("Mended.")


class Told:
    """Takes what would be shown."""

    def __init__(self):
        self.shown = []

    def progress(self, text):
        self.shown.append(text)


@dataclass
class Counted:
    """How much there is to read."""

    total: int | None
    share: float | None = None


def record(number):
    body = f"<html><body><article><p>{STORM} Number {number}.</p></article></body></html>"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
    whole = head + body
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(whole)}\r\n\r\n"
        f"{whole}\r\n\r\n"
    ).encode()


def test_progress_tells_rate_and_time_left():
    now = [0.0]
    told = Told()
    progress = Progress(told, Counted(1000), clock=lambda: now[0])
    outcomes = Counter()
    for _ in range(100):
        now[0] += 0.5
        outcomes["new"] += 1
        progress.step(outcomes)
    assert told.shown[-1] == "100 of 1,000 · 2.0 a second · 8 min left · 100 new"
    for _ in range(5):
        now[0] += 30
        outcomes["same"] += 1
        progress.step(outcomes)
    assert told.shown[-1] == ("105 of 1,000 · 2 a minute · 7 h 28 min left · 100 new, 5 the same")
    for _ in range(3):  # confirmed together
        outcomes["new"] += 1
        progress.step(outcomes)
    assert "108 of 1,000 · 5 a minute" in told.shown[-1]
    unknown = Progress(told, None, clock=lambda: now[0])
    now[0] += 1
    unknown.step(Counter(new=1))
    assert told.shown[-1] == "1 · 1.0 a second · 1 new"


def test_progress_by_the_bytes_of_files():
    now, told, reached = [0.0], Told(), Counted(None, share=0.2)
    progress = Progress(told, reached, clock=lambda: now[0])
    now[0], reached.share = 10.0, 0.3
    progress.step(Counter(new=1))
    assert told.shown[-1] == "1 · 6 a minute · 30% read · 70 s left · 1 new"
    reached.share = 1.0
    progress.step(Counter(new=2))
    assert "100% read · 0 s left" in told.shown[-1]


def test_progress_of_a_web_archive_and_of_what_was_broken_off(path, tmp_path, reader, monkeypatch):
    file = tmp_path / "crawl.warc"
    file.write_bytes(b"".join(record(n) for n in range(4)))
    shown = []
    monkeypatch.setattr(messages.Messages, "progress", lambda self, text: shown.append(text))
    monkeypatch.setattr("quoth.serve.ingestdoor.on_a_terminal", lambda: True)
    monkeypatch.setattr("quoth.keeping.keeper._TELL_S", 0.0)
    assert quoth("ingest", file).exit_code == 0
    assert shown[-1].startswith("4 · ")
    assert "% read" in shown[-1]


def test_progress_is_for_a_terminal_only(path, folder, reader, monkeypatch):
    assert "second" not in quoth("ingest", folder).stderr
    shown = []
    monkeypatch.setattr(messages.Messages, "progress", lambda self, text: shown.append(text))
    monkeypatch.setattr("quoth.serve.ingestdoor.on_a_terminal", lambda: True)
    quoth("ingest", folder)
    assert shown[0] == "loading"
    assert shown[-1].startswith("3 of 3 · ")
    assert shown[-1].endswith("3 the same")


def test_a_killed_ingest_goes_on(path, tmp_path):
    """As a user has it: a process that is killed, then the same command."""
    script = tmp_path / "run.py"
    script.write_text(
        "import sys\n"
        "from tests.keeping.fakes import WordReader\n"
        "from quoth.serve import cli, steps\n"
        "import os, signal\n"
        "class Killed(WordReader):\n"
        "    def iter_finish(self, items):\n"
        "        for n, item in enumerate(super().iter_finish(items)):\n"
        "            yield item\n"
        "            if n == int(os.environ['AT']): os.kill(os.getpid(), signal.SIGKILL)\n"
        "steps.make_reader = lambda **_: Killed()\n"
        "cli.main()\n",
        "utf-8",
    )
    file = tmp_path / "many.jsonl"
    rows = ({"id": f"r{n}", "text": f"{STORM} Number {n}."} for n in range(400))
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    root = Path(__file__).parents[2]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), *sys.path])}
    command = [sys.executable, str(script), "ingest", str(file), "--no-stories", "-f", "json"]
    killed = subprocess.run(command, env={**env, "AT": "300"}, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    done = subprocess.run(command, env={**env, "AT": "9999"}, capture_output=True, check=True)
    sums = json.loads(done.stdout)
    assert sums["reports"] == 400
    assert sums["new"] < 400 - 200  # what was confirmed is not read again
    assert b"goes on where the last ingest of these inputs stopped" in done.stderr


def test_feeds_in_which_nothing_is_new_are_no_fault(path, reader, monkeypatch):
    monkeypatch.setattr("quoth.keeping.Keeper.ingest", lambda *_, **__: iter(()))
    result = quoth("ingest", "https://paper.example/feed")
    assert result.exit_code == 0
    assert result.stdout.startswith("0 new · 0 updated · 0 the same · 0 left out")
