"""Predicates: what a frame is, and who is the subject of a verb."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.annotate.tree import Range, Tree

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
# Places where a verb without a subject takes over that of the word it hangs on.
_INHERIT = ("conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dep", "parataxis")
# Verbs whose object is the subject of the infinitive: "urged them to say".
_OBJECT_CONTROL = frozenset(
    "advise allow ask cause command compel convince direct enable encourage force get help "
    "implore inspire instruct invite lead lobby need order permit persuade press pressure prompt "
    "push remind request require tell train urge want warn".split()
)

_NOT_IZE = frozenset(
    "advertise advise arise comprise compromise concise demise despise devise disguise enterprise "
    "excise exercise expertise franchise improvise merchandise noise otherwise paradise poise "
    "praise precise premise promise raise revise rise supervise surprise televise wise".split()
)
_OUR = frozenset("behaviour clamour colour favour honour humour labour rumour".split())


@dataclass(frozen=True, slots=True)
class Frame:
    """A predicate, one of its complements, and who would be the source.

    `name` is the kind of complement, `note` what was left out of it or added. `source` is the
    head token of the source, None where the frame has none; `control` is how many steps away
    the subject was found. `cue` and `content` are ranges of tokens.
    """

    name: str
    predicate: int
    lemma: str
    source: int | None
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    control: int = 0
    note: str = ""


def subject(tree: Tree, verb: int, *, reach: int = 4) -> tuple[int | None, int]:
    """Return the head of a verb's subject, and how many steps up it was found."""
    for step in range(reach):
        token = tree.tokens[verb]
        found = tree.child(verb, *SUBJECTS)
        if found is not None:
            return found, step
        if token.dep in ("acl", "relcl"):
            # "officials saying ...": the noun; in "claims said to be ..." there is no source.
            return (token.head, step + 1) if token.tag == "VBG" else (None, step)
        if token.dep == "xcomp" and tree.tokens[token.head].lemma in _OBJECT_CONTROL:
            controller = tree.child(token.head, "dobj", "dative")
            if controller is not None:
                return controller, step + 1
        if token.dep not in _INHERIT or token.head == verb:
            return None, step
        if token.dep == "pcomp" and tree.tokens[token.head].text.lower() == "as":
            # "TASS quoted him as saying": the one who is quoted.
            quoted = tree.child(tree.tokens[token.head].head, "dobj")
            if quoted is not None:
                return quoted, step + 1
        verb = token.head
    return None, reach


def outer_subject(tree: Tree, verb: int) -> int | None:
    """Return the subject of the verb above a clause that the parser wrongly put `verb` into.

    In "He said that it failed, adding ..." and "He says it failed and blames ..." the parser may
    hang the second verb on "failed". On PolNeAR train the speaker was the outer subject in 84 of
    96 such places (a participle after punctuation, or a finite verb joined by "and").
    """
    token = tree.tokens[verb]
    after_comma = tree.tokens[max(verb - 1, 0)].pos == "PUNCT"
    if tree.child(verb, *SUBJECTS) is not None or not (
        (token.dep == "advcl" and token.tag == "VBG" and after_comma)
        or (token.dep == "conj" and token.tag in ("VBD", "VBZ", "VBG"))
    ):
        return None
    at = token.head
    for _ in range(6):
        token = tree.tokens[at]
        if token.head == at:
            return None
        at = token.head
        if token.dep == "ccomp":
            return subject(tree, at)[0]
    return None


def source_range(tree: Tree, head: int) -> tuple[Range, ...]:
    """Return the noun phrase of a source, without a relative clause after it.

    A head in brackets ("Lee (R-Ohio), said") stands for what is before the brackets.
    """
    head = _before_brackets(tree, head)
    part = tree.edges(head)
    for clause in tree.offspring(head, "relcl", "acl", "parataxis"):
        if clause > head:
            part = Range(part.first, min(part.last, tree.left[clause]))
    if not part.first <= head < part.last:
        part = Range(head, head + 1)
    trimmed = tree.trim(part)
    return (trimmed,) if trimmed.last > trimmed.first else (Range(head, head + 1),)


def _before_brackets(tree: Tree, head: int) -> int:
    """Return the noun right before the brackets that a token stands in; else the token."""
    tokens = tree.tokens
    for i in range(head - 1, max(head - 5, 0), -1):
        if tokens[i].text in (")", ".") or tokens[i].sentence != tokens[head].sentence:
            break
        if tokens[i].text == "(":
            return i - 1 if tokens[i - 1].pos in ("PROPN", "NOUN") else head
    return head


def predicate_cue(tree: Tree, verb: int, *more: int) -> tuple[Range, ...]:
    """Return the predicate with its auxiliaries, negation and particle, and other tokens."""
    return tree.ranges({verb, *more, *tree.offspring(verb, "aux", "auxpass", "neg", "prt")})


def predicate_lemma(tree: Tree, i: int) -> str:
    """Return a predicate's lemma in lower case and American spelling, with its particle."""
    lemma = american(tree.tokens[i].lemma.lower())
    particle = tree.child(i, "prt")
    return f"{lemma} {tree.tokens[particle].lemma.lower()}" if particle is not None else lemma


def american(lemma: str) -> str:
    """Return a lemma in the spelling of the reports that the cues were counted in."""
    if lemma.endswith("ise") and lemma not in _NOT_IZE:
        return f"{lemma[:-3]}ize"
    if lemma.endswith("our") and lemma in _OUR:
        return f"{lemma[:-3]}or"
    return {"defence": "defense", "offence": "offense", "sceptical": "skeptical"}.get(lemma, lemma)
