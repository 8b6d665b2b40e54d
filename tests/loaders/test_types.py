import pytest

from rochdale.loaders.items import Item
from tests.loaders.conftest import Items

CARD = "Notes from the valley\n\n4 May 2022\n\nThe oven is hot.\n\nRelated content\n\n{title}\nPlaceholder image\n\n{label}{title}\n"


def card(items: Items, title: str, label: str = "") -> Item:
    """An entry of related content, with the line above its title if one is given."""
    return items(CARD.format(title=title, label=f"{label}\n\n" if label else ""))[1]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("News", "news"),
        ("Event", "event"),
        ("Article", "article"),
        ("Our impact, their voices", "article"),
        ("Report", "publication"),
        ("Policy brief # 6", "publication"),
        ("Issue brief", "publication"),
        ("Working Paper", "publication"),
        ("Policy guide", "publication"),
        ("Cooperatives and the World of Work Series No. 12", "publication"),
        ("Thematic page", "thematic"),
        ("Thematic page on the cooperative, social and solidarity economy", "thematic"),
        ("Spotlight Interviews with Co-operators", "interview"),
        ("Spotlight Interviews with Cooperators", "interview"),
        ("ILO COOP 100 Interview", "interview"),
        ("Project", "project"),
        ("Press release", "press-release"),
        ("Call for expressions of interest", "call"),
        ("Actualité", "news"),
        ("Événement", "event"),
        ("Rapport", "publication"),
        ("Communiqué de presse", "press-release"),
        ("Noticia", "news"),
        ("Entrevista", "interview"),
        ("Informe", "publication"),
    ],
)
def test_the_line_above_a_title_gives_the_type(items: Items, label: str, kind: str) -> None:
    item = card(items, "Ten bakers share one oven", label)
    assert (item.label, item.type, item.type_rule) == (label, kind, "type-line")


def test_a_topic_above_a_title_makes_an_article(items: Items) -> None:
    item = card(items, "Ten bakers share one oven", "International Day of Cooperatives")
    assert (item.type, item.series) == ("article", "")


def test_a_statement_by_title_is_one_under_a_topic_too(items: Items) -> None:
    title = "Statement by the ILO Director-General for the bread fair"
    assert card(items, title, "International Day of Cooperatives").type == "statement"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Ten bakers share one oven", "news"),
        ("ILO launches FORTER'ESS project in Tunisia", "news"),
        ("ILO participates in a fair of bakers", "news"),
        ("ILO reports on cooperative approach to bread", "news"),
        ("My.Coop – empowering bakers in Colombia", "news"),
        ("Interview with Kenji Morino", "interview"),
        ("Entretien avec Awa Ndiaye", "interview"),
        ("Entrevista a Ana Luz", "interview"),
        ("Statement by the ILO Director-General", "statement"),
        ("Call for proposals: new ovens", "call"),
        ("Terms of reference: evaluation of the ovens", "call"),
        ("A training manual for bakers", "publication"),
        ("Findings of the assessment of ovens in Kenya", "publication"),
        ("How bakers fare in cooperatives: the case of Kenya", "publication"),
        ("Think.COOP - an orientation on the cooperative business model", "publication"),
        ("Start.COOP - a step-by-step tool to start up a cooperative", "publication"),
        ("Technical support for project design and implementation", "thematic"),
        ("Cooperative Care Provision as a Gender-Transformative Decent Work Solution", "project"),
        ("Save the date: bread fair", "event"),
    ],
)
def test_without_a_label_the_title_gives_the_type(items: Items, title: str, kind: str) -> None:
    assert card(items, title).type == kind


@pytest.mark.xfail(strict=True, reason="the cue `sse:` is not found in a title")
def test_a_page_of_the_thematic_series_is_thematic_without_its_label(items: Items) -> None:
    assert card(items, "SSE: Bread and ovens").type == "thematic"


