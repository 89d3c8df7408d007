"""The options that the commands of the archive share, and how they open it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.errors import ArchiveError, UnknownIdError

if TYPE_CHECKING:
    from quoth.archive import Archive

VARIABLE = "QUOTH_ARCHIVE"
# The panels of `quoth --help`.
ASK = "Ask an archive"
KEEP = "Keep an archive"
CORRECT = "Correct its stories"


class ListFormat(StrEnum):
    """The forms that a list out of an archive can be given in."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class ExportFormat(StrEnum):
    """The forms that a whole archive can be exported in."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    jsonld = "jsonld"
    polecat = "polecat"
    ninjs = "ninjs"
    corrections = "corrections"


ArchiveFile = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="FILE",
        envvar=VARIABLE,
        show_envvar=False,
        help=f"The archive; by default the one that {VARIABLE} names.",
        show_default=False,
    ),
]
MaybeInputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[INPUT]...",
        help="Text, HTML or JSON Lines files, folders, or -; without any, the archive is asked.",
        show_default=False,
    ),
]
Form = Annotated[
    ListFormat,
    typer.Option("--format", "-f", help="json and jsonl: one a line."),
]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit",
        min=0,
        metavar="N",
        help="Show N at most, 0 for all; by default 50 in a table, all in the other forms.",
        show_default=False,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DATE",
        help="Only from DATE on: 2031, 2031-03, 2031-03-02 or 2031-03-02T08:00:00Z.",
        show_default=False,
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="DATE", help="Only until DATE, which is included.", show_default=False
    ),
]
Outlet = Annotated[
    str | None,
    typer.Option("--outlet", metavar="NAME", help="Only of this outlet.", show_default=False),
]
Country = Annotated[
    str | None,
    typer.Option(
        "--country",
        metavar="CODE",
        help="Only with an actor of this country (FRA), as ISO 3166-1 alpha-3 has it.",
        show_default=False,
    ),
]
StoryId = Annotated[
    str,
    typer.Argument(
        metavar="STORY", help="The id of a story, or of a report of it.", show_default=False
    ),
]
Note = Annotated[
    str,
    typer.Option("--note", metavar="TEXT", help="Why, for the history.", show_default=False),
]


def named(path: Path | None) -> Path:
    """Return the archive's file; raises where none is named."""
    if path is None or not str(path):
        raise ArchiveError(f"name the archive: --archive FILE, or set {VARIABLE} to it")
    return path


def existing(path: Path | None) -> Path:
    """Return the file of an archive that is there; raises where there is none."""
    file = named(path)
    if not file.is_file():
        what = "is a folder" if file.is_dir() else "there is no such archive"
        raise ArchiveError(f"{file}: {what}; `quoth ingest INPUT... --archive FILE` makes one")
    return file


def asked(path: Path | None) -> Archive:
    """Return the archive, open for reading."""
    from quoth.archive import Archive

    return Archive(existing(path), read_only=True)


def changed(path: Path | None) -> Archive:
    """Return an archive that is there, open for writing."""
    from quoth.archive import Archive

    return Archive(existing(path))


def given(inputs: list[str] | None, archive: Path | None, context: typer.Context) -> bool:
    """Return whether inputs are to be read; raises where an archive is named as well.

    An archive that the environment names does not count where there are inputs.
    """
    if not inputs:
        named(archive)
        return False
    source = context.get_parameter_source("archive")
    if archive is not None and source is not None and source.name == "COMMANDLINE":
        raise ArchiveError("give inputs or --archive, not both; `quoth ingest` brings inputs in")
    return True


def story_of(archive: Archive, name: str) -> str:
    """Return the id of the story that an id, of a story or of a report, means."""
    try:
        return archive.story(name).id
    except UnknownIdError:
        if archive.sql("SELECT 1 FROM reports WHERE report = ?", [name]).rows:
            raise UnknownIdError(
                f"{name}: this report is in no story yet; `quoth form` puts it into one"
            ) from None
        raise UnknownIdError(
            f"{name}: there is no story or report of this id; `quoth stories` lists the stories"
        ) from None
