"""Who speaks each statement."""

import pytest
from resolve_markup import report, speakers

from quoth.records import Span, Statement
from quoth.resolve import resolve


def said(*sentences, **options):
    """Return the speakers of a report's statements."""
    return speakers(next(iter(resolve([report(*sentences, **options)]))))


def test_a_name_speaks():
    assert said("[Ann Lee|PERSON*!] _said it rained .") == ["Ann Lee"]


def test_pronouns_are_who_was_last_spoken_of():
    assert said(
        "[Ann Lee|PERSON*!] _said it rained .",
        "[She|p*!] _added that it was cold .",
        "[Tom Barr|PERSON*!] _denied it .",
        "[He|p*!] _said it was dry .",
        "[She|p*!] _disagreed .",
    ) == ["Ann Lee", "Ann Lee", "Tom Barr", "Tom Barr", "Ann Lee"]


def test_the_subject_rather_than_the_object():
    assert said(
        "[Oleg Hart|PERSON*] _met [Igor Falk|PERSON] .", "[He|p*!] _said it was short ."
    ) == ["Oleg Hart"]


def test_a_pronoun_without_anybody_stays_open():
    assert said("[He|p*!] _said it rained .", "[It|p*!] _said so .") == [None, None]


def test_who_says_i_in_a_quotation():
    found = next(
        iter(resolve([report('" [I|p*] am tired and [we|p*] lost , " _said [Ann Lee|PERSON*!] .')]))
    )
    ann = found.actors[0]
    assert [found.text[s.start : s.end] for s in ann.mentions] == ["I", "we", "Ann Lee"]


def test_he_in_a_quotation_is_not_who_speaks():
    found = next(
        iter(
            resolve(
                [
                    report(
                        "[Tom Barr|PERSON*] _met [Oleg Hart|PERSON] .",
                        '" [He|p*] is tired , " _said [Tom Barr|PERSON*!] .',
                    )
                ]
            )
        )
    )
    by_name = {a.name: [found.text[s.start : s.end] for s in a.mentions] for a in found.actors}
    assert by_name["Oleg Hart"] == ["Oleg Hart", "He"]


def test_i_of_the_narrator_is_nobody():
    assert said("[I|p*!] _hope it rains .") == [None]


def test_a_spokesman_is_not_whom_he_speaks_for():
    assert said(
        "[Ann Lee|PERSON*] _waited .", "[A spokesman for Lee|d*!] _said she was tired ."
    ) == ["A spokesman for Lee"]


def test_a_title_is_who_bears_it():
    assert said(
        "[Prime Minister|d=1] [Ida Holm|PERSON*] _met [the Swiss envoy|d] .",
        "[The prime minister|d*!] _said it went well .",
        "[The Swiss envoy|d*!] _agreed .",
    ) == ["Ida Holm", "the Swiss envoy"]


def test_a_senator_without_an_earlier_one_is_who_was_just_named():
    assert said(
        "[Nora Quist|PERSON*!] _attacked the plan .",
        "[The Ohio senator|d*!] _said it was too dear .",
    ) == ["Nora Quist", "Nora Quist"]


def test_a_judge_without_an_earlier_one_is_somebody_else():
    assert said(
        "[Nora Quist|PERSON*!] _attacked the plan .", "[The judge|d*!] _said it was lawful ."
    ) == ["Nora Quist", "The judge"]


def test_a_noun_that_contradicts_is_somebody_else():
    assert said(
        "[Judge|d=1] [Nora Quist|PERSON*!] _attacked the plan .",
        "[The governor|d*!] _said it was too dear .",
    ) == ["Nora Quist", "The governor"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("[Moscow|GPE*!]", "Russia"),
        ("[The White House|ORG*!]", "White House"),
        ("[Officials|d*!]", "Officials"),
        ("[The Chinese side|d*!]", "China"),
    ],
)
def test_bodies_states_and_groups_speak(source, name):
    assert said("[China|GPE*] _waited .", f"{source} _said it rained .")[-1] == name


def test_two_who_speak_together_are_a_group():
    found = report("[Ann Lee|PERSON*] and [Tom Barr|PERSON*] _said it rained .")
    tokens = list(found.tokens)
    first = next(i for i, t in enumerate(tokens) if t.text == "Lee")
    second = next(i for i, t in enumerate(tokens) if t.text == "Barr")
    from dataclasses import replace

    tokens[second] = replace(tokens[second], dep="conj", head=first)
    source = Span(0, found.text.index(" _") if " _" in found.text else found.text.index(" said"))
    statement = Statement("s0", "indirect", (source,), (), (Span(source.end + 1, source.end + 5),))
    found = replace(found, tokens=tuple(tokens), statements=(statement,))
    assert speakers(next(iter(resolve([found])))) == ["Ann Lee and Tom Barr"]


def test_an_empty_source_has_no_speaker():
    found = report("It _rained .")
    from dataclasses import replace

    found = replace(found, statements=(Statement("s0", "direct", (), (), (Span(0, 2),)),))
    assert speakers(next(iter(resolve([found])))) == [None]


def test_different_people_are_not_one_group():
    assert said(
        "[People in the north|d*!] _complained .", "[People in the south|d*!] _cheered ."
    ) == ["People in the north", "People in the south"]


def test_some_of_a_party_are_not_the_party():
    found = said("[Democrats|NORP*!] _agreed .", "[two Democrats|d*!] _disagreed .")
    assert found == ["Democrats", "two Democrats"]
