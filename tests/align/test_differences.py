from __future__ import annotations

import pytest
from tests.building import build

from quoth.align.differences import differences
from quoth.align.units import UnitReader
from quoth.align.wording import changes
from quoth.records import Difference, Report

DETAINED = (
    "Halmora|PROPN|nsubj|2|GPE has|AUX|aux|2 detained|VERB|ROOT|2 {}|NUM|nummod|4 "
    "trawlers|NOUN|dobj|2 {} .|PUNCT|punct|2"
)
RESUME = (
    "Talks|NOUN|nsubj|1 resume|VERB|ROOT|1 on|ADP|prep|1 May|PROPN|pobj|2|DATE "
    "{}|NUM|nummod|3|DATE .|PUNCT|punct|1"
)


def compare(*reports: Report, probability: float = 0.9) -> list[Difference]:
    units = [
        unit
        for report in reports
        for unit in UnitReader(report, canonical=str.lower, names_of={}).units()
    ]
    found = differences(
        units, reports={r.id: r for r in reports}, probability=lambda a, b: probability
    )
    for difference in found:
        assert len(difference.between) == len(difference.values) == len(difference.spans)
        assert difference.note
    return list(found)


@pytest.fixture(autouse=True)
def _told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every candidate for one to be told: what is told is the model's to say."""
    monkeypatch.setattr("quoth.align.differences.flagged", lambda candidate: True)


def kinds(found: list[Difference]) -> set[str]:
    return {difference.type for difference in found}


def test_a_number_that_differs_is_told_with_both_places() -> None:
    a, b = build("a", DETAINED.format("14", "")), build("b", DETAINED.format("17", ""))
    (found,) = compare(a, b)
    assert (found.type, found.values) == ("number", ("14", "17"))
    assert [r.text[s.start : s.end] for r, (s,) in zip((a, b), found.spans, strict=True)] == [
        "14",
        "17",
    ]


@pytest.mark.parametrize(("one", "other"), [("14", "14"), ("14", "fourteen"), ("200", "210")])
def test_figures_that_agree_are_no_difference(one: str, other: str) -> None:
    found = compare(build("a", DETAINED.format(one, "")), build("b", DETAINED.format(other, "")))
    assert "number" not in kinds(found)


def test_numbers_are_not_set_against_each_other_where_the_pair_is_unsure() -> None:
    a, b = build("a", DETAINED.format("14", "")), build("b", DETAINED.format("17", ""))
    assert "number" not in kinds(compare(a, b, probability=0.2))


def test_days_that_differ_are_a_difference_of_date() -> None:
    (found,) = compare(build("a", RESUME.format("12")), build("b", RESUME.format("21")))
    assert (found.type, found.values) == ("date", ("May 12", "May 21"))


def test_negation_of_the_same_verb_is_a_difference_of_polarity() -> None:
    plain = "Crews|NOUN|nsubj|1 fired|VERB|ROOT|1 warning|NOUN|compound|3 shots|NOUN|dobj|1 ."
    negated = (
        "Crews|NOUN|nsubj|3 did|AUX|aux|3 n't|PART|neg|3 fired|VERB|ROOT|3 "
        "warning|NOUN|compound|5 shots|NOUN|dobj|3 ."
    )
    assert kinds(compare(build("a", plain), build("b", negated))) == {"polarity"}
    assert compare(build("a", negated), build("b", negated)) == []


def test_a_denial_against_an_assertion_is_a_difference_of_polarity() -> None:
    def told(report_id: str, cue: str) -> Report:
        return build(
            report_id,
            f"Tamm|PROPN|nsubj|1|PERSON {cue}|VERB|ROOT|1 crews|NOUN|nsubj|3 fired|VERB|ccomp|1 "
            "warning|NOUN|compound|5 shots|NOUN|dobj|3 .",
            statements=(("Tamm", cue, "crews fired warning shots"),),
        )

    denied = told("a", "deny")
    assert kinds(compare(denied, told("b", "said"))) == {"polarity"}
    assert compare(denied, told("b", "deny")) == []


def test_a_denial_of_something_else_is_no_difference() -> None:
    denied = build(
        "a",
        "Tamm|PROPN|nsubj|1|PERSON deny|VERB|ROOT|1 crews|NOUN|nsubj|3 sank|VERB|ccomp|1 "
        "wooden|ADJ|amod|5 lighters|NOUN|dobj|3 .",
        statements=(("Tamm", "deny", "crews sank wooden lighters"),),
    )
    other = build(
        "b", "Ferries|NOUN|nsubj|1 carried|VERB|ROOT|1 grain|NOUN|compound|3 sacks|NOUN|dobj|1 ."
    )
    same = build(
        "b", "Soldiers|NOUN|nsubj|1 sank|VERB|ROOT|1 fishing|NOUN|compound|3 boats|NOUN|dobj|1 ."
    )
    assert "polarity" not in kinds(compare(denied, other))
    assert "polarity" in kinds(compare(denied, same))


