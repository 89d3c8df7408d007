"""Files that list articles: addresses, GDELT's tables and lists, saved feeds."""

# ruff: noqa: E501 - feeds and tables are easier to read on the line they have
from __future__ import annotations

import contextlib
import gzip
import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ingest.server import FakeClock, article, options, serving

from quoth.errors import InputError
from quoth.ingest import Checkpoint, ingest
from quoth.ingest.addresslists import read_list, shape_of
from quoth.ingest.feeds import read_feed
from quoth.ingest.sitemaps import read_sitemap
from quoth.records import Rejected, Report


@pytest.fixture(scope="module")
def server():
    with serving() as told:
        for n in range(4):
            told.give(f"/{n}", article(str(n)))
        yield told


def row(columns, at, value, **others):
    fields = ["x"] * columns
    fields[0], fields[1] = "20260428", "20260428100000"
    fields[at] = value
    for name, other in others.items():
        fields[int(name[1:])] = other
    return "\t".join(fields)


def lists(server):
    one, two = server.at("/1"), server.at("/2")
    gkg = {"_0": "20260428100000-7", "_1": "20260428100000"}
    artlist = {
        "articles": [{"url": one, "title": "A"}, {"url": two, "seendate": "20260428T100000Z"}]
    }
    feed = f"<rss version='2.0'><channel><item><link>{one}</link></item><item><link>{two}</link></item></channel></rss>"
    return {
        "a.txt": f"# my list\n\n{one}\n<{two}>\r\n{one}\n",
        "noname": f"{one}\n{two}",
        "a.urls": f"\ufeff{one}\n{two}\n",
        "20260428100000.gkg.csv": "\n".join([
            row(27, 4, one, **gkg, _2="1"), row(27, 4, "a broadcast", **gkg, _2="2"), row(27, 4, two, **gkg, _2="1")]),
        "20260428.gkg.csv": f"DATE\tNUMARTS\tCOUNTS\tTHEMES\tLOCATIONS\tPERSONS\tORGANIZATIONS\tTONE\tCAMEOEVENTIDS\tSOURCES\tSOURCEURLS\n{row(11, 10, one + '<UDIV>' + two)}",
        "20260428100000.export.CSV": f"{row(61, 60, one)}\n{row(61, 60, one)}\n{row(61, 60, two)}\n",
        "20260428.export.CSV": f"{row(58, 57, one)}\n{row(58, 57, two)}\n",
        "20260428100000.mentions.CSV": f"{row(16, 5, one, _4='1')}\n{row(16, 5, 'x', _4='2')}\n{row(16, 5, two, _4='1')}\n",
        "artlist.json": json.dumps(artlist),
        "artlist.csv": f'\ufeffURL,MobileURL,Date,Title\n{one},,2026-04-28 10:00:00,"A, b"\n{two},,2026,x\n',
        "gal.json": "\n".join(json.dumps({"date": "2026", "url": u, "domain": "n.example", "title": "T"}) for u in (one, two)),
        "feed.xml": feed,
        "feed.rss": feed,
        "feed.json": json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"url": one}, {"url": two}]}),
        "sitemap.xml": f"<urlset><url><loc>{one}</loc></url><url><loc>{two}</loc></url></urlset>",
    }  # fmt: skip


NAMES = sorted(lists(type("S", (), {"at": staticmethod(lambda path: path)})))


def run(path, **given):
    return ingest([path], options=options(private_hosts=("127.0.0.1",)), clock=FakeClock(), **given)


@pytest.mark.parametrize("packing", ["", "gz", "zip"])
@pytest.mark.parametrize("name", NAMES)
def test_lists(tmp_path, server, name, packing):
    data = lists(server)[name].encode()
    path = tmp_path / name
    if packing == "gz":
        data, path = gzip.compress(data), tmp_path / f"{name}.gz"
    elif packing == "zip":
        if not name.lower().endswith((".csv", ".txt", ".json")):
            pytest.skip("GDELT packs only these")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, data)
        data, path = packed.getvalue(), tmp_path / f"{name}.zip"
    path.write_bytes(data)
    assert [item.url for item in run(path)] == [server.at("/1"), server.at("/2")]


def test_lists_on_standard_input(server):
    data = lists(server)["20260428100000.export.CSV"].encode()
    found = ingest(
        ["-"],
        stdin=io.BytesIO(data),
        options=options(private_hosts=("127.0.0.1",)),
        clock=FakeClock(),
    )
    assert [item.url for item in found] == [server.at("/1"), server.at("/2")]


def test_a_list_leads_into_no_private_network(tmp_path, server):
    path = tmp_path / "a.txt"
    path.write_text(server.at("/1"))
    (item,) = ingest([path], options=options(), clock=FakeClock())
    assert "private network" in item.reason


def test_broken_lines_stop_nothing(tmp_path, server):
    path = tmp_path / "20260428.export.CSV"
    path.write_text(
        f"{row(58, 57, server.at('/1'))}\nbroken\n{row(58, 57, 'http://')}\n{row(58, 57, server.at('/2'))}"
    )
    found = list(run(path))
    assert [type(item) for item in found] == [Report, Rejected, Report]
    assert found[1].report_id == f"{path}:2"
    assert "has 1 columns" in found[1].reason


