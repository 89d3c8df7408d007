"""Score an event network on the labelled sentences held out of training, and fit its confidence.

usage: python -m training.events.evaluate [--rounds FILE ...] [--onnx] [--fit]

A draft is matched to the labelled event with the same type whose trigger it touches, else with any
type. `--fit` prints the `EventWeights` that a logistic regression gives, and what they come to on
sentences that they were not fitted on (five folds).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.scorers import CORPORA

from quoth.annotate.event_codes import ACTOR, RECIPIENT, TRIGGER
from quoth.annotate.event_network import EventNetwork, OnnxEventNetwork
from quoth.annotate.event_readings import EventReader
from quoth.annotate.events import Draft, choose, confidence, drafts_of
from quoth.annotate.features import WordPieces
from quoth.annotate.plover import STATUSES, TYPES
from quoth.annotate.readings import TOKENIZER
from quoth.annotate.tree import Range, Tree
from training.events import running
from training.events.data import Gold, Sentences
from training.events.labels import LabelledSentence


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft, whether it is among those listed, and what of it is right."""

    draft: Draft
    listed: bool
    type: bool
    mode: bool
    status: bool
    actor: bool
    recipient: bool

    @property
    def all(self) -> bool:
        """Whether a reader would have it so."""
        return self.type and self.status and self.actor and self.recipient


def judged(
    network: EventNetwork, found: Sequence[LabelledSentence], sentences: Sentences
) -> Iterator[tuple[list[Judged], tuple[Gold, ...]]]:
    """Yield for each sentence the drafts with what is right of them, and its labelled events."""
    reader = EventReader(network)
    for sentence in found:
        row = sentences.row(sentence.text, sentence.events)
        report = sentences.report(sentence.text)
        drafts = list(
            drafts_of(reader.open(report, row.tree), row.tree, Range(0, len(row.first)), every=True)
        )
        listed = {(d.anchor, d.type) for d in choose(drafts)}
        yield (
            [_judge(d, row.gold, row.tree, (d.anchor, d.type) in listed) for d in drafts],
            row.gold,
        )


def _judge(draft: Draft, gold: Sequence[Gold], tree: Tree, listed: bool) -> Judged:
    trigger = {i for part in draft.roles[TRIGGER] for i in range(*part)} | {draft.anchor}
    near = [g for g in gold if trigger & {g.anchor, *_of(g, TRIGGER)}]
    same = [g for g in near if g.type == draft.type]
    if not near:
        return Judged(draft, listed, False, False, False, False, False)
    one = (same or near)[0]
    return Judged(
        draft,
        listed,
        type=bool(same),
        mode=draft.mode == one.mode,
        status=draft.status == one.status,
        actor=_alike(draft, one, ACTOR, tree),
        recipient=_alike(draft, one, RECIPIENT, tree),
    )


def _of(gold: Gold, role: int) -> set[int]:
    return {i for i, r in gold.roles.items() if r == role}


def _alike(draft: Draft, gold: Gold, role: int, tree: Tree) -> bool:
    """Return whether a party is the same: its content words overlap by half, or both lack it."""
    given = {i for part in draft.roles[role] for i in range(*part)}
    wanted = _of(gold, role)
    small = ("DET", "ADP", "PUNCT", "CCONJ", "PART")
    given, wanted = (
        {i for i in side if tree.tokens[i].pos not in small} or side for side in (given, wanted)
    )
    if not given or not wanted:
        return not given and not wanted
    return len(given & wanted) >= 0.5 * len(given | wanted)


PARTS = ("type", "status", "actor", "recipient", "all")


def shares(pairs: Sequence[tuple[list[Judged], tuple[Gold, ...]]]) -> dict[str, float]:
    """Return how often each part of what is listed is right, and the recall by type."""
    listed = [j for found, _ in pairs for j in found if j.listed]
    gold = sum(len(events) for _, events in pairs)
    total = max(1, len(listed))
    found = {part: sum(bool(getattr(j, part)) for j in listed) / total for part in PARTS}
    return found | {"recall": sum(j.type for j in listed) / max(1, gold)}


