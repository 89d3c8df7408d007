"""Who is who within one report."""

from resolve_markup import report

from quoth.records import Report
from quoth.resolve import resolve


def one(*sentences, **options):
    """Resolve one report."""
    return next(iter(resolve([report(*sentences, **options)])))


def actor(resolved, name):
    """Return the actor of that name."""
    return next(a for a in resolved.actors if a.name == name)


def texts(resolved, name):
    """Return the places that speak of an actor."""
    return [resolved.text[s.start : s.end] for s in actor(resolved, name).mentions]


def test_a_surname_joins_the_full_name():
    found = one(
        "[Nils Oberg|PERSON*] _visited the port .",
        "[Oberg|PERSON*] _praised [Anna Dahl|PERSON] .",
        "Later [Mr.|X] [Oberg|PERSON*] _left .",
    )
    assert texts(found, "Nils Oberg") == ["Nils Oberg", "Oberg", "Oberg"]
    assert actor(found, "Nils Oberg").kind == "person"
    assert [a.id for a in found.actors] == [f"a{n}" for n in range(len(found.actors))]


def test_spellings_of_one_name_join():
    found = one(
        "[Volodymyr Zelenskyy|PERSON*] _spoke .",
        "[Zelensky|PERSON*] _left .",
        "[Kim Jong-un|PERSON*] _met [Kim Jong Un|PERSON] .",
    )
    assert len(texts(found, "Volodymyr Zelenskyy")) == 2
    assert len([a for a in found.actors if a.name.startswith("Kim")]) == 1


def test_two_who_share_a_surname_are_kept_apart():
    found = one(
        "[Rosa Lindt|PERSON*] _met [Karl Lindt|PERSON] .",
        "[Mrs.|X] [Lindt|PERSON*] _smiled .",
        "[Mr.|X] [Lindt|PERSON*] _frowned .",
    )
    assert texts(found, "Rosa Lindt") == ["Rosa Lindt", "Lindt"]
    assert texts(found, "Karl Lindt") == ["Karl Lindt", "Lindt"]


def test_who_is_named_in_full_most_has_the_surname():
    found = one(
        "[Maria Conte|PERSON*] _arrived .",
        "[Maria Conte|PERSON*] _waited .",
        "[Luca Conte|PERSON*] _slept .",
        "[Conte|PERSON*] _left .",
    )
    assert texts(found, "Maria Conte") == ["Maria Conte", "Maria Conte", "Conte"]


def test_a_noun_beside_a_name_tells_country_and_sector():
    found = one("[The Norwegian president|d=1] , [Siri Haug|PERSON*] , _spoke .")
    person = actor(found, "Siri Haug")
    assert (person.country, person.sector) == ("NOR", "GOV")
    assert len(person.mentions) == 2


def test_a_later_noun_finds_whom_it_fits():
    found = one(
        "[Kenyan President|d=1] [Amos Wekesa|PERSON*] _met "
        "[the Dutch minister|d=3] [Eva Smit|PERSON] .",
        "[The Kenyan president|d*] _thanked [the minister|d] .",
    )
    assert texts(found, "Amos Wekesa")[-1] == "The Kenyan president"
    assert texts(found, "Eva Smit")[-1] == "the minister"


def test_states_gather_names_capitals_and_adjectives():
    found = one(
        "[Seoul|GPE*] _asked [Pyongyang|GPE] .",
        "[South Korea|GPE*] _warned the [North|LOC] .",
        "[The South Korean government|d*] _paid .",
    )
    assert texts(found, "South Korea") == ["Seoul", "South Korea", "The South Korean government"]
    assert texts(found, "North Korea") == ["Pyongyang", "North"]
    south = actor(found, "South Korea")
    assert (south.kind, south.country, south.sector) == ("state", "KOR", "GOV")


def test_officials_of_a_state_are_a_group_with_its_country():
    found = one("[Peruvian officials|d*] _met [two ministers|d] .")
    group = actor(found, "Peruvian officials")
    assert (group.kind, group.country, group.sector) == ("group", "PER", "GOV")


def test_seats_of_government_are_bodies():
    found = one("[The Kremlin|ORG*] _warned [Kyiv|GPE] .")
    kremlin = actor(found, "Kremlin")
    assert (kremlin.kind, kremlin.country, kremlin.sector) == ("body", "RUS", "GOV")


def test_acronyms_and_general_nouns_are_the_body():
    found = one(
        "[The International Atomic Energy Agency|ORG*] ( [IAEA|ORG=0] ) _met .",
        "[The agency|d*] _waited .",
        "[The IAEA|ORG*] _left .",
    )
    body = actor(found, "International Atomic Energy Agency")
    assert len(body.mentions) == 4
    assert body.kind == "body"


