import pytest

from tests.loaders.conftest import Items, Says
from tests.loaders.views import mentions, organisations, page_of, words

# definitions


def test_an_acronym_means_what_the_page_says_it_means(article: Says) -> None:
    item = article("The Institute of Clay Architecture (ICA) built an oven. Later ICA built a mill.")
    assert "ica" not in organisations(item)
    assert {mention.name for mention in mentions(item, "organisation")} == {"Institute of Clay Architecture (ICA)"}
    assert words(item, "organisation") == ["Institute of Clay Architecture (ICA)", "ICA"]


def test_an_acronym_defined_otherwise_is_not_the_listed_one(article: Says) -> None:
    item = article("The Initiative for Cooperative Agriculture (ICA) built an oven. Later ICA built a mill.")
    assert "ica" not in organisations(item)


def test_a_definition_of_a_listed_name_is_one_mention(article: Says) -> None:
    item = article("The Food and Agriculture Organization (FAO) built an oven. FAO built a mill.")
    assert words(item, "organisation") == ["Food and Agriculture Organization (FAO)", "FAO"]
    assert set(organisations(item)) == {"fao"}


def test_a_defined_acronym_names_an_unlisted_organisation_again(article: Says) -> None:
    item = article("The Tell Aval Women’s Savings Society (TAWSS) grew. Today TAWSS has a van.")
    assert words(item, "organisation") == ["Tell Aval Women’s Savings Society (TAWSS)", "TAWSS"]
    assert len(organisations(item)) == 1


def test_a_parenthesis_that_the_name_does_not_spell_is_no_definition(article: Says) -> None:
    item = article("The Bakers’ Cooperative of Tell Aval (XYZ) grew.")
    assert [mention.acronym for mention in mentions(item, "organisation")] == [""]


def test_a_definition_counts_on_the_whole_page(items: Items) -> None:
    text = page_of(
        "News of bread",
        "  1. News\n\n    The Tell Aval Women’s Savings Society (TAWSS) grows\n\n    4 May 2022",
        "  2. News\n\n    TAWSS buys a van\n\n    3 May 2022",
    )
    assert words(items(text)[2], "organisation") == ["TAWSS"]


def test_a_definition_counts_in_french(french: Says) -> None:
    item = french("La Fédération des boulangers de Tell Aval (FBTA) a grandi. La FBTA a un camion.")
    assert words(item, "organisation")[-1] == "FBTA"


def test_a_definition_may_follow_an_elided_article(french: Says) -> None:
    item = french("L’Union des coopératives de Tell Aval (UCTA) a grandi. L’UCTA a un camion.")
    assert words(item, "organisation") == ["Union des coopératives de Tell Aval (UCTA)", "UCTA"]


# unlisted names


@pytest.mark.parametrize(
    "name",
    [
        "Bakers’ Cooperative of Tell Aval",
        "Market Gardeners’ Cooperative of Bani Kolo",
        "Port Selma Fishers’ Federation",
        "Union of Sailors of Bani Kolo",
        "University of Tell Aval",
        "Tell Aval Credit Union",
        "Ministry of Ovens",
        "Tsuru Mountain Cooperative",
        "Bread Workers Trade Union",
        "Tell Aval Bakers Association",
    ],
)
def test_a_head_noun_shows_an_organisation(article: Says, name: str) -> None:
    item = article(f"Last year the {name} grew.")
    assert words(item, "organisation") == [name]
    assert mentions(item, "organisation")[0].key == ""


@pytest.mark.parametrize(
    "name",
    [
        "Coopérative agricole de Tell Aval",
        "Coopérative maraîchère de Bani Kolo",
        "Fédération nationale des boulangers de Tell Aval",
        "Université de Tell Aval",
        "Ministère de l’Agriculture du Sénégal",
    ],
)
def test_a_head_noun_shows_an_organisation_in_french(french: Says, name: str) -> None:
    assert words(french(f"Cette année, la {name} a grandi."), "organisation") == [name]


@pytest.mark.parametrize(
    "name",
    [
        "Cooperativa Campesina de Puerto Luma",
        "Federación de Cooperativas de Puerto Luma",
        "Universidad de Puerto Luma",
        "Ministerio de Trabajo del Perú",
    ],
)
def test_a_head_noun_shows_an_organisation_in_spanish(spanish: Says, name: str) -> None:
    assert words(spanish(f"Este año la {name} ha crecido."), "organisation") == [name]