def report_on(pairs: Sequence[tuple[list[Judged], tuple[Gold, ...]]]) -> None:
    """Print precision by part, and how many labelled events are found."""
    listed = [j for found, _ in pairs for j in found if j.listed]
    gold = sum(len(events) for _, events in pairs)
    drafts = sum(len(found) for found, _ in pairs)
    print(f"{len(pairs)} sentences, {gold} events labelled, {drafts} drafts, {len(listed)} listed")
    total = max(1, len(listed))
    for name in ("type", "mode", "status", "actor", "recipient", "all"):
        right = sum(bool(getattr(j, name)) for j in listed)
        print(f"  {name}: {right / total:.3f}")
    found = sum(j.type for j in listed)
    print(
        f"  recall by type {found / max(1, gold):.3f}, all {sum(j.all for j in listed) / gold:.3f}"
    )
    for low in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        part = [j for j in listed if low <= j_confidence(j) < low + 0.1]
        if part:
            share = sum(j.all for j in part) / len(part)
            print(f"  confidence {low:.1f}: {len(part)}, right {share:.2f}")
    wrong = Counter(TYPES[j.draft.type] for j in listed if not j.type)
    print("  wrong types:", ", ".join(f"{k} {n}" for k, n in wrong.most_common()))
    statuses = Counter(STATUSES[j.draft.status] for j in listed if j.type and not j.status)
    print("  wrong statuses:", ", ".join(f"{k} {n}" for k, n in statuses.most_common()))


def j_confidence(one: Judged) -> float:
    """Return a draft's confidence."""
    return confidence(one.draft.features)


def fit(pairs: Sequence[tuple[list[Judged], tuple[Gold, ...]]]) -> None:
    """Print weights, and what thresholds list, each sentence by weights not fitted on it."""
    from sklearn.linear_model import LogisticRegression

    rows = [(n % 5, j) for n, (found, _) in enumerate(pairs) for j in found]
    fold = np.array([n for n, _ in rows])
    x = np.array([j.draft.features for _, j in rows])
    y = np.array([j.all for _, j in rows])
    out = np.zeros(len(y))
    for k in range(5):
        model = LogisticRegression(C=1.0, max_iter=500).fit(x[fold != k], y[fold != k])
        out[fold == k] = model.predict_proba(x[fold == k])[:, 1]
    model = LogisticRegression(C=1.0, max_iter=500).fit(x, y)
    names = ("event", "trigger", "relation", "status", "actor", "recipient", "none")
    print({n: round(float(w), 3) for n, w in zip(names, model.coef_[0], strict=True)})
    print("bias", round(float(model.intercept_[0]), 3))
    gold = sum(len(events) for _, events in pairs)
    for least in (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        kept = [j for (_, j), p in zip(rows, out, strict=True) if p >= least]
        if kept:
            means = [sum(bool(getattr(j, name)) for j in kept) / len(kept) for name in PARTS]
            told = " ".join(f"{m:.3f}" for m in means)
            print(f"from {least}: {len(kept)} of {gold}; type status actor recipient all {told}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=Path("build/events"))
    parser.add_argument("--rounds", type=Path, nargs="+")
    parser.add_argument("--onnx", action="store_true", help="the shipped network")
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    network: EventNetwork = OnnxEventNetwork()
    if not given.onnx:
        import torch

        from training.events.torch_network import ROUNDS, TorchEventNetwork

        torch.set_num_threads(1)
        network = TorchEventNetwork(*(given.rounds or ROUNDS))
    sentences = Sentences(given.work, WordPieces(TOKENIZER))
    found = list(running.load(given.corpora, "dev"))
    sentences.parse(s.text for s in found)
    pairs = list(judged(network, found, sentences))
    report_on(pairs)
    if given.fit:
        fit(pairs)


if __name__ == "__main__":
    main()
