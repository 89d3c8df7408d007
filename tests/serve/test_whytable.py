"""`--why`: how a claim came to be, at several widths, with and without all that is known."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from quoth.records import Difference, Link, Reason, Step
from quoth.serve.whytable import print_why


def shown(comparison, place, width=100, **options):
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False)
    print_why(console, comparison, comparison.claims[place], **options)
    return console.file.getvalue()


def flat(text):
    return " ".join(text.split())


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_every_width_shows_all_of_it_and_stays_inside(comparison, width):
    text = shown(comparison, 0, width)
    assert all(len(line) <= width for line in text.splitlines())
    joined = flat(text)
    assert "Why its support is 3" in joined
    for reason in (r for link in comparison.claims[0].links for r in link.reasons):
        assert reason.why.split()[0] in joined
    if width >= 80:
        assert "A Seventeen" not in joined
        assert "B Valmora Daily <News> Seventeen people were arrested" in joined
        assert "A C 97% ×1000+ words in common: march, held; alike 0.91" in joined


def test_it_says_what_began_and_what_joined(comparison):
    text = flat(shown(comparison, 0))
    assert (
        "1 A The Harbour Courier and C Northern Wire began it: 97% likely to tell the same "
        "2 B Valmora Daily <News> joined as the next that fits best: 73% on average" in text
    )
    assert "81% sure that all tell the same: the mean of the 3 pairs of different origins." in text


def test_a_second_telling_and_a_group_that_came_with_it(comparison):
    claim = comparison.claims[0]
    other = comparison.claims[3].members[0]
    steps = (*claim.steps, Step("merged", "courier", other.spans, 0.45))
    changed = replace(comparison, claims=(replace(claim, steps=steps),))
    text = flat(shown(changed, 0, 200))
    assert (
        "The Harbour Courier, a second telling of this report, came with another group that was "
        "largely the same: 45% on average" in text
    )
    assert re.search(r"A The Harbour Courier the government would not step in – Per Lindq", text)
    assert "(via Corvia Press Agency)" in text


def test_what_spoke_for_and_against_is_told_without_colour(comparison):
    text = shown(comparison, 0)
    assert "×9.0" in text
    assert re.search(r"÷3\.0 +figures differ", text)
    assert "nothing sets it apart from the average pair" in text
    far = Link(*(getattr(comparison.claims[0].links[2], n) for n in ("reports", "spans")), 0.0)
    claim = replace(comparison.claims[0], links=(*comparison.claims[0].links[:2], far))
    assert "0%    too far apart" in shown(replace(comparison, claims=(claim,)), 0)


def test_support_and_differences_with_what_they_rest_on(comparison):
    text = flat(shown(comparison, 0))
    assert "3 of 3 outlets tell it, from 3 independent origins:" in text
    assert "≠ number: The Harbour Courier and Northern Wire tell 14" in text
    start = comparison.reports[1].text.index("Seventeen")
    assert f"“Seventeen” at {start}-{start + 9}: Seventeen people were arrested after" in text
    one = flat(shown(comparison, 3))
    assert "3 of 3 outlets tell it, from 1 independent origin:" in one
    assert "names the Corvia Press Agency as where it has it from" in one


def test_who_does_not_tell_it(comparison):
    text = flat(shown(comparison, 2))
    assert "2 of 3 outlets tell it, from 2 independent origins:" in text
    assert "No words that tell it were found in Northern Wire." in text


def test_a_detail_that_a_report_lacks(comparison):
    assert "has no words for it" in shown(comparison, 1)


def test_a_claim_that_does_not_say_how_it_came_to_be(comparison):
    text = flat(shown(comparison, 2))
    assert "How its tellings came together" not in text
    assert "This is not known of this claim." in text
    assert "A The Harbour Courier “We will not load a single ship.” – Layla al-Hadid" in text


def test_of_many_pairs_the_middle_is_shown_on_demand(comparison):
    claim = comparison.claims[0]
    first = claim.links[0]
    links = tuple(
        replace(first, probability=0.9 - n / 100, reasons=(Reason("words", 1.0, f"reason {n}"),))
        for n in range(14)
    )
    many = replace(comparison, claims=(replace(claim, links=links),))
    few, every = shown(many, 0), shown(many, 0, everything=True)
    assert [f"reason {n}\n" in re.sub(" +\n", "\n", few) for n in range(14)] == (
        [True] * 5 + [False] * 4 + [True] * 5
    )
    assert "--all shows the reasons of these pairs too" in few
    assert all(f"reason {n}" in every for n in range(14))
    assert all(f"{link.probability:.0%}" in few for link in links)


def test_hostile_words_are_shown_not_obeyed(comparison):
    words = "\x1b[31mred\x07 [bold]loud[/bold] \u202egnp\ud800"
    claim = comparison.claims[0]
    links = (replace(claim.links[0], reasons=(Reason("words", 1.0, words),)),)
    difference = Difference("number", ("courier", "nobody"), (words, ""), ((), ()), words)
    origins = tuple(replace(origin, name=words, why=words) for origin in claim.origins)
    hostile = replace(
        claim, gist=words, links=links, differences=(difference,), origins=origins, speaker=words
    )
    reports = tuple(replace(report, outlet=words) for report in comparison.reports)
    text = shown(replace(comparison, claims=(hostile,), reports=reports), 0)
    text.encode("utf-8")
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "[bold]loud[/bold]" in text
