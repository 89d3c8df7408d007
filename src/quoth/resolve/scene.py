"""Where each figure was spoken of, and how near that is: what a reader has in mind at a place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from typing import NamedTuple

from quoth.records import Mention
from quoth.resolve.cast import Cast
from quoth.resolve.figure import Figure

# How many earlier places are looked at.
WINDOW = 60
# A sentence that is all quotation puts what stood before it less far away than one that is not.
_QUOTED = 0.4


class Seen(NamedTuple):
    """A place where a figure was spoken of.

    `place` counts sentences, quoted ones less; `quote` is the number of the quotation around it;
    `by_name` is true where it is not by a pronoun, `first` where the figure is spoken of for the
    first time, `told` where a noun beside the name tells who it is.
    """

    start: int
    order: int
    figure: Figure
    head: int
    sentence: int
    place: float
    subject: bool
    source: bool
    quote: int | None
    by_name: bool
    first: bool
    told: bool


class Scene:
    """A cast, and the places where its figures were spoken of so far."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.sources: dict[int, int] = {}
        self._seen: list[Seen] = []
        self._known: set[int] = set()
        self._contents: list[tuple[int, int, int]] = []
        self._told = {m.alias_of for m in cast.mentions if m.kind == "nominal"}
        self._places = self._sentence_places()
        for number, statement in enumerate(cast.report.statements):
            for span in statement.source[:1]:
                root = cast.root(span)
                if root is not None:
                    self.sources.setdefault(root, number)
            for span in statement.content:
                self._contents.append((span.start, span.end, number))
        self._contents.sort()
        self._content_starts = [start for start, _, _ in self._contents]

    def _sentence_places(self) -> list[float]:
        """Return how far into the report each sentence stands."""
        places: list[float] = []
        at = 0.0
        for sentence in self.cast.report.sentences:
            middle = (sentence.span.start + sentence.span.end) // 2
            first = self.cast.quote_at(sentence.span.start)
            at += _QUOTED if first is not None and first == self.cast.quote_at(middle) else 1.0
            places.append(at)
        return places

    def place(self, sentence: int) -> float:
        """Return how far into the report a sentence stands, quoted ones counting less."""
        return self._places[sentence] if sentence < len(self._places) else float(sentence)

    def see(self, number: int, figure: Figure) -> None:
        """Note that a mention speaks of a figure."""
        mention = self.cast.mentions[number]
        self._note(figure, mention, number)

    def see_joined(self, figure: Figure, number: int) -> None:
        """Note that "A and B" speaks of the two as one; `number` is the mention of A."""
        self._note(figure, self.cast.mentions[number], number)

    def _note(self, figure: Figure, mention: Mention, number: int) -> None:
        insort(
            self._seen,
            Seen(
                start=mention.span.start,
                order=len(self._seen),
                figure=figure,
                head=mention.head,
                sentence=mention.sentence,
                place=self.place(mention.sentence),
                subject=mention.subject,
                source=mention.head in self.sources,
                quote=self.cast.quote_at(mention.span.start),
                by_name=mention.kind != "pronoun",
                first=id(figure) not in self._known,
                told=number in self._told,
            ),
        )
        self._known.add(id(figure))

    def before(self, offset: int, *, window: int = WINDOW) -> Iterator[Seen]:
        """Yield the places before an offset, nearest first."""
        at = bisect_left(self._seen, offset, key=lambda seen: seen.start)
        yield from reversed(self._seen[max(0, at - window) : at])

    def source_text(self, head: int) -> str:
        """Return the words of the source that a token heads, "" where it heads none."""
        statement = self.sources.get(head)
        if statement is None:
            return ""
        return self.cast.text(self.cast.report.statements[statement].source[0])

    def statement_at(self, offset: int) -> int | None:
        """Return the statement whose content an offset is in, the shortest such content."""
        at = bisect_right(self._content_starts, offset)
        found = [
            (end - start, number)
            for start, end, number in self._contents[max(0, at - 40) : at]
            if end > offset
        ]
        return min(found)[1] if found else None

    def speaker_at(self, offset: int) -> Figure | None:
        """Return the figure at the source of the statement that an offset is in, if known yet."""
        statement = self.statement_at(offset)
        if statement is None:
            return None
        for span in self.cast.report.statements[statement].source[:1]:
            root = self.cast.root(span)
            number = self.cast.at_head.get(root) if root is not None else None
            if number is not None:
                alias = self.cast.mentions[number].alias_of
                known = self.cast.owner.get(number)
                return known or (self.cast.owner.get(alias) if alias is not None else None)
        return None
