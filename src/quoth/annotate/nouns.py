"""Frames of nouns and adjectives: "the claim that ...", "fear of ...", "confident that ..."."""

from __future__ import annotations

from collections.abc import Iterator

from quoth.annotate.predicates import SUBJECTS, Frame, american, subject
from quoth.annotate.tree import Range, Tree


def noun_frames(tree: Tree, noun: int) -> Iterator[Frame]:
    """Yield the frames of a noun; its source is a possessor, or the subject of its verb.

    "Their promise to ...", "the promise by X to ...", "X made the promise to ...".
    """
    tokens = tree.tokens
    lemma = american(tokens[noun].lemma.lower())
    source, verb, control = _holder(tree, noun)
    for child in tree.children[noun]:
        part = tree.trim(tree.edges(child))
        if child < noun or part.last <= part.first:
            continue
        who = source
        cue = {noun} if verb is None else {noun, verb}
        if tokens[child].dep == "prep" and tokens[child].pos in ("ADP", "SCONJ"):
            name = f"noun {tokens[child].lemma.lower()}"
            part = tree.trim(Range(child + 1, part.last))
            cue.add(child)
            if who is None and name != "noun of":
                who = _of(tree, noun)
        else:
            named = _clause(tree, child)
            if named is None:
                continue
            name = named
        if part.last > part.first:
            yield Frame(name, noun, lemma, who, tree.ranges(cue), (part,), control)
    yield from _copula(tree, noun, lemma, source)


def _holder(tree: Tree, noun: int) -> tuple[int | None, int | None, int]:
    """Return whose a noun is; the verb it is the object of where that says so; steps."""
    tokens = tree.tokens
    source = tree.child(noun, "poss")
    for preposition in tree.offspring(noun, "prep"):
        if source is None and tokens[preposition].text.lower() in ("by", "from", "among"):
            source = tree.child(preposition, "pobj")
    if source is not None or tokens[noun].dep not in ("dobj", "attr", "pobj", "conj", "oprd"):
        return source, None, 0
    above = tokens[noun].head
    if tokens[noun].dep == "pobj":
        above = tokens[above].head
    if tokens[above].pos not in ("VERB", "AUX"):
        return None, None, 0
    source, control = subject(tree, above)
    return source, above, control + 1


def _of(tree: Tree, noun: int) -> int | None:
    """Return the noun after "of"."""
    for preposition in tree.offspring(noun, "prep"):
        if tree.tokens[preposition].text == "of":
            return tree.child(preposition, "pobj")
    return None


def _clause(tree: Tree, child: int) -> str | None:
    """Return the kind of clause, or apposition, that explains a noun."""
    dep = tree.tokens[child].dep
    if dep == "appos":
        return "noun appos"
    if dep not in ("acl", "relcl", "ccomp", "xcomp", "advcl"):
        return None
    opening = tree.tokens[tree.left[child]].text.lower()
    if opening == "to":
        return "noun inf"
    if opening in ("that", "whether", "if"):
        return "noun relcl" if dep == "relcl" else "noun that"
    if dep != "relcl" and tree.child(child, *SUBJECTS) is not None:
        return "noun clause"
    return None


def _copula(tree: Tree, noun: int, lemma: str, source: int | None) -> Iterator[Frame]:
    """Yield "his point is that ..." and "the goal was to ..."."""
    verb = tree.tokens[noun].head
    if tree.tokens[noun].dep != "nsubj" or tree.tokens[verb].lemma != "be":
        return
    for child in tree.offspring(verb, "ccomp", "xcomp", "attr"):
        part = tree.trim(tree.edges(child))
        if child > verb and part.last > part.first:
            name = f"is {tree.tokens[child].dep}"
            yield Frame(name, noun, lemma, source, tree.ranges({noun, verb}), (part,))


def adjective_frames(tree: Tree, adjective: int) -> Iterator[Frame]:
    """Yield the frames of an adjective: "confident that ...", "it is unclear whether ..."."""
    tokens = tree.tokens
    token = tokens[adjective]
    verb: int | None = None
    if token.dep in ("acomp", "attr", "oprd", "ccomp", "xcomp"):
        verb = token.head if tokens[token.head].pos in ("VERB", "AUX") else None
    source: int | None = None
    control = 0
    if verb is not None:
        source, control = subject(tree, verb)
    elif token.dep in ("amod", "appos", "conj", "advcl"):
        source, control = subject(tree, adjective)
    dummy = source is not None and tokens[source].text.lower() in ("it", "there")
    who = None if dummy else source
    children = list(tree.children[adjective])
    if verb is not None and tokens[verb].lemma == "be":
        children += list(tree.offspring(verb, "ccomp", "xcomp", "advcl"))
    for child in children:
        named = _of_adjective(tree, adjective, child)
        if named is None:
            continue
        name, part = named
        cue = {adjective} | ({verb} if verb is not None else set())
        if tokens[child].dep == "prep":
            cue.add(child)
        name = f"it {name}" if dummy else name
        lemma = american(token.lemma.lower())
        yield Frame(name, adjective, lemma, who, tree.ranges(cue), (part,), control)
        if tokens[child].dep == "xcomp" and who is not None:
            parts = (tree.trim(tree.edges(who)), part)
            yield Frame("adj raise", adjective, lemma, None, tree.ranges(cue), parts, control)


def _of_adjective(tree: Tree, adjective: int, child: int) -> tuple[str, Range] | None:
    """Return the name and content of an adjective's complement, None where it is none."""
    token = tree.tokens[child]
    part = tree.trim(tree.edges(child))
    if child < adjective or part.last <= part.first:
        return None
    if token.dep == "ccomp":
        return "adj clause", part
    if token.dep == "xcomp":
        return "adj inf", part
    if token.dep in ("advcl", "acl"):
        return f"adj {token.dep} {tree.tokens[tree.left[child]].text.lower()}", part
    if token.dep != "prep":
        return None
    part = tree.trim(Range(child + 1, part.last))
    return (f"adj {token.lemma.lower()}", part) if part.last > part.first else None
