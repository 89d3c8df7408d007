"""Whether a definite noun ("the Russian president", "the agency") can be of a known figure."""

from __future__ import annotations

from quoth.resolve.figure import Description, Figure
from quoth.resolve.names import fold
from quoth.resolve.tables import Holding
from quoth.resolve.world import agency_named, body_named, holders, holdings_of, is_state

# Nouns that stand for others: who is called so may be known by any of these.
_HEADS_OF_STATE = (
    "president|prime minister|premier|chancellor|supreme leader|king|ruler|chairman|chairwoman|"
    "head of state"
)
WIDER: dict[str, frozenset[str]] = {
    noun: frozenset(others.split("|"))
    for noun, others in {
        "leader": _HEADS_OF_STATE,
        "premier": "prime minister",
        "prime minister": "premier|taoiseach",
        "nominee": "presidential nominee|candidate|presidential candidate",
        "presidential nominee": "nominee|candidate|presidential candidate",
        "candidate": "nominee|presidential nominee|presidential candidate",
        "vice presidential nominee": "vice presidential candidate",
        "vice presidential candidate": "vice presidential nominee",
        "presidential candidate": "nominee|candidate|presidential nominee",
        "chief": "director|head|secretary general|commander|police chief|director general",
        "head": "director|chief|chairman|chairwoman",
        "minister": "foreign minister|defense minister|finance minister|interior minister",
        "diplomat": "ambassador|envoy|foreign minister|secretary of state",
        "secretary": "secretary of state|defense secretary|foreign secretary|treasury secretary",
        "lawmaker": "senator|representative|congressman|congresswoman|legislator",
        "congressman": "representative",
        "congresswoman": "representative",
        "businessman": "mogul|tycoon|developer|billionaire|magnate",
        "billionaire": "businessman|mogul|tycoon|developer",
        "mogul": "businessman|billionaire|developer|tycoon",
        "speaker": "house speaker",
        "judge": "justice|chief justice",
        "spokesperson": "spokesman|spokeswoman",
        "chair": "chairman|chairwoman|chairperson",
    }.items()
}
# Nouns for bodies that a table tells the kind of.
AGENCY_NOUNS = {
    "agency": ("agency",),
    "newspaper": ("newspaper",), "paper": ("newspaper",), "daily": ("newspaper",),
    "broadcaster": ("broadcaster",), "network": ("broadcaster",), "channel": ("broadcaster",),
    "magazine": ("magazine",), "site": ("site",), "website": ("site",),
    "outlet": ("agency", "newspaper", "broadcaster", "magazine", "site"),
    "publication": ("newspaper", "magazine", "site"),
}  # fmt: skip
# What stands before "agency" where one that writes news is meant.
_OF_NEWS = frozenset(
    "news press wire state run owned controlled funded backed official semi independent private "
    "government local national global state-run state-owned semi-official state-controlled "
    "state-funded government-run privately financial domestic islamic telegraph".split()
)
_GROUP_NOUNS = frozenset(("organization", "organisation", "alliance", "bloc", "body", "group"))


def fits(published: str | None, noun: Description, figure: Figure) -> float:
    """Return how well a definite noun fits a figure; 0 where it does not."""
    if noun.gender and figure.gender and noun.gender != figure.gender:
        return 0.0
    if noun.plural != figure.plural:
        return 0.0
    if noun.country and figure.country and noun.country != figure.country:
        return 0.0
    if noun.kind == "person" and figure.kind == "person":
        known = [_fit(noun, each) for each in figure.descriptions]
        known.append(_holds(published, noun, figure))
        return max(known)
    if noun.kind == "group" and figure.kind == "group" and not figure.named:
        if noun.owner is not None and all(d.owner is not noun.owner for d in figure.descriptions):
            return 0.0
        return max((_fit(noun, each) for each in figure.descriptions), default=0.0)
    if noun.kind == "body" and figure.kind in ("body", "unknown"):
        return _fits_body(noun, figure)
    return 0.0


def _same_role(noun: Description, known: Description) -> float:
    if noun.role == known.role:
        return 1.0
    if known.role in WIDER.get(noun.role, ()):
        return 0.8
    # "The minister" for "foreign minister": the last word alone; not "president" for "vice ...".
    if noun.role == known.noun and not known.role.startswith(("vice", "deputy", "former")):
        return 0.7
    return 0.0


