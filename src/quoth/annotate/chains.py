"""Chains: quotations that go on after a statement without a cue of their own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from quoth.annotate.candidate import Candidate, words_of
from quoth.annotate.speech import Passage, Speech
from quoth.annotate.tree import SUBJECTS, Range


def attach(speech: Speech, found: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, their contents with the quotations that go on from them.

    `found` is in the order of the anchors. A quotation without a cue belongs

    1. to the statement whose cue stands between it and a quotation before it in the sentence
       ('"A," he said, "b."');
    2. where its sentences hold nothing else, to the last statement before it in its paragraph;
    3. at the head of a paragraph, to the statement that the next quotation of the paragraph
       belongs to; else to the one that the paragraph before ended on.
    """
    anchors = [one.anchor for one in found]
    added: list[list[Range]] = [[] for _ in found]
    covered = {i: n for n, one in enumerate(found) for i in words_of(one.content)}
    owners: list[int | None] = []
    for passage in speech.passages:
        owner = covered.get(passage.tokens.first, covered.get(passage.tokens.last - 1))
        owners.append(owner)
    for number, passage in enumerate(speech.passages):
        if owners[number] is not None:
            continue
        owner = _interrupted(speech, found, anchors, passage)
        if owner is None and passage.free:
            owner = _before(speech, found, anchors, number, owners)
            if owner is None:
                owner = _across(speech, found, anchors, number, owners)
        if owner is not None:
            owners[number] = owner
            added[owner].append(passage.tokens)
    return [
        replace(one, content=speech.tree.ranges({*words_of(one.content), *words_of(tuple(more))}))
        if more
        else one
        for one, more in zip(found, added, strict=True)
    ]


def _interrupted(
    speech: Speech, found: Sequence[Candidate], anchors: Sequence[int], passage: Passage
) -> int | None:
    """Return the statement whose cue interrupts a quotation that `passage` takes up again."""
    at = bisect_right(anchors, passage.tokens.first) - 1
    if at < 0:
        return None
    one, tokens = found[at], speech.tree.tokens
    first = passage.tokens.first
    if tokens[one.anchor].sentence != tokens[first].sentence:
        return None
    before = max((p.last for p in one.content if p.last <= one.anchor), default=None)
    if before is None or speech.inside[before - 1] < 0:
        return None
    source = set(words_of(one.source))
    between = range(one.anchor + 1, first)
    if any(tokens[i].dep in SUBJECTS and i not in source for i in between):
        return None
    closes = tokens[first - 1].text in (",", ".", ":", ";", "—", "-", "–", "...")
    return at if closes or first - 1 == one.anchor else None


def _before(
    speech: Speech,
    found: Sequence[Candidate],
    anchors: Sequence[int],
    number: int,
    owners: Sequence[int | None],
) -> int | None:
    """Return the last statement before a passage in its paragraph."""
    passage = speech.passages[number]
    last: int | None = None
    if number and speech.passages[number - 1].paragraph == passage.paragraph:
        last = owners[number - 1]
    at = bisect_right(anchors, passage.tokens.first) - 1
    while at >= 0 and speech.paragraph(anchors[at]) == passage.paragraph:
        if last is not None and (at == last or anchors[at] < anchors[last]):
            return last
        if any(speech.inside[i] >= 0 for i in words_of(found[at].content)):
            return at
        at -= 1
    first = bisect_right(anchors, passage.tokens.first) - 1
    if last is None and first >= 0 and speech.paragraph(anchors[first]) == passage.paragraph:
        return first
    return last


def _across(
    speech: Speech,
    found: Sequence[Candidate],
    anchors: Sequence[int],
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
    at = bisect_right(anchors, passage.tokens.first) - 1
    owner = owners[number - 1] if number else None
    if at < 0 or speech.paragraph(anchors[at]) < passage.paragraph - 1:
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
