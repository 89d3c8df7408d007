"""Corrections by the forms of the pages: kept with who says it, shown, taken back."""

from __future__ import annotations

import json
import re

import pytest

from quoth.serve.web import corrections
from quoth.serve.web.corrections import WHO
from quoth.serve.web.look import form_token


def send(opened, address, status=303, **fields):
    form = {"token": form_token(opened.app.state.options), **fields}
    answer = opened.post(address, data=form)
    assert answer.status_code == status, answer.text
    return answer


def archive(opened):
    return opened.app.state.desk.archive


def test_an_actor_is_fixed_and_the_fix_taken_back(client):
    opened = client(who="the user")
    form = opened.get("/correct/actor?report=courier&actor=a2").text
    assert 'value="Per Lindqvist"' in form
    assert 'value="the user"' in form
    answer = send(
        opened, "/correct/actor", report="courier", actor="a2", name="Pär Lindqvist",
        country="nor", sectors="gov, leg", who="Ann Ä", note="his own spelling",
    )  # fmt: skip
    where = answer.headers["location"]
    assert where == "/reports/courier?done=2"
    assert "HttpOnly" in answer.headers["set-cookie"]
    page = opened.get(where).text
    assert "Correction 2 is kept" in page
    assert "Pär Lindqvist" in page
    assert 'title="Norway"' in page
    found = archive(opened).report("courier").actors[2]
    assert (found.country, found.sectors) == ("NOR", ("GOV", "LEG"))
    listed = opened.get("/corrections").text
    assert "Ann Ä" in listed
    assert "his own spelling" in listed
    # The form knows who it was that corrected last.
    assert 'value="Ann Ä"' in opened.get("/correct/actor?report=courier&actor=a1").text
    send(opened, "/corrections/undo", number="2", back="/reports/courier")
    assert archive(opened).report("courier").actors[2].name == "Per Lindqvist"
    assert "taken back" in opened.get("/corrections").text
    again = send(opened, "/corrections/undo", 400, number="2")
    assert "taken back already" in again.text


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"country": "Norway"}, "no code of a country"),
        ({"sectors": "government"}, "no sector"),
        ({"name": " "}, "has a name"),
        ({"actor": "a99"}, "no such actor"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(shop, fields, line):
    whole = {"report": "courier", "actor": "a2", "name": "X", "country": "", "sectors": ""}
    assert line in send(shop, "/correct/actor", 400, **{**whole, **fields}).text
    assert len(archive(shop).corrections()) == 1


def test_a_statement_is_wrong(client):
    opened = client()
    text = opened.get("/correct/statement?report=courier&statement=s0").text
    assert "Is this statement wrong?" in text
    send(opened, "/correct/statement", report="courier", statement="s0", who="ann")
    assert 'id="s0"' not in opened.get("/reports/courier").text
    assert "Statement</strong> is wrong" in opened.get("/corrections").text
    # What was compared was another reading; it is shown until the next one is made.
    assert "before more came in" in opened.get("/stories/courier").text


def test_a_report_is_moved_and_stories_are_merged(client):
    opened = client()
    page = opened.get("/correct/story?story=r000000").text
    assert page.count('name="report"') == 4
    answer = send(
        opened, "/correct/story", story="r000000", action="move", report="r000001",
        typed="http://127.0.0.1:8737/stories/r000004", who="ann",
    )  # fmt: skip
    assert answer.headers["location"] == "/stories/r000004?done=2"
    assert archive(opened).story("r000001").id == "r000004"
    send(opened, "/correct/story", story="r000000", action="merge", typed="r000004")
    assert len(archive(opened).story("r000000").reports) == 8
    for number in ("3", "2"):
        send(opened, "/corrections/undo", number=number)
    assert archive(opened).story("r000001").id == "r000000"
    assert len(archive(opened).story("r000004").reports) == 4
    assert archive(opened).corrections()[1].maker == "ann"


def test_reports_are_split_off(client):
    opened = client()
    form = {"story": "r000000", "action": "split", "report": ["r000002", "r000003"]}
    where = send(opened, "/correct/story", **form).headers["location"]
    assert "r000002" in where
    assert archive(opened).story("r000003").id == archive(opened).story("r000002").id


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"action": "split"}, "No report is chosen"),
        ({"action": "split", "report": [f"r00000{n}" for n in range(4)]}, "All reports"),
        ({"action": "move", "report": "r000001"}, "not named"),
        ({"action": "merge", "typed": "r000001"}, "this story itself"),
        ({"action": "join", "claim": "c1"}, "two claims or more"),
        ({"action": "part", "claim": "c1"}, "Choose which reports"),
        ({"action": "burn"}, "does not say"),
    ],
)
def test_a_form_that_says_too_little(shop, fields, line):
    assert line in send(shop, "/correct/story", 400, story="r000000", **fields).text
    assert len(archive(shop).corrections()) == 1


def test_claims_are_joined_and_parted(client):
    opened = client()
    page = opened.get("/correct/story?story=courier").text
    claims = re.findall(r'name="claim" value="(c\d+)"', page)
    before = archive(opened).comparison("courier")
    send(opened, "/correct/story", story="courier", action="join", claim=["c1", "c3"])
    assert len(archive(opened).comparison("courier").claims) == len(before.claims) - 1
    assert len(set(claims)) >= 2
    send(opened, "/correct/story", story="courier", action="part", claim="c1", teller="wire")
    parted = next(c for c in archive(opened).comparison("courier").claims if c.id == "c1")
    tellers = {member.report for member in parted.members}
    assert "wire" not in tellers
    listed = opened.get("/corrections").text
    assert "tell the same" in listed
    assert "tells two things" in listed
    send(opened, "/corrections/undo", number="3")
    send(opened, "/corrections/undo", number="2")
    assert archive(opened).comparison("courier").claims == before.claims


def test_corrections_are_listed_a_page_at_a_time(client, monkeypatch):
    monkeypatch.setattr(corrections, "_LISTED", 2)
    opened = client()
    for name in ("One", "Two"):
        send(opened, "/correct/actor", report="courier", actor="a2", name=name)
    first = opened.get("/corrections").text
    assert "3 corrections" in first
    assert 'rel="next" href="/corrections?before=2"' in first
    second = opened.get("/corrections?before=2").text
    assert second.count("Take back correction") == 1
    assert "3 corrections" in second
    assert 'rel="next"' not in second
    assert "No correction is older" in opened.get("/corrections?before=1").text
    assert opened.get("/corrections?before=x").status_code == 400


def test_corrections_are_had_as_labelled_data(shop):
    answer = shop.get("/corrections.jsonl")
    assert answer.headers["content-type"].startswith("application/jsonl")
    (label,) = map(json.loads, answer.text.splitlines())
    assert (label["kind"], label["by"]) == ("merge", "the maker")


def test_another_program_that_writes_is_told_of(client, path):
    from quoth.archive import Archive

    opened = client()
    with Archive(path):
        answer = send(opened, "/correct/statement", 503, report="courier", statement="s0")
    assert "being written to" in answer.text
    assert str(path.parent) not in answer.text


def test_who_corrects_is_kept_as_text(client):
    opened = client()
    opened.cookies.set(WHO, "%3Cb%3E")
    assert 'value="&lt;b&gt;"' in opened.get("/correct/actor?report=courier&actor=a1").text
