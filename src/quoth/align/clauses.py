"""Cutting a sentence into the things it tells, along statements and clauses.

A sentence is one piece unless the syntax or an attribution cuts it:

1. the content of a statement is told by its speaker, the words around it by the narrator;
2. within either, finite clauses that are coordinated ("..., but that it would close"), run
   together, or set off by a comma as an aside (", who began his term in May,") stand alone.

A piece with too little in it to be told on its own stays with the one before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quoth.records import Report, Span, Statement, Token
from quoth.spans import overlap

CONTENT_POS = frozenset({"NOUN", "VERB", "PROPN", "ADJ", "NUM", "ADV"})
# Words of those classes that say nothing about what is told.
LIGHT = frozenset(
    "be have do say tell get make go come take give will would could should also just very more "
    "most much many other such same own even still already so then now here there when where how "
    "why as well not only about while however mr. mrs. ms. dr.".split()
)
# Words of a frame that say no more than that somebody speaks, and to or through whom.
REPORTING = frozenset(
    "accord report quote cite speak statement news agency media add continue explain announce "
    "declare tell reporter journalist press post tweet write interview".split()
)
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
ASIDES = frozenset({"while", "although", "though", "whereas"})
# Fewer content words than this cannot be compared on their own: "It did.", "the mayor said".
MIN_CONTENT_WORDS = 3
# An indirect statement below this confidence does not cut its sentence: a wrong content leaves
# fragments ("alleging | conspiracy"). On the annotated events 0.6 gives the best mean
# pair F1 (0.55; 0.54 without, 0.53 at 0.8), events left out in turn.
SURE_STATEMENT = 0.6
# The words around a content are a telling of their own (who spoke where, on what occasion) from
# this number of content words, source and cue not counted.
MIN_FRAME_WORDS = 4


def content_lemmas(tokens: Iterable[Token]) -> frozenset[str]:
    """Return the lower-case lemmas of the words that say what is told."""
    return frozenset(
        token.lemma.lower()
        for token in tokens
        if token.pos in CONTENT_POS
        and token.lemma.lower() not in LIGHT
        and any(c.isalnum() for c in token.text)
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence that tells one thing.

    `tokens` are ascending indices into the report's tokens; `heard` are those with the words that
    say who tells it, which help to recognise it elsewhere. `statement` is the statement whose
    content it is, None where the narrator tells it.
    """

    tokens: tuple[int, ...]
    heard: tuple[int, ...]
    statement: Statement | None


def pieces(report: Report, indices: Sequence[int]) -> Iterator[Piece]:
    """Yield the pieces of one sentence, given as ascending indices into its report's tokens."""
    owners = _owners(report, indices)
    groups: dict[str | None, list[int]] = {}
    by_id: dict[str | None, Statement | None] = {None: None}
    for index in indices:
        statement = owners.get(index)
        key = statement.id if statement else None
        by_id[key] = statement
        groups.setdefault(key, []).append(index)
    frame = groups.get(None, [])
    if len(groups) > 1 or None not in groups:
        groups = _settle_frame(report, indices, groups, by_id)
    told = {index for members in groups.values() for index in members}
    apart = not told.isdisjoint(frame)
    for key, members in sorted(groups.items(), key=lambda item: item[1][0]):
        around = _frame_of(report, by_id[key], frame, apart=apart)
        saying = _saying(report, by_id.values(), members) if key is None else frozenset()
        for clause in _clauses(report, members, saying):
            trimmed = _trim(report, clause)
            if trimmed:
                heard = sorted({*trimmed, *around})
                yield Piece(tuple(trimmed), tuple(heard), by_id[key])


def _frame_of(
    report: Report, statement: Statement | None, frame: Sequence[int], *, apart: bool
) -> Sequence[int]:
    """Return the tokens of the frame that belong to one content.

    All of them, unless the frame is told apart: then source and cue.
    """
    if statement is None:
        return ()
    if not apart:
        return frame
    return [i for i in frame if _inside(report, i, (*statement.source, *statement.cue))]


def _inside(report: Report, index: int, spans: Iterable[Span]) -> bool:
    return any(overlap(report.tokens[index].span, span) for span in spans)


def _owners(report: Report, indices: Sequence[int]) -> dict[int, Statement]:
    """Return, for each token inside a content, the innermost statement that holds it."""
    owners: dict[int, Statement] = {}
    lengths: dict[int, int] = {}
    first = report.tokens[indices[0]].span.start
    last = report.tokens[indices[-1]].span.end
    for statement in report.statements:
        if not statement.content or statement.content[0].start >= last:
            continue
        if statement.content[-1].end <= first:
            continue
        if not _cuts(statement):
            continue
        length = sum(s.end - s.start for s in statement.content)
        for index in indices:
            span = report.tokens[index].span
            if any(s.start <= span.start and span.end <= s.end for s in statement.content) and (
                index not in lengths or length < lengths[index]
            ):
                owners[index] = statement
                lengths[index] = length
    return owners


def _cuts(statement: Statement) -> bool:
    """Return whether a sentence is cut along a statement.

    Along quotations, sure statements, and contents that come before their cue ("..., he said"):
    there punctuation shows where the content ends.
    """
    if statement.kind == "direct" or statement.confidence >= SURE_STATEMENT:
        return True
    return bool(statement.cue) and statement.content[-1].end <= statement.cue[0].start


