"""`quoth relations`: what happened between two actors over time, and the pairs by activity."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quoth.errors import QuothError
from quoth.serve import steps
from quoth.serve.archiveoptions import ASK, ArchiveFile, Since, Until, asked
from quoth.serve.listing import nothing
from quoth.serve.messages import Messages, one_line_errors
from quoth.serve.steps import Output, Tables, Width, checked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quoth.relate import Pair, Relation

app = typer.Typer()
# A table of more is read by nobody.
_EVENTS = 10
_PAIRS = 50


class RelationFormat(StrEnum):
    """The forms that relations can be given in."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    svg = "svg"
    png = "png"
    html = "html"


class StepName(StrEnum):
    """The steps of a series."""

    day = "day"
    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


_CHARTS = (RelationFormat.svg, RelationFormat.png, RelationFormat.html)


@app.command(rich_help_panel=ASK)
def relations(
    actors: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ACTOR [ACTOR]]",
            help='Codes (RUS, UNO) or names as reports have them ("Vladimir Putin"). Two: their '
            "relation; one: the pairs of that country; none: all pairs of countries.",
            show_default=False,
        ),
    ] = None,
    archive: ArchiveFile = None,
    since: Since = None,
    until: Until = None,
    step: Annotated[StepName, typer.Option("--step", help="Of the series.")] = StepName.month,
    directed: Annotated[
        bool, typer.Option("--directed", help="A series for each direction as well.")
    ] = False,
    by_teller: Annotated[
        bool,
        typer.Option(
            "--by-teller", help="A series as well according to the outlets of each country."
        ),
    ] = False,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar="S",
            help="Count what is S: asserted (by default), said, denied, historical, future, "
            "hypothetical or negated; can be given several times. The others stand beside.",
            show_default=False,
        ),
    ] = None,
    min_confidence: Annotated[
        float,
        typer.Option(
            "--min-confidence", min=0.0, max=1.0, metavar="X", help="Leave out events below X."
        ),
    ] = 0.0,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=0,
            metavar="N",
            help=f"Show N pairs at most ({_PAIRS} in a table), or N events below a series "
            f"({_EVENTS}); 0 for all.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        RelationFormat,
        typer.Option("--format", "-f", help="svg, png, html: a chart; jsonl, csv: a line a step."),
    ] = RelationFormat.table,
    output: Output = None,
    tables: Tables = None,
    width: Width = None,
) -> None:
    """Show what happened between two actors over time: cooperation, conflict, changes, tellers."""
    with one_line_errors(), Messages() as messages:
        path = checked(output)
        names = actors or []
        _check(names, form, path, directed=directed, by_teller=by_teller)
        if tables is not None:
            from quoth.resolve import add_rows

            add_rows(tables)
        with asked(archive) as opened:
            asked_for: dict[str, Any] = {
                "since": since, "until": until, "step": step.value, "directed": directed,
                "by_teller": by_teller, "status": status or "asserted",
                "min_confidence": min_confidence,
            }  # fmt: skip
            if len(names) == 2:
                found = opened.relations(names[0], names[1], **asked_for)
                if not found.events and not found.undated:
                    messages.line(
                        f"nothing is told between {found.first.name} and {found.second.name} "
                        "then; `quoth relations` lists the pairs of which something is"
                    )
                steps.write(_relation(found, form, path, width, limit), form, path)
                return
            pairs = opened.relations(names[0] if names else None, **asked_for)
            if not pairs:
                filters = {"since": since, "until": until, "status": status and " ".join(status)}
                messages.line(nothing(opened, "pair", {"actor": " ".join(names), **filters}))
        steps.write(_pairs(pairs, form, path, width, limit, messages), form, path)


def _check(
    names: list[str], form: RelationFormat, path: Path | None, *, directed: bool, by_teller: bool
) -> None:
    """Raise for what cannot be asked together, before the archive is opened."""
    if len(names) > 2:
        raise QuothError(
            f"a relation is between two actors, {len(names)} are named; "
            'put a name of several words in quotation marks: "Vladimir Putin"'
        )
    if len(names) < 2 and form in _CHARTS:
        raise QuothError(f"{form.value} is a chart of one pair; name two actors")
    if len(names) < 2 and (directed or by_teller):
        option = "--directed" if directed else "--by-teller"
        raise QuothError(f"{option} is of one pair; name two actors")
    if form is RelationFormat.png and path is None:
        import sys

        if sys.stdout.isatty():
            raise QuothError("png is not for a terminal; name a file with --output")


def _relation(
    found: Relation, form: RelationFormat, path: Path | None, width: int | None, limit: int | None
) -> Iterable[str | bytes]:
    """Yield a relation in a form."""
    from quoth.forms import relationform

    if form is RelationFormat.json:
        return [relationform.relation_text(found)]
    if form is RelationFormat.jsonl:
        return relationform.period_lines(found)
    if form is RelationFormat.csv:
        return relationform.period_cells(found)
    most = _EVENTS if limit is None else limit or None
    if form is RelationFormat.table:
        from quoth.serve.relationtable import show_relation

        show = partial(show_relation, relation=found, most=most)
        return [steps.rendered(show, path, width)]
    from quoth.serve import relationchart

    if form is RelationFormat.html:
        return [relationchart.page(found, most=most)]
    return [relationchart.svg(found) if form is RelationFormat.svg else relationchart.png(found)]


def _pairs(
    found: tuple[Pair, ...],
    form: RelationFormat,
    path: Path | None,
    width: int | None,
    limit: int | None,
    messages: Messages,
) -> Iterable[str]:
    """Yield pairs in a form."""
    from quoth.forms import relationform

    if limit is None:
        limit = _PAIRS if form is RelationFormat.table else 0
    shown = found[: limit or None]
    if len(shown) < len(found):
        messages.line(
            f"note: the first {limit} of {len(found)} pairs are given; --limit N gives more, "
            "--limit 0 all"
        )
    if form is RelationFormat.csv:
        return relationform.pair_cells(shown)
    if form is not RelationFormat.table:
        return relationform.pair_lines(shown)
    from quoth.serve.relationtable import show_pairs

    return [steps.rendered(partial(show_pairs, pairs=shown), path, width)] if shown else []
