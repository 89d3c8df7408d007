"""`quoth watch`: what it prints, its forms and outputs, what goes wrong, and stopping."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace
from xml.etree import ElementTree

import jsonschema
import pytest
from rich.console import Console
from tests.ingest.server import options, serving
from tests.keeping.claiming import ClaimReader, Site
from tests.serve.running import quoth

from quoth.archive import Archive
from quoth.config import ReaderOptions
from quoth.errors import QuothError
from quoth.forms import jsonform
from quoth.serve import steps
from quoth.serve.watchcli import duration
from quoth.serve.watchtable import show_matches
from quoth.watch import Match, NewsItem

STORM = "The storm hit Valmora on Friday. Roofs flew over Valmora that night."
TITLE = "Storm over Valmora"


@pytest.fixture
def server():
    with serving() as told:
        yield told


@pytest.fixture
def path(tmp_path, monkeypatch):
    file = tmp_path / "news.duckdb"
    monkeypatch.setenv("QUOTH_ARCHIVE", str(file))
    monkeypatch.delenv("COLUMNS", raising=False)
    return file


@pytest.fixture
def reader(monkeypatch):
    fake = ClaimReader(options=ReaderOptions(ingest=options()))
    monkeypatch.setattr(steps, "make_reader", lambda **_: fake)
    return fake


@pytest.fixture
def feeds(server):
    """Two feeds, each with a report of one story."""
    site = Site(server)
    site.publish("post", "a", STORM, title=TITLE)
    site.publish("wire", "a", "In brief.", STORM, "It took 3 roofs.", title=TITLE)
    return site.feed("post"), site.feed("wire")


def lines(text):
    return text.splitlines()


def test_what_an_editor_reads(path, reader, feeds, server):
    result = quoth("watch", *feeds, "--once", "--width", "80")
    assert result.exit_code == 0
    blank, head, told, lead, where = lines(result.stdout)
    assert blank == ""
    assert head[5:].startswith(f"  {TITLE}  s")
    assert told == "   + new story, 2 outlets: post and wire"
    assert lead == "     The storm hit Valmora on Friday."
    assert where == f"     {server.at('/post/a')}"
    assert lines(result.stderr) == [f"quoth: note: {path}: a new archive", "quoth: note: 2 new"]
    again = quoth("watch", *feeds, "--once")
    assert (again.stdout, again.stderr, again.exit_code) == ("", "", 0)


def test_lines_of_json(path, reader, feeds):
    result = quoth("watch", *feeds, "--once", "-f", "jsonl")
    (row,) = [json.loads(line) for line in lines(result.stdout)]
    jsonschema.validate(row, jsonform.schema("watch"), cls=jsonschema.Draft202012Validator)
    assert (row["rule"], row["kind"], row["outlets"]) == ("new stories", "story", ["post", "wire"])


def test_a_file_of_feeds_an_atom_file_and_a_signed_message(
    path, reader, feeds, server, tmp_path, monkeypatch
):
    listed = tmp_path / "feeds.opml"
    outlines = "".join(f"<outline xmlUrl='{feed}'/>" for feed in feeds)
    listed.write_text(f"<opml version='2.0'><body>{outlines}</body></opml>", "utf-8")
    server.give("/hook", "ok")
    monkeypatch.setenv("QUOTH_WEBHOOK_SECRET", "s")
    atom = tmp_path / "new.atom"
    result = quoth("watch", listed, "--once", "--atom", atom, "--webhook", server.at("/hook"))
    assert result.exit_code == 0
    assert len(ElementTree.parse(atom).findall("{http://www.w3.org/2005/Atom}entry")) == 1
    (body,) = server.bodies
    assert len(json.loads(body)["matches"]) == 1
    headers = next(headers for asked, headers in server.asked if asked == "/hook")
    assert headers["x-quoth-signature"].startswith("sha256=")
    assert server.at("/hook") not in path.read_bytes().decode("latin-1")  # it may hold a secret


def test_rules_of_the_user(path, reader, feeds, tmp_path):
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rule]]\nname = "roofs"\non = "statement"\nabout = ["roofs"]\n', "utf-8")
    result = quoth("watch", *feeds, "--once", "--rules", rules)
    assert "[roofs]" in result.stdout
    assert "“ somebody unnamed (indirect): Roofs flew over Valmora that night." in result.stdout
    assert "new story" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--rules", "RULES"], "RULES: rule 1 (“x”): “abot” is not known; did you mean “about”?"),
        (["--rules", "gone.toml"], "gone.toml cannot be read (no such file or directory)"),
        (["--every", "soon"], "--every soon: is no time; write 90s, 10m or 2h"),
        (["--every", "1s"], "--every 1s: has to be between 10s and 7d"),
        (["--webhook", "paper.example"], "paper.example: is no address of the web"),
        (["--atom", "MINE"], "MINE is no feed that Quoth wrote: give another file, or move it"),
    ],
)  # fmt: skip
def test_mistakes_are_one_line_before_anything_is_done(path, reader, tmp_path, arguments, line):
    rules, mine = tmp_path / "rules.toml", tmp_path / "mine.txt"
    rules.write_text('[[rule]]\nname = "x"\non = "story"\nabot = ["y"]\n', "utf-8")
    mine.write_text("my notes", "utf-8")
    named = {"RULES": str(rules), "MINE": str(mine)}
    result = quoth("watch", "x.xml", "--once", *(named.get(a, a) for a in arguments))
    assert result.exit_code == 2
    (told,) = lines(result.stderr)
    for name, file in named.items():
        line = line.replace(name, file)
    assert told.startswith(f"quoth: {line}")
    assert not path.exists()
    assert mine.read_text("utf-8") == "my notes"


def test_a_broken_feed_is_one_line(path, reader, feeds, server):
    result = quoth("watch", server.at("/gone.xml"), *feeds, "--once")
    assert result.exit_code == 0
    assert "new story" in result.stdout
    broken = [line for line in lines(result.stderr) if "gone.xml" in line]
    assert len(broken) == 1
    assert "is not there (404): check the address; asked again in 2" in broken[0]


def test_where_no_feed_can_be_read_it_says_so_and_ends_with_2(path, reader, server):
    result = quoth("watch", server.at("/gone.xml"), "--once")
    assert result.exit_code == 2
    assert lines(result.stderr)[-1] == "quoth: none of the feeds could be read"


def test_ctrl_c_ends_it_and_it_goes_on_from_there(path, feeds, monkeypatch):
    interrupted = ClaimReader(options=ReaderOptions(ingest=options()), interrupt_at=1)
    monkeypatch.setattr(steps, "make_reader", lambda **_: interrupted)
    before = signal.getsignal(signal.SIGINT)
    result = quoth("watch", *feeds)
    assert result.exit_code == 0
    assert lines(result.stderr)[-3:] == [
        "quoth: ends after the report in hand; Ctrl-C again stops at once",
        "quoth: note: 1 new",
        "quoth: stopped; the same command goes on from there",
    ]
    assert signal.getsignal(signal.SIGINT) is before
    with Archive(path, read_only=True) as archive:
        assert len(archive.reports()) == 1
    interrupted.interrupt_at = None
    assert "new story, 2 outlets" in quoth("watch", *feeds, "--once").stdout


def test_it_waits_for_an_archive_that_another_program_writes_to(path, reader, feeds, monkeypatch):
    from quoth.serve import watchdoor

    other = Archive(path)
    monkeypatch.setattr(watchdoor.time, "sleep", lambda _: other.close())
    result = quoth("watch", *feeds, "--once")
    assert result.exit_code == 0
    assert f"quoth: note: waiting: {path}: is being written to by process {os.getpid()}" in (
        result.stderr
    )
    assert "new story" in result.stdout


def test_times():
    assert [duration(t) for t in ("90s", "10m", "2 h", "1d", "5")] == [90, 600, 7200, 86400, 300]
    with pytest.raises(QuothError, match="is no time"):
        duration("-5m")


def shown(*news, rule="support"):
    console = Console(width=60, file=None, highlight=False, color_system=None)
    with console.capture() as capture:
        show_matches(console, [Match(rule, one) for one in news])
    return [line.rstrip() for line in capture.get().split("\n")]


def claim(number, before, now, note="now also Post"):
    return NewsItem(
        "claim", f"n{number}", "s1", title=TITLE, text=f"Claim {number}.", note=note,
        support=now, before=before, at="2026-04-28T10:00:00+00:00",
    )  # fmt: skip


def test_claims_that_change_together_stand_together():
    found = shown(*(claim(n, 2, 3) for n in range(10)), claim(11, 3, 1, "no longer Wire"))
    assert found[1].endswith(f"{TITLE}  s1")
    assert found[1].startswith("2026-04-28 ")
    assert found[2:5] == [
        "   ↑ 10 claims gain support: now also Post",
        "     2 → 3  Claim 0.",
        "     2 → 3  Claim 1.",
    ]
    assert found[11:14] == [
        "     and 2 more: quoth story s1",
        "   ↓ 1 claim loses support: no longer Wire",
        "     3 → 1  Claim 11.",
    ]


def test_a_long_claim_hangs_under_itself():
    long = replace(claim(1, 2, 3), text="word " * 20)
    assert shown(long)[3:5] == [
        "     2 → 3  word word word word word word word word word",
        "            word word word word word word word word word",
    ]


def test_hostile_words_reach_no_terminal_and_long_ones_wrap():
    bad = NewsItem(
        "contradiction", "n", "s\x1b[31m", title="a\x1b]0;x\x07", text="b\nc\u202e " * 20
    )
    found = shown(bad, rule="mine\x1b")
    assert not any(ord(c) < 32 or c == "\u202e" for line in found for c in line)
    assert all(len(line) <= 60 for line in found)
    assert "[mine\ufffd]" in found[1]
