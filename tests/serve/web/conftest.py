from __future__ import annotations

import contextlib
from datetime import datetime

import pytest
from benchmarks.archive_reports import plain_forming, prepared
from starlette.testclient import TestClient
from tests import invented

from quoth.archive import Archive
from quoth.errors import ModelError
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
        archive.add(*made(), hostile())
        archive.merge(*(archive.story(report.id).id for report in made()), maker="the maker")
        archive.keep_comparison(made()[0].id, invented.made_comparison())
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def made() -> tuple[Report, ...]:
    return invented.made_comparison().reports


@pytest.fixture
def path(tmp_path, template):
    for name, data in template.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path / "news.duckdb"


def no_reader():
    """Stand for what compares, which takes models: the page says that it failed."""
    raise ModelError("no models here")


def opened_site(file, **options):
    """The site over an archive, as a client that asks it; comparing would fail."""
    application = site(file, options=SiteOptions(secret="secret", **options))
    application.state.desk.make_reader = no_reader
    return TestClient(application, base_url=BASE, follow_redirects=False)


@pytest.fixture
def client(path):
    """Return a function that opens the site with options; it is closed at the end."""
    with contextlib.ExitStack() as stack:
        yield lambda file=path, **options: stack.enter_context(opened_site(file, **options))


@pytest.fixture(scope="session")
def shop(template, tmp_path_factory):
    """The site for tests that change nothing: opening one takes half a second."""
    folder = tmp_path_factory.mktemp("shop")
    for name, data in template.items():
        (folder / name).write_bytes(data)
    with opened_site(folder / "news.duckdb") as client:
        yield client
