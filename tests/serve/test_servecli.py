"""`quoth serve`: what is refused in one line, who may ask, and that it serves and ends."""

from __future__ import annotations

import socket
import threading
import urllib.request
from contextlib import ExitStack

import pytest
from benchmarks.archive_reports import plain_forming, prepared
from tests.serve.running import quoth

from quoth.archive import Archive
from quoth.serve import servecli


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "news.duckdb"
    with Archive(path, forming=plain_forming()) as opened:
        opened.add(*prepared(4, sentences=3))
    return path


def test_a_port_that_is_taken_is_told_in_a_line(archive):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = quoth("serve", "--archive", archive, "--port", port)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert f"port {port} at 127.0.0.1: is taken" in result.stderr


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (("--token", "short"), "--token is too short"),
        (("--host", "192.0.2.1"), "192.0.2.1"),
        (("--host", "no such host"), "is no address of this machine"),
        (("--archive", "nowhere.duckdb"), "there is no such archive"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(options, line):
    result = quoth("serve", "--port", 0, *options)
    assert result.exit_code == 2
    assert line in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.fixture
def ran(monkeypatch):
    """Return with which options and address the site was run; nothing is served."""
    found = []
    monkeypatch.setattr(servecli, "_run", lambda *given: found.append(given))
    return found


def test_this_machine_alone_needs_no_token(archive, ran):
    assert quoth("serve", "--archive", archive, "--port", 0).exit_code == 0
    (_, _, address, file, options, browser) = ran[0]
    assert file == archive
    assert address.startswith("http://127.0.0.1:")
    assert "token" not in address
    assert options.token is None
    assert options.hosts == ("127.0.0.1", "localhost", "::1", "127.0.0.1")
    assert not browser
    assert not options.read_only


def test_elsewhere_a_token_is_made_or_given(archive, ran):
    assert quoth("serve", "--archive", archive, "--port", 0, "--host", "0.0.0.0").exit_code == 0
    address, options = ran[0][2], ran[0][4]
    assert len(options.token) > 20
    assert address.endswith(f"/?token={options.token}")
    assert options.hosts == ()
    assert options.who == ""
    given = ("--token", "a-token-of-mine", "--read-only", "--open")
    quoth("serve", "--archive", archive, "--port", 0, *given)
    assert ran[1][4].token == "a-token-of-mine"
    assert ran[1][4].read_only
    assert ran[1][5]
    assert ran[1][4].hosts  # a name of this machine is still wanted


def test_it_serves_and_ends(archive, capsys):
    from quoth.serve.web import SiteOptions, site

    options = SiteOptions()
    with ExitStack() as stack:
        listening = stack.enter_context(servecli._listening("127.0.0.1", 0))
        port = listening.getsockname()[1]
        address = servecli._address("127.0.0.1", port, None)
        got = []

        def ask():
            with urllib.request.urlopen(address, timeout=20) as answer:
                got.append(answer.read())
            server[0].should_exit = True

        import uvicorn

        server = []
        init = uvicorn.Server.__init__
        stack.callback(setattr, uvicorn.Server, "__init__", init)

        def remembered(self, *args):
            server.append(self)
            init(self, *args)

        uvicorn.Server.__init__ = remembered
        asking = threading.Thread(target=ask)
        asking.start()  # the socket listens already: the answer comes once the site is there
        servecli._run(site(archive, options=options), listening, address, archive, options, False)
        asking.join()
    assert b"Stories" in got[0]
    assert capsys.readouterr().out == f"{archive} at {address} (Ctrl-C ends it)\n"


def test_the_invented_reports_are_those_of_the_examples(four):
    import json
    from importlib import resources

    lines = (resources.files("quoth.serve.web") / "invented.jsonl").read_text("utf-8")
    reports = {line["id"]: line for line in map(json.loads, lines.splitlines())}
    text = next(path for path in four if path.name == "coast-courier.txt").read_text("utf-8")
    assert reports["coast-courier"]["text"].strip() == text.strip()
    assert len(reports) == 5
    assert all(report["statements"] for report in reports.values())
