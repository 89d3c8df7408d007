"""Web archives: whole, damaged, cut short, and read on from a checkpoint."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ingest.server import article

from quoth.config import IngestOptions
from quoth.ingest import Checkpoint, ingest
from quoth.records import Rejected, Report

PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def record(address, content, kind="response", form="application/http; msgtype=response", extra=""):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:7>\r\n"
        f"WARC-Target-URI: {address}\r\nWARC-Date: 2026-04-28T10:00:00Z\r\n{extra}"
        f"Content-Type: {form}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def response(n, head=PAGE, body=None):
    body = article(f"Number {n}") if body is None else body
    return record(f"https://n.example/{n}?utm_source=x", head + b"\r\n" + body)


def request(n):
    return record(
        f"https://n.example/{n}",
        b"GET / HTTP/1.1\r\n\r\n",
        "request",
        "application/http; msgtype=request",
    )


INFO = record("", b"software: x\r\n", "warcinfo", "application/warc-fields")
RECORDS = [INFO, *(part for n in range(4) for part in (request(n), response(n)))]
PLAIN = b"".join(RECORDS)
PACKED = b"".join(gzip.compress(part, mtime=0) for part in RECORDS)
ONE_MEMBER = gzip.compress(PLAIN, mtime=0)
FORMS = {"a.warc": PLAIN, "a.warc.gz": PACKED, "one.warc.gz": ONE_MEMBER, "noname": PACKED}
URLS = [f"https://n.example/{n}" for n in range(4)]


def read(tmp_path, data, name="a.warc.gz", **options):
    path = tmp_path / name
    path.write_bytes(data)
    return list(ingest([path], options=IngestOptions(**options)))


def urls(found):
    return [item.url for item in found if isinstance(item, Report)]


def reasons(found):
    return [item.reason for item in found if isinstance(item, Rejected)]


@pytest.mark.parametrize("name", FORMS)
def test_web_archives(tmp_path, name):
    found = read(tmp_path, FORMS[name], name)
    assert urls(found) == URLS
    assert reasons(found) == []
    assert found[0].id == "n.example/0"
    assert found[0].title == "Number 0"
    assert found[0].outlet == "n.example"


def chunked(body):
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (body[:100], body[100:])) + b"0\r\n\r\n"


PACKING = {
    "gzip": (b"Content-Encoding: gzip\r\n", gzip.compress),
    "deflate": (b"Content-Encoding: deflate\r\n", zlib.compress),
    "brotli": (b"Content-Encoding: br\r\n", brotli.compress),
    "chunked": (b"Transfer-Encoding: chunked\r\n", chunked),
    "both": (
        b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n",
        lambda b: chunked(gzip.compress(b)),
    ),
    "undone": (b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", lambda b: b),
    "undone brotli": (b"Content-Encoding: br\r\n", lambda b: b),
    "undone deflate": (b"Content-Encoding: deflate\r\n", lambda b: b),
    "renamed": (b"X-Crawl-Content-Encoding: gzip\r\n", lambda b: b),
}


@pytest.mark.parametrize("name", PACKING)
def test_how_bodies_are_stored(tmp_path, name):
    head, pack = PACKING[name]
    (report,) = read(tmp_path, gzip.compress(response(1, PAGE + head, pack(article()))))
    assert report.text.startswith("The harbour of Halven")


def test_what_is_no_page_is_counted(tmp_path):
    others = [
        response(5, b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n"),
        response(6, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n", b"\x89PNG"),
        response(7, b"HTTP/1.1 301 Moved\r\nLocation: /x\r\n", b""),
        record("https://n.example/8", b"x", "revisit"),
    ]
    found = read(tmp_path, b"".join(map(gzip.compress, [*others, response(1)])))
    assert urls(found) == [URLS[1]]
    assert reasons(found) == [
        "holds 3 answers that are no pages (not HTML, or not status 200): left out, nothing to do"
    ]


def test_stored_files(tmp_path):
    (report,) = read(
        tmp_path, record("<https://n.example/1>", article(), "resource", "text/html"), "a.warc"
    )
    assert report.url == "https://n.example/1"


def test_a_damaged_record_is_passed(tmp_path):
    members = [gzip.compress(response(n), mtime=0) for n in range(4)]
    bad = bytearray(members[1])
    bad[60:90] = b"\xff" * 30
    found = read(tmp_path, members[0] + bytes(bad) + members[2] + members[3])
    assert urls(found) == [URLS[0], URLS[2], URLS[3]]
    assert len(reasons(found)) == 1
    assert "is damaged" in reasons(found)[0]


def test_litter_between_records(tmp_path):
    members = [gzip.compress(response(n), mtime=0) for n in range(4)]
    found = read(tmp_path, members[0] + b"litter" * 50 + members[1] + members[2])
    assert urls(found)[0] == URLS[0]
    assert set(urls(found)) >= {URLS[1], URLS[2]}
    assert len(reasons(found)) == 1
    found = read(tmp_path, b"litter\n" + response(0) + response(1), "a.warc")
    assert urls(found) == URLS[:2]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("left", [10, 60, 150])
def test_a_file_that_is_cut_short(tmp_path, name, left):
    found = read(tmp_path, FORMS[name][:-left], name)
    assert urls(found)[:3] == URLS[:3]
    last = found[3]
    if isinstance(last, Report) and last == read(tmp_path, PLAIN, "whole.warc")[3]:
        return  # only what follows the page is missing
    told = last.notes if isinstance(last, Report) else (last.reason,)
    assert any("cut short" in note or "damaged" in note for note in told), found


def test_a_page_that_is_cut_short(tmp_path):
    data = record(URLS[0], PAGE + b"\r\n" + article(), extra="WARC-Truncated: length\r\n")
    (report,) = read(tmp_path, data, "a.warc")
    assert report.notes == ("is cut short in the web archive: its end is missing",)


def test_a_wrong_length(tmp_path):
    wrong = response(1).replace(b"Content-Length: ", b"Content-Length: -")
    found = read(tmp_path, response(0) + wrong + response(2), "a.warc")
    assert urls(found)[0] == URLS[0]
    assert URLS[2] in urls(found)


def test_what_is_too_large(tmp_path):
    large = response(1, body=b"<p>" + b"x" * 50_000)
    bomb = response(2, PAGE + b"Content-Encoding: gzip\r\n", gzip.compress(b"\0" * 5_000_000))
    found = read(
        tmp_path, b"".join(map(gzip.compress, [large, bomb, response(3)])), max_bytes=30_000
    )
    assert urls(found) == [URLS[3]]
    assert "above the limit of 0.03 MB" in reasons(found)[0]
    assert "unpacks to more than" in reasons(found)[1]


def test_one_address_met_twice(tmp_path):
    again = response(0, body=article("Changed"))
    found = read(tmp_path, response(0) + response(0) + again, "a.warc")
    assert urls(found) == [URLS[0]] * 2
    assert [r.id for r in found if isinstance(r, Report)] == ["n.example/0", "n.example/0-2"]
    assert "same address, same text" in reasons(found)[0]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("stop", [1, 2, 3, 4])
def test_reading_goes_on(tmp_path, name, stop):
    path = tmp_path / name
    path.write_bytes(FORMS[name])
    first = ingest([path])
    given = [next(first) for _ in range(stop)]
    saved = Checkpoint.from_json(first.checkpoint.to_json())
    rest = list(ingest([path], checkpoint=saved))
    assert given + rest == list(ingest([path]))


def test_another_file_of_the_name_is_read_from_its_beginning(tmp_path):
    path = tmp_path / "a.warc"
    path.write_bytes(PLAIN)
    first = ingest([path])
    next(first)
    path.write_bytes(response(7) + PLAIN)
    assert urls(ingest([path], checkpoint=first.checkpoint)) == ["https://n.example/7", *URLS]


SLOW = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
BASES = [PLAIN, PACKED, ONE_MEMBER, PACKED[:900] + PLAIN]


@SLOW
@given(
    base=st.sampled_from(BASES),
    changes=st.lists(
        st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=6)), max_size=6
    ),
    cut=st.integers(0, 10_000),
)
def test_any_damage(tmp_path, base, changes, cut):
    data = bytearray(base[: max(len(base) - cut, 30)])
    for place, put in changes:
        at = place % len(data)
        data[at : at + len(put)] = put
    found = read(tmp_path, bytes(data))
    assert found
    for item in found:
        if isinstance(item, Rejected):
            assert item.reason.isprintable()
            assert item.report_id.isprintable()


@SLOW
@given(data=st.binary(max_size=300))
def test_any_bytes(tmp_path, data):
    for name, start in (
        ("a.warc", b""),
        ("a.warc", b"WARC/1.0\r\n"),
        ("a.warc.gz", b"\x1f\x8b\x08"),
    ):
        assert read(tmp_path, start + data, name)


@SLOW
@given(head=st.binary(max_size=80), body=st.binary(max_size=200), transfer=st.booleans())
def test_any_answer(tmp_path, head, body, transfer):
    extra = b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n" if transfer else b""
    read(tmp_path, response(1, PAGE + extra + head, body), "a.warc")
