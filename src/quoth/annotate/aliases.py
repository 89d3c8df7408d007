"""Aliases: which mentions the syntax says are one.

By title ("Russian President | Vladimir Putin"), apposition, predicate noun ("Kim is the leader of
..."), acronym in brackets, and relative pronoun.
"""

from __future__ import annotations

from dataclasses import dataclass

from quoth.annotate.actor_nouns import is_actor_noun, is_title
from quoth.annotate.tree import Range, Tree
from quoth.records import MentionKind

HONORIFICS = frozenset("mr mr. mrs mrs. ms ms. miss dr dr. sir dame lord lady".split())
_RELATIVES = ("WP", "WDT", "WP$")
_BEFORE_NOUNS = frozenset(
    "det amod compound poss nummod nmod quantmod predet npadvmod advmod".split()
)
_STEPS = 8


@dataclass(slots=True)
class Draft:
    """A mention before it has its place in the report's list."""

    tokens: Range
    kind: MentionKind
    label: str
    head: int
    alias: Draft | None = None


class Drafts:
    """Mentions being gathered: by head token and by token; each stretch of tokens once."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.all: list[Draft] = []
        self.by_head: dict[int, Draft] = {}
        self.inside: dict[int, Draft] = {}
        self._seen: set[Range] = set()

    def add(
        self, part: Range, kind: MentionKind, label: str, *, head: int | None = None
    ) -> Draft | None:
        """Add a mention and return it; None where its stretch of tokens has one."""
        if part.last <= part.first or part in self._seen:
            return None
        self._seen.add(part)
        draft = Draft(part, kind, label, head_of(self.tree, part) if head is None else head)
        self.all.append(draft)
        self.by_head.setdefault(draft.head, draft)
        if kind == "name":
            self.inside.update(dict.fromkeys(range(*part), draft))
        return draft

    def at(self, i: int) -> Draft | None:
        """Return the mention that token `i` heads, else the name that it belongs to."""
        return self.by_head.get(i) or self.inside.get(i)

    def text(self, draft: Draft) -> str:
        """Return the words of a mention."""
        return " ".join(token.text for token in self.tree.tokens[slice(*draft.tokens)])


def head_of(tree: Tree, part: Range) -> int:
    """Return the token of a stretch that hangs on nothing else in it; the last such one."""
    inside = range(*part)
    loose = [i for i in inside if tree.tokens[i].head not in inside or tree.tokens[i].head == i]
    return loose[-1] if loose else part.last - 1


def nominal(tree: Tree, i: int) -> Range:
    """Return a noun's phrase: from its article to itself, with "of ..." and "for ..."."""
    tokens = tree.tokens
    first = i
    for child in tree.children[i]:
        if child < i and tokens[child].dep in _BEFORE_NOUNS:
            first = min(first, tree.left[child])
    part = tree.trim(Range(first, i + 1))
    for child in tree.offspring(i, "prep"):
        if child == i + 1 and tokens[child].text.lower() in ("of", "for"):
            inner = tree.child(child, "pobj")
            if inner is not None and inner > child:
                part = Range(part.first, inner + 1)
    return part


def join(tree: Tree, drafts: Drafts) -> None:
    """Set `alias` where the syntax says that two mentions are one; adds the missing ones."""
    for draft in list(drafts.all):
        if draft.kind == "name":
            _title(tree, drafts, draft)
            _acronym(tree, drafts, draft)
    for i, token in enumerate(tree.tokens):
        if token.dep == "appos":
            _apposition(tree, drafts, token.head, i)
        elif token.dep == "attr" and tree.tokens[token.head].lemma == "be":
            _predicate(tree, drafts, i)
        elif token.tag in _RELATIVES:
            _relative(tree, drafts, i)


def _title(tree: Tree, drafts: Drafts, name: Draft) -> None:
    """Join "Russian President" or "Secretary of State" to the name after it."""
    tokens = tree.tokens
    first = name.tokens.first
    if not first or name.label not in ("PERSON", ""):
        return
    noun = first - 1
    if first >= 3 and tokens[first - 2].text == "of" and tokens[noun].pos == "PROPN":
        noun = first - 3
    title = tokens[noun]
    if title.pos not in ("NOUN", "PROPN") or title.text.lower() in HONORIFICS:
        return
    if title.sentence != tokens[first].sentence or noun in drafts.inside:
        return
    if not (is_actor_noun(title.lemma) or is_title(title.text)):
        return
    start = noun
    while start > 0 and tokens[start - 1].sentence == title.sentence:
        before = tokens[start - 1]
        if before.pos not in ("NOUN", "PROPN", "ADJ", "PART") and before.text != "-":
            break
        start -= 1
    draft = drafts.add(tree.trim(Range(start, first)), "nominal", "", head=noun)
    draft = draft or drafts.by_head.get(noun)
    if draft is not None and draft is not name and draft.alias is None:
        draft.alias = name


