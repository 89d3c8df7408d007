"""A plain former: a report joins the story of the report whose lead and names are most like its.

It weighs what `quoth.group.story_links` weighs and looks at every report of the days around, so it
is for thousands of reports.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from hashlib import blake2b
from math import exp

import numpy as np
from numpy.typing import NDArray

from quoth.archive import Correction
from quoth.archive.moments import moment
from quoth.group.stories import INTERCEPT, WEIGHTS
from quoth.records import Report
from quoth.spans import view

# Above `group.stories.LINKED`, which is for refusing a comparison: here a wrong link joins stories.
JOINED = 0.6
DAYS = 10
LEAD = 4
WORDS = 5
SKETCH = 200
COPIED = 0.3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class LeadOutline:
    """The first sentences as vectors, the names, and a sample of the runs of words."""

    report: str
    published: str | None
    names: tuple[str, ...]
    runs: tuple[int, ...]
    vectors: bytes

    @cached_property
    def leads(self) -> NDArray[np.float32]:
        """The vectors of the first sentences, shape (sentences, dimensions)."""
        rows: NDArray[np.float32] = np.frombuffer(self.vectors, dtype="i1").astype(np.float32)
        return rows.reshape(-1, 384) / np.float32(127)

    def to_bytes(self) -> bytes:
        """Return the outline as it is stored."""
        head = json.dumps([self.report, self.published, self.names, self.runs]).encode()
        return len(head).to_bytes(4, "little") + head + self.vectors

    @classmethod
    def from_bytes(cls, data: bytes) -> LeadOutline:
        """Return the outline that `to_bytes` wrote."""
        size = int.from_bytes(data[:4], "little")
        report, published, names, runs = json.loads(data[4 : 4 + size])
        return cls(report, published, tuple(names), tuple(runs), bytes(data[4 + size :]))


def outline(
    report: Report, *, encode: Callable[[Sequence[str]], NDArray[np.float32]]
) -> LeadOutline:
    """Return the outline of a report."""
    first = [view(report, [s.span]).text for s in report.sentences[:LEAD]]
    vectors = encode(first) if first else np.zeros((0, 384))
    names = sorted({actor.name.casefold() for actor in report.actors})
    words = [w.casefold() for w in _WORD.findall(report.text)]
    runs = {
        int.from_bytes(blake2b(" ".join(words[n : n + WORDS]).encode(), digest_size=6).digest())
        for n in range(max(0, len(words) - WORDS + 1))
    }
    return LeadOutline(
        report.id,
        report.published,
        tuple(names),
        tuple(sorted(runs)[:SKETCH]),
        np.rint(vectors * 127).astype("i1").tobytes(),
    )


@dataclass(frozen=True, slots=True)
class LeadChange:
    """A change of stories; see `quoth.archive.Forming`."""

    kind: str
    reports: tuple[str, ...]
    stories: tuple[str, ...]
    why: str


@dataclass(slots=True)
class LeadFormer:
    """Forms stories one report at a time; nothing is looked at twice."""

    _outlines: dict[str, LeadOutline] = field(default_factory=dict)
    _story: dict[str, str] = field(default_factory=dict)
    _fixed: dict[str, str] = field(default_factory=dict)

    def add(self, outline: LeadOutline) -> LeadChange:
        """Put a report into the story that it fits best, or begin one."""
        name = outline.report
        was = self._story.get(name)
        best, near = 0.0, ""
        for other in self._outlines.values():
            if other.report != name and (found := _likeness(outline, other)) > best:
                best, near = found, other.report
        self._outlines[name] = outline
        if name in self._fixed:
            story = self._story[name] = self._fixed[name]
            return LeadChange("joined", (name,), (story,), "kept where the user put it")
        if best >= JOINED:
            story = self._story[near]
            why = f"{best:.0%} likely to tell of the same as {near}"
        else:
            story, why = self._free(name), "like none before it"
        self._story[name] = story
        sources = (was,) if was not in (None, story) else ()
        kind = "joined" if best >= JOINED else "began"
        return LeadChange(kind, (name,), (story, *(s for s in sources if s)), why)

    def settle(self) -> tuple[LeadChange, ...]:
        """Return no change: nothing is looked at twice."""
        return ()

    def fix(self, correction: Correction) -> tuple[LeadChange, ...]:
        """Do what a user says, and keep to it."""
        reports = self._meant(correction)
        target = correction.stories[0]
        sources = dict.fromkeys(self._story[r] for r in reports if self._story[r] != target)
        self._story.update(dict.fromkeys(reports, target))
        self._fixed.update(dict.fromkeys(reports, target))
        kind = {"move": "moved", "merge": "merged", "split": "split"}[correction.kind]
        why = correction.note or "by the user"
        return (LeadChange(kind, reports, (target, *sources), why),)

    def stories(self) -> Mapping[str, tuple[str, ...]]:
        """Return the reports of each story."""
        found: dict[str, list[str]] = defaultdict(list)
        for report, story in self._story.items():
            found[story].append(report)
        return {story: tuple(reports) for story, reports in found.items()}

    def restore(
        self,
        outlines: Iterable[LeadOutline],
        stories: Mapping[str, tuple[str, ...]],
        corrections: Sequence[Correction],
    ) -> None:
        """Become what the former was that made these stories."""
        self._outlines = {outline.report: outline for outline in outlines}
        self._story = {r: s for s, reports in stories.items() for r in reports}
        for correction in corrections:
            reports = self._meant(correction)
            self._fixed.update(dict.fromkeys(reports, correction.stories[0]))

    def _meant(self, correction: Correction) -> tuple[str, ...]:
        if correction.kind != "merge":
            return correction.reports
        others = correction.stories[1:]
        return tuple(r for r, s in self._story.items() if s in others)

    def _free(self, name: str) -> str:
        taken, story, number = set(self._story.values()), name, 1
        while story in taken and self._story.get(name) != story:
            number += 1
            story = f"{name}-{number}"
        return story


def _likeness(a: LeadOutline, b: LeadOutline) -> float:
    first, second = moment(a.published), moment(b.published)
    if first and second and abs(first - second) > timedelta(days=DAYS):
        return 0.0
    score = INTERCEPT
    if len(a.leads) and len(b.leads):
        mean, other = a.leads[:3].mean(axis=0), b.leads[:3].mean(axis=0)
        norm = float(np.linalg.norm(mean) * np.linalg.norm(other)) or 1.0
        cosines = a.leads @ b.leads.T
        told = float(cosines.max(axis=1).mean() + cosines.max(axis=0).mean()) / 2
        score += WEIGHTS["lead"] * float(mean @ other) / norm + WEIGHTS["told"] * told
    shared = len({*a.names} & {*b.names})
    score += WEIGHTS["names"] * 2 * shared / max(1, len(a.names) + len(b.names))
    return 1 / (1 + exp(-score))


@dataclass(frozen=True, slots=True)
class LeadCopy:
    """A report that shares runs of words, and the share of them."""

    report: str
    share: float


@dataclass(slots=True)
class LeadCopies:
    """Finds reports that share their runs of words."""

    _places: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _sizes: dict[str, int] = field(default_factory=dict)

    def add(self, report_id: str, outline: LeadOutline) -> tuple[LeadCopy, ...]:
        """Add a report and return what it shares its wording with."""
        met: Counter[str] = Counter()
        for run in outline.runs:
            met.update({r for r in self._places[run] if r != report_id})
            self._places[run].append(report_id)
        self._sizes[report_id] = len(outline.runs)
        shares = {r: n / min(len(outline.runs), self._sizes[r]) for r, n in met.items()}
        return tuple(LeadCopy(r, share) for r, share in sorted(shares.items()) if share >= COPIED)
