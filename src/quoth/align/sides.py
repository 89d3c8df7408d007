"""Sides: a unit with what of its report bears on it, and what a reader looks for in it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from quoth.align.measures import figures
from quoth.align.quantities import Quantity
from quoth.align.units import Unit
from quoth.records import Report, Span, Statement, Token

DENIALS = frozenset({"deny", "denial", "dismiss", "reject", "refute", "dispute", "rebut"})
# Only the strongest hedges: a plan or a hope is told as one by both sides of most pairs.
DOUBTS = frozenset(
    "may might could reportedly allegedly possibly perhaps apparently likely probably "
    "possibility consider".split()
)
PLACES = frozenset({"GPE", "LOC", "FAC"})
VERBS = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, eq=False)
class Side:
    """One unit with its report and, if it is a content, its statement.

    What is read off a side is kept, as every side is set against many others.
    """

    unit: Unit
    report: Report
    statement: Statement | None

    @cached_property
    def tokens(self) -> list[Token]:
        """Return the unit's own tokens."""
        return [self.report.tokens[i] for i in self.unit.tokens]

    @cached_property
    def figures(self) -> list[Quantity]:
        """Return every figure of the unit, durations and shares too."""
        return figures(self.report.tokens, self.unit.tokens)

    @cached_property
    def cue(self) -> list[int]:
        """Return the tokens (indices) of the cue that the unit is told with."""
        tokens = self.report.tokens
        spans = self.statement.cue if self.statement is not None else ()
        found = []
        for span in spans:
            index = bisect_left(tokens, span.start, key=lambda token: token.span.start)
            while index < len(tokens) and tokens[index].span.start < span.end:
                found.append(index)
                index += 1
        return found

    def text(self, span: Span) -> str:
        """Return the words of a span."""
        return self.report.text[span.start : span.end]

    def entity_at(self, span: Span) -> str:
        """Return the type of the name that begins where a span does, or ""."""
        found = (t.entity for t in self.tokens if t.span.start == span.start)
        return next(found, "")


def side_of(unit: Unit, report: Report) -> Side:
    """Return a unit with its report and statement."""
    statement = next((s for s in report.statements if s.id == unit.statement), None)
    return Side(unit, report, statement)


def denied(side: Side) -> bool:
    """Return whether the unit's statement denies its content; "did not deny" does not."""
    words = [side.report.tokens[i] for i in side.cue]
    negated = sum(token.dep == "neg" for token in words) % 2 == 1
    return any(token.lemma.lower() in DENIALS for token in words) and not negated


def common(a: Side, b: Side) -> float:
    """Return the share of the shorter unit's content words that the other has too."""
    shorter = min(len(a.unit.lemmas), len(b.unit.lemmas))
    return len(a.unit.lemmas & b.unit.lemmas) / max(1, shorter)


def head_verbs(side: Side) -> set[str]:
    """Return the lemmas of the verbs that the rest of the unit hangs on."""
    inside = set(side.unit.tokens)
    found = set()
    for index in side.unit.tokens:
        token = side.report.tokens[index]
        if token.pos == "VERB" and (token.head == index or token.head not in inside):
            found.add(token.lemma.lower())
    return found


def stance(side: Side) -> Span:
    """Return the words that say whether it is affirmed: a denial with its negation, or the verb."""
    tokens = side.report.tokens
    for index in side.unit.tokens:
        if tokens[index].lemma.lower() in DENIALS:
            return with_auxiliaries(side, index)
    if any(tokens[index].lemma.lower() in DENIALS for index in side.cue):
        assert side.statement is not None
        return Span(side.statement.cue[0].start, side.statement.cue[-1].end)
    return main_verb(side)


def main_verb(side: Side) -> Span:
    """Return the span of a unit's main verb, else of its first words."""
    inside = set(side.unit.tokens)
    for index in side.unit.tokens:
        token = side.report.tokens[index]
        if token.pos in VERBS and (token.head == index or token.head not in inside):
            return with_auxiliaries(side, index)
    return side.unit.spans[0]


def negated_verbs(side: Side) -> dict[str, Span]:
    """Return the negated verbs (lemmas), each with the span of verb and negation."""
    found = {}
    for token in side.tokens:
        head = side.report.tokens[token.head]
        if token.dep == "neg" and head.pos in VERBS:
            found[head.lemma.lower()] = Span(
                min(token.span.start, head.span.start), max(token.span.end, head.span.end)
            )
    return found


def plain_verbs(side: Side) -> dict[str, Span]:
    """Return the verbs (lemmas) that are not negated, each with its span."""
    negated = negated_verbs(side)
    found = {}
    for index in side.unit.tokens:
        token = side.report.tokens[index]
        if token.pos == "VERB" and token.lemma.lower() not in negated:
            found[token.lemma.lower()] = with_auxiliaries(side, index)
    return found


def with_auxiliaries(side: Side, index: int) -> Span:
    """Return the span of a verb with its auxiliaries and negation, where they stand beside it."""
    token = side.report.tokens[index]
    parts = [token.span]
    for other in side.unit.tokens:
        word = side.report.tokens[other]
        if word.head == index and word.dep in ("aux", "auxpass", "neg") and abs(other - index) <= 3:
            parts.append(word.span)
    return Span(min(part.start for part in parts), max(part.end for part in parts))


def doubts(side: Side) -> dict[str, Span]:
    """Return, for each doubted verb, the span of doubt and verb."""
    found = {}
    for token in side.tokens:
        head = side.report.tokens[token.head]
        if token.lemma.lower() in DOUBTS and head.pos in VERBS and token.head != -1:
            start = min(token.span.start, head.span.start)
            found[head.lemma.lower()] = Span(start, max(token.span.end, head.span.end))
    return found


def heads(side: Side, span: Span) -> set[str]:
    """Return the lemmas of the verbs and nouns that a span hangs on."""
    heads: set[str] = set()
    for index in side.unit.tokens:
        token = side.report.tokens[index]
        if not span.start <= token.span.start < span.end:
            continue
        for _ in range(6):
            token = side.report.tokens[token.head]
            if token.pos in VERBS or token.pos == "NOUN":
                heads.add(token.lemma.lower())
            if token.pos in VERBS:
                break
    return heads


def places_of(side: Side) -> list[tuple[str, Span]]:
    """Return the places where the unit's acts happen: names after "in", "at", "near"..."""
    found = []
    for index in side.unit.tokens:
        token = side.report.tokens[index]
        head = side.report.tokens[token.head]
        if token.entity in PLACES and token.dep == "pobj" and head.text.lower() in ("in", "at"):
            verb = side.report.tokens[head.head]
            if verb.pos in VERBS:
                found.append((verb.lemma.lower(), token.span))
    return found


def around(side: Side) -> str:
    """Return the unit's sentence and its neighbours, where a name may stand instead."""
    near = range(side.unit.sentence - 1, side.unit.sentence + 2)
    spans = [side.report.sentences[i].span for i in near if 0 <= i < len(side.report.sentences)]
    return " ".join(side.text(span) for span in spans)
