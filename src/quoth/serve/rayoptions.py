"""The options of `quoth ingest` that are of reading on many machines."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from quoth.serve.archiveoptions import named


class On(StrEnum):
    """What reads on many machines."""

    ray = "ray"


OnRay = Annotated[
    On | None,
    typer.Option(
        "--on", help="Read on many machines: on a Ray cluster (docs/ray.md).", show_default=False
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FOLDER",
        help="With --on ray: keep what is read in FOLDER, as Parquet; without --archive that is "
        "all, and `quoth load FOLDER` brings it into an archive.",
        show_default=False,
    ),
]
RayAddress = Annotated[
    str | None,
    typer.Option(
        "--ray-address",
        metavar="ADDRESS",
        help="With --on ray: a running cluster (auto, HOST:PORT); else one is made here.",
        show_default=False,
    ),
]
Cpus = Annotated[
    int,
    typer.Option(
        "--cpus", min=1, max=64, metavar="N", help="With --on ray: processors for each worker."
    ),
]
BlockSize = Annotated[
    int,
    typer.Option(
        "--block",
        min=1,
        max=1_000_000,
        metavar="N",
        help="With --on ray: records in a block, which is what can be lost, and a file.",
    ),
]
KeepGoing = Annotated[
    bool,
    typer.Option(
        "--keep-going/--no-keep-going",
        help="With --on ray: go on where a block cannot be read.",
    ),
]


def archive_of(archive: Path | None, out: Path | None, context: typer.Context) -> Path | None:
    """Return the archive that is to be filled: with `out` only one that the command line names."""
    if out is None:
        return named(archive)
    source = context.get_parameter_source("archive")
    return archive if source is not None and source.name == "COMMANDLINE" else None
