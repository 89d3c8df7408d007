"""Relays: the agencies and outlets through which a statement came."""

from collections.abc import Sequence

import pytest
from tests.annotate.conftest import check_layer, words
from tests.building import build

from quoth.annotate.candidate import Candidate
from quoth.annotate.outlets import TABLE, outlets
from quoth.annotate.relays import hand_on
from quoth.annotate.tree import Range, Tree
from quoth.records import Report

HANDED_ON = [
    ("TASS reported that Holm said the talks had failed.",
     "Holm", "the talks had failed", "TASS"),
    ("Velmia hopes that relations with Norland will recover, according to the agency Sputnik.",
     "Velmia", "that relations with Norland will recover", "Sputnik"),
    ("The minister told Reuters that prices would fall.",
     "The minister", "that prices would fall", "Reuters"),
    ("Speaking to the Kyodo news agency, the premier promised that taxes would not rise.",
     "the premier", "that taxes would not rise", "Kyodo"),
    ("“We will win,” the general said in an interview with Sputnik. “Nobody doubts it.”",
     "the general", "“We will win,” … “Nobody doubts it.”", "Sputnik"),
    ("The dam has burst, according to state media.",
     "state media", "The dam has burst", "state media"),
    ("KCNA quoted Holm as saying that the army was ready.",
     "Holm", "that the army was ready", "Korean Central News Agency"),
    ("Lee was quoted by Yonhap as saying that the deal was dead.",
     "Lee", "that the deal was dead", "Yonhap"),
    ("“The treaty is dead,” the foreign minister said, Anadolu reported.",
     "the foreign minister", "“The treaty is dead,”", "Anadolu"),
    ("“It is a lie,” she told Norland's state-run Orvet news agency.",
     "she", "“It is a lie,”", "Orvet"),
    ("Norland's Channel 9 reported that Holm said the talks had failed.",
     "Holm", "the talks had failed", "Channel 9"),
    ("The coach told the Velmia Herald that he would leave.",
     "The coach", "that he would leave", "Velmia Herald"),
    ("“I am innocent,” he told the daily La Voz Nueva.",
     "he", "“I am innocent,”", "La Voz Nueva"),
    ("In a Bloomberg interview, Holm said that the bank was safe.",
     "Holm", "that the bank was safe", "Bloomberg"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "content", "relay"), HANDED_ON)
def test_the_agency_is_the_relay(read, text, source, content, relay) -> None:
    report = read(text)
    check_layer(report)
    found = [
        (words(text, s.source), words(text, s.content), [r.name for r in s.relays])
        for s in report.statements
    ]
    assert found == [(source, content, [relay])]
    (span,) = report.statements[0].relays[0].spans
    assert text[slice(*span)] in relay + " KCNA"


