"""Quotations as speech: which words of a report stand in quotation marks, and who opens them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quoth.annotate.frames import before_colon
from quoth.annotate.predicates import SUBJECTS, Frame, predicate_cue, predicate_lemma, subject
from quoth.annotate.tree import Range, Tree
from quoth.records import Report, StatementKind

# How far from a quotation its cue may stand, in words: "..., the mayor of X told Y on Z".
_REACH = 25
_INVERTED = ("dobj", "npadvmod", "dep")


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

    def snap(self, frame: Frame) -> Frame | None:
        """Return the frame with a content that respects quotations; None where it cannot.

        A quotation that holds most of the content, or lies mostly in it, belongs to it as a
        whole. What the narrator puts before a quotation ("In Rome, ...") does not.
        """
        if self.inside[frame.predicate] >= 0:
            return None
        if frame.source is not None and self.inside[frame.source] >= 0:
            return None
        content = {i for part in frame.content for i in range(*part)}
        touched = {self.inside[i] for i in content} - {-1}
        if not touched:
            return frame
        for number in sorted(touched):
            whole = range(*self.passages[number].tokens)
            words = [i for i in whole if self.tree.tokens[i].pos != "PUNCT"]
            common = sum(1 for i in words if i in content)
            if common >= 0.5 * len(words) or common >= 0.8 * len(content):
                content.update(whole)
        content -= self._adjunct(frame, content)
        cue = {i for part in frame.cue for i in range(*part)}
        parts = tuple(self.tree.trim(part) for part in self.tree.ranges(content - cue))
        parts = tuple(part for part in parts if part.last > part.first)
        return replace(frame, content=parts) if parts else None

    def _adjunct(self, frame: Frame, content: set[int]) -> set[int]:
        """Return the narrator's words in a content that only lead up to its quotation.

        "In Rome, “we won,” he said": what stands before a comma and the quotation, and holds no
        clause of its own.
        """
        if not frame.name.startswith(("before", "around", "clause")):
            return set()
        tokens = self.tree.tokens
        outside = {i for i in content if self.inside[i] < 0}
        words = {i for i in outside if tokens[i].pos != "PUNCT"}
        if not words:
            return outside
        quoted = min(content - outside, default=0)
        if frame.name.startswith("clause") or max(words) > quoted:
            return set()
        if any(tokens[i].dep in SUBJECTS or tokens[i].pos in ("VERB", "AUX") for i in words):
            return set()
        return outside if tokens[quoted - 1].text in (",", ":") else set()

    def frames(self) -> Iterator[Frame]:
        """Yield for each quotation the verbs before and after it that may introduce it."""
        for passage in self.passages:
            part = passage.tokens
            first = self.by_sentence(self.tree.tokens[part.first].sentence)
            last = self.by_sentence(self.tree.tokens[part.last - 1].sentence)
            yield from self._after(part, last)
            yield from self._before(part, first, passage)

    def _frame(self, name: str, verb: int, part: Range) -> Frame:
        source, control = subject(self.tree, verb)
        own = self.tree.child(verb, *SUBJECTS)
        quoted = own is None or self.inside[own] >= 0
        if name == "quote after" and verb <= part.last + 1 and quoted:
            # "“Go!” shouted the guard": the parser takes who shouts for an object.
            objects = (c for c in self.tree.offspring(verb, *_INVERTED) if c > verb)
            inverted = next(objects, None)
            source, control = (source, control) if inverted is None else (inverted, 0)
        if source is not None and self.inside[source] >= 0:
            source = self._narrated_subject(verb)
        cue = predicate_cue(self.tree, verb)
        lemma = predicate_lemma(self.tree, verb)
        note = "beside" if self._beside(part, verb, source) else "apart"
        return Frame(name, verb, lemma, source, cue, (part,), control, note)

    def _beside(self, part: Range, verb: int, source: int | None) -> bool:
        """Return whether only the source stands between a quotation and a verb."""
        between = range(part.last, verb) if verb >= part.last else range(verb + 1, part.first)
        known = set() if source is None else set(range(*self.tree.edges(source)))
        return all(i in known or self.tree.tokens[i].pos == "PUNCT" for i in between)

    def _narrated_subject(self, verb: int) -> int | None:
        """Return the nearest subject above a verb that does not stand in quotation marks."""
        tokens = self.tree.tokens
        for _ in range(_REACH):
            verb = tokens[verb].head
            found = self.tree.child(verb, *SUBJECTS)
            if found is not None and self.inside[found] < 0:
                return found
        return None

    def _after(self, part: Range, sentence: Range) -> Iterator[Frame]:
        """Yield the first verb after a quotation in its sentence."""
        for i in range(part.last, min(sentence.last, part.last + _REACH)):
            if self.inside[i] >= 0:
                return
            token = self.tree.tokens[i]
            if token.pos == "VERB" and token.dep not in ("amod", "relcl", "acl"):
                yield self._frame("quote after", i, part)
                return

    def _before(self, part: Range, sentence: Range, passage: Passage) -> Iterator[Frame]:
        """Yield the last verb before a quotation, in its sentence or in one ending on a colon."""
        tokens = self.tree.tokens
        name = "quote before"
        end = part.first
        if passage.free or sentence.first >= part.first:
            if sentence.first != part.first or not sentence.first:
                return
            end = sentence.first
            if tokens[end - 1].text != ":":
                return
            sentence = self.by_sentence(tokens[end - 1].sentence)
            name = "quote colon"
        elif tokens[end - 1].text in (":", ","):
            name = "quote colon" if tokens[end - 1].text == ":" else "quote comma"
        for i in range(end - 1, max(sentence.first, end - _REACH) - 1, -1):
            if self.inside[i] >= 0:
                return
            if tokens[i].pos == "VERB" and tokens[i].dep not in ("amod",):
                yield self._frame(name, i, part)
                return
        if name == "quote colon" and end - 1 - sentence.first <= _REACH:
            # "Lee: “No.”"
            head = before_colon(self.tree, Range(sentence.first, end - 1))
            if head is not None:
                cue = (Range(end - 1, end),)
                lemma = tokens[head].entity or tokens[head].lemma.lower()
                yield Frame("quote name", end - 1, lemma, head, cue, (part,))
