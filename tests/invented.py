"""Invented reports and a comparison built by hand, with all that the doors must show."""

# ruff: noqa: E501 - a paragraph of a report is one line, as outlets write them

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.building import build

from quoth.records import (
    Actor,
    Claim,
    Comparison,
    DateRange,
    Difference,
    Event,
    Link,
    Location,
    Magnitude,
    Mark,
    Member,
    Origin,
    Quotation,
    Reason,
    Rejected,
    Relay,
    Report,
    Sentence,
    Span,
    Statement,
    Step,
)

COURIER = """Dockers to strike on Friday

By Ann Sorel

VALMORA — Fourteen cranes will stand still at the port of Valmora on Friday, the dockers' union said.

“We were promised a raise and we got a letter,” said union leader Layla al-Hadid (ليلى الحديد). “We will not load a single ship.”

The transport minister, Per Lindqvist, told the Corvia Press Agency that the government would not step in.

Police said 14 people were held after a march on Monday. The march began at the Old Exchange.

The port handles a third of the country's grain.

A person close to the talks denied that the port would be sold.

The mayor told the council that the minister had promised a new crane.

Share this article"""

DAILY = """Port of Valmora faces standstill

The union of dockers will walk out on Friday and leave fourteen cranes idle, its leader Layla al-Hadid said. “Not one ship will be loaded by us,” she told a crowd on the quay.

Transport minister Per Lindqvist said on Sunday that the government will not intervene, according to the Corvia Press Agency.

Seventeen people were arrested after a march on Tuesday, according to police.

The mayor of Valmora, Tom <script>alert(1)</script> Birch, said that the city would keep the fish market open. He called the strike “a sad day”. Shops near the port expect fewer customers. A bakery on Quay Street will close at noon.

Most read"""

WIRE = """VALMORA (CPA) - Dockers at the port of Valmora will strike on Friday, their union says.

Transport minister Per Lindqvist told CPA the government would not step in. He did not rule out talks in May.

At least 14 people were held after a march on Monday, police said.

=SUM(A1:A9) is what the union's pay sheet showed, a spokesman said. A third of the grain of the country goes through the port. </script> & "quotes" end the feed."""


def spans(text: str, *pieces: str) -> tuple[Span, ...]:
    """Return where each piece stands in the text, each found after the one before."""
    found = []
    at = 0
    for piece in pieces:
        start = text.index(piece, at)
        at = start + len(piece)
        found.append(Span(start, at))
    return tuple(found)


def sentences(text: str, *, without: tuple[str, ...] = ()) -> tuple[Sentence, ...]:
    """Return each paragraph as one sentence, without those named."""
    found = []
    at = 0
    for number, paragraph in enumerate(text.split("\n\n")):
        if paragraph not in without:
            found.append(Sentence(Span(at, at + len(paragraph)), number))
        at += len(paragraph) + 2
    return tuple(found)


def statement(
    text: str,
    number: int,
    source: str,
    cue: str,
    content: str,
    *,
    kind: str = "indirect",
    speaker: str | None = None,
    relay: tuple[str, str] | None = None,
    stance: str = "says",
    source_type: str = "described",
    inner: tuple[Statement, ...] = (),
    date: DateRange | None = None,
) -> Statement:
    """Return a statement whose pieces are found in the text."""
    return Statement(
        f"s{number}",
        kind,  # type: ignore[arg-type]
        spans(text, source) if source else (),
        spans(text, source, cue)[1:] if cue else (),
        spans(text, content),
        speaker,
        (Relay(relay[0], spans(text, relay[1])),) if relay else (),
        0.9 - number / 100,
        stance,  # type: ignore[arg-type]
        source_type,  # type: ignore[arg-type]
        inner,
        date,
    )


def event(
    text: str,
    number: int,
    kind: str,
    evidence: str,
    trigger: str,
    actor: str = "",
    recipient: str = "",
    **fields: object,
) -> Event:
    """Return an event whose words are found within its evidence."""
    (clause,) = spans(text, evidence)

    def inside(words: str) -> tuple[Span, ...]:
        return tuple(
            Span(clause.start + s.start, clause.start + s.end)
            for s in (spans(evidence, words) if words else ())
        )

    return Event(
        f"e{number}",
        kind,  # type: ignore[arg-type]
        trigger=inside(trigger),
        evidence=(clause,),
        actor_spans=inside(actor),
        recipient_spans=inside(recipient),
        confidence=0.8 - number / 100,
        **{"mode": None, "contexts": (), "status": "asserted", **fields},  # type: ignore[arg-type]
    )


