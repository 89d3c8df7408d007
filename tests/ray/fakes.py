"""Readers that wait to be told to go on, or die, so that tests can kill at a moment they know."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from tests.keeping.fakes import WordReader

# Longer than any machine is busy; a test that waits so long fails.
WAIT_S = 120


class HeldReader(WordReader):
    """Holds up at texts that say "hold at FOLDER but HEAD", so that a node is killed in between.

    On the node HEAD it waits until another node holds; there it says so and waits for `go`.
    """

    def iter_finish(self, items):
        for item in items:
            if (held := re.search(r"hold at (\S+) but (\S+)", item.text)) is not None:
                self._hold(Path(held[1]), held[2])
            if "dies of it" in item.text:
                os._exit(1)
            yield from super().iter_finish([item])

    def _hold(self, folder, head):
        import ray

        if ray.get_runtime_context().get_node_id() != head:
            (folder / f"held-{os.getpid()}").touch()
            waited((folder / "go").exists)
        else:
            waited(lambda: (folder / "go").exists() or list(folder.glob("held-*")))


def waited(until):
    last = time.monotonic() + WAIT_S
    while not (there := until()):
        assert time.monotonic() < last, "nothing happens"
        time.sleep(0.02)
    return there


def make_held_reader(options):
    return HeldReader(options)