def test_a_denial_of_another_deed_of_the_same_thing_is_no_difference() -> None:
    denied = build(
        "a",
        "Roe|PROPN|nsubj|1|PERSON deny|VERB|ROOT|1 the|DET|det|4 town|NOUN|compound|4 "
        "hospital|NOUN|nsubjpass|6 was|AUX|auxpass|6 cleared|VERB|ccomp|1 .",
        statements=(("Roe", "deny", "the town hospital was cleared"),),
    )
    damage = (
        "The|DET|det|2 town|NOUN|compound|2 hospital|NOUN|nsubjpass|4 was|AUX|auxpass|4 "
        "{}|VERB|ROOT|4 ."
    )
    assert "polarity" not in kinds(compare(denied, build("b", damage.format("damaged"))))
    found = compare(denied, build("b", damage.format("cleared")))
    (polarity,) = (each for each in found if each.type == "polarity")
    assert set(polarity.values) == {"deny", "was cleared"}


def test_opposite_verbs_are_a_difference_of_polarity() -> None:
    told = "Rates|NOUN|nsubj|1 {}|VERB|ROOT|1 by|ADP|prep|1 half|NOUN|pobj|2 a|DET|det|5 point|NOUN"
    (found,) = compare(build("a", told.format("rise")), build("b", told.format("fall")))
    assert (found.type, found.values) == ("polarity", ("rise", "fall"))
    assert compare(build("a", told.format("rise")), build("b", told.format("climb"))) == []


def test_a_doubt_against_an_assertion_is_a_difference_of_certainty() -> None:
    sure = "Halmora|PROPN|nsubj|1|GPE lowers|VERB|ROOT|1 licence|NOUN|compound|3 fees|NOUN|dobj|1 ."
    doubt = (
        "Halmora|PROPN|nsubj|2|GPE may|AUX|aux|2 lowers|VERB|ROOT|2 licence|NOUN|compound|4 "
        "fees|NOUN|dobj|2 ."
    )
    assert kinds(compare(build("a", sure), build("b", doubt))) == {"certainty"}


def test_what_only_one_tells_is_a_detail() -> None:
    more = DETAINED.format("14", "near|ADP|prep|2 Merrin|PROPN|pobj|5|GPE")
    (found,) = compare(build("a", DETAINED.format("14", "")), build("b", more))
    assert (found.type, found.between, found.values) == ("detail", ("b", "a"), ("Merrin", ""))


def test_one_quote_in_other_words_is_a_difference_of_wording() -> None:
    one = "“ Such a licence is no licence but a closed door ” ."
    other = "“ A permit of that kind is really a locked gate ” ."
    same = "“ such a licence is no licence, but a closed door! ” ."
    assert "wording" in kinds(compare(build("a", one), build("b", other)))
    assert "wording" not in kinds(compare(build("a", one), build("b", same)))


CLOSED = "Gales|NOUN|nsubj|1 closed|VERB|ROOT|1 Merrin|PROPN|compound|3|GPE harbour|NOUN|dobj|1 ."
SAID = (
    "The harbour|NOUN|compound|2 board|NOUN|nsubj|3 said|VERB|ROOT|3 gales|NOUN|nsubj|5 "
    "closed|VERB|ccomp|3 Merrin|PROPN|compound|7|GPE harbour|NOUN|dobj|5 ."
)


def said(report_id: str, source: str = "The harbour board") -> Report:
    told = SAID.replace("The harbour|NOUN|compound|2 board|NOUN|nsubj|3", f"{source}|NOUN|nsubj|3")
    if source == "The harbour board":
        told = SAID
    statement = (source, "said", "gales closed Merrin harbour")
    return build(report_id, told, outlet=report_id.title(), statements=(statement,))


def test_what_one_asserts_and_another_attributes_is_a_difference_of_speaker() -> None:
    a, b = build("amber", CLOSED, outlet="Amber"), said("bay")
    (found,) = [d for d in compare(a, b) if d.type == "speaker"]
    assert found.note == "Amber asserts it; Bay has it from The harbour board"
    assert found.between == ("amber", "bay")
    assert [b.text[s.start : s.end] for s in found.spans[1]] == ["The harbour board"]
    assert found.spans[0]


def test_two_narrators_and_one_source_are_no_difference_of_speaker() -> None:
    assert "speaker" not in kinds(compare(build("a", CLOSED), build("b", CLOSED)))
    assert "speaker" not in kinds(compare(said("a"), said("b")))


def test_the_model_leaves_out_what_it_finds_unlikely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoth.align.differences.flagged", lambda candidate: False)
    assert kinds(compare(build("a", DETAINED.format("14", "")), said("b"))) <= {"detail"}


def test_a_figure_with_its_hedge_is_told_as_it_stands() -> None:
    vague = "at least 40|NUM|nummod|3 trawlers|NOUN|nsubj|4 sank|VERB|ROOT|4 ."
    exact = "two|NUM|nummod|1 trawlers|NOUN|nsubj|2 sank|VERB|ROOT|2 ."
    a, b = build("a", vague, outlet="Amber"), build("b", exact, outlet="Bay")
    (found,) = [d for d in compare(a, b) if d.type == "number"]
    assert found.note == "Amber “at least 40”; Bay “two”"


def test_one_quote_is_aligned_word_by_word() -> None:
    assert changes("We shall open the gates", "We will open the gates today") == (
        "“will” for “shall”, adds “today”"
    )
    assert changes("We open the old gates", "we open the gates") == "lacks “old”"
    assert changes("Nothing of this kind", "Another sentence altogether, friends") == ""
