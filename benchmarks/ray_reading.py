"""Reading by one process, by two, and by Ray on this machine, and what of it is written.

usage: python -m benchmarks.ray_reading [--corpora ../shared/corpora] [--reports 90] [--record FILE]

The same articles (newswcl50 development, or the examples repeated) are read three times, each
process with one thread: by `quoth ingest`, by `quoth ingest --workers 2`, and by `quoth.ray` with
two workers. Rates are of what follows the first tenth, so that starting and loading the models do
not count; how long until then is told apart. Then it is checked that the archives of the three are
equal, that a record that kills its worker is left out alone, and the files are weighed. `--record`
writes the figures for `benchmarks.capacity`.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.scorers import CORPORA
from benchmarks.speed import reports
from quoth.archive import Added, Archive
from quoth.config import ReaderOptions
from quoth.keeping import Keeper
from quoth.pipeline import Other, Reader
from quoth.ray import Options, Progress, iter_read, read
from quoth.ray.blockfile import read as read_file
from quoth.records import Rejected, Report

_DEADLY = "This report dies of it."


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured: `own` seconds a report, rates a second, bytes a report, the machine.

    `busy` is the machine's load while it was measured, of which one or two are the benchmark's.
    """

    date: str
    cpus: int
    machine: str
    characters: float
    own: float
    one_process: float
    two_workers: float
    ray_workers: float
    parquet_bytes: float
    outline_bytes: float
    load: float
    archive_bytes: float
    reports: int
    busy: float


class Clock:
    """When how much was done, by the clock and in this process's own time."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._begun = time.perf_counter()
        self._moments: list[tuple[float, int, float]] = []

    def note(self, done: int) -> None:
        """Note that so much is done."""
        self._moments.append((time.perf_counter(), done, time.process_time()))

    @property
    def _ends(self) -> tuple[tuple[float, int, float], tuple[float, int, float]]:
        """What counts: from the first tenth to the last report."""
        first = next(m for m in self._moments if m[1] >= self._total / 10)
        return first, next(m for m in self._moments if m[1] >= self._moments[-1][1])

    @property
    def own(self) -> float:
        """Seconds of this process's own time a report."""
        first, last = self._ends
        return (last[2] - first[2]) / (last[1] - first[1])

    def told(self, name: str) -> float:
        """Print and return the rate after the first tenth."""
        first, last = self._ends
        rate = (last[1] - first[1]) / (last[0] - first[0])
        print(
            f"{name:22} {rate:6.2f} reports/s, the first {first[1]} after "
            f"{first[0] - self._begun:.0f} s, all {last[1]} after {last[0] - self._begun:.0f} s",
            flush=True,
        )
        return rate


def written(corpora: Path, folder: Path, count: int) -> tuple[Path, float]:
    """Write reports as JSON Lines; return the file and their mean length in characters."""
    found = reports(corpora)
    path, characters = folder / "in.jsonl", 0
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            report = found[number % len(found)]
            # A copy is another report: its text says so.
            text = f"{report.text}\n\nEdition {number // len(found)}."
            characters += len(text)
            row = {"id": f"r{number}", "text": text, "outlet": report.outlet}
            stream.write(json.dumps({key: value for key, value in row.items() if value}) + "\n")
    return path, characters / count


def ingested(path: Path, archive: Path, workers: int, count: int) -> Clock:
    """Read into an archive, without stories, by so many processes."""
    clock = Clock(count)
    with Keeper(archive, reader=Reader(options=_options()), stories=False) as keeper:
        for done, _ in enumerate(keeper.ingest(path, workers=workers), 1):
            clock.note(done)
    return clock


