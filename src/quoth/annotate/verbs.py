"""Frames of verbs: "said that ...", "refused to ...", "accused them of ...", "is said to ..."."""

from __future__ import annotations

from collections.abc import Iterator

from quoth.annotate.predicates import (
    SUBJECTS,
    Frame,
    outer_subject,
    predicate_cue,
    predicate_lemma,
    subject,
)
from quoth.annotate.tree import Range, Tree

_WITH_OBJECT = ("prep", "xcomp", "oprd", "advcl", "ccomp", "dobj", "advmod", "acomp")
_WITH_PASSIVE = ("xcomp", "ccomp", "oprd", "prep", "advcl", "dobj", "acomp", "attr")
_CLAUSE_WORDS = ("if", "whether", "why", "how", "that", "for")
_WH = ("WP", "WRB", "WDT", "WP$")
_HANDING_ON = ("report", "say", "write", "announce", "add")

# Name of the complement, its content, and further tokens of the cue.
_Complement = tuple[str, tuple[Range, ...], tuple[int, ...]]


def verb_frames(tree: Tree, verb: int) -> Iterator[Frame]:
    """Yield the frames of a verb in the active or the passive voice."""
    if tree.tokens[verb].dep in ("aux", "auxpass", "amod", "compound"):
        return
    lemma = predicate_lemma(tree, verb)
    if lemma == "be" or (lemma in ("quote", "cite") and _as_saying(tree, verb)):
        return
    if _passive(tree, verb):
        yield from _passive_frames(tree, verb, lemma)
        return
    source, control = subject(tree, verb)
    if source is not None and tree.tokens[source].dep in ("csubj", "csubjpass"):
        source = None
    outer = outer_subject(tree, verb)
    source = source if outer is None else outer
    for name, content, more in _complements(tree, verb):
        cue = predicate_cue(tree, verb, *more)
        frame = Frame(name, verb, lemma, source, cue, content, control)
        yield frame
        if name.startswith("clause"):
            for note, shorter in _shortened(tree, content[0]):
                yield Frame(name, verb, lemma, source, cue, shorter, control, note)
    cue = predicate_cue(tree, verb)
    for name, content in _parenthetical(tree, verb):
        yield Frame(name, verb, lemma, source, cue, content, control)
    for content in _raised(tree, verb):
        yield Frame("raise", verb, lemma, None, cue, content, control)
    if tree.tokens[verb].dep == "relcl":
        for content in _relative(tree, verb):
            yield Frame("rel", verb, lemma, source, cue, content, control)


def _passive(tree: Tree, verb: int) -> bool:
    token = tree.tokens[verb]
    if token.tag != "VBN":
        return False
    if tree.child(verb, "auxpass", "nsubjpass") is not None:
        return True
    return token.dep in ("acl", "advcl", "relcl") and tree.child(verb, "aux") is None


def _as_saying(tree: Tree, verb: int) -> bool:
    """Return whether a verb goes on with "as saying ...", which has the frames of its own."""
    return any(
        tree.tokens[child].text.lower() == "as" and tree.child(child, "pcomp") is not None
        for child in tree.offspring(verb, "prep")
    )


def _complements(tree: Tree, verb: int) -> Iterator[_Complement]:
    """Yield the complements to the right of a verb, and each of them with the object before."""
    objects = [child for child in tree.offspring(verb, "dobj") if child > verb]
    for child in tree.children[verb]:
        if child < verb:
            continue
        token = tree.tokens[child]
        # With an object before it ("blamed them for ..."), what follows a preposition is the
        # content alone in 11 of 740 places of PolNeAR train; with the object in the others.
        if token.dep != "prep" or not objects or child < objects[0]:
            yield from _complement(tree, child)
        if objects and child > objects[0] and token.dep in _WITH_OBJECT:
            part = tree.trim(Range(tree.left[objects[0]], tree.right[child] + 1))
            kind = token.lemma.lower() if token.dep == "prep" else token.dep
            if part.last > part.first:
                yield f"obj+{kind}", (part,), ()


