"""Units: the things that a report tells one by one, with what of each can be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quoth.align.acts import Act, acts
from quoth.align.clauses import Piece, content_lemmas, is_clause, pieces
from quoth.align.dates import Date, dates
from quoth.align.quantities import Quantity, quantities
from quoth.records import Event, Report, Span, Statement, Token
from quoth.spans import merge, overlap, strip, view

NEGATIONS = frozenset({"not", "n't", "no", "never", "none", "nobody", "nothing", "neither", "nor"})
# Verbs and adjectives that turn what depends on them into its opposite.
REVERSERS = frozenset({"deny", "refuse", "reject", "fail", "decline", "rule", "dismiss"})
NAME_TYPES = frozenset(
    {"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"}
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing told: where, by whom, and what of it can be compared word by word.

    `text` is what the spans read as with cleaning's marks applied, `heard` the same with the words
    around it that say who tells it; `lemmas` and `names` are those of `heard`, `name_lemmas` the
    lemmas of proper nouns among them. `names` are canonical keys, the same for one actor in every
    report; `named` says where each stands as a proper name. `clause` is true where the unit has a
    verb with its subject.
    `speaker` is such a key, `speaker_name` what to call it; both None where the narrator tells it.
    `event` is the id of the surest event that its words tell, None where there is none; `acts` are
    all of these with their parties.
    """

    report: str
    sentence: int
    spans: tuple[Span, ...]
    text: str
    heard: str
    tokens: tuple[int, ...]
    lemmas: frozenset[str]
    name_lemmas: frozenset[str]
    names: frozenset[str]
    named: tuple[tuple[Span, str], ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    negated: bool
    quoted: bool
    clause: bool
    statement: str | None = None
    speaker: str | None = None
    speaker_name: str | None = None
    event: str | None = None
    acts: tuple[Act, ...] = ()


class UnitReader:
    """Reads the units of one report.

    `canonical` turns a name into a key that is the same in every spelling; `names_of` gives such
    keys for the ids of the report's actors.
    """

    def __init__(
        self, report: Report, *, canonical: Callable[[str], str], names_of: Mapping[str, str]
    ) -> None:
        self.report = report
        self._canonical = canonical
        self._names_of = names_of
        self._actor_names = {actor.id: actor.name for actor in report.actors}
        # The actor at each offset that a mention covers; a longer mention is laid down first, so
        # that a name inside it ("Russian" in "the Russian president") keeps its own key.
        self._named: dict[int, str] = {}
        mentions = [
            (mention, names_of[actor.id])
            for actor in report.actors
            if actor.id in names_of
            for mention in actor.mentions
        ]
        for mention, key in sorted(mentions, key=lambda m: (m[0].start - m[0].end, m[0])):
            self._named.update(dict.fromkeys(range(mention.start, mention.end), key))

    def units(self) -> Iterator[Unit]:
        """Yield what the report tells, in the order of its text."""
        by_sentence: dict[int, list[int]] = {}
        for index, token in enumerate(self.report.tokens):
            by_sentence.setdefault(token.sentence, []).append(index)
        for sentence in sorted(by_sentence):
            for piece in pieces(self.report, by_sentence[sentence]):
                yield self._unit(sentence, piece)

    def _unit(self, sentence: int, piece: Piece) -> Unit:
        report, indices, statement = self.report, piece.tokens, piece.statement
        tokens = [report.tokens[i] for i in indices]
        spans = self._spans(indices)
        speaker = statement.speaker if statement else None
        named = tuple(self._named_runs(indices))
        events = self._events(spans, statement)
        return Unit(
            report=report.id,
            sentence=sentence,
            spans=spans,
            text=view(report, spans).text,
            heard=view(report, self._spans(piece.heard)).text,
            tokens=indices,
            lemmas=content_lemmas(report.tokens[i] for i in piece.heard),
            name_lemmas=content_lemmas(
                report.tokens[i] for i in piece.heard if report.tokens[i].pos == "PROPN"
            ),
            names=frozenset(self._actors(piece.heard)) | {key for _, key in named},
            named=named,
            quantities=tuple(quantities(report.tokens, indices)),
            dates=tuple(dates(report.tokens, indices)),
            negated=_negated([t for t in tokens if not _in_cue(t, statement)]),
            quoted=_quoted(report, spans),
            clause=is_clause(report, indices),
            statement=statement.id if statement else None,
            speaker=self._names_of.get(speaker) if speaker else None,
            speaker_name=self._actor_names.get(speaker) if speaker else None,
            event=max(events, key=lambda event: event.confidence).id if events else None,
            acts=acts(report, events, self._names_of),
        )

    def _events(self, spans: Sequence[Span], statement: Statement | None) -> list[Event]:
        """Return the events with their trigger in the unit, told by the same statement."""
        teller = statement.id if statement else None
        return [
            event
            for event in self.report.events
            if event.statement == teller
            and any(overlap(trigger, span) for trigger in event.trigger for span in spans)
        ]

    def _spans(self, indices: Sequence[int]) -> tuple[Span, ...]:
        """Return the spans of runs of neighbouring tokens."""
        runs: list[Span] = []
        for position, index in enumerate(indices):
            span = self.report.tokens[index].span
            if position and indices[position - 1] == index - 1:
                runs[-1] = Span(runs[-1].start, max(span.end, runs[-1].end))
            else:
                runs.append(span)
        stripped = (strip(span, self.report.text) for span in merge(runs))
        return tuple(span for span in stripped if span.end > span.start)

    def _actors(self, indices: Sequence[int]) -> Iterator[str]:
        """Yield the keys of the actors mentioned, by whatever words."""
        for index in indices:
            key = self._named.get(self.report.tokens[index].span.start)
            if key is not None:
                yield key

    def _named_runs(self, indices: Sequence[int]) -> Iterator[tuple[Span, str]]:
        """Yield the proper names, each with its key."""
        run: list[int] = []
        for index in [*indices, -1]:
            named = index >= 0 and self.report.tokens[index].entity in NAME_TYPES
            if run and (not named or index != run[-1] + 1):
                yield from self._name(run)
                run = []
            if named:
                run.append(index)

    def _name(self, run: Sequence[int]) -> Iterator[tuple[Span, str]]:
        tokens = [self.report.tokens[i] for i in run]
        if tokens[0].text.lower() == "the":
            tokens = tokens[1:]
        if tokens and tokens[-1].text in ("'s", "’s"):
            tokens = tokens[:-1]
        if not tokens:
            return
        keys = [self._named[t.span.start] for t in tokens if t.span.start in self._named]
        key = keys[-1] if keys else self._canonical(" ".join(t.text for t in tokens))
        if key:
            yield Span(tokens[0].span.start, tokens[-1].span.end), key


def _in_cue(token: Token, statement: Statement | None) -> bool:
    """Return whether a word is the cue of the unit's statement, whose denial is told apart."""
    return statement is not None and any(overlap(token.span, cue) for cue in statement.cue)


def _negated(tokens: Sequence[Token]) -> bool:
    """Return whether an odd number of negations bears on what is told."""
    words = [token.text.lower() for token in tokens]
    count = sum(token.dep == "neg" or token.text.lower() in NEGATIONS for token in tokens)
    count += sum(token.lemma.lower() in REVERSERS and token.pos == "VERB" for token in tokens)
    count += "without" in words
    count += ("yet", "to") in pairwise(words)  # "has yet to arrive"
    return count % 2 == 1


def _quoted(report: Report, spans: Sequence[Span]) -> bool:
    """Return whether at least half of the unit stands in quotation marks."""
    inside = sum(
        max(0, min(span.end, quotation.inner.end) - max(span.start, quotation.inner.start))
        for span in spans
        for quotation in report.quotations
        if quotation.depth == 0
    )
    return 2 * inside >= sum(span.end - span.start for span in spans)