def test_a_french_ministry_is_written_in_lower_case(french: Says) -> None:
    item = french("Hier, le ministère de l’Agriculture du Sénégal a envoyé un agronome.")
    assert len(mentions(item, "organisation")) == 1
    assert not mentions(item, "country")


@pytest.mark.parametrize(
    "sentence",
    [
        "On International Day of Cooperatives the bakers danced.",
        "The International Labour Conference adopted a text.",
        "The Global Conference on Cooperatives met.",
        "The National Strategy for Cooperatives was adopted.",
        "The Journal of Cooperative Studies appeared.",
        "He read the Cooperative Societies Act.",
        "The Sustainable Development Goals bind all.",
        "A recommendation on cooperatives, No. 193, was read aloud.",
        "Members of the cooperative movement sang.",
        "The World Cooperative Congress met in Tell Aval.",
        "The union and the ministry met.",
        "Cooperatives, unions and ministries met.",
    ],
)
def test_days_conferences_strategies_laws_and_journals_are_no_organisations(article: Says, sentence: str) -> None:
    assert not mentions(article(sentence), "organisation")


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "Last year the Port Selma Fishers’ Federation and the Union of Sailors of Bani Kolo met.",
            ["Port Selma Fishers’ Federation", "Union of Sailors of Bani Kolo"],
        ),
        (
            "Last year the Bakers’ Cooperative of Tell Aval and the ILO met.",
            ["Bakers’ Cooperative of Tell Aval", "ILO"],
        ),
        ("Last year the ILO and the Ministry of Ovens met.", ["ILO", "Ministry of Ovens"]),
        ("Last year the Ministry of Ovens and Bread met.", ["Ministry of Ovens and Bread"]),
    ],
)
def test_names_joined_by_and_are_told_apart(article: Says, sentence: str, found: list[str]) -> None:
    assert words(article(sentence), "organisation") == found


@pytest.mark.parametrize("listed", ["ILO", "UNDP", "SEWA"])
def test_an_unlisted_name_is_found_behind_a_listed_one(article: Says, listed: str) -> None:
    item = article(f"Last year the {listed} and the Bakers’ Cooperative of Tell Aval met.")
    assert words(item, "organisation") == [listed, "Bakers’ Cooperative of Tell Aval"]


@pytest.mark.parametrize("office", ["Director", "President", "General Secretary"])
def test_an_unlisted_name_is_found_behind_an_office(article: Says, office: str) -> None:
    item = article(f"The {office} of the Bakers’ Cooperative of Tell Aval spoke.")
    assert words(item, "organisation") == ["Bakers’ Cooperative of Tell Aval"]


@pytest.mark.parametrize("name", ["University of Tell Aval", "Ministry of Ovens", "Bakers’ Cooperative of Tell Aval"])
def test_an_organisation_may_be_where_something_happens(article: Says, name: str) -> None:
    assert words(article(f"The fair was held at the {name}."), "organisation") == [name]


def test_the_centre_of_something_is_no_organisation(article: Says) -> None:
    assert not mentions(article("Bakers stand at the Centre of the valley."), "organisation")


@pytest.mark.parametrize("organ", ["Board of Directors", "Steering Committee", "Organizing Committee"])
def test_an_organ_without_a_name_of_its_own_is_no_organisation(article: Says, organ: str) -> None:
    assert not mentions(article(f"The {organ} met."), "organisation")


# governments


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("The Korean Government adopted a law.", "government-of-korea"),
        ("The Government of the Republic of Korea adopted a law.", "government-of-korea"),
        ("The Government of Japan adopted a law.", "government-of-japan"),
        ("The Japanese Government adopted a law.", "government-of-japan"),
        ("Le Gouvernement du Sénégal a adopté une loi.", "government-of-senegal"),
        ("El Gobierno del Japón aprobó una ley.", "government-of-japan"),
    ],
)
def test_a_government_is_that_of_its_country(article: Says, sentence: str, key: str) -> None:
    item = article(sentence)
    assert set(organisations(item)) == {key}
    assert not mentions(item, "country")


def test_an_unlisted_government_is_named_after_its_country(article: Says) -> None:
    found = mentions(article("The Kenyan Government adopted a law."), "organisation")
    assert [(mention.name, mention.kind, mention.country) for mention in found] == [
        ("Government of Kenya", "government", "country/KEN")
    ]


@pytest.mark.parametrize(
    "sentence", ["The government adopted a law.", "Local governments met.", "Governments of the world, unite."]
)
def test_a_government_of_no_country_is_none(article: Says, sentence: str) -> None:
    assert not mentions(article(sentence), "organisation")


