"""Listings told by their teasers, and dates that stand among other things."""

import pytest

from tests.loaders.conftest import Items

HEADLINES = [
    "Ten bakers of the valley share one oven and its debts",
    "The flour of the hill mill comes by boat from now on",
    "A school for millers opens its doors to twelve of them",
    "Rye wins the loaf of the year for the second time",
]


def _titles(items: Items, text: str) -> list[str]:
    return [item.title for item in items(text) if item.part == "entry"]


def test_an_offer_to_read_on_ends_an_entry(items: Items) -> None:
    text = "What bakers do\n\n" + "\n\n".join(
        f"{title}\n\nThey bake.\n\nRead more: {title}\n" for title in ("Oven", "Lake", "Mill")
    )
    assert _titles(items, text) == ["Oven", "Lake", "Mill"]
    assert "Read more" not in " ".join(item.summary for item in items(text))


def test_a_text_cut_off_by_dots_ends_an_entry(items: Items) -> None:
    text = "What bakers do\n\nShow filters\n\n" + "\n\n".join(
        f"{title}\n\nThey lit the oven at dawn and then…" for title in HEADLINES
    )
    assert _titles(items, text) == HEADLINES


def test_entries_between_those_with_an_end_are_found_too(items: Items) -> None:
    teasers = [
        "They lit it at dawn and…",
        "They lit it at noon",
        "They lit it at dusk and…",
        "They lit it at night and…",
    ]
    text = "What bakers do\n\n" + "\n\n".join(
        f"{title}\n\n{teaser}" for title, teaser in zip(HEADLINES, teasers, strict=True)
    )
    assert _titles(items, text) == HEADLINES


def test_headlines_with_a_paragraph_each_are_entries(items: Items) -> None:
    text = "What bakers do\n\n" + "\n\n".join(
        f"{title}\n\nThey lit the oven at dawn. It burnt all day." for title in HEADLINES
    )
    assert _titles(items, text) == HEADLINES


def test_headlines_alone_are_entries(items: Items) -> None:
    text = "What bakers do\n\nIf you write about bread, ask us.\n\n" + "\n\n".join(HEADLINES) + "\n"
    assert _titles(items, text) == HEADLINES


def test_bulleted_titles_with_text_set_in_below_them_are_entries(items: Items) -> None:
    text = "What bakers do\n\n" + "\n\n".join(f"  • {title}\n\n    They lit the oven at dawn." for title in HEADLINES)
    assert _titles(items, text) == HEADLINES


def test_a_bulleted_list_in_a_text_has_no_entries(items: Items) -> None:
    text = (
        "What bakers do\n\nThey need:\n\n"
        + "\n".join(f"  • {title}" for title in HEADLINES)
        + "\n\nThat is all they need.\n"
    )
    assert _titles(items, text) == []


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("BRUSSELS, 12 March 2024 – The bakers have met.", "2024-03-12"),
        ("ABIDJAN, 15 novembre 2022 (de notre rédaction) – Le four est chaud.", "2022-11-15"),
        ("Bogotá, D. C., 3 de mayo de 2018. El horno está caliente.", "2018-05-03"),
        ("Namur, le 10 mars 2020. Le four est chaud.", "2020-03-10"),
        ("(2 de marzo de 2017) El horno está caliente.", "2017-03-02"),
        ("Posted on September 8th, 2022 by the editorial team", "2022-09-08"),
        ("Publicada el 18-10-2023 · Lectura: 4 minutos", "2023-10-18"),
        ("Mis en ligne le 20 février 2023.", "2023-02-20"),
        ("by Ana Luz, August 14, 2023 · 6 min read", "2023-08-14"),
        ("The bakers met in Nairobi, 12 March 2024 was the day they chose.", ""),
        ("The report published on 12 March 2024 speaks of bread.", ""),
    ],
)
def test_a_date_may_stand_among_other_things(items: Items, line: str, date: str) -> None:
    assert (
        items(f"Ten bakers share one oven\n\n{line}\n\nThe oven is hot today and the bread is good.\n")[0].date == date
    )


def test_figures_are_read_as_the_other_dates_of_the_page_are_written(items: Items) -> None:
    def listing(*dates: str) -> list[str]:
        text = "What bakers do\n\n" + "\n\n".join(
            f"{date}\n{title}\nThey bake." for date, title in zip(dates, HEADLINES, strict=False)
        )
        return [item.date for item in items(text) if item.part == "entry"]

    assert listing("21/07/2022", "04/07/2022", "01/06/2022") == ["2022-07-21", "2022-07-04", "2022-06-01"]
    assert listing("07/21/2022", "07/04/2022", "06/01/2022") == ["2022-07-21", "2022-07-04", "2022-06-01"]
