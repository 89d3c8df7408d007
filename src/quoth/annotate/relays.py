"""Relays: the agency or outlet through which a statement reached the report.

Four ways of naming one are read:

1. the agency tells what somebody else said ("TASS reported that Putin said ..."): the statement
   becomes that of the one who said it;
2. the agency is the source, nobody else is named: it is source and relay in one;
3. the agency is where it was said ("told Reuters", "in an interview with Sputnik");
4. the agency stands beside the statement ("..., according to TASS", "as reported by TASS").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quoth.annotate.predicates import Frame, source_range
from quoth.annotate.tree import Range, Tree
from quoth.records import Relay, Report, Span

TABLE = Path(__file__).parent / "data" / "agencies.tsv"

# An inner statement counts where it is as likely as any that is listed, and fills half of what the
# agency tells; else the agency's own words are kept. PolNeAR, which marks the outer statement,
# loses less than 0.1 point of attribution F1 on dev by it.
_INNER_CONFIDENCE = 0.25
_INNER_SHARE = 0.5

_PREPOSITIONS = frozenset("to with by via from on through per in".split())
_ADDRESSED = frozenset("tell inform cite quote".split())
_REPORTING = frozenset("report say quote cite write add carry note confirm announce".split())
# Words between an agency's name and the preposition or verb that it hangs on.
_WITHIN_PHRASE = frozenset("compound appos poss nmod amod conj".split())
_WORD = re.compile(r"\w+")
_STEPS = 12


@dataclass(frozen=True, slots=True)
class Agency:
    """A place in a report where an agency or outlet is named."""

    name: str
    tokens: Range


@dataclass(frozen=True, slots=True)
class Scored:
    """A frame with the probability that it is an attribution, and its relays."""

    frame: Frame
    confidence: float
    agencies: tuple[Agency, ...] = ()


@cache
def _table() -> Mapping[str, tuple[tuple[str, str, bool], ...]]:
    """Return, by first word in lower case: variant, name, and whether case matters."""
    table: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    rows = [r for r in TABLE.read_text("utf-8").splitlines() if r and not r.startswith("#")]
    for row in rows[1:]:
        name, variants, kind, *_ = row.split("\t")
        for variant in filter(None, (name, *variants.split("|"))):
            word = _WORD.match(variant)
            if word is not None:
                table[word.group().lower()].append((variant, name, kind != "words"))
    return {word: tuple(sorted(v, key=lambda x: -len(x[0]))) for word, v in table.items()}


def agencies(report: Report) -> Iterator[Agency]:
    """Yield the places where the report names an agency or outlet, in order."""
    table = _table()
    starts = [token.span.start for token in report.tokens]
    done = 0
    for i, token in enumerate(report.tokens):
        if i < done:
            continue
        word = _WORD.match(token.text)
        for variant, name, exact in table.get(word.group().lower(), ()) if word else ():
            end = token.span.start + len(variant)
            there = report.text[token.span.start : end]
            if there != variant and (exact or there.lower() != variant):
                continue
            if report.text[end : end + 1].isalnum():
                continue
            done = max(i + 1, bisect_left(starts, end))
            yield Agency(name, Range(i, done))
            break


def relays(found: Sequence[Agency], tree: Tree) -> tuple[Relay, ...]:
    """Return agencies as relays, each name once."""
    spans: dict[str, list[Span]] = {}
    for agency in found:
        spans.setdefault(agency.name, []).extend(tree.spans([agency.tokens]))
    return tuple(Relay(name, tuple(places)) for name, places in spans.items())


def hand_on(
    tree: Tree, named: Sequence[Agency], chosen: Sequence[Scored], scored: Sequence[Scored]
) -> list[Scored]:
    """Return the chosen frames with their relays; what an agency tells of others is theirs.

    `scored` holds every frame that may stand in the place of a chosen one.
    """
    if not named:
        return list(chosen)
    found = [_own(tree, named, one, scored) for one in chosen]
    contents = {i for one in found for part in one.frame.content for i in range(*part)}
    by_sentence: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(found):
        by_sentence[tree.tokens[one.frame.predicate].sentence].append(number)
    for agency in named:
        at = agency.tokens.first
        if at in contents:
            continue
        for number in _beside(tree, agency, found, by_sentence[tree.tokens[at].sentence]):
            one = found[number]
            if agency not in one.agencies:
                found[number] = Scored(one.frame, one.confidence, (*one.agencies, agency))
    return found


def _own(tree: Tree, named: Sequence[Agency], one: Scored, scored: Sequence[Scored]) -> Scored:
    """Return the statement with the agency that is its source; the inner one if there is one."""
    frame = one.frame
    if frame.source is None:
        return one
    phrase = source_range(tree, frame.source)[0]
    own = tuple(a for a in named if phrase.first <= a.tokens.first < phrase.last)
    if not own or not _heads(tree, frame.source, own):
        return one
    content = {i for part in frame.content for i in range(*part)}
    best: Scored | None = None
    for inner in scored:
        who = inner.frame.source
        if (
            who is None
            or phrase.first <= who < phrase.last
            or inner.confidence < _INNER_CONFIDENCE
            or (best is not None and inner.confidence <= best.confidence)
        ):
            continue
        size = sum(len(content.intersection(range(*part))) for part in inner.frame.content)
        if size >= _INNER_SHARE * len(content):
            best = inner
    kept = best or one
    return Scored(kept.frame, kept.confidence, own)


def _heads(tree: Tree, source: int, own: Sequence[Agency]) -> bool:
    """Return whether an agency heads the source: not so in "CNN's reporter"."""
    for agency in own:
        if agency.tokens.first <= source < agency.tokens.last:
            return True
        noun = tree.tokens[source].lemma.lower()
        if noun in ("agency", "network", "newspaper", "channel", "broadcaster", "media", "outlet"):
            return True
    return False


def _beside(
    tree: Tree, agency: Agency, found: Sequence[Scored], here: Sequence[int]
) -> Iterator[int]:
    """Yield the statements of a sentence that an agency, named outside them, hands on."""
    if not here:
        return
    phrase = set(range(*agency.tokens))
    for number in here:
        frame = found[number].frame
        if frame.source is not None and any(
            part.first <= agency.tokens.first < part.last
            for part in source_range(tree, frame.source)
        ):
            return
    at = _phrase_head(tree, agency.tokens.last - 1)
    if not _hands_on(tree, at):
        return
    predicates = {found[number].frame.predicate: number for number in here}
    for _ in range(_STEPS):
        if at in predicates and at not in phrase:
            yield predicates[at]
            return
        if tree.tokens[at].head == at:
            break
        at = tree.tokens[at].head
    yield from here


def _phrase_head(tree: Tree, at: int) -> int:
    """Return the head of the noun phrase that a name stands in: "the TASS | news agency"."""
    for _ in range(_STEPS):
        token = tree.tokens[at]
        if token.dep not in _WITHIN_PHRASE or token.head == at:
            break
        at = token.head
    return at


def _hands_on(tree: Tree, head: int) -> bool:
    """Return whether a noun phrase stands where an agency hands something on."""
    token = tree.tokens[head]
    above = tree.tokens[token.head]
    if token.dep in ("pobj", "pcomp"):
        return above.text.lower() in _PREPOSITIONS
    if token.dep in ("dobj", "dative"):
        return above.lemma.lower() in _ADDRESSED
    return token.dep in ("nsubj", "dep") and above.lemma.lower() in _REPORTING
