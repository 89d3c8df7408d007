"""Every kind of input, good and bad: a report, or exactly one clear line."""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
from pathlib import Path

import pytest

from quoth.config import IngestOptions
from quoth.ingest import ingest
from quoth.records import Rejected, Report

TEXT = (
    "The harbour of Halven will close in winter, the mayor said on Thursday.\n\n"
    "“Nobody asked us,” said Jon Aker, who leads the council of the islands.\n"
)
OTHER = "A whale was found in a garden in Osk on Monday, and the police said that it was well.\n"
ADVICE = ("give", "save", "check", "split", "make", "turn", "take", "unpack", "mend", "Quoth reads")


def one(*inputs, **kwargs):
    found = list(ingest(inputs, **kwargs))
    assert len(found) == 1, found
    return found[0]


def rejected(*inputs, **kwargs):
    result = one(*inputs, **kwargs)
    assert isinstance(result, Rejected), result
    assert result.stage == "ingest"
    assert "\n" not in result.reason
    assert result.report_id.isprintable()
    return result


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_text_is_kept_to_the_letter(tmp_path):
    text = TEXT.replace("\n", "\r\n") + "\tA last line without an end\u2028of its own\x0c\u00a0"
    report = one(write(tmp_path / "halven mail.txt", text))
    assert report.text == text
    assert (report.id, report.language, report.encoding) == ("halven mail", "en", "utf-8")
    assert (report.outlet, report.title, report.published, report.notes) == (None, None, None, ())


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.TXT", "a", "a.story", "report.2031-11-06"])
def test_text_under_any_name(tmp_path, name):
    report = one(str(write(tmp_path / name, TEXT)))
    assert report.text == TEXT


