"""The page: one file, nothing that text can break out of, every piece of text in its place."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.forms.wording import showable
from quoth.records import Comparison, Report, Sentence, Span
from quoth.serve.pageform import comparison_page
from quoth.serve.pagetext import Layers, cut

VOID = {"meta", "input", "br", "link"}


class Page(HTMLParser):
    """The page's elements: tag, attributes and text, in order."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.stack = []
        self.texts = {}
        self.feed(html)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "attrs": dict(attrs), "text": "", "inside": list(self.stack)}
        self.elements.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_endtag(self, tag):
        assert self.stack.pop()["tag"] == tag

    def handle_data(self, data):
        for element in self.stack:
            element["text"] += data

    def all(self, tag, **attrs):
        return [
            e
            for e in self.elements
            if e["tag"] == tag and all(e["attrs"].get(k.rstrip("_")) == v for k, v in attrs.items())
        ]


@pytest.fixture
def page(comparison):
    return Page(comparison_page(comparison))


def test_the_page_is_well_formed_and_ids_are_unique(page):
    ids = [e["attrs"]["id"] for e in page.elements if "id" in e["attrs"]]
    assert len(ids) == len(set(ids))
    for element in page.elements:
        for key in ("aria-controls", "aria-labelledby", "for"):
            assert element["attrs"].get(key, ids[0]) in ids
        if element["tag"] == "a" and element["attrs"]["href"].startswith("#"):
            assert element["attrs"]["href"][1:] in ids


def test_nothing_comes_from_elsewhere(comparison):
    html = comparison_page(comparison)
    page = Page(html)
    assert not page.all("link")
    assert not page.all("img")
    assert all("src" not in e["attrs"] and "style" not in e["attrs"] for e in page.elements)
    assert not any(key.startswith("on") for e in page.elements for key in e["attrs"])
    assert "url(" not in page.all("style")[0]["text"]
    assert "@import" not in page.all("style")[0]["text"]


