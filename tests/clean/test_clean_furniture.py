import pytest

from quoth.clean import clean
from quoth.clean.furniture import by_wording, headline_like, near
from quoth.records import Report

STORY = [
    "The duke of Strelsau said on Monday that he would give up the crown of Ruritania at last.",
    "He told reporters in the palace that the decision had been hard for him and his family.",
    "The parliament met in the evening and voted for a council that will rule until the spring.",
    "Crowds gathered before the gates, where guards handed out bread and hot tea to all of them.",
    "A spokesman for the council said that the talks with the neighbours would go on as planned.",
]


def cleaned(rows: list[str], title: str | None = None, gap: str = "\n\n") -> Report:
    return next(clean([Report("r", gap.join(rows), title=title)]))


def kinds(report: Report) -> dict[str, str]:
    text = report.text
    aside = [m for m in report.marks if m.kind in ("furniture", "byline", "dateline")]
    return {text[m.span.start : m.span.end]: m.kind for m in aside}


def with_line(line: str, at: int = 3) -> dict[str, str]:
    return kinds(cleaned([*STORY[:at], line, *STORY[at:]]))


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply", "Most Commented", "Related articles", "Read more: The duke in pictures",
        "READ MORE", "Share this", "Advertisement", "ADVERTISEMENT", "Click here for all of it.",
        "Sign up for our newsletter", "Follow us on Twitter",
        "Follow Ann Hope on Twitter @annhope.",
        "Copyright 2020 The Zenda Post", "© 2020 The Zenda Post. All rights reserved.",
        "(Photo by Ann Hope/Getty Images)", "The duke waves to the crowd. REUTERS/Ann Hope",
        "FILE PHOTO: The duke of Strelsau leaves the palace, May 3, 2018.", "Getty Images",
        "Photo: Ann Hope", "Ann Hope via Getty Images.", "12 Comments", "Tags: Ruritania, crown",
        "https://example.org/news/duke", "Video: The duke speaks", "Watch: The duke speaks",
        "Your email address will not be published. Required fields are marked *", "* * *", "___",
        "Share Tweet Email", "Home | World | Politics | Sport", "text-align: left;", "5 min read",
        "In this May 3, 2018, file photo, the duke waves to the crowd before the palace.",
        "A photograph from the palace shows the duke, center, at the council, in Strelsau.",
        "Subscribe to our newsletter", "Related: The crown and its price", "More from Politics",
    ],
)  # fmt: skip
def test_what_the_page_adds_is_furniture(line: str) -> None:
    assert with_line(line).get(line) == "furniture"
    assert with_line(line, at=5).get(line) == "furniture"


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Hope", "By Ann Hope and John Roe", "BY ANN HOPE", "Ann Hope, Associated Press",
        "By JANE ROE | The Zenda Post", "Special to The Zenda Post",
        "(Reporting by Ann Hope; Editing by John Roe)", "Reporting by Ann Hope; Editing by J. Roe",
        "Additional reporting by John Roe in Zenda.", "Published 5 June 2024 10:00 GMT",
        "Last updated at 11:24, Tuesday, 18 June 2013", "June 5, 2024", "2013-06-18",
        "John Roe contributed reporting from Zenda, and Ann Hope from Hentzau.",
        "The Associated Press contributed to this report.", "Reuters",
    ],
)  # fmt: skip
def test_who_wrote_it_and_when_is_a_byline(line: str) -> None:
    found = kinds(cleaned(["Duke to give up crown", line, *STORY]))
    assert found.get(line) == "byline"


@pytest.mark.parametrize(
    "line",
    [
        "Ruritania conducts naval exercise with three frigates aimed towards the islands",
        "Zenda shows interest in trade with Hentzau while talks with Strelsau go on",
        "Duke's Brother Calls For New Vote In Spring",
        "Hope: Council must answer for the fire",
        "Early years",
        "BIGGEST PROTEST",
        "Kim to visit Strelsau in autumn",
        "Why the council failed",
    ],
)
def test_other_headlines_between_paragraphs_are_furniture(line: str) -> None:
    assert with_line(line).get(line) == "furniture"


@pytest.mark.parametrize(
    "line",
    [
        "He left the room after the vote without another word to the press",
        "The council met for the third time since the spring",
        "The duke had been ill for many years, and his brother ruled",
        "“We have seen worse winters than this one",
        "He said the following:",
        "- Bread for the poor",
        "• Peace with the neighbours",
        "“Great day for Zenda!” — Rupert Hope (@ruperthope) April 3, 2018",
        "And then there was silence",
        "His brother, he said,",
        "But not for long",
        "So what does this all mean?",
        "The video was not genuine, the police said.",
        "Photos of the fire were shown in court, the lawyer said.",
        "Like many candidates, Hope first spoke about the fire on Twitter, he said.",
        "Research by the university found that bread was cheaper in Zenda.",
        "Posted in Hentzau for two years, he came home ill.",
        "This picture is not what the voters wanted to see, he said.",
        "Ann Hope, 52",
        "By Monday the square was empty.",
    ],
)
def test_content_stays(line: str) -> None:
    found = with_line(line)
    assert line not in found
    assert found == {}


