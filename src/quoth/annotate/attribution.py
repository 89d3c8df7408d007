"""Attribution: who is said to say, think or want what, and by which words.

`Attributor` is the seam: it works on records, so another method can take the place of
`RuleAttributor` without the rest noticing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from quoth.annotate.candidate import Candidate
from quoth.annotate.chains import attach
from quoth.annotate.cues import Cues, cues, traits
from quoth.annotate.frames import frames
from quoth.annotate.predicates import Frame, source_range
from quoth.annotate.relays import Scored, agencies, hand_on, relays
from quoth.annotate.sources import source_type
from quoth.annotate.speech import Speech
from quoth.annotate.stance import stance_of
from quoth.annotate.syntax import SENTENCE_TOKENS
from quoth.annotate.tree import Range, Tree
from quoth.records import Report, Span, Statement
from quoth.spans import merge

# The least probability, as `cues` gives it, of a statement that is listed. Chosen on PolNeAR dev:
# from 0.2 to 0.3 attribution F1 changes by less than a point, precision rises from 0.73 to 0.78
# and recall falls from 0.64 to 0.60.
THRESHOLD = 0.25
# `cues` weighs one reading against the others of its predicate; a statement may be right in
# substance where another would fit better. Fitted on the 1,785 statements of PolNeAR dev
# (logistic regression on the log odds); a listed statement has 0.48 at least.
_SLOPE, _SHIFT = 0.68, 0.68
# A reading of a predicate below this is never taken, whatever it inherits.
LEAST = 0.1


class Attributor(Protocol):
    """Finds the statements of a report that has tokens and quotations."""

    def attribute(self, report: Report) -> tuple[Statement, ...]:
        """Return the report's statements, in the order of their first word."""
        ...


class RuleAttributor:
    """Finds statements by rules on syntax and quotation marks, weighed by a table of cues.

    1. `frames` lists every predicate with a complement, `speech` every verb beside a quotation.
    2. `cues` gives each the probability that it is an attribution.
    3. The likeliest are taken first; what overlaps one that is taken is left out, so that
       statements within statements are not listed.
    4. `relays` finds the agencies that hand a statement on.
    5. `chains` adds the quotations that go on after a statement without a cue of their own.
    """

    def __init__(self, *, cues_table: Cues | None = None, threshold: float = THRESHOLD) -> None:
        self._cues = cues_table
        self._threshold = threshold

    def attribute(self, report: Report) -> tuple[Statement, ...]:
        """Return the report's statements, in the order of their first word."""
        tree = Tree(report.tokens)
        sentences = sentence_ranges(report)
        speech = Speech(report, tree, sentences)
        table = self._cues or cues()
        scored = [
            Scored(frame, table.confidence(traits(tree, speech, frame)))
            for frame in candidates(tree, speech, sentences)
        ]
        chosen = _choose(list(_split(scored, self._threshold)), self._threshold)
        chosen = hand_on(tree, list(agencies(report)), chosen, scored)
        chosen.sort(key=lambda one: one.frame.predicate)
        contents = attach(speech, [c.frame for c in chosen])
        found = [
            _statement(report, tree, speech, c, content)
            for c, content in zip(chosen, contents, strict=True)
        ]
        found.sort(key=lambda s: (s.content, s.cue, s.source))
        return tuple(replace(s, id=f"s{number}") for number, s in enumerate(found))


def candidates(tree: Tree, speech: Speech, sentences: Sequence[Range]) -> Iterator[Frame]:
    """Yield the frames of a report, their contents fitted to its quotations."""
    for sentence in sentences:
        for frame in frames(tree, sentence):
            fitted = speech.snap(frame)
            if fitted is not None:
                yield fitted
    for frame in speech.frames():
        fitted = speech.snap(frame)
        if fitted is not None:
            yield fitted


def sentence_ranges(report: Report) -> list[Range]:
    """Return the tokens of each sentence that has any, in order; an endless one in pieces."""
    found: list[Range] = []
    first = 0
    tokens = report.tokens
    for i in range(1, len(tokens) + 1):
        ends = i == len(tokens) or tokens[i].sentence != tokens[first].sentence
        if ends or i - first >= SENTENCE_TOKENS:
            found.append(Range(first, i))
            first = i
    return found


