"""How far an ingest has come, kept in the archive: the same inputs go on where they were."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

from quoth import ingest
from quoth.archive import Archive, Checkpoint
from quoth.errors import CheckpointError
from quoth.records import Rejected, Report

# How often where it stands is noted: what came since is looked at again, and found to be known.
_ITEMS, _SECONDS = 16, 2.0


class Marks:
    """Where an ingest of these inputs stood, and where it stands.

    `found` counts the reports that came. Standard input and reports made in Python are other ones
    each time, so with them nothing is remembered.
    """

    def __init__(
        self, archive: Archive, inputs: Sequence[str | Path | Report], *, anew: bool
    ) -> None:
        self._name = None if any(map(_passing, inputs)) else _named(inputs)
        self.where_it_was: ingest.Checkpoint | None = None
        self.broken_off = False
        self.found = 0
        self._stored: Checkpoint | None = None
        if self._name is None or anew:
            return
        stored = self._stored = archive.checkpoint(self._name)
        if stored is None:
            return
        try:
            was = ingest.Checkpoint.from_json(stored.position)
        except CheckpointError:  # of a later version: the texts are known all the same
            return
        self.broken_off = not stored.finished
        self.where_it_was = was if self.broken_off else was.next_round()

    def among(self, run: ingest.Ingest) -> Iterator[Report | Rejected | Checkpoint]:
        """Yield what an ingest hands out, and among it where it stands."""
        since, noted = 0, time.monotonic()
        for item in run:
            self.found += isinstance(item, Report)
            yield item
            since += 1
            if since >= _ITEMS or time.monotonic() - noted > _SECONDS:
                yield from self._mark(run, finished=False)
                since, noted = 0, time.monotonic()
        yield from self._mark(run, finished=True)

    def _mark(self, run: ingest.Ingest, *, finished: bool) -> Iterator[Checkpoint]:
        if self._name is None:
            return
        mark = Checkpoint(self._name, run.checkpoint.to_json(), finished)
        if mark != self._stored:  # a feed that is asked again and again has mostly not changed
            self._stored = mark
            yield mark


def _passing(given: str | Path | Report) -> bool:
    return isinstance(given, Report) or str(given) == "-"


def _named(inputs: Sequence[str | Path | Report]) -> str:
    """Return a name for inputs: what was given, and which files that is."""
    told = []
    for given in inputs:
        name = str(given)
        told += [name, name if "://" in name else os.path.abspath(name)]  # noqa: PTH100
    digest = blake2b("\0".join(told).encode("utf-8", "surrogatepass"), digest_size=12)
    first = told[0] if told else ""
    return f"ingest {digest.hexdigest()} {first[:100]}"
