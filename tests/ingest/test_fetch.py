"""Addresses -> answers: politely, bounded, and only where it is meant to go."""

from __future__ import annotations

import gzip
import ssl
import zlib

import pytest
from tests.ingest.server import FakeClock, serving

from quoth.config import FetchOptions
from quoth.errors import FetchError
from quoth.ingest.checkpoint import Validators
from quoth.ingest.fetch import Fetcher, user_agent
from quoth.ingest.mediatypes import refusal_by_type
from quoth.ingest.pace import Pace, retry_after_s

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ADVICE = ("try again", "check", "save", "give", "take it out", "look for it")


@pytest.fixture(scope="module")
def running():
    with serving() as told:
        yield told


@pytest.fixture
def server(running):
    running.routes.clear()
    running.asked.clear()
    return running


def fetcher(server, clock=None, **options):
    made = Fetcher(
        FetchOptions(**{"delay_s": 0.0, "retries": 0, **options}),
        clock=clock or FakeClock(),
        accept=refusal_by_type,
    )
    made.name(server.at())
    return made


def refused(server, path="/a", **options):
    with pytest.raises(FetchError) as caught:
        fetcher(server, **options).get(server.at(path))
    error = caught.value
    assert error.name == server.at(path)
    assert any(word in error.reason for word in ADVICE), error.reason
    return error


def test_an_answer(server):
    server.give("/a?x=1", "Hello", kind="text/html; charset=ISO-8859-1", etag='"7"')
    answer = fetcher(server).get(server.at("/a?x=1#part"))
    assert (answer.body, answer.kind, answer.charset) == (b"Hello", "text/html", "iso-8859-1")
    assert answer.address == server.at("/a?x=1")
    assert answer.validators == Validators(etag='"7"')
    path, headers = server.asked[-1]
    assert path == "/a?x=1"
    assert headers["user-agent"].startswith("Quoth")
    assert headers["accept-encoding"] == "gzip, deflate"


def test_who_asks():
    assert user_agent(FetchOptions(contact="desk@n.example")).endswith(" (+desk@n.example)")
    assert user_agent(FetchOptions(user_agent="Mine/1\r\nX: y", contact="z")) == "Mine/1X: y"


@pytest.mark.parametrize("name", ["gzip", "deflate", "raw deflate", "gzip, gzip", "identity"])
def test_packed_answers(server, name):
    whole = b"The harbour. " * 500
    raw = zlib.compressobj(wbits=-15)
    data = {
        "gzip": gzip.compress(whole[:100]) + gzip.compress(whole[100:]),
        "deflate": zlib.compress(whole),
        "raw deflate": raw.compress(whole) + raw.flush(),
        "gzip, gzip": gzip.compress(gzip.compress(whole)),
        "identity": whole,
    }[name]
    server.give("/a", data, content_encoding=name.removeprefix("raw "))
    assert fetcher(server).get(server.at("/a")).body == whole


def test_a_chunked_answer(server):
    server.raw(
        "/a", HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n1;x=y\r\n!\r\n0\r\n\r\n"
    )
    assert fetcher(server).get(server.at("/a")).body == b"Hello!"


BROKEN = {
    "no HTTP": (b"SSH-2.0-x\r\n",),
    "nothing": (b"",),
    "too short": (HEAD + b"Content-Length: 100\r\n\r\nHello",),
    "bad chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nHello\r\n",),
    "chunks cut off": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n50\r\nHello",),
    "half a gzip": (HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"Hello" * 99)[:-9],),
    "no gzip": (HEAD + b"Content-Encoding: gzip\r\n\r\nHello",),
    "unknown packing": (HEAD + b"Content-Encoding: br\r\n\r\nHello",),
    "odd status": (b"HTTP/1.1 999999 OK\r\n\r\n",),
    "many headers": (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 3_000 + b"\r\n",),
    "long header": (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 200_000 + b"\r\n\r\n",),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_answers(server, name):
    server.raw("/a", *BROKEN[name])
    refused(server)


def test_a_longer_body_than_told_is_read_as_told(server):
    server.raw("/a", HEAD + b"Content-Length: 5\r\n\r\nHello, and more")
    assert fetcher(server).get(server.at("/a")).body == b"Hello"


def test_endless_answers(server):
    server.raw("/a", HEAD + b"\r\n", b"x" * 65_536, endless=True)
    assert "limit of 0.2 MB" in refused(server, max_bytes=200_000).reason
    server.raw("/a", HEAD + b"Content-Length: 999999999999\r\n\r\n")
    assert "limit of" in refused(server).reason


def test_a_bomb_is_not_unpacked(server):
    bomb = gzip.compress(b"\0" * 20_000_000)
    assert len(bomb) < 100_000
    server.give("/a", bomb, content_encoding="gzip")
    assert "unpacks to more than 1 MB" in refused(server, max_unpacked_bytes=1_000_000).reason
    server.give("/a", gzip.compress(bomb), content_encoding="gzip, gzip")
    assert "unpacks to more" in refused(server, max_unpacked_bytes=1_000_000).reason