def _acronym(tree: Tree, drafts: Drafts, name: Draft) -> None:
    """Join "IAEA" to "International Atomic Energy Agency" before it in brackets."""
    tokens, last = tree.tokens, name.tokens.last
    if last + 2 >= len(tokens) or tokens[last].text != "(" or tokens[last + 2].text != ")":
        return
    short = tokens[last + 1].text.replace(".", "")
    initials = {t.text[0] for t in tokens[slice(*name.tokens)] if t.text[:1].isupper()}
    # All letters of the acronym but one are initials: "UNESCO", "KCNA".
    if len(short) < 2 or not short.isupper() or len(set(short) - initials) > 1:
        return
    draft = drafts.inside.get(last + 1) or drafts.add(Range(last + 1, last + 2), "name", name.label)
    if draft is not None and draft is not name and draft.alias is None:
        draft.alias = name
        draft.label = name.label or draft.label


def _apposition(tree: Tree, drafts: Drafts, head: int, apposed: int) -> None:
    """Join a name and a noun phrase in apposition, whichever comes first."""
    one, other = drafts.at(head), drafts.at(apposed)
    if one is None or other is None:
        # A noun beside a name needs no place in the lists: "Ann Lee, a baker".
        known, missing = (one, apposed) if one is not None else (other, head)
        if known is None or known.kind != "name" or tree.tokens[missing].pos != "NOUN":
            return
        if known.label not in ("PERSON", "ORG", "GPE", ""):
            return
        one, other = known, drafts.add(nominal(tree, missing), "nominal", "", head=missing)
        if other is None:
            return
    name, noun = (one, other) if one.kind == "name" else (other, one)
    if name.kind == "name" and noun.kind == "nominal" and noun.alias is None:
        noun.alias = name


def _predicate(tree: Tree, drafts: Drafts, i: int) -> None:
    """Join "the leader of ..." to the subject of "Kim is the leader of ..."."""
    verb = tree.tokens[i].head
    own = tree.child(verb, "nsubj")
    noun = drafts.by_head.get(i)
    if own is None or noun is None or noun.kind != "nominal" or noun.alias is not None:
        return
    plain = tree.tokens[verb].tag in ("VBZ", "VBP") and tree.child(verb, "neg", "aux") is None
    who = drafts.at(own)
    if plain and who is not None and not _leads_to(who, noun):
        noun.alias = who


def _relative(tree: Tree, drafts: Drafts, i: int) -> None:
    """Join "who" to the noun that its clause belongs to."""
    verb = i
    for _ in range(_STEPS):
        token = tree.tokens[verb]
        if token.dep == "relcl":
            who = drafts.at(_antecedent(tree, drafts, i, token.head))
            if who is not None and not who.tokens.first <= i < who.tokens.last:
                draft = drafts.add(Range(i, i + 1), "pronoun", "")
                if draft is not None:
                    draft.alias = who
            return
        if token.head == verb:
            return
        verb = token.head


def _antecedent(tree: Tree, drafts: Drafts, pronoun: int, noun: int) -> int:
    """Return the noun that a relative pronoun stands for.

    "The leader of Norland, who ...": the parser may hang the clause on the place.
    """
    tokens = tree.tokens
    place = drafts.at(noun)
    of = tokens[noun].head
    if tokens[pronoun].text.lower() not in ("who", "whom") or place is None:
        return noun
    if place.label in ("GPE", "LOC", "FAC", "ORG") and tokens[noun].dep == "pobj":
        above = tokens[of].head
        if tokens[of].dep == "prep" and is_actor_noun(tokens[above].lemma):
            return above
    return noun


def _leads_to(draft: Draft, other: Draft) -> bool:
    """Return whether following aliases from one mention ends at, or passes, another."""
    at: Draft | None = draft
    for _ in range(_STEPS):
        if at is None:
            return False
        if at is other:
            return True
        at = at.alias
    return True
