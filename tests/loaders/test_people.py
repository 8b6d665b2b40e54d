import pytest

from tests.loaders.conftest import Items, Says
from tests.loaders.views import mentions, page_of, persons


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Mr. Kenji Morino baked.", "Kenji Morino"),
        ("Ms Ana María de la Cruz baked.", "Ana María de la Cruz"),
        ("Prof. Dr Elif Demir baked.", "Elif Demir"),
        ("H.E. Mr. Kenji Morino opened the fair.", "Kenji Morino"),
        ("M. Jean Petit a cuit du pain.", "Jean Petit"),
        ("Mme Awa Ndiaye a cuit du pain.", "Awa Ndiaye"),
        ("La Sra. Ana Luz horneó pan.", "Ana Luz"),
        ("Dr Mary O’Neill baked.", "Mary O’Neill"),
        ("Mr. Kenji Morino’s oven is hot.", "Kenji Morino"),
    ],
)
def test_a_person_is_known_by_an_honorific_that_is_no_part_of_the_name(article: Says, sentence: str, name: str) -> None:
    assert persons(article(sentence)) == {name}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Kenji Morino, president of the bakers, spoke.", "Kenji Morino"),
        ("Awa Ndiaye, présidente des boulangères, a parlé.", "Awa Ndiaye"),
        ("Ana Luz, presidenta de las panaderas, habló.", "Ana Luz"),
        ("Director-General Kenji Morino spoke.", "Kenji Morino"),
        ("Kenji Morino said that bread is life.", "Kenji Morino"),
        ("“Bread is life,” Kenji Morino said.", "Kenji Morino"),
        ("The ILO interviewed Kenji Morino.", "Kenji Morino"),
    ],
)
def test_a_person_is_known_by_office_speech_or_introduction(article: Says, sentence: str, name: str) -> None:
    assert persons(article(sentence)) == {name}


@pytest.mark.parametrize(
    "sentence", ["“Bread is life,” said Kenji Morino.", "« Le pain, c’est la vie », a déclaré Awa Ndiaye."]
)
def test_a_person_is_known_behind_the_verb_of_speech(article: Says, sentence: str) -> None:
    assert len(persons(article(sentence))) == 1


def test_several_persons_are_joined_by_and(article: Says) -> None:
    assert persons(article("Mr Kenji Morino and Ms Ana Luz spoke.")) == {"Kenji Morino", "Ana Luz"}


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Interview with Kenji Morino", {"Kenji Morino"}),
        ("Interview with Kenji Morino – Tsuru Mountain Cooperative", {"Kenji Morino"}),
        ("Entretien avec Awa Ndiaye", {"Awa Ndiaye"}),
        ("Entrevista a Ana Luz, panadera", {"Ana Luz"}),
        ("Kenji Morino: “Bread is life”", {"Kenji Morino"}),
        ("Interview with the bakers of Tell Aval", set()),
        ("Interview with Tell Aval Bakers Association", set()),
    ],
)
def test_an_interview_names_its_person_in_the_title(entry: Says, title: str, names: set[str]) -> None:
    assert persons(entry(title)) == names


def test_a_name_opens_the_title_of_an_entry_in_an_interview_series(items: Items) -> None:
    text = page_of(
        "News of bread",
        "  1. Spotlight Interviews with Co-operators\n\n    Antony McMullen, baker\n\n    4 May 2022",
        "  2. News\n\n    Old Ovens, a fair for bakers\n\n    3 May 2022",
    )
    _, interview, news = items(text)
    assert persons(interview) == {"Antony McMullen"}
    assert not persons(news)


def test_the_authors_of_a_publication_are_persons(items: Items) -> None:
    text = page_of("Ovens of the world", "Author(s)\nKenji Morino\nAna Luz", "ISBN\n123", "The report counts ovens.")
    assert persons(items(text)[0]) == {"Kenji Morino", "Ana Luz"}


@pytest.mark.parametrize(
    ("sentence", "affiliation"),
    [
        ("Ms. Ana Luz, from the Tsuru Mountain Cooperative, spoke.", "Tsuru Mountain Cooperative"),
        ("Prof. Dr Elif Demir, Ankara University, spoke.", "Ankara University"),
        ("Mr. Kenji Morino of the ILO spoke.", "International Labour Organization"),
        ("Kenji Morino, director of the Tsuru Mountain Cooperative, spoke.", "Tsuru Mountain Cooperative"),
        ("Mr. Kenji Morino spoke. The Tsuru Mountain Cooperative clapped.", ""),
        ("Mr. Kenji Morino spoke.", ""),
    ],
)
def test_an_affiliation_is_given_only_where_it_is_stated(article: Says, sentence: str, affiliation: str) -> None:
    assert [mention.affiliation for mention in mentions(article(sentence), "person")] == [affiliation]


