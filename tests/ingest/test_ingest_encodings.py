"""Bytes to text: told by the bytes, refused where it cannot be told, nothing made up."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from quoth.ingest import ingest
from quoth.ingest.decode import DecodeError, decode
from quoth.records import Rejected, Report

QUOTED = "The mayor’s men said: “No.” Nobody asked them – or the islanders… ‘Why?’ she said.\n"
NAMES = "José Muñoz met Zoë Brontë at a café in São Paulo; the façade is naïve. £5, €6.\n"
SLAVIC = "Lech Wałęsa met Miloš Novák and Jiří Dvořák in Kraków. “No,” they said.\n"
FRENCH = (
    "« Où êtes-vous ? » a demandé le maire d’Orléans. Ça ne m’a pas gêné, dit-elle à l’hôtel.\n"
)
RUSSIAN = "Мэр заявил в четверг, что зимой порт закроется. Жителей островов никто не спросил.\n" * 3
MARKED = ["utf-8-sig", "utf-16", "utf-32"]


@pytest.mark.parametrize("encoding", MARKED)
def test_a_byte_order_mark_tells_the_encoding_and_is_no_part_of_the_text(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(QUOTED.encode(encoding))
    (report,) = ingest([path])
    assert (report.text, report.encoding, report.notes) == (QUOTED, encoding, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding):
    decoded = decode(QUOTED.encode(encoding))
    assert (decoded.text, decoded.encoding) == (QUOTED, encoding)
    assert "no byte order mark" in decoded.notes[0]


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (QUOTED, "cp1252", "windows-1252"),
        (NAMES, "cp1252", "windows-1252"),
        (QUOTED + NAMES, "cp1252", "windows-1252"),
        (FRENCH, "cp1252", "windows-1252"),
        ("Only one name, Zoë’s.", "cp1252", "windows-1252"),
        ("The café", "cp1252", "windows-1252"),
        (QUOTED, "mac-roman", "mac-roman"),
        (QUOTED + NAMES, "mac-roman", "mac-roman"),
        (SLAVIC, "cp1250", "windows-1250"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8_r"),
    ],
)
def test_older_encodings_are_told_and_noted(text, encoding, told):
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.encoding == told
    assert decoded.notes == (f"read as {told} (detected: not UTF-8)",)


@pytest.mark.parametrize(
    "data",
    [
        "A naïve plan.".encode("mac-roman"),
        "港の協議は続く。".encode("shift-jis") * 3,
        SLAVIC.encode("iso-8859-2", "ignore"),
    ],
)
def test_what_cannot_be_told_is_refused(data):
    with pytest.raises(DecodeError, match="save it as UTF-8"):
        decode(data)


def test_wrong_encoding_in_a_file_is_noted_in_the_report(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(QUOTED.encode("cp1252"))
    (report,) = ingest([path])
    assert isinstance(report, Report)
    assert report.text == QUOTED
    assert report.encoding == "windows-1252"
    assert report.notes == ("read as windows-1252 (detected: not UTF-8)",)


def test_a_fault_in_utf_8_is_not_read_as_litter():
    data = (QUOTED * 3).encode()
    with pytest.raises(DecodeError, match=r"is UTF-8 with a fault \(byte 0x92 in line 2\)"):
        decode(data[:100] + b"\x92" + data[100:])


def test_a_fault_in_a_page_matters_where_it_is_in_the_article(tmp_path):
    html = f"<html><body><p>{QUOTED}</p><footer>© 2031 The Mail</footer></body></html>".encode()
    path = tmp_path / "a.html"
    path.write_bytes(html.replace(b"2031", b"20\x9231"))
    (report,) = ingest([path])
    assert report.text == QUOTED.strip()
    assert report.notes == ("has bytes that are not UTF-8, none of them in the article",)
    path.write_bytes(html.replace(b"Nobody", b"No\x92body"))
    (result,) = ingest([path])
    assert "is UTF-8 with a fault (byte 0x92 in line 1)" in result.reason


@pytest.mark.parametrize("cut", range(1, 60))
def test_half_a_file_of_utf_8(tmp_path, cut):
    whole = (QUOTED + NAMES).encode()
    data = whole[: len(whole) - cut]
    decoded = decode(data)
    assert decoded.encoding == "utf-8"
    assert (QUOTED + NAMES).startswith(decoded.text)
    lost = len(data) - len(decoded.text.encode())
    assert lost <= 3
    assert bool(decoded.notes) == bool(lost)
    if lost:
        assert "ends in the middle of a character" in decoded.notes[0]


@pytest.mark.parametrize(
    ("data", "text"), [(b"a dash \xe2", "a dash "), (b"the mayor\xe2\x80", "the mayor")]
)
def test_half_a_character_after_nothing_but_ascii(data, text):
    assert decode(data).text == text


def test_half_a_file_of_utf_16_and_32():
    assert decode(QUOTED.encode("utf-16")[:-1]).text == QUOTED[:-1]
    assert decode(QUOTED.encode("utf-32")[:-3]).text == QUOTED[:-1]
    with pytest.raises(DecodeError, match="begins with the mark of UTF-16"):
        decode(b"\xff\xfea\x00\x00\xdc" + QUOTED.encode("utf-16-le"))


def test_replacement_characters_are_kept_and_noted():
    decoded = decode("The mayor�s men said so.".encode())
    assert "�" in decoded.text
    assert "1 replacement characters" in decoded.notes[0]


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)),
        b"\x00" * 50,
        b"a\x00b",
        b"\x01\x02\x03\x04abc",
        bytes(range(128, 256)) * 3,
        gzip.compress(b"The mayor said so." * 50, mtime=0),
    ],
)
def test_binary_is_refused(data):
    with pytest.raises(DecodeError):
        decode(data)


def test_a_form_feed_or_two_make_no_binary():
    text = "The mayor said so.\x0c\nPage 2\x0b\x1b[0m\x85\n"
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("head", "encoding", "told"),
    [
        ('<meta charset="windows-1252">', "cp1252", "windows-1252"),
        ("<meta charset=iso-8859-1>", "cp1252", "windows-1252"),
        ('<META content="text/html; charset=ISO-8859-2">', "iso-8859-2", "iso-8859-2"),
        ('<meta charset="macintosh">', "mac-roman", "mac-roman"),
        ('<meta charset="gbk">', "gbk", "gbk"),
    ],
)  # fmt: skip
def test_a_page_may_declare_its_encoding(head, encoding, told):
    text = f"<html><head>{head}</head><body>Café de la Paix</body></html>"
    decoded = decode(text.encode(encoding, "ignore"), page=True)
    assert decoded.encoding == told or encoding == "gbk"
    if encoding != "gbk":
        assert decoded.text == text.encode(encoding, "ignore").decode(encoding)
        assert "declared by the page" in decoded.notes[0]


@pytest.mark.parametrize(
    "label", ["utf-8", "hex", "rot13", "zlib", "utf-7", "idna", "nonsense", "unicode_escape", ""]
)
def test_a_wrong_or_odd_declaration_is_passed_over(label):
    text = f'<html><head><meta charset="{label}"></head><body>The café’s men</body></html>'
    decoded = decode(text.encode("cp1252"), page=True)
    assert decoded.text == text
    assert "detected" in decoded.notes[0]
    assert decode(text.encode(), page=True).encoding == "utf-8"


def test_single_null_bytes_in_a_page_are_left_out(tmp_path):
    path = tmp_path / "a.html"
    sentence = "The ferry to Osk will not sail this winter, its operator said. "
    path.write_bytes(
        f"<html><body><p>{sentence * 4}</p></body></html>".encode().replace(
            b"ferry", b"fe\x00rry", 1
        )
    )
    (report,) = ingest([path])
    assert report.text == (sentence * 4).strip()


CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman"])
def test_real_reports_in_older_encodings(encoding):
    path = CORPORA / "polnear" / "train.jsonl.gz"
    if not path.exists():
        pytest.skip("needs ../shared/corpora/polnear")
    right = wrong = refused = 0
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            text = json.loads(line)["text"]
            try:
                data = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            # What was already litter ("GuantÃ¡namo") is UTF-8 again by chance.
            if data.isascii() or "Ã" in text:
                continue
            try:
                same = decode(data).text == text
            except DecodeError:
                refused += 1
            else:
                right, wrong = right + same, wrong + (not same)
    assert right > 0.97 * (right + wrong + refused)
    assert wrong <= 0.005 * right


def test_a_report_is_never_given_with_characters_made_up(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("港の協議は来週も続く。".encode("shift-jis") * 5 + b" said")
    (result,) = ingest([path])
    assert isinstance(result, Rejected)
