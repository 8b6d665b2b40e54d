import pytest

from rochdale.loaders.items import Item
from tests.loaders.conftest import Items, Read, Says
from tests.loaders.views import organisations, page_of, words


def titles(items: tuple[Item, ...]) -> list[str]:
    return [item.title for item in items]


# an old thematic page: placeholders, lines that name a series, titles that stand twice


OLD = """\
Migrated Content
We have moved our pages. Some may look odd.

Thematic page on the cooperative, social and solidarity economy

SSE: Bread and ovens

Shared ovens are old, and cooperatives keep them warm in many towns of the valley.

9 February 2017

Bakers have long known that an oven costs less when ten of them share it. The ILO counts such ovens in Kenya.

Shared ovens are old, and cooperatives keep them warm in many towns of the valley.

Related content

Ten bakers share one oven in Uganda
Placeholder image

Ten bakers share one oven in Uganda

Interview with Kenji Morino – Tsuru Mountain Cooperative
Placeholder image

Spotlight Interviews with Co-operators

Interview with Kenji Morino – Tsuru Mountain Cooperative

Ten bakers share one oven in Uganda
Placeholder image

Ten bakers share one oven in Uganda

A guide to shared ovens
Placeholder image

Policy brief # 6

A guide to shared ovens

Flour for all
Placeholder image


Flour for all

Wood, flour and time
Placeholder image

Cooperatives and the World of Work Series No. 12

Wood, flour and time"""


def test_an_old_thematic_page_is_an_item_with_one_for_each_pair_of_titles(read: Read) -> None:
    record = read(OLD)
    assert record.kind == "thematic"
    assert [(item.part, item.title) for item in record.items] == [
        ("page", "SSE: Bread and ovens"),
        ("entry", "Ten bakers share one oven in Uganda"),
        ("entry", "Interview with Kenji Morino – Tsuru Mountain Cooperative"),
        ("entry", "Ten bakers share one oven in Uganda"),
        ("entry", "A guide to shared ovens"),
        ("entry", "Flour for all"),
        ("entry", "Wood, flour and time"),
    ]


def test_the_page_above_related_content_has_its_own_label_date_and_summary(items: Items) -> None:
    page = items(OLD)[0]
    assert page.label == "Thematic page on the cooperative, social and solidarity economy"
    assert page.series == "Thematic page on the cooperative, social and solidarity economy"
    assert (page.type, page.date) == ("thematic", "2017-02-09")
    assert page.summary == "Shared ovens are old, and cooperatives keep them warm in many towns of the valley."


def test_what_an_entry_names_is_not_the_pages(items: Items) -> None:
    page, entry, *_ = items(OLD)
    assert (words(page, "country"), organisations(page)) == (["Kenya"], {"ilo": page.mentions[0].role})
    assert (words(entry, "country"), organisations(entry)) == (["Uganda"], {})


def test_the_line_between_a_placeholder_and_a_title_is_the_label(items: Items) -> None:
    found = [(item.label, item.series, item.series_number) for item in items(OLD)[1:]]
    assert found == [
        ("", "", ""),
        ("Spotlight Interviews with Co-operators", "Spotlight Interviews with Co-operators", ""),
        ("", "", ""),
        ("Policy brief # 6", "Policy brief", "6"),
        ("", "", ""),
        ("Cooperatives and the World of Work Series No. 12", "Cooperatives and the World of Work Series", "12"),
    ]


def test_the_entries_of_related_content_are_told_as_such(items: Items) -> None:
    page, *entries = items(OLD)
    assert not page.related
    assert all(entry.related for entry in entries)


def test_the_same_pair_twice_is_two_items_at_two_places(items: Items) -> None:
    first, second = (item for item in items(OLD) if item.title == "Ten bakers share one oven in Uganda")
    assert first.title_start < second.title_start
    assert OLD[first.title_start :].startswith(first.title)
    assert OLD[second.title_start :].startswith(second.title)


def test_a_notice_is_no_content(items: Items) -> None:
    assert not any("moved our pages" in item.title + item.summary for item in items(OLD))


def test_a_notice_alone_yields_no_item(read: Read) -> None:
    record = read("Migrated Content\nWe have moved our pages. Some may look odd.\n")
    assert not record.items
    assert len(record.faults) == 1


# a new thematic page: covers, titles that stand three times


NEW = """\
Bakers lift the first loaves from the oven that they share.

Thematic page

The social and solidarity economy and bread

14 February 2025

Bakers lift the first loaves from the oven that they share. © Bakers’ Cooperative of Tell Aval

Why bread matters

Bread feeds the town. Whoever bakes it rises early and earns little.

What the ILO does

The ILO trains bakers in Kenya.

Bread for beginners: A guide for bakers
Cover Bread for beginners

Policy guide

Bread for beginners: A guide for bakers

Ovens of the world
Ovens of the world

Report

Ovens of the world

You may also be interested in

The social and solidarity economy and the care economy

Thematic page

The social and solidarity economy and the care economy

Technical support for project design and implementation

Technical support for project design and implementation

Ten bakers share one oven in Uganda

Ten bakers share one oven in Uganda"""


