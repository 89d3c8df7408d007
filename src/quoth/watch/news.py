"""What there is to tell of, as the archive gives it, and what matched a rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal, Protocol

NewsKind = Literal["story", "report", "claim", "contradiction", "statement"]


class News(Protocol):
    """One thing that is new: any record with these attributes.

    `kind` is "story" (a new one), "report" (one joins a story), "claim" (its support changed),
    "contradiction" (tellings of a claim differ in number, date, place, speaker or polarity) or
    "statement" (somebody said something). `id` names it for good: the same news has the same id
    whenever it is given, other news another one. `story` is the story's id, `title` its title.
    `text` says what it is: the story's lead, the report's title, the claim's gist, the note of the
    difference, the words of the statement; `note` says more of it in words ("now also Harbour
    Post"). `names` are the actors and places it is about, as they are called, `countries` their ISO
    3166-1 alpha-3 codes, `outlets` who tells it. `by` is who said it, `by_country` whose that is.
    `support` is the number of independent origins now, `before` what it was, None where there was
    none or it does not apply. `at` is when it became known (ISO 8601), `reports` are the addresses
    of the reports, or their ids.
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
    def note(self) -> str: ...  # noqa: D102
    @property
    def names(self) -> Collection[str]: ...  # noqa: D102
    @property
    def countries(self) -> Collection[str]: ...  # noqa: D102
    @property
    def outlets(self) -> Collection[str]: ...  # noqa: D102
    @property
    def by(self) -> str | None: ...  # noqa: D102
    @property
    def by_country(self) -> str | None: ...  # noqa: D102
    @property
    def support(self) -> int | None: ...  # noqa: D102
    @property
    def before(self) -> int | None: ...  # noqa: D102
    @property
    def at(self) -> str: ...  # noqa: D102
    @property
    def reports(self) -> Sequence[str]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class NewsItem:
    """News as a record; `News` says what each part is."""

    kind: NewsKind
    id: str
    story: str
    title: str | None = None
    text: str = ""
    note: str = ""
    names: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    by: str | None = None
    by_country: str | None = None
    support: int | None = None
    before: int | None = None
    at: str = ""
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """News that a rule wants told; `rule` is its name."""

    rule: str
    news: News

    @property
    def id(self) -> str:
        """A name for this news under this rule, the same at all times."""
        return match_id(self.rule, self.news.kind, self.news.id)

    @property
    def headline(self) -> str:
        """What happened, on one line."""
        news = self.news
        said = one_line(news.text or news.title or news.story)
        if news.kind == "story":
            return f"New story: {one_line(news.title or '') or said} ({_outlets(news)})"
        if news.kind == "report":
            who = ", ".join(sorted(one_line(outlet) for outlet in news.outlets))
            return f"Joins the story: {said}" + (f" ({who})" if who else "")
        if news.kind == "contradiction":
            return f"Contradiction: {said}"
        if news.kind == "statement":
            return f"{one_line(news.by or 'Somebody unnamed')}: {said}"
        now, before = news.support or 0, news.before or 0
        what = "gains" if now > before else "loses"
        return f"Claim {what} support ({before} → {now}): {said}"

    def form(self) -> dict[str, Any]:
        """Return the match as what JSON can hold; `from_form` reads it."""
        news = self.news
        return {
            "id": self.id,
            "rule": self.rule,
            "headline": self.headline,
            "kind": news.kind,
            "news": news.id,
            "story": news.story,
            "title": news.title,
            "text": news.text,
            "note": news.note,
            "names": sorted(news.names),
            "countries": sorted(news.countries),
            "outlets": sorted(news.outlets),
            "by": news.by,
            "by_country": news.by_country,
            "support": news.support,
            "before": news.before,
            "at": news.at,
            "reports": list(news.reports),
        }

    @classmethod
    def from_form(cls, form: Mapping[str, Any]) -> Match:
        """Return the match that `form` gave."""
        news = NewsItem(
            form["kind"],
            form["news"],
            form["story"],
            form["title"],
            form["text"],
            form["note"],
            tuple(form["names"]),
            tuple(form["countries"]),
            tuple(form["outlets"]),
            form["by"],
            form["by_country"],
            form["support"],
            form["before"],
            form["at"],
            tuple(form["reports"]),
        )
        return cls(form["rule"], news)


def match_id(rule: str, kind: str, news: str) -> str:
    """Return the id of the match of a rule, by name, and news, by kind and id."""
    whole = f"{rule}\0{kind}\0{news}"
    return blake2b(whole.encode("utf-8", "replace"), digest_size=16).hexdigest()


def one_line(text: str) -> str:
    """Return a text on one line, without what a terminal would take for a command."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split())).strip()


def _outlets(news: News) -> str:
    count = len(set(news.outlets))
    return f"{count} outlets" if count != 1 else "1 outlet"
