"""Files that list feeds."""

from __future__ import annotations

import pytest

from quoth.errors import QuothError
from quoth.watch import listed_feeds

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<!-- of a reader -->
<opml version="2.0"><head><title>Mine</title></head><body>
  <outline text="World"><outline text="Post" type="rss" xmlUrl="https://post.example/feed"/>
    <outline text="Again" xmlURL=" https://post.example/feed "/></outline>
  <outline text="Wire" xmlUrl="https://wire.example/atom.xml" htmlUrl="https://wire.example/"/>
  <outline text="a note"/>
</body></opml>
"""


def given(tmp_path, content):
    path = tmp_path / "feeds"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_opml(tmp_path):
    found = listed_feeds(given(tmp_path, OPML))
    assert found == ("https://post.example/feed", "https://wire.example/atom.xml")


def test_an_address_a_line(tmp_path):
    text = (
        "\ufeff# mine\r\n\r\nhttps://a.example/f\r\n  feed://b.example/f  \nhttps://a.example/f\n"
    )
    assert listed_feeds(given(tmp_path, text)) == ("https://a.example/f", "feed://b.example/f")


@pytest.mark.parametrize("content", ["", "# nothing\n", "A report.", b"\x89PNG\xff", "<rss/>"])
def test_what_lists_no_feeds(tmp_path, content):
    assert listed_feeds(given(tmp_path, content)) is None


def test_what_is_no_file(tmp_path):
    assert listed_feeds(tmp_path) is None
    assert listed_feeds(tmp_path / "gone") is None


def test_mistakes_are_named(tmp_path):
    with pytest.raises(QuothError, match=r"feeds, line 3: “paper\.example” is no address"):
        listed_feeds(given(tmp_path, "# mine\nhttps://a.example/f\npaper.example\n"))
    with pytest.raises(QuothError, match="is no valid OPML"):
        listed_feeds(given(tmp_path, "<opml><body>"))
    with pytest.raises(QuothError, match="lists no feeds"):
        listed_feeds(given(tmp_path, "<opml version='2.0'><body><outline text='x'/></body></opml>"))