def test_a_new_thematic_page_is_an_item_with_one_for_each_card(read: Read) -> None:
    record = read(NEW)
    assert record.kind == "thematic"
    assert [(item.part, item.type, item.label, item.title) for item in record.items] == [
        ("page", "thematic", "Thematic page", "The social and solidarity economy and bread"),
        ("entry", "publication", "Policy guide", "Bread for beginners: A guide for bakers"),
        ("entry", "publication", "Report", "Ovens of the world"),
        ("entry", "thematic", "Thematic page", "The social and solidarity economy and the care economy"),
        ("entry", "thematic", "", "Technical support for project design and implementation"),
        ("entry", "news", "", "Ten bakers share one oven in Uganda"),
    ]


def test_a_caption_is_no_item_but_names_its_bodies(items: Items) -> None:
    page = items(NEW)[0]
    assert "Bakers’ Cooperative of Tell Aval" in organisations(page)
    assert page.date == "2025-02-14"


# a numbered listing


WITH_LABELS = """\
News on bread and on those who bake it

  1. News

    Ten bakers share one oven

    29 July 2021

    The oven stands in Kenya.

  2. Spotlight Interviews with Co-operators

    Antony McMullen, baker

    27 July 2021

  3. Event

    Bread fair in the old town

  4. International Day of Cooperatives

    Statement by the ILO Director-General for the bread fair

    03 July 2021

  5. Report

    Ovens of the world
"""


def test_a_numbered_listing_with_labels_has_an_item_for_each_number(read: Read) -> None:
    record = read(WITH_LABELS)
    assert record.kind == "listing"
    assert [(item.label, item.title, item.date, item.type) for item in record.items] == [
        ("", "News on bread and on those who bake it", "", "thematic"),
        ("News", "Ten bakers share one oven", "2021-07-29", "news"),
        ("Spotlight Interviews with Co-operators", "Antony McMullen, baker", "2021-07-27", "interview"),
        ("Event", "Bread fair in the old town", "", "event"),
        (
            "International Day of Cooperatives",
            "Statement by the ILO Director-General for the bread fair",
            "2021-07-03",
            "statement",
        ),
        ("Report", "Ovens of the world", "", "publication"),
    ]


def test_the_text_below_an_entrys_date_is_its_summary(items: Items) -> None:
    assert [item.summary for item in items(WITH_LABELS)] == ["", "The oven stands in Kenya.", "", "", "", ""]


def test_a_numbered_listing_without_labels_begins_each_entry_with_its_title(items: Items) -> None:
    page = (
        "Bread news\n\n  1. Ten bakers share one oven\n\n    29 July 2021\n\n    The oven stands in Kenya.\n\n"
        "  2. Flour is dear\n\n    28 July 2021\n\n  3. Bread fair\n\n    The fair is held in May.\n"
    )
    assert [(item.label, item.title, item.date, item.summary) for item in items(page)[1:]] == [
        ("", "Ten bakers share one oven", "2021-07-29", "The oven stands in Kenya."),
        ("", "Flour is dear", "2021-07-28", ""),
        ("", "Bread fair", "", "The fair is held in May."),
    ]


def test_ten_entries_and_more_are_numbered_with_two_figures(items: Items) -> None:
    page = "Bread news\n" + "".join(
        f"\n {n:2}. News\n\n    Oven number {n} is warm\n\n    {n} May 2022\n" for n in range(1, 13)
    )
    found = items(page)
    assert len(found) == 13
    assert [item.date for item in found[1:]] == [f"2022-05-{n:02}" for n in range(1, 13)]


def test_a_numbered_list_inside_an_article_is_no_listing(read: Read) -> None:
    rules = "1. Be early.\n2. Be clean.\n3. Be kind."
    record = read(page_of("Ten bakers share one oven", "4 May 2022", "They have rules.", rules, "The oven is hot."))
    assert record.kind == "article"
    assert titles(record.items) == ["Ten bakers share one oven"]


# listings headed by months, or told by their dates


def test_a_listing_headed_by_months_may_number_anew_each_month(read: Read) -> None:
    record = read(
        page_of(
            "News on bread and on those who bake it",
            "November 2022",
            "  1. Ten bakers share one oven\n\n    28 November 2022\n\n    The oven stands in Kenya.",
            "  2. Flour is dear\n\n    22 November 2022",
            "October 2022",
            "  1. Bread fair ends\n\n    25 October 2022",
            "  2. Wood is scarce\n\n    19 October 2022",
        )
    )
    assert record.kind == "listing"
    assert [(item.title, item.date) for item in record.items] == [
        ("News on bread and on those who bake it", ""),
        ("Ten bakers share one oven", "2022-11-28"),
        ("Flour is dear", "2022-11-22"),
        ("Bread fair ends", "2022-10-25"),
        ("Wood is scarce", "2022-10-19"),
    ]


