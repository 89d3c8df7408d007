"""Export the trained event network: rounds of `train` -> two int8 ONNX graphs.

usage: python -m training.events.export [--rounds FILE ...] [--output src/quoth/annotate/models]

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
from quoth.annotate.event_network import ENCODER, READER
from training.events.network import WIDTH, Encoder
from training.events.torch_network import ROUNDS, TorchEventNetwork


class Alone(nn.Module):
    """The encoder for one sentence: nothing is padded, so there is no mask."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(
        self, ids: Tensor, word_of: Tensor, traits: Tensor, hints: Tensor, first: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """As `Encoder.forward`."""
        found: tuple[Tensor, Tensor, Tensor] = self.encoder(
            ids, None, word_of, traits, hints, first
        )
        return found


def export(rounds: Sequence[Path], output: Path) -> None:
    """Write both graphs."""
    network = TorchEventNetwork(*rounds).module
    network.encoder.bert.config._attn_implementation = "eager"
    output.mkdir(parents=True, exist_ok=True)
    ids = torch.randint(1000, 2000, (1, 20))
    word_of = torch.arange(20).clamp(1, 18)[None] - 1
    traits = torch.zeros((1, 18, len(features.SIZES)), dtype=torch.long)
    hints = torch.zeros((1, 18), dtype=torch.long)
    hints[0, 3:6] = torch.tensor([1, 2, 3])
    first = torch.arange(1, 19)[None]
    _write(
        Alone(network.encoder),
        {"ids": ids, "word_of": word_of, "traits": traits, "hints": hints, "first": first},
        {"states": {1: "w"}, "triggers": {1: "w"}, "relation": {}},
        {
            "ids": {1: "p"},
            "word_of": {1: "p"},
            "traits": {1: "w"},
            "hints": {1: "w"},
            "first": {1: "w"},
        },
        output / ENCODER.name,
    )
    near = 2 * features.REACH + 1
    _write(
        network.reader,
        {
            "states": torch.randn(3, near, 2 * WIDTH),
            "relations": torch.randint(0, features.RELATIONS, (3, near)),
            "types": torch.tensor([1, 5, 9]),
            "words": torch.ones((3, near), dtype=torch.bool),
        },
        {"roles": {0: "c"}, "about": {0: "c"}},
        {name: {0: "c"} for name in ("states", "relations", "types", "words")},
        output / READER.name,
    )


def _write(
    module: nn.Module,
    given: dict[str, Tensor],
    outputs: dict[str, dict[int, str]],
    inputs: dict[str, dict[int, str]],
    path: Path,
) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / path.name
        torch.onnx.export(
            module.eval(),
            tuple(given.values()),
            str(full),
            input_names=list(given),
            output_names=list(outputs),
            dynamic_axes=inputs | {name: axes for name, axes in outputs.items() if axes},
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
