"""The routes that ask: what the commands give, page by page, and only anew where it has changed."""

from __future__ import annotations

import io
import json
import shlex
import zipfile
from urllib.parse import quote

import jsonschema
import pytest
from starlette.testclient import TestClient
from tests.serve.kept import DAILY, ODD, copied, kept, template
from tests.serve.running import quoth

from quoth.archive import FORMS, Archive
from quoth.forms import jsonform
from quoth.records import Report
from quoth.serve.api import ApiOptions, api

__all__ = ["copied", "kept", "template"]


@pytest.fixture(scope="module")
def client(kept):
    with TestClient(api(kept)) as made:
        yield made


def rows(kept, command):
    result = quoth(*shlex.split(command), "-f", "jsonl", "--archive", kept)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("address", "command"),
    [
        ("/stories", "stories"),
        ("/stories?country=swe&since=2031-03", "stories --country SWE --since 2031-03"),
        ("/stories?min_outlets=2&min_support=2", "stories --min-outlets 2 --min-support 2"),
        ("/stories?event=COERCE", "stories --event coerce"),
        ("/statements", "statements"),
        ("/statements?by=Tom&until=2031-03-03", "statements --by Tom --until 2031-03-03"),
        ("/statements?about=crane", "statements --about crane"),
        ("/events", "events"),
        ("/events?type=COERCE&status=asserted", "events --type COERCE --status asserted"),
        ("/events?min_confidence=0.8", "events --min-confidence 0.8"),
        ("/claims", "claims"),
        ("/claims?story=wire&min_support=3", "claims --story wire --min-support 3"),
        ("/search?query=Valmora", "search Valmora"),
        ("/outlets", "outlets"),
        ("/reports", "reports"),
        ("/reports?outlet=northern+wire", "reports --outlet 'Northern Wire'"),
        ("/rejected", "rejected"),
        ("/corrections", "corrections"),
        ("/relations", "relations"),
        ("/relations?since=2031&step=week&min_confidence=0.7",
         "relations --since 2031 --step week --min-confidence 0.7"),
        ("/relations/IND", "relations IND"),
    ],
)  # fmt: skip
def test_a_list_is_what_the_command_gives(client, kept, address, command):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    for row in found["items"]:
        if command.startswith("events"):
            del row["version"]
    assert found["items"] == rows(kept, command)
    assert found["items"]
    assert found["next"] is None


def test_documents_are_what_the_commands_give(client, kept):
    shown = quoth("story", "wire", "--no-compare", "-f", "json", "--archive", kept)
    assert client.get("/stories/wire").json() == json.loads(shown.stdout)
    assert client.get("/stories/wire").json()["comparison"]["claims"]
    (report,) = rows(kept, "report courier")
    assert client.get("/reports/courier").json() == report
    shown = quoth(
        *shlex.split("relations IND IRN --step week --directed --status said --status asserted"),
        "-f", "json", "--archive", kept,
    )  # fmt: skip
    address = "/relations/IND/IRN?step=week&directed=true&status=said&status=asserted"
    assert client.get(address).json() == json.loads(shown.stdout)
    assert client.get("/relations/Iran/India").json()["events"]
    assert client.get("/schema/events").json() == jsonform.schema("events")


def test_claims_below_a_confidence_are_left_out_of_a_story(client):
    whole = client.get("/stories/courier").json()["comparison"]
    sure = client.get("/stories/courier?min_confidence=0.8").json()["comparison"]
    assert 0 < len(sure["claims"]) < len(whole["claims"])
    assert all(claim["confidence"] >= 0.8 for claim in sure["claims"])


@pytest.mark.parametrize("report", [DAILY, ODD])
def test_ids_of_any_kind_can_stand_in_an_address(client, report):
    assert client.get(f"/reports/{quote(report, safe='')}").json()["id"] == report
    assert client.get(f"/versions/{quote(report)}").json()["items"][0]["report"] == report
    assert report in client.get(f"/stories/{quote(report, safe='')}").json()["reports"]


def test_versions_of_a_report(client):
    found = client.get("/versions/twice").json()["items"]
    assert [(one["version"], one["current"]) for one in found] == [(1, False), (2, True)]
    jsonschema.validate(found[0], jsonform.schema("versions"))
    assert "open again" in client.get("/reports/twice").json()["text"]
    assert "closed" in client.get("/reports/twice?version=1").json()["text"]


def test_events_have_a_schema_and_point_at_their_words(client):
    found = client.get("/events").json()["items"]
    validator = jsonschema.Draft202012Validator(jsonform.schema("events"))
    for row in found:
        validator.validate(row)
        address = f"/reports/{quote(row['report'], safe='')}?version={row['version']}"
        text = client.get(address).json()["text"]
        words = " … ".join(text[a:b] for a, b in row["evidence_spans"])
        assert " ".join(words.split()) == row["evidence"]


