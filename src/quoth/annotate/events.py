"""Events: who is told to have done what to whom, and by which words.

`EventFinder` is the seam: it works on records, so another method can take the place of
`NetworkEvents` without the rest noticing. Parties stay words here; `resolve` says who they are,
and when and where.

Known gaps:

- A sentence is read by itself: what it takes from the one before ("It began on Monday") is lost,
  and so are parties that stand in another sentence.
- One deed told twice in a report is two events.
- The manual's contexts are judged from the sentence alone and are weak; see the model card.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from quoth.annotate.attribution import sentence_ranges
from quoth.annotate.event_codes import (
    ACTOR,
    DATE,
    MODES_OF,
    NAMED_MODES,
    NONE,
    PLACE,
    RECIPIENT,
    TRIGGER,
)
from quoth.annotate.event_network import EventNetwork, OnnxEventNetwork
from quoth.annotate.event_readings import EventReader, EventReading, OpenEvents
from quoth.annotate.plover import CONTEXTS, STATUSES, TYPES, score
from quoth.annotate.tree import Range, Tree
from quoth.records import Event, Report, Span, Stance, Statement, Status


class EventFinder(Protocol):
    """Finds the events of a report that has tokens and statements."""

    def find(self, report: Report) -> tuple[Event, ...]:
        """Return the report's events, in the order of their triggers, without who they are."""
        ...


@dataclass(frozen=True, slots=True)
class EventWeights:
    """What is fitted on labelled sentences held out of training: see the model card.

    The first seven and `bias` make of `features_of` the probability that a reader would have type,
    parties and status alike. Below `threshold` nothing is listed. A context is given from
    `context` on.
    """

    event: float = 0.5
    trigger: float = 0.2
    relation: float = 0.5
    status: float = 1.0
    actor: float = 1.0
    recipient: float = 1.0
    none: float = -0.5
    bias: float = 0.0
    threshold: float = 0.35
    context: float = 0.4


