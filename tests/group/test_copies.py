from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.building import build

from quoth.group import copies, copy_groups, shared_runs
from quoth.group.copies import RUN_WORDS
from quoth.records import Report

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


def slow_runs(reports: list[Report]) -> list[tuple]:
    """Return the longest runs of every two reports, word against word."""
    found = []
    told = {report.id: copies._own_words(report) for report in reports}
    for first, second in combinations(reports, 2):
        a, b = told[first.id], told[second.id]
        starts = {
            (i, j)
            for i in copies._run_starts(a)
            for j in copies._run_starts(b)
            if a.words[i : i + RUN_WORDS] == b.words[j : j + RUN_WORDS]
        }
        for i, j in sorted(starts):
            length = RUN_WORDS
            while (i + length - RUN_WORDS + 1, j + length - RUN_WORDS + 1) in starts:
                length += 1
            if (i - 1, j - 1) not in starts:
                places = (a.spans[i].start, a.spans[i + length - 1].end, b.spans[j].start)
                found.append((first.id, second.id, *places, length))
    return found


PASSAGES = tuple(
    " ".join(f"{letter}{number}" for number in range(count))
    for letter, count in (("a", 12), ("b", 25), ("c", 4), ("d", 10), ("e", 15))
)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PASSAGES), min_size=1, max_size=4), min_size=2, max_size=5)
)
def test_runs_are_those_of_comparing_word_against_word(told: list[list[str]]) -> None:
    reports = [build(f"r{n}", *own) for n, own in enumerate(told)]
    found = [
        (r.first, r.second, *r.span_first, r.span_second.start, r.words)
        for r in shared_runs(reports)
    ]
    if all(own.count(passage) < copies.MAX_REPEATS for own in told for passage in PASSAGES):
        assert found == sorted(slow_runs(reports))
