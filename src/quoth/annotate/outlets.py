"""Outlets: the places where a report names a news agency, a newspaper, a broadcaster.

1. A name or words of the table `data/agencies.tsv`, in the case given there.
2. A name that says itself that it is one: "the Kathmandu Post", "Radio Okapi", "Channel 12".
3. A name beside a noun that says so: "the daily Clarín", "the RPP radio".
4. A noun alone: "state television", "local media"; "the newspaper" stands for the outlet that
   was named last.
5. A website that somebody else may cite: "the Kremlin's website".

Whether an outlet hands anything on where it is named is for `roles` to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quoth.annotate.tree import Range
from quoth.records import Report, Token

TABLE = Path(__file__).parent / "data" / "agencies.tsv"

# Nouns that make the name beside them an outlet's.
_NOUNS = frozenset(
    "newspaper daily weekly magazine tabloid broadcaster channel radio television tv".split()
)
# Nouns that do so only after another: "news agency", but not "space agency".
_WEAK = frozenset("agency site website service channel network station outlet portal".split())
_OF_NEWS = frozenset("news tv radio television wire press broadcast newswire".split())
# Nouns that stand for an outlet without a name.
_ALONE = frozenset("newspaper newspapers paper daily magazine broadcaster tabloid".split())
# Nouns that do so after a word that says whose they are: "television" alone is a medium.
_OWNED = frozenset("media television tv radio press newspapers broadcaster channel".split())
_OWNERS = frozenset(
    "state local national official regional foreign public domestic state-run state-owned "
    "state-controlled government-run pro-government independent opposition provincial".split()
)
# Last words of names of newspapers; "Daily" and "Radio" also come first.
_LAST = frozenset(
    "Times Post Herald Tribune Gazette Daily Chronicle Telegraph Journal Standard Observer "
    "Radio TV Television News Broadcasting".split()
)
_FIRST = frozenset("Radio Channel TV Television Daily".split())
_BY_THE = frozenset("Times Post Herald Tribune Journal Telegraph Standard Observer".split())
_CORPORATIONS = frozenset("Corporation Authority Service Company Organisation Network".split())
_LINKS = frozenset("de da do di du del la le el al of - S.Paulo".split())
_WORD = re.compile(r"\w+")
_PLACES = ("GPE", "NORP", "LOC")
# What follows "the newspaper" and is no name of one: "on Monday", without "on".
_NO_NAMES = ("DATE", "TIME", "NORP")
# Where channels are, not who runs them.
_PLATFORMS = frozenset("Telegram YouTube Twitter Facebook WhatsApp Instagram TikTok X".split())
# "InsideSources"
_TWO_WORDS = re.compile(r"[A-Z][a-z]{2,}[A-Z][a-z]{2,}\Z")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A place in a report where an agency or outlet is named.

    `known` is false for a website: it hands on only where somebody else cites it.
    """

    name: str
    tokens: Range
    known: bool = True


@cache
def _table() -> Mapping[str, tuple[tuple[str, str, bool], ...]]:
    """Return, by first word in lower case: variant, name, and whether case matters."""
    table: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    rows = [r for r in TABLE.read_text("utf-8").splitlines() if r and not r.startswith("#")]
    for row in rows[1:]:
        name, variants, kind, *_ = row.split("\t")
        for variant in filter(None, (name, *variants.split("|"))):
            word = _WORD.match(variant)
            if word is not None:
                table[word.group().lower()].append((variant, name, kind != "words"))
    return {word: tuple(sorted(v, key=lambda x: -len(x[0]))) for word, v in table.items()}


def outlets(report: Report) -> tuple[Outlet, ...]:
    """Return the places where the report names an agency or outlet, in order."""
    starts = [token.span.start for token in report.tokens]
    found: list[Outlet] = []
    done = 0
    for i in range(len(report.tokens)):
        if i < done:
            continue
        outlet = _owned(report, i, named=True)
        outlet = outlet or _listed(report, i, starts) or _named(report, i, found)
        if outlet is not None:
            found.append(outlet)
            done = max(i + 1, outlet.tokens.last)
    return tuple(found)


