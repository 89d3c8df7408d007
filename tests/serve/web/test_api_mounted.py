"""The REST API as `quoth serve` has it, at /api behind the guard of the site."""

from __future__ import annotations

import re

from quoth.serve.api.guard import HEADERS

TOKEN = {"token": "a-long-token", "hosts": ()}
BEARER = {"authorization": "Bearer a-long-token"}


def test_it_answers_beside_the_pages(shop):
    answer = shop.get("/api/stories?limit=1")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    (story,) = answer.json()["items"]
    assert shop.get(f"/api/stories/{story['story']}").json()["story"] == story["story"]
    following = answer.links["next"]["url"]
    assert following.startswith("/api/stories?")
    assert shop.get(following).json()["items"][0]["story"] != story["story"]
    missing = shop.get("/api/nowhere")
    assert missing.status_code == 404
    assert missing.headers["content-type"] == "application/problem+json"
    pair = shop.get("/api/relations?limit=1").json()["items"][0]
    found = shop.get(f"/api/relations/{pair['first']}/{pair['second']}").json()
    assert len(found["events"]) == pair["events"]


def test_who_does_not_show_the_token_gets_nothing(client):
    opened = client(**TOKEN)
    for address in ("/api/stories", "/api/docs", "/api/openapi.json"):
        refused = opened.get(address)
        assert refused.status_code == 401
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["www-authenticate"] == "Bearer"
        assert refused.json()["type"] == "urn:quoth:problem:not-allowed"
        wrong = {"authorization": "Bearer a-long-tok"}
        assert opened.get(address, headers=wrong).status_code == 401
        assert opened.get(address, headers=BEARER).status_code == 200
    assert opened.get("/api/stories", headers=BEARER).json()["items"]


def test_a_name_of_another_site_is_refused(shop):
    refused = shop.get("/api/stories", headers={"host": "evil.example"})
    assert refused.status_code == 421
    assert refused.json()["type"] == "urn:quoth:problem:other-host"
    assert shop.get("/", headers={"host": "evil.example"}).text.startswith("Quoth: ")


def test_nothing_can_be_changed_or_read_by_it(shop):
    for verb in ("ingest", "move", "merge", "split", "undo", "read", "compare"):
        assert shop.post(f"/api/{verb}", json={}).status_code == 404


def test_the_page_of_reference_is_led_to_and_stays_below_the_mount(shop):
    assert 'href="/api/docs"' in shop.get("/").text
    answer = shop.get("/api/docs")
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"
    addresses = re.findall(r'(?:href|src)="([^"#]+)"', answer.text)
    assert "/api/docs.css" in addresses
    for address in dict.fromkeys(addresses):
        assert address.startswith("/api/"), address
        assert shop.get(address.replace("&amp;", "&")).status_code == 200, address
