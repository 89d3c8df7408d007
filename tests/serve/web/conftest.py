from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from benchmarks.archive_reports import plain_forming, prepared
from starlette.testclient import TestClient
from tests import invented

from quoth.archive import Archive
from quoth.records import Report, Sentence, Span
from quoth.serve.web import SiteOptions, site

HOSTILE = "<script>alert(1)</script>"
BASE = "http://127.0.0.1"


def hostile() -> Report:
    """A report whose every field tries to be more than text."""
    text = f"{HOSTILE} \"quoted\" 'single' & {{{{ 7 * 7 }}}} <img src=x onerror=alert(2)>"
    return Report(
        'evil"><svg onload=alert(3)>', text, f"Outlet {HOSTILE}", "2031-03-05\"><b>",
        f"Title {HOSTILE}\u202e", '"><i>', "javascript:alert(4)", notes=(HOSTILE,),
        sentences=(Sentence(Span(0, len(text)), 0),),
    )  # fmt: skip


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """The files of an archive: a compared story, one of many generated reports, a hostile one."""
    path = tmp_path_factory.mktemp("web") / "news.duckdb"
    times = iter(datetime(2031, 4, 1, 8, minute) for minute in range(60))
    with Archive(path, forming=plain_forming(), clock=lambda: next(times)) as archive:
        archive.add(*prepared(16, sentences=6))
        archive.add(*(replace(r, title=None) for r in made()[1:]), made()[0], hostile())
        archive.merge(*(report.id for report in made()), maker="the maker")
        archive.keep_comparison(made()[0].id, invented.made_comparison())
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def made() -> tuple[Report, ...]:
    return invented.made_comparison().reports


@pytest.fixture
def path(tmp_path, template):
    for name, data in template.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path / "news.duckdb"


@pytest.fixture
def client(path):
    """Return a function that opens the site with options; it is closed at the end."""
    opened = []

    def open_site(file=path, **options):
        application = site(file, options=SiteOptions(secret="secret", **options))
        application.state.desk.make_reader = lambda: pytest.fail("models were asked for")
        made = TestClient(application, base_url=BASE, follow_redirects=False)
        opened.append(made)
        return made.__enter__()

    yield open_site
    for one in opened:
        one.__exit__(None, None, None)
