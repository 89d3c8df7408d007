"""Hard pairs: passages on one happening that tell the same, or only look as if they did.

usage: python -m benchmarks.hard_pairs [--groups 400]

Over the written groups (`training/pairs/written`), which no shipped model learnt from: how often a
passage that tells what the base tells is found nearer to it than one that does not. Chance is 0.5;
the wrong passages were written to share more words with the base than the right ones, so whatever
counts words stays below it. Beside the unit network's measures stands the cosine of the sentence
encoder as the peer.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np
from training.pairs.written import Passage, groups

from quoth.align.matching import Matcher
from quoth.align.units import Unit
from quoth.annotate.encoder import Encoder
from quoth.annotate.unit_network import UnitNetwork
from quoth.records import Report, Sentence, Span

MEASURES = ("words met, least", "words met, most", "mean of words")


def nearer(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Return the share of pairs of a right and a wrong passage in which the right one is nearer."""
    pairs = [(a > b) + 0.5 * (a == b) for a in right for b in wrong]
    return sum(pairs) / len(pairs)


def as_units(group: Sequence[Passage]) -> tuple[list[Report], list[Unit]]:
    """Return each passage as a report of one sentence that is one unit."""
    reports, units = [], []
    nothing: frozenset[str] = frozenset()
    for number, passage in enumerate(group):
        span = Span(0, len(passage.text))
        report = Report(str(number), passage.text, sentences=(Sentence(span, 0),))
        reports.append(report)
        units.append(
            Unit(
                report.id, 0, (span,), passage.text, passage.text, (), nothing, nothing, nothing,
                (), (), (), False, False, True,
            )
        )  # fmt: skip
    return reports, units


def measure(count: int) -> dict[str, float]:
    """Return the mean over `count` groups, evenly drawn, of each measure."""
    encoder, network = Encoder(), UnitNetwork()
    every = groups()
    chosen = every[:: max(1, len(every) // count)]
    found: dict[str, list[float]] = {}
    for group in chosen:
        reports, units = as_units(group)
        matcher = Matcher(reports, units, read=network.read)
        vectors = encoder.encode([passage.text for passage in group])
        base = next(n for n, passage in enumerate(group) if passage.kind == "base")
        others = [n for n in range(len(group)) if n != base]
        told = {n: matcher.signals(base, n) for n in others}
        scores = {
            "cosine (peer)": {n: float(vectors[base] @ vectors[n]) for n in others},
            **{name: {n: told[n][k] for n in others} for k, name in enumerate(MEASURES)},
        }
        for name, score in scores.items():
            right = [score[n] for n in others if group[n].kind != "not"]
            wrong = [score[n] for n in others if group[n].kind == "not"]
            found.setdefault(name, []).append(nearer(right, wrong))
    print(f"hard pairs ({len(chosen)} written groups): how often the right passage is nearer")
    return {name: float(np.mean(values)) for name, values in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--groups", type=int, default=400)
    parser.add_argument("--corpora", help="not needed; taken so that all parts are called alike")
    for name, share in measure(parser.parse_args().groups).items():
        print(f"{name:24}{share:8.3f}")


if __name__ == "__main__":
    main()
