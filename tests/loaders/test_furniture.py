"""What a page holds besides its content, and what a capture glued together or wrapped."""

import pytest

from tests.loaders.conftest import Items, Read

ENTRIES = """\
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
TITLES = ["Ten bakers share one oven", "Flour comes by boat now", "A school for millers opens in the valley"]


@pytest.mark.parametrize(
    "head",
    [
        "Skip to content\n\nBakers of the valley\n\nAbout\nWork\nOvens\nShop\nContact\n\nBread archive\n\n",
        "Bakers of the valley\n\nHome > Media > Bread archive\n\nBread archive\n\n",
        "We use cookies to make this site better. Accept all\n\nBread archive\n\nSort by: Newest first\n\n",
        "Bread archive\n\nShowing 1-3 of 40 results\n\nOvens (12)\nMills (3)\nFairs (7)\n\n",
    ],
)
@pytest.mark.parametrize(
    "foot",
    [
        "",
        "\n1 2 3 … 14 Next »\n\nBakers of the valley\n",
        "\nNewsletter\nYour address\nSend\n\n© 2022 Bakers of the valley\n",
        "\nArchives\nMay 2022\nApril 2022\n",
    ],
)
def test_menus_filters_pagers_and_forms_are_no_items(items: Items, head: str, foot: str) -> None:
    assert [item.title for item in items(head + ENTRIES + foot)] == ["Bread archive", *TITLES]


def test_a_list_of_what_a_page_holds_is_not_read_twice(items: Items) -> None:
    contents = "".join(f"{title}\n" for title in TITLES)
    found = items(f"The baker's letter\n\nIn this issue\n{contents}\n{ENTRIES}")
    assert [item.title for item in found if item.part == "entry"] == TITLES


def test_what_readers_wrote_has_no_entries(items: Items) -> None:
    replies = "".join(f"Awa {n}\n{n} May 2022 at 7:02\nWell said, all of you.\n\n" for n in range(3, 9))
    text = "Bakers meet\n\n2 May 2022\n\nThe bakers met and talked of bread, of ovens and of the price of salt.\n\n"
    assert [item.title for item in items(f"{text}6 responses to “Bakers meet”\n\n{replies}")] == ["Bakers meet"]


def test_lines_glued_in_the_same_way_are_taken_apart(items: Items) -> None:
    found = items(
        "Bread archive\n"
        "News25 May 2023Ten bakers share one ovenThey lit it at dawn and took turns …\n"
        "Event18 May 2023Flour fair in the old millThe fair is open to all who grind or …\n"
        "News11 May 2023A school for millers opensTwelve have put their names down for …\n"
    )
    assert [(item.title, item.date, item.label) for item in found[1:]] == [
        ("Ten bakers share one oven", "2023-05-25", "News"),
        ("Flour fair in the old mill", "2023-05-18", "Event"),
        ("A school for millers opens", "2023-05-11", "News"),
    ]


def test_a_date_before_a_title_is_taken_apart_where_it_is_so_again_and_again(items: Items) -> None:
    lines = [
        "12 mars 2024 : Une mairie achète son pain",
        "5 mars 2024 : Le four est réparé",
        "1er mars 2024 : La farine est là",
    ]
    found = items("Nouvelles du pain\n\n" + "\n".join(f"{line} (PDF, 240 Ko)" for line in lines))
    assert [(item.title, item.date) for item in found[1:]] == [
        ("Une mairie achète son pain", "2024-03-12"),
        ("Le four est réparé", "2024-03-05"),
        ("La farine est là", "2024-03-01"),
    ]


def test_a_date_before_a_sentence_of_a_text_stays_in_it(items: Items) -> None:
    text = "Bakers meet\n\nThe bakers met last week and talked of bread, of ovens and of the price of salt.\n\n"
    found = items(f"{text}12 March 2024 : the oven was lit for the first time in years, to the joy of all.\n")
    assert [item.title for item in found] == ["Bakers meet"]


def test_a_wrapped_title_is_one_title(items: Items) -> None:
    found = items(
        "Bread archive\n\n"
        "   * 28 November 2023\n"
        "     Ten bakers of the valley share one oven and light it every day\n     before dawn, in turns\n"
        "   * 16 November 2023\n"
        "     Flour comes by boat again, now that the road to the mill on the\n     lake is closed\n"
        "   * 2 November 2023\n"
        "     A school for millers opens in the valley with twelve pupils, as\n     many as a mill can hold\n"
    )
    assert [item.title for item in found[1:]] == [
        "Ten bakers of the valley share one oven and light it every day before dawn, in turns",
        "Flour comes by boat again, now that the road to the mill on the lake is closed",
        "A school for millers opens in the valley with twelve pupils, as many as a mill can hold",
    ]


def test_a_table_of_works_has_an_item_for_each_row(items: Items) -> None:
    found = items(
        "Calls for bakers\n\nCode\tSubject\tPublicación\tCierre\n"
        "B-1\tRepair of the four ovens of the valley\t18/07/2022\t05/08/2022\n"
        "B-2\tSupply of flour to the school kitchens\t11/07/2022\t29/07/2022\n"
        "B-3\tA study of the price of salt\t01/07/2022\t22/07/2022\n"
    )
    assert [(item.title, item.date) for item in found[1:]] == [
        ("Repair of the four ovens of the valley", "2022-07-18"),
        ("Supply of flour to the school kitchens", "2022-07-11"),
        ("A study of the price of salt", "2022-07-01"),
    ]


def test_a_table_within_a_text_has_no_entries(read: Read) -> None:
    paragraphs = "The bakers met and talked of bread, of ovens and of the price of salt.\n\n" * 5
    record = read(
        f"What an oven costs\n\n{paragraphs}Kind of oven\tPrice\tLoaves\n"
        "Of brick\t40\t90\nOf clay\t20\t60\nOf steel\t90\t200\n"
    )
    assert [item.part for item in record.items] == ["page"]


@pytest.mark.parametrize(
    "block",
    [
        "{title}\nReference: B/{n}\nPosted: {n} March 2023\nClosing date: {n} April 2023\n\n",
        "{title}\nhttps://bread.example/{n}\n{n} March 2023\nCall\n\n",
    ],
)
def test_the_first_line_of_like_blocks_is_the_title(items: Items, block: str) -> None:
    titles = ["Keeper of the oven", "Miller for the lake", "Teacher of bakers"]
    blocks = "".join(block.format(title=title, n=n) for n, title in enumerate(titles, start=2))
    found = items(f"Work with us\n\n{blocks}")
    assert [(item.title, item.date, item.type) for item in found[1:]] == [
        (title, f"2023-03-0{n}", "call") for n, title in enumerate(titles, start=2)
    ]


def test_the_month_above_gives_a_day_its_year(items: Items) -> None:
    found = items(
        "Events\n\nMarch 2024\n\nThu\n14\n14 March @ 17:00 - 18:30\nWho owns the oven?\nMill Hall\n\n"
        "Sat\n23\n23 March @ 10:00 - 24 March @ 16:00\nSpring school for bakers\nLake Farm\n\n"
        "April 2024\n\nTue\n9\n9 April\nA day of salt\nMill Hall\n"
    )
    assert [(item.title, item.date) for item in found[1:]] == [
        ("Who owns the oven?", "2024-03-14"),
        ("Spring school for bakers", "2024-03-23"),
        ("A day of salt", "2024-04-09"),
    ]


@pytest.mark.parametrize("numbered", [True, False])
def test_questions_of_an_interview_are_no_entries(items: Items, numbered: bool) -> None:
    asked = ["How did you learn to bake?", "Who owns the oven now?", "What does a loaf cost?", "And the salt?"]
    text = "".join(
        f"{f'{n}. ' if numbered else ''}{question}\n\nWe asked the miller. He knew, and told us in a word or two.\n\n"
        for n, question in enumerate(asked, start=1)
    )
    assert [item.part for item in items(f"“We bake at night”\n\nPosted by Awa on 3 May 2022\n\n{text}")] == ["page"]
