"""Events of sentences written by hand, with a network written by hand."""

import math
from dataclasses import fields, replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.annotate.conftest import words
from tests.annotate.event_fakes import FakeNetwork, Told, sentences
from tests.building import find

from quoth.annotate import Annotator, NetworkEvents
from quoth.annotate.event_codes import ACTOR, DATE, PLACE, RECIPIENT, TRIGGER
from quoth.annotate.events import Draft, EventWeights, choose, confidence, statused
from quoth.annotate.plover import TYPES
from quoth.annotate.tree import Range
from quoth.clean import clean
from quoth.records import Event, Report, Span, Statement

RAID = (
    "Velm|PROPN|nsubj|1 attacked|VERB|ROOT|1 Ostravia|PROPN|dobj|1 in|ADP|prep|1 "
    "Kar|PROPN|pobj|3 on|ADP|prep|1 Monday|PROPN|pobj|5 .|PUNCT|punct|1"
)
ATTACK = Told(
    "ASSAULT", actor="Velm", recipient="Ostravia", place="Kar", date="on Monday",
    mode="drone", contexts=("military", "territory"),
)  # fmt: skip
# Weights of the tests' own, so that those that are fitted on a network can move.
EVEN = EventWeights(
    event=0.5,
    trigger=0.2,
    relation=0.5,
    status=1.0,
    actor=1.0,
    recipient=1.0,
    none=-0.5,
    bias=0.0,
    threshold=0.35,
    context=0.4,
)


def weighted(**values: float) -> EventWeights:
    """Return the tests' weights with some of them set."""
    return replace(EVEN, **values)


# Every draft of the fake network is sure, so each is listed.
LISTED = weighted(threshold=0.0)


def events_of(knows: dict, report: Report, weights: EventWeights = LISTED) -> tuple[Event, ...]:
    return NetworkEvents(network=FakeNetwork(knows), weights=weights).find(report)


def the_event(knows: dict, markup: str) -> tuple[Report, Event]:
    report = sentences(markup)
    (event,) = events_of(knows, report)
    return report, event


def parts(report: Report, spans: tuple[Span, ...]) -> list[str]:
    return [report.text[start:end] for start, end in spans]


def check(report: Report, events: tuple[Event, ...]) -> None:
    """Assert what holds of the events of every report."""
    assert [event.id for event in events] == [f"e{n}" for n in range(len(events))]
    assert [event.trigger for event in events] == sorted(event.trigger for event in events)
    for event in events:
        assert event.trigger
        (evidence,) = event.evidence
        sides = (event.actor_spans, event.recipient_spans, event.place_spans, event.date_spans)
        for span in (*event.trigger, *(s for side in sides for s in side)):
            assert evidence.start <= span.start < span.end <= evidence.end
            assert report.text[span.start : span.end].strip() == report.text[span.start : span.end]
        assert 0 <= evidence.start < evidence.end <= len(report.text)
        assert not event.actors
        assert not event.recipients
        assert 0 < event.confidence < 1


# From roles to records


def test_an_event_has_its_codes_and_words() -> None:
    report, event = the_event({"attacked": ATTACK}, RAID)
    assert (event.id, event.type, event.mode, event.status) == (
        "e0", "ASSAULT", "drone", "asserted",
    )  # fmt: skip
    assert event.contexts == ("military", "territory")
    assert event.score == -9.5
    sides = (
        event.trigger, event.actor_spans, event.recipient_spans, event.place_spans,
        event.date_spans, event.evidence,
    )  # fmt: skip
    assert [words(report.text, side) for side in sides] == [
        "attacked", "Velm", "Ostravia", "Kar", "on Monday",
        "Velm attacked Ostravia in Kar on Monday",
    ]  # fmt: skip
    assert event.statement is None
    check(report, (event,))


