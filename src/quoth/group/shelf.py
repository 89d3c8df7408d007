"""The outlines that were added, ready for comparing, and the search for those a report is like."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from quoth.group.headlines import Told
from quoth.group.link_model import links
from quoth.group.nearness import Profile, profile
from quoth.group.outline import Outline
from quoth.group.postings import Postings

# Terms by which a report is found: the weightiest, names and what the lead has before others. Of
# pairs of one story of ECB+ train 98% share one of 24.
KEYS = 24
_NAME_COUNTS = 1.5
_LEAD_COUNTS = 1.5
# Reports looked at for one term: the latest. A term that so many have says little about any.
LATEST = 64
# Links kept of how many reports: those of older ones are worked out again where they are needed.
KEPT_LINKS = 5_000


class Shelf:
    """Reports by number, in order of arrival. A number is never used twice."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.number: dict[str, int] = {}
        self.labels: list[tuple[str, ...]] = []
        self._profiles: list[Profile | None] = []
        self._index = Postings()
        self._links: OrderedDict[int, dict[int, float]] = OrderedDict()

    def put(self, outline: Outline) -> int:
        """Add a report; return its number."""
        number = len(self.ids)
        made = profile(outline)
        self.ids.append(outline.report)
        self.number[outline.report] = number
        self.labels.append(outline.labels)
        self._profiles.append(made)
        self._index.add(_keys(made)[0].tolist(), number)
        return number

    def drop(self, number: int) -> None:
        """Take a report away; its number stays empty."""
        if self.number.get(self.ids[number]) == number:
            del self.number[self.ids[number]]
        self._profiles[number] = None
        self._links.pop(number, None)

    def told(self, number: int) -> Told:
        """Return what the title and lead of a report say."""
        made = self._profiles[number]
        if made is None:
            return np.zeros(0, np.uint32), np.zeros(0, np.float32)
        words = made.terms[0][made.terms[0]["lead"]]
        return words["key"], words["weight"]

    def likeliest(self, number: int, *, most: int) -> list[int]:
        """Return the reports that share the weightiest terms with one, the likeliest first."""
        made = self._profiles[number]
        if made is None:
            return []
        keys, weights = _keys(made)
        found, places = self._index.find(keys, most=LATEST)
        other = found != number
        found, places = found[other], places[other]
        if not len(found):
            return []
        numbers, at = np.unique(found, return_inverse=True)
        score = np.bincount(at, weights[places])
        order = np.lexsort((-numbers, -score))
        alive = (int(numbers[k]) for k in order.tolist())
        chosen = (n for n in alive if self._profiles[n] is not None)
        return [n for n, _ in zip(chosen, range(most), strict=False)]

    def links(self, number: int, others: Sequence[int]) -> NDArray[np.float64]:
        """Return how likely a report tells of the same happening as each of others."""
        known = self._links.setdefault(number, {})
        self._links.move_to_end(number)
        while len(self._links) > KEPT_LINKS:
            self._links.popitem(last=False)
        missing = []
        for other in others:
            if other in known:
                continue
            theirs = self._links.get(other)
            if theirs is not None and number in theirs:
                known[other] = theirs[number]
            else:
                missing.append(other)
        mine = self._profiles[number]
        there = [p for o in missing if (p := self._profiles[o]) is not None]
        if mine is not None and there:
            known.update(zip(missing, links(mine, there).tolist(), strict=True))
        return np.array([known[other] for other in others])

    def matrix(self, numbers: Sequence[int]) -> NDArray[np.float64]:
        """Return the links of some reports with one another, symmetric, 0 on the diagonal."""
        square = np.zeros((len(numbers), len(numbers)))
        for at, number in enumerate(numbers[:-1]):
            square[at, at + 1 :] = self.links(number, numbers[at + 1 :])
        return square + square.T

    def shared(self, one: int, others: Iterable[int]) -> tuple[str, ...]:
        """Return the names, as written, that a report shares with any of others."""
        theirs = {label for other in others for label in self.labels[other]}
        return tuple(label for label in self.labels[one] if label in theirs)


def _keys(made: Profile) -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
    """Return the keys a report is found by and their weights."""
    terms = np.concatenate(made.terms)
    kind = np.repeat(np.arange(len(made.terms)), [len(t) for t in made.terms])
    weight = terms["weight"].astype(float)
    weight = (
        weight * np.where(kind == 1, _NAME_COUNTS, 1) * np.where(terms["lead"], _LEAD_COUNTS, 1)
    )
    order = np.lexsort((terms["key"], -weight))[:KEYS]
    return terms["key"][order], weight[order]
