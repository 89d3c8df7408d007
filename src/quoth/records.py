"""The nouns that stages hand to one another; nothing here reads or writes anything.

One record, `Report`, carries an article through the program. Each stage returns a new `Report`
with its layer filled in and everything else as it was:

    ingest    id, text, outlet, published, title, language, url, encoding
    clean     marks, sentences, quotations
    annotate  tokens, mentions, statements (without speaker), events (spans and codes only)
    resolve   actors, the speaker and date of each statement, who, when and where of each event

Every span is half-open, counted in Unicode code points of `Report.text`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class Span(NamedTuple):
    """A stretch of a report's text: `text[start:end]`, in code points."""

    start: int
    end: int


MarkKind = Literal[
    "furniture",  # what the page adds: captions, links to other articles, share lines
    "byline",  # who wrote it; counts as furniture
    "dateline",  # "WASHINGTON (AP) —"; part of the article, but tells nothing
    "lost_space",  # zero-width: a space is missing here
    "odd_quote",  # a quotation mark of the wrong shape or one that is never closed
    "broken_sentence",  # a full stop or line break inside a sentence
]


@dataclass(frozen=True, slots=True)
class Mark:
    """What cleaning saw at `span`; the text itself stays as it is.

    `replacement` is what a reader would have expected there instead (`None`: nothing is
    replaced). A zero-width span with a replacement is an insertion.
    """

    kind: MarkKind
    span: Span
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that is not furniture. `paragraph` counts the report's paragraphs from 0."""

    span: Span
    paragraph: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: `span` with its marks, `inner` without.

    `depth` is 0 for the outermost quotation and 1 for one inside it. `closed` is false where
    the closing mark is missing and the end was found otherwise. One quotation that runs over
    several paragraphs, each opening with a mark, is one record a paragraph; `continues` is true
    on all but the first.
    """

    span: Span
    inner: Span
    depth: int = 0
    closed: bool = True
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its syntax (Universal POS, Penn tag, ClearNLP dependency label).

    `head` is the index, in `Report.tokens`, of the syntactic head (itself for a root);
    `entity` is the OntoNotes type of the name it belongs to, or "". `sentence` is an index into
    `Report.sentences`.
    """

    span: Span
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str
    sentence: int


