"""The `quoth` command: its commands, options, messages and exit codes.

Exit codes: 0 something could be done; 2 nothing could (the reason is the last line on standard
error) or the command line is wrong; 1 a fault of the program; 130 interrupted; 141 the reader of
the output has gone. Results go to standard output, everything else to standard error, one line
each, beginning with "quoth:".
"""

from __future__ import annotations

import itertools
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from quoth import __version__
from quoth.errors import NothingToReadError, NotOneStoryError, QuothError
from quoth.records import Comparison, Rejected, Report
from quoth.serve.messages import Messages, one_line_errors

if TYPE_CHECKING:
    from rich.console import Console

    from quoth.pipeline import Reader

# Wide enough for three columns of news text where nobody says how wide the paper is.
_WIDTH = 100

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


class CompareFormat(StrEnum):
    """The forms that `compare` can give its result in."""

    table = "table"
    json = "json"
    csv = "csv"
    html = "html"


class SchemaName(StrEnum):
    """The results that have a JSON Schema."""

    read = "read"
    compare = "compare"


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Text, HTML or JSON Lines files, folders, or - for standard input.",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write the result to FILE.", show_default=False
    ),
]
Tables = Annotated[
    Path | None,
    typer.Option(
        "--tables",
        metavar="FOLDER",
        help="Add the rows of FOLDER to the tables of states, bodies and offices.",
        show_default=False,
    ),
]
Width = Annotated[
    int | None,
    typer.Option(
        "--width",
        min=40,
        max=1000,
        metavar="N",
        help="Columns of the table; the terminal's width by default, 100 where there is none.",
        show_default=False,
    ),
]


def main() -> None:
    """Run the command line."""
    try:
        app()
    except KeyboardInterrupt:  # before a command has begun
        typer.echo("quoth: interrupted", err=True)
        sys.exit(130)


def make_reader(*, min_confidence: float = 0.0, tables: Path | None = None) -> Reader:
    """Return the reader that does the work; its models load on first use."""
    from quoth.config import ReaderOptions
    from quoth.pipeline import Reader

    return Reader(options=ReaderOptions(min_confidence=min_confidence, tables=tables))


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
            "--min-confidence", min=0.0, max=1.0, metavar="X", help="Leave out statements below X."
        ),
    ] = 0.0,
    tables: Tables = None,
    width: Width = None,
) -> None:
    """Show who says what in each report, and who its actors are."""
    with one_line_errors(), Messages() as messages:
        path = _checked(output)
        reader = make_reader(min_confidence=min_confidence, tables=tables)
        reports = _reports(reader, inputs, messages)
        first = next(reports, None)
        if first is None:
            raise NothingToReadError("none of the inputs could be read")
        _write(_read_forms(itertools.chain([first], reports), form, path, width), form, path)


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
        bool, typer.Option("--all", help="Show all sentences that only one report tells.")
    ] = False,
    tables: Tables = None,
    width: Width = None,
) -> None:
    """Show what the reports of one story tell side by side, and where they differ."""
    with one_line_errors(), Messages() as messages:
        path, page = _checked(output), _checked(html)
        if path and page and path.resolve() == page.resolve():
            raise QuothError("--output and --html name the same file; give each its own")
        comparison = _compared(inputs, messages, any_story=any_story, tables=tables)
        comparison = _narrowed(comparison, min_confidence, messages)
        if page:
            from quoth.serve.pageform import comparison_page

            _write([comparison_page(comparison)], CompareFormat.html, page)
            messages.line(f"page written to {page}")
        pieces = _compare_forms(comparison, form, path, width, everything=everything)
        _write(pieces, form, path)


@app.command()
def schema(
    name: Annotated[SchemaName, typer.Argument(help="Whose JSON to describe.")],
) -> None:
    """Print the JSON Schema (2020-12) of what `read` and `compare` give as JSON."""
    from quoth.serve import jsonform

    kinds: dict[SchemaName, Literal["read", "compare"]] = {
        SchemaName.read: "read",
        SchemaName.compare: "compare",
    }
    with one_line_errors():
        text = json.dumps(jsonform.schema(kinds[name]), ensure_ascii=False, indent=2)
        _write([text + "\n"], ReadFormat.json, None)


def _checked(path: Path | None) -> Path | None:
    """Return where to write, None for standard output; raises before any work is done."""
    from quoth.serve import output

    if path is None or str(path) == "-":
        return None
    output.check(path)
    return path


