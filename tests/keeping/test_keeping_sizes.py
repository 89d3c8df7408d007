"""How many reports inputs hold."""

from __future__ import annotations

import gzip

from quoth.keeping import count_reports
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
