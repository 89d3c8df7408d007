"""`Reckoned`: what takes a while to work out, worked out once and kept while it is true."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

# A relation of 3,000 events takes about 10 MB.
KEPT = 12
# More at once only wait for one another: the archive answers one question at a time.
_AT_ONCE = 2


class Reckoned:
    """Results by their keys, the latest `KEPT`; whoever asks for one that is being made shares it.

    A key has to name all that a result depends on: what it is of, and the state of the archive.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="reckoning")

    def begin(self, key: Hashable, make: Callable[[], Any]) -> Future[Any]:
        """Return the result of a key, which may still be in the making."""
        with self._lock:
            found = self._made.get(key)
            if found is None or (found.done() and found.exception() is not None):
                found = self._made[key] = self._threads.submit(make)
            self._made.move_to_end(key)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
            return found

    def forget(self) -> None:
        """Keep nothing of what was made so far."""
        with self._lock:
            self._made.clear()

    def close(self) -> None:
        """Begin nothing more; what is being made is ended, not kept."""
        self._threads.shutdown(wait=False, cancel_futures=True)
