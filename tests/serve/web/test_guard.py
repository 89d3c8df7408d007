"""Who may ask, and what a browser may do with the answer."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from quoth.serve.web.guard import COOKIE, HEADERS

PAGES = ("/", "/search?q=port", "/stories/courier", "/reports/courier", "/corrections", "/nowhere")


@pytest.mark.parametrize("page", [*PAGES, "/static/quoth.css", "/static/quoth.js"])
def test_every_answer_has_the_headers(shop, page):
    headers = shop.get(page).headers
    for name, value in HEADERS.items():
        if name != "cache-control":
            assert headers[name] == value
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_fault_of_the_program_shows_no_trace_and_has_the_headers(client, monkeypatch):
    opened = client()
    monkeypatch.setattr(opened.app.state.desk, "offered", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):  # the log has it
        opened.get("/")
    quiet = TestClient(opened.app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    answer = quiet.get("/")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200), ("127.0.0.1:8737", 200), ("localhost", 200), ("[::1]:80", 200),
        ("evil.example", 421), ("evil.example:8737", 421), ("127.0.0.1.evil.example", 421),
    ],
)  # fmt: skip
def test_a_name_of_another_site_is_refused(shop, host, status):
    assert shop.get("/", headers={"host": host}).status_code == status


def test_with_a_token_the_link_opens_the_site_once(client):
    opened = client(token="a-long-token", hosts=())
    assert opened.get("/").status_code == 401
    assert opened.get("/static/quoth.css").status_code == 401
    assert opened.get("/?token=wrong").status_code == 401
    answer = opened.get("/search?q=port&token=a-long-token")
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=port")
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in (COOKIE, "HttpOnly", "SameSite=strict"))
    assert opened.get("/").status_code == 200
    opened.cookies.clear()
    assert opened.get("/", headers={"authorization": "Bearer a-long-token"}).status_code == 200
    assert opened.get("/", headers={"authorization": "Bearer another"}).status_code == 401
    assert opened.get("/", headers={"cookie": f"{COOKIE}=\xe9".encode()}).status_code == 401


@pytest.mark.parametrize("address", ["//evil.example/", "/\\evil.example/", "///evil.example"])
def test_the_link_leads_to_no_other_site(client, address):
    opened = client(token="a-long-token", hosts=())
    answer = opened.get(f"http://127.0.0.1{address}?token=a-long-token")
    assert answer.headers["location"].lstrip("/")[:1] != "\\"
    assert not answer.headers["location"].startswith("//")


def undo(opened, token=None, number="1", **options):
    if token is None:
        from quoth.serve.web.look import form_token

        token = form_token(opened.app.state.options)
    form = {"token": token, "number": number}
    return opened.post("/corrections/undo", data=form, **options)


def test_a_form_of_another_site_does_nothing(client):
    opened = client()
    assert undo(opened, token="guessed").status_code == 400
    assert undo(opened, token="").status_code == 400
    cross = {"sec-fetch-site": "cross-site"}
    assert undo(opened, headers=cross).status_code == 403
    assert opened.app.state.desk.archive.corrections()[0].undone_at is None
    assert undo(opened).status_code == 303
    assert opened.app.state.desk.archive.corrections()[0].undone_at is not None


def test_a_site_for_reading_takes_no_correction(client):
    opened = client(read_only=True)
    answer = undo(opened)
    assert answer.status_code == 400
    assert "reading only" in answer.text
    assert "correct</a>" not in opened.get("/stories/courier").text


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_a_form_leads_back_to_this_site_only(client, back):
    opened = client()
    from quoth.serve.web.look import form_token

    form = {"token": form_token(opened.app.state.options), "number": "1", "back": back}
    answer = opened.post("/corrections/undo", data=form)
    assert answer.headers["location"] == "/corrections"


def test_requests_are_bounded(client):
    opened = client(max_body_bytes=1_000, max_query=300)
    assert opened.get(f"/search?q={'a' * 400}").status_code == 414
    assert opened.post("/corrections/undo", data={"token": "a" * 2_000}).status_code == 413

    def drip():
        for _ in range(10):
            yield b"a" * 500

    assert opened.post("/corrections/undo", content=drip()).status_code == 413
    many = "&".join(f"a{n}=1" for n in range(600))
    form = {"content-type": "application/x-www-form-urlencoded"}
    opened = client(max_body_bytes=64_000)
    assert opened.post("/corrections/undo", content=many, headers=form).status_code == 400


def test_what_takes_too_long_is_given_up(client, monkeypatch):
    import time

    opened = client(answer_s=0.05)
    monkeypatch.setattr(opened.app.state.desk, "offered", lambda: time.sleep(0.5))
    answer = opened.get("/")
    assert answer.status_code == 503
    assert "too long" in answer.text


def test_a_page_that_is_as_it_was_is_not_sent_again(shop):
    opened = shop
    first = opened.get("/")
    again = opened.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = opened.get("/search", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_style_is_kept_by_its_hash(shop):
    opened = shop
    page = opened.get("/").text
    address = page.split('href="', 3)
    address = next(part.split('"')[0] for part in address if part.startswith("/static/quoth.css"))
    assert "max-age=31536000" in opened.get(address).headers["cache-control"]
    assert "max-age=0" in opened.get("/static/quoth.css?v=old").headers["cache-control"]
    assert opened.get("/static/..%2Foptions.py").status_code == 404
