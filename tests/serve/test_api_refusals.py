"""What the API refuses, and how it says so: bad questions, hostile input, too much, too many."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import duckdb
import jsonschema
import pytest
from starlette.testclient import TestClient
from tests.serve.kept import copied, kept, template

from quoth.archive import Archive
from quoth.records import Report
from quoth.serve import verbs
from quoth.serve.api import ApiOptions, api
from quoth.serve.api.openapi import components
from quoth.serve.api.pool import Pool

__all__ = ["copied", "kept", "template"]
HEADERS = {"authorization": "Bearer word"}


@pytest.fixture(scope="module")
def client(kept):
    with TestClient(api(kept, options=ApiOptions(max_query=20_000))) as made:
        yield made


def problem(answer, status, kind):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    schemas = components()
    jsonschema.Draft202012Validator(
        {**schemas["problem"], "components": {"schemas": schemas}}
    ).validate(told)
    assert told["type"] == f"urn:quoth:problem:{kind}"
    assert told["status"] == status
    assert told["todo"]
    assert "/kept" not in answer.text  # where the archive lies is nobody's business
    return told["detail"]


@pytest.mark.parametrize(
    ("address", "status", "kind", "says"),
    [
        ("/reports?colour=red", 422, "bad-request", "query.colour: there is no such parameter"),
        ("/outlets?limit=1", 422, "bad-request", "there are: none"),
        ("/reports?limit=1&limit=2", 422, "bad-request", "query.limit: is given twice"),
        ("/reports?limit=0", 422, "bad-request", "query.limit"),
        ("/reports?limit=501", 422, "bad-request", "query.limit"),
        ("/reports?outlet=", 422, "bad-request", "query.outlet"),
        ("/reports?outlet=a%00b", 422, "bad-request", "query.outlet"),
        ("/reports?since=tomorrow", 422, "bad-request", "query.since"),
        ("/reports?since=2031-13", 400, "bad-question", "'2031-13' is no date"),
        ("/reports?country=Sweden", 422, "bad-request", "query.country"),
        ("/events?type=DANCE", 422, "bad-request", "query.type"),
        ("/events?min_confidence=nan", 422, "bad-request", "query.min_confidence"),
        ("/statements?by=...", 400, "bad-question", "names nobody"),
        ("/search", 422, "bad-request", "query.query: Field required"),
        ("/search?query=-strike", 400, "bad-question", "has no word to look for"),
        ("/reports/none", 404, "unknown-id", "none: there is no such report in news.duckdb"),
        ("/reports/courier?version=7", 404, "unknown-id", "version 7"),
        ("/reports/..%2F..%2Fetc%2Fpasswd", 404, "unknown-id", "../../etc/passwd"),
        ("/stories/none", 404, "unknown-id", "no story or report of this id"),
        ("/versions/none", 404, "unknown-id", "no report of this id"),
        ("/claims?story=none", 404, "unknown-id", "none"),
        ("/nothing", 404, "unknown-route", "GET /nothing"),
        ("/schema/nothing", 422, "bad-request", "path.name"),
        ("/export?format=exe", 422, "bad-request", "query.format"),
        ("/sql?query=DROP+TABLE+reports", 400, "bad-question", "only SELECT is allowed"),
        ("/sql?query=SELECT+*+FROM+store.reports", 400, "bad-question", "there is no view"),
        ("/sql?query=SELECT+1;SELECT+2", 400, "bad-question", "one SELECT at a time"),
        ("/sql?query=SELECT+1&timeout=0", 422, "bad-request", "query.timeout"),
        ("/reports?outlet=" + "a" * 201, 422, "bad-request", "query.outlet"),
        ("/reports?outlet=" + "a" * 20_001, 414, "too-long", "20000 bytes"),
    ],
)  # fmt: skip
def test_a_refusal_names_what_is_wrong(client, address, status, kind, says):
    assert says in problem(client.get(address), status, kind)


@pytest.mark.parametrize(
    "after",
    ["x", "[]", "[1]", "[1, 2]", '["@2031-01-01", "x"]', '["@x", 1]', "[[1], {}]", "null",
     "[NaN, 1]", "[" * 3000, f'["@2031-01-01", {10**40}]'],
)  # fmt: skip
@pytest.mark.parametrize("route", ["reports", "stories", "statements", "rejected"])
def test_a_cursor_of_another_list_is_refused(client, route, after):
    answer = client.get(f"/{route}", params={"after": after})
    if answer.status_code != 200:  # of some lists it could be one
        assert "not the `next` of a page of this list" in problem(answer, 400, "bad-question")
    else:
        assert route in ("stories", "statements", "rejected")


@pytest.mark.parametrize("after", ["-1", "1.5", "x", "9" * 30])
def test_a_cursor_of_no_search_is_refused(client, after):
    answer = client.get("/search", params={"query": "Valmora", "after": after})
    assert "not the `next` of a page of a search" in problem(answer, 400, "bad-question")


def test_other_methods_are_refused(client):
    answer = client.post("/reports", json={})
    problem(answer, 405, "unknown-method")
    assert answer.headers["allow"] == "GET"
    for route in ("/read", "/compare", "/ingest", "/move", "/merge", "/split"):
        problem(client.post(route, json={}), 404, "unknown-route")
    assert client.get("/sql?query=SELECT+1").status_code == 200


def test_sql_can_be_left_out(kept):
    with TestClient(api(kept, options=ApiOptions(allow_sql=False))) as client:
        problem(client.get("/sql?query=SELECT+1"), 404, "unknown-route")
        assert "/sql" not in client.get("/openapi.json").json()["paths"]


def test_nobody_writes_without_the_token(kept):
    body = {"reports": ["wire"]}
    with TestClient(api(kept, options=ApiOptions(allow_writes=True))) as client:
        problem(client.post("/split", json=body, headers=HEADERS), 404, "unknown-route")
    with TestClient(api(kept, options=ApiOptions(allow_writes=True, token="word"))) as client:
        for given in (
            {},
            {"authorization": "Bearer sword"},
            {"authorization": "Basic word"},
            {"authorization": "Bearer "},
            {"authorization": "Bearer wörd".encode()},
        ):
            answer = client.post("/split", json=body, headers=given)
            problem(answer, 401, "not-allowed")
            assert answer.headers["www-authenticate"] == "Bearer"
        other = {**HEADERS, "sec-fetch-site": "cross-site"}
        problem(client.post("/split", json=body, headers=other), 403, "other-site")  # fmt: skip


@pytest.mark.parametrize(
    ("body", "status", "kind", "says"),
    [
        (b"{", 422, "bad-request", "body"),
        (b"\xff", 422, "bad-request", "body"),
        (b"[" * 5000, 422, "bad-request", "body"),
        (b"{}", 422, "bad-request", "body.reports: Field required"),
        (b'{"reports": []}', 422, "bad-request", "body.reports"),
        (b'{"reports": ["a"], "colour": 1}', 422, "bad-request", "body.colour"),
        (b'{"reports": ["a\\u0000"]}', 422, "bad-request", "body.reports.0"),
        (b'{"reports": ["\\ud800"]}', 422, "bad-request", "body"),
        (b'{"reports": [1]}', 422, "bad-request", "body.reports.0"),
        (b'{"reports": ["' + b"a" * 300_000 + b'"]}', 413, "too-large", "200,000 bytes"),
    ],
)
def test_a_body_that_does_not_fit_is_refused(kept, body, status, kind, says):
    options = ApiOptions(allow_writes=True, token="word", max_body_bytes=200_000)
    headers = {**HEADERS, "content-type": "application/json"}
    with TestClient(api(kept, options=options)) as client:
        assert says in problem(client.post("/split", content=body, headers=headers), status, kind)
        if status == 413:  # the same in pieces, without its length
            pieces = (body[n : n + 1000] for n in range(0, len(body), 1000))
            answer = client.post("/split", content=pieces, headers=headers)
            assert says in problem(answer, 413, "too-large")


def test_answers_cannot_be_read_as_pages(client):
    answer = client.get("/reports/courier")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert client.get("/reports/none").headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in answer.headers


def test_who_asks_while_another_program_writes_waits_and_is_told(copied):
    with TestClient(api(copied, options=ApiOptions(wait_s=0.2))) as client:
        assert client.get("/outlets").status_code == 200
        client.app.state.desk.close()
        time.sleep(0.1)
        held = duckdb.connect(str(copied))  # as another program that writes: nobody gets in
        try:
            answer = client.get("/outlets")
            assert "in use by another program" in problem(answer, 503, "busy")
            assert int(answer.headers["retry-after"]) >= 1
            threading.Timer(0.1, held.close).start()
            client.app.state.desk.pool._wait_s = 5.0
            assert client.get("/outlets").status_code == 200  # it waited
        finally:
            held.close()


def test_many_ask_while_one_writes(copied):
    with TestClient(api(copied)) as client:
        done = threading.Event()

        def write():
            with Archive(copied) as writer:
                for number in range(5):
                    writer.add(Report(f"w{number}", f"Words of {number}."))
            done.set()

        def ask(_):
            found = client.get("/reports?limit=100")
            return found.status_code, len(found.json()["items"])

        writing = threading.Thread(target=write)
        writing.start()
        with ThreadPoolExecutor(6) as pool:
            found = list(pool.map(ask, range(18)))
        writing.join()
        assert done.is_set()
        assert {status for status, _ in found} == {200}
        assert client.get("/reports?limit=100").json()["items"][0]
        assert max(count for _, count in found) <= ask(None)[1]


def test_a_flood_is_told_to_come_again(kept, monkeypatch):
    held, begun = threading.Event(), threading.Semaphore(0)

    def slow(archive):
        begun.release()
        held.wait(10)
        return verbs.Answer([])

    monkeypatch.setattr(verbs, "outlets", slow)
    options = ApiOptions(archives=1, waiting=1, wait_s=0.3)
    with TestClient(api(kept, options=options)) as client, ThreadPoolExecutor(2) as pool:
        first = pool.submit(client.get, "/outlets")
        begun.acquire()
        second = pool.submit(client.get, "/corrections")
        while client.app.state.desk.pool._places._value:
            time.sleep(0.005)
        problem(client.get("/reports"), 503, "busy")
        assert "took longer than 0.3 s" in problem(second.result(), 503, "busy")
        held.set()
        assert first.result().status_code == 200
        assert client.get("/reports").status_code == 200


def test_an_archive_that_is_gone_is_told_of(tmp_path):
    with TestClient(api(tmp_path / "none.duckdb")) as client:
        assert "there is no such archive" in problem(client.get("/reports"), 503, "no-archive")


def test_a_fault_shows_nothing_of_the_program(kept, monkeypatch):
    monkeypatch.setattr(verbs, "outlets", lambda archive: 1 / 0)
    with TestClient(api(kept), raise_server_exceptions=False) as client:
        answer = client.get("/outlets")
        assert problem(answer, 500, "fault") == "ZeroDivisionError"


def test_an_archive_that_failed_is_opened_anew(copied):
    pool = Pool(copied, size=1, waiting=0, wait_s=1)
    with pool.archive() as first:
        pass
    with pool.archive() as again:
        assert again is first
    with pytest.raises(ZeroDivisionError), pool.archive():
        _ = 1 / 0
    pool.close()
    with pool.archive() as other:
        assert other is not first
        assert other.outlets()
    pool.close()