def test_the_policy_lets_in_only_this_style_and_script(page):
    (policy,) = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    assert policy["attrs"]["content"].startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (element,) = page.all(tag)
        digest = base64.b64encode(hashlib.sha256(element["text"].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy["attrs"]["content"]
    assert "unsafe" not in policy["attrs"]["content"]


def test_hostile_text_stays_text(comparison):
    html = comparison_page(comparison)
    assert html.count("<script") == 1
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "javascript:" not in html
    assert not Page(html).all("b", id=None, class_=None)


def test_every_form_of_hostile_text_stays_text(comparison):
    evil = (
        "\"'><img src=x onerror=alert(1)></script></style></textarea>{{ 7*7 }}<!--\x00\ud800\u202e"
    )
    first = Report(
        evil,
        evil,
        evil,
        evil,
        evil,
        evil,
        "https://a.example/" + evil,
        notes=(evil,),
        sentences=(Sentence(Span(0, len(evil)), 0),),
    )
    claim = comparison.claims[0]
    claim = replace(
        claim,
        id=evil,
        gist=evil,
        speaker=evil,
        members=(replace(claim.members[0], report=evil, spans=(Span(0, len(evil)),)),),
        origins=(replace(claim.origins[0], name=evil, why=evil, reports=(evil,)),),
        differences=(
            replace(
                claim.differences[0],
                between=(evil,),
                values=(evil,),
                spans=((Span(0, 4),),),
                note=evil,
            ),
        ),
    )
    hostile = Comparison(
        (first, *comparison.reports),
        (claim,),
        {evil: (Span(0, 9),)},
        ((evil, "x"),),
        False,
        (replace(comparison.rejected[0], report_id=evil, reason=evil),),
    )
    html = comparison_page(hostile)
    html.encode("utf-8")
    page = Page(html)
    assert not page.all("img")
    assert len(page.all("script")) == 1
    assert "49" not in "".join(e["text"] for e in page.all("h1"))
    assert not {"\x00", "\u202e"} & set(html)


def test_only_web_addresses_are_links(page):
    links = [e["attrs"]["href"] for e in page.all("a") if not e["attrs"]["href"].startswith("#")]
    assert links == ["https://courier.example/dockers?a=1&b=2"]


def test_the_text_of_each_report_is_whole(comparison, page):
    for report, element in zip(comparison.reports, page.all("div", class_="text"), strict=True):
        assert element["text"].split() == showable(report.text).split()


def test_the_words_of_each_claim_are_marked(comparison, page):
    articles = page.all("article")
    for number, claim in enumerate(comparison.claims, 1):
        for member in claim.members:
            index = [report.id for report in comparison.reports].index(member.report)
            report = comparison.reports[index]
            pieces = [
                e
                for e in page.all("span")
                if articles[index] in e["inside"]
                and str(number) in e["attrs"].get("data-c", "").split()
            ]
            expected = "".join(report.text[s:e] for s, e in member.spans)
            assert "".join(p["text"] for p in pieces) == expected


def test_differences_alone_furniture_and_sources_are_marked(comparison, page):
    def texts(**attrs):
        return ["".join(e["text"]) for e in page.all("span", **attrs)]

    assert texts(**{"data-d": "1"}) == ["14", "Seventeen", "14"]
    marked = [e for e in page.all("span") if "alone" in (e["attrs"].get("class") or "").split()]
    assert "".join(e["text"] for e in marked).count("Old Exchange") == 1
    furniture = [e for e in page.all("span") if "furniture" in (e["attrs"].get("class") or "")]
    assert [e["text"] for e in furniture][:2] == ["By Ann Sorel", "Share this article"]
    sources = [e["text"] for e in page.all("span") if "4" in e["attrs"].get("data-s", "").split()]
    assert "the Corvia Press Agency" in sources


def test_support_origins_and_relays_are_told_in_words(page):
    rows = {e["attrs"]["id"]: e["text"] for e in page.all("tr", class_="claim")}
    assert "3 outlets, 1 origin" in rows["c4"]
    assert "via Corvia Press Agency" in " ".join(rows["c4"].split())
    assert "names the Corvia Press Agency as where it has it from" in rows["c4"]
    assert "2 of 3" in rows["c3"]
    assert "detail only A B Fourteen cranes" in " ".join(rows["c2"].split())


def test_what_an_outlet_leaves_out_leads_to_the_claims(page):
    (found,) = page.all("details", class_="left-out")
    assert "What C leaves out (1)" in found["text"]
    assert any(e["attrs"].get("id") == "rC" for e in found["inside"])
    (link,) = [e for e in page.all("a") if found in e["inside"]]
    assert link["attrs"]["href"] == "#c3"
    assert "We will not load a single ship." in link["text"]
    assert page.all("tr", id="c3")


def test_reports_of_one_outlet_leave_out_together(comparison):
    wire = comparison.reports[2]
    twice = replace(comparison, reports=(*comparison.reports, replace(wire, id="late")))
    found = Page(comparison_page(twice)).all("details", class_="left-out")
    assert ["What C and D leave out (1)" in one["text"] for one in found] == [True, True]


def test_notes_stand_at_the_top(comparison):
    noted = replace(comparison, notes=("<b>2 of 7 claims</b> are left out",))
    assert "<b>2 of 7 claims</b> are left out" in [
        e["text"] for e in Page(comparison_page(noted)).all("p", class_="facts")
    ]


def test_names_are_kept_apart_from_the_direction_around_them(page):
    assert "Layla al-Hadid (ليلى الحديد)" in {e["text"] for e in page.all("bdi")}


def test_a_comparison_without_claims(comparison):
    empty = replace(comparison, claims=(), alone={}, one_story=False, copies=(), rejected=())
    text = comparison_page(empty)
    assert "No claim is told by two of these reports." in text
    assert "Not one story:" in text


def test_many_reports_get_letters(comparison):
    reports = tuple(
        replace(comparison.reports[2], id=f"r{n}", outlet=f"Outlet {n}") for n in range(30)
    )
    page = Page(comparison_page(Comparison(reports, (), {})))
    letters = [e["attrs"]["data-letter"] for e in page.all("article")]
    assert letters[0] == "A"
    assert letters[25:28] == ["Z", "AA", "AB"]


def test_a_long_line_broken_inside_a_sentence_is_one_paragraph():
    text = "One sentence over\ntwo lines.\nAnother."
    report = Report("a", text, sentences=(Sentence(Span(0, 28), 0), Sentence(Span(29, 37), 1)))
    paragraphs = cut(report, Layers())
    assert ["".join(p.text for p in one) for one in paragraphs] == [
        "One sentence over\ntwo lines.",
        "Another.",
    ]


@st.composite
def laid_texts(draw):
    text = draw(st.text("ab \n", max_size=40))
    spans = st.lists(st.integers(0, len(text)), min_size=2, max_size=2).map(
        lambda pair: Span(*sorted(pair))
    )
    laid = draw(
        st.lists(
            st.tuples(
                spans, st.sampled_from(["claims", "differences", "sources"]), st.integers(0, 3)
            ),
            max_size=8,
        )
    )
    sentences = draw(st.lists(spans, max_size=3).map(sorted))
    return Report("a", text, sentences=tuple(Sentence(s, 0) for s in sentences)), laid


@given(laid_texts())
@settings(deadline=None)
def test_pieces_cover_the_text_and_belong_to_what_was_laid(given):
    report, laid = given
    layers = Layers()
    for span, layer, number in laid:
        layers.lay([span], layer, number)
    pieces = [piece for paragraph in cut(report, layers) for piece in paragraph]
    kept = re.sub(r"\s", "", "".join(p.text for p in pieces))
    assert kept == re.sub(r"\s", "", report.text)
    for layer in ("claims", "differences", "sources"):
        for number in range(4):
            covered = {
                at
                for span, of, n in laid
                if (of, n) == (layer, number)
                for at in range(*span)
                if not report.text[at].isspace()
            }
            found = sum(
                len(re.sub(r"\s", "", p.text))
                for p in pieces
                if str(number) in getattr(p, layer).split()
            )
            assert found == len(covered)


def test_what_is_denied_never_reads_as_told(denial):
    page = Page(comparison_page(denial))
    told, narrated = (e["text"] for e in page.all("span", class_="words"))
    assert told == "[denied] that boats fired"
    assert narrated == "Boats fired twice"
    assert any("anonymous source" in e["text"] for e in page.all("span", class_="via"))


def test_events_of_the_reports_change_nothing_yet(comparison):
    assert all(report.events for report in comparison.reports)
    bare = tuple(replace(report, events=()) for report in comparison.reports)
    assert comparison_page(comparison) == comparison_page(replace(comparison, reports=bare))
