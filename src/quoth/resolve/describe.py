"""What a noun phrase tells of who it means: role, country, number, whether he is known."""

from __future__ import annotations

from quoth.records import Mention, Span
from quoth.resolve.cast import Cast
from quoth.resolve.figure import Description, Figure
from quoth.resolve.names import Gender, fold
from quoth.resolve.tables import Role, roles, titles
from quoth.resolve.world import body_named, places_named

_DEFINITE = frozenset(("the", "this", "that", "these", "those", "both"))
_INDEFINITE = frozenset(("a", "an", "another", "one", "some", "any", "no", "every", "each"))
_NOT_YET = frozenset(("next", "future", "eventual", "would-be", "potential", "other"))
_FORMER = frozenset(("former", "ex", "onetime", "late", "outgoing", "then", "past"))
_EMPTY = _DEFINITE | _INDEFINITE | _FORMER | frozenset(
    "of for the and or own new other top senior current several many few two three four five six "
    "seven eight nine ten his her their its our my your 's ' ’s ’ - , longtime veteran".split()
)  # fmt: skip
_SYNONYMS = {"gop": "republican", "democrat": "democratic", "u.s": "u.s.", "defence": "defense"}
PARTIES = frozenset(("republican", "democratic", "libertarian", "labour", "conservative", "green"))
# Nouns with these endings are persons, whatever tables say of them.
_PERSON_ENDINGS = ("ist", "cian", "crat", "woman", "sman", "ologist", "grapher", "goer")
_PARTISANS = {"republican": "republican", "democrat": "democratic", "libertarian": "libertarian"}
_PLURALS = frozenset(("people", "police", "troops", "media", "folks", "authorities", "others"))
# A phrase is rarely longer; what is comes from a broken parse.
_MAX_WORDS = 12


def describe(cast: Cast, mention: Mention) -> Description:
    """Return what a nominal mention tells. Owners are looked up among the figures so far."""
    tokens = cast.tokens
    head = mention.head
    first, last = cast.tokens_of(mention.span)
    first, last = max(first, head - _MAX_WORDS), min(max(last, head + 1), head + _MAX_WORDS)
    before = [tokens[i].text.lower() for i in range(first, head)]
    role, used, after = _role(cast, first, head, last)
    noun = tokens[head].lemma.lower()
    plural = tokens[head].tag in ("NNS", "NNPS") or tokens[head].text.lower() in _PLURALS
    described = Description(
        role=role.noun if role else noun,
        noun=noun,
        kind=role.kind if role else "",
        sector=role.sector if role else None,
        gender=_gender(role),
        plural=plural,
        definite=any(word in _DEFINITE for word in before[:2]),
        indefinite=bool(before)
        and (before[0] in _INDEFINITE or before[0].isdigit() or bool(_NOT_YET & set(before))),
        former=any(word.rstrip("-") in _FORMER for word in before),
        phrase=cast.text(Span(tokens[first].span.start, tokens[max(last - 1, head)].span.end)),
    )
    # "His head" is no chief: of what, it must say.
    if noun == "head" and not (head + 1 < last and cast.tokens[head + 1].text == "of"):
        described.kind = ""
    if not described.kind and noun.endswith(_PERSON_ENDINGS):
        described.kind = "person"
    if noun in _PARTISANS:
        described.party = _PARTISANS[noun]
    if plural and described.kind == "person":
        described.kind = "group"
    _attributes(cast, described, (first, head - used), (head + 1 + after, last))
    return described


def _gender(role: Role | None) -> Gender:
    if role is None or not role.gender:
        return ""
    return "f" if role.gender == "f" else "m"


def _role(cast: Cast, first: int, head: int, last: int) -> tuple[Role | None, int, int]:
    """Return the role that a noun and its neighbours name; how many words before and after."""
    tokens = cast.tokens
    noun = tokens[head].lemma.lower()
    known = roles()
    title = titles().get(tokens[head].text, "")
    if title and tokens[head].text.endswith("."):
        return known[title], 0, 0
    if head + 2 < last and tokens[head + 1].text == "of":
        phrase = f"{noun} of {tokens[head + 2].text.lower()}"
        if phrase in known:
            return known[phrase], 0, 2
    if head - 2 >= first and tokens[head - 1].text == "-":
        joined = f"{tokens[head - 2].text.lower()}-{noun}"
        if joined in known:
            return known[joined], 2, 0
    for count in (3, 2, 1):
        if head - count >= first:
            words = [
                _SYNONYMS.get(t.text.lower(), t.text.lower()) for t in tokens[head - count : head]
            ]
            phrase = " ".join((*words, noun))
            if phrase in known:
                return known[phrase], count, 0
    if noun not in known and "-" in noun:
        noun = noun.rsplit("-", 1)[-1]
    return known.get(noun), 0, 0


def _attributes(
    cast: Cast, described: Description, before: tuple[int, int], after: tuple[int, int]
) -> None:
    """Fill in country, body, owner and telling words from the words around a noun."""
    tokens = cast.tokens
    if after[0] < after[1] and tokens[after[0]].text.lower() not in ("of", "for"):
        after = (after[0], after[0])
    words: set[str] = set()
    for first, last in (before, after):
        at = first
        while at < last:
            taken = _place_or_body(cast, described, at, last)
            if not taken:
                word = fold(tokens[at].text).strip("'’.-")
                word = _SYNONYMS.get(word, word)
                if word in PARTIES:
                    described.party = word
                elif word and word not in _EMPTY:
                    words.add(word)
            at += taken or 1
        for i in range(first, last):
            for number in cast.inside.get(i, ()):
                figure = cast.owner.get(number)
                if figure is not None and _owns(cast, i, figure):
                    described.owner = figure
    # "The Ohio state senator" is the senator of Ohio.
    described.words = frozenset(words - {"state"} if described.region else words)


def _place_or_body(cast: Cast, described: Description, at: int, last: int) -> int:
    """Take the longest name of a place or body at a token; return its length in tokens."""
    tokens = cast.tokens
    for size in (4, 3, 2, 1):
        if at + size > last:
            continue
        text = cast.text(tokens[at].span._replace(end=tokens[at + size - 1].span.end))
        if not text[:1].isupper():
            return 0
        matches = places_named(text)
        if matches:
            place = matches[0].place
            if place.kind == "region":
                described.region = place.name
                described.country = described.country or place.iso3
                return size
            described.country = place.iso3
            return size
        body = body_named(text)
        if body is not None and body.sector == "PTY":
            described.party = fold(body.name).split()[0]
            return size
        if body is not None:
            described.body = body.name
            described.country = described.country or body.country
            return size
    return 0


def _owns(cast: Cast, token: int, figure: Figure) -> bool:
    """Return whether a figure named within a phrase is whom or what the phrase belongs to."""
    if figure.kind in ("state", "unknown") or figure.sector == "PTY":
        return False
    if not (figure.named or figure.kind == "body"):
        return False
    return cast.tokens[token].dep in ("poss", "compound", "pobj", "nmod", "amod")
