"""Entries told by what repeats: kicker, date and title in any order, with text below or none."""

import pytest

from rochdale.loaders.items import Item
from tests.loaders.conftest import Items


def _entries(items: tuple[Item, ...]) -> list[tuple[str, str, str]]:
    return [(item.title, item.date, item.label) for item in items if item.part == "entry"]


DATES_FIRST = """\
Home > News

What bakers do

12 May 2022
Ten bakers share one oven
They lit it at dawn and took turns until the evening.

8 May 2022
Flour comes by boat now
The mill has no road. Its flour crosses the lake.

2 May 2022
A school for millers opens in the valley
Twelve have put their names down for the first course.
"""


def test_a_date_above_a_title_belongs_to_it(items: Items) -> None:
    found = items(DATES_FIRST)
    assert (found[0].part, found[0].title) == ("page", "What bakers do")
    assert _entries(found) == [
        ("Ten bakers share one oven", "2022-05-12", ""),
        ("Flour comes by boat now", "2022-05-08", ""),
        ("A school for millers opens in the valley", "2022-05-02", ""),
    ]
    assert found[1].summary == "They lit it at dawn and took turns until the evening."


KICKERS_FIRST = """\
Latest from our ovens

BREAD
Ten bakers share one oven

12 May 2022

They lit it at dawn and took turns until the evening.

Read more

FLOUR
The flour comes by boat now

8 May 2022

The mill has no road. Its flour crosses the lake.

Read more

SCHOOLS
A school for millers opens

2 May 2022

Twelve have put their names down for the first course.

Read more

Older entries
"""


def test_a_kicker_in_capitals_opens_an_entry_and_gives_it_no_type(items: Items) -> None:
    found = items(KICKERS_FIRST)
    assert found[0].title == "Latest from our ovens"
    assert _entries(found) == [
        ("Ten bakers share one oven", "2022-05-12", "BREAD"),
        ("The flour comes by boat now", "2022-05-08", "FLOUR"),
        ("A school for millers opens", "2022-05-02", "SCHOOLS"),
    ]
    assert {item.type for item in found[1:]} == {"news"}


CAPTIONED = """\
Inicio / Prensa / Noticias

Pan y cooperación

[Foto: un horno]
05.07.2024
ENTREVISTA
Diez panaderas y un horno
Lo encienden al alba y se turnan hasta la noche.
Seguir leyendo

[Foto: el lago]
28.06.2024
NOTICIA
La harina viene en barca
El molino no tiene camino.
Seguir leyendo

[Logotipo]
Mayo de 2024
CONVOCATORIA
Premio de pan
Pueden presentarse hornos de toda la comarca.
Seguir leyendo

Mostrando 3 de 21
"""


def test_a_caption_above_an_entry_is_no_title_and_the_foot_of_the_page_no_entry(items: Items) -> None:
    found = items(CAPTIONED)
    assert [(item.part, item.title) for item in found] == [
        ("page", "Pan y cooperación"),
        ("entry", "Diez panaderas y un horno"),
        ("entry", "La harina viene en barca"),
        ("entry", "Premio de pan"),
    ]
    assert [(item.date, item.type) for item in found[1:]] == [
        ("2024-07-05", "interview"),
        ("2024-06-28", "news"),
        ("", "call"),
    ]


LABELLED_DATES = """\
Social economy: what is new

30 June 2022 | Report
Statutes for bakers

The Bakers' Office compares nine laws.

17 June 2022 | News
A paper on yeast is out

Comments are welcome.

May 2022 | Policy brief
Young and baking

30 February 2022 | News
A loaf wins an award

It was made of rye.
"""


def test_a_date_with_a_label_opens_an_entry_even_where_no_text_stands_below(items: Items) -> None:
    found = items(LABELLED_DATES)
    assert _entries(found) == [
        ("Statutes for bakers", "2022-06-30", "Report"),
        ("A paper on yeast is out", "2022-06-17", "News"),
        ("Young and baking", "", "Policy brief"),
        ("A loaf wins an award", "", "News"),
    ]


def test_bulleted_titles_with_dates_below_are_entries(items: Items) -> None:
    text = "Brèves du fournil\n\nChers amis, voici ce que nous avons retenu du trimestre.\n\n" + "\n".join(
        f"■ {title}\n{day} avril 2019\n{text}\n"
        for title, day, text in [
            ("Le four s'allume", 12, "Dix boulangers le partagent."),
            ("La farine arrive en barque", 9, "Le moulin n'a pas de route."),
            ("Une école pour les meuniers", 2, "Douze inscrits pour le premier cours."),
        ]
    )
    found = items(text)
    assert [item.title for item in found] == [
        "Brèves du fournil",
        "Le four s'allume",
        "La farine arrive en barque",
        "Une école pour les meuniers",
    ]
    assert [item.date for item in found[1:]] == ["2019-04-12", "2019-04-09", "2019-04-02"]


HEADED = {
    "headings in a text": [
        "Ten bakers share one oven", "4 May 2022", "The oven is hot today.", "How it began", "With a debt, in spring.",
        "Who helped", "The miller lent flour.", "What comes next", "A second oven is planned.",
    ],
    "headings in capitals": [
        "Ten bakers share one oven", "The oven is hot today.", "HISTORY", "It began with a debt.", "PEOPLE",
        "Ten bakers work here.", "FUTURE", "A second oven is planned.",
    ],
    "numbered headings": [
        "Call for millers", "We look for a miller.", "1. The mill", "It stands by the lake.", "2. The work",
        "It begins at dawn.", "3. The pay", "It is fair.",
    ],
    "questions": [
        "“We stopped asking who the boss was”", "Ana Luz bakes in the valley.", "How did it begin?", "With a debt.",
        "Who helped you at the start of your cooperative?", "The miller did.",
        "And what did the ministry say to you then?", "Nothing.",
        "What do you tell the young people who come to you?", "Write down what you are owed.",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", HEADED)
def test_headings_within_a_text_open_no_entries(items: Items, kind: str) -> None:
    assert [item.part for item in items("\n\n".join(HEADED[kind]))] == ["page"]


def test_what_stands_above_a_menu_is_the_name_of_the_site(items: Items) -> None:
    menu = "About us    Members    Library    Contact"
    text = f"Bakers of the Lakes\n\n{menu}\n\nMembers and guests\n\nTen bakers belong to us.\n"
    assert items(text)[0].title == "Members and guests"


def test_a_menu_below_the_title_does_not_take_its_place(items: Items) -> None:
    assert items("What bakers do\n\nFollow us    RSS    Print\n\nThey bake bread.\n")[0].title == "What bakers do"


@pytest.mark.parametrize(
    "path", ["Home / News / Bread", "Home › Newsroom", "Accueil > Actualités", "Inicio » Prensa", "English | Español"]
)
def test_a_path_through_the_site_is_no_title(items: Items, path: str) -> None:
    assert (
        items(f"{path}\n\nTen bakers share one oven\n\nThe oven is hot today.\n")[0].title
        == "Ten bakers share one oven"
    )


def test_a_rubric_in_capitals_is_no_title(items: Items) -> None:
    text = "BREAD – LAKES\n\nTen bakers have their own oven now\n\nIt was lit at dawn.\n"
    assert items(text)[0].title == "Ten bakers have their own oven now"
