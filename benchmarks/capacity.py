"""What a year of a million reports a day takes: processors, machines, storage, time to load.

usage: python -m benchmarks.capacity [--a-day 1000000] [--days 365]
       python -m benchmarks.capacity --measure [--reports 100000] [--corpora ../shared/corpora]

Computed from what `--measure` measured last (`benchmarks/data/capacity.json`): reading, by
`benchmarks.ray_reading`, and loading: so many invented reports (`archive_reports`) with outlines
are brought into one archive, with copies and stories, as `quoth load` does. Times are this
process's own. Lines say what is measured and what follows. Measure on a quiet machine: at a load of
ten a core even a process's own time is up to three times as long.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks import ray_reading
from benchmarks.outlined import outlined, word_vectors
from benchmarks.scorers import CORPORA
from quoth.archive import Added, Archive
from quoth.keeping import forming

RECORD = Path(__file__).parent / "data" / "capacity.json"
# A common machine, and how much of it reading can count on: nodes fail, blocks end unevenly.
_CORES, _USE = 16, 0.8


@dataclass(frozen=True, slots=True)
class Loading:
    """What was measured: seconds of own time a report in the first and the last tenth, bytes.

    `busy` is the machine's load while it was measured, of which two are the benchmark's.
    """

    date: str
    reports: int
    first: float
    last: float
    archive_bytes: float
    memory_gb: float
    busy: float


def load(folder: Path, count: int) -> Loading:
    """Bring so many reports with outlines into an archive."""
    path = folder / "news.duckdb"
    tenths: list[float] = []
    with Archive(path, forming=forming(word_vectors)) as archive:
        own, last, done = time.process_time(), 0, 0
        for item in archive.iter_add(outlined(count)):
            done += isinstance(item, Added)
            if done == count * (len(tenths) + 1) // 10:
                now = time.process_time()
                tenths.append((now - own) / (done - last))
                print(f"{done:>7}: {tenths[-1] * 1000:.1f} ms of own time a report", flush=True)
                own, last = now, done
        archive.settle()
    size = sum(file.stat().st_size for file in folder.glob("news.duckdb*"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    busy = round(os.getloadavg()[2], 1)
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return Loading(today, count, tenths[0], tenths[-1], size / count, memory, busy)


def lines(record: dict[str, Any], a_day: int, days: int) -> Iterator[str]:
    """Yield the table: each line what, how much, and whether it is measured or follows."""
    read, loaded = record["reading"], record["loading"]
    total = a_day * days
    cpu_hours = a_day * read["own"] / 3600
    cores = cpu_hours / 24 / _USE
    loading_hours = a_day * loaded["last"] / 3600
    measured = f"measured, {read['reports']} reports of {read['characters']:,.0f} characters"
    archive = f"measured, {loaded['reports']:,} invented reports in one archive"
    yield f"| {days} days of {a_day:,} reports | | |"
    yield "|---|---|---|"
    yield f"| reading a report, own time | {read['own']:.2f} s | {measured} |"
    yield f"| reading a day | {cpu_hours:,.0f} CPU hours | follows |"
    machines = math.ceil(cores / _CORES)
    named = "machine" if machines == 1 else "machines"
    yield (
        f"| cores, busy all day at {_USE:.0%} | {cores:,.0f}, or {machines} {named} of {_CORES} "
        "| follows |"
    )
    yield f"| reading {days} days | {cpu_hours * days:,.0f} CPU hours | follows |"
    yield f"| a report as Parquet | {read['parquet_bytes'] / 1e3:.1f} kB | {measured} |"
    yield (
        f"| Parquet of a day, of {days} days | {_size(a_day * read['parquet_bytes'])}, "
        f"{_size(total * read['parquet_bytes'])} | follows |"
    )
    yield f"| a report in an archive | {loaded['archive_bytes'] / 1e3:.1f} kB | {archive} |"
    yield (
        f"| archives of a day, of {days} days | {_size(a_day * loaded['archive_bytes'])}, "
        f"{_size(total * loaded['archive_bytes'])} | follows |"
    )
    yield (
        f"| loading a report, first and last tenth | {loaded['first'] * 1e3:.1f} ms, "
        f"{loaded['last'] * 1e3:.1f} ms | {archive} |"
    )
    yield (
        f"| loading a day, one archive at a time | {loading_hours:,.1f} hours | follows, at the "
        "rate of the last tenth |"
    )
    yield (
        f"| memory while loading {loaded['reports']:,} | {loaded['memory_gb']:.1f} GB | measured |"
    )
    yield (
        f"| load of the machine's {read['cpus']} cores, reading and loading | {read['busy']:.0f}, "
        f"{loaded['busy']:.0f} | measured |"
    )


def _size(count: float) -> str:
    for unit, scale in (("TB", 1e12), ("GB", 1e9)):
        if count >= scale:
            return f"{count / scale:,.1f} {unit}"
    return f"{count / 1e6:,.0f} MB"


def measure(corpora: Path, reading: int, loading: int) -> dict[str, Any]:
    """Measure all, and return it as it is kept."""
    folder = Path(tempfile.mkdtemp(prefix="quoth-capacity-"))
    try:
        loaded = load(folder, loading)
        (folder / "read").mkdir()
        read = ray_reading.measure(corpora, reading, folder / "read")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {"reading": asdict(read), "loading": asdict(loaded)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--a-day", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--measure", action="store_true", help="measure, and keep it")
    parser.add_argument("--reports", type=int, default=100_000, help="how many are loaded")
    parser.add_argument("--read", type=int, default=90, help="how many are read")
    given = parser.parse_args()
    if given.measure:
        record = measure(given.corpora, given.read, given.reports)
        RECORD.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    record = json.loads(RECORD.read_text("utf-8"))
    dates = (record["reading"]["date"], record["loading"]["date"])
    print(f"measured on {' and '.join(dict.fromkeys(dates))}")
    for line in lines(record, given.a_day, given.days):
        print(line)


if __name__ == "__main__":
    main()
