"""Names of states: every part of the world, metonyms, and words that only look like a state."""

import pytest

from quoth.resolve import canonical, news_agencies, state_of
from quoth.resolve.tables import agencies, bodies, given_names, holdings, places, roles, spellings
from quoth.resolve.world import body_named, holdings_of, is_state

NAMED = [
    ("Russia", "RUS"), ("the Russian Federation", "RUS"), ("the Kremlin", "RUS"), ("Moscow", "RUS"),
    ("Russians", "RUS"), ("Ukraine", "UKR"), ("Kyiv", "UKR"), ("Kiev", "UKR"), ("Ukrainian", "UKR"),
    ("Seoul", "KOR"), ("South Koreans", "KOR"), ("ROK", "KOR"), ("the Blue House", "KOR"),
    ("Pyongyang", "PRK"), ("DPRK", "PRK"), ("North Korean", "PRK"),
    ("the United States", "USA"), ("U.S.", "USA"), ("US", "USA"), ("Washington", "USA"),
    ("Washington, D.C.", "USA"), ("Americans", "USA"), ("the White House", "USA"),
    ("Foggy Bottom", "USA"), ("the Pentagon", "USA"), ("Capitol Hill", "USA"),
    ("Britain", "GBR"), ("the UK", "GBR"), ("Downing Street", "GBR"), ("No. 10", "GBR"),
    ("Whitehall", "GBR"), ("London", "GBR"), ("Britons", "GBR"),
    ("the Élysée", "FRA"), ("Elysee Palace", "FRA"), ("Paris", "FRA"), ("the French", "FRA"),
    ("Quai d'Orsay", "FRA"), ("Quai d’Orsay", "FRA"), ("Berlin", "DEU"), ("the Bundestag", "DEU"),
    ("Germans", "DEU"), ("Rome", "ITA"), ("Palazzo Chigi", "ITA"), ("Madrid", "ESP"),
    ("Spaniards", "ESP"), ("Poles", "POL"), ("Warsaw", "POL"), ("Danes", "DNK"), ("Dutch", "NLD"),
    ("Ankara", "TUR"), ("Türkiye", "TUR"), ("Turks", "TUR"), ("Athens", "GRC"), ("Finns", "FIN"),
    ("China", "CHN"), ("Beijing", "CHN"), ("Zhongnanhai", "CHN"), ("the PRC", "CHN"),
    ("the Chinese government", "CHN"), ("Taipei", "TWN"), ("Hong Kong", "HKG"),
    ("Tokyo", "JPN"), ("Japanese", "JPN"), ("New Delhi", "IND"), ("Islamabad", "PAK"),
    ("Dhaka", "BGD"), ("Sri Lankans", "LKA"), ("Kathmandu", "NPL"), ("Burma", "MMR"),
    ("Hanoi", "VNM"), ("Filipinos", "PHL"), ("Malacañang", "PHL"), ("Malacanang", "PHL"),
    ("Jakarta", "IDN"), ("Kuala Lumpur", "MYS"), ("Singapore", "SGP"), ("Canberra", "AUS"),
    ("New Zealanders", "NZL"), ("Suva", "FJI"), ("Ottawa", "CAN"), ("Mexico City", "MEX"),
    ("Brasília", "BRA"), ("Brasilia", "BRA"), ("Itamaraty", "BRA"), ("Casa Rosada", "ARG"),
    ("Caracas", "VEN"), ("Bogota", "COL"), ("Havana", "CUB"), ("Haitians", "HTI"),
    ("Tehran", "IRN"), ("the Islamic Republic of Iran", "IRN"), ("Iraqis", "IRQ"),
    ("the Knesset", "ISR"), ("Tel Aviv", "ISR"), ("Palestinians", "PSE"), ("Ramallah", "PSE"),
    ("Riyadh", "SAU"), ("Saudis", "SAU"), ("Emirati", "ARE"), ("Doha", "QAT"), ("Damascus", "SYR"),
    ("Cairo", "EGY"), ("Côte d’Ivoire", "CIV"), ("Ivory Coast", "CIV"), ("Nigerien", "NER"),
    ("Nigerian", "NGA"), ("DR Congo", "COD"), ("Brazzaville", "COG"), ("Addis Ababa", "ETH"),
    ("Nairobi", "KEN"), ("Pretoria", "ZAF"), ("Rabat", "MAR"), ("Khartoum", "SDN"),
    ("Juba", "SSD"),
    ("Swaziland", "SWZ"), ("Astana", "KAZ"), ("Tbilisi", "GEO"), ("Georgia", "GEO"),
    ("Yerevan", "ARM"), ("Baku", "AZE"), ("Chisinau", "MDA"), ("Kosovo", "KOS"), ("Chad", "TCD"),
    ("the Vatican", "VAT"), ("the Holy See", "VAT"), ("CHINA", "CHN"), ("Russia's", "RUS"),
    ("Moscow’s", "RUS"), ("“North Korea”", "PRK"), ("Greenland", "GRL"),
]  # fmt: skip