CHAINS = [
    ("“The talks are over,” Holm said, TASS reported, citing the palace's website.",
     "Holm", ["TASS", "the palace's website"]),
    ("Holm told CCTV that the talks were over, Reuters reported, citing TASS.",
     "Holm", ["Reuters", "TASS", "CCTV"]),
    ("Lee was quoted by KCNA as saying that the fleet was ready, Yonhap reported.",
     "Lee", ["Yonhap", "Korean Central News Agency"]),
    ("Al Arabiya reported, citing the Saudi Press Agency, that the prince had landed in Jeddah.",
     "the Saudi Press Agency", ["Al Arabiya", "Saudi Press Agency"]),
    ("According to Reuters, Anadolu reported that Holm said the pipeline would reopen.",
     "Holm", ["Reuters", "Anadolu"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "relays"), CHAINS)
def test_the_relay_nearest_the_report_comes_first(read, text, source, relays) -> None:
    (statement,) = read(text).statements
    assert words(text, statement.source) == source
    assert [relay.name for relay in statement.relays] == relays


CITED = [
    ("AFP, quoting a hospital official, said 14 miners had been pulled out alive.",
     "a hospital official", "Agence France-Presse"),
    ("Bloomberg, citing people familiar with the talks, reported that the plant would be sold.",
     "people familiar with the talks", "Bloomberg"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "relay"), CITED)
def test_who_is_cited_and_no_outlet_is_the_source(read, text, source, relay) -> None:
    (statement,) = read(text).statements
    assert words(text, statement.source) == source
    assert [r.name for r in statement.relays] == [relay]


@pytest.mark.parametrize(
    "text",
    [
        "CNN's Jake Brandt said that the show was over.",
        "The mayor said that Reuters had lied.",
        "“Reuters lies,” the mayor said.",
        "The mayor said the bridge was safe.",
        "Reuters said it would cut jobs.",
        "The broadcaster said its reporter had been freed.",
        "The bank said in a statement on its website that rates would stay.",
        "A spokeswoman for Al Jazeera said that the bureau had been raided.",
        "Prosecutors said, citing court documents, that he had been paid.",
        "After CNN aired the video, the chief said the officer had been dismissed.",
        "RT and its defenders say that it is a channel like others.",
        "The Guardian Council said that six candidates had been approved.",
        "Officials told reporters that the strait would be closed.",
        "The refugee agency UNHCR said 4,000 people had crossed.",
    ],
)
def test_who_is_spoken_of_is_no_relay(read, text: str) -> None:
    assert {s.relays for s in read(text).statements} == {()}


def test_agencies_are_found_by_name_and_variant() -> None:
    report = build("r", "Yonhap|PROPN and AP|PROPN and Apt|PROPN and State|NOUN media|NOUN")
    names = [(a.name, report.tokens[a.tokens.first].text) for a in outlets(report)]
    assert names == [("Yonhap", "Yonhap"), ("Associated Press", "AP"), ("state media", "State")]


def test_the_newspaper_is_the_one_named_last(read) -> None:
    report = read("Le Monde broke the story. Holm told the newspaper that he had acted alone.")
    assert [outlet.name for outlet in outlets(report)] == ["Le Monde", "Le Monde"]


def candidate(report: Report, anchor: str, source: str, content: str) -> Candidate:
    """Return an attribution by its words, as a network would give it."""

    def part(phrase: str) -> Range:
        start = report.text.index(phrase)
        inside = [
            i
            for i, token in enumerate(report.tokens)
            if start <= token.span.start < start + len(phrase)
        ]
        return Range(inside[0], inside[-1] + 1)

    at = part(anchor)
    return Candidate(at.first, (part(source),), (at,), (part(content),), 0.9)


def handed(
    report: Report, chosen: Sequence[Candidate], inside: Sequence[Candidate] = ()
) -> list[tuple[str, str, list[str]]]:
    tree = Tree(report.tokens)
    return [
        (
            words(report.text, tree.spans(one.source)),
            words(report.text, tree.spans(one.content)),
            [relay.name for relay in relays],
        )
        for one, relays in hand_on(report, tree, chosen, lambda _: inside)
    ]


def test_two_chosen_statements_of_one_content_become_one(read) -> None:
    report = read("“The talks are over,” Holm said, TASS reported on Monday.")
    own = candidate(report, "said", "Holm", "“The talks are over,”")
    relayed = candidate(report, "reported", "TASS", "“The talks are over,” Holm said")
    expected = [("Holm", "“The talks are over,”", ["TASS"])]
    assert handed(report, [own, relayed]) == expected
    assert handed(report, [relayed, own]) == expected


def test_an_agency_can_tell_what_several_said(read) -> None:
    report = read("TASS reported that Holm said the talks were over and Lund denied any delay.")
    whole = "Holm said the talks were over and Lund denied any delay"
    outer = candidate(report, "reported", "TASS", whole)
    first = candidate(report, "said", "Holm", "the talks were over")
    second = candidate(report, "denied", "Lund", "any delay")
    expected = [("Holm", "the talks were over", ["TASS"]), ("Lund", "any delay", ["TASS"])]
    assert handed(report, [outer], [first, second]) == expected
    assert handed(report, [outer, first, second]) == expected


def test_of_statements_within_one_another_the_outermost_is_taken(read) -> None:
    report = read("TASS reported that Holm said Lund had promised to resign at once.")
    outer = candidate(report, "reported", "TASS", "Holm said Lund had promised to resign at once")
    first = candidate(report, "said", "Holm", "Lund had promised to resign at once")
    second = candidate(report, "promised", "Lund", "to resign at once")
    content = "Lund had promised to resign at once"
    assert handed(report, [outer], [second, first]) == [("Holm", content, ["TASS"])]


def test_an_agency_tells_what_another_told(read) -> None:
    report = read("Reuters reported that TASS quoted Holm as saying that the talks were over.")
    whole = "TASS quoted Holm as saying that the talks were over"
    outer = candidate(report, "reported", "Reuters", whole)
    middle = candidate(report, "quoted", "TASS", "saying that the talks were over")
    inner = candidate(report, "saying", "Holm", "that the talks were over")
    expected = [("Holm", "that the talks were over", ["Reuters", "TASS"])]
    assert handed(report, [outer], [middle, inner]) == expected


def test_an_agency_that_cites_is_no_statement_of_its_own(read) -> None:
    report = read("AFP, citing a doctor, said 14 miners had been pulled out.")
    said = candidate(report, "said", "AFP", "14 miners had been pulled out")
    cites = candidate(report, "citing", "AFP", "a doctor")
    expected = [("a doctor", "14 miners had been pulled out", ["Agence France-Presse"])]
    assert handed(report, [cites, said]) == expected


def test_every_row_of_the_table_has_its_source() -> None:
    rows = [r for r in TABLE.read_text("utf-8").splitlines() if not r.startswith("#")]
    assert len(rows) > 250
    names = [row.split("\t")[0] for row in rows]
    assert len(set(names)) == len(names)
    for row in rows[1:]:
        name, _, kind, home, source = row.split("\t")
        assert name
        assert source
        assert kind in ("agency", "outlet", "words")
        assert len(home) == 3 or kind == "words"