@pytest.mark.parametrize(
    ("markup", "actor", "expected"),
    [
        ("Velm|PROPN|poss|2 's|PART|case|0 raid|NOUN|ROOT|2", "Velm 's", ["Velm"]),
        (
            "“|PUNCT|punct|1 Velm|PROPN|nsubj|3 ”|PUNCT|punct|1 raid|VERB|ROOT|3",
            "“ Velm ”", ["Velm"],
        ),
        (", Velm|PROPN|nsubj|3 , raid|VERB|ROOT|3", ", Velm", ["Velm"]),
        ("by|ADP|agent|2 Velm|PROPN|pobj|0 raid|VERB|ROOT|2", "by Velm", ["Velm"]),
        (
            "Velm|PROPN|nsubj|3 and|CCONJ|cc|0 Kar|PROPN|conj|0 raid|VERB|ROOT|3",
            "Velm Kar", ["Velm", "Kar"],
        ),
        (
            "Velm|PROPN|nsubj|5 , Kar|PROPN|conj|0 and|CCONJ|cc|2 Ostravia|PROPN|conj|2 "
            "raid|VERB|ROOT|5",
            "Velm Kar and Ostravia", ["Velm", "Kar and Ostravia"],
        ),
        ("and|CCONJ|cc|1 Velm|PROPN|nsubj|2 raid|VERB|ROOT|2", "and Velm", ["Velm"]),
        (
            "Dana|PROPN|compound|2 - Orlov|PROPN|nsubj|3 raid|VERB|ROOT|3",
            "Dana Orlov", ["Dana - Orlov"],
        ),
        (
            "Velm|PROPN|poss|2 's|PART|case|0 minister|NOUN|nsubj|3 raid|VERB|ROOT|3",
            "Velm minister", ["Velm's minister"],
        ),
        (
            "minister|NOUN|nsubj|3 of|ADP|prep|0 defence|NOUN|pobj|1 raid|VERB|ROOT|3",
            "minister defence", ["minister of defence"],
        ),
        (
            "party|NOUN|nsubj|4 (|PUNCT|punct|0 Kar|PROPN|appos|0 )|PUNCT|punct|0 "
            "raid|VERB|ROOT|4",
            "party ( Kar )", ["party (Kar )"],
        ),
        (
            "(|PUNCT|punct|1 Kar|PROPN|nmod|3 )|PUNCT|punct|1 men|NOUN|nsubj|4 raid|VERB|ROOT|4",
            "( Kar ) men", ["(Kar ) men"],
        ),
        ("the|DET|det|1 raid|NOUN|ROOT|1", "the", []),
        ("his|PRON|poss|1 raid|NOUN|ROOT|1", "his", ["his"]),
        (",|PUNCT|punct|1 raid|NOUN|ROOT|1", ",", []),
    ],
)  # fmt: skip
def test_who_acts_is_named_without_small_words(markup, actor, expected) -> None:
    report, event = the_event({"raid": Told("ASSAULT", actor=actor)}, markup)
    assert parts(report, event.actor_spans) == expected
    check(report, (event,))


def test_a_word_between_an_actor_and_a_recipient_is_neither() -> None:
    markup = "Velm|PROPN|compound|2 - Ostravia|PROPN|compound|3 war|NOUN|ROOT|3"
    report, event = the_event({"war": Told("ASSAULT", actor="Velm", recipient="Ostravia")}, markup)
    assert parts(report, event.actor_spans) == ["Velm"]
    assert parts(report, event.recipient_spans) == ["Ostravia"]


def test_the_preposition_of_a_date_stays_and_its_comma_goes() -> None:
    markup = (
        "Velm|PROPN|nsubj|1 struck|VERB|ROOT|1 on|ADP|prep|1 Monday|PROPN|pobj|2 , too|ADV|advmod|1"
    )
    report, event = the_event({"struck": Told("ASSAULT", date="on Monday ,")}, markup)
    assert parts(report, event.date_spans) == ["on Monday"]


def test_a_trigger_takes_the_words_near_it_and_no_others() -> None:
    markup = (
        "visit|NOUN|nsubj|3 of|ADP|prep|0 theirs|PRON|pobj|1 ended|VERB|ROOT|3 "
        "as|SCONJ|mark|6 Velm|PROPN|nsubj|6 paid|VERB|advcl|3 a|DET|det|8 call|NOUN|dobj|6"
    )
    told = Told("CONSULT", actor="Velm", trigger="visit paid")
    report, event = the_event({"call": told}, markup)
    assert parts(report, event.trigger) == ["paid", "call"]
    assert parts(report, event.evidence) == ["as Velm paid a call"]


def test_adjacent_words_of_a_trigger_are_one_span_without_punctuation() -> None:
    markup = "Workers|NOUN|nsubj|1 walked|VERB|ROOT|1 out|ADP|prt|1 ,|PUNCT|punct|1 they|PRON|dep|1"
    report, event = the_event({"walked": Told("PROTEST", trigger="out ,")}, markup)
    assert parts(report, event.trigger) == ["walked out"]


