import itertools
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rochdale.loaders.document import Document, digest, file_capture
from rochdale.loaders.items import Record
from rochdale.loaders.readers.capture import read_capture
from rochdale.loaders.reading import read_record
from tests.loaders.conftest import Read
from tests.loaders.views import page_of

PAGES = sorted((Path(__file__).parents[1] / "pages").glob("*.txt"))
LIMIT = 1.0
"""Seconds of work that one page of 20 kB may take."""


def document(text: str) -> Document:
    """A document of any text, even one that no capture can hold."""
    return Document("page.txt", "page", text, digest(text.encode()), "text/plain", "capture")


def flat(text: str) -> str:
    return " ".join(text.split())


def check(record: Record, text: str) -> None:
    """What holds of every record, whatever the page says."""
    lines = text.split("\n")
    for item in record.items:
        assert item.title
        assert flat(text[item.title_start :]).startswith(item.title)
        assert 1 <= item.line <= len(lines)
        for mention in item.mentions:
            assert 0 <= mention.start < mention.end <= len(text)
            assert flat(text[mention.start : mention.end]) == mention.words
            assert mention.words in mention.sentence
            assert 0 <= mention.confidence <= 1
            assert mention.rule
            assert mention.name
            assert text.count("\n", 0, mention.start) + 1 == mention.line
        assert [m.start for m in item.mentions] == sorted(m.start for m in item.mentions)
        for partnership in item.partnerships:
            assert 0 <= partnership.start < partnership.end <= len(text)
            assert flat(text[partnership.start : partnership.end]) == partnership.words
            assert 0 <= partnership.confidence <= 1
            assert partnership.first != partnership.second
            named = {m.name for m in item.mentions if m.of == "organisation"}
            assert {partnership.first_name, partnership.second_name} <= named
        assert len(item.themes) == len(set(item.themes)) <= 4
        assert set(item.themes) <= {m.key.removeprefix("theme/") for m in item.mentions if m.of == "theme"}
    for fault in record.faults:
        assert 1 <= fault.line <= len(lines)
        assert fault.reason
    assert sum(item.part == "page" for item in record.items) <= 1


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_mention_stands_in_the_page_at_its_place(path: Path) -> None:
    page = read_capture(file_capture(path, path.read_bytes()))
    check(read_record(page), page.text)


@pytest.mark.parametrize("path", PAGES[::4], ids=lambda path: path.stem)
def test_the_same_text_gives_the_same_record(path: Path) -> None:
    page = read_capture(file_capture(path, path.read_bytes()))
    assert read_record(page) == read_record(page)


@pytest.mark.parametrize("path", PAGES[::4], ids=lambda path: path.stem)
def test_a_page_cut_anywhere_is_still_read(path: Path) -> None:
    text = read_capture(file_capture(path, path.read_bytes())).text
    for end in range(1, len(text), 173):
        check(read_record(document(text[:end])), text[:end])


def test_two_mentions_of_one_class_do_not_overlap(read: Read) -> None:
    text = page_of(
        "Notes from the valley",
        "4 May 2022",
        "The ILO Cooperatives Unit (COOP), the International Training Centre of the ILO (ITCILO), the Ministry "
        "of Labour of Kenya and the UN Inter-Agency Task Force on SSE met in Nairobi, Kenya.",
    )
    for of in ("organisation", "country", "person", "project"):
        found = [m for m in read(text).items[0].mentions if m.of == of]
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_a_mention_counts_characters_not_bytes(read: Read) -> None:
    text = "“Café 🍞” in the valley\n\n4 May 2022\n\nÀ Tell Aval, 🍞 the ILO bakes.\n"
    found = next(m for m in read(text).items[0].mentions if m.of == "organisation")
    assert text[found.start : found.end] == "ILO"


def test_a_mention_has_the_sentence_it_stands_in_and_no_other(read: Read) -> None:
    sentence = "Dr. Ana Luz of the ILO bakes bread for all."
    text = page_of("Notes from the valley", "4 May 2022", f"The oven is hot today. {sentence} The mill is old.")
    found = next(m for m in read(text).items[0].mentions if m.of == "organisation")
    assert found.sentence == sentence
    assert found.line == 5


def test_a_record_says_where_it_was_read(read: Read) -> None:
    text = "Ten bakers share one oven\n\n4 May 2022\n\nThe oven is hot.\n"
    record = read(text)
    assert record.document == digest(text.encode())
    assert (record.slug, record.source, record.media_type, record.reader) == (
        "page",
        "page.txt",
        "text/plain",
        "capture",
    )


def test_the_name_of_the_file_does_not_change_what_is_read() -> None:
    data = b"Ten bakers share one oven\n\n4 May 2022\n\nThe ILO oven is hot.\n"
    one, other = (read_record(read_capture(file_capture(Path(name), data))) for name in ("a.txt", "folder/b.txt"))
    assert one.items == other.items


# any text at all


WORDS = st.sampled_from(
    [
        *"ILO COOP (ICA) CSW65 Think.Coop L’OIT FORTER’ESS Ministry Cooperative Union Government Bank".split(),
        *"Kenya Jordan KenyaUganda the of and , in by with said project co-operative . : |".split(),
        *"“ ” « ( ) - • © 🍞 مصر".split(),
        *"News Event Report Mr. Donor(s): Cover 1. 2. 10.".split(),
        *("organized by", "funded by", "interview with", "Placeholder image", "Related content", "No. 12"),
        *("4 May 2022", "July 2021", "31 June 2020", "\n", "\n\n"),
    ]
)
ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400)
PAGE = st.lists(st.one_of(WORDS, ANY.map(lambda text: text[:12])), max_size=120).map(" ".join)
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def timed(text: str) -> None:
    begin = time.process_time()
    record = read_record(document(text))
    assert time.process_time() - begin < LIMIT
    check(record, text)


@QUICK
@given(ANY)
def test_any_text_gives_a_record(text: str) -> None:
    timed(text)


@QUICK
@given(PAGE)
def test_any_medley_of_words_gives_a_record(text: str) -> None:
    timed(text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(PAGE.filter(bool), st.sampled_from(["", " ", "\n", ", "]))
def test_a_page_that_repeats_itself_to_20_kilobytes_is_read_within_a_second(text: str, between: str) -> None:
    timed((f"{text}{between}" * (20_000 // (len(text) + len(between)) + 1))[:20_000])


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "A",
        "(",
        "“",
        "A ",
        "Aa ",
        "Ab’c ",
        "ILO, ",
        "ILO and ",
        "the ILO (ICA) ",
        "Kenya",
        "Kenya, ",
        "KenyaUganda",
        "Ministry of ",
        "Cooperative ",
        "Coopérative de l’",
        "Mr. A. ",
        "Ana de la ",
        "1. ",
        "1. a\n",
        "-\n",
        "4 May 2022\n",
        "4 May 2022 ",
        "Related content\n",
        "Donor(s)\nILO\n",
        "project “A",
        "organized by the ILO in partnership with the ICA and funded by the FAO, ",
        "A (AB) ",
        " \n",
        "\n\n\n a",
        "É’",
        "\u0301",
        "\u202e",
        "𝕬",
        "مصر ",
    ],
)
def test_a_page_of_one_thing_over_and_over_is_read_within_a_second(piece: str) -> None:
    timed((piece * (20_000 // len(piece) + 1))[:20_000])
