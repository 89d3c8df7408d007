"""Roles: what an outlet does where it is named: whether it hands on, and from how near.

A role is read from the noun phrase that holds the name and the word that the phrase hangs on:

reports   "TASS reported", "according to TASS", "as reported by TASS", "...: TASS"
cited     "..., citing TASS", "citing a report by TASS"
carries   "quoted by TASS as saying", "in remarks carried by state media"
hears     "told TASS", "in an interview with TASS", "on CNN", "in an essay for Bild"

In any other place an outlet is spoken of: "Reuters lied", "a spokesman for CNN".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from quoth.annotate.outlets import Outlet
from quoth.annotate.tree import SUBJECTS, Tree
from quoth.records import Token

Kind = Literal["reports", "cited", "carries", "hears"]

# Verbs by which an outlet hands on; where it argues, denies or hopes it speaks for itself.
REPORTING = frozenset(
    "report say quote cite write add carry note confirm announce publish reveal disclose claim "
    "state describe tell learn show air broadcast relate recount detail put".split()
)
# What an outlet may have written that tells what the outlet tells; a poll is its own.
REPORTS = frozenset(
    "report reports dispatch story stories article articles account scoop coverage".split()
)
_TELLING = frozenset("tell inform assure".split())
CITING = frozenset("cite quote".split())
_CARRYING = frozenset(
    "report quote carry publish air broadcast release post run obtain cite see show".split()
)
_ASKING = frozenset("ask interview press question".split())
# Where somebody's words are given to an outlet: on what "with", "to", "on", "in", "for" hang.
_OCCASIONS = frozenset(
    "interview conversation comment remark statement call email article op-ed essay column piece "
    "appearance broadcast programme program show meeting message letter video address telephone "
    "phone ed".split()
)
_SPEAKING = frozenset(
    "say speak talk tell write appear comment explain add declare insist argue announce interview "
    "confirm claim warn repeat admit".split()
)
_INTO = frozenset("to with on in for via through from by of during".split())
_AT = frozenset("in during on through for via by from to".split())
# Nouns between an outlet and who speaks to it: "told a reporter for Reuters".
_STAFF = frozenset(
    "reporter correspondent journalist host anchor presenter board program programme show "
    "broadcast edition series audience viewer columnist newspaper agency channel".split()
)
_PEOPLE = frozenset(
    "president premier minister senator governor mayor leader chief chairman director officer "
    "spokesman spokeswoman lawyer general".split()
)
_WITHIN_PHRASE = frozenset("compound appos poss nmod amod conj nummod".split())
_HEADS = frozenset(
    "agency network newspaper channel broadcaster media outlet daily magazine weekly tabloid radio "
    "television tv site website station service paper".split()
)
# Clauses that tell when or why something was said: "after CNN aired it".
_WHEN = frozenset(
    "after when while before since because once if although though until that which who".split()
)
_STEPS = 12


@dataclass(frozen=True, slots=True)
class Role:
    """An outlet that hands on: how, and the token that its noun phrase hangs on.

    `at` is where the climb to the statement's anchor begins; `aside` tells that the outlet
    stands beside a statement complete without it ("..., according to TASS").
    """

    outlet: Outlet
    kind: Kind
    at: int
    aside: bool = False


def up(tree: Tree, at: int) -> Iterator[int]:
    """Yield a token and the heads above it."""
    for _ in range(_STEPS):
        yield at
        if tree.tokens[at].head == at:
            return
        at = tree.tokens[at].head


def heads(tree: Tree, outlet: Outlet, noun: int) -> bool:
    """Return whether an outlet is what a noun phrase with this head means.

    Not so in "CNN's reporter"; "the TASS news agency" and "a report by TASS" are TASS.
    """
    if outlet.tokens.first <= noun < outlet.tokens.last:
        return not owns(tree, outlet) and not _is_person(tree, outlet)
    word = tree.tokens[noun].text.lower()
    last = tree.tokens[outlet.tokens.last - 1]
    if last.dep == "conj" and last.head == noun and tree.tokens[noun].entity == "ORG":
        return not owns(tree, outlet)
    if word not in _HEADS and word not in REPORTS:
        return False
    above = _head(tree, outlet)
    if above == noun:
        owned = tree.tokens[outlet.tokens.last - 1].dep == "poss"
        return word in REPORTS or not owned
    token = tree.tokens[above]
    return word in REPORTS and token.dep == "pobj" and tree.tokens[token.head].head == noun


def _is_person(tree: Tree, outlet: Outlet) -> bool:
    """Return whether a name is somebody's: "Fox, the former president, ..."."""
    words = range(*outlet.tokens)
    apposed = (i for word in words for i in tree.offspring(word, "appos"))
    return any(tree.tokens[i].lemma.lower() in _PEOPLE for i in apposed)


