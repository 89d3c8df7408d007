"""The text of a report cut at the borders of all spans that lie in it.

Each piece says which claims and differences it belongs to, so that spans that overlap need no
nesting in the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from quoth.forms.wording import showable
from quoth.records import Report, Span

Layer = Literal[
    "claims", "differences", "sources", "alone", "furniture",
    "statements", "cues", "events", "triggers",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Text without a span's border inside, and what it belongs to.

    `claims`, `differences` and `sources` (who a claim is told from) are numbers with spaces
    between; `ends` has the claims whose telling ends with this piece. `statements` and `events` are
    the numbers of a report's own, the innermost last; `cues` are the words that name a statement's
    source or say that it was said, `triggers` those for an event's deed.
    """

    text: str
    claims: str = ""
    differences: str = ""
    sources: str = ""
    alone: bool = False
    furniture: bool = False
    ends: str = ""
    anchors: tuple[str, ...] = ()
    statements: str = ""
    cues: str = ""
    events: str = ""
    triggers: str = ""

    @property
    def plain(self) -> bool:
        """True where the piece belongs to nothing."""
        return not (
            self.claims or self.differences or self.sources or self.alone or self.furniture
            or self.statements or self.cues or self.events or self.triggers
        )  # fmt: skip


@dataclass(slots=True)
class Layers:
    """The spans of one report by what they are for; the numbers are those of the page."""

    spans: list[tuple[Span, Layer, int]] = field(default_factory=list)
    ends: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    anchors: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def lay(self, spans: Iterable[Span], layer: Layer, number: int = 0) -> None:
        """Add spans to a layer."""
        self.spans += [(span, layer, number) for span in spans if span.end > span.start]

    def count(self, layer: Layer) -> int:
        """Return how many spans a layer has."""
        return sum(of == layer for _, of, _ in self.spans)


def cut(report: Report, layers: Layers) -> list[list[Piece]]:
    """Return the pieces of each paragraph; together they are the text but for line breaks."""
    steps: dict[int, list[tuple[Layer, int, int]]] = defaultdict(list)
    for (start, end), layer, number in layers.spans:
        steps[start].append((layer, number, 1))
        steps[end].append((layer, number, -1))
    paragraphs = list(_paragraphs(report))
    borders = sorted({*steps, *(at for span in paragraphs for at in span)})
    active: Counter[tuple[Layer, int]] = Counter()
    found: list[list[Piece]] = [[] for _ in paragraphs]
    current = 0
    for start, end in pairwise(borders):
        for layer, number, change in steps.get(start, ()):
            active[layer, number] += change
            if not active[layer, number]:
                del active[layer, number]
        while current < len(paragraphs) and paragraphs[current].end <= start:
            current += 1
        if current < len(paragraphs) and start >= paragraphs[current].start:
            found[current].append(_piece(report.text, Span(start, end), active, layers))
    return found


def _piece(text: str, span: Span, active: Counter[tuple[Layer, int]], layers: Layers) -> Piece:
    def numbers(layer: Layer) -> str:
        return _numbers(number for of, number in active if of == layer)

    return Piece(
        showable(text[span.start : span.end]),
        numbers("claims"),
        numbers("differences"),
        numbers("sources"),
        ("alone", 0) in active,
        ("furniture", 0) in active,
        _numbers(layers.ends.get(span.end, ())),
        tuple(layers.anchors.get(span.start, ())),
        numbers("statements"),
        numbers("cues"),
        numbers("events"),
        numbers("triggers"),
    )


def _numbers(numbers: Iterable[int]) -> str:
    return " ".join(str(number) for number in sorted(numbers))


def _paragraphs(report: Report) -> Iterator[Span]:
    """Yield the stretches between line breaks; a break inside a sentence is only a long line's."""
    starts = [sentence.span.start for sentence in report.sentences]
    begin = 0
    for match in re.finditer(r"\n|\Z", report.text):
        at = match.start()
        before = bisect_right(starts, at) - 1
        if before >= 0 and at < report.sentences[before].span.end and at < len(report.text):
            continue
        if report.text[begin:at].strip():
            yield Span(begin, at)
        begin = match.end()
