"""Relays: the agency through which a statement came."""

import pytest
from tests.annotate.conftest import check_layer, words
from tests.building import build

from quoth.annotate.outlets import TABLE, outlets

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


@pytest.mark.parametrize(
    "text",
    [
        "CNN's Jake Brandt said that the show was over.",
        "The mayor said that Reuters had lied.",
        "“Reuters lies,” the mayor said.",
        "The mayor said the bridge was safe.",
    ],
)
def test_who_is_spoken_of_is_no_relay(read, text: str) -> None:
    assert [s.relays for s in read(text).statements] == [()]


def test_agencies_are_found_by_name_and_variant() -> None:
    report = build("r", "Yonhap|PROPN and AP|PROPN and Apt|PROPN and State|NOUN media|NOUN")
    names = [(a.name, report.tokens[a.tokens.first].text) for a in outlets(report)]
    assert names == [("Yonhap", "Yonhap"), ("Associated Press", "AP"), ("state media", "State")]


def test_every_row_of_the_table_has_its_source() -> None:
    rows = [r for r in TABLE.read_text("utf-8").splitlines() if not r.startswith("#")]
    assert len(rows) > 100
    for row in rows[1:]:
        name, _, kind, home, source = row.split("\t")
        assert name
        assert source
        assert kind in ("agency", "outlet", "words")
        assert len(home) == 3 or kind == "words"
