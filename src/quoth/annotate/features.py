"""What the attribution network sees of a report: word pieces, and the traits of each word.

Training and reading share this module, so that the network never meets a trait made otherwise
than those it learnt from. Every trait is a small integer; 0 means unknown, and a report without
syntax (a pipeline without a parser) has 0 throughout.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quoth.annotate.network import word_pieces
from quoth.annotate.tree import Tree
from quoth.records import Report

# Pieces kept of one word: what is longer is an address or a chain of letters.
WORD_PIECES = 12
# Pieces of one window, the marks at its two ends included, and how many two windows share at least.
# On PolNeAR dev windows of 192 to 384 that share 32 to 64 are within 0.01 of attribution F1; these
# are among the best and the quickest. Training saw 320 and 64.
WINDOW_PIECES = 256
SHARED_PIECES = 40
# Words before and after a cue's anchor that are read for its source and content; quotations that go
# on are added whole (`speech`, `chains`). Trained at 80. On PolNeAR dev 64 costs nothing; 48
# costs direct quotations a point.
REACH = 64
# Steps up from a cue that `relations` follows.
STEPS = 4

_POS = (
    "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE"
).split()
_DEPS = (
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj "
    "csubj csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass "
    "nummod oprd parataxis pcomp pobj poss preconj predet prep prt punct quantmod relcl xcomp"
).split()
_ENTITIES = "PERSON ORG GPE NORP DATE WORK_OF_ART LAW EVENT LOC FAC PRODUCT".split()
POS = {name: i for i, name in enumerate(_POS, 1)}
DEPS = {name: i for i, name in enumerate(_DEPS, 1)}
ENTITIES = {name: i for i, name in enumerate(_ENTITIES, 2)}
# The sizes of the traits of a word, in the order of the columns of `Words.traits`.
SIZES = (len(POS) + 1, len(DEPS) + 1, len(ENTITIES) + 2, 6, 6, 4)
QUOTED, PLACE = 4, 5
# A relation: how many steps above the cue the two words' paths meet, and the label of the branch
# that the word is on; 0 is another sentence (or no syntax), 1 the cue itself.
RELATIONS = 2 + (STEPS + 1) * (len(DEPS) + 2)
_CACHED_WORDS = 50_000
_USUAL_MARKS = ("“", "”", '"', "''", "``", "‘", "’", "'")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a report as the network sees them, one row a token of the report.

    `pieces` holds the word-piece ids of each word; `traits` has shape (words, len(SIZES)): part
    of speech, dependency, entity, letter case, quotation, place in sentence and paragraph.
    """

    pieces: tuple[tuple[int, ...], ...]
    traits: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive words that are run together: `first` to `last`, half-open."""

    first: int
    last: int


class WordPieces:
    """Cuts words into the encoder's pieces; loads the tokenizer at the first word."""

    def __init__(self, tokenizer: Path) -> None:
        self._path = tokenizer
        self._known: dict[str, tuple[int, ...]] = {}

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - tokenizers ships no types
        return word_pieces(self._path)

    @property
    def ends(self) -> tuple[int, int]:
        """The ids of the marks at the start and the end of a window."""
        return (
            self._tokenizer.token_to_id("[CLS]"),
            self._tokenizer.token_to_id("[SEP]"),
        )

    def of(self, word: str) -> tuple[int, ...]:
        """Return the ids of a word's pieces, one at least."""
        found = self._known.get(word)
        if found is None:
            ids = self._tokenizer.encode(word[:200], add_special_tokens=False).ids
            found = tuple(ids[:WORD_PIECES]) or (self._tokenizer.token_to_id("[UNK]"),)
            if len(self._known) < _CACHED_WORDS:
                self._known[word] = found
        return found


def words(report: Report, pieces: WordPieces) -> Words:
    """Return what the network sees of each token of a report."""
    tokens = report.tokens
    traits = np.zeros((len(tokens), len(SIZES)), dtype=np.int64)
    quoted = quotation_states(report)
    sentence = paragraph = -1
    for i, token in enumerate(tokens):
        here = report.sentences[token.sentence].paragraph
        place = 3 if here != paragraph else 2 if token.sentence != sentence else 1
        sentence, paragraph = token.sentence, here
        traits[i] = (
            POS.get(token.pos, 0),
            DEPS.get(token.dep, 0),
            ENTITIES.get(token.entity, 1) if token.entity else 0,
            _case(token.text),
            quoted[i],
            place,
        )
    texts = [_usual(token.text, state) for token, state in zip(tokens, quoted, strict=True)]
    return Words(tuple(pieces.of(text) for text in texts), traits)


def _usual(word: str, state: int) -> str:
    """Return a word, a quotation mark of another kind (« „ ‹) as the one that training met."""
    if state < 4 or word in _USUAL_MARKS:
        return word
    return "“" if state == 4 else "”"


