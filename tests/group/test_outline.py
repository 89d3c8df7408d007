from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.group.telling import COAST_QUAKE, encode, told

from quoth.errors import OutlineError
from quoth.group import Outline, outline
from quoth.group.calendar_days import NamedDay, named_days
from quoth.group.nearness import NAMES, nearness, profile
from quoth.group.words import hashes, name_words, shingles, stem, tell
from quoth.records import Actor, Event, Location, Report, Sentence, Span, Token

words = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200)


@settings(max_examples=60, deadline=None)
@given(words, st.one_of(st.none(), words), st.one_of(st.none(), st.just("2026-03-03")))
def test_an_outline_comes_back_from_its_bytes(
    text: str, title: str | None, published: str | None
) -> None:
    made = outline(Report("r", text, title=title, published=published), encode=encode)
    data = made.to_bytes()
    assert Outline.from_bytes(data) == made
    assert Outline.from_bytes(data).to_bytes() == data


@pytest.mark.parametrize("spoil", [lambda d: b"", lambda d: d[:-1], lambda d: d + b"x"])
def test_broken_bytes_are_refused(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(OutlineError, match="broken; make it anew"):
        Outline.from_bytes(spoil(told("a", COAST_QUAKE[0]).to_bytes()))


def test_bytes_of_another_version_say_so() -> None:
    with pytest.raises(OutlineError, match="another version"):
        Outline.from_bytes(b"QOL9" + told("a", COAST_QUAKE[0]).to_bytes()[4:])


def test_an_outline_holds_no_text() -> None:
    data = replace(told("a", COAST_QUAKE[0]), labels=()).to_bytes()
    for word in (b"earthquake", b"Sarvik", b"sarvik", b"Admiral", b"rescuers"):
        assert word not in data


def test_tokens_make_no_difference() -> None:
    text = COAST_QUAKE[0]
    sentences = tuple(
        Sentence(Span(text.index(line), text.index(line) + len(line)), n)
        for n, line in enumerate(text.splitlines())
    )
    read = Report("a", text, sentences=sentences)
    token = Token(Span(0, 2), "An", "an", "DET", "DT", "det", 0, "GPE", 0)
    assert outline(replace(read, tokens=(token,)), encode=encode) == outline(read, encode=encode)


def test_events_and_states_are_places_and_deeds() -> None:
    text = "Halmora attacked Veskaria at Merrin."
    actors = (
        Actor("a0", "Halmora", "state", "HAL", (), ()),
        Actor("a1", "Veskaria", "state", "VES", (), ()),
    )
    event = Event(
        "e0", "ASSAULT", None, (), "asserted", (Span(8, 16),), (Span(0, 36),),
        actors=("a0",), recipients=("a1",), place=Location("Merrin", "VES", "Merrin"),
    )  # fmt: skip
    made = outline(Report("r", text, actors=actors, events=(event,)), encode=encode)
    assert set(made.array("places")) == set(hashes(["HAL", "VES", "Merrin"], "p"))
    assert set(made.array("deeds")) == set(hashes(["ASSAULT/HAL/VES"], "d"))
    past = replace(event, status="historical")
    told_past = outline(Report("r", text, actors=actors, events=(past,)), encode=encode)
    assert not len(told_past.array("deeds"))


def test_an_outline_can_be_pickled_and_hashed() -> None:
    made = told("a", COAST_QUAKE[0])
    assert pickle.loads(pickle.dumps(made)) == made
    assert len({made, told("a", COAST_QUAKE[0])}) == 1


def test_names_are_capitalised_where_no_rule_asks_for_it() -> None:
    sentences = [
        "Rescuers dug in Sarvik.",
        "Mayor Olin Pedderic wept on Monday.",
        "Rescuers Dig In Ruins Of Old Hotel Admiral",
        "THE MAYOR SPEAKS TO THE PRESS",
    ]
    assert name_words(sentences) == {"sarvik", "mayor", "olin", "pedderic"}
    said = tell(sentences)
    assert said.names["sarvik"] == 1
    assert said.labels["Mayor Olin Pedderic"] == 1


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("offers", "offer"), ("parties", "party"), ("killed", "kill"), ("offering", "offer"),
        ("released", "release"), ("stopped", "stop"), ("merrin’s", "merrin"),
    ],
)  # fmt: skip
def test_stems_of_one_word_are_the_same(word: str, other: str) -> None:
    assert stem(word) == stem(other)


def test_figures_count_without_their_commas() -> None:
    assert tell(["It cost 3,400 crowns and 6.1 more."]).figures == {"3400": 1, "6.1": 1}


def test_shingles_do_not_see_capitals_marks_or_lines() -> None:
    one = shingles(["The quick brown fox jumps.", "Over it went."])
    assert np.array_equal(one, shingles(["the QUICK, brown “fox” jumps over it went"]))
    assert len(one) == 5


def test_a_long_report_keeps_a_fixed_share_of_its_shingles() -> None:
    made = told("long", " ".join(f"{n}" for n in range(2000)))
    kept = made.array("sketch")
    assert 60 < len(kept) <= 256
    assert made.shingles == 1997
    assert not (kept % (1 << made.sampled)).any()


def test_days_are_read_where_they_are_named_outright() -> None:
    text = "On May 3, 2013 and 4 June, not on 31 February or 2013-13-01, but on 2014-01-02."
    assert set(named_days(text)) == {
        NamedDay(2013, 5, 3),
        NamedDay(0, 6, 4),
        NamedDay(2014, 1, 2),
    }


def test_nearness_is_the_same_both_ways_and_finite() -> None:
    made = [told(str(n), text) for n, text in enumerate((*COAST_QUAKE, "...", "Sarvik 6.1"))]
    profiles = [profile(one) for one in made]
    rows = [nearness(one, profiles) for one in profiles]
    for n, row in enumerate(rows):
        assert row.shape == (len(made), len(NAMES))
        assert np.isfinite(row).all()
        for m, other in enumerate(rows):
            assert row[m] == pytest.approx(other[n], abs=2e-3)
