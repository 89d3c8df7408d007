"""Joins the forming of stories and copies (`quoth.group`) to the archive, which knows no rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from quoth import group
from quoth.archive import Correction, Forming
from quoth.group import CopyIndex, Outline, StoryFormer
from quoth.keeping.verdicts import verdicts


def forming(encode: Callable[[Sequence[str]], NDArray[np.float32]]) -> Forming:
    """Return how stories and copies form.

    `encode` turns texts into unit vectors, shape (number of texts, dimensions).
    """
    return Forming(
        outline=partial(group.outline, encode=encode),
        read_outline=Outline.from_bytes,
        former=JoinedFormer,
        copies=JoinedCopies,
        headline=group.headline_of,
    )


@dataclass(frozen=True, slots=True)
class _Was:
    """What a former is to become again."""

    outlines: tuple[Outline, ...] = ()
    stories: Mapping[str, str] | None = None


class JoinedFormer:
    """`quoth.group.StoryFormer` as the archive uses it."""

    def __init__(self) -> None:
        self._was = _Was()
        self._corrections: list[Correction] = []
        self._made: StoryFormer | None = None

    def add(self, outline: Outline) -> group.Change:
        """Put a report into a story."""
        return _turned(self._former.add(outline))

    def settle(self) -> tuple[group.Change, ...]:
        """Look again at the stories near the reports that came since."""
        return tuple(map(_turned, self._former.settle()))

    def fix(self, correction: Correction) -> tuple[group.Change, ...]:
        """Do what a user says and keep to it; what it contradicts of earlier corrections goes."""
        former = self._former
        before = _places(former)
        self._corrections.append(correction)
        wanted, given = verdicts(self._corrections), former.corrections
        former.unfix(*(one for one in given if one not in set(wanted)))
        for verdict in wanted:
            if verdict in set(given):
                continue
            if verdict.kind == "join":
                _gather(former, verdict.reports)
            former.fix(verdict)
        moved: dict[tuple[str, str], list[str]] = {}
        for report, story in _places(former).items():
            if before[report] != story:
                moved.setdefault((story, before[report]), []).append(report)
        kind, why = _KINDS[correction.kind], correction.note or "by the user"
        return tuple(
            group.Change(kind, tuple(reports), stories, why) for stories, reports in moved.items()
        )

    def stories(self) -> Mapping[str, tuple[str, ...]]:
        """Return the reports of each story."""
        return self._former.stories()

    def central(self, reports: Sequence[str], titled: Sequence[bool]) -> str:
        """Return the report that gives a story its title and lead."""
        return self._former.central(reports, titled)

    def restore(
        self,
        outlines: Iterable[Outline],
        stories: Mapping[str, tuple[str, ...]],
        corrections: Sequence[Correction],
    ) -> None:
        """Become what the former was that made these stories."""
        place = {report: story for story, reports in stories.items() for report in reports}
        self._was = _Was(tuple(outlines), place)
        self._corrections = list(corrections)
        self._made = None

    def resume(self, unsettled: Sequence[str]) -> None:
        """Take up again what is to be looked at: reports come to the same stories once more."""
        place, again = self._was.stories or {}, set(unsettled)
        if not again:
            return
        settled = [one for one in self._was.outlines if one.report not in again]
        former = self._restored(settled)
        for outline in self._was.outlines:
            if outline.report in again:
                former.add(outline)
        same = all(former.story_of(report) == story for report, story in place.items())
        # They do not where an older version or a later correction had its part in it.
        self._made = former if same else None

    @property
    def _former(self) -> StoryFormer:
        if self._made is None:
            self._made = self._restored(self._was.outlines)
            self._was = _Was()
        return self._made

    def _restored(self, outlines: Iterable[Outline]) -> StoryFormer:
        kept = verdicts(self._corrections)
        return StoryFormer.restore(outlines, self._was.stories or {}, corrections=kept)


@dataclass(frozen=True, slots=True)
class FoundCopy:
    """A report that came before and shares its wording, and how much of it (0 to 1)."""

    report: str
    share: float


class JoinedCopies:
    """`quoth.group.CopyIndex` as the archive uses it."""

    def __init__(self) -> None:
        self._index = CopyIndex()

    def add(self, report_id: str, outline: Outline) -> tuple[FoundCopy, ...]:
        """Add a report and return what it shares its wording with."""
        return tuple(FoundCopy(c.other, c.share) for c in self._index.add(report_id, outline))


_KINDS: Mapping[str, group.ChangeKind] = {"move": "moved", "merge": "merged", "split": "split"}


def _places(former: StoryFormer) -> dict[str, str]:
    return {r: story for story, reports in former.stories().items() for r in reports}


def _gather(former: StoryFormer, reports: Sequence[str]) -> None:
    """Bring reports into the story of the first of them.

    The former lets the most have their way, so the others come a few at a time.
    """
    known = [report for report in reports if former.story_of(report) is not None]
    there = [r for r in known if former.story_of(r) == former.story_of(known[0])]
    others = [r for r in known if r not in set(there)]
    while others:
        now, others = others[: len(there)], others[len(there) :]
        step = group.Correction("join", (*there, *now))
        former.fix(step)
        former.unfix(step)
        there += now


def _turned(change: group.Change) -> group.Change:
    """Return a change with the story that the reports are now in as the first one."""
    return replace(change, stories=tuple(reversed(change.stories)))
