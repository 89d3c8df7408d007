"""What the pages show, of records built by hand; nothing in a report is more than text."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from tests.serve.web.conftest import HOSTILE, hostile

from quoth.archive import Archive
from quoth.serve.web.shown import coverage, day, part, when

EVIL = part(hostile().id)


class Elements(HTMLParser):
    """The elements of a page with their attributes, and what is open at the end."""

    def __init__(self, text):
        super().__init__()
        self.found, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def elements(page):
    return Elements(page.text).found


def page(client, address, status=200, **options):
    answer = client.get(address, **options)
    assert answer.status_code == status, answer.text
    return answer


def titles(answer):
    return re.findall(r'<h3><a href="/stories/[^"]*" dir="auto">([^<]*)<', answer.text)


def test_the_front_page_has_the_stories_the_newest_first(shop):
    answer = page(shop, "/")
    shown = titles(answer)
    assert shown[0] == "Dockers to strike on Friday"
    assert len(shown) == 6
    assert "20 reports · 6 stories" in answer.text
    card = answer.text.split("<article", 2)[1]
    for what, number in (("shared", 3), ("disputed", 2), ("outlets", 3)):
        assert f"<dt>{what}</dt><dd>{number}</dd>" in card
    assert card.count("<rect") == 2
    assert "not compared yet" not in card
    assert "not compared yet" in answer.text


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("country=SWE", ["Dockers to strike on Friday"]),
        ("actor=lindqvist", ["Dockers to strike on Friday"]),
        ("outlet=The+Harbour+Courier", ["Dockers to strike on Friday"]),
        ("since=2031-03", ["Dockers to strike on Friday"]),
        ("min_support=2", ["Dockers to strike on Friday"]),
        ("event=PROTEST&since=2031-02", ["Dockers to strike on Friday"]),
        ("min_outlets=3&until=2031-02", 4),
        ("actor=nobody", []),
    ],
)
def test_filters(shop, query, wanted):
    shown = titles(page(shop, f"/?{query}"))
    assert (len(shown) if isinstance(wanted, int) else shown) == wanted


@pytest.mark.parametrize("query", ["min_outlets=x", "since=yesterday", "event=NONE", "after=x"])
def test_what_is_no_filter_is_told_in_a_line(shop, query):
    assert "That cannot be asked" in page(shop, f"/?{query}", 400).text


def test_pages_of_stories(client):
    opened = client(page=4)
    first = page(opened, "/")
    further = re.search(r'rel="next" href="([^"]*)"', first.text)[1].replace("&amp;", "&")
    second = page(opened, further)
    assert len(titles(first)), len(titles(second)) == (4, 2)
    assert not set(titles(first)) & set(titles(second))


def test_empty_states_say_what_to_do(client, tmp_path):
    assert "without actor" in page(client(), "/?actor=nobody").text
    assert "Nothing written here fits" in page(client(), "/search?q=zebra").text
    empty = tmp_path / "empty.duckdb"
    Archive(empty).close()
    answer = page(client(empty), "/")
    assert "quoth ingest" in answer.text
    assert "Nothing was corrected yet" in page(client(empty), "/corrections").text
    assert "0 reports to search" in page(client(empty), "/search").text


def test_a_story_is_told_side_by_side(shop):
    answer = page(shop, "/stories/courier")
    text = answer.text
    assert "from <bdi>Corvia Press Agency</bdi>" in text
    assert "number: The Harbour Courier and Northern Wire tell 14" in text
    assert "<mark>Seventeen</mark>" in text
    found = elements(answer)
    cells = [a for tag, a in found if tag == "a" and a.get("class") == "telling"]
    ids = {a["id"] for _, a in found if "id" in a}
    # Claims point at words, words at claims, and both are there.
    assert cells
    assert {a["href"][1:] for a in cells} <= ids
    numbers = re.findall(r'<sup class="n"><a href="#(c\d+)"', text)
    assert numbers
    assert set(numbers) <= ids
    assert "What each leaves out" in text
    assert "A bakery on Quay Street will close at noon." in text


def test_a_former_id_and_a_report_lead_to_the_story(shop):
    for name in ("wire", part('daily"><b>')):
        answer = page(shop, f"/stories/{name}?form=json", 302)
        assert answer.headers["location"] == "/stories/courier?form=json"
    assert "no story" in page(shop, "/stories/nowhere", 404).text


@pytest.mark.parametrize("form", ["json", "csv", "jsonld", "ninjs", "html"])
def test_a_story_in_other_forms(shop, form):
    answer = page(shop, f"/stories/courier?form={form}")
    assert "attachment" in answer.headers["content-disposition"]
    if form == "json":
        assert json.loads(answer.text)["story"] == "courier"
    if form == "jsonld":
        bodies = [item["body"] for item in json.loads(answer.text)["items"]]
        assert {"quoth:Claim", "quoth:Statement"} <= {b["type"] for b in bodies}
    if form == "ninjs":
        assert len(json.loads(answer.text)["associations"]) == 3
    if form == "csv":
        assert "14 people were held" in answer.text
    assert page(shop, "/stories/courier?form=tar", 404)


def test_a_story_that_was_not_compared_does_not_wait(client):
    opened = client()
    desk = opened.app.state.desk
    asked = []
    desk.make_reader = lambda: asked.append(1) or Reader()

    class Reader:
        def compare(self, reports, *, any_story):
            raise ValueError("no models here")

    answer = page(opened, "/stories/r000000")
    assert "Waiting to compare 4 reports" in answer.text
    assert 'hx-trigger="every 2s"' in answer.text
    assert page(opened, "/stories/r000000?form=csv", 404)
    for _ in range(100):
        if "could not be compared" in (text := page(opened, "/stories/r000000").text):
            break
    assert "ValueError" in text
    assert "/compare-again/r000000" in text
    assert asked == [1]


def test_a_comparison_is_made_behind_the_page_and_kept(client, path):
    opened = client()
    desk = opened.app.state.desk

    class Reader:
        def compare(self, reports, *, any_story):
            from quoth.records import Comparison

            return Comparison(tuple(reports), (), {report.id: () for report in reports})

    desk.make_reader = Reader
    for _ in range(200):
        if "No claim is told by two" in page(opened, "/stories/r000000").text:
            break
    else:
        pytest.fail("it was never compared")
    with Archive(path, read_only=True) as archive:
        assert archive.comparison("r000000") is not None


def test_all_stories_are_compared_where_that_is_asked_for(client):
    opened = client(compare=True)
    states = opened.app.state.desk._states
    assert set(states) == {"r000000", "r000004", "r000008", "r000012"}


def test_a_report_has_a_record_for_every_mark(shop):
    answer = page(shop, "/reports/courier")
    found = elements(answer)
    ids = {a["id"] for _, a in found if "id" in a}
    links = [a["href"][1:] for tag, a in found if tag == "a" and a.get("href", "").startswith("#")]
    assert set(links) <= ids
    tags = [a for tag, a in found if tag == "a" and a.get("class", "").startswith("tag")]
    assert {a["href"] for a in tags} >= {"#s0", "#s1", "#e0"}
    assert "https://courier.example/dockers" in answer.text
    assert "Per Lindqvist" in answer.text
    text = re.sub(r"<[^>]*>", "", answer.text.split('<div class="text"', 1)[1])
    assert "The port handles a third of the country&#39;s grain." in text


def test_versions_of_a_report(client, path):
    from dataclasses import replace

    from tests.serve.web.conftest import made

    with Archive(path) as archive:
        archive.add(replace(made()[0], text=made()[0].text + "\n\nMore."))
    opened = client()
    assert "version=1" in page(opened, "/reports/courier").text
    old = page(opened, "/reports/courier?version=1").text
    assert "is not the current one" in old
    assert "is wrong</a>" not in old
    assert page(opened, "/reports/courier?version=9", 404)
    assert page(opened, "/reports/nobody", 404)


def test_search_marks_what_was_found(shop):
    assert '<mark class="found">cranes</mark>' in page(shop, "/search?q=crane").text
    said = page(shop, "/search?kind=said&by=lindqvist").text
    assert "Per Lindqvist" in said
    assert "/reports/courier#s" in said
    assert "no word to look for" in page(shop, "/search?q=-", 400).text


@pytest.mark.parametrize(
    "address",
    [
        "/", f"/reports/{EVIL}", f"/stories/{EVIL}", "/search?q=quoted",
        f"/search?q={part(HOSTILE)}",
        f"/?actor={part(HOSTILE)}", f"/?outlet={part(HOSTILE)}", "/stories/courier",
        f"/correct/story?story={EVIL}", f"/reports/{part(HOSTILE)}", f"/nowhere/{part(HOSTILE)}",
    ],
)  # fmt: skip
def test_a_report_is_only_text(shop, address):
    answer = shop.get(address)
    assert answer.status_code in (200, 404)
    for tag, attributes in elements(answer):
        assert not [name for name in attributes if name.startswith("on")]
        assert "style" not in attributes
        if tag == "script":
            assert attributes["src"].startswith("/static/")
        for name in ("href", "src", "action"):
            value = attributes.get(name, "/")
            assert re.match(r"/(?!/)|#|https?://", value)
            if value.startswith("http"):
                assert attributes["rel"] == "noopener noreferrer"
        assert tag not in ("img", "svg onload", "i", "iframe")
    assert "49" not in answer.text.split("quoted", 1)[-1][:60]
    assert "\u202e" not in answer.text


def test_what_the_filters_offer(shop):
    found = [a.get("value") for tag, a in elements(page(shop, "/")) if tag == "option"]
    assert {"SWE", "FRA", "PROTEST", "The Harbour Courier"} <= set(found)


def test_without_javascript_nothing_is_missing(shop):
    answer = page(shop, "/stories/courier")
    assert "hx-" not in answer.text.split("<main", 1)[1]


@pytest.mark.parametrize(
    ("moments", "bars", "line"),
    [
        ([], 0, "no report says when"),
        (["2031-03-02T08:00"], 1, "1 report, 2 March 2031"),
        (["2031-03-02T08:00", "2031-03-02T10:30"], 3, "2 reports, 2 March 2031"),
        (["2031-03-02", "2031-03-20"], 19, "2 March 2031 to 20 March 2031"),
        (["2030-03-02", "2031-03-20"], 23, "2 March 2030 to 20 March 2031"),
    ],
)
def test_a_picture_of_coverage(moments, bars, line):
    from datetime import datetime

    picture = coverage([datetime.fromisoformat(moment) for moment in moments])
    assert len(picture.bars) == bars
    assert sum(bar.number for bar in picture.bars) == len(moments)
    assert line in picture.line


def test_dates_are_shown_as_they_are_known():
    assert when("2031-03-02") == "2 March 2031"
    assert when("2031-03-02T08:00:00Z") == "2 March 2031, 08:00 UTC"
    assert when("2031-03-02T08:00:00+02:00") == "2 March 2031, 08:00 +02:00"
    assert day("soon") == "soon"
    assert day(None) == ""
