"""Wordings: whether two reports tell one thing in the words of one text.

Reused wording counts only where it touches the telling: a passage of background that both carry
elsewhere says nothing of a claim that each has by itself. What stands in quotation marks is left
out: who hears one speech writes down the same words. So a telling is reused

1. where a run of words that both share (`runs`) touches it in both;
2. where its sentence follows the other's with few words changed: words in the same order in
   pieces (greedy string tiling, Wise 1993), and most of its common nouns and verbs. The order of
   the pieces does not count, so a clause may have moved. What both give as somebody's statement
   is left out here too;
3. where its sentence follows the other's loosely and one beside it, in the same paragraph, follows
   one beside the other's closely;
4. where the reports are copies of one another as a whole, unless the sentences differ.

Every measure looks at the two reports alone, so a third never parts what two share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np

from quoth.align.units import Unit
from quoth.records import Report, SharedRun, Span, Token
from quoth.spans import overlap

T = TypeVar("T")
SHOWN_WORDS = 8
COMMON = frozenset(("NOUN", "VERB", "ADJ", "ADV"))
# Words by which anything is told; that two sentences share them says nothing.
LIGHT = frozenset("be have do say tell report accord include make".split())
# A piece of shared wording has two words at least; one of three or more is telling.
PIECE, TELLING = 2, 3
# How far around a sentence its passage is looked at, in sentences of its paragraph.
NEAR = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two sentences are outside quotations.

    `covered` is the share of the shorter one's words in pieces that both have, `telling` the number
    of words in pieces of three or more, names and figures not counted; `common` and `shared` count
    the common nouns, verbs, adjectives and adverbs in both and their share of the fewer.
    """

    covered: float = 0.0
    telling: int = 0
    common: int = 0
    shared: float = 0.0
    words: int = 0

    @property
    def loose(self) -> bool:
        """Whether one sentence may be the other, reworded."""
        return self.telling >= TELLING and self.common >= LOOSE and self.shared >= LOOSE_SHARE

    def reaches(self, least: Likeness) -> bool:
        """Whether the likeness is as great in every respect."""
        return (
            self.covered >= least.covered
            and self.telling >= least.telling
            and self.common >= least.common
            and self.shared >= least.shared
        )


# Set on the invented cases on odd lines of benchmarks/data/origins.jsonl and on the sentences of
# the 20 articles of NewsWCL50 dev, four stories told by five outlets that mostly wrote themselves.
# There the most alike sentences of two outlets without a shared run reach 0.79, 9, 7, 0.88 (or
# 0.53, 10, 9, 0.82) and none has a neighbour as alike; in the cases independent tellings reach
# 0.53, 9, 3, 0.5. Edited copies have from 0.38, 5, 5, 0.56 on, with neighbours of 0.72 and more.
CLOSE = Likeness(covered=0.7, telling=12, common=5, shared=0.7)
LOOSE, LOOSE_SHARE = 3, 0.4
BESIDE = Likeness(covered=0.5, telling=6, common=3, shared=0.6)
# Below this share of common words the sentences of two copies tell different things.
APART = 0.3


# The words of a sentence as lemmas, each with whether it is no name or figure.
_Words: TypeAlias = tuple[tuple[str, bool], ...]


class _Sentence(NamedTuple):
    """A sentence outside quotations: its words, and those that a writer chooses."""

    words: _Words
    common: frozenset[str]


NOTHING = _Sentence((), frozenset())


@dataclass(frozen=True, slots=True)
class Reuse:
    """That two tellings are one text's: `line` says so to a reader."""

    line: str


