"""Pages that are only a way to another one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ingest.server import FakeClock, article, options, serving

from quoth.ingest import ingest
from quoth.ingest.leading import leads_to
from quoth.records import Rejected

HERE = "https://paper.example/a"


@pytest.fixture
def server():
    with serving() as told:
        yield told


def refresh(content, text="", where="<head>{}</head>"):
    meta = f'<meta HTTP-EQUIV="Refresh" content="{content}">'
    return f"<html>{where.format(meta)}<body>{text}</body></html>".encode()


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0;url=/b", "/b"),
        ("0; URL='https://other.example/b?c=1'", "https://other.example/b?c=1"),
        ("3.5 , /b", "/b"),
        ("0;url=/a#top", None),  # where it is already
        ("300;url=/b", None),  # a page that stays for a while
        ("300", None),
        ("0", None),
        ("soon;url=/b", None),
        ("", None),
    ],
)
def test_a_refresh(content, target):
    assert leads_to(refresh(content), HERE) == target


def test_a_page_that_says_something_is_not_left():
    text = "<p>" + "The harbour of Halven will close in winter. " * 40 + "</p>"
    assert leads_to(refresh("0;url=/b", text), HERE) is None
    assert leads_to(refresh("0;url=/b", f"<script>{text}</script>"), HERE) == "/b"


def test_what_only_looks_like_one():
    assert leads_to(b"<!-- " + refresh("0;url=/b") + b" -->", HERE) is None
    assert leads_to(b"<script>'" + refresh("0;url=/b") + b"'</script>", HERE) is None
    assert leads_to(b"http-equiv refresh 0;url=/b", HERE) is None


def test_a_shell_that_names_another_address_as_its_own():
    shell = b'<html><head><link rel="canonical" href="%s"></head><body>Accept?</body></html>'
    assert leads_to(shell % b"https://paper.example/b", HERE) == "https://paper.example/b"
    assert leads_to(shell % b"https://PAPER.example/a?utm_source=x", HERE) is None
    said = b"<p>" + b"The harbour of Halven will close in winter. " * 6 + b"</p></body>"
    assert leads_to(shell.replace(b"</body>", said) % b"https://paper.example/b", HERE) is None


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes(data):
    leads_to(b"<meta http-equiv=refresh content='0;url=" + data, HERE)


def read(server, path="/a", **fetch):
    return list(ingest([server.at(path)], options=options(**fetch), clock=FakeClock()))


def test_it_is_followed_to_the_article(server):
    server.give("/a", refresh("0;url=/b"))
    server.redirect("/b", "/c")
    server.give("/c", refresh("1; url=/d"))
    server.give("/d", article())
    (report,) = read(server)
    assert report.url == server.at("/d")
    assert server.paths() == ["/a", "/b", "/c", "/d"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("file:///etc/passwd", "leads to file:///etc/passwd, which is no address of the web"),
        ("javascript:alert(1)", "leads to javascript:alert(1), which is no address of the web"),
        ("http://10.0.0.1/", "leads to an address of a private network"),
        ("/private", "is forbidden to programs by its site's robots.txt"),
    ],
)
def test_it_goes_nowhere_that_a_redirection_may_not(server, target, reason):
    server.give("/robots.txt", "User-agent: *\nDisallow: /private\n", "text/plain")
    server.give("/a", refresh(f"0;url={target}"))
    server.give("/private", article())
    (rejected,) = read(server)
    assert isinstance(rejected, Rejected)
    assert reason in rejected.reason
    assert server.paths() == ["/a"]


def test_it_counts_as_one_of_the_redirections(server):
    for n in range(20):
        server.give(f"/{n}", refresh(f"0;url=/{n + 1}"))
    (rejected,) = read(server, "/0")
    assert "more than 6 times" in rejected.reason
    assert len(server.paths()) == 7


def test_a_page_that_leads_back_has_no_article(server):
    server.redirect("/a", "/consent")
    server.give("/consent", refresh("0;url=/a", "Accept our terms?"))
    (rejected,) = read(server)
    assert isinstance(rejected, Rejected)
    assert server.paths() == ["/a", "/consent"]


def test_a_consent_page_whose_article_can_be_asked_for(server):
    shell = (
        f"<html><head><link rel=canonical href='{server.at('/b')}'></head><body>OK?</body></html>"
    )
    server.give("/a", shell)
    server.give("/b", article())
    (report,) = read(server)
    assert report.url == server.at("/b")