def day(text: str, words: str, date: str) -> DateRange:
    """Return a day, told by some words."""
    return DateRange(date, date, "day", spans(text, words))


def courier_events() -> tuple[Event, ...]:
    strike = "Fourteen cranes will stand still at the port of Valmora on Friday"
    port = Location(
        "the port of Valmora", "SWE", "Valmora", 57.5, -11.25, spans(COURIER, "Valmora")
    )
    return (
        event(
            COURIER, 0, "PROTEST", strike, "stand still", "Fourteen cranes",
            mode="strike", status="future", contexts=("economic", "rights_freedoms"),
            actors=("a1",), place=port, place_spans=spans(COURIER, "the port of Valmora"),
            date=day(COURIER, "on Friday", "2031-03-07"), date_spans=spans(COURIER, "on Friday"),
            statement="s0", score=-5.0,
        ),
        event(
            COURIER, 1, "COERCE", "14 people were held after a march on Monday", "held", "",
            "14 people",
            mode="arrest", date=day(COURIER, "on Monday", "2031-02-24"), statement="s4", score=-7.0,
            magnitudes=(Magnitude("detained", 14.0, 14.0, None, spans(COURIER, "14")),),
        ),
        event(
            COURIER, 2, "PROTEST", "The march began at the Old Exchange", "march",
            mode="demo", status="historical", score=-5.0,
            place=Location("the Old Exchange", None, spans=spans(COURIER, "the Old Exchange")),
        ),
        event(
            COURIER, 3, "AGREE", "that the port would be sold", "sold",
            status="negated", statement="s5", score=2.5,
        ),
        event(
            COURIER, 4, "SUPPORT", "that the minister had promised a new crane", "promised",
            "the minister",
            status="hypothetical", actors=("a2", "a1"), recipients=("a3",), statement="s6.0",
            score=5.0, date=DateRange(None, "2031-03-31", "month"),
            magnitudes=(
                Magnitude("size", 200.0, None), Magnitude("amount", 2.5e6, 3e6, "USD"),
            ),
        ),
    )  # fmt: skip


def daily_events() -> tuple[Event, ...]:
    told = "Seventeen people were arrested after a march on Tuesday"
    return (
        event(
            DAILY, 0, "COERCE", told, "arrested", "", "Seventeen people",
            mode="arrest", actors=("a2",), date=day(DAILY, "on Tuesday", "2031-02-25"),
            magnitudes=(Magnitude("detained", 17.0, 17.0, None, spans(DAILY, "Seventeen")),),
            statement="s3", score=-7.0,
        ),
        event(
            DAILY, 1, "ACCUSE", "He called the strike “a sad day”", "called", "He", "the strike",
            mode="disapprove", actors=("a3",), score=-2.0,
        ),
    )  # fmt: skip


def wire_events() -> tuple[Event, ...]:
    told = "At least 14 people were held after a march on Monday"
    return (
        event(
            WIRE, 0, "COERCE", told, "held", "", "At least 14 people",
            mode="arrest", date=day(WIRE, "on Monday", "2031-02-24"), statement="s2", score=-7.0,
            magnitudes=(Magnitude("detained", 14.0, None, None, spans(WIRE, "At least 14")),),
        ),
        event(
            WIRE, 1, "CONSULT", "=SUM(A1:A9) is what the union's pay sheet showed", "=SUM(A1:A9)",
            "=SUM(A1:A9)", "the union's",
            actors=("a1", "a0"), statement="s3", score=2.5,
        ),
    )  # fmt: skip