def quotation_states(report: Report) -> list[int]:
    """Return for each token 1 outside quotations, 2 inside, 3 inside one within another.

    The marks themselves have 4 where they open and 5 where they close.
    """
    tokens = report.tokens
    states = [1] * len(tokens)
    starts = [token.span.start for token in tokens]
    for quotation in sorted(report.quotations, key=lambda q: q.depth):
        first = bisect_left(starts, quotation.span.start)
        last = bisect_left(starts, quotation.span.end)
        for i in range(first, last):
            if states[i] < 4:
                states[i] = 3 if quotation.depth else 2
            if tokens[i].span.end <= quotation.inner.start:
                states[i] = 4
            elif tokens[i].span.start >= quotation.inner.end:
                states[i] = 5
    return states


def _case(word: str) -> int:
    """Return 1 lower case, 2 first letter upper, 3 all upper, 4 with a digit, 5 no letter."""
    if any(c.isdigit() for c in word):
        return 4
    if not any(c.isalpha() for c in word):
        return 5
    if len(word) > 1 and word.isupper():
        return 3
    return 2 if word[0].isupper() else 1


def windows(report: Report, pieces: Sequence[Sequence[int]], *, start: int = 0) -> Iterator[Window]:
    """Yield the windows of a report, overlapping; they begin and end with sentences if they can.

    Training moves `start` to meet other windows in every round.
    """
    sizes = [len(word) for word in pieces]
    room = WINDOW_PIECES - 2
    first = start
    while first < len(sizes):
        size, last = 0, first
        while last < len(sizes) and size + sizes[last] <= room:
            size += sizes[last]
            last += 1
        if last == len(sizes):
            yield Window(first, last)
            return
        last = _sentence_start(report, last - (last - first) // 4, last)
        yield Window(first, last)
        shared, following = 0, last
        while following > first + 1 and shared < SHARED_PIECES:
            following -= 1
            shared += sizes[following]
        first = _sentence_start(report, max(first, following - (last - following) // 2), following)


def layout(
    pieces: Sequence[Sequence[int]], window: Window, ends: tuple[int, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return a window's piece ids, the word that each belongs to, and each word's first piece.

    Words count from the start of the window; the marks at the two ends go with the nearest word.
    """
    ids, word_of, first = [ends[0]], [0], []
    for number, word in enumerate(pieces[window.first : window.last]):
        first.append(len(ids))
        ids.extend(word)
        word_of.extend([number] * len(word))
    ids.append(ends[1])
    word_of.append(len(first) - 1)
    return np.array(ids), np.array(word_of), np.array(first)


def _sentence_start(report: Report, low: int, high: int) -> int:
    """Return the last start of a paragraph in (low, high], else of a sentence, else `high`."""
    tokens = report.tokens
    starts = [i for i in range(high, low, -1) if tokens[i].sentence != tokens[i - 1].sentence]
    for i in starts:
        here, before = (report.sentences[tokens[j].sentence].paragraph for j in (i, i - 1))
        if here != before:
            return i
    return starts[0] if starts else high


def relations(tree: Tree, anchor: int, window: Window) -> NDArray[np.int64]:
    """Return how each word near an anchor hangs together with it: see `RELATIONS`.

    The result has 2 * REACH + 1 entries, the anchor in the middle; what lies outside the window
    is 0.
    """
    found = np.zeros(2 * REACH + 1, dtype=np.int64)
    tokens = tree.tokens
    found[REACH] = 1
    if not tokens[anchor].dep:
        return found
    width = len(DEPS) + 2
    known = {anchor: 1}
    above = {anchor: 0}
    at = anchor
    for step in range(1, STEPS + 1):
        if tokens[at].head == at:
            break
        at = tokens[at].head
        above[at] = step
        known[at] = 2 + step * width
    for i in _sentence_words(tree, anchor, window):
        path = []
        at = i
        while at not in known and tokens[at].head != at:
            path.append(at)
            at = tokens[at].head
        if at in above and path:
            value = 2 + above[at] * width + DEPS.get(tokens[path[-1]].dep, 0) + 1
        else:
            # Resolved before, or hanging on something too far above the anchor.
            value = known.get(at, 1 + (STEPS + 1) * width)
        for word in path:
            known[word] = value
        found[i - anchor + REACH] = known.setdefault(i, value)
    return found


def _sentence_words(tree: Tree, anchor: int, window: Window) -> range:
    """Return the words of a window in the sentence of an anchor, within reach."""
    tokens = tree.tokens
    low, high = max(window.first, anchor - REACH), min(window.last, anchor + REACH + 1)
    first = last = anchor
    while first > low and tokens[first - 1].sentence == tokens[anchor].sentence:
        first -= 1
    while last < high and tokens[last].sentence == tokens[anchor].sentence:
        last += 1
    return range(first, last)
