"""The components in a spaCy pipeline, as its users meet them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin

from quoth.config import ReaderOptions

ROOT = Path(__file__).parents[1]
TEXT = (
    "Ministers from Halmora met on Tuesday. “We will reopen the port,” Joris Tamm said. "
    "He denied that a patrol boat had fired warning shots.\n\nLeave a Reply"
)


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.load(ReaderOptions().spacy_model)
    pipeline.add_pipe("quoth_attribution")
    return pipeline


def said(doc) -> list[tuple[str, str]]:
    return [
        (
            " ".join(doc.text[slice(*span)] for span in statement.source),
            " ".join(doc.text[slice(*span)] for span in statement.content),
        )
        for statement in doc._.statements
    ]


def test_spacy_finds_the_factory_and_the_document_has_statements(nlp) -> None:
    doc = nlp(TEXT)
    assert said(doc) == [
        ("Joris Tamm", "“We will reopen the port,”"),
        ("He", "that a patrol boat had fired warning shots"),
    ]
    first, second = doc._.statements
    assert first.speaker == second.speaker
    assert {a.id: a.name for a in doc._.actors}[first.speaker] == "Joris Tamm"


def test_the_span_groups_say_whose_they_are(nlp) -> None:
    doc = nlp(TEXT)
    sources = {span.id_: span.text for span in doc.spans["quoth_sources"]}
    assert sources == {"s0": "Joris Tamm", "s1": "He"}
    assert [span.label_ for span in doc.spans["quoth_contents"]] == ["direct", "indirect"]


def test_statements_stay_with_the_document(nlp) -> None:
    doc = nlp(TEXT)
    (again,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    assert again._.statements == doc._.statements
    assert again._.actors == doc._.actors


def test_options(nlp) -> None:
    bare = spacy.load(ReaderOptions().spacy_model)
    bare.add_pipe("quoth_attribution", config={"speakers": False, "min_confidence": 1.0})
    doc = bare(TEXT)
    assert (doc._.statements, doc._.actors) == ((), ())


def test_a_pipeline_without_syntax_still_finds_quotations() -> None:
    blank = spacy.blank("en")
    blank.add_pipe("quoth_attribution")
    doc = blank(TEXT)
    assert ("Joris Tamm", "“We will reopen the port,”") in said(doc)


@pytest.mark.parametrize("text", ["", " \n ", "Leave a Reply"])
def test_nothing_to_read(nlp, text: str) -> None:
    assert nlp(text)._.statements == ()


def test_the_example_of_the_documentation_prints_what_it_says() -> None:
    page = (ROOT / "docs" / "spacy.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    shown = re.search(r"prints\n\n```\n(.*?)```", page, re.DOTALL)
    assert code is not None
    assert shown is not None
    done = subprocess.run(
        [sys.executable, "-c", code[1]], capture_output=True, check=True, cwd=ROOT
    )
    assert done.stdout.decode() == shown[1]
