"""A reader without models: a statement a sentence, and vectors that words make."""

from __future__ import annotations

import os
import re
import signal
from dataclasses import replace
from zlib import crc32

import numpy as np

from quoth.config import ReaderOptions
from quoth.errors import ModelError
from quoth.records import Actor, Comparison, Rejected, Report, Sentence, Span, Statement

_SENTENCE = re.compile(r"[^.\n]+\.?")


class WordReader:
    """Finds sentences at full stops; counts what it reads, and can be interrupted on the way."""

    def __init__(self, options=None, *, interrupt_at=None):
        self.options = options or ReaderOptions()
        self.read = []
        self.compared = []
        self.interrupt_at = interrupt_at

    def iter_finish(self, items):
        for item in items:
            if not isinstance(item, Report):
                yield item
                continue
            self.read.append(item.id)
            if "furniture only" in item.text:
                yield Rejected(item.id, "clean", "holds nothing but page furniture")
                continue
            if len(self.read) == self.interrupt_at:
                os.kill(os.getpid(), signal.SIGINT)
            yield _read(item)

    def encode(self, texts):
        rows = np.zeros((len(texts), 384), dtype=np.float32)
        for number, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                rows[number, crc32(word.encode()) % 384] += 1
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / np.maximum(norms, 1e-9)

    def compare(self, reports, *, any_story=False):
        assert any_story
        self.compared.append([report.id for report in reports])
        return Comparison(tuple(reports), (), {report.id: () for report in reports})


def _read(report):
    spans = [Span(*m.span()) for m in _SENTENCE.finditer(report.text)]
    names = {m[0]: Span(*m.span()) for m in re.finditer(r"\b[A-Z][a-z]+\b", report.text)}
    actors = tuple(
        Actor(f"a{n}", name, "person", None, (), (span,))
        for n, (name, span) in enumerate(names.items())
    )
    return replace(
        report,
        sentences=tuple(Sentence(span, 0) for span in spans),
        actors=actors,
        statements=tuple(
            Statement(f"s{n}", "indirect", (), (), (span,), confidence=0.5)
            for n, span in enumerate(spans)
        ),
    )


def make_word_reader(options):
    return WordReader(options)


class _Faulty(WordReader):
    def iter_finish(self, items):
        for item in items:
            if "die" in item.text:
                os._exit(1)
            if "model" in item.text:
                raise ModelError("the model is missing; install it")
            yield from super().iter_finish([item])


def make_faulty_reader(options):
    return _Faulty(options)
