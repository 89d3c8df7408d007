"""The dependency trees of a report, walked by token index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from quoth.records import Span, Token

# The labels of subjects.
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
# What a mark does to the depth of nesting; the straight ones do either.
_PAIRED = dict.fromkeys("“„«([{", 1) | dict.fromkeys("”»)]}", -1) | {'"': 0, "''": 0, "``": 0}


class Range(NamedTuple):
    """Consecutive tokens: indices, half-open."""

    first: int
    last: int


class Tree:
    """Children, edges and subtrees of `Report.tokens`."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.children: list[list[int]] = [[] for _ in tokens]
        self.left = list(range(len(tokens)))
        self.right = list(range(len(tokens)))
        for i, token in enumerate(tokens):
            if token.head != i:
                self.children[token.head].append(i)
        # From the leaves up, each word once all below it are known.
        missing = [len(below) for below in self.children]
        ready = [i for i, below in enumerate(self.children) if not below]
        while ready:
            i = ready.pop()
            above = tokens[i].head
            if above != i:
                self.left[above] = min(self.left[above], self.left[i])
                self.right[above] = max(self.right[above], self.right[i])
                missing[above] -= 1
                if not missing[above]:
                    ready.append(above)

    def child(self, i: int, *deps: str) -> int | None:
        """Return the first child of token `i` with one of the given dependency labels."""
        for child in self.children[i]:
            if self.tokens[child].dep in deps:
                return child
        return None

    def offspring(self, i: int, *deps: str) -> Iterator[int]:
        """Yield the children of token `i` with one of the given dependency labels."""
        return (c for c in self.children[i] if self.tokens[c].dep in deps)

    def edges(self, i: int) -> Range:
        """Return the range from the first to the last token at or below `i`."""
        return Range(self.left[i], self.right[i] + 1)

    def without(self, whole: Range, *holes: Range) -> tuple[Range, ...]:
        """Return what is left of a range of tokens when others are cut out, each part trimmed."""
        parts = [whole]
        for hole in holes:
            parts = [
                piece
                for part in parts
                for piece in (
                    Range(part.first, min(part.last, hole.first)),
                    Range(max(part.first, hole.last), part.last),
                )
                if piece.last > piece.first
            ]
        trimmed = (self.trim(part) for part in parts)
        return tuple(part for part in trimmed if part.last > part.first)

    def trim(self, part: Range) -> Range:
        """Return the range without punctuation at its ends; marks that pair within it stay."""
        first, last = part
        tokens = self.tokens
        while first < last and tokens[first].pos in ("PUNCT", "SPACE"):
            if tokens[first].text in _PAIRED and self._balanced(first, last):
                break
            first += 1
        while first < last and tokens[last - 1].pos in ("PUNCT", "SPACE"):
            if tokens[last - 1].text in _PAIRED and self._balanced(first, last):
                break
            last -= 1
        return Range(first, last)

    def _balanced(self, first: int, last: int) -> bool:
        """Return whether opening and closing marks between two tokens are equally many."""
        level = straight = 0
        for token in self.tokens[first:last]:
            if token.text in _PAIRED:
                level += _PAIRED[token.text]
                straight += _PAIRED[token.text] == 0
        return level == 0 and straight % 2 == 0

    def spans(self, parts: Iterable[Range]) -> tuple[Span, ...]:
        """Return ranges of tokens as spans of the text."""
        return tuple(
            Span(self.tokens[part.first].span.start, self.tokens[part.last - 1].span.end)
            for part in parts
        )

    def ranges(self, indices: Collection[int]) -> tuple[Range, ...]:
        """Return token indices as maximal ranges, in order."""
        out: list[Range] = []
        for i in sorted(indices):
            if out and out[-1].last == i:
                out[-1] = Range(out[-1].first, i + 1)
            else:
                out.append(Range(i, i + 1))
        return tuple(out)
