"""Resolve: who the actors of a report are, and who speaks each statement.

The steps, in order:

1. names     persons, states, bodies (`figures`, `persons`, `bodies`), by tables and by each other
2. nouns     "the Russian president", "the agency" (`describe`, `match`, `nouns`)
3. pronouns  of the narrator first, then within quotations (`pronouns`, `scene`, `follow`)
4. speakers  the actor at the source of each statement (`speakers`)

`state_of`, `state_name`, `canonical`, `same_name`, `news_agencies`, `outlet_name`, `owner_of` and
`outlet_home` look at names alone, for other stages; `actor` resolves one mention to country and
sectors, by the rules that reports' actors are coded by (`phrases`, `coding`, `offices`, `nearby`,
`sectors`). `add_rows` adds a user's tables.

Known gaps:

- English only. A person whom two reports name by another part of the name ("Lula", "Bibi") is
  known as one only where a table says so.
- Two of one surname whom the report tells apart by nothing but the context ("Khizr and Ghazala
  Khan", then "Mr. Khan") can be confused: so is whom a profile calls by surname, once a relative
  is named in full.
- "The group", "the source", "the woman", "the two men" are figures of their own unless an earlier
  noun is the same; "they" means people named together, a group or a body, never two persons
  named apart.
- A noun for an office ("the Ohio senator") that no earlier noun fits is taken for the person just
  named: wrong where the report means somebody it does not name.
- The table of offices ends in October 2025 and covers about 110 states and bodies; it has the
  nominees of two American parties from their conventions of 2008 to 2024 on, no other candidates.
- "The campaign" alone is not taken for that of who was just named; "the judge", "the bank" need a
  name that says so.
- "It" and "they" may be documents or things ("the returns ... they show"): of "it" that is seen
  where the thing is the subject of the same sentence, of "they" never.
- Sectors tell what nouns tell: a "president" of a firm or a university has none. A rebel leader who
  became a minister is what the report calls him, unless the table of offices has him.
- "France and Germany" as one mention is the first of the two. Who is neither in a table nor
  described has no country, whatever the name sounds like.
- A group without a name ("protesters") has a country only where the words beside it name one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from quoth.records import Actor, DateRange, Event, Report, Span, Statement
from quoth.resolve.actors import actor
from quoth.resolve.cast import Cast
from quoth.resolve.dates import date, dates_in, reference_day
from quoth.resolve.figure import Figure
from quoth.resolve.figures import add_offices, gather_names
from quoth.resolve.follow import follow
from quoth.resolve.magnitudes import magnitudes
from quoth.resolve.names import same_name
from quoth.resolve.nouns import name_of
from quoth.resolve.occasion import event_date, event_place, statement_date, status_at
from quoth.resolve.offices import state_name
from quoth.resolve.outlets import outlet_home, outlet_name, owner_of
from quoth.resolve.parties import parties_of
from quoth.resolve.rows import add_folder
from quoth.resolve.sectors import coded
from quoth.resolve.speakers import speaker_of
from quoth.resolve.tables import NewsAgency
from quoth.resolve.whereabouts import location
from quoth.resolve.world import canonical, news_agencies, state_of

__all__ = [
    "NewsAgency",
    "actor",
    "add_rows",
    "canonical",
    "date",
    "dates_in",
    "event_date",
    "event_place",
    "location",
    "magnitudes",
    "news_agencies",
    "outlet_home",
    "outlet_name",
    "owner_of",
    "reference_day",
    "resolve",
    "same_name",
    "state_name",
    "state_of",
    "statement_date",
    "status_at",
]


def add_rows(folder: str | Path) -> None:
    """Add the rows of a user's tables to the program's own, for this process.

    `folder` holds files named like those of `quoth/resolve/data` ("bodies.tsv", "offices.tsv"),
    with the same columns; those that may be empty may be left out. Where both know a name, the
    user's row counts. Raises TableError, with file and line, for a row that does not fit.
    """
    add_folder(Path(folder))


def resolve(reports: Iterable[Report]) -> Iterator[Report]:
    """Yield each report with its actors and the speaker of each statement, in order.

    Needs the layers of annotate. `speaker` is None where it cannot be told or where only a relay
    is named. Actors are numbered by their first mention; each mention is of one actor at most.
    """
    for report in reports:
        yield _resolve(report)


def _dated(report: Report) -> Report:
    """Return a report with the day of publication that its text tells, where nothing else does."""
    day = None if report.published else reference_day(report)
    if day is None:
        return report
    note = f"published {day} by a line of its text"
    return replace(report, published=day, notes=(*report.notes, note))


def _resolve(report: Report) -> Report:
    report = _dated(report)
    cast = Cast(report)
    gather_names(cast)
    add_offices(cast)
    follow(cast)
    speakers = {
        statement.id: speaker_of(cast, statement) for statement in _with_inner(report.statements)
    }
    parties = [parties_of(cast, event) for event in report.events]
    actors: dict[int, Actor] = {}
    spans = {id(f): _spans(cast, f) for f in cast.figures}
    needed = {id(speaker) for speaker in speakers.values() if speaker is not None}
    needed |= {id(f) for sides in parties for side in sides for f in side}
    told = [
        f
        for f in cast.figures
        if spans[id(f)] and name_of(f) and (id(f) in needed or _acts(cast, f))
    ]
    told.sort(key=lambda f: (spans[id(f)][0], spans[id(f)]))
    for number, figure in enumerate(told):
        actors[id(figure)] = _actor(cast, figure, f"a{number}", spans[id(figure)])
    known = {
        name: actors[id(speaker)].id
        for name, speaker in speakers.items()
        if speaker is not None and id(speaker) in actors
    }
    dates = dates_in(report)
    statements = tuple(_spoken(report, s, known, dates) for s in report.statements)
    events = tuple(
        _acted(report, event, sides, actors, dates)
        for event, sides in zip(report.events, parties, strict=True)
    )
    return replace(report, actors=tuple(actors.values()), statements=statements, events=events)


def _actor(cast: Cast, figure: Figure, name: str, mentions: tuple[Span, ...]) -> Actor:
    """Return a figure as a record; one that is known by a phrase alone is read as such."""
    country, sectors = coded(cast, figure)
    kind = figure.kind
    if country is None and figure.phrase and not figure.named:
        known = actor(figure.phrase, on=cast.report.published)
        if known is not None:
            country, sectors = known.country, sectors or known.sectors
            kind = known.kind if kind == "unknown" else kind
    return Actor(
        id=name,
        name=name_of(figure),
        kind=kind,
        country=country,
        sectors=sectors,
        mentions=mentions,
    )


def _with_inner(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield statements, each followed by those within its content."""
    for statement in statements:
        yield statement
        yield from _with_inner(statement.inner)