def test_a_mode_of_another_type_is_never_given() -> None:
    class Wrong(FakeNetwork):
        def read(self, states, relations, types, words):
            roles, about = super().read(states, relations, types, words)
            about[:, 2:20] += 20.0  # the modes of other types; the first is none
            return roles, about

    report = sentences(RAID)
    finder = NetworkEvents(network=Wrong({"attacked": ATTACK}), weights=LISTED)
    (event,) = finder.find(report)
    assert event.mode == "drone"


@pytest.mark.parametrize(("least", "given"), [(0.4, ("military", "territory")), (0.9999, ())])
def test_the_least_probability_of_a_context_is_a_weight(least, given) -> None:
    weights = replace(LISTED, context=least)
    (event,) = events_of({"attacked": ATTACK}, sentences(RAID), weights)
    assert event.contexts == given


# Which are listed

FEATURES = (2.0, 2.0, -0.1, -0.1, -0.1, -0.1, -3.0)


def draft(anchor=1, kind="ASSAULT", event=2.0, parties=(0, 2), trigger=None, status=0) -> Draft:
    roles = {
        ACTOR: (Range(parties[0], parties[0] + 1),),
        RECIPIENT: (Range(parties[1], parties[1] + 1),),
        PLACE: (),
        DATE: (),
        TRIGGER: (trigger or Range(anchor, anchor + 1),),
    }
    return Draft(
        Range(0, 30), anchor, TYPES.index(kind), 0, status, (), roles, (event, *FEATURES[1:])
    )


def chosen(*drafts: Draft, **weights: float) -> list[tuple[int, str]]:
    found = choose(drafts, weights=weighted(**weights))
    return [(one.anchor, TYPES[one.type]) for one in found]


def test_what_is_unlikely_is_not_listed() -> None:
    one, other = draft(1, event=3.0), draft(9, event=-6.0, parties=(8, 10))
    assert confidence(other.features, EVEN) < weighted().threshold < confidence(one.features, EVEN)
    assert chosen(other, one) == [(1, "ASSAULT")]
    assert chosen(other, one, threshold=0.0) == [(1, "ASSAULT"), (9, "ASSAULT")]
    assert chosen(other, one, threshold=1.0) == []
    assert chosen() == []


def test_the_confidence_is_that_of_the_weights() -> None:
    (one,) = choose([draft()], weights=weighted(bias=0.7))
    assert one.confidence == confidence(one.features, weighted(bias=0.7))
    assert one.confidence > confidence(one.features, weighted(bias=0.0))


@pytest.mark.parametrize(("event", "number"), [(2.0, 2), (-6.0, 1)])
def test_one_word_has_two_types_where_both_are_likelier_than_not(event, number) -> None:
    one, other = draft(kind="SANCTION", event=4.0), draft(kind="COERCE", event=event)
    weights = {"threshold": 0.01, "bias": 0.5}
    assert (confidence(other.features, weighted(**weights)) >= 0.5) == (number == 2)
    assert chosen(one, other, **weights) == [(1, "SANCTION"), (1, "COERCE")][:number]


def test_one_deed_with_two_words_is_listed_once_with_the_likelier() -> None:
    assert chosen(draft(3, event=2.0), draft(1, event=3.0)) == [(1, "ASSAULT")]
    # Further away, by another, with another status or of another type it is another deed.
    assert len(chosen(draft(1), draft(5))) == 2
    assert len(chosen(draft(1), draft(3, parties=(0, 7)))) == 2
    assert len(chosen(draft(1), draft(3, status=1))) == 2
    assert len(chosen(draft(1), draft(3, kind="COERCE"))) == 2


def test_triggers_that_share_a_word_are_one_deed_whoever_does_it() -> None:
    one = draft(1, trigger=Range(1, 4), event=3.0)
    other = draft(3, trigger=Range(3, 4), parties=(8, 9))
    assert chosen(one, other) == [(1, "ASSAULT")]


def test_the_choice_does_not_depend_on_the_order() -> None:
    drafts = [draft(1), draft(3), draft(9), draft(9, kind="COERCE"), draft(5, event=1.0)]
    assert chosen(*drafts) == chosen(*reversed(drafts))


NUMBERS = st.floats(-6, 6)
SIX = st.tuples(*[NUMBERS] * 7)
NAMES = [field.name for field in fields(EventWeights)][:7]


@given(SIX, st.integers(0, 6), st.floats(0.01, 3))
def test_confidence_moves_with_each_feature_as_its_weight_says(features, index, by) -> None:
    more = tuple(value + by * (n == index) for n, value in enumerate(features))
    low, high = confidence(features, EVEN), confidence(more, EVEN)
    assert 0 < low < 1
    weight = getattr(weighted(), NAMES[index])
    assert (high - low) * math.copysign(1, weight) >= 0
    odds = [abs(math.log(p / (1 - p))) for p in (low, high)]
    if weight and max(odds) < 15:
        assert high != low


