"""From readings to candidates: roles, confidence, and the choice among what collides."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from quoth.annotate.candidate import Candidate, words_of
from quoth.annotate.readings import CONTENT, CUE, SOURCE, Reading
from quoth.annotate.tree import Range, Tree


@dataclass(frozen=True, slots=True)
class Weights:
    """What is chosen on PolNeAR dev: see `training/attribution/README.md`.

    `anchor`, `statement`, `content`, `source` and `bias` make a probability of what `scores` gives:
    a logistic regression on whether a statement is right. Below `threshold` nothing is listed
    (from 0.35 to 0.45 attribution F1 stays within 0.003); of a
    content that is partly another's, `kept` must be left (0.3 to 0.9: within 0.001).
    """

    anchor: float = 0.317
    statement: float = 0.205
    content: float = 2.506
    source: float = 2.485
    bias: float = 0.070
    threshold: float = 0.4
    kept: float = 0.5


WEIGHTS = Weights()
# Two contents of which one lies so far within the other are readings of the same words.
RIVALS = 0.6
# A longer gap is as often one that a reader leaves.
GAP = 2


def candidates(
    tree: Tree, readings: Iterable[Reading], *, weights: Weights = WEIGHTS
) -> Iterator[Candidate]:
    """Yield a candidate for each reading that finds a content."""
    for reading in readings:
        roles = likeliest(reading)
        whole = mended(tree, reading, roles)
        found = {
            role: _ranges(tree, np.flatnonzero(whole == role) + reading.first)
            for role in (SOURCE, CUE, CONTENT)
        }
        if not found[CONTENT]:
            continue
        anchor, statement, content, source = scores(reading, roles)
        odds = (
            weights.anchor * anchor
            + weights.statement * statement
            + weights.content * content
            + weights.source * source
            + weights.bias
        )
        confidence = 1 / (1 + math.exp(-max(-20.0, min(20.0, odds))))
        yield Candidate(reading.anchor, found[SOURCE], found[CUE], found[CONTENT], confidence)


def scores(reading: Reading, roles: NDArray[np.int64]) -> tuple[float, float, float, float]:
    """Return what speaks for a reading: four numbers, 0 or below but for the first two.

    1. The log odds of the anchor, and 2. of the statement.
    3. The log of the overlap (intersection over union) that the content can expect to have with
       what a reader would mark.
    4. The log of the probability that the source is right, or that there is none.
    """
    content, source = reading.roles[:, CONTENT], reading.roles[:, SOURCE]
    told, said = roles == CONTENT, roles == SOURCE
    overlap = content[told].sum() / max(told.sum() + content[~told].sum(), 1e-3)
    right = source[said].max() if said.any() else 1 - source.max()
    return (
        reading.anchor_odds,
        reading.statement_odds,
        math.log(max(float(overlap), 1e-3)),
        math.log(max(float(right), 1e-3)),
    )


def likeliest(reading: Reading) -> NDArray[np.int64]:
    """Return the likeliest role of each word; the anchor is cue."""
    roles: NDArray[np.int64] = reading.roles.argmax(-1)
    roles[reading.anchor - reading.first] = CUE
    return roles


def mended(tree: Tree, reading: Reading, roles: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the roles with short gaps within a source or a content closed.

    A gap of up to `GAP` words that holds neither the anchor nor the end of a sentence gets the role
    that stands on both its sides.
    """
    anchor = reading.anchor - reading.first
    sentences = [tree.tokens[reading.first + i].sentence for i in range(len(roles))]
    borders = np.flatnonzero(np.diff(roles)) + 1
    starts = [0, *borders.tolist(), len(roles)]
    out = roles.copy()
    for n in range(1, len(starts) - 2):
        first, last = starts[n], starts[n + 1]
        role = out[first - 1]
        around = role in (SOURCE, CONTENT) and roles[last] == role
        around = around and sentences[first - 1] == sentences[last]
        if around and last - first <= GAP and not first <= anchor < last:
            out[first:last] = role
    return out


def _ranges(tree: Tree, words: Iterable[int]) -> tuple[Range, ...]:
    """Return words as ranges, without ranges of nothing but punctuation."""
    parts = tree.ranges([int(i) for i in words])
    return tuple(part for part in parts if any(tree.tokens[i].pos != "PUNCT" for i in range(*part)))


def settle(
    tree: Tree, found: Sequence[Candidate], readings: Mapping[int, Reading]
) -> list[Candidate]:
    """Return the candidates with words that two of them claim given to the surer one.

    Of '"A," said X. "B," said Y' each may claim B; the one whose reading is surer of B gets it.
    Where what both claim is most of one of them, they are readings of the same words, and `choose`
    takes the likelier.
    """
    claims: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(found):
        for i in words_of(one.content):
            claims[i].append(number)
    shared: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for i, owners in claims.items():
        if len(owners) > 1:
            shared[tuple(owners)].append(i)
    contents = [set(words_of(one.content)) for one in found]
    for claimants, all_words in shared.items():
        for part in tree.ranges(all_words):
            run = range(*part)
            if any(len(run) >= RIVALS * len(contents[n]) for n in claimants):
                continue
            surest = max(claimants, key=lambda n: _sureness(readings[found[n].anchor], run))
            for n in claimants:
                if n != surest:
                    contents[n].difference_update(run)
    kept = ((one, _ranges(tree, sorted(c))) for one, c in zip(found, contents, strict=True))
    return [replace(one, content=parts) for one, parts in kept if parts]


def _sureness(reading: Reading, run: range) -> float:
    """Return the mean probability that words are content, 0 for words beyond the reading."""
    inside = [i - reading.first for i in run if 0 <= i - reading.first < len(reading.roles)]
    return float(reading.roles[inside, CONTENT].sum()) / len(run)


def choose(
    tree: Tree, found: Sequence[Candidate], *, weights: Weights = WEIGHTS
) -> list[Candidate]:
    """Return the likeliest candidates whose contents do not collide, in order of their anchors.

    Where a content is partly another's, what is left stays if it is most of it. What another
    takes for its cue or source is no content of a less likely one.
    """
    chosen: list[Candidate] = []
    taken: set[int] = set()
    for one in sorted(found, key=lambda c: (-c.confidence, c.anchor)):
        if one.confidence < weights.threshold:
            break
        content = set(words_of(one.content))
        free = content - taken
        if len(free) < weights.kept * len(content) or one.anchor in taken:
            continue
        if len(free) < len(content):
            parts = _ranges(tree, sorted(free))
            if not parts:
                continue
            chosen.append(replace(one, content=parts))
        else:
            chosen.append(one)
        taken |= free
    return sorted(chosen, key=lambda c: c.anchor)
