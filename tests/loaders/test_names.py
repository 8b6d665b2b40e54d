import pytest

from tests.loaders.conftest import Items, Says
from tests.loaders.views import mentions, organisations, page_of, projects, words


def named(item_says: Says, sentence: str) -> list[str]:
    return list(organisations(item_says(sentence)))


# case


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("The International Labour Organization spoke.", "ilo"),
        ("THE INTERNATIONAL LABOUR ORGANIZATION SPOKE.", "ilo"),
        ("The International labour organization spoke.", "ilo"),
        ("Agriterra sent seeds.", "agriterra"),
        ("AGRITERRA sent seeds.", "agriterra"),
        ("The ILO spoke.", "ilo"),
        ("ILO’s bakers spoke.", "ilo"),
        ("ILO's bakers spoke.", "ilo"),
        ("The FAO-led mill turned.", "fao"),
        ("The mill of the ILO/FAO turned.", "fao"),
        ("Unesco spoke.", "unesco"),
        ("Euricse spoke.", "euricse"),
    ],
)
def test_a_name_is_found_in_the_case_that_it_asks_for(article: Says, sentence: str, key: str) -> None:
    assert key in named(article, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The international labour organization of bread is hard.",
        "They work with agriterra cotta.",
        "An ilo is a small oven.",
        "The ILOs of this world.",
        "Milo and Kilo are dogs.",
        "We care for the old.",
        "Who spoke?",
    ],
)
def test_a_name_in_another_case_or_inside_a_word_is_none(article: Says, sentence: str) -> None:
    assert not named(article, sentence)


@pytest.mark.parametrize("sentence", ["The UN Women’s desk spoke.", "UN Women spoke."])
def test_the_longest_name_wins(article: Says, sentence: str) -> None:
    assert named(article, sentence) == ["un-women"]


@pytest.mark.parametrize(
    ("sentence", "keys"),
    [
        ("The SEWA Cooperative Federation grew.", ["sewa-cooperative-federation"]),
        ("SEWA and the SEWA Cooperative Federation grew.", ["sewa", "sewa-cooperative-federation"]),
        ("ILO COOP spoke.", ["ilo-coop"]),
        ("The ILO Cooperatives Unit spoke.", ["ilo-coop"]),
    ],
)
def test_a_name_inside_a_longer_one_is_not_found_again(article: Says, sentence: str, keys: list[str]) -> None:
    assert named(article, sentence) == keys


# spelling


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("The Business Council of Cooperatives and Mutuals spoke.", "bccm"),
        ("The Business Council of Co-operatives and Mutuals spoke.", "bccm"),
        ("The Business Council of Co–operatives & Mutuals spoke.", "bccm"),
        ("The International Co-operative Alliance spoke.", "ica"),
        ("The International Cooperative Alliance spoke.", "ica"),
        ("The International Labor Organisation spoke.", "ilo"),
        ("The International Labour Organization spoke.", "ilo"),
        ("The United Nations Development Program spoke.", "undp"),
        ("The UN Development Programme spoke.", "undp"),
        ("The Self-Employed Women's Association spoke.", "sewa"),
        ("The Self-Employed Women’s Association spoke.", "sewa"),
        ("The UN Inter-Agency Task Force on Social and Solidarity Economy spoke.", "untfsse"),
        ("The UN Inter-Agency Task Force on SSE spoke.", "untfsse"),
        ("The United Nations Inter-Agency Task Force on Social and Solidarity Economy spoke.", "untfsse"),
        ("The UNTFSSE spoke.", "untfsse"),
    ],
)
def test_a_name_is_found_however_it_is_spelled(article: Says, sentence: str, key: str) -> None:
    assert named(article, sentence) == [key]


def test_a_name_does_not_run_over_the_end_of_a_line(article: Says) -> None:
    assert not named(article, "They sow the seeds that We\nEffect changes in the valley.")


def test_a_name_does_not_run_over_the_end_of_a_sentence(article: Says) -> None:
    assert not projects(article("They had to think. Coop members met again."))


# dotted names


@pytest.mark.parametrize(
    ("sentence", "keys"),
    [
        ("My.Coop was taught.", {"my-coop"}),
        ("My.COOP was taught.", {"my-coop"}),
        ("Think.Coop was taught.", {"think-coop"}),
        ("Think.COOP, Start.COOP were taught.", {"think-coop", "start-coop"}),
        ("FORTER’ESS was taught.", {"forteress"}),
        ("FORTER'ESS was taught.", {"forteress"}),
    ],
)
def test_names_with_signs_inside_are_found(article: Says, sentence: str, keys: set[str]) -> None:
    item = article(sentence)
    assert projects(item) == keys
    assert not mentions(item, "organisation")


def test_two_dotted_names_joined_are_no_organisation(article: Says) -> None:
    item = article("Think.Coop and Start.Coop serve trainers.")
    assert projects(item) == {"think-coop", "start-coop"}
    assert not mentions(item, "organisation")


# shared labels


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("The Inter-American Development Bank lends. IDB is large.", "iadb"),
        ("The Islamic Development Bank lends. IDB is large.", "isdb"),
        ("In Chile, CONFECOOP met.", "confecoop-chile"),
        ("In Guatemala, CONFECOOP met.", "confecoop-guatemala"),
    ],
)
def test_a_shared_label_is_settled_by_what_else_the_page_names(article: Says, sentence: str, key: str) -> None:
    assert set(named(article, sentence)) == {key}


@pytest.mark.parametrize("sentence", ["IDB is large.", "CONFECOOP met.", "CUT met."])
def test_a_shared_label_stays_open_where_nothing_settles_it(article: Says, sentence: str) -> None:
    assert not named(article, sentence)


@pytest.mark.parametrize(
    "sentence", ["COOP brought seeds.", "The Alliance brought seeds.", "The Cooperatives Unit brought seeds."]
)
def test_a_local_label_alone_names_nothing(article: Says, sentence: str) -> None:
    assert not {"ilo-coop", "ica"} & set(named(article, sentence))


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("The ILO met bakers. COOP brought seeds.", "ilo-coop"),
        ("The ILO met bakers. Its Cooperatives Unit brought seeds.", "ilo-coop"),
        ("The International Cooperative Alliance met bakers. The Alliance brought seeds.", "ica"),
    ],
)
def test_a_local_label_counts_where_its_home_is_named(article: Says, sentence: str, key: str) -> None:
    item = article(sentence)
    assert mentions(item, "organisation")[-1].key == f"organisation/{key}"


def test_a_local_label_counts_in_every_item_of_its_page(items: Items) -> None:
    text = page_of(
        "News of bread",
        "  1. News\n\n    The ILO opens a mill\n\n    4 May 2022",
        "  2. News\n\n    COOP opens an oven\n\n    3 May 2022",
    )
    assert words(items(text)[2], "organisation") == ["COOP"]