def _listed(report: Report, i: int, starts: list[int]) -> Outlet | None:
    """Return the outlet of the table that token `i` begins."""
    token = report.tokens[i]
    word = _WORD.match(token.text)
    for variant, name, exact in _table().get(word.group().lower(), ()) if word else ():
        end = token.span.start + len(variant)
        there = report.text[token.span.start : end]
        if there != variant and (exact or there.lower() != variant):
            continue
        if report.text[end : end + 1].isalnum():
            continue
        last = max(i + 1, bisect_left(starts, end))
        if exact and _in_longer_name(report.tokens, i, last):
            continue
        return Outlet(name, Range(i, last))
    return None


def _in_longer_name(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Return whether a listed name is a piece of another: "Vicente Fox", "Guardian Council"."""
    if first and tokens[first].entity == "PERSON" and tokens[first - 1].entity == "PERSON":
        return True
    if last >= len(tokens) or last - first > 1 or tokens[first].text.isupper():
        return False
    after = tokens[last]
    if not _capital(after) or after.pos != "PROPN" or tokens[first].head != after.head:
        ahead = tokens[first].head == last and tokens[first].dep == "compound"
        if not ahead or not _capital(after) or after.pos != "PROPN":
            return False
    return after.entity == tokens[first].entity != "" and after.text not in (_LAST | _FIRST)


def _named(report: Report, i: int, found: list[Outlet]) -> Outlet | None:
    """Return the outlet that begins at token `i` and that no table knows."""
    tokens = report.tokens
    word = tokens[i].text.lower()
    owned = _owned(report, i)
    if owned is not None or _capital(tokens[i]):
        return owned or _proper(report, i, found)
    if _is_outlet_noun(tokens, i):
        run = _run(tokens, i + 1)
        if run is not None and tokens[i + 1].entity not in _NO_NAMES:
            return Outlet(_text(report, run), run)
    if word in ("website", "site") and i:
        return _website(report, i)
    if word in _ALONE and i and tokens[i - 1].text.lower() in ("the", "a", "an"):
        # "The newspaper": the one that was named last.
        named = [o.name for o in found if o.known] if tokens[i - 1].text.lower() == "the" else []
        return Outlet(named[-1] if named else word, Range(i, i + 1))
    return None


def _is_outlet_noun(tokens: tuple[Token, ...], i: int) -> bool:
    """Return whether token `i` makes the name beside it an outlet's."""
    word = tokens[i].text.lower()
    return word in _NOUNS or (word in _WEAK and i > 0 and tokens[i - 1].text.lower() in _OF_NEWS)


def _proper(report: Report, i: int, found: list[Outlet]) -> Outlet | None:
    """Return the outlet whose name begins at a word with a capital."""
    tokens = report.tokens
    run = _run(tokens, i)
    if (
        run is None
        or (run.last == i + 1 and tokens[i].pos == "DET")
        or (i and _capital(tokens[i - 1]) and not _opens(tokens, i))
    ):
        return None
    first = run.first + (tokens[run.first].text == "The" and run.last > run.first + 1)
    run = Range(first, run.last)
    if _says_so(tokens, run):
        return Outlet(_known_as(report, run, found), run)
    place = all(tokens[k].entity in _PLACES for k in range(*run))
    noun = next(
        (k for k in (run.last, run.last + 1) if k < len(tokens) and _is_outlet_noun(tokens, k)),
        None,
    )
    if noun is None or place or tokens[run.last - 1].text in _PLATFORMS:
        return _single(report, run)
    if noun == run.last + 1 and tokens[run.last].text.lower() not in _OF_NEWS:
        return _single(report, run)
    return Outlet(_text(report, run), run)


def _single(report: Report, run: Range) -> Outlet | None:
    """Return a name in the way of sites: "InsideSources"; it must be spoken to."""
    word = report.tokens[run.first].text
    before = report.tokens[run.first - 1].lemma.lower() if run.first else ""
    if run.last - run.first == 1 and before == "tell" and _TWO_WORDS.match(word):
        return Outlet(word, run)
    return None


def _says_so(tokens: tuple[Token, ...], run: Range) -> bool:
    """Return whether a name says itself that it is an outlet's."""
    words = [tokens[k].text for k in range(*run)]
    if any(tokens[k].entity == "PERSON" for k in range(*run)) and words[-1] not in ("News", "TV"):
        return False
    if words[-1] in _CORPORATIONS:
        return "Broadcasting" in words
    if len(words) == 1:
        return words[0] in _BY_THE and run.first > 0 and tokens[run.first - 1].text in _THE
    return (words[-1] in _LAST or words[0] in _FIRST) and "Medical" not in words


_THE = ("the", "The")


def _known_as(report: Report, run: Range, found: list[Outlet]) -> str:
    """Return the name: "the Times" is the one that was named before, if there is one."""
    name = _text(report, run)
    if run.last - run.first == 1:
        for outlet in reversed(found):
            if outlet.name.endswith(f" {name}"):
                return outlet.name
        return f"The {name}"
    return name


def _owned(report: Report, i: int, *, named: bool = False) -> Outlet | None:
    """Return "state television" and the like at its first word; with `named`, what names it."""
    tokens = report.tokens
    word, last = _hyphened(tokens, i)
    if word not in _OWNERS and tokens[i].entity != "NORP":
        return None
    noun = ""
    while not noun and last < min(len(tokens), i + 7):
        if tokens[last].text.lower() in _OWNED or _is_outlet_noun(tokens, last):
            noun = tokens[last].text.lower()
        elif _hyphened(tokens, last)[0] not in _OWNERS | _OF_NEWS:
            break
        last = _hyphened(tokens, last)[1]
    run = _run(tokens, last)
    by_state = "-" in word and word in _OWNERS
    if run is not None and tokens[last].entity not in _NO_NAMES and (noun or by_state):
        known = noun in _NOUNS or noun in _WEAK or by_state
        return Outlet(_text(report, run), run) if named and known else None
    if named or noun not in _OWNED:
        return None
    part = Range(i, last)
    name = _text(report, part)
    return Outlet(name if tokens[i].entity == "NORP" else name.lower(), part)


def _hyphened(tokens: tuple[Token, ...], i: int) -> tuple[str, int]:
    """Return a word in lower case, "state-run" as one, and the token after it."""
    if i + 2 < len(tokens) and tokens[i + 1].text == "-":
        whole = "".join(t.text for t in tokens[i : i + 3])
        if len(whole) == tokens[i + 2].span.end - tokens[i].span.start:
            return whole.lower(), i + 3
    return tokens[i].text.lower(), i + 1


def _website(report: Report, i: int) -> Outlet | None:
    """Return a website with its owner, where a name or noun owns it: not "its website"."""
    tokens = report.tokens
    first = i
    while first and tokens[first - 1].head == i and tokens[first - 1].pos != "PUNCT":
        first -= 1
    owner = tokens[i - 1]
    if owner.text in ("'s", "’s"):
        head = owner.head
        first = min([head, *(k for k in range(max(0, head - 4), head) if tokens[k].head == head)])
    elif not _capital(owner):
        return None
    part = Range(first, i + 1)
    return Outlet(_text(report, part), part, known=False)


def _run(tokens: tuple[Token, ...], i: int) -> Range | None:
    """Return the words with capitals from token `i` on, links between them included."""
    last = i
    for k in range(i, min(len(tokens), i + 8)):
        if tokens[k].sentence != tokens[i].sentence:
            break
        if _capital(tokens[k]) or (last > i and tokens[k].text.isdigit()):
            last = k + 1
        elif tokens[k].text not in _LINKS or last == i:
            break
    return Range(i, last) if last > i else None


def _opens(tokens: tuple[Token, ...], i: int) -> bool:
    return tokens[i - 1].sentence != tokens[i].sentence or tokens[i - 1].text in _THE


def _capital(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos not in ("PRON", "ADP", "SCONJ")


def _text(report: Report, part: Range) -> str:
    tokens = report.tokens
    return report.text[tokens[part.first].span.start : tokens[part.last - 1].span.end]
