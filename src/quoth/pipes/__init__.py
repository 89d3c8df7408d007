"""The stages as spaCy components: `nlp.add_pipe("quoth_attribution")` and the like.

quoth_attribution   who says what      doc._.statements, doc._.actors
quoth_actors        who is spoken of   doc._.actors
quoth_events        who did what       doc._.events, doc._.actors

spaCy finds the factories by the package's entry points; nothing needs to be imported. The
components read the tokens and the syntax of the pipeline that they stand in, so they come after
the parser and the entity recogniser, alone or together and in any order. Without syntax they work
by the words alone, and find less.

Known gaps: a document has no day of publication, so "on Tuesday" stays words.
"""

from __future__ import annotations

from spacy.language import Language

from quoth.pipes.components import ActorPipe, AttributionPipe, EventPipe
from quoth.pipes.documents import (
    ACTOR_GROUP,
    EVENT_GROUPS,
    STATEMENT_GROUPS,
    as_report,
    register,
)

__all__ = [
    "ACTOR_GROUP",
    "EVENT_GROUPS",
    "STATEMENT_GROUPS",
    "ActorPipe",
    "AttributionPipe",
    "EventPipe",
    "as_report",
    "make_actors",
    "make_attribution",
    "make_events",
    "register",
]


@Language.factory(
    "quoth_attribution",
    assigns=["doc._.statements", "doc._.actors", "doc.spans"],
    default_config={"speakers": True, "min_confidence": 0.0},
)
def make_attribution(
    nlp: Language,
    name: str,
    speakers: bool,
    min_confidence: float,
) -> AttributionPipe:
    """Return the component; `speakers` resolves who speaks and fills `doc._.actors` too."""
    return AttributionPipe(speakers=speakers, min_confidence=min_confidence)


@Language.factory("quoth_actors", assigns=["doc._.actors", "doc.spans"])
def make_actors(nlp: Language, name: str) -> ActorPipe:
    """Return the component."""
    return ActorPipe()


@Language.factory(
    "quoth_events",
    assigns=["doc._.events", "doc._.actors", "doc.spans"],
    default_config={"min_confidence": 0.0},
)
def make_events(nlp: Language, name: str, min_confidence: float) -> EventPipe:
    """Return the component."""
    return EventPipe(min_confidence=min_confidence)