def test_the_reports_own_headline_and_teaser_stay() -> None:
    report = cleaned(["Duke of Strelsau gives up crown", "Council to rule until spring", *STORY])
    assert kinds(report) == {}
    assert report.sentences[1].paragraph == 1


def test_a_line_near_the_title_is_no_furniture() -> None:
    line = "Ruritania conducts naval exercise with three frigates"
    report = cleaned([*STORY[:3], line, *STORY[3:]], title=line + " - The Zenda Post")
    assert kinds(report) == {}


def test_a_label_on_the_first_line_is_the_headline() -> None:
    assert kinds(cleaned(["Watch: Duke gives up crown", *STORY])) == {}


def test_speakers_of_a_transcript_stay() -> None:
    lines = ["HOPE: What do you say?", "DUKE: Nothing at all", "HOPE: Why is that so"]
    assert kinds(cleaned([*STORY, *lines, *STORY])) == {}


def test_bare_lines_in_a_list_stay() -> None:
    lines = ["Kim Hope", "Ann Roe", "Lord Hentzau", "Duke Michael"]
    assert kinds(cleaned([*STORY, *lines, *STORY])) == {}


def test_text_without_stops_is_not_judged_by_its_stops() -> None:
    lines = ["Kim Visits Zenda", "Duke Leaves Town", STORY[0], "Bread Gets Dear"]
    assert kinds(cleaned(lines)) == {}


def test_links_below_their_header_are_furniture() -> None:
    links = ["Five things to know about the crown", "What the neighbours think of it"]
    found = kinds(cleaned([*STORY, "Related stories", *links]))
    assert set(found) == {"Related stories", *links}


def test_a_label_beside_a_sure_link_is_a_link() -> None:
    rows = ["More: The duke's long road to the gate.", "The Notebook: Hope was never in doubt."]
    found = kinds(cleaned([*STORY[:3], *rows, *STORY[3:]]))
    assert set(found) == set(rows)


@pytest.mark.parametrize(
    "line",
    [
        "Duke Michael addresses the crowd as he left the palace for the last time.",
        "Ann Hope's letters are read in court; lawyers John Roe and Kim Hope react on 'Zenda Now.'",
        "Rupert Hope, the council's leader, during the party's winter meeting in Zenda last year.",
        "Queen Flavia greets Lord Hentzau at the gate of the palace on Thursday, June 16, 2016.",
    ],
)
def test_captions_that_end_in_a_stop(line: str) -> None:
    assert with_line(line).get(line) == "furniture"


@pytest.mark.parametrize(
    ("start", "dateline"),
    [
        ("ZENDA (AP) — The duke left.", "ZENDA (AP) —"),
        ("STRELSAU, Ruritania — The duke left.", "STRELSAU, Ruritania —"),
        ("ZENDA, June 5 (TASS) -- The duke left.", "ZENDA, June 5 (TASS) --"),
        ("WEST ZENDA, Fla. — The duke left.", "WEST ZENDA, Fla. —"),
        ("(Reuters) - The duke left.", "(Reuters) -"),
        ("ZENDA - The duke left.", "ZENDA -"),
        ("Zenda (AFP) – The duke left.", "Zenda (AFP) –"),
        ("Zenda, Nov 11 - The duke left.", "Zenda, Nov 11 -"),
        ("NATO — the alliance of the north — met.", None),
        ("(Applause) The duke left.", None),
        ("Sen. Ann Hope (R-Zenda) — the duke's friend — left.", None),
        ("EXCLUSIVE – The duke left.", None),
    ],
)
def test_datelines(start: str, dateline: str | None) -> None:
    report = cleaned([start, *STORY])
    marks = [m for m in report.marks if m.kind == "dateline"]
    found = [report.text[m.span.start : m.span.end] for m in marks]
    assert found == ([dateline] if dateline else [])
    if dateline:
        assert report.text[report.sentences[0].span.start :].startswith("The duke left.")


def test_credits_inside_and_behind_a_paragraph() -> None:
    first = "The duke left. (Photo by Ann Hope/Getty Images) He took the train."
    report = cleaned([first, *STORY[:-1], STORY[-1] + " (AP)"])
    assert kinds(report) == {"(Photo by Ann Hope/Getty Images)": "furniture", "(AP)": "byline"}
    shown = [report.text[s.span.start : s.span.end] for s in report.sentences]
    assert shown[:2] == ["The duke left.", "He took the train."]


def test_dates_of_a_chronicle_stay() -> None:
    assert kinds(cleaned([STORY[0], *STORY, "May 3, 2011", *STORY])) == {}


def test_near() -> None:
    assert near("Duke gives up crown | The Zenda Post", "Duke gives up crown")
    assert not near("Duke gives up crown", "Council calls for a vote")
    assert not near("", "Duke")


def test_wording_alone() -> None:
    assert by_wording("Comments") == "furniture"
    assert by_wording("Watch: the fire", first=True) is None
    assert by_wording("x" * 5000) is None
    assert not headline_like("")
