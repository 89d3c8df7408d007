"""Choose `decode.Weights` on PolNeAR dev, and print how far confidences can be trusted.

usage: python -m training.attribution.choose READINGS [--corpora ../shared/corpora]

READINGS is what `evaluate --keep` wrote. The weights of the three scores are a logistic regression
on whether a statement is right (content and source, as the official scorer has it); the rest is
tried out one value after the other.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from benchmarks.scorers import CORPORA, lines, scorer
from numpy.typing import NDArray

from quoth.annotate import decode
from quoth.annotate.attribution import sentence_ranges, statements_of
from quoth.annotate.candidate import Candidate
from quoth.annotate.readings import Reading
from quoth.annotate.speech import Speech
from quoth.annotate.tree import Tree
from quoth.records import Report
from training.attribution.evaluate import score

Found = Sequence[tuple[Report, Tree, list[Reading]]]


def rightness(
    module: ModuleType, report: Report, tree: Tree, chosen: Sequence[Candidate], gold: list[Any]
) -> list[bool]:
    """Return for each candidate whether content and source are right."""
    predicted, _ = module.load_attributions(
        {
            "id": report.id,
            "attributions": [
                {
                    "source": [list(s) for s in tree.spans(c.source)],
                    "content": [list(s) for s in tree.spans(c.content)],
                }
                for c in chosen
            ],
        },
        report.text,
    )
    pairs = module.greedy_match(
        [g["content"] for g in gold], [p["content"] for p in predicted], 0.5
    )
    right = [False] * len(chosen)
    for g, p in pairs.items():
        want, got = gold[g]["source"], predicted[p]["source"]
        right[p] = bool(want & got) if want else not got
    return right


def judged(
    module: ModuleType, found: Found, gold: dict[str, Any], weights: decode.Weights
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return scores (n, 5), rightness (n,) and confidence (n,) of what is listed."""
    rows, right, confidence = [], [], []
    for report, tree, readings in found:
        by_anchor = {r.anchor: r for r in readings}
        speech = Speech(report, tree, sentence_ranges(report))
        handed = statements_of(report, tree, speech, readings, weights=weights)
        chosen = [one for one, _ in handed if one.anchor in by_anchor]
        wanted, _ = module.load_attributions(gold[report.id], report.text)
        right.extend(rightness(module, report, tree, chosen, wanted))
        for one in chosen:
            reading = by_anchor[one.anchor]
            roles = decode.likeliest(reading)
            rows.append((*decode.scores(reading, roles), 1.0))
            confidence.append(one.confidence)
    return np.array(rows), np.array(right, dtype=float), np.array(confidence)


def logistic(rows: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of a logistic regression with a slight pull to 0 (Newton's method)."""
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - p) - 0.5 * weights
        curve = (rows * (p * (1 - p))[:, None]).T @ rows + 0.5 * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def f1(module: ModuleType, found: Found, gold: dict[str, Any], weights: decode.Weights) -> float:
    """Return attribution F1."""
    value: float = score(found, gold, module, weights)["scores"]["all"]["attribution"]["f1"]
    return value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readings", type=Path)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    given = parser.parse_args()
    module = scorer("score_attribution", given.corpora)
    gold = {row["id"]: row for row in lines(given.corpora / "polnear" / "dev.jsonl.gz")}
    with given.readings.open("rb") as file:
        found: Found = pickle.load(file)
    weights = decode.WEIGHTS
    for _ in range(2):
        rows, right, _ = judged(module, found, gold, replace(weights, threshold=0.1))
        fitted = logistic(rows, right)
        weights = replace(
            weights,
            **dict(
                zip(
                    ("anchor", "statement", "content", "source", "bias"),
                    map(float, fitted),
                    strict=True,
                )
            ),
        )
        for name, values in (
            ("threshold", (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)),
            ("kept", (0.3, 0.5, 0.7, 0.9)),
        ):
            tried = {v: f1(module, found, gold, replace(weights, **{name: v})) for v in values}
            print(name, {v: round(value, 4) for v, value in tried.items()}, flush=True)
            weights = replace(weights, **{name: max(tried, key=lambda v: tried[v])})
    print(weights)
    print(module.table(score(found, gold, module, weights)))
    _, right, confidence = judged(module, found, gold, weights)
    for low in np.arange(0.2, 1.0, 0.1):
        inside = (confidence >= low) & (confidence < low + 0.1)
        if inside.any():
            share = f"{right[inside].mean():.2f} right"
            print(f"confidence {low:.1f}: {inside.sum():5d} statements, {share}")


if __name__ == "__main__":
    main()
