"""Certainty and polarity: what one report asserts and another hedges, negates or denies."""

from __future__ import annotations

from collections.abc import Iterator

from quoth.align.candidates import Candidate, Tellings, flag
from quoth.align.opposites import OPPOSITES
from quoth.align.sides import (
    VERBS,
    Side,
    common,
    denied,
    head_verbs,
    main_verb,
    negated_verbs,
    plain_verbs,
    stance,
    with_auxiliaries,
)
from quoth.align.tellers import teller_of
from quoth.records import Span

# Words that say how far a telling stands by what it tells, by kind of reserve.
HEDGES = {
    "hearsay": "reportedly purportedly supposedly rumour rumor rumoured unconfirmed ostensibly",
    "alleged": "allegedly alleged allege allegation accuse accusation suspected claim purport",
    "suspect": "suspect suspicion suspicious accused",
    "belief": "believe think assume presume presumably",
    "possible": "may might could possible possibly perhaps potential potentially maybe can",
    "likely": "likely probably probable apparently apparent appear seem seemingly",
    "planned": "expect plan will would schedule intend propose hope seek try set",
    "open": "unclear whether if doubt dispute unsubstantiated question undecided",
}  # fmt: skip
KIND_OF = {word: kind for kind, words in HEDGES.items() for word in words.split()}
FIRM = frozenset({"planned", "suspect", "belief"})
# A denial stands against an assertion only where both share this part of their content words, a
# deed among them, or nearly all, or the main verb: "he disputed some of it" denies nothing that
# another report asserts, and that a hospital was not cleared nothing of the damage it had.
SAME_MATTER, SAME = 0.4, 0.75


def hedges(side: Side) -> dict[str, list[int]]:
    """Return the hedges of a unit by kind, as indices of tokens."""
    found: dict[str, list[int]] = {}
    for index in _told(side):
        token = side.report.tokens[index]
        word, lemma = token.text.lower(), token.lemma.lower()
        kind = KIND_OF.get(word) or KIND_OF.get(lemma)
        if kind is None or _is_no_hedge(word, token.pos, kind):
            continue
        found.setdefault(kind, []).append(index)
    return found


def _told(side: Side) -> list[int]:
    """Return the tokens of a unit and of the frame that tells it ("is believed to")."""
    tokens = side.report.tokens
    frame = [i for i in side.cue if tokens[i].sentence == side.unit.sentence]
    return sorted({*side.unit.tokens, *frame})


def _is_no_hedge(word: str, pos: str, kind: str) -> bool:
    if word in ("may", "might", "could", "will", "would", "can"):
        return pos != "AUX"
    if kind in ("planned", "belief") or word in ("appear", "appeared", "question", "dispute"):
        return pos not in VERBS
    return False


def certainty_candidates(a: Side, b: Side, tellings: Tellings) -> Iterator[Candidate]:
    """Yield what one asserts and the other tells with reserve."""
    left, right = tellings.once(hedges, a), tellings.once(hedges, b)
    for kind in sorted(left.keys() - right.keys()):
        yield _hedged(a, left[kind][0], kind, b, tellings, swap=False, other=right)
    for kind in sorted(right.keys() - left.keys()):
        yield _hedged(b, right[kind][0], kind, a, tellings, swap=True, other=left)


