"""Titles and leads of stories: the words of one of its reports, chosen anew where a story changed.

Which report, and which of its words, is said by the `Forming` that is given in. A story that none
is noted for, as in an archive of an older version until the story changes, is called as its
earliest report is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import duckdb

from quoth.archive import rows, tables
from quoth.records import Report, Span


class Headline(Protocol):
    """A title and the place of a lead in one report (`quoth.group.Headline`)."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def span(self) -> Span | None: ...  # noqa: D102


Choose = Callable[[Sequence[str], Sequence[bool]], str]
Words = Callable[[Report], Headline]


@dataclass(frozen=True, slots=True)
class _Member:
    report: str
    rid: int
    home: int
    titled: bool


def bring_up(
    connection: duckdb.DuckDBPyConnection,
    stories: Collection[str],
    *,
    choose: Choose,
    words: Words,
    made: Mapping[int, Headline],
) -> None:
    """Choose title and lead of stories that changed, within a transaction.

    `choose` returns one of the reports given, the earliest first, with whether each has a title;
    `words` gives title and lead of a report. `made` are those of readings, by `rid`, that were made
    already: other reports have to be loaded for it.
    """
    given = {"story": tables.texts(list(stories))}
    members: dict[str, list[_Member]] = {}
    for story, *rest in tables.with_rows(
        connection,
        given,
        "SELECT m.story, r.report, r.rid, r.home, coalesce(r.title, '') <> '' "
        "FROM store.members m JOIN store.reports r ON r.home = m.home AND r.current "
        "WHERE m.story IN (SELECT story FROM given) "
        "ORDER BY coalesce(r.moment, TIMESTAMP '9999-01-01'), r.rid",
    ):
        members.setdefault(story, []).append(_Member(*rest))
    chosen = {story: _chosen(found, choose) for story, found in members.items()}
    there = dict(
        tables.with_rows(
            connection,
            given,
            "SELECT story, rid FROM store.headlines WHERE story IN (SELECT story FROM given)",
        )
    )
    new = {story: one for story, one in chosen.items() if there.get(story) != one.rid}
    _remove(connection, [story for story in there if story in new or story not in chosen])
    missing = [one.rid for one in new.values() if one.rid not in made]
    told = {**made, **_loaded(connection, missing, words)}
    tables.insert(connection, "headlines", [_row(s, one, told[one.rid]) for s, one in new.items()])


def remove(connection: duckdb.DuckDBPyConnection, stories: Collection[str]) -> None:
    """Forget the titles of stories that nobody chooses one for."""
    _remove(connection, list(stories))


def _chosen(members: Sequence[_Member], choose: Choose) -> _Member:
    if len(members) == 1:
        return members[0]
    name = choose([one.report for one in members], [one.titled for one in members])
    return next(one for one in members if one.report == name)


def _loaded(
    connection: duckdb.DuckDBPyConnection, rids: Sequence[int], words: Words
) -> dict[int, Headline]:
    found = tables.with_rows(
        connection,
        {"rid": tables.numbers(rids)},
        "SELECT rid, data FROM store.reports WHERE rid IN (SELECT rid FROM given)",
    )
    return {rid: words(rows.stored_report(data)) for rid, data in found}


def _remove(connection: duckdb.DuckDBPyConnection, stories: Sequence[str]) -> None:
    if stories:
        tables.with_rows(
            connection,
            {"story": tables.texts(stories)},
            "DELETE FROM store.headlines WHERE story IN (SELECT story FROM given)",
        )


def _row(story: str, one: _Member, told: Headline) -> dict[str, Any]:
    return {
        "story": story,
        "home": one.home,
        "rid": one.rid,
        "title": told.title,
        "lead_start": told.span.start if told.span else None,
        "lead_end": told.span.end if told.span else None,
    }
