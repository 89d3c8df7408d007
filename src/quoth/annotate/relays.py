"""Relays: the agencies and outlets through which a statement reached the report, in order.

Four ways of naming one are read (`roles` tells them apart):

1. the outlet tells what somebody else said ("TASS reported that Putin said ..."): the statement
   is that of the one who said it;
2. the outlet is the source, nobody else is named: it is source and relay in one; if it cites
   somebody who is no outlet ("AFP, quoting a doctor, said ..."), that one is the source;
3. the outlet stands beside the statement ("..., according to TASS", "as reported by TASS");
4. the outlet heard or printed it ("told Reuters", "in an interview with Sputnik", "on CNN").

The order is that of the way to the reader, backwards: first the relay nearest the report, last
the one nearest the speaker. In "Putin told CCTV, Reuters reported, citing TASS" it is Reuters,
TASS, CCTV.

Outlets are relays, and so is a website that somebody cites for the words of another. Documents,
polls and people ("court documents", "people briefed on the talks") speak for themselves: they are
sources. So does an outlet that argues, denies or tells of itself ("Reuters said it would cut
jobs"), and who says something on a website of his own needs no relay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from quoth.annotate.candidate import Candidate, head_of, words_of
from quoth.annotate.outlets import Outlet, outlets
from quoth.annotate.roles import CITING, REPORTING, REPORTS, Role, heads, role, up
from quoth.annotate.tree import SUBJECTS, Range, Tree
from quoth.records import Relay, Report, Span

# What lies inside a content and may stand in its place: the statements found there, best first.
Inner = Callable[[Candidate], Sequence[Candidate]]

# Inner statements take the outer one's place where together they fill half of what the outlet
# tells, their sources and cues left out, and each a fifth. Set by reading invented sentences.
_SHARE = 0.5
_LEAST = 0.2
_DEPTH = 4
# How near the report a relay of each role is, 0 the nearest; what an outlet tells of another
# outlet is deeper by one each time.
_BESIDE, _TELLS, _CARRIES, _HEARS = 0, 1, 80, 90
_WRITINGS = frozenset("statement tweet filing memo release".split())
_WITHOUT_SENSE = frozenset("be seem appear rain snow happen".split())


@dataclass(frozen=True, slots=True)
class _Placed:
    """An outlet with its place in the order; what an outlet cites comes right after it."""

    rank: int
    cited: int
    at: int
    outlet: Outlet


@dataclass(slots=True)
class _Handed:
    """A statement with the relays found so far."""

    candidate: Candidate
    placed: set[_Placed]


def hand_on(
    report: Report, tree: Tree, candidates: Sequence[Candidate], inner: Inner
) -> list[tuple[Candidate, tuple[Relay, ...]]]:
    """Return the statements chosen, each with its relays, the one nearest the report first.

    `candidates` are the statements chosen. Where an outlet only tells what somebody said, its
    candidate gives way to another of `candidates`, or to what `inner` finds in its content; so
    the result can be shorter or longer, and is in the order of the anchors. What `inner` gives
    must be likely enough to be listed; here only its place is looked at.
    """
    named = outlets(report)
    if not named:
        return [(one, ()) for one in sorted(candidates, key=lambda one: one.anchor)]
    whole = [_quoted_as(tree, one) for one in candidates]

    def inside(outer: Candidate) -> list[Candidate]:
        return [_quoted_as(tree, one) for one in inner(outer)]

    found = _Handing(tree, named, whole, inside).run()
    found.sort(key=lambda one: one.candidate.anchor)
    return [(one.candidate, _relays(tree, one.placed)) for one in found]


def _relays(tree: Tree, placed: set[_Placed]) -> tuple[Relay, ...]:
    """Return placed outlets as relays in order, each name once."""
    spans: dict[str, list[Span]] = {}
    for one in sorted(placed, key=lambda p: (p.rank, p.cited, p.at)):
        spans.setdefault(one.outlet.name, []).extend(tree.spans([one.outlet.tokens]))
    return tuple(Relay(name, tuple(sorted(places))) for name, places in spans.items())


def _quoted_as(tree: Tree, one: Candidate) -> Candidate:
    """Return "Lee was quoted by Yonhap as saying that ..." as a statement of Lee's.

    PolNeAR has few of these, and the network takes Yonhap for the source.
    """
    tokens = tree.tokens
    who = tree.child(one.anchor, "nsubjpass")
    as_ = next((i for i in tree.offspring(one.anchor, "prep") if tokens[i].text == "as"), None)
    if tokens[one.anchor].lemma.lower() not in ("quote", "cite") or who is None or as_ is None:
        return one
    verb = tree.child(as_, "pcomp")
    if verb is None:
        return one
    content = tree.trim(Range(verb + 1, tree.edges(verb).last))
    if content.last <= content.first:
        return one
    auxiliaries = tree.offspring(one.anchor, "auxpass", "aux")
    cue = tree.ranges({*auxiliaries, one.anchor, as_, verb})
    return replace(one, source=(tree.trim(tree.edges(who)),), cue=cue, content=(content,))


class _Handing:
    """Hands the statements of one report on."""

    def __init__(
        self,
        tree: Tree,
        named: Sequence[Outlet],
        candidates: Sequence[Candidate],
        inner: Inner,
    ) -> None:
        self._tree = tree
        self._named = named
        self._chosen = [one for one in candidates if not self._only_cites(one, candidates)]
        self._inner = inner
        self._roles = [r for r in (role(tree, outlet) for outlet in named) if r is not None]

    def run(self) -> list[_Handed]:
        """Return the statements with what their sources and their neighbours hand on."""
        found: list[_Handed] = []
        for one in self._chosen:
            for candidate, placed in self._own(one, frozenset(), 0):
                self._keep(found, candidate, set(placed))
        self._beside(found)
        return found

    def _only_cites(self, one: Candidate, candidates: Sequence[Candidate]) -> bool:
        """Return whether a statement is only that an outlet cites: "TASS, | citing | aides".

        There is another in its sentence, which tells what it cites them for.
        """
        tokens = self._tree.tokens
        if not self._cites(one.anchor) or not any(self._is_source(o, one) for o in self._named):
            return False
        if any(tokens[i].dep in SUBJECTS for i in words_of(one.content)):
            return False
        sentence = tokens[one.anchor].sentence
        return any(o is not one and self._touches(o, sentence) for o in candidates)

    def _cites(self, i: int) -> bool:
        token = self._tree.tokens[i]
        return token.lemma.lower() in CITING and token.tag == "VBG"

    def _keep(self, found: list[_Handed], candidate: Candidate, placed: set[_Placed]) -> None:
        """Add a statement, or to the statement that it is already."""
        for other in found:
            same = other.candidate.anchor == candidate.anchor
            if same and other.candidate.content == candidate.content:
                other.placed |= placed
                return
        found.append(_Handed(candidate, placed))

    def _own(
        self, one: Candidate, before: frozenset[_Placed], depth: int
    ) -> Iterator[tuple[Candidate, frozenset[_Placed]]]:
        """Yield what a statement stands for, with the relays that its sources are."""
        own = [o for o in self._named if self._is_source(o, one)]
        if not own or depth > _DEPTH or self._of_itself(one):
            yield one, before
            return
        rank = _TELLS + depth
        if self._stands_beside(one, own):
            rank = _BESIDE
        placed = before | {_Placed(rank, 0, o.tokens.first, o) for o in own}
        citing = self._citing(one)
        placed |= {
            _Placed(rank, 1, r.outlet.tokens.first, r.outlet)
            for r in self._roles
            if r.kind == "cited" and r.at == citing and r.outlet.known
        }
        inside = self._inside(one)
        for other in inside:
            yield from self._own(other, placed, depth + 1)
        if not inside:
            yield self._from_cited(one, citing), placed

    def _is_source(self, outlet: Outlet, one: Candidate) -> bool:
        """Return whether an outlet is what the source of a statement means."""
        if not outlet.known or not one.source:
            return False
        head = head_of(self._tree, one.source)
        inside = set(words_of(one.source))
        if head is None or outlet.tokens.first not in inside or self._joined(head, inside):
            return False
        return heads(self._tree, outlet, head) or inside <= set(range(*outlet.tokens))

    def _joined(self, head: int, inside: set[int]) -> bool:
        """Return whether a source has a part that is no outlet: "RT and its defenders"."""
        named = {i for outlet in self._named for i in range(*outlet.tokens)}
        joined = (i for i in self._tree.offspring(head, "conj") if i in inside)
        return any(i not in named for i in joined)

    def _stands_beside(self, one: Candidate, own: Sequence[Outlet]) -> bool:
        """Return whether a statement's source is named beside it: "according to TASS"."""
        return any(r.aside for r in self._roles if r.outlet in own) or all(
            part.last <= one.anchor for part in one.content
        )

    def _of_itself(self, one: Candidate) -> bool:
        """Return whether an outlet speaks for itself: argues, or tells of "it" or "us"."""
        tokens = self._tree.tokens
        frame = [tokens[i] for i in {one.anchor, *words_of(one.cue)}]
        verbs = [t.lemma.lower() for t in frame if t.pos == "VERB" and t.dep != "prep"]
        if verbs and not REPORTING.intersection(verbs):
            return True
        noun = tokens[one.anchor].pos == "NOUN" and not verbs
        if noun and tokens[one.anchor].lemma.lower() not in REPORTS:
            return True
        if self._in_writing(one.anchor):
            return True
        words = (i for i in words_of(one.content) if tokens[i].pos != "PUNCT")
        first = next((i for i in words if tokens[i].text.lower() != "that"), None)
        if first is None:
            return False
        word = tokens[first].text.lower()
        if word in ("its", "we", "our"):
            return True
        above = tokens[tokens[first].head].lemma.lower()
        return word == "it" and above not in _WITHOUT_SENSE

    def _in_writing(self, verb: int) -> bool:
        """Return whether a verb has "in a statement" or the like with it."""
        tokens = self._tree.tokens
        for preposition in self._tree.offspring(verb, "prep"):
            thing = self._tree.child(preposition, "pobj")
            if tokens[preposition].text.lower() == "in" and thing is not None:
                return tokens[thing].lemma.lower() in _WRITINGS
        return False

    def _inside(self, one: Candidate) -> list[Candidate]:
        """Return the statements that an outlet's words are about: those chosen, or inner ones.

        Of statements within one another the outermost is taken.
        """
        content = set(words_of(one.content))
        found = [(other, 0.0) for other in self._chosen]
        found += [(other, _LEAST) for other in self._inner(one)]
        likely = [
            other
            for other, least in found
            if self._may_replace(one, other) and self._share(content, [other]) > least
        ]
        kept: list[Candidate] = []
        taken: set[int] = set()
        for other in likely:
            words = set(words_of(other.content))
            outer = any(other.anchor in words_of(o.content) for o in likely)
            if not outer and words.isdisjoint(taken):
                kept.append(other)
                taken |= {*words, *words_of(other.source), *words_of(other.cue)}
        # "NPA reported | the minister told a committee last week that ...": the main verb tells.
        main = head_of(self._tree, one.content)
        if any(other.anchor == main for other in kept):
            return kept
        return kept if self._share(content, kept) >= _SHARE else []

    def _may_replace(self, one: Candidate, other: Candidate) -> bool:
        """Return whether a statement is somebody else's than the outlet's."""
        source = set(words_of(one.source))
        return (
            bool(other.source)
            and other.anchor != one.anchor
            and other.anchor not in words_of(one.cue)
            and source.isdisjoint({*words_of(other.source), *words_of(other.content)})
        )

    def _share(self, content: set[int], others: Sequence[Candidate]) -> float:
        """Return how much of a content other statements fill, sources and cues left out."""
        frames = {i for one in others for i in (*words_of(one.source), *words_of(one.cue))}
        filled = {i for one in others for i in words_of(one.content)}
        return len(content & filled) / max(1, len(content - frames))

    def _citing(self, one: Candidate) -> int | None:
        """Return the "citing" by which the source of a statement names a source of its own."""
        for i in self._around(one):
            if self._cites(i) and self._tree.child(i, "dobj") is not None:
                return i
        return None

    def _from_cited(self, one: Candidate, citing: int | None) -> Candidate:
        """Return the statement with the one whom its source cites as the source."""
        thing = self._tree.child(citing, "dobj") if citing is not None else None
        if citing is None or thing is None:
            return one
        part = self._tree.edges(thing)
        # The parser may have hung the content or the verb on who is cited.
        after = [p.first for p in one.content] + [one.anchor]
        part = Range(part.first, min([part.last, *(i for i in after if part.first < i)]))
        part = self._tree.trim(part)
        if part.last <= part.first:
            return one
        cue = self._tree.ranges({*words_of(one.cue), citing})
        return replace(one, source=(part,), cue=cue)

    def _around(self, one: Candidate) -> Iterator[int]:
        """Yield the words of a statement's sentence outside its content, near its anchor."""
        tokens = self._tree.tokens
        content = set(words_of(one.content))
        roots = {one.anchor, *words_of(one.source), *words_of(one.cue)}
        sentence = tokens[one.anchor].sentence
        first = last = one.anchor
        while first and tokens[first - 1].sentence == sentence:
            first -= 1
        while last < len(tokens) and tokens[last].sentence == sentence:
            last += 1
        for i in range(first, last):
            if i not in content and tokens[i].tag == "VBG" and roots & set(up(self._tree, i)):
                yield i

    def _beside(self, found: list[_Handed]) -> None:
        """Add the outlets that stand beside statements."""
        contents = [set(words_of(one.candidate.content)) for one in found]
        sources = [set(words_of(one.candidate.source)) for one in found]
        everything = set().union(*contents) if contents else set()
        for each in self._roles:
            first = each.outlet.tokens.first
            if first in everything or (not each.outlet.known and each.kind == "hears"):
                continue
            if any(first in source for source in sources) and each.kind in ("reports", "carries"):
                continue
            for one in self._handed_by(each, found):
                self._add(one, each)

    def _add(self, one: _Handed, each: Role) -> None:
        """Add an outlet that stands beside a statement to its relays."""
        if any(p.outlet == each.outlet for p in one.placed):
            return
        first = each.outlet.tokens.first
        if each.kind == "cited":
            # Prosecutors who cite a newspaper speak for themselves: only outlets hand on.
            citers = [p for p in one.placed if p.outlet.tokens in self._citers(each)]
            if citers:
                one.placed.add(_Placed(max(p.rank for p in citers), 1, first, each.outlet))
            return
        if not each.outlet.known and not one.candidate.source:
            return
        rank = {"reports": _BESIDE, "carries": _CARRIES, "hears": _HEARS}[each.kind]
        one.placed.add(_Placed(rank, 0, first, each.outlet))

    def _citers(self, each: Role) -> list[Range]:
        """Return the outlets on whose verb or name a "citing" hangs."""
        above = list(up(self._tree, each.at))
        found = []
        for other in self._roles:
            inside = set(range(*other.outlet.tokens))
            if other.kind != "cited" and (other.at in above or inside & set(above)):
                found.append(other.outlet.tokens)
        return found

    def _handed_by(self, each: Role, found: Sequence[_Handed]) -> list[_Handed]:
        """Return the statements that an outlet beside them hands on."""
        tokens = self._tree.tokens
        sentence = tokens[each.outlet.tokens.first].sentence
        here = [
            one
            for one in found
            if self._touches(one.candidate, sentence)
            and not self._is_source(each.outlet, one.candidate)
        ]
        anchors = {i: one for one in here for i in words_of(one.candidate.cue)}
        anchors |= {one.candidate.anchor: one for one in here}
        for at in up(self._tree, each.at):
            if at in anchors:
                first = anchors[at]
                same = self._same_speaker(first, here) if each.kind == "hears" else []
                told = tokens[each.at].lemma.lower() == "tell"
                return [first] if told else [first, *same]
        below = [one for one in here if each.at in up(self._tree, one.candidate.anchor)]
        return below or (here if each.kind != "hears" or len(here) == 1 else [])

    def _same_speaker(self, first: _Handed, here: Sequence[_Handed]) -> list[_Handed]:
        source = first.candidate.source
        return [one for one in here if one is not first and one.candidate.source == source]

    def _touches(self, one: Candidate, sentence: int) -> bool:
        tokens = self._tree.tokens
        return tokens[one.anchor].sentence == sentence or any(
            tokens[part.last - 1].sentence == sentence for part in one.content
        )