def courier() -> Report:
    return Report(
        "courier",
        COURIER,
        outlet="The Harbour Courier",
        published="2031-03-02",
        title="Dockers to strike on Friday",
        language="en",
        url="https://courier.example/dockers?a=1&b=2",
        notes=("read as windows-1252: not UTF-8",),
        encoding="windows-1252",
        marks=(
            Mark("byline", spans(COURIER, "By Ann Sorel")[0]),
            Mark("dateline", spans(COURIER, "VALMORA —")[0]),
            Mark("furniture", spans(COURIER, "Share this article")[0]),
        ),
        sentences=sentences(COURIER, without=("By Ann Sorel", "Share this article")),
        quotations=(
            Quotation(
                spans(COURIER, "“We were promised a raise and we got a letter,”")[0],
                spans(COURIER, "We were promised a raise and we got a letter,")[0],
            ),
        ),
        statements=(
            statement(
                COURIER,
                0,
                "the dockers' union",
                "said",
                "Fourteen cranes will stand still at the port of Valmora on Friday",
                speaker="a1",
            ),
            statement(
                COURIER,
                1,
                "union leader Layla al-Hadid",
                "said",
                "“We were promised a raise and we got a letter,”",
                kind="direct",
                speaker="a0",
            ),
            statement(
                COURIER, 2, "", "", "“We will not load a single ship.”", kind="direct", speaker="a0"
            ),
            statement(
                COURIER,
                3,
                "The transport minister, Per Lindqvist",
                "told",
                "the government would not step in",
                speaker="a2",
                relay=("Corvia Press Agency", "the Corvia Press Agency"),
            ),
            statement(
                COURIER,
                4,
                "Police",
                "said",
                "14 people were held after a march on Monday",
                speaker="a3",
            ),
            statement(
                COURIER,
                5,
                "A person close to the talks",
                "denied",
                "that the port would be sold",
                stance="denies",
                source_type="anonymous",
            ),
            statement(
                COURIER,
                6,
                "The mayor",
                "told the council",
                "that the minister had promised a new crane",
                inner=(
                    replace(
                        statement(
                            COURIER,
                            0,
                            "the minister",
                            "had promised",
                            "a new crane",
                            stance="promises",
                        ),
                        id="s6.0",
                    ),
                ),
            ),
        ),
        actors=(
            Actor(
                "a0",
                "Layla al-Hadid (ليلى الحديد)",
                "person",
                None,
                ("LAB",),
                spans(COURIER, "Layla al-Hadid (ليلى الحديد)"),
            ),
            Actor("a1", "dockers' union", "body", None, (), spans(COURIER, "the dockers' union")),
            Actor(
                "a2", "Per Lindqvist", "person", "SWE", ("GOV",), spans(COURIER, "Per Lindqvist")
            ),
            Actor("a3", "police", "body", None, ("COP", "GOV"), spans(COURIER, "Police")),
        ),
        events=courier_events(),
    )


def daily() -> Report:
    return Report(
        'daily"><b>',
        DAILY,
        outlet="Valmora Daily <News>",
        published="2031-03-03T08:00:00Z",
        title="Port of Valmora faces standstill",
        language="en",
        url="javascript:alert(1)",
        marks=(Mark("furniture", spans(DAILY, "Most read")[0]),),
        sentences=sentences(DAILY, without=("Most read",)),
        statements=(
            statement(
                DAILY,
                0,
                "its leader Layla al-Hadid",
                "said",
                "The union of dockers will walk out on Friday and leave fourteen cranes idle",
                speaker="a0",
            ),
            statement(
                DAILY,
                1,
                "she",
                "told a crowd",
                "“Not one ship will be loaded by us,”",
                kind="direct",
                speaker="a0",
            ),
            statement(
                DAILY,
                2,
                "Transport minister Per Lindqvist",
                "said",
                "that the government will not intervene",
                date=day(DAILY, "on Sunday", "2031-03-02"),
                speaker="a1",
                relay=("Corvia Press Agency", "the Corvia Press Agency"),
            ),
            statement(
                DAILY,
                3,
                "police",
                "",
                "Seventeen people were arrested after a march on Tuesday",
                speaker="a2",
            ),
            statement(
                DAILY,
                4,
                "The mayor of Valmora, Tom <script>alert(1)</script> Birch",
                "said",
                "that the city would keep the fish market open",
                speaker="a3",
            ),
        ),
        actors=(
            Actor(
                "a0",
                "Layla al-Hadid (ليلى الحديد)",
                "person",
                None,
                (),
                spans(DAILY, "Layla al-Hadid"),
            ),
            Actor("a1", "Per Lindqvist", "person", "SWE", ("GOV",), spans(DAILY, "Per Lindqvist")),
            Actor("a2", "police", "body", None, ("COP",), spans(DAILY, "police")),
            Actor(
                "a3",
                "Tom <script>alert(1)</script> Birch",
                "person",
                None,
                ("GOV",),
                spans(DAILY, "Tom <script>alert(1)</script> Birch"),
            ),
        ),
        events=daily_events(),
    )