def _spoken(
    report: Report, statement: Statement, known: Mapping[str, str], dates: Sequence[DateRange]
) -> Statement:
    """Return a statement with its speaker and date, and so those within it."""
    return replace(
        statement,
        speaker=known.get(statement.id),
        date=statement_date(report, statement, dates),
        inner=tuple(_spoken(report, one, known, dates) for one in statement.inner),
    )


def _acted(
    report: Report,
    event: Event,
    sides: tuple[Sequence[Figure], Sequence[Figure]],
    actors: Mapping[int, Actor],
    dates: Sequence[DateRange],
) -> Event:
    """Return an event with who, when, where and how many."""
    acting, suffering = (tuple(actors[id(f)].id for f in side if id(f) in actors) for side in sides)
    when = _not_to_come(report, event, event_date(report, event, dates))
    return replace(
        event,
        status=status_at(report, event, when),
        actors=acting,
        recipients=suffering,
        date=when,
        place=event_place(report, event),
        magnitudes=magnitudes(report, event),
    )


def _not_to_come(report: Report, event: Event, date: DateRange | None) -> DateRange | None:
    """Return a date, None where it is after the report and the event is told as done."""
    day = reference_day(report)
    done = event.status in ("asserted", "historical")
    if date is not None and done and day is not None and (date.start or "") > day:
        return None
    return date


def _acts(cast: Cast, figure: Figure) -> bool:
    """Return whether a figure that speaks nowhere is worth listing.

    Names of things that nothing tells to be a person, body or place are not, nor are bodies
    spoken of in passing ("free institutions").
    """
    if figure.kind in ("person", "state", "group"):
        return True
    mentions = [cast.mentions[number] for number in figure.mentions]
    subject = any(mention.subject for mention in mentions)
    if figure.kind == "unknown":
        return any(mention.label == "GPE" for mention in mentions) or figure.title is not None
    definite = any(d.definite or d.owner is not None for d in figure.descriptions)
    return figure.named or subject or (definite and len(mentions) > 1)


def _spans(cast: Cast, figure: Figure) -> tuple[Span, ...]:
    found = {cast.mentions[n].span for n in figure.mentions} | figure.spans
    return tuple(sorted(found))
