"""Tellers: who tells a unit, and where two reports have one thing from different people.

"The dam broke" and "the dam broke, the mayor said" tell the same; who vouches for it differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quoth.align.candidates import Candidate, Tellings, flag
from quoth.align.names import PERSON
from quoth.align.sides import Side
from quoth.records import Span, Statement
from quoth.spans import overlap

# A statement tells a unit where its content covers this share of the unit's words.
COVERED = 0.6
# Mentions of a source by which it may be recognised in another report.
MENTIONS = 30
# Sources that a report names where it has no other: that police or officials are behind it is
# rarely worth a remark.
OFFICIAL = frozenset(
    "police authority official officer government ministry department spokesman spokeswoman "
    "prosecutor court state military army navy company sheriff investigator".split()
)
DOCUMENTS = frozenset(
    "complaint indictment charge report statement document release poll study filing letter "
    "record survey website media newspaper agency".split()
)
WITNESSES = frozenset(
    "witness resident neighbour neighbor villager survivor local relative".split()
)
LIGHT = frozenset(
    "the a an of for and in at to his her its their he she it they who that mr. mrs. ms. dr. "
    "said".split()
)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells a unit within a report: `statement` is None where the report itself does.

    `words` are the lower-case words of source and name, by which two tellers are compared.
    """

    statement: Statement | None
    name: str
    words: frozenset[str]
    span: Span


def teller_of(side: Side) -> Teller:
    """Return who tells a unit: the source of the innermost statement that holds most of it."""
    statement = side.statement or _around(side)
    if statement is None:
        return Teller(None, "", frozenset(), side.unit.spans[0])
    return _teller(side, statement)


def _teller(side: Side, statement: Statement) -> Teller:
    source = " ".join(" ".join(side.text(span) for span in statement.source).split()).strip(" ,;:")
    actor = next((a for a in side.report.actors if a.id == statement.speaker), None)
    name = source
    if actor is not None and statement.source_type == "pronoun":
        name = actor.name
    if not name:
        relay = next(iter(statement.relays), None)
        name = relay.name if relay is not None else ""
    spans = statement.source or statement.cue or statement.content
    words = _words(source)
    if actor is not None:
        # "The convicted man" is known by his name, where the report says who he is.
        called = [side.text(mention) for mention in actor.mentions[:MENTIONS]]
        words |= _words(" ".join([actor.name, *called]))
    return Teller(statement, name, words, spans[0])


def _words(text: str) -> frozenset[str]:
    bare = "".join(c if c.isalnum() or c in "-." else " " for c in text.lower().replace("’s", " "))
    return frozenset(w.removesuffix("'s") for w in bare.split() if w not in LIGHT and len(w) > 1)


def _around(side: Side) -> Statement | None:
    """Return the innermost statement, sure or not, whose content covers most of a unit."""
    best, length = None, 0
    words = [side.report.tokens[i].span for i in side.unit.tokens]
    for statement in _every(side.report.statements):
        if not statement.content or not overlap(
            Span(statement.content[0].start, statement.content[-1].end),
            Span(words[0].start, words[-1].end),
        ):
            continue
        inside = sum(any(overlap(w, span) for span in statement.content) for w in words)
        size = sum(s.end - s.start for s in statement.content)
        if inside >= COVERED * len(words) and (best is None or size < length):
            best, length = statement, size
    return best


def _every(statements: tuple[Statement, ...]) -> Iterator[Statement]:
    for statement in statements:
        yield statement
        yield from _every(statement.inner)


def speaker_candidates(a: Side, b: Side, tellings: Tellings) -> Iterator[Candidate]:
    """Yield what one report asserts and another attributes, or both to different sources."""
    left, right = tellings.once(teller_of, a), tellings.once(teller_of, b)
    if left.statement is None and right.statement is None:
        return
    if left.statement is not None and right.statement is not None:
        yield from _two_sources(a, left, b, right, tellings)
    elif left.statement is None:
        yield _asserted(a, left, b, right, tellings, swap=False)
    else:
        yield _asserted(b, right, a, left, tellings, swap=True)


def _asserted(
    a: Side, asserting: Teller, b: Side, telling: Teller, tellings: Tellings, *, swap: bool
) -> Candidate:
    """Return that `a` asserts what `b` has from somebody."""
    statement = telling.statement
    assert statement is not None
    own = [tellings.once(teller_of, s) for s in tellings.by_report[a.report.id]]
    other = [tellings.once(teller_of, s) for s in tellings.by_report[b.report.id]]
    heard = tellings.once(_heard, a)
    features = {
        **tellings.alike(a, b),
        **_source_features(telling, b),
        "asserted": 1.0,
        "speaker in it": flag(_name_words(telling) & heard),
        "speaker near": flag(_named_near(a, telling, tellings)),
        "attributes too": flag(any(t.statement is not None for t in own)),
        "attributes too, same": flag(any(_related(t, telling) for t in own if t.statement)),
        "asserts too": flag(any(t.statement is None for t in other)),
        "share attributing": tellings.once_of_all(_attributing),
        "says": flag(statement.stance == "says"),
        "wish": flag(statement.stance in ("promises", "demands", "asks")),
        "believes": flag(statement.stance == "believes"),
        "asserted quoted": flag(a.unit.quoted),
        "clause": flag(a.unit.clause and b.unit.clause),
        "figures": flag(a.figures and b.figures),
        "lead": flag(a.unit.sentence < 2 or b.unit.sentence < 2),
        "short": flag(min(len(a.unit.lemmas), len(b.unit.lemmas)) < 5),
        "sentence": flag(statement.id != b.unit.statement),
    }
    who = telling.name or "somebody it does not name"
    sides, spans = (a, b), (asserting.span, telling.span)
    values, said = ("", who), ("asserts it", f"has it from {_plain(who)}")
    if swap:
        sides, spans = (b, a), (spans[1], spans[0])
        values, said = (values[1], values[0]), (said[1], said[0])
    return Candidate("speaker", sides, spans, values, said, features)


