"""The commands that ask an archive what was said and done: statements, events, claims."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.errors import QueryError, QuothError
from quoth.serve import steps
from quoth.serve.archiveoptions import (
    ASK,
    ArchiveFile,
    Form,
    Limit,
    ListFormat,
    MaybeInputs,
    Outlet,
    Since,
    Until,
    asked,
    given,
    story_of,
)
from quoth.serve.listing import Lister, loader, nothing, pages
from quoth.serve.messages import Messages, one_line_errors
from quoth.serve.steps import (
    EventFormat,
    EventsFrom,
    Output,
    Tables,
    Width,
    at_least_one,
    checked,
    read_reports,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quoth.archive import Archive
    from quoth.forms.eventform import EventChoice
    from quoth.records import Report

app = typer.Typer()


@app.command()
def events(
    context: typer.Context,
    inputs: MaybeInputs = None,
    archive: ArchiveFile = None,
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
    actor: Annotated[
        str | None,
        typer.Option(
            "--actor",
            metavar="NAME",
            help="Only what NAME did: whole words of a name, or a country (RUS). Archive only.",
            show_default=False,
        ),
    ] = None,
    recipient: Annotated[
        str | None,
        typer.Option(
            "--recipient",
            metavar="NAME",
            help="Only what was done to NAME. Archive only.",
            show_default=False,
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    limit: Limit = None,
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
    """Show who did what to whom, according to whom: events, one a row."""
    with one_line_errors(), Messages() as messages:
        path, beside = checked(output), checked(crosswalk)
        if path and beside and path.resolve() == beside.resolve():
            raise QuothError("--output and --crosswalk name the same file; give each its own")
        from quoth.serve.eventdoor import EventDoor

        door = EventDoor(form, path, beside, width, messages)
        wanted = door.choice(types or (), status or (), min_confidence)
        filters = {
            "actor": actor, "recipient": recipient, "since": since, "until": until,
            "outlet": outlet,
        }  # fmt: skip
        if given(inputs, archive, context):
            _only_of_archive(filters, limit)
            reader = steps.make_reader(least_event=events_from, tables=tables)
            door.give(at_least_one(read_reports(reader, inputs or [], messages)), wanted)
            return
        shown = ListFormat.table if form is EventFormat.table else ListFormat.csv
        lister = Lister(shown, path, width, messages, limit=limit)
        with asked(archive) as opened:
            door.give_stored(
                _stored_events(opened, lister, wanted, filters), wanted, lister.limit,
                lambda: nothing(
                    opened, "event", {**filters, "type": types and " ".join(types),
                                      "status": status and " ".join(status)}
                ),
            )  # fmt: skip


@app.command(rich_help_panel=ASK)
def statements(
    archive: ArchiveFile = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="NAME",
            help="Only what NAME said: whole words of a name, or a country (RUS).",
            show_default=False,
        ),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(
            "--about",
            metavar="WORDS",
            help="Only what has these words in its content, as `quoth search` takes them.",
            show_default=False,
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    limit: Limit = None,
    form: Form = ListFormat.table,
    output: Output = None,
    width: Width = None,
) -> None:
    """Show who said what, the newest first."""
    with one_line_errors(), Messages() as messages:
        lister = Lister(form, checked(output), width, messages, limit=limit)
        filters = {"by": by, "about": about, "since": since, "until": until, "outlet": outlet}
        with asked(archive) as opened:
            from quoth.serve.archivetable import show_statements

            ask = partial(
                opened.statements, by=by, about=about, since=since, until=until, outlet=outlet
            )
            lister.give(
                lister.ask(ask),
                "statement",
                partial(show_statements, load=loader(opened)),
                empty=lambda: nothing(opened, "statement", filters),
            )


@app.command(rich_help_panel=ASK)
def claims(
    archive: ArchiveFile = None,
    story: Annotated[
        str | None,
        typer.Option(
            "--story",
            metavar="STORY",
            help="Only of this story (its id, or that of a report of it).",
            show_default=False,
        ),
    ] = None,
    min_support: Annotated[
        int | None,
        typer.Option(
            "--min-support",
            min=1,
            metavar="N",
            help="Only what N independent origins tell, or more.",
            show_default=False,
        ),
    ] = None,
    limit: Limit = None,
    form: Form = ListFormat.table,
    output: Output = None,
    width: Width = None,
) -> None:
    """Show what several reports tell, of the stories that were compared."""
    with one_line_errors(), Messages() as messages:
        lister = Lister(form, checked(output), width, messages, limit=limit)
        with asked(archive) as opened:
            from quoth.serve.archivetable import show_claims

            name = story_of(opened, story) if story is not None else None
            outdated = [one for one in opened.outdated() if name in (None, one)]
            if outdated:
                messages.line(f"note: {_outdated(outdated)}; `quoth story STORY` compares anew")
            lister.give(
                lister.ask(partial(opened.claims, story=name, min_support=min_support)),
                "claim",
                show_claims,
                empty=lambda: _no_claims(opened, name, min_support),
            )


def _only_of_archive(filters: dict[str, str | None], limit: int | None) -> None:
    used = [name for name, value in filters.items() if value is not None]
    used += ["limit"] if limit is not None else []
    if used:
        raise QueryError(
            f"--{used[0]} asks an archive; leave out the inputs, or bring them in with "
            "`quoth ingest`"
        )


def _stored_events(
    archive: Archive, lister: Lister, wanted: EventChoice, filters: dict[str, str | None]
) -> Iterator[Report]:
    """Yield the reports of an archive with those of their events that are asked for."""
    from dataclasses import replace

    ask = partial(
        archive.events,
        type=wanted.types,
        status=wanted.statuses,
        **filters,  # type: ignore[arg-type]
    )
    sure = (e for e in pages(ask, None) if e.confidence >= wanted.min_confidence)
    for (name, version), group in groupby(sure, lambda entry: (entry.report, entry.version)):
        ids = {entry.event for entry in group}
        report = archive.report(name, version=version)
        yield replace(report, events=tuple(e for e in report.events if e.id in ids))


def _outdated(stories: list[str]) -> str:
    """Return "the comparison of a, b and 3 more is outdated"."""
    from quoth.forms import wording

    named = [wording.clean(story) for story in stories]
    shown = named if len(named) <= 3 else [*named[:2], f"{len(named) - 2} more"]
    return f"{wording.listing(shown)} had other reports when compared"


def _no_claims(archive: Archive, story: str | None, min_support: int | None) -> str:
    if story is not None and archive.comparison(story) is None:
        return f"{story}: was not compared yet; `quoth story {story}` does that"
    if story is None and not archive.sql("SELECT story FROM comparisons LIMIT 1").rows:
        return "no story was compared yet; `quoth stories` lists them, `quoth story STORY` compares"
    if min_support is not None:
        return f"no claim with --min-support {min_support}; take a lower one"
    return f"no claim is told by two reports of {story}"
