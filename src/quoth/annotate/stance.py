"""Stance: what a cue makes of its content ("said", "denied", "vowed", "asked whether").

The cue's word is looked up in `data/stances.tsv`; negation before it turns it. The words and
their order decide, syntax only helps: any pipeline's labels will do, or none at all.

Known gaps: irony; double negation over clauses ("it is not that he denied ..."); a denial that
only the content tells ("said that it was false" says so).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quoth.annotate.candidate import Candidate, head_of, words_of
from quoth.annotate.forms import forms, lemma, lower, same_sentence
from quoth.annotate.negation import AUXILIARIES, leading, negations
from quoth.annotate.spelling import american
from quoth.annotate.tree import Tree
from quoth.records import Stance

TABLE = Path(__file__).parent / "data" / "stances.tsv"

# What a negated cue makes of its content: it is not stood by ("did not say that", "never promised
# to"); a denial that is denied is let stand.
_TURNED: Mapping[Stance, Stance] = {
    "says": "denies",
    "denies": "says",
    "promises": "denies",
    "demands": "denies",
    "believes": "denies",
    "asks": "denies",
}
_PREPOSITIONS = frozenset("on upon for to against after about of from with".split())
_WH = frozenset("whether if who whom whose what which when where why how".split())
_CLAUSES = _WH | {"that"}
_SPEECH = frozenset(
    "advice apology opinion criticism praise explanation comment view account answer response "
    "reaction detail insight thought glimpse assessment condolence congratulation proof evidence "
    "retort rebuttal remark sign hint".split()
)
_FALSE = frozenset(
    "false untrue fake fabrication fabricated lie baseless unfounded groundless hoax nonsense "
    "fiction bogus bunk myth falsehood smear fantasy rubbish".split()
)
# With a word for falsehood after them these deny what they name.
_CALLS = frozenset(
    "call label brand describe characterize denounce decry slam blast portray condemn deem "
    "depict dub term attack".split()
)
# How many words may stand between the words of a phrase ("raised serious questions").
_GAP = 3
# How many words of a content may stand before its "to".
_NEAR = 5
# How many words after "called" may be what is called false, and false.
_REACH = 40


@dataclass(frozen=True, slots=True)
class _Table:
    """Stances by lemma and complement, and the rows of several words by their first."""

    rows: Mapping[tuple[str, str], Stance]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]

    def positive(self, key: str, complements: tuple[str, ...]) -> Stance | None:
        """Return what a cue that is not negated makes of such a complement."""
        for complement in (*complements, ""):
            if (key, complement) in self.rows:
                return self.rows[key, complement]
        return None


@cache
def table() -> _Table:
    """Return the stances that the package ships."""
    rows: dict[tuple[str, str], Stance] = {}
    phrases: dict[str, list[tuple[str, ...]]] = {}
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    for line in lines[1:]:
        key, complement, stance, _ = line.split("\t")
        rows[key, complement] = stance  # type: ignore[assignment]
        first, *rest = key.split()
        if rest:
            phrases.setdefault(first, []).append(tuple(rest))
    longest = {first: tuple(sorted(some, key=lambda p: -len(p))) for first, some in phrases.items()}
    return _Table(rows, longest)


def stance_of(tree: Tree, candidate: Candidate) -> Stance:
    """Return how the source of an attribution stands to its content.

    1. The anchor, else another word of the cue, is looked up with what follows it.
    2. "Called the report false" denies.
    3. Negations and words like "refused to" before it turn it, each pair of them back again.
    4. A content that is a question is asked, whatever verb stands beside it.
    """
    content = list(words_of(candidate.content))
    at, key = _word(tree, candidate)
    complements = tuple(_complements(tree, candidate, at, content))
    stance = table().positive(key, complements) or "says"
    if key.split()[:1] and key.split()[0] in _CALLS and _called_false(tree, at, content):
        stance = "denies"
    if stance == "denies" and _quoted_before(tree, at, content):
        stance = "says"
    turns = negations(tree, candidate, at, known=_row(tree, at) is not None)
    if key in ("confirm", "deny") and turns and _both(tree, at):
        return "denies"
    if len(turns) % 2:
        wh = "wh" in complements
        rows = table().rows
        turned = (rows.get((key, "not wh")) if wh else None) or rows.get((key, "not"))
        return turned or _TURNED[stance]
    if stance in ("says", "demands") and _question(tree, content):
        return "asks"
    return stance


def _word(tree: Tree, candidate: Candidate) -> tuple[int, str]:
    """Return the word of the cue that tells the stance, with its row: the anchor if it has one.

    "Announced plans", "expressed concern": a noun after it says more than the verb.
    """
    anchor = candidate.anchor
    others = [i for i in words_of(candidate.cue) if i != anchor]
    key = _row(tree, anchor)
    if key is None:
        found = [(i, row) for i in others if (row := _row(tree, i)) is not None]
        telling = [one for one in found if table().positive(one[1], ()) != "says"]
        return (telling or found or [(anchor, american(lemma(tree, anchor)))])[0]
    if table().positive(key, ()) == "says":
        for i in others:
            row = _row(tree, i)
            noun = i > anchor and tree.tokens[i].pos in ("NOUN", "ADJ")
            # "Admitted under questioning" admits.
            if not noun or any(tree.tokens[j].pos == "ADP" for j in range(anchor + 1, i)):
                continue
            if row is not None and table().positive(row, ()) != "says":
                return i, row
    return anchor, key


def _row(tree: Tree, i: int) -> str | None:
    """Return the row of the table for a word with what follows it; None where there is none."""
    found = forms(tree, i)
    for form in found:
        for rest in table().phrases.get(form, ()):
            if _follows(tree, i, rest):
                return " ".join((form, *rest))
    if _participle(tree, i):
        return lower(tree, i)
    known = (f for f in found if table().positive(f, ("to", "that", "bare")) is not None)
    return next(known, None)


def _participle(tree: Tree, i: int) -> bool:
    """Return whether a word is a participle that the table has as an adjective ("convinced")."""
    if (lower(tree, i), "") not in table().rows or lower(tree, i) == lemma(tree, i):
        return False
    before = [lower(tree, j) for j in leading(tree, i)]
    verbs = [word for word in before if word in AUXILIARIES]
    if not verbs:
        return tree.tokens[i].tag == "VBN"
    return verbs[0] not in ("have", "has", "had", "'ve", "’ve", "'d", "’d")


def _follows(tree: Tree, i: int, rest: tuple[str, ...]) -> bool:
    """Return whether the words of a phrase follow: a preposition at once, others nearby."""
    at = i
    for word in rest:
        reach = 1 if word in _PREPOSITIONS else 1 + _GAP
        places = [j for j in range(at + 1, at + 1 + reach) if same_sentence(tree, i, j)]
        found = next((j for j in places if word in (lemma(tree, j), lower(tree, j))), None)
        if found is None:
            return False
        at = found
    return True


def _complements(tree: Tree, candidate: Candidate, at: int, content: list[int]) -> Iterator[str]:
    """Yield what the table calls the complement that the content is, the most telling first."""
    words = [i for i in content if any(c.isalnum() for c in tree.tokens[i].text)]
    if not words:
        return
    first = words[0]
    opening = [
        lower(tree, j) for j in (first - 1, first) if j >= 0 and same_sentence(tree, first, j)
    ]
    verb = next((i for i in words if tree.tokens[i].pos in ("VERB", "AUX")), None)
    if _infinitive(tree, at, words, verb):
        yield "to"
    elif verb is not None and _bare(tree, words, verb):
        yield "bare"
    elif tree.tokens[first].tag == "VBG":
        yield "ing"
    before = words if verb is None else [i for i in words if i <= verb]
    if any(word in _WH for word in opening) or any(lower(tree, i) in _WH for i in before[:6]):
        yield "wh"
    elif "that" in opening:
        yield "that"
    head = head_of(tree, candidate.content)
    nouns = {i for i in words_of(candidate.cue) if i > at} | ({head} if head is not None else set())
    if any(lemma(tree, i) in _SPEECH for i in nouns):
        yield "speech"
    if tree.tokens[first].entity and any(lower(tree, i) == "as" for i in words):
        yield "person"


def _infinitive(tree: Tree, at: int, words: list[int], verb: int | None) -> bool:
    """Return whether a content is an infinitive, or somebody with one ("him to leave")."""
    first = words[0]
    if verb is None:
        # Without parts of speech: "to" near the start, and no other clause before it.
        near = [lower(tree, i) for i in words[:_NEAR]]
        if tree.tokens[first].pos or "to" not in near:
            return False
        return not _CLAUSES.intersection(near[: near.index("to")])
    lead = [i for i in range(first - 1, verb) if i >= 0 and same_sentence(tree, verb, i)]
    marks = [i for i in lead if lower(tree, i) == "to" and i + 1 in (verb, verb - 1)]
    if not marks or any(lower(tree, i) in _CLAUSES for i in lead):
        return False
    # "The plan to leave" hangs on its noun, "him to leave" on the cue.
    head = tree.tokens[verb].head
    inside = first <= head < marks[0] and tree.tokens[verb].dep in ("acl", "relcl", "advcl")
    return first >= marks[0] or first == verb or not inside or head == at


def _bare(tree: Tree, words: list[int], verb: int) -> bool:
    """Return whether a clause has a subject and a bare verb: "that he stop"."""
    token = tree.tokens[verb]
    subject = [i for i in words if i < verb and tree.tokens[i].pos in ("NOUN", "PROPN", "PRON")]
    return (
        token.tag == "VB"
        and bool(subject)
        and not any(
            lower(tree, i) in AUXILIARIES or lower(tree, i) in ("let", "help")
            for i in words
            if i < verb
        )
    )


def _called_false(tree: Tree, at: int, content: list[int]) -> bool:
    """Return whether what is called so is called false."""
    tokens = tree.tokens
    within = set(content)
    opens = min(within, default=at)
    for i in range(at + 1, at + 1 + _REACH):
        if not same_sentence(tree, at, i) or lemma(tree, i) not in _FALSE:
            continue
        if i not in within and i > opens > at:
            continue
        if tokens[opens].entity == "PERSON":
            continue  # a person can be false, but not untrue
        path = [tokens[i].head, tokens[tokens[i].head].head]
        ends = not any(tokens[j].text.isalpha() for j in within if j > i)
        if at in path if tokens[i].dep else ends:
            return True
    return False


def _quoted_before(tree: Tree, at: int, content: list[int]) -> bool:
    """Return whether a quoted sentence stands before the cue: "“We never fired,” he denied".

    Its words are the source's own, not what is denied.
    """
    quoted = bool(content) and tree.tokens[content[0]].text in ("“", '"', "``", "«", "„")
    verbs = any(tree.tokens[i].pos in ("VERB", "AUX") for i in content)
    return quoted and verbs and content[-1] < at


def _both(tree: Tree, at: int) -> bool:
    """Return whether a word stands in "confirm or deny"."""
    near = {lemma(tree, j) for j in range(at - 4, at + 5) if same_sentence(tree, at, j)}
    return {"confirm", "deny"} <= near


def _question(tree: Tree, content: list[int]) -> bool:
    """Return whether all sentences of a content are questions."""
    ends = [tree.tokens[i].text for i in content if tree.tokens[i].text in (".", "?", "!", "?!")]
    return bool(ends) and all(end.startswith("?") for end in ends)
