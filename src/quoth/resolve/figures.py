"""Who is named: the names of a report gathered into figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from quoth.records import Mention
from quoth.resolve.cast import Cast, Figure
from quoth.resolve.names import (
    Gender,
    alike_given,
    family_first,
    fold,
    gender,
    person_name,
    same_words,
)
from quoth.resolve.tables import Place, given_names, titles
from quoth.resolve.world import PlaceMatch, agency_named, body_named, holdings_of, places_named

_MODIFIERS = ("amod", "compound", "nmod", "npadvmod", "poss")
# A surname that two bear is the one's whom the report names in full this much more often.
_DOMINANT = 2


def gather_names(cast: Cast) -> None:
    """Give every name of the report its figure.

    1. States, bodies and news agencies by their tables; acronyms by what they stand for.
    2. Full names of persons, in order; then surnames and given names alone, and names of another
       type that are a known person's ("Trump" taken for a company).
    3. What is left by its words.
    """
    singles: list[int] = []
    rest: list[int] = []
    full: list[int] = []
    for number, mention in enumerate(cast.mentions):
        if mention.kind != "name":
            continue
        if not _person_like(cast, number, mention):
            rest.append(number)
        elif len(person_name(cast.surface(number)).words) > 1:
            full.append(number)
        else:
            singles.append(number)
    persons = _Persons(cast)
    cut = _cut_names(cast, full, singles)
    for number in full:
        if number not in cut:
            persons.full(number)
    for number in sorted((*singles, *cut)):
        if not _known_elsewhere(cast, number, persons):
            persons.single(number)
    _others(cast, [n for n in range(len(cast.mentions)) if n not in cast.owner], persons)


def _person_like(cast: Cast, number: int, mention: Mention) -> bool:
    """Return whether a name is to be read as a person's."""
    text = cast.surface(number)
    words = text.split()
    if mention.label == "PERSON":
        return True
    if body_named(text) or agency_named(text) or places_named(text):
        return False
    if honorific(cast, mention):
        return True
    # Statistical types fail on names that stand in no other context than "X said".
    return (
        mention.label in ("", "ORG", "GPE", "NORP", "PRODUCT", "FAC")
        and 2 <= len(words) <= 4
        and words[0] in given_names()
        and all(word[:1].isupper() for word in words)
        and words[-1].lower() not in _BODY_WORDS
    )


_BODY_WORDS = frozenset(
    "foundation university college campaign institute center centre school hospital bank group "
    "company inc corp times post news tower house park street avenue airport university fund "
    "committee association council party court act law administration show".split()
)


def honorific(cast: Cast, mention: Mention) -> str:
    """Return the title right before a name ("Mr.", "Sen."), else ""."""
    first, _ = cast.tokens_of(mention.span)
    if first and cast.tokens[first - 1].sentence == mention.sentence:
        word = cast.tokens[first - 1].text
        if word in titles():
            return word
    return ""


def _known_elsewhere(cast: Cast, number: int, persons: _Persons) -> bool:
    """Return whether a one-word name typed as a person is rather a state, body or agency."""
    mention, text = cast.mentions[number], cast.surface(number)
    if honorific(cast, mention):
        return False
    if not (places_named(text) or body_named(text) or agency_named(text)):
        return False
    return not persons.bearers(person_name(text).words)


