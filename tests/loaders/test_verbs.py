import pytest

from rochdale.loaders.extraction.verbs import contracted, forms


def active(listed: str, language: str) -> set[str]:
    return {form for form, use in forms(listed, language) if use != "passive"}


def passive(listed: str, language: str) -> set[str]:
    return {form for form, use in forms(listed, language) if use == "passive"}


@pytest.mark.parametrize(
    ("listed", "language", "expected"),
    [
        ("fund", "en", {"fund", "funds", "funded", "is funding", "are jointly funding"}),
        ("carry out", "en", {"carry out", "carries out", "carried out", "are carrying out"}),
        ("establish", "en", {"establishes", "established", "is establishing"}),
        ("finance", "en", {"finances", "financed", "were financing"}),
        ("hold, held, held", "en", {"holds", "held", "are holding"}),
        ("give, gave, given", "en", {"gives", "gave", "has given"}),
        ("map, mapped, mapped", "en", {"maps", "mapped", "is mapping"}),
        ("financer", "fr", {"finance", "financent", "financera", "ont financé", "ont conjointement financé"}),
        ("appuyer", "fr", {"appuie", "appuient", "appuiera", "a appuyé"}),
        ("mettre en œuvre, met, mettent, mettr, mis", "fr", {"mettent en œuvre", "mettra en œuvre", "a mis en œuvre"}),
        ("apoyar", "es", {"apoya", "apoyan", "apoyó", "apoyaron", "apoyará", "han apoyado"}),
        ("llevar a cabo", "es", {"lleva a cabo", "llevaron a cabo"}),
        ("hacer, hace, hacen, hizo, hicieron, har, hecho", "es", {"hizo", "harán", "ha hecho"}),
    ],
)
def test_a_verb_is_found_in_its_forms(listed: str, language: str, expected: set[str]) -> None:
    assert expected <= active(listed, language)


@pytest.mark.parametrize(
    ("listed", "language", "expected"),
    [
        ("carry out", "en", {"carried out by", "carried out jointly by"}),
        ("give, gave, given", "en", {"given by", "given together by"}),
        ("financer", "fr", {"financé par", "financées par", "financée conjointement par"}),
        ("mettre en œuvre, met, mettent, mettr, mis", "fr", {"mis en œuvre par", "mise en œuvre par"}),
        ("ejecutar", "es", {"ejecutado por", "ejecutadas por", "ejecutada conjuntamente por"}),
    ],
)
def test_its_agent_stands_behind_the_participle(listed: str, language: str, expected: set[str]) -> None:
    assert expected <= passive(listed, language)


def test_the_infinitive_of_an_english_verb_is_no_verb_right_behind_a_singular_name() -> None:
    assert ("support", "plural") in set(forms("support", "en"))


def test_a_language_without_rules_has_no_forms() -> None:
    assert list(forms("finanziare", "it")) == []


@pytest.mark.parametrize(
    ("phrase", "language", "expected"),
    [
        ("avec l'appui de", "fr", ["avec l'appui de", "avec l'appui du", "avec l'appui des", "avec l'appui d'"]),
        ("con el apoyo de", "es", ["con el apoyo de", "con el apoyo del"]),
        ("pertenece a", "es", ["pertenece a", "pertenece al"]),
        ("with the support of", "en", ["with the support of"]),
        ("financé par", "fr", ["financé par"]),
    ],
)
def test_a_preposition_melts_into_the_article(phrase: str, language: str, expected: list[str]) -> None:
    assert list(contracted(phrase, language)) == expected