def test_news_agencies_have_their_home():
    found = one("[Xinhua|ORG*] _cited [the Yonhap news agency|d] .")
    assert (actor(found, "Xinhua").country, actor(found, "Xinhua").sector) == ("CHN", "JRN")


def test_other_agencies_are_no_news_agency():
    found = one(
        "[Father Arce|PERSON*] _told [Reuters|ORG] .",
        "[The national disaster agency|d*] _waited .",
    )
    assert len(actor(found, "Reuters").mentions) == 1


def test_names_that_look_like_states():
    found = one(
        "[Chad Moreau|PERSON*] _met [Jim Jordan|PERSON] .",
        "[Jordan|PERSON*] _thanked [Chad|PERSON] .",
    )
    assert {a.name for a in found.actors} == {"Chad Moreau", "Jim Jordan"}
    found = one("[Chad|GPE*] _thanked [Jordan|GPE] .")
    assert {a.country for a in found.actors} == {"TCD", "JOR"}


def test_georgia_in_a_report_about_the_united_states():
    found = one("[Georgia|GPE*] and [Texas|GPE] _voted in the Republican primary .")
    assert actor(found, "Georgia").kind == "unknown"
    assert actor(found, "Georgia").country == "USA"
    found = one("[Georgia|GPE*] _recalled its envoy from [Moscow|GPE] .")
    assert actor(found, "Georgia").country == "GEO"


def test_george_washington_is_no_capital():
    found = one("[George Washington|PERSON*] _slept here .", "[Washington|PERSON*] _left .")
    assert texts(found, "George Washington") == ["George Washington", "Washington"]


def test_who_held_an_office_is_known_where_the_report_has_a_date():
    dated = one("[The French president|d*!] _said little .", published="2015-03-01")
    assert actor(dated, "François Hollande").country == "FRA"
    undated = one("[The French president|d*!] _said little .")
    assert actor(undated, "The French president").country == "FRA"


def test_a_table_links_a_noun_to_a_name():
    found = one(
        "[Angela Merkel|PERSON*] _met [Anna Dahl|PERSON] .",
        "[The German chancellor|d*] _left .",
        published="2015-03-01",
    )
    assert texts(found, "Angela Merkel") == ["Angela Merkel", "The German chancellor"]


def test_former_holders_are_elites():
    found = one("[Former minister|d=1] [Olga Brandt|PERSON*] _spoke .")
    assert actor(found, "Olga Brandt").sector == "ELI"


def test_nothing_to_resolve():
    empty = Report(id="e", text="")
    assert list(resolve([empty])) == [empty]
    assert list(resolve([])) == []


def test_several_sectors_and_codes_above_states():
    found = one(
        "[Hungary 's ruling party|d*!] _said it would wait .",
        "[Oxfam|ORG*] and [NATO|ORG] _met [Islamic State|ORG] fighters .",
    )
    party = next(a for a in found.actors if "ruling party" in a.name)
    assert party.sectors == ("GOV", "PTY")
    assert actor(found, "Oxfam").country == "NGO"
    assert actor(found, "NATO").country == "IGO"


def test_dependencies_and_breakaway_regions():
    found = one("[Puerto Rico|GPE*] _thanked [Abkhazia|GPE] .")
    assert actor(found, "Puerto Rico").country == "USA"
    region = actor(found, "Abkhazia")
    assert (region.country, region.sectors) == ("GEO", ("PRE", "GOV"))


def test_offices_on_the_day_of_the_report():
    (found,) = resolve([report("[Angela Merkel|PERSON*] _spoke .", published="2023-03-01")])
    assert actor(found, "Angela Merkel").sectors == ("ELI",)
    (found,) = resolve([report("[Angela Merkel|PERSON*] _spoke .", published="2015-03-01")])
    assert actor(found, "Angela Merkel").sectors == ("GOV",)
    (found,) = resolve([report("[Donald Trump|PERSON*] _spoke .", published="2012-03-01")])
    assert actor(found, "Donald Trump").sectors == ()


def test_groups_without_a_name():
    found = one("[Three Saudi men|d*] _left .", "[Rebels|d*] in [Chad|GPE] _attacked .")
    men = next(a for a in found.actors if "men" in a.name)
    assert (men.country, men.sectors) == ("SAU", ("CVL",))
    rebels = next(a for a in found.actors if a.name == "Rebels")
    assert (rebels.country, rebels.sectors) == ("TCD", ("REB",))