def _complement(tree: Tree, child: int) -> Iterator[_Complement]:
    """Yield the complement that a token heads."""
    tokens = tree.tokens
    token = tokens[child]
    whole = tree.trim(tree.edges(child))
    if whole.last <= whole.first:
        return
    if token.dep == "ccomp":
        mark = tree.child(child, "mark")
        if mark is not None and tokens[mark].text.lower() == "that" and whole.first < mark < child:
            # "said, speaking to reporters, that ...": what comes before "that" is the speaker's.
            whole = Range(mark, whole.last)
        yield clause_name(tree, child), (whole,), ()
    elif token.dep == "xcomp":
        yield ("ger" if token.tag == "VBG" else "inf"), (whole,), ()
    elif token.dep == "advcl" and (mark := tree.child(child, "mark", "advmod")) is not None:
        if tokens[mark].text.lower() in _CLAUSE_WORDS:
            yield f"advcl {tokens[mark].text.lower()}", (whole,), ()
    elif token.dep == "dobj":
        # "told the agency that ...": the parser hangs the clause on the noun.
        for clause in tree.offspring(child, "acl", "relcl", "ccomp"):
            if tokens[tree.left[clause]].text.lower() == "that":
                yield "obj that", (tree.trim(tree.edges(clause)),), ()
        yield "obj", (whole,), ()
    elif token.dep in ("attr", "acomp", "oprd", "intj"):
        yield token.dep, (whole,), ()
    elif token.dep in ("prep", "dative", "agent") and token.pos in ("ADP", "SCONJ", "PART"):
        part = tree.trim(Range(child + 1, tree.right[child] + 1))
        if part.last > part.first and tree.child(child, "pobj", "pcomp", "prep") is not None:
            yield f"prep {token.lemma.lower()}", (part,), (child,)


def clause_name(tree: Tree, clause: int) -> str:
    """Return what opens a complement clause: "clause that", "clause wh", "clause" ..."""
    tokens = tree.tokens
    first = tokens[tree.left[clause]]
    mark = tree.child(clause, "mark")
    if first.text.lower() == "that" or (mark is not None and tokens[mark].text == "that"):
        return "clause that"
    if first.tag in _WH or first.text.lower() in ("whether", "if"):
        return "clause wh"
    if tokens[clause].tag in ("VB", "VBG", "VBN") and tree.child(clause, "aux") is None:
        return "clause small"
    if tokens[clause].tag == "VB":
        return "clause to"
    if tree.child(clause, *SUBJECTS) is None:
        return "clause bare"
    return "clause"


def _shortened(tree: Tree, whole: Range) -> Iterator[tuple[str, tuple[Range, ...]]]:
    """Yield a clause without what may be the narrator's at its end, and what was cut.

    1. ", adding that ...": a participle after a comma or dash;
    2. "and accused ...": a verb without a subject of its own, joined to the clause.
    """
    tokens = tree.tokens
    for i in range(whole.first + 2, whole.last):
        token = tokens[i]
        if token.pos != "VERB" or token.dep not in ("advcl", "conj", "acl"):
            continue
        at = tree.left[i]
        if tree.right[i] + 1 < whole.last or at <= whole.first + 1:
            continue
        before = tokens[at - 1]
        if token.dep == "conj":
            if before.dep != "cc" or tree.child(i, *SUBJECTS) is not None:
                continue
            note = f"cut conj {token.tag}|{token.lemma.lower()}"
        elif token.tag == "VBG" and before.pos == "PUNCT":
            note = f"cut ing|{token.lemma.lower()}"
        else:
            continue
        part = tree.trim(Range(whole.first, at - 1))
        if part.last > part.first:
            yield note, (part,)


