"""A story of 200 reports: how long comparing takes, beside five of them, and which stage takes it.

usage: python -m benchmarks.large_story [--reports 200] [--reworded]

The reports are made from the invented stories of `training/pairs/stories`: each takes most of the
sentences of one outlet's report, in its order, and some of another's, as outlets do that print
agency texts; with `--reworded` each paragraph lacks a few words, so that there are thousands of
wordings. Reading is measured by `speed`; here reports already read are compared. Stages are given
in seconds of CPU, on however many cores, so that other work on the machine shows little in them.
The floor in the same run is one comparison of every sentence with every other by a bare matrix
product.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import quoth.align
import quoth.align.claims
import quoth.align.origins
import quoth.group
from benchmarks.scorers import ROOT
from quoth.annotate.encoder import Encoder
from quoth.ingest import ingest
from quoth.pipeline import Reader
from quoth.records import Report

STORIES = ROOT / "training" / "pairs" / "stories"
STORY = "tromso-pullout"
KEPT, TAKEN = 0.7, 4
SEED = 11
# A reworded paragraph lacks one of so many words, each longer than so many letters.
DROPPED, LONGER = 15, 3
# What is timed: where it is called from, by what name, and what it is called here.
STAGES: tuple[tuple[Any, str, str], ...] = (
    (quoth.group, "strangers", "one story"),
    (quoth.group, "shared_runs", "copies"),
    (quoth.group, "copy_groups", "copies"),
    (Encoder, "encode", "encoding"),
    (quoth.align, "Matcher", "reading units"),
    (quoth.align, "twins", "twins"),
    (quoth.align, "Story", "vectors"),
    (quoth.align, "pairs", "pairs"),
    (quoth.align, "grown", "groups"),
    (quoth.align.origins.OriginFinder, "__init__", "origins"),
    (quoth.align.origins.OriginFinder, "origins", "origins"),
    (quoth.align.claims, "differences", "differences"),
    (quoth.align.claims.ClaimMaker, "_links", "links"),
    (Reader, "compare", "all else"),
)


class Stopwatch:
    """Seconds of CPU by stage; what a stage calls of another counts there alone."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._within: list[float] = []
        for owner, name, stage in STAGES:
            setattr(owner, name, self._timed(getattr(owner, name), stage))

    def _timed(self, called: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def timed(*args: object, **options: object) -> object:
            start = time.process_time()
            self._within.append(0.0)
            try:
                return called(*args, **options)
            finally:
                whole = time.process_time() - start
                own = whole - self._within.pop()
                self.spent[stage] = self.spent.get(stage, 0.0) + own
                if self._within:
                    self._within[-1] += whole

        return timed


def texts(count: int, *, reworded: bool = False) -> list[str]:
    """Return the texts of `count` reports of one story, the same every time.

    With `reworded` each sentence lacks a word or two, so that hardly two reports have one alike.
    """
    rng = random.Random(SEED)
    own = [_paragraphs(path) for path in sorted((STORIES / STORY).glob("*.txt"))]
    found = []
    for _ in range(count):
        mine, other = rng.sample(own, 2)
        kept = [p for p in mine if rng.random() < KEPT]
        for paragraph in rng.sample(other, min(TAKEN, len(other))):
            kept.insert(rng.randrange(len(kept) + 1), paragraph)
        if reworded:
            kept = [_reworded(paragraph, rng) for paragraph in kept]
        found.append("\n\n".join(kept))
    return found


def _reworded(paragraph: str, rng: random.Random) -> str:
    """Return a paragraph without some of its longer small words."""
    words = paragraph.split()
    small = [n for n, word in enumerate(words) if word.islower() and len(word) > LONGER]
    gone = set(rng.sample(small, min(len(small), 1 + len(words) // DROPPED)))
    return " ".join(word for n, word in enumerate(words) if n not in gone)


def _paragraphs(path: Path) -> list[str]:
    (report,) = (r for r in ingest([path]) if isinstance(r, Report))
    return [p for p in report.text.split("\n\n") if p.strip()]


def measure(reader: Reader, reports: Sequence[Report], watch: Stopwatch) -> float:
    """Compare reports and print what each stage takes; return the seconds that pass."""
    watch.spent.clear()
    start, spent = time.perf_counter(), time.process_time()
    comparison = reader.compare(reports, any_story=True)
    passed, cpu = time.perf_counter() - start, time.process_time() - spent
    print(
        f"{len(reports)} reports: {passed:.1f} s, {cpu:.1f} s of CPU, "
        f"{len(comparison.claims)} claims"
    )
    for stage, seconds in sorted(watch.spent.items(), key=lambda item: -item[1]):
        print(f"  {stage:<14}{seconds:7.2f}", flush=True)
    return passed


def floor(reports: Sequence[Report]) -> float:
    """Encode all sentences and multiply each with each, print it and return the seconds."""
    sentences = [r.text[s.span.start : s.span.end] for r in reports for s in r.sentences]
    start = time.perf_counter()
    vectors = Encoder().encode(sentences)
    product = float(np.abs(vectors @ vectors.T).mean())
    passed = time.perf_counter() - start
    print(
        f"floor: {len(sentences)} sentences encoded and multiplied, {passed:.1f} s ({product:.2f})"
    )
    return passed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--reworded", action="store_true", help="thousands of wordings")
    parser.add_argument("--corpora", help="not needed; taken so that all parts are called alike")
    given = parser.parse_args()
    reader = Reader()
    made = texts(given.reports, reworded=given.reworded)
    reports = reader.read(
        *(Report(f"r{n}", text, outlet=f"Outlet {n}", language="en") for n, text in enumerate(made))
    )
    # The models are loaded before anything is timed.
    reader.compare(reports[:2], any_story=True)
    watch = Stopwatch()
    measure(reader, reports[:5], watch)
    passed = measure(reader, reports, watch)
    print(f"comparing is {passed / floor(reports):.1f} times the floor")


if __name__ == "__main__":
    main()
