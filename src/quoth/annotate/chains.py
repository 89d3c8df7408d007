"""Chains: quotations that go on after a statement without a cue of their own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from quoth.annotate.predicates import SUBJECTS, Frame
from quoth.annotate.speech import Passage, Speech
from quoth.annotate.tree import Range

# Complements of verbs that tell: what is said on is theirs before it is that of "called for".
_SPEECH = ("before", "around", "clause", "quote", "according", "obj that")


def attach(speech: Speech, frames: Sequence[Frame]) -> list[tuple[Range, ...]]:
    """Return the content of each frame with the quotations that go on from it.

    `frames` are in the order of their predicates. A quotation without a cue belongs

    1. to the statement whose cue stands between it and a quotation before it in the sentence
       ('"A," he said, "b."');
    2. where its sentences hold nothing else, to the last statement before it in its paragraph;
    3. at the head of a paragraph, to the statement that the next quotation of the paragraph
       belongs to; else to the one that the paragraph before ended on.
    """
    predicates = [frame.predicate for frame in frames]
    added: list[list[Range]] = [[] for _ in frames]
    covered = {i: n for n, f in enumerate(frames) for part in f.content for i in range(*part)}
    owners: list[int | None] = []
    for passage in speech.passages:
        owner = covered.get(passage.tokens.first, covered.get(passage.tokens.last - 1))
        owners.append(owner)
    for number, passage in enumerate(speech.passages):
        if owners[number] is not None:
            continue
        owner = _interrupted(speech, frames, predicates, passage)
        if owner is None and passage.free:
            owner = _before(speech, frames, predicates, number, owners)
            if owner is None:
                owner = _across(speech, frames, predicates, number, owners)
        if owner is not None:
            owners[number] = owner
            added[owner].append(passage.tokens)
    return [
        _union(speech, (*frame.content, *more)) for frame, more in zip(frames, added, strict=True)
    ]


def _union(speech: Speech, parts: Sequence[Range]) -> tuple[Range, ...]:
    return speech.tree.ranges({i for part in parts for i in range(*part)})


def _interrupted(
    speech: Speech, frames: Sequence[Frame], predicates: Sequence[int], passage: Passage
) -> int | None:
    """Return the statement whose cue interrupts a quotation that `passage` takes up again."""
    at = bisect_right(predicates, passage.tokens.first) - 1
    if at < 0:
        return None
    frame, tokens = frames[at], speech.tree.tokens
    first = passage.tokens.first
    if tokens[frame.predicate].sentence != tokens[first].sentence:
        return None
    before = max((p.last for p in frame.content if p.last <= frame.predicate), default=None)
    if before is None or speech.inside[before - 1] < 0:
        return None
    between = range(frame.predicate + 1, first)
    if any(tokens[i].dep in SUBJECTS and i != frame.source for i in between):
        return None
    closes = tokens[first - 1].text in (",", ".", ":", ";", "—", "-", "–", "...")
    return at if closes or first - 1 == frame.predicate else None


def _before(
    speech: Speech,
    frames: Sequence[Frame],
    predicates: Sequence[int],
    number: int,
    owners: Sequence[int | None],
) -> int | None:
    """Return the last statement before a passage in its paragraph."""
    passage = speech.passages[number]
    last: int | None = None
    if number and speech.passages[number - 1].paragraph == passage.paragraph:
        last = owners[number - 1]
    at = bisect_right(predicates, passage.tokens.first) - 1
    while at >= 0 and speech.paragraph(predicates[at]) == passage.paragraph:
        if last is not None and (at == last or predicates[at] < predicates[last]):
            return last
        if frames[at].name.startswith(_SPEECH):
            return at
        at -= 1
    first = bisect_right(predicates, passage.tokens.first) - 1
    if last is None and first >= 0 and speech.paragraph(predicates[first]) == passage.paragraph:
        return first
    return last


def _across(
    speech: Speech,
    frames: Sequence[Frame],
    predicates: Sequence[int],
    number: int,
    owners: Sequence[int | None],
) -> int | None:
    """Return the statement that a passage at the head of its paragraph belongs to."""
    passages = speech.passages
    passage = passages[number]
    for after in range(number + 1, len(passages)):
        if passages[after].paragraph != passage.paragraph:
            break
        owner = owners[after]
        if owner is not None:
            return owner
    at = bisect_right(predicates, passage.tokens.first) - 1
    owner = owners[number - 1] if number else None
    if at < 0 or speech.paragraph(predicates[at]) < passage.paragraph - 1:
        # Nothing is said in the paragraph before but what goes on in it.
        at = owner if owner is not None else -1
        if at < 0 or passages[number - 1].paragraph != passage.paragraph - 1:
            return None
        return at
    first = passage.tokens.first
    ends_on_colon = first > 0 and speech.tree.tokens[first - 1].text == ":"
    ends_on_quote = first > 0 and speech.inside[first - 1] == number - 1
    if ends_on_colon:
        return at
    return owner if ends_on_quote and owner is not None else None
