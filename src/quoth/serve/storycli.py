"""The commands about stories: which there are, what is told in one, and the user's corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.errors import QuothError
from quoth.serve import correcting, steps
from quoth.serve.archiveoptions import (
    ASK,
    CORRECT,
    ArchiveFile,
    Country,
    Form,
    Limit,
    ListFormat,
    MaybeInputs,
    Note,
    Outlet,
    Since,
    StoryId,
    Until,
    asked,
    changed,
    existing,
    given,
)
from quoth.serve.listing import Lister, nothing
from quoth.serve.messages import Messages, one_line_errors
from quoth.serve.steps import (
    CompareFormat,
    Output,
    Tables,
    Width,
    checked,
    write,
)

if TYPE_CHECKING:
    from quoth.archive import Archive, Story
    from quoth.serve.correcting import Corrected

app = typer.Typer()
ReportIds = Annotated[
    list[str],
    typer.Argument(metavar="REPORT...", help="The ids of reports.", show_default=False),
]


@app.command()
def stories(
    context: typer.Context,
    inputs: MaybeInputs = None,
    archive: ArchiveFile = None,
    country: Country = None,
    actor: Annotated[
        str | None,
        typer.Option(
            "--actor",
            metavar="NAME",
            help="Only with this actor: whole words of a name, or a country (RUS).",
            show_default=False,
        ),
    ] = None,
    event: Annotated[
        str | None,
        typer.Option(
            "--event",
            metavar="T",
            help="Only with an event of PLOVER type T (PROTEST, ASSAULT ...).",
            show_default=False,
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    min_outlets: Annotated[
        int | None,
        typer.Option(
            "--min-outlets",
            min=1,
            metavar="N",
            help="Only what N outlets tell of, or more.",
            show_default=False,
        ),
    ] = None,
    min_support: Annotated[
        int | None,
        typer.Option(
            "--min-support",
            min=1,
            metavar="N",
            help="Only with a claim of N independent origins, of stories that were compared.",
            show_default=False,
        ),
    ] = None,
    limit: Limit = None,
    form: Form = ListFormat.table,
    output: Output = None,
    tables: Tables = None,
    width: Width = None,
) -> None:
    """Show which reports tell of the same happening: of inputs, or of an archive."""
    with one_line_errors(), Messages() as messages, ExitStack() as stack:
        lister = Lister(form, checked(output), width, messages, limit=limit)
        if given(inputs, archive, context):
            opened = stack.enter_context(_of_inputs(inputs or [], tables, messages))
        else:
            opened = stack.enter_context(asked(archive))
        from quoth.serve.archivetable import show_stories

        filters = {
            "country": country and country.upper(), "actor": actor,
            "event": event and event.upper(), "since": since, "until": until, "outlet": outlet,
            "min_outlets": min_outlets, "min_support": min_support,
        }  # fmt: skip
        options = {name.replace("_", "-"): value for name, value in filters.items()}
        lister.give(
            lister.ask(partial(opened.stories, **filters)),  # type: ignore[arg-type]
            "story",
            partial(show_stories, lead=_lead(opened)),
            empty=lambda: nothing(opened, "story", options),
        )


@app.command(rich_help_panel=ASK)
def story(
    story: StoryId,
    archive: ArchiveFile = None,
    compare: Annotated[
        bool,
        typer.Option(
            "--compare/--no-compare",
            help="Compare its reports where that was not done yet, or they have changed since.",
        ),
    ] = True,
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
    min_confidence: Annotated[
        float,
        typer.Option(
            "--min-confidence", min=0.0, max=1.0, metavar="X", help="Leave out claims below X."
        ),
    ] = 0.0,
    everything: Annotated[
        bool, typer.Option("--all", help="Show all, as in `quoth compare`, and all of its history.")
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
    """Show a story: its reports, and what they tell side by side."""
    with one_line_errors(), Messages() as messages:
        path, page = checked(output), checked(html)
        if path and page and path.resolve() == page.resolve():
            raise QuothError("--output and --html name the same file; give each its own")
        from quoth.serve.storydoor import StoryDoor

        door = StoryDoor(form, path, page, width, messages)
        door.check(why)
        told = door.told(
            existing(archive), story, lambda: steps.make_reader(tables=tables), compare=compare
        )
        door.give(told, min_confidence, everything=everything, why=why)


@app.command(rich_help_panel=CORRECT)
def move(
    reports: ReportIds,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="STORY",
            help="The story that they belong to (its id, or that of a report of it).",
            show_default=False,
        ),
    ],
    archive: ArchiveFile = None,
    note: Note = "",
    form: Form = ListFormat.table,
    output: Output = None,
    width: Width = None,
) -> None:
    """Say that reports belong to another story; every later ingest keeps to it."""
    _correct(
        archive,
        lambda opened: correcting.move(opened, reports, to, note, maker=correcting.user_name()),
        form,
        output,
        width,
    )


@app.command(rich_help_panel=CORRECT)
def merge(
    stories: Annotated[
        list[str],
        typer.Argument(
            metavar="STORY STORY...",
            help="The ids of stories; the first stays.",
            show_default=False,
        ),
    ],
    archive: ArchiveFile = None,
    note: Note = "",
    form: Form = ListFormat.table,
    output: Output = None,
    width: Width = None,
) -> None:
    """Say that stories are one; every later ingest keeps to it."""
    _correct(
        archive,
        lambda opened: correcting.merge(opened, stories, note, maker=correcting.user_name()),
        form,
        output,
        width,
    )


@app.command(rich_help_panel=CORRECT)
def split(
    reports: ReportIds,
    archive: ArchiveFile = None,
    note: Note = "",
    form: Form = ListFormat.table,
    output: Output = None,
    width: Width = None,
) -> None:
    """Say that reports are a story of their own; every later ingest keeps to it."""
    _correct(
        archive,
        lambda opened: correcting.split(opened, reports, note, maker=correcting.user_name()),
        form,
        output,
        width,
    )


@app.command(rich_help_panel=CORRECT)
def corrections(
    archive: ArchiveFile = None,
    form: Form = ListFormat.table,
    output: Output = None,
    width: Width = None,
) -> None:
    """Show what users corrected, in order."""
    with one_line_errors(), Messages() as messages:
        lister = Lister(form, checked(output), width, messages, limit=0)
        with asked(archive) as opened:
            from quoth.serve.archivetable import show_corrections

            lister.give(
                opened.corrections(),
                "correction",
                show_corrections,
                empty=lambda: "nothing was corrected; `quoth move`, `merge` and `split` do that",
            )


@app.command(rich_help_panel=CORRECT)
def undo(
    number: Annotated[
        int,
        typer.Argument(
            metavar="NUMBER",
            min=1,
            help="The number of a correction, as `quoth corrections` lists it.",
            show_default=False,
        ),
    ],
    archive: ArchiveFile = None,
) -> None:
    """Take a correction back: what it changed is as it was."""
    with one_line_errors():
        with changed(archive) as opened:
            one = opened.undo(number, maker=correcting.user_name())
        line = f"correction {one.number} ({one.kind}) taken back\n"
        write([line], ListFormat.table, None)


def _correct(
    archive: Path | None,
    do: Callable[[Archive], Corrected],
    form: ListFormat,
    output: Path | None,
    width: int | None,
) -> None:
    """Do a correction, show the story as it is then, and say how to take it back."""
    with one_line_errors(), Messages() as messages:
        lister = Lister(form, checked(output), width, messages, limit=0)
        from quoth.keeping import Keeper
        from quoth.serve.archivetable import show_stories

        existing(archive)
        with Keeper(archive, reader=steps.make_reader()) as keeper:
            opened = keeper.archive
            corrected = do(opened)
            found = opened.story(corrected.story)
            lister.give(
                [found], "story", partial(show_stories, lead=_lead(opened)), empty=lambda: ""
            )
        if corrected.back:
            messages.line(f"to take it back: {'; '.join(map(str, corrected.back))}")


def _lead(archive: Archive) -> Callable[[Story], str]:
    """Return what gives the first words of a story."""
    from quoth.forms import wording

    def lead(story: Story) -> str:
        if story.lead is None:
            return ""
        report = archive.report(story.lead.report, version=story.lead.version)
        return wording.words(report, story.lead.spans)

    return lead


@contextmanager
def _of_inputs(inputs: list[str], tables: Path | None, messages: Messages) -> Iterator[Archive]:
    """Give a temporary archive of the reports of inputs."""
    from quoth.keeping import Keeper
    from quoth.serve.ingestdoor import read_into

    with Keeper(reader=steps.make_reader(tables=tables)) as keeper:
        read_into(keeper, inputs, messages)
        yield keeper.archive
