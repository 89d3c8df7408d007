"""Magnitudes: how many were killed, hurt, held, abducted, driven out or took part, and how much.

What a count is of, its verb and its noun tell: the object of "kill" is dead, the subject of
"march" a crowd. Counts of other things (targets, hours, years of prison) are left out.

Known gaps: a toll told in another sentence than the deed is not found; of two tolls in one
clause both are told ("12, a figure that later rose to 15"); a person by name is no number.
"""

from __future__ import annotations

from quoth.records import Event, Magnitude, MagnitudeKind, Report
from quoth.resolve.clause import VERBS, Syntax, syntax_of
from quoth.resolve.counts import Count, counts, is_person, span

_OBJECT: dict[str, MagnitudeKind] = {
    **dict.fromkeys(
        "kill slay massacre execute murder assassinate behead slaughter lynch hang".split(), "dead"
    ),
    **dict.fromkeys("wound injure hurt maim".split(), "injured"),
    **dict.fromkeys(
        "arrest detain jail imprison round intern apprehend capture incarcerate".split(), "detained"
    ),
    **dict.fromkeys("abduct kidnap".split(), "abducted"),
    **dict.fromkeys("displace evacuate uproot".split(), "displaced"),
}
_SUBJECT: dict[str, MagnitudeKind] = {
    **dict.fromkeys("die perish".split(), "dead"),
    **dict.fromkeys("flee".split(), "displaced"),
}
# Nouns of deeds: "the killing of 12 people".
_OF_NOUN: dict[str, MagnitudeKind] = {
    **dict.fromkeys("killing murder massacre death execution assassination".split(), "dead"),
    **dict.fromkeys("arrest detention jailing imprisonment".split(), "detained"),
    **dict.fromkeys("abduction kidnapping".split(), "abducted"),
    **dict.fromkeys("displacement evacuation".split(), "displaced"),
}
_STATE: dict[str, MagnitudeKind] = {
    "dead": "dead",
    "killed": "dead",
    "injured": "injured",
    "wounded": "injured",
    "hurt": "injured",
    "homeless": "displaced",
    "displaced": "displaced",
    "fleeing": "displaced",
    "hostage": "abducted",
}
_GROUPS = frozenset("crowd group convoy march procession column contingent force".split())
_WEIGHTS = frozenset("ton tonne kilogram kilo kilogramme barrel litre liter".split())
_AMMUNITION = frozenset("missile rocket drone shell bomb mortar grenade".split())
_GOODS_TYPES = frozenset(("AID", "MOBILIZE", "RETREAT", "COOPERATE", "AGREE", "SUPPORT"))
_CROWD_TYPES = frozenset(("PROTEST", "MOBILIZE", "RETREAT"))
_TAKING = frozenset("seize confiscate impound capture".split())
_UNCOUNTED = frozenset(
    "hour day week month year minute decade time percent mile kilometer kilometre metre meter foot "
    "target point session round count article charge country state city town village term vote "
    "occasion attempt side party".split()
)
# Of other types the dead are told by what hangs on the trigger ("accused of killing 40"): in "two
# had died, and they accused the neighbour" they are not of the charge.
_HARMING = frozenset(("ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "SANCTION", "RETREAT"))
_SINGLE_KINDS = frozenset(("dead", "injured", "detained", "abducted"))


def magnitudes(report: Report, event: Event) -> tuple[Magnitude, ...]:
    """Return the numbers that the clause of an event tells, in order, each with its span.

    The bounds are those of `counts`: "dozens" is 24 to 99, "at least 12" has no upper end.
    """
    syntax = syntax_of(report)
    clause = syntax.clause(event)
    found: dict[tuple[int, int], Magnitude] = {}
    for count in counts(syntax, sorted(clause)):
        told = _kind(syntax, event, count)
        if told:
            kind, unit = told
            found.setdefault(
                (count.first, count.last),
                Magnitude(kind, count.low, count.high, unit, (span(syntax, count),)),
            )
    return tuple(found.values())


def _kind(syntax: Syntax, event: Event, count: Count) -> tuple[MagnitudeKind, str | None] | None:
    """Return what a count is of, and its unit.

    1. money
    2. a state told after it: "30 people dead", "six hostage"
    3. the object or subject of a verb that tells it: "killed nine", "nine died"
    4. what a noun tells it of: "the arrest of nine people", "the death toll rose to 64"
    5. who took part, what was given, sent or seized
    """
    if count.unit:
        return "amount", count.unit
    noun = syntax.tokens[count.noun] if count.noun is not None else None
    if noun and noun.lemma.lower() in _UNCOUNTED:
        return None
    kind = _state(syntax, count) or _by_verb(syntax, count) or _by_noun(syntax, count)
    if kind in ("detained", "abducted") and event.type not in ("COERCE", "ASSAULT", "SANCTION"):
        return None
    if kind in ("dead", "injured") and not _of_event(syntax, event, count):
        return None
    if kind and noun and not is_person(noun) and noun.pos != "PROPN":
        return None
    if count.low == count.high == 1.0 and kind not in _SINGLE_KINDS:
        return None
    if kind:
        return kind, None
    return None if count.low == count.high == 0.0 else _took_part(syntax, event, count)


def _of_event(syntax: Syntax, event: Event, count: Count) -> bool:
    own = set(syntax.inside(event.trigger))
    return event.type in _HARMING or not own.isdisjoint(syntax.up(count.head))


def _state(syntax: Syntax, count: Count) -> MagnitudeKind | None:
    after = count.last + 1
    if after >= len(syntax.tokens):
        return None
    token = syntax.tokens[after]
    if token.sentence != syntax.tokens[count.head].sentence:
        return None
    return _STATE.get(token.text.lower())


def _role(syntax: Syntax, index: int) -> tuple[str, int | None]:
    """Return what a noun is to a verb ("object", "subject", "" for neither), and the verb."""
    tokens = syntax.tokens
    while tokens[index].dep in ("conj", "appos") and tokens[index].head != index:
        if tokens[tokens[index].head].pos in VERBS:
            break
        index = tokens[index].head
    token, verb = tokens[index], tokens[index].head
    if tokens[verb].pos not in VERBS:
        return "", None
    kids = syntax.children[verb]
    bare = not any(tokens[k].dep in ("aux", "auxpass", "dobj") for k in kids)
    passive = any(tokens[k].dep == "auxpass" for k in kids)
    if token.dep in ("dobj", "nsubjpass") or (token.dep == "nsubj" and passive):
        return "object", verb
    if token.dep == "nsubj":
        return ("object" if bare and tokens[verb].tag == "VBN" else "subject"), verb
    return "", verb


def _by_verb(syntax: Syntax, count: Count) -> MagnitudeKind | None:
    role, verb = _role(syntax, count.head)
    if verb is None or not role:
        return None
    lemma = syntax.tokens[verb].lemma.lower()
    kids = {syntax.tokens[i].text.lower() for i in syntax.children[verb]}
    noun = syntax.tokens[count.noun].lemma.lower() if count.noun is not None else ""
    if role == "subject":
        return _SUBJECT.get(lemma)
    if noun == "life":
        return "dead" if lemma in ("claim", "cost", "take") else None
    if lemma == "shoot" and "dead" in kids:
        return "dead"
    if lemma == "take" and ("hostage" in kids or "captive" in kids):
        return "abducted"
    if lemma in ("force", "drive") and (kids & {"from", "out", "flee", "leave"}):
        return "displaced"
    if lemma in ("force", "drive") and _flees(syntax, verb):
        return "displaced"
    return _OBJECT.get(lemma)


def _flees(syntax: Syntax, verb: int) -> bool:
    return any(syntax.tokens[i].lemma.lower() in ("flee", "leave") for i in syntax.children[verb])


def _by_noun(syntax: Syntax, count: Count) -> MagnitudeKind | None:
    tokens = syntax.tokens
    if tokens[count.head].dep != "pobj":
        return None
    preposition = tokens[count.head].head
    above = tokens[preposition].head
    if tokens[preposition].text.lower() == "of":
        return _OF_NOUN.get(tokens[above].lemma.lower())
    if tokens[above].pos in VERBS and tokens[preposition].text.lower() in ("to", "at"):
        subjects = [i for i in syntax.children[above] if tokens[i].dep == "nsubj"]
        for index in subjects:
            if tokens[index].lemma.lower() == "toll":
                words = {tokens[i].lemma.lower() for i in syntax.children[index]}
                return "injured" if words & {"injury", "injured"} else "dead"
    return None


def _took_part(
    syntax: Syntax, event: Event, count: Count
) -> tuple[MagnitudeKind, str | None] | None:
    tokens = syntax.tokens
    role, verb = _role(syntax, count.head)
    noun = tokens[count.noun] if count.noun is not None else None
    lemma = noun.lemma.lower() if noun else ""
    people = noun is None or is_person(noun)
    above = tokens[tokens[tokens[count.head].head].head]
    if tokens[count.head].dep == "pobj" and above.lemma.lower() in _GROUPS and people:
        return "size", None
    if verb is None or not role:
        return None
    own, _ = syntax.anchors(event)
    does = tokens[verb].lemma.lower()
    if event.type == "PROTEST" and people and (role == "subject" and verb in _reach(syntax, own)):
        return "size", None
    if role != "object":
        return None
    if event.type in _CROWD_TYPES and people and does not in ("release", "free", "kill"):
        return ("size", None) if does in _CROWD_VERBS or event.type == "MOBILIZE" else None
    if noun is None or people:
        return None
    goods = event.type in _GOODS_TYPES and verb in own
    if goods or lemma in _WEIGHTS or does in _TAKING or lemma in _AMMUNITION:
        return "amount", noun.text.lower()
    return None


_CROWD_VERBS = frozenset("draw attract gather withdraw pull send deploy move bring recall".split())


def _reach(syntax: Syntax, own: set[int]) -> set[int]:
    """Return the verbs that a trigger hangs on: "went on strike", "took part in a march"."""
    found = set(own)
    for index in own:
        for above in syntax.up(index):
            found.add(above)
            if syntax.tokens[above].pos in VERBS:
                break
    return found