class Wordings:
    """Finds reused wording between tellings of the same reports."""

    def __init__(
        self,
        reports: Sequence[Report],
        *,
        runs: Sequence[SharedRun],
        copies: Sequence[Sequence[str]],
    ) -> None:
        self._reports = {report.id: report for report in reports}
        self._copies = {report: number for number, ids in enumerate(copies) for report in ids}
        self._runs: dict[tuple[str, str], list[SharedRun]] = {}
        for run in runs:
            self._runs.setdefault((run.first, run.second), []).append(run)
        self._sharing = _Sharing(runs)
        self._between = lru_cache(maxsize=100_000)(self._runs_between)
        self._sentences: dict[str, Mapping[int, _Sentence]] = {}
        # Equal sentences are one object, so that what is told in the same words is measured once.
        self._equal: dict[_Sentence, _Sentence] = {NOTHING: NOTHING}
        self._likeness: dict[tuple[int, int], Likeness] = {}

    def like(
        self, told: Sequence[T], units: Callable[[T], Sequence[Unit]]
    ) -> Iterator[tuple[T, T]]:
        """Yield the tellings that may reuse one text, two by two, in order: others surely do not.

        `units` gives the units of a telling, all of one report.
        """
        owner, common = [], []
        for number, one in enumerate(told):
            for sentence in _sentences(units(one)):
                owner.append(number)
                common.append(self._told(units(one)[0].report, sentence).common)
        reports = [units(one)[0].report for one in told]
        copies = np.array([self._copies.get(r, -1 - n) for n, r in enumerate(reports)])
        met = copies[:, None] == copies
        rows = np.array(owner, dtype=np.int64)
        for s, t in _near_words(common):
            met[rows[s], rows[t]] = True
        place = {report: number for number, report in enumerate(reports)}
        sharing = np.zeros_like(met)
        for number, one in enumerate(told):
            for other in self._sharing.of(units(one)):
                if other in place:
                    sharing[number, place[other]] = True
        # A run that both share touches both tellings.
        for i, j in np.argwhere(np.triu(met | (sharing & sharing.T), 1)).tolist():
            yield told[i], told[j]

    def reuse(self, a: Sequence[Unit], b: Sequence[Unit], *, own: bool) -> Reuse | None:
        """Return how the units of two reports reuse one text, None if they do not.

        With `own` each report says that it has found this out itself; then only a run of words
        in a row shows the contrary.
        """
        first, second = self._reports[a[0].report], self._reports[b[0].report]
        names = f"{first.name} and {second.name}"
        for run in self._between(first.id, second.id):
            if _touches(a, run.span_first) and _touches(b, run.span_second):
                shown = _shown(first.text[slice(*run.span_first)])
                return Reuse(f"{names} share {run.words} words in a row: “{shown}”")
        pairs = [(s, t) for s in _sentences(a) for t in _sentences(b)]
        copied = self._copies.get(first.id, -1) == self._copies.get(second.id, -2)
        if copied and not (own and self._apart(first.id, second.id, pairs)):
            return Reuse(f"the wording of {names} is largely the same")
        if own:
            return None
        # Who heard one speech may give it in much the same words without quoting: then only the
        # passage shows that one text was used.
        heard = all(any(unit.statement for unit in units) for units in (a, b))
        for s, t in () if heard else pairs:
            if self._alike(first.id, s, second.id, t).reaches(CLOSE):
                shown = _shown(first.text[slice(*first.sentences[s].span)])
                return Reuse(f"{names} tell it in almost the same words: “{shown}”")
        if any(self._passage(first, s, second, t) for s, t in pairs):
            return Reuse(f"{names} share this passage but for a few words")
        return None

    def _runs_between(self, first: str, second: str) -> tuple[SharedRun, ...]:
        """Return the runs that two reports share, in the order of the first one's text."""
        turned = (_turned(run) for run in self._runs.get((second, first), ()))
        runs = (*self._runs.get((first, second), ()), *turned)
        return tuple(sorted(runs, key=lambda run: (run.span_first, run.span_second)))

    def _apart(self, first: str, second: str, pairs: Iterable[tuple[int, int]]) -> bool:
        """Return whether the likest sentences of two tellings tell different things."""
        alike = max(
            (self._alike(first, s, second, t) for s, t in pairs),
            key=lambda x: (x.shared, x.covered),
        )
        return alike.words > 1 and max(alike.shared, alike.covered) < APART

    def _passage(self, first: Report, s: int, second: Report, t: int) -> bool:
        """Return whether a passage around two sentences that may be one is reused."""
        if not self._alike(first.id, s, second.id, t).loose:
            return False
        return any(
            self._alike(first.id, i, second.id, j).reaches(BESIDE)
            for i in _near(first, s)
            for j in _near(second, t)
            # Their words are soon counted; pieces take a hundred times as long.
            if len(self._told(first.id, i).common & self._told(second.id, j).common)
            >= BESIDE.common
        )

    def _alike(self, first: str, s: int, second: str, t: int) -> Likeness:
        if first > second:
            first, s, second, t = second, t, first, s
        one, other = self._told(first, s), self._told(second, t)
        key = id(one), id(other)
        if key not in self._likeness:
            self._likeness[key] = _measured(one, other)
        return self._likeness[key]

    def _told(self, report_id: str, number: int) -> _Sentence:
        """Return a sentence of a report outside quotations."""
        if report_id not in self._sentences:
            report = self._reports[report_id]
            quoted = [q.span for q in report.quotations if q.depth == 0]
            found: dict[int, list[Token]] = {}
            for token in report.tokens:
                if token.pos in ("PUNCT", "SPACE") or any(overlap(token.span, q) for q in quoted):
                    continue
                found.setdefault(token.sentence, []).append(token)
            told = ((number, _sentence(tokens)) for number, tokens in found.items())
            self._sentences[report_id] = {n: self._equal.setdefault(s, s) for n, s in told}
        return self._sentences[report_id].get(number, NOTHING)


