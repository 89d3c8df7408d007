"""Fit the pair model: which two units of different reports tell the same thing.

usage: python -m training.pairs.train [--corpora ../shared/corpora] [--work build/pairs] [--write]

The gold says which sentences share a claim; the model judges units, of which a sentence may have
several. So the fit takes turns (multi-instance learning): of the unit pairs of two sentences that
share a claim, those that the last model finds likely count as telling the same thing, all others
do not. Fitted on the NewsWCL50 events, whose stories the unit network did not see; prints the
scores with each event left out, those of the invented stories that the network did not see either
(`UNSEEN`), and how often pairs of each probability were right; `--write` fits on all events and
writes src/quoth/align/data/pair_model.json.

Stories as read are kept in `--work`; remove `reports.pickle` there after a change to reading.
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
from benchmarks.claims import SHOWN
from benchmarks.scorers import CORPORA, ROOT, scorer
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from quoth.align.grouping import groups
from quoth.align.matching import Matcher
from quoth.align.names import link_actors
from quoth.align.pairs import FEATURES, Pair, Story, weighed
from quoth.align.units import Unit, UnitReader
from quoth.annotate.encoder import Encoder
from quoth.annotate.unit_network import UnitNetwork
from quoth.naming import NAMING
from quoth.records import Report
from training.pairs.stories import AnnotatedStory, Key, read_stories, sentences_of

ROUNDS = 5
# A unit pair counts as telling the same from this share of the best probability of its sentences.
SLACK = 0.6
# Weight of the penalty (scikit-learn's C): weak data, so a strong one.
C = 0.1
# Stories that came too late for `train_network`.
UNSEEN = (
    "bedford-row", "gharyan-strike", "hargeisa-embassy", "havana-channel", "holcomb-withdraws",
    "kessler-memos", "nogales-caravan", "sobral-visit",
)  # fmt: skip
MODEL = ROOT / "src" / "quoth" / "align" / "data" / "pair_model.json"


@dataclass(eq=False)
class Event:
    """One story's units, candidate pairs with features, and which sentences share a claim."""

    story: AnnotatedStory
    units: list[Unit]
    candidates: list[tuple[int, int, float]]
    values: NDArray[np.float64]
    bags: list[tuple[tuple[Key, ...], tuple[Key, ...]]]
    shared: NDArray[np.bool_]


def prepare(
    story: AnnotatedStory, reports: Sequence[Report], encoder: Encoder, network: UnitNetwork
) -> Event:
    """Return what the fit needs of a story."""
    keys = link_actors(reports, NAMING)
    units = [
        unit
        for report in reports
        for unit in UnitReader(report, canonical=NAMING.canonical, names_of=keys[report.id]).units()
    ]
    made = Story(units, encode=encoder.encode, matcher=Matcher(reports, units, read=network.read))
    candidates = list(made.candidates())
    by_id = {article["id"]: article["sentences"] for article in story.articles}
    covers = [sentences_of(unit, by_id[unit.report]) for unit in units]
    together = {
        (a, b)
        for claim in story.gold["claims"]
        for a, b in product(
            [(m["report"], i) for m in claim["members"] for i in m["sentences"]], repeat=2
        )
        if a[0] != b[0]
    }
    bags = [(covers[i], covers[j]) for i, j, _ in candidates]
    shared = np.array([any(pair in together for pair in product(*bag)) for bag in bags])
    values = np.array([made.features(*candidate) for candidate in candidates])
    return Event(story, units, candidates, values, bags, shared)


def fit(events: Sequence[Event]) -> tuple[NDArray[np.float64], float]:
    """Return weights (one a feature, for raw values) and intercept."""
    values = np.vstack([event.values for event in events])
    shared = np.concatenate([event.shared for event in events])
    bags: dict[Any, list[int]] = {}
    row = 0
    for event in events:
        for bag in event.bags:
            bags.setdefault((event.story.name, bag), []).append(row)
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
    """Return the candidate pairs of a story with their probabilities."""
    values = {(i, j): row for (i, j, _), row in zip(event.candidates, event.values, strict=True)}
    odds, _ = weighed(event.units, values, weights.tolist(), intercept)
    return [Pair(*pair, 1 / (1 + float(np.exp(-score)))) for pair, score in odds.items()]


def score(event: Event, found: Sequence[Pair], corpora: Path) -> dict[str, float]:
    """Return what the corpus's scorer says of the claims that pairs make."""
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
        event.story.gold, event.story.articles, {"claims": claims}
    )
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=Path("build/pairs"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    encoder, network = Encoder(), UnitNetwork()
    found = [
        prepare(story, reports, encoder, network)
        for story, reports in read_stories(
            options.corpora,
            "newswcl50",
            "invented",
            kept=options.work / "reports.pickle",
            wanted=lambda story: story.kind == "newswcl50" or story.name in UNSEEN,
        )
    ]
    events = [event for event in found if event.story.kind == "newswcl50"]
    rows: dict[bool, list[dict[str, float]]] = {True: [], False: []}
    bins: dict[int, list[bool]] = {}
    for left_out in found:
        own = left_out in events
        pairs = probabilities(left_out, *fit([event for event in events if event is not left_out]))
        row = score(left_out, pairs, options.corpora)
        rows[own].append(row)
        cells = " ".join(f"{key} {row[key]:.3f}" for key in SHOWN if key != "diff_f1")
        print(f"{'without' if own else 'unseen'} {left_out.story.name}: {cells}", flush=True)
        for pair, right in zip(pairs, left_out.shared, strict=True) if own else ():
            bins.setdefault(min(9, int(pair.probability * 10)), []).append(bool(right))
    for own, judged_rows in rows.items():
        means = (
            f"{key} {sum(row[key] for row in judged_rows) / max(1, len(judged_rows)):.3f}"
            for key in SHOWN[:-1]
        )
        print("mean of events" if own else "mean of unseen stories", " ".join(means))
    for tenth, judged in sorted(bins.items()):
        share = sum(judged) / len(judged)
        print(f"probability {tenth / 10:.1f}: {len(judged)} pairs, {share:.2f} share a claim")
    weights, intercept = fit(events)
    print(dict(zip(FEATURES, (round(float(w), 2) for w in weights), strict=True)))
    if not options.write:
        return
    fitted = {
        "fitted_on": "NewsWCL50 dev events 0-3, by training.pairs.train",
        "weights": {name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True)},
        "intercept": round(intercept, 4),
    }
    MODEL.parent.mkdir(exist_ok=True)
    MODEL.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {MODEL.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
