"""Grouping: pairs become claims without chaining.

Pairs are taken in the order of their probability; two groups are joined only where, on average,
their members tell the same thing across reports, and no two members clearly do not. So A like B
and B like C makes no claim of A and C. A unit belongs to one claim at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quoth.align.pairs import Pair, model_thresholds
from quoth.align.units import Unit


def groups(
    units: Sequence[Unit], pairs: Iterable[Pair], *, thresholds: Mapping[str, float] | None = None
) -> list[tuple[int, ...]]:
    """Return groups of indices into `units`, each over two or more reports, sorted.

    `thresholds` are those chosen with the pair model unless given: "link", the probability of a
    pair that may start or join groups; "join", the least mean across two groups; "floor", the
    least for any pair across them.
    """
    limits = thresholds if thresholds is not None else model_thresholds()
    link, join, floor = limits["link"], limits["join"], limits["floor"]
    probability = {(pair.first, pair.second): pair.probability for pair in pairs}
    owner: dict[int, int] = {}
    members: dict[int, list[int]] = {}

    def of(index: int) -> list[int]:
        return members[owner[index]] if index in owner else [index]

    def fits(left: Sequence[int], right: Sequence[int]) -> bool:
        across = [
            probability.get((min(a, b), max(a, b)), 0.0)
            for a in left
            for b in right
            if units[a].report != units[b].report
        ]
        return bool(across) and min(across) >= floor and sum(across) >= join * len(across)

    strong = [(p, pair) for pair, p in probability.items() if p >= link]
    for _, (first, second) in sorted(strong, key=lambda item: (-item[0], item[1])):
        left, right = of(first), of(second)
        if left is right or not fits(left, right):
            continue
        number = owner.get(first, first)
        gone = owner.get(second)
        members[number] = left + right
        if gone is not None:
            del members[gone]
        for index in members[number]:
            owner[index] = number
    return sorted(tuple(sorted(group)) for group in members.values())
