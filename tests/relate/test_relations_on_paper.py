"""Relations of a hand-made archive, against figures that are worked out in the comments.

Halmora borrows the code of SWE, Veskaria that of FIN, Corvia that of NOR. Scores are PLOVER's:
COERCE arrest -7, CONSULT 2.5, AID 10, ASSAULT -9, THREATEN -3.5, ACCUSE -2.
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from benchmarks.archive_reports import plain_forming
from tests.relate.world import Deed, report

from quoth.archive import Archive
from quoth.errors import QueryError

ARREST = Deed(
    "Halmora", "held the crew of a boat from", "Veskaria", "COERCE", "arrest", date="2031-03-02"
)


def reports():
    return [
        # March, story 1. The Post tells it itself; the Courier and the Star relay TASS.
        report("a1", "The Harbour Post", "2031-03-03", ARREST, head="One. "),
        report(
            "a2", "Delta Courier", "2031-03-03", replace(ARREST, relay="TASS", confidence=0.6),
            head="Two. ",
        ),
        report(
            "a3", "Evening Star of Delta", "2031-03-04",
            replace(ARREST, relay="TASS", confidence=0.5, date=None), head="Three. ",
        ),
        # March, story 2: talks, told of both and of one; and what a minister says Halmora did.
        report(
            "b1", "Corvian Times", "2031-03-10",
            Deed("Halmora+Veskaria", "met for talks", "", "CONSULT", date="2031-03-10",
                 confidence=0.9),
            Deed("Halmora", "fired at a boat of", "Veskaria", "ASSAULT", by="Joris Tamm"),
            head="Four. ",
        ),
        report(
            "b2", "Fjord Gazette", "2031-03-11",
            Deed("Veskaria", "held talks with", "Halmora", "CONSULT", confidence=0.7),
            head="Five. ",
        ),
        # April: nothing is done; what is denied, planned and long past stands beside.
        report(
            "c1", "Corvian Times", "2031-04-05",
            Deed("Halmora", "fired at a boat of", "Veskaria", "ASSAULT", by="Ilena Dorvas",
                 stance="denies"),
            Deed("Halmora", "will meet", "Veskaria", "CONSULT", status="future",
                 date="2031-04-20"),
            Deed("Veskaria", "attacked", "Halmora", "ASSAULT", status="historical"),
            Deed("Veskaria", "did not threaten", "Halmora", "THREATEN", status="negated"),
            Deed("Veskaria", "may threaten", "Halmora", "THREATEN", status="hypothetical"),
            head="Six. ",
        ),
        # May: no report came out at all. June: help, in a month that is all that is told.
        report(
            "d1", "Corvian Times", "2031-06-20",
            Deed("Veskaria", "gave medicine to", "Halmora", "AID", date="2031-06-01/2031-06-30",
                 precision="month", confidence=1.0),
            Deed("Corvia", "accused", "Halmora", "ACCUSE", confidence=0.5),
            head="Seven. ",
        ),
    ]  # fmt: skip


def filled(path, more=()):
    with Archive(path, forming=plain_forming()) as archive:
        archive.add(*reports(), *more)
        archive.merge("a1", "a2")
        archive.merge("a1", "a3")
        archive.merge("b1", "b2")
    return Archive(path, read_only=True)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with filled(tmp_path_factory.mktemp("relations") / "news.duckdb") as opened:
        yield opened


@pytest.fixture
def relation(archive):
    return archive.relations("SWE", "FIN")


def test_the_steps_and_what_came_out(relation):
    (series,) = relation.series
    assert [p.start for p in series.periods] == [
        "2031-03-01", "2031-04-01", "2031-05-01", "2031-06-01",
    ]  # fmt: skip
    assert [p.end for p in series.periods][1] == "2031-04-30"
    # March a1 a2 a3 b1 b2; April c1; June d1. Two texts of the Corvian Times are one outlet.
    assert [(p.texts, p.outlets) for p in series.periods] == [(5, 5), (1, 1), (0, 0), (1, 1)]
    assert [p.covered for p in series.periods] == [True, True, False, True]


def test_march_conflict(relation):
    march = relation.series[0].periods[0].conflict
    # One arrest, of two origins: the Post at 0.8, TASS at 0.6 (the surer of two that relay it).
    assert (march.events, march.origins) == (1, 2)
    # It happened as coded with 1 - 0.2 * 0.4.
    assert march.expected == pytest.approx(0.92)
    # -7 * 0.8 + -7 * 0.6
    assert march.score == pytest.approx(-9.8)
    # None right 0.08, one 0.32 + 0.12, both 0.48: from the 5% point, -14, to the 95% point, 0.
    assert (march.score_low, march.score_high) == (-14.0, 0.0)
    # No event has 0.08, more than 0.05.
    assert (march.low, march.high) == (0, 1)
    # To 100 texts of five that came out: 0.92 / 5 * 100; wide, as five are few.
    assert march.rate == pytest.approx(18.4)
    assert march.rate_low < 5 < 60 < march.rate_high


def test_march_cooperation_is_verbal(relation):
    march = relation.series[0].periods[0]
    # Talks, told of both and of one of them: one event of two origins, 2.5 * (0.9 + 0.7).
    assert (march.verbal_cooperation.events, march.verbal_cooperation.origins) == (1, 2)
    assert march.verbal_cooperation.score == pytest.approx(4.0)
    assert march.verbal_cooperation.expected == pytest.approx(0.97)
    assert march.material_cooperation.events == march.verbal_conflict.events == 0
    assert march.cooperation == march.verbal_cooperation
    # The mean by confidence: (-9.8 + 4.0) / (0.8 + 0.6 + 0.9 + 0.7)
    assert march.score == pytest.approx(-5.8 / 3.0)


def test_what_is_only_said_denied_planned_or_past_stands_beside(relation):
    march, april, _, june = relation.series[0].periods
    assert {name: (t.events, t.origins) for name, t in march.beside.items()} == {"said": (1, 1)}
    assert {name: (t.events, t.origins) for name, t in april.beside.items()} == {
        "denied": (1, 1), "future": (1, 1), "historical": (1, 1), "negated": (1, 1),
        "hypothetical": (1, 1),
    }  # fmt: skip
    assert (april.cooperation.events, april.conflict.events, april.score) == (0, 0, None)
    assert not june.beside


def test_a_quiet_step_is_not_a_peaceful_one(relation):
    _, april, may, _ = relation.series[0].periods
    # One text came out in April: no conflict, but up to some may have been.
    assert april.conflict.rate == 0
    assert april.conflict.rate_high is not None
    assert april.conflict.rate_high > 100
    # None in May: nothing is known.
    assert may.conflict.rate is None
    assert may.conflict.rate_high is None


def test_june_is_dated_by_its_month(relation):
    june = relation.series[0].periods[3]
    assert (june.material_cooperation.events, june.material_cooperation.score) == (1, 10.0)
    assert (june.material_cooperation.score_low, june.material_cooperation.score_high) == (10, 10)
    aid = next(event for event in relation.events if event.type == "AID")
    assert (aid.day, aid.dated, aid.start, aid.end) == (
        "2031-06-01", "told", "2031-06-01", "2031-06-30",
    )  # fmt: skip


def test_by_days_a_month_stands_at_its_day_nearest_to_publication(archive):
    aid = next(e for e in archive.relations("SWE", "FIN", step="day").events if e.type == "AID")
    assert (aid.day, aid.dated) == ("2031-06-20", "within")


def test_events_lead_to_their_words_and_origins(archive, relation):
    arrest = next(event for event in relation.events if event.type == "COERCE")
    assert arrest.direction == "forward"
    assert [(o.name, o.home, o.reports) for o in arrest.origins] == [
        ("The Harbour Post", None, ("a1",)),
        ("TASS", "RUS", ("a2", "a3")),
    ]
    assert arrest.origins[1].why == "both have it from TASS"
    for telling in arrest.tellings:
        text = archive.report(telling.report, version=telling.version).text
        assert [text[a:b] for a, b in telling.evidence] == [
            "Halmora held the crew of a boat from Veskaria"
        ]
    talks = next(e for e in relation.events if e.type == "CONSULT" and e.standing == "asserted")
    assert talks.direction == "both"


def test_directed(archive):
    relation = archive.relations("SWE", "FIN", directed=True)
    found = {
        one.direction: (
            sum(p.conflict.events for p in one.periods),
            sum(p.cooperation.events for p in one.periods),
        )
        for one in relation.series
    }
    # The arrest is Halmora's, the help Veskaria's, the talks both's.
    assert found == {"any": (1, 2), "forward": (1, 0), "backward": (0, 1), "both": (0, 1)}
    turned = archive.relations("FIN", "SWE", directed=True)
    assert [s.periods for s in turned.series] == [relation.series[n].periods for n in (0, 2, 1, 3)]


def test_by_teller(archive):
    relation = archive.relations("SWE", "FIN", by_teller=True)
    assert [series.teller for series in relation.series] == [None, "RUS", "unknown"]
    russian = relation.series[1].periods[0]
    # According to TASS: the arrest alone, at 0.6, and no text of an outlet of its country.
    assert (russian.conflict.events, russian.conflict.origins) == (1, 1)
    assert russian.conflict.score == pytest.approx(-4.2)
    assert (russian.cooperation.events, russian.texts) == (0, 0)
    unknown = relation.series[2].periods[0]
    assert unknown.conflict.score == pytest.approx(-5.6)
    assert unknown.cooperation.score == pytest.approx(4.0)
    assert unknown.texts == 5


def test_another_standing_can_be_counted(archive):
    relation = archive.relations("SWE", "FIN", status="said")
    march = relation.series[0].periods[0]
    assert march.conflict.score == pytest.approx(-9 * 0.8)
    assert (march.beside["asserted"].events, march.beside["asserted"].origins) == (2, 4)


def test_the_pairs_by_activity(archive):
    first, second = archive.relations()
    assert (first.first, first.second, first.events, first.origins) == ("FIN", "SWE", 3, 5)
    # -9.8 and 4 + 10, over 0.8 + 0.6 + 0.9 + 0.7 + 1.0
    assert first.conflict == pytest.approx(-9.8)
    assert first.cooperation == pytest.approx(14.0)
    assert first.score == pytest.approx(4.2 / 4.0)
    assert [round(x, 6) for step in first.by_step for x in step] == [4, -9.8, 0, 0, 0, 0, 10, 0]
    assert (second.first, second.second, second.origins) == ("NOR", "SWE", 1)
    assert [pair.second for pair in archive.relations("NOR")] == ["SWE"]


def test_actors_by_name(archive):
    assert archive.relations("Finland", "Sweden").events == archive.relations("FIN", "swe").events
    said = archive.relations("Halmora", "Veskaria")
    assert (said.first.code, said.first.name) == (None, "Halmora")
    assert len(said.events) == len(archive.relations("SWE", "FIN").events)


@pytest.mark.parametrize(
    ("actors", "options", "message"),
    [
        (("SWE", "Nobody Atall"), {}, "Nobody Atall: nobody of this name acts"),
        (("SWE", "  "), {}, "names nobody"),
        (("SWE", "Sweden"), {}, "are the same"),
        (("Halmora",), {}, "name the other one too"),
        (("SWE", "FIN"), {"step": "hour"}, "is no step"),
        (("SWE", "FIN"), {"status": "done"}, "is no status"),
        (("SWE", "FIN"), {"since": "2031-05", "until": "2031-03"}, "turn them round"),
        (("SWE", "FIN"), {"since": "spring"}, "is no date"),
        (("SWE", "FIN"), {"since": "1000", "until": "2031", "step": "day"}, "a longer step"),
    ],
)
def test_what_cannot_be_asked_says_what_to_do(archive, actors, options, message):
    with pytest.raises(QueryError, match=message):
        archive.relations(*actors, **options)


def test_a_time_with_nothing(archive):
    relation = archive.relations("SWE", "FIN", since="2040", until="2040-02")
    assert not relation.events
    assert [p.texts for p in relation.series[0].periods] == [0, 0]
    assert archive.relations("SWE", "FIN", until="2031-04").series[0].periods[-1].end == (
        "2031-04-30"
    )


def figures(archive):
    """Return every figure there is of the archive."""
    relation = archive.relations("SWE", "FIN", directed=True, by_teller=True)
    return (
        relation.series,
        [(e.id, e.direction, e.day, e.probability, e.weight, e.score, e.support,
          [(o.name, o.home, o.telling.confidence) for o in e.origins]) for e in relation.events],
        archive.relations(),
        archive.relations("SWE", "FIN", step="day", status=("said", "denied")).series,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_copies_of_reports_change_no_figure(archive, tmp_path, seed):
    rng = random.Random(seed)
    copies = []
    for number in range(12):
        one = rng.choice(reports())
        # Agencies, outlets that tell it themselves, and others; earlier, later and undated.
        outlet = rng.choice(["Yonhap", "TASS", "Fjord Gazette", f"Paper {number}", None])
        when = rng.choice(["2031-01-01", "2031-05-05", "2031-12-24", None, one.published])
        copies.append(replace(one, id=f"0-copy-{number}", outlet=outlet, published=when))
    with filled(tmp_path / "news.duckdb", copies) as opened:
        assert opened.sql("SELECT count(*) FROM reports").rows == ((19,),)
        assert figures(opened) == figures(archive)