def _fit(noun: Description, known: Description) -> float:
    """Weigh a noun against what an earlier one told: role, country, body, owner, words."""
    fit = _same_role(noun, known)
    if not fit or (noun.former != known.former and noun.former):
        return 0.0
    pairs = (
        (noun.country, known.country),
        (noun.body, known.body),
        (noun.region, known.region),
        (noun.party, known.party),
    )
    for mine, other in pairs:
        if mine and other and mine != other:
            return 0.0
        if mine and mine == other:
            fit += 0.3
        elif mine:
            fit -= 0.1
    if noun.owner is not None and known.owner is not None and noun.owner is not known.owner:
        return 0.0
    if noun.owner is not None and noun.owner is not known.owner:
        if known.indefinite:
            return 0.0
        fit -= 0.3
    if noun.owner is not None and noun.owner is known.owner:
        fit += 0.3
    # "Lee's campaign" is not "Lee's 2008 campaign".
    years = {word for word in known.words ^ noun.words if word.isdigit() and len(word) == 4}
    if years and (noun.owner is not None or noun.words):
        return 0.0
    shared = noun.words & known.words
    extra = noun.words - known.words
    if extra and known.words - noun.words:
        return 0.0
    # "The president" is hardly the one of a body that only the first words named.
    fit += 0.2 * len(shared) - 0.4 * len(extra) - 0.05 * len(known.words - noun.words)
    return max(0.0, fit) if fit > 0.45 else 0.0


def _holds(published: str | None, noun: Description, figure: Figure) -> float:
    """Weigh a noun against the offices that a table gives a named person."""
    if not figure.names or noun.words or (noun.owner is not None and not noun.body):
        return 0.0
    best = 0.0
    for held in holdings_of(figure.fullest):
        if not _held_in(noun, held):
            continue
        described = Description(role=held.office, noun=held.office.split()[-1])
        role = _same_role(noun, described)
        if not role:
            continue
        day = published[:10] if published else None
        if day and noun.former == held.holds(day):
            continue
        # Without a date a table cannot tell who holds the office: it must be said whose it is.
        of_what = noun.country or noun.body or (noun.party and not is_state(held.of))
        if not day and not of_what:
            role -= 0.3
        best = max(best, role - (0.0 if of_what else 0.1))
    return best if best > 0.45 else 0.0


def _held_in(noun: Description, held: Holding) -> bool:
    """Return whether an office is one of the state, body or party that a noun names, if any."""
    if is_state(held.of):
        return not noun.body and noun.country in (None, held.of)
    return held.of in (noun.body, _PARTIES.get(noun.party or ""))


def _fits_body(noun: Description, figure: Figure) -> float:
    """Weigh "the agency", "the campaign" against a body."""
    if noun.country and figure.country and noun.country != figure.country:
        return 0.0
    best = max((_fit(noun, each) for each in figure.descriptions), default=0.0)
    if noun.owner is not None and noun.owner.kind == "person":
        # "his campaign" where the report also names "the Lee campaign"
        called = f"{noun.owner.words[-1]} {noun.noun}" if noun.owner.words else ""
        return 0.95 if called in {fold(name) for name in figure.names} else best
    if noun.owner is not None:
        return best
    if any(_another(noun, fold(name).split()) for name in figure.names):
        return 0.0
    if noun.words - {"news"}:
        agency = agency_named(figure.fullest)
        typed = agency is not None and agency.kind in AGENCY_NOUNS.get(noun.noun, ())
        # "The national disaster agency" is none that writes news.
        typed = typed and (noun.noun != "agency" or noun.words <= _OF_NEWS)
        return max(best, 0.7) if typed else best
    for name in figure.names:
        words = fold(name).split()
        if len(words) > 1 and words[-1] == noun.noun:
            return max(best, 0.9)
        if len(words) > 2 and noun.noun in words and noun.noun not in ("state", "house", "force"):
            best = max(best, 0.8)
        agency = agency_named(name)
        if agency is not None and agency.kind in AGENCY_NOUNS.get(noun.noun, ()):
            best = max(best, 0.9)
        body = body_named(name)
        if body is not None:
            spelt = {word for each in body.names for word in fold(each).split()}
            if noun.noun in spelt or (noun.noun in _GROUP_NOUNS and body.code):
                best = max(best, 0.8)
    return best


# These say more than the noun and stand for bodies of another name.
_ANY_NAME = frozenset(("high court", "top court"))


def _another(noun: Description, words: list[str]) -> bool:
    """Return whether a body is another of its kind by its name.

    "The appeals court" is no "Supreme Court".
    """
    telling = noun.words | set(noun.role.split()[:-1])
    if len(words) < 2 or words[-1] != noun.noun or noun.role in _ANY_NAME:
        return False
    return bool(telling) and not telling & set(words)


