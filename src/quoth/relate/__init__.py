"""Relate: what happened between two actors over time, by occurrences and their origins.

records       what comes in (`Telling`, `Covered`) and goes out (`Relation`, `Pair`)
occurrences   which tellings are one occurrence, and which of them are one origin
amounts       sums of what is only probable, and their intervals
calendar      days, weeks, months, quarters, years
changes       change points of a series of counts
series        `relate`: occurrences in steps, coverage, tellers, changes and what drives them
pairs         `pairs`: all pairs of countries by activity

Support counts origins, never articles: a copy of a report changes no figure. docs/relations.md
says how each figure comes about.

Known gaps: an occurrence that two stories tell counts twice. What an actor does within its own
country is in no pair of countries. Confidences of one program's readings are taken as independent,
so that intervals are too narrow where the program errs alike about many. Change points look at
numbers of events, not at their scores.
"""

from quoth.relate.calendar import STEPS, end_of, start_of, steps
from quoth.relate.occurrences import QUADS, direction_of, occurrences
from quoth.relate.pairs import countries_of, pairs
from quoth.relate.records import (
    Amount,
    Change,
    Covered,
    EventOrigin,
    Pair,
    Party,
    Period,
    Relation,
    RelationEvent,
    Series,
    Side,
    Source,
    Standing,
    Step,
    Tally,
    Telling,
)
from quoth.relate.series import UNKNOWN, RelateOptions, according_to, relate

__all__ = [
    "QUADS",
    "STEPS",
    "UNKNOWN",
    "Amount",
    "Change",
    "Covered",
    "EventOrigin",
    "Pair",
    "Party",
    "Period",
    "RelateOptions",
    "Relation",
    "RelationEvent",
    "Series",
    "Side",
    "Source",
    "Standing",
    "Step",
    "Tally",
    "Telling",
    "according_to",
    "countries_of",
    "direction_of",
    "end_of",
    "occurrences",
    "pairs",
    "relate",
    "start_of",
    "steps",
]
