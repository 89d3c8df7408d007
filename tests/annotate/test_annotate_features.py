"""What the network sees of a report."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from tests.building import build

from quoth.annotate import features
from quoth.annotate.features import REACH, Window
from quoth.annotate.readings import TOKENIZER, homes
from quoth.annotate.tree import Tree

PIECES = features.WordPieces(TOKENIZER)
SAID = (
    "Holm|PROPN|nsubj|1|PERSON said|VERB|ROOT|1 the|DET|det|3 port|NOUN|nsubj|4 "
    "reopened|VERB|ccomp|1 .|PUNCT|punct|1"
)
QUOTED = "“|PUNCT|punct|1 No|INTJ|ROOT|1 .|PUNCT|punct|1 ”|PUNCT|punct|1"


def test_every_word_has_pieces_and_traits() -> None:
    words = features.words(build("r", SAID, QUOTED), PIECES)
    assert len(words.pieces) == len(words.traits) == 10
    assert all(words.pieces)
    assert words.traits.max(0).tolist() < list(features.SIZES)
    assert words.traits[0].tolist() == [
        features.POS["PROPN"], features.DEPS["nsubj"], features.ENTITIES["PERSON"], 2, 1, 3,
    ]  # fmt: skip


def test_quotation_states() -> None:
    report = build("r", SAID, QUOTED)
    assert features.quotation_states(report) == [1] * 6 + [4, 2, 2, 5]


def test_a_word_without_end_is_cut() -> None:
    assert len(PIECES.of("x" * 10_000)) <= features.WORD_PIECES


@pytest.mark.parametrize("sentences", [1, 40, 200])
def test_windows_cover_every_word_and_fit(sentences: int) -> None:
    report = build("r", *[SAID] * sentences)
    pieces = features.words(report, PIECES).pieces
    windows = list(features.windows(report, pieces))
    assert windows[0].first == 0
    assert windows[-1].last == len(pieces)
    for before, after in pairwise(windows):
        assert before.first < after.first <= before.last < after.last
    for window in windows:
        size = sum(len(word) for word in pieces[window.first : window.last])
        assert size <= features.WINDOW_PIECES - 2
    home = homes(windows, len(pieces))
    for word, number in enumerate(home):
        assert windows[number].first <= word < windows[number].last


def test_a_paragraph_without_sentences_is_cut_into_windows_too() -> None:
    report = build("r", " ".join(["word|NOUN|dep|0"] * 2000))
    pieces = features.words(report, PIECES).pieces
    windows = list(features.windows(report, pieces))
    assert windows[-1].last == 2000
    assert len(windows) < 20


def test_relations_tell_the_branch_that_a_word_hangs_on() -> None:
    tree = Tree(build("r", SAID, QUOTED).tokens)
    found = features.relations(tree, 1, Window(0, 10))
    near = found[REACH - 1 : REACH + 9]
    assert found.shape == (2 * REACH + 1,)
    assert near[1] == 1
    assert near[2] == near[3] == near[4]  # all in the complement clause
    assert len({int(near[0]), int(near[2]), int(near[5]), 1}) == 4
    assert not near[6:].any()  # another sentence
    assert (found < features.RELATIONS).all()


def test_without_syntax_there_are_no_relations() -> None:
    report = build("r", SAID)
    bare = [replace(t, dep="", head=i) for i, t in enumerate(report.tokens)]
    found = features.relations(Tree(bare), 1, Window(0, 6))
    assert np.flatnonzero(found).tolist() == [REACH]


def test_the_layout_names_the_word_of_each_piece() -> None:
    pieces = [(5, 6), (7,), (8, 9, 10)]
    ids, word_of, first = features.layout(pieces, Window(0, 3), (1, 2))
    assert ids.tolist() == [1, 5, 6, 7, 8, 9, 10, 2]
    assert word_of.tolist() == [0, 0, 0, 1, 2, 2, 2, 2]
    assert first.tolist() == [1, 3, 4]
