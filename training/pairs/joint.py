"""The joint network: both units in one sequence -> log odds that they tell the same thing."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from quoth.annotate.joint_network import OWN

MARKS = 3


class JointNetwork(nn.Module):
    """MiniLM-L6 over both sides, with the units' own pieces marked.

    Judged from the first piece, and from the means of the units' own pieces: their product and
    their difference. `same` answers for claims, `paraphrase` for whole sentences as Microsoft's
    corpus judges them.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(
            folder, add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        hidden = self.bert.config.hidden_size
        self.marks = nn.Embedding(MARKS, hidden)
        nn.init.normal_(self.marks.weight, std=0.01)
        self.mix = nn.Linear(3 * hidden, hidden)
        self.drop = nn.Dropout(0.1)
        self.same = nn.Linear(hidden, 1)
        self.paraphrase = nn.Linear(hidden, 1)

    def forward(self, ids: Tensor, mask: Tensor, kinds: Tensor, marks: Tensor) -> Tensor:
        """Return (n, 2): the log odds of `same` and of `paraphrase`. All inputs are (n, pieces)."""
        words = self.bert.embeddings.word_embeddings(ids) + self.marks(marks)
        states = self.bert(inputs_embeds=words, attention_mask=mask, token_type_ids=kinds)[0]
        own = (marks == OWN).float()
        means = []
        for side in (0, 1):
            share = own * (kinds == side).float()
            total = share.sum(-1, keepdim=True).clamp(min=1.0)
            means.append((states * (share / total)[..., None]).sum(1))
        joined = torch.cat([states[:, 0], means[0] * means[1], (means[0] - means[1]).abs()], -1)
        mixed = self.drop(torch.nn.functional.gelu(self.mix(joined)))
        return torch.cat([self.same(mixed), self.paraphrase(mixed)], -1)
