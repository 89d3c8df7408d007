"""Quotations without a cue of their own, on trees built by hand."""

from dataclasses import replace

from tests.building import build

from quoth.annotate.attribution import sentence_ranges
from quoth.annotate.candidate import Candidate
from quoth.annotate.chains import attach
from quoth.annotate.speech import Speech
from quoth.annotate.tree import Range, Tree
from quoth.records import Report


def speech_of(report: Report) -> Speech:
    return Speech(report, Tree(report.tokens), sentence_ranges(report))


def built(*sentences: str, paragraphs: tuple[int, ...]) -> Report:
    """Write “ and ” as words of their own: "“ No ” Holm said"."""
    report = build("r", *sentences)
    numbered = zip(report.sentences, paragraphs, strict=True)
    return replace(report, sentences=tuple(replace(s, paragraph=p) for s, p in numbered))


CUED = "“|PUNCT|punct|1 No|INTJ|ccomp|5 ,|PUNCT|punct|1 ”|PUNCT|punct|1 Holm|PROPN|nsubj|5 said|VERB|ROOT|5 .|PUNCT|punct|5"  # noqa: E501
FREE = "“|PUNCT|punct|1 Never|ADV|ROOT|1 .|PUNCT|punct|1 ”|PUNCT|punct|1"
TOLD = "Ships|NOUN|nsubj|1 left|VERB|ROOT|1 .|PUNCT|punct|1"


def said(at: int = 0) -> Candidate:
    source, cue = (Range(at + 4, at + 5),), (Range(at + 5, at + 6),)
    return Candidate(at + 5, source, cue, (Range(at, at + 4),), 0.9)


def test_a_sentence_of_quotation_goes_with_the_one_before() -> None:
    report = built(CUED, FREE, paragraphs=(0, 0))
    (found,) = attach(speech_of(report), [said()])
    assert found.content == (Range(0, 4), Range(7, 11))


def test_a_quotation_before_goes_with_the_one_after() -> None:
    report = built(FREE, CUED, paragraphs=(0, 0))
    (found,) = attach(speech_of(report), [said(4)])
    assert found.content == (Range(0, 8),)


def test_the_next_paragraph_goes_on_where_the_last_ended_on_a_quotation() -> None:
    report = built(CUED, FREE, FREE, paragraphs=(0, 0, 1))
    (found,) = attach(speech_of(report), [said()])
    assert found.content == (Range(0, 4), Range(7, 15))


def test_after_words_of_the_narrator_nothing_is_taken_over() -> None:
    report = built(CUED, TOLD, FREE, paragraphs=(0, 0, 1))
    (found,) = attach(speech_of(report), [said()])
    assert found.content == (Range(0, 4),)


def test_no_statement_no_chain() -> None:
    report = built(FREE, FREE, paragraphs=(0, 1))
    assert attach(speech_of(report), []) == []


def test_a_quotation_among_words_of_the_narrator_is_not_free() -> None:
    report = built(CUED, FREE, paragraphs=(0, 0))
    assert [p.free for p in speech_of(report).passages] == [False, True]


def test_a_quotation_that_is_mostly_told_belongs_to_it_as_a_whole() -> None:
    report = built(CUED, paragraphs=(0,))
    speech = speech_of(report)
    part = Candidate(5, (Range(4, 5),), (Range(5, 6),), (Range(1, 3),), 0.9)
    assert speech.whole(part).content == (Range(0, 4),)
    own = Candidate(5, (Range(1, 2),), (Range(5, 6),), (Range(2, 4),), 0.9)
    assert not set(range(1, 2)) & {i for part in speech.whole(own).content for i in range(*part)}


def test_a_title_is_told_by_nobody() -> None:
    title = "Ships|NOUN|nsubj|1 leave|VERB|ROOT|1"
    told = (
        "Ships|NOUN|nsubj|1 left|VERB|ccomp|4 ,|PUNCT|punct|4 Holm|PROPN|nsubj|4 "
        "said|VERB|ROOT|4 .|PUNCT|punct|4"
    )
    apart = built(title, told, paragraphs=(0, 1))
    whole = Candidate(6, (Range(5, 6),), (Range(6, 7),), (Range(0, 4),), 0.9)
    assert speech_of(apart).whole(whole).content == (Range(2, 4),)
    # A sentence before, and what stands in the same paragraph, may be told.
    sentence = built(title + " .|PUNCT|punct|1", told, paragraphs=(0, 1))
    later = Candidate(7, (Range(6, 7),), (Range(7, 8),), (Range(0, 5),), 0.9)
    assert speech_of(sentence).whole(later).content == (Range(0, 5),)
    together = built(title, told, paragraphs=(0, 0))
    assert speech_of(together).whole(whole).content == (Range(0, 4),)
