"""Records as tables for a terminal; nothing is said by colour alone.

A comparison has a column for each outlet where each gets enough room, else a line for each
outlet under the claim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from quoth.forms import wording
from quoth.records import Claim, Comparison, Origin, Report, Statement
from quoth.serve.eventtable import events

# A column narrower than this breaks a line of news English after three or four words.
_COLUMN = 28
_GAP = 2
_NUMBER = 4
# A telling is shown with at most this many lines of a column, or with two of the whole width; so is
# a sentence that one report tells alone.
_LINES = 4
_WIDE_LINES = 2
_ALONE = 5
_LEFT_OUT = 5
_ACTORS = 20
_IDS = 8


def print_comparison(console: Console, comparison: Comparison, *, everything: bool = False) -> None:
    """Print the claims side by side, then what each report tells alone and each outlet leaves out.

    `everything` shows all of the two instead of the first few.
    """
    called = wording.names(comparison.reports)
    _print_heading(console, comparison, called)
    widths = _columns(console.width, len(comparison.reports))
    if widths and comparison.claims:
        _print_columns(console, comparison, called, widths)
    else:
        _print_stacked(console, comparison, called)
    last = {report.name: report for report in comparison.reports}
    for report in comparison.reports:
        _print_alone(console, comparison, report, called, everything=everything)
        if last[report.name] is report:  # what an outlet leaves out comes once, after its reports
            _print_left_out(console, comparison, report, everything=everything)


def print_report(console: Console, report: Report) -> None:
    """Print a report's statements (who says what by which words), its events and its actors."""
    head = " · ".join(filter(None, (wording.clean(report.name), wording.day(report))))
    console.print(Rule(Text(head, style="bold"), align="left", style="dim"))
    if report.title:
        console.print(Text(wording.clean(report.title), style="italic"))
    counts = (
        wording.count(len(report.sentences), "sentence"),
        wording.count(len(report.statements), "statement"),
        wording.count(len(report.events), "event"),
        wording.count(len(report.actors), "actor"),
    )
    console.print(Text(" · ".join(counts), style="dim"))
    if report.statements:
        console.print()
        console.print(statements(report, list(wording.nested(report.statements)), console.width))
    if report.events:
        console.print()
        console.print(events(report, console.width))
    if report.actors:
        console.print()
        console.print(_actors(report))
    console.print()


def _print_heading(console: Console, comparison: Comparison, called: Mapping[str, str]) -> None:
    console.print(Text(wording.heading(comparison), style="bold"))
    for report in comparison.reports:
        line = Text.assemble("  ", (called[report.id], "bold"))
        for part in (wording.day(report), wording.clean(report.title or "")):
            if part:
                line.append(f"  {part[:200]}")
        line.truncate(console.width, overflow="ellipsis")
        console.print(line)
    for note in comparison.notes:
        console.print(Text(f"  {wording.clean(note)}"))
    for group in comparison.copies:
        who = wording.listing([called.get(report, wording.clean(report)) for report in group])
        console.print(Text(f"  copies: the wording of {who} is largely the same"))
    if comparison.claims:
        console.print(Text(_legend(comparison), style="dim"))
    console.print()


def _legend(comparison: Comparison) -> str:
    outlets = len({report.name for report in comparison.reports})
    legend = (
        f"[2 of {outlets}, 80%]: told from 2 independent origins, {outlets} outlets compared; "
        "80% sure that all tell the same. ≠ where they differ. "
        "⇐ why there are fewer origins than outlets."
    )
    if any(comparison.left_out.values()):
        legend += " Left out: told from 2 or more origins, and no words found there that tell it."
    return legend


def _columns(width: int, outlets: int) -> list[int]:
    """Return the widths of the claim's column and of each outlet's, none where there is no room."""
    room = width - _NUMBER - _GAP * outlets
    each = room // (outlets + 1)
    if each < _COLUMN:
        return []
    each = min(each, 60)
    return [each] * (outlets + 1)


def _grid(widths: Sequence[int]) -> Table:
    grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    grid.add_column(width=_NUMBER - _GAP, justify="right")
    for width in widths:
        grid.add_column(width=width)
    return grid


