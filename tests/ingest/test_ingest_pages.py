# ruff: noqa: E501 - markup has long lines
"""Web pages: the article whole, the furniture out, the metadata from markup alone."""

from __future__ import annotations

import io
import logging

import pytest
from invented_pages import FERRY, MODERN, PAGES

from quoth.errors import InputError
from quoth.ingest import ingest
from quoth.ingest.pages import read_page
from quoth.records import Rejected, Report

PARAGRAPH = "<p>The ferry to Osk will not sail this winter, its operator said on Thursday.</p>"


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize("invented", PAGES, ids=lambda p: p.name[:30])
def test_every_paragraph_comes_out_and_no_furniture(invented):
    report = read_page(invented.html, "x")
    lines = report.text.split("\n")
    assert [p for p in invented.article if p not in lines] == []
    assert [f for f in invented.furniture if f in report.text] == []
    positions = [lines.index(p) for p in invented.article]
    assert positions == sorted(positions)


@pytest.mark.parametrize("invented", PAGES, ids=lambda p: p.name[:30])
def test_metadata(invented):
    report = read_page(invented.html, "x")
    assert (report.title, report.outlet, report.published, report.url) == (
        invented.title,
        invented.outlet,
        invented.published,
        invented.url,
    )


def test_a_page_as_a_file(tmp_path):
    (tmp_path / "a.html").write_text(MODERN.html)
    (report,) = ingest([tmp_path / "a.html"])
    assert (report.id, report.language, report.encoding) == ("a", "en", "utf-8")
    assert report.outlet == "The Halven Mail"


def test_reading_is_the_same_each_time_and_says_nothing(caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        first = [read_page(p.html, "x") for p in PAGES]
        again = [read_page(p.html, "x") for p in reversed(PAGES)]
    assert first == again[::-1]
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "html",
    [
        "",
        " ",
        "<html></html>",
        page(""),
        page("<nav><a href=/>Home</a><a href=/w>World</a><a href=/s>Sport</a></nav>"),
        page("<ul><li><a href=/1>Markets</a></li><li><a href=/2>Weather</a></li></ul>"),
        page("<footer>© 2031 The Halven Mail. All rights reserved here.</footer>"),
        page("<div id=root></div><noscript>You need to enable JavaScript here.</noscript>"),
        page("<div class=cookie-banner><p>We use cookies to make this site better.</p></div>"),
        page("<script>say('The mayor said that it was so.')</script>"),
        page("<!-- The mayor said that it was so. -->"),
        page("<textarea>The mayor said that it was so.</textarea>"),
        page("<img alt='The mayor said that it was so.'>"),
        page("<table><tr><td>1</td><td>2</td></tr></table>"),
        '<meta http-equiv="refresh" content="0; url=http://a.example/">',
        "<frameset><frame src=a.html></frameset>",
    ],
)
def test_pages_without_an_article(html):
    with pytest.raises(InputError, match="no article text found in the page"):
        read_page(html, "x")


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2031-11-06T17:05:00Z">', "2031-11-06T17:05:00Z"),
        ('<meta name="date" content="2031-11-06">', "2031-11-06"),
        ('<meta itemprop="datePublished" content="2031-11-06">', "2031-11-06"),
        ('<meta name="DC.date.issued" content="2031-11-06">', "2031-11-06"),
        ('<script type="application/ld+json">{"@type":"Article","datePublished":"2031-11"}</script>', "2031-11"),
        ('<script type="application/ld+json">[{"@type":"WebPage","datePublished":"2030"}]</script>', None),
        ('<meta property="article:modified_time" content="2031-11-07">', None),
        ('<meta name="date" content="November 6, 2031">', None),
        ('<meta property="og:updated_time" content="2031-11-07">', None),
        ('<link rel="canonical" href="https://a.example/2031/11/06/ferry">', None),
    ],
)  # fmt: skip
def test_the_date_comes_from_markup_alone(head, published):
    report = read_page(page(f"<p>6 November 2031</p>{PARAGRAPH}<p>© 2031</p>", head), "x")
    assert report.published == published


def test_a_date_that_is_not_iso_8601_is_noted():
    report = read_page(page(PARAGRAPH, '<meta name="date" content="November 6, 2031">'), "x")
    assert report.notes == (
        "published “November 6, 2031” is not ISO 8601 (2024-06-05) and was left out",
    )


@pytest.mark.parametrize(
    ("times", "published"),
    [
        ("<time datetime=2031-11-06>", "2031-11-06"),
        (
            "<time datetime=2031-11-06T08:00Z></time><time datetime=2031-11-06T09:00Z>",
            "2031-11-06T08:00Z",
        ),
        ("<time datetime=2031-11-06></time><time datetime=2031-11-07>", None),
        (
            "<time datetime=2031-11-06></time><aside><time datetime=2031-11-07></aside>",
            "2031-11-06",
        ),
        ("<time datetime=2031-11-06></time><time pubdate datetime=2031-11-05>", "2031-11-05"),
        ("<time datetime='PT5M'>", None),
        ("<time>6 November 2031</time>", None),
        ("<time datetime=2031>", None),
    ],
)
def test_time_elements(times, published):
    assert read_page(page(times + "</time>" + PARAGRAPH), "x").published == published


