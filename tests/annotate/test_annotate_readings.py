"""Windows, anchors and parts, with a network written by hand."""

from dataclasses import dataclass, field

import numpy as np
from tests.building import build

from quoth.annotate.features import REACH
from quoth.annotate.readings import CONTENT, CUE, ReportReader
from quoth.annotate.tree import Range, Tree

SAID = (
    "Holm|PROPN|nsubj|1|PERSON said|VERB|ROOT|1 the|DET|det|3 port|NOUN|nsubj|4 "
    "reopened|VERB|ccomp|1 .|PUNCT|punct|1"
)


@dataclass
class Fake:
    """Takes the piece of "said" for an anchor, and all that comes after it for its content."""

    said: int
    windows: list[int] = field(default_factory=list)
    traits: list[np.ndarray] = field(default_factory=list)

    def encode(self, ids, word_of, traits, first):
        self.windows.append(len(first))
        self.traits.append(traits)
        scores = np.where(ids[first] == self.said, 6.0, -6.0).astype(np.float32)
        return np.zeros((len(first), 8), np.float32), scores

    def read(self, states, relations, words):
        assert states.shape[:2] == relations.shape == words.shape
        assert (relations[:, REACH] == 1).all()
        roles = np.zeros((len(states), 2 * REACH + 1, 4), np.float32)
        roles[:, REACH, CUE] = 9
        roles[:, REACH + 1 :, CONTENT] = 9
        return roles, np.full(len(states), 3.0, np.float32)


def reader_and_fake() -> tuple[ReportReader, Fake]:
    fake = Fake(0)
    reader = ReportReader(fake)
    fake.said = reader._pieces.of("said")[0]
    return reader, fake


def test_every_anchor_is_read_once_whatever_the_windows() -> None:
    reader, fake = reader_and_fake()
    report = build("r", *[SAID] * 120)
    readings = list(reader.open(report, Tree(report.tokens)).readings())
    assert [r.anchor for r in readings] == list(range(1, 720, 6))
    assert len(fake.windows) > 2


def test_roles_are_those_of_the_words_of_the_report() -> None:
    reader, _ = reader_and_fake()
    report = build("r", SAID)
    (reading,) = reader.open(report, Tree(report.tokens)).readings()
    assert reading.first == 0
    assert reading.roles.shape == (6, 4)
    assert reading.roles.argmax(-1)[1:].tolist() == [CUE, *[CONTENT] * 4]
    assert np.allclose(reading.roles.sum(-1), 1)


def test_a_part_in_quotation_marks_is_read_as_if_it_stood_without() -> None:
    reader, fake = reader_and_fake()
    report = build("r", "“ " + SAID + " ”")
    opened = reader.open(report, Tree(report.tokens))
    (reading,) = opened.within(Range(1, 7))
    assert report.tokens[reading.anchor].text == "said"
    assert set(fake.traits[-1][:, 4].tolist()) == {1}


def test_a_report_without_words_has_no_readings() -> None:
    reader, _ = reader_and_fake()
    report = build("r")
    assert not list(reader.open(report, Tree(report.tokens)).readings())