def wire() -> Report:
    return Report(
        "wire",
        WIRE,
        outlet="Northern Wire",
        published="2031-03-02",
        language="en",
        sentences=sentences(WIRE),
        statements=(
            statement(
                WIRE,
                0,
                "their union",
                "says",
                "Dockers at the port of Valmora will strike on Friday",
                speaker="a0",
            ),
            statement(
                WIRE,
                1,
                "Transport minister Per Lindqvist",
                "told",
                "the government would not step in",
                speaker="a1",
                relay=("Corvia Press Agency", "CPA"),
            ),
            statement(
                WIRE, 2, "police", "said", "At least 14 people were held after a march on Monday"
            ),
            statement(
                WIRE,
                3,
                "a spokesman",
                "said",
                "=SUM(A1:A9) is what the union's pay sheet showed",
            ),
        ),
        actors=(
            Actor("a0", "dockers' union", "body", None, (), spans(WIRE, "their union")),
            Actor("a1", "Per Lindqvist", "person", "SWE", ("GOV",), spans(WIRE, "Per Lindqvist")),
        ),
        events=wire_events(),
    )


def held_links(daily_id: str) -> tuple[tuple[Link, ...], tuple[Step, ...]]:
    """Return what holds the tellings of those who were held together."""
    a = spans(COURIER, "14 people were held after a march on Monday")
    b = spans(DAILY, "Seventeen people were arrested after a march on Tuesday")
    c = spans(WIRE, "At least 14 people were held after a march on Monday")
    links = (
        Link(
            ("courier", "wire"),
            (a, c),
            0.97,
            (
                Reason("words", 7.25, "words in common: march, held; alike 0.91 (average 0.12)"),
                Reason("dates", 1.01, "dates agree"),
                Reason("names", -0.2, "neither has a name"),
            ),
        ),
        Link(
            ("courier", daily_id),
            (a, b),
            0.84,
            (
                Reason("meaning", 2.197, "words met by words of like meaning: 0.88 (average 0.5)"),
                Reason("figures", -1.099, "figures differ"),
            ),
        ),
        Link((daily_id, "wire"), (b, c), 0.627),
    )
    steps = (
        Step("began", "courier", a, 0.97),
        Step("began", "wire", c, 0.97),
        Step("joined", daily_id, b, 0.734),
    )
    return links, steps


def claims() -> tuple[Claim, ...]:
    own = "tells it without naming a source of its news"
    cpa = "names the Corvia Press Agency as where it has it from"
    daily_id = 'daily"><b>'
    return (
        Claim(
            "c1",
            "14 people were held after a march on Monday",
            "police",
            (
                Member(
                    "courier", spans(COURIER, "14 people were held after a march on Monday"), "s4"
                ),
                Member(
                    daily_id,
                    spans(DAILY, "Seventeen people were arrested after a march on Tuesday"),
                    "s3",
                ),
                Member(
                    "wire",
                    spans(WIRE, "At least 14 people were held after a march on Monday"),
                    "s2",
                ),
            ),
            (
                Origin("The Harbour Courier", ("courier",), own),
                Origin("Valmora Daily <News>", (daily_id,), own),
                Origin("Northern Wire", ("wire",), own),
            ),
            3,
            (
                Difference(
                    "number",
                    ("courier", daily_id, "wire"),
                    ("14", "17", "14"),
                    (spans(COURIER, "14"), spans(DAILY, "Seventeen"), spans(WIRE, "14")),
                    "",
                ),
                Difference(
                    "date",
                    ("courier", daily_id, "wire"),
                    ("Monday", "Tuesday", "Monday"),
                    (spans(COURIER, "Monday"), spans(DAILY, "Tuesday"), spans(WIRE, "Monday")),
                    "the day of the march",
                ),
            ),
            0.8124,
            *held_links(daily_id),
        ),
        Claim(
            "c2</script>",
            "Dockers at the port of Valmora will strike on Friday",
            "Layla al-Hadid (ليلى الحديد)",
            (
                Member(
                    "courier",
                    spans(
                        COURIER, "Fourteen cranes will stand still at the port of Valmora on Friday"
                    ),
                    "s0",
                ),
                Member(
                    daily_id,
                    spans(DAILY, "The union of dockers will walk out on Friday", "cranes idle"),
                    "s0",
                ),
                Member(
                    "wire",
                    spans(WIRE, "Dockers at the port of Valmora will strike on Friday"),
                    "s0",
                ),
            ),
            (
                Origin("The Harbour Courier", ("courier",), own),
                Origin("Valmora Daily <News>", (daily_id,), own),
                Origin("Northern Wire", ("wire",), own),
            ),
            3,
            (
                Difference(
                    "speaker",
                    ("courier", daily_id),
                    ("dockers' union", "Layla al-Hadid (ليلى الحديد)"),
                    (spans(COURIER, "the dockers' union"), spans(DAILY, "Layla al-Hadid")),
                    "",
                ),
                Difference(
                    "detail",
                    ("courier", daily_id, "wire"),
                    ("Fourteen cranes", "fourteen cranes", ""),
                    (spans(COURIER, "Fourteen cranes"), spans(DAILY, "fourteen cranes"), ()),
                    "only two of three say what will stand still",
                ),
            ),
            0.774,
        ),
        Claim(
            "c3",
            "“We will not load a single ship.”",
            "Layla al-Hadid (ليلى الحديد)",
            (
                Member("courier", spans(COURIER, "“We will not load a single ship.”"), "s2"),
                Member(daily_id, spans(DAILY, "“Not one ship will be loaded by us,”"), "s1"),
            ),
            (
                Origin("The Harbour Courier", ("courier",), own),
                Origin("Valmora Daily <News>", (daily_id,), own),
            ),
            2,
            (),
            0.93,
        ),
        Claim(
            "c4",
            "the government would not step in",
            "Per Lindqvist",
            (
                Member("courier", spans(COURIER, "the government would not step in"), "s3"),
                Member(daily_id, spans(DAILY, "that the government will not intervene"), "s2"),
                Member("wire", spans(WIRE, "the government would not step in"), "s1"),
            ),
            (Origin("Corvia Press Agency", ("courier", daily_id, "wire"), cpa),),
            1,
            (),
            0.887,
        ),
        Claim(
            "c5",
            "The port handles a third of the country's grain",
            None,
            (
                Member(
                    "courier", spans(COURIER, "The port handles a third of the country's grain")
                ),
                Member(
                    "wire", spans(WIRE, "A third of the grain of the country goes through the port")
                ),
            ),
            (
                Origin(
                    "Northern Wire",
                    ("courier", "wire"),
                    "the passage is largely word for word the same",
                ),
            ),
            1,
            (),
            0.51,
        ),
    )


