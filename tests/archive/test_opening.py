"""Opening: one writer and many readers, older and newer archives, files that are none."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time

import duckdb
import pytest

from quoth.archive import Archive, schema
from quoth.archive.files import File
from quoth.errors import ArchiveBusyError, ArchiveError, ArchiveVersionError
from quoth.records import Report


def run(code, *arguments):
    """Run code in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


HOLDS = """
    import sys
    from quoth.archive import Archive
    from quoth.records import Report
    with Archive(sys.argv[1]) as archive:
        archive.add(Report("first", "A first text."))
        print("open", flush=True)
        for line in sys.stdin:
            archive.add(Report(line.strip(), f"Text of {line}"))
            print("added", flush=True)
"""


@pytest.fixture
def writer(path):
    with run(HOLDS, path) as process:
        assert process.stdout.readline() == "open\n"
        yield process
        process.stdin.close()


def test_a_second_writer_is_told_who_writes(path, writer):
    with pytest.raises(ArchiveBusyError) as told:
        Archive(path)
    assert f"is being written to by process {writer.pid} on " in str(told.value)
    assert "read_only=True" in str(told.value)


def test_a_second_writer_in_the_same_process_too(archive, path):
    with pytest.raises(ArchiveBusyError):
        Archive(path)
    archive.close()
    Archive(path).close()


class Late:
    """A lock that tells a thread which may not wait only after `over` that it was taken."""

    def __init__(self):
        self._lock = threading.RLock()
        self.tried, self.over = threading.Event(), threading.Event()

    def acquire(self, blocking=True):
        taken = self._lock.acquire(blocking)
        if not taken:
            self.tried.set()
            self.over.wait(10)
        return taken

    def release(self):
        self._lock.release()

    def __enter__(self):
        self.acquire()

    def __exit__(self, *_):
        self.release()


def test_a_file_is_let_go_though_a_call_was_on_when_it_was_looked_at(filled, path):
    filled.close()
    file = File(path, read_only=True, wait_s=1.0, linger_s=0.1)
    file._lock = late = Late()
    with file.opened():
        pass
    with file.opened():
        assert late.tried.wait(10)  # whether it can be let go
    late.over.set()  # told only now that the call is over
    until = time.monotonic() + 10
    while file._connection is not None and time.monotonic() < until:
        time.sleep(0.01)
    assert file._connection is None
    file.end()


def test_a_writer_that_was_killed_leaves_no_lock(path, writer):
    writer.kill()
    writer.wait()
    with Archive(path) as archive:
        assert [e.report for e in archive.reports()] == ["first"]


def test_readers_see_each_transaction_while_a_writer_has_it_open(path, writer):
    with Archive(path, read_only=True) as one, Archive(path, read_only=True) as two:
        for number in range(3):
            writer.stdin.write(f"r{number}\n")
            writer.stdin.flush()
            assert writer.stdout.readline() == "added\n"
            for reading in (one, two):
                assert len(reading.reports()) == number + 2
                assert len(reading.search("text")) == number + 2


def test_a_stream_of_readers_keeps_no_writer_out(path):
    Archive(path).close()
    stop = threading.Event()
    failed = []

    def read():
        with Archive(path, read_only=True) as reading:
            while not stop.is_set():
                try:
                    reading.reports(limit=1)
                except ArchiveError as error:
                    failed.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    with Archive(path) as archive:
        for thread in threads:
            thread.start()
        for number in range(4):
            archive.add(Report(f"r{number}", f"Text {number}"))
        stop.set()
        for thread in threads:
            thread.join()
        assert failed == []
        assert len(archive.reports()) == 4


def test_an_idle_reader_lets_the_file_go(path):
    Archive(path).close()
    with Archive(path, read_only=True) as reading:
        reading.reports()
        assert reading._file._connection is not None
        until = time.monotonic() + 20
        while reading._file._connection is not None:
            assert time.monotonic() < until
            time.sleep(0.02)
        assert len(reading.reports()) == 0


def test_a_program_that_keeps_the_file_is_named(path):
    Archive(path).close()
    code = """
        import sys, duckdb
        held = duckdb.connect(sys.argv[1])
        print("open", flush=True)
        sys.stdin.read()
    """
    with run(code, path) as process:
        process.stdout.readline()
        with pytest.raises(ArchiveBusyError, match=f"process {process.pid}"):
            Archive(path, read_only=True, wait_s=0.1)
        process.stdin.close()


def test_what_is_no_archive_is_left_alone(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("No database.\n" * 1000)
    with pytest.raises(ArchiveError, match="is not an archive of Quoth"):
        Archive(text)
    assert text.read_text() == "No database.\n" * 1000
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("CREATE TABLE mine (a INTEGER)")
    with pytest.raises(ArchiveError, match="another program"):
        Archive(other)
    with pytest.raises(ArchiveError, match="there is no such archive"):
        Archive(tmp_path / "none.duckdb", read_only=True)
    with pytest.raises(ArchiveError, match="there is no folder"):
        Archive(tmp_path / "none" / "news.duckdb")
    with pytest.raises(ArchiveError, match="is not a file"):
        Archive(tmp_path)


def test_a_closed_archive_says_so(archive):
    archive.close()
    archive.close()
    with pytest.raises(ArchiveError, match="is closed"):
        archive.add(Report("a", "Text."))


NEXT = schema.Migration(
    schema.MIGRATIONS[-1].version + 1,
    "ALTER TABLE store.reports ADD COLUMN mood VARCHAR DEFAULT 'calm';",
)


def test_an_older_archive_is_brought_up_and_a_copy_kept(filled, path, monkeypatch):
    filled.close()
    before = path.read_bytes()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, NEXT))
    with pytest.raises(ArchiveVersionError, match="older Quoth; open it once for writing"):
        Archive(path, read_only=True)
    with Archive(path) as archive:
        assert len(archive.reports()) == 3
        with archive._file.opened() as connection:
            rows = connection.execute("SELECT DISTINCT mood FROM store.reports").fetchall()
        assert rows == [("calm",)]
        assert archive.check() == []
    assert path.with_name(f"news.duckdb.before-{NEXT.version}").read_bytes() == before
    with Archive(path) as archive:  # and not again
        archive.add(Report("late", "After it."))


def test_a_migration_that_fails_leaves_the_archive_as_it_was(filled, path, monkeypatch):
    dump = filled.dump()
    filled.close()
    broken = schema.Migration(NEXT.version, NEXT.sql + "SELECT nonsense;")
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
        with pytest.raises(ArchiveError, match="nonsense"):
            Archive(path)
    with Archive(path) as archive:
        assert archive.dump() == dump


def test_a_newer_archive_is_refused(filled, path, monkeypatch):
    filled.close()
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, NEXT))
        Archive(path).close()
    for read_only in (True, False):
        with pytest.raises(ArchiveVersionError, match="written by a newer Quoth"):
            Archive(path, read_only=read_only)


def test_the_file_is_one_piece_when_it_is_closed(filled, path):
    filled.close()
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "news.duckdb", "news.duckdb.lock", "news.duckdb.search", "news.duckdb.turn",
    ]  # fmt: skip
