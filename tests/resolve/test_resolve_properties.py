"""What holds for every report, however odd."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from resolve_markup import report

from quoth.records import Mention, Quotation, Report, Sentence, Span, Statement, Token
from quoth.resolve import resolve

WORDS = [
    "Ann",
    "Lee",
    "Moscow",
    "he",
    "She",
    "the",
    "president",
    "'s",
    "(",
    "I",
    "they",
    "UN",
    "é",
    "officials",
]
KINDS = ["name", "pronoun", "nominal"]
LABELS = ["PERSON", "ORG", "GPE", "NORP", ""]
DEPS = ["nsubj", "dobj", "poss", "compound", "conj", "appos", "ROOT", "prep"]
TAGS = [("NOUN", "NNS"), ("PROPN", "NNP"), ("PRON", "PRP"), ("VERB", "VBD"), ("PUNCT", ",")]


@st.composite
def reports(draw):
    """Draw a report whose layers are consistent in form and otherwise nonsense."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25))
    text = " ".join(words)
    spans = []
    at = 0
    for word in words:
        spans.append(Span(at, at + len(word)))
        at += len(word) + 1
    index = st.integers(0, len(words) - 1)
    tokens = []
    for span, word in zip(spans, words, strict=True):
        pos, tag = draw(st.sampled_from(TAGS))
        tokens.append(
            Token(
                span, word, word.lower(), pos, tag, draw(st.sampled_from(DEPS)), draw(index), "", 0
            )
        )

    def stretch():
        first, last = sorted((draw(index), draw(index)))
        return Span(spans[first].start, spans[last].end), last

    mentions = []
    for _ in range(draw(st.integers(0, 8))):
        span, last = stretch()
        mentions.append((span, last))
    mentions = sorted(set(mentions), key=lambda m: (m[0].start, -m[0].end))
    made = tuple(
        Mention(
            span,
            draw(st.sampled_from(KINDS)),
            draw(st.sampled_from(LABELS)),
            last,
            0,
            draw(st.none() | st.integers(0, len(mentions) - 1)),
            draw(st.booleans()),
        )
        for span, last in mentions
    )
    statements = tuple(
        Statement(f"s{n}", "indirect", (stretch()[0],), (), (stretch()[0],))
        for n in range(draw(st.integers(0, 3)))
    )
    quote = stretch()[0]
    return Report(
        id="r",
        text=text,
        published=draw(st.none() | st.sampled_from(["2016-05-05", "2024", "bad"])),
        sentences=(Sentence(Span(0, len(text)), 0),),
        quotations=draw(st.sampled_from([(), (Quotation(quote, quote),)])),
        tokens=tuple(tokens),
        mentions=made,
        statements=statements,
    )


@settings(max_examples=150, deadline=None)
@given(reports())
def test_actors_are_sound(given_report):
    found = next(iter(resolve([given_report])))
    assert found == next(iter(resolve([given_report])))
    assert replace(found, actors=(), statements=()) == replace(
        given_report, actors=(), statements=()
    )
    ids = [actor.id for actor in found.actors]
    assert ids == [f"a{n}" for n in range(len(ids))]
    assert [a.mentions[0] for a in found.actors] == sorted(a.mentions[0] for a in found.actors)
    by_span: dict[Span, set[str]] = {}
    for actor in found.actors:
        assert actor.name
        assert list(actor.mentions) == sorted(set(actor.mentions))
        for span in actor.mentions:
            assert 0 <= span.start < span.end <= len(found.text)
            by_span.setdefault(span, set()).add(actor.id)
    mentions = {mention.span for mention in given_report.mentions}
    assert all(len(by_span[span]) == 1 for span in by_span if span in mentions)
    for statement, before in zip(found.statements, given_report.statements, strict=True):
        assert statement.speaker is None or statement.speaker in ids
        assert replace(statement, speaker=None) == before


def test_a_huge_report():
    sentences = []
    for n in range(1500):
        sentences.append(f"[Person{n} Surname{n % 700}|PERSON*!] _said [the minister|d] left .")
        sentences.append("[He|p*!] _added that [officials of Norway|d] and [they|p] agreed .")
    found = next(iter(resolve([report(*sentences)])))
    assert len(found.actors) > 700
    assert sum(s.speaker is not None for s in found.statements) > 1500