NOT_STATES = [
    "polish", "turkey", "china", "us", "chad", "the North", "the South", "George Washington",
    "Michael Jordan", "Chad Smith", "Brussels", "the West", "the West Bank deal", "Texas",
    "Scotland", "Polish sausage makers", "America First",
    "Georgia Tech", "New Mexico", "Paris Hilton",
    "Russian roulette", "the government", "", " ", "?", "the", "Korea", "Malé Island Resort",
]  # fmt: skip


@pytest.mark.parametrize(("mention", "code"), NAMED)
def test_a_state_is_known_by_any_of_its_names(mention, code):
    assert state_of(mention) == code


@pytest.mark.parametrize("mention", NOT_STATES)
def test_other_words_name_no_state(mention):
    assert state_of(mention) is None


def test_names_of_one_thing_have_one_form():
    assert canonical("Seoul") == canonical("the Republic of Korea") == "South Korea"
    assert canonical("ITAR-TASS") == canonical("TASS") == "TASS"
    assert canonical("IAEA") == "International Atomic Energy Agency"
    assert canonical("Kim Jong-un") == canonical("Mr. Kim Jong Un") == "kim jong un"
    assert canonical("the Elysee") == canonical("the Élysée")
    assert canonical("the Kremlin") != canonical("Moscow")


def test_news_agencies_are_known_by_every_name():
    known = news_agencies()
    assert known["AFP"] is known["Agence France-Presse"]
    assert known["Xinhua"].country == "CHN"
    assert known["KCNA"].state


def test_tables_hold_together():
    members = [place for place in places() if place.kind == "member"]
    assert len(members) == 193
    assert len({place.iso3 for place in members}) == 193
    assert all(len(place.iso3) == 3 and place.names for place in places())
    assert len(bodies()) > 120
    assert len(agencies()) > 80
    assert all(is_state(agency.country) for agency in agencies())
    assert all(body.country is None or is_state(body.country) for body in bodies())
    assert len(given_names()) > 800
    assert roles()["president"].sector == "GOV"
    assert spellings("given")


def test_nobody_follows_himself_and_terms_are_in_order():
    for held in holdings():
        assert held.start < (held.until or "9")
        assert bool(held.until) != bool(held.checked)
    names = {body.name for body in bodies()} | {place.iso3 for place in places()}
    assert {held.of for held in holdings()} <= names


@pytest.mark.parametrize(
    ("of", "office", "day", "name"),
    [
        ("USA", "president", "2016-10-01", "Barack Obama"),
        ("USA", "president", "2017-01-20", "Donald Trump"),
        ("GBR", "prime minister", "2019-07-23", "Theresa May"),
        ("RUS", "president", "2024-06", "Vladimir Putin"),
        ("NATO", "secretary general", "2016-01-01", "Jens Stoltenberg"),
        ("DEU", "chancellor", "1995-05-01", "Helmut Kohl"),
        ("ZWE", "president", "2017-11-30", "Emmerson Mnangagwa"),
        ("IRN", "foreign minister", "2008-01", "Manouchehr Mottaki"),
        ("Hezbollah", "leader", "2006-07-12", "Hassan Nasrallah"),
        ("IRL", "taoiseach", "1998-04-10", "Bertie Ahern"),
    ],
)
def test_who_held_an_office_on_a_day(of, office, day, name):
    held = [h.name for h in holdings() if (h.of, h.office) == (of, office) and h.holds(day)]
    assert name in held


@pytest.mark.parametrize(
    ("name", "code", "sector", "country"),
    [
        ("Janjaweed", "", "PRM", "SDN"),
        ("Donetsk People’s Republic", "", "PRE", "UKR"),
        ("Huawei", "MNC", "BUS", "CHN"),
        ("ACLU", "NGO", "SOC", "USA"),
        ("Caritas", "NGO", "REL", None),
    ],
)
def test_groups_firms_and_organisations_are_known(name, code, sector, country):
    body = body_named(name)
    assert (body.code, body.sector, body.country) == (code, sector, country)


def test_whom_the_table_knows_by_one_name_is_no_surname():
    assert holdings_of("Pope Francis")
    assert not holdings_of("Connie Francis")


def test_members_have_heads_of_state_or_government():
    heads = {"president", "prime minister", "premier", "chancellor", "king", "emir", "leader"}
    known = {held.of for held in holdings() if held.office in heads | {"sultan", "prince", "pope"}}
    members = {place.iso3 for place in places() if place.kind == "member"}
    assert members - known == {"SMR"}  # two captains regent every half year
    assert {"VAT", "PSE", "KOS", "TWN"} <= known


def test_nothing_is_known_of_days_after_the_last_check():
    current = [h for h in holdings() if h.until is None]
    assert current
    assert not any(h.holds("2035-01-01") for h in current)