def _hedged(
    a: Side,
    index: int,
    kind: str,
    b: Side,
    tellings: Tellings,
    *,
    swap: bool,
    other: dict[str, list[int]],
) -> Candidate:
    tokens = a.report.tokens
    head = tokens[index] if tokens[index].pos == "VERB" else tokens[tokens[index].head]
    plain = plain_verbs(b)
    shared = head.lemma.lower() in plain
    below = _below(a, index) & plain.keys()
    told_by = [tellings.once(teller_of, s).statement is not None for s in (a, b)]
    everyone = [kind in tellings.once(hedges, s) for s in tellings.sides if s is not a]
    word = tokens[index].text.lower()
    features = {
        **tellings.alike(a, b),
        **{f"is {k}": flag(k == kind) for k in HEDGES},
        "other hedges": min(2, len(other)) / 2,
        "other firm hedge": flag(other.keys() - FIRM),
        "shared verb": flag(shared),
        "shared below": flag(below),
        "hedged by others": sum(everyone) / (len(everyone) or 1),
        "hedge told": flag(told_by[0]),
        "plain told": flag(told_by[1]),
        "plain asserted, hedge not": flag(told_by[0] and not told_by[1]),
        "hedge asserted, plain not": flag(told_by[1] and not told_by[0]),
        "hedge quoted": flag(a.unit.quoted),
        "plain past": flag(_past(b)),
        "negated": flag(a.unit.negated or b.unit.negated),
        "can": flag(word in ("can", "could", "would")),
        "adverb": flag(word.endswith("ly")),
        "speech": flag(_is_speech(b, word)),
    }
    one = _hedge_span(a, index)
    verbs = sorted(plain.keys() & (below | {head.lemma.lower()}))
    two = plain[verbs[0]] if verbs else main_verb(b)
    sides, spans = (a, b), (one, two)
    said = (f"“{_plain(a.text(one))}”", f"asserts it (“{_plain(b.text(two))}”)")
    if swap:
        sides, spans, said = (b, a), (two, one), (said[1], said[0])
    values = (sides[0].text(spans[0]), sides[1].text(spans[1]))
    return Candidate("certainty", sides, spans, values, said, features)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _below(side: Side, index: int) -> set[str]:
    """Return the lemmas that hang on a hedge or on its head."""
    tokens = side.report.tokens
    roots = {index, tokens[index].head}
    return {tokens[i].lemma.lower() for i in side.unit.tokens if tokens[i].head in roots}


def _past(side: Side) -> bool:
    return any(t.tag in ("VBD", "VBN") and t.dep in ("ROOT", "ccomp") for t in side.tokens)


def _is_speech(side: Side, word: str) -> bool:
    """Return whether the other side has the same hedge as a cue: "claims", "believes"."""
    return word[:6] in side.unit.heard.lower()


def _hedge_span(side: Side, index: int) -> Span:
    """Return a hedge with the verb that it bears on, where that stands beside it."""
    token = side.report.tokens[index]
    if token.pos == "VERB":
        return with_auxiliaries(side, index)
    head = side.report.tokens[token.head]
    if abs(token.head - index) > 3 or head.pos == "PUNCT":
        return token.span
    return Span(min(token.span.start, head.span.start), max(token.span.end, head.span.end))


def polarity_candidates(a: Side, b: Side, tellings: Tellings) -> Iterator[Candidate]:
    """Yield what one affirms and the other negates or reports as denied."""
    denials = (denied(a), denied(b))
    if (a.unit.negated != denials[0]) == (b.unit.negated != denials[1]):
        return
    if denials[0] != denials[1]:
        if _one_matter(a, b):
            yield _polarity(a, b, (stance(a), stance(b)), tellings.alike(a, b))
        return
    for left, right in ((a, b), (b, a)):
        negated, plain = negated_verbs(left), plain_verbs(right)
        shared = sorted(negated.keys() & plain.keys() - plain_verbs(left).keys())
        if shared:
            spans = (negated[shared[0]], plain[shared[0]])
            spans = spans if left is a else (spans[1], spans[0])
            yield _polarity(a, b, spans, tellings.alike(a, b))
            return


def opposite_candidates(a: Side, b: Side, tellings: Tellings) -> Iterator[Candidate]:
    """Yield what one tells with a verb and the other with its opposite: rates rose, rates fell."""
    if a.unit.negated or b.unit.negated or denied(a) or denied(b) or common(a, b) < SAME_MATTER:
        return
    verbs = tellings.once(plain_verbs, a), tellings.once(plain_verbs, b)
    for one in sorted(head_verbs(a) - verbs[1].keys()):
        for other in sorted(head_verbs(b) - verbs[0].keys()):
            if (one, other) in OPPOSITES and one in verbs[0] and other in verbs[1]:
                spans = (verbs[0][one], verbs[1][other])
                yield _polarity(a, b, spans, tellings.alike(a, b))
                return


def _one_matter(a: Side, b: Side) -> bool:
    """Return whether what one denies is what the other tells."""
    if head_verbs(a) & head_verbs(b):
        return True
    share = common(a, b)
    deeds = {t.lemma.lower() for side in (a, b) for t in side.tokens if t.pos == "VERB"}
    return share >= SAME or (share >= SAME_MATTER and bool(deeds & a.unit.lemmas & b.unit.lemmas))


def _polarity(a: Side, b: Side, spans: tuple[Span, Span], features: dict[str, float]) -> Candidate:
    values = (a.text(spans[0]), b.text(spans[1]))
    said = (f"“{_plain(values[0])}”", f"“{_plain(values[1])}”")
    return Candidate("polarity", (a, b), spans, values, said, features)