def _parenthetical(tree: Tree, verb: int) -> Iterator[tuple[str, tuple[Range, ...]]]:
    """Yield what stands around or before "..., he said" and "as he said, ..."."""
    tokens = tree.tokens
    token = tokens[verb]
    for child in tree.offspring(verb, "ccomp", "advcl", "dobj", "nsubj", "parataxis", "intj"):
        if child > verb or (tokens[child].dep == "nsubj" and tree.child(verb, "dobj") is None):
            continue
        before = tree.trim(tree.edges(child))
        if tokens[child].dep == "dobj" and tokens[child].tag in ("WP", "WDT"):
            yield "rel", (before,)
        elif before.last > before.first:
            yield f"before {tokens[child].dep}", (before,)
    if tree.child(verb, *SUBJECTS) is None or token.head == verb:
        return
    # In "“...,” he said, TASS reported" the second verb is no part of what was said.
    if token.head > verb and tokens[token.head].lemma in _HANDING_ON:
        return
    if token.dep in ("parataxis", "ccomp", "advcl", "conj", "acl"):
        name = token.dep
        mark = tree.child(verb, "mark", "advmod")
        if token.dep == "advcl" and mark is not None:
            if tokens[mark].text.lower() not in ("as", "like"):
                return
            name = "as"
        parts = tree.without(tree.edges(token.head), tree.edges(verb))
        if parts:
            yield f"around {name}", parts


def _raised(tree: Tree, verb: int) -> Iterator[tuple[Range, ...]]:
    """Yield subject and complement of "he | seems | to know"."""
    own = tree.child(verb, *SUBJECTS)
    complement = tree.child(verb, "xcomp", "oprd", "acomp", "attr")
    if own is not None and complement is not None and complement > verb:
        yield tree.trim(tree.edges(own)), tree.trim(tree.edges(complement))


def _relative(tree: Tree, verb: int) -> Iterator[tuple[Range, ...]]:
    """Yield the relative pronoun or the noun that is the object of a relative clause."""
    tokens = tree.tokens
    for child in tree.offspring(verb, "dobj", "pobj"):
        if child < verb and tokens[child].tag in ("WDT", "WP"):
            yield (Range(child, child + 1),)
            return
    if tree.child(verb, "dobj", "ccomp", "xcomp") is not None:
        return
    if tokens[tree.left[verb]].tag in _WH:
        return
    part = tree.trim(Range(tree.left[tokens[verb].head], tree.left[verb]))
    if part.last > part.first:
        yield (part,)


def _passive_frames(tree: Tree, verb: int, lemma: str) -> Iterator[Frame]:
    """Yield the frames of a passive verb: what is said of its subject; the agent is the source."""
    tokens = tree.tokens
    agent = tree.child(verb, "agent")
    by = tree.child(agent, "pobj") if agent is not None else None
    own = tree.child(verb, *SUBJECTS, "expl")
    about = Range(0, 0)
    if own is None and tokens[verb].dep in ("acl", "relcl"):
        own = tokens[verb].head
        about = tree.trim(Range(tree.left[own], tree.left[verb]))
    elif own is not None and tokens[own].lemma.lower() != "it":
        about = tree.trim(tree.edges(own))
    named = own is not None and about.last > about.first
    cue = predicate_cue(tree, verb)
    if named:
        yield Frame("pass subj", verb, lemma, by, cue, (about,))
    for child in tree.offspring(verb, *_WITH_PASSIVE):
        part = tree.trim(tree.edges(child))
        if child < verb or part.last <= part.first:
            continue
        name = tokens[child].dep
        if name == "prep":
            name = f"prep {tokens[child].lemma.lower()}"
        elif name == "ccomp":
            name = clause_name(tree, child)
        # "He was told that ...", "asked by X to respond": the content is the complement alone.
        yield Frame(f"pass {name}", verb, lemma, by, cue, (part,))
        if named:
            yield Frame(f"pass subj+{name}", verb, lemma, by, cue, (about, part))
            if by is None:
                yield Frame(f"pass who {name}", verb, lemma, own, cue, (part,))
