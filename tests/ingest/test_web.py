"""Addresses as inputs: pages, feeds, sitemaps and lists, from a server that behaves as told."""

# ruff: noqa: E501 - feeds and tables are easier to read on the line they have
from __future__ import annotations

import gzip
import json

import pytest
from tests.ingest.server import ARTICLE, FakeClock, article, options, page, serving

from quoth.ingest import Checkpoint, Validators, ingest
from quoth.records import Rejected, Report

LONG = "".join(
    f"<p>{sentence} That is what was said on day {n}.</p>" for n in range(9) for sentence in ARTICLE
)


@pytest.fixture(scope="module")
def running():
    with serving() as told:
        yield told


@pytest.fixture
def server(running):
    running.routes.clear()
    running.asked.clear()
    return running


def run(*inputs, checkpoint=None, known=None, **fetch):
    return ingest(
        inputs, options=options(**fetch), checkpoint=checkpoint, known=known, clock=FakeClock()
    )


def read(*inputs, **fetch):
    return list(run(*inputs, **fetch))


def reports(found):
    return [item for item in found if isinstance(item, Report)]


def rejected(found):
    return [item for item in found if isinstance(item, Rejected)]


def rss(*items, channel="", head='<?xml version="1.0" encoding="UTF-8"?>'):
    whole = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour Post - World</title>{channel}{whole}</channel></rss>'


def sitemap(*addresses, tag="url", root="urlset"):
    whole = "".join(f"<{tag}><loc>{address}</loc></{tag}>" for address in addresses)
    return f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{whole}</{root}>'


def test_a_page(server):
    server.give(
        "/a?utm_source=x", article(head='<meta property="og:site_name" content="Harbour Post">')
    )
    (report,) = read(server.at("/a?utm_source=x#top"))
    assert report.text.startswith(ARTICLE[0])
    assert report.url == server.at("/a")
    assert report.id == f"127.0.0.1:{server.port}/a"
    assert (report.title, report.outlet, report.language) == (
        "Harbour to close",
        "Harbour Post",
        "en",
    )


def test_a_page_says_where_it_is(server):
    server.redirect("/short", "/long")
    server.give("/long", article(head='<link rel="canonical" href="/story">'))
    (report,) = read(server.at("/short"))
    assert report.url == server.at("/story")
    server.give("/long", article(head='<link rel="canonical" href="https://agency.example/7">'))
    (report,) = read(server.at("/short"))
    assert report.url == server.at("/long")
    assert report.notes == ("says that its original is https://agency.example/7",)


def test_the_encoding_that_the_site_declares(server):
    text = article().decode().replace("Jon Aker", "Jón Åkerström-Łuczak")
    server.give("/a", text.encode("iso-8859-2", "replace"), kind="text/html; charset=iso-8859-2")
    (report,) = read(server.at("/a"))
    assert "Łuczak" in report.text
    assert report.encoding == "iso-8859-2"


def test_a_text(server):
    server.give("/a.txt", "\n".join(ARTICLE), kind="text/plain; charset=utf-8")
    (report,) = read(server.at("/a.txt"))
    assert report.text == "\n".join(ARTICLE)
    assert report.url == server.at("/a.txt")
    assert report.outlet == "127.0.0.1"


NO_PAGES = {
    "picture": (b"\x89PNG\r\n\x1a\n", "text/html", "is a picture"),
    "json": (b'{"a": 1}', "application/json", "is data (JSON)"),
    "empty": (b"", "text/html", "is empty"),
    "binary": (bytes(range(256)) * 9, "text/html", "is binary"),
    "no article": (b"<html><body><p>Menu</p></body></html>", "text/html", "no article text"),
    "broken feed": (b"<rss version='2.0'><channel>", "text/xml", "feed without entries"),
    "deep feed": (b"<rss>" * 5000, "text/xml", "nests its elements"),
    "empty sitemap": (sitemap().encode(), "text/xml", "lists nothing"),
    "xml": (b"<?xml version='1.0'?><a/>", "text/xml", "is an XML document"),
    "json feed": (
        b'{"version": "https://jsonfeed.org/version/1.1"}',
        "x/y",
        "without a list of items",
    ),
    "gzip": (b"\x1f\x8b\x08nonsense", "application/gzip", "damaged"),
}