WEIGHTS = EventWeights()
# What the stance of the statement that tells a deed makes of one that reads as done.
_BY_STANCE: dict[Stance, Status] = {
    "denies": "negated",
    "promises": "future",
    "demands": "hypothetical",
    "asks": "hypothetical",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """An event by token: the words of each role, and what speaks for it (`features_of`)."""

    sentence: Range
    anchor: int
    type: int
    mode: int
    status: int
    contexts: tuple[int, ...]
    roles: dict[int, tuple[Range, ...]]
    features: tuple[float, ...]
    confidence: float = 0.0


class NetworkEvents:
    """Finds events with the network that the package ships.

    1. `event_readings`: for each word that may be a trigger, and each type, the role of every word.
    2. `draft`: the likeliest role of each word; who does what to whom is put to the network once
       more, which gives the type a second time.
    3. `choose`: confidence, and the likeliest of what collides.
    4. `statused`: the statement that tells it, and what its stance makes of the status.
    """

    def __init__(
        self, *, network: EventNetwork | None = None, weights: EventWeights = WEIGHTS
    ) -> None:
        self._reader = EventReader(network or OnnxEventNetwork())
        self._weights = weights

    def find(self, report: Report) -> tuple[Event, ...]:
        """Return the report's events, in the order of their triggers."""
        tree = Tree(report.tokens)
        opened = self._reader.open(report, tree)
        found: list[Event] = []
        for part in sentence_ranges(report):
            drafts = list(drafts_of(opened, tree, part, weights=self._weights))
            found.extend(_event(report, tree, one) for one in choose(drafts, weights=self._weights))
        found.sort(key=lambda event: (event.trigger, event.type))
        return tuple(
            replace(statused(report, event), id=f"e{number}") for number, event in enumerate(found)
        )


def drafts_of(
    opened: OpenEvents, tree: Tree, part: Range, *, weights: EventWeights = WEIGHTS
) -> Iterator[Draft]:
    """Yield what the network finds in a sentence, likely or not."""
    for reading in opened.readings(part):
        roles = _likeliest(reading, tree)
        ranges = {
            role: _ranges(tree, reading.first, roles, role)
            for role in (ACTOR, RECIPIENT, PLACE, DATE)
        }
        ranges[TRIGGER] = _trigger(tree, reading, roles)
        hints = {i: role for role in (ACTOR, RECIPIENT) for r in ranges[role] for i in range(*r)}
        hints |= {i: TRIGGER for r in ranges[TRIGGER] for i in range(*r)}
        relation = opened.relation(part, hints)
        allowed = MODES_OF[TYPES[reading.type]]
        yield Draft(
            part,
            reading.anchor,
            reading.type,
            max(allowed, key=lambda n: (reading.modes[n], -n)),
            int(reading.statuses.argmax()),
            tuple(np.flatnonzero(reading.contexts >= weights.context).tolist()),
            ranges,
            features_of(reading, roles, relation),
        )


def features_of(
    reading: EventReading, roles: NDArray[np.int64], relation: NDArray[np.float32]
) -> tuple[float, ...]:
    """Return what speaks for a reading, in the order of the first fields of `EventWeights`.

    1., 2. The log odds of the event and of its trigger (no more than 6 either way). 3. The log
    probability of the type when asked for what the actor does to the recipient, and 7. that of
    nothing. 4. The log probability of the status. 5., 6. The log of the overlap (intersection over
    union) that actor and recipient can expect to have with what a reader would mark.
    """
    return (
        _clipped(reading.event_odds),
        _clipped(reading.trigger_odds),
        _log(relation[1 + reading.type]),
        _log(reading.statuses.max()),
        _log(_overlap(reading.roles[:, ACTOR], roles == ACTOR)),
        _log(_overlap(reading.roles[:, RECIPIENT], roles == RECIPIENT)),
        _log(relation[0]),
    )


def _clipped(odds: float) -> float:
    return max(-6.0, min(6.0, odds))


def _log(value: float) -> float:
    return math.log(max(float(value), 0.01))


def _overlap(given: NDArray[np.float32], taken: NDArray[np.bool_]) -> float:
    """Return the expected overlap of some words with the right ones; if none, that of none."""
    if not taken.any():
        return float(1 - given.max(initial=0.0))
    return float(given[taken].sum() / max(taken.sum() + given[~taken].sum(), 1e-3))


def confidence(features: Sequence[float], weights: EventWeights = WEIGHTS) -> float:
    """Return the probability that a reader would have an event like this."""
    w = weights
    each = (w.event, w.trigger, w.relation, w.status, w.actor, w.recipient, w.none)
    odds = sum(a * b for a, b in zip(each, features, strict=True)) + w.bias
    return 1 / (1 + math.exp(-max(-20.0, min(20.0, odds))))


def choose(drafts: Iterable[Draft], *, weights: EventWeights = WEIGHTS) -> list[Draft]:
    """Return the likely drafts of a sentence without those that say the same as a likelier one.

    One word can be the trigger of two types ("was sentenced to prison": conviction and arrest)
    where both are likelier than not. Two triggers of one type with the same parties are one deed.
    """
    kept: list[Draft] = []
    scored = [replace(d, confidence=confidence(d.features, weights)) for d in drafts]
    for one in sorted(scored, key=lambda d: (-d.confidence, d.anchor, d.type)):
        if one.confidence < weights.threshold:
            break
        if any(_same(one, other) for other in kept):
            continue
        kept.append(one)
    return kept


def _same(one: Draft, other: Draft) -> bool:
    """Return whether a draft says nothing that a likelier one does not."""
    if one.anchor == other.anchor:
        return one.confidence < 0.5
    if one.type != other.type:
        return False
    triggers = [set(_words(d.roles[TRIGGER])) for d in (one, other)]
    if triggers[0] & triggers[1]:
        return True
    parties = [(d.roles[ACTOR], d.roles[RECIPIENT], d.status) for d in (one, other)]
    near = abs(one.anchor - other.anchor) <= 3
    return near and parties[0] == parties[1]


def _words(parts: Iterable[Range]) -> Iterator[int]:
    for part in parts:
        yield from range(*part)


def _likeliest(reading: EventReading, tree: Tree) -> NDArray[np.int64]:
    """Return the likeliest role of each word; the anchor is trigger.

    A word between two of one role in one name ("Dana" "-" "Orlov") gets that role too.
    """
    roles: NDArray[np.int64] = reading.roles.argmax(-1)
    roles[reading.anchor - reading.first] = TRIGGER
    for n in range(1, len(roles) - 1):
        word = tree.tokens[reading.first + n]
        joined = roles[n - 1] == roles[n + 1] and roles[n] == NONE
        if joined and roles[n - 1] in (ACTOR, RECIPIENT) and _joins(word.text, word.tag):
            roles[n] = roles[n - 1]
    return roles


def _joins(text: str, tag: str) -> bool:
    return text in ("-", "–", "of", "'", "’", ".") or tag in ("POS", "HYPH")


def _ranges(tree: Tree, first: int, roles: NDArray[np.int64], role: int) -> tuple[Range, ...]:
    """Return the words of a role as ranges, trimmed, without ranges of nothing but small words."""
    parts = tree.ranges((np.flatnonzero(roles == role) + first).tolist())
    trimmed = (_tight(tree, part, role) for part in parts)
    weak = {"PUNCT", "DET", "CCONJ", "PART", "SCONJ", "AUX"}
    if role in (ACTOR, RECIPIENT):
        weak.add("ADP")
    return tuple(
        part
        for part in trimmed
        if any(tree.tokens[i].pos not in weak or tree.tokens[i].tag == "PRP$" for i in range(*part))
    )


def _tight(tree: Tree, part: Range, role: int) -> Range:
    """Return a range without punctuation at its ends and, of a party, without "and", "'s".

    A closing bracket stays where the party holds the opening one: "the party (PKK)".
    """
    first, last = tree.trim(part)
    while role in (ACTOR, RECIPIENT) and first < last:
        head, tail = tree.tokens[first], tree.tokens[last - 1]
        if head.pos in ("CCONJ", "ADP"):
            first += 1
        elif tail.tag == "POS" or tail.pos in ("CCONJ", "ADP"):
            last -= 1
        elif head.pos == tail.pos == "PUNCT":
            first, last = first + 1, last - 1
        else:
            break
        first, last = tree.trim(Range(first, last))
    return Range(first, last)


def _trigger(tree: Tree, reading: EventReading, roles: NDArray[np.int64]) -> tuple[Range, ...]:
    """Return the anchor with the words of the trigger around it, at most two words apart."""
    words = (np.flatnonzero(roles == TRIGGER) + reading.first).tolist()
    near = [i for i in words if abs(i - reading.anchor) <= 3]
    parts = tree.ranges(near)
    trimmed = (tree.trim(p) for p in parts)
    kept = [p for p in trimmed if any(tree.tokens[i].pos != "PUNCT" for i in range(*p))]
    return tuple(kept) or (Range(reading.anchor, reading.anchor + 1),)


def _event(report: Report, tree: Tree, one: Draft) -> Event:
    """Return a draft as a record, yet without id and statement."""
    kind = TYPES[one.type]
    spans = {role: tree.spans(parts) for role, parts in one.roles.items()}
    mode = NAMED_MODES[one.mode][1] or None
    every = [span for found in spans.values() for span in found]
    evidence = Span(min(s.start for s in every), max(s.end for s in every))
    return Event(
        id="",
        type=kind,
        mode=mode,
        contexts=tuple(CONTEXTS[n] for n in one.contexts),
        status=STATUSES[one.status],
        trigger=spans[TRIGGER],
        evidence=(evidence,),
        actor_spans=spans[ACTOR],
        recipient_spans=spans[RECIPIENT],
        date_spans=spans[DATE],
        place_spans=spans[PLACE],
        score=score(kind, mode),
        confidence=round(one.confidence, 4),
    )


def statused(report: Report, event: Event) -> Event:
    """Return an event with the innermost statement that tells it, and the status that follows."""
    teller = _teller(report.statements, event.trigger[0])
    if teller is None:
        return event
    status = event.status
    if status in ("asserted", "historical"):
        status = _BY_STANCE.get(teller.stance, status)
    return replace(event, statement=teller.id, status=status)


def _teller(statements: Iterable[Statement], trigger: Span) -> Statement | None:
    """Return the innermost statement whose content holds a trigger."""
    for statement in statements:
        if any(s.start <= trigger.start and trigger.end <= s.end for s in statement.content):
            return _teller(statement.inner, trigger) or statement
    return None
