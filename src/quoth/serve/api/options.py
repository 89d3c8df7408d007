"""What the REST API may be told, with the reason for each default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quoth.pipeline import Reader


def make_reader() -> Reader:
    """Return a reader with the models of the package; they load on first use."""
    from quoth.serve import steps

    return steps.make_reader()


@dataclass(frozen=True, slots=True)
class ApiOptions:
    """How the REST API behaves: it only answers questions unless it is told otherwise.

    `allow_reading` offers `read` and `compare`, which run models; `allow_writes` offers `ingest`,
    `move`, `merge`, `split` and `undo` to who shows `token` (Authorization: Bearer TOKEN), without
    one to nobody. `allow_sql` offers `sql`.

    `archives` questions are answered at a time, each with the archive open for itself; two cores
    answer no more at once. Up to `waiting` more wait `wait_s` seconds for their turn, or for
    another program that writes, and are then told to come again.

    A question in SQL gets `sql_s` seconds: as long as it runs, no other program can write to the
    archive. It gives `sql_rows` rows at most. `max_query` (bytes) bounds what stands behind the ?
    of an address, `max_body_bytes` what is sent.

    One process reads; up to `queue` requests wait for it, and each is given up after `reading_s`
    seconds. `reader` makes the reader of that process, so it must be importable there; `processes`
    false reads in a thread instead, which slows down all other requests.
    """

    allow_reading: bool = False
    allow_writes: bool = False
    allow_sql: bool = True
    token: str | None = None
    archives: int = 4
    waiting: int = 16
    wait_s: float = 5.0
    sql_s: float = 10.0
    sql_rows: int = 10_000
    max_query: int = 16_000
    max_body_bytes: int = 2_000_000
    queue: int = 8
    reading_s: float = 300.0
    reader: Callable[[], Reader] = make_reader
    processes: bool = True