# Parties whose nominees the table of offices has.
_PARTIES = {"republican": "Republican Party", "democratic": "Democratic Party"}


def contradicts(published: str | None, noun: Description, figure: Figure) -> bool:
    """Return whether what is known of a person speaks against a noun for an office.

    "The governor" is not whom the report calls a senator or a judge, unless formerly.
    """
    if noun.gender and figure.gender and noun.gender != figure.gender:
        return True
    if noun.country and figure.country and noun.country != figure.country:
        return True
    for mine, other in ((noun.party, "party"), (noun.region, "region")):
        told = {getattr(known, other) for known in figure.descriptions} - {None}
        if mine and told and mine not in told:
            return True
    current = [d for d in figure.descriptions if d.kind == "person" and not d.former]
    if any(_same_role(noun, known) for known in current):
        return False
    candidacy = noun.role in CANDIDACIES
    allowed = {None, "PTY", "BUS"} | ({"GOV", "LEG"} if candidacy else set())
    for known in current:
        if known.noun in _STAFF or (known.sector not in allowed and known.noun != "leader"):
            return True
    name = figure.fullest
    if candidacy or " " not in name:
        return False
    day = published[:10] if published else None
    held = [h for h in holdings_of(name) if day is None or h.holds(day)]
    held = [h for h in held if h.of not in _PARTIES.values()]
    return bool(held) and not any(h.office == noun.role for h in held)


_STAFF = frozenset(
    "spokesman spokeswoman spokesperson aide adviser advisor assistant consultant strategist "
    "operative pollster manager staffer lawyer attorney secretary surrogate chairman chairwoman "
    "wife husband son daughter".split()
)
CANDIDACIES = frozenset(
    ("nominee", "presidential nominee", "candidate", "presidential candidate", "businessman",
     "billionaire", "mogul", "tycoon", "frontrunner", "front-runner", "republican", "democrat",
     "contender", "hopeful", "businesswoman", "vice presidential candidate", "standard-bearer")
)  # fmt: skip
# Nouns that a body may be called by whatever its name says.
_PAPERS = "times post journal news herald tribune globe guardian"
_TYPES: dict[str, frozenset[str]] = {
    noun: frozenset(endings.split())
    for noun, endings in {
        "union": "association federation union teamsters workers brotherhood",
        "agency": "agency administration department bureau service office investigations",
        "department": "department office",
        "bank": "bank",
        "network": "network channel tv",
        "newspaper": _PAPERS,
        "paper": _PAPERS,
        "university": "university",
        "commission": "commission",
        "committee": "committee",
        "court": "court",
        "party": "party",
        "foundation": "foundation",
        "airline": "airlines airways air",
        **dict.fromkeys(
            "organization organisation group company firm website site charity association "
            "publication outlet magazine nonprofit militia".split(),
            "",
        ),
    }.items()
}


def may_be_typed(noun: Description, figure: Figure) -> bool:
    """Return whether a body's name allows a general noun ("the union", "the company")."""
    endings = _TYPES.get(noun.noun)
    if endings is None or noun.words - {"news"}:
        return False
    name = figure.fullest
    words = fold(name).split()
    if not words or not set(noun.role.split()) <= {noun.noun, *words}:
        return False
    agency = agency_named(name)
    if agency is not None:
        return agency.kind in AGENCY_NOUNS.get(noun.noun, ())
    body = body_named(name)
    if body is not None and (body.sector in ("PTY", "LEG")):
        return noun.noun in (*words, "organization", "group")
    known = {d.noun for d in figure.descriptions if d.kind == "body"}
    if known and noun.noun not in known:
        return noun.noun in ("organization", "organisation", "group", "agency", "company")
    if endings:
        return words[-1] in endings or any(word in endings for word in words) or len(words) == 1
    return words[-1] not in _FIXED


_FIXED = frozenset("university court committee commission party senate house department".split())


def fallback(published: str | None, noun: Description) -> Holding | None:
    """Return who held the office that a definite noun names on the day of the report.

    Only with a date and a country or body, and only where the table is sure of that day.
    """
    if not published or noun.former or noun.plural or noun.words or noun.owner is not None:
        return None
    of = noun.body or noun.country or _PARTIES.get(noun.party or "")
    if not of:
        return None
    role = "presidential nominee" if noun.party and noun.role == "nominee" else noun.role
    found = [held for held in holders(of, role) if held.holds(published)]
    return found[0] if len(found) == 1 else None
