"""Fit the story model, with topics left out in turn, and write it.

usage: python -m training.stories.train [--corpora ../shared/corpora] [--kept FILE] [--write]

Prints B-cubed F1 over all of ECB+ train and over NewsWCL50 dev with models that have not seen the
topics at hand, and of the development topics alone. `--kept FILE` keeps the outlines for the next
time (reading the reports takes some minutes). `--write` fits on all pairs and writes
src/quoth/group/data/story_model.json; the same input gives the same file.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.scorers import CORPORA, ROOT, scorer
from numpy.typing import NDArray

from quoth.group.clustering import Meeting, Merges, clusters
from quoth.group.link_model import LinkModel
from training.stories.fit import fit_links, fit_merges, merge_states
from training.stories.pairs import CAMPAIGN, NEWS, Labelled, Pairs, labelled, pairs

MODEL = ROOT / "src" / "quoth" / "group" / "data" / "story_model.json"
FOLDS = 5
SEEDS = (0, 1, 2)
DEVELOPMENT = frozenset("2 5 12 18 21 23 34 35".split())
DIGITS = 5


def folds(reports: Sequence[Labelled], seed: int) -> NDArray[np.int64]:
    """Return the fold of each report: topics are kept whole, NewsWCL50 is a fold of its own.

    PolNeAR, which is not judged, is always learnt from.
    """
    topics = sorted({one.topic for one in reports} - {NEWS, CAMPAIGN})
    random.Random(seed).shuffle(topics)
    fold = {topic: number % FOLDS for number, topic in enumerate(topics)}
    fold |= {NEWS: FOLDS, CAMPAIGN: -1}
    return np.array([fold[one.topic] for one in reports])


def links_left_out(found: Pairs, fold: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the links of pairs, each by a model that saw the folds of neither report."""
    one, other = fold[found.first], fold[found.second]
    links = np.zeros(len(one))
    for a in range(FOLDS + 1):
        for b in range(a, FOLDS + 1):
            judged = ((one == a) & (other == b)) | ((one == b) & (other == a))
            learnt = ~np.isin(one, (a, b)) & ~np.isin(other, (a, b))
            if judged.any():
                every = np.repeat(np.flatnonzero(learnt), found.counts[learnt])
                model = fit_links(found.measures[every], found.same[every])
                links[judged] = likely(model, found.measures[judged])
    return links


def likely(model: LinkModel, measures: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the links of pairs; time is left out, as the corpora hardly have it."""
    odds: NDArray[np.float64] = model.log_odds(measures)
    return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))


def matrix(found: Pairs, links: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Return links as a symmetric matrix."""
    square = np.zeros((count, count))
    square[found.first, found.second] = links
    return square + square.T


def judged(
    reports: Sequence[Labelled],
    square: NDArray[np.float64],
    chosen: Sequence[int],
    merges: Merges,
    corpora: Path,
) -> dict[str, float]:
    """Return B-cubed and the share of pure stories over some of the reports."""
    at = list(chosen)
    labels = clusters(square[np.ix_(at, at)], [[n] for n in range(len(at))], merges=merges)
    gold = {reports[n].outline.report: reports[n].story for n in at}
    told = {reports[n].outline.report: str(k) for n, k in zip(at, labels, strict=True)}
    figures: dict[str, Any] = scorer("score_stories", corpora).score(gold, told)
    return {**figures["b3"], "pure": figures["pure"]}


def left_out(
    reports: Sequence[Labelled], found: Pairs, seed: int, corpora: Path
) -> dict[str, dict[str, float]]:
    """Return the figures of models that have not seen the topics that they are judged on."""
    fold = folds(reports, seed)
    square = matrix(found, links_left_out(found, fold), len(reports))
    stories = [one.story for one in reports]
    models = {}
    for number in range(FOLDS + 1):
        seen = np.flatnonzero((fold != number) & (fold >= 0))
        states = merge_states(square[np.ix_(seen, seen)], [stories[n] for n in seen])
        models[number] = fit_merges(states)
    results: dict[str, dict[str, float]] = {}
    for name, chosen in parts(reports).items():

        def merges(meeting: Meeting, chosen: Sequence[int] = chosen) -> bool:
            return models[int(fold[chosen[meeting.first[0]]])](meeting)

        results[name] = judged(reports, square, chosen, merges, corpora)
    return results


def parts(reports: Sequence[Labelled]) -> dict[str, list[int]]:
    """Return the reports that are judged together."""
    return {
        "ECB+ train": [n for n, one in enumerate(reports) if one.corpus == "ecbplus"],
        "its development topics": [n for n, r in enumerate(reports) if r.topic in DEVELOPMENT],
        "NewsWCL50 dev": [n for n, one in enumerate(reports) if one.topic == NEWS],
        "invented": [n for n, one in enumerate(reports) if one.corpus == "invented"],
    }


def as_json(model: LinkModel, merge: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the shipped form of the models."""
    return {
        "about": "see training/stories/README.md",
        "link": {
            "names": list(model.names),
            "mean": [round(float(v), DIGITS) for v in model.mean],
            "scale": [round(float(v), DIGITS) for v in model.scale],
            "weights": [round(float(v), DIGITS) for v in model.weights],
            "intercept": round(model.intercept, DIGITS),
        },
        "merge": {
            name: round(float(getattr(merge, name)), DIGITS)
            for name in ("link", "cohesion", "size", "intercept")
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--kept", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    reports = labelled(options.corpora, kept=options.kept)
    found = pairs(reports)
    states = []
    for seed in SEEDS:
        fold = folds(reports, seed)
        square = matrix(found, links_left_out(found, fold), len(reports))
        states += merge_states(square, [one.story for one in reports])
        for name, figures in left_out(reports, found, seed, options.corpora).items():
            shown = "  ".join(f"{key} {value:.3f}" for key, value in figures.items())
            print(f"left out, seed {seed}, {name:24}{shown}", flush=True)
    every = np.repeat(np.arange(len(found.first)), found.counts)
    model, merge = fit_links(found.measures[every], found.same[every]), fit_merges(states)
    square = matrix(found, likely(model, found.measures), len(reports))
    for name, chosen in parts(reports).items():
        figures = judged(reports, square, chosen, merge, options.corpora)
        shown = "  ".join(f"{key} {value:.3f}" for key, value in figures.items())
        print(f"learnt from, {name:24}{shown}")
    if options.write:
        MODEL.write_text(json.dumps(as_json(model, merge), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
