"""Attribution: who is said to say, think or want what, and by which words.

`Attributor` is the seam: it works on records, so another method can take the place of
`NetworkAttributor` without the rest noticing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from quoth.annotate import decode
from quoth.annotate.candidate import Candidate
from quoth.annotate.chains import attach
from quoth.annotate.network import Network, OnnxNetwork
from quoth.annotate.readings import Reading, ReportReader
from quoth.annotate.speech import Speech
from quoth.annotate.syntax import SENTENCE_TOKENS
from quoth.annotate.tree import Range, Tree
from quoth.records import Report, Span, Statement
from quoth.spans import merge


class Attributor(Protocol):
    """Finds the statements of a report that has tokens and quotations."""

    def attribute(self, report: Report) -> tuple[Statement, ...]:
        """Return the report's statements, in the order of their first word."""
        ...


class NetworkAttributor:
    """Finds statements with the network that the package ships.

    1. `readings`: for each word that may anchor a cue, the role of every word near it.
    2. `decode`: coherent roles, and the likeliest of what collides.
    3. `speech`: quotations belong to one statement as a whole.
    4. `chains`: quotations that go on after a statement without a cue of their own.
    5. `relays`: the agencies that hand a statement on.
    """

    def __init__(
        self, *, network: Network | None = None, weights: decode.Weights = decode.WEIGHTS
    ) -> None:
        self._reader = ReportReader(network or OnnxNetwork())
        self._weights = weights

    def attribute(self, report: Report) -> tuple[Statement, ...]:
        """Return the report's statements, in the order of their first word."""
        tree = Tree(report.tokens)
        speech = Speech(report, tree, sentence_ranges(report))
        readings = self._reader.open(report, tree).readings()
        chosen = statements_of(tree, speech, readings, weights=self._weights)
        found = [_statement(report, tree, speech, one) for one in chosen]
        found.sort(key=lambda s: (s.content, s.cue, s.source))
        return tuple(replace(s, id=f"s{number}") for number, s in enumerate(found))


def statements_of(
    tree: Tree, speech: Speech, readings: Iterable[Reading], *, weights: decode.Weights
) -> list[Candidate]:
    """Return the candidates that a report's readings come to, in order of their anchors."""
    by_anchor = {reading.anchor: reading for reading in readings}
    found = decode.candidates(tree, by_anchor.values(), weights=weights)
    likely = [speech.whole(one) for one in found if one.confidence >= weights.threshold]
    chosen = decode.choose(tree, decode.settle(tree, likely, by_anchor), weights=weights)
    return attach(speech, chosen)


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


def _statement(report: Report, tree: Tree, speech: Speech, one: Candidate) -> Statement:
    return Statement(
        id="",
        kind=speech.kind(one.content),
        source=_spans(report, tree, one.source),
        cue=_spans(report, tree, one.cue),
        content=_spans(report, tree, one.content),
        confidence=round(one.confidence, 4),
    )


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
