"""PDFs: text, title and day; what repeats on each page; what cannot be read."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rochdale.errors import SourceError
from rochdale.loaders import sources
from rochdale.loaders.document import Capture, Document
from rochdale.loaders.items import Item
from rochdale.loaders.pipeline import harvest
from rochdale.loaders.readers.pdfs import sheets
from rochdale.loaders.readers.reader import read_document, takes
from rochdale.loaders.reading import read_record
from tests.conftest import Cli
from tests.loaders.pdfs import Shown, lines, pdf

pytest.importorskip("pypdfium2")

BODY = (
    "The ILO trains bakers of the valley in Kenya, together with the FAO, and",
    "writes down what they say of their work.",
)


def document(data: bytes) -> Document:
    return read_document(Capture(source="study.pdf", slug="study", data=data))


def item(data: bytes) -> Item:
    record = read_record(document(data))
    (found,) = record.items
    return found


def front(*texts: str, title: str = "Bread and work in the valley") -> list[Shown]:
    return [*lines("Cooperatives Unit"), (24, 60, 700, title), *lines(*texts, *BODY, top=650)]


def test_a_pdf_is_one_item_with_its_text() -> None:
    found = item(pdf(front("12 May 2022")))
    assert (found.part, found.title, found.date) == ("page", "Bread and work in the valley", "2022-05-12")
    assert {m.key for m in found.mentions} >= {"organisation/ilo", "organisation/fao", "country/KEN"}


def test_a_pdf_is_a_publication_unless_its_words_say_otherwise() -> None:
    assert item(pdf(front())).type == "publication"
    assert item(pdf(front("12 May 2022"))).type == "publication"
    assert item(pdf(front("Press release"))).type == "press-release"


def test_lines_that_fill_the_page_go_on_in_the_next() -> None:
    assert " ".join(BODY) in document(pdf(front())).text


def test_a_declared_title_is_believed_where_it_stands_in_the_text() -> None:
    info = {"Title": "bread and work in the valley"}
    plain = pdf(lines("Cooperatives Unit", "Bread and work", "in the valley", *BODY), info=info)
    assert item(plain).title == "Bread and work in the valley"


@pytest.mark.parametrize("title", ["Microsoft Word - final_v3.doc", "Untitled", "Annual report 2009", "", "x"])
def test_a_declared_title_that_does_not_is_not(title: str) -> None:
    assert item(pdf(front(), info={"Title": title})).title == "Bread and work in the valley"


def test_a_title_in_large_letters_over_two_lines_is_one() -> None:
    page = [(24, 60, 720, "Bread and work"), (24, 60, 690, "in the valley"), *lines(*BODY, top=650)]
    assert item(pdf(page)).title == "Bread and work in the valley"


def test_without_a_better_title_the_first_line_is_it() -> None:
    assert item(pdf(lines("Bread and work", *BODY))).title == "Bread and work"


def test_the_day_of_making_counts_where_the_front_names_its_year() -> None:
    made = {"CreationDate": "D:20220512080000+02'00'"}
    assert item(pdf(front("Turin, 2022"), info=made)).date == "2022-05-12"
    assert item(pdf(front("Turin, 2019"), info=made)).date == ""
    assert item(pdf(front("3 June 2022"), info=made)).date == "2022-06-03"
    assert item(pdf(front("2022"), info={"CreationDate": "D:20221341"})).date == ""


def test_what_stands_at_head_and_foot_of_each_page_is_left_out() -> None:
    pages = [
        [
            *lines("Bread and work in the valley", "Working notes"),
            *lines(f"Paragraph {'abcde'[n]} tells of bread.", top=700),
            *lines(f"Page {n + 1} of 5", top=40),
        ]
        for n in range(5)
    ]
    pages[0] = [(24, 60, 740, "Flour for all"), *pages[0]]
    text = document(pdf(*pages)).text
    assert text.count("Working notes") == 1
    assert "Page" not in text
    assert all(f"Paragraph {letter} tells" in text for letter in "abcde")


def test_a_word_parted_at_the_end_of_a_line_is_put_together() -> None:
    page = lines("Bread and work", "All bakers of the valley have a say in each deci-", "sion of their cooperative.")
    assert "each decision of their" in document(pdf(page)).text


def test_a_compound_keeps_its_hyphen() -> None:
    page = lines(
        "Bread and work",
        "Members take part in decision-making.",
        "All bakers of the valley have a say in decision-",
        "making of their cooperative.",
    )
    text = document(pdf(page)).text
    assert text.count("decision-making") == 2


def test_two_columns_are_read_one_after_the_other() -> None:
    left = lines("Left one of the page", "left two of the page", left=40, top=700)
    right = lines("Right one of the page", "right two of the page", left=320, top=700)
    text = document(pdf([*lines("Bread and work"), *left, *right])).text
    assert text.index("left two") < text.index("Right one")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n", "damaged"),
        (pdf(lines("Bread"))[:200], "damaged"),
        (pdf([], []), "OCR"),
        (
            pdf(
                lines("Bread"),
                trailer="/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
                f"/O <{'00' * 32}> /U <{'11' * 32}> >> /ID [<00> <00>]",
            ),
            "password",
        ),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        document(data)


def test_a_pdf_of_many_pages_is_read_as_far_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_PAGES", 2)
    found = document(pdf(*(lines(f"Bread {n}", f"Text of {n}") for n in "abc")))
    assert "Text of c" not in found.text
    assert [fault.reason for fault in found.faults] == ["only the first 2 of 3 pages are read"]


def test_a_pdf_that_takes_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_SECONDS", -1)
    with pytest.raises(SourceError, match="took more than"):
        document(pdf(front()))


def test_without_the_library_a_pdf_in_a_folder_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "study.pdf").write_bytes(pdf(front()))
    assert [r.title for record in harvest([tmp_path], jobs=1).records for r in record.items]
    for module in (sheets, sources):
        monkeypatch.setattr(module, "installed" if module is sheets else "takes", lambda *_: False)
    assert harvest([tmp_path], jobs=1).tally.passed_over == 1
    (fault,) = harvest([tmp_path / "study.pdf"], jobs=1).unread
    assert "pip install 'rochdale[pdf]'" in fault.reason


def test_a_pdf_is_taken_where_its_library_is_there() -> None:
    assert takes("pdf")
    assert takes("capture")
    assert not takes("other")


def test_a_pdf_comes_into_the_graph(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "study.pdf").write_bytes(pdf(front("12 May 2022")))
    said = cli("build", tmp_path / "study.pdf", "--out", tmp_path / "kg", "--jobs", "1")
    assert said.code == 0
    assert '"application/pdf"' in (tmp_path / "kg" / "graph.nt").read_text(encoding="utf-8")


WHOLE = pdf(front("12 May 2022"), lines("More of it"), info={"Title": "Bread and work in the valley"})


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 20), st.binary(max_size=8)), max_size=5),
    st.integers(0, len(WHOLE)),
)
def test_any_damage_gives_a_document_or_one_error(damage: list[tuple[int, int, bytes]], cut: int) -> None:
    data = bytearray(WHOLE)
    for at, size, piece in damage:
        data[at : at + size] = piece
    for one in (bytes(data), b"%PDF-1.4\n" + bytes(data[cut:])):
        try:
            found = document(b"%PDF-" + one[5:])
        except SourceError as error:
            assert error.reason
        else:
            read_record(found)
