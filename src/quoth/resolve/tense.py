"""Whether what a date tells is past or yet to come, by the verb that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.records import Token

# What is scheduled is to come; what is set "for" a day too.
_EXPECTED = frozenset("schedule plan expect slate anticipate reschedule postpone".split())
_PLANNING = _EXPECTED | frozenset(
    "set call invite convene book delay adjourn extend fix aim propose".split()
)
_PLANNED = frozenset("planned upcoming scheduled expected future coming forthcoming due".split())
_DEADLINES = frozenset("deadline ultimatum target".split())
_MODALS = frozenset("will shall can could may might must should would 'll ’ll wo ca".split())
_PRESENT_BE = frozenset("is are am 's ’s 'm ’m 're ’re".split())
# Verbs whose infinitive happens when they do: "began to leave", "was forced to resign".
_IMPLICATIVE = frozenset("begin start manage fail force continue help use appear seem have".split())
_SAYING = frozenset("say tell report announce add note state claim".split())
_AHEAD = frozenset(("ahead", "before"))
_SINCE = frozenset(("after", "following", "since"))
_VERBS = ("VERB", "AUX")
# A climb through the tree is never longer in a sentence that was parsed well.
_STEPS = 12


def coming(tokens: Sequence[Token], first: int, last: int) -> bool | None:
    """Return whether the date at `tokens[first:last]` is yet to come, None where nothing tells.

    Looks at the nouns and prepositions on the way to the verb ("ahead of Tuesday's vote",
    "a deadline of May 1", "scheduled for"), then at the verb's form and auxiliaries.
    """
    words = {token.text.lower() for token in tokens[first:last]}
    if "since" in words:
        return False
    at = _root(tokens, first, last)
    preposition = ""
    for _ in range(_STEPS):
        head = tokens[at].head
        if tokens[at].pos in _VERBS and not first <= at < last:
            return _verb(tokens, at, preposition)
        told = None if first <= at < last else _on_the_way(tokens, at)
        if told is not None:
            return told
        if tokens[at].pos in ("ADP", "SCONJ"):
            preposition = tokens[at].text.lower()
        if head == at:
            return None
        at = head
    return None


def _root(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return the token of the date whose head is outside."""
    for index in range(first, last):
        head = tokens[index].head
        if not first <= head < last or head == index:
            return index
    return first


def _on_the_way(tokens: Sequence[Token], at: int) -> bool | None:
    token = tokens[at]
    low = token.text.lower()
    if token.pos in ("ADP", "SCONJ", "ADV") and low in _AHEAD and token.dep != "mark":
        return True
    if token.pos in ("ADP", "SCONJ") and low in _SINCE:
        return False
    if token.pos in ("NOUN", "PROPN"):
        if token.lemma.lower() in _DEADLINES:
            return True
        if any(tokens[i].text.lower() in _PLANNED for i in _children(tokens, at)):
            return True
    if token.pos == "ADJ" and low in _PLANNED:
        return True
    return None


def _children(tokens: Sequence[Token], at: int) -> list[int]:
    found = []
    for step in (-1, 1):
        index = at + step
        while 0 <= index < len(tokens) and tokens[index].sentence == tokens[at].sentence:
            if tokens[index].head == at and index != at:
                found.append(index)
            index += step
    return found


def _verb(tokens: Sequence[Token], at: int, preposition: str, depth: int = 0) -> bool | None:
    """Return whether a verb's deed is yet to come."""
    token = tokens[at]
    lemma = token.lemma.lower()
    kids = _children(tokens, at)
    helps = {tokens[i].text.lower() for i in kids if tokens[i].dep in ("aux", "auxpass")}
    have = bool(helps & {"have", "has", "had", "'ve", "’ve", "having", "'d", "’d"})
    if lemma in _EXPECTED and token.tag == "VBN":
        return True
    if lemma in _PLANNING and preposition in ("for", "until", "to"):
        return True
    if helps & _MODALS:
        return not have
    if "to" in helps:
        return False if have else _infinitive(tokens, at, depth)
    if have or token.tag == "VBD" or "did" in helps:
        return _predicate(tokens, kids)
    if token.tag == "VBG":
        if helps & _PRESENT_BE:
            return True
        return False if helps else _governed(tokens, at, depth)
    if token.tag == "VBN":
        if helps & _PRESENT_BE:
            return True
        if not helps and token.dep == "xcomp":  # "stays shut"
            return _governed(tokens, at, depth)
        return False if helps or token.dep != "ROOT" else None
    if token.tag in ("VBZ", "VBP", "VB", "MD"):
        return lemma not in _SAYING
    return None


def _predicate(tokens: Sequence[Token], kids: Sequence[int]) -> bool:
    """Return whether a past "was" only says that something was due."""
    return any(tokens[i].text.lower() in ("due", "scheduled") for i in kids)


def _infinitive(tokens: Sequence[Token], at: int, depth: int) -> bool | None:
    """Return it for "to meet": coming, but what is done in order to do it has its verb's tense."""
    head = tokens[at].head
    happens = tokens[at].dep == "advcl" or tokens[head].lemma.lower() in _IMPLICATIVE
    if head != at and happens and tokens[head].pos in _VERBS and depth < _STEPS:
        return _verb(tokens, head, "", depth + 1)
    return True


def _governed(tokens: Sequence[Token], at: int, depth: int) -> bool | None:
    """Return what the verb above tells: "left town, saying on Monday"."""
    for _ in range(_STEPS):
        head = tokens[at].head
        if head == at or depth > _STEPS:
            return None
        at = head
        if tokens[at].pos in _VERBS:
            return _verb(tokens, at, "", depth + 1)
    return None
