"""An ingest that is killed again and again, and one that runs out of disk: what is left.

usage: python -m benchmarks.kills [--kills 200] [--full 20] [--reports 400]

A process brings prepared reports into an archive and says of each that it is confirmed; another
kills it (SIGKILL) at a random moment, opens the archive, and looks: everything confirmed has to be
there, `check` may find nothing, and what goes on from the last checkpoint has to end in the archive
that a run without kills ends in, compared by all that is stored but the times. Every second kill
falls into opening or the first batch, and the archive is begun anew once it is complete. A full
disk is made by a limit on the size of a file and, where it may be mounted, by a small file system.

A kill takes no power from the disk: what the system has not yet written is still there. DuckDB has
its log written through (fsync) at each commit.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import select
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.archive_reports import plain_forming, prepared
from quoth.archive import Added, Archive, Checkpoint
from quoth.errors import ArchiveError
from quoth.records import Rejected, Report

INPUT = "prepared"
_SETTLE = 40
# Small batches, so that kills fall into as many transactions as into what lies between them.
_BATCH = 8


@dataclass(frozen=True, slots=True)
class Load:
    """What is brought in: so many reports of so many sentences, some of them updated."""

    reports: int
    sentences: int = 8
    updates: int = 10

    def items(self, start: int = 0) -> Iterator[Report | Rejected | Checkpoint]:
        """Yield the reports from one on, with a rejected input and a checkpoint now and then."""
        found = prepared(self.reports, updates=self.updates, sentences=self.sentences)
        for number, report in enumerate(found, start=1):
            if number <= start:
                continue
            yield report
            if number % 25 == 0:
                yield Rejected(f"page-{number}", "ingest", "has no words")
            if number % 10 == 0:
                yield Checkpoint(INPUT, str(number))
        yield Checkpoint(INPUT, str(number), finished=True)


def ingest(path: Path, load: Load, confirm: Callable[[Added], None] = lambda _: None) -> None:
    """Bring the load in, from the last checkpoint on; `confirm` is told of each report."""
    with Archive(path, forming=plain_forming(_SETTLE)) as archive:
        done = archive.checkpoint(INPUT)
        if done is not None and done.finished:
            return
        for item in archive.iter_add(load.items(int(done.position) if done else 0), batch=_BATCH):
            if isinstance(item, Added):
                confirm(item)


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """A run without kills: all that it stores, how long a batch takes, the size of its files."""

    stored: list[str]
    batch_s: float
    size: int


def undisturbed(folder: Path, load: Load) -> Undisturbed:
    """Bring the load in without kills."""
    path = folder / "undisturbed.duckdb"
    start = time.monotonic()
    ingest(path, load)
    seconds = time.monotonic() - start
    with Archive(path, read_only=True) as archive:
        stored = archive.dump()
    size = sum(file.stat().st_size for file in folder.glob("undisturbed*"))
    return Undisturbed(stored, seconds * _BATCH / load.reports, size)


@dataclass(slots=True)
class Outcome:
    """What became of all kills."""

    kills: int = 0
    confirmed: int = 0
    finished: int = 0  # how often the load was complete
    full: int = 0  # how often the disk was full
    faults: list[str] = field(default_factory=list)


class Disturbed:
    """An archive that is brought in under kills; `wanted` is the run that it has to end as."""

    def __init__(self, folder: Path, load: Load, wanted: Undisturbed, seed: int = 1) -> None:
        self._path = folder / "disturbed.duckdb"
        self._load = load
        self._wanted = wanted
        self._rng = random.Random(seed)
        self._confirmed: set[tuple[str, int]] = set()
        self.outcome = Outcome()

    def kill_once(self) -> None:
        """Run until a random moment, kill, look."""
        # From before the file is open to well into the ingest.
        after = self._rng.choice((0, 0, 1, self._rng.randint(1, 60)))
        alive = self._run(lambda: None, after, self._rng.uniform(0, 3) * self._wanted.batch_s)
        self.outcome.kills += alive
        self._look()

    def fill_once(self) -> None:
        """Run until files cannot grow beyond a random size, look."""
        sizes = [f.stat().st_size for f in self._path.parent.glob(f"{self._path.name}*")]
        limit = int(max(sizes, default=0) * self._rng.uniform(0.3, 1.3)) + 200_000

        def smaller() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        self._run(smaller, None, 0)
        self._look()

    def finish(self) -> None:
        """Bring in the rest and compare with what has to be there."""
        ingest(self._path, self._load)
        with Archive(self._path, read_only=True) as archive:
            found = archive.dump()
        wanted = self._wanted.stored
        if found != wanted:
            first = next((a for a, b in zip(found, wanted, strict=False) if a != b), "length")
            self.outcome.faults.append(f"the end differs: {first[:300]}")
        self.outcome.finished += 1
        self._begin_anew()

    def _begin_anew(self) -> None:
        for file in self._path.parent.glob(f"{self._path.name}*"):
            file.unlink()
        self._confirmed.clear()

    def _run(self, prepare: Callable[[], None], after: int | None, seconds: float) -> bool:
        """Run an ingest; kill it so many seconds after it has confirmed so many reports.

        Returns whether it was still running then.
        """
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.close(read)
            self._child(prepare, write)
        os.close(write)
        told = b""
        while after is None or told.count(b"\n") < after:
            part = os.read(read, 65536)
            if not part:
                break
            told += part
        alive = after is not None
        if alive:
            until = time.monotonic() + seconds
            while (left := until - time.monotonic()) > 0 and alive:
                if select.select([read], [], [], left)[0]:
                    part = os.read(read, 65536)
                    told += part
                    alive = bool(part)
            os.kill(child, signal.SIGKILL)
        while part := os.read(read, 65536):
            told += part
        os.close(read)
        _, status = os.waitpid(child, 0)
        self._count(told, os.waitstatus_to_exitcode(status))
        return alive and os.WIFSIGNALED(status)

    def _child(self, prepare: Callable[[], None], write: int) -> None:
        """Bring in and report; never returns."""
        code = 1
        try:
            prepare()
            ingest(
                self._path,
                self._load,
                lambda one: _say(write, f"{one.report} {one.version}\n"),
            )
            code = 0
        except ArchiveError as error:
            code = 3 if "disk is full" in str(error) else 1
            _say(write, f"! {error}\n") if code == 1 else None
        except BaseException as error:  # whatever it is, the parent is told
            _say(write, f"! {type(error).__name__}: {error}\n")
        finally:
            os._exit(code)

    def _count(self, told: bytes, code: int) -> None:
        for line in told.decode().splitlines():
            if line.startswith("!"):
                self.outcome.faults.append(f"the ingest failed: {line[2:]}")
                continue
            report, version = line.split()
            self._confirmed.add((report, int(version)))
        self.outcome.full += code == 3

    def _look(self) -> None:
        """Open the archive as whoever comes next does; note what is wrong."""
        if not self._path.exists():
            if self._confirmed:
                self.outcome.faults.append("the archive is gone")
            return
        try:
            with Archive(self._path) as archive:
                rows = archive.sql("SELECT report, version FROM versions").rows
                problems = [p for p in archive.check() if p.where != "search index"]
                archive.search("said", limit=1)
                problems += archive.check()
                done = archive.checkpoint(INPUT)
        except ArchiveError as error:
            self.outcome.faults.append(f"does not open: {error}")
            self._begin_anew()
            return
        lost = self._confirmed - {(str(report), int(str(version))) for report, version in rows}
        self.outcome.faults += [f"lost: {report}, version {version}" for report, version in lost]
        self.outcome.faults += [f"{problem.where}: {problem.what}" for problem in problems]
        self.outcome.confirmed = max(self.outcome.confirmed, len(self._confirmed))
        if done is not None and done.finished:
            self.finish()


def _say(write: int, line: str) -> None:
    os.write(write, line.encode())


def small_disk(folder: Path, load: Load, wanted: Undisturbed) -> str:
    """Bring the load in on a file system that is too small, then on one made larger."""
    place = folder / "small"
    place.mkdir()
    size = max(3_000_000, wanted.size // 2)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        return "a small file system cannot be mounted here: not looked at"
    path = place / "small.duckdb"
    try:
        told = _filled(path, load)
        with Archive(path, read_only=True) as archive:
            problems = [p for p in archive.check() if p.where != "search index"]
            stored = len(archive.sql("SELECT report FROM versions").rows)
        more = ["mount", "-o", f"remount,size={size * 20}", str(place)]
        subprocess.run(more, check=True, capture_output=True)
        ingest(path, load)
        with Archive(path, read_only=True) as archive:
            same = archive.dump() == wanted.stored
    finally:
        subprocess.run(["umount", str(place)], check=False, capture_output=True)
    return (
        f"{size / 1e6:.1f} MB: {stored} readings stored, {len(problems)} problems; with more room "
        f"the end is {'the same' if same else 'ANOTHER'}; told: {told}"
    )


def _filled(path: Path, load: Load) -> str:
    """Bring in what there is room for; return what the archive says of the rest."""
    try:
        ingest(path, load)
    except ArchiveError as error:
        return str(error).partition(": ")[2]
    return "nothing, it was enough"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--full", type=int, default=20)
    parser.add_argument("--reports", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpora", help="not needed; taken so that all parts are called alike")
    given = parser.parse_args()
    load = Load(given.reports)
    folder = Path(tempfile.mkdtemp(prefix="quoth-kills-"))
    try:
        wanted = undisturbed(folder, load)
        disturbed = Disturbed(folder, load, wanted, given.seed)
        outcome = disturbed.outcome
        while outcome.kills < given.kills and len(outcome.faults) < 5:
            disturbed.kill_once()
        for _ in range(given.full):
            disturbed.fill_once()
        disturbed.finish()
        print(
            f"{outcome.kills} kills, {outcome.full} times a full disk, over {outcome.finished} "
            f"archives of {given.reports} reports: {len(outcome.faults)} faults"
        )
        print(small_disk(folder, load, wanted))
        for fault in outcome.faults:
            print(f"  {fault}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if outcome.faults:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