def _split(scored: Sequence[Scored], threshold: float) -> Iterator[Scored]:
    """Yield the frames without those that run on over a verb that tells something itself.

    "Said | that it failed, adding that ..." gives way to "said | that it failed", which gets its
    probability as well, where "adding" may be an attribution.
    """
    best: dict[int, float] = {}
    shorter: dict[tuple[int, int], list[Scored]] = {}
    for one in scored:
        at = one.frame.predicate
        best[at] = max(best.get(at, 0.0), one.confidence)
        if one.frame.note.startswith("cut"):
            shorter.setdefault((at, one.frame.content[0].first), []).append(one)
    gained: dict[int, float] = {}
    for one in scored:
        if one.frame.note or not one.frame.name.startswith("clause"):
            continue
        for short in shorter.get((one.frame.predicate, one.frame.content[0].first), ()):
            tail = range(short.frame.content[-1].last, one.frame.content[-1].last)
            # A third: on PolNeAR dev all shares from 0.1 to 0.8 are within 0.1 point of F1.
            if short.confidence < one.confidence / 3:
                continue
            if max((best.get(i, 0.0) for i in tail), default=0.0) >= threshold:
                gained[id(one)] = -1.0
                gained[id(short)] = one.confidence
                break
    for one in scored:
        more = gained.get(id(one), 0.0)
        if more >= 0:
            yield Scored(one.frame, min(0.99, one.confidence + more)) if more else one


def _choose(scored: Sequence[Scored], threshold: float) -> list[Scored]:
    """Return the likeliest frames whose predicates and contents do not collide.

    The readings of one predicate exclude each other: where the likelier ones collide with a
    statement that is taken, what is left inherits their probability.
    """
    chosen: list[Scored] = []
    taken: set[int] = set()
    predicates: set[int] = set()
    barred: dict[int, float] = {}
    for one in sorted(scored, key=lambda one: (-one.confidence, one.frame.predicate)):
        frame = one.frame
        if frame.predicate in predicates:
            continue
        content = {i for part in frame.content for i in range(*part)}
        if not taken.isdisjoint(content):
            barred[frame.predicate] = barred.get(frame.predicate, 0.0) + one.confidence
            continue
        confidence = min(0.99, one.confidence + barred.get(frame.predicate, 0.0))
        if confidence < threshold or one.confidence < LEAST:
            continue
        predicates.add(frame.predicate)
        taken |= content
        chosen.append(Scored(frame, confidence))
    return chosen


def _statement(
    report: Report, tree: Tree, speech: Speech, one: Scored, content: tuple[Range, ...]
) -> Statement:
    frame = one.frame
    source = source_range(tree, frame.source) if frame.source is not None else ()
    return Statement(
        id="",
        kind=speech.kind(content),
        source=_spans(report, tree, source),
        cue=_spans(report, tree, frame.cue),
        content=_spans(report, tree, content),
        relays=relays(one.agencies, tree),
        confidence=_calibrated(one.confidence),
        stance=stance_of(
            tree, Candidate(frame.predicate, source, frame.cue, content, one.confidence)
        ),
        source_type=source_type(tree, source),
    )


def _calibrated(probability: float) -> float:
    """Return the share of statements with this probability that are right."""
    odds = math.log(probability / (1.0 - probability))
    return round(1.0 / (1.0 + math.exp(-(_SLOPE * odds + _SHIFT))), 4)


def _spans(report: Report, tree: Tree, parts: Sequence[Range]) -> tuple[Span, ...]:
    """Return ranges as spans of the text; furniture between two sentences is left out."""
    spans: list[Span] = []
    furniture = report.furniture
    for part in parts:
        first = part.first
        for i in range(part.first + 1, part.last + 1):
            if i < part.last and tree.tokens[i].sentence == tree.tokens[i - 1].sentence:
                continue
            if i < part.last and furniture:
                gap = Span(tree.tokens[i - 1].span.end, tree.tokens[i].span.start)
                if not any(f.start < gap.end and f.end > gap.start for f in furniture):
                    continue
            elif i < part.last:
                continue
            spans.append(Span(tree.tokens[first].span.start, tree.tokens[i - 1].span.end))
            first = i
    return merge(spans)
