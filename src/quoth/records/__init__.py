"""The nouns that stages hand to one another; nothing here reads or writes anything.

One record, `Report`, carries an article through the program. Each stage returns a new `Report`
with its layer filled in and everything else as it was:

    ingest    id, text, outlet, published, title, language, url, encoding
    clean     marks, sentences, quotations
    annotate  tokens, mentions, statements (without speaker), events (spans and codes only)
    resolve   actors, the speaker and date of each statement, who, when and where of each event

Every span is half-open, counted in Unicode code points of `Report.text`.

`reports` has these, `comparisons` what several reports of one story come to: `Comparison`, its
claims, their origins and differences.
"""

from quoth.records.comparisons import (
    LEFT_OUT_SUPPORT,
    Claim,
    Comparison,
    Difference,
    DifferenceType,
    Link,
    Member,
    Origin,
    Reason,
    ReasonKind,
    SharedRun,
    Step,
    StepKind,
)
from quoth.records.reports import (
    Actor,
    ActorKind,
    DateRange,
    Event,
    EventType,
    Location,
    Magnitude,
    MagnitudeKind,
    Mark,
    MarkKind,
    Mention,
    MentionKind,
    Precision,
    Quotation,
    Rejected,
    Relay,
    Report,
    Sentence,
    SourceType,
    Span,
    Stance,
    Statement,
    StatementKind,
    Status,
    Token,
)

__all__ = [
    "LEFT_OUT_SUPPORT",
    "Actor",
    "ActorKind",
    "Claim",
    "Comparison",
    "DateRange",
    "Difference",
    "DifferenceType",
    "Event",
    "EventType",
    "Link",
    "Location",
    "Magnitude",
    "MagnitudeKind",
    "Mark",
    "MarkKind",
    "Member",
    "Mention",
    "MentionKind",
    "Origin",
    "Precision",
    "Quotation",
    "Reason",
    "ReasonKind",
    "Rejected",
    "Relay",
    "Report",
    "Sentence",
    "SharedRun",
    "SourceType",
    "Span",
    "Stance",
    "Statement",
    "StatementKind",
    "Status",
    "Step",
    "StepKind",
    "Token",
]
