"""What a story is called: title and lead taken from the most central of its reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from quoth.group.background import weights
from quoth.group.words import hashes, tell
from quoth.records import Report, Sentence
from quoth.spans import view

# How many sentences say what a report is about.
_LEAD = 3
# A first sentence of fewer words is a kicker or a dateline.
_LEAD_WORDS = 5
# A sentence is cut at a word beyond this, so that it can stand as a title.
_TITLE_CHARACTERS = 120
# Central is what has the most of what the others have; of two as central, what has a title.
_TITLED = 1.1


@dataclass(frozen=True, slots=True)
class Headline:
    """A story's title and lead in the words of one of its reports (`report` is its id).

    `lead` is empty where the report holds nothing more than the title.
    """

    title: str
    lead: str
    report: str


def headline(reports: Sequence[Report]) -> Headline:
    """Return title and lead of a story, from the report whose lead is most like all the others.

    The title is the report's own, without one its first sentence; the lead is the first sentence
    that is not the title. Copies of one text count once, so that a text printed in ten papers does
    not outvote the rest. Raises ValueError without a report.
    """
    if not reports:
        raise ValueError("a headline needs a report at least")
    ordered = sorted(reports, key=lambda report: (report.published or "9999", report.id))
    sentences = [_sentences(report) for report in ordered]
    told = [_weighed(report, lead) for report, lead in zip(ordered, sentences, strict=True)]
    distinct = list({tuple(sorted(one.items())): one for one in told}.values())
    whole: Counter[str] = Counter()
    for one in distinct:
        whole.update(dict.fromkeys(one, 1))
    common = {term: log(1 + count) for term, count in whole.items()}

    def central(place: int) -> float:
        one, report = told[place], ordered[place]
        norm = sqrt(sum(weight * weight for weight in one.values())) or 1.0
        score = sum(weight * common[term] for term, weight in one.items()) / norm
        return score * (_TITLED if report.title else 1)

    best = max(range(len(ordered)), key=lambda place: (central(place), -place))
    return _headline(ordered[best], sentences[best])


def _headline(report: Report, sentences: Sequence[str]) -> Headline:
    title = " ".join((report.title or "").split())
    rest = [sentence for sentence in sentences if sentence.rstrip(".") != title.rstrip(".")]
    if not title and rest:
        first = next((s for s in rest if len(s.split()) >= _LEAD_WORDS), rest[0])
        rest = rest[rest.index(first) + 1 :]
        title = _cut(first)
        if title != first:
            return Headline(title, first, report.id)
    lead = next((s for s in rest if len(s.split()) >= _LEAD_WORDS), rest[0] if rest else "")
    return Headline(title or _cut(" ".join(report.text.split())) or report.id, lead, report.id)


def _cut(sentence: str) -> str:
    if len(sentence) <= _TITLE_CHARACTERS:
        return sentence
    return sentence[:_TITLE_CHARACTERS].rsplit(" ", 1)[0].rstrip(",;:–—- ") + " …"


def _sentences(report: Report) -> list[str]:
    """Return the first sentences, for title and lead."""
    found: Sequence[Sentence] = report.sentences[: 2 * _LEAD]
    texts = [view(report, [sentence.span]).text for sentence in found]
    texts = texts or report.text.splitlines()
    return [joined for text in texts if (joined := " ".join(text.split()))][: 2 * _LEAD]


def _weighed(report: Report, sentences: Sequence[str]) -> dict[str, float]:
    """Return the weight of each word that title and lead have."""
    said = [report.title, *sentences[:_LEAD]] if report.title else list(sentences[: _LEAD + 1])
    stems = sorted(tell([text for text in said if text]).stems)
    return dict(zip(stems, weights(hashes(stems, "w"), "w").tolist(), strict=True))
