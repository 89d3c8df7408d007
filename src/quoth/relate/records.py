"""The records that relations are made of and given as; nothing here reads or writes anything.

Days are ISO 8601 ("2031-03-02"). Spans index the text of the named version of the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from quoth.records import DateRange, Span

Step = Literal["day", "week", "month", "quarter", "year"]

# What a telling tells: PLOVER's status, and whether the report itself vouches for it.
Standing = Literal[
    "asserted",  # the report, or an agency that it relays, tells it as done
    "said",  # only a speaker tells it, in a statement of the report: said is not done
    "denied",  # told in a statement whose source does not stand by it
    "historical",
    "future",
    "hypothetical",
    "negated",
]

# The quad classes of PLOVER, by their number.
Quad = Literal["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]
Direction = Literal[
    "any",  # of a series: whoever did it
    "forward",  # the first did it to the second
    "backward",  # the second did it to the first
    "both",  # both did it: talks, an agreement, told of each as its actor
]
Dated = Literal[
    "told",  # the words name a time that lies within one step
    "within",  # they name a longer time; its day nearest to publication is taken
    "published",  # they name none; the day of the earliest report is taken
]


@dataclass(frozen=True, slots=True)
class Party:
    """Who did something or to whom it was done: `name`, its `key` for look-ups, and country."""

    name: str
    key: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that a relation is between.

    With `code` everybody of that country or body is meant; else who has one of `keys`, as whole
    words, in their own key. `name` is what to call it.
    """

    name: str
    code: str | None = None
    keys: tuple[str, ...] = ()

    def has(self, party: Party) -> bool:
        """Return whether a party is of this side."""
        if self.code is not None:
            return party.country == self.code
        return any(key in party.key for key in self.keys)

    @property
    def label(self) -> str:
        """The code, else the name."""
        return self.code or self.name


@dataclass(frozen=True, slots=True)
class Source:
    """An agency or outlet that a telling is from: `key` is equal for all forms of its name."""

    name: str
    key: str
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """A coded event as one report tells it, with all that says where it comes from.

    `number` is the place of the report in the order of arrival; of copies the first to come in
    counts. `house` is a key equal for all forms of the outlet's name; `home` its country, `day`
    the day of publication; each None where it is not known. `copy` is equal for reports whose
    wording is largely the same. `relayed` is true where an agency alone stands for it, as a source
    without a speaker. `stances` are those of the statements around it, outermost last. `claims`
    are ids of claims it is a member of, `origins` ids of the origins that these were found to have.
    """

    report: str
    version: int
    number: int
    event: str
    type: str
    mode: str | None
    status: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    score: float
    confidence: float
    outlet: str | None = None
    house: str | None = None
    home: str | None = None
    owner: str | None = None
    published: str | None = None
    day: str | None = None
    story: str | None = None
    copy: str | None = None
    date: DateRange | None = None
    city: str | None = None
    statement: str | None = None
    speaker: str | None = None
    stances: tuple[str, ...] = ()
    relayed: bool = False
    sources: tuple[Source, ...] = ()
    claims: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    words: str = ""
    trigger: tuple[Span, ...] = ()
    evidence: tuple[Span, ...] = ()

    @property
    def standing(self) -> Standing:
        """What it is told as; a denial counts before the status of what is denied."""
        if "denies" in self.stances:
            return "denied"
        if self.status != "asserted":
            return self.status  # type: ignore[return-value]
        return "asserted" if self.statement is None or self.relayed else "said"


@dataclass(frozen=True, slots=True)
class Covered:
    """How many texts of one outlet came out in one step; copies are not counted.

    `start` is the first day of the step, `house` as in `Telling`.
    """

    start: str
    house: str | None
    home: str | None
    texts: int


@dataclass(frozen=True, slots=True)
class EventOrigin:
    """Where tellings of an event enter the news; `telling` is the surest that is no copy.

    `home` is the country of the agency or outlet that `name` names, None where it is not known.
    `reports` are all that have it from there, copies too; `why` says in words what joins them.
    """

    name: str
    home: str | None
    reports: tuple[str, ...]
    telling: Telling
    why: str


