"""Writing a trained module as an int8 ONNX graph, the same way for every network.

Weights are quantised per channel to 7 bits, so that processors without VNNI do not saturate;
activations at run time. Needs torch, onnx and onnxruntime.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

# The axes of an input or output that differ from call to call, each with its name.
Axes = Mapping[int, str]


def write_graph(
    module: nn.Module,
    given: Mapping[str, tuple[Tensor, Axes]],
    outputs: Mapping[str, Axes],
    path: Path,
) -> None:
    """Write a module; `given` has an example of each input in order, with its axes."""
    axes = {name: dict(own) for name, (_, own) in given.items()}
    axes |= {name: dict(own) for name, own in outputs.items() if own}
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / path.name
        torch.onnx.export(
            module.eval(),
            tuple(example for example, _ in given.values()),
            str(full),
            input_names=list(given),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            full, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    print(f"{path} {path.stat().st_size / 1e6:.1f} MB")
