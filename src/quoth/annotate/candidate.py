"""What a reader of attributions finds, by token, before it becomes a `Statement`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quoth.annotate.tree import Range, Tree


@dataclass(frozen=True, slots=True)
class Candidate:
    """An attribution by token: each role is a tuple of ranges in order; `source` may be empty.

    `anchor` is the token that the cue hangs on ("said" in "has also said"); `confidence` is the
    probability that a reader would mark it so.
    """

    anchor: int
    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    confidence: float


def words_of(parts: tuple[Range, ...]) -> Iterator[int]:
    """Yield the tokens of some ranges."""
    for part in parts:
        yield from range(*part)


def head_of(tree: Tree, parts: tuple[Range, ...]) -> int | None:
    """Return the token that the words of a role hang on, None where there are none."""
    inside = set(words_of(parts))
    tops = [
        i for i in sorted(inside) if tree.tokens[i].head == i or tree.tokens[i].head not in inside
    ]
    nouns = [i for i in tops if tree.tokens[i].pos not in ("PUNCT", "DET", "ADP")]
    return next(iter(nouns or tops), None)
