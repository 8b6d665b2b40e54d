import pytest

from tests.loaders.conftest import Card, Items
from tests.loaders.views import page_of

QUESTIONS = [
    "Who are you?",
    "A baker.",
    "What is bread?",
    "It is life.",
    "Where do you bake?",
    "At home.",
    "Why?",
    "To eat.",
]


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
def test_the_line_above_a_title_gives_the_type(card: Card, label: str, kind: str) -> None:
    item = card("Ten bakers share one oven", label)
    assert (item.label, item.type, item.type_rule) == (label, kind, "type-line")


def test_a_topic_above_a_title_makes_an_article(card: Card) -> None:
    item = card("Ten bakers share one oven", "International Day of Cooperatives")
    assert (item.type, item.series) == ("article", "")


def test_a_statement_by_title_is_one_under_a_topic_too(card: Card) -> None:
    title = "Statement by the ILO Director-General for the bread fair"
    assert card(title, "International Day of Cooperatives").type == "statement"


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
def test_without_a_label_the_title_gives_the_type(card: Card, title: str, kind: str) -> None:
    assert card(title).type == kind


@pytest.mark.xfail(strict=True, reason="the cue `sse:` is not found in a title")
def test_a_page_of_the_thematic_series_is_thematic_without_its_label(card: Card) -> None:
    assert card("SSE: Bread and ovens").type == "thematic"


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
def test_a_series_is_spelled_one_way_and_its_number_kept_apart(card: Card, label: str, name: str, number: str) -> None:
    item = card("Ten bakers share one oven", label)
    assert (item.series, item.series_number) == (name, number)


def test_a_numbered_title_can_name_its_series(card: Card) -> None:
    item = card("ILO COOP 100 Webinar II - Ovens for all")
    assert (item.series, item.series_number) == ("ILO COOP 100 Webinar", "II")


def test_a_number_in_a_title_is_no_series(card: Card) -> None:
    item = card("Providing bread through cooperatives 2: case studies")
    assert (item.series, item.series_number) == ("", "")


@pytest.mark.parametrize(
    ("blocks", "kind"),
    [
        (["Ten bakers share one oven", "4 May 2022", "The oven is hot."], "news"),
        (["News", "Ten bakers share one oven", "4 May 2022", "The oven is hot."], "news"),
        (["Article", "Ten bakers share one oven", "4 May 2022", "The oven is hot."], "article"),
        (["Press release", "Ten bakers share one oven", "4 May 2022", "The oven is hot."], "press-release"),
        (
            ["Ten bakers share one oven", "Author(s)\nKenji Morino", "ISBN\n123", "The report counts ovens."],
            "publication",
        ),
        (["Bread for the valley", "Duration\n2020 - 2022", "Donor(s)\nSida", "Bakers learn to bake."], "project"),
        (["Course for bakers", "Date\n5 - 9 September 2022", "Organizer(s)\nAgriterra", "Bakers learn."], "event"),
        (["Interview with Kenji Morino", "4 May 2022", "The oven is hot."], "interview"),
        (
            ["“Bread is life”: a baker tells", "4 May 2022", "The oven is hot.", *QUESTIONS],
            "interview",
        ),
    ],
)
def test_the_shape_of_a_page_gives_its_type(items: Items, blocks: list[str], kind: str) -> None:
    assert items(page_of(*blocks))[0].type == kind


@pytest.mark.parametrize(
    ("label", "kind"),
    [("Press release", "press-release"), ("Article", "article"), ("Statement", "statement")],
)
def test_the_label_beside_a_date_gives_the_type(items: Items, label: str, kind: str) -> None:
    text = page_of("Ten bakers share one oven", "They wrote a rule.", f"{label} | 4 April 2023", "The oven is hot.")
    assert items(text)[0].type == kind


def test_the_title_of_a_listing_gives_the_type_of_its_entries(items: Items) -> None:
    listing, *entries = items(
        page_of(
            "Publications on bread",
            "  1. Ten bakers share one oven\n\n    4 May 2022\n\n    It counts.",
            "  2. Flour is dear\n\n    3 May 2022",
        )
    )
    assert listing.type == "thematic"
    assert [entry.type for entry in entries] == ["publication", "publication"]
