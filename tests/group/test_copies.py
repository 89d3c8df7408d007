from __future__ import annotations

from tests.building import build

from quoth.group import copy_groups, shared_runs

WIRE = (
    "Halmora has detained seventeen trawlers since January when it suspended the old fishing "
    "agreement and three of them remain in the harbour of Merrin today ."
)
OWN = "The mayor of the little town had nothing to say about any of this on the windy quay ."


def test_a_run_of_ten_words_is_found_with_its_place() -> None:
    first = build("a", OWN, WIRE)
    second = build("b", WIRE)
    (run,) = shared_runs([first, second])
    told = first.text[run.span_first.start : run.span_first.end]
    assert told == second.text[run.span_second.start : run.span_second.end]
    assert told.startswith("Halmora has detained")
    assert run.words == 25


def test_words_in_a_quotation_are_no_copy() -> None:
    quoted = "“ " + WIRE[:-2] + " ” said the minister ."
    assert shared_runs([build("a", quoted), build("b", quoted)]) == ()


def test_nine_words_are_not_enough() -> None:
    words = "one two three four five six seven eight nine"
    assert shared_runs([build("a", words + " apples"), build("b", words + " pears")]) == ()


def test_copies_are_reports_whose_wording_is_largely_the_same() -> None:
    reports = [build("a", WIRE), build("b", OWN), build("c", WIRE, "Something of its own .")]
    assert copy_groups(reports, shared_runs(reports)) == (("a", "c"),)


def test_a_text_that_repeats_itself_does_not_raise() -> None:
    drum = build("a", "boom " * 300)
    runs = shared_runs([drum, build("b", "boom " * 300)])
    assert runs
