"""A report and all that is found in it; `quoth.records` says which stage fills in what."""

from __future__ import annotations

from dataclasses import dataclass
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
