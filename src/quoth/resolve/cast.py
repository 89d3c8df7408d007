"""The cast of one report while it is being resolved: figures, and which mention is whose."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from quoth.records import Mention, Report, Span, Token
from quoth.resolve.bodies import Bodies
from quoth.resolve.figure import Figure
from quoth.resolve.names import bare, plain
from quoth.resolve.persons import Persons
from quoth.resolve.tables import roles, titles

_CUT_OFF = re.compile(r"-([a-z]{2,5})\b")
_COMPOUNDS = frozenset("led era born like style free based run owned era esque type".split())


class Cast:
    """A report's mentions and the figures that they are of."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.figures: list[Figure] = []
        self.persons = Persons(self)
        self.bodies = Bodies(self, self.persons)
        self.owner: dict[int, Figure] = {}
        self._claimed: dict[Span, Figure] = {}
        self._phrases: dict[tuple[str, str], Figure] = {}
        self._starts = [token.span.start for token in report.tokens]
        self._quotes = [q.span for q in report.quotations if q.depth == 0]
        self._quote_starts = [span.start for span in self._quotes]
        self.at_head: dict[int, int] = {}
        self.inside: dict[int, list[int]] = {}
        self.described_as_person: dict[int, str] = {}
        self._index()
        self._find_described()

    def _find_described(self) -> None:
        """Note which names a noun beside them says to be a person, a man or a woman."""
        for mention in self.report.mentions:
            if mention.kind == "nominal" and mention.alias_of is not None:
                token = self.tokens[mention.head]
                role = roles().get(titles().get(token.text) or token.lemma.lower())
                if role is not None and role.kind == "person" and not token.tag.endswith("S"):
                    self.described_as_person[mention.alias_of] = role.gender

    def _index(self) -> None:
        """Index mentions by head token (names before nouns before pronouns) and by token."""
        rank = {"name": 0, "nominal": 1, "pronoun": 2}
        for number, mention in enumerate(self.report.mentions):
            known = self.at_head.get(mention.head)
            if known is None or rank[mention.kind] < rank[self.report.mentions[known].kind]:
                self.at_head[mention.head] = number
            first, last = self.tokens_of(mention.span)
            # Longer stretches are broken parses; nobody looks a mention up by their inside.
            if last - first <= 30:
                for i in range(first, last):
                    self.inside.setdefault(i, []).append(number)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The report's tokens."""
        return self.report.tokens

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The report's mentions."""
        return self.report.mentions

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """Return the tokens that begin within a span: indices, half-open."""
        return bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)

    def text(self, span: Span) -> str:
        """Return the text of a span with single spaces, without quotation marks around it."""
        return plain(self.report.text[span.start : span.end])

    def surface(self, number: int) -> str:
        """Return a mention's name without determiner and possessive ending.

        A person's name that was cut at a hyphen is read on: "Moon Jae" before "-in".
        """
        mention = self.mentions[number]
        text = self.text(mention.span)
        if mention.label == "PERSON":
            rest = _CUT_OFF.match(self.report.text, mention.span.end)
            if rest and rest[1] not in _COMPOUNDS:
                text += rest[0]
        return bare(text)

    def quote_at(self, offset: int) -> int | None:
        """Return the number of the quotation that an offset is in, None outside of quotations."""
        at = bisect_right(self._quote_starts, offset) - 1
        if at >= 0 and offset < self._quotes[at].end:
            return at
        return None

    def add(self, figure: Figure) -> Figure:
        """Take a new figure up."""
        self.figures.append(figure)
        return figure

    def assign(self, number: int, figure: Figure) -> None:
        """Make a mention the figure's; the first to get a mention, or its span, keeps it."""
        span = self.mentions[number].span
        if number not in self.owner and self._claimed.setdefault(span, figure) is figure:
            self.owner[number] = figure
            figure.mentions.append(number)

    def claim(self, span: Span, figure: Figure) -> Figure:
        """Give a figure a span that is no mention; return whose it is already, else the figure."""
        owner = self._claimed.setdefault(span, figure)
        if owner is figure:
            figure.spans.add(span)
        return owner

    def root(self, span: Span) -> int | None:
        """Return the token of a span that hangs on nothing else in it; the first such noun."""
        first, last = self.tokens_of(span)
        loose = [
            i
            for i in range(first, last)
            if not first <= self.tokens[i].head < last or self.tokens[i].head == i
        ]
        nouns = [i for i in loose if self.tokens[i].pos in ("NOUN", "PROPN", "PRON", "NUM", "X")]
        return next(iter(nouns or loose), None)

    def joined_to(self, token: int) -> list[int]:
        """Return the tokens joined to one by "and" or a comma, nearby."""
        found = []
        last = token
        for i in range(token + 1, min(token + 40, len(self.tokens))):
            if self.tokens[i].dep == "conj" and self.tokens[i].head == last:
                found.append(i)
                last = i
        return found

    def phrased(self, phrase: str, new: Figure) -> Figure:
        """Return the unnamed figure called by a phrase; a new one where there is none."""
        key = (new.kind, phrase)
        if key not in self._phrases:
            new.phrase = phrase
            self._phrases[key] = self.add(new)
        return self._phrases[key]

    def widened(self, mention: Mention) -> Mention:
        """Return a mention with the words before its head that belong to it ("the Ohio ...")."""
        first = mention.head
        while first and self.tokens[first - 1].head in (mention.head, first):
            if self.tokens[first - 1].dep not in ("det", "compound", "amod", "nmod"):
                break
            first -= 1
        start = self.tokens[first].span.start
        if start >= mention.span.start or self.tokens[mention.head].dep in ("amod", "compound"):
            return mention
        return replace(mention, span=Span(start, mention.span.end))

    def before(self, token: int, *, same_sentence: bool = True) -> Iterator[int]:
        """Yield the tokens before one, nearest first."""
        for i in range(token - 1, -1, -1):
            if same_sentence and self.tokens[i].sentence != self.tokens[token].sentence:
                return
            yield i
