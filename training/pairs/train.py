"""Fit the pair model: which two units of different reports tell the same thing.

usage: python -m training.pairs.train [--corpora ../shared/corpora] [--write]

The gold says which sentences share a claim; the model judges units, of which a sentence may have
several. So the fit takes turns (multi-instance learning): of the unit pairs of two sentences that
share a claim, those that the last model finds likely count as telling the same thing, all others
do not. Prints the scores with each event left out, and how often pairs of each probability were
right; `--write` fits on all events and writes src/quoth/align/data/pair_model.json.

Needs scikit-learn, which is not needed at run time: pip install scikit-learn
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.claims import SHOWN, articles, as_report, gold
from benchmarks.scorers import CORPORA, ROOT, scorer
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from quoth.align.grouping import groups
from quoth.align.names import link_actors
from quoth.align.pairs import FEATURES, Pair, Story
from quoth.align.units import Unit, UnitReader
from quoth.annotate.encoder import Encoder
from quoth.pipeline import NAMING, Reader
from training.pairs.stories import Key, sentences_of

EVENTS = (0, 1, 2, 3)
ROUNDS = 5
# A unit pair counts as telling the same from this share of the best probability of its sentences.
SLACK = 0.6
# Weight of the penalty (scikit-learn's C): weak data, so a strong one.
C = 0.1
MODEL = ROOT / "src" / "quoth" / "align" / "data" / "pair_model.json"


@dataclass
class Event:
    """One event's units, candidate pairs with features, and which sentences share a claim."""

    number: int
    articles: list[dict[str, Any]]
    gold: dict[str, Any]
    units: list[Unit]
    candidates: list[tuple[int, int, float]]
    values: NDArray[np.float64]
    bags: list[tuple[tuple[Key, ...], tuple[Key, ...]]]
    shared: NDArray[np.bool_]


def prepare(number: int, corpora: Path, reader: Reader, encoder: Encoder) -> Event:
    """Return what the fit needs of an event."""
    found, wanted = articles(number, corpora), gold(number, corpora)
    reports = sorted(reader.read(*map(as_report, found)), key=lambda report: report.id)
    keys = link_actors(reports, NAMING)
    units = [
        unit
        for report in reports
        for unit in UnitReader(report, canonical=NAMING.canonical, names_of=keys[report.id]).units()
    ]
    story = Story(units, encode=encoder.encode)
    candidates = list(story.candidates())
    by_id = {article["id"]: article["sentences"] for article in found}
    covers = [sentences_of(unit, by_id[unit.report]) for unit in units]
    together = {
        (a, b)
        for claim in wanted["claims"]
        for a, b in product(
            [(m["report"], i) for m in claim["members"] for i in m["sentences"]], repeat=2
        )
        if a[0] != b[0]
    }
    bags = [(covers[i], covers[j]) for i, j, _ in candidates]
    shared = np.array([any(pair in together for pair in product(*bag)) for bag in bags])
    values = np.array([story.features(*candidate) for candidate in candidates])
    return Event(number, found, wanted, units, candidates, values, bags, shared)


def fit(events: Sequence[Event]) -> tuple[NDArray[np.float64], float]:
    """Return weights (one a feature, for raw values) and intercept."""
    values = np.vstack([event.values for event in events])
    shared = np.concatenate([event.shared for event in events])
    bags: dict[Any, list[int]] = {}
    row = 0
    for event in events:
        for bag in event.bags:
            bags.setdefault((event.number, bag), []).append(row)
            row += 1
    mean, scale = values.mean(axis=0), values.std(axis=0)
    scale[scale == 0] = 1
    scaled = (values - mean) / scale
    labels = shared
    for _ in range(ROUNDS):
        model = LogisticRegression(C=C, max_iter=3000).fit(scaled, labels)
        likely = model.predict_proba(scaled)[:, 1]
        labels = np.zeros(len(shared), dtype=bool)
        for rows in bags.values():
            if shared[rows[0]]:
                best = max(likely[rows])
                for index in rows:
                    labels[index] = likely[index] >= SLACK * best
    weights = model.coef_[0] / scale
    return weights, float(model.intercept_[0] - weights @ mean)


def probabilities(event: Event, weights: NDArray[np.float64], intercept: float) -> list[Pair]:
    likely = 1 / (1 + np.exp(-(event.values @ weights + intercept)))
    return [Pair(i, j, float(p)) for (i, j, _), p in zip(event.candidates, likely, strict=True)]


def score(event: Event, found: Sequence[Pair], corpora: Path) -> dict[str, float]:
    claims = [
        {
            "members": [
                {"report": event.units[k].report, "spans": list(event.units[k].spans)}
                for k in group
            ]
        }
        for group in groups(event.units, found)
    ]
    result: dict[str, float] = scorer("score_claims", corpora).score(
        event.gold, event.articles, {"claims": claims}
    )
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    reader, encoder = Reader(), Encoder()
    events = [prepare(number, options.corpora, reader, encoder) for number in EVENTS]
    rows = []
    bins: dict[int, list[bool]] = {}
    for left_out in events:
        others = [event for event in events if event is not left_out]
        found = probabilities(left_out, *fit(others))
        for pair, right in zip(found, left_out.shared, strict=True):
            bins.setdefault(min(9, int(pair.probability * 10)), []).append(bool(right))
        row = score(left_out, found, options.corpora)
        rows.append(row)
        cells = " ".join(f"{key} {row[key]:.3f}" for key in SHOWN if key != "diff_f1")
        print(f"without event {left_out.number}: {cells}", flush=True)
    print(
        dict(
            zip(
                FEATURES,
                (round(float(w), 2) for w in fit(events)[0]),
                strict=True,
            )
        )
    )
    for key in ("pair_p", "pair_r", "pair_f1", "claim_recall", "alone_kept"):
        print(f"mean {key} {sum(row[key] for row in rows) / len(rows):.3f}")
    for tenth, judged in sorted(bins.items()):
        share = sum(judged) / len(judged)
        print(f"probability {tenth / 10:.1f}: {len(judged)} pairs, {share:.2f} share a claim")
    if not options.write:
        return
    weights, intercept = fit(events)
    model = {
        "fitted_on": "newswcl50 dev events 0-3, by training.pairs.train",
        "weights": {name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True)},
        "intercept": round(intercept, 4),
    }
    MODEL.parent.mkdir(exist_ok=True)
    MODEL.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {MODEL.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
