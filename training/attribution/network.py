"""The attribution network: an encoder over a window of words, and a reader for each cue.

1. MiniLM-L6 reads the word pieces of a window; the traits of each word (syntax, quotation state,
   case, place) are added to its pieces' embeddings. They start at zero, so that training starts
   from the packaged weights.
2. Every word gets the score of being the anchor of a cue.
3. For each anchor a small transformer reads the window again, with each word's relation and
   distance to the anchor, and gives every word a role: none, source, cue or content; and the
   anchor a second score, now that source and content are seen.

`BilinearReader` and `Network.tagger` stand in the place of 3 for comparison.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from quoth.annotate import features

ROLES = 4
READER_WIDTH = 128
DISTANCES = 33


class SharedDropout(nn.Module):
    """Dropout of whole channels of a sequence: a draw a channel, not a draw a word.

    Drawing on a CPU is slow: with a draw for every word a step takes twice as long.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """Return `x` (n, words, channels) with a share of its channels set to 0."""
        if not self.training:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[-1], device=x.device) >= self.share
        return x * (kept.to(x.dtype) / (1 - self.share))


def distance_buckets(near: int, device: torch.device) -> Tensor:
    """Return buckets 0 to 32 of the signed distance from the middle of `near` words."""
    gap = torch.arange(near, device=device) - near // 2
    close = gap.abs().clamp(max=8)
    far = (gap.abs().clamp(min=8).float() / 8).log2().mul(2).long().clamp(max=8)
    return torch.where(gap < 0, 16 - close - far, 16 + close + far)


class Encoder(nn.Module):
    """Word pieces and traits -> a state for each word, and its score as the anchor of a cue."""

    def __init__(self, folder: Path, *, width: int = READER_WIDTH) -> None:
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
        for table in self.traits:
            nn.init.zeros_(table.weight)
        self.anchor = nn.Sequential(nn.Linear(hidden, width), nn.GELU(), nn.Linear(width, 1))
        self.project = nn.Linear(hidden, 2 * width)

    def forward(
        self, ids: Tensor, mask: Tensor | None, word_of: Tensor, traits: Tensor, first: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return states (n, words, 2 * width) and anchor scores (n, words).

        `ids`, `mask` and `word_of` are (n, pieces): ids, 1 where there is a piece, and the word
        it belongs to (no mask where all are); `traits` is (n, words, 6), `first` (n, words) the
        first piece of each word.
        """
        added = sum(table(traits[..., i]) for i, table in enumerate(self.traits))
        index = word_of.unsqueeze(-1).expand(-1, -1, added.shape[-1])
        embedded = self.bert.embeddings.word_embeddings(ids) + added.gather(1, index)
        hidden = self.bert(inputs_embeds=embedded, attention_mask=mask)[0]
        index = first.unsqueeze(-1).expand(-1, -1, hidden.shape[-1])
        states = hidden.gather(1, index)
        return self.project(states), self.anchor(states).squeeze(-1)


class Reader(nn.Module):
    """States near an anchor -> the role of each word, and whether the anchor has a statement."""

    def __init__(self, *, width: int = READER_WIDTH, layers: int = 2) -> None:
        super().__init__()
        self.relation = nn.Embedding(features.RELATIONS, width)
        self.distance = nn.Embedding(DISTANCES, width)
        layer = nn.TransformerEncoderLayer(
            width, 4, 4 * width, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
        )
        self.layers = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(width)
        self.roles = nn.Linear(width, ROLES)
        self.valid = nn.Linear(width, 1)
        self.drop = SharedDropout(0.1)

    def forward(self, states: Tensor, relations: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return roles (c, near, 4) and scores (c,) of anchors, each the middle of its words.

        `states` is (c, near, 2 * width), the words up to `features.REACH` before and after each
        anchor; `relations` is (c, near); `mask` (c, near) is true where there is a word.
        """
        width = self.roles.in_features
        middle = states.shape[1] // 2
        own = states[:, middle : middle + 1, width:]
        x = states[..., :width] + own + self.relation(relations)
        x = x + self.distance(distance_buckets(states.shape[1], x.device))
        x = self.norm(self.layers(self.drop(x), src_key_padding_mask=~mask))
        return self.roles(x), self.valid(x[:, middle]).view(-1)


class BilinearReader(nn.Module):
    """The other architecture: each word's role from a product of its state and the anchor's."""

    def __init__(self, *, width: int = READER_WIDTH) -> None:
        super().__init__()
        self.width = width
        self.relation = nn.Embedding(features.RELATIONS, ROLES)
        self.distance = nn.Embedding(DISTANCES, ROLES)
        self.product = nn.Parameter(torch.randn(ROLES, width, width) * 0.02)
        self.single = nn.Linear(2 * width, ROLES)

    def forward(self, states: Tensor, relations: Tensor) -> Tensor:
        """Return roles (c, near, 4) as `Reader` does."""
        width = self.width
        near = states.shape[1]
        own = states[:, near // 2, width:]
        roles = torch.einsum("cwi,rij,cj->cwr", states[..., :width], self.product, own)
        both = torch.cat([states[..., :width], own.unsqueeze(1).expand(-1, near, -1)], -1)
        roles = roles + self.single(both) + self.relation(relations)
        return roles + self.distance(distance_buckets(near, states.device))


class Network(nn.Module):
    """The encoder with its reader, and two simpler ones that are trained beside it to compare.

    `tagger` gives words their roles without an anchor.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = Encoder(folder)
        self.reader = Reader()
        self.bilinear = BilinearReader()
        self.tagger = nn.Linear(2 * READER_WIDTH, ROLES)


def near(states: Tensor, there: Tensor, where: Tensor, anchors: Tensor) -> tuple[Tensor, Tensor]:
    """Return the states (c, near, d) around anchors in windows `where`, and which are words."""
    reach = features.REACH
    index = anchors[:, None] + torch.arange(-reach, reach + 1, device=anchors.device)
    inside = (index >= 0) & (index < states.shape[1])
    index = index.clamp(0, states.shape[1] - 1)
    return states[where[:, None], index], inside & there[where[:, None], index]
