"""Attribution: who is said to say, think or want what, and by which words.

`Attributor` is the seam: it works on records, so another method can take the place of
`NetworkAttributor` without the rest noticing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from quoth.annotate import decode
from quoth.annotate.apart import named
from quoth.annotate.candidate import Candidate
from quoth.annotate.chains import attach
from quoth.annotate.layouts import laid_out
from quoth.annotate.nested import Nested
from quoth.annotate.network import Network, OnnxNetwork
from quoth.annotate.readings import Reading, ReportReader
from quoth.annotate.relays import hand_on
from quoth.annotate.sources import source_type
from quoth.annotate.speech import Speech
from quoth.annotate.stance import stance_of
from quoth.annotate.syntax import SENTENCE_TOKENS
from quoth.annotate.tree import Range, Tree
from quoth.records import Relay, Report, Span, Statement
from quoth.spans import merge


class Attributor(Protocol):
    """Finds the statements of a report that has tokens and quotations."""

    def attribute(self, report: Report) -> tuple[Statement, ...]:
        """Return the report's statements, in the order of their first word."""
        ...


class NetworkAttributor:
    """Finds statements with the network that the package ships.

    1. `readings`: for each word that may anchor a cue, the role of every word near it.
    2. `decode`: roles, confidence, and the likeliest of what collides.
       `layouts`: transcripts and signed quotations.
    3. `speech`: quotations belong to one statement as a whole.
    4. `relays`: the agencies that hand a statement on, and what they tell of others.
    5. `chains`: quotations that go on after a statement without a cue of their own.
    6. `nested`: what a content tells that others said.
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
        opened = self._reader.open(report, tree)
        nested = Nested(opened, tree, self._weights)
        chosen = statements_of(report, tree, speech, opened.readings(), nested, self._weights)
        made = _Maker(report, tree, speech)
        found = [
            replace(made.statement(one, handed), inner=made.inner(nested.told(one)))
            for one, handed in chosen
        ]
        found.sort(key=lambda s: (s.content, s.cue, s.source))
        return tuple(named(s, f"s{number}") for number, s in enumerate(found))


def statements_of(
    report: Report,
    tree: Tree,
    speech: Speech,
    readings: Iterable[Reading],
    nested: Nested | None = None,
    weights: decode.Weights = decode.WEIGHTS,
) -> list[tuple[Candidate, tuple[Relay, ...]]]:
    """Return what a report's readings come to, with relays, in order of the anchors.

    Without `nested` an agency keeps what it tells of others.
    """
    by_anchor = {reading.anchor: reading for reading in readings}
    found = decode.candidates(tree, by_anchor.values(), weights=weights)
    likely = [speech.whole(one) for one in found if one.confidence >= weights.threshold]
    settled = decode.settle(tree, likely, by_anchor)
    chosen = decode.choose(tree, [*laid_out(tree, speech), *settled], weights=weights)
    handed = hand_on(report, tree, chosen, nested.within if nested else lambda _: [])
    contents = attach(speech, [one for one, _ in handed])
    return [(one, relays) for one, (_, relays) in zip(contents, handed, strict=True)]


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


class _Maker:
    """Makes statements of a report's candidates."""

    def __init__(self, report: Report, tree: Tree, speech: Speech) -> None:
        self._report = report
        self._tree = tree
        self._speech = speech

    def statement(self, one: Candidate, handed: tuple[Relay, ...] = ()) -> Statement:
        """Return a candidate as a statement, yet without an id."""
        return Statement(
            id="",
            kind=self._speech.kind(one.content),
            source=_spans(self._report, self._tree, one.source),
            cue=_spans(self._report, self._tree, one.cue),
            content=_spans(self._report, self._tree, one.content),
            relays=handed,
            confidence=round(one.confidence, 4),
            stance=stance_of(self._tree, one),
            source_type=source_type(self._tree, one.source),
        )

    def inner(self, found: Sequence[Candidate]) -> tuple[Statement, ...]:
        """Return the candidates within a content as statements, in order."""
        made = [self.statement(one) for one in found]
        return tuple(sorted(made, key=lambda s: (s.content, s.cue, s.source)))


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
