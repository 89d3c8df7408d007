"""The verbs on an archive, functions from their options to rows: for the API and `quoth mcp`.

They are called as the commands are and give what these give with `--format json`; the rows are made
by `archiveform` and `eventform`. A list comes in pages: `next` of one is `after` for the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from quoth.errors import QueryError, UnknownIdError
from quoth.serve import archiveform
from quoth.serve.archiveform import FoundHit, Row
from quoth.serve.archiveoptions import story_of
from quoth.sure import sure_comparison

if TYPE_CHECKING:
    from quoth.archive import Archive, Page, ReportEntry, Story, StoryChange
    from quoth.records import Comparison


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a list, in order; `next` asks for those that follow, None at the end."""

    items: list[Row]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story with its reports, its history, and its comparison where there is one."""

    story: Story
    members: tuple[ReportEntry, ...]
    history: tuple[StoryChange, ...]
    comparison: Comparison | None


def told_story(archive: Archive, story: Story, comparison: Comparison | None) -> ToldStory:
    """Return a story with its reports, the earliest first, and what changed in it."""
    members = archive.reports(story=story.id, limit=None).items
    order = {report: number for number, report in enumerate(story.reports)}
    members = tuple(sorted(members, key=lambda member: order[member.report]))
    return ToldStory(story, members, archive.story_history(story=story.id), comparison)


def stories(
    archive: Archive,
    *,
    country: str | None = None,
    actor: str | None = None,
    event: str | None = None,
    since: str | None = None,
    until: str | None = None,
    outlet: str | None = None,
    min_outlets: int | None = None,
    min_support: int | None = None,
    limit: int,
    after: str | None = None,
) -> Answer:
    """Return stories, the one with the newest report first."""
    return _answer(
        archive.stories(
            country=country and country.upper(), actor=actor, event=event, since=since,
            until=until, outlet=outlet, min_outlets=min_outlets, min_support=min_support,
            limit=limit, after=after,
        )
    )  # fmt: skip


def story(archive: Archive, *, story: str, min_confidence: float = 0.0) -> Row:
    """Return a story whole: its reports, its history, its comparison where there is one.

    Claims below `min_confidence` are left out. Raises UnknownIdError where there is no such story.
    """
    found = archive.story(story_of(archive, story))
    comparison = None if archive.outdated(found.id) else archive.comparison(found.id)
    if comparison is not None:
        comparison = sure_comparison(comparison, min_confidence)
    told = told_story(archive, found, comparison)
    return archiveform.story_json(told.story, told.members, told.history, told.comparison)


def statements(
    archive: Archive,
    *,
    by: str | None = None,
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
    outlet: str | None = None,
    limit: int,
    after: str | None = None,
) -> Answer:
    """Return who said what, the newest first."""
    return _answer(
        archive.statements(
            by=by, about=about, since=since, until=until, outlet=outlet, limit=limit, after=after
        )
    )


def events(
    archive: Archive,
    *,
    actor: str | None = None,
    recipient: str | None = None,
    type: Sequence[str] = (),
    status: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    outlet: str | None = None,
    min_confidence: float = 0.0,
    limit: int,
    after: str | None = None,
) -> Answer:
    """Return who did what to whom, the newest first, in the rows of docs/events.md.

    Those below `min_confidence` are left out of a page after it is asked for, so that it can have
    fewer than `limit`.
    """
    from dataclasses import replace

    from quoth.forms import eventform

    page = archive.events(
        actor=actor, recipient=recipient, type=type, status=status, since=since, until=until,
        outlet=outlet, limit=limit, after=after,
    )  # fmt: skip
    sure = [entry for entry in page if entry.confidence >= min_confidence]
    rows: list[Row] = []
    reports = archive.whole(*{(entry.report, entry.version) for entry in sure})
    for (name, version), group in groupby(sure, lambda entry: (entry.report, entry.version)):
        ids = {entry.event for entry in group}
        report = reports[name, version]
        chosen = replace(report, events=tuple(e for e in report.events if e.id in ids))
        rows.extend({**row, "version": version} for row in eventform.events([chosen]))
    return Answer(rows, page.next)


def claims(
    archive: Archive,
    *,
    story: str | None = None,
    min_support: int | None = None,
    limit: int,
    after: str | None = None,
) -> Answer:
    """Return what several reports tell, of the stories that were compared."""
    name = story_of(archive, story) if story is not None else None
    return _answer(archive.claims(story=name, min_support=min_support, limit=limit, after=after))


def search(
    archive: Archive,
    *,
    query: str,
    outlet: str | None = None,
    country: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int,
    after: str | None = None,
) -> Answer:
    """Return the reports that say something, best first, with the words around it."""
    page = archive.search(
        query, outlet=outlet, country=country and country.upper(), since=since, until=until,
        limit=limit, after=after,
    )  # fmt: skip
    texts = archive.texts(*((hit.report, hit.version) for hit in page))
    hits = [
        FoundHit(hit, texts[hit.report, hit.version][hit.excerpt.start : hit.excerpt.end])
        for hit in page
    ]
    return Answer([archiveform.row(hit) for hit in hits], page.next)


def outlets(archive: Archive) -> Answer:
    """Return the outlets with how much of each is there."""
    return Answer([archiveform.row(outlet) for outlet in archive.outlets()])


def reports(
    archive: Archive,
    *,
    country: str | None = None,
    story: str | None = None,
    since: str | None = None,
    until: str | None = None,
    outlet: str | None = None,
    limit: int,
    after: str | None = None,
) -> Answer:
    """Return the reports, the newest first, without their texts."""
    name = story_of(archive, story) if story is not None else None
    return _answer(
        archive.reports(
            country=country and country.upper(), story=name, since=since, until=until,
            outlet=outlet, limit=limit, after=after,
        )
    )  # fmt: skip


def report(archive: Archive, *, report: str, version: int | None = None) -> Row:
    """Return a report whole, with all that was found in it, as a line of `quoth read`."""
    from quoth.forms.jsonform import report_json

    return report_json(archive.report(report, version=version))


def versions(archive: Archive, *, report: str) -> Answer:
    """Return all readings of all versions of a report, in order."""
    found = archive.versions(report)
    if not found:
        raise UnknownIdError(f"{report}: there is no report of this id; `reports` lists them")
    return Answer([archiveform.row(version) for version in found])


def rejected(
    archive: Archive, *, stage: str | None = None, limit: int, after: str | None = None
) -> Answer:
    """Return what was left out and why, the latest first."""
    return _answer(archive.rejected(stage=stage, limit=limit, after=after))


def corrections(archive: Archive) -> Answer:
    """Return what users corrected, in order."""
    return Answer([archiveform.row(correction) for correction in archive.corrections()])


def relations(
    archive: Archive,
    *,
    first: str | None = None,
    since: str | None = None,
    until: str | None = None,
    step: str = "month",
    status: Sequence[str] = (),
    min_confidence: float = 0.0,
    limit: int,
    after: str | None = None,
) -> Answer:
    """Return the pairs of countries, of `first` or all, the most active first.

    They are counted anew for each page, so that `next` is how many came before it.
    """
    from quoth.forms import relationform

    pairs = archive.relations(
        first, since=since, until=until, step=step, status=status or "asserted",
        min_confidence=min_confidence,
    )  # fmt: skip
    return sliced([relationform.pair_json(pair) for pair in pairs], limit, after)


def relation(
    archive: Archive,
    *,
    first: str,
    second: str,
    since: str | None = None,
    until: str | None = None,
    step: str = "month",
    status: Sequence[str] = (),
    directed: bool = False,
    by_teller: bool = False,
    min_confidence: float = 0.0,
) -> Row:
    """Return what happened between two actors over time, as `quoth relations` does in JSON."""
    from quoth.forms import relationform

    found = archive.relations(
        first, second, since=since, until=until, step=step, status=status or "asserted",
        directed=directed, by_teller=by_teller, min_confidence=min_confidence,
    )  # fmt: skip
    return relationform.relation_json(found)


def sliced(items: list[Row], limit: int, after: str | None) -> Answer:
    """Return a page of what is there whole; `next` is how many came before it."""
    start = offset(after)
    end = start + limit
    return Answer(items[start:end], str(end) if end < len(items) else None)


def offset(after: str | None) -> int:
    """Return what the `next` of a page counts; raises QueryError for what is none."""
    if after is None:
        return 0
    if not (after.isascii() and after.isdigit() and len(after) < 10):
        raise QueryError(f"after={after[:80]!r} is not the `next` of a page of this list")
    return int(after)


def sql(archive: Archive, *, query: str, timeout: float, limit: int) -> Row:
    """Return what one SELECT gives: `columns`, `items`, and whether there are `more` rows."""
    found = archive.sql(query, timeout_s=timeout, max_rows=limit + 1)
    rows = list(archiveform.sql_rows(found))
    return {
        "columns": archiveform.column_names(found),
        "items": rows[:limit],
        "more": len(rows) > limit,
    }


def _answer(page: Page[Any]) -> Answer:
    return Answer([archiveform.row(record) for record in page], page.next)
