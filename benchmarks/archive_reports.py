"""Invented reports with all that reading would find, made without models, the same every time.

They are for what stores and asks, not for what reads: the sentences are of one cut, but their
lengths, the spread of their words (Zipf) and the number of statements, actors and events are those
of news (3,000 characters, 12 statements, 8 actors, 6 events a report).
"""

from __future__ import annotations

import bisect
import itertools
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import get_args

from quoth.archive import Correction, Forming
from quoth.records import Actor, Event, EventType, Report, Sentence, Span, Statement

COUNTRIES = "FRA DEU POL UKR RUS USA CHN IND BRA NGA KEN EGY TUR IRN JPN KOR".split()
_SYLLABLES = "ba ra ko mi len tor vas nu pel dri sha mon te ki lor an es ul ge fi".split()
_TYPES: tuple[EventType, ...] = get_args(EventType)
_FIRST_DAY = date(2031, 1, 1)
# Reports of one story follow one another closely, as they do in a feed.
STORY_SIZE = 4


def _names(rng: random.Random, count: int, parts: tuple[int, int]) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(rng.choices(_SYLLABLES, k=rng.randint(*parts)))] = None
    return list(made)


class Maker:
    """Makes reports by number; a report of one number is always the same."""

    def __init__(self, seed: int = 7) -> None:
        rng = random.Random(seed)
        self._words = _names(rng, 20_000, (2, 4))
        self._weights = list(itertools.accumulate(1 / (n + 10) for n in range(len(self._words))))
        self._people = [name.title() for name in _names(rng, 3_000, (2, 4))]
        self._outlets = [f"The {name.title()} Post" for name in _names(rng, 200, (2, 3))]

    def report(self, number: int, *, sentences: int = 24, edition: int = 0) -> Report:
        """Return the report of a number; another edition has another text at the same address."""
        rng = random.Random(f"{number}/{edition}")
        story = number // STORY_SIZE
        # What a story is about is the same in all its reports.
        cast = random.Random(f"story {story}").sample(self._people, 8)
        parts = _Parts(rng, cast)
        for _ in range(sentences):
            parts.sentence(self._some(rng, rng.randint(8, 16)))
        day = _FIRST_DAY + timedelta(days=story // 40)
        title = f"{cast[0]} and {cast[1]} {self._some(random.Random(story), 4)}"
        return parts.report(
            f"r{number:06}",
            outlet=self._outlets[(number * 7) % len(self._outlets)],
            published=f"{day.isoformat()}T{number % 24:02}:{number % 60:02}:00Z",
            title=title[0].upper() + title[1:],
            url=f"https://news{number % 200}.example/{number}",
        )

    def _some(self, rng: random.Random, count: int) -> str:
        total = self._weights[-1]
        return " ".join(
            self._words[bisect.bisect(self._weights, rng.random() * total)] for _ in range(count)
        )


@dataclass(slots=True)
class _Parts:
    """A report in the making: every second sentence is a statement, every fourth an event."""

    rng: random.Random
    cast: Sequence[str]
    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    mentions: dict[int, list[Span]] = field(default_factory=dict)

    def sentence(self, words: str) -> None:
        number = len(self.sentences)
        start = len(self.text)
        who = self.rng.randrange(len(self.cast))
        name = self._put(self.cast[who])
        self.mentions.setdefault(who, []).append(name)
        if number % 2 == 0:
            self._put(" ")
            cue = self._put("said")
            self._put(" that ")
            content = self._put(words)
            self.statements.append(
                Statement(
                    f"s{len(self.statements)}", "indirect", (name,), (cue,), (content,),
                    f"a{who}", confidence=round(self.rng.uniform(0.5, 1), 3), source_type="named",
                )
            )  # fmt: skip
        else:
            self._put(" ")
            deed = self._put(words.split(" ", 1)[0])
            self._put(" ")
            to = self.rng.randrange(len(self.cast))
            other = self._put(self.cast[to])
            self.mentions.setdefault(to, []).append(other)
            self._put(" " + words)
            if number % 4 == 1:
                self._event(deed, Span(start, len(self.text)), (who, name), (to, other))
        self._put(".")
        self.sentences.append(Sentence(Span(start, len(self.text)), number // 3))
        self._put("\n\n" if number % 3 == 2 else " ")

    def _event(
        self, deed: Span, clause: Span, actor: tuple[int, Span], recipient: tuple[int, Span]
    ) -> None:
        self.events.append(
            Event(
                f"e{len(self.events)}", self.rng.choice(_TYPES), None, (), "asserted", (deed,),
                (clause,), (actor[1],), (recipient[1],), actors=(f"a{actor[0]}",),
                recipients=(f"a{recipient[0]}",), score=-2.0,
                confidence=round(self.rng.uniform(0.5, 1), 3),
            )
        )  # fmt: skip

    def _put(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def report(
        self, report_id: str, *, outlet: str, published: str, title: str, url: str
    ) -> Report:
        actors = tuple(
            Actor(
                f"a{who}", self.cast[who], "person",
                COUNTRIES[sum(map(ord, self.cast[who])) % len(COUNTRIES)], ("GOV",), tuple(spans),
            )
            for who, spans in sorted(self.mentions.items())
        )  # fmt: skip
        return Report(
            report_id, self.text.rstrip(), outlet, published, title, "en", url,
            sentences=tuple(self.sentences), statements=tuple(self.statements),
            actors=actors, events=tuple(self.events),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlainOutline:
    """What the plain former looks at: who the headline names, and how the text begins."""

    report: str
    about: str
    begins: str

    def to_bytes(self) -> bytes:
        """Return the outline as JSON."""
        return json.dumps([self.report, self.about, self.begins]).encode()


def plain_outline(report: Report) -> PlainOutline:
    """Return the outline of a report."""
    return PlainOutline(report.id, " ".join((report.title or "").split()[:3]), report.text[:200])


@dataclass(frozen=True, slots=True)
class PlainChange:
    """A change of stories."""

    kind: str
    reports: tuple[str, ...]
    stories: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class PlainCopy:
    """A report of the same beginning."""

    report: str
    share: float = 1.0


class PlainFormer:
    """Puts reports together whose headlines name the same two; settling merges by the first one.

    It stands in for the former of `quoth.group` where storing is looked at, not grouping.
    """

    def __init__(self) -> None:
        self._story: dict[str, str] = {}
        self._about: dict[str, str] = {}
        self._of: dict[str, str] = {}
        self._pinned: dict[str, str] = {}

    def add(self, outline: PlainOutline) -> PlainChange:
        """Put a report into the story of its names."""
        name = outline.report
        was = self._story.get(name)
        story = self._pinned.get(name) or self._of.setdefault(outline.about, name)
        self._story[name], self._about[name] = story, outline.about
        kind = "began" if story == name else "joined"
        sources = (was,) if was and was != story else ()
        return PlainChange(kind, (name,), (story, *sources), f"tells of {outline.about}")

    def settle(self) -> tuple[PlainChange, ...]:
        """Merge stories whose headlines begin with the same name."""
        first: dict[str, str] = {}
        changes = []
        stories = self.stories()
        for about, story in sorted(self._of.items(), key=lambda item: item[1]):
            into = first.setdefault(about.split()[0], story)
            if story == into:
                continue
            moved = tuple(r for r in stories.get(story, ()) if r not in self._pinned)
            if moved:
                changes.append(PlainChange("merged", moved, (into, story), "the same first name"))
                self._story.update(dict.fromkeys(moved, into))
                self._of[about] = into
        return tuple(changes)

    def stories(self) -> Mapping[str, tuple[str, ...]]:
        """Return the reports of each story."""
        found: dict[str, list[str]] = {}
        for report, story in self._story.items():
            found.setdefault(story, []).append(report)
        return {story: tuple(reports) for story, reports in found.items()}

    def fix(self, correction: Correction) -> tuple[PlainChange, ...]:
        """Do what a user says and keep to it."""
        reports = correction.reports
        if correction.kind == "merge":
            others = correction.stories[1:]
            reports = tuple(r for r, s in self._story.items() if s in others)
        target = correction.stories[0]
        sources = tuple(dict.fromkeys(self._story[r] for r in reports if self._story[r] != target))
        self._story.update(dict.fromkeys(reports, target))
        self._pinned.update(dict.fromkeys(reports, target))
        return (PlainChange(correction.kind, reports, (target, *sources), correction.note),)

    def restore(
        self,
        outlines: Iterable[PlainOutline],
        stories: Mapping[str, tuple[str, ...]],
        corrections: Sequence[Correction],
    ) -> None:
        """Become the former that made these stories."""
        self._story = {r: s for s, reports in stories.items() for r in reports}
        for correction in corrections:
            if correction.kind != "merge":
                self._pinned.update(dict.fromkeys(correction.reports, correction.stories[0]))
        for outline in outlines:
            self._about[outline.report] = outline.about
            if outline.report not in self._pinned:
                self._of.setdefault(outline.about, self._story[outline.report])


class PlainCopies:
    """Finds reports that begin alike."""

    def __init__(self) -> None:
        self._begins: dict[str, str] = {}

    def add(self, report_id: str, outline: PlainOutline) -> tuple[PlainCopy, ...]:
        """Add a report and return the first that began so."""
        first = self._begins.setdefault(outline.begins, report_id)
        return () if first == report_id else (PlainCopy(first),)


def plain_forming(settle_every: int = 500) -> Forming:
    """Return how the plain former forms stories."""
    return Forming(
        outline=plain_outline,
        read_outline=lambda data: PlainOutline(*json.loads(data)),
        former=PlainFormer,
        copies=PlainCopies,
        settle_every=settle_every,
    )


def prepared(count: int, *, updates: int = 0, sentences: int = 24) -> Iterator[Report]:
    """Yield reports; every `updates`-th is followed by a second edition of one before it."""
    maker = Maker()
    for number in range(count):
        yield maker.report(number, sentences=sentences)
        if updates and number % updates == updates - 1:
            yield maker.report(number - updates // 2, sentences=sentences, edition=1)
