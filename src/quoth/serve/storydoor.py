"""The work of `quoth story`: a story out of the archive, compared where it is not yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.errors import ArchiveBusyError, ComparisonError
from quoth.serve.archiveoptions import story_of
from quoth.serve.comparedoor import CompareDoor
from quoth.serve.messages import Messages
from quoth.serve.steps import CompareFormat, rendered, write
from quoth.serve.verbs import ToldStory, told_story

if TYPE_CHECKING:
    from quoth.keeping import Keeper
    from quoth.pipeline import Reader
    from quoth.records import Comparison


class StoryDoor:
    """Gives a story in one form to a file or standard output, and the page beside it."""

    def __init__(
        self,
        form: CompareFormat,
        path: Path | None,
        page: Path | None,
        width: int | None,
        messages: Messages,
    ) -> None:
        self._form = form
        self._path = path
        self._page = page
        self._width = width
        self._messages = messages
        self._compare = CompareDoor(form, path, page, width, messages)

    def check(self, why: str | None) -> None:
        """Raise, before any work is done, where options do not go together."""
        self._compare.check(why)

    def told(
        self, archive: Path, name: str, make_reader: Callable[[], Reader], *, compare: bool
    ) -> ToldStory:
        """Return a story; it is compared, and the comparison kept, where that is wanted."""
        from quoth.archive import Archive

        with Archive(archive, read_only=True) as opened:
            story = opened.story(story_of(opened, name))
            stored = None if opened.outdated(story.id) else opened.comparison(story.id)
            if stored is not None or not compare or len(story.reports) < 2:
                return told_story(opened, story, stored)
        self._messages.progress(f"comparing {len(story.reports)} reports")
        with ExitStack() as stack:
            keeper = self._opened(archive, make_reader(), stack)
            comparison = keeper.compare(story.id)
            self._messages.pause()
            return told_story(keeper.archive, keeper.archive.story(story.id), comparison)

    def give(
        self, told: ToldStory, confidence: float, *, everything: bool, why: str | None
    ) -> None:
        """Write a story, its comparison with claims of at least a confidence."""
        comparison = told.comparison
        if comparison is None and (self._page or why or self._form in _NEED):
            raise ComparisonError(_no_comparison(told))
        if why is not None or self._form in _NEED:
            if comparison is not None:
                self._compare.give(comparison, confidence, everything=everything, why=why)
            return
        if comparison is not None:
            comparison = self._compare.sure(comparison, confidence)
            self._compare.give_page(comparison)
        if comparison is None:
            self._messages.line(f"note: {_no_comparison(told)}")
        write(self._forms(told, comparison, everything=everything), self._form, self._path)

    def _opened(self, archive: Path, reader: Reader, stack: ExitStack) -> Keeper:
        """Return the archive open for writing, for reading where another program writes to it."""
        from quoth.keeping import Keeper

        try:
            return stack.enter_context(Keeper(archive, reader=reader, stories=False))
        except ArchiveBusyError:
            self._messages.line(
                "note: another program writes to the archive, so the comparison is not kept"
            )
            return stack.enter_context(Keeper(archive, reader=reader, read_only=True))

    def _forms(
        self, told: ToldStory, comparison: Comparison | None, *, everything: bool
    ) -> Iterator[str]:
        if self._form is CompareFormat.json:
            from quoth.serve.archiveform import story_text

            yield story_text(told.story, told.members, told.history, comparison)
            return
        from quoth.serve.archivetable import show_story
        from quoth.serve.table import print_comparison

        yield rendered(
            lambda console: show_story(
                console, told.story, told.members, told.history, everything=everything
            ),
            self._path,
            self._width,
        )
        if comparison is not None:
            yield rendered(
                lambda console: print_comparison(console, comparison, everything=everything),
                self._path,
                self._width,
            )


# Forms that hold the comparison and nothing of the story beside it.
_NEED = (CompareFormat.csv, CompareFormat.html)


def _no_comparison(told: ToldStory) -> str:
    if len(told.story.reports) < 2:
        return (
            f"{told.story.id}: is told by one report, so there is nothing to compare; "
            f"`quoth report {told.story.reports[0]}` shows it"
        )
    return f"{told.story.id}: was not compared yet; leave out --no-compare to do it"
