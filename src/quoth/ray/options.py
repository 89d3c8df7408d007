"""What can be set of reading on many machines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quoth.config import ReaderOptions

if TYPE_CHECKING:
    from quoth.pipeline import Reader


@dataclass(frozen=True, slots=True)
class Options:
    """How reports are read on many machines.

    What comes of it depends on these: `reader` says how reports are read, `records` how many
    records a block has at most (more make fewer files, and more is read again when a machine is
    lost), `outlines` whether what stories and copies are formed from is computed here, where many
    do it at once, and not while loading.

    How it is done: `workers` is the number of actors, by default as many as the cluster has room
    for, each with `cpus` processors and threads, and with `memory_bytes` set aside for it on its
    machine where that is given (a worker needs about 1 GB). `address` is that of a running cluster
    ("auto", "10.0.0.1:6379"); without it one is made on this machine for as long as it is needed.

    What goes wrong: a block whose worker died `attempts` times is set aside, and so is one whose
    input is gone; with `keep_going` the others go on, without it the run stops there. A record that
    was being read twice when its worker died is left out by itself.

    `make` makes the reader of a worker, a function that its process can import.
    """

    reader: ReaderOptions = field(default_factory=ReaderOptions)
    records: int = 512
    outlines: bool = True
    workers: int | None = None
    cpus: int = 1
    memory_bytes: int | None = None
    address: str | None = None
    attempts: int = 5
    keep_going: bool = True
    make: Callable[[ReaderOptions], Reader] | None = None

    def __post_init__(self) -> None:
        for name, least in (("records", 1), ("workers", 1), ("cpus", 1), ("attempts", 1)):
            value = getattr(self, name)
            if value is not None and value < least:
                raise ValueError(f"{name} is {value}; it is {least} at least")
