"""Gives a list out of an archive in a form, page by page, and says what to do where it is empty."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from quoth.forms import wording
from quoth.serve.archiveoptions import ListFormat
from quoth.serve.messages import Messages
from quoth.serve.steps import rendered, write

if TYPE_CHECKING:
    from rich.console import Console

    from quoth.archive import Archive, Page
    from quoth.records import Report

T = TypeVar("T")
# A table of more is read by nobody; the other forms are for programs.
IN_TABLE = 50
_PAGE = 500


class Ask(Protocol[T]):
    """A question to an archive that is answered in pages."""

    def __call__(self, *, limit: int, after: str | None) -> Page[T]:
        """Return a page."""


def pages(ask: Ask[T], limit: int | None) -> Iterator[T]:
    """Yield what is found, `limit` at most (None: all), asking for a page at a time."""
    left, after = limit, None
    while left is None or left > 0:
        page = ask(limit=_PAGE if left is None else min(left, _PAGE), after=after)
        yield from page
        left = None if left is None else left - len(page)
        after = page.next
        if after is None:
            return


class Lister:
    """Gives lists in one form to a file or standard output."""

    def __init__(
        self,
        form: ListFormat,
        path: Path | None,
        width: int | None,
        messages: Messages,
        *,
        limit: int | None = None,
    ) -> None:
        self._form = form
        self._path = path
        self._width = width
        self._messages = messages
        if limit is None:
            limit = IN_TABLE if form is ListFormat.table else 0
        self.limit = limit or None

    def give(
        self,
        found: Iterable[T],
        kind: str,
        show: Callable[[Console, Sequence[T]], None],
        *,
        empty: Callable[[], str],
    ) -> None:
        """Write what is found, of a kind of `archiveform.COLUMNS`; `show` prints it as a table.

        `empty` says what to do where nothing is found. One more than the limit may be given: then
        it is said that there are more.
        """
        from quoth.serve import archiveform

        items = iter(found)
        first = next(items, None)
        if first is None:
            self._messages.line(empty())
            items = iter(())
        else:
            items = self._limited(itertools.chain([first], items))
        if self._form is ListFormat.csv:
            pieces = archiveform.csv_lines(items, archiveform.COLUMNS[kind])
        elif self._form is ListFormat.table:
            pieces = self._shown(list(items), show)
        else:
            pieces = archiveform.json_lines(items)
        write(pieces, self._form, self._path)

    def ask(self, ask: Ask[T]) -> Iterator[T]:
        """Yield what a question finds: one more than the limit, to see whether there are more."""
        return pages(ask, self.limit and self.limit + 1)

    def _shown(self, items: list[T], show: Callable[[Console, Sequence[T]], None]) -> Iterator[str]:
        if items:
            yield rendered(lambda console: show(console, items), self._path, self._width)

    def _limited(self, items: Iterator[T]) -> Iterator[T]:
        yield from itertools.islice(items, self.limit)
        if self.limit is not None and next(items, None) is not None:
            self._messages.line(
                f"note: the first {self.limit} are given; --limit N gives more, --limit 0 all"
            )


def loader(archive: Archive) -> Callable[[str, int], Report]:
    """Return what loads a report, and keeps the last ones: a list asks for one again and again."""

    @lru_cache(maxsize=64)
    def load(report: str, version: int) -> Report:
        return archive.report(report, version=version)

    return load


def nothing(archive: Archive, noun: str, filters: Mapping[str, object]) -> str:
    """Return what to do where nothing of a kind is found."""
    counted = archive.sql("SELECT count(*), count(story) FROM reports").rows[0]
    reports, in_stories = int(str(counted[0])), int(str(counted[1]))
    if not reports:
        return f"the archive is empty; `quoth ingest INPUT... --archive {archive.path}` fills it"
    if noun == "story" and not in_stories:
        return f"no report is in a story yet; `quoth form --archive {archive.path}` makes them"
    plural = wording.count(2, noun).removeprefix("2 ")
    used = [f"--{name} {wording.clean(str(value))}" for name, value in filters.items() if value]
    if not used:
        return f"there are no {plural} in {wording.count(reports, 'report')}"
    if any(name in filters and filters[name] for name in ("min-support",)):
        return (
            f"no {noun} with {', '.join(used)}; support is known of stories that were compared: "
            "`quoth story STORY` compares one"
        )
    return f"no {noun} with {', '.join(used)}; leave something out or say it in other words"
