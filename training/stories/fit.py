"""Fit the model of links and, on top of it, the one of merges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from quoth.group.clustering import Meeting, MergeModel, clusters
from quoth.group.link_model import LinkModel, expanded
from quoth.group.nearness import NAMES
from training.differences.fit import logistic

# Chosen on topics left out in turn, for log loss: all 25 measures did no better than these.
CHOSEN = (
    "w_cosine", "w_shared", "n_cosine", "n_told_least", "n_told_most", "f_told_most",
    "f_contained", "v_nearest", "v_told", "v_all", "length_least", "length_apart",
)  # fmt: skip
# Log loss of pairs of left-out topics is 0.287 at a penalty of 100, 0.285 at 33 and 0.288 at 10;
# the stories made of them are as good at 33 (B-cubed F1 0.957, 0.932 pure) as at 10 (0.957, 0.938).
PENALTY = 10.0
MERGE_PENALTY = 3.0
# A cluster says which story it is of where this share of it is of one.
MOSTLY = 0.8
# States of clusters are collected down to this mean link, well below where merging stops.
LOOSEST = 0.15


def fit_links(measures: NDArray[np.float64], same: NDArray[np.bool_]) -> LinkModel:
    """Return the model of links, fitted on pairs."""
    chosen = measures[:, [NAMES.index(name) for name in CHOSEN]]
    mean, scale = chosen.mean(axis=0), chosen.std(axis=0)
    terms = expanded((chosen - mean) / scale)
    middle, spread = terms.mean(axis=0), terms.std(axis=0)
    weights, intercept = logistic((terms - middle) / spread, same.astype(float), PENALTY)
    raw = weights / spread
    return LinkModel(CHOSEN, mean, scale, raw, intercept - float(raw @ middle))


def merge_states(
    links: NDArray[np.float64], stories: Sequence[str]
) -> list[tuple[tuple[float, float, float], bool]]:
    """Return what clusters of several reports looked like when they came up for merging.

    They are merged as the annotation says, so that later states are seen too.
    """
    found: list[tuple[tuple[float, float, float], bool]] = []

    def as_annotated(meeting: Meeting) -> bool:
        tops = []
        for members in (meeting.first, meeting.second):
            story, count = Counter(stories[m] for m in members).most_common(1)[0]
            tops.append((story, count >= MOSTLY * len(members)))
        same = tops[0][0] == tops[1][0]
        if all(mostly for _, mostly in tops):
            found.append((meeting.measures, same))
        return same

    clusters(links, [[n] for n in range(len(links))], merges=as_annotated, least=LOOSEST)
    return found


def fit_merges(states: Sequence[tuple[tuple[float, float, float], bool]]) -> MergeModel:
    """Return the model of merges, fitted on states."""
    values = np.array([measures for measures, _ in states])
    same = np.array([label for _, label in states], dtype=float)
    mean, scale = values.mean(axis=0), values.std(axis=0)
    weights, intercept = logistic((values - mean) / scale, same, MERGE_PENALTY)
    raw = weights / scale
    first, second, third = (float(w) for w in raw)
    return MergeModel(first, second, third, float(intercept - raw @ mean))