def _plain(who: str) -> str:
    return " ".join(who.split())


def _source_features(telling: Teller, side: Side) -> dict[str, float]:
    statement = telling.statement
    assert statement is not None
    words = {w.rstrip("s") if not w.endswith("ss") else w for w in telling.words}
    words |= {w[:-3] + "y" for w in telling.words if w.endswith("ies")}
    return {
        "confidence": statement.confidence,
        "direct": flag(statement.kind == "direct"),
        "mixed": flag(statement.kind == "mixed"),
        "named": flag(statement.source_type == "named"),
        "described": flag(statement.source_type == "described"),
        "pronoun": flag(statement.source_type == "pronoun"),
        "anonymous": flag(statement.source_type == "anonymous"),
        "no source": flag(statement.source_type == "none"),
        "relayed": flag(statement.relays),
        "official": flag(words & OFFICIAL),
        "document": flag(words & DOCUMENTS),
        "witness": flag(words & WITNESSES),
        "person": flag((side.unit.speaker or "").startswith(PERSON)),
        "inner": flag("." in statement.id),
    }


def _name_words(teller: Teller) -> frozenset[str]:
    """Return the words by which a source is recognised: all but those of its office."""
    return frozenset(w for w in teller.words if w.rstrip("s") not in OFFICIAL) or teller.words


def _attributing(tellings: Tellings) -> float:
    """Return the share of reports that have it from somebody."""
    found = [
        any(tellings.once(teller_of, side).statement for side in sides)
        for sides in tellings.by_report.values()
    ]
    return sum(found) / len(found)


def _heard(side: Side) -> frozenset[str]:
    return _words(side.unit.heard)


def _named_near(side: Side, telling: Teller, tellings: Tellings) -> bool:
    """Return whether a sentence at or beside a unit's has a statement by a source like this."""
    names = _name_words(telling)
    return any(names & near for near in tellings.once(_names_near, side))


def _names_near(side: Side) -> list[frozenset[str]]:
    """Return the sources of the statements at or beside a unit's sentence, by their words."""
    sentences = side.report.sentences
    near = [
        sentences[i].span
        for i in range(side.unit.sentence - 1, side.unit.sentence + 2)
        if 0 <= i < len(sentences)
    ]
    found = []
    for statement in side.report.statements:
        spans = statement.source or statement.cue
        if spans and any(overlap(spans[0], sentence) for sentence in near):
            found.append(_name_words(_teller(side, statement)))
    return found


def _related(a: Teller, b: Teller) -> bool:
    return bool(a.words & b.words)


def _a_name(who: str) -> bool:
    """Return whether words end in a name."""
    return who.rsplit(maxsplit=1)[-1][:1].isupper()


def _two_sources(
    a: Side, left: Teller, b: Side, right: Teller, tellings: Tellings
) -> Iterator[Candidate]:
    """Yield that two reports have it from different sources."""
    first, second = left.statement, right.statement
    assert first is not None
    assert second is not None
    if a.unit.speaker is not None and a.unit.speaker == b.unit.speaker:
        return
    if not left.name or not right.name or _name_words(left) & _name_words(right):
        return
    # "The minister" can be whom another report names; without source words an agency is meant.
    if not (first.source and second.source) or _a_name(left.name) != _a_name(right.name):
        return
    own = [tellings.once(teller_of, s) for s in tellings.by_report[a.report.id]]
    other = [tellings.once(teller_of, s) for s in tellings.by_report[b.report.id]]
    types = {first.source_type, second.source_type}
    persons = [(s.unit.speaker or "").startswith(PERSON) for s in (a, b)]
    one, two = _source_features(left, a), _source_features(right, b)
    features = {
        **tellings.alike(a, b),
        "sources": 1.0,
        "s confidence": min(first.confidence, second.confidence),
        "s direct": flag(first.kind == second.kind == "direct"),
        "s persons": flag(all(persons)),
        "s a person": flag(any(persons)),
        "s pronoun": flag("pronoun" in types),
        "s named": flag(types == {"named"}),
        "s named and described": flag(types == {"named", "described"}),
        "s anonymous": flag("anonymous" in types),
        "s no source": flag("none" in types),
        "s relayed": flag(first.relays or second.relays),
        "s official": one["official"] + two["official"],
        "s document": one["document"] + two["document"],
        "s witness": one["witness"] + two["witness"],
        "s related": flag(_related(left, right)),
        "s met": flag(any(_name_words(t) & _name_words(right) for t in own))
        + flag(any(_name_words(t) & _name_words(left) for t in other)),
        "s near": flag(_named_near(a, right, tellings)) + flag(_named_near(b, left, tellings)),
        "s same stance": flag(first.stance == second.stance),
        "s in it": flag(_name_words(left) & tellings.once(_heard, b))
        + flag(_name_words(right) & tellings.once(_heard, a)),
        "s sentence": flag(first.id != a.unit.statement or second.id != b.unit.statement),
    }
    said = (f"has it from {_plain(left.name)}", f"has it from {_plain(right.name)}")
    spans = (left.span, right.span)
    yield Candidate("speaker", (a, b), spans, (left.name, right.name), said, features)
