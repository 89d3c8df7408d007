"""What a new comparison of a story shows that the one before did not.

Claims have other ids and gists in every comparison, so they are matched by where they are told: the
same words of the same reports, which outweigh an equal gist. A report that came in another version
since is matched by its words.

Known gaps: a claim that the new comparison cuts in two is matched with the part that has more of
its words; the other part counts as told for the first time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from quoth.archive import NewsEntry
from quoth.forms import wording
from quoth.records import Actor, Claim, Comparison, Difference, Report, Span
from quoth.spans import merge, overlap

# Differences in what is told; those of wording and detail part no two accounts.
HARD = frozenset({"number", "date", "place", "speaker", "polarity"})
# Two claims are one where, summed over the reports, so much of the shorter telling is the same
# words. Chosen, not measured: half a telling is what a changed border of a clause leaves.
_SAME = 0.5
# From so many origins on a claim is worth telling of; with one fewer it is told by one alone.
_TOLD = 2


@dataclass(frozen=True, slots=True)
class Change:
    """A claim whose support changed; `before` is None where the story had not been compared.

    `claim` is as it is now, or as it was where it is told no more. `more` are the reports that tell
    it now and did not, `fewer` those that did.
    """

    claim: Claim
    before: int | None
    now: int
    more: tuple[str, ...] = ()
    fewer: tuple[str, ...] = ()


def matched(old: Comparison, new: Comparison) -> dict[str, str]:
    """Return, for the id of each new claim that the old comparison had, its id there."""
    same = {report.id: report.text for report in old.reports}
    texts = {report.id: report.text for report in new.reports}
    told: dict[str, list[tuple[str, tuple[Span, ...]]]] = defaultdict(list)
    for claim in old.claims:
        for report, spans in _places(claim).items():
            told[report].append((claim.id, spans))
    scores: dict[tuple[str, str], float] = defaultdict(float)
    for claim in new.claims:
        for report, spans in _places(claim).items():
            for other, theirs in told[report]:
                if same[report] == texts[report]:
                    share = _shared(spans, theirs)
                else:
                    share = float(_words(texts[report], spans) == _words(same[report], theirs))
                if share:
                    scores[claim.id, other] += share
    gists = {claim.id: _folded(claim.gist) for claim in old.claims}
    now = {claim.id: _folded(claim.gist) for claim in new.claims}
    worded = {gist: name for name, gist in gists.items()}
    for name, gist in now.items():
        if gist in worded:  # also where all who told it tell something else now
            scores[name, worded[gist]] += _SAME
    found: dict[str, str] = {}
    taken: set[str] = set()
    for mine, theirs_id in sorted(
        scores, key=lambda pair: (-scores[pair], now[pair[0]] != gists[pair[1]], pair)
    ):
        if scores[mine, theirs_id] >= _SAME and mine not in found and theirs_id not in taken:
            found[mine] = theirs_id
            taken.add(theirs_id)
    return found


def changes(old: Comparison | None, new: Comparison) -> list[Change]:
    """Return the claims whose support changed, in the order of the new comparison.

    Without an old comparison these are all that two origins tell. A claim that only one report told
    before was told from one origin; one that nobody tells any more from none.
    """
    if old is None:
        return [Change(c, None, c.support, _tellers(c)) for c in new.claims if c.support >= _TOLD]
    pairs = matched(old, new)
    was = {claim.id: claim for claim in old.claims}
    there = {report.id for report in old.reports}
    found: list[Change] = []
    for claim in new.claims:
        before = was.get(pairs.get(claim.id, ""))
        tellers = _tellers(claim)
        if before is None:
            known = [report for report in tellers if report in there]
            support = 1 if known else 0
            if claim.support >= _TOLD:
                more = tuple(report for report in tellers if report not in known)
                found.append(Change(claim, support, claim.support, more))
        elif before.support != claim.support:
            earlier = _tellers(before)
            more = tuple(report for report in tellers if report not in earlier)
            fewer = tuple(report for report in earlier if report not in tellers)
            found.append(Change(claim, before.support, claim.support, more, fewer))
    left = set(was) - set(pairs.values())
    now = {report.id: report for report in new.reports}
    for claim in old.claims:
        if claim.id in left and claim.support >= _TOLD:
            support = 1 if any(_still(claim, report, old, now) for report in _tellers(claim)) else 0
            found.append(Change(claim, claim.support, support, (), _tellers(claim)))
    return found


def new_differences(old: Comparison | None, new: Comparison) -> list[tuple[Claim, Difference]]:
    """Return the differences that are hard and that the old comparison did not have.

    Another report that tells one of the values makes none; another value does.
    """
    pairs = matched(old, new) if old is not None else {}
    was = {claim.id: claim for claim in old.claims} if old is not None else {}
    found = []
    for claim in new.claims:
        before = was.get(pairs.get(claim.id, ""))
        known: dict[str, set[str]] = defaultdict(set)
        for difference in before.differences if before is not None else ():
            known[difference.type] |= _values(difference)
        for difference in claim.differences:
            if difference.type in HARD and not _values(difference) <= known[difference.type]:
                found.append((claim, difference))
    return found


def entries(story: str, old: Comparison | None, new: Comparison) -> list[NewsEntry]:
    """Return what is new in a comparison as the archive keeps it (docs/watch.md)."""
    now = {report.id: report for report in new.reports}
    was = {report.id: report for report in old.reports} if old is not None else {}
    called = wording.names([*{**was, **now}.values()])
    found = []
    for change in changes(old, new):
        told = "claim", change.before, change.now, sorted(_tellers(change.claim)), change.claim.gist
        data = {
            **_about(change.claim, {**was, **now}),
            "text": change.claim.gist,
            "note": _note(change, called),
            "support": change.now,
            "before": change.before,
        }
        found.append(NewsEntry("claim", _digest(story, told), story, data))
    for claim, difference in new_differences(old, new):
        data = {
            **_about(claim, now),
            "text": wording.difference_line(difference, called),
            "note": claim.gist,
            "support": claim.support,
            "before": None,
        }
        told_by = sorted(zip(difference.between, difference.values, strict=False))
        found.append(
            NewsEntry("contradiction", _digest(story, (difference.type, told_by)), story, data)
        )
    return found


def named(reports: Iterable[tuple[Report, Sequence[Span]]]) -> tuple[list[Actor], list[str]]:
    """Return the actors that are spoken of at places of reports, and their countries."""
    actors: dict[str, Actor] = {}
    for report, spans in reports:
        for actor in report.actors:
            if any(overlap(mention, span) for mention in actor.mentions for span in spans):
                actors.setdefault(actor.name, actor)
    countries = sorted({actor.country for actor in actors.values() if actor.country})
    return list(actors.values()), countries


def address(report: Report) -> str:
    """Return the address of a report, its id where it has none."""
    return report.url or report.id


def _about(claim: Claim, reports: Mapping[str, Report]) -> dict[str, object]:
    """Return whom and where a claim is about, who tells it and who said it."""
    told = [(reports[report], spans) for report, spans in _places(claim).items()]
    actors, countries = named(told)
    speaker = next(
        (a for report, _ in told for a in report.actors if a.name == claim.speaker), None
    )
    names = [claim.speaker] if claim.speaker else []
    country = speaker.country if speaker is not None else None
    return {
        "names": sorted({*names, *(actor.name for actor in actors)}),
        "countries": sorted({*countries, *([country] if country else [])}),
        "outlets": sorted({report.name for report, _ in told}),
        "by": claim.speaker,
        "by_country": country,
        "reports": [address(report) for report, _ in told],
    }


def _note(change: Change, called: Mapping[str, str]) -> str:
    parts = []
    if change.before is not None and change.more:
        parts.append(f"now also {_listed(change.more, called)}")
    if change.fewer:
        parts.append(f"no longer {_listed(change.fewer, called)}")
    if change.before is not None and not parts:
        parts.append("told by the same, whose origins count otherwise now")
    return "; ".join(parts)


def _listed(reports: Sequence[str], called: Mapping[str, str]) -> str:
    return wording.listing(list(dict.fromkeys(called[report] for report in reports)))


def _places(claim: Claim) -> dict[str, tuple[Span, ...]]:
    """Return where each report tells a claim."""
    found: dict[str, list[Span]] = {}
    for member in claim.members:
        found.setdefault(member.report, []).extend(member.spans)
    return {report: merge(spans) for report, spans in found.items()}


def _tellers(claim: Claim) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member.report for member in claim.members))


def _shared(one: Sequence[Span], other: Sequence[Span]) -> float:
    both = sum(overlap(a, b) for a in one for b in other)
    length = min(sum(s.end - s.start for s in one), sum(s.end - s.start for s in other))
    return both / length if length else 0.0


def _words(text: str, spans: Sequence[Span]) -> str:
    return _folded(" ".join(text[s.start : s.end] for s in spans))


def _still(claim: Claim, report: str, old: Comparison, now: Mapping[str, Report]) -> bool:
    """Return whether a report still has the words in which it told a claim."""
    if report not in now:
        return False
    text = next(r.text for r in old.reports if r.id == report)
    words = _words(text, _places(claim)[report])
    return words in _folded(now[report].text)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _values(difference: Difference) -> set[str]:
    return {value.casefold() for value in difference.values}


def _digest(story: str, told: object) -> str:
    return blake2b(f"{story}\0{told!r}".encode("utf-8", "replace"), digest_size=12).hexdigest()