@pytest.mark.parametrize(
    ("label", "name", "number"),
    [
        ("Cooperatives and the World of Work Series No. 12", "Cooperatives and the World of Work Series", "12"),
        ("Cooperatives and the World of Work Series No 12", "Cooperatives and the World of Work Series", "12"),
        ("Cooperatives and the World of Work Series #12", "Cooperatives and the World of Work Series", "12"),
        ("Policy brief # 6", "Policy brief", "6"),
        ("Issue brief # 3", "Issue brief", "3"),
        ("Working Paper", "Working Paper", ""),
        ("Report", "Report", ""),
        ("Policy guide", "Policy guide", ""),
        ("Thematic page", "Thematic page", ""),
        ("Spotlight Interviews with Co-operators", "Spotlight Interviews with Co-operators", ""),
        ("Spotlight Interviews with Cooperators", "Spotlight Interviews with Co-operators", ""),
        ("Our impact, Their voices", "Our impact, their voices", ""),
        ("ILO COOP 100 Interview", "ILO COOP 100 Interview", ""),
        ("News", "", ""),
        ("Event", "", ""),
        ("Article", "", ""),
    ],
)
def test_a_series_is_spelled_one_way_and_its_number_kept_apart(
    items: Items, label: str, name: str, number: str
) -> None:
    item = card(items, "Ten bakers share one oven", label)
    assert (item.series, item.series_number) == (name, number)


def test_a_numbered_title_can_name_its_series(items: Items) -> None:
    item = card(items, "ILO COOP 100 Webinar II - Ovens for all")
    assert (item.series, item.series_number) == ("ILO COOP 100 Webinar", "II")


def test_a_number_in_a_title_is_no_series(items: Items) -> None:
    item = card(items, "Providing bread through cooperatives 2: case studies")
    assert (item.series, item.series_number) == ("", "")


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("Ten bakers share one oven\n\n4 May 2022\n\nThe oven is hot.\n", "news"),
        ("News\n\nTen bakers share one oven\n\n4 May 2022\n\nThe oven is hot.\n", "news"),
        (
            "Ten bakers share one oven\n\nAuthor(s)\nKenji Morino\n\nISBN\n123\n\nThe report counts ovens.\n",
            "publication",
        ),
        ("Bread for the valley\n\nDuration\n2020 - 2022\n\nDonor(s)\nSida\n\nBakers learn to bake.\n", "project"),
        (
            "Course for bakers\n\nDate\n5 - 9 September 2022\n\nOrganizer(s)\nAgriterra\n\nBakers learn to bake.\n",
            "event",
        ),
        ("Interview with Kenji Morino\n\n4 May 2022\n\nThe oven is hot.\n", "interview"),
        (
            "“Bread is life”: a baker tells\n\n4 May 2022\n\nThe oven is hot.\n\nWho are you?\n\nA baker.\n\nWhat is bread?\n\n"
            "It is life.\n\nWhere do you bake?\n\nIn Kenya.\n\nWhy?\n\nPeople eat.\n",
            "interview",
        ),
        ("Article\n\nTen bakers share one oven\n\n4 May 2022\n\nThe oven is hot.\n", "article"),
        ("Press release\n\nTen bakers share one oven\n\n4 May 2022\n\nThe oven is hot.\n", "press-release"),
    ],
)
def test_the_shape_of_a_page_gives_its_type(items: Items, page: str, kind: str) -> None:
    assert items(page)[0].type == kind


@pytest.mark.xfail(strict=True, reason="the label beside a date is kept, but gives no type")
@pytest.mark.parametrize(
    ("label", "kind"),
    [("Press release", "press-release"), ("Article", "article"), ("Statement", "statement")],
)
def test_the_label_beside_a_date_gives_the_type(items: Items, label: str, kind: str) -> None:
    page = f"Ten bakers share one oven in the old town\n\nThey wrote a rule for it.\n\n{label} | 4 April 2023\n\nThe oven is hot.\n"
    assert items(page)[0].type == kind


def test_the_title_of_a_listing_gives_the_type_of_its_entries(items: Items) -> None:
    page = "Publications on bread\n\n  1. Ten bakers share one oven\n\n    4 May 2022\n\n    It counts.\n\n  2. Flour is dear\n\n    3 May 2022\n"
    listing, *entries = items(page)
    assert listing.type == "thematic"
    assert [entry.type for entry in entries] == ["publication", "publication"]