def _cut_names(cast: Cast, full: Sequence[int], singles: Sequence[int]) -> set[int]:
    """Return two-word names that are a surname and the next word of a headline ("Obama Says")."""
    lasts = Counter(person_name(cast.surface(n)).words[-1] for n in full)
    titled = {
        person_name(cast.surface(n)).words[0]
        for n in singles
        if honorific(cast, cast.mentions[n]) and person_name(cast.surface(n)).words
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


class _Persons:
    """Persons found so far, by the sound-free first letter of their family names."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._by_letter: dict[str, list[Figure]] = {}
        self._fulls: Counter[int] = Counter()

    def bearers(self, words: Sequence[str]) -> list[Figure]:
        """Return the persons that a surname or full name may be of."""
        if not words:
            return []
        found = self._by_letter.get(words[-1][:1], ())
        return [figure for figure in found if same_words(words, figure.words)]

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
        self._fulls[id(figure)] += 1

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
        titled = honorific(self.cast, self.cast.mentions[number])
        if not matches and not titled:
            matches = [f for f in self._given(name.words[0]) if _agree(f, sex)]
            matches = matches if len(matches) == 1 else []
        figure = self.choose(matches, number)
        if figure is None:
            figure = self._new(name.words, name.suffix)
        self._take(figure, number, text, name.words, sex)

    def choose(self, matches: Sequence[Figure], number: int) -> Figure | None:
        """Return whom of several a surname means: who is named in full most, else last before."""
        plain = [figure for figure in matches if figure.suffix not in ("jr", "sr")] or matches
        if len(plain) <= 1:
            return plain[0] if plain else None
        ranked = sorted(plain, key=lambda f: -self._fulls[id(f)])
        if self._fulls[id(ranked[0])] >= _DOMINANT * self._fulls[id(ranked[1])]:
            return ranked[0]
        before = [
            (max(n for n in figure.mentions if n < number), order)
            for order, figure in enumerate(plain)
            if any(n < number for n in figure.mentions)
        ]
        return plain[max(before)[1]] if before else ranked[0]

    def _given(self, word: str) -> list[Figure]:
        if fold(word) in family_first():
            return []
        return [
            figure
            for each in self._by_letter.values()
            for figure in each
            if len(figure.words) > 1 and len(word) > 2 and alike_given(word, figure.words[0])
        ]

    def _sex(self, number: int, text: str) -> Gender:
        title = honorific(self.cast, self.cast.mentions[number])
        return gender(f"{title} {text}" if title else text)

    def _new(self, words: tuple[str, ...], suffix: str) -> Figure:
        figure = self.cast.add(Figure("person", words=words, suffix=suffix))
        letters = {words[-1][:1]} | ({words[0][:1]} if words[0] in family_first() else set())
        for letter in sorted(letters):
            self._by_letter.setdefault(letter, []).append(figure)
        return figure

    def _take(
        self, figure: Figure, number: int, text: str, words: tuple[str, ...], sex: Gender
    ) -> None:
        if len(words) > len(figure.words):
            figure.words = words
        figure.names.append(text)
        figure.gender = figure.gender or sex
        self.cast.assign(number, figure)


def _agree(figure: Figure, sex: Gender) -> bool:
    return not sex or not figure.gender or sex == figure.gender


def _others(cast: Cast, numbers: Iterable[int], persons: _Persons) -> None:
    """Place the names of states, bodies and the rest."""
    keyed: dict[tuple[str, str], Figure] = {}
    for number in numbers:
        mention = cast.mentions[number]
        if mention.kind != "name":
            continue
        text = cast.surface(number)
        if mention.alias_of is not None and cast.mentions[mention.alias_of].kind == "name":
            known = cast.owner.get(mention.alias_of)
            if known is not None:
                known.names.append(text)
                cast.assign(number, known)
                keyed.setdefault(("", fold(text)), known)
                continue
        if ("", fold(text)) in keyed:
            figure: Figure | None = keyed["", fold(text)]
        else:
            figure = _tabled(cast, keyed, number, text) or _bearer(persons, number, text)
            if figure is None and not _skipped(cast, mention, text):
                figure = _by_words(cast, keyed, mention, text)
        if figure is not None:
            figure.names.append(text)
            cast.assign(number, figure)


def _bearer(persons: _Persons, number: int, text: str) -> Figure | None:
    """Return the person whose name another type was given to."""
    words = person_name(text).words
    matches = persons.bearers(words) if len(words) < 5 else []
    return persons.choose(matches, number)


def _tabled(
    cast: Cast, keyed: dict[tuple[str, str], Figure], number: int, text: str
) -> Figure | None:
    """Return the figure of a name that a table knows."""
    body = body_named(text)
    agency = agency_named(text)
    mention = cast.mentions[number]
    if agency is not None:
        sector = "JRN"
        return _keyed(
            cast,
            keyed,
            ("agency", agency.name),
            Figure("body", country=agency.country, sector=sector),
        )
    if body is not None:
        new = Figure("body", country=body.country, sector=body.sector)
        return _keyed(cast, keyed, ("body", body.name), new)
    matches = places_named(text)
    if not matches:
        return None
    match = _meant(cast, matches)
    place, how = match
    if how == "seat":
        new = Figure("body", country=place.iso3, sector="GOV")
        return _keyed(cast, keyed, ("seat", fold(text)), new)
    if (
        how in ("noun", "adjective")
        and not _modifies(cast, mention)
        and not _with_the(cast, mention)
    ):
        new = Figure("group", country=place.iso3, plural=True)
        return _keyed(cast, keyed, ("group", fold(text)), new)
    return place_figure(cast, keyed, place)


def place_figure(cast: Cast, keyed: dict[tuple[str, str], Figure], place: Place) -> Figure:
    """Return the figure of a state or region."""
    if place.kind == "region":
        return _keyed(
            cast,
            keyed,
            ("place", place.name),
            Figure("unknown", title=place.name, country=place.iso3),
        )
    new = Figure("state", title=place.name, country=place.iso3)
    return _keyed(cast, keyed, ("place", place.name), new)


def _meant(cast: Cast, matches: Sequence[PlaceMatch]) -> PlaceMatch:
    """Return which of the places of one name is meant: Georgia, where other states are named."""
    if len(matches) == 1 or matches[0].place.name != "Georgia":
        return matches[0]
    text = cast.report.text
    # Atlanta and other states speak for the American one, unless Tbilisi is named too.
    abroad = any(word in text for word in ("Tbilisi", "Georgian", "Saakashvili", "Abkhazia"))
    others = sum(
        name in text
        for name in (
            "Florida",
            "Atlanta",
            "Texas",
            "Carolina",
            "Ohio",
            "Alabama",
            "Iowa",
            "Pennsylvania",
            "Arizona",
            "Nevada",
            "Virginia",
            "Senate",
            "Republican",
        )
    )
    return matches[1] if others and not abroad else matches[0]


def _keyed(
    cast: Cast, keyed: dict[tuple[str, str], Figure], key: tuple[str, str], new: Figure
) -> Figure:
    if key not in keyed:
        keyed[key] = cast.add(new)
    return keyed[key]


def _modifies(cast: Cast, mention: Mention) -> bool:
    """Return whether a name stands before the noun it belongs to ("Russian officials")."""
    token = cast.tokens[mention.head]
    return token.dep in _MODIFIERS or token.pos == "ADJ"


def _with_the(cast: Cast, mention: Mention) -> bool:
    first, _ = cast.tokens_of(mention.span)
    return first > 0 and cast.tokens[first - 1].text.lower() == "the"


def _skipped(cast: Cast, mention: Mention, text: str) -> bool:
    """Return whether a name is only an adjective ("Republican lawmakers", "Muslim leaders")."""
    return mention.label == "NORP" and (_modifies(cast, mention) or not text[:1].isupper())


def _by_words(
    cast: Cast, keyed: dict[tuple[str, str], Figure], mention: Mention, text: str
) -> Figure:
    """Return the figure of a name that no table knows."""
    if mention.label == "NORP":
        plural = cast.tokens[mention.head].tag in ("NNS", "NNPS")
        return _keyed(cast, keyed, ("group", fold(text)), Figure("group", plural=plural))
    key = ("name", fold(text))
    if key in keyed:
        return keyed[key]
    short = _short_form(keyed, text)
    if short is not None:
        return short
    figure = cast.add(Figure("body" if mention.label == "ORG" else "unknown"))
    keyed[key] = figure
    words = fold(text).split()
    if len(words) > 1 and mention.label == "ORG":
        keyed.setdefault(("first", words[0]), figure)
        initials = "".join(word[0] for word in words if word not in ("of", "the", "for", "and"))
        keyed.setdefault(("initials", initials), figure)
    return figure


def _short_form(keyed: dict[tuple[str, str], Figure], text: str) -> Figure | None:
    """Return the body that a first word or acronym stands for ("Brookings", "ACLU")."""
    letters = text.replace(".", "")
    if letters.isupper() and 2 <= len(letters) <= 6 and ("initials", letters.lower()) in keyed:
        return keyed["initials", letters.lower()]
    if " " not in text and len(text) > 3 and text.lower() not in _COMMON_FIRSTS:
        return keyed.get(("first", fold(text)))
    return None


_COMMON_FIRSTS = frozenset(
    "american national federal united international democratic republican north south east west "
    "university department house senate state first central royal supreme world".split()
)


def add_offices(cast: Cast) -> None:
    """Note country, gender and sector of persons who are known to hold or have held an office."""
    for figure in cast.figures:
        if figure.kind != "person" or len(figure.words) < 2:
            continue
        held = holdings_of(" ".join(figure.words))
        if held and figure.country is None and len(held[0].of) == 3 and held[0].of.isupper():
            figure.country = (
                held[0].of if all(h.of == held[0].of or len(h.of) > 3 for h in held) else None
            )
        if held:
            figure.gender = figure.gender or ("f" if held[0].gender == "f" else "m")
