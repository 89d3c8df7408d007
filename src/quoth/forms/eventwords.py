"""What the forms say of events in words: parties, codes, date, place, magnitudes, teller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoth.forms import wording
from quoth.records import Actor, DateRange, Event, Location, Magnitude, Report, Span, Statement


@dataclass(frozen=True, slots=True)
class Told:
    """An event with what its ids stand for. `statement` is the innermost one that tells it."""

    report: Report
    event: Event
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    statement: Statement | None

    @property
    def teller(self) -> str:
        """The name of who tells it, "" where the report tells it itself or names nobody."""
        return wording.speaker_of(self.statement, self.report) if self.statement else ""

    @property
    def relays(self) -> tuple[str, ...]:
        """The names of the intermediate sources of the statement."""
        relays = self.statement.relays if self.statement else ()
        return tuple(wording.clean(relay.name) for relay in relays)


def told(report: Report) -> list[Told]:
    """Return the events of a report in their order; ids that nothing in it has are left out."""
    actors = {actor.id: actor for actor in report.actors}
    statements = {s.id: s for _, s in wording.nested(report.statements)}

    def named(ids: Sequence[str]) -> tuple[Actor, ...]:
        return tuple(actors[key] for key in ids if key in actors)

    return [
        Told(
            report,
            event,
            named(event.actors),
            named(event.recipients),
            statements.get(event.statement or ""),
        )
        for event in report.events
    ]


def code(event: Event) -> str:
    """Return type and mode: "COERCE (arrest)"."""
    return f"{event.type} ({wording.clean(event.mode)})" if event.mode else event.type


def party(report: Report, actors: Sequence[Actor], spans: Sequence[Span], *, limit: int) -> str:
    """Return the names of a side, else the words for it, "?" where there are none."""
    names = wording.listing([wording.clean(actor.name) for actor in actors])
    return wording.shorten(names or wording.words(report, spans), limit) or "?"


def date(when: DateRange | None) -> str:
    """Return "2031-03-02", "2031-03-01 to 2031-03-31", "since 2014-01-01", "until 2031-03-07"."""
    if when is None or not (when.start or when.end):
        return ""
    if not when.end:
        return f"since {wording.clean(when.start or '')}"
    if not when.start:
        return f"until {wording.clean(when.end)}"
    return " to ".join(dict.fromkeys((wording.clean(when.start), wording.clean(when.end))))


def place(where: Location | None) -> str:
    """Return "the port of Valmora (Valmora, SWE)"."""
    if where is None:
        return ""
    name = wording.clean(where.name)
    known = [wording.clean(part) for part in (where.city, where.country) if part]
    about = ", ".join(part for part in known if part != name)
    return f"{name} ({about})" if about else name


def magnitude(magnitude: Magnitude) -> str:
    """Return "14 detained", "200 or more took part", "2,500,000 to 3,000,000 USD"."""
    low, high = magnitude.low, magnitude.high
    if low is None and high is None:
        figure = "?"
    elif high is None:
        figure = f"{number(low)} or more"
    elif low is None:
        figure = f"up to {number(high)}"
    else:
        figure = " to ".join(dict.fromkeys((number(low), number(high))))
    noun = "took part" if magnitude.kind == "size" else magnitude.kind
    what = wording.clean(magnitude.unit or "") if magnitude.kind == "amount" else noun
    return f"{figure} {what}".rstrip()


def number(value: float | None) -> str:
    """Return a figure as a person writes it: 14, 2,500,000, 0.5; "" for none."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def teller(one: Told) -> str:
    """Return "says Per Lindqvist (via CPA)", "" where the report tells it itself."""
    if one.statement is None:
        return ""
    who = wording.shorten(one.teller, 60) or "?"
    unnamed = " (anonymous)" if wording.anonymous(one.statement, one.report) else ""
    via = f" (via {wording.listing(one.relays)})" if one.relays else ""
    return f"{one.statement.stance} {who}{unnamed}{via}"


def circumstances(one: Told) -> list[str]:
    """Return what is known beside the parties: date, place, magnitudes, teller."""
    event = one.event
    figures = ", ".join(magnitude(m) for m in event.magnitudes)
    return [part for part in (date(event.date), place(event.place), figures, teller(one)) if part]
