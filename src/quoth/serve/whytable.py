"""How one claim came to be, for a terminal: its tellings, what holds them together, its origins.

Each telling has a letter here, in the order of the reports and of their texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from math import exp
from string import ascii_uppercase

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from quoth.forms import wording
from quoth.records import Claim, Comparison, Difference, Link, Member, Reason, Report, Span, Step
from quoth.serve.table import title
from quoth.spans import overlap

_GAP = 2
# Of more pairs than these the likeliest and the unlikeliest are shown with their reasons.
_PAIRS = 10
_JOINED = {
    "joined": "joined as the next that fits best",
    "merged": "came with another group that was largely the same",
    "copied": "came with the same words",
}
# Characters of the telling around the words that a difference rests on.
_AROUND = 100
# The part of a telling's words that stand in a statement's content where it is told in it: marks of
# quotation and a "that" may be outside.
_STANDS_IN = 0.8
# Odds beyond this are as good as sure: an exact figure would say no more.
_MOST_ODDS = 1000

Place = tuple[str, tuple[Span, ...]]


def print_why(
    console: Console, comparison: Comparison, claim: Claim, *, everything: bool = False
) -> None:
    """Print how a claim of the comparison came to be.

    `everything` shows the reasons of all pairs instead of the first and last few.
    """
    called = wording.names(comparison.reports)
    places = _places(claim, comparison.reports)
    letters = {place: _letter(n) for n, place in enumerate(places)}
    number, _ = wording.numbered(comparison)[claim.id]
    head = Text(f"Claim {number}  ", style="bold")
    head.append(title(claim, comparison, console.width))
    console.print(head)
    _print_tellings(console, comparison, claim, letters, called)
    if claim.steps:
        _print_steps(console, claim, letters, called)
    _print_pairs(console, claim, letters, everything=everything)
    _print_support(console, comparison, claim, called)
    if claim.differences:
        _print_differences(console, comparison, claim, called)
    console.print()


def _letter(number: int) -> str:
    """Return A, B ... Z, A1, B1 ... for 0, 1 ..."""
    turn, place = divmod(number, len(ascii_uppercase))
    return f"{ascii_uppercase[place]}{turn or ''}"


def _places(claim: Claim, reports: Sequence[Report]) -> list[Place]:
    """Return where the claim is told, one place a telling, in the order of reports and texts."""
    order = {report.id: number for number, report in enumerate(reports)}
    found: set[Place] = {(step.report, step.spans) for step in claim.steps}
    for link in claim.links:
        found.update(zip(link.reports, link.spans, strict=True))
    if not found:  # a claim from elsewhere, that does not say how it came to be
        found = {(member.report, member.spans) for member in claim.members}
    known = [place for place in found if place[0] in order]
    return sorted(known, key=lambda place: (order[place[0]], place[1]))


def _section(console: Console, head: str) -> None:
    console.print()
    console.print(Rule(Text(head, style="bold"), align="left", style="dim"))


def _grid(*widths: int) -> Table:
    """Return a grid with columns of some widths, and one for the rest."""
    grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    for width in widths:
        grid.add_column(width=width)
    grid.add_column(ratio=1)
    return grid


def _print_tellings(
    console: Console,
    comparison: Comparison,
    claim: Claim,
    letters: Mapping[Place, str],
    called: Mapping[str, str],
) -> None:
    _section(console, "Who tells it")
    tellings = {t.report.id: t for t in wording.tellings(claim, comparison.reports)}
    wide = max((len(called[report]) for report, _ in letters), default=0)
    grid = _grid(_wide(letters), min(wide, console.width // 4))
    for (report_id, spans), letter in letters.items():
        telling = tellings.get(report_id)
        if telling is None:
            continue
        own = wording.Telling(
            telling.report,
            (Member(report_id, spans),),
            tuple(
                statement
                for _, statement in wording.nested(telling.report.statements)
                if _covered(spans, statement.content)
            ),
        )
        grid.add_row(Text(letter, style="bold"), Text(called[report_id], style="bold"), _told(own))
    console.print(grid)


def _within(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(overlap(a, b) for a in spans for b in others)


def _covered(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    """Return whether the words at some spans stand in others, but for a few."""
    spans = list(spans)
    inside = sum(overlap(a, b) for a in spans for b in others)
    return inside >= _STANDS_IN * sum(span.end - span.start for span in spans) > 0


def _wide(letters: Mapping[Place, str]) -> int:
    return max(map(len, letters.values()), default=1)


def _told(telling: wording.Telling) -> Text:
    """Return the words of a telling to the letter, and who is said to have said them."""
    text = Text(f"{telling.label} " if telling.label else "", style="bold")
    text.append(wording.words(telling.report, telling.spans), style="not bold")
    for statement in telling.statements:
        who = wording.speaker_of(statement, telling.report)
        cue = wording.words(telling.report, statement.cue)
        said = ", ".join(filter(None, (who, f"“{cue}”" if cue else "")))
        if said:
            text.append(f" – {said}", style="italic not bold cyan")
    if telling.anonymous:
        text.append(" (anonymous source)", style="italic not bold cyan")
    if telling.relays:
        text.append(f" (via {wording.listing(telling.relays)})", style="italic not bold cyan")
    return text


def _print_steps(
    console: Console, claim: Claim, letters: Mapping[Place, str], called: Mapping[str, str]
) -> None:
    _section(console, "How its tellings came together")
    grid = _grid(len(str(len(claim.steps))))
    begun = [step for step in claim.steps if step.kind == "began"]
    lines = []
    if begun:
        who = wording.listing([_named(step, letters, called) for step in begun])
        lines.append(f"{who} began it: {begun[0].fit:.0%} likely to tell the same")
    seen = {step.report for step in begun}
    for step in claim.steps:
        if step.kind == "began":
            continue
        again = ", a second telling of this report," if step.report in seen else ""
        seen.add(step.report)
        how = _JOINED[step.kind]
        who = _named(step, letters, called)
        lines.append(f"{who}{again} {how}: {step.fit:.0%} on average")
    for number, line in enumerate(lines, 1):
        grid.add_row(Text(str(number)), Text(line))
    console.print(grid)


def _named(step: Step, letters: Mapping[Place, str], called: Mapping[str, str]) -> str:
    name = called.get(step.report, wording.clean(step.report))
    letter = letters.get((step.report, step.spans), "")
    return f"{letter} {name}".strip()


def _print_pairs(
    console: Console, claim: Claim, letters: Mapping[Place, str], *, everything: bool
) -> None:
    _section(console, "How likely two tell the same, and why")
    if not claim.links:
        console.print(Text("This is not known of this claim.", style="dim"))
        return
    legend = (
        "×8 spoke for it: 8 times the odds of the average pair that was looked at; ÷3 against it: "
        "a third of them."
    )
    console.print(Text(legend, style="dim"))
    links = claim.links
    short = () if everything or len(links) <= _PAIRS else links[_PAIRS // 2 : -_PAIRS // 2]
    wide = max((len(_odds(reason)) for link in links for reason in link.reasons), default=0)
    grid = _grid(2 * _wide(letters) + 1, 4)
    for link in links:
        pair = " ".join(
            letters.get(place, "?") for place in zip(link.reports, link.spans, strict=True)
        )
        why = Text("…", style="dim") if link in short else _reasons(link, wide)
        grid.add_row(Text(pair, style="bold"), Text(f"{link.probability:.0%}"), why)
    console.print(grid)
    if short:
        console.print(Text("…: --all shows the reasons of these pairs too", style="dim"))
    pairs = _pair_count(claim, {report: report for report, _ in letters})
    if pairs > len(links):
        console.print(Text(f"These are the likeliest of {pairs} pairs.", style="dim"))
    console.print(Text(_sure(claim)))


def _reasons(link: Link, width: int) -> Text | Table:
    if not link.reasons:
        if not link.probability:
            return Text("too far apart to be compared")
        return Text("nothing sets it apart from the average pair that was looked at")
    grid = _grid(width)
    for reason in sorted(link.reasons, key=lambda reason: -reason.weight):
        against = reason.weight < 0
        style = "yellow" if against else "green"
        grid.add_row(Text(_odds(reason), style=style), Text(wording.clean(reason.why)))
    return grid


def _odds(reason: Reason) -> str:
    """Return "×8.0" for what speaks for, "÷3.0" for what speaks against."""
    times = exp(min(abs(reason.weight), 20))
    sign = "÷" if reason.weight < 0 else "×"
    if times >= _MOST_ODDS:
        return f"{sign}{_MOST_ODDS}+"
    return f"{sign}{times:.1f}" if times < 10 else f"{sign}{times:.0f}"


def _sure(claim: Claim) -> str:
    """Return what the confidence of a claim is the mean of."""
    origin = {report: n for n, one in enumerate(claim.origins) for report in one.reports}
    apart = _pair_count(claim, origin)
    what = "different origins" if apart else "different reports, as all have one origin"
    counted = apart or _pair_count(claim, {report: report for report in origin})
    which = f"the {counted} pairs" if counted > 1 else "the pair"
    return f"{claim.confidence:.0%} sure that all tell the same: the mean of {which} of {what}."


def _pair_count(claim: Claim, side: Mapping[str, Hashable]) -> int:
    """Return how many pairs of tellings are on different sides; `side` is by report."""
    if claim.steps:
        sides = Counter(side.get(step.report) for step in claim.steps)
        return (len(claim.steps) ** 2 - sum(count**2 for count in sides.values())) // 2
    ends = ((side.get(report) for report in link.reports) for link in claim.links)
    return sum(one != other for one, other in ends)


def _print_support(
    console: Console, comparison: Comparison, claim: Claim, called: Mapping[str, str]
) -> None:
    tell = {member.report for member in claim.members}
    outlets = len({report.name for report in comparison.reports if report.id in tell})
    every = len({report.name for report in comparison.reports})
    _section(console, f"Why its support is {claim.support}")
    origins = wording.count(claim.support, "independent origin")
    one = "tells" if outlets == 1 else "tell"
    console.print(Text(f"{outlets} of {wording.count(every, 'outlet')} {one} it, from {origins}:"))
    wide = max((len(wording.clean(origin.name)) for origin in claim.origins), default=0)
    grid = _grid(len(str(claim.support)), min(wide, console.width // 4))
    for number, origin in enumerate(claim.origins, 1):
        who = wording.listing([called.get(r, wording.clean(r)) for r in origin.reports])
        why = wording.clean(origin.why)
        line = ": ".join(filter(None, (who, why))) if not why.startswith(who) else why
        if wording.itself(origin, called):
            line = why or "itself"
        grid.add_row(Text(str(number)), Text(wording.clean(origin.name), style="bold"), Text(line))
    console.print(grid)
    silent = [
        wording.clean(name)
        for name in dict.fromkeys(report.name for report in comparison.reports)
        if name not in {report.name for report in comparison.reports if report.id in tell}
    ]
    if silent:
        console.print(Text(f"No words that tell it were found in {wording.listing(silent)}."))


def _print_differences(
    console: Console, comparison: Comparison, claim: Claim, called: Mapping[str, str]
) -> None:
    _section(console, "Where they differ, and by which words")
    tellings = {t.report.id: t for t in wording.tellings(claim, comparison.reports)}
    for difference in wording.differences(claim):
        line = wording.difference_line(difference, called)
        console.print(Text(f"≠ {line}", style="yellow"))
        console.print(Padding(_rests_on(console, difference, tellings, called), (0, 0, 0, _GAP)))


def _rests_on(
    console: Console,
    difference: Difference,
    tellings: Mapping[str, wording.Telling],
    called: Mapping[str, str],
) -> Table:
    wide = max((len(called.get(report, report)) for report in difference.between), default=0)
    grid = _grid(min(wide, console.width // 4))
    for report_id, spans in zip(difference.between, difference.spans, strict=False):
        telling = tellings.get(report_id)
        name = Text(called.get(report_id, wording.clean(report_id)), style="bold")
        if telling is None or not spans:
            grid.add_row(name, Text("has no words for it", style="dim"))
            continue
        at = " ".join(f"{start}-{end}" for start, end in spans)
        found = wording.words(telling.report, spans, limit=_AROUND)
        text = Text(f"“{found}” at {at}")
        around = [s.span for s in telling.report.sentences if _within([s.span], spans)]
        if around:
            told = wording.excerpt(telling.report, around, limit=_AROUND, keep=spans)
            text.append(f": {told}")
        grid.add_row(name, text)
    return grid
