"""The `quoth` command: its commands, options, messages and exit codes.

Exit codes: 0 something could be done; 2 nothing could (the reason is the last line on standard
error) or the command line is wrong; 1 a fault of the program; 130 interrupted; 141 the reader of
the output has gone. Results go to standard output, everything else to standard error, one line
each, beginning with "quoth:".
"""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from quoth import __version__
from quoth.errors import QuothError
from quoth.serve import (
    askcli,
    findcli,
    keepcli,
    mcpcli,
    relationcli,
    servecli,
    steps,
    storycli,
    upkeepcli,
    watchcli,
)
from quoth.serve.messages import Messages, one_line_errors
from quoth.serve.steps import (
    CompareFormat,
    EventsFrom,
    Inputs,
    MinConfidence,
    Output,
    ReadFormat,
    Tables,
    Width,
    at_least_one,
    checked,
    read_reports,
    report_forms,
    write,
)

app = typer.Typer(
    name="quoth",
    help="Who said what, according to whom: compares several outlets' reports of one story.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class SchemaName(StrEnum):
    """The results that have a JSON Schema."""

    read = "read"
    compare = "compare"
    ingest = "ingest"
    stories = "stories"
    story = "story"
    reports = "reports"
    versions = "versions"
    statements = "statements"
    events = "events"
    claims = "claims"
    search = "search"
    outlets = "outlets"
    rejected = "rejected"
    corrections = "corrections"
    watch = "watch"
    relations = "relations"
    periods = "periods"
    pairs = "pairs"


def main() -> None:
    """Run the command line."""
    try:
        app()
    except KeyboardInterrupt:  # before a command has begun
        typer.echo("quoth: interrupted", err=True)
        sys.exit(130)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"quoth {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
) -> None: ...


@app.command()
def read(
    inputs: Inputs,
    form: Annotated[
        ReadFormat,
        typer.Option("--format", "-f", help="json and jsonl: one report a line."),
    ] = ReadFormat.table,
    output: Output = None,
    min_confidence: MinConfidence = 0.0,
    events_from: EventsFrom = 0.5,
    tables: Tables = None,
    width: Width = None,
) -> None:
    """Show who says what in each report, who did what to whom, and who its actors are."""
    with one_line_errors(), Messages() as messages:
        path = checked(output)
        reader = steps.make_reader(
            min_confidence=min_confidence, least_event=events_from, tables=tables
        )
        reports = at_least_one(read_reports(reader, inputs, messages))
        write(report_forms(reports, form, path, width), form, path)


@app.command()
def compare(
    inputs: Inputs,
    form: Annotated[CompareFormat, typer.Option("--format", "-f")] = CompareFormat.table,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="FILE",
            help="Write the page to FILE as well: the claims beside the reports' texts.",
            show_default=False,
        ),
    ] = None,
    output: Output = None,
    any_story: Annotated[
        bool,
        typer.Option("--any-story", help="Compare reports that do not look like one story."),
    ] = False,
    min_confidence: Annotated[
        float,
        typer.Option(
            "--min-confidence", min=0.0, max=1.0, metavar="X", help="Leave out claims below X."
        ),
    ] = 0.0,
    everything: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Show all sentences that only one report tells, all claims that an outlet leaves "
            "out; with --why the reasons of all pairs.",
        ),
    ] = False,
    why: Annotated[
        str | None,
        typer.Option(
            "--why",
            metavar="CLAIM",
            help="Show how CLAIM (its number or id) came to be, instead of the table.",
            show_default=False,
        ),
    ] = None,
    tables: Tables = None,
    width: Width = None,
) -> None:
    """Show what the reports of one story tell side by side, and where they differ."""
    with one_line_errors(), Messages() as messages:
        path, page = checked(output), checked(html)
        if path and page and path.resolve() == page.resolve():
            raise QuothError("--output and --html name the same file; give each its own")
        from quoth.serve.comparedoor import CompareDoor

        door = CompareDoor(form, path, page, width, messages)
        door.check(why)
        comparison = door.compared(steps.make_reader(tables=tables), inputs, any_story=any_story)
        door.give(comparison, min_confidence, everything=everything, why=why)


@app.command()
def schema(
    name: Annotated[SchemaName, typer.Argument(help="Whose JSON to describe.")],
) -> None:
    """Print the JSON Schema (2020-12) of what a command gives as JSON."""
    from quoth.forms import jsonform

    with one_line_errors():
        text = json.dumps(jsonform.schema(name.value), ensure_ascii=False, indent=2)
        write([text + "\n"], ReadFormat.json, None)


for commands in (
    keepcli.app,
    watchcli.app,
    servecli.app,
    mcpcli.app,
    upkeepcli.app,
    findcli.app,
    askcli.app,
    storycli.app,
    relationcli.app,
):
    app.add_typer(commands)

if __name__ == "__main__":
    main()