@pytest.mark.parametrize(
    "pieces",
    [
        (b"H",),
        (HEAD, b"X-A: b\r\n"),
        (HEAD + b"\r\n", b"x"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1", b"0"),
    ],
    ids=["status", "headers", "body", "chunk size"],
)
def test_what_drips_ends_in_time(server, pieces):
    server.raw("/a", *pieces, pause_s=0.01, endless=True)
    assert "within 0.1 s" in refused(server, total_s=0.1).reason


def test_silence_ends(server):
    server.raw("/a", HEAD + b"Content-Length: 9\r\n\r\n", b"", pause_s=0.15)
    assert "silent for 0.05 s" in refused(server, read_s=0.05).reason


def test_what_is_not_read_is_not_loaded(server):
    server.raw("/a", HEAD.replace(b"text/html", b"video/mp4") + b"\r\n", b"x" * 9_999, endless=True)
    assert "is a video (video/mp4)" in refused(server).reason
    server.give("/a", "x", kind="application/pdf")
    assert "is a PDF" in refused(server).reason


STATUSES = [204, 300, 400, 401, 402, 403, 404, 405, 406, 410, 418, 429, 451, 500, 503, 599]


@pytest.mark.parametrize("status", STATUSES)
def test_statuses(server, status):
    server.give("/a", "", status=status)
    error = refused(server)
    assert error.status == status
    assert str(status) in error.reason


def test_redirections(server):
    server.redirect("/a", "/b?utm_source=x", 301)
    server.redirect("/b?utm_source=x", server.at("/c"), 308)
    server.give("/c", "Hello")
    answer = fetcher(server).get(server.at("/a"))
    assert answer.body == b"Hello"
    assert answer.address == answer.moved == server.at("/c")
    server.redirect("/b?utm_source=x", "/c", 302)
    assert fetcher(server).get(server.at("/a")).moved == server.at("/b?utm_source=x")


def test_redirections_without_end(server):
    server.redirect("/a", "/b")
    server.redirect("/b", "/a")
    assert "in a circle" in refused(server).reason
    for n in range(20):
        server.redirect(f"/{n}", f"/{n + 1}")
    assert "more than 6 times" in refused(server, "/0").reason
    assert len([p for p in server.paths() if p[1:].isdigit()]) == 7


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "javascript:x", "http://a b/", "ftp://a.example/"]
)
def test_redirections_to_nowhere(server, to):
    server.redirect("/a", to)
    assert "leads to" in refused(server).reason


PRIVATE = ["http://localhost:{port}/b", "http://127.0.0.1:9/b", "http://[::1]:{port}/b",
           "http://[::ffff:127.0.0.1]:{port}/b", "http://10.0.0.1/", "http://169.254.169.254/latest",
           "http://0.0.0.0:{port}/b", "http://2130706433:{port}/b", "http://127.1:{port}/b",
           "http://[64:ff9b::7f00:1]/b", "http://192.168.1.1/", "http://224.0.0.1/"]  # fmt: skip


@pytest.mark.parametrize("to", PRIVATE)
def test_no_page_leads_into_a_private_network(server, to):
    server.redirect("/a", to.format(port=server.port))
    server.give("/b", "secret")
    assert "private network" in refused(server, connect_s=0.2).reason
    assert server.paths() == ["/a"]


def test_a_private_host_that_is_named_is_asked(server):
    server.redirect("/a", f"http://localhost:{server.port}/b")
    server.give("/b", "Hello")
    assert fetcher(server, private_hosts=("localhost",)).get(server.at("/a")).body == b"Hello"


def test_a_login_goes_to_its_host_only(server):
    made = fetcher(server, private_hosts=("localhost",))
    shown = made.name(server.at("/a").replace("127", "me:pass%20word@127"))
    assert shown == server.at("/a")
    server.redirect("/a", f"http://localhost:{server.port}/b")
    server.give("/b", "Hello")
    made.get(shown)
    sent = {path: headers.get("authorization") for path, headers in server.asked}
    assert sent["/a"] == "Basic bWU6cGFzcyB3b3Jk"
    assert sent["/b"] is None


def test_what_has_not_changed(server):
    server.give("/a", "", status=304, etag='"8"')
    known = Validators('"7"', "Tue, 28 Apr 2026 10:00:00 GMT", "stamp")
    answer = fetcher(server).get(server.at("/a"), validators=known)
    assert answer.unchanged
    assert answer.validators == Validators('"8"', known.last_modified, "stamp")
    headers = server.asked[-1][1]
    assert headers["if-none-match"] == '"7"'
    assert headers["if-modified-since"] == "Tue, 28 Apr 2026 10:00:00 GMT"


def test_a_304_that_nobody_asked_for(server):
    server.give("/a", "", status=304)
    assert refused(server).status == 304


def test_what_passes_is_asked_again(server):
    clock = FakeClock()
    server.give("/a", "", status=503)
    error = refused(server, retries=2, clock=clock)
    assert error.again
    assert clock.slept == [1.0, 2.0]
    assert server.paths() == ["/a"] * 3


