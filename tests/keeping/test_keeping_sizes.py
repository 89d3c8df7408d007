"""How many reports inputs hold."""

from __future__ import annotations

import gzip

import pyarrow
import pyarrow.parquet

from quoth.ingest import Checkpoint, Position
from quoth.keeping import Measure, count_reports
from quoth.records import Report


def test_texts_pages_and_lines_are_counted(tmp_path):
    (tmp_path / "a.txt").write_text("Words.", "utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.html").write_text("<p>Words", "utf-8")
    (tmp_path / "sub" / "c.jsonl").write_text('{"id": 1}\n{"id": 2}\n{"id": 3}', "utf-8")
    assert count_reports([tmp_path]) == 5
    assert count_reports([tmp_path / "a.txt", str(tmp_path / "sub"), Report("x", "y")]) == 6
    assert count_reports([tmp_path / "nowhere.txt"]) == 1
    (tmp_path / "sub" / "d.jsonl").write_bytes(b"")
    assert count_reports([tmp_path / "sub" / "d.jsonl"]) == 0


def test_what_cannot_be_told_is_not_guessed(tmp_path):
    assert count_reports(["-"]) is None
    assert count_reports(["https://news.example/feed"]) is None
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(b"x"))
    assert count_reports([tmp_path]) is None
    (tmp_path / "b").mkdir()
    assert count_reports([tmp_path / "b"]) == 1  # it will be left out


def test_rows_and_lists_are_counted(tmp_path):
    rows = pyarrow.table({"text": ["Words."] * 7})
    pyarrow.parquet.write_table(rows, tmp_path / "a.parquet")
    assert count_reports([tmp_path / "a.parquet"]) == 7
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no more")
    assert count_reports([tmp_path / "broken.parquet"]) == 1
    listed = "# mine\nhttps://a.example/1\nhttps://a.example/2\n"
    (tmp_path / "list.txt").write_text(listed, "utf-8")
    assert count_reports([tmp_path / "list.txt"]) == 2
    item = "<item><title>t</title><link>https://a.example/{}</link></item>"
    feed = f"<rss version='2.0'><channel>{''.join(map(item.format, range(3)))}</channel></rss>"
    (tmp_path / "feed.xml").write_text(feed, "utf-8")
    assert count_reports([tmp_path / "feed.xml"]) == 3
    index = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>"
    index += "https://a.example/s.xml</loc></sitemap></sitemapindex>"
    (tmp_path / "index.xml").write_text(index, "utf-8")
    assert count_reports([tmp_path / "index.xml"]) is None


def test_the_share_of_bytes(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, size in (("a.warc", 100), ("b.warc", 300)):
        (folder / name).write_bytes(b"x" * size)
    last = tmp_path / "c.warc"
    last.write_bytes(b"x" * 400)
    measure = Measure([folder, last, tmp_path / "nowhere"])
    assert measure.share(Checkpoint()) == 0.0
    within = Position(file=str(folder / "b.warc"), offset=100)
    assert measure.share(Checkpoint(0, "in", within)) == 0.25
    assert measure.share(Checkpoint(1, "c", Position(offset=200))) == 0.75
    assert measure.share(Checkpoint(1, "c", Position(offset=9_999))) == 1.0
    assert measure.share(Checkpoint(3)) == 1.0
    assert Measure(["https://a.example/"]).share(Checkpoint()) is None
    assert Measure([Report("x", "y")]).share(Checkpoint()) is None
