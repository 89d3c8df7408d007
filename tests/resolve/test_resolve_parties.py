"""Who acts in an event, and on whom, on records written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from resolve_markup import report
from test_resolve_properties import reports
from tests.building import build

from quoth.records import Actor, Event, Report, Span
from quoth.resolve import resolve


def span(given_report: Report, words: str) -> Span:
    start = given_report.text.index(words)
    return Span(start, start + len(words))


def event(
    given_report: Report, trigger: str, actors: tuple[str, ...], recipients: tuple[str, ...] = ()
) -> Event:
    return Event(
        "e0", "ASSAULT", None, (), "asserted",
        (span(given_report, trigger),),
        (Span(0, len(given_report.text)),),
        actor_spans=tuple(span(given_report, words) for words in actors),
        recipient_spans=tuple(span(given_report, words) for words in recipients),
    )  # fmt: skip


def resolved(given_report: Report, *events: Event) -> Report:
    return next(iter(resolve([replace(given_report, events=events)])))


def parties(
    given_report: Report, trigger: str, actors: tuple[str, ...], recipients: tuple[str, ...] = ()
) -> tuple[list[str], list[str]]:
    """Return the names of who acts and of those on whom."""
    found = resolved(given_report, event(given_report, trigger, actors, recipients))
    known = {actor.id: actor for actor in found.actors}
    (one,) = found.events
    return [known[i].name for i in one.actors], [known[i].name for i in one.recipients]


def the_actor(given_report: Report, trigger: str, *actors: str) -> Actor:
    found = resolved(given_report, event(given_report, trigger, actors))
    (number,) = found.events[0].actors
    return next(actor for actor in found.actors if actor.id == number)


def hung(given_report: Report, **links: tuple[str, str]) -> Report:
    """Return a report in which words (by their text) hang on others: dependency, head."""
    texts = [token.text for token in given_report.tokens]
    tokens = list(given_report.tokens)
    for word, (dep, head) in links.items():
        at = texts.index(word)
        tokens[at] = replace(tokens[at], dep=dep, head=texts.index(head))
    return replace(given_report, tokens=tuple(tokens))


# Who is meant


def test_who_is_named() -> None:
    told = report("[Ann Lee|PERSON*] _hit [Tom Barr|PERSON] .")
    assert parties(told, "hit", ("Ann Lee",), ("Tom Barr",)) == (["Ann Lee"], ["Tom Barr"])
    assert parties(told, "hit", ("Tom Barr",), ("Ann Lee",)) == (["Tom Barr"], ["Ann Lee"])


def test_the_mention_at_the_head_of_the_words() -> None:
    told = report("[A spokesman for Lee|d*] _hit [Ann Lee|PERSON] .")
    found = parties(told, "hit", ("A spokesman for Lee",), ("Ann Lee",))
    assert found == (["A spokesman for Lee"], ["Ann Lee"])


def test_words_that_are_more_or_less_than_the_mention() -> None:
    told = report("[The Norwegian minister Ann Lee|PERSON*] _hit [Oslo|GPE] .")
    whole = parties(told, "hit", ("The Norwegian minister Ann Lee",))[0]
    assert parties(told, "hit", ("Ann Lee",))[0] == whole
    assert parties(told, "hit", ("Lee",))[0] == whole


def test_a_name_in_apposition() -> None:
    told = report("[The minister|d*] , [Ann Lee|PERSON] , _hit [a man|d] .")
    told = hung(told, Lee=("appos", "minister"))
    words = "The minister , Ann Lee"
    assert parties(told, "hit", (words,), ("a man",)) == (["Ann Lee"], ["a man"])


def test_a_name_in_apposition_counts_where_syntax_alone_tells_it() -> None:
    told = report("[A woman|d*] thought to be [Ann Lee|PERSON] _hit [a man|d] .")
    words = "A woman thought to be Ann Lee"
    assert parties(told, "hit", (words,), ("a man",))[0] != ["Ann Lee"]
    told = hung(told, Lee=("appos", "woman"))
    assert parties(told, "hit", (words,), ("a man",)) == (["Ann Lee"], ["a man"])


def test_the_name_of_a_pronoun() -> None:
    told = report(
        "[Ann Lee|PERSON*] _met [Tom Barr|PERSON] .", "[She|p*] _hit [Oleg Hart|PERSON] ."
    )
    assert parties(told, "hit", ("She",), ("Oleg Hart",)) == (["Ann Lee"], ["Oleg Hart"])


def test_a_pronoun_that_means_nobody_in_the_report() -> None:
    told = report("[He|p*] _hit [Ann Lee|PERSON] .")
    assert parties(told, "hit", ("He",), ("Ann Lee",)) == ([], ["Ann Lee"])


def test_who_stands_before_who() -> None:
    told = report("[Ann Lee|PERSON*] , who _hit [a man|d] , left .")
    assert parties(told, "hit", ("who",), ("a man",)) == (["Ann Lee"], ["a man"])


def test_a_state_by_its_adjective_and_its_government() -> None:
    told = report("[Moscow|GPE*] _hit [Ukrainian|NORP] troops .")
    found = resolved(told, event(told, "hit", ("Moscow",), ("Ukrainian",)))
    known = {actor.id: actor for actor in found.actors}
    (one,) = found.events
    assert [known[i].country for i in one.actors] == ["RUS"]
    assert [known[i].country for i in one.recipients] == ["UKR"]


def test_two_joined_by_and_are_two() -> None:
    told = report("[Ann Lee|PERSON*] and [Tom Barr|PERSON*] _hit [Oslo|GPE] .")
    told = hung(told, Barr=("conj", "Lee"))
    together = parties(told, "hit", ("Ann Lee and Tom Barr",), ("Oslo",))
    assert together == (["Ann Lee", "Tom Barr"], ["Norway"])
    # As two spans they are the same two, and in the order that the spans have.
    assert parties(told, "hit", ("Ann Lee", "Tom Barr"), ("Oslo",)) == together
    # One span that holds the first alone does not reach for the second.
    assert parties(told, "hit", ("Ann Lee",))[0] == ["Ann Lee"]


def test_what_is_done_to_a_thing_is_done_to_its_owner() -> None:
    told = report("[Ann Lee|PERSON*] _hacked [Norway|GPE] server .")
    told = hung(told, Norway=("compound", "server"), server=("dobj", "hacked"))
    words = ("Norway server",)
    assert parties(told, "hacked", ("Ann Lee",), words) == (["Ann Lee"], ["Norway"])
    # A party that is named for a state is a party of its own; and a thing can act.
    told = report("[Ann Lee|PERSON*] _hit [Norway|GPE] supporter .")
    told = hung(told, Norway=("compound", "supporter"), supporter=("dobj", "hit"))
    assert parties(told, "hit", ("Ann Lee",), ("Norway supporter",))[1] != ["Norway"]


FARMERS = build(
    "r",
    "Gangs|NOUN|nsubj|1 shot|VERB|ROOT|1 thousands|NOUN|dobj|1 of|ADP|prep|2 workers|NOUN|pobj|3 "
    ", Ann|PROPN|conj|2 , and|CCONJ|cc|6 two|NUM|nummod|10 "
    "Saudi|ADJ|amod|10 men|NOUN|conj|6 .|PUNCT|punct|1",
)
THREE = "thousands of workers, Ann, and two Saudi men"


def test_each_of_several_that_are_no_mentions_is_called_by_its_own_words() -> None:
    gangs, recipients = parties(FARMERS, "shot", ("Gangs",), (THREE,))
    assert gangs == ["Gangs"]
    assert recipients == ["thousands of workers", "Ann", "two Saudi men"]


def test_some_of_a_group_beside_another_are_not_the_group() -> None:
    told = report("[Democrats|NORP*] _agreed .", "[two Democrats|d*] and [a man|d] _hit it .")
    told = hung(told, man=("conj", "Democrats"))
    texts = [token.text for token in told.tokens]
    last = len(texts) - 1 - texts[::-1].index("Democrats")
    tokens = list(told.tokens)
    tokens[texts.index("man")] = replace(tokens[texts.index("man")], head=last)
    tokens[last + 1] = replace(tokens[last + 1], pos="CCONJ", dep="cc", head=last)
    told = replace(told, tokens=tuple(tokens))
    assert parties(told, "hit", ("two Democrats and a man",))[0] == ["two Democrats", "a man"]


def test_the_same_one_twice_is_one() -> None:
    told = report("[Ann Lee|PERSON*] _hit [Tom Barr|PERSON] .", "[She|p*] _left .")
    assert parties(told, "hit", ("Ann Lee", "She")) == (["Ann Lee"], [])


@pytest.mark.parametrize(
    ("phrase", "country"),
    [("two Saudi men", "SAU"), ("Norwegian fishermen", "NOR"), ("a large crowd", None)],
)
def test_a_phrase_that_is_no_mention_is_an_actor_of_its_own(phrase, country) -> None:
    told = report(f"Gunmen _shot {phrase} .")
    tokens = list(told.tokens)
    last = len(tokens) - 2
    first = last - len(phrase.split()) + 1
    for i in range(first, last):
        tokens[i] = replace(tokens[i], pos="ADJ", dep="amod", head=last)
    tokens[last] = replace(tokens[last], pos="NOUN", tag="NNS", dep="dobj", head=1)
    told = replace(told, tokens=tuple(tokens))
    actor = the_actor(told, "shot", phrase)
    assert actor.name == phrase
    assert actor.country == country
    assert actor.mentions == (span(told, phrase),)


def test_some_of_a_named_group_are_not_the_group() -> None:
    told = report("[Democrats|NORP*] _agreed .", "[two Democrats|d*] _hit [Ann Lee|PERSON] .")
    assert parties(told, "hit", ("two Democrats",), ("Ann Lee",)) == (
        ["two Democrats"], ["Ann Lee"],
    )  # fmt: skip


def test_a_group_spoken_of_in_passing_is_listed_where_it_acts() -> None:
    told = report("[A firm|d] _hit [an institute|d] .")
    assert resolved(told).actors == ()
    found = resolved(told, event(told, "hit", ("A firm",), ("an institute",)))
    assert [actor.name for actor in found.actors] == ["A firm", "an institute"]
    assert (found.events[0].actors, found.events[0].recipients) == (("a0",), ("a1",))


# On which side


def test_nobody_acts_on_himself() -> None:
    told = report("[Ann Lee|PERSON*] _hit [Tom Barr|PERSON] .", "[She|p*] _left .")
    assert parties(told, "hit", ("Ann Lee",), ("She", "Tom Barr")) == (["Ann Lee"], ["Tom Barr"])
    assert parties(told, "hit", ("Ann Lee",), ("Ann Lee",)) == (["Ann Lee"], [])


def test_an_event_without_parties_or_on_a_comma_has_nobody() -> None:
    told = report("[Ann Lee|PERSON*] , it _rained .")
    assert parties(told, "rained", ()) == ([], [])
    assert parties(told, "rained", (",",), (",",)) == ([], [])
    blank = replace(event(told, "rained", ()), actor_spans=(Span(0, 0), Span(3, 4)))
    assert resolved(told, blank).events[0].actors == ()


def test_each_event_has_its_own_and_all_else_stays() -> None:
    told = report(
        "[Ann Lee|PERSON*] _hit [Tom Barr|PERSON] .", "[He|p*] _sued [Oleg Hart|PERSON] ."
    )
    first = event(told, "hit", ("Ann Lee",), ("Tom Barr",))
    second = replace(event(told, "sued", ("He",), ("Oleg Hart",)), id="e1", confidence=0.5)
    found = resolved(told, first, second)
    assert [(e.actors, e.recipients) for e in found.events] == [
        (("a0",), ("a1",)), (("a1",), ("a2",)),
    ]  # fmt: skip
    for before, after in zip((first, second), found.events, strict=True):
        assert replace(after, actors=(), recipients=()) == before


# Whatever the words


@st.composite
def acting(draw):
    """Draw a report with events whose spans are anywhere, on words or beside them."""
    given_report = draw(reports())
    length = len(given_report.text)
    ends = st.integers(0, length)
    anywhere = st.tuples(ends, ends).map(lambda pair: Span(*sorted(pair)))
    starts = [token.span for token in given_report.tokens]
    index = st.integers(0, len(starts) - 1)
    on_words = st.tuples(index, index).map(
        lambda pair: Span(starts[min(pair)].start, starts[max(pair)].end)
    )
    side = st.lists(anywhere | on_words | st.sampled_from(starts), max_size=3).map(tuple)
    events = tuple(
        Event(
            f"e{n}", draw(st.sampled_from(["ASSAULT", "CONSULT", "AID"])), None, (), "asserted",
            (draw(st.sampled_from(starts)),), (Span(0, length),),
            actor_spans=draw(side), recipient_spans=draw(side),
            place_spans=draw(side), date_spans=draw(side),
        )
        for n in range(draw(st.integers(1, 3)))
    )  # fmt: skip
    return replace(given_report, events=events)


@settings(max_examples=200, deadline=None)
@given(acting())
def test_parties_are_actors_of_the_report(given_report) -> None:
    found = next(iter(resolve([given_report])))
    assert found == next(iter(resolve([given_report])))
    ids = [actor.id for actor in found.actors]
    assert ids == [f"a{n}" for n in range(len(ids))]
    for actor in found.actors:
        assert actor.name
        assert actor.mentions
        assert all(0 <= s.start < s.end <= len(found.text) for s in actor.mentions)
    for before, after in zip(given_report.events, found.events, strict=True):
        for side in (after.actors, after.recipients):
            assert set(side) <= set(ids)
            assert len(set(side)) == len(side)
        assert not set(after.actors) & set(after.recipients)
        assert bool(before.actor_spans) or not after.actors
        assert (after.actor_spans, after.recipient_spans, after.trigger, after.evidence) == (
            before.actor_spans, before.recipient_spans, before.trigger, before.evidence,
        )  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(acting())
def test_events_change_no_speaker(given_report) -> None:
    without = next(iter(resolve([replace(given_report, events=())])))
    found = next(iter(resolve([given_report])))
    names = [{a.id: a.name for a in one.actors} for one in (without, found)]
    for before, after in zip(without.statements, found.statements, strict=True):
        assert (before.speaker is None) == (after.speaker is None)
    assert len(names[1]) >= len(names[0])
