"""The command that watches feeds: `quoth watch`."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quoth.errors import QuothError
from quoth.serve import steps
from quoth.serve.archiveoptions import KEEP, ArchiveFile, named
from quoth.serve.messages import Messages, one_line_errors
from quoth.serve.steps import EventsFrom, MinConfidence, Tables, Width

if TYPE_CHECKING:
    from quoth.watch import Output

app = typer.Typer()
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|min|h|d)?", re.IGNORECASE)
_SECONDS = {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3_600.0, "d": 86_400.0, "": 60.0}
# More often nobody's feed changes, and no site wants to be asked.
_LEAST_S, _MOST_S = 10.0, 7 * 86_400.0
_SECRET = "QUOTH_WEBHOOK_SECRET"


class WatchFormat(StrEnum):
    """The forms that what is new can be told in."""

    table = "table"
    jsonl = "jsonl"


@app.command(rich_help_panel=KEEP)
def watch(
    feeds: Annotated[
        list[str],
        typer.Argument(
            metavar="FEED...",
            help="Addresses of feeds, sitemaps or pages; a file that lists feeds (OPML, or an "
            "address a line); files and folders.",
            show_default=False,
        ),
    ],
    archive: ArchiveFile = None,
    rules: Annotated[
        Path | None,
        typer.Option(
            "--rules",
            metavar="FILE",
            help="What to tell, in TOML (docs/watch.md); by default new stories of two outlets, "
            "claims that gain support, contradictions.",
            show_default=False,
        ),
    ] = None,
    every: Annotated[
        str,
        typer.Option(
            "--every", metavar="TIME", help="How often to ask feeds that do not say: 90s, 10m, 2h."
        ),
    ] = "10m",
    once: Annotated[
        bool, typer.Option("--once", help="Ask all feeds once, tell what is new, and end.")
    ] = False,
    atom: Annotated[
        Path | None,
        typer.Option(
            "--atom",
            metavar="FILE",
            help="Keep what is new in FILE as an Atom feed.",
            show_default=False,
        ),
    ] = None,
    webhook: Annotated[
        str | None,
        typer.Option(
            "--webhook",
            metavar="URL",
            help=f"Post what is new to URL as JSON, signed where {_SECRET} is set.",
            show_default=False,
        ),
    ] = None,
    name: Annotated[
        str,
        typer.Option("--name", metavar="NAME", help="Tells several watches of one archive apart."),
    ] = "watch",
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
        WatchFormat, typer.Option("--format", "-f", help="jsonl: what is new, one a line.")
    ] = WatchFormat.table,
    min_confidence: MinConfidence = 0.0,
    events_from: EventsFrom = 0.5,
    tables: Tables = None,
    width: Width = None,
) -> None:
    """Ask feeds again and again, keep what they have, and tell what is new."""
    with one_line_errors(), Messages() as messages:
        file, seconds = named(archive), duration(every)
        from quoth.keeping import WatchOptions
        from quoth.serve.watchdoor import Printed, WatchDoor, feeds_of
        from quoth.watch import DEFAULT, ScheduleOptions, load_rules

        wanted = load_rules(rules) if rules is not None else DEFAULT
        listed = feeds_of(feeds)
        outputs = [
            Printed(jsonl=form is WatchFormat.jsonl, width=width, messages=messages),
            *_others(atom, webhook),
        ]
        reader = steps.make_reader(
            min_confidence=min_confidence, least_event=events_from, tables=tables, contact=contact
        )
        schedule = ScheduleOptions(default_s=seconds, least_s=min(seconds, 300.0))
        WatchDoor(messages).watch(
            file,
            reader,
            listed,
            outputs,
            options=WatchOptions(name, wanted, schedule),
            once=once,
        )


def duration(text: str) -> float:
    """Return the seconds of "90s", "10m", "2h", "1d", or of a number of minutes."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise QuothError(f"--every {text}: is no time; write 90s, 10m or 2h")
    seconds = float(match[1]) * _SECONDS[(match[2] or "").lower()]
    if not _LEAST_S <= seconds <= _MOST_S:
        raise QuothError(f"--every {text}: has to be between 10s and 7d")
    return seconds


def _others(atom: Path | None, webhook: str | None) -> list[Output]:
    """Return the outputs beside the terminal, looked at before any work is done."""
    from quoth.serve import output
    from quoth.watch import AtomFile, Webhook

    found: list[Output] = []
    if atom is not None:
        output.check(atom)
        made = AtomFile(atom)
        made.tell([])
        found.append(made)
    if webhook is not None:
        found.append(Webhook(webhook, secret=os.environ.get(_SECRET) or None))
    return found
