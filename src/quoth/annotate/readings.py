"""What the network makes of a report: for each word that may anchor a cue, the roles near it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quoth.annotate import features
from quoth.annotate.features import REACH, WINDOW_PIECES, Window, WordPieces
from quoth.annotate.network import FOLDER, Network
from quoth.annotate.tree import Range, Tree
from quoth.records import Report

NONE, SOURCE, CUE, CONTENT = range(4)
# Anchors less likely than this are not read: on PolNeAR dev less than 1 in 100 of them would be
# listed.
LEAST_ANCHOR = 0.25
# Anchors that are read in one go, so that a long window takes no more memory than a short one.
_AT_ONCE = 24
TOKENIZER = FOLDER / "minilm-l6-v2-int8.tokenizer.json"


@dataclass(frozen=True, slots=True)
class Reading:
    """A word that may anchor a cue, and what it would attribute.

    `anchor_odds` and `statement_odds` are log odds: of the word by itself, and with all that the
    reader saw. `roles` has shape (words, 4), probabilities of none, source, cue and content for
    the tokens from `first` on.
    """

    anchor: int
    anchor_odds: float
    statement_odds: float
    first: int
    roles: NDArray[np.float32]


class ReportReader:
    """Runs the network over reports."""

    def __init__(self, network: Network, *, tokenizer: Path = TOKENIZER) -> None:
        self._network = network
        self._pieces = WordPieces(tokenizer)

    def open(self, report: Report, tree: Tree) -> OpenReport:
        """Return a report ready to be read."""
        return OpenReport(self._network, self._pieces, report, tree)


class OpenReport:
    """A report that the network reads, as a whole or a part of it by itself."""

    def __init__(self, network: Network, pieces: WordPieces, report: Report, tree: Tree) -> None:
        self._network = network
        self._ends = pieces.ends
        self._report = report
        self._tree = tree
        self._words = features.words(report, pieces)

    def readings(self) -> Iterator[Reading]:
        """Yield the likely anchors of the report in order, each in the window it is best in."""
        windows = list(features.windows(self._report, self._words.pieces))
        home = homes(windows, len(self._words.pieces))
        for number, window in enumerate(windows):
            wanted = home[window.first : window.last] == number
            yield from self._window(window, self._words.traits[window.first : window.last], wanted)

    def within(self, part: Range) -> Iterator[Reading]:
        """Yield the likely anchors of some words of the report that are read by themselves.

        So the statements within a content are found: PolNeAR marks nothing there, so that the
        network passes over them while it sees the outer statement. Words in quotation marks are
        read as if they stood without; words beyond one window are left out.
        """
        first, size = part.first, 0
        last = first
        while last < part.last and size + len(self._words.pieces[last]) <= WINDOW_PIECES - 2:
            size += len(self._words.pieces[last])
            last += 1
        if last <= first:
            return
        traits = self._words.traits[first:last].copy()
        quoted = traits[:, features.QUOTED]
        if (quoted > 1).all():
            inner = np.where(quoted == 3, 2, 1)
            traits[:, features.QUOTED] = inner
        traits[0, features.PLACE] = 3
        yield from self._window(Window(first, last), traits, np.ones(last - first, dtype=np.bool_))

    def _window(
        self, window: Window, traits: NDArray[np.int64], wanted: NDArray[np.bool_]
    ) -> Iterator[Reading]:
        """Yield the likely anchors among the `wanted` words of a window."""
        ids, word_of, first = features.layout(self._words.pieces, window, self._ends)
        states, scores = self._network.encode(ids, word_of, traits, first)
        least = float(np.log(LEAST_ANCHOR / (1 - LEAST_ANCHOR)))
        anchors = np.flatnonzero((scores > least) & wanted)
        for begin in range(0, len(anchors), _AT_ONCE):
            yield from self._read(window, states, scores, anchors[begin : begin + _AT_ONCE])

    def _read(
        self,
        window: Window,
        states: NDArray[np.float32],
        scores: NDArray[np.float32],
        anchors: NDArray[np.int64],
    ) -> Iterator[Reading]:
        index = anchors[:, None] + np.arange(-REACH, REACH + 1)
        inside = (index >= 0) & (index < len(states))
        near = states[index.clip(0, len(states) - 1)]
        relations = np.stack(
            [features.relations(self._tree, window.first + int(a), window) for a in anchors]
        )
        roles, valid = self._network.read(near, relations, inside)
        odds = np.exp(roles - roles.max(-1, keepdims=True))
        odds /= odds.sum(-1, keepdims=True)
        for n, anchor in enumerate(anchors):
            low, high = max(0, anchor - REACH), min(len(states), anchor + REACH + 1)
            yield Reading(
                anchor=window.first + int(anchor),
                anchor_odds=float(scores[anchor]),
                statement_odds=float(valid[n]),
                first=window.first + int(low),
                roles=odds[n, low - anchor + REACH : high - anchor + REACH],
            )


def homes(windows: Sequence[Window], count: int) -> NDArray[np.int64]:
    """Return for each of `count` words the window in which it stands farthest from an edge."""
    home = np.zeros(count, dtype=np.int64)
    for number in range(1, len(windows)):
        shared = windows[number].first, windows[number - 1].last
        home[(shared[0] + shared[1]) // 2 :] = number
    return home
