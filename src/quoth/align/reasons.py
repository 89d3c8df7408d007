"""Reasons: what spoke for and against two tellings being one, in words.

The pair model is linear in its features, so each feature adds to a pair's log odds its weight times
how far its value is from that of the average candidate pair. Features that measure one thing (nine
of meaning, four of words in common) share its weight in ways that mean nothing one by one; what
they add is told together, by what they are about.

Known gaps: the words of a reason are those of its plainest feature, its weight is that of all, so
that one may seem to speak for the pair and the other against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

from quoth.align.pairs import FEATURES, RETOLD, Pair, Story, Weighed, model
from quoth.align.units import Unit
from quoth.records import Reason, ReasonKind, Report

ABOUT: Mapping[str, ReasonKind] = {
    "cosine": "meaning",
    "centred": "meaning",
    "told": "meaning",
    "context": "surroundings",
    "neighbours": "surroundings",
    "idf_cosine": "words",
    "idf_shared": "words",
    "containment": "words",
    "wording": "words",
    "names_shared": "names",
    "names_conflict": "names",
    "number_agrees": "figures",
    "number_conflicts": "figures",
    "date_agrees": "dates",
    "date_conflicts": "dates",
    "negation_differs": "negation",
    "same_speaker": "speaker",
    "other_speaker": "speaker",
    "told_and_narrated": "speaker",
    "shorter": "length",
    "length_ratio": "length",
    "margin": "nearness",
    "mutual": "nearness",
    "met_low": "meaning",
    "met_high": "meaning",
    "met_mean": "meaning",
    "ahead_low": "nearness",
    "ahead_high": "nearness",
    "above_low": "nearness",
    "above_high": "nearness",
    "sentence_low": "meaning",
    "sentence_high": "meaning",
    "sentence_mean": "meaning",
}
# As many reasons as a reader takes in, and the weight below which one says nothing: it changes odds
# by less than a tenth.
MOST = 5
LEAST = 0.1
# Words in common that are named, the rarest first.
NAMED = 4


class Reasons:
    """Tells for two units (indices) of one comparison why they were taken for one or not."""

    def __init__(
        self,
        story: Story,
        weighed: Weighed,
        reports: Sequence[Report],
        keys: Mapping[str, Mapping[str, str]],
    ) -> None:
        """Take the pairs of the story's units; `keys` are those of each report's actors."""
        self._story = story
        self._average = dict(zip(FEATURES, weighed.average, strict=True))
        self._pairs = {(pair.first, pair.second): pair for pair in weighed.pairs}
        self._reports = {report.id: report for report in reports}
        self._names: dict[str, str] = {}
        # The words of each sentence by their lemmas, as they stand there first.
        self._told: dict[tuple[str, int], dict[str, str]] = {}
        for report in reports:
            for token in report.tokens:
                told = self._told.setdefault((report.id, token.sentence), {})
                told.setdefault(token.lemma.lower(), token.text)
            for actor in report.actors:
                key = keys[report.id].get(actor.id, "")
                names = (self._names.get(key, ""), actor.name)
                self._names[key] = max(names, key=lambda name: (len(name), name))

    def __call__(self, first: int, second: int) -> tuple[Reason, ...]:
        """Return the strongest reasons, the strongest first; none where they were not compared.

        They speak of the units in the order given.
        """
        pair = self._pairs.get((min(first, second), max(first, second)))
        if pair is None:
            return ()
        values = self._values(pair)
        weights, intercept = model()
        added: dict[ReasonKind, float] = {}
        for name, weight in zip(FEATURES, weights, strict=True):
            kind = ABOUT[name]
            off = weight * (values[name] - self._average[name])
            added[kind] = added.get(kind, 0.0) + off
        added["meaning"] = added.get("meaning", 0.0) - pair.lowered
        if pair.retold:
            odds = (
                intercept
                - pair.lowered
                + sum(w * values[f] for f, w in zip(FEATURES, weights, strict=True))
            )
            added["beside"] = log(RETOLD / (1 - RETOLD)) - odds
        strongest = sorted(added.items(), key=lambda item: -abs(item[1]))[:MOST]
        a, b = self._story.units[first], self._story.units[second]
        return tuple(
            Reason(kind, weight, self._why(kind, values, a, b))
            for kind, weight in strongest
            if abs(weight) >= LEAST
        )

    def _values(self, pair: Pair) -> dict[str, float]:
        found = self._story.features(pair.first, pair.second, pair.margin)
        return dict(zip(FEATURES, found, strict=True))

    def _why(self, kind: ReasonKind, values: Mapping[str, float], a: Unit, b: Unit) -> str:
        if kind == "meaning":
            whole = f"{_two(values['sentence_high'])} ({_two(self._average['sentence_high'])})"
            own = self._measured("met_low", values)
            return f"words of like meaning: {own}, in the whole sentences {whole}"
        if kind == "nearness":
            average = _ahead(self._average["ahead_low"])
            all_else = "of all else" if values["ahead_low"] > 0 else "something else"
            where, by = _ahead(values["ahead_low"]).split(" ", 1)
            return f"{where} {all_else} in the two reports {by} (average: {average})"
        if kind == "words":
            common = self._common(a, b)
            told = f"words in common: {common}" if common else "no word in common"
            return f"{told}; alike {self._measured('idf_cosine', values)}"
        if kind == "surroundings":
            name = max(("context", "neighbours"), key=values.__getitem__)
            return f"what stands around them is alike: {self._measured(name, values)}"
        if kind == "names":
            return self._named(a, b)
        return _SAID[kind](values, a, b)

    def _measured(self, name: str, values: Mapping[str, float]) -> str:
        """Return a value beside that of the average candidate pair."""
        return f"{_two(values[name])} (average {_two(self._average[name])})"

    def _common(self, a: Unit, b: Unit) -> str:
        """Return the rarest words in common as the first telling has them; names if no others."""
        rarity = self._story.rarity
        both = a.lemmas & b.lemmas
        listed = both - a.name_lemmas - b.name_lemmas or both
        shared = sorted(listed, key=lambda lemma: (-rarity[lemma], lemma))
        told = self._told.get((a.report, a.sentence), {})
        return ", ".join(told.get(lemma, lemma) for lemma in shared[:NAMED])

    def _named(self, a: Unit, b: Unit) -> str:
        shared = sorted(a.names & b.names)
        if shared:
            return f"names in common: {', '.join(self._called(key, a, b) for key in shared)}"
        if a.names and b.names:
            return "no name in common"
        return "only one of them has a name" if a.names or b.names else "neither has a name"

    def _called(self, key: str, *units: Unit) -> str:
        if key in self._names:
            return self._names[key]
        for unit in units:
            for span, named in unit.named:
                if named == key:
                    return " ".join(self._reports[unit.report].text[span.start : span.end].split())
        return key


def _two(value: float) -> str:
    return f"{value:.2f}".replace("-0.00", "0.00")


def _ahead(by: float) -> str:
    return f"ahead by {_two(by)}" if by > 0 else f"behind by {_two(-by)}"


def _figures(values: Mapping[str, float], a: Unit, b: Unit) -> str:
    return _agreement("figures", values["number_agrees"], values["number_conflicts"])


def _dates(values: Mapping[str, float], a: Unit, b: Unit) -> str:
    return _agreement("dates", values["date_agrees"], values["date_conflicts"])


def _agreement(noun: str, agree: float, conflict: float) -> str:
    return f"{noun} agree" if agree else f"{noun} differ" if conflict else f"no {noun} to compare"


def _negation(values: Mapping[str, float], a: Unit, b: Unit) -> str:
    if values["negation_differs"]:
        return "one of them is negated"
    return "both are negated" if a.negated else "neither is negated"


def _speaker(values: Mapping[str, float], a: Unit, b: Unit) -> str:
    if values["same_speaker"]:
        return f"same speaker: {a.speaker_name or b.speaker_name or a.speaker}"
    if values["other_speaker"]:
        return f"other speakers: {a.speaker_name or a.speaker}, {b.speaker_name or b.speaker}"
    if values["told_and_narrated"]:
        return "one tells it in somebody's words, the other in its own"
    return "both tell it in their own words" if a.statement is None else "a speaker is not known"


def _length(values: Mapping[str, float], a: Unit, b: Unit) -> str:
    return f"how much is told: {len(a.lemmas)} and {len(b.lemmas)} words that count"


def _beside(values: Mapping[str, float], a: Unit, b: Unit) -> str:
    return "the same speaker tells it beside what both reports surely have"


_SAID = {
    "figures": _figures,
    "dates": _dates,
    "negation": _negation,
    "speaker": _speaker,
    "length": _length,
    "beside": _beside,
}
