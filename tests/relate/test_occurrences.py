"""Which tellings are one occurrence, and which are one origin."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.relate.telling import FIRST, SECOND, telling

from quoth.annotate.plover import QUAD_CLASSES, TYPES
from quoth.relate import Covered, RelateOptions, occurrences, relate


def events(*tellings):
    return occurrences(tellings, FIRST, SECOND, step="month", quads=dict(QUAD_CLASSES))


def shape(*tellings):
    """Return the reports of each event, by origins."""
    return [tuple(origin.reports for origin in event.origins) for event in events(*tellings)]


TWO = [(("a",), ("b",))]
APART = [(("a",),), (("b",),)]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ({}, {}, TWO),
        ({}, {"story": "other"}, APART),
        ({}, {"status": "future"}, APART),
        ({}, {"statement": "s0"}, APART),  # only said
        ({"statement": "s0", "relayed": True}, {}, TWO),  # told by an agency
        ({"statement": "s0", "stances": ("denies",)}, {"statement": "s0"}, APART),
        ({}, {"kind": "ASSAULT"}, APART),
        ({}, {"by": "FIN", "to": "SWE"}, APART),
        ({"kind": "CONSULT"}, {"kind": "CONSULT", "by": "FIN", "to": "SWE"}, TWO),
        ({"kind": "CONSULT"}, {"kind": "CONSULT", "by": "SWE+FIN", "to": ""}, TWO),
        ({"mode": "arrest"}, {}, TWO),
        ({"mode": "arrest"}, {"mode": "seize"}, APART),
        ({"city": "Torvik"}, {"city": "Brannvik"}, APART),
        ({"city": "Torvik"}, {}, TWO),
        ({"date": "2031-03-02"}, {"date": "2031-03-02"}, TWO),
        ({"date": "2031-03-02"}, {"date": "2031-03-04"}, APART),
        ({"date": "2031-03-02"}, {"date": "2031-03-01/2031-03-31"}, TWO),
        ({"date": "2031-03-02"}, {}, TWO),
        # Without a date, and published months after the day that the other one tells.
        ({"date": "2030-12-02"}, {}, APART),
        # One claim is one occurrence, whatever its types.
        ({"claims": ("c1",)}, {"kind": "ASSAULT", "claims": ("c1",), "story": "other"}, TWO),
        ({"claims": ("s/c1",)}, {"status": "future", "claims": ("s/c1",)}, APART),
    ],
)
def test_what_is_one_occurrence(first, second, found):
    assert shape(telling("a", 1, **first), telling("b", 2, **second)) == found


def test_an_undated_telling_joins_the_nearest_and_brings_nothing_together():
    found = events(
        telling("a", 1, date="2031-03-01"),
        telling("b", 2, date="2031-03-20"),
        telling("c", 3, day="2031-03-19"),
    )
    assert [(e.day, [o.reports for o in e.origins]) for e in found] == [
        ("2031-03-01", [("a",)]),
        ("2031-03-20", [("b",), ("c",)]),
    ]


ONE = [(("a", "b"),)]


@pytest.mark.parametrize(
    ("first", "second", "found", "why"),
    [
        ({}, {"house": "paper a"}, ONE, "both are of Paper b"),
        ({"relay": "TASS"}, {"relay": "TASS"}, ONE, "both have it from TASS"),
        ({"relay": "TASS"}, {"relay": "Yonhap"}, TWO, "Paper a has it from TASS"),
        ({"relay": "TASS"}, {"house": "tass", "outlet": "TASS"}, ONE, "both are of TASS"),
        ({"owner": "Orm Media"}, {"owner": "ORM Media"}, ONE, "both are owned by ORM Media"),
        ({"owner": "Orm Media", "relay": "TASS"}, {"owner": "Orm Media"}, TWO, None),
        ({"words": "one " * 10}, {"words": "One " * 10}, ONE, "both have the same words"),
        ({"words": "one " * 9}, {"words": "one " * 9}, TWO, "Paper a tells it itself"),
        ({"origins": ("c#0",)}, {"origins": ("c#0",)}, ONE, "one origin of a claim that both tell"),
        ({"copy": "a"}, {"copy": "a"}, ONE, "1 copy"),
    ],
)  # fmt: skip
def test_what_is_one_origin(first, second, found, why):
    made = events(telling("a", 1, **first), telling("b", 2, **second))
    assert [tuple(o.reports for o in e.origins) for e in made] == found
    if why:
        assert made[0].origins[0].why == why


def test_origins_are_joined_through_a_third():
    assert shape(
        telling("a", 1, relay="TASS"),
        telling("b", 2),
        telling("c", 3, house="paper b", relay="TASS"),
    ) == [(("a", "b", "c"),)]


def test_a_copy_joins_nothing_through_its_outlet():
    found = shape(
        telling("a", 1, copy="a"), telling("b", 2), telling("c", 3, copy="a", house="paper b")
    )
    assert found == [(("a", "c"), ("b",))]


def test_the_type_is_what_most_origins_tell_and_the_score_their_mean():
    one = {"claims": ("s/c1",)}
    (event,) = events(
        telling("a", 1, "ASSAULT", confidence=0.9, **one),
        telling("b", 2, "COERCE", mode="arrest", confidence=0.5, **one),
        telling("c", 3, "COERCE", confidence=0.6, **one),
    )
    assert (event.type, event.mode, event.quad) == ("COERCE", "arrest", "material_conflict")
    assert event.score == pytest.approx((-9 * 0.9 - 7 * 0.5 - 7 * 0.6) / 2.0)
    assert event.probability == pytest.approx(1 - 0.1 * 0.5 * 0.4)


def test_what_is_not_between_the_two_is_passed_over():
    assert not events(telling("a", 1, to="NOR"), telling("b", 2, by="SWE+FIN", to="NOR"))
    # Somebody of a country is that country's, and nobody does something to himself.
    assert events(telling("a", 1, to="tamm"))


def test_no_date_at_all():
    relation = relate(
        [telling("a", 1, day=None, published=None)],
        [Covered("2031-03-01", "paper a", None, 1)],
        first=FIRST, second=SECOND, quads=QUAD_CLASSES,
    )  # fmt: skip
    assert not relation.events
    assert [event.id for event in relation.undated] == ["a/e0"]


DAYS = st.sampled_from([None, "2031-03-01", "2031-03-20", "2031-05-05"])
TELLINGS = st.lists(
    st.builds(
        lambda n, kind, by, day, date, story, confidence, status, relay, copy: telling(
            f"r{n}", n, kind, by=by[0], to=by[1], day=day, published=day, date=date, story=story,
            confidence=confidence, status=status, relay=relay, copy=copy, event=f"e{kind}{by[0]}",
        ),
        st.integers(0, 9), st.sampled_from(["COERCE", "CONSULT", "AID"]),
        st.sampled_from([("SWE", "FIN"), ("FIN", "SWE"), ("SWE+FIN", "")]), DAYS, DAYS,
        st.sampled_from(["s1", "s2"]), st.floats(0.1, 1.0), st.sampled_from(["asserted", "future"]),
        st.sampled_from([None, "TASS"]), st.just(None),
    ),
    max_size=8, unique_by=lambda one: (one.report, one.event),
)  # fmt: skip


@given(TELLINGS, st.lists(st.tuples(st.integers(0, 7), DAYS, st.sampled_from("TASS Y Z".split()))))
@settings(max_examples=60, deadline=None)
def test_copies_change_no_figure(tellings, copied):
    reports = sorted({one.report for one in tellings})
    marked = [replace(one, copy=one.report) for one in tellings]
    copies = []
    for number, (which, day, outlet) in enumerate(copied):
        if not reports:
            break
        name = reports[which % len(reports)]
        copies += [
            replace(one, report=f"0{number}", number=100 + number, copy=name, day=day,
                    published=day, house=outlet.casefold(), outlet=outlet, sources=(),
                    confidence=one.confidence / 2)
            for one in marked
            if one.report == name
        ]  # fmt: skip
    covered = [Covered("2031-03-01", "y", None, 3)]
    options = RelateOptions(directed=True, by_teller=True, since="2031-01-01", until="2031-12-31")

    def figures(given):
        made = relate(
            given, covered, first=FIRST, second=SECOND, quads=QUAD_CLASSES, options=options
        )
        return made.series, [(e.id, e.day, e.support, e.score) for e in made.events]

    assert figures([*copies, *marked]) == figures(tellings)


@given(TELLINGS, st.randoms())
@settings(max_examples=30, deadline=None)
def test_the_order_of_tellings_changes_nothing(tellings, rng):
    mixed = list(tellings)
    rng.shuffle(mixed)
    assert events(*mixed) == events(*tellings)


def test_every_type_of_event_is_in_a_quad_class():
    assert {event.type for event in events(*(telling(k, n, k) for n, k in enumerate(TYPES)))} == (
        set(TYPES)
    )