@pytest.mark.parametrize("address", ["/reports", "/stories", "/statements?outlet=Northern+Wire"])
def test_pages_neither_repeat_nor_hide_what_is_there(copied, address):
    join = "&" if "?" in address else "?"
    with TestClient(api(copied)) as client, Archive(copied) as writer:
        whole = [json.dumps(row) for row in client.get(f"{address}{join}limit=500").json()["items"]]
        seen, following = [], f"{address}{join}limit=2"
        while following:
            answer = client.get(following)
            seen += [json.dumps(row) for row in answer.json()["items"]]
            writer.add(Report(f"late{len(seen)}", f"Late {len(seen)}.", published="2032-01-01"))
            after = answer.json()["next"]
            following = answer.links["next"]["url"] if "next" in answer.links else None
            assert (after is None) == (following is None)
    assert seen == whole
    assert len(whole) > 2


def test_pairs_come_in_pages(client):
    whole = client.get("/relations?limit=500").json()["items"]
    seen, following = [], "/relations?limit=2"
    while following:
        answer = client.get(following)
        seen += answer.json()["items"]
        following = answer.links["next"]["url"] if "next" in answer.links else None
    assert seen == whole
    assert len(whole) > 2
    assert client.get("/relations?after=x").status_code == 400


def test_what_has_not_changed_is_not_sent_again(copied):
    with TestClient(api(copied)) as client:
        first = client.get("/reports?limit=1")
        tag = first.headers["etag"]
        again = client.get("/reports?limit=1", headers={"if-none-match": f'"x", {tag}'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert client.get("/reports?limit=2", headers={"if-none-match": tag}).status_code == 200
        assert client.get("/reports", headers={"if-none-match": "*"}).status_code == 304
        assert client.get("/reports/none", headers={"if-none-match": "*"}).status_code == 404
        assert client.get("/reports?x=1", headers={"if-none-match": "*"}).status_code == 422
        with Archive(copied) as writer:
            writer.add(Report("new", "Something new.", published="2033"))
        fresh = client.get("/reports?limit=1", headers={"if-none-match": tag})
        assert fresh.status_code == 200
        assert fresh.json()["items"][0]["report"] == "new"
        assert fresh.headers["etag"] != tag
        assert "etag" not in client.get("/sql?query=SELECT+now()").headers


def test_head_gives_the_headers_alone(client):
    got, head = client.get("/outlets"), client.head("/outlets")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == got.headers["etag"]
    assert client.head("/reports/none").status_code == 404


def test_large_answers_are_packed_where_the_client_can_unpack(client):
    plain = client.get("/reports/courier", headers={"accept-encoding": "identity"})
    packed = client.get("/reports/courier", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2


def test_sql_answers_with_rows(client):
    found = client.get(
        "/sql", params={"query": "SELECT 1 AS a, 2 AS a, 'nan'::DOUBLE AS b, [DATE '2031-01-02'] d"}
    ).json()
    assert found["columns"] == ["a", "a_2", "b", "d"]
    assert found["items"] == [{"a": 1, "a_2": 2, "b": None, "d": ["2031-01-02"]}]
    some = client.get("/sql?query=SELECT+*+FROM+range(100)&limit=7").json()
    assert (len(some["items"]), some["more"]) == (7, True)
    assert client.get("/sql?query=SELECT+*+FROM+range(7)&limit=7").json()["more"] is False


def test_sql_ends_in_time(kept):
    with TestClient(api(kept, options=ApiOptions(sql_s=0.2))) as client:
        query = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range = -b.range"
        answer = client.get("/sql", params={"query": query, "timeout": 30})
    assert answer.status_code == 400
    assert "took longer than 0.2 s" in answer.json()["detail"]


@pytest.mark.parametrize("form", FORMS)
def test_the_archive_is_given_whole(client, kept, tmp_path, form):
    answer = client.get("/export", params={"format": form})
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    with Archive(kept, read_only=True) as archive:
        archive.export(tmp_path / "made", form)
    made = tmp_path / "made"
    if made.is_dir():
        with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
            assert packed.testzip() is None
            found = {name: packed.read(name) for name in packed.namelist()}
        assert found == {file.name: file.read_bytes() for file in made.iterdir()}
    else:
        assert answer.content == made.read_bytes()
    tag = answer.headers["etag"]
    again = client.get("/export", params={"format": form}, headers={"if-none-match": tag})
    assert again.status_code == 304