# units


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("ILO COOP brought seeds.", "ilo-coop"),
        ("The ILO Cooperatives Unit brought seeds.", "ilo-coop"),
        ("The ITCILO brought seeds.", "itcilo"),
        ("The ILO Country Office for Zimbabwe and Namibia brought seeds.", "ilo-harare"),
    ],
)
def test_a_listed_unit_has_its_parent(article: Says, sentence: str, key: str) -> None:
    item = article(sentence)
    found = mentions(item, "organisation")
    assert [(mention.key, mention.parent) for mention in found] == [(f"organisation/{key}", "organisation/ilo")]
    assert not mentions(item, "country")


def test_an_unlisted_unit_has_the_parent_that_its_name_opens_with(article: Says) -> None:
    found = mentions(article("The ILO Office for Bani Kolo brought seeds."), "organisation")
    assert [(mention.key, mention.parent) for mention in found] == [("", "organisation/ilo")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The bakers spoke at CSW65.",
        "The bakers spoke at the 65th session of the Commission on the Status of Women (CSW65).",
        "The bakers spoke at the 65th CSW.",
    ],
)
def test_a_session_names_the_body_that_sits(article: Says, sentence: str) -> None:
    assert set(organisations(article(sentence))) == {"csw"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The Kenyan Ministry of Agriculture brought seeds.",
        "The Ministry of Agriculture of Kenya brought seeds.",
    ],
)
def test_an_unlisted_ministry_has_the_country_of_its_name(article: Says, sentence: str) -> None:
    found = mentions(article(sentence), "organisation")
    assert [(mention.kind, mention.country) for mention in found] == [("ministry", "country/KEN")]


# definitions in any order


@pytest.mark.parametrize(
    "sentence",
    [
        "The TVBU (Tell Valley Bakers Union) grew. Today TVBU has a van.",
        "TVBU — Tell Valley Bakers Union — grew. Today TVBU has a van.",
        "The Tell Valley Bakers Union (TVBU) grew. Today TVBU has a van.",
        "The “Tell Valley Bakers Union” (TVBU) grew. Today TVBU has a van.",
    ],
)
def test_an_acronym_may_stand_before_or_behind_its_long_name(article: Says, sentence: str) -> None:
    item = article(sentence)
    assert len({mention.name for mention in mentions(item, "organisation")}) == 1
    assert words(item, "organisation")[-1] == "TVBU"


def test_an_acronym_may_take_letters_from_within_words(spanish: Says) -> None:
    item = spanish("La Federación de Cooperativas de Lumbral (FECOLUM) creció. FECOLUM tiene un camión.")
    assert {mention.acronym for mention in mentions(item, "organisation")} == {"FECOLUM"}


def test_a_definition_makes_a_body_of_a_name_without_a_head_noun(article: Says) -> None:
    item = article("The Valley Oven World Service (VOWS) has lent a mill.")
    assert words(item, "organisation") == ["Valley Oven World Service (VOWS)"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Small and Medium Enterprises (SMEs) have grown.",
        "Technical and Vocational Education and Training (TVET) is dear.",
        "The Bread for Schools Initiative (BSI) project has grown.",
    ],
)
def test_what_is_no_body_is_none_with_an_acronym_either(article: Says, sentence: str) -> None:
    assert not mentions(article(sentence), "organisation")


def test_the_name_before_an_acronym_beats_its_listed_bearer(french: Says) -> None:
    item = french("L’Institut de coopération de la Vallée (ICA) a un four. L’ICA a un moulin.")
    assert "ica" not in organisations(item)


# names in lower case


@pytest.mark.parametrize(
    "name",
    [
        "Fédération wallonne des boulangers citoyens",
        "Union sénégalaise pour le pain",
        "Institut de la farine et de recherches boulangères",
        "École supérieure de boulangerie",
        "Croix-Rouge tunisienne",
    ],
)
def test_a_french_name_may_go_on_in_lower_case(french: Says, name: str) -> None:
    assert words(french(f"Hier, avec l’aide de la {name}, le four a brûlé."), "organisation") == [name]


@pytest.mark.parametrize(
    "name",
    [
        "ministère de l’Industrie, du Commerce et de l’Artisanat",
        "ministère de l’Éducation de base",
        "université de Tell Aval",
    ],
)
def test_ministries_and_universities_are_written_in_lower_case_in_french(french: Says, name: str) -> None:
    assert words(french(f"Le four est pour le {name}."), "organisation") == [name]