BAD = {
    "empty.txt": (b"", "is empty"),
    "empty.jsonl": (b"", "is empty"),
    "empty.html": (b"", "is empty"),
    "blank.txt": (b" \n\t\r\n \xc2\xa0", "white space"),
    "blank.jsonl": (b"\n \n\n", "is empty"),
    "blank.json": (b" \n", "is empty"),
    "blank.html": (b" \n\n", "is empty"),
    "bom.txt": (b"\xef\xbb\xbf", "white space"),
    "binary.txt": (bytes(range(256)) * 40, "is binary"),
    "nulls.txt": (b"The mayor\x00said\x00so\x00", "is binary"),
    "control.txt": (b"\x01\x02\x03\x04The mayor\x05\x06", "is binary"),
    "numbers.txt": (b"1911 - 2031: 61,000", "has no words"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is a picture"),
    "paper.txt": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is a PDF"),
    "paper.pdf": (b"%PDF-1.7\n", "is a PDF"),
    "letter.docx": (b"PK\x03\x04", "word processor"),
    "letter.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "word processor"),
    "noname": (b"PK\x03\x04\x14\x00", "an archive"),
    "crawl.warc": (b"WARC/1.0\r\n", "WARC"),
    "crawl.warc.gz": (gzip.compress(b"WARC/1.0\r\n"), "WARC"),
    "crawl": (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "WARC"),
    "rows.parquet": (b"PAR1\x15\x04", "Parquet"),
    "rows.csv": (b"id,text\n1,The mayor said so.\n", "a table"),
    "page.mht": (b"From: <Saved>\nContent-Type: multipart/related\n", "web archive of one page"),
    "page": (
        b"From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n",
        "web archive",
    ),
    "feed.xml": (b'<?xml version="1.0"?><rss version="2.0"><channel>', "is a feed"),
    "data.xml": (b'<?xml version="1.0"?><data/>', "is an XML document"),
    "text.txt.gz": (gzip.compress(TEXT.encode()), "an archive"),
    "style.css": (b"p { color: red }", "part of a web page"),
    "film.bin2": (b"\x00\x00\x00\x18ftypmp42", "a video"),
    "sound": (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a sound recording"),
    "broken.json": (b'{"text": "The mayor said so."', "is not valid JSON"),
    "list.json": (b"[]", "empty list"),
    "number.json": (b"42", "is a number, not a report"),
    "latin.json": (b'{"text": "caf\xe9"}', "is not in UTF-8"),
    "deep.json": (b"[" * 200_000, "nested too deeply"),
    "empty-page.html": (b"<html><body></body></html>", "no article text"),
    "plain.html": (b"&nbsp;", "no article text"),
    "noise.html": (bytes(range(256)) * 8, "is binary"),
    "spanish.txt": (
        "El alcalde dijo el jueves que el puerto cerrará en invierno.".encode(),
        "Spanish (es)",
    ),
    "russian.txt": ("Мэр заявил в четверг, что зимой порт закроется.".encode(), "Russian (ru)"),
    "chinese.txt": ("市长星期四说港口将关闭。".encode(), "Chinese (zh)"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_rejected_with_advice(tmp_path, name):
    content, reason = BAD[name]
    path = write(tmp_path / name, content)
    result = rejected(path)
    assert reason in result.reason
    assert any(word in result.reason for word in (*ADVICE, "nothing to read")), result.reason
    if "Quoth reads English" not in result.reason:
        assert result.report_id == str(path)


@pytest.mark.parametrize("name", BAD)
def test_bad_content_on_standard_input_is_one_line_too(name):
    if name in ("style.css", "rows.csv", "plain.html"):
        pytest.skip("without its name it is a text like any other")
    rejected("-", stdin=io.BytesIO(BAD[name][0]))


@pytest.mark.parametrize("address", ["ftp://a.example/", "file:///a.txt"])
def test_other_addresses_than_those_of_the_web_are_not_read(address):
    result = rejected(address)
    assert result.report_id == address
    assert "save the page and give the file" in result.reason


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("/no/such/file.txt", "is not there: check the path"),
        ("", "is an empty name"),
        ("  ", "is an empty name"),
        ("a\x00b", "cannot be read"),
        (TEXT, "to give a text itself, make a quoth.Report"),
        ("x" * 5000, "to give a text itself"),
        (None, "a Python NoneType"),
        (7, "a Python int"),
        (b"\xff.txt", "a Python bytes"),
    ],
)
def test_what_is_no_path(given, reason):
    assert reason in rejected(given).reason


def test_devices_pipes_and_sockets_do_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "is a named pipe" in rejected(tmp_path / "pipe").reason
    assert "is a device" in rejected("/dev/zero").reason
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(tmp_path / "s"))
        assert "is a socket" in rejected(tmp_path / "s").reason


def test_a_file_without_permission(tmp_path, monkeypatch):
    path = write(tmp_path / "a.txt", TEXT)

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "no permission" in rejected(path).reason


def test_a_broken_disk(tmp_path, monkeypatch):
    path = write(tmp_path / "a.txt", TEXT)

    def fail(*args, **kwargs):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    assert "input/output error" in rejected(path).reason


def test_links(tmp_path):
    write(tmp_path / "a.txt", TEXT)
    (tmp_path / "good").symlink_to("a.txt")
    (tmp_path / "gone").symlink_to("nothing")
    (tmp_path / "self").symlink_to("self")
    assert one(tmp_path / "good").text == TEXT
    assert "a link to a file that is gone" in rejected(tmp_path / "gone").reason
    assert "a link that leads to itself" in rejected(tmp_path / "self").reason


def test_a_file_of_fifty_megabytes(tmp_path):
    path = tmp_path / "dump.txt"
    with path.open("wb") as file:
        file.write(b"The mayor said so.\n")
        file.truncate(50_000_000)  # a hole: it takes no room and must not be read
    result = rejected(path)
    assert "is 50.0 MB, above the limit of 20 MB: split it" in result.reason
    page = path.rename(tmp_path / "dump.html")
    assert "50.0 MB" in rejected(page).reason


def test_the_limit_can_be_set(tmp_path):
    options = IngestOptions(max_bytes=100)
    path = write(tmp_path / "a.txt", TEXT)
    assert "limit of 0.0001 MB" in rejected(path, options=options).reason
    assert (
        "above the limit" in rejected("-", stdin=io.BytesIO(TEXT.encode()), options=options).reason
    )
    listed = write(tmp_path / "a.json", json.dumps([{"text": TEXT}]))
    assert "above the limit" in rejected(listed, options=options).reason


def test_bad_inputs_do_not_stop_the_others(tmp_path):
    good = write(tmp_path / "a.txt", TEXT)
    more = write(tmp_path / "b.txt", OTHER)
    found = list(ingest(["/nope", good, "http://x.example", more]))
    assert [type(r) for r in found] == [Rejected, Report, Rejected, Report]


def test_one_input_need_not_be_in_a_list(tmp_path):
    path = write(tmp_path / "a.txt", TEXT)
    assert next(ingest(path)).id == "a"
    assert next(ingest(str(path))).id == "a"
    assert next(ingest(Report(id="r", text=TEXT))).id == "r"


def test_ingest_is_lazy(tmp_path):
    path = write(tmp_path / "a.txt", TEXT)

    def inputs():
        yield path
        raise AssertionError("asked for too early")

    assert next(ingest(inputs())).id == "a"


def test_ids_of_files_are_distinct_and_do_not_depend_on_the_disk(tmp_path):
    names = ["x.txt", "a/x.txt", "a/x.md", "b/x.txt", "b/a/x.txt", "b/a/x.md"]
    paths = [write(tmp_path / name, TEXT + name) for name in names]
    ids = [report.id for report in ingest(paths)]
    assert ids == ["x", "a/x", "x-2", "b/x", "x-3", "x-4"]


def test_the_same_file_twice(tmp_path):
    path = write(tmp_path / "a.txt", TEXT)
    (tmp_path / "b.txt").symlink_to("a.txt")
    found = list(ingest([path, tmp_path / "." / "a.txt", tmp_path / "b.txt"]))
    assert found[0].id == "a"
    assert all("is the same as" in r.reason and "a.txt" in r.reason for r in found[1:])


def test_two_files_of_the_same_text_are_two_reports(tmp_path):
    paths = [write(tmp_path / name, TEXT) for name in ("a.txt", "b.txt")]
    assert [r.id for r in ingest(paths)] == ["a", "b"]


def test_names_that_are_not_utf8_or_printable(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9\n.txt"
    Path(os.fsdecode(path)).write_text(TEXT)
    report = one(os.fsdecode(path))
    assert report.id == r"caf\udce9\n"
    report.id.encode()


def test_a_folder(tmp_path):
    write(tmp_path / "n" / "b.txt", TEXT)
    write(tmp_path / "n" / "a" / "z.html", f"<html><body><p>{OTHER}</p></body></html>")
    write(tmp_path / "n" / "c.jsonl", json.dumps({"id": "j", "text": OTHER}))
    write(tmp_path / "n" / "d.png", b"\x89PNG\r\n\x1a\n")
    write(tmp_path / "n" / "e", bytes(range(256)))
    write(tmp_path / "n" / ".hidden.txt", TEXT)
    write(tmp_path / "n" / ".git" / "config.txt", TEXT)
    found = list(ingest([tmp_path / "n"]))
    assert [r.id if isinstance(r, Report) else Path(r.report_id).name for r in found] == [
        "z", "b", "j", "d.png", "e",
    ]  # fmt: skip
    assert list(ingest([tmp_path / "n"])) == found


def test_a_folder_with_loops(tmp_path):
    write(tmp_path / "n" / "a.txt", TEXT)
    (tmp_path / "n" / "loop").symlink_to(tmp_path / "n")
    (tmp_path / "n" / "up").symlink_to(tmp_path)
    (tmp_path / "n" / "self").symlink_to("self")
    found = list(ingest([tmp_path / "n"]))
    assert [r.id for r in found if isinstance(r, Report)] == ["a"]
    assert ["itself" in r.reason for r in found if isinstance(r, Rejected)] == [True]


def test_folders_without_anything(tmp_path):
    (tmp_path / "n" / "m").mkdir(parents=True)
    assert "is a folder without files" in rejected(tmp_path / "n").reason
    write(tmp_path / "n" / ".hidden", TEXT)
    assert "is a folder without files" in rejected(tmp_path / "n").reason


def test_a_folder_twice(tmp_path):
    write(tmp_path / "n" / "a.txt", TEXT)
    found = list(ingest([tmp_path / "n", str(tmp_path / "n")]))
    assert [type(r) for r in found] == [Report, Rejected]


def test_a_folder_that_cannot_be_opened(tmp_path, monkeypatch):
    write(tmp_path / "n" / "closed" / "a.txt", TEXT)
    write(tmp_path / "n" / "open" / "b.txt", TEXT)
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = list(ingest([tmp_path / "n"]))
    assert "folder that cannot be opened (permission denied)" in found[0].reason
    assert found[1].id == "b"
    assert "cannot be opened" in rejected(tmp_path / "n" / "closed").reason


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        (TEXT, ["stdin"]),
        (f"<!doctype html><title>T</title><body><p>{OTHER}</p>", ["stdin"]),
        (f"<div><p>{OTHER}</p></div>", ["stdin"]),
        (
            "\n\n" + json.dumps({"text": TEXT}) + "\n" + json.dumps({"text": OTHER}),
            ["stdin-3", "stdin-4"],
        ),
        (json.dumps({"id": "a", "text": TEXT}, indent=1), ["a"]),
        (json.dumps([{"text": TEXT}, {"id": "b", "text": OTHER}]), ["stdin-1", "b"]),
        ("[Photo: Lee] " + TEXT, ["stdin"]),
        ("{sic} " + TEXT, ["stdin"]),
    ],
)
def test_standard_input_is_told_by_its_content(content, ids):
    found = list(ingest(["-"], stdin=io.BytesIO(content.encode())))
    assert [r.id for r in found] == ids


