"""Accuracy floors of events. A floor can only rise (lowering one: see the changelog)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from benchmarks import events as running_text
from benchmarks import worked_events
from training.events import running
from training.events.data import Sentences
from training.events.evaluate import PARTS, judged, shares

from quoth.annotate.event_network import OnnxEventNetwork
from quoth.annotate.features import WordPieces
from quoth.annotate.readings import TOKENIZER
from quoth.config import ReaderOptions
from quoth.pipeline import Reader
from quoth.records import Report

# Invented for this test and never trained on: sentence, type, actor, recipient, status.
CLEAR = [
    ("Peru's foreign minister accused Bolivia of moving the border posts.",
     "ACCUSE", "Peru's foreign minister", "Bolivia", "asserted"),
    ("Chad did not expel the Dutch ambassador.",
     "SANCTION", "Chad", "the Dutch ambassador", "negated"),
    ("Nepal's army will send two hundred soldiers to the Indian border next week.",
     "MOBILIZE", "Nepal's army", None, "future"),
    ("The king of Tonga visited Fiji on Monday.",
     "CONSULT", "The king of Tonga", "Fiji", "asserted"),
    ("Police arrested nine students in Minsk on Sunday.",
     "COERCE", "Police", "nine students", "asserted"),
    ("Thousands of nurses marched through Lisbon on Friday.",
     "PROTEST", "Thousands of nurses", None, "asserted"),
    ("Rebels shelled the market of Goma, killing six people.",
     "ASSAULT", "Rebels", None, "asserted"),
    ("Tehran rejected the proposal of the Swiss mediators.",
     "REJECT", "Tehran", "the Swiss mediators", "asserted"),
    ("Norway has given Malawi ten million dollars for its hospitals.",
     "AID", "Norway", "Malawi", "asserted"),
    ("Beijing threatened to break off relations with Lithuania.",
     "THREATEN", "Beijing", "Lithuania", "asserted"),
    ("Ghana urged Togo to reopen the crossing.", "REQUEST", "Ghana", "Togo", "asserted"),
    ("The president of Kenya praised Uganda's government.",
     "SUPPORT", "The president of Kenya", "Uganda's government", "asserted"),
    ("Washington imposed sanctions on three Burmese generals.",
     "SANCTION", "Washington", "three Burmese generals", "asserted"),
    ("The kidnappers freed the two engineers.", "RETREAT", "The kidnappers", "the two engineers",
     "asserted"),
]  # fmt: skip


@pytest.fixture(scope="module")
def clear() -> list[Report]:
    reports = [Report(f"r{n}", row[0], language="en") for n, row in enumerate(CLEAR)]
    # Unsure ones too: short sentences of invented news are none that the confidence was fitted on.
    return Reader(options=ReaderOptions(least_event=0.2)).read(*reports)


def test_clear_sentences(clear) -> None:
    wrong = []
    for report, (text, kind, actor, recipient, status) in zip(clear, CLEAR, strict=True):
        found = [
            (
                event.type,
                " ".join(text[s.start : s.end] for s in event.actor_spans),
                " ".join(text[s.start : s.end] for s in event.recipient_spans) or None,
                event.status,
            )
            for event in report.events
        ]
        # "Peru" in "Peru's foreign minister" is too little, "minister" not.
        if not any(
            (k, s) == (kind, status)
            and actor.split()[-1] in a
            and (recipient is None or (r is not None and recipient.split()[-1] in r))
            for k, a, r, s in found
        ):
            wrong.append((text, found))
    assert len(wrong) <= 1, wrong


# Labelled sentences that were held out of training: what was measured, less a point.
@pytest.fixture(scope="module")
def labelled(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    sentences = Sentences(tmp_path_factory.mktemp("parsed"), WordPieces(TOKENIZER))
    found = list(running.load(corpora, "dev"))
    assert len(found) > 800
    sentences.parse(s.text for s in found)
    return shares(list(judged(OnnxEventNetwork(), found, sentences)))


FLOORS = {
    "type": 0.914, "status": 0.855, "actor": 0.860, "recipient": 0.826, "all": 0.695,
    "recall": 0.308,
}  # fmt: skip


@pytest.mark.parametrize("part", [*PARTS, "recall"])
def test_parts_are_as_often_right_as_measured(labelled, part: str) -> None:
    assert labelled[part] >= FLOORS[part]


@pytest.mark.skipif(not os.environ.get("QUOTH_SLOW"), reason="a minute; QUOTH_SLOW=1 runs it")
def test_paragraphs(corpora: Path) -> None:
    gold, hit, whole, _ = running_text.recall(corpora)
    assert gold == 95
    assert hit / gold >= 0.11
    assert whole / gold >= 0.04


def test_the_worked_example(corpora: Path) -> None:
    # Asked are 9 of 11: see benchmarks/RESULTS.md.
    found, wrong, _ = worked_events.measure(corpora)
    assert len(found) >= 4
    assert wrong == 0
