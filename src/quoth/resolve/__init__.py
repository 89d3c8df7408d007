"""Resolve: who the actors of a report are, and who speaks each statement.

Known gaps: see the end of `resolve`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from quoth.records import Actor, Report
from quoth.resolve.cast import Cast, Figure
from quoth.resolve.figures import add_offices, gather_names
from quoth.resolve.follow import follow
from quoth.resolve.names import same_name
from quoth.resolve.nouns import name_of
from quoth.resolve.sectors import country_of, sector_of
from quoth.resolve.speakers import speaker_of
from quoth.resolve.tables import NewsAgency
from quoth.resolve.world import canonical, news_agencies, state_of

__all__ = ["NewsAgency", "canonical", "news_agencies", "resolve", "same_name", "state_of"]


def resolve(reports: Iterable[Report]) -> Iterator[Report]:
    """Yield each report with its actors and the speaker of each statement, in order."""
    for report in reports:
        yield _resolve(report)


def _resolve(report: Report) -> Report:
    cast = Cast(report)
    gather_names(cast)
    add_offices(cast)
    follow(cast)
    speakers = [speaker_of(cast, statement) for statement in report.statements]
    actors: dict[int, Actor] = {}
    spans = {id(f): _spans(cast, f) for f in cast.figures}
    told = [f for f in cast.figures if spans[id(f)] and name_of(f)]
    told.sort(key=lambda f: (spans[id(f)][0], spans[id(f)]))
    for number, figure in enumerate(told):
        actors[id(figure)] = Actor(
            id=f"a{number}",
            name=name_of(figure),
            kind=figure.kind,
            country=country_of(figure),
            sector=sector_of(figure),
            mentions=spans[id(figure)],
        )
    statements = tuple(
        replace(
            statement,
            speaker=actors[id(speaker)].id
            if speaker is not None and id(speaker) in actors
            else None,
        )
        for statement, speaker in zip(report.statements, speakers, strict=True)
    )
    return replace(report, actors=tuple(actors.values()), statements=statements)


def _spans(cast: Cast, figure: Figure) -> tuple:
    found = {cast.mentions[n].span for n in figure.mentions} | set(figure.spans)
    return tuple(sorted(found))
