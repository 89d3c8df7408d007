"""JSON Lines a line at a time, and JSON files of one report or a list."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from quoth.config import IngestOptions
from quoth.ingest import ingest
from quoth.records import Rejected, Report

TEXT = "The harbour of Halven will close in winter, the mayor said on Thursday.\r\n“Why?”\u2028No."
PAGE = (
    '<html><head><title>T</title><meta property="og:site_name" content="Osk Post">'
    '<meta name="date" content="2031-11-06"></head><body><p>The ferry to Osk will not sail this'
    " winter, its operator said.</p></body></html>"
)


def lines(*values) -> bytes:
    return b"\n".join(v if isinstance(v, bytes) else json.dumps(v).encode() for v in values)


def read(tmp_path: Path, content: bytes, name: str = "news.jsonl", **options):
    path = tmp_path / name
    path.write_bytes(content)
    found = list(ingest([path], options=IngestOptions(**options)))
    for result in found:
        if isinstance(result, Rejected):
            assert result.stage == "ingest"
            assert "\n" not in result.reason
    return found


def test_all_keys_are_read(tmp_path):
    given = {
        "id": "r 1",
        "text": TEXT,
        "url": "https://a.example/1",
        "outlet": "The Halven Mail",
        "owner": "Halven Press Group",
        "published": "2031-11-06T17:05:00+01:00",
        "title": "Harbour closes",
        "language": "en-GB",
    }
    (report,) = read(tmp_path, lines({**given, "other": {"ignored": 1}}))
    assert report == Report(**{**given, "language": "en"})


def test_only_a_text_is_needed(tmp_path):
    first, second = read(tmp_path, lines({"text": TEXT}, {"text": TEXT + "No.", "id": None}))
    assert (first.id, second.id) == ("news-1", "news-2")
    assert first == Report(id="news-1", text=TEXT, language="en")


def test_html_is_read_as_a_page_and_the_keys_go_before_what_it_says(tmp_path):
    one, two = read(
        tmp_path,
        lines(
            {"html": PAGE}, {"html": PAGE, "outlet": "Mine", "title": "Mine", "published": "2030"}
        ),
    )
    assert one.text == "The ferry to Osk will not sail this winter, its operator said."
    assert (one.outlet, one.title, one.published, one.encoding) == (
        "Osk Post",
        "T",
        "2031-11-06",
        None,
    )
    assert (two.outlet, two.title, two.published) == ("Mine", "Mine", "2030")


def test_text_goes_before_html_unless_it_is_empty(tmp_path):
    one, two = read(tmp_path, lines({"text": TEXT, "html": PAGE}, {"text": " ", "html": PAGE}))
    assert one.text == TEXT
    assert two.text.startswith("The ferry")


def test_empty_lines_and_line_ends(tmp_path):
    content = (
        b"\xef\xbb\xbf" + lines({"text": TEXT}) + b"\r\n\r\n  \n" + lines({"text": "No. " + TEXT})
    )
    found = read(tmp_path, content + b"\n")
    assert [r.id for r in found] == ["news-1", "news-4"]


BAD_LINES = [
    (
        b'{"text": "The mayor said',
        "is not valid JSON (unterminated string starting at column 10)",
    ),
    (b"{'text': 'x'}", "is not valid JSON"),
    (b"The mayor said so.", "is not valid JSON"),
    (b'{"text": "a"} {"text": "b"}', "is not valid JSON (extra data"),
    (b'{"text": "caf\xe9"}', "is not in UTF-8 (byte 0xe9 at 14)"),
    (b"[1, 2]", "is a list, not a report"),
    (b'"text"', "is a text, not a report"),
    (b"null", "is null, not a report"),
    (b"true", "is true or false, not a report"),
    (b"{}", "has no text"),
    (b'{"id": "x"}', "has no text"),
    (b'{"text": ""}', "has an empty text"),
    (b'{"text": " \\n "}', "has an empty text"),
    (b'{"text": null}', "has no text"),
    (b'{"text": 5}', "has a number for “text”"),
    (b'{"text": ["a"]}', "has a list for “text”"),
    (b'{"html": {}}', "has an object for “html”"),
    (b'{"id": 7, "text": "The mayor said so."}', "has a number for “id”"),
    (b'{"id": "a\\u0007", "text": "The mayor said so."}', "has an id with control characters"),
    (b'{"title": true, "text": "The mayor said so."}', "has true or false for “title”"),
    (b'{"text": "The mayor said \\ud83d so."}', "lone surrogate"),
    (b'{"outlet": "\\ud83d", "text": "The mayor said so."}', "lone surrogate"),
    (b'{"text": "The mayor\\u0000 said so."}', "null characters"),
    (b'{"text": "1 2 3"}', "has no words"),
    (b'{"html": "<nav><a href=/>Home</a></nav>"}', "no article text found in the page"),
    (b'{"n": ' + b"9" * 10_000 + b"}", "is JSON that cannot be read"),
    (b'{"a":' * 100_000, "nested too deeply"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
def test_a_bad_line_in_the_middle_is_named_and_the_others_go_on(tmp_path, line, reason):
    found = read(tmp_path, lines({"text": TEXT}, line, {"text": "Yes. " + TEXT}))
    assert [type(r) for r in found] == [Report, Rejected, Report]
    assert found[1].report_id == f"{tmp_path}/news.jsonl:2"
    assert reason in found[1].reason
    assert len(found[1].reason) < 250


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
def test_a_bad_line_at_the_start(tmp_path, line, reason):
    found = read(tmp_path, lines(line, {"text": TEXT}))
    assert [type(r) for r in found] == [Rejected, Report]


def test_half_a_file(tmp_path):
    content = lines({"text": TEXT}, {"text": "“Why?” the mayor’s men asked."})
    first, second = read(tmp_path, content[:-12])
    assert first.id == "news-1"
    assert second.report_id.endswith("news.jsonl:2")
    assert "is not valid JSON" in second.reason


def test_a_line_above_the_limit_is_skipped(tmp_path):
    long = lines({"text": "The mayor said so. " * 100})
    found = read(tmp_path, lines({"text": TEXT}, long, {"text": "No. " + TEXT}), max_bytes=1000)
    assert [type(r) for r in found] == [Report, Rejected, Report]
    assert "is a line above the limit of 0.001 MB: split it" in found[1].reason


def test_a_line_without_end_is_given_up(tmp_path):
    content = lines({"text": TEXT}) + b"\n" + b"x" * 30_000 + b"\n" + lines({"text": TEXT})
    found = read(tmp_path, content, max_bytes=1000)
    assert [type(r) for r in found] == [Report, Rejected, Rejected]
    assert "is not read on after line 2" in found[2].reason


def test_fifty_megabytes_of_json_lines_are_read(tmp_path):
    filler = "x" * 1_000_000
    path = tmp_path / "big.jsonl"
    with path.open("wb") as file:
        for number in range(50):
            file.write(
                lines({"id": str(number), "text": f"{number} {TEXT}", "rest": filler}) + b"\n"
            )
    assert path.stat().st_size > 50_000_000
    assert [r.id for r in ingest([path])] == [str(n) for n in range(50)]


def test_duplicate_ids(tmp_path):
    same = {"id": "a", "text": TEXT}
    found = read(
        tmp_path, lines(same, same, {"id": "a", "text": "Another. " + TEXT}, {"text": TEXT})
    )
    place = f"{tmp_path}/news.jsonl"
    assert isinstance(found[0], Report)
    assert found[1].report_id == f"{place}:2"
    assert found[1].reason.startswith(f"is a duplicate of {place}:1")
    assert found[2].report_id == f"{place}:3"
    assert f"has the id 'a', which {place}:1 has with another text" in found[2].reason
    assert found[3].id == "news-4"  # the same text under another id is a copy, not a duplicate


def test_ids_over_several_files(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "n.jsonl").write_bytes(
            lines({"text": folder + TEXT}, {"id": "x", "text": TEXT})
        )
    found = list(ingest([tmp_path / "a" / "n.jsonl", tmp_path / "b" / "n.jsonl"]))
    assert [r.id for r in found[:3]] == ["n-1", "x", "b/n-1"]
    assert "is a duplicate of" in found[3].reason


@pytest.mark.parametrize(
    "published",
    ["2031", "2031-11", "2031-11-06", "20311106", "2031-W45-4", "2031-11-06T17:05Z",
     "2031-11-06 17:05", "2031-11-06T17:05:00.123+01:00", "20311106T170500Z", " 2031-11-06 "],
)  # fmt: skip
def test_dates_of_iso_8601(tmp_path, published):
    (report,) = read(tmp_path, lines({"text": TEXT, "published": published}))
    assert report.published == published.strip()
    assert report.notes == ()


@pytest.mark.parametrize(
    "published",
    ["6 November 2031", "11/06/2031", "2031/11/06", "2031-13-01", "2031-02-30", "yesterday", "0000",
     "Thu, 06 Nov 2031 17:05:00 GMT", "1951667100", "2031-11-06T25:00", "x" * 5000],
)  # fmt: skip
def test_other_dates_are_left_out_with_a_note(tmp_path, published):
    (report,) = read(tmp_path, lines({"text": TEXT, "published": published}))
    assert report.published is None
    (note,) = report.notes
    assert note.startswith(f"published “{published[:40]}” is not ISO 8601")
    assert len(note) < 120


def test_a_date_that_is_left_out_gives_way_to_the_page(tmp_path):
    (report,) = read(tmp_path, lines({"html": PAGE, "published": "Thursday"}))
    assert report.published == "2031-11-06"
    assert len(report.notes) == 1


def test_json_files(tmp_path):
    (one,) = read(tmp_path, json.dumps({"text": TEXT}, indent=2).encode(), "a.json")
    assert one.id == "a"
    found = read(
        tmp_path, json.dumps([{"text": TEXT}, 5, {"id": "x", "text": TEXT}]).encode(), "b.json"
    )
    assert [r.id if isinstance(r, Report) else r.report_id for r in found] == [
        "b-1",
        f"{tmp_path}/b.json[2]",
        "x",
    ]
    (wide,) = read(
        tmp_path, json.dumps({"text": TEXT}, ensure_ascii=False).encode("utf-16"), "c.json"
    )
    assert wide.text == TEXT
    (broken,) = read(tmp_path, b'{\n"text": "a",\n}', "d.json")
    assert "at line 3, column 1" in broken.reason or "line 2" in broken.reason


def test_json_and_json_lines_under_each_other_s_name(tmp_path):
    many = lines({"text": TEXT}, {"text": "No. " + TEXT})
    assert [r.id for r in read(tmp_path, many, "a.json")] == ["a-1", "a-2"]
    assert [r.id for r in read(tmp_path, many, "b.json", max_bytes=len(many) - 1)] == ["b-1", "b-2"]
    pretty = json.dumps([{"text": TEXT}], indent=1).encode()
    assert [r.id for r in read(tmp_path, pretty, "c.jsonl")] == ["c-1"]
    assert [r.id for r in read(tmp_path, pretty, "d.ndjson")] == ["d-1"]


def test_json_lines_in_utf_16_are_rejected_at_once(tmp_path):
    (result,) = read(tmp_path, lines({"text": TEXT}, {"text": TEXT}).decode().encode("utf-16"))
    assert "UTF-16" in result.reason


def test_compressed_json_lines(tmp_path):
    many = lines({"text": TEXT}, b"{", {"text": "No. " + TEXT})
    found = read(tmp_path, gzip.compress(many), "a.jsonl.gz")
    assert [r.id if isinstance(r, Report) else r.report_id for r in found] == [
        "a-1", f"{tmp_path}/a.jsonl.gz:2", "a-3",
    ]  # fmt: skip
    assert [r.id for r in read(tmp_path, gzip.compress(lines({"text": TEXT})), "b.json.gz")] == [
        "b"
    ]
    assert len(read(tmp_path, gzip.compress(many), "c.jsonl")) == 3


def test_damaged_compression(tmp_path):
    packed = gzip.compress(lines(*({"text": f"{n} {TEXT}"} for n in range(2000))))
    found = read(tmp_path, packed[: len(packed) // 2], "a.jsonl.gz")
    assert len(found) > 1
    assert "is damaged" in found[-1].reason
    assert "is damaged" in read(tmp_path, b"\x1f\x8b\x08garbage", "b.jsonl.gz")[-1].reason


def test_a_bomb_is_not_unpacked_to_its_end(tmp_path):
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        for _ in range(100):
            file.write(b"x" * 1_000_000)
    found = read(tmp_path, packed.getvalue(), "a.jsonl.gz", max_bytes=1_000_000)
    assert [type(r) for r in found] == [Rejected, Rejected]
