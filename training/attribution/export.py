"""Export the trained network: rounds of `train` -> two int8 ONNX graphs.

usage: python -m training.attribution.export [--rounds FILE ...]
           [--output src/quoth/annotate/models]

Needs what `train` needs.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from quoth.annotate import features
from quoth.annotate.network import ENCODER, READER
from training.attribution.network import READER_WIDTH, Encoder
from training.attribution.torch_network import ROUNDS, TorchNetwork
from training.graphs import write_graph


class Alone(nn.Module):
    """The encoder for one window: nothing is padded, so there is no mask."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(
        self, ids: Tensor, word_of: Tensor, traits: Tensor, first: Tensor
    ) -> tuple[Tensor, Tensor]:
        """As `Encoder.forward`."""
        found: tuple[Tensor, Tensor] = self.encoder(ids, None, word_of, traits, first)
        return found


def export(rounds: Sequence[Path], output: Path) -> None:
    """Write both graphs."""
    network = TorchNetwork(*rounds).module
    network.encoder.bert.config._attn_implementation = "eager"
    ids = torch.randint(1000, 2000, (1, 20))
    word_of = torch.arange(20).clamp(1, 18)[None] - 1
    traits = torch.zeros((1, 18, len(features.SIZES)), dtype=torch.long)
    first = torch.arange(1, 19)[None]
    write_graph(
        Alone(network.encoder),
        {
            "ids": (ids, {1: "p"}),
            "word_of": (word_of, {1: "p"}),
            "traits": (traits, {1: "w"}),
            "first": (first, {1: "w"}),
        },
        {"states": {1: "w"}, "scores": {1: "w"}},
        output / ENCODER.name,
    )
    near = 2 * features.REACH + 1
    write_graph(
        network.reader,
        {
            "states": (torch.randn(3, near, 2 * READER_WIDTH), {0: "c"}),
            "relations": (torch.randint(0, features.RELATIONS, (3, near)), {0: "c"}),
            "words": (torch.ones((3, near), dtype=torch.bool), {0: "c"}),
        },
        {"roles": {0: "c"}, "scores": {0: "c"}},
        output / READER.name,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=Path, nargs="+", default=ROUNDS)
    parser.add_argument("--output", type=Path, default=ENCODER.parent)
    given = parser.parse_args()
    export(given.rounds, given.output)


if __name__ == "__main__":
    main()
