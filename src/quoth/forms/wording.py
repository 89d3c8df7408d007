"""What the forms say in words: names, excerpts, differences, support, origins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quoth.records import (
    Claim,
    Comparison,
    Difference,
    Member,
    Origin,
    Report,
    Span,
    Stance,
    Statement,
)
from quoth.spans import overlap

# Control characters can move a terminal's cursor, direction overrides can make a text read as
# another one, lone surrogates cannot be written as UTF-8: one visible sign for each of them.
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_REPLACEMENT = "\ufffd"
# The values of these differences read well without quotation marks.
_BARE = ("number", "date", "place", "speaker")

# What is put before words that are not simply said and do not show it themselves.
_LABELS: Mapping[Stance, str] = {
    "denies": "denied",
    "promises": "promised",
    "demands": "demanded",
    "believes": "believed",
    "asks": "asked",
}


@dataclass(frozen=True, slots=True)
class Telling:
    """What one report says of a claim: its places in order, and who it has them from."""

    report: Report
    members: tuple[Member, ...]
    statements: tuple[Statement, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """All spans that tell the claim, in order."""
        return tuple(sorted({span for member in self.members for span in member.spans}))

    @property
    def relays(self) -> tuple[str, ...]:
        """The names of the intermediate sources, each once."""
        named = (relay.name for statement in self.statements for relay in statement.relays)
        return tuple(dict.fromkeys(clean(name) for name in named))

    @property
    def label(self) -> str:
        """Return "[denied]", "[asked]" for words that are not simply said and do not show it."""
        found = listing([_LABELS[stance] for stance in stances(self.report, self.spans)])
        return f"[{found}]" if found else ""

    @property
    def anonymous(self) -> bool:
        """True where it is told from somebody whom the report keeps unnamed."""
        return any(anonymous(statement, self.report) for statement in self.statements)


def nested(statements: Iterable[Statement], depth: int = 0) -> Iterator[tuple[int, Statement]]:
    """Yield statements, each before those within it, with how deep they are: 0 is outermost."""
    for statement in statements:
        yield depth, statement
        yield from nested(statement.inner, depth + 1)


def stances(report: Report, spans: Sequence[Span]) -> tuple[Stance, ...]:
    """Return the stances, other than "says", in which words are told that leave out the cue.

    "That a boat had fired" alone reads as an assertion, also where it was denied.
    """
    found: dict[Stance, None] = {}
    for _, statement in nested(report.statements):
        told = any(overlap(a, b) for a in statement.content for b in spans)
        shown = any(overlap(a, b) for a in statement.cue for b in spans)
        if statement.stance != "says" and told and not shown:
            found[statement.stance] = None
    return tuple(found)


def showable(text: str) -> str:
    """Return the text with a visible sign for each character that cannot be shown safely.

    Lengths stay as they are, so offsets into the text hold for what this returns.
    """
    return _UNSHOWABLE.sub(_REPLACEMENT, text)


def clean(text: str) -> str:
    """Return the text on one line, safe to show."""
    return " ".join(showable(text).split())


def shorten(text: str, limit: int) -> str:
    """Return at most `limit` characters of a text, cut between words, with … where it was cut."""
    if len(text) <= limit:
        return text
    room = text[: limit - 1]
    if not text[limit - 1].isspace() and " " in room:
        room = room[: room.rindex(" ")]
    return room.rstrip(" ,;:–—-") + "…"


def words(report: Report, spans: Iterable[Span], *, limit: int | None = None) -> str:
    """Return the words at the spans on one line, with … between pieces and where they are cut."""
    text = " … ".join(clean(report.text[start:end]) for start, end in spans)
    return text if limit is None else shorten(text, limit)


def excerpt(report: Report, spans: Sequence[Span], *, limit: int, keep: Sequence[Span]) -> str:
    """Return at most `limit` characters of the words, with the first of the spans to keep in them.

    What stands before is left out as far as it must be.
    """
    if len(words(report, spans)) <= limit:
        return words(report, spans)
    for number, span in enumerate(spans):
        wanted = [k for k in keep if k.start < span.end and k.end > span.start]
        if not wanted:
            continue
        start = span.start
        # A fifth of the room is for what follows, so that the words kept do not stand alone.
        earliest = min(k.end for k in wanted) - limit * 4 // 5
        if earliest > start:
            space = report.text.find(" ", earliest, min(k.start for k in wanted))
            start = space + 1 if space >= 0 else min(k.start for k in wanted)
        left_out = number > 0 or start > span.start
        kept = (Span(start, span.end), *spans[number + 1 :])
        room = limit - 2 if left_out else limit
        return ("… " if left_out else "") + words(report, kept, limit=room)
    return words(report, spans, limit=limit)


def names(reports: Sequence[Report]) -> dict[str, str]:
    """Return what to call each report, by id: its outlet, with the id where two share one."""
    shown = {report.id: clean(report.name) for report in reports}
    count = Counter(shown.values())
    return {
        report_id: name if count[name] == 1 else f"{name} [{clean(report_id)}]"
        for report_id, name in shown.items()
    }


def listing(parts: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def count(number: int, noun: str) -> str:
    """Return a number with its noun: "1 claim", "2 claims"."""
    if number == 1:
        return f"1 {noun}"
    plural = noun[:-1] + "ies" if noun.endswith("ry") else noun + "s"
    return f"{number:,} {plural}"


def tellings(claim: Claim, reports: Sequence[Report]) -> list[Telling]:
    """Return what each report says of the claim, in the order of the reports."""
    found = []
    for report in reports:
        members = tuple(m for m in claim.members if m.report == report.id)
        if members:
            wanted = {m.statement for m in members}
            found.append(
                Telling(
                    report,
                    members,
                    tuple(s for _, s in nested(report.statements) if s.id in wanted),
                )
            )
    return found


def numbers(claims: Sequence[Claim]) -> list[str]:
    """Return what each claim is called where a person reads: 7 for the id c7, else its place."""
    digits = [re.fullmatch(r"c(\d{1,6})", claim.id) for claim in claims]
    if all(digits) and len({claim.id for claim in claims}) == len(claims):
        return [match[1] for match in digits if match]
    return [str(place) for place in range(1, len(claims) + 1)]


def numbered(comparison: Comparison) -> dict[str, tuple[str, Claim]]:
    """Return, for the id of each claim, what it is called and the claim."""
    called = numbers(comparison.claims)
    return {c.id: (number, c) for number, c in zip(called, comparison.claims, strict=True)}


def speaker(claim: Claim) -> str:
    """Return the name of the claim's speaker, "" where the narrator asserts it."""
    return clean(claim.speaker or "")


