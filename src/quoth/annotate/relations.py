"""Types of given relations: what an actor does to a recipient, for others to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import cast

import numpy as np

from quoth.annotate.event_codes import HINTS
from quoth.annotate.event_network import OnnxEventNetwork
from quoth.annotate.event_readings import EventReader
from quoth.annotate.plover import TYPES
from quoth.annotate.syntax import Parser
from quoth.annotate.tree import Range, Tree
from quoth.records import EventType, Report, Sentence, Span

Pairs = Sequence[Sequence[int]]


def classify_relations(
    sentences: Sequence[str],
    actor_spans: Sequence[Sequence[int] | Pairs],
    recipient_spans: Sequence[Sequence[int] | Pairs],
) -> list[dict[EventType, float]]:
    """Return for each sentence what the actor does to the recipient: types with probabilities.

    The three run in parallel. Spans are half-open offsets, in code points, into the sentence: one
    `(start, end)`, or several for a party in pieces; a recipient may have none (`()`). The
    result has all 16 types of PLOVER, the likeliest first; what they lack to 1 is the probability
    that it is none of them. Raises ValueError for lists of unequal length and for spans outside of
    their sentence or without a word in them.
    """
    if not len(sentences) == len(actor_spans) == len(recipient_spans):
        raise ValueError(
            f"{len(sentences)} sentences, {len(actor_spans)} actors, {len(recipient_spans)} "
            "recipients: give one of each a sentence"
        )
    parser, reader = _models()
    reports = (
        Report(str(n), text, language="en", sentences=(Sentence(Span(0, len(text)), 0),))
        for n, text in enumerate(sentences)
    )
    found = []
    for n, analysis in enumerate(parser.parse(reports)):
        report = analysis.report
        hints: dict[int, int] = {}
        for party, given in (("recipient", recipient_spans[n]), ("actor", actor_spans[n])):
            hints |= dict.fromkeys(_words(report, n, party, given), HINTS.index(party))
        opened = reader.open(report, Tree(report.tokens))
        odds = opened.relation(Range(0, len(report.tokens)), hints)
        each = sorted(zip(TYPES, odds[1:].tolist(), strict=True), key=lambda pair: -pair[1])
        found.append(dict(each))
    return found


@lru_cache(maxsize=1)
def _models() -> tuple[Parser, EventReader]:
    return Parser(), EventReader(OnnxEventNetwork())


def _words(report: Report, n: int, party: str, given: Sequence[int] | Pairs) -> list[int]:
    """Return the tokens of a party; raises ValueError as above."""
    single = len(given) > 0 and isinstance(given[0], int | np.integer)
    words = []
    for pair in cast(Pairs, [given] if single else given):
        start, end = pair
        if not 0 <= start < end <= len(report.text):
            raise ValueError(f"sentence {n}: the {party}'s span {pair!r} is not within the text")
        inside = [
            i
            for i, token in enumerate(report.tokens)
            if token.span.start < end and token.span.end > start
        ]
        if not inside:
            raise ValueError(f"sentence {n}: the {party}'s span {pair!r} holds no word")
        words.extend(inside)
    return words
