"""What the user wants to be told: rules in a TOML file.

    [[rule]]
    name = "Halmora and Veskaria"     # how it is called; one of a kind
    on = "story"                      # "story", "report", "claim", "contradiction", "statement", or
                                      # a list of them
    about = ["Halmora", "Veskaria"]   # all of these are in it: names, countries' codes, words
    any = ["trawlers", "fisheries"]   # at least one of these is
    not = ["football"]                # and none of these
    countries = ["HAL"]               # at least one of these is concerned
    actors = ["Ilena Dorvas"]         # at least one of these actors is, by name or country
    by = ["Dorvas"]                   # statements and claims: one of these said it
    from = ["Harbour Post"]           # at least one of these outlets tells it
    outlets = 2                       # so many outlets tell it, or more
    change = "gains"                  # claims: "gains" or "loses" support; both by default
    support = 3                       # claims that come to (or fall below) so many origins

All keys but `name` and `on` may be left out; what is there has to hold together. A story is told
when the rule wants it for the first time: with `outlets = 2` when a second outlet tells it.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from quoth.errors import RuleError
from quoth.watch.news import News, NewsKind

Change = Literal["gains", "loses"]

_KINDS: tuple[NewsKind, ...] = get_args(NewsKind)
_KEYS = (
    "name", "on", "about", "any", "not", "countries", "actors", "by", "from", "outlets", "change",
    "support",
)  # fmt: skip
_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Rule:
    """News to tell of; see the module for what each part means."""

    name: str
    on: tuple[NewsKind, ...]
    about: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    outlets: int = 0
    change: Change | None = None
    support: int | None = None
    actors: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()

    def matches(self, news: News) -> bool:
        """Say whether the rule wants this news told."""
        if news.kind not in self.on or len(set(news.outlets)) < self.outlets:
            return False
        codes = {country.upper() for country in news.countries}
        if self.countries and codes.isdisjoint(country.upper() for country in self.countries):
            return False
        if news.kind == "claim" and not self._changed(news):
            return False
        if not self._told_by(news):
            return False
        # Of a statement its own words count: what its report is about says little of it.
        title = "" if news.kind == "statement" else news.title or ""
        text = "\n".join((title, news.text, *news.names)).casefold()

        def has(term: str) -> bool:
            return term.upper() in codes or _word(term).search(text) is not None

        return (
            all(map(has, self.about))
            and (not self.any_of or any(map(has, self.any_of)))
            and not any(map(has, self.none_of))
        )

    def _told_by(self, news: News) -> bool:
        """Say whether those tell it, say it or act in it whom the rule names."""
        if self.told_by:
            outlets = {outlet.casefold() for outlet in news.outlets}
            if outlets.isdisjoint(" ".join(name.split()).casefold() for name in self.told_by):
                return False
        if self.by and not any(_is(name, news.by, news.by_country) for name in self.by):
            return False
        codes = {country.upper() for country in news.countries}
        names = "\n".join((news.by or "", *news.names)).casefold()
        return not self.actors or any(
            actor.upper() in codes or _word(actor).search(names) for actor in self.actors
        )

    def _changed(self, news: News) -> bool:
        """Say whether a claim's support changed as the rule asks.

        What the first comparison of a story finds has not changed, but may come to the support that
        is asked for.
        """
        now, before = news.support or 0, news.before or 0
        if now == before or (
            self.change is not None and (now > before) != (self.change == "gains")
        ):
            return False
        if self.support is None:
            return news.before is not None
        return (before < self.support <= now) or (now < self.support <= before)


# What is told where the user gives no rules.
DEFAULT: tuple[Rule, ...] = (
    Rule("new stories", ("story",), outlets=2),
    Rule("support", ("claim",), change="gains"),
    Rule("contradictions", ("contradiction",)),
)


def load_rules(path: Path) -> tuple[Rule, ...]:
    """Return the rules of a file.

    Raises:
        RuleError: it cannot be read, or a rule does not fit.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        fault = (error.strerror or type(error).__name__).lower()
        raise RuleError(f"{path} cannot be read ({fault}): check the path") from None
    if len(data) > _MAX_BYTES:
        raise RuleError(f"{path} is above {_MAX_BYTES / 1e6:g} MB: is it the file of rules?")
    try:
        return read_rules(data.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError:
        raise RuleError(f"{path} is not in UTF-8: save it as UTF-8") from None


def read_rules(text: str, name: str) -> tuple[Rule, ...]:
    """Return the rules that a TOML text states; `name` is what errors call it.

    Raises:
        RuleError: it is no TOML, has no rule, or a rule does not fit.
    """
    try:
        form = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise RuleError(f"{name} is not valid TOML ({error}): mend it") from None
    tables = form.get("rule")
    if unknown := set(form) - {"rule"}:
        raise RuleError(f"{name}: “{min(unknown)}” is not known: rules begin with [[rule]]")
    if not isinstance(tables, list) or not tables:
        raise RuleError(f"{name} has no rules: begin each with [[rule]]")
    rules: dict[str, Rule] = {}
    for number, table in enumerate(tables, start=1):
        rule = _rule(table, f"{name}: rule {number}")
        if rule.name in rules:
            raise RuleError(
                f"{name}: rule {number} is called “{rule.name}” as another is: rename it"
            )
        rules[rule.name] = rule
    return tuple(rules.values())


def matching(rules: Iterable[Rule], news: News) -> tuple[Rule, ...]:
    """Return the rules that want some news told, in their order."""
    return tuple(rule for rule in rules if rule.matches(news))


def _rule(table: object, place: str) -> Rule:
    if not isinstance(table, dict):
        raise RuleError(f"{place} is no table: begin it with [[rule]]")
    if isinstance(table.get("name"), str) and table["name"].strip():
        place = f"{place} (“{table['name'][:60]}”)"
    for key in table:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1)
            meant = f"; did you mean “{near[0]}”?" if near else f"; known are {', '.join(_KEYS)}"
            raise RuleError(f"{place}: “{key[:40]}” is not known{meant}")
    rule = Rule(
        _text(table, "name", place),
        _kinds(table, place),
        _texts(table, "about", place),
        _texts(table, "any", place),
        _texts(table, "not", place),
        _texts(table, "countries", place),
        _count(table, "outlets", place) or 0,
        _change(table, place),
        _count(table, "support", place),
        _texts(table, "actors", place),
        _texts(table, "by", place),
        _texts(table, "from", place),
    )
    if (rule.change or rule.support) and "claim" not in rule.on:
        raise RuleError(f"{place}: “change” and “support” are for claims: put “claim” into “on”")
    if rule.outlets > 1 and set(rule.on) <= {"report", "statement"}:
        raise RuleError(f"{place}: “outlets” counts who tells a story or claim: one tells this")
    if rule.by and set(rule.on) <= {"story", "report"}:
        raise RuleError(f"{place}: “by” is who said it: put “statement” or “claim” into “on”")
    return rule