@pytest.mark.parametrize(
    "sentence",
    ["Le comité de pilotage a voté.", "La Direction générale a voté.", "Le Conseil d’administration a voté."],
)
def test_an_organ_without_a_name_is_none_in_french(french: Says, sentence: str) -> None:
    assert not mentions(french(sentence), "organisation")


# where a name ends


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The Oven Research Group in Dublin counts loaves.", "Oven Research Group"),
        ("Kenya’s Ministry of Ovens counts loaves.", "Ministry of Ovens"),
        ("The Assembly of Bakers on October 18 counted loaves.", "Assembly of Bakers"),
        ("Ms Ana Luz, Tell Aval University, counts loaves.", "Tell Aval University"),
        ("Breadcom and the Tellish Ministry of Ovens count loaves.", "Tellish Ministry of Ovens"),
    ],
)
def test_a_name_ends_where_something_else_begins(article: Says, sentence: str, name: str) -> None:
    assert name in words(article(sentence), "organisation")


@pytest.mark.parametrize("sentence", ["The Board of the ICA met.", "The Secretariat of CICOPA met."])
def test_an_organ_of_a_listed_body_is_a_part_of_it(article: Says, sentence: str) -> None:
    found = mentions(article(sentence), "organisation")
    assert [mention.key for mention in found] == [""]
    assert found[0].parent.startswith("organisation/")


def test_a_part_may_follow_its_body_with_an_apostrophe(article: Says) -> None:
    found = mentions(article("Ulster University’s Business School bakes."), "organisation")
    assert [(mention.words, mention.parent) for mention in found] == [
        ("Ulster University’s Business School", "organisation/ulster-university")
    ]


def test_the_acronym_of_a_part_and_its_body_are_one(article: Says) -> None:
    assert words(article("The DESA of the United Nations bakes."), "organisation") == ["DESA of the United Nations"]


@pytest.mark.parametrize(
    "sentence",
    [
        "ILO Recommendation No. 193 is read aloud.",
        "The UN International Year of Ovens began.",
        "L’Acte uniforme de l’OHADA est long.",
    ],
)
def test_a_body_in_the_name_of_a_law_or_a_year_is_not_named(article: Says, sentence: str) -> None:
    assert not mentions(article(sentence), "organisation")


# known by the words around them


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("She visited Duterwheat, a cooperative of bakers.", "Duterwheat"),
        ("Together they asked Wheatco, the retailer.", "Wheatco"),
        ("The multinational Wheat Pak sold boxes.", "Wheat Pak"),
        ("The NGO Bread Line baked.", "Bread Line"),
        ("The oven was funded by Wheatcorp Novib.", "Wheatcorp Novib"),
        ("UrbaPain and the ILO baked.", "UrbaPain"),
        ("The ILO and Solid Loaf baked.", "Solid Loaf"),
    ],
)
def test_the_words_around_a_name_show_an_organisation(article: Says, sentence: str, name: str) -> None:
    assert name in words(article(sentence), "organisation")


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("L’ONG Pain Levé a formé les gérantes.", "Pain Levé"),
        ("Le moulin est à Crépain, coopérative de meunières.", "Crépain"),
        ("L’association Painvert a formé les gérantes.", "Painvert"),
        ("Le réseau CoFournil a formé les gérantes.", "réseau CoFournil"),
    ],
)
def test_the_words_around_a_name_show_an_organisation_in_french(french: Says, sentence: str, name: str) -> None:
    assert words(french(sentence), "organisation") == [name]


def test_names_in_brackets_behind_countries_are_organisations(article: Says) -> None:
    item = article("KENYA (FENABREAD, Nyama Bakers)\nUGANDA (UCMILL)")
    assert words(item, "organisation") == ["FENABREAD", "Nyama Bakers", "UCMILL"]


def test_the_values_of_a_donor_field_are_organisations(items: Items) -> None:
    text = page_of(
        "Ovens of the world", "Donor(s): Flour & Trade; Crumb Trust Ltd", "Duration: 2 years", "The oven is hot."
    )
    assert words(items(text)[0], "organisation") == ["Flour & Trade", "Crumb Trust Ltd"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Rosa Ladrillo and the ILO baked.",
        "Kenya and the ILO signed.",
        "Today, the cooperative of bakers met.",
        "In May, the ILO met.",
        "The oven was funded by Norway.",
    ],
)
def test_persons_places_and_days_are_no_actors(article: Says, sentence: str) -> None:
    assert {mention.rule for mention in mentions(article(sentence), "organisation")} <= {"acronym"}
