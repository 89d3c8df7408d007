"""Resolve: who the actors of a report are, and who speaks each statement.

The steps, in order:

1. names     persons, states, bodies (`figures`, `persons`, `bodies`), by tables and by each other
2. nouns     "the Russian president", "the agency" (`describe`, `match`, `nouns`)
3. pronouns  of the narrator first, then within quotations (`pronouns`, `scene`, `follow`)
4. speakers  the actor at the source of each statement (`speakers`)

`state_of`, `canonical`, `same_name` and `news_agencies` look at names alone, for other stages.

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
- Sectors tell what nouns tell: a "president" of a firm or a university has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from quoth.records import Actor, Report, Span, Statement
from quoth.resolve.cast import Cast
from quoth.resolve.dates import date, dates_in, reference_day
from quoth.resolve.figure import Figure
from quoth.resolve.figures import add_offices, gather_names
from quoth.resolve.follow import follow
from quoth.resolve.magnitudes import magnitudes
from quoth.resolve.names import same_name
from quoth.resolve.nouns import name_of
from quoth.resolve.occasion import event_date, event_place, statement_date
from quoth.resolve.sectors import country_of, sector_of
from quoth.resolve.speakers import speaker_of
from quoth.resolve.tables import NewsAgency
from quoth.resolve.whereabouts import location
from quoth.resolve.world import canonical, news_agencies, state_of

__all__ = [
    "NewsAgency",
    "canonical",
    "date",
    "dates_in",
    "event_date",
    "event_place",
    "location",
    "magnitudes",
    "news_agencies",
    "reference_day",
    "resolve",
    "same_name",
    "state_of",
    "statement_date",
]


def resolve(reports: Iterable[Report]) -> Iterator[Report]:
    """Yield each report with its actors and the speaker of each statement, in order.

    Needs the layers of annotate. `speaker` is None where it cannot be told or where only a relay
    is named. Actors are numbered by their first mention; each mention is of one actor at most.
    """
    for report in reports:
        yield _resolve(report)


def _resolve(report: Report) -> Report:
    cast = Cast(report)
    gather_names(cast)
    add_offices(cast)
    follow(cast)
    speakers = {
        statement.id: speaker_of(cast, statement) for statement in _with_inner(report.statements)
    }
    actors: dict[int, Actor] = {}
    spans = {id(f): _spans(cast, f) for f in cast.figures}
    speaking = {id(speaker) for speaker in speakers.values() if speaker is not None}
    told = [
        f
        for f in cast.figures
        if spans[id(f)] and name_of(f) and (id(f) in speaking or _acts(cast, f))
    ]
    told.sort(key=lambda f: (spans[id(f)][0], spans[id(f)]))
    for number, figure in enumerate(told):
        actors[id(figure)] = Actor(
            id=f"a{number}",
            name=name_of(figure),
            kind=figure.kind,
            country=country_of(figure),
            sectors=tuple(filter(None, (sector_of(figure),))),
            mentions=spans[id(figure)],
        )
    known = {
        name: actors[id(speaker)].id
        for name, speaker in speakers.items()
        if speaker is not None and id(speaker) in actors
    }
    statements = tuple(_spoken(statement, known) for statement in report.statements)
    return replace(report, actors=tuple(actors.values()), statements=statements)


def _with_inner(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Yield statements, each followed by those within its content."""
    for statement in statements:
        yield statement
        yield from _with_inner(statement.inner)


def _spoken(statement: Statement, known: Mapping[str, str]) -> Statement:
    """Return a statement with its speaker, and so those within it."""
    inner = tuple(_spoken(one, known) for one in statement.inner)
    return replace(statement, speaker=known.get(statement.id), inner=inner)


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