def test_what_is_gone_is_not_asked_again(server):
    clock = FakeClock()
    refused(server, retries=2, clock=clock)
    assert clock.slept == []
    assert server.paths() == ["/a"]


def test_a_host_says_when_to_come_back(server):
    clock = FakeClock()
    made = fetcher(server, clock, retries=1)
    server.give("/a", "", status=429, retry_after="7")
    with pytest.raises(FetchError, match=r"too often \(429\)"):
        made.get(server.at("/a"))
    assert clock.slept == [7.0]


def test_a_host_that_says_much_later_is_left_alone(server):
    clock = FakeClock()
    made = fetcher(server, clock, retries=3)
    server.give("/a", "", status=429, retry_after="3600")
    server.give("/b", "Hello")
    with pytest.raises(FetchError) as caught:
        made.get(server.at("/a"))
    assert caught.value.retry_after_s == 3600
    with pytest.raises(FetchError, match="try again in 3600 s") as caught:
        made.get(server.at("/b"))
    assert caught.value.again
    assert server.paths() == ["/a"]
    clock.time += 3601
    assert made.get(server.at("/b")).body == b"Hello"


def test_the_forms_of_retry_after():
    wall = 1_777_370_000.0
    assert retry_after_s("120", wall) == 120
    assert retry_after_s("Tue, 28 Apr 2026 09:53:30 GMT", wall) == 10
    assert retry_after_s("Tue, 28 Apr 2020 09:53:30 GMT", wall) == 0
    for bad in (None, "", "soon", "-5", "1e9", "²"):
        assert retry_after_s(bad, wall) is None


def test_the_pace(server):
    clock = FakeClock()
    made = fetcher(server, clock, delay_s=1.5)
    for path in ("/a", "/b", "/c"):
        server.give(path, "Hello")
        made.get(server.at(path))
    assert clock.slept == [1.5, 1.5]


def test_hosts_do_not_wait_for_each_other():
    clock = FakeClock()
    pace = Pace(clock)
    for host in ("a", "b", "a"):
        with pace.turn(host, 2.0):
            pass
    assert clock.slept == [2.0]


def test_robots(server):
    server.give(
        "/robots.txt",
        "User-agent: *\nDisallow: /\n\nUser-agent: quoth\nDisallow: /no*\nAllow: /\nCrawl-delay: 4",
    )
    server.give("/a", "Hello")
    server.give("/b", "Hello")
    clock = FakeClock()
    made = fetcher(server, clock)
    made.get(server.at("/a"))
    made.get(server.at("/b"))
    with pytest.raises(FetchError, match=r"forbidden to programs by its site's robots\.txt"):
        made.get(server.at("/nothing"))
    assert clock.slept == [4.0]
    assert [path for path, _ in server.asked].count("/robots.txt") == 1
    assert "/nothing" not in server.paths()
    assert "/nothing" not in refused(server, "/nothing", robots=False).reason  # asked for: 404
    assert server.paths()[-1] == "/nothing"


def test_a_redirection_does_not_lead_around_robots(server):
    server.give("/robots.txt", "User-agent: *\nDisallow: /no")
    server.redirect("/a", "/no")
    server.give("/no", "secret")
    assert "robots" in refused(server).reason
    assert server.paths() == ["/a"]


def test_robots_that_cannot_be_had_forbid(server):
    server.give("/robots.txt", "", status=503)
    server.give("/a", "Hello")
    error = refused(server)
    assert error.again
    assert server.paths() == []


def test_robots_that_are_not_there_allow(server):
    for status in (404, 403, 410):
        server.give("/robots.txt", "", status=status)
        server.give("/a", "Hello")
        assert fetcher(server).get(server.at("/a")).body == b"Hello"


def test_robots_that_are_odd(server):
    server.give("/a", "Hello")
    for body in (
        b"\xff\xfe\0",
        b"<html>no</html>",
        b"Disallow: /\n" * 99_999,
        b"User-agent: *\nCrawl-delay: inf",
    ):
        server.give("/robots.txt", body)
        assert fetcher(server).get(server.at("/a")).body == b"Hello"


def test_robots_that_redirect(server):
    server.redirect("/robots.txt", "/rules")
    server.give("/rules", "User-agent: *\nDisallow: /a", kind="text/plain")
    assert "robots" in refused(server).reason


def test_a_server_that_is_not_there():
    made = Fetcher(FetchOptions(retries=0, connect_s=0.2), clock=FakeClock())
    address = made.name("http://127.0.0.1:9/")
    with pytest.raises(FetchError, match=r"gave no connection \(refused") as caught:
        made.get(address)
    assert caught.value.again


def test_no_tls_where_it_is_asked_for(server):
    made = fetcher(server)
    address = made.name(server.at("/a").replace("http:", "https:"))
    with pytest.raises(FetchError, match="gave no secure connection") as caught:
        made.get(address)
    assert not caught.value.again


def test_the_connections_verify(server):
    pools = fetcher(server)._transport._make_pools(tls=True)
    context = pools.connection_pool_kw["ssl_context"]
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