def test_standard_input_to_the_letter_and_only_once():
    text = TEXT.replace("\n", "\r\n")
    found = list(ingest(["-", "-"], stdin=io.BytesIO(text.encode())))
    assert found[0].text == text
    assert "can be read once" in found[1].reason


def test_standard_input_that_is_closed():
    stream = io.BytesIO(b"")
    stream.close()
    assert "cannot be read" in rejected("-", stdin=stream).reason


def test_json_lines_beyond_the_limit_on_standard_input():
    lines = [json.dumps({"id": str(n), "text": TEXT}) for n in range(40)]
    stream = io.BytesIO("\n".join(lines).encode())
    found = list(ingest(["-"], stdin=stream, options=IngestOptions(max_bytes=1000)))
    assert [r.id for r in found] == [str(n) for n in range(40)]


def test_a_page_and_json_lines_under_other_names(tmp_path):
    page = f"<!DOCTYPE html>\n<html><head><title>Whale</title></head><body><p>{OTHER}</p></html>"
    report = one(write(tmp_path / "saved.txt", page))
    assert (report.title, report.text) == ("Whale", OTHER.strip())
    lines = json.dumps({"id": "j", "text": OTHER})
    assert one(write(tmp_path / "export", lines)).id == "j"
    report = one(write(tmp_path / "export.txt", lines))
    assert report.text == lines
    assert "name it .jsonl" in report.notes[0]