@pytest.mark.parametrize(
    ("head", "outlet", "url"),
    [
        ("", None, None),
        ('<link rel="canonical" href="https://www.mail.example/a">', "mail.example", "https://www.mail.example/a"),
        ('<link rel="canonical" href="/a">', None, None),
        ('<link rel="canonical" href="javascript:alert(1)">', None, None),
        ('<link rel="canonical" href="http://[">', None, None),
        ('<meta property="og:url" content="http://mail.example/a">', "mail.example", "http://mail.example/a"),
        ('<meta property="og:site_name" content=" The\n Mail &amp; Post ">', "The Mail & Post", None),
        ('<meta name="publisher" content="https://facebook.com/mail">', None, None),
        ('<meta name="DC.publisher" content="The Mail">', "The Mail", None),
        ('<script type="application/ld+json">{"@type":"NewsArticle","publisher":[{"name":"The Mail"}]}</script>', "The Mail", None),
        ('<script type="application/ld+json">{"@type":"NewsArticle","publisher":{"name":["x"]}}</script>', None, None),
        ('<script type="application/ld+json">{broken</script>', None, None),
    ],
)  # fmt: skip
def test_outlet_and_address(head, outlet, url):
    report = read_page(page(PARAGRAPH, head), "x")
    assert (report.outlet, report.url) == (outlet, url)


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (
            page(PARAGRAPH, "<title>Ferry | Mail</title><meta property=og:site_name content=Mail>"),
            "Ferry",
        ),
        (page(PARAGRAPH, "<title>Ferry - a sad end</title>"), "Ferry - a sad end"),
        (page(PARAGRAPH, "<title></title>"), None),
        (page("<h1>Ferry</h1>" + PARAGRAPH, "<title>Mail</title>"), "Ferry"),
        (
            page(PARAGRAPH, '<meta property="og:title" content="Ferry&amp;#39;s end">'),
            "Ferry's end",
        ),
    ],
)
def test_the_title_is_kept_apart_from_the_text(html, title):
    report = read_page(html, "x")
    assert report.title == title
    assert report.text.split("\n")[0].startswith("The ferry")


