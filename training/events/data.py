"""Labelled sentences as arrays for the event network.

Sentences come from `invented/*.txt` and, as offsets into corpora, from `running.tsv`; relations
with given parties from PLV train.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.scorers import lines
from numpy.typing import NDArray

from quoth.annotate import features
from quoth.annotate.event_codes import ACTOR, DATE, MODE_NUMBER, PLACE, RECIPIENT, TRIGGER
from quoth.annotate.plover import CONTEXTS, STATUSES, TYPES
from quoth.annotate.syntax import Parser
from quoth.annotate.tree import Tree
from quoth.clean import clean
from quoth.records import Report, Sentence, Span
from training.attribution.data import anchor
from training.events.labels import LabelledEvent, LabelledSentence

TYPE_NUMBER = {kind: number for number, kind in enumerate(TYPES)}
# PLV's YIELD is either of these.
YIELD = (TYPE_NUMBER["CONCEDE"], TYPE_NUMBER["RETREAT"])


@dataclass(frozen=True, slots=True)
class Gold:
    """One event by token: numbers of type, mode, status and contexts, and each word's role."""

    anchor: int
    type: int
    mode: int
    status: int
    contexts: tuple[int, ...]
    roles: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence with all its events."""

    tree: Tree
    words: features.Words
    ids: NDArray[np.int64]
    word_of: NDArray[np.int64]
    first: NDArray[np.int64]
    gold: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A sentence with hints, and the types (numbers) that may be right; none of them: no event."""

    row: Row
    hints: Mapping[int, int]
    types: tuple[int, ...]


class Sentences:
    """Parses sentences, each once: the syntax is kept in a file."""

    def __init__(self, cache: Path, pieces: features.WordPieces) -> None:
        self._path = cache / "parsed.pickle"
        self._pieces = pieces
        self._parsed: dict[str, Report] = {}
        if self._path.exists():
            with self._path.open("rb") as file:
                self._parsed = pickle.load(file)

    def parse(self, texts: Iterable[str]) -> None:
        """Parse what is not parsed yet."""
        new = [t for t in dict.fromkeys(texts) if t not in self._parsed]
        if not new:
            return
        reports = (whole(text) for text in new)
        for text, analysis in zip(new, Parser().parse(reports), strict=True):
            self._parsed[text] = analysis.report
        self._path.parent.mkdir(parents=True, exist_ok=True)
        scratch = self._path.with_suffix(".new")
        with scratch.open("wb") as file:
            pickle.dump(self._parsed, file)
        scratch.replace(self._path)

    def report(self, text: str) -> Report:
        """Return a parsed sentence as a report."""
        return self._parsed[text]

    def row(self, text: str, events: Sequence[LabelledEvent] = ()) -> Row:
        """Return a parsed sentence with its events; an event without a word is left out."""
        report = self._parsed[text]
        tree = Tree(report.tokens)
        words = features.words(report, self._pieces)
        window = features.Window(0, len(report.tokens))
        ids, word_of, first = features.layout(words.pieces, window, self._pieces.ends)
        gold = tuple(filter(None, (_gold(report, event) for event in events)))
        return Row(tree, words, ids, word_of, first, gold)


def whole(text: str) -> Report:
    """Return a sentence as a cleaned report of one sentence."""
    (report,) = clean([Report(id="s", text=text, language="en")])
    sentences = (Sentence(Span(0, len(text)), 0),)
    quotations = report.quotations
    return Report("s", text, language="en", sentences=sentences, quotations=quotations)


def rows(found: Sequence[LabelledSentence], sentences: Sentences) -> list[Row]:
    """Return labelled sentences as rows, without those that are too long for one window."""
    sentences.parse(s.text for s in found)
    made = (sentences.row(s.text, s.events) for s in found)
    return [row for row in made if 2 < len(row.ids) <= 200 and len(row.first) > 1]


def plv(corpora: Path, sentences: Sentences) -> list[tuple[str, Relation]]:
    """Return PLV train as (sentence, relation)."""
    found = list(lines(corpora / "plv" / "train.jsonl.gz"))
    sentences.parse(r["sentence"] for r in found)
    made = []
    for r in found:
        row = sentences.row(r["sentence"])
        # As `classify_relations` has it, which sees no quotations.
        row.words.traits[:, features.QUOTED] = 1
        hints = dict.fromkeys(_tokens(row.tree, (Span(*r["actor_span"]),)), 1)
        hints.update(dict.fromkeys(_tokens(row.tree, (Span(*r["recipient_span"]),)), 2))
        types = YIELD if r["type"] == "YIELD" else (TYPE_NUMBER[r["type"]],)
        made.append((r["sentence"], Relation(row, hints, types)))
    return made


def _gold(report: Report, event: LabelledEvent) -> Gold | None:
    tree = Tree(report.tokens)
    trigger = _tokens(tree, event.trigger)
    if not trigger:
        return None
    roles: dict[int, int] = {}
    for spans, role in (
        (event.date, DATE),
        (event.place, PLACE),
        (event.recipient, RECIPIENT),
        (event.actor, ACTOR),
        (event.trigger, TRIGGER),
    ):
        roles.update(dict.fromkeys(_tokens(tree, spans), role))
    return Gold(
        anchor(report, trigger),
        TYPE_NUMBER[event.type],
        MODE_NUMBER[event.type, event.mode] if event.mode else 0,
        STATUSES.index(event.status),
        tuple(CONTEXTS.index(c) for c in event.contexts),
        roles,
    )


def _tokens(tree: Tree, spans: Sequence[Span]) -> list[int]:
    return [
        i
        for i, token in enumerate(tree.tokens)
        if any(token.span.start < end and token.span.end > start for start, end in spans)
    ]
