import pytest

from tests.loaders.conftest import Says
from tests.loaders.views import mentions, projects


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
