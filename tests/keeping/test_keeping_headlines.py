"""What stories of an archive are called: title and lead of the report that tells most of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.keeping.fakes import WordReader

from quoth.archive import Archive
from quoth.group import headline
from quoth.keeping import forming
from quoth.records import Report

TALKS = "Ministers of Halmora and Veskaria met in Brannvik on Tuesday over seventeen trawlers."
MORE = "The trawlers of Veskaria have lain in the harbour of Merrin since January."
ASIDE = "Cafés around the castle of Brannvik ran out of cake before the ministers had left."
REPORTS = (
    Report("cake", f"{ASIDE}\n{TALKS}", published="2031-03-01", title="Brannvik runs out of cake"),
    Report("talks", f"{TALKS}\n{MORE}", published="2031-03-02", title="Ministers meet over boats"),
    Report("plain", f"{MORE}\n{TALKS}", published="2031-03-03"),
)


def read(*reports):
    return tuple(WordReader().iter_finish(reports))


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "a.duckdb", forming=forming(WordReader().encode)) as opened:
        yield opened


def called(archive, story):
    found = archive.story(story)
    lead = found.lead
    words = archive.report(lead.report, version=lead.version).text[slice(*lead.spans[0])]
    return found.title, words.strip()


def test_the_title_changes_with_the_reports_that_join(archive):
    archive.add(*read(REPORTS[0]))
    assert called(archive, "cake") == ("Brannvik runs out of cake", ASIDE)
    archive.add(*read(*REPORTS[1:]))
    assert len(archive.story("cake").reports) == 3
    assert called(archive, "cake") == ("Ministers meet over boats", TALKS)
    (row,) = archive.sql("SELECT title FROM stories").rows
    assert row == ("Ministers meet over boats",)


def test_it_is_that_of_the_whole_story_however_it_came_in(archive, tmp_path):
    reports = read(*REPORTS)
    for report in reports[::-1]:
        archive.add(report)
    whole = headline(reports)
    assert called(archive, "cake") == (whole.title, whole.lead)
    with Archive(tmp_path / "b.duckdb", forming=forming(WordReader().encode)) as other:
        other.add(*reports[::-1])
        assert other.sql("SELECT title FROM stories") == archive.sql("SELECT title FROM stories")


def test_without_a_title_the_first_sentence_is_one(archive):
    archive.add(*read(REPORTS[2]))
    assert called(archive, "plain") == (MORE, TALKS)


def test_a_split_and_a_merge_call_both_anew(archive):
    archive.add(*read(*REPORTS))
    archive.split("talks", "plain")
    assert called(archive, "cake")[0] == "Brannvik runs out of cake"
    assert called(archive, "talks")[0] == "Ministers meet over boats"
    archive.merge(archive.story("cake").id, archive.story("talks").id)
    assert called(archive, "cake")[0] == "Ministers meet over boats"
    assert archive.sql("SELECT count(*) FROM stories").rows == ((1,),)
    # nothing is left of a story that is no more
    assert sum(line.startswith('["headlines"') for line in archive.dump()) == 1


def test_a_new_version_is_called_as_it_is_now(archive):
    archive.add(*read(*REPORTS))
    archive.add(
        *read(replace(REPORTS[1], title="Ministers meet once more", text=f"{TALKS}\n{MORE} Still."))
    )
    assert called(archive, "talks") == ("Ministers meet once more", TALKS)


def test_an_archive_is_taken_up_again_with_the_same_title(archive, tmp_path):
    archive.add(*read(*REPORTS[:2]))
    archive.close()
    with Archive(archive.path, forming=forming(WordReader().encode)) as again:
        again.add(*read(REPORTS[2]))
        assert called(again, "cake") == ("Ministers meet over boats", TALKS)


def test_without_anybody_who_forms_stories_the_earliest_report_gives_it(archive):
    archive.add(*read(*REPORTS))
    archive.close()
    with Archive(archive.path) as plain:
        plain.split("talks")
        story = plain.story("cake")
        assert story.title == "Brannvik runs out of cake"
        assert story.lead.report == "cake"
