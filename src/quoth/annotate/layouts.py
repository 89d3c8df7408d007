"""Speech that the layout alone attributes: transcripts, and quotations signed with a name.

    WALTERS: Will you resign?              “The port is ours.” — Ilse Brandt
    TAMM: I will not.

The network, which reads running text, finds few of them. A transcript has two labelled paragraphs
at least, its labels in capitals; a signature is a name behind a dash that ends the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from quoth.annotate.candidate import Candidate
from quoth.annotate.speech import Speech
from quoth.annotate.tree import Range, Tree

# On PolNeAR train 7 of 11 signed quotations and 12 of 26 labelled paragraphs are marked; what is
# not is one annotator's leaving out, so these are read as surer than they count.
CONFIDENCE = 0.9
_DASHES = frozenset("— – ― - --".split())
_LABEL_WORDS = 4
_SIGNATURE_WORDS = 8
_LINKS = frozenset("of de van von der al bin the and".split())


def laid_out(tree: Tree, speech: Speech) -> list[Candidate]:
    """Return the statements that a report's layout makes, in order."""
    paragraphs = _paragraphs(tree, speech)
    found = [*_transcript(tree, speech, paragraphs)]
    found += [one for part in paragraphs for one in _signed(tree, speech, part)]
    return sorted(found, key=lambda one: one.anchor)


def _paragraphs(tree: Tree, speech: Speech) -> list[Range]:
    groups = groupby(range(len(tree.tokens)), key=speech.paragraph)
    runs = [list(tokens) for _, tokens in groups]
    return [Range(run[0], run[-1] + 1) for run in runs]


def _transcript(tree: Tree, speech: Speech, paragraphs: Sequence[Range]) -> Iterator[Candidate]:
    """Yield the labelled paragraphs, each with the quoted ones that go on from it."""
    labels = [_label(tree, part) for part in paragraphs]
    if sum(label is not None for label in labels) < 2:
        return
    for n, label in enumerate(labels):
        if label is None:
            continue
        last = n
        while (
            speech.inside[label.last] >= 0
            and last + 1 < len(paragraphs)
            and labels[last + 1] is None
            and speech.inside[paragraphs[last + 1].first] >= 0
        ):
            last += 1
        content = tree.trim(Range(label.last + 1, paragraphs[last].last))
        if content.last > content.first:
            colon = Range(label.last, label.last + 1)
            yield Candidate(label.last, (label,), (colon,), (content,), CONFIDENCE)


def _label(tree: Tree, part: Range) -> Range | None:
    """Return the words in capitals that open a paragraph before a colon."""
    first = part.first
    while first < part.last and tree.tokens[first].text in ('"', "“", "''", "``"):
        first += 1
    for i in range(first, min(part.last - 1, first + _LABEL_WORDS + 1)):
        word = tree.tokens[i].text
        if word == ":":
            return Range(first, i) if i > first else None
        if not word.replace(".", "").replace("-", "").isalpha() or not word.isupper():
            return None
    return None


def _signed(tree: Tree, speech: Speech, part: Range) -> Iterator[Candidate]:
    """Yield the quotation that fills a paragraph up to a dash and a name."""
    for i in range(part.last - 2, max(part.first, part.last - _SIGNATURE_WORDS - 3), -1):
        if tree.tokens[i].text not in _DASHES:
            continue
        quoted = speech.inside[i - 1]
        name = tree.trim(Range(i + 1, part.last))
        if quoted < 0 or not _is_name(tree, name) or speech.inside[i] >= 0:
            return
        passage = speech.passages[quoted].tokens
        if passage.first == part.first and passage.last == i:
            yield Candidate(i, (name,), (Range(i, i + 1),), (passage,), CONFIDENCE)
        return


def _is_name(tree: Tree, name: Range) -> bool:
    """Return whether words are a name, a title or a comma after it allowed."""
    words = [tree.tokens[i].text for i in range(*name)]
    if not words or len(words) > _SIGNATURE_WORDS or not words[0][:1].isupper():
        return False
    return all(w[:1].isupper() or w in _LINKS or not w[0].isalpha() for w in words)