@pytest.mark.parametrize("name", NO_PAGES)
def test_what_is_no_page(server, name):
    body, kind, reason = NO_PAGES[name]
    server.give("/a", body, kind=kind)
    (item,) = read(server.at("/a"))
    assert isinstance(item, Rejected)
    assert reason in item.reason
    assert item.report_id == server.at("/a")


def test_a_page_without_article_names_its_feed(server):
    head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    server.give("/", page("Front", "News", head=head))
    (item,) = read(server.at("/"))
    assert "or its feed: /feed.xml" in item.reason


def test_a_feed(server):
    items = [
        "<title>One &amp;amp; &lt;b&gt;two&lt;/b&gt;</title><link>/1?utm_medium=rss</link><pubDate>Tue, 28 Apr 2026 10:00:00 +0200</pubDate>",
        "<title>Broken & bare</title><link>2</link>",
        "<title>Neither link nor text</title>",
        "<title>The same</title><link>/1?utm_medium=mail</link>",
        "<title>Gone</title><link>/gone</link>",
        f"<guid>http://127.0.0.1:{server.port}/3</guid>",
    ]
    server.give("/news/feed", rss(*items), kind="application/rss+xml")
    server.give("/1?utm_medium=rss", page("", *ARTICLE))
    server.give("/news/2", article("Two"))
    server.give("/3", article("Three"))
    found = read(server.at("/news/feed"))
    assert [r.url for r in reports(found)] == [server.at(p) for p in ("/1", "/news/2", "/3")]
    first = reports(found)[0]
    assert (first.title, first.published) == ("One & two", "2026-04-28T10:00:00+02:00")
    assert [r.reason.split(":")[0] for r in rejected(found)] == [
        "is an entry without a link and without a text",
        "is not there (404)",
    ]
    assert [type(item) for item in found] == [Report, Report, Rejected, Rejected, Report]


def test_what_the_page_says_goes_first(server):
    head = '<meta property="og:title" content="Own"><meta property="og:site_name" content="Own Post"><meta property="article:published_time" content="{}">'
    said = "<link>/1</link><title>Feed</title><pubDate>Tue, 28 Apr 2026 23:30:00 +0000</pubDate>"
    server.give("/feed", rss(said))
    dates = {
        "2026-04-29": "2026-04-28T23:30:00+00:00",  # the same day in another time zone, to the minute
        "2026-04-28T20:00:00Z": "2026-04-28T20:00:00Z",
        "2026-04-20": "2026-04-20",
    }
    for stated, published in dates.items():
        server.give("/1", page("Own", *ARTICLE, head=head.format(stated)))
        (report,) = read(server.at("/feed"))
        assert (report.title, report.outlet, report.published) == ("Own", "Own Post", published)
    assert report.notes == (
        "published 2026-04-20 by the page, 2026-04-28T23:30:00+00:00 by what lists it",
    )


def test_a_feed_that_carries_the_article(server):
    item = (
        f"<title>Whole</title><link>/1</link><content:encoded><![CDATA[{LONG}]]></content:encoded>"
    )
    channel = f"<link>{server.at('/')}</link>"
    server.give("/feed", rss(item, channel=channel))
    (report,) = read(server.at("/feed"))
    assert server.paths() == ["/feed"]
    assert report.url == server.at("/1")
    assert (report.title, report.outlet) == ("Whole", "Harbour Post")
    assert report.text.count("Nobody asked us") == 9


def test_a_teaser_is_no_article(server):
    for end in ("… [...]", "Read more", "Continue reading Harbour to close &raquo;"):
        item = f"<link>/1</link><content:encoded><![CDATA[{LONG}<p>{end}</p>]]></content:encoded>"
        server.give("/feed", rss(item))
        server.give("/1", article("The page"))
        (report,) = read(server.at("/feed"))
        assert "(The page)" in report.text


