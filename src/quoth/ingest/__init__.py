"""Reads inputs to reports: text, web pages, JSON Lines, Parquet, web archives, folders, addresses.

`Report.text` of a text or of JSON is the input to the letter; of a page it is the extracted
article. Nothing that is given is dropped in silence: an input is reports, or a `Rejected` with
one line that says what is wrong and what to do. docs/inputs.md describes the inputs.

`Report.url` is in its canonical form (`canonical`). What is said of an article by its page goes
before what a feed or list says of it (`metadata.agreed` has the rules).

Known gaps: office documents and PDF are refused. A page with several articles comes as one report.
What a page shows only by script is read only where its JSON-LD has the text. Of the encodings
before Unicode, those of the West and what charset-normalizer is sure of are told; a text that
mixes languages counts as that of its opening. `fetch`, `feeds`, `addresslists` and `warc` have
gaps of their own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from quoth.config import IngestOptions
from quoth.ingest.canonical import canonical
from quoth.ingest.checkpoint import Checkpoint, Position, Seen, Validators
from quoth.ingest.pace import Clock
from quoth.ingest.run import Ingest
from quoth.records import Report

if TYPE_CHECKING:
    from quoth.ingest.fetch import Fetcher
    from quoth.ingest.web import Known, Polled

__all__ = [
    "Checkpoint",
    "Clock",
    "Ingest",
    "Known",
    "Polled",
    "Position",
    "Seen",
    "Validators",
    "canonical",
    "ingest",
]

_DEFAULT = IngestOptions()


def ingest(
    inputs: Iterable[str | Path | Report],
    *,
    options: IngestOptions = _DEFAULT,
    stdin: BinaryIO | None = None,
    checkpoint: Checkpoint | None = None,
    known: Known | None = None,
    clock: Clock | None = None,
    fetcher: Fetcher | None = None,
) -> Ingest:
    """Return an iterator over the reports of the inputs, in order; what cannot be read is rejected.

    An input is a path, a folder, an address, "-" for `stdin` (by default the process's own), or a
    report made in Python, of which only the language is told where it is None. Ids that an input
    gives are kept; a file without one gets its stem, with the name of its folder where that is
    taken; a page of an address or a web archive gets its canonical address, without the scheme.
    Reports come with id, text, outlet, owner, published, title, language, url, encoding and notes.
    A bad input raises nothing.

    `checkpoint` is where an earlier ingest of the same inputs stood: `.checkpoint` of what this
    returns. Whoever stores what is handed out, and then the checkpoint, and hands it in after the
    ingest was killed, gets the rest: what was handed out before it does not come again, and all
    else comes as it would have come, with the same ids, as long as the inputs are the same. What
    this leaves out: a fault of a file as a whole can be told twice; a file whose opening changed is
    read anew from its beginning; an id that a JSON Lines file or the like gives twice, or an
    address that is met twice, once before the checkpoint and once after it, is no longer
    recognised; and a feed is asked for anew, so that articles it has dropped since are gone.
    Without the checkpoint nothing is lost either, only read again.

    `checkpoint.next_round()` begins a new round over the same addresses: what has not changed
    since is not read again (`Seen`). `known` says what is known of the page of an address from
    elsewhere; `.validators` of what this returns are those of the article handed out last.
    `clock` tells the time and waits; the machine's by default. `fetcher` (`quoth.ingest.fetch`)
    reads addresses; one that several ingests share keeps to a host's pace and rules in all of them.

    Raises:
        CheckpointError: while it runs, where the checkpoint is of other inputs.
    """
    if isinstance(inputs, str | os.PathLike | Report):  # one input, not a list of them
        inputs = [inputs]
    return Ingest(
        inputs,
        options=options,
        stdin=stdin,
        checkpoint=checkpoint,
        known=known,
        clock=clock,
        fetcher=fetcher,
    )