def test_text_that_only_speaks_of_markup_is_text(tmp_path):
    text = "The <b> tag, the minister said, is not what she meant. " + TEXT
    assert one(write(tmp_path / "a", text)).text == text


def test_reports_made_in_python_pass_through():
    report = Report(id="r", text=TEXT, outlet="O", published="2031", language="en")
    assert one(report) == report
    told = one(Report(id="r", text=TEXT))
    assert told.language == "en"
    assert "German (de)" in rejected(Report(id="r", text=TEXT, language="de")).reason


@pytest.mark.parametrize(
    ("report", "reason"),
    [
        (Report(id="r", text=""), "nothing to read"),
        (Report(id="r", text=TEXT + "\ud800"), "lone surrogate"),
        (Report(id="r\ud800", text=TEXT), "control characters"),
        (Report(id="r\n", text=TEXT), "control characters"),
        (Report(id="r", text=TEXT, outlet="\ud800"), "lone surrogate"),
        (Report(id="r", text=TEXT + "\x00"), "null characters"),
        (Report(id="r", text=None), "no str"),
        (Report(id=3, text=TEXT), "no str"),
        (Report(id="r", text=TEXT, outlet=5), "no str"),
    ],
)
def test_bad_reports_made_in_python(report, reason):
    assert reason in rejected(report).reason


def test_reports_without_an_id_get_one():
    found = list(ingest([Report(id="", text=TEXT), Report(id="", text=OTHER)]))
    assert [r.id for r in found] == ["report", "report-2"]


def test_duplicate_ids_made_in_python():
    found = list(ingest([Report(id="r", text=TEXT)] * 2 + [Report(id="r", text=OTHER)]))
    assert found[0].id == "r"
    assert "is a duplicate of r: same id, same text" in found[1].reason
    assert "has the id 'r', which r has with another text" in found[2].reason


def test_reading_twice_gives_the_same(tmp_path):
    write(tmp_path / "b.html", f"<html><body><p>{OTHER}</p></body></html>")
    write(tmp_path / "a.txt", TEXT)
    assert list(ingest([tmp_path])) == list(ingest([tmp_path]))
