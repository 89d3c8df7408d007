"""Persons by name: full names, surnames and given names gathered into figures."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quoth.records import Mention
from quoth.resolve.figure import Figure
from quoth.resolve.names import (
    Gender,
    alike_given,
    family_first,
    gender,
    person_name,
    same_words,
    spelling_keys,
)
from quoth.resolve.tables import given_names, titles
from quoth.resolve.world import agency_named, body_named, holdings_of, places_named

if TYPE_CHECKING:
    from quoth.resolve.cast import Cast

# A surname that two bear is the one's whom the report names in full this much more often.
_DOMINANT = 2
BODY_WORDS = frozenset(
    "foundation university college campaign institute center centre school hospital bank group "
    "company inc corp times post news tower house park street avenue airport fund committee "
    "association council party court act law administration show state states guard department "
    "agency union network service office press board commission corps league alliance ministry "
    "senate congress parliament assembly army navy force police society club team church journal "
    "hall city county river island valley beach bay lake mountain war day week program project "
    "plan deal bill amendment convention debate summit forum conference republic kingdom "
    "movement front brigade federation".split()
)
_BODY_FIRSTS = frozenset(
    "national american united new north south east west central international royal first federal "
    "republican democratic supreme world european african asian black white green the".split()
)
_AGAINST = ("pro-", "anti-", "non-", "ex-")


def against(text: str) -> bool:
    """Return whether a text is a stance, no name ("pro-Lee")."""
    return text.lower().startswith(_AGAINST)


def honorific(cast: Cast, mention: Mention) -> str:
    """Return the title right before a name ("Mr.", "Sen."), else ""."""
    first, _ = cast.tokens_of(mention.span)
    if first and cast.tokens[first - 1].sentence == mention.sentence:
        word = cast.tokens[first - 1].text
        if word in titles():
            return word
    return ""


def person_like(cast: Cast, number: int, *, alone: frozenset[str]) -> bool:
    """Return whether a name is to be read as a person's.

    Statistical types fail on names they never saw. A given name, a noun beside it that is a
    person's, an office in the table, or its last word standing `alone` elsewhere speak for one.
    """
    mention, text = cast.mentions[number], cast.surface(number)
    if against(text):
        return False
    if mention.label == "PERSON":
        return True
    if body_named(text) or agency_named(text) or places_named(text):
        return False
    if honorific(cast, mention):
        return True
    words = text.split()
    if not 2 <= len(words) <= 4 or not all(word[:1].isupper() for word in words):
        return False
    if words[-1].lower() in BODY_WORDS:
        return False
    if words[0] in given_names() or number in cast.described_as_person or holdings_of(text):
        return True
    called = words[-1] in alone and words[0].lower() not in _BODY_FIRSTS
    return called and mention.label in ("", "ORG") and not text.isupper()


def cut_names(cast: Cast, full: Sequence[int], singles: Sequence[int]) -> set[int]:
    """Return two-word names that are a surname and the next word of a headline ("Obama Says")."""
    lasts = Counter(person_name(cast.surface(n)).words[-1] for n in full)
    titled = {
        word
        for n in singles
        if honorific(cast, cast.mentions[n])
        for word in person_name(cast.surface(n)).words[:1]
    }
    found = set()
    for number in full:
        words = person_name(cast.surface(number)).words
        first = cast.surface(number).split()[0]
        if len(words) != 2 or first in given_names() or words[0] in family_first():
            continue
        if (lasts[words[0]] or words[0] in titled) and lasts[words[-1]] == 1:
            found.add(number)
    return found


class Persons:
    """The persons of a report, found by surname in any of its spellings."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._by_surname: dict[str, list[Figure]] = {}
        self._by_given: dict[str, list[Figure]] = {}
        self._fulls: dict[int, list[int]] = {}
        self._acting: dict[int, list[int]] = {}

    def bearers(self, words: Sequence[str]) -> list[Figure]:
        """Return the persons that a surname or full name may be of."""
        if not words:
            return []
        found = _united(self._by_surname, spelling_keys(words[-1], "surname"))
        if len(words) > 1:
            found = _united(
                self._by_surname,
                (*spelling_keys(words[-1], "surname"), *spelling_keys(words[0], "surname")),
            )
        return [figure for figure in found if same_words(words, figure.words)]

    def known(self, words: Sequence[str]) -> bool:
        """Return whether words may be a known person's surname, full name or given name."""
        return bool(self.bearers(words) or (len(words) == 1 and self._given(words[0])))

    def full(self, number: int) -> None:
        """Place a full name."""
        text = self.cast.surface(number)
        name = person_name(text)
        sex = self._sex(number, text)
        matches = [
            figure
            for figure in self.bearers(name.words)
            if _agree(figure, sex)
            and (figure.suffix == name.suffix or "jr" not in (figure.suffix, name.suffix))
        ]
        figure = matches[-1] if matches else self._new(name.words, name.suffix)
        self._take(figure, number, text, name.words, sex)
        self._fulls.setdefault(id(figure), []).append(number)
        if self.cast.mentions[number].subject:
            self._acting.setdefault(id(figure), []).append(number)

    def single(self, number: int) -> None:
        """Place a surname or given name that stands alone."""
        text = self.cast.surface(number)
        if len(person_name(text).words) > 1:
            text = text.split()[0]
        name = person_name(text)
        if not name.words or name.words[0] in ("jr", "sr"):
            return
        sex = self._sex(number, text)
        matches = [figure for figure in self.bearers(name.words) if _agree(figure, sex)]
        if not matches and not honorific(self.cast, self.cast.mentions[number]):
            matches = [f for f in self._given(name.words[0]) if _agree(f, sex)]
            matches = matches if len(matches) == 1 else []
        figure = self.choose(matches, number)
        if figure is None:
            figure = self._new(name.words, name.suffix)
        self._take(figure, number, text, name.words, sex)
        insort(self._acting.setdefault(id(figure), []), number)

    def choose(self, matches: Sequence[Figure], number: int) -> Figure | None:
        """Return whom of several a surname means.

        1. Who is named in full twice as often as anybody else.
        2. Who was last called by it, or named in full as one who acts.
        3. Who is named in full most.
        """
        plain = [figure for figure in matches if figure.suffix not in ("jr", "sr")] or matches
        if len(plain) <= 1:
            return plain[0] if plain else None
        fulls = [self._fulls.get(id(figure), []) for figure in plain]
        ranked = sorted(range(len(plain)), key=lambda i: -len(fulls[i]))
        if len(fulls[ranked[0]]) >= _DOMINANT * len(fulls[ranked[1]]):
            return plain[ranked[0]]
        places = [self._acting.get(id(figure), []) for figure in plain]
        before = [
            (each[at - 1], i) for i, each in enumerate(places) if (at := bisect_left(each, number))
        ]
        return plain[max(before)[1]] if before else plain[ranked[0]]

    def _given(self, word: str) -> list[Figure]:
        """Return the persons with a given name."""
        if word in family_first() or len(word) < 3:
            return []
        found = _united(self._by_given, spelling_keys(word, "given"))
        return [f for f in found if len(f.words) > 1 and alike_given(word, f.words[0])]

    def _sex(self, number: int, text: str) -> Gender:
        title = honorific(self.cast, self.cast.mentions[number])
        return gender(f"{title} {text}" if title else text)

    def _new(self, words: tuple[str, ...], suffix: str) -> Figure:
        figure = self.cast.add(Figure("person", words=words, suffix=suffix))
        self._enter(figure, words)
        return figure

    def _enter(self, figure: Figure, words: Sequence[str]) -> None:
        for key in _surname_keys(words):
            entered = self._by_surname.setdefault(key, [])
            if figure not in entered:
                entered.append(figure)
        if len(words) > 1:
            for key in spelling_keys(words[0], "given"):
                entered = self._by_given.setdefault(key, [])
                if figure not in entered:
                    entered.append(figure)

    def _take(
        self, figure: Figure, number: int, text: str, words: tuple[str, ...], sex: Gender
    ) -> None:
        if len(words) > len(figure.words):
            figure.words = words
            self._enter(figure, words)
        figure.names[text] += 1
        figure.gender = figure.gender or sex
        self.cast.assign(number, figure)


def _surname_keys(words: Sequence[str]) -> Iterator[str]:
    yield from spelling_keys(words[-1], "surname")
    if words[0] in family_first():
        yield from spelling_keys(words[0], "surname")


def _united(index: dict[str, list[Figure]], keys: Sequence[str]) -> list[Figure]:
    """Return the figures under any of the keys, each once, in the order they were found."""
    found: dict[int, Figure] = {}
    for key in keys:
        for figure in index.get(key, ()):
            found.setdefault(id(figure), figure)
    return list(found.values())


def _agree(figure: Figure, sex: Gender) -> bool:
    return not sex or not figure.gender or sex == figure.gender
