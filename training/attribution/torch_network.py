"""The unquantised network in the place of the shipped one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from quoth.annotate.network import Floats, Integers
from training.attribution.network import Network
from training.attribution.train import folder

# The rounds of `train` whose mean is shipped: each alone does no better on PolNeAR dev.
ROUNDS = (Path("build/attribution/network-4.pt"), Path("build/attribution/network-6.pt"))


def mean(rounds: Sequence[Path]) -> dict[str, torch.Tensor]:
    """Return the mean of the weights of some rounds."""
    states = [torch.load(path, map_location="cpu")["average"] for path in rounds]
    return {
        name: torch.stack([state[name] for state in states]).mean(0)
        if value.dtype.is_floating_point
        else value
        for name, value in states[0].items()
    }


class TorchNetwork:
    """`quoth.annotate.network.Network` by PyTorch, with the mean weights of some rounds.

    `reader` may be "bilinear" or "tagger", the simpler architectures trained beside it. The tagger
    gives a word one role, whichever the anchor.
    """

    def __init__(self, *rounds: Path, reader: str = "reader") -> None:
        self.module = Network(folder())
        self.module.load_state_dict(mean(rounds))
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
