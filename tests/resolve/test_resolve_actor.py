"""`resolve.actor`: one mention, by hand."""

from __future__ import annotations

import datetime

import pytest

from quoth.resolve import actor


def coded(mention, **options):
    found = actor(mention, **options)
    return (found.country, found.sectors) if found else None


@pytest.mark.parametrize(
    ("mention", "country", "sectors"),
    [
        ("Norway", "NOR", ("GOV",)),
        ("the Peruvians", "PER", ("CVL",)),
        ("five Danish women", "DNK", ("CVL",)),
        ("the Élysée", "FRA", ("GOV",)),
        ("Chilean riot police", "CHL", ("COP",)),
        ("a Greek frigate", "GRC", ("MIL",)),
        ("Zambia's supreme court", "ZMB", ("JUD",)),
        ("the head of the Latvian navy", "LVA", ("MIL",)),
        ("a spokesman for Ghana's health ministry", "GHA", ("GOV", "MED")),
        ("Togo's ambassador to France", "TGO", ("GOV",)),
        ("Danish soldiers in Mali", "DNK", ("MIL",)),
        ("Turkish-backed Syrian rebels", "SYR", ("REB",)),
        ("a Sri Lankan opposition lawmaker", "LKA", ("LEG", "OPP")),
        ("retired Danish general", "DNK", ("ELI", "MIL")),
        ("ex-Portuguese foreign minister", "PRT", ("ELI",)),
        ("residents of Karachi", "PAK", ("CVL",)),
        ("Boko Haram commanders", "NGA", ("REB", "MIL")),
    ],
)
def test_country_and_sectors(mention, country, sectors):
    found = actor(mention)
    assert found.country == country
    assert found.sectors[: len(sectors)] == sectors or found.sector == sectors[0]


@pytest.mark.parametrize(
    ("mention", "code"),
    [
        ("UNICEF", "UNO"),
        ("a NATO spokesman", "IGO"),
        ("EU officials", "EUR"),
        ("Oxfam", "NGO"),
        ("al-Qaeda", "IMG"),
        ("Hamas", "PSE"),  # at home in one state
    ],
)
def test_what_stands_above_states(mention, code):
    assert actor(mention).country == code


@pytest.mark.parametrize(
    ("mention", "country"),
    [("Guam", "USA"), ("Greenlanders", "DNK"), ("Bermuda", "GBR"), ("Hong Kong", "HKG")],
)
def test_dependencies_are_the_state_above_them(mention, country):
    assert actor(mention).country == country


def test_breakaway_regions_are_of_who_claims_them():
    assert coded("the Abkhaz leader") == ("GEO", ("PRE", "GOV"))
    assert coded("Transnistria") == ("MDA", ("PRE", "GOV"))
    assert coded("South Ossetian separatists") == ("GEO", ("REB", "PRE"))
    assert actor("Kosovo").country == "KOS"


def test_offices_are_resolved_on_the_day():
    held = actor("the Russian president", on="2010-01-01")
    assert (held.name, held.kind, held.country) == ("Dmitry Medvedev", "person", "RUS")
    assert actor("the Russian president", on=datetime.date(2014, 1, 1)).name == "Vladimir Putin"
    assert actor("the Russian president").name == "Russian president"
    assert actor("EU foreign policy chief", on="2016-02-01").name == "Federica Mogherini"


def test_who_holds_no_office_any_more_is_elite():
    assert coded("Angela Merkel", on="2015-01-01") == ("DEU", ("GOV",))
    assert coded("Angela Merkel", on="2023-01-01") == ("DEU", ("ELI",))
    assert coded("former Chilean president Michelle Bachelet", on="2016-01-01")[1] == ("ELI",)


def test_who_moves_from_a_state_to_a_body():
    assert actor("Donald Tusk", on="2012-01-01").country == "POL"
    assert actor("Donald Tusk", on="2016-01-01").country == "EUR"


def test_the_context_tells_the_country():
    said = "Thailand's army took power. The army said it would rule until May."
    assert coded("the army", context=said) == ("THA", ("MIL",))
    assert coded("rebels", context="Rebels in Chad shot at a convoy.") == ("TCD", ("REB",))
    assert coded("the North", context="Seoul said the North had fired.") == ("PRK", ("GOV",))


def test_the_context_tells_who_a_name_is():
    said = "Belgium's Interior Minister Jan Vos resigned. Vos gave no reason."
    assert coded("Jan Vos", context=said) == ("BEL", ("GOV",))
    said = "Ines Rua, a Portuguese farmer, went home."
    assert coded("Ines Rua", context=said) == ("PRT", ("AGR",))


@pytest.mark.parametrize(
    "mention", ["the West", "Western diplomats", "the international community", "Arab leaders"]
)
def test_vague_regions_have_no_country(mention):
    found = actor(mention, context="France and Iran met on Monday.")
    assert found is None or found.country is None


@pytest.mark.parametrize(
    ("mention", "wrong"),
    [("Paris Moreau", "FRA"), ("Jim Jordan", "JOR"), ("Chad Lund", "TCD")],
)
def test_places_in_the_names_of_persons(mention, wrong):
    found = actor(mention)
    assert found is None or found.country != wrong


def test_names_of_two_states():
    assert actor("Georgia", context="Georgia recalled its envoy.").country == "GEO"
    assert actor("Georgia", context="Voters in Atlanta, Georgia, queued.").country == "USA"
    assert actor("Congo").country == "COD"
    assert actor("Congo", context="Congo's rulers in Brazzaville agreed.").country == "COG"


@pytest.mark.parametrize("mention", ["", "  ", "the Geneva talks", "the Oslo accords", "..."])
def test_no_actor(mention):
    assert actor(mention) is None


def test_the_only_span_is_the_mention():
    assert [tuple(span) for span in actor(" the Kremlin").mentions] == [(0, 12)]
