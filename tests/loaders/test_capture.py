import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rochdale.errors import SourceError
from rochdale.loaders.document import Document, digest, file_capture
from rochdale.loaders.readers.capture import MAX_BYTES, read_capture

TEXT = "Ten bakers in Tell Aval share one oven.\n"


def capture(data: bytes) -> Document:
    return read_capture(file_capture(Path("pages/oven.txt"), data))


def test_a_capture_keeps_its_text_and_where_it_came_from() -> None:
    document = capture(TEXT.encode())
    assert document.text == TEXT
    assert document.slug == "oven"
    assert document.source == str(Path("pages/oven.txt"))
    assert document.media_type == "text/plain"
    assert document.reader == "capture"


def test_the_digest_is_of_the_bytes_as_captured() -> None:
    data = TEXT.replace("\n", "\r\n").encode()
    assert capture(data).sha256 == digest(data)
    assert capture(data).sha256 != capture(TEXT.encode()).sha256


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_line_feeds(end: str) -> None:
    assert capture(f"Oven{end}Mill{end}".encode()).text == "Oven\nMill\n"


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085"])
def test_other_line_separators_become_line_feeds(separator: str) -> None:
    assert capture(f"Oven{separator}Mill".encode()).text == "Oven\nMill"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert capture(codecs.BOM_UTF8 + TEXT.encode()).text == TEXT


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf_16_is_read_where_its_mark_says_so(mark: bytes, encoding: str) -> None:
    assert capture(mark + "Café à Tell Aval".encode(encoding)).text == "Café à Tell Aval"


def test_a_few_control_characters_become_spaces_at_their_places() -> None:
    text = "The oven\x0bis hot\x00 today. " + "Bread for all. " * 20
    assert capture(text.encode()).text == text.replace("\x0b", " ").replace("\x00", " ")


def test_tabs_stay() -> None:
    assert capture(b"Oven\tMill").text == "Oven\tMill"


@pytest.mark.parametrize("data", [b"", b"   \n\t \n", codecs.BOM_UTF8])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="empty"):
        capture(data)


def test_a_binary_file_is_refused() -> None:
    with pytest.raises(SourceError, match="binary"):
        capture(bytes(range(256)) * 8)


def test_another_encoding_is_refused_with_the_place_and_the_cure() -> None:
    with pytest.raises(SourceError, match=r"0xE9 at 3 .*iconv"):
        capture("Café in Tell Aval".encode("windows-1252"))


def test_a_file_larger_than_any_page_is_refused() -> None:
    with pytest.raises(SourceError, match="split it"):
        capture(b"a" * (MAX_BYTES + 1))


def test_a_refusal_names_the_file() -> None:
    with pytest.raises(SourceError) as caught:
        capture(b"")
    assert caught.value.source == str(Path("pages/oven.txt"))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = capture(data)
    except SourceError:
        return
    assert document.text.strip()
    assert "\r" not in document.text


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=300))
def test_no_character_that_prints_is_changed(text: str) -> None:
    if text.isprintable() and text.strip():
        assert capture(text.encode()).text == text
