"""The event network: one encoder, and three things that are read off it.

1. MiniLM-L6 reads a sentence; the traits of each word (syntax, quotation state, case, place) and
   its hint are added to its pieces' embeddings. They start at zero, so that training starts from
   the packaged weights.
2. `triggers`: for every word a score for each of the 16 types: is it the trigger of such an event?
3. `Reader`: for a trigger and its type a small transformer reads the sentence again, with each
   word's syntactic relation and distance to the trigger, and gives every word a role (actor,
   recipient, trigger, place, date), and the trigger mode, status, contexts and a second score.
4. `Relation`: with actor, recipient and perhaps trigger given as hints, the type of what the one
   does to the other, or none.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from quoth.annotate import features
from quoth.annotate.event_codes import HINTS, ROLES
from quoth.annotate.plover import CONTEXTS, MODES, STATUSES, TYPES
from training.attribution.network import DISTANCES, SharedDropout, distance_buckets

WIDTH = 128
ALL_MODES = 1 + sum(len(modes) for modes in MODES.values())


class Encoder(nn.Module):
    """Word pieces, traits and hints -> a state for each word, triggers, and the relation."""

    def __init__(self, folder: Path, *, width: int = WIDTH) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(
            folder, add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        for module in list(self.bert.modules()):
            for name, child in module.named_children():
                if isinstance(child, nn.Dropout) and child.p > 0:
                    setattr(module, name, SharedDropout(0.1))
        hidden = self.bert.config.hidden_size
        self.traits = nn.ModuleList(nn.Embedding(size, hidden) for size in features.SIZES)
        self.hints = nn.Embedding(len(HINTS), hidden)
        for table in (*self.traits, self.hints):
            nn.init.normal_(table.weight, std=1e-3)
        self.triggers = nn.Sequential(
            nn.Linear(hidden, 2 * width), nn.GELU(), nn.Linear(2 * width, len(TYPES))
        )
        self.project = nn.Linear(hidden, 2 * width)
        self.relation = nn.Sequential(
            nn.Linear(4 * hidden, hidden),
            nn.GELU(),
            SharedDropoutFlat(0.1),
            nn.Linear(hidden, 1 + len(TYPES)),
        )

    def forward(
        self,
        ids: Tensor,
        mask: Tensor | None,
        word_of: Tensor,
        traits: Tensor,
        hints: Tensor,
        first: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return states (n, words, 2 * width), trigger scores (n, words, 16), relation (n, 17).

        `ids`, `mask` and `word_of` are (n, pieces), `traits` is (n, words, 6), `hints` and `first`
        are (n, words). The relation's first score is that of none.
        """
        added = self.hints(hints)
        for i, table in enumerate(self.traits):
            added = added + table(traits[..., i])
        index = word_of.unsqueeze(-1).expand(-1, -1, added.shape[-1])
        embedded = self.bert.embeddings.word_embeddings(ids) + added.gather(1, index)
        hidden = self.bert(inputs_embeds=embedded, attention_mask=mask)[0]
        index = first.unsqueeze(-1).expand(-1, -1, hidden.shape[-1])
        states = hidden.gather(1, index)
        pooled = [hidden[:, 0]]
        for hint in (1, 2, 3):
            here = (hints == hint).to(states.dtype).unsqueeze(-1)
            pooled.append((states * here).sum(1) / here.sum(1).clamp(min=1.0))
        return self.project(states), self.triggers(states), self.relation(torch.cat(pooled, -1))


class SharedDropoutFlat(nn.Module):
    """Dropout of single values of a vector."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """Return `x` (n, channels) with a share of its values set to 0."""
        if not self.training:
            return x
        return x * ((torch.rand_like(x) >= self.share).to(x.dtype) / (1 - self.share))


class Reader(nn.Module):
    """States near a trigger, and its type -> roles, mode, status, contexts, and a score."""

    def __init__(self, *, width: int = WIDTH, layers: int = 2) -> None:
        super().__init__()
        self.relation = nn.Embedding(features.RELATIONS, width)
        self.distance = nn.Embedding(DISTANCES, width)
        self.kind = nn.Embedding(len(TYPES), width)
        layer = nn.TransformerEncoderLayer(
            width, 4, 4 * width, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
        )
        self.layers = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(width)
        self.roles = nn.Linear(width, len(ROLES))
        self.about = nn.Linear(3 * width, 1 + ALL_MODES + len(STATUSES) + len(CONTEXTS))
        self.drop = SharedDropout(0.1)

    def forward(
        self, states: Tensor, relations: Tensor, types: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return roles (c, near, 6) and what is told of the events (c, ...).

        The latter has, in this order, a score, modes (the first is none), statuses, contexts.

        `states` is (c, near, 2 * width), the words around each trigger; `relations` is (c, near),
        `types` (c,), `mask` (c, near) true where there is a word.
        """
        width = self.roles.in_features
        middle = states.shape[1] // 2
        own = states[:, middle : middle + 1, width:]
        kind = self.kind(types).unsqueeze(1)
        x = states[..., :width] + own + kind + self.relation(relations)
        x = x + self.distance(distance_buckets(states.shape[1], x.device))
        x = self.norm(self.layers(self.drop(x), src_key_padding_mask=~mask))
        told = torch.cat([x[:, middle], own[:, 0], kind[:, 0]], -1)
        return self.roles(x), self.about(told)


class Network(nn.Module):
    """The encoder with its reader."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = Encoder(folder)
        self.reader = Reader()
