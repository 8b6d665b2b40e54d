"""Items that a source sets apart itself are read as declared."""

from rochdale.loaders.document import Document, Entry, Span, digest
from rochdale.loaders.items import Record
from rochdale.loaders.reading import read_record

TEXT = """\
News
Ten bakers share one oven
12 May 2022
The ILO bakes bread in Kenya with the bakers of the valley.

Flour from the hill
The mill of the valley turns for the Government of Kenya.
"""


def _line(words: str) -> Span:
    start = TEXT.index(words)
    return start, TEXT.index("\n", start) + 1


def _read(*entries: Entry, language: str = "") -> Record:
    return read_record(
        Document(
            "feed.xml", "feed", TEXT, digest(TEXT.encode()), "text/xml", "feed", language=language, entries=entries
        )
    )


OVEN = Entry(
    title=_line("Ten bakers"),
    label=_line("News"),
    date="2022-05-12T08:00:00Z",
    date_at=_line("12 May"),
    lead=_line("The ILO"),
    url="https://example.org/oven",
)
FLOUR = Entry(title=_line("Flour"), body=_line("The mill"))


def test_an_item_has_what_its_entry_declares() -> None:
    record = _read(OVEN, FLOUR)
    oven, flour = record.items
    assert (oven.title, oven.label, oven.type, oven.date) == ("Ten bakers share one oven", "News", "news", "2022-05-12")
    assert oven.url == "https://example.org/oven"
    assert oven.summary == "The ILO bakes bread in Kenya with the bakers of the valley."
    assert {mention.key for mention in oven.mentions} >= {"organisation/ilo", "country/KEN"}
    assert (flour.title, flour.date, flour.url) == ("Flour from the hill", "", "")
    assert "organisation/ilo" not in {mention.key for mention in flour.mentions}
    assert record.kind == "listing"


def test_a_page_of_its_own_is_an_article() -> None:
    record = _read(Entry(title=_line("Ten bakers"), page=True, body=_line("The ILO")))
    assert [(item.part, item.title) for item in record.items] == [("page", "Ten bakers share one oven")]
    assert record.kind == "article"


def test_a_declared_date_that_does_not_exist_is_a_fault() -> None:
    for iso in ("2022-02-31", "12 May"):
        record = _read(Entry(title=_line("Flour"), date=iso))
        assert record.items[0].date == ""
        assert [(fault.field, fault.line) for fault in record.faults] == [("date", 6)]
        assert iso[:10] in record.faults[0].reason or "31" in record.faults[0].reason


def test_the_date_that_a_line_shows_counts_where_none_is_declared() -> None:
    assert _read(Entry(title=_line("Ten bakers"), date_at=_line("12 May"))).items[0].date == "2022-05-12"


def test_a_declared_language_is_believed_if_it_is_one_of_the_languages() -> None:
    assert _read(FLOUR, language="fr").language == "fr"
    assert _read(FLOUR, language="xx").language == "en"
