"""Words and their syntax: spaCy's analysis of a report as records.

The pipeline reads the text as cleaning's marks make it (furniture left out, repairs applied)
and keeps cleaning's sentences; every token is mapped back to the stored text.
"""

from __future__ import annotations

import itertools
import re
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

from quoth.config import ReaderOptions
from quoth.errors import ModelError
from quoth.records import Report, Sentence, Span, Token
from quoth.spans import strip, view

# One document for spaCy. An article is a tenth of this; more than this at once only costs memory.
DOCUMENT_CHARS = 50_000
# spaCy takes a run of characters without white space apart from its ends one character at a
# time, copying the rest: quadratic. No word is as long as this, so what is gets cut.
RUN_CHARS = 200
# The parser's own sentences in a text without full stops stay far below this.
SENTENCE_TOKENS = 1_000
# Documents that spaCy analyses together; from 8 on the speed no longer grows.
BATCH = 16

# spaCy is imported at first use only, and its types with it.
_SpaCy: TypeAlias = Any
_LONG_RUN = re.compile(rf"\S{{{RUN_CHARS + 1},}}")


class NameSpan(NamedTuple):
    """A name as spaCy found it: token indices (half-open, in `Report.tokens`) and its type."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """A report with its tokens, and the names that spaCy found in it."""

    report: Report
    names: tuple[NameSpan, ...]


@dataclass(slots=True)
class _Document:
    """What is needed to read spaCy's analysis of some sentences of one report back."""

    report: Report
    last: bool
    spans: list[Span]
    sentences: list[int]


class Parser:
    """Analyses reports with an installed English spaCy pipeline, loaded at first use."""

    def __init__(self, *, spacy_model: str = ReaderOptions().spacy_model) -> None:
        self._name = spacy_model
        self._loaded: _SpaCy = None
        self._lock = threading.Lock()

    @property
    def pipeline(self) -> _SpaCy:
        """The spaCy pipeline; raises `ModelError` where it is not installed or not English."""
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._name)
            return self._loaded

    def parse(self, reports: Iterable[Report]) -> Iterator[Analysis]:
        """Yield each report with its tokens and names, in order; none: nothing is loaded."""
        reports = iter(reports)
        first = next(reports, None)
        if first is None:
            return
        reports = itertools.chain([first], reports)
        docs = (pair for report in reports for pair in self._documents(report))
        tokens: list[Token] = []
        names: list[NameSpan] = []
        for doc, document in self.pipeline.pipe(docs, as_tuples=True, batch_size=BATCH):
            names.extend(_names(doc, len(tokens)))
            tokens.extend(_tokens(doc, document, len(tokens)))
            if document.last:
                yield Analysis(replace(document.report, tokens=tuple(tokens)), tuple(names))
                tokens, names = [], []

    def _documents(self, report: Report) -> Iterator[tuple[_SpaCy, _Document]]:
        """Yield the unparsed documents of a report: at least one, the last marked as such."""
        groups = list(_groups(report.sentences)) or [[]]
        for number, group in enumerate(groups):
            yield self._document(report, group, last=number == len(groups) - 1)

    def _document(
        self, report: Report, group: Sequence[tuple[int, Sentence]], *, last: bool
    ) -> tuple[_SpaCy, _Document]:
        from spacy.tokens import Doc

        seen = view(report, [sentence.span for _, sentence in group])
        begins = [sentence.span.start for _, sentence in group]
        words: list[str] = []
        spaces: list[bool] = []
        starts: list[bool] = []
        spans: list[Span] = []
        sentences: list[int] = []
        count = 0
        for word, start in _words(self.pipeline.tokenizer, seen.text):
            end = start + len(word)
            span = _clamp(seen.original(start, end), report.text)
            if span is None:
                continue
            number = group[max(0, bisect_right(begins, span.start) - 1)][0]
            count = count + 1 if sentences and number == sentences[-1] else 0
            words.append(word)
            spaces.append(seen.text[end : end + 1].isspace())
            starts.append(count % SENTENCE_TOKENS == 0)
            spans.append(span)
            sentences.append(number)
        doc = Doc(self.pipeline.vocab, words=words, spaces=spaces, sent_starts=starts)
        return doc, _Document(report, last, spans, sentences)


def _load(name: str) -> _SpaCy:
    """Load a spaCy pipeline by name."""
    try:
        import spacy

        pipeline = spacy.load(name)
    except (OSError, ImportError) as err:
        raise ModelError(
            f"the spaCy pipeline {name!r} cannot be loaded ({err}); install it with "
            f"'pip install {name.replace('_', '-')}', or name another installed English pipeline"
        ) from err
    missing = {"parser", "ner"} - set(pipeline.pipe_names)
    if pipeline.lang != "en" or missing:
        lacks = ", ".join(sorted(missing)) or "English"
        raise ModelError(
            f"the spaCy pipeline {name!r} lacks {lacks}; name an English pipeline with a tagger, "
            "a parser, a lemmatizer and a named entity recogniser"
        )
    return pipeline


def _groups(sentences: Sequence[Sentence]) -> Iterator[list[tuple[int, Sentence]]]:
    """Yield runs of numbered sentences of up to `DOCUMENT_CHARS` characters."""
    group: list[tuple[int, Sentence]] = []
    size = 0
    for number, sentence in enumerate(sentences):
        length = sentence.span.end - sentence.span.start
        if group and size + length > DOCUMENT_CHARS:
            yield group
            group, size = [], 0
        group.append((number, sentence))
        size += length
    if group:
        yield group


def _words(tokenizer: _SpaCy, text: str) -> Iterator[tuple[str, int]]:
    """Yield the words of a text with their offsets; white space is no word."""
    cuts = [0]
    for run in _LONG_RUN.finditer(text):
        cuts.extend(range(run.start(), run.end(), RUN_CHARS))
        cuts.append(run.end())
    cuts.append(len(text))
    for start, end in pairwise(cuts):
        if start == end:
            continue
        for token in tokenizer(text[start:end]):
            if not token.is_space:
                yield token.text, start + token.idx


def _clamp(span: Span, text: str) -> Span | None:
    """Return the tight span of a word, None where nothing of it stands in the stored text."""
    tight = strip(Span(min(span.start, len(text)), min(span.end, len(text))), text)
    return tight if tight.end > tight.start else None


def _tokens(doc: _SpaCy, document: _Document, offset: int) -> Iterator[Token]:
    """Yield a document's words as records; `offset` is the number of tokens before them."""
    for token, span, sentence in zip(doc, document.spans, document.sentences, strict=True):
        yield Token(
            span=span,
            text=token.text,
            lemma=token.lemma_,
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=offset + token.head.i,
            entity=token.ent_type_,
            sentence=sentence,
        )


def _names(doc: _SpaCy, offset: int) -> Iterator[NameSpan]:
    for ent in doc.ents:
        yield NameSpan(offset + ent.start, offset + ent.end, ent.label_)
