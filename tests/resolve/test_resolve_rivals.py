"""Who speaks where two or more may be meant: the wrong one is worse than none."""

from dataclasses import replace
from itertools import pairwise

import pytest
from resolve_markup import report, speakers

from quoth.resolve import resolve


def said(*sentences, **options):
    """Return the speakers of a report's statements."""
    return speakers(next(iter(resolve([report(*sentences, **options)]))))


def test_a_partys_nominee_is_who_it_nominated():
    sentences = (
        "[Donald Trump|PERSON*] _met [Hillary Clinton|PERSON] .",
        "[The Democratic nominee|d*!] _said it went well .",
        "[The GOP nominee|d*!] _agreed .",
    )
    assert said(*sentences, published="2016-09-01") == ["Hillary Clinton", "Donald Trump"]


def test_who_is_running_and_not_named_is_known_by_the_day():
    sentence = "[The Republican presidential nominee|d*!] _said it rained ."
    assert said(sentence, published="2012-10-01") == ["Mitt Romney"]
    assert said(sentence, published="2012-12-01") == ["The Republican presidential nominee"]


def test_a_nominee_is_a_senator_all_the_same():
    assert said(
        "[Tim Kaine|PERSON*!] _attacked the plan .",
        "[The Virginia senator|d*!] _said it was too dear .",
        published="2016-09-01",
    ) == ["Tim Kaine", "Tim Kaine"]


def test_one_whom_the_content_names_does_not_say_it():
    assert said(
        "[Oleg Hart|PERSON*!] _said it rained .",
        "People like [Igor Falk|PERSON] count , [he|p*!] _said .",
    ) == ["Oleg Hart", "Oleg Hart"]


def test_a_court_of_another_name_is_another_court():
    assert said(
        "[The Supreme Court|ORG*] _waited .", "[The appeals court|d*!] _said it was lawful ."
    ) == ["The appeals court"]


def test_which_is_the_body_right_before():
    assert said("[Ann Lee|PERSON*] _asked [the Oslo Harbour Board|ORG] [which|p!] counted .") == [
        "Oslo Harbour Board"
    ]


def test_which_after_other_words_stays_open():
    assert said(
        "[Ann Lee|PERSON*] _asked [the Oslo Harbour Board|ORG] about ships [which|p!] counted ."
    ) == [None]


@pytest.mark.parametrize(
    ("gap", "name"), [("", "Council of Oslo"), ("[The rate|d*] rose : ", None)]
)
def test_it_is_nobody_after_a_thing_that_is_no_figure(gap: str, name: str | None):
    assert said("[The Council of Oslo|ORG*] _met .", f"{gap}[it|p*!] _showed more .") == [name]


def test_a_noun_beside_a_person_in_one_clause_is_somebody_else():
    assert said("[Nora Quist|PERSON*] _stands to the left of [the Ohio senator|d!] .") == [
        "the Ohio senator"
    ]


def test_a_union_is_the_one_named_since():
    assert said(
        "[A union|d*] _struck .",
        "[The Dockers Federation|ORG*] _backed it .",
        "[The union|d*!] _said so .",
    ) == ["Dockers Federation"]


def test_a_union_named_before_is_not_the_one_spoken_of_since():
    assert said(
        "[The Dockers Federation|ORG*] _met .",
        "[A union|d*] _struck .",
        "[The union|d*!] _said so .",
    ) == ["A union"]


def test_a_place_is_no_newspaper():
    assert said("[Ohio|GPE*] _waited .", "[a newspaper|d=0*!] _called for help .") == [
        "a newspaper"
    ]


def test_campaigns_of_two_years_are_two():
    assert said(
        "[Ann Lee|PERSON*] _waited .",
        "[The 2008 Lee campaign|d*!] _said it was poor .",
        "[The Lee campaign|d*!] _said it was rich .",
    ) == ["The 2008 Lee campaign", "The Lee campaign"]


def test_who_after_a_list_is_its_last():
    found = report(
        "[Ann Lee|PERSON] and [Tom Barr|PERSON] and [Ida Holm|PERSON] came , [who|p=0*!] _joked ."
    )
    tokens = list(found.tokens)
    heads = [m.head for m in found.mentions]
    for one, other in pairwise(heads[:3]):
        tokens[other] = replace(tokens[other], dep="conj", head=one)
    found = replace(found, tokens=tuple(tokens))
    assert speakers(next(iter(resolve([found])))) == ["Ida Holm"]