def test_where_the_page_cannot_be_had_the_feed_stands_in(server):
    teaser = "".join(f"<p>{s}</p>" for s in ARTICLE) * 3 + "<p>Read more</p>"
    server.give("/feed", rss(f"<link>/1</link><description><![CDATA[{teaser}]]></description>"))
    (report,) = read(server.at("/feed"))
    assert report.text.startswith(ARTICLE[0])
    assert any("its page is not there (404)" in note for note in report.notes)


FEEDS = {
    "rss 0.91": b"<rss version='0.91'><channel><item><title>T</title><link>/1</link></item></channel></rss>",
    "rss 1.0": b"<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel/><item><title>T</title><link>/1</link><dc:date>2026-04-28T10:00:00Z</dc:date></item></rdf:RDF>",
    "atom": b"<!-- x --><feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='html'>T</title><link href='/edit' rel='edit'/><link href='1'/><published>2026-04-28T10:00:00Z</published></entry></feed>",
    "atom 0.3": b"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>T</title><link rel='alternate' href='/1'/><issued>2026-04-28T10:00:00Z</issued></entry></feed>",
    "json": b'{"version": "https://jsonfeed.org/version/1", "items": [7, {"id": "1", "url": "/1", "title": "T", "date_published": "2026-04-28T10:00:00Z"}]}',
    "latin-1": "<?xml version='1.0' encoding='iso-8859-1'?><rss version='2.0'><channel><item><title>Tú</title><link>/1</link></item></channel></rss>".encode("latin-1"),
    "wrong encoding": "<?xml version='1.0' encoding='us-ascii'?><rss version='2.0'><channel><item><title>Tú</title><link>/1</link></item></channel></rss>".encode(),
    "utf-16": "<?xml version='1.0' encoding='utf-16'?><rss version='2.0'><channel><item><title>Tú</title><link>/1</link></item></channel></rss>".encode("utf-16"),
    "entities": b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><item><title>T&nbsp;&x;</title><link>/1</link></item></channel></rss>",
    "never closed": b"<rss version='2.0'><channel><item><title>T</title><link>/1</link><description>&lt;p>",
}  # fmt: skip


@pytest.mark.parametrize("name", FEEDS)
def test_kinds_of_feeds(server, name):
    server.give("/feed", FEEDS[name], kind="text/xml")
    server.give("/1", page("", *ARTICLE))
    (report,) = reports(read(server.at("/feed")))
    assert report.url == server.at("/1")
    assert report.title.rstrip("&x;\xa0 ") in ("T", "Tú")
    assert "root:" not in str(report)


def test_a_sitemap(server):
    index = sitemap(
        server.at("/one.xml"),
        server.at("/gone.xml"),
        server.at("/two.xml.gz"),
        tag="sitemap",
        root="sitemapindex",
    )
    server.give("/sitemap.xml", index, kind="text/xml")
    server.give("/one.xml", sitemap(server.at("/1"), "", server.at("/2")))
    server.give(
        "/two.xml.gz",
        gzip.compress(sitemap(server.at("/2"), server.at("/3")).encode()),
        kind="application/gzip",
    )
    for n in "123":
        server.give(f"/{n}", article(n))
    found = read(server.at("/sitemap.xml"))
    assert [r.url for r in reports(found)] == [server.at(f"/{n}") for n in "123"]
    assert [r.reason.split(":")[0] for r in rejected(found)] == [
        "is an entry of a sitemap without an address",
        "is not there (404)",
    ]


def test_a_news_sitemap(server):
    news = "<n:news><n:publication><n:name>Harbour Post</n:name></n:publication><n:publication_date>2026-04-28</n:publication_date><n:title>From the map</n:title></n:news>"
    picture = "<i:image><i:loc>http://127.0.0.1/x.jpg</i:loc><i:title>No</i:title></i:image>"
    server.give(
        "/map",
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='n' xmlns:i='i'><url>{picture}<loc>{server.at('/1')}</loc>{news}</url></urlset>",
    )
    server.give("/1", page("", *ARTICLE))
    (report,) = read(server.at("/map"))
    assert (report.outlet, report.published, report.title) == (
        "Harbour Post",
        "2026-04-28",
        "From the map",
    )


