"""What the model of differences is learnt from: annotated claims with their candidates.

A claim is given its annotated members: the units that cover their sentences. A candidate is a
positive example where the annotation has a difference of its type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quoth.align.candidates import Candidate
from quoth.align.differences import candidates
from quoth.align.names import link_actors
from quoth.align.units import Unit, UnitReader
from quoth.naming import NAMING
from quoth.records import Report, Span
from training.pairs.stories import AnnotatedStory, Key, sentences_of

# The types with too few annotated differences to learn from are told by rule.
RULED = ("place", "polarity")
HARD = ("number", "date", "place", "speaker", "polarity", "certainty")


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated claim: its units, its candidates and the types that it should have.

    `elsewhere` are the candidates (indices) that another claim of the same two sentences accounts
    for: the members are sentences, and a sentence often tells several claims.
    """

    story: str
    kind: str
    claim: Mapping[str, Any]
    units: tuple[Unit, ...]
    reports: Mapping[str, Report]
    candidates: tuple[Candidate, ...]
    wanted: frozenset[str]
    elsewhere: frozenset[int]

    def of_type(self, kind: str) -> list[Candidate]:
        """Return the candidates of one type."""
        return [c for c in self.candidates if c.type == kind]

    def to_learn(self, kind: str) -> list[Candidate]:
        """Return the candidates of one type that are to be learnt from."""
        found = enumerate(self.candidates)
        return [c for number, c in found if c.type == kind and number not in self.elsewhere]


def examples(story: AnnotatedStory, reports: Sequence[Report]) -> Iterator[Example]:
    """Yield the claims of one story that at least two reports tell, as far as units cover them."""
    keys = link_actors(reports, NAMING)
    sentences = {article["id"]: article["sentences"] for article in story.articles}
    units = [
        unit
        for report in reports
        for unit in UnitReader(report, canonical=NAMING.canonical, names_of=keys[report.id]).units()
    ]
    covers = [set(sentences_of(unit, sentences[unit.report])) for unit in units]
    by_id = {report.id: report for report in reports}
    named = _named(story)
    cover_of = dict(zip(((u.report, u.spans) for u in units), covers, strict=True))
    for claim in story.gold["claims"]:
        members = {(m["report"], i) for m in claim["members"] for i in m["sentences"]}
        told = tuple(u for u, cover in zip(units, covers, strict=True) if cover & members)
        if len({unit.report for unit in told}) < 2:
            continue
        found = tuple(candidates(told, reports=by_id))
        wanted = frozenset(d["type"] for d in claim.get("differences", []))
        elsewhere = frozenset(
            number
            for number, candidate in enumerate(found)
            if candidate.type not in wanted and _accounted(candidate, cover_of, named)
        )
        yield Example(story.name, story.kind, claim, told, by_id, found, wanted, elsewhere)


def _named(story: AnnotatedStory) -> dict[str, list[set[Key]]]:
    """Return, for each type of difference, the sentences of each claim that has one."""
    named: dict[str, list[set[Key]]] = {}
    for claim in story.gold["claims"]:
        for difference in claim.get("differences", []):
            members = {
                (m["report"], i)
                for m in claim["members"]
                if m["report"] in difference["reports"]
                for i in m["sentences"]
            }
            named.setdefault(difference["type"], []).append(members)
    return named


def _accounted(
    candidate: Candidate,
    cover_of: Mapping[tuple[str, tuple[Span, ...]], set[Key]],
    named: Mapping[str, Sequence[set[Key]]],
) -> bool:
    one, two = (cover_of[side.unit.report, side.unit.spans] for side in candidate.sides)
    return any(one & members and two & members for members in named.get(candidate.type, ()))
