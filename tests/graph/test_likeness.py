"""Likeness: what may be one thing, and what may not."""

import pytest

from rochdale.graph.review.likeness import LEAST, MOST, Likeness, Named, likenesses, stem
from rochdale.loaders.vocabulary import vocabulary

WORDS = vocabulary()
OTHERS = [
    "Federation of Bakers of Oran",
    "Coopérative des potiers de Nabeul",
    "Red de Panaderas de Lumbral",
    "Savings and Credit Society of Port Selma",
    "Tsuru Mountain Cooperative",
    "Asociación de Vendedores de Río Manso",
    "Ministry of Agriculture",
    "National Union of Service Cooperatives",
]
"""What else there is, so that some words are common and others rare."""


def named(key: str, *names: str, of: str = "organisation", acronyms: tuple[str, ...] = (), **facts: object) -> Named:
    countries = frozenset(filter(None, [str(facts.get("country", ""))]))
    return Named(
        key=f"{of}/{key}",
        of=of,
        names=names,
        acronyms=acronyms,
        kind=str(facts.get("kind", "")),
        countries=countries,
        settled=bool(facts.get("settled", False)),
    )


def found(*things: Named) -> list[Likeness]:
    others = [named(f"other-{n}", name, settled=True) for n, name in enumerate(OTHERS)]
    return likenesses([*things, *others], WORDS)


def pair(first: str, second: str, of: str = "organisation") -> list[Likeness]:
    return found(named("a", first, of=of), named("b", second, of=of))


LIKELY = {
    "a letter missing": ("Loom Weavers of Keur Aval", "Loom Weavers of Kear Aval"),
    "another order": ("Weavers' Union of Tell Aval", "Tell Aval Weavers' Union"),
    "another language": ("Union des coopératives oléicoles de Tell Aval", "Union of Olive Cooperatives of Tell Aval"),
    "words of one origin": (
        "Federación Nacional de Cooperativas Agrícolas",
        "Fédération nationale des coopératives agricoles",
    ),
    "a country by its people": ("Tunisian Weavers' League", "Weavers' League of Tunisia"),
    "a country in another language": ("Ligue des tisserands de Tunisie", "Ligue des tisserands, Túnez"),
    "a word more": ("Cooperativa Pan y Camino", "Cooperativa de Trabajo Pan y Camino"),
    "initials": ("BIRT", "Bureau international de recherche des tisserands"),
}


@pytest.mark.parametrize(("first", "second"), LIKELY.values(), ids=LIKELY)
def test_what_may_be_one_is_suggested_with_a_reason(first: str, second: str) -> None:
    (one,) = [likeness for likeness in pair(first, second) if likeness.second == "organisation/b"]
    assert (one.first, one.second) == ("organisation/a", "organisation/b")
    assert LEAST <= one.score <= 1
    assert any(name in " ".join(one.reasons) for name in (first, second))
    assert pair(second, first)[0].score == one.score


UNLIKELY = {
    "other places": ("Coopérative maraîchère de Keur Aval", "Coopérative forestière de Mont-Aval"),
    "another number": ("Cooperative 12 of Oran Weavers", "Cooperative 13 of Oran Weavers"),
    "kind alone": ("Weavers' Cooperative", "Bakers' Cooperative"),
    "nothing": ("Loom Weavers", "Port Fishers"),
}


@pytest.mark.parametrize(("first", "second"), UNLIKELY.values(), ids=UNLIKELY)
def test_what_is_unlike_is_not_suggested(first: str, second: str) -> None:
    assert [one for one in pair(first, second) if {one.first, one.second} == {"organisation/a", "organisation/b"}] == []


def test_an_acronym_in_common_is_a_reason() -> None:
    (one,) = found(named("a", "Vereda Alta", acronyms=("VA",)), named("b", "Haute Voie", acronyms=("VA",)))
    assert one.reasons == ("both are called VA",)


def test_two_countries_keep_namesakes_apart_and_one_brings_them_nearer() -> None:
    apart = [
        named("a", "Ministry of Looms", country="country/KEN"),
        named("b", "Ministry of Looms", country="country/TUN"),
    ]
    assert found(*apart) == []
    unsaid = found(named("a", "Looms of Oran"), named("b", "Loom of Oran"))
    said = found(named("a", "Looms of Oran", country="country/DZA"), named("b", "Loom of Oran", country="country/DZA"))
    assert said[0].score > unsaid[0].score


def test_another_kind_makes_it_less_likely_and_is_told() -> None:
    (one,) = found(named("a", "Looms of Oran", kind="network"), named("b", "Looms of Oran", kind="company"))
    assert one.score == 0.9
    assert one.reasons[-1] == "but they differ in kind: network, company"


def test_two_settled_things_and_things_of_two_classes_are_not_compared() -> None:
    assert found(named("a", "Green Looms", settled=True), named("b", "Green Looms", settled=True)) == []
    assert found(named("a", "Green Looms"), named("b", "Green Looms", of="project")) == []


@pytest.mark.parametrize(
    ("first", "second", "likely"),
    [
        ("Ada Moor", "A. Moor", True),
        ("Ada Moor", "Ada Moore", True),
        ("Ada Moor", "Eva Moor", False),
        ("Ada Moor", "B. Moor", False),
    ],
)
def test_persons_may_be_one_by_initial_or_spelling(first: str, second: str, likely: bool) -> None:
    assert bool(pair(first, second, "person")) is likely


@pytest.mark.parametrize(
    "words",
    ["federation fédération federacion", "nationale national nacional", "association asociacion", "syndicat sindicato"],
)
def test_words_of_one_origin_begin_alike(words: str) -> None:
    assert len({stem(word.replace("é", "e")) for word in words.split()}) == 1


def test_one_thing_has_few_suggestions_whatever_there_is() -> None:
    things = [named(f"n{n:02}", f"Loom Weavers of Keur Aval {chr(97 + n)}") for n in range(20)]
    suggestions = likenesses(things, WORDS)
    assert len(suggestions) <= MOST * len(things)
    assert (
        len(
            likenesses(
                [named("x", "Loom Weavers"), *(named(f"s{n}", "Loom Weavers", settled=True) for n in range(20))], WORDS
            )
        )
        == MOST
    )


def test_the_order_of_things_changes_nothing() -> None:
    things = [named(f"n{n}", name) for n, names in enumerate(LIKELY.values()) for name in names[:1]]
    things += [named(f"m{n}", name) for n, names in enumerate(LIKELY.values()) for name in names[1:]]
    assert likenesses(things, WORDS) == likenesses(things[::-1], WORDS)


def test_many_names_of_common_words_are_compared_with_their_neighbours_alone() -> None:
    letters = "abcdefghij"
    many = [named(f"n-{a}{b}{c}", f"Union of Weavers {a}{b}{c}") for a in letters for b in letters for c in letters]
    suggestions = likenesses(many, WORDS)
    assert len(suggestions) <= MOST * len(many)
