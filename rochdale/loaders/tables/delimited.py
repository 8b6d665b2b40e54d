"""CSV and TSV: rows of cells in lines of text. A row that is no CSV costs only itself."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture
from rochdale.loaders.tables.limits import MAX_LINES
from rochdale.loaders.tables.rows import BadRow, Layout, Record, Row, bad_row, grid_rows

_DELIMITERS = ",;\t|"
_LOOKED_AT = 100
_UNDECODED = re.compile("[\ud800-\udfff]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OPEN = "unexpected end of data"
"""What the csv module says of a quotation mark that is not closed."""


def delimited_rows(capture: Capture, layout: Layout, columns: dict[str, None]) -> Iterator[Row | BadRow]:
    """The rows of a CSV or TSV file; a row's number is that of its first line.

    Raises:
        SourceError: it is not in the encoding that the mapping or its first bytes tell, as a whole.
    """
    text, encoding = decoded(capture, layout.encoding)
    delimiter = layout.delimiter or ("\t" if capture.source.lower().endswith(".tsv") else _delimiter(text, layout))
    yield from grid_rows(_records(text, delimiter, encoding), layout, columns, ragged=False)


def decoded(capture: Capture, encoding: str) -> tuple[str, str]:
    """The text of a file, bytes that are none in its encoding as lone surrogates; and the encoding.

    Raises:
        SourceError: it cannot be told which lines are wrong.
    """
    name = encoding or ("utf-16" if capture.data.startswith(_UTF16) else "utf-8")
    try:
        # the mark of the byte order is no text
        return capture.data.decode("utf-8-sig" if name.lower() in ("utf-8", "utf8") else name, "surrogateescape"), name
    except (UnicodeError, LookupError) as error:
        raise SourceError(capture.source, f"the file is not {name}: {error}") from error


def trouble_of(line: str, encoding: str) -> str:
    """What is wrong with the characters of a line, or ""."""
    if wrong := _UNDECODED.search(line):
        byte = f"byte 0x{ord(wrong[0]) & 0xFF:02X}" if ord(wrong[0]) >= 0xDC80 else "a lone surrogate"
        return f'{byte} is not {encoding}; if the file is in another encoding, say so in the mapping: encoding = "..."'
    return "a NUL byte stands in the row" if "\0" in line else ""


def _records(text: str, delimiter: str, encoding: str) -> Iterator[Record | BadRow]:
    suspect = "\0" in text or _UNDECODED.search(text) is not None
    lines = io.StringIO(text, newline="")
    ahead: list[str] = []
    """Lines taken for a row that did not end."""
    number = 0
    while line := ahead.pop() if ahead else lines.readline():
        number += 1
        taken = [line]
        cells, reason = _cells(line, delimiter)
        while reason == _OPEN and len(taken) < MAX_LINES:
            more = ahead.pop() if ahead else lines.readline()
            if not more:
                break
            taken.append(more)
            if '"' in more:
                cells, reason = _cells("".join(taken), delimiter)
        last = number + len(taken) - 1
        if reason:
            ahead += reversed(taken[1:])
            yield bad_row(number, line, _said(reason))
            continue
        if suspect and (trouble := trouble_of("".join(taken), encoding)):
            yield bad_row(number, _shown("".join(taken)), trouble, last)
        else:
            yield Record(number, cells, last)
        number = last


def _cells(line: str, delimiter: str) -> tuple[list[str], str]:
    """The cells of a row, or why it is none."""
    try:
        return next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter, strict=True)), ""
    except csv.Error as error:
        return [], str(error)


def _said(reason: str) -> str:
    if reason == _OPEN:
        return f"a quotation mark opens here and is not closed within {MAX_LINES} lines; double it, or close it"
    if "field larger" in reason:
        return "a cell is too large"
    return "a quotation mark inside a quoted cell is not doubled"


def _shown(line: str) -> str:
    return _UNDECODED.sub("\N{REPLACEMENT CHARACTER}", line).replace("\0", "\N{REPLACEMENT CHARACTER}")


def _delimiter(text: str, layout: Layout) -> str:
    """The sign that gives the wanted columns; where none does, the one that cuts a line into most cells."""
    most, best = 1, ","
    for sign in _DELIMITERS:
        for line in islice(io.StringIO(text, newline=""), _LOOKED_AT):
            cells, _ = _cells(line, sign)
            if layout.wanted and {" ".join(cell.split()) for cell in cells}.issuperset(layout.wanted):
                return sign
            if len(cells) > most:
                most, best = len(cells), sign
    return best
