"""When and where: the date and place of an event, the date of a statement.

The words that the network tagged count first; where it tagged none, syntax says what hangs on the
trigger. Nothing is taken from the actor, the dateline or the sentence before: what the clause does
not tell is None.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import pairwise

from quoth.records import DateRange, Event, Location, Report, Span, Statement, Status
from quoth.resolve.almanac import reference
from quoth.resolve.clause import NOUNS, SPEECH, VERBS, Syntax, syntax_of
from quoth.resolve.dates import date, reference_day
from quoth.resolve.whereabouts import country_named, location
from quoth.resolve.world import places_named
from quoth.spans import overlap

_PLACE_WORDS = frozenset(
    "in near at outside inside across around through throughout off along within".split()
)
# Of names that were taken for persons and bodies, "in" and the like make places.
_SURE_PLACE_WORDS = frozenset("in at near outside inside".split())
_PLACE_TYPES = frozenset(("GPE", "LOC", "FAC", ""))
_NAME_TYPES = frozenset(("PERSON", "ORG", "NORP", "PRODUCT"))
# "The town of Kisumu" stands for Kisumu.
_PLACE_NOUNS = frozenset(
    "city town village capital port province region state district island suburb valley camp "
    "outskirts centre center part north south east west streets street".split()
)
# Deeds that are done where their object is: "shelled Loikaw", but not "attacked Israel".
_DONE_AT = frozenset(("ASSAULT", "MOBILIZE", "RETREAT", "AID"))
# How old a deed may be and still be news, in days.
_NEWS_DAYS = 14
_POSSESSIVE = frozenset(("poss", "compound", "nummod", "amod"))


def event_date(report: Report, event: Event, dates: Sequence[DateRange]) -> DateRange | None:
    """Return when an event is told to be, None where its clause does not tell.

    `dates` are those of `dates_in(report)`.
    """
    tagged = _tagged(report, event.date_spans, dates)
    if tagged or event.date_spans:
        return tagged
    syntax = syntax_of(report)
    own, others = syntax.anchors(event)
    speech = event.type in SPEECH
    trigger = event.trigger[0].start if event.trigger else 0
    for verbs in (own, syntax.beside(event)):
        rest = others - verbs
        found = [d for d in dates if _hangs_on(syntax, d, verbs, rest, by_noun=not speech)]
        if found:
            return min(found, key=lambda d: abs(d.spans[0].start - trigger))
    return None


def status_at(report: Report, event: Event, when: DateRange | None) -> Status:
    """Return the status of an event whose date is known: what was over long since is historical.

    The words of a sentence ("In July, the council charged him") often tell no more than that it
    was done; the date tells that it is not what the report brings as news.
    """
    day = reference(reference_day(report))
    if event.status != "asserted" or day is None or when is None or when.end is None:
        return event.status
    if day.date is None:
        return "historical" if when.end < str(day.year) else event.status
    age = day.date - datetime.date.fromisoformat(when.end)
    return "historical" if age.days > _NEWS_DAYS else event.status


def _tagged(report: Report, spans: Sequence[Span], dates: Sequence[DateRange]) -> DateRange | None:
    """Return the date at words that were tagged: as the report has it, else by the words alone."""
    shared = [(sum(overlap(s, d.spans[0]) for s in spans), d) for d in dates]
    best = max(shared, key=lambda pair: pair[0], default=(0, None))
    if best[0]:
        return best[1]
    for span in spans:
        told = date(report.text[span.start : span.end], on=reference_day(report))
        if told:
            return DateRange(told.start, told.end, told.precision, (span,))
    return None


def _hangs_on(
    syntax: Syntax, told: DateRange, own: set[int], others: set[int], *, by_noun: bool
) -> bool:
    """Return whether a date hangs on one of `own`, by prepositions and, with `by_noun`, nouns."""
    words = syntax.inside(told.spans)
    root = syntax.root(words)
    if root is None:
        return False
    within = set(words)
    if within & own:
        return True
    inner = syntax.tokens[root].dep in _POSSESSIVE
    for index in syntax.up(root):
        if index in within:
            continue
        if index in own:
            return True
        if index in others or syntax.tokens[index].pos in VERBS:
            return False
        if syntax.tokens[index].pos in NOUNS and (inner or not by_noun):
            return False
    return False


def statement_date(
    report: Report, statement: Statement, dates: Sequence[DateRange]
) -> DateRange | None:
    """Return when something was said: the date that hangs on the cue, None where none does."""
    syntax = syntax_of(report)
    own = set(syntax.inside(statement.cue))
    verbs = {index for index in own if syntax.tokens[index].pos in VERBS}
    for told in dates:
        if any(overlap(told.spans[0], span) for span in statement.content):
            continue
        if own and _hangs_on(syntax, told, verbs or own, set(), by_noun=True):
            return told
    return None


def event_place(report: Report, event: Event) -> Location | None:
    """Return where an event is told to be, None where its clause does not tell.

    Of a city and its country the city is returned. The actor's country is never taken.
    """
    syntax = syntax_of(report)
    own, others = syntax.anchors(event)
    spans = list(event.place_spans) or list(_place_phrases(syntax, event, own, others))
    return _best(report, spans, _countries(syntax, event))


def _best(report: Report, spans: Sequence[Span], near: Sequence[str]) -> Location | None:
    """Return the city among the places named at spans, else the first country."""
    named = [(span, report.text[span.start : span.end]) for span in spans]
    whole = (location(name) for _, name in named)
    told = [there.country for there in whole if there and not there.city and there.country]
    found = [(s, there) for s, name in named if (there := location(name, near=[*told, *near]))]
    for span, there in sorted(found, key=lambda pair: pair[1].city is None):
        fits = not told or there.country in told
        if fits or there.city is None:
            return Location(
                there.name, there.country, there.city, there.latitude, there.longitude, (span,)
            )
    return None


def _countries(syntax: Syntax, event: Event) -> tuple[str, ...]:
    """Return the countries that the sentence of an event names, by any of their names."""
    own = syntax.inside(event.trigger)
    if not own:
        return ()
    sentence = [syntax.tokens[i] for i in syntax.sentence(own[0])]
    names = [token for token in sentence if token.pos in ("PROPN", "ADJ")]
    pairs = [f"{a.text} {b.text}" for a, b in pairwise(names) if a.span.end + 1 == b.span.start]
    words = [token.text for token in names]
    found = (
        match.place.iso3
        for name in (*pairs, *words)
        for match in places_named(name)[:1]
        # Every other town's name is one in the United States too, and every report names them.
        if match.how in ("name", "adjective", "noun") and match.place.iso3 != "USA"
    )
    return tuple(dict.fromkeys(found))


def _place_phrases(syntax: Syntax, event: Event, own: set[int], others: set[int]) -> Iterator[Span]:
    """Yield the names of places in phrases that hang on a trigger, the surest first.

    1. on the trigger or its verb
    2. a city that a deed was done to
    3. on the verb before it in a row
    4. on who does it, by "in" and "at": "marines at Cavite gave up their arms"
    """
    trigger = min(own, default=0)
    beside = syntax.beside(event)
    found = []
    for index in syntax.sentence(trigger) if own else ():
        token = syntax.tokens[index]
        if token.pos != "PROPN" or token.dep not in ("pobj", "conj", "dobj", "nsubjpass"):
            continue
        rank = _object_rank(syntax, event, index, own)
        preposition = _preposition(syntax, index)
        if rank is None and preposition is not None:
            rank = _phrase_rank(syntax, event, preposition, own, others, beside)
        if rank is not None:
            found.append((rank, abs(index - trigger), _phrase(syntax, index)))
    for _, _, span in sorted(found):
        yield span


def _object_rank(syntax: Syntax, event: Event, index: int, own: set[int]) -> int | None:
    """Return the rank of a city that is the object of a deed: "the shelling of Loikaw"."""
    token = syntax.tokens[index]
    head = token.head
    of = token.dep == "pobj" and syntax.tokens[head].text.lower() == "of"
    head = syntax.tokens[head].head if of else head
    if event.type not in _DONE_AT or head not in own or token.entity not in ("GPE", "LOC"):
        return None
    if not of and token.dep not in ("dobj", "nsubjpass"):
        return None
    there = location(token.text)
    return 2 if there and there.city else None


def _preposition(syntax: Syntax, index: int) -> int | None:
    """Return the preposition that makes a name a place, None where none does."""
    tokens = syntax.tokens
    entity = tokens[index].entity
    above = next((i for i in syntax.up(index) if tokens[i].pos == "ADP"), None)
    if above is not None and tokens[above].text.lower() == "of":
        noun = tokens[above].head
        if tokens[noun].lemma.lower() not in _PLACE_NOUNS:
            return None
        above = next((i for i in syntax.up(noun) if tokens[i].pos == "ADP"), None)
    if above is None:
        return None
    word = tokens[above].text.lower()
    if word in _SURE_PLACE_WORDS and entity in _NAME_TYPES:
        there = location(syntax.report.text[_phrase(syntax, index).start : tokens[index].span.end])
        return above if there and there.country else None
    if entity not in _PLACE_TYPES:
        return None
    return above if word in _PLACE_WORDS else None


def _phrase_rank(
    syntax: Syntax,
    event: Event,
    preposition: int,
    own: set[int],
    others: set[int],
    beside: set[int],
) -> int | None:
    """Return how sure a phrase tells the place of an event (1 is surest), None if not at all."""
    speech = event.type in SPEECH
    if speech and _after_object(syntax, preposition, own):
        return None
    if _place_hangs(syntax, preposition, own, others, by_object=not speech):
        return 1
    if _place_hangs(syntax, preposition, beside, others - beside, by_object=False):
        return 3
    sure = syntax.tokens[preposition].text.lower() in _SURE_PLACE_WORDS
    noun = syntax.tokens[preposition].head
    acts = syntax.tokens[noun].dep in ("nsubj", "nsubjpass") and syntax.tokens[noun].head in own
    return 4 if sure and acts and not speech else None


def _after_object(syntax: Syntax, preposition: int, own: set[int]) -> bool:
    """Return whether a phrase stands right behind an object and may belong to that instead."""
    head = syntax.tokens[preposition].head
    before = syntax.tokens[preposition - 1] if preposition else None
    return head in own and before is not None and before.dep in ("dobj", "pobj")


def _place_hangs(
    syntax: Syntax, preposition: int, own: set[int], others: set[int], *, by_object: bool
) -> bool:
    for index in syntax.up(preposition):
        token = syntax.tokens[index]
        if index in own:
            return True
        if index in others or token.pos in VERBS:
            return False
        # "Soldiers from Chad", "the mayor of Lyon": who acts is not where it is done.
        if token.dep in ("nsubj", "nsubjpass", "poss", "agent"):
            return False
        if token.dep == "dobj" and not by_object:
            return False
    return False


def _phrase(syntax: Syntax, head: int) -> Span:
    """Return the span of a place's name with what qualifies it: "Kano, Nigeria"."""
    first = last = head
    while first and syntax.tokens[first - 1].head in (head, first):
        before = syntax.tokens[first - 1]
        if before.dep not in ("compound", "amod", "det", "nmod") or before.pos not in (
            "PROPN", "ADJ", "DET",
        ):  # fmt: skip
            break
        first -= 1
    while syntax.tokens[first].pos == "DET":
        first += 1
    tokens = syntax.tokens
    while last + 2 < len(tokens) and tokens[last + 1].text == ",":
        word = tokens[last + 2]
        if word.pos != "PROPN" or word.sentence != tokens[head].sentence:
            break
        end = last + 2
        while end + 1 < len(tokens) and tokens[end].dep == "compound" and end < tokens[end].head:
            end += 1
        name = syntax.text(last + 2, end)
        if not country_named(name) and name not in ("D.C.",):
            break
        last = end
    return Span(tokens[first].span.start, tokens[last].span.end)