def owns(tree: Tree, outlet: Outlet) -> bool:
    """Return whether a name is followed by a possessive: "CNN's"."""
    last = outlet.tokens.last
    return last < len(tree.tokens) and tree.tokens[last].text in ("'s", "’s", "'", "’")


def role(tree: Tree, outlet: Outlet) -> Role | None:
    """Return what an outlet does where it is named, None where it is only spoken of."""
    top = _head(tree, outlet)
    if heads(tree, outlet, top):
        found = _direct(tree, outlet, top) or _headline(tree, outlet)
        if found is not None:
            return found
    return _telling(tree, outlet, top) or _hearing(tree, outlet, top) or _by_words(tree, outlet)


def _telling(tree: Tree, outlet: Outlet, top: int) -> Role | None:
    """Return the role of an outlet by "a Reuters report that ..."."""
    if tree.tokens[top].lemma.lower() not in REPORTS:
        return None
    clauses = tree.offspring(top, "acl", "relcl", "ccomp")
    if any(tree.tokens[tree.left[clause]].text.lower() == "that" for clause in clauses):
        return Role(outlet, "reports", top)
    return None


def _is_occasion(tree: Tree, noun: int) -> bool:
    """Return whether a noun is where something is said: "in an interview"."""
    token = tree.tokens[noun]
    above = tree.tokens[token.head].text.lower()
    return token.lemma.lower() in _OCCASIONS and token.dep == "pobj" and above in _AT


def _by_words(tree: Tree, outlet: Outlet) -> Role | None:
    """Return the role by the words before a name, where the parser was at a loss."""
    tokens = tree.tokens
    at = outlet.tokens.first - 1
    sentence = tokens[outlet.tokens.first].sentence
    while at > 0 and tokens[at].sentence == sentence and _is_modifier(tokens[at]):
        at -= 1
    if at < 1 or tokens[at].sentence != sentence:
        return None
    word, before = tokens[at].text.lower(), tokens[at - 1].lemma.lower()
    if tokens[at].lemma.lower() in _TELLING:
        return Role(outlet, "hears", at)
    if word in ("to", "with") and (before in _OCCASIONS or before in _SPEAKING):
        return Role(outlet, "hears", at - 1)
    if word == "by" and before in _CARRYING and tokens[at - 1].tag == "VBN":
        aside = before == "report" or _opens_with_as(tree, at - 1)
        return Role(outlet, "reports" if aside else "carries", at - 1, aside=aside)
    return None


def _is_modifier(token: Token) -> bool:
    return (
        token.pos in ("DET", "ADJ")
        or token.text.lower() in _HEADS
        or token.text.lower() in ("news", "state", "'s", "’s", "-", "based", "run", "owned")
        or token.entity in ("NORP", "GPE")
    )


def _head(tree: Tree, outlet: Outlet) -> int:
    """Return the head of the noun phrase that a name stands in: "the TASS | news agency"."""
    inside = range(*outlet.tokens)
    outer = [i for i in inside if tree.tokens[i].head not in inside or tree.tokens[i].head == i]
    return _phrase_head(tree, outer[-1] if outer else outlet.tokens.last - 1)


def _phrase_head(tree: Tree, at: int) -> int:
    for above in up(tree, at):
        at = above
        token = tree.tokens[at]
        if token.dep not in _WITHIN_PHRASE or token.head == at:
            break
        if token.dep == "conj" and tree.tokens[token.head].pos in ("VERB", "AUX"):
            break
    return at