def speaker_of(statement: Statement, report: Report) -> str:
    """Return the name of a statement's speaker, else the words that name its source.

    Somebody whom the report keeps unnamed is called as the report does.
    """
    for actor in report.actors:
        if actor.id == statement.speaker and statement.source_type != "anonymous":
            return clean(actor.name)
    return words(report, statement.source)


def anonymous(statement: Statement, report: Report) -> bool:
    """Return whether a source is kept unnamed, here or where the same speaker is spoken of.

    "A senior official said ... “...,” the official added".
    """
    if statement.source_type == "anonymous" or statement.speaker is None:
        return statement.source_type == "anonymous"
    same = [s for _, s in nested(report.statements) if s.speaker == statement.speaker]
    kinds = {s.source_type for s in same}
    return "anonymous" in kinds and "named" not in kinds


def manner(statement: Statement) -> str:
    """Return how something is told: "indirect", "denies, indirect"."""
    if statement.stance == "says":
        return statement.kind
    return f"{statement.stance}, {statement.kind}"


def told_values(difference: Difference, *, limit: int = 80) -> list[tuple[str, list[str]]]:
    """Return each value once, with the ids of the reports that tell it; "" is not telling it."""
    told: dict[str, tuple[str, list[str]]] = {}
    for report, value in zip(difference.between, difference.values, strict=False):
        shown = shorten(clean(value), limit)
        told.setdefault(shown.casefold(), (shown, []))[1].append(report)
    return list(told.values())


def differences(claim: Claim) -> list[Difference]:
    """Return the differences of a claim, those of wording as one: they come pair by pair."""
    found = [d for d in claim.differences if d.type != "wording"]
    pairs = [d for d in claim.differences if d.type == "wording"]
    told: dict[str, tuple[str, tuple[Span, ...]]] = {}
    for pair in pairs:
        for report, value, spans in zip(pair.between, pair.values, pair.spans, strict=False):
            known = told.get(report, (value, ()))
            told[report] = (known[0], tuple(sorted({*known[1], *spans})))
    if told:
        values, spans_of = zip(*told.values(), strict=True)
        found.append(Difference("wording", tuple(told), values, spans_of, pairs[0].note))
    return found


def differing(claim: Claim, report_id: str) -> list[Span]:
    """Return the places in a report where its telling parts from the others in a fact."""
    return [
        span
        for difference in claim.differences
        if difference.type not in ("wording", "detail")
        for report, spans in zip(difference.between, difference.spans, strict=False)
        if report == report_id
        for span in spans
    ]