def on_ray(path: Path, out: Path, count: int) -> Clock:
    """Read on a cluster of this machine, with two workers."""
    clock = Clock(count)

    def tick(progress: Progress) -> None:
        clock.note(progress.records)

    options = Options(reader=_options(), workers=2, records=max(1, count // 12))
    for _ in iter_read(path, out, options=options, tick=tick):
        pass
    return clock


def _options() -> ReaderOptions:
    """Return how all three read: with one thread, so that processors are compared."""
    return ReaderOptions(threads=1)


def loaded(out: Path, archive: Path) -> tuple[float, int]:
    """Bring a folder into an archive, with stories; return reports a second, and how many."""
    with Keeper(archive) as keeper:
        start = time.perf_counter()
        added = sum(isinstance(item, Added) for item in keeper.load(out))
        return added / (time.perf_counter() - start), added


class Deadly(Reader):
    """A reader whose process dies of one report."""

    def iter_finish(self, items: Iterable[Report | Other]) -> Iterator[Report | Other | Rejected]:
        """Yield what a reader yields."""
        found = list(items)
        if any(isinstance(item, Report) and _DEADLY in item.text for item in found):
            os._exit(1)
        yield from super().iter_finish(found)


def make_deadly(options: ReaderOptions) -> Reader:
    """Return a reader that dies of one report."""
    return Deadly(options=options)


def killed(folder: Path) -> str:
    """Return what becomes of a block in which a report kills its worker."""
    path = folder / "deadly.jsonl"
    texts = ["The harbour was closed on Friday.", _DEADLY, "It opens again on Monday."]
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    options = Options(make=make_deadly, workers=1, outlines=False)
    result = read(path, folder / "deadly", options=options)
    return f"{result.reports} reports read, {result.rejected} left out, {len(result.aside)} aside"


def _dump(archive: Path) -> list[str]:
    with Archive(archive, read_only=True) as opened:
        return [line for line in opened.dump() if not line.startswith('["checkpoints"')]


def measure(corpora: Path, count: int, folder: Path) -> Figures:
    path, characters = written(corpora, folder, count)
    print(f"{count} reports of {characters:.0f} characters, {os.cpu_count()} cores")
    alone = ingested(path, folder / "one.duckdb", 1, count)
    one = alone.told("one process")
    print(f"{'':22} {alone.own:6.3f} s of its own time a report")
    two = ingested(path, folder / "two.duckdb", 2, count).told("--workers 2")
    ray = on_ray(path, folder / "out", count).told("--on ray --workers 2")
    print(f"ratio: --workers 2 {two / one:.2f}, Ray {ray / one:.2f} of one process")
    with Keeper(folder / "ray.duckdb", stories=False) as keeper:
        list(keeper.load(folder / "out"))
    dumps = [_dump(folder / f"{name}.duckdb") for name in ("one", "two", "ray")]
    equal = dumps[0] == dumps[1] == dumps[2]
    print(f"the three archives are {'equal' if equal else 'NOT EQUAL'}")
    rate, added = loaded(folder / "out", folder / "stories.duckdb")
    files = sorted((folder / "out").glob("*.parquet"))
    outlines = [len(entry.outline or b"") for file in files for entry in read_file(file)]
    parquet = sum(file.stat().st_size for file in files) / added
    archive = sum(f.stat().st_size for f in folder.glob("stories.duckdb*")) / added
    print(
        f"Parquet {parquet:.0f} bytes a report ({sum(outlines) / added:.0f} of outlines before "
        f"they are packed), archive {archive:.0f}; loaded with stories at {rate:.0f} reports/s"
    )
    print(f"a report that kills its worker: {killed(folder)}", flush=True)
    if not equal:
        raise SystemExit("the archives differ")
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return Figures(
        today, os.cpu_count() or 1, platform.machine(), characters, alone.own, one, two, ray,
        parquet, sum(outlines) / added, rate, archive, added,
        round(os.getloadavg()[1], 1),
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--reports", type=int, default=90)
    parser.add_argument("--record", type=Path, help="write the figures to this file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quoth-ray-") as folder:
        figures = measure(given.corpora, given.reports, Path(folder))
    if given.record:
        given.record.write_text(json.dumps(asdict(figures), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