def test_a_listing_is_told_by_its_dates(read: Read) -> None:
    record = read(
        "Bread news\n\nNews\n\nTen bakers share one oven\n\n29 July 2021\n\nThe oven stands in Kenya.\n\n"
        "News\n\nFlour is dear\n\n28 July 2021\n\nEvent\n\nBread fair ends\n\n27 July 2021\n\nIt ended well.\n"
    )
    assert record.kind == "listing"
    assert [(item.label, item.title, item.date, item.summary) for item in record.items] == [
        ("", "Bread news", "", ""),
        ("News", "Ten bakers share one oven", "2021-07-29", "The oven stands in Kenya."),
        ("News", "Flour is dear", "2021-07-28", ""),
        ("Event", "Bread fair ends", "2021-07-27", "It ended well."),
    ]


@pytest.mark.parametrize("bullet", ["-", "•", "–", "*"])
def test_a_bullet_on_a_line_of_its_own_begins_an_entry(read: Read, bullet: str) -> None:
    record = read(
        page_of(
            "Bread news",
            *(bullet, "News", "Ten bakers share one oven", "29 July 2021"),
            *(bullet, "Event", "Bread fair"),
            *(bullet, "News", "Flour is dear", "27 July 2021"),
        )
    )
    assert record.kind == "listing"
    assert [(item.label, item.title, item.date) for item in record.items] == [
        ("", "Bread news", ""),
        ("News", "Ten bakers share one oven", "2021-07-29"),
        ("Event", "Bread fair", ""),
        ("News", "Flour is dear", "2021-07-27"),
    ]


# articles


def test_a_label_and_a_date_may_share_a_line(items: Items) -> None:
    text = page_of("Ten bakers share one oven", "They wrote a rule.", "Press release | 4 April 2023", "It is hot.")
    assert [(item.title, item.label, item.date, item.summary) for item in items(text)] == [
        ("Ten bakers share one oven", "Press release", "2023-04-04", "They wrote a rule.")
    ]


def test_the_foot_of_a_page_is_no_content(items: Items) -> None:
    page = "Ten bakers share one oven\n\n4 May 2022\n\nThe oven is hot.\n\nShare this page\n\nThe ILO in Kenya\n"
    item = items(page)[0]
    assert not item.mentions


def test_a_date_that_does_not_exist_is_a_fault_and_no_date(read: Read) -> None:
    record = read("Ten bakers share one oven\n\n31 June 2021\n\nThe oven is hot.\n")
    assert record.items[0].date == ""
    assert [(fault.line, fault.field, fault.words) for fault in record.faults] == [(3, "date", "31 June 2021")]


@pytest.mark.parametrize("line", ["June 2021", "2021"])
def test_a_month_or_a_year_alone_is_no_date_of_an_item(items: Items, line: str) -> None:
    assert items(f"Ten bakers share one oven\n\n{line}\n\nThe oven is hot.\n")[0].date == ""


def test_the_day_of_the_event_told_about_is_no_date_of_the_news(items: Items) -> None:
    assert items("Ten bakers share one oven\n\nThe fair was held on 9 June 2021.\n")[0].date == ""


@pytest.mark.parametrize(
    "page",
    [
        "Course for bakers\n\nDate\n5 - 9 September 2022\n\nVenue\nNairobi\n\nBakers learn to bake.\n",
        "Course for bakers\n\nWhen: 5 - 9 September 2022\n\nWhere: Nairobi\n\nBakers learn to bake.\n",
        "Event\n\nCourse for bakers\n\nThe course is held from 5 to 9 September 2022 in Nairobi.\n",
    ],
)
def test_an_announced_event_takes_its_first_day(items: Items, page: str) -> None:
    item = items(page)[0]
    assert (item.type, item.date) == ("event", "2022-09-05")


@pytest.mark.parametrize("line", ["Date: 5 - 9 September 2022", "Date: 5 September 2022"])
def test_the_day_of_an_event_may_stand_on_the_line_of_its_field(items: Items, line: str) -> None:
    item = items(f"Course for bakers\n\n{line}\n\nVenue: Nairobi\n\nBakers learn to bake.\n")[0]
    assert (item.type, item.date) == ("event", "2022-09-05")


def test_an_undated_event_has_no_date(items: Items) -> None:
    assert items("Event\n\nCourse for bakers\n\nThe course is held in September.\n")[0].date == ""


