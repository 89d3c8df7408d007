"""Export the trained unit network: a round of `train_network` -> one int8 ONNX graph.

usage: python -m training.pairs.export [--round build/pairs/units-5.pt]
           [--output src/quoth/annotate/models]

Needs what `train_network` needs. The tokenizer is that of the sentence encoder. Prints how the two
ways to judge a pair weigh the signals.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor, nn

from quoth.annotate.unit_network import MODEL
from training.attribution.train import folder
from training.graphs import write_graph
from training.pairs.network import Network, UnitEncoder


class Alone(nn.Module):
    """The encoder for one sentence: nothing is padded, so there is no mask."""

    def __init__(self, encoder: UnitEncoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor, kinds: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """As `UnitEncoder.forward`."""
        found: tuple[Tensor, Tensor, Tensor] = self.encoder(ids, torch.ones_like(ids), kinds)
        return found


def export(weights: Path, output: Path) -> None:
    """Write the graph."""
    network = Network(folder())
    network.load_state_dict(torch.load(weights, map_location="cpu"))
    network.eval()
    network.encoder.bert.config._attn_implementation = "eager"
    ids = torch.randint(1000, 2000, (1, 20))
    write_graph(
        Alone(network.encoder),
        {"ids": (ids, {1: "p"}), "kinds": (torch.zeros_like(ids), {1: "p"})},
        {"vectors": {1: "p"}, "weights": {1: "p"}, "states": {1: "p"}},
        output / MODEL.name,
    )
    for name in ("judge", "paraphrase"):
        last = getattr(network, name)
        print(name, [round(float(w), 3) for w in last.weight[0]], round(float(last.bias), 3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--round", type=Path, default=Path("build/pairs/units-5.pt"))
    parser.add_argument("--output", type=Path, default=MODEL.parent)
    given = parser.parse_args()
    export(given.round, given.output)


if __name__ == "__main__":
    main()
