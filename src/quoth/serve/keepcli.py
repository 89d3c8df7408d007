"""The commands that fill an archive: ingest, load, form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.errors import QuothError
from quoth.forms import wording
from quoth.serve import steps
from quoth.serve.archiveoptions import (
    KEEP,
    ArchiveFile,
    ListFormat,
    existing,
    named,
)
from quoth.serve.messages import Messages, one_line_errors
from quoth.serve.rayoptions import (
    BlockSize,
    Cpus,
    KeepGoing,
    OnRay,
    Out,
    RayAddress,
    archive_of,
)
from quoth.serve.steps import (
    EventsFrom,
    Inputs,
    MinConfidence,
    Output,
    Tables,
    checked,
    write,
)

if TYPE_CHECKING:
    pass

app = typer.Typer()


@app.command(rich_help_panel=KEEP)
def ingest(
    context: typer.Context,
    inputs: Inputs,
    archive: ArchiveFile = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            min=1,
            max=10_000,
            metavar="N",
            help="Read in N processes, 1 by default (with --on ray as many as there is room for); "
            "each takes the memory of the models.",
            show_default=False,
        ),
    ] = None,
    on: OnRay = None,
    out: Out = None,
    ray_address: RayAddress = None,
    cpus: Cpus = 1,
    block: BlockSize = 512,
    keep_going: KeepGoing = True,
    stories: Annotated[
        bool,
        typer.Option(
            "--stories/--no-stories",
            help="Put the reports into stories now; `quoth form` does it later.",
        ),
    ] = True,
    anew: Annotated[
        bool,
        typer.Option(
            "--anew",
            help="Begin at the first input, though an ingest of the same inputs was broken off; "
            "ask feeds for all that they have.",
        ),
    ] = False,
    contact: Annotated[
        str | None,
        typer.Option(
            "--contact",
            metavar="WHO",
            envvar="QUOTH_CONTACT",
            show_envvar=False,
            help="An address of the web or of e-mail that sites are told when they are read.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        ListFormat,
        typer.Option(
            "--format", "-f", help="json: the sums; jsonl and csv: what came of each report."
        ),
    ] = ListFormat.table,
    output: Output = None,
    min_confidence: MinConfidence = 0.0,
    events_from: EventsFrom = 0.5,
    tables: Tables = None,
) -> None:
    """Read reports into an archive; what is there already is not read again."""
    with one_line_errors(), Messages() as messages:
        path = checked(output)
        if on is None and (out is not None or ray_address is not None):
            raise QuothError("--out and --ray-address go with --on ray")
        file = named(archive) if on is None else None
        reader = steps.make_reader(
            min_confidence=min_confidence,
            least_event=events_from,
            tables=tables,
            contact=contact,
        )
        if file is None:
            from quoth.ray import Options
            from quoth.serve.raydoor import RayDoor

            given = Options(
                reader=reader.options,
                records=block,
                workers=workers,
                cpus=cpus,
                address=ray_address,
                keep_going=keep_going,
            )
            to = archive_of(archive, out, context)
            door = RayDoor(given, reader, to, out, stories, form, path, messages)
            door.bring(inputs, anew=anew)
            return
        from quoth.keeping import Keeper
        from quoth.serve.ingestdoor import IngestDoor, Reached, on_a_terminal

        new = not file.exists()
        with Keeper(file, reader=reader, stories=stories) as keeper:
            if new:
                messages.line(f"note: {file}: a new archive")
            resumes = not anew and keeper.resumes(*inputs)
            reached = Reached.of(inputs, counted=not resumes) if on_a_terminal() else None
            if resumes:
                messages.line(
                    "note: goes on where the last ingest of these inputs stopped; --anew begins "
                    "at the first of them"
                )
            IngestDoor(form, path, messages).bring(
                keeper,
                lambda stop: keeper.ingest(
                    *inputs,
                    workers=workers or 1,
                    anew=anew,
                    stop=stop,
                    on_reached=reached.note if reached is not None else _unheard,
                ),
                reached,
            )


@app.command(rich_help_panel=KEEP)
def load(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="JSON Lines of `quoth read --format jsonl` or `quoth export`, or a folder of "
            "`quoth ingest --on ray`.",
            show_default=False,
        ),
    ],
    archive: ArchiveFile = None,
    stories: Annotated[
        bool,
        typer.Option("--stories/--no-stories", help="Put the reports into stories now."),
    ] = True,
    form: Annotated[
        ListFormat,
        typer.Option(
            "--format", "-f", help="json: the sums; jsonl and csv: what came of each report."
        ),
    ] = ListFormat.table,
    output: Output = None,
) -> None:
    """Bring reports that were read before into an archive; nothing is read again."""
    with one_line_errors(), Messages() as messages:
        path, file = checked(output), named(archive)
        from quoth.ray.loading import is_blocks, label_of

        for given in files:
            if not given.exists():
                raise QuothError(f"{given}: there is no such file or folder")
            if is_blocks(given):
                label_of(given)  # raises where it has none
        from quoth.keeping import Keeper
        from quoth.serve.ingestdoor import IngestDoor

        new = not file.exists()
        with Keeper(file, reader=steps.make_reader(), stories=stories) as keeper:
            if new:
                messages.line(f"note: {file}: a new archive")
            IngestDoor(form, path, messages).bring(
                keeper, lambda stop: keeper.load(*files, stop=stop), None
            )


@app.command("form", rich_help_panel=KEEP)
def form_stories(
    archive: ArchiveFile = None,
    anew: Annotated[
        bool,
        typer.Option("--anew", help="Form all stories again; what users corrected stands."),
    ] = False,
) -> None:
    """Put reports that are in no story yet into stories."""
    with one_line_errors(), Messages() as messages:
        file = existing(archive)
        from quoth.keeping import Keeper

        messages.progress("forming stories")
        with Keeper(file, reader=steps.make_reader()) as keeper:
            formed = keeper.archive.form(anew=anew)
            keeper.archive.settle()
            counted = keeper.archive.sql("SELECT count(*) FROM stories").rows[0][0]
        messages.pause()
        what = wording.count(formed, "report")
        write(
            [f"{what} put into stories · {wording.count(int(str(counted)), 'story')}\n"],
            ListFormat.table,
            None,
        )


def _unheard(reached: object) -> None:
    """Hear of progress that nobody sees."""
