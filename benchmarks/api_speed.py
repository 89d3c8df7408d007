"""The REST API: how long its main routes take, beside the bare question to the archive.

usage: python -m benchmarks.api_speed [--reports 10000] [--path FILE]

An archive of invented reports (`archive_reports`) is made and served by uvicorn in a process of its
own. Each route is asked several times over on one connection, each time for something else; beside
it stands the same question asked of an archive in this process, in the same minute. Then four
clients ask at once, for requests a second. The floor: every median under 200 ms.
"""

from __future__ import annotations

import argparse
import multiprocessing
import socket
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import urllib3

from benchmarks.archive_reports import Maker, plain_forming
from quoth.archive import Archive
from quoth.records import Report

_TIMES = 15
_CLIENTS, _SECONDS = 4, 4.0
Ask = Callable[[int], object]


def make(path: Path, count: int) -> None:
    """Make the archive."""
    maker = Maker()
    with Archive(path, forming=plain_forming()) as archive:
        for _ in archive.iter_add(maker.report(number) for number in range(count)):
            pass
        archive.compact()


def serve(path: Path, port: int) -> None:
    """Serve the archive; runs in a process of its own."""
    import uvicorn

    from quoth.serve.api import api

    uvicorn.run(api(path), host="127.0.0.1", port=port, log_level="error")


def routes(archive: Archive, count: int) -> dict[str, tuple[Callable[[int], str], Ask]]:
    """Return the routes: the address of the n-th request, and the same question bare."""
    maker = Maker()

    def of(n: int) -> Report:
        return maker.report(n * (count // _TIMES))

    def name(n: int) -> str:
        return of(n).actors[0].name

    def word(n: int) -> str:
        return of(n).text.split()[7]

    def to(route: str, **options: object) -> str:
        return f"{route}?{urlencode(options)}"

    return {
        "stories": (
            lambda n: to("/stories", limit=20, until=(of(n).published or "")[:10]),
            lambda n: archive.stories(limit=20, until=(of(n).published or "")[:10]),
        ),
        "statements by": (
            lambda n: to("/statements", by=name(n), limit=20),
            lambda n: archive.statements(by=name(n), limit=20),
        ),
        "events of": (
            lambda n: to("/events", actor=name(n), limit=20),
            lambda n: archive.events(actor=name(n), limit=20),
        ),
        "search": (
            lambda n: to("/search", query=word(n)),
            lambda n: archive.search(word(n)),
        ),
        "reports of a country": (
            lambda n: to("/reports", country="FRA", limit=20, until=(of(n).published or "")[:10]),
            lambda n: archive.reports(
                country="FRA", limit=20, until=(of(n).published or "")[:10]
            ),
        ),
        "a report": (
            lambda n: f"/reports/{quote(of(n).id, safe='')}",
            lambda n: archive.report(of(n).id),
        ),
        "outlets": (lambda n: "/outlets", lambda n: archive.outlets()),
    }  # fmt: skip


def timed(ask: Ask) -> list[float]:
    """Return how long each of several requests takes, in ms; the first is not counted."""
    ask(0)
    times = []
    for n in range(_TIMES):
        start = time.perf_counter()
        ask(n)
        times.append((time.perf_counter() - start) * 1000)
    return times


def measure(path: Path, count: int, port: int) -> float:
    """Print the times of each route; return the slowest median, in ms."""
    pool = urllib3.HTTPConnectionPool("127.0.0.1", port, maxsize=_CLIENTS, retries=60)
    while not _answers(pool):
        time.sleep(0.2)
    slowest = 0.0
    with Archive(path, read_only=True) as archive:
        for what, (address, bare) in routes(archive, count).items():

            def get(n: int, address: Callable[[int], str] = address) -> None:
                answer = pool.request("GET", address(n))
                if answer.status != 200:
                    raise RuntimeError(answer.data.decode())

            alone, over = timed(bare), timed(get)
            a, b = statistics.median(alone), statistics.median(over)
            slowest = max(slowest, b)
            print(
                f"{what:22} {b:6.1f} ms (slowest {max(over):6.1f}); the bare question {a:6.1f} ms; "
                f"{_rate(get):6.0f} a second from {_CLIENTS} clients",
                flush=True,
            )
        tag = pool.request("GET", "/outlets").headers["etag"]
        again = timed(lambda n: pool.request("GET", "/outlets", headers={"If-None-Match": tag}))
        print(f"{'not changed (304)':22} {statistics.median(again):6.1f} ms")
    return slowest


def _answers(pool: urllib3.HTTPConnectionPool) -> bool:
    try:
        return pool.request("GET", "/", retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def _rate(get: Callable[[int], None]) -> float:
    """Return the requests a second of some clients that ask at once."""
    end = time.perf_counter() + _SECONDS

    def client(first: int) -> int:
        done = 0
        while time.perf_counter() < end:
            get((first + done) % _TIMES)
            done += 1
        return done

    with ThreadPoolExecutor(_CLIENTS) as pool:
        return sum(pool.map(client, range(_CLIENTS))) / _SECONDS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--path", type=Path, help="serve this archive, make none")
    parser.add_argument("--corpora", help="not needed; taken so that all parts are called alike")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quoth-api-") as folder:
        path: Path = given.path or Path(folder) / "news.duckdb"
        if not given.path:
            make(path, given.reports)
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port: int = found.getsockname()[1]
        server = multiprocessing.get_context("spawn").Process(target=serve, args=(path, port))
        server.start()
        try:
            print(f"{given.reports} reports")
            print(f"the slowest route {measure(path, given.reports, port):.0f} ms")
        finally:
            server.terminate()
            server.join()


if __name__ == "__main__":
    main()
