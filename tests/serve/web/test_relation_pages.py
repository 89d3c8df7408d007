"""The pages of relations, actors and outlets, of hand-made archives."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import replace

import pytest
from starlette.testclient import TestClient
from tests.relate.test_relations_on_paper import filled
from tests.serve.web.conftest import BASE, HOSTILE
from tests.serve.web.test_pages import elements, page

from quoth.relate import Pair, RelateOptions, relate
from quoth.serve.web import SiteOptions, site
from quoth.serve.web.relationnetwork import network
from quoth.serve.web.relationpicture import square, timeline


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    """The site over the archive whose relations are worked out on paper."""
    path = tmp_path_factory.mktemp("web") / "news.duckdb"
    filled(path).close()
    application = site(path, options=SiteOptions(secret="secret"))
    application.state.desk.make_reader = lambda: pytest.fail("models were asked for")
    with TestClient(application, base_url=BASE, follow_redirects=False) as client:
        yield client


def test_all_pairs_as_a_square_and_a_table(paper):
    answer = page(paper, "/relations?all=1")
    assert '<a href="/relations/FIN/SWE">Finland and Sweden</a>' in answer.text
    assert 'aria-label="Finland and Sweden: cooperation 14, conflict −9.8, 3 events' in answer.text
    assert answer.text.count('class="cell"') == 2
    # The last 90 days, from March 23rd on: the talks and the arrest are before that.
    recent = page(paper, "/relations").text
    assert "from 23 March 2031" in recent
    assert '>Finland and Sweden</a></th><td class="number">1</td>' in recent
    assert "Norway and Sweden" in page(paper, "/relations?of=nor&all=1").text
    nothing = page(paper, "/relations?since=2040-01-01").text
    assert "Nothing is told as done" in nothing


def test_a_pair_over_time(paper):
    answer = page(paper, "/relations/SWE/FIN?step=month")
    text = answer.text
    assert "<h1>" in text
    assert "1 March 2031 to 30 June 2031 · 3 events" in text
    # Four months: bars, and May in which nothing came out.
    first = text.split("</svg>")[3]
    assert "2031-05-01: no report came out" in first
    assert first.count('class="unknown"') == 1
    assert first.count('class="conflict deeds"') == 1
    assert first.count('class="cooperation words"') == 1
    # Events lead to their marks in the reports, origins to theirs.
    assert 'href="/reports/a1#at-e0">Halmora held the crew of a boat from Veskaria</a>' in text
    assert 'href="/reports/a2#at-e0" title="both have it from TASS"' in text
    assert page(paper, "/reports/a1").text.count('id="at-e0"') == 1
    # Beside it what is only said, denied, planned; and who tells it.
    assert "Beside it: told, but not as asserted" in text
    assert re.search(r'<span class="status">denied</span> <a href="/actors/Halmora">', text)
    assert "<h3>Russia</h3>" in text
    assert "Outlets whose country is not known" in text


@pytest.mark.parametrize("step", ["day", "week", "quarter", "year"])
def test_other_steps(paper, step):
    assert (
        f'<option value="{step}" selected>'
        in page(paper, f"/relations/SWE/FIN?step={step}&status=said").text
    )


@pytest.mark.parametrize(
    ("address", "status", "line"),
    [
        ("/relations/SWE/Nobody", 400, "nobody of this name acts"),
        ("/relations/SWE/SWE", 400, "are the same"),
        ("/relations/SWE/FIN?step=hour", 400, "is no step"),
        ("/relations/SWE/FIN?since=soon", 400, "is no date"),
        ("/relations/of?first=SWE", 400, "Two actors are wanted"),
        ("/actors/Nobody Atall", 404, "Nobody here is called"),
        ("/outlets/None Such", 404, "There is no report of"),
    ],
)
def test_what_is_not_there(paper, address, status, line):
    assert line in page(paper, address, status).text


def test_two_names_lead_to_their_page(paper):
    answer = paper.get("/relations/of?first=Ilena+Dorvas&second=A/B")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/relations/Ilena%20Dorvas/A%2FB"


def test_a_relation_as_a_file(paper):
    data = json.loads(page(paper, "/relations/SWE/FIN/data.json?since=2031-03&step=month").text)
    assert data["series"][0]["periods"][0]["conflict"]["score"] == -9.8
    table = page(paper, "/relations/SWE/FIN/data.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert table.text.startswith("first,second,direction")


def test_an_actor(client):
    answer = page(client(), "/actors/Per Lindqvist")
    assert "What Per Lindqvist said" in answer.text
    assert 'href="/reports/wire#at-s1"' in answer.text
    assert 'href="/outlets/Northern%20Wire"' in answer.text
    assert page(client(), "/actors/lindqvist").text.count("Per Lindqvist") > 1
    country = page(client(), "/actors/SWE").text
    assert "everybody of SWE" in country
    assert "relations of Sweden" in country


def test_actors(client):
    opened = client()
    assert 'href="/actors/Per%20Lindqvist"' in page(opened, "/actors?q=lindq").text
    assert "Nobody is called so here" in page(opened, "/actors?q=zzz").text
    assert page(opened, "/actors?page=2").status_code == 200


def test_outlets(client):
    opened = client()
    text = page(opened, "/outlets").text
    assert "no score of trust" in text
    assert '<a href="/outlets/Northern%20Wire">' in text
    wire = page(opened, "/outlets/Northern Wire").text
    assert "Agencies and outlets that it relays" in wire
    # What two independent origins tell in its story, and it does not.
    assert "What it leaves out" in wire
    daily = page(opened, "/outlets/Valmora Daily <News>").text
    assert "Valmora Daily &lt;News&gt;" in daily


@pytest.mark.parametrize("address", ["/outlets", "/actors", "/relations?all=1"])
def test_hostile_reports_are_only_text(client, address):
    answer = page(client(), address)
    assert HOSTILE not in answer.text
    assert not [tag for tag, _ in elements(answer) if tag == "img"]
    assert all("style" not in attributes for _, attributes in elements(answer))
    assert [a.get("src") for t, a in elements(answer) if t == "script"] == [
        next(a["src"] for t, a in elements(answer) if t == "script")
    ]


def test_an_empty_archive(client, tmp_path):
    from quoth.archive import Archive

    path = tmp_path / "empty.duckdb"
    Archive(path).close()
    opened = client(path)
    for address in ("/relations", "/actors", "/outlets"):
        assert "Nothing is kept here yet" in page(opened, address).text


def test_a_timeline_of_nothing():
    from tests.relate.telling import FIRST, SECOND

    from quoth.annotate.plover import QUAD_CLASSES

    options = RelateOptions(since="2031-01-01", until="2031-12-31")
    empty = relate([], [], first=FIRST, second=SECOND, quads=QUAD_CLASSES, options=options)
    drawn = timeline(empty.series[0], "month")
    assert len(drawn.columns) == 12
    assert all(column.blank for column in drawn.columns)
    none = relate([], [], first=FIRST, second=SECOND, quads=QUAD_CLASSES)
    assert timeline(none.series[0], "month").columns == ()


def test_the_square_has_the_most_active_countries():
    pairs = [Pair("FRA", "RUS", 3, 5, 3.0, 4.0, -9.0, 1, 0, 1, 1, -1.0, "2031-03-02"),
             Pair("KOR", "RUS", 1, 1, 1.0, 0.0, -1.0, 0, 0, 1, 0, -1.0, "2031-03-02")]  # fmt: skip
    drawn = square(pairs, most=2)
    assert [code for code, _ in drawn.names] == ["RUS", "FRA"]
    (cell,) = drawn.cells
    assert cell.up < cell.down


@pytest.mark.parametrize("patience", [0.0, 30.0])
def test_a_page_is_the_same_whole_or_begun(paper, monkeypatch, patience):
    from quoth.serve.web import look

    monkeypatch.setattr(look, "_PATIENCE_S", patience)
    for address in ("/relations?all=1", "/relations/SWE/FIN?step=year"):
        paper.app.state.desk._reckoned.forget()
        answer = page(paper, address)
        assert ("etag" in answer.headers) is (patience > 0)
        assert "begun" not in answer.text
        assert '"number">3</td>' in answer.text or "3 events" in answer.text
        assert answer.text.rstrip().endswith("</html>")
        # The second time it is there, and comes whole whatever the patience.
        assert "etag" in page(paper, address).headers


def test_what_goes_wrong_after_the_head_is_told_on_the_page(paper, monkeypatch):
    from concurrent.futures import Future

    from quoth.errors import QueryError
    from quoth.serve.web import look

    def slow(*names, **asked):
        later = Future()
        told = QueryError("more steps than fit")
        threading.Timer(0.1, later.set_exception, [told]).start()
        return later

    monkeypatch.setattr(look, "_PATIENCE_S", 0.0)
    monkeypatch.setattr(paper.app.state.desk, "relations", slow)
    for address in ("/relations", "/relations/SWE/FIN"):
        assert "more steps than fit" in page(paper, address).text


def test_what_is_reckoned_is_kept_until_something_changes(paper):
    desk = paper.app.state.desk
    first = desk.relations("SWE", "FIN")
    assert desk.relations("SWE", "FIN") is first
    assert desk.relations("SWE", "FIN", step="day") is not first
    first.result()
    with desk.writing() as archive:
        report = archive.report("a1")
        archive.add(replace(report, text=report.text + " More was said later.", url=None))
    assert desk.relations("SWE", "FIN") is not first


def _between(first: str, second: str, *, origins: int, good: float, bad: float) -> Pair:
    return Pair(
        first, second, 1, origins, 1.0, good, bad, 1, 0, 0, 0, score=0.0, last="2031-03-02",
        by_step=(),
    )  # fmt: skip


def test_all_pairs_as_a_network(paper):
    text = page(paper, "/relations?all=1").text
    drawn = text.split('class="network-picture"')[1].split("</svg>")[0]
    # Finland and Sweden cooperate and quarrel, Norway and Sweden only quarrel.
    assert drawn.count("<circle") == 3
    assert drawn.count('class="tie cooperation"') == 1
    assert drawn.count('class="tie conflict"') == 2
    assert 'href="/relations/FIN/SWE"' in drawn
    assert 'href="/relations?of=SWE"' in drawn
    # Of one country the square would be a column: the network is enough.
    own = page(paper, "/relations?of=NOR&all=1").text
    assert "network-picture" in own
    assert "square-picture" not in own


def test_a_network_leaves_out_what_is_beyond_its_countries_and_ties():
    pairs = [
        _between("AAA", "BBB", origins=9, good=9.0, bad=-1.0),
        _between("BBB", "CCC", origins=5, good=0.0, bad=-4.0),
        _between("AAA", "CCC", origins=4, good=1.0, bad=0.0),
        _between("CCC", "DDD", origins=1, good=1.0, bad=0.0),
    ]
    drawn = network(pairs, most=3, most_ties=2)
    assert {(t.first, t.second) for t in drawn.ties} == {("AAA", "BBB"), ("BBB", "CCC")}
    assert {node.code for node in drawn.nodes} == {"AAA", "BBB", "CCC"}
    # The strongest tie comes last, so that it lies above the others; its width is the greatest.
    last = drawn.ties[-1]
    assert [curve.kind for curve in last.curves] == ["cooperation", "conflict"]
    assert last.curves[0].width > last.curves[1].width > 1
    assert all(0 < n.x < drawn.width and 0 < n.y < drawn.height for n in drawn.nodes)


def test_a_network_of_two_and_of_none_can_be_drawn():
    two = network([_between("AAA", "BBB", origins=1, good=1.0, bad=-1.0)], most=9, most_ties=9)
    first, second = (curve.path for curve in two.ties[0].curves)
    assert first != second  # opposite each other the two still lie apart
    assert network([], most=9, most_ties=9).nodes == ()