def _text(table: dict[str, Any], key: str, place: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise RuleError(f'{place}: “{key}” has to be a text on one line: write {key} = "..."')
    return value.strip()


def _texts(table: dict[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = table.get(key, [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
        raise RuleError(f'{place}: “{key}” has to be a list of texts: write {key} = ["..."]')
    return tuple(" ".join(v.split()) for v in values)


def _kinds(table: dict[str, Any], place: str) -> tuple[NewsKind, ...]:
    values = _texts(table, "on", place)
    if not values or not set(values) <= set(_KINDS):
        raise RuleError(f"{place}: “on” has to be one or several of {', '.join(_KINDS)}")
    return tuple(kind for kind in _KINDS if kind in values)


def _count(table: dict[str, Any], key: str, place: str) -> int | None:
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise RuleError(f"{place}: “{key}” has to be a number from 1 on: write {key} = 2")
    return value


def _change(table: dict[str, Any], place: str) -> Change | None:
    value = table.get("change")
    if value is None or value in ("gains", "loses"):
        return value
    raise RuleError(f'{place}: “change” has to be "gains" or "loses"; both without it')


def _is(name: str, by: str | None, country: str | None) -> bool:
    """Say whether somebody is called so, or of this country."""
    if country is not None and name.upper() == country.upper():
        return True
    return by is not None and _word(name).search(by.casefold()) is not None


@lru_cache(maxsize=4096)
def _word(term: str) -> re.Pattern[str]:
    """Return what finds a term as whole words, whatever its case and the space in it."""
    words = r"\s+".join(re.escape(word) for word in term.casefold().split())
    return re.compile(rf"(?<!\w){words}(?!\w)")