def difference_note(difference: Difference) -> str:
    """Return a difference's note, "" where it says no more than the rest does."""
    note = clean(difference.note)
    values = [value for value in map(clean, difference.values) if value]
    if difference.type == "wording" or (values and all(value in note for value in values)):
        return ""
    return note


def difference_line(difference: Difference, called: Mapping[str, str]) -> str:
    """Return a difference in words: "number: A and B tell 14, C tells 17"."""

    def who(reports: Sequence[str]) -> str:
        return listing([called.get(report, clean(report)) for report in reports])

    if difference.type == "wording":  # the words themselves are the tellings
        return f"wording: {who(difference.between)} quote it in different words"
    told = told_values(difference)
    parts = []
    for value, reports in told:
        one = len(reports) == 1
        if value:
            shown = value if difference.type in _BARE else f"“{value}”"
            only = "only " if len(told) == 2 and not all(value for value, _ in told) else ""
            parts.append(f"{only}{who(reports)} {'tells' if one else 'tell'} {shown}")
        elif len(told) > 2:
            parts.append(f"{who(reports)} {'does' if one else 'do'} not say")
    line = f"{difference.type}: {', '.join(parts)}"
    note = difference_note(difference)
    return f"{line} ({note})" if note else line


def support_line(claim: Claim, comparison: Comparison) -> str:
    """Return "2 of 3": the independent origins of a claim out of the outlets compared."""
    return f"{claim.support} of {len({report.name for report in comparison.reports})}"


def itself(origin: Origin, called: Mapping[str, str]) -> bool:
    """Return whether an origin is the one outlet that tells it: nothing is to be explained."""
    return [clean(origin.name)] == [called.get(report) for report in origin.reports]


def explained(claim: Claim, called: Mapping[str, str]) -> list[Origin]:
    """Return the origins that are more than one outlet telling it itself."""
    return [origin for origin in claim.origins if not itself(origin, called)]


def few_origins(claim: Claim, comparison: Comparison) -> str:
    """Return "3 outlets, 1 origin" where a claim has fewer origins than outlets, else ""."""
    tellers = {m.report for m in claim.members}
    outlets = len({report.name for report in comparison.reports if report.id in tellers})
    if claim.support >= outlets:
        return ""
    return f"{count(outlets, 'outlet')}, {count(claim.support, 'origin')}"


def origins_line(
    claim: Claim, comparison: Comparison, called: Mapping[str, str], *, brief: str = ""
) -> str:
    """Return why a claim has fewer origins than outlets that tell it; "" where it has not.

    "2 outlets, 1 origin: both relay TASS". With `brief`, a few words that say where the reasons
    were given before, they are left out.
    """
    few = few_origins(claim, comparison)
    if not few:
        return ""
    parts = []
    for origin in explained(claim, called):
        tellers = [called.get(report, clean(report)) for report in origin.reports]
        why = clean(origin.why)
        plain = why.startswith(("both ", "all ")) or all(teller in why for teller in tellers)
        if claim.support == 1 and plain and not brief:
            return f"{few}: {why}"
        if brief:
            why = listing(tellers)
        elif not all(teller in why for teller in tellers):
            why = f"{listing(tellers)}: {why}" if why else listing(tellers)
        parts.append(f"{clean(origin.name)} ({why})")
    return f"{few}: {'; '.join(parts)}{brief and f', {brief}'}" if parts else few


def day(report: Report) -> str:
    """Return the day on which a report was published; "" where it is not known."""
    return clean(report.published or "")[:10]


def report_heading(report: Report, *, ids: bool = False) -> str:
    """Return what stands over what is told of a report: its outlet, its day, its id if wanted."""
    name, known = clean(report.name), clean(report.id)
    return " · ".join(filter(None, (name, day(report), known if ids and known != name else "")))


def dates(reports: Sequence[Report]) -> str:
    """Return the day or the first and the last day of publication; "" where none is known."""
    days = sorted(filter(None, {day(report) for report in reports}))
    return " to ".join(dict.fromkeys((days[0], days[-1]))) if days else ""


def heading(comparison: Comparison) -> str:
    """Return what is compared: reports, outlets, days, claims."""
    reports = comparison.reports
    outlets = len({report.name for report in reports})
    differing = sum(bool(claim.differences) for claim in comparison.claims)
    parts = [
        f"{count(len(reports), 'report')} of one story"
        if comparison.one_story
        else f"{count(len(reports), 'report')} that do not look like one story",
        count(outlets, "outlet"),
        dates(reports),
        count(len(comparison.claims), "claim"),
        f"{differing} with differences" if comparison.claims else "",
    ]
    return " · ".join(part for part in parts if part)
