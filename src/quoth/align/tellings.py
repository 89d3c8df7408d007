"""Tellings: from whom one report has one claim, as far as the words around it say.

1. Relays of the statements that tell it, and of what the same speaker says in the same paragraph.
2. An agency, or an outlet among those compared, that its sentence names as having told it.
3. Own work: "told the Star" in the Star, "our reporter saw", "this newspaper".
4. A written statement ("said in a statement", "on Telegram"): whoever has no more than that has
   what everybody got.

Known gaps: "I" and "we" count as own work wherever the narrator says them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quoth.align.clauses import content_lemmas
from quoth.align.credits import agencies_named
from quoth.align.houses import Houses
from quoth.align.units import Unit
from quoth.records import Report, Span, Statement, Token
from quoth.spans import overlap

TOLD_TO = re.compile(
    r"\b(?:told|tells?|telling|according to|(?:quoted|reported|published|obtained|seen|reviewed|"
    r"carried|cited|interviewed|released|as given) by|interview (?:with|to|in|on)|"
    r"sp(?:oke|eaking|eak) (?:to|with|on)|(?:said|wrote) (?:to|in|on)|statement to|citing|"
    r"cites?|cited|quoting|quotes?|quoted|reports? (?:from|by|in|on)|reported (?:in|on)|as per|"
    r"confirmed to|via)\s+"
    r"(?:the\s+)?(?:[\w'’.-]+\s+){0,3}?(?:(?:news|press|state) )*"
    r"(?:agency |newspaper |broadcaster |daily |website |site |wire )?\Z",
    re.IGNORECASE,
)
TELLS = re.compile(
    r"\A['’]?s?(?:\s+(?:news |press )?(?:agency|service|wire|newspaper))?(?:\s+\([A-Z]+\))?,?\s+"
    r"(?:which |who )?(?:has |had |have |also |later |earlier |first )*"
    r"(?:report(?:s|ed|ing)?|sa(?:ys|id)|writes?|wrote|quot(?:es|ed|ing)|cit(?:es|ed|ing)|"
    r"learn(?:s|ed|t)|was told|were told|announced|revealed|broadcast|put|gave|gives)\b"
)
REFUSED = re.compile(r"\b(?:den(?:y|ies|ied)|dismiss\w*|reject\w*|contrary|unlike|contradict\w*)\b")
APART = re.compile(r"[;]|,\s+(?:while|whereas|but|and)\s|\s(?:while|whereas)\s")
OWN = re.compile(
    r"\b(?:our|this) (?:own )?(?:\w+ )?(?:reporters?|correspondents?|newspaper|paper|"
    r"photographers?|journalists?|magazine|station|newsroom|columnist|colleagues?)\b"
    r"|\b(?:told|showed|to|with|by|gave|met|asked|phoned|called|saw|answered|received) "
    r"(?:us|me|our)\b|\b(?:I|[Ww]e|[Oo]ur|my|My)\b"
)
OWN_VERB = re.compile(
    r"\b(?:told|telling|tells|showed|shown to|to|with|by|gave|asked|met|received|let)\s+"
    r"(?:the\s+)?\Z"
)
OWN_WORK = re.compile(
    r"\A(?:['’]s?\s+(?:\w+\s+)?"
    r"(?:reporter|correspondent|man|woman|team|photographer|own|journalist)\w*"
    r"|,?\s+(?:has |have |had |also |itself |could )*(?:seen|saw|spoke|visited|asked|obtained|"
    r"learnt|learned|reached|counted|found|met|watched|interviewed|was (?:told|shown|given)|heard|"
    r"reviewed|observed|analysed|analyzed|noted|called|phoned|talked))"
)
RELEASED = re.compile(
    r"\b(?:in|by|through|via|per|from|according to) "
    r"(?:(?:a|an|the|its|his|her|their|another|one) )?"
    r"(?:[\w'’-]+ ){0,3}?(?:statement|press release|release|communiqu[ée]|e-?mail|bulletin|"
    r"post|tweet|message|notice|press note|open letter)\b"
    r"|\b(?:statement|release|communiqu[ée]|post|tweet|bulletin|e-?mail|notice)"
    r"(?: (?:that|which) [^.,;]{3,60})? (?:read|reads|sa(?:id|ys)|added|adds|put|states?|stated|"
    r"went on|continued|issued|published|posted|released|gave|gives|speaks?|spoke)\b"
    r"|\bit (?:says|said) in the (?:statement|release)\b"
    r"|\b(?:statement|release) (?:on|issued|published|posted|released|from|by|of)\b"
    r"|\b(?:on|via|over) (?:(?:its|his|her|their|the|an?) )?(?:[\w'’-]+ ){0,2}?"
    r"(?:Telegram|Twitter|Facebook|Instagram|X|WhatsApp|Truth Social|Weibo|VK|social media|website|"
    r"web ?site|channel|account|homepage)\b"
    r"|\b(?:tweeted|posted)\b|\bpress (?:service|office) (?:said|says|wrote)\b|\bin writing\b"
)
SPOKEN = re.compile(
    r"\b(?:news|press) conference\b|\bbriefing\b|\btold (?:reporters|journalists|parliament|a "
    r"(?:crowd|rally|committee|court))\b"
    r"|\b(?:televised|spoken|video|read (?:out )?(?:a|the|his|her|their)) "
    r"(?:statement|address|message)|\bin parliament\b|\bin court\b|\bspeech\b|\bin person\b"
)
# Sources that stand for whoever was named before, and words that name the release itself.
MEANS_BEFORE = frozenset(
    "statement release communiqué communique post tweet e-mail email message telegram channel "
    "spokesman spokeswoman spokesperson official press office service".split()
)
# What firms are called besides their names: whichever word is used, one may be meant.
FIRMS = frozenset(
    "company firm group operator maker manufacturer airline chain corporation business owner "
    "producer retailer developer carrier utility employer".split()
)


@dataclass(frozen=True, slots=True)
class Lead:
    """Whom a report names as having told it before; `way` is relays or cites.

    `compared` is true where the name is known for an outlet's only because that is compared too;
    such a lead may join tellings, and must part none: a report more would part them.
    """

    name: str
    way: str
    compared: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """One report's telling of one claim.

    `leads` are the agencies and outlets it is taken from; `own` is true where the report says that
    it has found it out itself. `released` is true where it comes from a written statement;
    `issuers` are the lemmas of whoever issued that, `issuer` the words.
    """

    report: Report
    units: tuple[Unit, ...]
    leads: tuple[Lead, ...]
    own: bool
    released: bool
    issuers: frozenset[str]
    named_issuers: frozenset[str]
    issuer: str


class TellingReader:
    """Reads the tellings of claims in the same reports."""

    def __init__(self, reports: Sequence[Report], houses: Houses) -> None:
        self._houses = houses
        names = {report.outlet.removeprefix("The ") for report in reports if report.outlet}
        self._outlets = sorted(names, key=lambda name: (len(name), name))
        # What sentences say is asked for again by every claim that they tell.
        self._tellers: dict[tuple[str, int, bool], list[tuple[Span, str]]] = {}
        self._at_work: dict[tuple[str, int], bool] = {}
        self._voices: dict[tuple[str, int], str] = {}

    def telling(self, report: Report, units: Sequence[Unit]) -> Telling:
        """Return what the words around a report's units say of whom it has them from."""
        statements = _statements(report, units)
        numbers = sorted({unit.sentence for unit in units})
        narrated = " ".join(self._narrated(report, number) for number in numbers)
        leads, own = self._named(report, units, statements)
        issuing = [s for s in statements if s.source]
        words = [token for s in issuing for token in _tokens(report, s.source)]
        lemmas = {lemma.lower() for lemma in content_lemmas(words)} - MEANS_BEFORE
        if lemmas & FIRMS:
            lemmas = {*lemmas, "company"}
        return Telling(
            report=report,
            units=tuple(units),
            leads=tuple(leads),
            own=own or OWN.search(narrated) is not None,
            released=RELEASED.search(narrated) is not None and SPOKEN.search(narrated) is None,
            issuers=frozenset(lemmas),
            named_issuers=content_lemmas(t for t in words if t.pos == "PROPN"),
            issuer=_issuer(report, issuing),
        )

    def _named(
        self, report: Report, units: Sequence[Unit], statements: Sequence[Statement]
    ) -> tuple[list[Lead], bool]:
        """Return the agencies and outlets named as having told units, and whether itself is."""
        found: dict[str, Lead] = {}
        own = False
        names = [relay.name for s in statements for relay in s.relays]
        names += self._in_sentences(report, units)
        if not names and statements:
            names = [r.name for s in _same_speaker(report, statements) for r in s.relays]
        compared = list(self._in_sentences(report, units, compared=True))
        for name in (*names, *compared):
            agency = self._houses.agency(name)
            if report.outlet and self._houses.own(name, report):
                # The agency's own report says "told TASS" of itself.
                own = True
                continue
            if agency is None and name.islower():
                continue  # "local media" are nobody in particular
            way = "relays" if agency else "cites"
            other = next((o for o in found if self._houses.same(o, name)), None)
            if other is None:
                found[agency or name] = Lead(agency or name, way, name not in names)
        return list(found.values()), own or self._own_work(report, units)

    def _in_sentences(
        self, report: Report, units: Sequence[Unit], *, compared: bool = False
    ) -> Iterator[str]:
        """Yield the agencies, or compared outlets, that the units' sentences name as tellers."""
        for number in sorted({unit.sentence for unit in units}):
            own = [u for u in units if u.sentence == number]
            key = (report.id, number, compared)
            if key not in self._tellers:
                self._tellers[key] = list(self._in_sentence(report, number, compared=compared))
            for span, name in self._tellers[key]:
                if _belongs(report, own, span):
                    yield name

    def _in_sentence(
        self, report: Report, number: int, *, compared: bool
    ) -> Iterator[tuple[Span, str]]:
        sentence = report.sentences[number].span
        text = report.text[slice(*sentence)]
        named = self._others(report, text) if compared else agencies_named(text, self._houses)
        for place, name in named:
            before, after = text[: place.start], text[place.end :]
            if not (TOLD_TO.search(before) or TELLS.match(after)) or REFUSED.search(before):
                continue
            yield Span(sentence.start + place.start, sentence.start + place.end), name

    def _others(self, report: Report, text: str) -> Iterator[tuple[Span, str]]:
        """Yield the other reports' outlets where a text names them in full."""
        for name in self._outlets:
            if name in text and not self._houses.own(name, report):
                for match in re.finditer(rf"\b{re.escape(name)}\b", text):
                    yield Span(*match.span()), name

    def _own_work(self, report: Report, units: Sequence[Unit]) -> bool:
        """Return whether sentences say of the outlet that it saw, asked or was told it."""
        if not report.outlet:
            return False
        return any(self._works(report, number) for number in {unit.sentence for unit in units})

    def _works(self, report: Report, number: int) -> bool:
        key = (report.id, number)
        if key not in self._at_work:
            self._at_work[key] = self._at_work_in(report, self._narrated(report, number))
        return self._at_work[key]

    def _at_work_in(self, report: Report, text: str) -> bool:
        for match in re.finditer(r"[A-Z][\w'’&-]*(?: (?:[A-Z&][\w'’-]*|of))*", text):
            name = re.sub(r"['’]s$", "", match[0])
            end = match.start() + len(name)
            if not self._houses.own(name, report):
                continue
            if OWN_VERB.search(text[: match.start()]) or OWN_WORK.match(text[end:]):
                return True
        return False

    def _narrated(self, report: Report, number: int) -> str:
        key = (report.id, number)
        if key not in self._voices:
            self._voices[key] = _narrated(report, number)
        return self._voices[key]


