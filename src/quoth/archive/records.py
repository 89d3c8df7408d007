"""What an archive answers: frozen records, each with where its words stand (report id and spans).

Spans are half-open, in code points of the text of that version of the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from quoth.records import Claim, Event, Rejected, Report, Span, Statement

T = TypeVar("T")

Outcome = Literal[
    "new",  # a report that was not there
    "updated",  # another text of a report that was there: a new version, the old one is kept
    "reread",  # a text that was there, read by another version of Quoth: both readings are kept
    "same",  # it was there: nothing is changed
]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a report that was brought in; it is confirmed: it stands in the archive.

    `report` is its id in the archive: that of the report with the same address, or its own with a
    number, where a report of another address has it.
    """

    report: str
    version: int
    outcome: Outcome
    story: str | None = None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far an input has been brought in; `position` is the input's own affair.

    Handed to `Archive.add_all` between reports, it is stored together with all before it.
    """

    input: str
    position: str
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of what was found, in order; `next` asks for what follows, None at the end."""

    items: tuple[T, ...]
    next: str | None = None

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> T:
        return self.items[index]


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a version of a report."""

    report: str
    version: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One reading of one version of a report; `reader` is the version of Quoth that read it.

    `current` is true of the one that all queries look at.
    """

    report: str
    version: int
    reading: int
    current: bool
    reader: str
    added: datetime
    text_hash: str


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report in a list: all but its text and what was found in it (`Archive.report`)."""

    report: str
    version: int
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    language: str | None
    characters: int
    countries: tuple[str, ...]
    story: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """The reports of one happening, earliest first.

    `title` is taken from the earliest report that has one, `lead` points at the first sentence of
    that report. `outlets` has the id of a report that names none. `support` is the widest support
    of a claim, None where the story has not been compared. `copies` are groups of reports of one
    wording.
    """

    id: str
    title: str | None
    lead: Place | None
    reports: tuple[str, ...]
    outlets: tuple[str, ...]
    countries: tuple[str, ...]
    first: str | None
    last: str | None
    support: int | None = None
    copies: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """A story as a list shows it: its lead in words, and what its comparison comes to.

    `moments` are when its reports were published, the earliest first, in UTC. Of the `claims` of
    its stored comparison `shared` are told from two origins or more, `disputed` have a difference
    other than of wording or detail; `origins` are the names of all. All are 0 where it is not
    `compared`; `outdated` says that it has other reports now.
    """

    story: Story
    lead: str
    moments: tuple[datetime, ...]
    compared: bool = False
    outdated: bool = False
    claims: int = 0
    shared: int = 0
    disputed: int = 0
    origins: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is in an archive; `first` and `last` are of publication, in UTC."""

    reports: int
    stories: int
    outlets: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """A statement in a list: `words` are its content; spans as in `quoth.Statement`.

    `speaker` is the resolved name, None where it is not known; `source` points at the words.
    """

    report: str
    version: int
    outlet: str | None
    published: str | None
    statement: str
    kind: str
    stance: str
    source_type: str
    speaker: str | None
    country: str | None
    relays: tuple[str, ...]
    words: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class EventEntry:
    """An event in a list: `words` are its evidence; spans as in `quoth.Event`.

    `actors` and `recipients` are names, with their countries beside them.
    """

    report: str
    version: int
    outlet: str | None
    published: str | None
    event: str
    type: str
    mode: str | None
    status: str
    actors: tuple[str, ...]
    actor_countries: tuple[str | None, ...]
    recipients: tuple[str, ...]
    recipient_countries: tuple[str | None, ...]
    date_start: str | None
    date_end: str | None
    place: str | None
    place_country: str | None
    statement: str | None
    words: str
    trigger: tuple[Span, ...]
    evidence: tuple[Span, ...]
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """A claim of a story; its members' spans index the versions in `versions`, by report."""

    story: str
    claim: Claim
    versions: dict[str, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that a search found: where it says what was asked for, and how well it fits.

    `spans` index its text, `title_spans` its title. `score` is BM25, higher is better; it compares
    the hits of one search only. `excerpt` is the text around the first match.
    """

    report: str
    version: int
    outlet: str | None
    published: str | None
    title: str | None
    score: float
    spans: tuple[Span, ...]
    title_spans: tuple[Span, ...]
    excerpt: Span


@dataclass(frozen=True, slots=True)
class OutletEntry:
    """An outlet with how much of it is here; the name is "" where reports name none."""

    outlet: str
    owner: str | None
    reports: int
    stories: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class RejectedEntry:
    """What was left out, why, how often and when."""

    rejected: Rejected
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class StoryChange:
    """A change of stories, kept for good: `reports` went into the first of `stories`.

    The other stories are those they came from. `maker` is "program" or "user".
    """

    number: int
    at: datetime
    kind: str
    reports: tuple[str, ...]
    stories: tuple[str, ...]
    why: str
    maker: str


CorrectionKind = Literal[
    "move",  # reports belong to the first of the stories
    "merge",  # the stories are one
    "split",  # reports are a story of their own, apart from the one they were in
    "actor",  # an actor of a report has another name, country or sectors
    "statement",  # nobody states that, or not so
    "join",  # claims tell the same
    "part",  # what some reports tell is not what the others of the claim tell
]
# Those that say which reports are one story.
STORY_KINDS: tuple[CorrectionKind, ...] = ("move", "merge", "split")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a correction is about: where they stood, and how to find them in another version.

    `before` and `after` are up to 32 characters around them. `group` tells the tellings of one
    claim from those of another.
    """

    report: str
    version: int
    span: Span
    words: str
    before: str
    after: str
    group: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """What a user said, against what the program says; every later change respects it.

    Of stories it is kept in terms of reports, as stories come and go: `together` are reports that
    belong in one story by it, `apart` those that do not belong with them. Of what was found in
    reports and of claims it is kept with the words (`quotes`), and holds in every version and
    reading that has them: `was` is what the program says, `now` what the user says. `maker` is who
    said it. What was taken back has the time in `undone_at`, and counts no more.
    """

    number: int
    at: datetime
    kind: CorrectionKind
    reports: tuple[str, ...]
    stories: tuple[str, ...]
    note: str
    together: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    maker: str = ""
    undone_at: datetime | None = None
    undone_by: str = ""
    was: Mapping[str, Any] = field(default_factory=dict)
    now: Mapping[str, Any] = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What `check` found: where, and what is wrong there."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What a question in SQL gave: names of columns, and rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


__all__ = [
    "Added",
    "Checkpoint",
    "Claim",
    "ClaimEntry",
    "Correction",
    "CorrectionKind",
    "Event",
    "EventEntry",
    "Hit",
    "Outcome",
    "OutletEntry",
    "Overview",
    "Page",
    "Place",
    "Problem",
    "Quote",
    "RejectedEntry",
    "Report",
    "ReportEntry",
    "Rows",
    "Statement",
    "StatementEntry",
    "Story",
    "StoryChange",
    "Totals",
    "Version",
]