def test_what_speaks_for_an_event_counts_for_it() -> None:
    find_one = partial(events_of, report=sentences(RAID))
    (best,) = find_one({"attacked": ATTACK})
    for worse in (
        replace(ATTACK, event_odds=0.0),
        replace(ATTACK, trigger_odds=0.0),
        replace(ATTACK, related=False),
    ):
        (event,) = find_one({"attacked": worse})
        assert event.confidence < best.confidence
    assert best.confidence == round(best.confidence, 4)
    weak = replace(ATTACK, event_odds=-8.0, trigger_odds=0.0, related=False)
    assert find_one({"attacked": weak}, weights=weighted()) == ()


# Whole reports


def test_events_are_numbered_in_the_order_of_their_triggers() -> None:
    report = sentences(RAID, RAID.replace("attacked", "praised"), RAID)
    support, accuse = Told("SUPPORT", actor="Velm"), Told("ACCUSE", actor="Velm")
    found = events_of({"praised": support, "attacked": (ATTACK, accuse)}, report)
    assert [(e.id, e.type) for e in found] == [
        ("e0", "ACCUSE"), ("e1", "ASSAULT"), ("e2", "SUPPORT"), ("e3", "ACCUSE"), ("e4", "ASSAULT"),
    ]  # fmt: skip
    check(report, found)


def test_a_report_without_words_has_no_events() -> None:
    assert events_of({"attacked": ATTACK}, Report(id="r", text="")) == ()


def test_a_report_without_syntax_has_events() -> None:
    report = sentences(RAID)
    bare = tuple(
        replace(t, pos="", tag="", dep="", lemma="", head=i) for i, t in enumerate(report.tokens)
    )
    found = events_of({"attacked": ATTACK}, replace(report, tokens=bare))
    assert parts(report, found[0].actor_spans) == ["Velm"]
    assert parts(report, found[0].trigger) == ["attacked"]
    check(report, found)


def test_an_endless_sentence_has_events_in_all_its_parts() -> None:
    markup = " ".join([RAID.replace(" .|PUNCT|punct|1", "")] * 60)
    report = sentences(markup)
    network = FakeNetwork({"attacked": ATTACK})
    found = NetworkEvents(network=network, weights=LISTED).find(report)
    assert len(found) > 40
    assert found[-1].trigger[0].start > len(report.text) * 0.9
    check(report, found)


def test_the_same_report_has_the_same_events() -> None:
    report = sentences(RAID, RAID)
    finder = NetworkEvents(network=FakeNetwork({"attacked": ATTACK}), weights=LISTED)
    first = finder.find(report)
    # What was read before does not matter.
    finder.find(sentences(RAID.replace("Velm", "Kar")))
    assert finder.find(report) == first
    assert len(first) == 2
    assert events_of({"attacked": ATTACK}, report) == first


# Who tells it


def told(report: Report, *statements: Statement, status="asserted", trigger="attacked") -> Event:
    spans = (find(report, trigger),)
    event = Event("", "ASSAULT", None, (), status, spans, spans)
    return statused(replace(report, statements=statements), event)


def statement(report: Report, key: str, *content: str, stance="says", inner=()) -> Statement:
    spans = tuple(find(report, part) for part in content)
    return Statement(key, "indirect", (), (), spans, stance=stance, inner=inner)


SAID = sentences(
    "Ostravia|PROPN|nsubj|1 said|VERB|ROOT|1 Kar|PROPN|nsubj|3 denied|VERB|ccomp|1 "
    "Velm|PROPN|nsubj|5 attacked|VERB|ccomp|3 it|PRON|dobj|5 .|PUNCT|punct|1"
)


def test_an_event_outside_of_statements_is_the_reports_own() -> None:
    event = told(SAID, statement(SAID, "s0", "Velm"))
    assert (event.statement, event.status) == (None, "asserted")


def test_the_innermost_statement_tells_an_event() -> None:
    inner = statement(SAID, "s0.0", "Velm attacked it", stance="denies")
    outer = statement(SAID, "s0", "Kar denied Velm attacked it", inner=(inner,))
    event = told(SAID, outer)
    assert (event.statement, event.status) == ("s0.0", "negated")
    # What the outer one tells itself stays its own.
    event = told(SAID, outer, trigger="denied")
    assert (event.statement, event.status) == ("s0", "asserted")