class _Sharing:
    """Which reports share a run with a place of a report."""

    def __init__(self, runs: Iterable[SharedRun]) -> None:
        found: dict[str, list[tuple[int, int, str]]] = {}
        for run in runs:
            found.setdefault(run.first, []).append((*run.span_first, run.second))
            found.setdefault(run.second, []).append((*run.span_second, run.first))
        self._others = {report: [other for *_, other in own] for report, own in found.items()}
        self._spans = {
            report: np.array([span for *span, _ in own], dtype=np.int64)
            for report, own in found.items()
        }

    def of(self, units: Sequence[Unit]) -> Iterator[str]:
        """Yield the reports (ids) that share words with these units of one report."""
        spans = self._spans.get(units[0].report)
        if spans is None:
            return
        touched = np.zeros(len(spans), dtype=np.bool_)
        for unit in units:
            for start, end in unit.spans:
                touched |= (spans[:, 0] < end) & (spans[:, 1] > start)
        others = self._others[units[0].report]
        yield from (others[number] for number in np.flatnonzero(touched).tolist())


def _near_words(common: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Return the sets that share as many words as sentences must that may be one reworded."""
    code: dict[str, int] = {}
    held = [[code.setdefault(word, len(code)) for word in sorted(own)] for own in common]
    table = np.zeros((len(held), len(code)), dtype=np.float32)
    for row, codes in enumerate(held):
        table[row, codes] = 1
    shared = table @ table.T
    sizes = table.sum(axis=1)
    least = np.maximum(1, np.minimum(sizes[:, None], sizes))
    # A hair below, so that rounding leaves none out that `Likeness` would take.
    found = np.argwhere((shared >= LOOSE) & (shared >= (LOOSE_SHARE - 1e-6) * least))
    return [(i, j) for i, j in found.tolist() if i != j]


def _sentence(tokens: Sequence[Token]) -> _Sentence:
    words = tuple((_form(token), not _is_name(token)) for token in tokens)
    return _Sentence(words, _common(tokens))


def _measured(a: _Sentence, b: _Sentence) -> Likeness:
    if not a.words or not b.words:
        return Likeness()
    pieces = [
        (length, sum(plain for _, plain in a.words[at : at + length]))
        for at, length in _pieces([form for form, _ in a.words], [form for form, _ in b.words])
    ]
    fewer = min(sum(plain for _, plain in told.words) for told in (a, b))
    return Likeness(
        covered=min(1.0, sum(plain for _, plain in pieces) / max(1, fewer)),
        telling=sum(plain for length, plain in pieces if length >= TELLING),
        common=len(a.common & b.common),
        shared=len(a.common & b.common) / max(1, min(len(a.common), len(b.common))),
        words=min(len(a.words), len(b.words)),
    )


def _pieces(a: list[str], b: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the pieces that two lists of words share, the longest first: place in `a` and length.

    No word stands in two pieces.
    """
    while True:
        best, at, to = 0, 0, 0
        places: dict[str, list[int]] = {}
        for j, word in enumerate(b):
            places.setdefault(word, []).append(j)
        before: dict[int, int] = {}
        for i, word in enumerate(a):
            row = {}
            for j in places.get(word, ()) if word else ():
                row[j + 1] = before.get(j, 0) + 1
                if row[j + 1] > best:
                    best, at, to = row[j + 1], i + 1, j + 1
            before = row
        if best < PIECE:
            return
        yield at - best, best
        a = [*a[: at - best], *[""] * best, *a[at:]]
        b = [*b[: to - best], *[""] * best, *b[to:]]


def _is_name(token: Token) -> bool:
    """Return whether a word is a name or figure, which any telling of the same has."""
    return bool(token.entity) or token.pos in ("PROPN", "NUM")


def _form(token: Token) -> str:
    return token.lemma.lower()


def _common(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the words that a writer chooses: no names, no figures, nothing that anybody says."""
    return frozenset(
        _form(t) for t in tokens if t.pos in COMMON and not t.entity and _form(t) not in LIGHT
    )


def _near(report: Report, sentence: int) -> Iterator[int]:
    """Yield the sentences around one in its paragraph, without itself."""
    paragraph = report.sentences[sentence].paragraph
    for other in range(max(0, sentence - NEAR), min(len(report.sentences), sentence + NEAR + 1)):
        if other != sentence and report.sentences[other].paragraph == paragraph:
            yield other


def _sentences(units: Sequence[Unit]) -> list[int]:
    return sorted({unit.sentence for unit in units})


def _touches(units: Sequence[Unit], span: Span) -> bool:
    return any(overlap(own, span) for unit in units for own in unit.spans)


def _turned(run: SharedRun) -> SharedRun:
    return SharedRun(run.second, run.first, run.span_second, run.span_first, run.words)


def _shown(text: str) -> str:
    words = text.split()
    return " ".join(words[:SHOWN_WORDS]) + ("…" if len(words) > SHOWN_WORDS else "")
