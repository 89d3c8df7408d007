"""The wording of page furniture, bylines and datelines.

The wordings themselves are plain tables in `data`, which a person can extend; datelines and
captions, which are read in parts, are here. Every expression is tried on one paragraph of bounded
length (`LONGEST`), so none can run away.
"""

from __future__ import annotations

import re
from collections import defaultdict
from importlib.resources import files
from typing import Final

LONGEST: Final = 600
"""Code points: a longer paragraph is content (the longest legal notice seen has 480)."""

_SITE: Final = r"(?:twitter|facebook|instagram|linkedin|snapchat|youtube|telegram|whatsapp|tiktok)"
_AGENCY: Final = (
    r"(?:(?:the )?associated press|ap|reuters|afp|agence france-presse|upi|dpa|efe|ani|pti|ians"
    r"|(?:itar-)?tass|ria novosti|sputnik|xinhua|yonhap|kyodo(?: news)?|jiji|kcna"
    r"|anadolu(?: agency)?|interfax|ukrinform|bloomberg(?: news)?|cnn|bbc(?: news)?|npr|cbs news"
    r"|nbc news|abc news|fox news|mcclatchy|the canadian press|press association|pa|cp)"
)
_PHOTO: Final = (
    r"(?:Getty(?: Images)?|REUTERS|Reuters|AP(?: Photo)?|Associated Press|AFP|EPA(?:-EFE)?|EFE"
    r"|TASS|Sputnik|Xinhua|Yonhap|Kyodo|KCNA|Bloomberg|Shutterstock|iStock|Alamy|Rex|PA(?: Wire)?"
    r"|Anadolu(?: Agency)?|NurPhoto|Zuma(?: Press)?|Corbis|WireImage|Sipa(?: USA)?|UPI|Pool"
    r"|Handout|Facebook|Instagram|Flickr|Wikimedia(?: Commons)?|Screenshot|YouTube)"
)
_NAME: Final = r"(?:[A-Z][\w.'’-]*|de|van|von|bin|al|el|der|den|di|da|du|la|le)"
_NAMES: Final = rf"{_NAME}(?:[ ,]+{_NAME}){{0,5}}"
_NAMED: Final = {
    "{SITE}": _SITE,
    "{AGENCY}": _AGENCY,
    "{PHOTO}": _PHOTO,
    "{NAMES}": _NAMES,
    "{NAME}": _NAME,
}


def _table(name: str) -> dict[str, list[str]]:
    """Read a table of `data`: its lines by the heading in brackets above them."""
    sections: dict[str, list[str]] = defaultdict(list)
    section = ""
    for line in (files("quoth.clean") / "data" / name).read_text("utf-8").splitlines():
        if line.startswith("# ") or not line:
            continue
        if line.startswith("[") and line.endswith("]") and line[1:-1].replace(" ", "").isalpha():
            section = line[1:-1]
        else:
            sections[section].append(line)
    return sections


def _expression(table: dict[str, list[str]]) -> re.Pattern[str]:
    """Return one expression for the regular ones of a table."""
    parts = [f"(?i:{p})" for p in table["any case"]] + [f"(?:{p})" for p in table["as written"]]
    joined = "|".join(parts)
    for name, expression in _NAMED.items():
        joined = joined.replace(name, expression)
    return re.compile(joined, re.DOTALL)


_FURNITURE: Final = _table("furniture.txt")
PHRASES: Final = frozenset(_FURNITURE["phrases"])
STOPPED_PHRASES: Final = frozenset(_FURNITURE["phrases also with a stop"])
MENU: Final = frozenset(_FURNITURE["menu"])
FURNITURE: Final = _expression(_FURNITURE)
BYLINE: Final = _expression(_table("byline.txt"))

LIST_HEADER: Final = re.compile(
    r"(?i)(?:most (?:commented|read|popular|viewed|shared|recent|watched)|related(?: \w+)?"
    r"|recommended(?: \w+){0,3}|you (?:may|might)(?: also)? (?:like|be interested in)|read next"
    r"|top stories|latest (?:news|stories)|trending(?: \w+)?|popular (?:now|stories)|see also"
    r"|more (?:stories|news|headlines|from .{2,30}|on this (?:story|topic))|editor['’]?s['’]? picks"
    r"|around the web|from the web|promoted (?:stories|content)|sponsored(?: \w+)?|read more"
    r"|read also|also read)\W*"
)
"""Headers after which bare lines are links to other pages."""

LABEL_LINK: Final = re.compile(r"(?![A-Z]{2})[A-Z][\w'’]*(?: [\w'’]+){0,3}: \S.{5,160}")
"""A line like "Opinion: ..."; a link only where it stands beside one that surely is."""

