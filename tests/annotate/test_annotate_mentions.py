"""Mentions: names, pronouns and noun phrases, and which of them the syntax joins."""

from tests.annotate.conftest import check_layer
from tests.building import build

from quoth.annotate.mentions import mentions
from quoth.annotate.syntax import NameSpan
from quoth.records import Mention, Report


def shown(report: Report, found: tuple[Mention, ...] | None = None) -> dict[str, str | None]:
    """Return the words of mentions, and those of the mention that each is an alias of."""
    every = report.mentions if found is None else found
    text = [report.text[slice(*m.span)] for m in every]
    return {text[n]: None if m.alias_of is None else text[m.alias_of] for n, m in enumerate(every)}


def test_a_name_has_no_article_title_or_ending() -> None:
    title = "the|DET|det|4 President|PROPN|compound|3 "
    report = build("r", f"{title}Anders|PROPN|compound|3 Holm|PROPN|poss|4 ship|NOUN|ROOT|4")
    found = mentions(report, [NameSpan(0, 4, "PERSON")])
    assert "Anders Holm" in shown(report, found)
    assert found[[m.kind for m in found].index("name")].label == "PERSON"


def test_dates_and_numbers_are_no_mentions() -> None:
    report = build("r", "Two|NUM|nummod|1 weeks|NOUN|ROOT|1")
    assert mentions(report, [NameSpan(0, 2, "DATE")]) == ()


def test_most_mentions_of_a_name_decide_its_type() -> None:
    report = build("r", "Holm|PROPN|ROOT|0 Holm|PROPN|ROOT|1 Holm|PROPN|ROOT|2")
    found = mentions(
        report, [NameSpan(0, 1, "PERSON"), NameSpan(1, 2, "ORG"), NameSpan(2, 3, "PERSON")]
    )
    assert [m.label for m in found] == ["PERSON"] * 3


def test_a_proper_noun_without_a_type_is_a_name() -> None:
    report = build("r", "Brandt|PROPN|nsubj|1 left|VERB|ROOT|1")
    assert [(m.kind, m.label, m.subject) for m in mentions(report, [])] == [("name", "", True)]


def test_it_that_stands_for_nothing_is_left_out() -> None:
    report = build("r", "It|PRON|expl|1 rained|VERB|ROOT|1", "It|PRON|nsubj|1 sank|VERB|ROOT|1")
    assert [m.sentence for m in mentions(report, [])] == [1]


def test_title_apposition_and_predicate_are_joined(read) -> None:
    report = read(
        "The Norlandic president, Anders Holm, met Ilse Brandt, chairwoman of the State Council. "
        "Foreign Minister Ann Lee was there. Brandt is the leader of Velmia."
    )
    found = shown(report)
    assert found["The Norlandic president"] == "Anders Holm"
    assert found["chairwoman of the State Council"] == "Ilse Brandt"
    assert found["Foreign Minister"] == "Ann Lee"
    assert found["the leader of Velmia"] == "Brandt"
    check_layer(report)


def test_an_acronym_in_brackets_is_the_name_before_it(read) -> None:
    report = read("The International Fisheries Organization (IFO) met on Monday.")
    assert shown(report)["IFO"] == "International Fisheries Organization"


def test_who_is_the_person_it_follows(read) -> None:
    report = read("Anders Holm, who leads the party, won.")
    assert shown(report)["who"] == "Anders Holm"


def test_what_a_negated_or_past_predicate_says_is_not_joined(read) -> None:
    report = read("Anders Holm is not the leader of Velmia.")
    assert shown(report).get("the leader of Velmia") is None


def test_sources_are_mentions_whatever_they_are_called(read) -> None:
    report = read("The findings show that the dam was weak.")
    assert "The findings" in shown(report)


def test_subjects_are_marked_alone_and_together(read) -> None:
    report = read("Holm and Brandt left the port. The mayor saw them.")
    marked = {report.text[slice(*m.span)] for m in report.mentions if m.subject}
    assert marked == {"Holm", "Brandt", "The mayor"}
