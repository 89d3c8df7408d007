"""Figures and dates of two tellings that cannot both be true of one thing."""

from __future__ import annotations

from collections.abc import Iterator
from math import log

from quoth.align.candidates import Candidate, Tellings, flag
from quoth.align.dates import Date
from quoth.align.hedges import hedges
from quoth.align.quantities import Quantity
from quoth.align.sides import Side, heads

# Nouns that count people, beside those in -man, -woman and -person.
PEOPLE = frozenset(
    "people person man men woman women child kid boy girl other life victim casualty death body "
    "resident villager worker officer soldier troop pirate rebel fighter militant policeman "
    "protester demonstrator student passenger survivor prisoner detainee captive hostage suspect "
    "employee colleague migrant refugee civilian fisherman sailor crew member family guest "
    "scientist expert observer monitor voter candidate lawmaker deputy engineer citizen national "
    "adult youth witness patient injury dead wounded injured missing".split()
)
# How many words on either side of a figure say what it is about.
WINDOW = 6
FAR = 3.0


def number_candidates(a: Side, b: Side, tellings: Tellings) -> Iterator[Candidate]:
    """Yield figures of one kind of which neither can stand for the other.

    What is expected is not set against what is: "3% next year" and "6.3%".
    """
    if ("planned" in tellings.once(hedges, a)) != ("planned" in tellings.once(hedges, b)):
        return
    alike = None
    for p in a.figures:
        for q in b.figures:
            if p.kind != q.kind or p.former or q.former or p.agrees(q):
                continue
            alike = alike if alike is not None else tellings.alike(a, b)
            features = {**alike, **_figure_features(a, p, b, q, tellings)}
            values = (a.text(p.span), b.text(q.span))
            said = (f"“{_plain(values[0])}”", f"“{_plain(values[1])}”")
            yield Candidate("number", (a, b), (p.span, q.span), values, said, features)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _figure_features(
    a: Side, p: Quantity, b: Side, q: Quantity, tellings: Tellings
) -> dict[str, float]:
    people = _people(p) and _people(q)
    same = bool(p.unit) and p.unit == q.unit
    governing = heads(a, p.span) & heads(b, q.span) - {p.unit, q.unit}
    near = _near(a, p), _near(b, q)
    shared = len(near[0] & near[1])
    met = _met(p, [b]), _met(q, [a])
    met_elsewhere = (
        _met(p, tellings.by_report[b.report.id]),
        _met(q, tellings.by_report[a.report.id]),
    )
    low, high = sorted((max(0.5, p.high), max(0.5, q.high)))
    return {
        "same unit": flag(same),
        "people": flag(people and not same),
        "no unit": flag(not p.unit and not q.unit),
        "one unit": flag(bool(p.unit) != bool(q.unit)),
        "other unit": flag(p.unit and q.unit and not same and not people),
        "same head": flag(governing),
        "near": shared / (min(len(near[0]), len(near[1])) or 1),
        "far": min(FAR, log(high / low)) / FAR,
        "vague": flag(p.vague or q.vague),
        "hedged": flag(p.hedged or q.hedged),
        "sole": flag(len(_same_kind(a, p)) == len(_same_kind(b, q)) == 1),
        "sole figures": flag(len(a.figures) == len(b.figures) == 1),
        "met": flag(met[0]) + flag(met[1]),
        "met elsewhere": flag(met_elsewhere[0]) + flag(met_elsewhere[1]),
        "small": flag(p.high <= 3 or q.high <= 3),
        "one": flag(p.high == p.low == 1 or q.high == q.low == 1),
        "money": flag(p.kind == "money"),
        "share": flag(p.kind == "share"),
        "time": flag(p.kind == "time"),
        "length": flag(p.kind == "length"),
        "age": flag(p.kind == "age"),
        "same unit and near": flag(same or people) * shared / (min(map(len, near)) or 1),
        "same unit, sole": flag((same or people) and met_elsewhere == (False, False)),
    }


def _people(quantity: Quantity) -> bool:
    unit = quantity.unit
    return unit in PEOPLE or unit.endswith(("man", "men", "woman", "women", "person"))


def _same_kind(side: Side, quantity: Quantity) -> list[Quantity]:
    return [q for q in side.figures if q.kind == quantity.kind]


def _met(quantity: Quantity, others: list[Side]) -> bool:
    """Return whether a figure finds its like among the figures of other sides."""
    return any(
        quantity.kind == figure.kind and quantity.agrees(figure)
        for side in others
        for figure in side.figures
    )


def _near(side: Side, quantity: Quantity) -> set[str]:
    """Return the content lemmas around a figure."""
    tokens = side.report.tokens
    inside = [i for i in side.unit.tokens if tokens[i].span.start < quantity.span.end]
    at = inside[-1] if inside else side.unit.tokens[0]
    low, high = at - WINDOW, at + WINDOW
    return {
        tokens[i].lemma.lower()
        for i in side.unit.tokens
        if low <= i <= high and tokens[i].lemma.lower() in side.unit.lemmas
        if not any(c.isdigit() for c in tokens[i].text)
    }


def date_candidates(a: Side, b: Side, tellings: Tellings) -> Iterator[Candidate]:
    """Yield dates and hours that differ."""
    for p in a.unit.dates:
        for q in b.unit.dates:
            if p.agrees(q) or not p.comparable(q):
                continue
            yield _date(a, p, b, q, tellings)


def _date(a: Side, p: Date, b: Side, q: Date, tellings: Tellings) -> Candidate:
    others = [d for s in tellings.by_report[b.report.id] for d in s.unit.dates]
    own = [d for s in tellings.by_report[a.report.id] for d in s.unit.dates]
    met = any(p.agrees(d) for d in b.unit.dates), any(q.agrees(d) for d in a.unit.dates)
    met_elsewhere = any(p.agrees(d) for d in others), any(q.agrees(d) for d in own)
    features = {
        **tellings.alike(a, b),
        "same head": flag(heads(a, p.span) & heads(b, q.span)),
        "sole": flag(len(a.unit.dates) == len(b.unit.dates) == 1),
        "met": flag(met[0]) + flag(met[1]),
        "met elsewhere": flag(met_elsewhere[0]) + flag(met_elsewhere[1]),
        "weekday": flag(p.weekday and q.weekday and p.weekday != q.weekday),
        "year": flag(p.year and q.year and p.year != q.year),
        "month": flag(p.month and q.month and p.month != q.month),
        "day": flag(p.day and q.day and p.day != q.day),
    }
    values = (a.text(p.span), b.text(q.span))
    said = (f"“{_plain(values[0])}”", f"“{_plain(values[1])}”")
    return Candidate("date", (a, b), (p.span, q.span), values, said, features)
