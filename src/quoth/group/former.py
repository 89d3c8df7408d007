"""Stories that form by themselves as reports come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

import numpy as np

from quoth.errors import CorrectionError
from quoth.group.clustering import LEAST
from quoth.group.corrections import Correction, Corrections
from quoth.group.headlines import central
from quoth.group.outline import Outline
from quoth.group.second_look import judged_together, named_again, neighbourhoods, sample
from quoth.group.shelf import Shelf

ChangeKind = Literal[
    "began",  # a report that fits no story starts one
    "joined",  # a report came to a story
    "merged",  # a story went into another
    "split",  # some reports left a story and are one of their own
    "moved",  # some reports went from one story to another
]
# Reports of one story that a new one is held against: a sample of a large story says enough.
_SAMPLE = 24
# A link from which on a second look takes two stories together.
_NEIGHBOURS = 0.15


@dataclass(frozen=True, slots=True)
class FormingOptions:
    """How stories form.

    `least` is the mean link from which a report or a story joins another. Of `candidates` reports
    that share rare terms with a new one, the links are worked out; of `stories` of these, those
    with all their reports. A second look takes at most `neighbourhood` reports together.
    """

    least: float = LEAST
    candidates: int = 32
    stories: int = 3
    neighbourhood: int = 100


@dataclass(frozen=True, slots=True)
class Change:
    """What became of reports (ids): see ChangeKind. `why` says it in a line.

    `stories` are the story they are in now and, before it, the one they left, if any: "merged" and
    "moved" have (from, to), "split" (from, new), "began" and "joined" the one.
    """

    kind: ChangeKind
    reports: tuple[str, ...]
    stories: tuple[str, ...]
    why: str


class StoryFormer:
    """Puts each report into one story.

    A report goes to the story that it is likeliest linked with on average, or starts one; `settle`
    then looks at the stories near new reports once more, all their reports together, which takes
    back most of what the order of arrival did. Call it now and then, and before what was formed is
    stored. The same reports in the same order give the same stories.
    """

    def __init__(self, *, options: FormingOptions | None = None) -> None:
        self._options = options if options is not None else FormingOptions()
        self._shelf = Shelf()
        self._story: dict[int, str] = {}
        self._members: dict[str, list[int]] = {}
        self._corrections = Corrections()
        self._pending: dict[int, list[int]] = {}

    @classmethod
    def restore(
        cls,
        outlines: Iterable[Outline],
        stories: Mapping[str, str],
        *,
        corrections: Iterable[Correction] = (),
        options: FormingOptions | None = None,
    ) -> StoryFormer:
        """Return a former as it was: outlines in their order, the story of each report by its id.

        Nothing is judged anew. A report without a story is added as a new one.
        """
        former = cls(options=options)
        former._corrections.add(corrections)
        for outline in outlines:
            story = stories.get(outline.report)
            if story is None:
                former.add(outline)
            else:
                former._place(former._shelf.put(outline), story)
        return former

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The user's corrections in force, in their order; `restore` takes them."""
        return self._corrections.given

    def stories(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of the reports of each story, in order of arrival."""
        ids = self._shelf.ids
        return {story: tuple(ids[n] for n in found) for story, found in self._members.items()}

    def story_of(self, report: str) -> str | None:
        """Return the story of a report (ids), None where it is not known."""
        number = self._shelf.number.get(report)
        return None if number is None else self._story[number]

    def central(self, reports: Sequence[str], titled: Sequence[bool]) -> str:
        """Return the report that tells most of what the others tell too, for title and lead.

        The earliest stands first; `titled` says which have a title.
        """
        told = [self._shelf.told(self._shelf.number[report]) for report in reports]
        return reports[central(told, titled)]

    def __len__(self) -> int:
        return len(self._story)

    def add(self, outline: Outline) -> Change:
        """Put a report into a story and say which. A report that is known is judged anew."""
        before = self.story_of(outline.report)
        if before is not None:
            self.discard(outline.report)
        number = self._shelf.put(outline)
        near = self._shelf.likeliest(number, most=self._options.candidates)
        found = dict(zip(near, self._shelf.links(number, near).tolist(), strict=True))
        self._pending[number] = [n for n in near if found[n] >= _NEIGHBOURS]
        story, why = self._told(number), "as corrected"
        if story is None:
            story, why = self._likeliest_story(number, found)
        if story is None:
            story = self._new_story(outline.report)
            change = Change("began", (outline.report,), (story,), why)
        else:
            change = Change("joined", (outline.report,), (story,), why)
        self._place(number, story)
        if before is not None and before != story:
            return Change("moved", (outline.report,), (before, story), f"new version: {why}")
        return change

    def discard(self, report: str) -> None:
        """Take a report away; raises KeyError for one that is not known."""
        number = self._shelf.number[report]
        self._take(number)
        del self._story[number]
        self._pending.pop(number, None)
        self._shelf.drop(number)

    def settle(self) -> tuple[Change, ...]:
        """Look once more at the stories near the reports that came since; return what changed."""
        changes: list[Change] = []
        limit = self._options.neighbourhood
        near = neighbourhoods(self._shelf, self._pending, self._story, self._members, limit=limit)
        for stories in near:
            old = [self._members[story] for story in stories]
            made = judged_together(self._shelf, old, self._corrections, limit=limit)
            if made is not None:
                changes += self._rearrange(made)
        self._pending.clear()
        return tuple(changes)

    def fix(self, *corrections: Correction) -> tuple[Change, ...]:
        """Put corrections in force and return what changed by them.

        Raises CorrectionError where they contradict one another or one that is in force.
        """
        self._corrections.add(corrections)
        changes: list[Change] = []
        for correction in corrections:
            known = [self._shelf.number[r] for r in correction.reports if r in self._shelf.number]
            if correction.kind == "join" and known:
                top = Counter(self._story[n] for n in known).most_common(1)[0][0]
                changes += self._send([n for n in known if self._story[n] != top], top)
        for correction in corrections:
            if correction.kind == "part":
                changes += self._part(correction)
        return tuple(changes)

    def unfix(self, *corrections: Correction) -> None:
        """Take corrections back. Stories stay as they are until reports near them come."""
        self._corrections.remove(corrections)

    def merge(self, stories: Sequence[str]) -> tuple[tuple[Correction, ...], tuple[Change, ...]]:
        """Make one story of several; return the corrections to keep, and what changed."""
        reports = [r for story in stories for r in self._reports_of(story)]
        return self._fixed(Correction("join", tuple(reports)))

    def move(self, report: str, story: str) -> tuple[tuple[Correction, ...], tuple[Change, ...]]:
        """Put a report into a story; return the corrections to keep, and what changed."""
        there, before = self._reports_of(story), self.story_of(report)
        if before is None:
            raise CorrectionError(f"no report {report} is known")
        left = [r for r in self._reports_of(before) if r != report]
        beside = [r for r in there if r != report]
        made = [Correction("join", (beside[0], report))] if beside else []
        if left and before != story:
            made.append(Correction("part", (report, *left)))
        return self._fixed(*made)

    def split(
        self, story: str, reports: Sequence[str]
    ) -> tuple[tuple[Correction, ...], tuple[Change, ...]]:
        """Make some reports of a story one of their own; return as `merge` does."""
        inside = self._reports_of(story)
        strange = [r for r in reports if r not in inside]
        left = [r for r in inside if r not in reports]
        if strange or not reports or not left:
            raise CorrectionError(
                f"{', '.join(strange) or story}: name some, but not all, of the reports of {story}"
            )
        made = [Correction("join", tuple(reports))] if len(reports) > 1 else []
        return self._fixed(*made, Correction("part", (reports[0], *left)))

    def _fixed(self, *made: Correction) -> tuple[tuple[Correction, ...], tuple[Change, ...]]:
        return made, self.fix(*made)

    def _reports_of(self, story: str) -> list[str]:
        if story not in self._members:
            raise CorrectionError(f"no story {story} is there; `stories` lists those that are")
        return [self._shelf.ids[n] for n in self._members[story]]

    def _told(self, number: int) -> str | None:
        """Return the story of a report that must be together with this one."""
        report = self._shelf.ids[number]
        if not self._corrections.corrected(report):
            return None
        group = self._corrections.group(report)
        for correction in self._corrections.given:
            for other in correction.reports:
                if other != report and self._corrections.group(other) == group:
                    found = self.story_of(other)
                    if found is not None:
                        return found
        return None

    def _likeliest_story(self, number: int, found: Mapping[int, float]) -> tuple[str | None, str]:
        best: dict[str, float] = {}
        for other, link in found.items():
            story = self._story[other]
            best[story] = max(best.get(story, 0.0), link)
        order = sorted(best, key=lambda story: -best[story])
        top, most = None, 0.0
        for story in order[: self._options.stories]:
            members = self._members[story]
            if best[story] < self._options.least or self._barred(number, members):
                continue
            mean = float(self._shelf.links(number, sample(members, _SAMPLE)).mean())
            if mean > most:
                top, most = story, mean
        if top is None or most < self._options.least:
            near = f"; the nearest is {max(best.values()):.2f} likely" if best else ""
            return None, f"no story is like it{near}"
        return top, self._why(number, self._members[top], most)

    def _why(self, number: int, members: Sequence[int], mean: float) -> str:
        names = self._shelf.shared(number, sample(members, _SAMPLE))[:3]
        about = f", both name {', '.join(names)}" if names else ""
        return f"linked with {mean:.2f} on average{about}"

    def _barred(self, number: int, members: Iterable[int]) -> bool:
        ids = self._shelf.ids
        if not self._corrections.given:
            return False
        return any(self._corrections.apart(ids[number], ids[other]) for other in members)

    def _name(self, number: int) -> str:
        return _story_name(self._shelf.ids[number])

    def _place(self, number: int, story: str) -> None:
        self._story[number] = story
        self._members.setdefault(story, []).append(number)

    def _take(self, number: int) -> None:
        members = self._members[self._story[number]]
        members.remove(number)
        if not members:
            del self._members[self._story[number]]

    def _new_story(self, report: str) -> str:
        """Return an id made of the report's; a second one where that story is still there."""
        base = _story_name(report)
        name, count = base, 1
        while name in self._members:
            count += 1
            name = f"{base}-{count}"
        return name

    def _rearrange(self, made: Sequence[Sequence[int]]) -> list[Change]:
        """Let reports be in stories as they were judged together."""
        made = sorted(made, key=tuple)
        names = named_again(made, self._story, self._name, self._members.__contains__)
        moves: dict[tuple[str, str], list[int]] = {}
        for members, story in zip(made, names, strict=True):
            for number in members:
                if self._story[number] != story:
                    moves.setdefault((self._story[number], story), []).append(number)
        there = set(self._members)
        for (_, story), numbers in moves.items():
            for number in numbers:
                self._take(number)
                self._place(number, story)
        changes = []
        for (before, story), numbers in moves.items():
            self._members[story].sort()
            rest = [n for n in self._members[story] if n not in set(numbers)]
            kind: ChangeKind = "moved"
            if story not in there:
                kind = "split"
            elif before not in self._members:
                kind = "merged"
            changes.append(
                Change(kind, self._names(numbers), (before, story), self._second(numbers, rest))
            )
        return changes

    def _second(self, numbers: Sequence[int], rest: Sequence[int]) -> str:
        """Return why reports are now with the rest of a story."""
        if not rest:
            return "second look: nearer to one another than to the rest"
        some, others = sample(numbers, _SAMPLE), sample(rest, _SAMPLE)
        mean = float(np.mean([self._shelf.links(n, others).mean() for n in some]))
        return "second look: " + self._why(some[0], others, mean)

    def _send(self, numbers: Sequence[int], story: str) -> list[Change]:
        """Move reports to a story as the user said."""
        left: dict[str, list[int]] = {}
        for number in numbers:
            left.setdefault(self._story[number], []).append(number)
        changes = []
        for before, moved in left.items():
            for number in moved:
                self._take(number)
                self._place(number, story)
            kind: ChangeKind = "moved" if before in self._members else "merged"
            changes.append(Change(kind, self._names(moved), (before, story), "as corrected"))
        self._members[story].sort()
        return changes

    def _part(self, correction: Correction) -> list[Change]:
        """Let the first report of a correction, and who must be with it, leave the others."""
        first, *others = (self._shelf.number.get(report) for report in correction.reports)
        if first is None:
            return []
        story = self._story[first]
        if all(n is None or self._story[n] != story for n in others):
            return []
        group = self._corrections.group(correction.reports[0])
        ids = self._shelf.ids
        leave = [n for n in self._members[story] if self._corrections.group(ids[n]) == group]
        for number in leave:
            self._take(number)
        new = self._new_story(ids[leave[0]])
        for number in leave:
            self._place(number, new)
        return [Change("split", self._names(leave), (story, new), "as corrected")]

    def _names(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(self._shelf.ids[n] for n in numbers)


def _story_name(report: str) -> str:
    return "s" + blake2b(report.encode(errors="replace"), digest_size=6).hexdigest()
