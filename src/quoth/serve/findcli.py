"""The commands that list and find what is in an archive: reports, words, outlets, SQL."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.serve import steps
from quoth.serve.archiveoptions import (
    ASK,
    ArchiveFile,
    Country,
    Form,
    Limit,
    ListFormat,
    Outlet,
    Since,
    Until,
    asked,
)
from quoth.serve.listing import Lister, loader, nothing
from quoth.serve.messages import Messages, one_line_errors
from quoth.serve.steps import Output, ReadFormat, Width, checked, report_forms, write

if TYPE_CHECKING:
    from quoth.archive import Archive

app = typer.Typer()


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


@app.command(rich_help_panel=ASK)
def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...",
            help='Words, in any form; "words side by side"; begin*; -without; one OR another.',
            show_default=False,
        ),
    ],
    archive: ArchiveFile = None,
    outlet: Outlet = None,
    country: Country = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[
        int,
        typer.Option("--limit", min=0, metavar="N", help="Show the best N, 0 for all."),
    ] = 20,
    form: Form = ListFormat.table,
    output: Output = None,
    width: Width = None,
) -> None:
    """Show the reports that say something, best first, with the words around it."""
    with one_line_errors(), Messages() as messages:
        lister = Lister(form, checked(output), width, messages, limit=limit)
        query = _query(words)
        filters = {"outlet": outlet, "country": country, "since": since, "until": until}
        with asked(archive) as opened:
            from quoth.serve.archiveform import FoundHit
            from quoth.serve.archivetable import show_hits

            load = loader(opened)
            ask = partial(
                opened.search, query, outlet=outlet, country=country and country.upper(),
                since=since, until=until,
            )  # fmt: skip
            found = (
                FoundHit(hit, load(hit.report, hit.version).text[hit.excerpt[0] : hit.excerpt[1]])
                for hit in lister.ask(ask)
            )
            lister.give(
                found,
                "hit",
                partial(show_hits, load=load),
                empty=lambda: _no_hits(opened, query, filters),
            )


@app.command(rich_help_panel=ASK)
def outlets(
    archive: ArchiveFile = None,
    form: Form = ListFormat.table,
    output: Output = None,
    width: Width = None,
) -> None:
    """Show the outlets of an archive with how much of each is there."""
    with one_line_errors(), Messages() as messages:
        lister = Lister(form, checked(output), width, messages, limit=0)
        with asked(archive) as opened:
            from quoth.serve.archivetable import show_outlets

            lister.give(
                opened.outlets(),
                "outlet",
                show_outlets,
                empty=lambda: nothing(opened, "outlet", {}),
            )


@app.command(rich_help_panel=ASK)
def sql(
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help="One SELECT over the views of docs/archive.md; - reads it from standard input.",
            show_default=False,
        ),
    ],
    archive: ArchiveFile = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, metavar="S", help="Stop after S seconds.")
    ] = 30.0,
    form: Form = ListFormat.table,
    output: Output = None,
    width: Width = None,
) -> None:
    """Ask an archive in SQL; nothing can be changed by it."""
    with one_line_errors(), Messages():
        path = checked(output)
        text = sys.stdin.read() if query == "-" else query
        with asked(archive) as opened:
            rows = opened.sql(text, timeout_s=timeout)
        from quoth.serve.archiveform import row_lines

        if form is ListFormat.table:
            from quoth.serve.archivetable import show_rows

            show = partial(show_rows, rows=rows)
            steps.write([steps.rendered(show, path, width)], form, path)
        else:
            steps.write(row_lines(rows, csv=form is ListFormat.csv), form, path)


def _query(words: list[str]) -> str:
    """Return what was typed; an argument of several words is a phrase that the shell unquoted."""
    if len(words) == 1:
        return words[0]
    return " ".join(f'"{w}"' if " " in w and '"' not in w else w for w in words)


def _no_hits(archive: Archive, query: str, filters: dict[str, str | None]) -> str:
    if any(filters.values()) or not archive.sql("SELECT 1 FROM reports LIMIT 1").rows:
        return nothing(archive, "report", {"words": None, **filters})
    return f"no report says {query}; take fewer words, or a beginning such as strik*"
