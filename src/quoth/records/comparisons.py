"""What the reports of one story tell side by side: claims, their origins and differences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from quoth.records.reports import Rejected, Report, Span


@dataclass(frozen=True, slots=True)
class SharedRun:
    """A passage of report `first` that stands in `second` too, word for word, `words` long."""

    first: str
    second: str
    span_first: Span
    span_second: Span
    words: int


@dataclass(frozen=True, slots=True)
class Member:
    """One report's telling of a claim: where, and which statement and event (ids) if any."""

    report: str
    spans: tuple[Span, ...]
    statement: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where tellings enter the news: an outlet itself, the agency or text it takes them from."""

    name: str
    reports: tuple[str, ...]
    why: str


DifferenceType = Literal[
    "number", "date", "place", "speaker", "polarity", "certainty", "wording", "detail"
]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the tellings of one claim part.

    `between`, `values` and `spans` run in parallel: report id, what it tells, and the spans that
    tell it (empty where a report lacks the detail).
    """

    type: DifferenceType
    between: tuple[str, ...]
    values: tuple[str, ...]
    spans: tuple[tuple[Span, ...], ...]
    note: str


# What a reason is about.
ReasonKind = Literal[
    "meaning",  # how well the words of each are met by words of like meaning in the other
    "words",  # the same words, the rare ones before all
    "names",
    "figures",
    "dates",
    "negation",
    "speaker",
    "length",  # how much there is to compare
    "surroundings",  # what stands before and after, and the rest of the sentence
    "nearness",  # whether another telling of the other report is nearer
    "beside",  # the same speaker tells it beside a telling that both reports have
]


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for or against two tellings being one.

    `weight` is in natural log odds, against the average candidate pair of the comparison: above 0
    it speaks for, below 0 against. `why` says in words what was found.
    """

    kind: ReasonKind
    weight: float
    why: str


@dataclass(frozen=True, slots=True)
class Link:
    """Two tellings of one claim in different reports, and how likely it is that they tell the same.

    `reports` and `spans` run in parallel. `probability` is 0 where the two were too far apart to be
    compared. `reasons` are the strongest, the strongest first.
    """

    reports: tuple[str, str]
    spans: tuple[tuple[Span, ...], tuple[Span, ...]]
    probability: float
    reasons: tuple[Reason, ...] = ()


StepKind = Literal[
    "began",  # one of the pair that the claim began with
    "joined",  # it was the next that fitted best
    "merged",  # it came with another group that was largely the same
    "copied",  # it has the words of one that stood there, in a story of many reports
]


@dataclass(frozen=True, slots=True)
class Step:
    """How one telling came into its claim.

    `fit` is the mean probability with the tellings of other reports that stood there before it; of
    the pair that began, and of a copy with that of the same words, the probability of the pair.
    """

    kind: StepKind
    report: str
    spans: tuple[Span, ...]
    fit: float


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing told by two or more reports; `support` counts independent origins.

    `gist` is the most typical telling that stands on its own, word for word but for its first
    letter and outer marks; `speaker` is the name of who is said to have said
    it, None where the narrator asserts it. `confidence` is between 0 and 1. `links` and `steps` say
    how the claim came to be: what holds its tellings together two by two, likeliest first, and how
    they came together one by one. A telling in them is smaller than a member where a report tells
    the claim at several places.
    """

    id: str
    gist: str
    speaker: str | None
    members: tuple[Member, ...]
    origins: tuple[Origin, ...]
    support: int
    differences: tuple[Difference, ...] = ()
    confidence: float = 0.0
    links: tuple[Link, ...] = ()
    steps: tuple[Step, ...] = ()


# From how many origins a claim has to be told before it counts as left out by who does not tell it.
LEFT_OUT_SUPPORT = 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """The claims of the reports of one story, and what each report tells alone.

    `alone` maps a report's id to the spans of the sentences that no other report tells.
    `copies` lists groups of reports whose wording is largely the same. `one_story` is false
    where the reports do not look like accounts of one happening. `notes` are one-line remarks for
    the reader ("2 of 9 claims are below 0.8 and left out").
    """

    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    alone: Mapping[str, tuple[Span, ...]]
    copies: tuple[tuple[str, ...], ...] = ()
    one_story: bool = True
    rejected: tuple[Rejected, ...] = field(default=())
    notes: tuple[str, ...] = ()

    @property
    def left_out(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the claims that each report, by id, leaves out, the widest support first.

        They are told from two origins or more, and in no report of the same outlet were words
        found that tell them: reports of one outlet have the same. Among equals the surest is first.
        """
        outlets = {report.id: report.name for report in self.reports}
        found: dict[str, list[str]] = {name: [] for name in outlets.values()}
        for claim in sorted(self.claims, key=lambda claim: (-claim.support, -claim.confidence)):
            tell = {outlets.get(member.report) for member in claim.members}
            for name, ids in found.items():
                if claim.support >= LEFT_OUT_SUPPORT and name not in tell:
                    ids.append(claim.id)
        return {report: tuple(found[name]) for report, name in outlets.items()}
