"""What is new in an archive since a moment, and what of it rules want told.

A moment is two numbers: of the last change of stories and of the last news of comparisons that were
looked at. Nothing is marked as looked at before what it comes to is stored, so that a program that
is killed in between looks at it again, and comes to the same ids.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from quoth.archive import NewsEntry, ReportEntry, Story, StoryChange
from quoth.errors import QuothError
from quoth.forms import wording
from quoth.keeping.keeper import Keeper
from quoth.keeping.novelties import address, named
from quoth.records import Report, Span
from quoth.watch import Match, NewsItem, NewsKind, Rule, match_id, matching

# Whom a story is about: who is named in the opening of a report, or so often in it.
_OPENING_SENTENCES, _OFTEN = 3, 3
# Of a story of many reports only so many of the earlier ones are read for that.
_READ = 20


@dataclass(frozen=True, slots=True)
class Moment:
    """Up to where it was looked for news: numbers of story history and of news."""

    history: int = 0
    news: int = 0

    def to_json(self) -> str:
        """Return it as a line of JSON."""
        return json.dumps({"history": self.history, "news": self.news})

    @classmethod
    def from_json(cls, text: str) -> Moment:
        """Return the moment that `to_json` wrote."""
        form = json.loads(text)
        return cls(int(form["history"]), int(form["news"]))


@dataclass(frozen=True, slots=True)
class _Grown:
    """A story that changed: which reports came into it, of which stories.

    `joined` are those of them that came in from outside, with the kind of change.
    """

    story: Story
    came: tuple[str, ...]
    sources: tuple[str, ...]
    joined: Mapping[str, str]
    at: datetime


class Gatherer:
    """Looks for what is new; `on_fault` gets a line for what cannot be looked at."""

    def __init__(
        self,
        keeper: Keeper,
        rules: Sequence[Rule],
        *,
        on_fault: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._keeper = keeper
        self._archive = keeper.archive
        self._rules = rules
        self._kinds: frozenset[NewsKind] = frozenset(kind for rule in rules for kind in rule.on)
        self._on_fault = on_fault
        self._least = min((rule.outlets for rule in rules if "story" in rule.on), default=0)

    def gather(self, watch: str, since: Moment) -> tuple[dict[str, Match], Moment]:
        """Return what is to be told since a moment, by id, and the moment it is now.

        Stories that changed are compared where a rule asks for claims or contradictions.
        """
        history = self._archive.story_history(after=since.history)
        grown = list(self._grown(history))
        if self._kinds & {"claim", "contradiction"}:
            for one in grown:
                self._compare(one.story)
        logged = self._archive.news(after=since.news)
        found: dict[str, Match] = {}
        for one in grown:
            for match in self._of_story(watch, one):
                found.setdefault(match.id, match)
        stories = self._archive.stories_by_id(list({entry.story for entry in logged}))
        for entry in logged:
            for match in self._all(_logged(entry, stories.get(entry.story))):
                found.setdefault(match.id, match)
        last = Moment(
            history[-1].number if history else since.history,
            logged[-1].number if logged else since.news,
        )
        return _by_story(found.values()), last

    def _grown(self, history: Sequence[StoryChange]) -> Iterator[_Grown]:
        """Yield the stories that changes brought reports to, in order."""
        came: dict[str, dict[str, StoryChange]] = defaultdict(dict)
        sources: dict[str, dict[str, None]] = defaultdict(dict)
        for change in history:
            target, *others = change.stories
            came[target].update(dict.fromkeys(change.reports, change))
            sources[target].update(dict.fromkeys(others))
        found = self._archive.stories_by_id(list(came))
        for name, reports in came.items():
            # One that is not there has gone into another since, which is looked at itself.
            story = found.get(name)
            members = set(story.reports) if story is not None else set()
            here = {report: change for report, change in reports.items() if report in members}
            if story is None or not here:
                continue
            joined = {r: c.kind for r, c in here.items() if c.kind in ("began", "joined")}
            at = max(change.at for change in here.values())
            yield _Grown(story, tuple(here), tuple(sources[name]), joined, at)

    def _compare(self, story: Story) -> None:
        if len(story.reports) < 2:
            return
        try:
            self._keeper.compare(story.id)
        except QuothError as error:
            self._on_fault(f"{story.id}: cannot be compared: {error}")

    def _of_story(self, watch: str, grown: _Grown) -> Iterator[Match]:
        if not self._kinds & {"story", "report", "statement"}:
            return
        story, came = grown.story, set(grown.came)
        # Most stories are told by one outlet: what no rule can want is not loaded.
        if not self._kinds & {"report", "statement"} and len(story.outlets) < self._least:
            return
        listed = sorted(
            self._archive.reports(story=story.id, limit=None),
            key=lambda entry: story.reports.index(entry.report),
        )
        before = [entry for entry in listed if entry.report not in came]
        read = {*grown.came, *(entry.report for entry in before[:_READ])}
        reports = {name: self._archive.report(name) for name in story.reports if name in read}
        at = _moment(grown.at)
        if "story" in self._kinds:
            now = _story(story, listed, reports, at)
            was = _story(story, before, reports, at) if before else None
            yield from self._new_story(watch, grown, now, was)
        if not self._kinds & {"report", "statement"}:
            return
        for name, kind in grown.joined.items():
            if any(version.version > 1 for version in self._archive.versions(name)):
                continue  # another version of what was there
            report = reports[name]
            if kind == "joined":
                yield from self._all(_joins(story, report, at))
            if "statement" in self._kinds:
                for item in _statements(story, report, at):
                    yield from self._all(item)

    def _new_story(
        self, watch: str, grown: _Grown, now: NewsItem, was: NewsItem | None
    ) -> Iterator[Match]:
        """Yield a story to the rules that want it now and did not before."""
        for rule in matching(self._rules, now):
            if was is not None and rule.matches(was):
                continue
            told = [match_id(rule.name, "story", source) for source in grown.sources]
            if not self._archive.known_matches(watch, told):
                yield Match(rule.name, now)

    def _all(self, item: NewsItem) -> Iterator[Match]:
        return (Match(rule.name, item) for rule in matching(self._rules, item))


def _logged(entry: NewsEntry, story: Story | None) -> NewsItem:
    """Return the news that a comparison noted."""
    data = entry.data
    kind: NewsKind = "claim" if entry.kind == "claim" else "contradiction"
    lists = {name: tuple(data[name]) for name in ("names", "countries", "outlets", "reports")}
    return NewsItem(
        kind,
        entry.id,
        entry.story,
        title=story.title if story is not None else None,
        text=data["text"],
        note=data["note"],
        by=data["by"],
        by_country=data["by_country"],
        support=data["support"],
        before=data["before"],
        at=_moment(entry.at),
        **lists,
    )


def _story(
    story: Story, listed: Sequence[ReportEntry], reports: Mapping[str, Report], at: str
) -> NewsItem:
    """Return the news of a story, as it is with some of its reports."""
    names: dict[str, None] = {}
    countries: set[str] = set()
    for report in (reports[entry.report] for entry in listed if entry.report in reports):
        actors, of = named([(report, _opening(report))])
        often = [actor for actor in report.actors if len(actor.mentions) >= _OFTEN]
        names.update(dict.fromkeys(actor.name for actor in (*actors, *often)))
        countries.update(of, (actor.country for actor in often if actor.country))
    lead = ""
    if story.lead is not None and (told := reports.get(story.lead.report)) is not None:
        lead = wording.words(told, story.lead.spans)
    return NewsItem(
        "story",
        story.id,
        story.id,
        title=story.title,
        text=lead,
        names=tuple(names),
        countries=tuple(sorted(countries)),
        outlets=tuple(dict.fromkeys(entry.outlet or entry.report for entry in listed)),
        at=at,
        reports=tuple(entry.url or entry.report for entry in listed),
    )


def _joins(story: Story, report: Report, at: str) -> NewsItem:
    """Return the news that a report joins a story."""
    actors, countries = named([(report, _opening(report))])
    lead = report.sentences[0].span if report.sentences else Span(0, min(len(report.text), 200))
    return NewsItem(
        "report",
        f"{story.id} {report.id}",
        story.id,
        title=story.title,
        text=report.title or wording.words(report, [lead], limit=200),
        names=tuple(actor.name for actor in actors),
        countries=tuple(countries),
        outlets=(report.name,),
        at=at,
        reports=(address(report),),
    )


def _statements(story: Story, report: Report, at: str) -> Iterator[NewsItem]:
    """Yield the news that somebody said something, for each statement of a report."""
    actors = {actor.id: actor for actor in report.actors}
    for _, statement in wording.nested(report.statements):
        speaker = actors.get(statement.speaker or "")
        about, countries = named([(report, statement.content)])
        who = [speaker] if speaker is not None else []
        yield NewsItem(
            "statement",
            f"{report.id} {statement.id}",
            story.id,
            title=report.title or story.title,
            text=wording.words(report, statement.content),
            note=wording.manner(statement),
            names=tuple(dict.fromkeys(actor.name for actor in (*who, *about))),
            countries=tuple(sorted({*countries, *(a.country for a in who if a.country)})),
            outlets=(report.name,),
            by=wording.speaker_of(statement, report) or None,
            by_country=speaker.country if speaker is not None else None,
            at=at,
            reports=(address(report),),
        )


def _opening(report: Report) -> list[Span]:
    return [sentence.span for sentence in report.sentences[:_OPENING_SENTENCES]]


def _by_story(matches: Iterable[Match]) -> dict[str, Match]:
    """Return matches by id, those of one story together, the stories as they came."""
    order: dict[str, list[Match]] = {}
    for match in matches:
        order.setdefault(match.news.story, []).append(match)
    return {match.id: match for found in order.values() for match in found}


def _moment(at: datetime | None) -> str:
    return (at or datetime(1970, 1, 1)).replace(tzinfo=UTC, microsecond=0).isoformat()