def _print_columns(
    console: Console, comparison: Comparison, called: Mapping[str, str], widths: Sequence[int]
) -> None:
    head = _grid(widths)
    head.add_row(
        "",
        Text("Claim", style="bold"),
        *(Text(called[report.id], style="bold") for report in comparison.reports),
    )
    console.print(head)
    given: dict[tuple[Origin, ...], str] = {}
    for number, claim in zip(wording.numbers(comparison.claims), comparison.claims, strict=True):
        console.print(Rule(style="dim"))
        cells = {t.report.id: t for t in wording.tellings(claim, comparison.reports)}
        row = _grid(widths)
        row.add_row(
            Text(number, style="bold"),
            title(claim, comparison, widths[0]),
            *(
                _telling(claim, cells[report.id], width * _LINES)
                if report.id in cells
                else Text("–")
                for report, width in zip(comparison.reports, widths[1:], strict=True)
            ),
        )
        console.print(row)
        _print_notes(console, number, claim, comparison, called, given)
    console.print()


def _print_stacked(console: Console, comparison: Comparison, called: Mapping[str, str]) -> None:
    outlet = min(max((len(name) for name in called.values()), default=0), console.width // 4)
    given: dict[tuple[Origin, ...], str] = {}
    for number, claim in zip(wording.numbers(comparison.claims), comparison.claims, strict=True):
        console.print(Rule(style="dim"))
        row = _grid([console.width - _NUMBER])
        row.add_row(Text(number, style="bold"), title(claim, comparison, console.width))
        console.print(row)
        told = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
        told.add_column(width=outlet)
        told.add_column(ratio=1)
        for telling in wording.tellings(claim, comparison.reports):
            told.add_row(
                Text(called[telling.report.id], style="bold", overflow="fold"),
                _telling(claim, telling, max(40, (console.width - _NUMBER - outlet) * _WIDE_LINES)),
            )
        console.print(Padding(told, (0, 0, 0, _NUMBER)))
        _print_notes(console, number, claim, comparison, called, given)
    console.print()


def title(claim: Claim, comparison: Comparison, width: int) -> Text:
    """Return a claim with its speaker, support and confidence, in about four lines of a width."""
    who = wording.speaker(claim)
    text = Text(f"{who}: " if who else "", style="bold")
    text.append(
        wording.shorten(wording.clean(claim.gist), max(40, width * _LINES)), style="not bold"
    )
    text.append(f"  {sure(claim, comparison)}", style="bold")
    return text


def sure(claim: Claim, comparison: Comparison) -> str:
    """Return "[2 of 3, 80%]": support and confidence of a claim."""
    return f"[{wording.support_line(claim, comparison)}, {claim.confidence:.0%}]"


def _telling(claim: Claim, telling: wording.Telling, limit: int) -> Text:
    keep = wording.differing(claim, telling.report.id)
    text = Text(f"{telling.label} " if telling.label else "", style="bold")
    told = wording.excerpt(telling.report, telling.spans, limit=limit, keep=keep)
    text.append(told, style="not bold")
    if telling.anonymous:
        text.append(" (anonymous source)", style="italic not bold cyan")
    if telling.relays:
        text.append(f" (via {wording.listing(telling.relays)})", style="italic not bold cyan")
    return text


def _print_notes(
    console: Console,
    number: str,
    claim: Claim,
    comparison: Comparison,
    called: Mapping[str, str],
    given: dict[tuple[Origin, ...], str],
) -> None:
    """Print the differences and the origins under a claim, over the whole width.

    `given` has the claim at which the reasons of some origins were given; they are given once.
    """
    lines = [wording.difference_line(d, called) for d in wording.differences(claim)]
    details = [line.removeprefix("detail: ") for line in lines if line.startswith("detail: ")]
    lines = [line for line in lines if not line.startswith("detail: ")]
    if details:
        lines.append(f"detail: {'; '.join(details)}")
    for line in lines:
        text = Text(f"≠ {line}", style="yellow")
        console.print(Padding(text, (0, 0, 0, _NUMBER)))
    before = given.setdefault(tuple(wording.explained(claim, called)), number)
    brief = f"as in claim {before}" if before != number else ""
    origins = wording.origins_line(claim, comparison, called, brief=brief)
    if origins:
        console.print(Padding(Text(f"⇐ {origins}", style="cyan"), (0, 0, 0, _NUMBER)))


def _print_alone(
    console: Console,
    comparison: Comparison,
    report: Report,
    called: Mapping[str, str],
    *,
    everything: bool,
) -> None:
    spans = comparison.alone.get(report.id, ())
    if not spans:
        return
    head = f"Only in {called[report.id]} ({len(spans)})"
    console.print(Rule(Text(head, style="bold"), align="left", style="dim"))
    shown = spans if everything else spans[:_ALONE]
    limit = (console.width - _NUMBER) * _WIDE_LINES
    for span in shown:
        text = wording.words(report, (span,), limit=None if everything else limit)
        console.print(Padding(Text(f"· {text}"), (0, 0, 0, 2)))
    if len(spans) > len(shown):
        more = f"  … and {len(spans) - len(shown):,} more: --all, --html FILE or --format json"
        console.print(Text(more, style="dim"))
    console.print()


def _print_left_out(
    console: Console, comparison: Comparison, report: Report, *, everything: bool
) -> None:
    """Print which claims with support of two or more the outlet of a report does not tell."""
    ids = comparison.left_out[report.id]
    if not ids:
        return
    head = f"Left out by {wording.clean(report.name)} ({len(ids)})"
    console.print(Rule(Text(head, style="bold"), align="left", style="dim"))
    numbered = wording.numbered(comparison)
    shown = ids if everything else ids[:_LEFT_OUT]
    grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    grid.add_column(width=_NUMBER - _GAP, justify="right")
    grid.add_column(ratio=1)
    grid.add_column(no_wrap=True)
    for claim_id in shown:
        number, claim = numbered[claim_id]
        who = wording.speaker(claim)
        told = f"{who}: {wording.clean(claim.gist)}" if who else wording.clean(claim.gist)
        grid.add_row(
            Text(number, style="bold"),
            Text(wording.shorten(told, max(40, (console.width - 20) * _WIDE_LINES))),
            Text(sure(claim, comparison), style="bold"),
        )
    console.print(grid)
    if len(ids) > len(shown):
        others = ", ".join(numbered[claim_id][0] for claim_id in ids[len(shown) :])
        console.print(Text(f"  … and claims {others}: --all", style="dim"))
    console.print()


def statements(
    report: Report, listed: Sequence[tuple[int, Statement]], width: int, *, ids: bool = False
) -> Table:
    """Return statements of a report, each with how deep it is: who, how, what; first their ids."""
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_edge=False, expand=True)
    if ids:
        longest = max((len(wording.clean(statement.id)) for _, statement in listed), default=0)
        table.add_column("", width=min(longest, _IDS), overflow="fold", style="dim")
    table.add_column("Speaker", ratio=3, overflow="fold")
    table.add_column("Said", ratio=3, overflow="fold")
    table.add_column("Content", ratio=8, overflow="fold")
    table.add_column("Sure", width=4, justify="right")
    via = [relay.name for _, statement in listed for relay in statement.relays]
    if via:
        longest = min(max(map(len, via)), width // 5)
        table.add_column("Via", width=longest, overflow="fold")
    limit = max(80, width * 2)
    for depth, statement in listed:
        cue = wording.words(report, statement.cue, limit=40)
        manner = wording.manner(statement)
        row = [wording.clean(statement.id)] if ids else []
        row += [
            _who(statement, report, depth),
            f"{manner}: {cue}" if cue else manner,
            wording.words(report, statement.content, limit=limit),
            f"{statement.confidence:.0%}",
        ]
        if via:
            row.append(wording.listing([wording.clean(r.name) for r in statement.relays]))
        table.add_row(*(Text(cell) for cell in row))
    return table


def _who(statement: Statement, report: Report, depth: int) -> str:
    """Return who says it; what others say within a statement stands below it, after an arrow."""
    who = wording.shorten(wording.speaker_of(statement, report), 60) or "?"
    unnamed = " (anonymous)" if wording.anonymous(statement, report) else ""
    return f"{'  ' * (depth - 1)}↳ {who}{unnamed}" if depth else f"{who}{unnamed}"


def _actors(report: Report) -> Text:
    """Return the actors in a paragraph, those that are mentioned most first."""
    actors = sorted(report.actors, key=lambda actor: -len(actor.mentions))
    parts = []
    for actor in actors[:_ACTORS]:
        about = ", ".join(filter(None, (actor.country, actor.sector)))
        name = wording.shorten(wording.clean(actor.name), 60)
        parts.append(f"{name} ({about})" if about else name)
    line = "; ".join(parts)
    if len(actors) > _ACTORS:
        line += f"; … and {len(actors) - _ACTORS:,} more: --format json"
    return Text.assemble(("Actors: ", "bold"), line)
