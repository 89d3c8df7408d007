"""Relations as tables for a terminal; nothing is said by colour alone."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from quoth.forms import relationwords as words
from quoth.forms import wording
from quoth.relate import Pair, Period, Relation, RelationEvent, Series

_GAP = 2
_BLOCKS = " ▁▂▃▄▅▆▇█"
# A bar has so many columns on each side at most, so many at least.
_WIDEST, _LEAST = 30, 6


def show_relation(console: Console, relation: Relation, *, most: int | None) -> None:
    """Print the series, the changes with what drives them, and the heaviest events."""
    head = f"{words.title(relation)} · by {relation.step} · {', '.join(relation.standings)}"
    console.print(Rule(Text(wording.clean(head), style="bold"), align="left", style="dim"))
    for number, series in enumerate(relation.series):
        if number:
            console.print()
        if len(relation.series) > 1:
            of = words.heading(relation, series.direction, series.teller)
            console.print(Text(wording.clean(of), style="bold"))
        _series(console, relation, series)
    console.print(
        Text(
            "Bars: PLOVER's score by origin and confidence; ▒ in words, █ in deeds. "
            "Mean: from −10, conflict, to 10. – no report came out: nothing is known.",
            style="dim",
        )
    )
    for note in relation.notes:
        console.print(Text(wording.clean(note), style="dim"))
    _changes(console, relation)
    _events(console, relation, most)


def show_pairs(console: Console, pairs: Sequence[Pair]) -> None:
    """Print pairs with a line of their cooperation and one of their conflict over time."""
    grid = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_edge=False)
    for name in ("Pair", "Events", "Origins", "Mean", "Last", "+ Cooperation", "− Conflict"):
        right = name in ("Events", "Origins", "Mean")
        grid.add_column(name, justify="right" if right else "left", no_wrap=name != "Pair")
    room = max(8, (console.width - 62) // 2)
    top = max((max(abs(a), abs(b)) for p in pairs for a, b in _last(p, room)), default=0)
    for pair in pairs:
        code = f"{pair.first} {pair.second}"
        name = words.pair_name(pair)
        shown = Text.assemble((code, "bold"), (f"  {name}" if name != code else "", "dim"))
        up = _spark([a for a, _ in _last(pair, room)], top)
        down = _spark([-b for _, b in _last(pair, room)], top)
        grid.add_row(
            shown, f"{pair.events:,}", f"{pair.origins:,}", words.figure(pair.score),
            pair.last or "", Text(up, style="green"), Text(down, style="red"),
        )  # fmt: skip
    console.print(grid)


def _last(pair: Pair, room: int) -> tuple[tuple[float, float], ...]:
    return pair.by_step[-room:]


def _spark(values: Sequence[float], top: float) -> str:
    """Return a line of bars; a little is never nothing."""
    shown = []
    for value in values:
        height = round(8 * max(value, 0.0) / top) if top else 0
        shown.append(_BLOCKS[max(height, 1)] if value > 0 else "·")
    return "".join(shown)


def _series(console: Console, relation: Relation, series: Series) -> None:
    sides = [(p.conflict.score, p.cooperation.score) for p in series.periods]
    top = max((max(abs(a), abs(b)) for a, b in sides), default=0.0)
    room = min(_WIDEST, max(_LEAST, (console.width - 64) // 2))
    grid = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_edge=False)
    grid.add_column(relation.step.capitalize(), no_wrap=True)
    grid.add_column("Reports", justify="right")
    grid.add_column("Events", justify="right")
    grid.add_column("Origins", justify="right")
    grid.add_column("− Conflict".rjust(room), justify="right", width=room, no_wrap=True)
    grid.add_column("Cooperation +", width=room, no_wrap=True)
    grid.add_column("Mean", justify="right", no_wrap=True)
    grid.add_column("Beside", overflow="fold", style="dim")
    flagged = {change.start: change for change in series.changes}
    for period in series.periods:
        step = words.step_name(period.start, relation.step)
        name = Text(step)
        if period.start in flagged:
            name.append(" ▲" if flagged[period.start].way == "more" else " ▼", style="bold")
        events = period.cooperation.events + period.conflict.events
        nothing = not period.covered and not events
        grid.add_row(
            name,
            f"{period.texts:,}" if period.covered else "–",
            "–" if nothing else f"{events:,}",
            "–" if nothing else f"{period.cooperation.origins + period.conflict.origins:,}",
            _bar(period, "conflict", top, room),
            _bar(period, "cooperation", top, room),
            words.figure(period.score),
            words.beside(period.beside),
        )
    console.print(grid)


def _bar(period: Period, kind: str, top: float, room: int) -> Text:
    """Return a bar of what was said and done; conflict grows to the left."""
    whole = abs(getattr(period, kind).score)
    deeds = abs(getattr(period, f"material_{kind}").score)
    length = max(1, round(room * whole / top)) if top and whole else 0
    done = min(length, round(room * deeds / top)) if top else 0
    said = length - done
    if kind == "conflict":
        return Text("▒" * said + "█" * done, style="red")
    return Text("█" * done + "▒" * said, style="green")


def _changes(console: Console, relation: Relation) -> None:
    events = {event.id: event for event in relation.events}
    for series in relation.series:
        if not series.changes:
            continue
        console.print()
        of = words.heading(relation, series.direction, series.teller)
        console.print(Text(f"Changes, {wording.clean(of)}", style="bold"))
        for change in series.changes:
            mark = "▲" if change.way == "more" else "▼"
            console.print(Text(f"{mark} {words.change(change, relation.step)}"))
            for driver in change.drivers:
                if driver in events:
                    _event(console, relation, events[driver])


def _events(console: Console, relation: Relation, most: int | None) -> None:
    counted = [event for event in relation.events if event.standing in relation.standings]
    heaviest = sorted(counted, key=lambda e: (-e.weight * max(abs(e.score), 0.5), e.day or ""))
    shown = sorted(heaviest[:most], key=lambda e: (e.day or "", e.id))
    if not shown:
        return
    console.print()
    more = "" if len(shown) == len(counted) else f", the {len(shown)} heaviest of {len(counted)}"
    console.print(Text(f"Events{more}", style="bold"))
    for event in shown:
        _event(console, relation, event)


def _event(console: Console, relation: Relation, event: RelationEvent) -> None:
    """Print an event on a line, with its words below."""
    told = words.leading(event)
    who = wording.clean(words.who(relation.first, relation.second, event.direction))
    line = Text(f"{event.day or 'undated'}  ")
    line.append(f"{who}  {words.coded(event)}", style="bold")
    if event.standing != "asserted":
        line.append(f"  [{event.standing}]")
    line.append(f"  {words.figure(event.score)}, {event.probability:.0%}")
    line.append(f" · {words.origins(event)}", style="dim")
    console.print(Padding(line, (0, 0, 0, _GAP)))
    place = f"{wording.clean(told.report)} {wording.clean(told.event)}"
    said = wording.shorten(wording.clean(told.words), console.width * 2)
    text = Text.assemble(said, (f"  {place}", "dim"))
    console.print(Padding(text, (0, 0, 0, 2 * _GAP)))
