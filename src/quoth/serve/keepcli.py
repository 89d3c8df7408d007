"""The commands that fill an archive and look after it, and those that list what is in it."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.errors import ArchiveError, QuothError
from quoth.forms import wording
from quoth.serve import steps
from quoth.serve.archiveoptions import (
    ASK,
    KEEP,
    ArchiveFile,
    Country,
    ExportFormat,
    Form,
    Limit,
    ListFormat,
    Outlet,
    Since,
    Until,
    asked,
    changed,
    existing,
    named,
)
from quoth.serve.listing import Lister, nothing
from quoth.serve.messages import Messages, one_line_errors
from quoth.serve.steps import (
    EventsFrom,
    Inputs,
    MinConfidence,
    Output,
    ReadFormat,
    Tables,
    Width,
    checked,
    report_forms,
    write,
)

if TYPE_CHECKING:
    from quoth.archive import Archive

app = typer.Typer()
# What `quoth check` ends with where something is wrong.
PROBLEMS = 3


@app.command(rich_help_panel=KEEP)
def ingest(
    inputs: Inputs,
    archive: ArchiveFile = None,
    workers: Annotated[
        int,
        typer.Option(
            "--workers",
            min=1,
            max=256,
            metavar="N",
            help="Read in N processes; each takes the memory of the models.",
        ),
    ] = 1,
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
        path, file = checked(output), named(archive)
        from quoth.keeping import Keeper, count_reports
        from quoth.serve.ingestdoor import IngestDoor, on_a_terminal

        reader = steps.make_reader(
            min_confidence=min_confidence,
            least_event=events_from,
            tables=tables,
            contact=contact,
        )
        if not file.exists():
            messages.line(f"note: {file}: a new archive")
        with Keeper(file, reader=reader, stories=stories) as keeper:
            resumes = not anew and keeper.resumes(*inputs)
            # How many of them were done before is not known.
            total = count_reports(inputs) if on_a_terminal() and not resumes else None
            if resumes:
                messages.line(
                    "note: goes on where the last ingest of these inputs stopped; --anew begins "
                    "at the first of them"
                )
            IngestDoor(form, path, messages).bring(
                keeper,
                lambda stop: keeper.ingest(*inputs, workers=workers, anew=anew, stop=stop),
                total,
            )


@app.command(rich_help_panel=KEEP)
def load(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="JSON Lines of `quoth read --format jsonl` or `quoth export`.",
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
        for given in files:
            if not given.is_file():
                raise QuothError(f"{given}: there is no such file")
        from quoth.keeping import Keeper
        from quoth.serve.ingestdoor import IngestDoor

        if not file.exists():
            messages.line(f"note: {file}: a new archive")
        with Keeper(file, reader=steps.make_reader(), stories=stories) as keeper:
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


@app.command(rich_help_panel=KEEP)
def check(
    archive: ArchiveFile = None,
    form: Form = ListFormat.table,
    output: Output = None,
    width: Width = None,
) -> None:
    """Look whether all of an archive is whole; exits 3 where it is not."""
    with one_line_errors(), Messages() as messages:
        lister = Lister(form, checked(output), width, messages, limit=0)
        messages.progress("checking")
        with asked(archive) as opened:
            problems = opened.check()
            reports = int(str(opened.sql("SELECT count(*) FROM versions").rows[0][0]))
        messages.pause()
        from quoth.serve.archivetable import show_problems

        well = f"all is well: {wording.count(reports, 'reading')} looked at in {opened.path}"
        lister.give(problems, "problem", show_problems, empty=lambda: well)
        if problems:
            messages.line(
                f"{wording.count(len(problems), 'problem')}; go back to a copy made by "
                "`quoth backup`, and ingest again what came after it"
            )
            raise typer.Exit(PROBLEMS)


@app.command(rich_help_panel=KEEP)
def compact(archive: ArchiveFile = None) -> None:
    """Write an archive anew without what changes left behind in the file."""
    with one_line_errors(), Messages() as messages:
        with changed(archive) as opened:
            messages.progress("compacting")
            before, after = opened.compact()
            messages.pause()
            line = f"{opened.path}: {_size(before)} before, {_size(after)} now\n"
        write([line], ListFormat.table, None)


@app.command(rich_help_panel=KEEP)
def backup(
    target: Annotated[
        Path, typer.Argument(metavar="TARGET", help="The file to copy to.", show_default=False)
    ],
    archive: ArchiveFile = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace TARGET where it is there.")
    ] = False,
) -> None:
    """Copy an archive, whole, while others may go on using it."""
    with one_line_errors(), Messages() as messages:
        source = existing(archive)
        if target.exists() and target.samefile(source):
            raise ArchiveError(f"{target}: is the archive itself; name another file")
        if target.is_dir():
            raise ArchiveError(f"{target}: is a folder; name a file in it")
        with asked(archive) as opened:
            messages.progress("copying")
            opened.backup(target, overwrite=overwrite)
            messages.pause()
        line = f"{source} copied to {target}: {_size(target.stat().st_size)}\n"
        write([line], ListFormat.table, None)


@app.command(rich_help_panel=KEEP)
def export(
    archive: ArchiveFile = None,
    form: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            "-f",
            help="jsonl: reports, as `read` gives them; csv, parquet: a folder with a file a view; "
            "jsonld: every fact as a Web Annotation; polecat: events; ninjs: stories; "
            "corrections: what users corrected, as labelled data.",
        ),
    ] = ExportFormat.jsonl,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="The file to write, for csv and parquet the folder; else standard output.",
            show_default=False,
        ),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace PATH where it is there.")
    ] = False,
) -> None:
    """Write all of an archive in a form that other programs read."""
    with one_line_errors(), Messages() as messages:
        folder = form in (ExportFormat.csv, ExportFormat.parquet)
        to_file = output is not None and str(output) != "-"
        if folder and not to_file:
            raise QuothError(f"{form.value} is a folder with a file a view; name it with --output")
        with asked(archive) as opened:
            messages.progress("exporting")
            if output is not None and to_file:
                _check_target(output, opened, form, overwrite=overwrite)
                opened.export(output, form.value, overwrite=overwrite)
                messages.pause()
                messages.line(f"written to {output}")
                return
            with tempfile.TemporaryDirectory(prefix="quoth-") as made:
                file = Path(made) / "export"
                opened.export(file, form.value)
                messages.pause()
                with file.open("rb") as stream:
                    write(iter(lambda: stream.read(1 << 20), b""), form, None)


@app.command(rich_help_panel=KEEP)
def rejected(
    archive: ArchiveFile = None,
    stage: Annotated[
        str | None,
        typer.Option(
            "--stage",
            metavar="STAGE",
            help="Only by this stage: ingest, clean, load.",
            show_default=False,
        ),
    ] = None,
    limit: Limit = None,
    form: Form = ListFormat.table,
    output: Output = None,
    width: Width = None,
) -> None:
    """Show what was left out of an archive and why, the latest first."""
    with one_line_errors(), Messages() as messages:
        lister = Lister(form, checked(output), width, messages, limit=limit)
        with asked(archive) as opened:
            from quoth.serve.archivetable import show_rejected

            lister.give(
                lister.ask(partial(opened.rejected, stage=stage)),
                "rejected",
                show_rejected,
                empty=lambda: "nothing was left out" + (f" by the stage {stage}" if stage else ""),
            )


@app.command(rich_help_panel=ASK)
def reports(
    archive: ArchiveFile = None,
    country: Country = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    limit: Limit = None,
    form: Form = ListFormat.table,
    output: Output = None,
    width: Width = None,
) -> None:
    """Show the reports of an archive, the newest first."""
    with one_line_errors(), Messages() as messages:
        lister = Lister(form, checked(output), width, messages, limit=limit)
        filters = {
            "country": country and country.upper(),
            "since": since,
            "until": until,
            "outlet": outlet,
        }
        with asked(archive) as opened:
            from quoth.serve.archivetable import show_reports

            lister.give(
                lister.ask(partial(opened.reports, **filters)),  # type: ignore[arg-type]
                "report",
                show_reports,
                empty=lambda: nothing(opened, "report", filters),
            )


@app.command(rich_help_panel=ASK)
def report(
    report: Annotated[
        str,
        typer.Argument(metavar="REPORT", help="The id of a report.", show_default=False),
    ],
    archive: ArchiveFile = None,
    version: Annotated[
        int | None,
        typer.Option(
            "--version",
            min=1,
            metavar="N",
            help="This version of its text; the last one by default.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        ReadFormat, typer.Option("--format", "-f", help="As of `quoth read`.")
    ] = ReadFormat.table,
    output: Output = None,
    width: Width = None,
) -> None:
    """Show a report of an archive with all that was found in it, as `quoth read` does."""
    with one_line_errors(), Messages() as messages:
        path = checked(output)
        with asked(archive) as opened:
            found = opened.report(report, version=version)
            versions = {one.version for one in opened.versions(report)}
        if len(versions) > 1:
            messages.line(
                f"note: there are {len(versions)} versions of {report}; --version N shows one"
            )
        write(report_forms([found], form, path, width), form, path)


def _check_target(path: Path, archive: Archive, form: ExportFormat, *, overwrite: bool) -> None:
    """Raise where an export would take the place of something else than an export."""
    from quoth.serve import output

    if path.exists() and path.is_file() and path.samefile(archive.path):
        raise ArchiveError(f"{path}: is the archive itself; name another")
    if path.exists() and not overwrite:
        raise ArchiveError(f"{path}: is there already; name another, or add --overwrite")
    if not path.is_dir():
        output.check(path)
        return
    strange = [p.name for p in path.iterdir() if p.suffix not in (".csv", ".parquet")]
    if strange or form not in (ExportFormat.csv, ExportFormat.parquet):
        what = f"with {strange[0]} in it" if strange else "and no file"
        raise ArchiveError(f"{path}: is a folder {what}; name another")


def _size(count: int) -> str:
    """Return "812 kB", "3.4 MB"."""
    size = float(count)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit != "MB" else f"{size:.1f} MB"
        size /= 1000
    return f"{size:.1f} GB"