@pytest.mark.parametrize("name", ["a.txt", "20260428.gkg.csv", "artlist.json", "feed.xml"])
def test_a_list_goes_on(tmp_path, server, name):
    path = tmp_path / name
    path.write_text(lists(server)[name])
    first = run(path)
    given = [next(first)]
    rest = list(run(path, checkpoint=Checkpoint.from_json(first.checkpoint.to_json())))
    assert [item.url for item in given + rest] == [server.at("/1"), server.at("/2")]


TEXTS = ["http://n.example/a is where it stands.", "See\nhttp://n.example/a", "a\tb\tc\nd\te\tf"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_no_list(text):
    assert shape_of(text.encode()) is None


def test_lines_of_ours_are_no_list_of_gdelt():
    line = {"date": "2026", "url": "https://n.example/", "domain": "n.example", "text": "Ours."}
    assert shape_of(json.dumps(line).encode()) is None


def test_zips_that_are_no_lists(tmp_path):
    for names in (["a.txt", "b.txt"], ["a.html"], []):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        (tmp_path / "a.zip").write_bytes(packed.getvalue())
        (item,) = run(tmp_path / "a.zip")
        assert "is an archive" in item.reason


def test_a_zip_that_is_a_bomb(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20260428.export.CSV", b"\t" * 3_000_000)
    (tmp_path / "a.zip").write_bytes(packed.getvalue())
    (item,) = ingest([tmp_path / "a.zip"], options=options(max_unpacked_bytes=1_000_000))
    assert "unpacks to more than 1 MB" in item.reason


HOSTILE = {
    "deep": "<a>" * 1_000,
    "crowded": f"<item {' '.join(f'a{n}=1' for n in range(20_000))}>",
    "many": "<item><title>a</title></item>" * 30_000,
    "comments": "<!--" * 50_000,
    "sections": "<item><title><![CDATA[" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_feeds_made_to_take_forever(name):
    data = f"<rss version='2.0'><channel>{HOSTILE[name]}".encode()
    with contextlib.suppress(InputError):
        listing = read_feed(data, "https://n.example/feed")
        assert len(listing.entries) <= 1
        assert name in ("comments", "sections")


SLOW = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
SNIPPETS = st.sampled_from(
    "<rss version='2.0'>|<channel>|<item>|</item>|<link>|</link>|/a|http://n.example/b|<title>|</title>|<feed>|<entry>"
    "|</entry>|<content type='xhtml'>|<link href='x'/>|<![CDATA[|]]>|<!--|-->|&amp;|&x;|&#0;|<pubDate>|Tue, 99 Foo|</pubDate>"
    "|<!DOCTYPE x [|]>|<?xml version='1.0' encoding='utf-16'?>|<dc:date>|2026|<ttl>|-1|</ttl>|<guid>|é|\x00|<url>|<loc>|</loc>"
    "|</url>|<urlset>|<sitemap>|<enclosure url='x' length='y'/>|<media:content>|<source url='z'>|<updated>|<source>".split(
        "|"
    )
)
MARKUP = st.lists(SNIPPETS | st.text(max_size=4), max_size=40).map("".join)


@SLOW
@given(
    text=MARKUP,
    start=st.sampled_from(
        ["<rss><channel>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<rdf:RDF>", ""]
    ),
)
def test_any_feed_and_any_sitemap(text, start):
    data = (start + text).encode("utf-8", "replace")
    for reader in (read_feed, read_sitemap):
        try:
            listing = reader(data, "https://n.example/feed")
        except InputError:
            continue
        for entry in listing.entries:
            assert entry.place
            assert entry.title is None or entry.title.isprintable()
            assert entry.address is not None or entry.html is not None or entry.fault


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("http://n.example/"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["url", "id", "title", "content_html", "content_text", "items", "date_published", "external_url"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@SLOW
@given(
    items=st.lists(JSON, max_size=4),
    more=st.dictionaries(st.sampled_from(["title", "home_page_url", "items"]), JSON),
)
def test_any_json_feed(items, more):
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": items, **more}
    with contextlib.suppress(InputError):
        read_feed(json.dumps(feed).encode(), "https://n.example/feed")


@SLOW
@given(
    data=st.binary(max_size=200)
    | st.lists(
        st.sampled_from(
            ["\t", "\n", "http://a.example/", "1", "20260428", ",", '"', "url", "{", "}"]
        ),
        max_size=80,
    ).map(lambda p: "".join(p).encode())
)
def test_any_list(data):
    shape = shape_of(data)
    for each in (
        shape,
        "addresses",
        "gkg2",
        "gkg1",
        "export1",
        "mentions",
        "artlist",
        "gal",
        "doc",
    ):
        if each is not None:
            for entry in read_list(data, each, "a"):
                assert (entry.address is None) == (entry.fault is not None)
