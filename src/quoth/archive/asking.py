"""What a person types into a search, as a query of SQLite's full text index.

Words are all wanted, in any form ("strikes" finds "strike"); "words in quotation marks" stand as
they are, side by side; a* is any word that begins so; -word is not wanted; OR between two words
wants one of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from quoth.errors import QueryError

_PART = re.compile(r'(-?)["“”«»]([^"“”«»]*)["“”«»]|(\S+)')
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: `match` for the index; `phrases` have to stand in the text as they are.

    `shown` matches wherever one of the wanted words stands, to mark them in a report that fits.
    """

    match: str
    shown: str
    phrases: tuple[str, ...]


def asked(query: str) -> Asked:
    """Return the query that a person typed.

    Raises QueryError where it has no word that is wanted.
    """
    wanted: list[list[str]] = []
    barred: list[str] = []
    phrases: list[str] = []
    either = False
    for found in _PART.finditer(query):
        minus, phrase, word = found[1], found[2], found[3]
        if word == "OR":
            either = bool(wanted)
            continue
        if word and word.startswith("-") and len(word) > 1:
            minus, word = "-", word[1:]
        term = _term(phrase if word is None else word)
        if not term:
            continue
        if minus:
            barred.append(term)
        elif either:
            wanted[-1].append(term)
        else:
            wanted.append([term])
            if word is None:
                phrases.append(" ".join(_WORD.findall(phrase)))
        either = False
    if not wanted:
        raise QueryError(f"{query!r} has no word to look for; give one or more words")
    groups = (" OR ".join(terms) if len(terms) > 1 else terms[0] for terms in wanted)
    match = " AND ".join(f"({group})" for group in groups)
    shown = " OR ".join(term for terms in wanted for term in terms)
    whole = f"({match}) NOT ({' OR '.join(barred)})" if barred else match
    return Asked(whole, shown, tuple(phrases))


def _term(text: str) -> str:
    """Return words as one term of the index: side by side, the last one open where it ends in *."""
    words = _WORD.findall(text)
    if not words:
        return ""
    return f'"{" ".join(words)}"' + ("*" if text.endswith("*") else "")


def stands(phrase: str, text: str) -> bool:
    """Return whether the words of a phrase stand side by side in a text, in any case."""
    words = r"[\W_]+".join(re.escape(word) for word in phrase.split())
    return re.search(rf"\b{words}\b", text, re.IGNORECASE) is not None
