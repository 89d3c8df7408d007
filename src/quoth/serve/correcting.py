"""What a user says of stories, done to an archive, with what takes it back."""

from __future__ import annotations

import getpass
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from quoth.errors import CorrectionError, UnknownIdError
from quoth.serve.archiveoptions import story_of

if TYPE_CHECKING:
    from quoth.archive import Archive, Correction

Verb = Literal["move", "merge", "split"]


@dataclass(frozen=True, slots=True)
class Step:
    """A correction as it is said: `names` are reports, of a merge stories; `to` is of a move."""

    verb: Verb
    names: tuple[str, ...]
    to: str | None = None

    def __str__(self) -> str:
        """Return it as a command line."""
        to = ("--to", self.to) if self.to is not None else ()
        return shlex.join(("quoth", self.verb, *self.names, *to))


@dataclass(frozen=True, slots=True)
class Corrected:
    """The story as it is now, by its id, and the steps that take the correction back."""

    story: str
    back: tuple[Step, ...]


def user_name() -> str:
    """Return the name of who runs the program, "" where the system does not tell."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def move(
    archive: Archive, reports: Sequence[str], to: str, note: str, *, maker: str = ""
) -> Corrected:
    """Say that reports belong to a story; raises CorrectionError where they are in it."""
    target = story_of(archive, to)
    was = {report: story_of(archive, report) for report in reports}
    back = tuple(Step("move", (r,), story) for r, story in was.items() if story != target)
    if not back:
        raise CorrectionError(f"{' '.join(reports)}: already in the story {target}")
    archive.move(*reports, to=target, note=note, maker=maker)
    return Corrected(target, back)


def merge(archive: Archive, stories: Sequence[str], note: str, *, maker: str = "") -> Corrected:
    """Say that stories are one, the first stays; raises CorrectionError where they are one."""
    ids = list(dict.fromkeys(story_of(archive, name) for name in stories))
    if len(ids) < 2:
        raise CorrectionError(f"{' '.join(stories)}: to merge takes two stories at least")
    back = tuple(Step("split", archive.story(other).reports) for other in ids[1:])
    archive.merge(*ids, note=note, maker=maker)
    return Corrected(ids[0], back)


def split(archive: Archive, reports: Sequence[str], note: str, *, maker: str = "") -> Corrected:
    """Say that reports are a story of their own; raises CorrectionError where they are one."""
    was = list(dict.fromkeys(story_of(archive, report) for report in reports))
    if len(was) == 1 and set(archive.story(was[0]).reports) == set(reports):
        raise CorrectionError(f"{' '.join(reports)}: already a story of their own, {was[0]}")
    made = archive.split(*reports, note=note, maker=maker)
    rest = [story for story in was if story != made and _there(archive, story)]
    return Corrected(made, (Step("merge", (rest[0], made)),) if rest else ())


def undo(archive: Archive, number: int, *, maker: str = "") -> Correction:
    """Take a correction back, of whatever kind.

    Raises UnknownIdError where there is none of this number, CorrectionError where it was taken
    back already.
    """
    one = next((one for one in archive.corrections() if one.number == number), None)
    if one is None:
        raise UnknownIdError(
            f"{number}: there is no correction of this number; `corrections` lists them"
        )
    if one.undone_at is not None:
        raise CorrectionError(f"{number}: was taken back already, at {one.undone_at:%Y-%m-%d}")
    return archive.undo(number, maker=maker)


def _there(archive: Archive, story: str) -> bool:
    return bool(archive.sql("SELECT 1 FROM stories WHERE story = ?", [story]).rows)
