"""From the network's numbers to candidates, on numbers written by hand."""

import numpy as np
from tests.building import build

from quoth.annotate import decode
from quoth.annotate.candidate import Candidate
from quoth.annotate.readings import CONTENT, CUE, NONE, SOURCE, Reading
from quoth.annotate.tree import Range, Tree

TREE = Tree(
    build(
        "r",
        "Holm|PROPN|nsubj|1 said|VERB|ROOT|1 the|DET|det|3 port|NOUN|nsubj|4 "
        "reopened|VERB|ccomp|1 .|PUNCT|punct|1",
    ).tokens
)
ALL = (SOURCE, CUE, CONTENT, CONTENT, CONTENT, NONE)


def reading(roles: tuple[int, ...] = ALL, *, sure: float = 0.9, odds: float = 5.0) -> Reading:
    given = np.full((len(roles), 4), (1 - sure) / 3, dtype=np.float32)
    given[range(len(roles)), roles] = sure
    return Reading(1, odds, odds, 0, given)


def test_roles_become_ranges() -> None:
    (one,) = decode.candidates(TREE, [reading(sure=0.99)])
    assert (one.source, one.cue) == ((Range(0, 1),), (Range(1, 2),))
    assert one.content == (Range(2, 5),)
    assert one.confidence > 0.9


def test_a_short_gap_in_a_content_is_closed() -> None:
    given = reading((SOURCE, CUE, CONTENT, NONE, CONTENT, NONE))
    (one,) = decode.candidates(TREE, [given])
    assert one.content == (Range(2, 5),)


def test_the_anchor_stays_a_gap() -> None:
    roles = (CONTENT, NONE, CONTENT, CONTENT, CONTENT, NONE)
    (one,) = decode.candidates(TREE, [reading(roles)])
    assert one.cue == (Range(1, 2),)
    assert one.content == (Range(0, 1), Range(2, 5))


def test_a_doubtful_content_or_source_costs_confidence() -> None:
    (sure,) = decode.candidates(TREE, [reading(sure=0.95)])
    (less,) = decode.candidates(TREE, [reading(sure=0.6)])
    assert less.confidence < sure.confidence


def test_without_a_content_there_is_no_statement() -> None:
    assert not list(decode.candidates(TREE, [reading((SOURCE, CUE, NONE, NONE, NONE, NONE))]))


def test_punctuation_alone_is_no_content() -> None:
    roles = (SOURCE, CUE, NONE, NONE, NONE, CONTENT)
    assert not list(decode.candidates(TREE, [reading(roles, sure=0.99)]))


def candidate(anchor: int, content: Range, confidence: float) -> Candidate:
    return Candidate(anchor, (), (Range(anchor, anchor + 1),), (content,), confidence)


def test_the_likelier_of_two_readings_of_the_same_words_is_taken() -> None:
    likely, other = candidate(1, Range(2, 5), 0.9), candidate(0, Range(2, 5), 0.6)
    assert decode.choose(TREE, [other, likely]) == [likely]


def test_what_stands_inside_a_content_is_not_listed_beside_it() -> None:
    outer, inner = candidate(1, Range(2, 6), 0.9), candidate(3, Range(4, 5), 0.8)
    assert decode.choose(TREE, [inner, outer]) == [outer]


def test_most_of_a_content_may_be_left() -> None:
    first, second = candidate(0, Range(4, 5), 0.9), candidate(1, Range(2, 5), 0.8)
    chosen = decode.choose(TREE, [first, second])
    assert [c.content for c in chosen] == [(Range(4, 5),), (Range(2, 4),)]


def test_what_is_unlikely_is_left_out() -> None:
    assert decode.choose(TREE, [candidate(1, Range(2, 5), 0.05)]) == []
