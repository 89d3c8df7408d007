"""Differences: precision, recall and F1 a type, given the annotated members of each claim.

usage: python -m benchmarks.differences [--corpora ../shared/corpora] [--kept FILE] [--json]

Over ECB+ and the invented stories, each story is judged by models and thresholds fitted on others;
over NewsWCL50 by the shipped model, which has not seen it. A claim counts as having a difference of
a type or not. Members are sentences, and a sentence often tells several claims: under "own", what
another claim of the same two sentences accounts for counts as no mistake. Corpora that are not
there are left out. `--kept FILE` keeps what was read for the next time; reading takes some minutes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from training.differences.examples import HARD, Example, examples
from training.differences.folds import Judged, fold_of, held_out, judge, threshold
from training.pairs.stories import read_stories

from benchmarks.scorers import CORPORA
from quoth.align.flagging import FlagModel, models

# The file without which a kind of stories cannot be read.
NEEDS = {
    "newswcl50": "newswcl50/dev.jsonl.gz",
    "ecbplus": "ecbplus/train.jsonl.gz",
    "invented": "ecbplus/train.jsonl.gz",
}
Rows = dict[str, dict[str, dict[str, float]]]


def scores(judged: Sequence[tuple[Judged, float]]) -> dict[str, dict[str, float]]:
    """Return the scores a type and of all together; each claim comes with its threshold."""
    rows: dict[str, dict[str, float]] = {}
    for kind in (*HARD, "all"):
        of_type = [(j, limit) for j, limit in judged if kind in (j.type, "all")]
        flagged = [j for j, limit in of_type if j.probability >= limit]
        own = [j for j, limit in of_type if j.own >= limit or (j.wanted and j.probability >= limit)]
        right = sum(j.wanted for j in flagged)
        wanted = sum(j.wanted for j, _ in of_type)
        rows[kind] = {
            "wanted": wanted,
            "flagged": len(flagged),
            "right": right,
            **_shares(right, len(flagged), wanted),
            **{f"own {name}": v for name, v in _shares(right, len(own), wanted).items()},
        }
    return rows


def _shares(right: int, flagged: int, wanted: int) -> dict[str, float]:
    precision, recall = right / (flagged or 1), right / (wanted or 1)
    return {
        "P": precision,
        "R": recall,
        "F1": 2 * precision * recall / ((precision + recall) or 1),
    }


def learnt(found: Sequence[Example], judged: Sequence[Judged]) -> Rows:
    """Return the scores over stories that are learnt from, left out in turn, by kind and in all."""
    fold = fold_of(found)
    limits = {
        (kind, left_out): threshold(
            [j for j in judged if j.type == kind and fold[j.story] != left_out]
        )
        for kind in HARD
        for left_out in set(fold.values())
    }
    limited = [(j, limits[j.type, fold[j.story]]) for j in judged]
    rows = {}
    for kind in sorted({example.kind for example in found}):
        rows[kind] = scores([(j, limit) for j, limit in limited if found[j.number].kind == kind])
    rows["learnt from, left out in turn"] = scores(limited)
    return rows


def measure(corpora: Path = CORPORA, kept: Path | None = None) -> Rows:
    """Return the scores by kind of stories, as far as the corpora are there."""
    kinds = [kind for kind, path in NEEDS.items() if (corpora / path).exists()]
    if not kinds:
        return {}
    found = [
        example
        for story, reports in read_stories(corpora, *kinds, kept=kept)
        for example in examples(story, reports)
    ]
    rows: Rows = {}
    if "ecbplus" in kinds:
        learning = [example for example in found if example.kind != "newswcl50"]
        rows.update(learnt(learning, held_out(learning)))
    if "newswcl50" in kinds:
        rule = FlagModel({}, 30.0)
        shipped = {kind: models().get(kind, rule) for kind in HARD}
        rows["newswcl50"] = scores(
            [
                (judge(number, example, kind, shipped[kind]), shipped[kind].threshold)
                for number, example in enumerate(found)
                if example.kind == "newswcl50"
                for kind in HARD
            ]
        )
    return rows


def shown(rows: Rows) -> str:
    """Return the scores as a table."""
    heads = ("wanted", "flagged", "right", "P", "R", "F1", "own P", "own F1")
    lines = []
    for name, kinds in rows.items():
        lines.append(f"{name:32}" + "".join(f"{head:>9}" for head in heads))
        for kind, row in kinds.items():
            cells = "".join(
                f"{row[head]:9.2f}" if head[-1] in "PR1" else f"{int(row[head]):9}"
                for head in heads
            )
            lines.append(f"  {kind:30}{cells}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--kept", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows: dict[str, Any] = measure(options.corpora, options.kept)
    print(json.dumps(rows) if options.json else shown(rows) or "no corpus is there")


if __name__ == "__main__":
    main()
