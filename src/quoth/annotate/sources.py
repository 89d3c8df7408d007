"""Kinds of source: how the report makes known who speaks, or that it keeps it back.

Known gaps: that a source is named further on ("a spokesman said ... Lee, the spokesman, ...") is
not seen; a body with a plain name ("the council") counts as described.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoth.annotate.candidate import head_of, words_of
from quoth.annotate.tree import Range, Tree
from quoth.records import SourceType

# Said of somebody who is not to be named: beside the source, or after it where it says who it is.
_UNNAMED = re.compile(
    r"\b(condition of anonymity|anonymous(ly)?|anonymity|unnamed|unidentified|"
    r"(not|n[’']t) (want(ing)? |wish(ing)? )?(to )?be (publicly |further )?(named|identified)|"
    r"(familiar|acquainted|conversant) with|close to the|(briefed|briefing) (on|about)|"
    r"(with|has|have|had|having) (direct |first-?hand |detailed |intimate )?knowledge of|"
    r"(not|n[’']t) (been )?(authori[sz]ed|permitted|allowed) to (speak|talk|comment|discuss)|"
    r"(declined|refused|asked) (not )?to be (named|identified|quoted by name)|"
    r"(withheld|withhold) (his|her|their) names?|spoke on background|on background|"
    r"privy to|in the know)\b",
    re.IGNORECASE,
)
# What also tells of it in another place of the sentence: "said on condition of anonymity".
_ANYWHERE = re.compile(r"\b(condition of anonymity|anonymously|on background)\b", re.IGNORECASE)
_SOURCES = frozenset("source leaker whistleblower informant".split())
# Who speaks for a body from within; one of them, or some, without a name are kept unnamed.
_INSIDERS = frozenset(
    "official insider diplomat aide adviser advisor operative staffer ally confidant associate "
    "envoy negotiator".split()
)
_SOME = frozenset("a an another one two three four five several".split())
_PRONOUNS = frozenset(
    "i me my mine myself we us our ours ourselves you your yours he him his himself she her hers "
    "herself it its itself they them their theirs themselves who whom whose which that this "
    "these those".split()
)
_BODIES = frozenset(
    "campaign administration government team foundation committee commission council court "
    "department agency network website newspaper magazine group union party company organization "
    "institute university police ministry office bureau bank fund institution poll".split()
)
_OWNS = ("'s", "’s", "'", "’")
_NAMES = frozenset("PERSON PER ORG GPE LOC FAC NORP WORK_OF_ART EVENT PRODUCT LAW MISC".split())
# Words after a source that may say who it is, where the syntax does not.
_AFTER = 14


def source_type(tree: Tree, source: Sequence[Range]) -> SourceType:
    """Return how the report makes a source known; see `SourceType`."""
    inside = [i for i in words_of(tuple(source)) if tree.tokens[i].pos != "PUNCT"]
    if not inside:
        return "none"
    head = head_of(tree, tuple(source))
    head = inside[-1] if head is None else head
    if _named(tree, inside, head):
        return "named"
    if _unnamed(tree, inside, head):
        return "anonymous"
    pronoun = tree.tokens[head].text.lower() in _PRONOUNS
    return "pronoun" if pronoun and len(inside) < 3 else "described"


def _named(tree: Tree, inside: Sequence[int], head: int) -> bool:
    """Return whether a name heads the source, stands beside its head, or names a body."""
    if _is_name(tree, head):
        return True
    inner = set(inside)
    beside = [i for i in tree.offspring(head, "appos", "flat") if i in inner]
    if any(_is_name(tree, i) for i in beside):
        return True
    token = tree.tokens[head]
    if token.text.lower() in _PRONOUNS or token.entity == "NORP" or head - 1 not in inner:
        return False
    # "The Lee campaign" and "Lee's campaign" have names; "a Lee supporter" and "Lee's aide" do not.
    before = head - 1
    if token.lemma.lower() not in _BODIES:
        return False
    before -= tree.tokens[before].text in _OWNS and before - 1 in inner
    return _is_name(tree, before)


def _is_name(tree: Tree, i: int) -> bool:
    """Return whether a word belongs to a name of somebody; of the members of a party it does not.

    Without parts of speech a capital letter inside a sentence has to do.
    """
    token = tree.tokens[i]
    if token.entity == "NORP":
        return False
    if token.pos:
        return token.pos == "PROPN" or (token.entity in _NAMES and token.text[:1].isupper())
    opens = i == 0 or tree.tokens[i - 1].sentence != token.sentence
    return token.text[:1].isupper() and not opens and token.text.lower() not in _PRONOUNS


def _unnamed(tree: Tree, inside: Sequence[int], head: int) -> bool:
    """Return whether the report keeps a source that it does not name to itself."""
    tokens = tree.tokens
    lemma = (tokens[head].lemma or tokens[head].text).lower()
    if lemma.removesuffix("s") in _SOURCES:
        return True
    words = [tokens[i].text.lower() for i in inside]
    if lemma.removesuffix("s") in _INSIDERS and words[0] in _SOME:
        return True
    if _UNNAMED.search(_text(tree, inside)) or _UNNAMED.search(_text(tree, _about(tree, head))):
        return True
    sentence = [
        i
        for i in range(max(0, head - 80), min(len(tokens), head + 80))
        if tokens[i].sentence == tokens[head].sentence
    ]
    return bool(_ANYWHERE.search(_text(tree, sentence)))


def _about(tree: Tree, head: int) -> list[int]:
    """Return the words after a source that say who it is: those that hang on it, else a few."""
    tokens = tree.tokens
    here = tokens[head].sentence
    if tokens[head].dep:
        last = tree.right[head] + 1
        return [i for i in range(head, last) if tokens[i].sentence == here]
    last = min(len(tokens), head + _AFTER)
    return [i for i in range(head, last) if tokens[i].sentence == here]


def _text(tree: Tree, indices: Sequence[int]) -> str:
    """Return words as they would stand in a text, with the contractions joined."""
    text = " ".join(tree.tokens[i].text for i in indices)
    return text.replace(" n't", "n't").replace(" n’t", "n’t")