def _direct(tree: Tree, outlet: Outlet, top: int) -> Role | None:
    """Return the role of an outlet that is subject, object or agent itself."""
    token = tree.tokens[top]
    above = tree.tokens[token.head]
    lemma = above.lemma.lower()
    if token.dep == "nsubj" and lemma in REPORTING:
        return None if _tells_else(tree, token.head) else Role(outlet, "reports", token.head)
    if token.dep in ("pobj", "pcomp"):
        return _after_preposition(tree, outlet, token.head)
    if token.dep == "dobj" and lemma in CITING:
        return Role(outlet, "cited", token.head)
    inverted = lemma in REPORTING and lemma != "tell" and tree.child(token.head, *SUBJECTS) is None
    if token.dep in ("dobj", "dep", "npadvmod", "oprd") and inverted and token.head == top - 1:
        # "“We won,” reported TASS": the parser takes who reports for an object.
        return Role(outlet, "reports", token.head)
    return None


def _tells_else(tree: Tree, verb: int) -> bool:
    """Return whether an outlet's verb has another object than the statement beside it.

    "After CNN aired the video, ...", "The Guardian published a letter, and ..."
    """
    token = tree.tokens[verb]
    if token.lemma.lower() not in CITING and tree.child(verb, "dobj") is not None:
        return True
    opening = tree.tokens[tree.left[verb]].text.lower()
    return token.dep in ("advcl", "relcl") and opening in _WHEN


def _after_preposition(tree: Tree, outlet: Outlet, preposition: int) -> Role | None:
    token = tree.tokens[preposition]
    word, above = token.text.lower(), tree.tokens[token.head]
    if (word == "to" and above.text.lower() == "according") or word == "per":
        return Role(outlet, "reports", preposition, aside=True)
    if (
        word in ("by", "in", "on", "from")
        and above.pos == "NOUN"
        and above.lemma.lower() in REPORTS
    ):
        return _of_report(tree, outlet, token.head)
    if word == "by" and above.lemma.lower() in _ASKING:
        return Role(outlet, "hears", token.head)
    if word == "by" and above.lemma.lower() in _CARRYING:
        as_told = above.lemma.lower() == "report" or _opens_with_as(tree, token.head)
        return Role(outlet, "reports" if as_told else "carries", token.head, aside=as_told)
    return None


def _of_report(tree: Tree, outlet: Outlet, report: int) -> Role | None:
    """Return the role of an outlet by that of its report: "citing a report by TASS"."""
    token = tree.tokens[report]
    above = tree.tokens[token.head]
    if token.dep == "dobj" and above.lemma.lower() in CITING:
        return Role(outlet, "cited", token.head)
    if token.dep == "pobj" and tree.tokens[above.head].text.lower() == "according":
        return Role(outlet, "reports", token.head, aside=True)
    return None


def _opens_with_as(tree: Tree, verb: int) -> bool:
    return tree.tokens[tree.left[verb]].text.lower() == "as"


def _headline(tree: Tree, outlet: Outlet) -> Role | None:
    """Return the role of an outlet that a sentence ends on: "Talks failed: TASS"."""
    first, last = outlet.tokens
    tokens = tree.tokens
    ends = last == len(tokens) or tokens[last].sentence != tokens[first].sentence
    ends = ends or (tokens[last].text == "." and tokens[last].dep == "punct")
    if ends and first and tokens[first - 1].text in (":", "-", "–", "—"):
        return Role(outlet, "reports", first, aside=True)
    return None


def _hearing(tree: Tree, outlet: Outlet, top: int) -> Role | None:
    """Return the role of an outlet that hears or prints what somebody says himself."""
    tokens = tree.tokens
    at = top
    for _ in range(_STEPS):
        token, above = tokens[at], tokens[tokens[at].head]
        if token.dep in ("dobj", "dative", "nsubjpass") and above.lemma.lower() in _TELLING:
            return Role(outlet, "hears", token.head)
        if _is_occasion(tree, at):
            return Role(outlet, "hears", at)
        if token.dep != "pobj" or above.text.lower() not in _INTO:
            return None
        beyond = tokens[above.head]
        if _is_occasion(tree, above.head):
            return Role(outlet, "hears", above.head)
        if beyond.lemma.lower() in _SPEAKING and above.text.lower() not in ("by", "of"):
            return Role(outlet, "hears", above.head)
        if beyond.lemma.lower() not in _STAFF and beyond.entity != "PERSON":
            return None
        at = _phrase_head(tree, above.head)
    return None
