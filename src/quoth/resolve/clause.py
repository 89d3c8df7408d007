"""What belongs to a word by syntax: the clause of an event's trigger or of a statement's cue."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from quoth.records import Event, Report, Span, Token

VERBS = ("VERB", "AUX")
NOUNS = ("NOUN", "PROPN")
# Verbs that only carry the noun that tells the deed: "held talks", "the attack took place".
LIGHT = frozenset(
    "hold take make launch stage carry sign begin start open resume continue occur happen erupt "
    "break conduct pay end kill leave injure wound claim hit mount do have give stop conclude last "
    "force displace rise climb reach stand grow die cost send draw attract".split()
)
# Deeds in words: where and when their object is does not tell where and when they were done.
SPEECH = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT", "CONCEDE"))
# Verbs of words and thoughts: when they were said is not when what they are about was.
_SPEAKING = frozenset(
    "say tell report announce condemn criticize criticise denounce praise welcome discuss mention "
    "recall remember mourn investigate probe fear expect plan want demand urge reject deny admit "
    "know see watch cover describe call blame mark commemorate witness fuel spark trigger cause "
    "prompt threaten warn vow promise follow precede avoid prevent avert back support "
    "oppose".split()
)
_APART = ("relcl", "ccomp", "advcl", "acl", "csubj", "parataxis")
_STEPS = 12


_last: list[Syntax] = []


def syntax_of(report: Report) -> Syntax:
    """Return the syntax of a report; that of the last one is kept, since many events ask for it."""
    if not _last or _last[0].report is not report:
        _last[:] = [Syntax(report)]
    return _last[0]


class Syntax:
    """The tokens of a report, found by offset, with their dependents."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.tokens: tuple[Token, ...] = report.tokens
        self._starts = [token.span.start for token in report.tokens]
        self.children: list[list[int]] = [[] for _ in report.tokens]
        for index, token in enumerate(report.tokens):
            if token.head != index:
                self.children[token.head].append(index)

    def inside(self, spans: Iterable[Span]) -> list[int]:
        """Return the tokens that begin within spans, ascending."""
        found: set[int] = set()
        for span in spans:
            first = bisect_left(self._starts, span.start)
            last = bisect_left(self._starts, span.end)
            # A span can begin in the middle of a token.
            if first == last and first and self.tokens[first - 1].span.end > span.start:
                first -= 1
            found.update(range(first, last))
        return sorted(found)

    def root(self, indices: Iterable[int]) -> int | None:
        """Return the first token whose head is outside, None for no tokens."""
        found = sorted(indices)
        within = set(found)
        for index in found:
            head = self.tokens[index].head
            if head not in within or head == index:
                return index
        return found[0] if found else None

    def text(self, first: int, last: int) -> str:
        """Return the text of tokens `first` to `last`, both included."""
        return self.report.text[self.tokens[first].span.start : self.tokens[last].span.end]

    def sentence(self, index: int) -> range:
        """Return the tokens of the sentence that a token is in."""
        number = self.tokens[index].sentence
        first, last = index, index + 1
        while first and self.tokens[first - 1].sentence == number:
            first -= 1
        while last < len(self.tokens) and self.tokens[last].sentence == number:
            last += 1
        return range(first, last)

    def up(self, index: int) -> Iterator[int]:
        """Yield the heads of a token, nearest first."""
        for _ in range(_STEPS):
            head = self.tokens[index].head
            if head == index:
                return
            index = head
            yield index

    def verb_of(self, trigger: int) -> int | None:
        """Return the verb of a trigger's clause: itself, or the verb that carries the noun.

        A noun's verb is its own where it is light, or where the noun is its subject or object
        and the verb is none of saying and judging ("clamped a curfew", not "condemned it").
        """
        token = self.tokens[trigger]
        if token.pos in VERBS:
            return trigger
        direct = token.dep in ("dobj", "nsubj", "nsubjpass")
        for index in self.up(trigger):
            if self.tokens[index].pos in VERBS:
                lemma = self.tokens[index].lemma.lower()
                return index if lemma in LIGHT or (direct and lemma not in _SPEAKING) else None
            direct = False
        return None

    def anchors(self, event: Event) -> tuple[set[int], set[int]]:
        """Return the tokens that an event's adjuncts hang on, and those of other events' triggers.

        The first are the trigger, the light verb that carries it, and the verb that it stands
        beside as a participle ("exploded, killing").
        """
        own = set(self.inside(event.trigger))
        trigger = self.root(own)
        others = set(
            self.inside(
                span
                for other in self.report.events
                if other.trigger != event.trigger
                for span in other.trigger
            )
        )
        if trigger is None:
            return set(), others
        found = set(own)
        verb = self.verb_of(trigger)
        if verb is not None and verb not in others:
            found.add(verb)
        found.update(k for k in self.children[trigger] if self._holds(trigger, k))
        return found, others - found

    def _holds(self, noun: int, index: int) -> bool:
        """Return whether a participle carries a noun: "the conference, held in Vienna"."""
        token = self.tokens[index]
        light = token.dep == "acl" and token.lemma.lower() in LIGHT
        return light and self.tokens[noun].pos in NOUNS

    def beside(self, event: Event) -> set[int]:
        """Return the verbs before a trigger that its clause shares adjuncts with.

        "They gathered in Kar and marched", "they marched through Kar, burning tyres".
        """
        trigger = self.root(self.inside(event.trigger))
        found: set[int] = set()
        verb = None if trigger is None else self.verb_of(trigger)
        while verb is not None and len(found) < _STEPS:
            token = self.tokens[verb]
            participle = token.dep == "advcl" and token.tag == "VBG"
            own = any(
                self.tokens[k].dep in ("nsubj", "nsubjpass", "aux") for k in self.children[verb]
            )
            if token.head == verb or not (participle or token.dep == "conj") or own:
                break
            verb = token.head
            if self.tokens[verb].pos not in VERBS or verb in found:
                break
            found.add(verb)
        return found

    def clause(self, event: Event) -> set[int]:
        """Return the tokens of the clause around an event's trigger, with its participles.

        Other clauses are left out: what is said, what is told of a noun, what goes on after "and"
        with a subject of its own stays in, since "and 20 died" tells of the same deed.
        """
        own, _ = self.anchors(event)
        roots = {index for index in own if self.tokens[index].pos in VERBS} or own
        top = {self._top(index) for index in roots}
        found: set[int] = set()
        queue = sorted(top | own)
        while queue:
            index = queue.pop()
            if index in found:
                continue
            found.add(index)
            queue.extend(k for k in self.children[index] if not self._apart(k, own))
        return found

    def _top(self, index: int) -> int:
        """Return the first verb of a row of verbs, of which one may be a participle."""
        for _ in range(_STEPS):
            token = self.tokens[index]
            participle = token.dep == "advcl" and token.tag == "VBG"
            if token.dep != "conj" and not participle:
                return index
            index = token.head
        return index

    def _apart(self, index: int, own: set[int]) -> bool:
        """Return whether a token begins a clause that tells of something else."""
        token = self.tokens[index]
        if token.dep not in _APART:
            return False
        if token.dep == "advcl":
            return False
        above = self.tokens[token.head]
        if token.dep == "ccomp" and above.dep == "relcl" and above.head in own:
            return False  # "the march, which police say drew 20,000"
        return not (token.dep in ("relcl", "acl") and token.head in own)