@pytest.fixture
def reports() -> tuple[Report, ...]:
    """Three invented reports of one strike; one carries markup in text, outlet, id and address."""
    return (courier(), daily(), wire())


@pytest.fixture
def rejected() -> Rejected:
    """An input that could not be read."""
    return Rejected("notes.pdf", "ingest", "not text; save it as text or HTML first")


@pytest.fixture
def comparison(reports: tuple[Report, ...], rejected: Rejected) -> Comparison:
    """The comparison of the three reports."""
    return compared(reports, rejected)


def made_comparison() -> Comparison:
    """Return the comparison without fixtures."""
    return compared((courier(), daily(), wire()), None)


def compared(reports: tuple[Report, ...], rejected: Rejected | None) -> Comparison:
    """Return the comparison of the three reports."""
    return Comparison(
        reports,
        claims(),
        {
            "courier": spans(
                COURIER,
                "“We were promised a raise and we got a letter,” said union leader Layla al-Hadid",
                "The march began at the Old Exchange.",
            ),
            'daily"><b>': spans(
                DAILY,
                "The mayor of Valmora, Tom <script>alert(1)</script> Birch, said that the city "
                "would keep the fish market open.",
                "He called the strike “a sad day”.",
                "Shops near the port expect fewer customers.",
                "A bakery on Quay Street will close at noon.",
            ),
            "wire": spans(
                WIRE,
                "He did not rule out talks in May.",
                "=SUM(A1:A9) is what the union's pay sheet showed, a spokesman said.",
                '</script> & "quotes" end the feed.',
            ),
        },
        copies=(("courier", "wire"),),
        rejected=(rejected,) if rejected else (),
    )


@pytest.fixture
def denial(comparison) -> Comparison:
    """One report quotes somebody unnamed who denies what the other tells."""
    first, other = (
        build(
            "a",
            "An|DET|det|1 aide|NOUN|nsubj|2 denied|VERB|ROOT|2 that|SCONJ|mark|5 "
            "boats|NOUN|nsubj|5 fired|VERB|ccomp|2 .|PUNCT|punct|2",
            statements=(("An aide", "denied", "that boats fired"),),
        ),
        build("b", "Boats|NOUN|nsubj|1 fired|VERB|ROOT|1 twice|ADV|advmod|1 .|PUNCT|punct|1"),
    )
    (said,) = first.statements
    said = replace(said, stance="denies", source_type="anonymous")
    members = (
        Member("a", said.content, "s0"),
        Member("b", (Span(0, len("Boats fired twice")),)),
    )
    claim = Claim("c1", "An aide denied that boats fired", None, members, (), 2, (), 0.9)
    return replace(
        comparison,
        reports=(replace(first, statements=(said,)), other),
        claims=(claim,),
        alone={},
        copies=(),
    )
