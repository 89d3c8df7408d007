from __future__ import annotations

import pytest

from quoth.group import headline
from quoth.records import Report

TALKS = "Ministers of Halmora and Veskaria met in Brannvik on Tuesday over seventeen trawlers."
MORE = "The trawlers of Veskaria have lain in the harbour of Merrin since January."
ASIDE = "Cafés around the castle of Brannvik ran out of cake before the afternoon was over."


def test_the_most_central_report_gives_title_and_lead() -> None:
    reports = [
        Report("cake", f"{ASIDE}\n{TALKS}", title="Brannvik runs out of cake"),
        Report("talks", f"{TALKS}\n{MORE}", title="Halmora and Veskaria meet over trawlers"),
        Report("plain", f"{MORE}\n{TALKS}"),
    ]
    found = headline(reports)
    assert (found.title, found.lead) == ("Halmora and Veskaria meet over trawlers", TALKS)
    assert found.report == "talks"
    assert headline(reports[::-1]) == found


def test_without_a_title_the_first_sentence_is_one() -> None:
    found = headline([Report("a", f"BRANNVIK\n{TALKS}\n{MORE}")])
    assert (found.title, found.lead) == (TALKS, MORE)


def test_the_lead_does_not_say_the_title_again() -> None:
    found = headline([Report("a", f"{TALKS}\n{MORE}", title=TALKS.rstrip("."))])
    assert found.lead == MORE


def test_a_long_sentence_is_cut_at_a_word_and_given_whole_as_lead() -> None:
    long = f"{TALKS[:-1]} that have lain for many months in the harbour of the town of Merrin."
    found = headline([Report("a", long)])
    assert len(found.title) <= 121
    assert found.title.endswith("…")
    assert long.startswith(found.title.removesuffix("…") + " ")
    assert found.lead == long


def test_where_the_lead_stands() -> None:
    report = Report("a", f"  BRANNVIK\n\n{TALKS}\n{MORE}", title="Halmora and Veskaria meet")
    found = headline([report])
    assert found.span is not None
    assert report.text[slice(*found.span)].strip() == found.lead == TALKS
    assert headline([Report("a", "")]).span is None


def test_a_text_printed_often_does_not_outvote_the_rest() -> None:
    copies = [Report(f"copy{n}", f"{ASIDE}\n{ASIDE}") for n in range(5)]
    others = [
        Report("one", f"{TALKS}\n{MORE}"),
        Report("two", f"{MORE}\n{TALKS}"),
        Report("three", f"{TALKS}\nNobody in Merrin would say when the trawlers may go."),
    ]
    assert headline([*copies, *others]).report in {"one", "two", "three"}


def test_nothing_to_say_is_no_error_but_no_report_is() -> None:
    assert headline([Report("a", "")]).title == "a"
    with pytest.raises(ValueError, match="needs a report"):
        headline([])
