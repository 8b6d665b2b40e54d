import pytest

from tests.loaders.conftest import Says
from tests.loaders.views import countries, mentions, regions


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("The oven stands in Kenya.", {"KEN"}),
        ("Ovens stand in Kenya, Uganda and Tanzania.", {"KEN", "UGA", "TZA"}),
        ("Jordan launches a strategy for bakers.", {"JOR"}),
        ("Bakers in the United Kingdom met others from the United States.", {"GBR", "USA"}),
        ("Bakers in the UK met others in the USA.", {"GBR", "USA"}),
        ("The oven stands in Viet Nam and in the Lao PDR.", {"VNM", "LAO"}),
        ("The oven stands in Vietnam.", {"VNM"}),
        ("Cocoa comes from Côte d’Ivoire.", {"CIV"}),
        ("Cocoa comes from Cote d'Ivoire.", {"CIV"}),
        ("Cocoa comes from Ivory Coast.", {"CIV"}),
        ("Bread is baked in Turkey.", {"TUR"}),
        ("Bread is baked in Türkiye.", {"TUR"}),
        ("Bread is baked in Eswatini.", {"SWZ"}),
        ("Rooms are let in Trinidad and Tobago.", {"TTO"}),
        ("Rooms are let in Trinidad & Tobago.", {"TTO"}),
        ("Bread is baked in Bosnia and Herzegovina.", {"BIH"}),
        ("Bread is baked in Timor-Leste.", {"TLS"}),
    ],
)
def test_a_country_is_known_by_its_names(article: Says, sentence: str, codes: set[str]) -> None:
    assert countries(article(sentence)) == codes


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("The mill was shown in the DPRK.", {"PRK"}),
        ("The mill stands in the Democratic People’s Republic of Korea.", {"PRK"}),
        ("The mill stands in the Republic of Korea.", {"KOR"}),
        ("Cloth is woven in the DR Congo.", {"COD"}),
        ("Cloth is woven in the Democratic Republic of the Congo.", {"COD"}),
        ("Cloth is woven in the Republic of the Congo.", {"COG"}),
        ("Dairies in Northern Ireland have merged.", {"GBR"}),
        ("Dairies in Ireland have merged.", {"IRL"}),
        ("Crabs are fished in South Sudan.", {"SSD"}),
        ("Crabs are fished in Sudan.", {"SDN"}),
        ("Crabs are fished in Papua New Guinea.", {"PNG"}),
        ("Crabs are fished in Guinea-Bissau and in Equatorial Guinea.", {"GNB", "GNQ"}),
        ("Crabs are fished in Guinea.", {"GIN"}),
        ("Crabs are fished in Niger and in Nigeria.", {"NER", "NGA"}),
        ("Crabs are fished in the Dominican Republic.", {"DOM"}),
        ("Crabs are fished in Dominica.", {"DMA"}),
        ("Chilli is grown in New Zealand.", {"NZL"}),
        ("Farmers in the West Bank press oil.", {"PSE"}),
    ],
)
def test_countries_with_like_names_are_told_apart(article: Says, sentence: str, codes: set[str]) -> None:
    assert countries(article(sentence)) == codes


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Chilli is grown in New Mexico.", "MEX"),
        ("The shop stands in Atlanta, Georgia.", "GEO"),
        ("Jordan Smith opened the oven.", "JOR"),
        ("Chad Brown keeps the books.", "TCD"),
        ("Ms Georgia Hart keeps the books.", "GEO"),
        ("She keeps a turkey and ten hens.", "TUR"),
    ],
)
def test_words_that_only_look_like_a_country_are_none(article: Says, sentence: str, code: str) -> None:
    assert code not in countries(article(sentence))


@pytest.mark.xfail(strict=True, reason="a demonym of another language counts on an English page: china is Spanish")
def test_china_in_lower_case_is_no_country(article: Says) -> None:
    assert not countries(article("Each baker has a china cup."))


def test_the_west_bank_is_no_bank(article: Says) -> None:
    item = article("Oil is pressed in the West Bank.")
    assert not mentions(item, "organisation")
    assert countries(item) == {"PSE"}


