"""Speed and memory of `read` and `compare`, beside a bare spaCy pipeline in the same run.

usage: python -m benchmarks.speed [--corpora ../shared/corpora]

The texts are the newswcl50 development articles, or the examples repeated where there is no
corpus, `COPIES` times over. Each number of cores is measured in a process of its own that is bound
to them; there each side runs `ROUNDS` times in turn, and the ratio is of the medians. On two cores
spaCy runs in one process or in two, whichever is quicker, and `read` in one, on two threads.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.claims import articles, as_report
from benchmarks.scorers import CORPORA, ROOT
from quoth.config import ReaderOptions
from quoth.pipeline import Reader
from quoth.records import Report

ROUNDS = 3
COPIES = 3


def reports(corpora: Path) -> list[Report]:
    """Return the texts that are read."""
    if (corpora / "newswcl50").exists():
        return [as_report(a) for event in range(4) for a in articles(event, corpora)]
    texts = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "examples").glob("*.txt"))]
    return [Report(id=str(n), text=texts[n % len(texts)], language="en") for n in range(20)]


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _start(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def _run(results: Iterable[object]) -> None:
    """Take results one after the other and keep none."""
    for _ in results:
        pass


def import_seconds(module: str) -> float:
    """Return how long a fresh interpreter takes to import a module, less its own start."""
    bare, full = (
        min(seconds(partial(_start, code)) for _ in range(ROUNDS))
        for code in ("pass", f"import {module}")
    )
    return full - bare


def measure(corpora: Path, cores: int) -> None:
    """Print the speed of reading on so many cores."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    found = reports(corpora)
    many = _many(found)
    words = sum(len(report.text.split()) for report in many)
    import spacy

    nlp = spacy.load(ReaderOptions().spacy_model)
    reader = Reader(options=ReaderOptions(threads=cores))
    reader.read(found[0])
    texts = [report.text for report in many]
    bare, whole = [], []
    for _ in range(ROUNDS):
        bare.append(min(seconds(partial(_run, nlp.pipe(texts, n_process=n))) for n in {1, cores}))
        whole.append(seconds(partial(_run, reader.iter_read(many))))
    name = "one core" if cores == 1 else f"{cores} cores"
    print(f"bare spaCy, {name:20} {words / median(bare):8.0f} words/s")
    print(f"quoth read, {name:20} {words / median(whole):8.0f} words/s")
    print(f"share of bare spaCy's speed, {name} {median(bare) / median(whole):.2f}")
    sys.stdout.flush()


def _many(found: list[Report]) -> list[Report]:
    return [replace(r, id=f"{r.id}-{copy}") for copy in range(COPIES) for r in found]


def memory(corpora: Path) -> None:
    """Print the memory of a process that reads all reports and keeps none."""
    _run(Reader().iter_read(_many(reports(corpora))))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"resident memory of quoth read {most:5.0f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--cores", type=int, help="measure reading on so many cores only")
    parser.add_argument("--memory", action="store_true", help="measure memory only")
    given = parser.parse_args()
    if given.memory:
        memory(given.corpora)
        return
    if given.cores:
        measure(given.corpora, given.cores)
        return
    for part in (["--cores", "1"], ["--cores", "2"], ["--memory"]):
        command = [sys.executable, "-m", "benchmarks.speed", *part]
        subprocess.run([*command, "--corpora", str(given.corpora)], check=True)
    reader = Reader()
    read = reader.read(*reports(given.corpora)[:5])
    comparing = seconds(lambda: reader.compare(read, any_story=True))
    print(f"quoth compare    {comparing:8.2f} s for {len(read)} reports already read")
    print(
        f"import quoth     {import_seconds('quoth'):8.2f} s, spaCy alone "
        f"{import_seconds('spacy'):.2f} s"
    )


if __name__ == "__main__":
    main()
