"""How soon the pages of `quoth serve` show something, on a large archive and on a small one.

usage: python -m benchmarks.pages [--reports 100000] [--path FILE] [--small 400]

Invented reports (`archive_reports`) are brought in with stories by the plain former, unless --path
names an archive of them. A server answers on loopback, as `quoth serve` does; each page is asked
for several times, each time of something else, over a new connection. Told are the median, the
slowest and the first time to the first bytes of the page, in ms by the clock, and the median of
this process's own time (all its threads), which other work on the machine changes less. The floor:
every median under 200 ms on 100,000 reports, by the clock, or in own time where the machine is
busy. No page compares stories: that takes models, and goes on behind the pages.
"""

from __future__ import annotations

import argparse
import http.client
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import uvicorn

from benchmarks.archive_reports import Maker
from benchmarks.archive_scale import bring_in
from quoth.archive import Archive
from quoth.errors import ModelError
from quoth.pipeline import Reader
from quoth.serve.web import SiteOptions, site

_TIMES = 9
_FLOOR_MS = 200


def pages(count: int, pairs: Sequence[tuple[str, str]]) -> dict[str, Callable[[int], str]]:
    """Return the pages, each of the n-th thing; `pairs` are the busiest pairs of countries."""
    maker = Maker()

    def of(n: int) -> int:
        return n * (count // _TIMES)

    def words(n: int) -> list[str]:
        return maker.report(of(n)).text.split()

    def actor(n: int) -> str:
        return quote(maker.report(of(n)).actors[0].name)

    def day(n: int) -> str:
        return (maker.report(of(n)).published or "")[:10]

    def later(n: int) -> str:
        return (date.fromisoformat(day(n)) + timedelta(days=89)).isoformat()

    return {
        "front": lambda n: "/",
        "front, by country": lambda n: "/?country=FRA",
        "front, by actor": lambda n: f"/?actor={actor(n)}",
        "front, by event": lambda n: "/?event=ACCUSE",
        "front, by outlet and day": lambda n: (
            f"/?outlet={quote(maker.report(of(n)).outlet or '')}&since={day(n)}"
        ),
        "front, by outlets": lambda n: "/?min_outlets=3",
        "story": lambda n: f"/stories/r{of(n) // 4 * 4:06}",
        "report": lambda n: f"/reports/r{of(n):06}",
        "search, a rare word": lambda n: f"/search?q={quote(words(n)[7])}",
        "search, a word of all": lambda n: "/search?q=said",
        "search, what is said": lambda n: f"/search?kind=said&q={quote(words(n)[5])}",
        "corrections": lambda n: "/corrections",
        "relations, of 90 days": lambda n: f"/relations?since={day(n)}&until={later(n)}",
        "relation, the busiest pairs": lambda n: f"/relations/{'/'.join(pairs[n % len(pairs)])}",
        "actors": lambda n: f"/actors?page={n + 1}",
        "actor": lambda n: f"/actors/{actor(n)}",
        "outlets": lambda n: "/outlets",
        "outlet": lambda n: f"/outlets/{quote(maker.report(of(n)).outlet or '')}",
    }


def timed(port: int, address: str) -> tuple[float, float, int, float]:
    """Return how many ms the first bytes of a page took, by the clock and in own time.

    And its size, and the own time of the whole page: that of some comes after their head.
    """
    start, own = time.perf_counter(), time.process_time()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address)
    answer = connection.getresponse()
    first = answer.read(512)
    took, mine = (time.perf_counter() - start) * 1000, (time.process_time() - own) * 1000
    size = len(first) + len(answer.read())
    whole = (time.process_time() - own) * 1000
    connection.close()
    if answer.status not in (200, 302):
        raise SystemExit(f"{address}: {answer.status}")
    return took, mine, size, whole


def _no_reader() -> Reader:
    raise ModelError("pages are measured without models")


def measure(path: Path, count: int) -> float:
    """Ask for all pages; return the slowest median, in ms."""
    application = site(path, options=SiteOptions())
    application.state.desk.make_reader = _no_reader
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = listening.getsockname()[1]
    medians = []
    with Archive(path, read_only=True) as archive:
        busiest = [(pair.first, pair.second) for pair in archive.relations()[:_TIMES]]
    for what, address in pages(count, busiest).items():
        asked = [timed(port, address(n)) for n in range(_TIMES)]
        times = [took for took, *_ in asked]
        clock, own = statistics.median(times), statistics.median(one[1] for one in asked)
        medians.append(min(clock, own))
        print(
            f"{what:26} {clock:5.0f} ms, slowest {max(times):5.0f} ms, first {times[0]:5.0f} ms, "
            f"own time {own:4.0f} ms, whole {statistics.median(one[3] for one in asked):5.0f} ms, "
            f"{max(one[2] for one in asked) / 1000:4.0f} kB",
            flush=True,
        )
    server.should_exit = True
    thread.join()
    listening.close()
    return max(medians)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--small", type=int, default=400)
    parser.add_argument("--path", type=Path)
    parser.add_argument("--corpora", help="not needed; `benchmarks.run` gives it")
    given = parser.parse_args()
    slowest = {}
    with tempfile.TemporaryDirectory(prefix="quoth-pages-") as folder:
        for count in (given.small, given.reports):
            path = Path(folder) / f"{count}.duckdb"
            if given.path is not None and count == given.reports:
                path = given.path
            else:
                bring_in(path, count, plain=True)
            print(f"{count:,} reports")
            slowest[count] = measure(path, count)
    print(f"slowest median on {given.reports:,} reports: {slowest[given.reports]:.0f} ms")
    if slowest[given.reports] > _FLOOR_MS:
        raise SystemExit(f"over {_FLOOR_MS} ms")


if __name__ == "__main__":
    main()
