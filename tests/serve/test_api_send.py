"""The routes that are sent something: reading and comparing beside all else, and changes."""

from __future__ import annotations

import threading
import time
from functools import partial

import jsonschema
import pytest
from starlette.testclient import TestClient
from tests.keeping.fakes import WordReader, make_faulty_reader
from tests.serve.kept import AnyStory, copied, kept, template

from quoth.archive import Archive
from quoth.config import ReaderOptions
from quoth.forms import jsonform
from quoth.serve.api import ApiOptions, api
from quoth.serve.api.openapi import components

__all__ = ["copied", "kept", "template"]
HEADERS = {"authorization": "Bearer word"}
TWO = {
    "reports": [
        {"id": "a", "outlet": "A", "text": "Dockers will strike. The port closes."},
        {"id": "b", "html": "<html><body><article><p>" + "The port closes today. " * 30},
    ]
}


def reading(path, **options):
    made = {"allow_reading": True, "processes": False, "reader": AnyStory, **options}
    return TestClient(api(path, options=ApiOptions(**made)))


@pytest.fixture
def writer(copied):
    options = ApiOptions(allow_writes=True, token="word", processes=False, reader=WordReader)
    with TestClient(api(copied, options=options), headers=HEADERS) as made:
        yield made


def test_reports_are_read_as_the_command_reads_them(kept):
    with reading(kept) as client:
        found = client.post("/read", json={"reports": [*TWO["reports"], {"text": ""}]}).json()
        assert [row["id"] for row in found["items"]] == ["a", "b"]
        for row in found["items"]:
            jsonschema.validate(row, jsonform.schema("read"))
        text = found["items"][0]["text"]
        spans = [one["content"][0] for one in found["items"][0]["statements"]]
        assert [text[a:b] for a, b in spans] == ["Dockers will strike.", " The port closes."]
        (left,) = found["rejected"]
        assert left["report"].startswith("request:3")
        sure = client.post("/read", json={**TWO, "min_confidence": 0.6}).json()
        assert sure["items"][0]["statements"] == []
        assert sure["items"][0]["notes"]


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/plain", "Die Gülle stinkt. Words of one text.", "Die Gülle stinkt."),
        ("text/plain; charset=latin-1", "Gülle. Words of one text.", "Gülle."),
        ("text/html", "<article><p>" + "A page has words. " * 30, "A page has words."),
    ],
)
def test_a_bare_text_or_page_is_read(kept, kind, body, text):
    with reading(kept) as client:
        data = body.encode("latin-1" if "latin" in kind else "utf-8")
        answer = client.post("/read", content=data, headers={"content-type": kind})
        assert text in answer.json()["items"][0]["text"]


@pytest.mark.parametrize(
    ("route", "content", "kind", "status", "says"),
    [
        ("/read", b"x", "application/pdf", 415, "application/pdf is not read here"),
        ("/compare", b"x", "text/plain", 415, "text/plain is not read here"),
        ("/read", b"\xff\xfe\xfa", "text/plain", 415, "not text in utf-8"),
        ("/read", b"abc", "text/plain; charset=klingon", 415, "not text in klingon"),
        ("/read", b'{"reports": [{"text": ""}]}', "application/json", 400, "request:1"),
        ("/compare", b"{}", "application/json", 400, "reports or a story"),
        ("/compare", b'{"reports": [{"text": "One."}]}', "application/json", 400, "two reports"),
        ("/compare", b'{"story": "none"}', "application/json", 404, "none"),
        ("/compare", b'{"story": "twice"}', "application/json", 400, "told by one report"),
    ],
)
def test_what_cannot_be_read_is_named(kept, route, content, kind, status, says):
    with reading(kept) as client:
        answer = client.post(route, content=content, headers={"content-type": kind})
        assert answer.status_code == status, answer.text
        assert says in answer.json()["detail"]
        assert "/tmp" not in answer.text


def test_reports_or_a_story_are_compared(kept):
    with reading(kept) as client:
        found = client.post("/compare", json=TWO).json()
        jsonschema.validate(found, jsonform.schema("compare"))
        assert [report["id"] for report in found["reports"]] == ["a", "b"]
        stored = client.get("/stories/courier").json()["comparison"]
        assert client.post("/compare", json={"story": "wire"}).json() == stored


class Slow(WordReader):
    """A reader that waits until it is let go."""

    go = threading.Event()

    def iter_finish(self, items):
        assert self.go.wait(20)
        yield from super().iter_finish(items)


