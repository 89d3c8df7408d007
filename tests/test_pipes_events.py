"""The components for actors and events in a spaCy pipeline, with a finder that knows two deeds."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import resources
from itertools import permutations
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from quoth import pipes
from quoth.config import ReaderOptions
from quoth.pipes import ActorPipe, AttributionPipe, EventPipe, components
from quoth.records import Event, Report, Span

ROOT = Path(__file__).parents[1]
TEXT = (
    "Russian troops seized the port on Tuesday. Angela Merkel denied that Germany had attacked "
    "Syria. She flew home."
)
DEEDS = (
    ("COERCE", "seize", "Russian troops", "seized", "the port"),
    ("ASSAULT", None, "Germany", "attacked", "Syria"),
)


class FakeFinder:
    """Finds the deeds named above where the text tells them, surer of the first."""

    def find(self, report: Report) -> tuple[Event, ...]:
        found = []
        for kind, mode, *words in DEEDS:
            if all(word in report.text for word in words):
                actor, trigger, recipient = (self._span(report, word) for word in words)
                found.append(
                    Event(
                        f"e{len(found)}",
                        kind,  # type: ignore[arg-type]
                        mode,
                        ("military",),
                        "asserted",
                        (trigger,),
                        (Span(actor.start, recipient.end),),
                        (actor,),
                        (recipient,),
                        confidence=0.9 - 0.2 * len(found),
                    )
                )
        return tuple(found)

    def _span(self, report: Report, word: str) -> Span:
        start = report.text.index(word)
        return Span(start, start + len(word))


@pytest.fixture(scope="module")
def nlp():
    return spacy.load(ReaderOptions().spacy_model)


PIPES = {
    "quoth_attribution": AttributionPipe(),
    "quoth_actors": ActorPipe(),
    "quoth_events": EventPipe(event_finder=FakeFinder()),
}


def through(nlp, *names: str) -> Doc:
    doc = nlp(TEXT)
    for name in names:
        doc = PIPES[name](doc)
    return doc


def layers(doc: Doc) -> tuple[object, ...]:
    groups = {
        name: [(s.start, s.end, s.label_, s.id_) for s in doc.spans[name]]
        for name in sorted(doc.spans)
    }
    return doc._.statements, doc._.actors, doc._.events, groups


@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_order_gives_the_same(nlp, number: int) -> None:
    seen: dict[frozenset[str], tuple[object, ...]] = {}
    for names in permutations(PIPES, number):
        doc = through(nlp, *names)
        assert layers(doc) == seen.setdefault(frozenset(names), layers(doc)), names
        known = {actor.id for actor in doc._.actors}
        assert {s.speaker for s in doc._.statements} - {None} <= known
        for event in doc._.events:
            assert {*event.actors, *event.recipients} <= known


def test_actors_have_their_place_and_country(nlp) -> None:
    doc = through(nlp, "quoth_actors")
    assert doc._.statements == doc._.events == ()
    names = {actor.id: actor.name for actor in doc._.actors}
    spans = {span.text: (names[span.id_], span.label_) for span in doc.spans["quoth_actors"]}
    assert spans["Syria"] == ("Syria", "SYR")
    assert spans["Angela Merkel"] == ("Angela Merkel", "DEU")


def test_events_by_themselves_are_told_by_nobody(nlp) -> None:
    doc = through(nlp, "quoth_events")
    assert [(e.type, e.status, e.statement) for e in doc._.events] == [
        ("COERCE", "asserted", None),
        ("ASSAULT", "asserted", None),
    ]
    for group, words in (
        ("quoth_events", ["seized", "attacked"]),
        ("quoth_event_actors", ["Russian troops", "Germany"]),
        ("quoth_event_recipients", ["the port", "Syria"]),
    ):
        assert [span.text for span in doc.spans[group]] == words
        assert [span.label_ for span in doc.spans[group]] == ["COERCE", "ASSAULT"]
        assert [span.id_ for span in doc.spans[group]] == ["e0", "e1"]
    assert "quoth_actors" not in doc.spans
    assert doc._.actors


@pytest.mark.parametrize(
    "names", [("quoth_attribution", "quoth_events"), ("quoth_events", "quoth_attribution")]
)
def test_statements_before_or_after_link_the_events(nlp, names: tuple[str, str]) -> None:
    doc = through(nlp, *names)
    (statement,) = doc._.statements
    seized, attacked = doc._.events
    assert (seized.status, seized.statement) == ("asserted", None)
    assert (attacked.status, attacked.statement) == ("negated", statement.id)


@pytest.mark.parametrize("first", ["statements", "events"])
def test_what_a_doubtful_statement_tells_is_not_told_by_the_document(nlp, first: str) -> None:
    doubtful = [AttributionPipe(min_confidence=1.0), PIPES["quoth_events"]]
    doc = nlp(TEXT)
    for pipe in doubtful if first == "statements" else doubtful[::-1]:
        doc = pipe(doc)
    assert doc._.statements == ()
    assert [event.type for event in doc._.events] == ["COERCE"]
    assert [span.text for span in doc.spans["quoth_events"]] == ["seized"]


def test_events_below_the_confidence_are_left_out(nlp) -> None:
    doc = EventPipe(min_confidence=0.8, event_finder=FakeFinder())(nlp(TEXT))
    assert [event.type for event in doc._.events] == ["COERCE"]


def test_speakers_stay_untold_where_they_are_not_asked_for(nlp) -> None:
    doc = nlp(TEXT)
    for pipe in (AttributionPipe(speakers=False), ActorPipe(), PIPES["quoth_events"]):
        doc = pipe(doc)
    assert doc._.actors
    assert [statement.speaker for statement in doc._.statements] == [None]


def test_all_of_it_stays_with_the_document(nlp) -> None:
    doc = through(nlp, *PIPES)
    (again,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    assert layers(again) == layers(doc)
    assert layers(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == layers(doc)


def test_a_document_that_was_read_again_can_go_on(nlp) -> None:
    doc = through(nlp, "quoth_events")
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert layers(PIPES["quoth_attribution"](again)) == layers(
        through(nlp, "quoth_events", "quoth_attribution")
    )


def test_the_factories_by_name(nlp, monkeypatch) -> None:
    monkeypatch.setattr(components, "NetworkEvents", FakeFinder)
    own = spacy.load(ReaderOptions().spacy_model)
    own.add_pipe("quoth_events", config={"min_confidence": 0.8})
    own.add_pipe("quoth_actors")
    doc = own(TEXT)
    assert [event.type for event in doc._.events] == ["COERCE"]
    assert doc.spans["quoth_actors"]
    assert pipes.make_events(own, "x", 0.0)


@pytest.mark.parametrize("text", ["", " \n ", "Leave a Reply"])
def test_nothing_to_read(nlp, text: str) -> None:
    doc = nlp(text)
    for pipe in PIPES.values():
        doc = pipe(doc)
    assert layers(doc)[:3] == ((), (), ())


def test_a_pipeline_without_syntax(nlp) -> None:
    doc = spacy.blank("en")(TEXT)
    for pipe in PIPES.values():
        doc = pipe(doc)
    assert [event.type for event in doc._.events] == ["COERCE", "ASSAULT"]


def test_the_example_of_the_documentation_prints_what_it_says() -> None:
    folder = resources.files("quoth.annotate") / "models"
    if not any("event" in model.name for model in folder.iterdir()):
        pytest.skip("the weights of the event network are not in the package yet")
    page = (ROOT / "docs" / "spacy.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", page, re.DOTALL)[1]
    shown = re.findall(r"prints\n\n```\n(.*?)```", page, re.DOTALL)[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout.decode() == shown
