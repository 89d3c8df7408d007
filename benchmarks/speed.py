"""Speed and memory of `read` and `compare`, beside a bare spaCy pipeline in the same run.

usage: python -m benchmarks.speed [--corpora ../shared/corpora]

The texts are the newswcl50 development articles, or the examples repeated where there is no
corpus. Each side runs `ROUNDS` times in turn; the ratio is of the medians.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.claims import articles, as_report
from benchmarks.scorers import CORPORA, ROOT
from quoth.config import ReaderOptions
from quoth.pipeline import Reader
from quoth.records import Report

ROUNDS = 3


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


def import_seconds(module: str) -> float:
    """Return how long a fresh interpreter takes to import a module, less its own start."""
    bare, full = (
        min(seconds(partial(_start, code)) for _ in range(ROUNDS))
        for code in ("pass", f"import {module}")
    )
    return full - bare


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    found = reports(parser.parse_args().corpora)
    words = sum(len(report.text.split()) for report in found)
    import spacy

    nlp = spacy.load(ReaderOptions().spacy_model)
    reader = Reader()
    reader.read(found[0])
    bare, whole = [], []
    for _ in range(ROUNDS):
        bare.append(seconds(lambda: list(nlp.pipe(report.text for report in found))))
        whole.append(seconds(lambda: reader.read(*found)))
    read = reader.read(*found[:5])
    comparing = seconds(lambda: reader.compare(read, any_story=True))
    print(f"bare spaCy       {words / median(bare):8.0f} words/s")
    print(f"quoth read       {words / median(whole):8.0f} words/s, one process")
    print(f"share of bare spaCy's speed {median(bare) / median(whole):.2f}")
    print(f"quoth compare    {comparing:8.2f} s for {len(read)} reports already read")
    print(f"resident memory  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    print(
        f"import quoth     {import_seconds('quoth'):8.2f} s, spaCy alone "
        f"{import_seconds('spacy'):.2f} s"
    )


if __name__ == "__main__":
    main()