def test_the_statement_may_come_in_pieces_and_after_others() -> None:
    first = statement(SAID, "s0", "Ostravia", "said", stance="denies")
    second = statement(SAID, "s1", "Kar", "attacked it", stance="promises")
    event = told(SAID, first, second)
    assert (event.statement, event.status) == ("s1", "future")


@pytest.mark.parametrize(
    ("stance", "status"),
    [
        ("says", "asserted"),
        ("denies", "negated"),
        ("promises", "future"),
        ("demands", "hypothetical"),
        ("believes", "asserted"),
        ("asks", "hypothetical"),
    ],
)
def test_the_stance_of_the_teller_makes_the_status(stance, status) -> None:
    teller = statement(SAID, "s0", "Velm attacked it", stance=stance)
    assert told(SAID, teller).status == status
    past = told(SAID, teller, status="historical").status
    assert past == ("historical" if status == "asserted" else status)
    for own in ("negated", "hypothetical", "future"):
        assert told(SAID, teller, status=own).status == own


def test_events_of_a_report_know_their_statement() -> None:
    teller = statement(SAID, "s0", "Velm attacked it", stance="denies")
    (event,) = events_of({"attacked": ATTACK}, replace(SAID, statements=(teller,)))
    assert (event.id, event.statement, event.status) == ("e0", "s0", "negated")


# Through the stage


class Silent:
    """An attributor that finds nothing."""

    def attribute(self, report):
        return ()


PAGE = """Velm attacked Ostravia on Monday, the mayor of Kar said in a long speech.

Photo: Velm attacked Ostravia

The two sides met in Kar. Troops from Velm attacked a bridge.

Leave a Reply

Your email address will not be published. Required fields are marked *
"""


def test_furniture_is_in_no_event() -> None:
    finder = NetworkEvents(network=FakeNetwork({"attacked": ATTACK}), weights=LISTED)
    stage = Annotator(attributor=Silent(), event_finder=finder)
    (report,) = stage.annotate(clean([Report(id="r", text=PAGE, language="en")]))
    assert any("Photo" in report.text[s.start : s.end] for s in report.furniture)
    assert len(report.events) == 2
    check(report, report.events)
    for event in report.events:
        for span in (*event.evidence, *event.trigger):
            assert not any(f.start < span.end and span.start < f.end for f in report.furniture)


def test_an_event_tells_of_somebody() -> None:
    markup = "They|PRON|nsubj|1 accused|VERB|ROOT|1 Ostravia|PROPN|dobj|1"
    report = sentences(markup)
    assert events_of({"accused": Told("ACCUSE")}, report) == ()
    assert len(events_of({"accused": Told("ACCUSE", recipient="Ostravia")}, report)) == 1
    assert len(events_of({"accused": Told("ASSAULT")}, report)) == 1


def test_who_only_describes_another_is_no_party_of_its_own() -> None:
    markup = (
        "Lee|PROPN|nsubj|6 ,|PUNCT|punct|0 a|DET|det|4 Velm|PROPN|compound|4 "
        "delegate|NOUN|appos|0 ,|PUNCT|punct|0 accused|VERB|ROOT|6 Ostravia|PROPN|dobj|6"
    )
    told = Told("ACCUSE", actor="Lee Velm", recipient="Ostravia")
    report, event = the_event({"accused": told}, markup)
    assert parts(report, event.actor_spans) == ["Lee"]


def test_who_stands_between_two_parties_of_a_list_is_one() -> None:
    markup = (
        "Velm|PROPN|nsubj|6 ,|PUNCT|punct|0 Kar|PROPN|conj|0 and|CCONJ|cc|2 the|DET|det|5 "
        "union|NOUN|conj|2 accused|VERB|ROOT|6 Ostravia|PROPN|dobj|6"
    )
    told = Told("ACCUSE", actor="Velm union", recipient="Ostravia")
    report, event = the_event({"accused": told}, markup)
    assert parts(report, event.actor_spans) == ["Velm", "Kar", "union"]


def test_whose_body_acts_is_not_who_acts() -> None:
    markup = (
        "Velm|PROPN|nsubj|1 sued|VERB|ROOT|1 Lee|PROPN|poss|4 's|PART|case|2 campaign|NOUN|dobj|1"
    )
    told = Told("ACCUSE", actor="Velm", recipient="Lee")
    report, event = the_event({"sued": told}, markup)
    assert parts(report, event.recipient_spans) == ["Lee's campaign"]
