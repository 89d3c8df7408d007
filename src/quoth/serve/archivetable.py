"""What an archive answers as tables for a terminal; nothing is said by colour alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from quoth.archive import (
    ClaimEntry,
    Correction,
    OutletEntry,
    Problem,
    RejectedEntry,
    ReportEntry,
    Rows,
    StatementEntry,
    Story,
    StoryChange,
)
from quoth.forms import wording
from quoth.records import Report, Statement
from quoth.serve import table
from quoth.serve.archiveform import FoundHit, plain

_GAP = 2
_DAY = 10
# Outlets that are named under a story; the others are counted.
_OUTLETS = 6
# Lines of the width that words are shown with.
_LINES = 2

_SPACES = re.compile(r"\s+")
Load = Callable[[str, int], Report]


def show_stories(console: Console, stories: Sequence[Story], lead: Callable[[Story], str]) -> None:
    """Print stories, each with its outlets and id; `lead` gives the words of one without title."""
    grid = _columns(("Last", _DAY), ("Story", 0), ("Reports", -7), ("Outlets", -7), ("Support", -7))
    room = max(40, console.width - _DAY - 3 * 7 - 4 * _GAP)
    for story in stories:
        title = wording.clean(story.title or "") or lead(story) or story.id
        grid.add_row(
            Text(_day(story.last)),
            Text(wording.shorten(title, room * _LINES), style="bold"),
            f"{len(story.reports):,}",
            f"{len(story.outlets):,}",
            "–" if story.support is None else f"{story.support:,}",
        )
        grid.add_row("", Padding(_about(story), (0, 0, 0, _GAP)))
    console.print(grid)


def show_story(
    console: Console,
    story: Story,
    members: Sequence[ReportEntry],
    history: Sequence[StoryChange],
    *,
    everything: bool,
) -> None:
    """Print what a story is: its id, its reports with theirs, its copies and what changed in it."""
    head = f"Story {wording.clean(story.id)}"
    console.print(Rule(Text(head, style="bold"), align="left", style="dim"))
    grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    grid.add_column(width=_DAY)
    longest = max((len(_name(m)) for m in members), default=0)
    grid.add_column(width=min(longest, console.width // 4), overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    for member in members:
        title = Text(wording.shorten(wording.clean(member.title or ""), 200))
        if _name(member) != wording.clean(member.report):
            gap = "  " if title else ""
            title.append(f"{gap}{wording.clean(member.report)}", style="dim")
        grid.add_row(_day(member.published), Text(_name(member), style="bold"), title)
    console.print(grid)
    for group in story.copies:
        who = wording.listing([wording.clean(report) for report in group])
        console.print(Text(f"copies: the wording of {who} is largely the same"))
    shown = history if everything else history[-_HISTORY:]
    if len(shown) < len(history):
        hidden = wording.count(len(history) - len(shown), "change")
        console.print(Text(f"… {hidden} before these: --all", style="dim"))
    for change in shown:
        console.print(Text(_changed(change), style="dim"))
    console.print()


_HISTORY = 5


def show_statements(console: Console, entries: Sequence[StatementEntry], load: Load) -> None:
    """Print statements under the reports that they stand in."""
    for (name, version), group in groupby(entries, lambda e: (e.report, e.version)):
        report = load(name, version)
        found = {s.id: s for _, s in wording.nested(report.statements)}
        listed: list[tuple[int, Statement]] = [
            (0, found[entry.statement]) for entry in group if entry.statement in found
        ]
        _heading(console, report)
        console.print(table.statements(report, listed, console.width, ids=True))
        console.print()


def show_hits(console: Console, hits: Sequence[FoundHit], load: Load) -> None:
    """Print what a search found: the report, and the words around the first match, in bold."""
    for found in hits:
        hit, report = found.hit, load(found.hit.report, found.hit.version)
        _heading(console, report)
        start, end = hit.excerpt
        text = Text()
        at = start
        for span in hit.spans:
            if start <= span.start and span.end <= end and span.start >= at:
                text.append(_inline(report.text[at : span.start]))
                text.append(_inline(report.text[span.start : span.end]), style="bold underline")
                at = span.end
        text.append(_inline(report.text[at:end]))
        before, after = "… " if start else "", " …" if end < len(report.text) else ""
        console.print(Padding(Text.assemble(before, text, after), (0, 0, 0, _GAP)))
        places = wording.count(len(hit.spans) + len(hit.title_spans), "place")
        console.print(Padding(Text(places, style="dim"), (0, 0, 0, _GAP)))
        console.print()


def show_claims(console: Console, entries: Sequence[ClaimEntry]) -> None:
    """Print claims under their stories: what is told, by which reports, and where they differ."""
    for story, group in groupby(entries, lambda e: e.story):
        head = f"Story {wording.clean(story)}"
        console.print(Rule(Text(head, style="bold"), align="left", style="dim"))
        grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
        grid.add_column(justify="right")
        grid.add_column(ratio=1, overflow="fold")
        for entry in group:
            claim = entry.claim
            who = wording.speaker(claim)
            text = Text(f"{who}: " if who else "", style="bold")
            gist = wording.shorten(wording.clean(claim.gist), console.width * _LINES)
            text.append(gist, style="not bold")
            origins = wording.count(claim.support, "origin")
            text.append(f"  [{origins}, {claim.confidence:.0%}]", style="bold")
            grid.add_row(Text(claim.id, style="dim"), text)
            reports = dict.fromkeys(wording.clean(m.report) for m in claim.members)
            grid.add_row("", Text(wording.listing(list(reports)), style="dim"))
            named = {report: wording.clean(report) for report in entry.versions}
            for difference in wording.differences(claim):
                line = wording.difference_line(difference, named)
                grid.add_row("", Text(f"≠ {line}", style="yellow"))
        console.print(grid)
        console.print()


def show_outlets(console: Console, outlets: Sequence[OutletEntry]) -> None:
    """Print outlets with how much of them is there."""
    grid = _columns(
        ("Outlet", 0), ("Reports", -7), ("Stories", -7), ("First", _DAY), ("Last", _DAY)
    )
    for one in outlets:
        name = wording.clean(one.outlet) or "(no outlet named)"
        owner = f" · {wording.clean(one.owner)}" if one.owner else ""
        grid.add_row(
            Text.assemble((name, "bold"), (owner, "dim")),
            f"{one.reports:,}",
            f"{one.stories:,}",
            _day(plain(one.first)),
            _day(plain(one.last)),
        )
    console.print(grid)


def show_reports(console: Console, reports: Sequence[ReportEntry]) -> None:
    """Print reports, each with its title, id and story."""
    longest = max(len(_name(report)) for report in reports)
    outlet = min(longest, console.width // 4)
    grid = _columns(("Published", _DAY), ("Outlet", outlet), ("Report", 0))
    for one in reports:
        title = wording.shorten(wording.clean(one.title or ""), console.width)
        about = [wording.clean(one.report)]
        about += [f"story {wording.clean(one.story)}"] if one.story else []
        about += [f"version {one.version}"] if one.version > 1 else []
        parts = [(f"{title}\n", "")] if title else []
        text = Text.assemble(*parts, (" · ".join(about), "dim"))
        grid.add_row(_day(one.published), Text(_name(one)), text)
    console.print(grid)


def show_rejected(console: Console, entries: Sequence[RejectedEntry]) -> None:
    """Print what was left out: when it was last, its name, why, how often."""
    grid = _columns(("Last", _DAY), ("Left out", 0), ("Times", -5))
    for entry in entries:
        told = entry.rejected
        text = Text.assemble((wording.clean(told.report_id), "bold"), f": {_inline(told.reason)}")
        text.append(f" ({told.stage})", style="dim")
        grid.add_row(_day(plain(entry.last_at)), text, f"{entry.times:,}")
    console.print(grid)


def show_corrections(console: Console, corrections: Sequence[Correction]) -> None:
    """Print what users corrected, in order."""
    grid = _columns(("No", -4), ("At", _DAY), ("Correction", 0))
    for one in corrections:
        text = Text(f"{one.kind} ", style="bold")
        text.append(wording.clean(" ".join(one.reports or one.stories)), style="not bold")
        if one.kind == "move":
            text.append(f" --to {wording.clean(one.stories[0])}", style="not bold")
        if said := _said(one):
            text.append(f"  {wording.shorten(said, 200)}", style="not bold")
        by = f"by {wording.clean(one.maker)}" if one.maker else ""
        undone = "taken back" if one.undone_at else ""
        for part in filter(None, (wording.clean(one.note), by, undone)):
            text.append(f"  {part}", style="dim not bold")
        grid.add_row(str(one.number), _day(plain(one.at)), text)
    console.print(grid)


def _said(one: Correction) -> str:
    """Return what a correction of a report or of claims says, in words."""
    if one.kind == "actor":
        was, now = one.was, {**one.was, **one.now}
        told = (str(was.get("name")), str(was.get("country") or "?"))
        says = (str(now.get("name")), str(now.get("country") or "?"))
        return wording.clean(f"{' '.join(told)} is {' '.join(says)}")
    if one.kind == "statement":
        return wording.clean(f"not said by {one.was.get('source') or '?'}: {one.was['content']}")
    if one.kind in ("join", "part"):
        gists = [gist for group in one.was.get("claims", ()) for gist in group]
        return wording.clean(" / ".join(gists))
    return ""


def show_problems(console: Console, problems: Sequence[Problem]) -> None:
    """Print what a check found."""
    for one in problems:
        text = Text.assemble((wording.clean(one.where), "bold"), f": {_inline(one.what)}")
        console.print(text)


def show_rows(console: Console, rows: Rows) -> None:
    """Print what a question in SQL gave."""
    grid = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_edge=False)
    for name in rows.columns:
        numbers = all(isinstance(row[rows.columns.index(name)], int | float) for row in rows.rows)
        grid.add_column(
            Text(wording.clean(name)), overflow="fold", justify="right" if numbers else "left"
        )
    for row in rows.rows:
        grid.add_row(*(Text(_told(value)) for value in row))
    console.print(grid)


def _told(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, list | tuple):
        return ", ".join(_told(part) for part in value)
    if isinstance(value, dict):
        return "-".join(_told(part) for part in value.values())  # a span
    return wording.shorten(_inline(str(value)), 400)


def _columns(*columns: tuple[str, int]) -> Table:
    """Return a table; a width of 0 takes what is left, one below 0 is of figures."""
    grid = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_edge=False, expand=True)
    for name, width in columns:
        if width:
            justify = "right" if width < 0 else "left"
            grid.add_column(name, width=abs(width), justify=justify, overflow="fold")  # type: ignore[arg-type]
        else:
            grid.add_column(name, ratio=1, overflow="fold")
    return grid


def _heading(console: Console, report: Report) -> None:
    head = wording.report_heading(report, ids=True)
    console.print(Rule(Text(head, style="bold"), align="left", style="dim"))
    if report.title:
        console.print(Text(wording.clean(report.title), style="italic"))


def _about(story: Story) -> Text:
    named = [wording.clean(outlet) for outlet in story.outlets[:_OUTLETS]]
    more = len(story.outlets) - len(named)
    outlets = wording.listing([*named, f"{more} more"] if more else named)
    text = Text(" · ".join(filter(None, (wording.clean(story.id), outlets))), style="dim")
    for group in story.copies:
        text.append(f" · {len(group)} of one wording", style="cyan")
    return text


def _changed(change: StoryChange) -> str:
    """Return "2031-03-02 joined: courier, like wire"."""
    who = wording.listing(_few(change.reports))
    others = wording.listing(_few(change.stories[1:]))
    came = f" from {others}" if others else ""
    by = " (by the user)" if change.maker == "user" else ""
    why = f": {_inline(change.why)}" if change.why else ""
    return f"{_day(plain(change.at))} {change.kind}{by} {who}{came}{why}"


def _few(names: Iterable[str]) -> list[str]:
    named = [wording.clean(name) for name in names]
    return named if len(named) <= 3 else [*named[:2], f"{len(named) - 2} more"]


def _name(entry: ReportEntry) -> str:
    return wording.clean(entry.outlet or entry.report)


def _day(moment: str | None) -> str:
    return wording.clean(moment or "")[:_DAY]


def _inline(text: str) -> str:
    """Return a text that is safe to show, with single spaces; those at its ends stay."""
    return _SPACES.sub(" ", wording.showable(text))
