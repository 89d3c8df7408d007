"""The `quoth` command: its commands, options, messages and exit codes.

Exit codes: 0 something could be done; 2 nothing could (the reason is the last line on standard
error) or the command line is wrong; 1 a fault of the program; 130 interrupted; 141 the reader of
the output has gone. Results go to standard output, everything else to standard error, one line
each, beginning with "quoth:".
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from quoth import __version__
from quoth.errors import QuothError
from quoth.records import Report
from quoth.serve.messages import Messages, one_line_errors
from quoth.serve.steps import (
    CompareFormat,
    EventFormat,
    EventsFrom,
    Inputs,
    Output,
    Tables,
    Width,
    at_least_one,
    checked,
    read_reports,
    rendered,
    write,
)

if TYPE_CHECKING:
    from quoth.pipeline import Reader

app = typer.Typer(
    name="quoth",
    help="Who said what, according to whom: compares several outlets' reports of one story.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class ReadFormat(StrEnum):
    """The forms that `read` can give its result in."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class SchemaName(StrEnum):
    """The results that have a JSON Schema."""

    read = "read"
    compare = "compare"


def main() -> None:
    """Run the command line."""
    try:
        app()
    except KeyboardInterrupt:  # before a command has begun
        typer.echo("quoth: interrupted", err=True)
        sys.exit(130)


def make_reader(
    *, min_confidence: float = 0.0, least_event: float = 0.5, tables: Path | None = None
) -> Reader:
    """Return the reader that does the work; its models load on first use."""
    from quoth.config import ReaderOptions
    from quoth.pipeline import Reader

    options = ReaderOptions(min_confidence=min_confidence, least_event=least_event, tables=tables)
    return Reader(options=options)


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
    min_confidence: Annotated[
        float,
        typer.Option(
            "--min-confidence",
            min=0.0,
            max=1.0,
            metavar="X",
            help="Leave out statements and events below X.",
        ),
    ] = 0.0,
    events_from: EventsFrom = 0.5,
    tables: Tables = None,
    width: Width = None,
) -> None:
    """Show who says what in each report, who did what to whom, and who its actors are."""
    with one_line_errors(), Messages() as messages:
        path = checked(output)
        reader = make_reader(min_confidence=min_confidence, least_event=events_from, tables=tables)
        reports = at_least_one(read_reports(reader, inputs, messages))
        write(_read_forms(reports, form, path, width), form, path)


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
        comparison = door.compared(make_reader(tables=tables), inputs, any_story=any_story)
        door.give(comparison, min_confidence, everything=everything, why=why)


@app.command()
def events(
    inputs: Inputs,
    form: Annotated[
        EventFormat,
        typer.Option("--format", "-f", help="polecat: tab-separated, in the columns of POLECAT."),
    ] = EventFormat.table,
    output: Output = None,
    crosswalk: Annotated[
        Path | None,
        typer.Option(
            "--crosswalk",
            metavar="FILE",
            help="Write to FILE where each event stands and who tells it (tab-separated).",
            show_default=False,
        ),
    ] = None,
    min_confidence: Annotated[
        float,
        typer.Option(
            "--min-confidence", min=0.0, max=1.0, metavar="X", help="Leave out events below X."
        ),
    ] = 0.0,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar="S",
            help="Only events of status S: asserted, negated, hypothetical, future or historical; "
            "can be given several times. All by default, in polecat the asserted.",
            show_default=False,
        ),
    ] = None,
    types: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="T",
            help="Only events of PLOVER type T (PROTEST, ASSAULT ...); can be given several times.",
            show_default=False,
        ),
    ] = None,
    events_from: EventsFrom = 0.5,
    tables: Tables = None,
    width: Width = None,
) -> None:
    """Show who did what to whom, according to whom: the events of the reports, one a row."""
    with one_line_errors(), Messages() as messages:
        path, beside = checked(output), checked(crosswalk)
        if path and beside and path.resolve() == beside.resolve():
            raise QuothError("--output and --crosswalk name the same file; give each its own")
        from quoth.serve.eventdoor import EventDoor

        door = EventDoor(form, path, beside, width, messages)
        wanted = door.choice(types or (), status or (), min_confidence)
        reader = make_reader(least_event=events_from, tables=tables)
        door.give(at_least_one(read_reports(reader, inputs, messages)), wanted)


@app.command()
def schema(
    name: Annotated[SchemaName, typer.Argument(help="Whose JSON to describe.")],
) -> None:
    """Print the JSON Schema (2020-12) of what `read` and `compare` give as JSON."""
    from quoth.forms import jsonform

    kinds: dict[SchemaName, Literal["read", "compare"]] = {
        SchemaName.read: "read",
        SchemaName.compare: "compare",
    }
    with one_line_errors():
        text = json.dumps(jsonform.schema(kinds[name]), ensure_ascii=False, indent=2)
        write([text + "\n"], ReadFormat.json, None)


def _read_forms(
    reports: Iterable[Report], form: ReadFormat, path: Path | None, width: int | None
) -> Iterator[str]:
    if form is ReadFormat.csv:
        from quoth.forms.csvform import read_csv

        yield from read_csv(reports)
    elif form is ReadFormat.table:
        from quoth.serve.table import print_report

        for report in reports:
            yield rendered(partial(print_report, report=report), path, width)
    else:
        from quoth.forms.jsonform import dumps, report_json

        for report in reports:
            yield dumps(report_json(report)) + "\n"


if __name__ == "__main__":
    main()
