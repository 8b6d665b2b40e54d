"""The pages of a PDF as lines of text; the one module that meets the library."""

import importlib.util
import time
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec

from rochdale.errors import SourceError

MAX_PAGES = 500
MAX_CHARS = 4_000_000
MAX_SECONDS = 60
"""Of processor time: pages that take longer than all this are made to."""
_PASSWORD = 4
_MEASURED = 4000
"""So many characters of the first page are looked at for their size."""


class Sheets(msgspec.Struct, frozen=True):
    """What a PDF holds."""

    pages: tuple[tuple[str, ...], ...]
    """The lines of each page that was read."""
    in_all: int
    """How many pages it has."""
    largest: str
    """The text in the largest letters of the first page with text: as a rule, its title."""
    declared: Mapping[str, str]
    """Title, Author, CreationDate and the like."""


@cache
def installed() -> bool:
    """Whether the library is there."""
    return importlib.util.find_spec("pypdfium2") is not None


def read_sheets(source: str, data: bytes) -> Sheets:
    """Read the text of a PDF.

    Raises:
        SourceError: the library is missing; the PDF is damaged, wants a password, or takes too long.
    """
    if not installed():
        raise SourceError(source, "this is a PDF; to read PDFs: pip install 'rochdale[pdf]'")
    import pypdfium2  # noqa: PLC0415 - an extra

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise SourceError(source, "the PDF wants a password; save it without one") from error
        raise SourceError(source, "the PDF is damaged; fetch it again") from error
    try:
        pages = tuple(_pages(source, pdf))
        first = next((number for number, lines in enumerate(pages) if lines), -1)
        largest = _largest(pdf, first) if first >= 0 else ""
        return Sheets(pages, len(pdf), largest, pdf.get_metadata_dict())
    except (pypdfium2.PdfiumError, UnicodeDecodeError) as error:
        raise SourceError(source, f"the PDF is damaged ({error}); fetch it again") from error
    finally:
        pdf.close()


def _pages(source: str, pdf: Any) -> Iterator[tuple[str, ...]]:
    chars, start = 0, time.process_time()
    for number in range(min(len(pdf), MAX_PAGES)):
        text = _text(pdf, number)
        chars += len(text)
        if chars > MAX_CHARS:
            return
        if time.process_time() - start > MAX_SECONDS:
            raise SourceError(
                source, f"the first {number + 1} pages took more than {MAX_SECONDS} s; the PDF is left out"
            )
        yield tuple(line for line in map(str.strip, text.splitlines()) if line)


def _text(pdf: Any, number: int) -> str:
    page = pdf[number]
    sheet = page.get_textpage()
    try:
        text: str = sheet.get_text_range(errors="replace")
    finally:
        sheet.close()
        page.close()
    return text


def _largest(pdf: Any, number: int) -> str:
    """The text in the largest letters of a page; "" where all are of one size."""
    from pypdfium2 import raw  # noqa: PLC0415 - an extra

    page = pdf[number]
    sheet = page.get_textpage()
    try:
        sized = [
            (chr(raw.FPDFText_GetUnicode(sheet, at) & 0xFFFF), round(raw.FPDFText_GetFontSize(sheet, at)))
            for at in range(min(sheet.count_chars(), _MEASURED))
        ]
    finally:
        sheet.close()
        page.close()
    sizes = {size for char, size in sized if char.isalnum()}
    if len(sizes) < 2:
        return ""
    # what the library puts in between, such as line ends, has a size of its own
    return "".join(char if size == max(sizes) else " " if char.isspace() else "" for char, size in sized)