N = 40_000
HOSTILE = {
    "divisions, nested": "<div>" * 100_000 + PARAGRAPH,
    "inline, nested": "<p>" + "<b>" * 100_000 + "The mayor said so.",
    "quotations, nested": "<blockquote>" * 100_000 + PARAGRAPH,
    "lists, nested": "<ul><li>" * 50_000,
    "tables, nested": "<table><tr><td>" * 50_000,
    "unknown tags, never closed": "<x-y>" * 100_000 + PARAGRAPH,
    "too many elements": "<br>" * 100_000 + PARAGRAPH,
    "too many attributes": "<p " + " ".join(f"a{i}" for i in range(100_000)) + ">" + PARAGRAPH,
    "attributes with brackets": "<p " + " ".join(f"a{i}='>'" for i in range(50_000)) + ">",
    "attributes like equations": "<p " + "=a " * 100_000 + ">",
    "quotes never closed": "<p a='" * 100_000,
    "quotes mixed up": "<p a=\"b' c=d" * 100_000,
    "a doctype without end": "<!DOCTYPE html " + "/" * 1_000_000,
    "many doctypes": "<!DOCTYPE html>" * 50_000 + PARAGRAPH,
    "comments without end": "<html><!-- -" * 100_000,
    "a processing instruction": "<?php " * 100_000,
    "brackets alone": "<html>" + "<" * 500_000,
    "entities": "<html><p>" + "&amp&bogus;&#x110000;&#0;" * 50_000,
    "one long word": "<html><p>" + "a" * 2_000_000,
    "sentences without end": "<html><p>" + "The mayor said so. " * 50_000,
    "full stops": "<html><p>" + ". " * 500_000,
    "JSON-LD, nested": f"<script type='application/ld+json'>{'[' * 100_000}</script>{PARAGRAPH}",
    "JSON-LD, broken": f"<script type='application/ld+json'>{'{name:' * 100_000}</script>{PARAGRAPH}",
    "JSON-LD, wide": f"<script type='application/ld+json'>[{'{},' * 100_000}{{}}]</script>{PARAGRAPH}",
    "links in one paragraph": "<p>" + "<a href=x>a link</a> " * N,
    "paragraphs never closed": "<p>x " * N,
    "named divisions, nested": ("<div class=nav>" * 200 + "x" + "</div>" * 200) * 100,
    "cookies, nested": ("<div class=cookie>" * 200 + "cookie" + "</div>" * 200) * 50,
    "lists in lists": ("<ul><li>" * 100 + "x" + "</ul>" * 100) * 100,
    "a long title": f"<title>{'a - ' * 100_000}</title>{PARAGRAPH}",
    "a long date": f"<meta name=date content={'2' * 500_000}>{PARAGRAPH}",
    "null characters": page(PARAGRAPH.replace("ferry", "fe\x00rry")),
    "odd characters": page(PARAGRAPH.replace("ferry", "fe\x07\u202e\ufffe\U0010fffferry")),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_in_a_report_or_one_clear_line(tmp_path, name):
    (tmp_path / "a.html").write_text(HOSTILE[name])
    (result,) = ingest([tmp_path / "a.html"])
    if isinstance(result, Report):
        assert result.text
        assert "<p" not in result.text
    else:
        assert "give" in result.reason or "save" in result.reason


def test_what_is_nested_too_deep_is_not_cut_off_in_silence():
    with pytest.raises(InputError, match="deep"):
        read_page(PARAGRAPH * 5 + "<font>" * 300 + PARAGRAPH * 5, "x")


def test_scripts_never_leak_into_the_text():
    leak = "The script said that it was not to be seen."
    parts = [
        f"<script>'{leak}'</script>",
        f"<SCRIPT type='text/x'>{leak}</SCRIPT>",
        f"<style>/* {leak} */</style>",
        f"<noscript><p>{leak}</p></noscript>",
        f"<template><p>{leak}</p></template>",
        f"<svg><title>{leak}</title><text>{leak}</text></svg>",
        f"<iframe>{leak}</iframe>",
        f"<p onclick='{leak}'>The mayor said that she had no part in it.</p>",
        f"<!-- <p>{leak}</p> -->",
        f"<![CDATA[ {leak} ]]>",
        f"<script>document.write('<p>{leak}</p>')</script>",
    ]
    text = read_page(page(PARAGRAPH.join(parts) + PARAGRAPH), "x").text
    assert leak not in text
    assert "The mayor said that she had no part in it." in text


def test_a_page_between_bad_ones_is_read():
    html = [page(""), MODERN.html, "<div>" * 1000]
    found = [next(ingest(["-"], stdin=io.BytesIO(("<html>" + h).encode()))) for h in html]
    assert [type(r) for r in found] == [Rejected, Report, Rejected]


def test_an_extractor_that_fails_is_no_end(monkeypatch):
    import trafilatura

    def fail(*args, **kwargs):
        raise AttributeError("a bug")

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    with pytest.raises(InputError, match="no article text"):
        read_page(MODERN.html, "x")


def test_data_tables_keep_their_rows():
    table = "<table><tr><th>Year</th><th>Passengers</th></tr><tr><td>2029</td><td>58,000</td></tr></table>"
    paragraphs = "".join(f"<p>{p}</p>" for p in FERRY)
    lines = read_page(page(f"<article>{paragraphs}{table}</article>"), "x").text.split("\n")
    assert lines[-2:] == ["Year | Passengers", "2029 | 58,000"]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("A<br>B", ["A", "B"]),
        ("<div>A<br><br>B</div>", ["A", "B"]),
        ("<pre>A\n\nB\n</pre>", ["A", "B"]),
        ("<article><h2>Ferry</h2><p>A</p><p>B</p></article>", ["Ferry", "A", "B"]),
        ("<main><div>A</div><div><div>B</div></div></main>", ["A", "B"]),
        ("<ol><li>A</li><li>B</li></ol>", ["A", "B"]),
        ("<dl><dt>Who?</dt><dd>A</dd></dl>", ["Who?", "A"]),
        ("<blockquote>A</blockquote><blockquote><p>B</p></blockquote>", ["A", "B"]),
        (
            "<article><p>A</p><amp-ad><p>Buy sheep now, they said.</p></amp-ad><p>B</p></article>",
            ["A", "B"],
        ),
        ("<article><p>A</p><p>Yes.</p><p>B</p><p>Yes.</p></article>", ["A", "Yes.", "B", "Yes."]),
    ],
)
def test_short_articles_keep_their_paragraphs_apart(body, lines):
    texts = {
        "A": "The ferry to Osk will not sail this winter, its operator said on Thursday.",
        "B": "“Nobody asked us,” Jon Aker said.",
    }
    for letter, text in texts.items():
        body = body.replace(f">{letter}", f">{text}").replace(f"{letter}<", f"{text}<")
        body = body.replace(f"\n{letter}\n", f"\n{text}\n")
        body = text + body[1:] if body.startswith(letter) else body
        body = body[:-1] + text if body.endswith(letter) else body
    assert read_page(body, "x").text.split("\n") == [texts.get(line, line) for line in lines]