MentionKind = Literal["name", "pronoun", "nominal"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the text speaks of somebody or something that may act.

    `label` is the OntoNotes type for names (PERSON, ORG, GPE, NORP, ...), else "". `head` is the
    index of the head token. `alias_of` is the index, in `Report.mentions`, of the mention that
    the syntax says is the same ("the Russian president, Vladimir Putin": apposition, title or
    predicate noun), or None. `subject` is true where the mention is the subject of a verb.
    """

    span: Span
    kind: MentionKind
    label: str
    head: int
    sentence: int
    alias_of: int | None = None
    subject: bool = False


ActorKind = Literal["person", "body", "state", "group", "unknown"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, body or state of one report.

    `country` is an ISO 3166-1 alpha-3 code, KOS for Kosovo, a PLOVER code of what stands above
    states (IGO, UNO, EUR, NGO, ISM, IMG, MNC), or None. `sectors` are PLOVER sectors (GOV, MIL,
    JRN ...), the primary one first. `id` is unique within the report: "a0", "a1" ...
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None
    sectors: tuple[str, ...]
    mentions: tuple[Span, ...]

    @property
    def sector(self) -> str | None:
        """The primary sector, None where none is known."""
        return self.sectors[0] if self.sectors else None


# How exactly a date is told; "range" has two ends that the words give.
Precision = Literal["day", "week", "month", "season", "quarter", "year", "decade", "range"]


@dataclass(frozen=True, slots=True)
class DateRange:
    """When: the first and the last day, both included, as ISO 8601 ("2024-06-05").

    One of the two is None where the words leave that end open ("since 2014", "until Friday").
    `spans` are the words that tell it.
    """

    start: str | None
    end: str | None
    precision: Precision
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Location:
    """Where: `country` as in `Actor`; `city` as the gazetteer spells it, None where none is told.

    `name` is as the report has it. `latitude` and `longitude` are degrees of the city.
    """

    name: str
    country: str | None
    city: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    spans: tuple[Span, ...] = ()


MagnitudeKind = Literal["dead", "injured", "detained", "abducted", "displaced", "size", "amount"]


@dataclass(frozen=True, slots=True)
class Magnitude:
    """How many: `low` to `high` where the words leave it open, either None where it is endless.

    "size" counts who took part; "amount" is money or goods, in `unit` ("USD", "tonnes").
    """

    kind: MagnitudeKind
    low: float | None
    high: float | None
    unit: str | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Relay:
    """An intermediate source: the agency or outlet that a statement was taken from.

    `Statement.relays` has them from the report back to the speaker: first the one nearest the
    report, last the one nearest the speaker. In "Putin told CCTV, Reuters reported, citing TASS"
    they are Reuters, TASS, CCTV. `name` is the usual name where it is known, else the words.
    """

    name: str
    spans: tuple[Span, ...]


StatementKind = Literal["direct", "indirect", "mixed"]

# How the source stands to the content. "says" is the rest: asserts, reports, admits, warns.
Stance = Literal[
    "says",
    "denies",  # does not stand by it: denies, rejects, doubts, opposes it, refuses to do or say it
    "promises",  # what the source will do itself: promises, threatens, offers, agrees, plans
    "demands",  # what is to be: demands, asks somebody to do it, proposes, supports, wants it
    "believes",  # a state of mind: believes, thinks, knows, expects, hopes, fears
    "asks",  # an open question: asks, wonders, does not know whether
]

# How the report makes the source known.
SourceType = Literal[
    "named",  # by a name, alone or beside a role: "Lee", "the minister, Ann Lee", "the FBI"
    "described",  # by a role or kind: "the minister", "police", "voters", "few experts"
    "pronoun",  # "she", "who", "its": `speaker` says who is meant, where that can be told
    "anonymous",  # kept unnamed: "a person familiar with the talks", "a senior official"
    "none",  # "it was reported that"
]


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution: who (`source`), by which words (`cue`), what (`content`).

    Each is a tuple of spans, since each can be in pieces; `source` and `cue` may be empty.
    `speaker` is the id of an actor of the report, or None where it cannot be told.
    `confidence` is between 0 and 1. `inner` are the statements within the content, what the
    source says that others said; their ids go on from this one's: "s3.0".
    """

    id: str
    kind: StatementKind
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: str | None = None
    relays: tuple[Relay, ...] = ()
    confidence: float = 0.0
    stance: Stance = "says"
    source_type: SourceType = "none"
    inner: tuple[Statement, ...] = ()
    date: DateRange | None = None


EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip

# PLOVER's auxiliary modes; "asserted" is none of them.
Status = Literal[
    "asserted",  # told as done or going on
    "negated",  # told as not done
    "hypothetical",  # only possible, wished, feared or a condition
    "future",  # planned, announced or expected
    "historical",  # background: over before what the report is about
]


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, in the codes of PLOVER 2.0, with the words that tell it.

    `trigger` are the words for the deed, `actor_spans` and `recipient_spans` those for the
    parties, `date_spans` and `place_spans` those for when and where; `evidence` is the clause.
    `actors` and `recipients` are ids of actors of the report. `statement` is the id of the
    innermost statement that tells it, None where the report tells it itself. `score` is PLOVER's,
    from -10 (conflict) to 10 (cooperation). `confidence` is the probability that a reader would
    have type, parties and status alike.
    """

    id: str
    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    status: Status
    trigger: tuple[Span, ...]
    evidence: tuple[Span, ...]
    actor_spans: tuple[Span, ...] = ()
    recipient_spans: tuple[Span, ...] = ()
    date_spans: tuple[Span, ...] = ()
    place_spans: tuple[Span, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    date: DateRange | None = None
    place: Location | None = None
    magnitudes: tuple[Magnitude, ...] = ()
    statement: str | None = None
    score: float = 0.0
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """One outlet's account: an article as published. See the module docstring for the layers.

    `published` is ISO 8601, as exact as it is known. `language` is an ISO 639-1 code. `encoding`
    names the encoding the bytes were read in, None where the text came as text (JSON). `notes`
    are one-line remarks for the reader ("read as windows-1252: not UTF-8"). `owner` is who owns
    the outlet, where the input says so.
    """

    id: str
    text: str
    outlet: str | None = None
    published: str | None = None
    title: str | None = None
    language: str | None = None
    url: str | None = None
    encoding: str | None = None
    notes: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    tokens: tuple[Token, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    owner: str | None = None

    @property
    def name(self) -> str:
        """What a person calls this report: its outlet, else its id."""
        return self.outlet or self.id

    @property
    def furniture(self) -> tuple[Span, ...]:
        """The spans that the page adds to the article, in order."""
        return tuple(m.span for m in self.marks if m.kind in ("furniture", "byline"))


@dataclass(frozen=True, slots=True)
class Rejected:
    """What a stage left out, and why; `report_id` is the input's name where it has no id yet."""

    report_id: str
    stage: str
    reason: str


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
