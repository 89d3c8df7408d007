"""The unquantised network in the place of the shipped one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from quoth.annotate.network import Floats, Integers
from training.attribution.network import Network
from training.attribution.train import folder


class TorchNetwork:
    """`quoth.annotate.network.Network` by PyTorch, from a checkpoint of `train`.

    `reader` may be "bilinear" or "tagger", the simpler architectures trained beside it. The tagger
    gives a word one role, whichever the anchor.
    """

    def __init__(
        self, checkpoint: Path, *, reader: str = "reader", weights: str = "average"
    ) -> None:
        state = torch.load(checkpoint, map_location="cpu", weights_only=False)
        self.module = Network(folder())
        self.module.load_state_dict(state[weights])
        self.module.eval()
        self._reader = reader

    def encode(
        self, ids: Integers, word_of: Integers, traits: Integers, first: Integers
    ) -> tuple[Floats, Floats]:
        """See `quoth.annotate.network.Network`."""
        given = [torch.from_numpy(a[None]) for a in (ids, word_of, traits, first)]
        with torch.no_grad():
            states, scores = self.module.encoder(given[0], torch.ones_like(given[0]), *given[1:])
        return states[0].numpy(), scores[0].numpy()

    def read(
        self, states: Floats, relations: Integers, words: NDArray[np.bool_]
    ) -> tuple[Floats, Floats]:
        """See `quoth.annotate.network.Network`."""
        given = [torch.from_numpy(a) for a in (states, relations, words)]
        with torch.no_grad():
            if self._reader != "reader":
                bilinear = self._reader == "bilinear"
                roles = (
                    self.module.bilinear(given[0], given[1])
                    if bilinear
                    else self.module.tagger(given[0])
                )
                return roles.numpy(), np.zeros(len(roles), np.float32)
            roles, valid = self.module.reader(*given)
        return roles.numpy(), valid.numpy()
