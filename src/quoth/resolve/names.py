"""Names as strings: what is left without titles, and whether two may be one person's.

Nothing here looks at a report. Names are compared by their words without case, accents, hyphens
and titles; spellings of one name come from `data/spellings.tsv`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from quoth.resolve.rows import on_change
from quoth.resolve.tables import given_names, places, roles, spellings, titles

Gender = Literal["m", "f", ""]

# No name is longer; what is comes from broken input and is cut before it is looked at.
MAX_CHARS = 300

_POSSESSIVE = re.compile(r"(?:['’]s|['’]|´s)$")
_QUOTES = "\"“”„«»‘’'`()[]{}<>,;:!?*_|/\\–—-"
_DETERMINERS = frozenset(("the", "a", "an", "this", "that", "these", "those"))
_SUFFIXES = {"jr": "jr", "sr": "sr", "ii": "ii", "iii": "iii", "iv": "iv", "v": "v", "vi": "vi"}
_REGNAL = {"viii": "viii", "vii": "vii", "xiv": "xiv", "xvi": "xvi", "xii": "xii"}
_ARTICLES = frozenset(("al", "el", "ul", "ad", "ar", "as", "at", "az", "an"))
_FEMALE_TITLES = frozenset(("Mrs.", "Mrs", "Ms.", "Ms", "Miss", "Dame", "Madam"))
_MALE_TITLES = frozenset(("Mr.", "Mr", "Sir", "Messrs."))


class PersonName(NamedTuple):
    """A person's name: folded words without titles, titles as found, suffix (jr, ii) or ""."""

    words: tuple[str, ...]
    titles: tuple[str, ...]
    suffix: str


def plain(text: str) -> str:
    """Return the text with single spaces and straight apostrophes, without quotes around it."""
    text = text[:MAX_CHARS].replace("’", "'").replace("ʼ", "'")
    return " ".join(text.split()).strip('"“”„«»‘`()[]{}<>,;:!?*_|\\–—- ')


def bare(text: str) -> str:
    """Return a name without determiner, possessive ending and quotation marks."""
    text = _POSSESSIVE.sub("", plain(text)).strip()
    first, _, rest = text.partition(" ")
    if rest and first.lower() in _DETERMINERS:
        return rest
    return text


def fold(text: str) -> str:
    """Return the text without accents, case and odd marks, for comparing."""
    return unaccented(text).casefold()


def unaccented(text: str) -> str:
    """Return the text without accents, case kept; letters that are no accents are spelt out."""
    if text.isascii():
        return text
    text = text.translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


_LETTERS = str.maketrans(
    {
        "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss",
        "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ð": "d", "þ": "th", "’": "'", "ʼ": "'",
        "–": "-", "—": "-", "‑": "-", "‐": "-", "ə": "a", "Ə": "A",
    }
)  # fmt: skip


@lru_cache(maxsize=1)
def _adjectives() -> frozenset[str]:
    return frozenset(word for place in places() for word in (*place.adjectives, place.name))


@lru_cache(maxsize=1)
def _title_words() -> int:
    return max(len(title.split()) for title in titles())


