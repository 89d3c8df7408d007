"""Pictures of relations for the pages: a timeline, and a square of all pairs, as places and sizes.

The templates draw them as SVG without a script. Cooperation stands above a line and conflict below
it, deeds are filled and words hollow, so that colour is never the only sign.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quoth.forms import relationwords as words
from quoth.relate import Pair, Period, Series, Step
from quoth.serve.web import shown

_HEIGHT, _STRIP, _LEFT, _TOP, _LABEL = 180.0, 22.0, 54.0, 18.0, 18.0
_WIDEST, _NARROWEST, _ROOM = 40.0, 13.0, 870.0
_LABELS = 76.0  # what a name under the axis takes
_CELL, _HEAD = 38.0, 46.0


@dataclass(frozen=True, slots=True)
class Box:
    """A bar: its place and size, its class ("cooperation deeds"), and what it says in words."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """An upright line, with words at its head where it has some."""

    x: float
    top: float
    bottom: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A step of a timeline: what is drawn in it, and what it is in words."""

    x: float
    width: float
    line: str
    boxes: tuple[Box, ...]
    intervals: tuple[Line, ...]
    strip: Box | None
    blank: bool
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A series drawn; `zero` is the height of the axis, `ticks` are scores with their heights."""

    width: float
    height: float
    bottom: float
    zero: float
    left: float
    columns: tuple[Column, ...]
    changes: tuple[Line, ...]
    ticks: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A pair in the square: bars up and down from its middle, and where it leads."""

    x: float
    y: float
    up: float
    down: float
    first: str
    second: str
    line: str


@dataclass(frozen=True, slots=True)
class Square:
    """All pairs of the countries that most happened between; each stands once, below the names."""

    size: float
    cell: float
    head: float
    names: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...] = field(default_factory=tuple)


def timeline(series: Series, step: Step) -> Timeline:
    """Return a series drawn, to a scale of its own."""
    count = max(1, len(series.periods))
    unit = min(_WIDEST, max(_NARROWEST, _ROOM / count))
    high = max([0.0, *(p.cooperation.score_high for p in series.periods)])
    low = max([0.0, *(-p.conflict.score_low for p in series.periods)])
    whole = (high + low) or 1.0
    scale = _HEIGHT / (whole * 1.06)
    zero = _TOP + 0.03 * _HEIGHT + high * scale
    bottom = _TOP + _HEIGHT
    texts = max((p.texts for p in series.periods), default=0)
    every = max(1, math.ceil(_LABELS / unit))
    columns = tuple(
        _column(p, n, unit, scale, zero, bottom, texts, step, labelled=n % every == 0)
        for n, p in enumerate(series.periods)
    )
    at = {p.start: _LEFT + n * unit for n, p in enumerate(series.periods)}
    marks: dict[str, list[str]] = {}
    for change in series.changes:
        sign = "▲" if change.way == "more" else "▼"
        marks.setdefault(change.start, []).append(f"{sign} {change.way} {change.kind}")
    changes = tuple(
        Line(at[start], _TOP - 4, bottom, " ".join(told)) for start, told in marks.items()
    )
    return Timeline(
        width=_LEFT + count * unit + 8,
        height=bottom + _STRIP + _LABEL + 10,
        bottom=bottom,
        zero=round(zero, 1),
        left=_LEFT,
        columns=columns,
        changes=changes,
        ticks=_ticks(high, low, scale, zero),
    )


def _column(
    period: Period, n: int, unit: float, scale: float, zero: float, bottom: float, texts: int,
    step: Step, *, labelled: bool,
) -> Column:  # fmt: skip
    x = _LEFT + n * unit
    inner, wide = x + unit * 0.14, unit * 0.72
    boxes = []
    for kind, sign in (("cooperation", -1), ("conflict", 1)):
        at = 0.0
        for what, name in (("deeds", f"material_{kind}"), ("words", f"verbal_{kind}")):
            size = abs(getattr(period, name).score) * scale
            if size:
                y = zero - at - size if sign < 0 else zero + at
                boxes.append(_box(inner, y, wide, max(size, 1.0), f"{kind} {what}"))
                at += size
    intervals = tuple(
        _line(x + unit / 2, zero - a.score_high * scale, zero - a.score_low * scale)
        for a in (period.cooperation, period.conflict)
        if a.events and a.score_low != a.score_high
    )
    strip = None
    if period.texts:
        size = max(1.5, _STRIP * period.texts / texts)
        strip = _box(inner, bottom + 6 + _STRIP - size, wide, size, "texts")
    events = period.cooperation.events + period.conflict.events
    return Column(
        round(x, 1), round(unit, 1), words.summary(period), tuple(boxes), intervals, strip,
        blank=not period.texts and not events,
        label=words.step_name(period.start, step) if labelled else "",
    )  # fmt: skip


def _ticks(high: float, low: float, scale: float, zero: float) -> tuple[tuple[str, float], ...]:
    """Return a round score on each side that is drawn, and the axis."""
    found = [("0", round(zero, 1))]
    for end, sign in ((high, 1), (low, -1)):
        if end * scale > 20:
            size = 10 ** math.floor(math.log10(end))
            step = next(m * size for m in (5, 2, 1, 0.5) if m * size <= end)
            found.append((words.figure(sign * step), round(zero - sign * step * scale, 1)))
    return tuple(found)


def square(pairs: Sequence[Pair], *, most: int) -> Square:
    """Return the pairs of the countries that most happens between, drawn below a diagonal."""
    weights: dict[str, int] = {}
    for pair in pairs:
        for code in (pair.first, pair.second):
            weights[code] = weights.get(code, 0) + pair.origins
    codes = sorted(weights, key=lambda code: (-weights[code], code))[:most]
    place: Mapping[str, int] = {code: n for n, code in enumerate(codes)}
    inside = [p for p in pairs if p.first in place and p.second in place]
    top = max((max(p.cooperation, -p.conflict) for p in inside), default=0.0)
    cells = []
    for pair in inside:
        row, column = sorted((place[pair.first], place[pair.second]), reverse=True)
        room = _CELL / 2 - 3
        cells.append(
            Cell(
                _HEAD + column * _CELL,
                _HEAD + row * _CELL,
                _size(pair.cooperation, top, room),
                _size(-pair.conflict, top, room),
                pair.first,
                pair.second,
                words.pair_line(pair),
            )
        )
    return Square(
        _HEAD + len(codes) * _CELL + 4,
        _CELL,
        _HEAD,
        tuple((code, shown.country(code)) for code in codes),
        tuple(cells),
    )


def _size(value: float, top: float, room: float) -> float:
    """Return the length of a bar by the root of its score: the small ones are to be seen too."""
    return round(max(1.5, room * math.sqrt(value / top)), 1) if value > 0 and top else 0.0


def _box(x: float, y: float, width: float, height: float, kind: str) -> Box:
    return Box(round(x, 1), round(y, 1), round(width, 1), round(height, 1), kind)


def _line(x: float, top: float, bottom: float) -> Line:
    return Line(round(x, 1), round(top, 1), round(bottom, 1))
