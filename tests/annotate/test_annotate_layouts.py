"""Transcripts and signed quotations, on texts cut by spaCy's words alone."""

from __future__ import annotations

import pytest

from quoth.annotate.attribution import sentence_ranges
from quoth.annotate.layouts import laid_out
from quoth.annotate.speech import Speech
from quoth.annotate.tree import Tree

TRANSCRIPT = (
    "The interview as it was broadcast:\n\n"
    "WALTERS: Will you resign?\n\n"
    "TAMM: I will not. The port is ours.\n\n"
    "The broadcast ended there."
)


@pytest.fixture(scope="module")
def found(read):
    def of(text: str) -> list[tuple[str, str, str]]:
        report = read(text)
        tree = Tree(report.tokens)
        speech = Speech(report, tree, sentence_ranges(report))
        return [
            tuple(
                " … ".join(text[s.start : s.end] for s in tree.spans(role))
                for role in (one.source, one.cue, one.content)
            )
            for one in laid_out(tree, speech)
        ]

    return of


def test_a_transcript_names_its_speakers(found) -> None:
    assert [(s, c) for s, c, _ in found(TRANSCRIPT)] == [("WALTERS", ":"), ("TAMM", ":")]
    said = [content for _, _, content in found(TRANSCRIPT)]
    assert said[0].startswith("Will you resign")
    assert said[1].startswith("I will not")
    assert "broadcast" not in said[1]


def test_one_label_is_no_transcript(found) -> None:
    assert found("UPDATE: The port has reopened.\n\nShips are back.") == []


def test_a_quotation_may_be_signed(found) -> None:
    text = "Readers write.\n\n“The port is ours.” — Ilse Brandt, Brannvik\n\nMore tomorrow."
    ((source, cue, content),) = found(text)
    assert source.startswith("Ilse Brandt")
    assert (cue, content) == ("—", "“The port is ours.”")


@pytest.mark.parametrize(
    "text",
    [
        "“The port is ours” — or so the mayor thinks.",
        "He called it “ours” — Ilse Brandt did not.",
        "The port — Brannvik",
    ],
)
def test_a_dash_alone_signs_nothing(found, text: str) -> None:
    assert found(text) == []
