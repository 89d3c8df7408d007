"""The unquantised event network in the place of the shipped one."""

from __future__ import annotations

from pathlib import Path

import torch
from numpy import bool_
from numpy.typing import NDArray

from quoth.annotate.network import Floats, Integers
from training.attribution.torch_network import mean
from training.attribution.train import folder
from training.events.network import Network

# The round of `train` that is shipped.
ROUNDS = (Path("build/events/last-1.pt"),)


class TorchEventNetwork:
    """`quoth.annotate.event_network.EventNetwork` by PyTorch; the mean weights of some rounds."""

    def __init__(self, *rounds: Path) -> None:
        self.module = Network(folder())
        self.module.load_state_dict(mean(rounds))
        self.module.eval()

    def encode(
        self, ids: Integers, word_of: Integers, traits: Integers, hints: Integers, first: Integers
    ) -> tuple[Floats, Floats, Floats]:
        """See `EventNetwork`."""
        given = [torch.from_numpy(a[None]) for a in (ids, word_of, traits, hints, first)]
        with torch.no_grad():
            states, triggers, relation = self.module.encoder(given[0], None, *given[1:])
        return states[0].numpy(), triggers[0].numpy(), relation[0].numpy()

    def read(
        self, states: Floats, relations: Integers, types: Integers, words: NDArray[bool_]
    ) -> tuple[Floats, Floats]:
        """See `EventNetwork`."""
        given = [torch.from_numpy(a) for a in (states, relations, types, words)]
        with torch.no_grad():
            roles, about = self.module.reader(*given)
        return roles.numpy(), about.numpy()
