"""What an archive can be asked. Every answer is a frozen record that points at words.

Lists come in pages: `limit` says how many, `after` is the `next` of the page before; `limit=None`
gives all at once. Dates are given as "2031-03", "2031-03-02", "2031-03-02T08:00:00Z" or as dates of
Python; `since` and `until` include what they name, and leave out what has no date.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

from quoth.archive import (
    comparisons,
    exporting,
    overviews,
    plainsql,
    queries,
    relating,
    searching,
    storyqueries,
    tables,
    watches,
)
from quoth.archive.asking import asked
from quoth.archive.corrections import listed
from quoth.archive.index import Filters
from quoth.archive.moments import When
from quoth.archive.moments import since as first_moment
from quoth.archive.moments import until as last_moment
from quoth.archive.opening import Opened
from quoth.archive.records import (
    Checkpoint,
    ClaimEntry,
    Correction,
    EventEntry,
    Hit,
    MatchEntry,
    NewsEntry,
    OutletEntry,
    Overview,
    Page,
    RejectedEntry,
    ReportEntry,
    Rows,
    StatementEntry,
    Story,
    StoryChange,
    Totals,
    Version,
)
from quoth.errors import UnknownIdError
from quoth.records import Comparison, Report
from quoth.relate import Pair, Relation

LIMIT = 100


class Questions(Opened):
    """The questions, each a method; all of them can be asked while another process writes."""

    def reports(
        self,
        *,
        outlet: str | None = None,
        country: str | None = None,
        story: str | None = None,
        since: When | None = None,
        until: When | None = None,
        limit: int | None = LIMIT,
        after: str | None = None,
    ) -> Page[ReportEntry]:
        """Return the current versions of reports, the newest first."""
        with self._file.opened() as connection:
            return queries.reports(
                connection, outlet=outlet, country=country, story=story, since=since, until=until,
                limit=limit, after=after,
            )  # fmt: skip

    def report(self, report: str, *, version: int | None = None) -> Report:
        """Return a report with all that was found in it, in its current version or another.

        It comes without tokens and mentions, as from `quoth read`. Raises UnknownIdError where
        there is none.
        """
        with self._file.opened() as connection:
            found = queries.report(connection, report, version)
        if found is None:
            what = "report" if version is None else f"version {version} of the report"
            raise UnknownIdError(f"{report}: there is no such {what} in {self.path}")
        return found

    def whole(self, *places: tuple[str, int]) -> dict[tuple[str, int], Report]:
        """Return versions of reports, each named by id and version, as `report` does each.

        Those that there are not are left out.
        """
        with self._file.opened() as connection:
            return queries.whole(connection, places)

    def texts(self, *places: tuple[str, int]) -> dict[tuple[str, int], str]:
        """Return the texts of versions of reports, each named by id and version."""
        with self._file.opened() as connection:
            return queries.texts(connection, places)

    def versions(self, report: str) -> tuple[Version, ...]:
        """Return all versions and readings of a report, in order; none for one that is not here."""
        with self._file.opened() as connection:
            return queries.versions(connection, report)

    def stories(
        self,
        *,
        country: str | None = None,
        actor: str | None = None,
        since: When | None = None,
        until: When | None = None,
        outlet: str | None = None,
        min_support: int | None = None,
        min_outlets: int | None = None,
        event: str | None = None,
        limit: int | None = LIMIT,
        after: str | None = None,
    ) -> Page[Story]:
        """Return stories, the one with the newest report first.

        `country`, `actor` and `outlet` ask for a report with it or of it, `event` for one with an
        event of this type, `since` and `until` for one of that time; `min_support` for a claim told
        from so many independent origins, in a story that was compared.
        """
        with self._file.opened() as connection:
            return storyqueries.stories(
                connection, country=country, actor=actor, since=since, until=until, outlet=outlet,
                min_support=min_support, min_outlets=min_outlets, event=event, limit=limit,
                after=after,
            )  # fmt: skip

    def overviews(self, *stories: str | Story) -> tuple[Overview, ...]:
        """Return stories, or those of some ids, in this order, with what a list shows of each."""
        with self._file.opened() as connection:
            return overviews.overviews(connection, stories)

    def export_story(self, story: str, form: str) -> str:
        """Return a story as `jsonld` (the facts of its reports, and its claims) or `ninjs`.

        Raises ArchiveError where there is no such story, QueryError for another form.
        """
        found = self.story(story)
        with self._file.opened() as connection:
            return exporting.export_story(connection, found.id, form)

    def labels(self) -> str:
        """Return all corrections as labelled data, as `export` does: JSON, a line each."""
        with self._file.opened() as connection:
            return exporting.labels(connection)

    def totals(self) -> Totals:
        """Return how much there is in the archive."""
        with self._file.opened() as connection:
            return overviews.totals(connection)

    def countries(self) -> tuple[tuple[str, int], ...]:
        """Return the countries of actors, with in how many reports, the most frequent first."""
        with self._file.opened() as connection:
            return overviews.countries(connection)

    def story(self, story: str) -> Story:
        """Return a story by its id, a former id that was merged into it, or a report of it.

        Raises UnknownIdError where there is none.
        """
        with self._file.opened() as connection:
            known: set[str] = set()
            name = story
            while name not in known:
                known.add(name)
                found = storyqueries.stories_by_id(connection, [name])
                if found:
                    return found[name]
                name = storyqueries.merged_into(connection, name) or name
            if (other := storyqueries.story_of(connection, story)) is not None:
                return storyqueries.stories_by_id(connection, [other])[other]
        raise UnknownIdError(f"{story}: there is no such story in {self.path}")

    def stories_by_id(self, stories: Sequence[str]) -> dict[str, Story]:
        """Return stories by their ids, many at once; ids of none are left out."""
        with self._file.opened() as connection:
            return storyqueries.stories_by_id(connection, stories)

    def story_history(
        self, *, story: str | None = None, report: str | None = None, after: int = 0
    ) -> tuple[StoryChange, ...]:
        """Return what changed in stories, when and why, in order: from the number `after` on."""
        with self._file.opened() as connection:
            return storyqueries.story_history(connection, story=story, report=report, after=after)

    def corrections(self) -> tuple[Correction, ...]:
        """Return what users corrected, in order; what was taken back has `undone_at`."""
        with self._file.opened() as connection:
            return listed(connection)

    def statements(
        self,
        *,
        by: str | None = None,
        about: str | None = None,
        since: When | None = None,
        until: When | None = None,
        outlet: str | None = None,
        limit: int | None = LIMIT,
        after: str | None = None,
    ) -> Page[StatementEntry]:
        """Return statements, those of the newest reports first.

        `by` is a name (whole words of it, in any case: "putin"), or a country: "RUS". `about` is
        looked for in the content, with the rules of `search`.
        """
        query = asked(about) if about is not None else None
        if query is not None:
            self._bring_up_index()
        with self._file.opened() as connection:
            sids = self._index.statements(query) if query is not None else None
            return queries.statements(
                connection, by=by, sids=sids, since=since, until=until, outlet=outlet,
                limit=limit, after=after,
            )  # fmt: skip

    def events(
        self,
        *,
        actor: str | None = None,
        recipient: str | None = None,
        type: str | Sequence[str] = (),
        status: str | Sequence[str] = (),
        since: When | None = None,
        until: When | None = None,
        outlet: str | None = None,
        limit: int | None = LIMIT,
        after: str | None = None,
    ) -> Page[EventEntry]:
        """Return events, those of the newest reports first.

        `actor` and `recipient` as `by` of `statements`. `since` and `until` look at when it
        happened; where that is not told, at when the report was published.
        """
        with self._file.opened() as connection:
            return queries.events(
                connection, actor=actor, recipient=recipient, types=_several(type),
                statuses=_several(status), since=since, until=until, outlet=outlet,
                limit=limit, after=after,
            )  # fmt: skip

    def claims(
        self,
        *,
        story: str | None = None,
        min_support: int | None = None,
        limit: int | None = LIMIT,
        after: str | None = None,
    ) -> Page[ClaimEntry]:
        """Return the claims of stories that were compared, the story compared last first."""
        with self._file.opened() as connection:
            return comparisons.claims(
                connection, story=story, min_support=min_support, limit=limit, after=after
            )

    def comparison(self, story: str) -> Comparison | None:
        """Return the stored comparison of a story, None where it was not compared."""
        with self._file.opened() as connection:
            return comparisons.load(connection, story)

    def outdated(self, story: str | None = None) -> tuple[str, ...]:
        """Return the stories whose comparison was made from other reports than they have now.

        With `story` only this one is looked at.
        """
        only, values = ("", []) if story is None else (" AND story = ?", [story])
        with self._file.opened() as connection:
            rows = connection.execute(
                f"SELECT story FROM comparisons WHERE outdated{only} ORDER BY story", values
            ).fetchall()
        return tuple(story for (story,) in rows)

    def search(
        self,
        query: str,
        *,
        outlet: str | None = None,
        since: When | None = None,
        until: When | None = None,
        country: str | None = None,
        limit: int = 20,
        after: str | None = None,
    ) -> Page[Hit]:
        """Return the reports that say what is asked for, best first.

        All words are wanted, in any form; "words in marks" side by side as they stand; word* is
        open at its end; -word is not wanted; OR between two words wants one of them. Raises
        QueryError where no word is left.
        """
        wanted = asked(query)
        filters = Filters(
            outlet,
            first_moment(since) if since is not None else None,
            last_moment(until) if until is not None else None,
            country,
        )
        self._bring_up_index()
        with self._file.opened() as connection:
            return searching.search(
                connection, self._index, wanted, filters, limit=limit, after=after
            )

    def outlets(self) -> tuple[OutletEntry, ...]:
        """Return the outlets, the one with the most reports first."""
        with self._file.opened() as connection:
            return queries.outlets(connection)

    @overload
    def relations(
        self, first: str, second: str, /, *,
        since: When | None = None, until: When | None = None, step: str = "month",
        directed: bool = False, by_teller: bool = False, status: str | Sequence[str] = "asserted",
        min_confidence: float = 0.0,
    ) -> Relation: ...  # fmt: skip

    @overload
    def relations(
        self, first: str | None = None, /, *,
        since: When | None = None, until: When | None = None, step: str = "month",
        directed: bool = False, by_teller: bool = False, status: str | Sequence[str] = "asserted",
        min_confidence: float = 0.0,
    ) -> tuple[Pair, ...]: ...  # fmt: skip

    def relations(
        self,
        first: str | None = None,
        second: str | None = None,
        /,
        *,
        since: When | None = None,
        until: When | None = None,
        step: str = "month",
        directed: bool = False,
        by_teller: bool = False,
        status: str | Sequence[str] = "asserted",
        min_confidence: float = 0.0,
    ) -> Relation | tuple[Pair, ...]:
        """Return what happened between two actors over time; for fewer the pairs of countries.

        Actors are codes (RUS, UNO) or names as written. With two a `quoth.relate.Relation`, with
        one the pairs of that country, with none all pairs, the most active first. `step` is day,
        week, month, quarter or year. `status` says what is counted: asserted, said, denied,
        historical, future, hypothetical, negated, one or several; the others stand beside.
        `directed` adds a series for each direction, `by_teller` one for the outlets of each
        country. Raises QueryError for what is no actor here. docs/relations.md has the method.
        """
        wanted = relating.options(
            since=since, until=until, step=step, status=status, directed=directed,
            by_teller=by_teller,
        )  # fmt: skip
        with self._file.opened() as connection:
            sides = relating.sides(connection, first, second)
            if len(sides) < 2:
                of = sides[0] if sides else None
                return tuple(relating.listed(connection, of, wanted, min_confidence))
            made = relating.relation(connection, sides[0], sides[1], wanted, min_confidence)
        return made()  # others may use the file meanwhile

    def rejected(
        self, *, stage: str | None = None, limit: int | None = LIMIT, after: str | None = None
    ) -> Page[RejectedEntry]:
        """Return what was left out with its reason, the latest first."""
        with self._file.opened() as connection:
            return queries.rejected(connection, stage=stage, limit=limit, after=after)

    def news(self, *, after: int = 0) -> tuple[NewsEntry, ...]:
        """Return what comparisons showed to be new, in order: from the number `after` on."""
        with self._file.opened() as connection:
            return watches.news(connection, after=after)

    def latest(self) -> tuple[int, int]:
        """Return the numbers of the last change of stories and of the last news; 0: none yet."""
        with self._file.opened() as connection:
            return watches.latest(connection)

    def matches(self, watch: str, *, after: int = 0, limit: int = LIMIT) -> tuple[MatchEntry, ...]:
        """Return what a watch has to tell, in order: from the number `after` on."""
        with self._file.opened() as connection:
            return watches.matches(connection, watch, after=after, limit=limit)

    def last_match(self, watch: str) -> int:
        """Return the number of the last match of a watch, 0 where there is none."""
        with self._file.opened() as connection:
            return watches.last_match(connection, watch)

    def known_matches(self, watch: str, matches: Sequence[str]) -> frozenset[str]:
        """Return which of some matches, by id, a watch has had."""
        with self._file.opened() as connection:
            return watches.known(connection, watch, matches)

    def watch(self, watch: str) -> dict[str, str]:
        """Return where a watch stands, by parts; empty for one that has not begun."""
        with self._file.opened() as connection:
            return watches.parts(connection, watch)

    def checkpoint(self, input: str) -> Checkpoint | None:
        """Return how far an input was brought in, None where it was not."""
        with self._file.opened() as connection:
            row = tables.one(
                connection,
                "SELECT input, position, finished FROM store.checkpoints WHERE input = ?",
                [input],
            )
        return Checkpoint(*row) if row else None

    def sql(
        self,
        query: str,
        values: Sequence[Any] = (),
        *,
        timeout_s: float = 30.0,
        max_rows: int | None = None,
    ) -> Rows:
        """Return what one SELECT over the documented views gives (docs/archive.md).

        `values` stand for its question marks. It can write nothing and read no other file. Of more
        than `max_rows` rows the first so many are given. Raises QueryError for what is not such a
        question, and for one that takes longer than `timeout_s`.
        """
        with self._file.opened() as connection:
            return plainsql.ask(
                connection, query, list(values), timeout_s=timeout_s, max_rows=max_rows
            )


def _several(given: str | Sequence[str]) -> Sequence[str]:
    return (given,) if isinstance(given, str) else given
