"""The unit network: a sentence in its context -> a vector for every word piece.

MiniLM-L6 reads the end of what stands before a sentence, and the sentence. Each piece gets a vector
of MATCH dimensions and a weight that says how much it tells. Two units are compared piece by piece
(late interaction, Khattab and Zaharia 2020): how well is each piece of the one met by the best of
the other, weighted; and by the weighted mean of their pieces.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as f
from transformers import AutoModel

MATCH = 96
# Inputs of the last step: see `alike`.
SIGNALS = 5


class UnitEncoder(nn.Module):
    """Word pieces of context and sentence -> a vector and a weight for each piece."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(
            folder, add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        hidden = self.bert.config.hidden_size
        self.match = nn.Linear(hidden, MATCH)
        self.weigh = nn.Linear(hidden, 1)

    def forward(self, ids: Tensor, mask: Tensor, kinds: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return vectors (n, pieces, MATCH), weights (n, pieces), states (n, pieces, hidden).

        `kinds` (n, pieces) is 0 for context, 1 for the sentence. Vectors have length 1.
        """
        states = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=kinds)[0]
        return (
            f.normalize(self.match(states), dim=-1),
            f.softplus(self.weigh(states)).squeeze(-1),
            states,
        )


class Network(nn.Module):
    """The encoder and how two units are judged by it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = UnitEncoder(folder)
        self.judge = nn.Linear(SIGNALS, 1)
        self.paraphrase = nn.Linear(SIGNALS, 1)
        for last, bias in ((self.judge, -9.0), (self.paraphrase, -7.0)):
            nn.init.constant_(last.weight, 3.0)
            nn.init.constant_(last.bias, bias)


def alike(vectors: Tensor, weights: Tensor, states: Tensor, unit: Tensor) -> Tensor:
    """Return the signals (u, u, SIGNALS) of every pair of units.

    `vectors` (n, MATCH), `weights` (n,) and `states` (n, hidden) are those of the units' pieces;
    `unit` (n,) says whose each is. Signals: how much of the first is met by the second, and the
    other way; the lower and the higher of both; the cosine of the weighted means.
    """
    units = int(unit.max()) + 1
    total = torch.zeros(units).index_add(0, unit, weights)
    shares = weights / total[unit].clamp(min=1e-6)
    cosines = vectors @ vectors.T
    best = torch.full((units, len(unit)), -1.0)
    best = best.scatter_reduce(0, unit[:, None].expand(-1, len(unit)), cosines, "amax")
    met = torch.zeros(units, units).index_add(0, unit, best.T * shares[:, None])
    mean = torch.zeros(units, states.shape[1]).index_add(0, unit, states * shares[:, None])
    mean = f.normalize(mean, dim=-1)
    low, high = torch.minimum(met, met.T), torch.maximum(met, met.T)
    return torch.stack([met, met.T, low, high, mean @ mean.T], -1)
