"""Events as lines for a terminal; nothing is said by colour alone."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from quoth.forms import eventwords, wording
from quoth.forms.eventwords import Told
from quoth.records import Report

_GAP = 2
_INDENT = 2
_SURE = 4
_ID = 6
# The words that tell an event are shown with at most this many lines of the width.
_LINES = 2


def print_events(console: Console, report: Report, *, ids: bool = False) -> None:
    """Print a report's events under its name, with its id where `ids` is true."""
    head = wording.report_heading(report, ids=ids)
    console.print(Rule(Text(head, style="bold"), align="left", style="dim"))
    if report.title:
        console.print(Text(wording.clean(report.title), style="italic"))
    console.print(Text(wording.count(len(report.events), "event"), style="dim"))
    if report.events:
        console.print()
        console.print(events(report, console.width))
    console.print()


def events(report: Report, width: int) -> Table:
    """Return the events of a report: who did what to whom, then the words that tell it."""
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_edge=False, expand=True)
    longest = max((len(wording.clean(event.id)) for event in report.events), default=0)
    table.add_column("", width=min(max(longest, 2), _ID), overflow="fold")
    table.add_column("Event", ratio=1, overflow="fold")
    table.add_column("Sure", width=_SURE, justify="right")
    room = max(40, (width - _SURE - 2 * _GAP - _INDENT - longest) * _LINES - 10)
    for one in eventwords.told(report):
        words = wording.words(report, one.event.evidence, limit=room)
        sure = Text(f"{one.event.confidence:.0%}")
        table.add_row(Text(wording.clean(one.event.id), style="dim"), _line(one), sure)
        if words:
            table.add_row("", Padding(Text(words, style="italic"), (0, 0, 0, _INDENT)), "")
    return table


def _line(one: Told) -> Text:
    """Return "[negated] actor → TYPE (mode) → recipient · date · place · says teller"."""
    event, report = one.event, one.report
    text = Text()
    if event.status != "asserted":
        text.append(f"[{event.status}] ", style="bold yellow")
    text.append(eventwords.party(report, one.actors, event.actor_spans, limit=80))
    text.append(" → ", style="dim")
    text.append(eventwords.code(event), style="bold")
    if one.recipients or event.recipient_spans:
        text.append(" → ", style="dim")
        text.append(eventwords.party(report, one.recipients, event.recipient_spans, limit=80))
    for part in eventwords.circumstances(one):
        text.append(f" · {part}", style="cyan")
    return text
