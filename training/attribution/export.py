"""Export the trained network: rounds of `train` -> two int8 ONNX graphs.

usage: python -m training.attribution.export [--rounds FILE ...]
           [--output src/quoth/annotate/models]

Needs what `train` needs. Weights are quantised per channel to 7 bits, so that processors without
VNNI do not saturate; activations at run time.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from quoth.annotate import features
from quoth.annotate.network import ENCODER, READER
from training.attribution.network import READER_WIDTH, Encoder
from training.attribution.torch_network import ROUNDS, TorchNetwork


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
    near = 2 * features.REACH + 1
    states = torch.randn(3, near, 2 * READER_WIDTH)
    relations = torch.randint(0, features.RELATIONS, (3, near))
    words = torch.ones((3, near), dtype=torch.bool)
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for module, given, names, axes, path in (
            (
                Alone(network.encoder),
                (ids, word_of, traits, first),
                (["ids", "word_of", "traits", "first"], ["states", "scores"]),
                {"ids": {1: "p"}, "word_of": {1: "p"}, "traits": {1: "w"}, "first": {1: "w"}},
                output / ENCODER.name,
            ),
            (
                network.reader,
                (states, relations, words),
                (["states", "relations", "words"], ["roles", "scores"]),
                {name: {0: "c"} for name in ("states", "relations", "words")},
                output / READER.name,
            ),
        ):
            full = Path(scratch) / path.name
            outputs = {"states": {1: "w"}, "scores": {1: "w"}, "roles": {0: "c"}}
            if "relations" in names[0]:
                outputs["scores"] = {0: "c"}
            torch.onnx.export(
                module.eval(),
                given,
                str(full),
                input_names=names[0],
                output_names=names[1],
                dynamic_axes=axes | {k: v for k, v in outputs.items() if k in names[1]},
                opset_version=17,
                dynamo=False,
            )
            quantize_dynamic(
                full, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
            )
            print(f"{path} {path.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=Path, nargs="+", default=ROUNDS)
    parser.add_argument("--output", type=Path, default=ENCODER.parent)
    given = parser.parse_args()
    export(given.rounds, given.output)


if __name__ == "__main__":
    main()
