"""What a new comparison shows that the one before did not."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.keeping.claiming import ClaimReader

from quoth.keeping.novelties import changes, entries, matched, new_differences
from quoth.records import Report

ROOFS, MAYOR = "Roofs flew over Valmora.", "The mayor asked for tents."


def report(name, *sentences):
    return Report(name, " ".join(sentences), outlet=name.title())


def compared(*reports, **options):
    reader = ClaimReader(**options)
    return reader.compare(list(reader.iter_finish(reports)))


POST, WIRE = report("post", ROOFS, MAYOR), report("wire", "In short.", ROOFS, MAYOR)
TOWN = report("town", MAYOR, "More of it.", ROOFS)


def told(found):
    return [(change.claim.gist, change.before, change.now) for change in found]


def test_a_claim_gains_the_report_that_joins():
    old, new = compared(POST, WIRE), compared(TOWN, POST, WIRE)
    # Another report comes first, so ids and gists are those of other claims.
    assert [claim.gist for claim in old.claims] != [claim.gist for claim in new.claims]
    assert matched(old, new) == {"c0": "c1", "c2": "c0"}
    found = changes(old, new)
    assert told(found) == [(MAYOR, 2, 3), (ROOFS, 2, 3)]
    assert [change.more for change in found] == [("town",)] * 2
    assert changes(new, new) == []


def test_and_loses_it_when_it_goes():
    old, new = compared(TOWN, POST, WIRE), compared(POST, WIRE)
    assert told(changes(old, new)) == [(ROOFS, 3, 2), (MAYOR, 3, 2)]
    assert changes(old, new)[0].fewer == ("town",)


def test_what_one_alone_told_is_told_by_two():
    old = compared(report("post", ROOFS, MAYOR), report("wire", ROOFS))
    new = compared(report("post", ROOFS, MAYOR), report("wire", ROOFS), report("town", MAYOR))
    assert told(changes(old, new)) == [(MAYOR, 1, 2)]
    assert changes(old, new)[0].more == ("town",)


def test_what_two_new_reports_tell_comes_from_none():
    old = compared(report("post", ROOFS), report("wire", ROOFS))
    new = compared(*old.reports, report("town", MAYOR), report("isle", MAYOR))
    assert told(changes(old, new)) == [(MAYOR, 0, 2)]


def test_a_claim_that_nobody_tells_any_more():
    old = compared(POST, WIRE)
    left_out = [report("post", ROOFS), report("wire", "In short.", ROOFS)]
    assert told(changes(old, compared(*left_out))) == [(MAYOR, 2, 0)]
    by_one = [report("post", ROOFS, MAYOR), report("wire", "In short.", ROOFS)]
    assert told(changes(old, compared(*by_one))) == [(MAYOR, 2, 1)]


def test_a_new_version_with_the_same_words_elsewhere_changes_nothing():
    old = compared(POST, WIRE)
    new = compared(report("post", "Updated at noon.", ROOFS, MAYOR), WIRE)
    assert changes(old, new) == []


def test_origins_that_turn_out_to_be_one():
    old, new = compared(POST, WIRE), compared(POST, WIRE, origins={"post": "Wire"})
    assert told(changes(old, new)) == [(ROOFS, 2, 1), (MAYOR, 2, 1)]
    assert "whose origins count otherwise" in entries("s", old, new)[0].data["note"]


def test_the_first_comparison_has_nothing_before():
    assert told(changes(None, compared(POST, WIRE))) == [(ROOFS, None, 2), (MAYOR, None, 2)]
    assert changes(None, compared(POST, WIRE, origins={"post": "Wire"})) == []


def numbers(*figures):
    return compared(*(report(f"r{n}", f"It took {f} roofs.") for n, f in enumerate(figures)))


def test_another_value_is_a_new_difference_and_another_report_none():
    def found(old, new):
        return [difference.values for _, difference in new_differences(old, new)]

    assert found(None, numbers(3, 4)) == [("3", "4")]
    assert found(numbers(3, 4), numbers(3, 4)) == []
    assert found(numbers(3, 4), numbers(3, 4, 4)) == []
    assert found(numbers(3, 4), numbers(3, 4, 5)) == [("3", "4", "5")]
    assert found(numbers(3, 3), numbers(3, 3, 4)) == [("3", "3", "4")]


def test_what_differs_softly_is_none():
    new = numbers(3, 4)
    (claim,) = new.claims
    soft = replace(claim.differences[0], type="wording")
    new = replace(new, claims=(replace(claim, differences=(soft,)),))
    assert new_differences(None, new) == []


def test_what_is_kept_of_it():
    claim, difference = entries("s1", numbers(3, 3), numbers(3, 3, 4))
    assert (claim.kind, claim.story) == ("claim", "s1")
    assert (claim.data["before"], claim.data["support"]) == (2, 3)
    assert claim.data["note"] == "now also R2"
    assert claim.data["outlets"] == ["R0", "R1", "R2"]
    assert difference.kind == "contradiction"
    assert difference.data["text"] == "number: R0 and R1 tell 3, R2 tells 4 (figures differ)"
    again = entries("s1", numbers(3, 3), numbers(3, 3, 4))
    assert [one.id for one in again] == [claim.id, difference.id]
    assert claim.id != entries("s2", numbers(3, 3), numbers(3, 3, 4))[0].id


SENTENCES = st.lists(st.sampled_from("ABCDEFG"), min_size=1, max_size=5, unique=True)
STORIES = st.lists(SENTENCES, min_size=2, max_size=5)


def story(told_by):
    said = ([f"{letter} fell." for letter in letters] for letters in told_by)
    return compared(*(report(f"r{n}", *sentences) for n, sentences in enumerate(said)))


@settings(max_examples=50, deadline=None)
@given(STORIES, STORIES)
def test_what_goes_one_way_comes_back_the_other(one, other):
    """Every change is of a claim whose support differs, and is undone by the way back."""
    old, new = story(one), story(other)
    there, back = changes(old, new), changes(new, old)
    assert all(change.before != change.now for change in there)
    support = {c.gist: c.support for c in new.claims}
    was = {c.gist: c.support for c in old.claims}
    for change in there:
        assert support.get(change.claim.gist, 0) != was.get(change.claim.gist, 0)
    gained = {c.claim.gist for c in there if c.now > (c.before or 0)}
    lost = {c.claim.gist for c in back if c.now < (c.before or 0)}
    assert gained == lost
