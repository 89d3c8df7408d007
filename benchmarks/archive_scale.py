"""A large archive: how fast it takes in, how much memory it needs, how quick it answers.

usage: python -m benchmarks.archive_scale [--reports 100000] [--path FILE] [--keep] [--plain]

Invented reports with all that reading finds (`archive_reports`) and their outlines are made in one
process and brought in by another, with copies and stories as `quoth load` has them; with --plain
stories are the plain former's, so that only storing is measured. Rates are per second of this
process's own time (all its threads), which other work on the machine changes little, and by the
clock. Then each kind of question is asked several times over, of a reader's archive, and the median
and the slowest are told, the first one with opening the file. The floor: memory under 3 GB, the
rate of the last tenth at least 0.8 of the first, every median under 100 ms.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import outlined
from benchmarks.archive_reports import Maker, plain_forming
from quoth.archive import Added, Archive
from quoth.keeping import forming
from quoth.records import Report

# How often each question is asked, each time of something else.
_TIMES = 15


def bring_in(path: Path, count: int, *, plain: bool) -> tuple[float, float]:
    """Bring reports in; return the rates of the first and the last tenth, in own time."""
    rates: list[float] = []
    marks = [count * tenth // 10 for tenth in range(1, 11)]
    own, clock, last = time.process_time(), time.perf_counter(), 0
    begun = clock
    reports = outlined.plain(count) if plain else outlined.outlined(count)
    with Archive(
        path, forming=plain_forming() if plain else forming(outlined.word_vectors)
    ) as archive:
        done = 0
        for item in archive.iter_add(reports):
            done += isinstance(item, Added)
            if done == marks[len(rates)]:
                now, tick = time.process_time(), time.perf_counter()
                rates.append((done - last) / (now - own))
                print(
                    f"{done:>7}: {rates[-1]:.0f} a second of own time, "
                    f"{(done - last) / (tick - clock):.0f} by the clock, "
                    f"{_memory():.2f} GB, {_size(path) / 1e6:.0f} MB",
                    flush=True,
                )
                own, clock, last = now, tick, done
            if done == count:
                break
        archive.settle()
    print(f"all in {time.perf_counter() - begun:.0f} s by the clock")
    return rates[0], rates[-1]


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))


def questions(archive: Archive, count: int) -> dict[str, Callable[[int], object]]:
    """Return the questions, each to be asked of the n-th thing."""
    maker = Maker()

    def of(n: int) -> Report:
        return maker.report(n * (count // _TIMES))

    def name(n: int) -> str:
        return of(n).actors[0].name

    def day(n: int) -> str:
        return (of(n).published or "")[:10]

    def words(n: int) -> list[str]:
        return of(n).text.split()

    return {
        "report(id)": lambda n: archive.report(of(n).id),
        "reports(newest)": lambda n: archive.reports(limit=20),
        "reports(outlet, since)": lambda n: archive.reports(outlet=of(n).outlet, since=day(n)),
        "stories(newest)": lambda n: archive.stories(limit=20),
        "stories(actor)": lambda n: archive.stories(actor=name(n), limit=20),
        "stories(country, since)": lambda n: archive.stories(country="FRA", since=day(n), limit=20),
        "story(id)": lambda n: archive.story(archive.stories(limit=1)[0].id),
        "statements(by)": lambda n: archive.statements(by=name(n)),
        "statements(about)": lambda n: archive.statements(about=words(n)[5]),
        "events(actor, type)": lambda n: archive.events(actor=name(n), type="ACCUSE"),
        "events(country, country)": lambda n: archive.events(actor="RUS", recipient="USA"),
        "search(rare word)": lambda n: archive.search(words(n)[7]),
        "search(two words)": lambda n: archive.search(" ".join(words(n)[5:7])),
        "search(word of all)": lambda n: archive.search("said"),
        "search(phrase)": lambda n: archive.search(f'"{" ".join(words(n)[4:7])}"'),
        "search(word, since)": lambda n: archive.search(words(n)[7], since=day(n)),
        "outlets()": lambda n: archive.outlets(),
        "sql(count by outlet)": lambda n: archive.sql(
            "SELECT outlet, count(*) FROM statements GROUP BY outlet"
        ),
    }


def ask(path: Path, count: int) -> float:
    """Ask all questions; return the slowest median, in ms."""
    medians = []
    with Archive(path, read_only=True) as archive:
        for what, question in questions(archive, count).items():
            archive._file.close()
            times, own = [], []
            for n in range(_TIMES):
                start, mine = time.perf_counter(), time.process_time()
                question(n)
                times.append((time.perf_counter() - start) * 1000)
                own.append((time.process_time() - mine) * 1000)
            medians.append(statistics.median(times))
            print(
                f"{what:28} {medians[-1]:6.0f} ms, slowest {max(times):6.0f} ms, "
                f"first {times[0]:6.0f} ms, own time {statistics.median(own):5.0f} ms",
                flush=True,
            )
    return max(medians)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--path", type=Path, help="ask this archive, bring nothing in")
    parser.add_argument("--keep", action="store_true", help="leave the archive and say where it is")
    parser.add_argument("--plain", action="store_true", help="only storing, by the plain former")
    parser.add_argument("--corpora", help="not needed; taken so that all parts are called alike")
    given = parser.parse_args()
    if given.path:
        ask(given.path, given.reports)
        return
    folder = Path(tempfile.mkdtemp(prefix="quoth-scale-"))
    try:
        path = folder / "news.duckdb"
        first, last = bring_in(path, given.reports, plain=given.plain)
        slowest = ask(path, given.reports)
        print(
            f"memory {_memory():.2f} GB; the last tenth at {last / first:.2f} of the first; "
            f"the slowest question {slowest:.0f} ms"
        )
    finally:
        if given.keep:
            print(f"kept: {path}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
