"""What a watch tells, as an editor reads it: story by story, what differs before what is shared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from quoth.forms import wording
from quoth.watch import DEFAULT

if TYPE_CHECKING:
    from rich.console import Console

    from quoth.watch import Match, News

# A story's claims that change together are listed up to so many; the others are counted.
_CLAIMS = 8
_TEXT = 240
_STYLES = {"+": "bold green", "↑": "bold cyan", "↓": "bold yellow", "≠": "bold red", "“": "bold"}
_RULES = frozenset(rule.name for rule in DEFAULT)


def show_matches(console: Console, matches: Sequence[Match]) -> None:
    """Print what is new, story by story."""
    for _, found in groupby(matches, key=lambda match: match.news.story):
        _show_story(console, list(found))


def _show_story(console: Console, matches: Sequence[Match]) -> None:
    first = matches[0].news
    news = list({(match.news.kind, match.news.id): match.news for match in matches}.values())
    title = wording.clean(first.title or first.text or first.story)
    head = Text(f"{_when(first.at)}  ", style="dim")
    head.append(title, style="bold not dim")
    head.append(f"  {wording.clean(first.story)}", style="dim")
    rules = [rule for rule in dict.fromkeys(match.rule for match in matches) if rule not in _RULES]
    head.append("".join(f"  [{wording.clean(rule)}]" for rule in rules), style="dim")
    console.print()
    console.print(head)
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=2)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    for kind in ("story", "report", "contradiction", "statement"):
        for one in news:
            if one.kind == kind:
                _add(grid, *_said(one))
    _add_claims(grid, [one for one in news if one.kind == "claim"], first.story)
    console.print(grid)


def _add(grid: Table, sign: str, lines: Iterable[str]) -> None:
    for number, line in enumerate(lines):
        mark = Text(sign if not number else "", style=_STYLES.get(sign, ""))
        grid.add_row("", mark, Text(line, style="dim" if number else ""))


def _said(news: News) -> tuple[str, list[str]]:
    """Return the sign of a kind of news, and what it is in lines, the first one the news itself."""
    outlets = wording.listing([wording.clean(outlet) for outlet in news.outlets])
    where = wording.clean(news.reports[0]) if news.reports else ""
    text, note = wording.clean(news.text), wording.clean(news.note)
    if news.kind == "story":
        told = f"new story, {wording.count(len(set(news.outlets)), 'outlet')}: {outlets}"
        return "+", [part for part in (told, wording.shorten(text, _TEXT), where) if part]
    if news.kind == "report":
        return "+", [f"{outlets} joins: {text}", *([where] if where else [])]
    if news.kind == "contradiction":
        return "≠", [text, *([f"on: {wording.shorten(note, _TEXT)}"] if note else [])]
    who = wording.clean(news.by or "somebody unnamed")
    return "“", [f"{who} ({note}): {text}" if note else f"{who}: {text}", outlets]


def _add_claims(grid: Table, claims: Sequence[News], story: str) -> None:
    """Add the claims whose support changed, those that changed in one way together."""
    together: dict[tuple[str, str], list[News]] = {}
    for one in claims:
        sign = "↑" if (one.support or 0) > (one.before or 0) else "↓"
        together.setdefault((sign, wording.clean(one.note)), []).append(one)
    for (sign, note), found in together.items():
        found.sort(key=lambda one: -(one.support or 0))
        what = "gains" if sign == "↑" else "loses"
        several = wording.count(len(found), "claim") + f" {what if len(found) == 1 else what[:-1]}"
        _add(grid, sign, [f"{several} support" + (f": {note}" if note else "")])
        listed = Table.grid(padding=(0, 2, 0, 0))
        for one in found[:_CLAIMS]:
            before = f"{one.before} → " if one.before is not None else ""
            text = wording.shorten(wording.clean(one.text), _TEXT)
            listed.add_row(Text(f"{before}{one.support}", style="dim", no_wrap=True), Text(text))
        grid.add_row("", "", listed)
        if len(found) > _CLAIMS:
            left = f"and {len(found) - _CLAIMS} more: quoth story {wording.clean(story)}"
            grid.add_row("", "", Text(left, style="dim"))


def _when(at: str) -> str:
    """Return the time of day here, with the day where it is another one."""
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return "     "
    if moment.date() == datetime.now().astimezone().date():
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d %H:%M}"