def test_a_person_of_an_unlisted_cooperative_belongs_to_it(article: Says) -> None:
    item = article("Mr. Kenji Morino of the Tsuru Mountain Cooperative spoke.")
    assert [mention.affiliation for mention in mentions(item, "person")] == ["Tsuru Mountain Cooperative"]


def test_a_body_that_a_person_only_meets_is_no_affiliation(article: Says) -> None:
    item = article("Mr. Kenji Morino visited the Tsuru Mountain Cooperative.")
    assert [mention.affiliation for mention in mentions(item, "person")] == [""]


def test_a_person_belongs_to_the_body_named_before(article: Says) -> None:
    item = article("ICA President Ariel Guarco spoke at the ILO.")
    assert [mention.affiliation for mention in mentions(item, "person")] == ["International Cooperative Alliance"]


def test_a_person_does_not_belong_to_the_body_of_the_next(article: Says) -> None:
    item = article("The Minister of Ovens, Mr. Kenji Morino, and the ILO Director, Ms. Ana Luz, spoke.")
    assert mentions(item, "person")[0].affiliation == ""


def test_a_body_in_brackets_behind_a_person_is_the_persons(article: Says) -> None:
    item = article("Speakers were Ms Ana Luz (ILO) and Mr Kenji Morino (ICA).")
    assert [mention.affiliation for mention in mentions(item, "person")] == [
        "International Labour Organization",
        "International Cooperative Alliance",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Old Oven of Tell Aval is hot.",
        "Martin Luther King Day was kept.",
        "The director of the bakery spoke.",
        "Mr Director of the Bakery spoke.",
        "The Social and Solidarity Economy, expert bakers say, is old.",
        "The ILO said that bread is life.",
        "The International Labour Organization, director of none, said so.",
    ],
)
def test_capitals_alone_are_no_person(article: Says, sentence: str) -> None:
    assert not persons(article(sentence))


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("The mill was shown by Rosa Ladrillo, who cut the stones.", {"Rosa Ladrillo"}),
        ("Then Jean-Luc Meunier lit the oven.", {"Jean-Luc Meunier"}),
        ("Millers thanked María Harina de la Piedra for the flour.", {"María Harina de la Piedra"}),
        ("My friend Jordan Baker, a miller in town, lit the oven.", {"Jordan Baker"}),
        ("Flour came from Kenya’s Joseph Sackman and Uganda’s Amina Sifter.", {"Joseph Sackman", "Amina Sifter"}),
    ],
)
def test_a_person_is_known_by_a_given_name(article: Says, sentence: str, names: set[str]) -> None:
    assert persons(article(sentence)) == names


@pytest.mark.parametrize(
    "sentence",
    [
        "The Rosa Ladrillo Foundation built the oven.",
        "They met on Maria Square.",
        "Ovens stand at Lake Victoria and in the Jordan Valley.",
        "The bakery is in Florence Town.",
        "Grace periods are long.",
        "Mark Your Calendars Now For The Bread Fair.",
    ],
)
def test_a_given_name_in_the_name_of_a_thing_is_no_person(article: Says, sentence: str) -> None:
    assert not persons(article(sentence))


def test_in_a_title_all_in_capitals_a_name_ends_with_the_surname(entry: Says) -> None:
    assert persons(entry("Rosa Ladrillo Tells Her Story Of Bread And Flour")) == {"Rosa Ladrillo"}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("“Bread is life,” said their coordinator, Kiroja Sanubi.", "Kiroja Sanubi"),
        ("«El pan es vida», dijo la portavoz de las panaderas, Xochi Tlaxcal.", "Xochi Tlaxcal"),
        ("Le député Kossi Ablode a promis un four.", "Kossi Ablode"),
    ],
)
def test_a_person_is_known_behind_an_office_in_lower_case(article: Says, sentence: str, name: str) -> None:
    assert persons(article(sentence)) == {name}


def test_who_said_the_words_of_a_title_stands_behind_them(entry: Says) -> None:
    assert persons(entry("“The oven is my umbrella”: Kiroja Sanubi, market baker")) == {"Kiroja Sanubi"}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "Speakers: Kiroja Sanubi (Tell Aval), Xochi Tlaxcal and Kossi Ablode",
            {"Kiroja Sanubi", "Xochi Tlaxcal", "Kossi Ablode"},
        ),
        ("Propos recueillis par Kossi Ablode", {"Kossi Ablode"}),
    ],
)
def test_the_names_of_a_list_of_persons_are_persons(article: Says, line: str, names: set[str]) -> None:
    assert persons(article(line)) == names
