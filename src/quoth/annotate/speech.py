"""Quotations as speech: which words of a report stand in quotation marks, and what they hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quoth.annotate.candidate import Candidate, words_of
from quoth.annotate.tree import Range, Tree
from quoth.records import Report, StatementKind


@dataclass(frozen=True, slots=True)
class Passage:
    """An outermost quotation: its tokens, and how it stands among the narrator's words.

    `free` means that its sentences hold no words outside quotations. `paragraph` is that of its
    first word.
    """

    tokens: Range
    free: bool
    paragraph: int
    continues: bool


class Speech:
    """The outermost quotations of a report, by token."""

    def __init__(self, report: Report, tree: Tree, sentences: Sequence[Range]) -> None:
        self.tree = tree
        self.sentences = sentences
        self._report = report
        tokens = report.tokens
        self.inside = [-1] * len(tokens)
        starts = [token.span.start for token in tokens]
        found: list[tuple[Range, bool]] = []
        for quotation in report.quotations:
            if quotation.depth:
                continue
            first = bisect_left(starts, quotation.span.start)
            last = bisect_left(starts, quotation.span.end)
            if last <= first or self.inside[first] >= 0:
                continue
            self.inside[first:last] = [len(found)] * (last - first)
            found.append((Range(first, last), quotation.continues))
        self.passages: list[Passage] = []
        for part, continues in found:
            covered = range(tokens[part.first].sentence, tokens[part.last - 1].sentence + 1)
            free = all(self._quoted(self.by_sentence(n)) for n in covered)
            self.passages.append(Passage(part, free, self.paragraph(part.first), continues))

    def by_sentence(self, number: int) -> Range:
        """Return the tokens of sentence `number` of the report; empty where it has none."""
        tokens = self.tree.tokens
        at = bisect_left(self.sentences, number, key=lambda s: tokens[s.first].sentence)
        if at < len(self.sentences) and tokens[self.sentences[at].first].sentence == number:
            return self.sentences[at]
        return Range(0, 0)

    def paragraph(self, token: int) -> int:
        """Return the number of the paragraph that a token stands in."""
        return self._report.sentences[self.tree.tokens[token].sentence].paragraph

    def kind(self, content: Sequence[Range]) -> StatementKind:
        """Return whether words stand all, partly or not at all within quotation marks."""
        inside = outside = 0
        for part in content:
            for i in range(*part):
                if self.tree.tokens[i].pos != "PUNCT":
                    inside += self.inside[i] >= 0
                    outside += self.inside[i] < 0
        if not inside:
            return "indirect"
        return "mixed" if outside else "direct"

    def _quoted(self, sentence: Range) -> bool:
        return all(
            self.inside[i] >= 0 or self.tree.tokens[i].pos == "PUNCT" for i in range(*sentence)
        )

    def whole(self, one: Candidate) -> Candidate:
        """Return the candidate with a content that takes quotations whole.

        A quotation that lies mostly in the content belongs to it as a whole, save for the words of
        its own source and cue. Words of the narrator in a paragraph before that of the cue, as a
        title, do not.
        """
        content = set(words_of(one.content))
        kept = set(content)
        for number in {self.inside[i] for i in content} - {-1}:
            whole = range(*self.passages[number].tokens)
            words = [i for i in whole if self.tree.tokens[i].pos != "PUNCT"]
            if 2 * sum(1 for i in words if i in content) >= len(words):
                kept.update(whole)
        kept -= {*words_of(one.source), *words_of(one.cue)}
        kept = self._after_titles(kept, one.anchor)
        return one if kept == content else replace(one, content=self.tree.ranges(kept))

    def _after_titles(self, content: set[int], anchor: int) -> set[int]:
        """Return a content without the titles before the paragraph of its cue."""
        here = self.paragraph(anchor)
        first = min(content, default=anchor)
        if first >= anchor or self.paragraph(first) >= here:
            return content
        kept = {
            i
            for i in content
            if i >= anchor or self.inside[i] >= 0 or self.paragraph(i) >= here or self._ends(i)
        }
        return kept or content

    def _ends(self, token: int) -> bool:
        """Return whether the sentence of a token ends as one, which a title does not."""
        sentence = self._report.sentences[self.tree.tokens[token].sentence].span
        return self._report.text[sentence.end - 1] in ".!?…:;,\"”’'»)"
