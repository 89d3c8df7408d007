"""Score a network on PolNeAR dev, and keep its readings to choose `decode.Weights` on.

usage: python -m training.attribution.evaluate [--rounds FILE ...]
           [--reader reader|bilinear|tagger] [--onnx] [--split dev]
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from benchmarks.scorers import CORPORA, lines, scorer

from quoth.annotate import decode
from quoth.annotate.attribution import sentence_ranges, statements_of
from quoth.annotate.network import Network, OnnxNetwork
from quoth.annotate.readings import NONE, Reading, ReportReader
from quoth.annotate.speech import Speech
from quoth.annotate.tree import Tree
from quoth.records import Report
from training.attribution.torch_network import ROUNDS, TorchNetwork


def read_all(
    network: Network, reports: Sequence[Report]
) -> list[tuple[Report, Tree, list[Reading]]]:
    """Return each report with its tree and its readings."""
    reader = ReportReader(network)
    trees = [Tree(report.tokens) for report in reports]
    return [
        (report, tree, list(reader.open(report, tree).readings()))
        for report, tree in zip(reports, trees, strict=True)
    ]


def nearest(readings: Sequence[Reading]) -> list[Reading]:
    """Return readings in which every word has a role for the nearest anchor only."""
    anchors = np.array([reading.anchor for reading in readings])
    linked = []
    for reading in readings:
        words = np.arange(len(reading.roles))[:, None] + reading.first
        own = anchors[np.abs(words - anchors).argmin(1)] == reading.anchor
        roles = np.where(own[:, None], reading.roles, np.eye(4)[NONE]).astype(np.float32)
        linked.append(replace(reading, roles=roles))
    return linked


def score(
    found: Sequence[tuple[Report, Tree, list[Reading]]],
    gold: dict[str, Any],
    module: Any,  # noqa: ANN401 - the scorer is a script
    weights: decode.Weights = decode.WEIGHTS,
) -> dict[str, Any]:
    """Return the official scorer's report."""
    predicted = {}
    for report, tree, readings in found:
        speech = Speech(report, tree, sentence_ranges(report))
        chosen = [c for c, _ in statements_of(report, tree, speech, readings, weights=weights)]
        predicted[report.id] = {
            "id": report.id,
            "attributions": [
                {
                    "source": [list(s) for s in tree.spans(c.source)],
                    "cue": [list(s) for s in tree.spans(c.cue)],
                    "content": [list(s) for s in tree.spans(c.content)],
                }
                for c in chosen
            ],
        }
    scores: dict[str, Any] = module.score(gold, predicted)
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=Path("build/attribution"))
    parser.add_argument("--rounds", type=Path, nargs="+", default=ROUNDS)
    parser.add_argument("--reader", choices=("reader", "bilinear", "tagger"), default="reader")
    parser.add_argument("--onnx", action="store_true", help="the shipped network")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--keep", type=Path, help="write the readings here")
    given = parser.parse_args()
    torch.set_num_threads(1)
    network: Network = (
        OnnxNetwork() if given.onnx else TorchNetwork(*given.rounds, reader=given.reader)
    )
    with (given.work / f"polnear-{given.split}.pickle").open("rb") as file:
        reports = [report for report, _ in pickle.load(file)]
    found = read_all(network, reports)
    if given.reader == "tagger":
        found = [(report, tree, nearest(readings)) for report, tree, readings in found]
    if given.keep:
        with given.keep.open("wb") as file:
            pickle.dump(found, file)
    module = scorer("score_attribution", given.corpora)
    gold = {row["id"]: row for row in lines(given.corpora / "polnear" / f"{given.split}.jsonl.gz")}
    print(module.table(score(found, gold, module)))
    print(json.dumps({"readings": sum(len(r) for _, _, r in found)}))


if __name__ == "__main__":
    main()
