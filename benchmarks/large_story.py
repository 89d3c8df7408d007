"""A story of 200 reports: how long comparing takes, beside five of them.

usage: python -m benchmarks.large_story [--reports 200] [--rounds 1]

The reports are made from the invented stories of `training/pairs/stories`: each takes most of the
sentences of one outlet's report, in its order, and some of another's, as outlets do that print
agency texts. Reading is measured by `speed`; here reports already read are compared. The floor in
the same run is one comparison of every unit with every other by a bare matrix product.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import numpy as np

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--corpora", help="not needed; taken so that all parts are called alike")
    given = parser.parse_args()
    reader = Reader()
    made = texts(given.reports)
    reports = reader.read(
        *(Report(f"r{n}", text, outlet=f"Outlet {n}", language="en") for n, text in enumerate(made))
    )
    times = {}
    for count in (5, given.reports):
        start = time.perf_counter()
        comparison = reader.compare(reports[:count], any_story=True)
        times[count] = time.perf_counter() - start
        print(f"{count} reports: {times[count]:.1f} s, {len(comparison.claims)} claims", flush=True)
    sentences = [r.text[s.span.start : s.span.end] for r in reports for s in r.sentences]
    start = time.perf_counter()
    vectors = Encoder().encode(sentences)
    product = float(np.abs(vectors @ vectors.T).mean())
    floor = time.perf_counter() - start
    print(
        f"floor: {len(sentences)} sentences encoded and multiplied, {floor:.1f} s ({product:.2f})"
    )
    print(f"comparing is {times[given.reports] / floor:.1f} times the floor")


if __name__ == "__main__":
    main()