def _issuer(report: Report, statements: Sequence[Statement]) -> str:
    """Return the words for who issued a statement where they name anybody, else ""."""
    for statement in statements:
        words = " ".join(report.text[slice(*statement.source[0])].split()).strip(" ,")
        if any(token.pos == "PROPN" for token in _tokens(report, statement.source[:1])):
            return words
    return ""


def _tokens(report: Report, spans: Sequence[Span]) -> list[Token]:
    """Return the tokens that spans touch, in the order of the text."""
    found: set[int] = set()
    for span in spans:
        index = bisect_right(report.tokens, span.start, key=lambda token: token.span.end)
        while index < len(report.tokens) and report.tokens[index].span.start < span.end:
            if overlap(report.tokens[index].span, span):
                found.add(index)
            index += 1
    return [report.tokens[index] for index in sorted(found)]


def same_release(a: Telling, b: Telling) -> bool:
    """Return whether two tellings rest on one written statement and on nothing else."""
    if not (a.released and b.released) or a.own or b.own:
        return False
    if not a.issuers or not b.issuers or a.issuers & b.issuers:
        return True
    speakers = [{u.speaker for u in t.units if u.speaker} for t in (a, b)]
    if speakers[0] & speakers[1]:
        return True
    # "The company" may be whom the other names; two names are two.
    return bool(a.named_issuers) != bool(b.named_issuers)


