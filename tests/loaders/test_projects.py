import pytest

from tests.loaders.conftest import Items, Says
from tests.loaders.views import mentions, page_of, projects


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("The PROSPECTS project began.", "prospects"),
        ("The FORTER’ESS project began.", "forteress"),
        ("The new JEUN'ESS project began.", "jeuness"),
        ("The SYNDICOOP project ended.", "syndicoop"),
        ("The bakers were taught with My.Coop.", "my-coop"),
        ("The ITCILO Gender Academy began.", "itcilo-gender-academy"),
        (
            "The training package on “The role of cooperatives in eliminating Child Labour” is out.",
            "role-of-cooperatives-in-eliminating-child-labour",
        ),
    ],
)
def test_a_listed_project_is_found(article: Says, sentence: str, key: str) -> None:
    assert projects(article(sentence)) == {key}


def test_a_project_named_like_a_word_needs_its_capitals(article: Says) -> None:
    assert not projects(article("The prospects of bakers are good, and so is their score."))


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("A project titled “Bread for the old town” began.", "Bread for the old town"),
        ("The programme “Bread for the old town” began.", "Bread for the old town"),
        ("The “Bread for the old town” project began.", "Bread for the old town"),
        ("Le projet « Du pain pour la vieille ville » a commencé.", "Du pain pour la vieille ville"),
        ("El proyecto «Pan para la ciudad vieja» empezó.", "Pan para la ciudad vieja"),
        ("The OVENSHARE project began.", "OVENSHARE"),
    ],
)
def test_an_unlisted_project_is_found_by_its_quotation_marks_or_capitals(
    article: Says, sentence: str, name: str
) -> None:
    found = mentions(article(sentence), "project")
    assert [(mention.key, mention.name) for mention in found] == [("", name)]


@pytest.mark.parametrize(
    "sentence",
    [
        "They sang “Bread for the old town”.",
        "The project began in May.",
        "He said of the project: “we are tired”.",
        "The study “Bread for the old town” is out.",
        "The webinar “Bread for the old town” was full.",
        "The ILO project began.",
        "The SSE project began.",
    ],
)
def test_songs_studies_events_and_bodies_are_no_projects(article: Says, sentence: str) -> None:
    assert not projects(article(sentence))


def test_an_organisation_inside_the_name_of_a_project_counts(article: Says) -> None:
    assert {mention.key for mention in mentions(article("The ITCILO Gender Academy began."), "organisation")} == {
        "organisation/itcilo"
    }


def test_the_country_in_the_title_of_a_project_counts(article: Says) -> None:
    item = article("A project titled “Shared ovens for bakers in Kenya” began.")
    assert projects(item) == {"Shared ovens for bakers in Kenya"}
    assert {mention.key for mention in mentions(item, "country")} == {"country/KEN"}


def test_the_page_of_a_project_bears_its_name(items: Items) -> None:
    text = page_of("Sweet Border: bread between two valleys", "Project", "The oven is hot. Sweet Border ends in May.")
    found = mentions(items(text)[0], "project")
    assert {mention.name for mention in found} == {"Sweet Border"}
    assert len(found) == 2


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The scheme Roots and Rights began.", "Roots and Rights"),
        ("The UN-funded Breadjende project began.", "Breadjende"),
        ("The Tell Aval Community Oven Programme began.", "Tell Aval Community Oven Programme"),
        ("The five-year project, called Warm Ovens and Bread (WOB), began.", "Warm Ovens and Bread (WOB)"),
        ("The evaluation of “Warm Ovens” began.", "Warm Ovens"),
        ("Le programme Souk El Khobz est conduit par un boulanger.", "Souk El Khobz"),
        ("El proyecto Semillas del Valle es largo.", "Semillas del Valle"),
    ],
)
def test_a_project_is_known_by_a_word_beside_its_name(article: Says, sentence: str, name: str) -> None:
    assert [mention.name for mention in mentions(article(sentence), "project")] == [name]


def test_a_second_phase_belongs_to_the_name(article: Says) -> None:
    assert [mention.words for mention in mentions(article("The SYNDICOOP II project began."), "project")] == [
        "SYNDICOOP II"
    ]


def test_the_acronym_of_a_project_names_it_again(article: Says) -> None:
    item = article("The project Warm Ovens and Bread (WOB) began. WOB is long.")
    assert {mention.name for mention in mentions(item, "project")} == {"Warm Ovens and Bread (WOB)"}
    assert [mention.words for mention in mentions(item, "project")][-1] == "WOB"


@pytest.mark.parametrize(
    "sentence", ["The project Manager came.", "The Kenyan project began.", "The Pilot Project began."]
)
def test_a_project_without_a_name_is_none(article: Says, sentence: str) -> None:
    assert not projects(article(sentence))
