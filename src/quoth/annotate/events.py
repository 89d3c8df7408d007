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
    PLACE,
    RECIPIENT,
    TRIGGER,
)
from quoth.annotate.event_network import EventNetwork, OnnxEventNetwork
from quoth.annotate.event_readings import EventReader, EventReading, OpenEvents
from quoth.annotate.event_roles import completed, likeliest, outermost, ranges_of, trigger_of
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

    event: float = -0.078
    trigger: float = 0.313
    relation: float = 0.292
    status: float = 1.872
    actor: float = 1.649
    recipient: float = 1.332
    none: float = -0.146
    bias: float = -0.282
    threshold: float = 0.5
    context: float = 0.4


WEIGHTS = EventWeights()
# What the stance of the statement that tells a deed makes of one that reads as done.
_BY_STANCE: dict[Stance, Status] = {
    "denies": "negated",
    "promises": "future",
    "demands": "hypothetical",
    "asks": "hypothetical",
}


# Clauses beside another, which tell something else.
_APART = ("advcl", "relcl", "parataxis", "conj", "csubj")


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
        self,
        *,
        network: EventNetwork | None = None,
        weights: EventWeights = WEIGHTS,
        least: float | None = None,
    ) -> None:
        self._reader = EventReader(network or OnnxEventNetwork())
        self._weights = weights if least is None else replace(weights, threshold=least)

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
    opened: OpenEvents,
    tree: Tree,
    part: Range,
    *,
    weights: EventWeights = WEIGHTS,
    every: bool = False,
) -> Iterator[Draft]:
    """Yield what the network finds in a sentence: what `weights` may list, or everything."""
    for reading in opened.readings(part):
        roles = likeliest(reading, tree)
        if not every and _bound(reading, roles, weights) < weights.threshold:
            continue
        ranges = {
            role: ranges_of(tree, reading.first, roles, role)
            for role in (ACTOR, RECIPIENT, PLACE, DATE)
        }
        taken = frozenset((np.flatnonzero(roles) + reading.first).tolist())
        for role in (ACTOR, RECIPIENT):
            ranges[role] = completed(tree, outermost(tree, ranges[role]), taken)
        ranges[TRIGGER] = trigger_of(tree, reading, roles)
        hints = {i: role for role in (ACTOR, RECIPIENT) for r in ranges[role] for i in range(*r)}
        hints |= {i: TRIGGER for r in ranges[TRIGGER] for i in range(*r)}
        relation = opened.relation(part, hints)
        yield Draft(
            part,
            reading.anchor,
            reading.type,
            _mode(reading),
            int(reading.statuses.argmax()),
            tuple(np.flatnonzero(reading.contexts >= weights.context).tolist()),
            ranges,
            features_of(reading, roles, relation),
        )


def _mode(reading: EventReading) -> int:
    """Return the number of the likeliest mode of a type, that of none where it is not likely."""
    allowed = MODES_OF[TYPES[reading.type]]
    best = max(allowed, key=lambda n: (reading.modes[n], -n))
    likely = reading.modes[best] >= 0.5 * sum(reading.modes[n] for n in allowed)
    return best if likely else 0


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


def _bound(reading: EventReading, roles: NDArray[np.int64], weights: EventWeights) -> float:
    """Return the highest confidence that a reading can have, whatever its relation is."""
    best = np.zeros(1 + len(TYPES), dtype=np.float32)
    best[1 + reading.type] = 1.0
    sure = features_of(reading, roles, best)
    best[0] = 1.0
    return max(confidence(sure, weights), confidence(features_of(reading, roles, best), weights))


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
        if not _has_party(one) or any(_same(one, other) for other in kept):
            continue
        kept.append(one)
    return kept


def _has_party(one: Draft) -> bool:
    """Return whether a draft tells of anybody; violence and protest are told without, too."""
    told = one.roles[ACTOR] or one.roles[RECIPIENT]
    return bool(told) or TYPES[one.type] in ("ASSAULT", "PROTEST")


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


def _event(report: Report, tree: Tree, one: Draft) -> Event:
    """Return a draft as a record, yet without id and statement."""
    kind = TYPES[one.type]
    spans = {role: tree.spans(parts) for role, parts in one.roles.items()}
    mode = NAMED_MODES[one.mode][1] or None
    return Event(
        id="",
        type=kind,
        mode=mode,
        contexts=tuple(CONTEXTS[n] for n in one.contexts),
        status=STATUSES[one.status],
        trigger=spans[TRIGGER],
        evidence=tree.spans(_evidence(tree, one)),
        actor_spans=spans[ACTOR],
        recipient_spans=spans[RECIPIENT],
        date_spans=spans[DATE],
        place_spans=spans[PLACE],
        score=score(kind, mode),
        confidence=round(one.confidence, 4),
    )


def _evidence(tree: Tree, one: Draft) -> tuple[Range, ...]:
    """Return the clause of the trigger, and all words between the words of the roles.

    Clauses that hang on it without a word of a role in them are left out.
    """
    told = set(_words(part for parts in one.roles.values() for part in parts))
    low, high = max(one.sentence.first, min(told)), min(one.sentence.last, max(told) + 1)
    head = one.anchor
    while tree.tokens[head].pos not in ("VERB", "AUX") and tree.tokens[head].head != head:
        head = tree.tokens[head].head
    first, last = tree.edges(head)
    whole = Range(max(one.sentence.first, min(first, low)), min(one.sentence.last, max(last, high)))
    holes = [tree.edges(child) for child in tree.offspring(head, *_APART)]
    beside = [hole for hole in holes if not any(i in told for i in range(*hole))]
    parts = tree.without(whole, *(h for h in beside if h.last <= low or h.first >= high))
    return tuple(p for p in (_without_joint(tree, part) for part in parts) if p.last > p.first)


def _without_joint(tree: Tree, part: Range) -> Range:
    """Return a range without an "and" at its ends, which joined it to what was left out."""
    first, last = part
    while first < last and tree.tokens[first].pos == "CCONJ":
        first += 1
    while last > first and tree.tokens[last - 1].pos in ("CCONJ", "PUNCT"):
        last -= 1
    return Range(first, last)


def statused(report: Report, event: Event) -> Event:
    """Return an event with the innermost statement that tells it, and the status that follows."""
    tellers = _tellers(report.statements, event.trigger[0])
    if not tellers:
        return event
    status = event.status
    if status in ("asserted", "historical"):
        # Who denies that somebody said it was done does not stand by its being done.
        denied = any(teller.stance == "denies" for teller in tellers)
        status = "negated" if denied else _BY_STANCE.get(tellers[-1].stance, status)
    return replace(event, statement=tellers[-1].id, status=status)


def _tellers(statements: Iterable[Statement], trigger: Span) -> list[Statement]:
    """Return the statements whose contents hold a trigger, the outermost first."""
    for statement in statements:
        if any(s.start <= trigger.start and trigger.end <= s.end for s in statement.content):
            return [statement, *_tellers(statement.inner, trigger)]
    return []