def test_reading_keeps_no_other_request_waiting_and_its_queue_has_an_end(kept):
    Slow.go.clear()
    with reading(kept, reader=Slow, queue=1) as client:
        found = []
        threads = [
            threading.Thread(target=lambda: found.append(client.post("/read", json=TWO)))
            for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        while client.app.state.desk.reading._waiting < 2:
            time.sleep(0.01)
        assert client.get("/outlets").status_code == 200
        full = client.post("/read", json=TWO)
        assert full.status_code == 503
        assert int(full.headers["retry-after"]) >= 1
        assert "requests wait to be read" in full.json()["detail"]
        Slow.go.set()
        for thread in threads:
            thread.join()
        assert [answer.status_code for answer in found] == [200, 200]


def test_what_takes_too_long_is_given_up(kept):
    Slow.go.clear()
    with reading(kept, reader=Slow, reading_s=0.1) as client:
        answer = client.post("/read", json=TWO)
        assert answer.status_code == 503
        assert "took longer than 0.1 s" in answer.json()["detail"]
    Slow.go.set()


def test_a_process_that_dies_is_replaced(kept):
    make = partial(make_faulty_reader, ReaderOptions())
    with reading(kept, processes=True, reader=make) as client:
        dead = client.post("/read", json={"reports": [{"text": "Here it will die."}]})
        assert dead.status_code == 503, dead.text
        assert "a new one starts" in dead.json()["detail"]
        assert client.post("/read", json=TWO).status_code == 200
        missing = client.post("/read", json={"reports": [{"text": "No model is there."}]})
        assert missing.status_code == 503
        assert "install it" in missing.json()["detail"]


def test_reports_are_kept(writer, copied):
    found = writer.post("/ingest", json=TWO).json()["items"]
    for row in found:
        jsonschema.validate(row, jsonform.schema("ingest"))
    assert [row["outcome"] for row in found] == ["new", "new"]
    again = writer.post("/ingest", json={"reports": [TWO["reports"][0], {"text": ""}]}).json()
    assert [row["outcome"] for row in again["items"]] == ["same", "left_out"]
    assert writer.get("/reports/a").json()["outlet"] == "A"
    with Archive(copied, read_only=True) as archive:
        assert archive.sql("SELECT count(*) FROM checkpoints").rows == ((0,),)


def test_corrections_are_made_and_taken_back(writer):
    schemas = components()
    validator = jsonschema.Draft202012Validator(
        {**schemas["corrected"], "components": {"schemas": schemas}}
    )
    before = writer.get("/stories/wire").json()["reports"]
    split = writer.post("/split", json={"reports": ["wire", "wire"], "note": "another"}).json()
    validator.validate(split)
    assert split["story"]["reports"] == ["wire"]
    (back,) = split["back"]
    merged = writer.post(f"/{back['verb']}", json=back["body"]).json()
    validator.validate(merged)
    assert sorted(merged["story"]["reports"]) == sorted(before)
    moved = writer.post("/move", json={"reports": ["twice"], "to": "courier"}).json()
    assert "twice" in moved["story"]["reports"]
    notes = [row["note"] for row in writer.get("/corrections").json()["items"]]
    assert "another" in notes


def test_a_correction_of_any_kind_is_taken_back_by_its_number(writer):
    before = writer.get("/stories/wire").json()["reports"]
    made = writer.post("/split", json={"reports": ["wire"], "maker": "mira"}).json()
    assert writer.get("/stories/wire").json()["reports"] == ["wire"]
    undone = writer.post("/undo", json={"number": made["number"], "maker": "ole"}).json()
    jsonschema.validate(undone, jsonform.schema("corrections"))
    assert (undone["maker"], undone["undone_by"]) == ("mira", "ole")
    assert writer.get("/stories/wire").json()["reports"] == before

    listed = writer.get("/corrections").json()["items"]
    assert listed[-1] == undone
    actor = next(one for one in listed if one["kind"] == "actor" and one["undone_at"] is None)
    (report,) = actor["reports"]
    sectors = [one["sectors"] for one in writer.get(f"/reports/{report}").json()["actors"]]
    assert ["LAB"] in sectors
    assert writer.post("/undo", json={"number": actor["number"]}).status_code == 200
    sectors = [one["sectors"] for one in writer.get(f"/reports/{report}").json()["actors"]]
    assert ["LAB"] not in sectors
    again = writer.post("/undo", json={"number": actor["number"]})
    assert again.status_code == 409
    assert "was taken back already" in again.json()["detail"]


@pytest.mark.parametrize(
    ("route", "body", "status", "says"),
    [
        ("/undo", {"number": 99}, 404, "no correction of this number"),
        ("/move", {"reports": ["wire"], "to": "courier"}, 409, "already in the story"),
        ("/merge", {"stories": ["wire", "courier"]}, 409, "two stories at least"),
        ("/split", {"reports": ["twice"]}, 409, "already a story of their own"),
        ("/split", {"reports": ["none"]}, 404, "no story or report of this id"),
        ("/move", {"reports": ["wire"], "to": "none"}, 404, "no story or report of this id"),
    ],
)
def test_a_correction_that_cannot_be_made_says_why(kept, route, body, status, says):
    options = ApiOptions(allow_writes=True, token="word", processes=False, reader=WordReader)
    with TestClient(api(kept, options=options), headers=HEADERS) as client:
        answer = client.post(route, json=body)
        assert answer.status_code == status, answer.text
        assert says in answer.json()["detail"]


def test_a_change_while_another_program_writes_is_told_to_come_again(writer, copied):
    with Archive(copied):
        answer = writer.post("/split", json={"reports": ["wire"]})
    assert answer.status_code == 503
    assert "is being written to by" in answer.json()["detail"]
    assert "/kept" not in answer.text