INLINE_CREDIT: Final = re.compile(
    r"\((?:Photo|PHOTO|Image|Picture|Photos) (?:by|credit|courtesy|via)[:\s][^()]{2,150}\)"
    r"|\((?:(?:Additional |Further )?(?:Reporting|Writing|Editing|Compiled|Reported|Edited)"
    r"(?: and \w+)? by [^()]{2,300})\)"
)
"""Credits in brackets inside a paragraph; they are marked where they stand between sentences."""

TAIL_CREDIT: Final = re.compile(
    rf"(?<=[.!?”\"’])\s+(\({_AGENCY}(?:[,/ ][^()]{{1,40}})?\)|[—–-]{{1,2}} ?{_AGENCY})\W?$",
    re.IGNORECASE,
)
"""An agency behind the last sentence: "(AP)", "— AFP"."""

_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE: Final = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH})(?:,? \d{{4}})?"
_CITY: Final = (
    r"(?!EXCLUSIVE|BREAKING|UPDATE|OPINION|ANALYSIS|WATCH|VIDEO|REPORT|POLL)"
    r"[A-Z][A-Z.'’]+(?:[ -](?:[A-Z][A-Z.'’]*|DE|la|de)){0,3}"
    r"(?:/[A-Z][A-Z.'’]+(?: [A-Z.'’]+){0,3}){0,2}"
)
_PLAIN_CITY: Final = r"[A-Z][a-z.'’]+(?:[ -][A-Z][a-z.'’]+){0,3}"
_REGION: Final = r"(?:,\s+(?!\d)[A-Z][\w.'’]*(?:\s[A-Z][\w.'’]*){0,3}){0,2}"
_BRACKET: Final = r"\((?:[A-Z][\w./’' -]{1,30})\)"
_KNOWN: Final = rf"\((?i:{_AGENCY})(?:/[\w ]{{2,30}})?\)"
_DASH: Final = r"(?:\s*(?:—|–|--)|\s+-(?=\s|$))"

DATELINE: Final = re.compile(
    rf"(?:{_CITY}{_REGION}(?:[,:]?\s+{_DATE})?(?:,?\s*{_BRACKET})?(?:[,:]?\s+{_DATE})?{_DASH}"
    rf"|(?:{_CITY}|{_PLAIN_CITY}){_REGION}(?:,?\s+{_DATE})?,?\s*{_KNOWN}(?:,?\s+{_DATE})?"
    rf"(?:{_DASH})?"
    rf"|{_PLAIN_CITY}{_REGION},?\s+{_DATE}\s*(?:{_KNOWN})?{_DASH}"
    rf"|{_KNOWN}(?:{_DASH})?)"
)
"""Place, perhaps region, date and agency, and the dash, at the start of a paragraph."""

_SEEN_DOING: Final = (
    r"(?:addresses|speaks|listens|walks|waves|gestures|arrives|departs|poses|shakes|delivers|stands"
    r"|sits|greets|smiles|hugs|points|testifies|reacts|looks on|attends|boards|applauds|embraces"
    r"|kisses|meets|holds|carries|stand|sit|walk|wave|pose|attend|listen|march|gather|hold|carry)"
)
_CAPITALISED: Final = (
    r"(?!(?:He|She|It|They|We|You|I|That|This|These|Those|If|There|Here)\b)"
    r"(?:(?:[A-Z][\w.'’-]*|of|the|and|de|al|bin|former|then),? ){0,9}?[A-Z][\w.'’-]* "
)
_OCCASION: Final = (
    r"(?:as (?:he|she|they)\b|during (?:an?|the|his|her|their)\b"
    r"|on (?:[A-Z][a-z]+, )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}))"
)
_ON_AIR: Final = (
    r"(?:reacts?|weighs? in|weighed in|joins?|discuss(?:es)?|speaks? out|sounds? off|breaks? down)"
    r"\b[^.]{0,80} on ['‘][^'’]{3,40}['’]?"
)
CAPTION: Final = re.compile(
    rf"{_CAPITALISED}(?:{_SEEN_DOING}\b[^\"“”]*?\b{_OCCASION}[^\"“”]*|.*\b{_ON_AIR})\W*"
)
"""A caption that ends in a stop: present tense, of what can be seen, with its occasion."""

VERBLESS_CAPTION: Final = re.compile(
    rf"{_NAME}(?: {_NAME}){{1,3}}, [^,.\"“”]{{3,80}}, "
    r"(?:during|at|outside|before|after|with) [^\"“”]{5,150}"
)
"""A caption that names somebody and an occasion; whether it has no verb is for the caller."""

BARE_DATELINE: Final = re.compile(rf"{_CITY}{_DASH}")
"""A dateline of nothing but capitals and a dash: a party or a heading can look like it."""
