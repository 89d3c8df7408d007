"""What there is to tell of, as the archive gives it, and what matched a rule."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from quoth.watch.rules import Rule

NewsKind = Literal["story", "claim", "contradiction"]


class News(Protocol):
    """One thing that is new: any record with these attributes.

    `kind` is "story" (a new one), "claim" (its support changed) or "contradiction" (tellings of a
    claim differ in number, date, place, speaker or polarity). `id` names it for good: the same news
    has the same id whenever it is given, other news another one. `story` is the story's id, `title`
    its title. `text` says what it is: the story's lead, the claim's gist, the note of the
    difference. `names` are the actors and places it is about, as they are called, `countries` their
    ISO 3166-1 alpha-3 codes, `outlets` who tells it. `support` is the number of independent origins
    now, `before` what it was, None where there was none or it does not apply. `at` is when it
    became known (ISO 8601), `reports` are the addresses of the reports, or their ids.
    """

    @property
    def kind(self) -> NewsKind: ...  # noqa: D102 - see the class, for all of them
    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def story(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str | None: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def names(self) -> Collection[str]: ...  # noqa: D102
    @property
    def countries(self) -> Collection[str]: ...  # noqa: D102
    @property
    def outlets(self) -> Collection[str]: ...  # noqa: D102
    @property
    def support(self) -> int | None: ...  # noqa: D102
    @property
    def before(self) -> int | None: ...  # noqa: D102
    @property
    def at(self) -> str: ...  # noqa: D102
    @property
    def reports(self) -> Sequence[str]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Match:
    """News that a rule wants told."""

    rule: Rule
    news: News

    @property
    def id(self) -> str:
        """A name for this news under this rule, the same at all times."""
        whole = f"{self.rule.name}\0{self.news.kind}\0{self.news.id}"
        return blake2b(whole.encode("utf-8", "replace"), digest_size=16).hexdigest()

    @property
    def headline(self) -> str:
        """What happened, on one line."""
        news = self.news
        said = one_line(news.text or news.title or news.story)
        if news.kind == "story":
            outlets = len(news.outlets)
            told = f"{outlets} outlets" if outlets != 1 else "1 outlet"
            return f"New story: {one_line(news.title or '') or said} ({told})"
        if news.kind == "contradiction":
            return f"Contradiction: {said}"
        now, before = news.support or 0, news.before or 0
        what = "gains" if now > before else "loses"
        return f"Claim {what} support ({before} → {now}): {said}"

    def form(self) -> dict[str, Any]:
        """Return the match as what JSON can hold."""
        news = self.news
        return {
            "id": self.id,
            "rule": self.rule.name,
            "headline": self.headline,
            "kind": news.kind,
            "news": news.id,
            "story": news.story,
            "title": news.title,
            "text": news.text,
            "names": sorted(news.names),
            "countries": sorted(news.countries),
            "outlets": sorted(news.outlets),
            "support": news.support,
            "before": news.before,
            "at": news.at,
            "reports": list(news.reports),
        }


def one_line(text: str) -> str:
    """Return a text on one line, without what a terminal would take for a command."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split())).strip()
