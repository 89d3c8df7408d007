"""Pages over HTTPS, from a server whose certificate is made here."""

from __future__ import annotations

import pytest
from tests.ingest.certificates import certificate
from tests.ingest.server import FakeClock, article, options, serving

from quoth.ingest import ingest
from quoth.records import Rejected


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("certificates")


def read(server, **fetch):
    return list(ingest([server.at("/a")], options=options(**fetch), clock=FakeClock()))


def test_a_page_over_https(folder):
    made = certificate(folder / "good.pem")
    with serving(made) as server:
        server.give("/a", article("Harbour to close"))
        (report,) = read(server, ca_file=made)
        assert report.url == server.at("/a")
        assert "The harbour of Halven will close" in report.text


@pytest.mark.parametrize(
    ("options_", "said"),
    [
        ({}, "self-signed certificate"),
        ({"name": "127.0.0.2"}, "ip address mismatch"),
        ({"days": -1}, "certificate has expired"),
    ],
)
def test_a_bad_certificate_is_one_line(folder, options_, said):
    made = certificate(folder / f"{said[:3]}.pem", **options_)
    with serving(made) as server:
        server.give("/a", article())
        trusted = {"ca_file": made} if options_ else {}
        (rejected,) = read(server, **trusted)
        assert isinstance(rejected, Rejected)
        assert "\n" not in rejected.reason
        assert rejected.reason.startswith(f"has a certificate that cannot be trusted ({said}")
        assert "certificates of your own go into ca_file" in rejected.reason
        assert server.asked == []
