"""Mentions: where a report speaks of somebody or something that may act.

Only what the syntax says is joined (`aliases`); pronouns and repeated names are the work of
`resolve`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from quoth.annotate.actor_nouns import is_actor_noun, is_title
from quoth.annotate.aliases import HONORIFICS, Draft, Drafts, head_of, join, nominal
from quoth.annotate.syntax import NameSpan
from quoth.annotate.tree import Range, Tree
from quoth.records import Mention, Report

_TYPES = frozenset("PERSON ORG GPE NORP LOC FAC EVENT PRODUCT".split())
_PRONOUNS = frozenset(
    "i me my mine we us our ours he him his she her hers it its they them their theirs".split()
)
_BEFORE_NAMES = HONORIFICS | {"the", "a", "an"}
# Places in a phrase where a noun only describes another.
_DESCRIBING = ("compound", "amod", "nmod", "npadvmod")


def mentions(report: Report, names: Sequence[NameSpan]) -> tuple[Mention, ...]:
    """Return the report's mentions, in order of their first character, the longer ones first."""
    tree = Tree(report.tokens)
    drafts = Drafts(tree)
    for name in names:
        part = _tight(tree, name)
        if name.label in _TYPES and part.last > part.first:
            drafts.add(part, "name", name.label)
    for part in _unlabelled(tree, drafts):
        drafts.add(part, "name", "")
    _majority(tree, drafts)
    sources = _source_heads(report, tree)
    for i, token in enumerate(report.tokens):
        word = token.text.lower()
        if word in _PRONOUNS and token.pos in ("PRON", "DET"):
            if not _dummy(tree, i):
                drafts.add(Range(i, i + 1), "pronoun", "")
        elif token.pos in ("NOUN", "PROPN") and i not in drafts.inside:
            acts = token.dep not in _DESCRIBING and is_actor_noun(token.lemma)
            if acts or i in sources:
                drafts.add(nominal(tree, i), "nominal", "", head=i)
    join(tree, drafts)
    return _finish(report, tree, drafts.all)


def _tight(tree: Tree, name: NameSpan) -> Range:
    """Return spaCy's name without article, possessive ending and title."""
    tokens = tree.tokens
    first, last = name.first, name.last
    # A name does not run over the end of a sentence.
    while last > first and tokens[last - 1].sentence != tokens[first].sentence:
        last -= 1
    while first < last and (
        tokens[first].text.lower() in _BEFORE_NAMES or tokens[first].pos == "PUNCT"
    ):
        first += 1
    while last > first and (
        tokens[last - 1].tag == "POS"
        or (tokens[last - 1].pos == "PUNCT" and tokens[last - 1].text != ".")
    ):
        last -= 1
    if name.label == "PERSON":
        # "Ruritania's Ana Ruiz": a person's name has no possessor in it.
        owners = [i for i in range(first, last - 1) if tokens[i].tag == "POS"]
        first = owners[-1] + 1 if owners else first
    if name.label == "PERSON":
        while first < last - 1 and is_title(tokens[first].text):
            first += 1
        while first < last and _given_name(tree, first - 1, Range(first, last)):
            first -= 1
    return Range(first, last)


def _given_name(tree: Tree, i: int, name: Range) -> bool:
    """Return whether a token is a part of a person's name that spaCy left out before it."""
    if i < 0:
        return False
    token = tree.tokens[i]
    return (
        token.pos == "PROPN"
        and token.dep == "compound"
        and not token.entity
        and name.first <= token.head < name.last
        and token.text[:1].isupper()
        and token.text.lower() not in _BEFORE_NAMES
        and not is_title(token.text)
        and not is_actor_noun(token.lemma)
    )


def _unlabelled(tree: Tree, drafts: Drafts) -> Iterator[Range]:
    """Yield runs of proper nouns that spaCy gave no type, where they head a noun phrase."""
    tokens = tree.tokens
    for i, token in enumerate(tokens):
        if token.pos != "PROPN" or token.entity or i in drafts.inside:
            continue
        if token.dep in ("compound", "amod", "punct") or not token.text[:1].isupper():
            continue
        if is_title(token.text) or is_actor_noun(token.lemma):
            continue
        first = i
        while (
            first > tree.left[i]
            and tokens[first - 1].pos == "PROPN"
            and not tokens[first - 1].entity
            and first - 1 not in drafts.inside
            and not is_title(tokens[first - 1].text)
        ):
            first -= 1
        yield Range(first, i + 1)


def _majority(tree: Tree, drafts: Drafts) -> None:
    """Give every mention of one name the type that most of its mentions have."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for draft in drafts.all:
        if draft.label:
            votes[drafts.text(draft)][draft.label] += 1
    for draft in drafts.all:
        count = votes.get(drafts.text(draft))
        if count:
            draft.label = min(count, key=lambda label: (-count[label], label))


def _dummy(tree: Tree, i: int) -> bool:
    """Return whether "it" stands for nothing: "it is clear that ...", "it seems ..."."""
    token = tree.tokens[i]
    if token.text.lower() != "it":
        return False
    verb = token.head
    return token.dep == "expl" or (
        token.dep in ("nsubj", "nsubjpass")
        and tree.tokens[verb].lemma in ("be", "seem", "appear", "remain", "become")
        and tree.child(verb, "acomp", "attr") is not None
        and tree.child(verb, "ccomp", "xcomp", "advcl") is not None
    )


def _source_heads(report: Report, tree: Tree) -> set[int]:
    """Return the head tokens of the sources of the report's statements."""
    starts = [token.span.start for token in report.tokens]
    heads: set[int] = set()
    for statement in report.statements:
        for span in statement.source:
            part = Range(bisect_left(starts, span.start), bisect_left(starts, span.end))
            if part.last > part.first:
                heads.add(head_of(tree, part))
    return heads


def _finish(report: Report, tree: Tree, drafts: Sequence[Draft]) -> tuple[Mention, ...]:
    """Return drafts as records in their final order."""
    ordered = sorted(drafts, key=lambda d: (d.tokens.first, -d.tokens.last))
    place = {id(draft): number for number, draft in enumerate(ordered)}
    return tuple(
        Mention(
            span=tree.spans([draft.tokens])[0],
            kind=draft.kind,
            label=draft.label,
            head=draft.head,
            sentence=report.tokens[draft.head].sentence,
            alias_of=place[id(draft.alias)] if draft.alias is not None else None,
            subject=_is_subject(tree, draft.head),
        )
        for draft in ordered
    )


def _is_subject(tree: Tree, i: int) -> bool:
    """Return whether a token is a verb's subject, alone or with others ("A and B said")."""
    for _ in range(20):
        token = tree.tokens[i]
        if token.dep != "conj" or token.head == i:
            break
        i = token.head
    return tree.tokens[i].dep in ("nsubj", "nsubjpass")
