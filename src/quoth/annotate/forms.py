"""Words by token, whatever the pipeline tells of them."""

from __future__ import annotations

from quoth.annotate.spelling import american
from quoth.annotate.tree import Tree


def same_sentence(tree: Tree, i: int, j: int) -> bool:
    """Return whether there is a token `j` in the sentence of token `i`."""
    tokens = tree.tokens
    return 0 <= j < len(tokens) and tokens[j].sentence == tokens[i].sentence


def lower(tree: Tree, i: int) -> str:
    """Return a word in lower case, "" where there is no token `i`."""
    return tree.tokens[i].text.lower() if 0 <= i < len(tree.tokens) else ""


def lemma(tree: Tree, i: int) -> str:
    """Return a word's lemma, the word itself where the pipeline gives none; in lower case."""
    return (tree.tokens[i].lemma or tree.tokens[i].text).lower()


def forms(tree: Tree, i: int) -> tuple[str, ...]:
    """Return a word's lemma, and what it may be a form of: some taggers hold "hoped" for "hop"."""
    if i >= len(tree.tokens):
        return ()
    word = lower(tree, i)
    stems = (word.removesuffix(end) for end in ("d", "ed", "ing", "s"))
    more = (f"{word[:-3]}y",) if word.endswith(("ied", "ies")) else ()
    return (american(lemma(tree, i)), *stems, *more)
