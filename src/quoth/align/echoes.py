"""Echoes: tellings of one claim in the same words, and which tellings are set against each other.

In a large story a claim has hundreds of tellings, and most of them say it in one of a few ways. So
one telling stands for all in its words; and each is set against the likeliest tellings of which
none is like another in what differences are made of: figures, dates, negation, hedges, who tells
it. What is found of a telling is told of all in its words.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from quoth.align.candidates import Tellings
from quoth.align.hedges import hedges
from quoth.align.sides import Side, denied, places_of
from quoth.align.tellers import teller_of
from quoth.align.units import Unit
from quoth.records import Span
from quoth.spans import overlap

# In a large story a telling is set against so many others, each of another make.
PARTNERS = 6
# A report's place in a difference: its id and where it tells its part.
Place = tuple[str, Span]


class Echoes:
    """The sides of a claim, those that tell it in the same words behind one of them.

    `sides` are the first ones of each wording; all if `kind` is None.
    """

    def __init__(
        self, sides: Sequence[Side], kind: Callable[[Unit], Hashable] | None = None
    ) -> None:
        self.bounded = kind is not None
        self._alike: dict[Hashable, list[Side]] = {}
        self._of: dict[int, list[Side]] = {}
        for number, side in enumerate(sides):
            alike = self._alike.setdefault(kind(side.unit) if kind is not None else number, [])
            alike.append(side)
            self._of[id(side)] = alike
        self.sides = [alike[0] for alike in self._alike.values()]

    def places(self, side: Side, span: Span) -> Iterator[Place]:
        """Yield where a side tells something, and where those do that tell it in its words."""
        yield side.report.id, span
        sentence = side.report.sentences[side.unit.sentence].span
        if overlap(span, sentence) < span.end - span.start:
            return
        for other in self._of[id(side)]:
            if other is not side:
                by = other.report.sentences[other.unit.sentence].span.start - sentence.start
                yield other.report.id, Span(span.start + by, span.end + by)


def bounded_pairs(
    pairs: Iterable[tuple[Side, Side]],
    tellings: Tellings,
    probability: Callable[[Unit, Unit], float],
) -> Iterator[tuple[Side, Side]]:
    """Yield those of the pairs in which one is among the other's likeliest `PARTNERS`.

    Of partners that are alike in all that differences are made of only the likeliest counts, and
    none that is so like the telling itself.
    """
    known: dict[int, Hashable] = {}

    def make(side: Side) -> Hashable:
        if id(side) not in known:
            known[id(side)] = _make(side, tellings)
        return known[id(side)]

    every = list(pairs)
    likely = sorted(every, key=lambda pair: -probability(pair[0].unit, pair[1].unit))
    makes: dict[int, set[Hashable]] = {}
    chosen = set()
    for a, b in likely:
        for one, other in ((a, b), (b, a)):
            met = makes.setdefault(id(one), {make(one)})
            if len(met) <= PARTNERS and make(other) not in met:
                met.add(make(other))
                chosen.add((id(a), id(b)))
    return (pair for pair in every if (id(pair[0]), id(pair[1])) in chosen)


def _make(side: Side, tellings: Tellings) -> Hashable:
    """Return what of a telling differences are made of, alike where none can be."""
    teller = tellings.once(teller_of, side)
    return (
        frozenset((f.kind, f.low, f.high, f.unit) for f in side.figures),
        frozenset((d.year, d.month, d.day, d.weekday) for d in side.unit.dates),
        frozenset((verb, side.text(span).lower()) for verb, span in places_of(side)),
        (side.unit.negated, denied(side), frozenset(tellings.once(hedges, side))),
        (teller.statement is None, teller.name, side.unit.speaker),
    )