def split_titles(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split a name's words into the titles before it and the rest (never empty of both).

    Titles are those of roles.tsv, role nouns in lower case, and adjectives of states before
    either ("Russian President").
    """
    found: list[str] = []
    at = 0
    while at < len(words) - 1:
        for size in range(min(_title_words(), len(words) - 1 - at), 0, -1):
            candidate = " ".join(words[at : at + size])
            if candidate in titles() or (candidate.islower() and candidate in roles()):
                found.append(candidate)
                at += size
                break
        else:
            following = any(
                " ".join(words[at + 1 : at + 1 + size]) in titles()
                for size in range(1, min(_title_words(), len(words) - at - 2) + 1)
            )
            if words[at].lower() in ("former", "ex", "late", "then", "the", "acting", "a", "an"):
                at += 1
            elif words[at] in _adjectives() and following:
                found.append(words[at])
                at += 1
            else:
                break
    return tuple(found), tuple(words[at:])


@lru_cache(maxsize=20_000)
def person_name(name: str) -> PersonName:
    """Take a person's name apart."""
    given, rest = split_titles(bare(name).split())
    words: list[str] = []
    suffix = ""
    for piece in re.split(r"[\s\-‐‑]+", fold(" ".join(rest))):
        word = piece.strip(_QUOTES + ".").replace(".", "").replace("'", "")
        if not word:
            continue
        known = _SUFFIXES.get(word) or _REGNAL.get(word)
        if known and words:
            suffix = known
        elif word in _ARTICLES and (len(rest) > 1 or "-" in name):
            continue
        else:
            words.append(word)
    return PersonName(tuple(words), given, suffix)


def gender(name: str) -> Gender:
    """Return m or f where titles or the given name tell it, else ""."""
    found = person_name(name).titles
    for title in found:
        if title in _FEMALE_TITLES:
            return "f"
        if title in _MALE_TITLES:
            return "m"
        role = roles().get(titles().get(title, "") or title.lower())
        if role and role.gender:
            return "f" if role.gender == "f" else "m"
    words = split_titles(bare(name).split())[1]
    if len(words) > 1 or (words and found and found[-1] in ("King", "Queen", "Prince", "Pope")):
        known = given_names().get(words[0])
        if fold(words[0]) in family_first():
            known = given_names().get("-".join(words[1:])) or known
        if known:
            return "f" if known == "f" else "m"
    return ""


@lru_cache(maxsize=4)
def _spelling_sets(kind: str) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, spelt in enumerate(spellings(kind)):
        for name in spelt:
            found.setdefault(fold(name).replace("-", ""), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@lru_cache(maxsize=1)
def family_first() -> frozenset[str]:
    """Return folded family names that stand before the given name."""
    return frozenset(_spelling_sets("family_first"))


@lru_cache(maxsize=1)
def common_surnames() -> frozenset[str]:
    """Return folded surnames of office holders that many others bear."""
    return frozenset(_spelling_sets("common"))


_SOUNDS = (
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?:[ei]?[iy]|ij)$"), "y"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"kh|q"), "k"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"ue(?=.)"), "u"),
    (re.compile(r"oe(?=.)"), "o"),
    (re.compile(r"iy|yi|yy"), "y"),
)


@lru_cache(maxsize=20_000)
def _sound(word: str) -> str:
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def _alike(a: str, b: str, kind: str) -> bool:
    """Return whether two words may spell one name."""
    if a == b:
        return True
    sets = _spelling_sets(kind)
    if sets.get(a, frozenset()) & sets.get(b, frozenset()):
        return True
    # Short words sound alike too easily ("Li", "Lee"); five letters keep them apart.
    return len(a) >= 5 and len(b) >= 5 and _sound(a) == _sound(b)


@lru_cache(maxsize=20_000)
def spelling_keys(word: str, kind: str) -> tuple[str, ...]:
    """Return keys to find a name's word by: words that may spell one name share one at least."""
    keys = [word]
    if len(word) >= 5:
        keys.append("~" + _sound(word))
    keys.extend(f"#{number}" for number in sorted(_spelling_sets(kind).get(word, ())))
    return tuple(keys)


def alike_surnames(a: str, b: str) -> bool:
    """Return whether two folded words may spell one family name."""
    return _alike(a, b, "surname")


def alike_given(a: str, b: str) -> bool:
    """Return whether two folded words may be one given name: spelling, short form or initial."""
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    return _alike(a, b, "given")


def same_words(a: Sequence[str], b: Sequence[str]) -> bool:
    """Return whether two names' words may name one person."""
    if not a or not b:
        return False
    if "".join(a) == "".join(b):
        return True
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) == 1:
        family = long[0] in family_first() and alike_surnames(short[0], long[0])
        return family or alike_surnames(short[0], long[-1])
    tail = long[-len(short) :]
    if all(alike_surnames(x, y) for x, y in zip(short, tail, strict=True)):
        return True
    if not (alike_surnames(a[-1], b[-1]) and alike_given(a[0], b[0])):
        return False
    middle, others = short[1:-1], long[1:-1]
    return all(any(alike_given(x, y) for y in others) for x in middle)


@lru_cache(maxsize=50_000)
def same_name(a: str, b: str) -> bool:
    """Return whether two names may be one person's, as two reports would write them.

    A surname alone is compatible with every full name that has it; titles only tell men from
    women ("Mr. Clinton" is not "Hillary Clinton"). Names of bodies and states are compared word
    by word; `canonical` knows their other names.
    """
    first, second = person_name(a), person_name(b)
    if not same_words(first.words, second.words):
        return False
    if {first.suffix, second.suffix} & {"jr", "sr"} and first.suffix != second.suffix:
        full = min(len(first.words), len(second.words)) > 1
        if full or "" not in (first.suffix, second.suffix):
            return False
    genders = {gender(a), gender(b)} - {""}
    return len(genders) < 2


for _cached in (
    _adjectives, _title_words, person_name, _spelling_sets, family_first, _sound,
    spelling_keys, same_name,
):  # fmt: skip
    on_change(_cached.cache_clear)