@dataclass(frozen=True, slots=True)
class RelationEvent:
    """One occurrence between the two sides, however many reports tell it.

    `day` is where it stands in the series, None where no date is known; `start` and `end` what
    the words tell. `probability` is that at least one origin's telling is coded right; `score` is
    PLOVER's, the mean over origins by confidence; `weight` the sum of their confidences. `id` is
    that of its first telling, "report/event".
    """

    id: str
    direction: Direction
    standing: Standing
    type: str
    mode: str | None
    quad: Quad
    story: str | None
    day: str | None
    dated: Dated | None
    start: str | None
    end: str | None
    probability: float
    weight: float
    score: float
    origins: tuple[EventOrigin, ...]
    tellings: tuple[Telling, ...] = field(repr=False)

    @property
    def support(self) -> int:
        """The number of its independent origins."""
        return len(self.origins)


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of something there was in one step, with 90% intervals.

    `events` are occurrences as told, `origins` their origins. `expected` is how many of the
    occurrences are coded right, `low` to `high` its interval; `score` the sum over origins of
    PLOVER's score times confidence, `score_low` to `score_high` its interval. Both come from
    confidence alone. `rate` is occurrences to 100 texts of the step, its interval from confidence
    and coverage; None where no text came out.
    """

    events: int
    origins: int
    expected: float
    low: float
    high: float
    score: float
    score_low: float
    score_high: float
    rate: float | None
    rate_low: float | None
    rate_high: float | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What stands beside the series: occurrences and origins of one standing."""

    events: int
    origins: int


@dataclass(frozen=True, slots=True)
class Period:
    """One step of a series: `start` to `end`, both included.

    `texts` and `outlets` tell how many texts came out at all, on whatever subject, without copies.
    Where `texts` is 0 nothing is known of the step: no event there is no peace. `score` is the
    mean of PLOVER's score over origins by confidence, None without events. `beside` has what is
    not in the series, by standing; those with nothing are left out.
    """

    start: str
    end: str
    texts: int
    outlets: int
    cooperation: Amount
    conflict: Amount
    verbal_cooperation: Amount
    material_cooperation: Amount
    verbal_conflict: Amount
    material_conflict: Amount
    score: float | None
    beside: Mapping[Standing, Tally]

    @property
    def covered(self) -> bool:
        """Whether any text came out."""
        return self.texts > 0


@dataclass(frozen=True, slots=True)
class Change:
    """From the step that begins on `start` on there is more, or less, of one kind.

    `before` and `after` are events a covered step on either side, up to the next changes. `gain` is
    by how much the change lowers the cost of the series, in units of the penalty that a change
    costs: above 1. `drivers` are the ids of events, the heaviest first: of "more" those of the
    first steps after it, of "less" those of the last steps before it.
    """

    start: str
    kind: Literal["cooperation", "conflict"]
    way: Literal["more", "less"]
    before: float
    after: float
    gain: float
    drivers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """A relation over time, in one direction, according to one country's outlets.

    `teller` is None for all, a country code, or "unknown".
    """

    direction: Direction
    teller: str | None
    periods: tuple[Period, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """What happened between two sides, in steps, with the events that say so.

    The first series is of all directions and tellers. `standings` are those that the series
    count, `events` all that lie within `since` and `until`, of all standings, in order.
    `undated` are those of which no day is known: they are in no series.
    """

    first: Side
    second: Side
    step: Step
    since: str | None
    until: str | None
    standings: tuple[Standing, ...]
    series: tuple[Series, ...]
    events: tuple[RelationEvent, ...]
    undated: tuple[RelationEvent, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two countries (or bodies) in a list, `first` before `second` by code.

    Figures as in `Amount` and `Period`, over the whole time; `last` is the day of the latest
    event. `by_step` has for each step the scores of cooperation and of conflict. `quick` is true
    where so much is told that it was counted by simpler rules (docs/relations.md).
    """

    first: str
    second: str
    events: int
    origins: int
    expected: float
    cooperation: float
    conflict: float
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    score: float | None
    last: str | None
    by_step: tuple[tuple[float, float], ...] = ()
    quick: bool = False
