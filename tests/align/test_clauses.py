from __future__ import annotations

from tests.building import build

from quoth.align.clauses import pieces
from quoth.records import Report


def told(report: Report) -> list[tuple[str, str | None]]:
    cut = pieces(report, range(len(report.tokens)))
    return [
        (
            " ".join(report.tokens[i].text for i in piece.tokens),
            piece.statement and piece.statement.id,
        )
        for piece in cut
    ]


def test_a_plain_sentence_is_one_piece() -> None:
    report = build("r", "Patrol|NOUN|compound|1 boats|NOUN|nsubj|2 guarded|VERB|ROOT|2 spawning "
                   "grounds|NOUN|dobj|2 .")  # fmt: skip
    assert told(report) == [("Patrol boats guarded spawning grounds .", None)]


def test_coordinated_clauses_are_cut_where_each_has_its_subject() -> None:
    report = build(
        "r",
        "Ministers|NOUN|nsubj|1 signed|VERB|ROOT|1 new|ADJ|amod|3 treaties|NOUN|dobj|1 , "
        "and|CCONJ|cc|1 fishermen|NOUN|nsubj|7 blocked|VERB|conj|1 northern|ADJ|amod|9 "
        "ports|NOUN|dobj|7 .|PUNCT|punct|1",
    )
    assert [text for text, _ in told(report)] == [
        "Ministers signed new treaties",
        "fishermen blocked northern ports",
    ]


def test_a_content_is_told_by_its_speaker_and_its_frame_is_dropped() -> None:
    report = build(
        "r",
        "Tamm|PROPN|nsubj|1|PERSON said|VERB|ROOT|1 patrol|NOUN|compound|3 boats|NOUN|nsubj|4 "
        "guarded|VERB|ccomp|1 spawning|NOUN|compound|6 grounds|NOUN|dobj|4 .|PUNCT|punct|1",
        statements=(("Tamm", "said", "patrol boats guarded spawning grounds"),),
    )
    assert told(report) == [("patrol boats guarded spawning grounds", "s0")]


def test_a_frame_that_tells_something_stands_alone() -> None:
    report = build(
        "r",
        "At|ADP|prep|8 a joint|ADJ|amod|3 conference|NOUN|pobj|0 in|ADP|prep|3 "
        "the old|ADJ|amod|6 customs|NOUN|pobj|4 Tamm|PROPN|nsubj|8|PERSON said|VERB|ROOT|8 patrol "
        "boats|NOUN|nsubj|11 guarded|VERB|ccomp|8 spawning grounds|NOUN|dobj|11 .|PUNCT|punct|8",
        statements=(("Tamm", "said", "patrol boats guarded spawning grounds"),),
    )
    assert told(report) == [
        ("At a joint conference in the old customs Tamm said", None),
        ("patrol boats guarded spawning grounds", "s0"),
    ]


def test_too_short_a_content_keeps_its_frame() -> None:
    report = build(
        "r",
        "Tamm|PROPN|nsubj|1|PERSON called|VERB|ROOT|1 detained|ADJ|amod|3 trawlers|NOUN|dobj|1 "
        "a|DET|det|5 nuisance|NOUN|oprd|1 .|PUNCT|punct|1",
        statements=(("Tamm", "called", "a nuisance"),),
    )
    assert told(report) == [("Tamm called detained trawlers a nuisance .", "s0")]
