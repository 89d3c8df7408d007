"""Statements within statements: what a source says that others said.

"The spokesman said the premier had promised that ...": the network, like PolNeAR, lists what the
spokesman said; read by itself, the content shows what the premier promised.
"""

from __future__ import annotations

from quoth.annotate import decode
from quoth.annotate.candidate import Candidate, words_of
from quoth.annotate.readings import OpenReport
from quoth.annotate.tree import SUBJECTS, Range, Tree

# A content without one of these and a subject of its own is not read again: two in three are not.
_TELLING = frozenset(
    "accuse add admit allege announce argue ask assert boast brag call claim complain concede "
    "conclude confirm contend declare demand deny disclose estimate explain inform insist "
    "instruct maintain mention note order phone pledge predict proclaim promise propose quote "
    "reply report request respond reveal say shout state stress suggest swear tell testify "
    "threaten tweet urge vow warn write".split()
)
# A content of fewer words has no room for another statement.
_SHORT = 6
# "I said", "you know": the speaker himself, or nobody.
_OWN = frozenset("i we my our you your it this that there one".split())
# Read by itself a content gives rise to more that is none: only what is likely is listed.
LEAST = 0.6


class Nested:
    """Reads the contents of one report's statements again."""

    def __init__(
        self, opened: OpenReport, tree: Tree, weights: decode.Weights = decode.WEIGHTS
    ) -> None:
        self._opened = opened
        self._tree = tree
        self._weights = weights

    def told(self, outer: Candidate) -> list[Candidate]:
        """Return the statements of others within a content, in order of their anchors."""
        found = []
        inside = set(words_of(outer.content))
        for part in outer.content:
            for one in self._read(part) if self._may_tell(part) else ():
                whose = {self._tree.tokens[i].text.lower() for i in words_of(one.source)}
                others = one.source and not whose <= _OWN
                if others and one.confidence >= LEAST and one.anchor in inside:
                    found.append(one)
        return sorted(found, key=lambda c: c.anchor)

    def within(self, outer: Candidate) -> list[Candidate]:
        """Return all that a content may tell of others' words, best first."""
        found = [one for part in outer.content for one in self._read(part)]
        return sorted(found, key=lambda c: (-c.confidence, c.anchor))

    def _read(self, part: Range) -> list[Candidate]:
        by_anchor = {r.anchor: r for r in self._opened.within(part)}
        likely = list(decode.candidates(self._tree, by_anchor.values(), weights=self._weights))
        return decode.choose(self._tree, likely, weights=self._weights)

    def _may_tell(self, part: Range) -> bool:
        tokens = self._tree.tokens
        if part.last - part.first < _SHORT:
            return False
        for i in range(*part):
            if tokens[i].text.lower() == "according":
                return True
            if tokens[i].lemma.lower() not in _TELLING or tokens[i].pos != "VERB":
                continue
            subject = self._tree.child(i, *SUBJECTS)
            if subject is not None and tokens[subject].text.lower() not in _OWN:
                return True
        return False