def _saying(
    report: Report, statements: Iterable[Statement | None], indices: Sequence[int]
) -> frozenset[int]:
    """Return the tokens that only say who speaks, how and through whom."""
    spans = [
        span
        for statement in statements
        if statement
        for span in (
            *statement.source,
            *statement.cue,
            *(s for relay in statement.relays for s in relay.spans),
        )
    ]
    return frozenset(index for index in indices if _inside(report, index, spans))


def _settle_frame(
    report: Report,
    indices: Sequence[int],
    groups: dict[str | None, list[int]],
    by_id: Mapping[str | None, Statement | None],
) -> dict[str | None, list[int]]:
    """Drop a frame that only says who speaks; give what is too short to stand its frame."""
    frame = groups.get(None, [])
    said = _saying(report, by_id.values(), frame)
    named = said | {report.tokens[i].head for i in said if report.tokens[i].pos == "PROPN"}
    free = [
        index
        for index in frame
        if index not in named
        and report.tokens[index].lemma.lower() not in REPORTING
        and not (report.tokens[index].head in named and report.tokens[index].pos != "VERB")
    ]
    told: dict[str | None, list[int]] = {k: v for k, v in groups.items() if k is not None}
    short = [key for key, members in told.items() if not _stands(report, members)]
    if len(short) == len(told):
        longest = max(told, key=lambda key: len(told[key]))
        return {longest: list(indices)}
    around = sorted([*frame, *(index for key in short for index in told.pop(key))])
    if _content_words(report, free) >= MIN_FRAME_WORDS:
        # What is too short to be compared ("a shame") is told with the words around it.
        told[None if len(short) != 1 else short[0]] = around
    return told


def _stands(report: Report, indices: Sequence[int]) -> bool:
    """Return whether a content can be compared on its own: it has words enough, or is a clause."""
    return _content_words(report, indices) >= MIN_CONTENT_WORDS or is_clause(report, indices)


def is_clause(report: Report, indices: Sequence[int]) -> bool:
    """Return whether the tokens hold a verb with its subject."""
    verbs = {i for i in indices if report.tokens[i].pos in ("VERB", "AUX")}
    tokens = (report.tokens[i] for i in indices)
    return any(token.dep in SUBJECTS and token.head in verbs for token in tokens)


def _content_words(report: Report, indices: Iterable[int]) -> int:
    return len(content_lemmas(report.tokens[index] for index in indices))


def _children(report: Report, inside: Sequence[int]) -> dict[int, list[int]]:
    children: dict[int, list[int]] = {index: [] for index in inside}
    for index in inside:
        head = report.tokens[index].head
        if head != index and head in children:
            children[head].append(index)
    return children


def _is_clause_head(report: Report, index: int, children: Mapping[int, Sequence[int]]) -> bool:
    token = report.tokens[index]
    if token.pos not in ("VERB", "AUX") and token.dep != "ROOT":
        return False
    if token.head not in children or token.head == index:
        return True
    below = [report.tokens[i] for i in children[index]]
    if token.dep in ("conj", "parataxis"):
        return any(child.dep in SUBJECTS for child in below)
    if token.dep == "relcl":
        return _after_comma(report, min([index, *children[index]]))
    if token.dep == "advcl":
        return any(child.dep == "mark" and child.lemma.lower() in ASIDES for child in below)
    return False


def _after_comma(report: Report, index: int) -> bool:
    return index > 0 and report.tokens[index - 1].text in (",", "—", "–", "-", "(")


def _clauses(
    report: Report, indices: Sequence[int], saying: frozenset[int] = frozenset()
) -> list[list[int]]:
    """Cut the tokens at clause heads; pieces with too few content words join the one before.

    A clause of which nothing is left without the tokens in `saying` ("..., he added") is dropped,
    unless it is all there is.
    """
    children = _children(report, indices)
    owner: dict[int, int] = {}
    tops = [i for i in indices if report.tokens[i].head not in children]
    tops += [i for i in indices if report.tokens[i].head == i]
    stack = [(top, top) for top in tops]
    while stack:
        index, clause = stack.pop()
        if _is_clause_head(report, index, children):
            clause = index
        owner[index] = clause
        stack.extend((child, clause) for child in children[index])
    clauses: dict[int, list[int]] = {}
    for index in indices:
        clauses.setdefault(owner.get(index, indices[0]), []).append(index)
    ordered = sorted(clauses.values())
    telling = [piece for piece in ordered if _content_words(report, set(piece) - saying)]
    ordered = telling or ordered
    settled: list[list[int]] = []
    for piece in ordered:
        if settled and (
            _content_words(report, piece) < MIN_CONTENT_WORDS
            or _content_words(report, settled[-1]) < MIN_CONTENT_WORDS
        ):
            settled[-1] = sorted(settled[-1] + piece)
        else:
            settled.append(piece)
    return settled


def _trim(report: Report, indices: Sequence[int]) -> list[int]:
    """Leave out the conjunctions and commas that a cut leaves at the ends of each stretch."""
    kept: list[int] = []
    run: list[int] = []
    for position, index in enumerate(indices):
        run.append(index)
        if position + 1 == len(indices) or indices[position + 1] != index + 1:
            kept.extend(_trimmed_run(report, run))
            run = []
    return kept


def _trimmed_run(report: Report, run: Sequence[int]) -> Sequence[int]:
    def dangles(index: int) -> bool:
        token = report.tokens[index]
        return token.pos == "CCONJ" or token.text in (",", ";", ":", "—", "–", "-")

    start, end = 0, len(run)
    while start < end and dangles(run[start]):
        start += 1
    while end > start and dangles(run[end - 1]):
        end -= 1
    words = any(c.isalnum() for index in run[start:end] for c in report.tokens[index].text)
    return run[start:end] if words else ()