@pytest.mark.parametrize("sentence", ["Israel Torres keeps the books.", "Cuba Gooding keeps the books."])
def test_a_surname_may_end_like_a_verb(article: Says, sentence: str) -> None:
    assert not countries(article(sentence))


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("Kenyan bakers met Ugandan millers.", {"KEN", "UGA"}),
        ("The Sri Lankan fishers mend their nets.", {"LKA"}),
        ("Palestinian women bake bread.", {"PSE"}),
        ("Des boulangères tunisiennes et marocaines se rencontrent.", {"TUN", "MAR"}),
        ("Las panaderas bolivianas venden su pan.", {"BOL"}),
        ("The Dutch bakers gave their seeds away.", {"NLD"}),
        ("The French bakers gave their seeds away.", {"FRA"}),
    ],
)
def test_a_country_is_known_by_its_people(article: Says, sentence: str, codes: set[str]) -> None:
    assert countries(article(sentence)) == codes


@pytest.mark.parametrize(
    "sentence",
    [
        "The manual can be had in English, French and Spanish.",
        "A Portuguese version of the manual is being made.",
        "The manual was translated into Arabic and Russian.",
        "The Spanish translation comes in May.",
    ],
)
def test_a_language_is_no_country(article: Says, sentence: str) -> None:
    assert not countries(article(sentence))


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("Syrian refugees bake bread in Jordan.", {"JOR"}),
        ("Refugees from Syria bake bread in Jordan.", {"JOR"}),
        ("Migrant workers from Nepal and Bangladesh run the shop in Lebanon.", {"LBN"}),
        ("Nepali migrant workers run the shop in Lebanon.", {"LBN"}),
        ("Des réfugiées syriennes cuisent du pain en Jordanie.", {"JOR"}),
        ("Migrantes venezolanas hornean pan en Colombia.", {"COL"}),
    ],
)
def test_where_migrants_come_from_does_not_count(article: Says, sentence: str, codes: set[str]) -> None:
    assert countries(article(sentence)) == codes


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("The mill in Malawi is funded by Norway.", {"MWI"}),
        ("With funding from Sweden, the mill in Zambia was built.", {"ZMB"}),
        ("The mill in Malawi is financed by the Government of Japan.", {"MWI"}),
    ],
)
def test_a_donor_country_does_not_count(article: Says, sentence: str, codes: set[str]) -> None:
    assert countries(article(sentence)) == codes


@pytest.mark.parametrize(
    "sentence", ["With support from Luxembourg, bakers in Malawi met.", "The mill in Malawi is supported by Norway."]
)
def test_a_country_that_supports_does_not_count(article: Says, sentence: str) -> None:
    assert countries(article(sentence)) == {"MWI"}


@pytest.mark.parametrize(
    "sentence", ["Norway funds the mill in Malawi.", "The Norwegian-funded mill stands in Malawi."]
)
def test_a_donor_country_does_not_count_before_its_verb(article: Says, sentence: str) -> None:
    assert countries(article(sentence)) == {"MWI"}


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("Talks were held in Nairobi and Dakar.", {"KEN", "SEN"}),
        ("Georgian carers met in Tbilisi.", {"GEO"}),
        ("Two shops opened in Upper Egypt.", {"EGY"}),
    ],
)
def test_a_place_stands_for_its_country(article: Says, sentence: str, codes: set[str]) -> None:
    assert countries(article(sentence)) == codes


@pytest.mark.parametrize("sentence", ["The course was held in Turin.", "The side event was held in New York."])
def test_a_town_of_head_offices_stands_for_no_country(article: Says, sentence: str) -> None:
    assert not countries(article(sentence))


def test_names_run_together_are_read_in_a_chain(article: Says) -> None:
    assert countries(article("Bakers of KenyaUganda and Rwanda took part.")) == {"KEN", "UGA", "RWA"}


@pytest.mark.parametrize(
    "sentence", ["The JordanRiver group met.", "ChinaCup sells cups.", "They use MaliBread ovens."]
)
def test_one_country_glued_to_another_word_is_none(article: Says, sentence: str) -> None:
    assert not countries(article(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The Bank of Uganda lent the money.",
        "The Danish Cooperative Federation sent an oven.",
        "The Ministry of Agriculture of Kenya sent an agronomist.",
        "The Tanzania Federation of Cooperatives met.",
        "The Nepal Federation of Savings and Credit Cooperative Unions (NEFSCUN) met.",
        "El Ministerio de Trabajo del Perú envió a un técnico.",
        "The Government of Kenya adopted a law.",
    ],
)
def test_a_country_inside_the_name_of_an_organisation_does_not_count(article: Says, sentence: str) -> None:
    item = article(sentence)
    assert mentions(item, "organisation")
    assert not countries(item)


