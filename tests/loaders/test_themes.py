import pytest

from rochdale.loaders.extraction.themes import MAX_THEMES
from tests.loaders.conftest import Items, Says
from tests.loaders.views import mentions, page_of


@pytest.mark.parametrize(
    ("title", "theme"),
    [
        ("Women’s cooperatives share an oven", "gender-equality"),
        ("Care cooperatives share an oven", "care-economy"),
        ("Home-based workers share an oven", "informal-economy"),
        ("Street vendors share an oven", "informal-economy"),
        ("Waste pickers share an oven", "informal-economy"),
        ("Waste pickers share an oven", "waste-and-recycling"),
        ("Domestic workers share an oven", "decent-work"),
        ("Youth employment and ovens", "youth-employment"),
        ("Ending child labour in bakeries", "child-labour"),
        ("Climate action in bakeries", "climate-and-environment"),
        ("Bakers and the COVID-19 pandemic", "crisis-response"),
        ("Farmers share an oven", "rural-and-agriculture"),
        ("Credit unions share an oven", "finance"),
        ("Statistics of cooperatives are counted", "statistics"),
        ("A law for cooperatives is adopted", "policy-and-legislation"),
        ("A training manual for bakers", "education-and-training"),
        ("Fair trade bread", "fair-trade-and-value-chains"),
        ("Health cooperatives share an oven", "health-and-social-protection"),
        ("Platform cooperatives share an oven", "technology-and-platforms"),
        ("Indigenous bakers share an oven", "indigenous-peoples"),
        ("Refugees share an oven", "migration-and-refugees"),
        ("Bakers and the 2030 Agenda", "sdgs-and-2030-agenda"),
        ("Housing cooperatives share an oven", "housing-and-energy"),
        ("Bakers keep the International Day of Cooperatives", "international-day-and-events"),
        ("Des coopératives de femmes partagent un four", "gender-equality"),
        ("Las cooperativas de mujeres comparten un horno", "gender-equality"),
        ("Le travail des enfants dans les boulangeries", "child-labour"),
        ("El trabajo infantil en las panaderías", "child-labour"),
    ],
)
def test_a_title_that_carries_a_theme_has_it(entry: Says, title: str, theme: str) -> None:
    assert theme in entry(title).themes


@pytest.mark.parametrize(
    "title", ["Ten bakers share one oven", "Growing a field of dreams", "Bread rises in the old town"]
)
def test_a_title_that_carries_no_theme_has_none(entry: Says, title: str) -> None:
    assert entry(title).themes == ()


def test_a_summary_can_carry_a_theme(items: Items) -> None:
    text = page_of(
        "News of bread", "  1. News", "    Ten bakers bake", "    4 May 2022", "    They teach refugees to bake."
    )
    assert items(text)[1].themes == ("migration-and-refugees",)


def test_one_word_deep_in_a_long_text_carries_no_theme(article: Says) -> None:
    text = "\n\n".join(
        [
            "The bakers of the old town share an oven.",
            "They rise early.",
            "They sleep early.",
            "One once met a refugee.",
        ]
    )
    assert "migration-and-refugees" not in article(text).themes


def test_there_are_at_most_four_themes(entry: Says) -> None:
    item = entry(
        "Women, youth employment, climate action, refugees, child labour, statistics of cooperatives and fair trade"
    )
    assert len(item.themes) == MAX_THEMES == 4
    assert len(set(item.themes)) == 4


def test_the_label_of_an_entry_can_carry_a_theme(items: Items) -> None:
    page = (
        "News of bread\n\n  1. International Day of Cooperatives\n\n    Ten bakers share one oven\n\n    4 May 2022\n\n"
        "  2. News\n\n    Flour is dear\n\n    3 May 2022\n"
    )
    assert items(page)[1].themes == ("international-day-and-events",)


def test_a_theme_is_not_read_out_of_an_organisations_name(article: Says) -> None:
    assert not article("The Ministry of Agriculture of Kenya keeps an oven.").themes
    assert not article("The Food and Agriculture Organization (FAO) keeps an oven.").themes


def test_every_theme_shows_the_words_that_carry_it(entry: Says) -> None:
    item = entry("Women’s cooperatives and refugees share an oven")
    assert {mention.key.removeprefix("theme/") for mention in mentions(item, "theme")} == set(item.themes)
    assert all(mention.words.casefold() in item.title.casefold() for mention in mentions(item, "theme"))


def test_themes_of_an_entry_are_not_those_of_its_page(items: Items) -> None:
    card = "Refugees bake\nPlaceholder image\n\nRefugees bake"
    first, second = items(page_of("Notes from the valley", "4 May 2022", "The oven is hot.", "Related content", card))
    assert first.themes == ()
    assert second.themes == ("migration-and-refugees",)