def test_no_more_pages_than_the_limit(server):
    server.give("/map", sitemap(*(server.at(f"/{n}") for n in range(9))))
    for n in range(9):
        server.give(f"/{n}", article(str(n)))
    found = read(server.at("/map"), max_pages=3)
    assert len(reports(found)) == 3
    assert "raise max_pages" in found[-1].reason


def test_a_damaged_sitemap_gives_what_stands_before(server):
    whole = sitemap(server.at("/1"), server.at("/2"))
    server.give("/map", whole[: whole.index("/2")])
    server.give("/1", article("1"))
    found = read(server.at("/map"))
    assert [r.url for r in reports(found)] == [server.at("/1")]


def test_a_sitemap_of_itself_ends(server):
    server.give("/map", sitemap(server.at("/map"), tag="sitemap", root="sitemapindex"))
    found = read(server.at("/map"))
    assert "more sitemaps than are read" in found[-1].reason


def test_lists_at_an_address(server):
    server.give("/1", article("1"))
    server.give("/list.txt", f"# mine\n{server.at('/1')}\n", kind="text/plain")
    server.give(
        "/doc",
        json.dumps({"articles": [{"url": server.at("/1"), "title": "x"}, {}]}),
        kind="application/json",
    )
    assert [r.url for r in read(server.at("/list.txt"))] == [server.at("/1")]
    assert [type(r) for r in read(server.at("/doc"))] == [Report, Rejected]


def test_entries_do_not_lead_into_a_private_network(server):
    server.give(
        "/feed",
        rss(f"<link>http://localhost:{server.port}/1</link>", "<link>http://10.1.2.3/</link>"),
    )
    server.give("/1", article())
    found = read(server.at("/feed"))
    assert ["private network" in r.reason for r in found] == [True, True]
    assert server.paths() == ["/feed"]


def test_several_hosts_side_by_side_in_order(server):
    with serving() as other:
        both = [s.at(f"/{n}") for n in range(6) for s in (server, other)]
        for s in (server, other):
            for n in range(6):
                s.give(f"/{n}", article(f"{s.port}/{n}"))
        server.give("/map", sitemap(*both))
        found = read(server.at("/map"), parallel=4, private_hosts=(f"127.0.0.1:{other.port}",))
    assert [r.url for r in found] == both


def test_the_same_article_twice(server):
    server.give("/a", article(head='<link rel="canonical" href="/a">'))
    server.give("/b", article(head='<link rel="canonical" href="/a">'))
    first, second = read(server.at("/a"), server.at("/b"))
    assert isinstance(first, Report)
    assert "same address, same text" in second.reason
    server.give("/b", article("Changed", head='<link rel="canonical" href="/a">'))
    first, second = read(server.at("/a"), server.at("/b"))
    assert second.url == first.url
    assert second.id == first.id + "-2"


def test_a_bad_address_does_not_stop_the_others(server):
    server.give("/a", article())
    found = read("http://", server.at("/gone"), "https://[x/", server.at("/a"))
    assert [type(item) for item in found] == [Rejected, Rejected, Rejected, Report]


def test_a_password_is_not_shown(server):
    (item,) = read(server.at("/gone").replace("127", "me:secret@127"))
    assert "secret" not in str(item)
    (item,) = read("http://me:secret@x y/")
    assert "secret" not in str(item)