def test_the_date_of_a_publication_may_stand_in_a_field(items: Items) -> None:
    for page in (
        "Ovens of the world\n\nPublication date: 29 July 2021\n\nThe report counts ovens.\n",
        "Ovens of the world\n\nPublication date\n29 July 2021\n\nThe report counts ovens.\n",
        "Fours du monde\n\nDate de publication\n29 juillet 2021\n\nLe rapport compte les fours.\n",
    ):
        assert items(page)[0].date == "2021-07-29"


# titles


@pytest.mark.parametrize(
    "title",
    [
        "“Bread is life”: ten bakers share one oven",
        '"Bread is life" - ten bakers',
        "Ten bakers share one oven 🍞🔥",
        "التعاون في الخبز: عشرة خبازين يتشاركون فرنا واحدا",
        "协同组合与面包：十位面包师共用一个烤炉",
        "Why do ten bakers share one oven?",
        "10 bakers, 1 oven & no boss (2022)",
        "Le pain, c’est la vie : dix boulangers, un four",
        "¿Por qué comparten un horno?",
        "Ten bakers share one oven – and a mill",
    ],
)
def test_a_title_is_kept_as_written(items: Items, title: str) -> None:
    page = f"{title}\n\n4 May 2022\n\nThe oven is hot and the bread is good.\n"
    item = items(page)[0]
    assert item.title == title
    assert page[item.title_start :].startswith(title)
    assert item.date == "2022-05-04"


def test_the_title_of_an_item_in_another_script_has_its_own_language(items: Items) -> None:
    page = (
        NEW
        + "\n\nالتعاون في الخبز: عشرة خبازين يتشاركون فرنا واحدا\n\nالتعاون في الخبز: عشرة خبازين يتشاركون فرنا واحدا\n"
    )
    assert (items(page)[0].language, items(page)[-1].language) == ("en", "ar")


@pytest.mark.parametrize("text", [OLD, NEW])
def test_a_page_in_english_is_in_english(read: Read, text: str) -> None:
    assert read(text).language == "en"


def test_an_item_has_the_language_of_its_page(french: Says, spanish: Says) -> None:
    assert french("Dix boulangers partagent un four.").language == "fr"
    assert spanish("Diez panaderos comparten un horno.").language == "es"


@pytest.mark.xfail(strict=True, reason="a short listing is too little for the detector: de, fr")
@pytest.mark.parametrize(
    "blocks",
    [
        [
            "News on bread",
            "November 2022",
            "  1. Ten bakers share one oven\n\n    28 November 2022\n\n    The oven stands in Kenya.",
            "  2. Flour is dear\n\n    22 November 2022",
        ],
        [
            "Bread news",
            "-",
            "News",
            "Ten bakers share one oven",
            "-",
            "Event",
            "Bread fair",
            "-",
            "News",
            "Flour is dear",
        ],
    ],
)
def test_a_short_listing_in_english_is_in_english(read: Read, blocks: list[str]) -> None:
    assert read(page_of(*blocks)).language == "en"


def test_a_page_without_a_line_that_can_be_a_title_is_a_fault(read: Read) -> None:
    record = read("...\n---\n\n.\n")
    assert record.items == ()
    assert [fault.field for fault in record.faults] == ["title"]


def test_lines_are_counted_from_one_with_the_blank_ones(items: Items) -> None:
    page, entry = items("Bread news\n\n\n  1. News\n\n    Ten bakers share one oven\n\n    4 May 2022\n")
    assert (page.line, entry.line) == (1, 6)


# captures that end early


def test_an_entry_cut_in_its_title_is_told_as_cut(items: Items) -> None:
    page = WITH_LABELS + "\n  6. News\n\n    Ten bakers in the old town of Tell Aval sha"
    *whole, last = items(page)
    assert (last.title, last.cut) == ("Ten bakers in the old town of Tell Aval sha", True)
    assert not any(item.cut for item in whole)


def test_an_entry_cut_in_its_summary_keeps_its_title(items: Items) -> None:
    page = WITH_LABELS + "\n  6. News\n\n    Ten bakers share a mill\n\n    1 July 2021\n\n    The mill is ol"
    last = items(page)[-1]
    assert (last.title, last.date, last.summary, last.cut) == (
        "Ten bakers share a mill",
        "2021-07-01",
        "The mill is ol",
        False,
    )


def test_a_card_cut_before_its_second_title_is_one_item(items: Items) -> None:
    found = items(OLD + "\n\nBread without any borders\nPlaceholder image\n")
    assert titles(found)[-2:] == ["Wood, flour and time", "Bread without any borders"]


def test_a_card_cut_in_its_second_title_is_one_item(items: Items) -> None:
    found = items(
        OLD + "\n\nBread without any borders\nPlaceholder image\n\nOur impact, Their voices\n\nBread without any bor"
    )
    assert titles(found)[-2:] == ["Wood, flour and time", "Bread without any borders"]
    assert found[-1].label == "Our impact, Their voices"