def _reports(
    reader: Reader,
    inputs: list[str],
    messages: Messages,
    on_rejected: Callable[[Rejected], None] | None = None,
) -> Iterator[Report]:
    """Yield the reports of the inputs, and say what is left out and what is to be noted."""
    messages.progress("loading")
    done = 0
    for item in reader.iter_read(inputs):
        if isinstance(item, Rejected):
            messages.line(f"{item.report_id}: {item.reason}")
            if on_rejected:
                on_rejected(item)
        else:
            done += 1
            for note in item.notes:
                messages.line(f"note: {item.id}: {note}")
            messages.pause()
            yield item
        messages.progress(f"reading: {done} done")
    messages.pause()


def _compared(
    inputs: list[str], messages: Messages, *, any_story: bool, tables: Path | None
) -> Comparison:
    rejected: list[Rejected] = []
    reader = make_reader(tables=tables)
    reports = list(_reports(reader, inputs, messages, rejected.append))
    if not reports:
        raise NothingToReadError("none of the inputs could be read")
    if len(reports) == 1:
        raise NothingToReadError(
            f"compare needs two reports or more, and there is only {reports[0].id}; "
            "use `quoth read` to see what one report says"
        )
    twice = sorted(name for name, n in Counter(r.id for r in reports).items() if n > 1)
    if twice:
        raise QuothError(f"two reports have the id {twice[0]}; give each its own")
    messages.progress(f"comparing {len(reports)} reports")
    try:
        comparison = reader.compare(reports, any_story=any_story)
    except NotOneStoryError as error:
        why = str(error) or "these do not look like one story"
        raise NotOneStoryError(f"{why}; add --any-story to compare them all the same") from error
    for item in comparison.rejected:
        if item not in rejected:
            messages.line(f"{item.report_id}: {item.reason}")
            rejected.append(item)
    messages.pause()
    return replace(comparison, rejected=tuple(rejected))


def _narrowed(comparison: Comparison, confidence: float, messages: Messages) -> Comparison:
    """Leave out claims; what is told alone stays, as their sentences are not told by one alone."""
    kept = tuple(claim for claim in comparison.claims if claim.confidence >= confidence)
    left_out = len(comparison.claims) - len(kept)
    if left_out:
        every = len(comparison.claims)
        messages.line(f"note: {left_out} of {every} claims are below {confidence:g} and left out")
    return replace(comparison, claims=kept)


def _read_forms(
    reports: Iterable[Report], form: ReadFormat, path: Path | None, width: int | None
) -> Iterator[str]:
    if form is ReadFormat.csv:
        from quoth.serve.csvform import read_csv

        yield from read_csv(reports)
    elif form is ReadFormat.table:
        from quoth.serve.table import print_report

        for report in reports:
            yield _rendered(partial(print_report, report=report), path, width)
    else:
        from quoth.serve.jsonform import dumps, report_json

        for report in reports:
            yield dumps(report_json(report)) + "\n"


def _compare_forms(
    comparison: Comparison,
    form: CompareFormat,
    path: Path | None,
    width: int | None,
    *,
    everything: bool,
) -> Iterator[str]:
    if form is CompareFormat.csv:
        from quoth.serve.csvform import comparison_csv

        yield from comparison_csv(comparison)
    elif form is CompareFormat.html:
        from quoth.serve.pageform import comparison_page

        yield comparison_page(comparison)
    elif form is CompareFormat.json:
        from quoth.serve.jsonform import comparison_text

        yield comparison_text(comparison)
    else:
        from quoth.serve.table import print_comparison

        yield _rendered(
            lambda console: print_comparison(console, comparison, everything=everything),
            path,
            width,
        )


def _rendered(show: Callable[[Console], None], path: Path | None, width: int | None) -> str:
    """Return what is printed for the terminal, or without colours where there is none."""
    import io

    from rich.console import Console

    terminal = path is None and sys.stdout.isatty()
    console = Console(
        file=sys.stdout if terminal else io.StringIO(),
        width=width or (None if terminal else _piped_width()),
        highlight=False,
        markup=False,
        force_terminal=None if terminal else False,
    )
    with console.capture() as capture:
        show(console)
    text = capture.get()
    return text if terminal else "\n".join(line.rstrip() for line in text.split("\n"))


def _piped_width() -> int:
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and 40 <= int(columns) <= 1000 else _WIDTH


def _write(pieces: Iterable[str], form: StrEnum, path: Path | None) -> None:
    from quoth.serve import output

    # A table is for a person and their terminal; the other forms are UTF-8 wherever they go.
    encoding = sys.stdout.encoding if form == "table" and path is None else "utf-8"
    output.write(pieces, path, encoding=encoding)


if __name__ == "__main__":
    main()
