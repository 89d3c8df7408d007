"""Addresses in one form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.errors import InputError
from quoth.ingest import canonical
from quoth.ingest.canonical import address_id, normal, page_address, same_site

FORMS = [
    ("HTTP://News.Example:80", "http://news.example/"),
    ("https://news.example:443/a#top", "https://news.example/a"),
    ("https://news.example:8443/a", "https://news.example:8443/a"),
    ("https://me:secret@news.example/a", "https://news.example/a"),
    ("  https://news.example/\n a", "https://news.example/%20a"),
    ("https://news.example./a", "https://news.example/a"),
    ("https://news.example/a/./b/../c/", "https://news.example/a/c/"),
    ("https://news.example/../../a", "https://news.example/a"),
    ("https://news.example/a//b", "https://news.example/a//b"),
    ("https://news.example/%7euser/%e2%82%ac", "https://news.example/~user/%E2%82%AC"),
    ("https://news.example/€/100%", "https://news.example/%E2%82%AC/100%25"),
    ("https://news.example/a?", "https://news.example/a"),
    ("https://news.example/a?b=2&a=1", "https://news.example/a?b=2&a=1"),
    ("https://news.example/a?utm_source=x&id=7&fbclid=y", "https://news.example/a?id=7"),
    ("https://news.example/a?CMP=share&at_medium=rss", "https://news.example/a"),
    ("https://news.example/a?at_home=1", "https://news.example/a?at_home=1"),
    ("https://news.example/a?ref=rss", "https://news.example/a"),
    (
        "https://news.example/a?ref=main&source=agency",
        "https://news.example/a?ref=main&source=agency",
    ),
    ("https://news.example/#!/story/7", "https://news.example/#!/story/7"),
    ("https://Zürich.example/a", "https://xn--zrich-kva.example/a"),
    ("https://ПРИМЕР.example/a", "https://xn--e1afmkfd.example/a"),
    ("https://[2001:DB8::0:1]/a", "https://[2001:db8::1]/a"),
    ("feed://news.example/rss", "https://news.example/rss"),
    ("feed:https://news.example/rss", "https://news.example/rss"),
    ("https://news.example/world/story/amp/", "https://news.example/world/story"),
    ("https://news.example/world/story.amp.html", "https://news.example/world/story.html"),
    ("https://news.example/story?amp=1", "https://news.example/story"),
    ("https://news.example/amp", "https://news.example/amp"),
    (
        "https://news-example.cdn.ampproject.org/c/s/news.example/a/amp?utm_source=x",
        "https://news.example/a",
    ),
    ("https://www.google.com/amp/s/news.example/a", "https://news.example/a"),
    ("https://news.example\\a\\b", "https://news.example/a/b"),
]


@pytest.mark.parametrize(("given_form", "form"), FORMS)
def test_the_canonical_form(given_form, form):
    assert canonical(given_form) == form
    assert canonical(form) == form


def test_relative_addresses():
    assert canonical("../b?x=1", base="https://news.example/a/c") == "https://news.example/b?x=1"
    assert canonical("//other.example/b", base="https://news.example/") == "https://other.example/b"
    assert canonical("?page=2", base="https://news.example/a") == "https://news.example/a?page=2"


BAD = [
    *("", "a", "ftp://a.example/", "file:///etc/passwd", "http://", "http:///a", "https://[::1/a"),
    *(
        "http://a.example:99999/",
        "http://a.example:x/",
        "javascript:alert(1)",
        "mailto:a@b.example",
    ),
    *(
        "http://a b.example/",
        "http://a.example/" + "x" * 9_000,
        "http://" + "a" * 300 + ".example/",
    ),
]


@pytest.mark.parametrize("address", BAD)
def test_what_is_no_address(address):
    with pytest.raises(InputError, match=r"check|save|give"):
        canonical(address)


def test_the_spelling_alone_keeps_what_opens_the_page():
    assert (
        normal("https://n.example/a/amp?utm_source=x#y") == "https://n.example/a/amp?utm_source=x"
    )


PARTS = st.text(alphabet="aA0.-_~%/?#&=:@[]é 2Fe", max_size=12)


@settings(deadline=None)
@given(path=PARTS, query=PARTS, host=st.sampled_from(["a.example", "Ä.example", "10.0.0.1"]))
def test_a_canonical_form_stays(path, query, host):
    try:
        once = canonical(f"http://{host}/{path}?{query}")
    except InputError:
        return
    assert canonical(once) == once
    assert once.isascii()


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text):
    for whole in (text, f"http://{text}", f"http://a.example/{text}"):
        try:
            once = canonical(whole)
        except InputError:
            continue
        assert canonical(once) == once


def test_one_site():
    assert same_site("https://www.bbc.co.uk/a", "http://news.bbc.co.uk/b")
    assert not same_site("https://a.co.uk/", "https://b.co.uk/")
    assert not same_site("https://one.blogspot.com/", "https://two.blogspot.com/")
    assert not same_site("http://127.0.0.1:1/", "http://127.0.0.1:2/")
    assert same_site("https://a.invented/", "https://m.a.invented/")


PAGE = "https://m.news.example/world/story?utm_source=x"


def test_a_page_is_where_it_says_on_its_own_site():
    assert page_address(PAGE, ["https://www.news.example/story", None])[0] == (
        "https://www.news.example/story"
    )
    assert page_address(PAGE, ["/story"])[0] == "https://m.news.example/story"
    assert page_address(PAGE, [None, "https://news.example/og"])[0] == "https://news.example/og"


def test_a_page_is_not_where_it_cannot_be():
    own = "https://m.news.example/world/story"
    assert page_address(PAGE, ["https://news.example/"]) == (own, None)  # the front page
    assert page_address(PAGE, ["javascript:x", "  "]) == (own, None)
    assert page_address(PAGE, ["https://agency.example/7"]) == (own, "https://agency.example/7")


def test_the_id_of_an_address():
    assert address_id("https://news.example/a/b/") == "news.example/a/b"
    assert address_id("https://news.example/") == "news.example"
    assert address_id("https://n.example/%E2%82%AC") == "n.example/€"