def test_the_next_round_reads_what_changed(server):
    old = "<link>/1</link><title>One</title>"
    server.give("/feed", rss(old), etag='"1"')
    server.give("/1", article("One"), etag='"p"')
    first = run(server.at("/feed"))
    assert len(list(first)) == 1
    assert first.validators == Validators('"p"', None, first.validators.stamp)
    assert first.polled[server.at("/feed")].outcome == "read"

    server.give("/feed", "", status=304)
    second = run(server.at("/feed"), checkpoint=first.checkpoint.next_round())
    assert list(second) == []
    assert second.polled[server.at("/feed")].outcome == "unchanged"

    server.give("/feed", rss("<link>/2</link>", old), etag='"2"')
    server.give("/2", article("Two"))
    server.asked.clear()
    third = run(
        server.at("/feed"),
        checkpoint=Checkpoint.from_json(second.checkpoint.next_round().to_json()),
    )
    assert [r.url for r in third] == [server.at("/2")]
    assert server.paths() == ["/feed", "/2"]

    server.give("/feed", rss("<link>/2</link>", old.replace("One", "One, corrected")), etag='"3"')
    server.give("/1", "", status=304)
    fourth = run(server.at("/feed"), checkpoint=third.checkpoint.next_round())
    assert list(fourth) == []
    assert dict(server.asked)["/1"]["if-none-match"] == '"p"'
    server.give("/feed", "", status=304)
    assert list(run(server.at("/feed"), checkpoint=fourth.checkpoint.next_round())) == []


def test_what_failed_for_the_moment_comes_in_the_next_round(server):
    server.give("/feed", rss("<link>/1</link>", "<link>/2</link><title>x</title>"), etag='"1"')
    server.give("/1", "", status=503)
    first = run(server.at("/feed"))
    assert [type(item) for item in first] == [Rejected, Rejected]  # 503, 404
    server.give("/1", article("One"))
    server.asked.clear()
    second = run(server.at("/feed"), checkpoint=first.checkpoint.next_round())
    assert [r.url for r in second] == [server.at("/1")]
    assert "if-none-match" not in server.asked[1][1]


def test_what_is_known_from_elsewhere(server):
    server.give("/feed", rss("<link>/1</link>"))
    server.give("/1", "", status=304)
    known = {server.at("/1"): Validators('"7"')}
    assert list(run(server.at("/feed"), known=known.get)) == []
    assert dict(server.asked)["/1"]["if-none-match"] == '"7"'


def test_a_killed_round_goes_on(server):
    server.give(
        "/feed", rss(*(f"<link>/{n}</link><title>{n}</title>" for n in range(4))), etag='"1"'
    )
    for n in range(4):
        server.give(f"/{n}", article(str(n)))
    first = run(server.at("/feed"), parallel=1)
    given = [next(first).url, next(first).url]
    saved = Checkpoint.from_json(first.checkpoint.to_json())
    server.give(
        "/feed",
        rss("<link>/new</link>", *(f"<link>/{n}</link><title>{n}</title>" for n in range(4))),
        etag='"2"',
    )
    server.give("/new", article("new"))
    server.asked.clear()
    second = run(server.at("/feed"), checkpoint=saved)
    given += [r.url for r in second]
    assert given == [server.at(f"/{n}") for n in ("0", "1", "new", "2", "3")]
    assert "/0" not in server.paths()
    server.asked.clear()
    assert list(run(server.at("/feed"), checkpoint=second.checkpoint.next_round())) == []
    assert server.paths() == ["/feed"]


def test_what_a_schedule_needs(server):
    server.give("/feed", rss("<link>/1</link>", channel="<ttl>30</ttl>"))
    server.give("/1", article())
    server.redirect("/old", "/feed", 301)
    server.give("/busy", "", status=429, retry_after="3600")
    server.give("/gone", "", status=410)
    server.give("/quiet", rss("<link>/1</link>"), cache_control="public, max-age=900")
    done = run(server.at("/old"), server.at("/quiet"), server.at("/gone"), server.at("/busy"))
    list(done)
    old, quiet, gone, busy = (
        done.polled[server.at(p)] for p in ("/old", "/quiet", "/gone", "/busy")
    )
    assert (old.moved, old.every_s, old.new) == (server.at("/feed"), 1800.0, 1)
    assert quiet.every_s == 900.0
    assert (gone.outcome, gone.gone) == ("failed", True)
    assert (busy.outcome, busy.retry_after_s) == ("failed", 3600.0)