def test_a_country_counts_beside_an_organisation_that_holds_its_name(article: Says) -> None:
    assert countries(article("The Bank of Uganda lent the money to bakers in Uganda.")) == {"UGA"}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Bread is baked all over Latin America and the Caribbean.", {"Latin America and the Caribbean"}),
        ("Bread is baked all over South East Asia.", {"South East Asia"}),
        ("Bread is baked in the Arab States.", {"Arab States"}),
        ("Bread is baked in Asia and the Pacific.", {"Asia and the Pacific"}),
        ("On cuit du pain en Afrique de l’Ouest.", {"Afrique de l’Ouest"}),
    ],
)
def test_a_region_is_told_as_the_page_words_it(article: Says, sentence: str, words: set[str]) -> None:
    item = article(sentence)
    assert regions(item) == words
    assert not countries(item)


def test_the_south_in_south_africa_is_no_region(article: Says) -> None:
    item = article("Bread is baked in South Africa.")
    assert countries(item) == {"ZAF"}
    assert not regions(item)


@pytest.mark.parametrize(
    "sentence",
    [
        "The book is there in English, Spanish and Swahili.",
        "English | Spanish | Quechua",
        "Spanish and Hindi versions are on the wall.",
        "Español (pdf) · Portugués (pdf)",
        "Se publica la versión portuguesa.",
        "Interpretation in Swahili and French.",
    ],
)
def test_a_list_of_languages_names_no_country(article: Says, sentence: str) -> None:
    assert not countries(article(sentence))


def test_adjectives_beside_one_another_that_are_no_languages_count(article: Says) -> None:
    assert countries(article("French and Spanish bakeries share an oven.")) == {"FRA", "ESP"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Syrian women who settled in the valley bake bread.",
        "Ukrainian applicants staying in the valley bake bread.",
        "Les pêcheurs guinéens installés sur la plage mangent du pain.",
        "Los jóvenes venezolanos que llegaron al valle hornean pan.",
        "An Irish journalist ate the bread.",
        "Un sociólogo argentino comió el pan.",
    ],
)
def test_where_people_come_from_is_not_where_they_are(article: Says, sentence: str) -> None:
    assert not countries(article(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The study does not include Kenya and Uganda.",
        "The study does not deal with bakers in Kenya.",
        "No se estudian Kenia ni Uganda.",
        "L’étude ne couvre pas le Kenya.",
        "The bakers of the valley are not in Kenya.",
    ],
)
def test_a_country_that_the_page_is_not_about_does_not_count(article: Says, sentence: str) -> None:
    assert not countries(article(sentence))


def test_a_country_after_the_turn_of_a_sentence_counts(article: Says) -> None:
    assert countries(article("The study does not cover Kenya but describes Uganda.")) == {"UGA"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The network, founded in 2001, has its seat in Nairobi, Kenya.",
        "The network tiene su sede en Nairobi.",
        "NAIROBI, 12 March 2021 (our correspondent) – The oven is hot.",
        "Nairobi, 12 March 2021 – The oven is hot.",
        "The oven cost a million dollars of the United States.",
        "Norwegian support paid for the oven.",
        "L’aide norvégienne a payé le four.",
    ],
)
def test_seats_datelines_and_money_name_no_country_of_the_item(article: Says, sentence: str) -> None:
    assert not countries(article(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Ovens stand in five African countries.",
        "The fair opens at 14:00 East Africa Time.",
        "The Asian Confederation of Bakers met.",
    ],
)
def test_a_region_inside_a_longer_name_is_none(article: Says, sentence: str) -> None:
    assert not regions(article(sentence))


def test_a_region_that_is_written_without_a_capital_is_found(spanish: Says) -> None:
    assert regions(spanish("Se hornea pan en toda la región andina.")) == {"región andina"}