def _statements(report: Report, units: Sequence[Unit]) -> list[Statement]:
    ids = {unit.statement for unit in units}
    return [s for s in _all(report.statements) if s.id in ids]


def _all(statements: Sequence[Statement]) -> Iterator[Statement]:
    for statement in statements:
        yield statement
        yield from _all(statement.inner)


def _same_speaker(report: Report, statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield the statements by the same speakers in the same paragraphs."""
    speakers = {s.speaker for s in statements if s.speaker}
    paragraphs = {_paragraph(report, s) for s in statements}
    for statement in report.statements:
        if statement.speaker in speakers and _paragraph(report, statement) in paragraphs:
            yield statement


def _paragraph(report: Report, statement: Statement) -> int:
    place = (statement.cue or statement.content)[0]
    return next((s.paragraph for s in report.sentences if overlap(s.span, place)), -1)


def _narrated(report: Report, sentence: int) -> str:
    """Return a sentence without its quotations."""
    span = report.sentences[sentence].span
    text, at = [], span.start
    for quotation in sorted(q.span for q in report.quotations if q.depth == 0):
        if quotation.end <= at or quotation.start >= span.end:
            continue
        text.append(report.text[at : max(at, quotation.start)])
        at = max(at, quotation.end)
    return " “” ".join((*text, report.text[min(at, span.end) : span.end]))


def _belongs(report: Report, units: Sequence[Unit], name: Span) -> bool:
    """Return whether a teller named in a sentence tells these units, not another clause."""
    for unit in units:
        start, end = unit.spans[0].start, unit.spans[-1].end
        if start <= name.start < end:
            return True
        after = end <= name.start
        between = (end, name.start) if after else (name.end, start)
        if not APART.search(report.text[slice(*between)]):
            return True
    return False
