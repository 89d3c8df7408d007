"""Pairs of countries as a network, as places and sizes: who is tied to whom, and how.

Countries stand on a ring, those with most between them side by side. A tie of cooperation is whole
and bends further in than one of conflict, which is broken: colour is not the only sign. The
template draws it as SVG without a script.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quoth.forms import relationwords as words
from quoth.relate import Pair
from quoth.serve.web import shown

_WIDTH, _HEIGHT, _EDGE = 580.0, 440.0, 62.0
_LARGEST, _SMALLEST = 15.0, 5.0
_WIDEST, _NARROWEST = 6.0, 1.0
# How far ties bend to the middle: a pair's two lie apart.
_BEND = {"cooperation": 0.62, "conflict": 0.34}


@dataclass(frozen=True, slots=True)
class Node:
    """A country: its place, its size by origins, where its code stands, and what it is in words."""

    x: float
    y: float
    size: float
    label_x: float
    label_y: float
    anchor: str
    code: str
    line: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One kind of what is between two countries: a path and its width."""

    path: str
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A pair: its curves, what they are in words, and where they lead."""

    curves: tuple[Curve, ...]
    first: str
    second: str
    line: str


@dataclass(frozen=True, slots=True)
class Network:
    """Countries and their ties, the strongest drawn last."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]


def network(pairs: Sequence[Pair], *, most: int, most_ties: int) -> Network:
    """Return the `most_ties` pairs with most origins among the `most` countries with most."""
    weights: dict[str, int] = {}
    for pair in pairs:
        for code in (pair.first, pair.second):
            weights[code] = weights.get(code, 0) + pair.origins
    kept = set(sorted(weights, key=lambda code: (-weights[code], code))[:most])
    inside = [pair for pair in pairs if pair.first in kept and pair.second in kept]
    inside = sorted(inside, key=lambda p: (-p.origins, p.first, p.second))[:most_ties]
    codes = _ring(inside)
    angle = {c: 2 * math.pi * n / len(codes) - math.pi / 2 for n, c in enumerate(codes)}
    place = {code: _on_ring(a) for code, a in angle.items()}
    top = max((max(p.cooperation, -p.conflict) for p in inside), default=0.0)
    largest = max((weights[code] for code in codes), default=1)
    return Network(
        _WIDTH,
        _HEIGHT,
        tuple(_node(code, angle[code], weights[code], largest) for code in codes),
        tuple(_tie(pair, place, top) for pair in reversed(inside)),
    )


def _ring(pairs: Sequence[Pair]) -> list[str]:
    """Return the countries in the order of the ring: next comes who has most with the last two."""
    ties: dict[str, dict[str, int]] = {}
    for pair in pairs:
        ties.setdefault(pair.first, {})[pair.second] = pair.origins
        ties.setdefault(pair.second, {})[pair.first] = pair.origins
    left = {code: sum(own.values()) for code, own in ties.items()}
    found: list[str] = []
    while left:
        recent = found[-2:]
        following = max(
            left, key=lambda c: (sum(ties[c].get(other, 0) for other in recent), left[c], c)
        )
        found.append(following)
        del left[following]
    return found


def _on_ring(angle: float, out: float = 0.0) -> tuple[float, float]:
    across, down = _WIDTH / 2 - _EDGE + out, _HEIGHT / 2 - _EDGE + out
    return _WIDTH / 2 + across * math.cos(angle), _HEIGHT / 2 + down * math.sin(angle)


def _node(code: str, angle: float, weight: int, largest: int) -> Node:
    size = max(_SMALLEST, _LARGEST * math.sqrt(weight / largest))
    x, y = _on_ring(angle)
    label_x, label_y = _on_ring(angle, size + 9)
    side = math.cos(angle)
    return Node(
        round(x, 1),
        round(y, 1),
        round(size, 1),
        round(label_x, 1),
        round(label_y + 4, 1),
        "middle" if abs(side) < 0.35 else "start" if side > 0 else "end",
        code,
        f"{shown.country(code)}: {weight} origins of events with others; only its pairs",
    )


def _tie(pair: Pair, place: Mapping[str, tuple[float, float]], top: float) -> Tie:
    curves = tuple(
        Curve(_path(place[pair.first], place[pair.second], _BEND[kind]), _wide(value, top), kind)
        for kind, value in (("cooperation", pair.cooperation), ("conflict", -pair.conflict))
        if value > 0
    )
    return Tie(curves, pair.first, pair.second, words.pair_line(pair))


def _path(one: tuple[float, float], other: tuple[float, float], bend: float) -> str:
    """Return a curve from one place to another that bends so far to the middle of the ring."""
    middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    x = middle[0] + (_WIDTH / 2 - middle[0]) * bend
    y = middle[1] + (_HEIGHT / 2 - middle[1]) * bend
    # Opposite each other, the way to the middle is none: aside then.
    across = (other[1] - one[1], one[0] - other[0])
    length = math.hypot(*across) or 1.0
    aside = 26.0 * bend * max(0.0, 1 - math.hypot(x - middle[0], y - middle[1]) / 40)
    x, y = x + across[0] / length * aside, y + across[1] / length * aside
    return f"M{one[0]:.1f} {one[1]:.1f}Q{x:.1f} {y:.1f} {other[0]:.1f} {other[1]:.1f}"


def _wide(value: float, top: float) -> float:
    """Return the width of a tie by the root of its score: the thin ones are to be seen too."""
    return round(max(_NARROWEST, _WIDEST * math.sqrt(value / top)), 1) if top else _NARROWEST
