"""The steps that the commands share: their inputs, reading, rendering and writing."""

from __future__ import annotations

import io
import itertools
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.errors import NothingToReadError
from quoth.records import Rejected, Report
from quoth.serve.messages import Messages

if TYPE_CHECKING:
    from rich.console import Console

    from quoth.pipeline import Reader

# Wide enough for three columns of news text where nobody says how wide the paper is.
_WIDTH = 100


class CompareFormat(StrEnum):
    """The forms that `compare` can give its result in."""

    table = "table"
    json = "json"
    csv = "csv"
    html = "html"


class ReadFormat(StrEnum):
    """The forms that reports can be given in."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class EventFormat(StrEnum):
    """The forms that `events` can give its result in."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"
    polecat = "polecat"


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Files (text, HTML, JSON Lines, Parquet, WARC), folders, addresses of pages, feeds or "
        "sitemaps, lists of addresses, or - for standard input.",
        show_default=False,
    ),
]
MinConfidence = Annotated[
    float,
    typer.Option(
        "--min-confidence",
        min=0.0,
        max=1.0,
        metavar="X",
        help="Leave out statements and events below X.",
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
EventsFrom = Annotated[
    float,
    typer.Option(
        "--events-from",
        min=0.1,
        max=1.0,
        metavar="X",
        help="List events from confidence X on: lower lists more, and more that is wrong.",
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


def checked(path: Path | None) -> Path | None:
    """Return where to write, None for standard output; raises before any work is done."""
    from quoth.serve import output

    if path is None or str(path) == "-":
        return None
    output.check(path)
    return path


def read_reports(
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


def at_least_one(reports: Iterator[Report]) -> Iterator[Report]:
    """Return the reports; raises where there is none, before anything is written."""
    first = next(reports, None)
    if first is None:
        raise NothingToReadError("none of the inputs could be read")
    return itertools.chain([first], reports)


def rendered(show: Callable[[Console], None], path: Path | None, width: int | None) -> str:
    """Return what is printed for the terminal, or without colours where there is none."""
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


def report_forms(
    reports: Iterable[Report], form: ReadFormat, path: Path | None, width: int | None
) -> Iterator[str]:
    """Yield reports with all that was found in them, in a form."""
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


def make_reader(
    *,
    min_confidence: float = 0.0,
    least_event: float = 0.5,
    tables: Path | None = None,
    contact: str | None = None,
) -> Reader:
    """Return the reader that does the work; its models load on first use."""
    from quoth.config import FetchOptions, IngestOptions, ReaderOptions
    from quoth.pipeline import Reader

    options = ReaderOptions(
        min_confidence=min_confidence,
        least_event=least_event,
        tables=tables,
        ingest=IngestOptions(fetch=FetchOptions(contact=contact)),
    )
    return Reader(options=options)


def _piped_width() -> int:
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and 40 <= int(columns) <= 1000 else _WIDTH


def write(pieces: Iterable[str | bytes], form: StrEnum, path: Path | None) -> None:
    """Write a result to a file or to standard output."""
    from quoth.serve import output

    # A table is for a person and their terminal; the other forms are UTF-8 wherever they go.
    encoding = sys.stdout.encoding if form == "table" and path is None else "utf-8"
    output.write(pieces, path, encoding=encoding)
