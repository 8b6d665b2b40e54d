"""Workbooks of Excel (xlsx), by calamine (`rochdale[tables]`).

What calamine is given was unpacked here under a limit, and the area that a sheet uses is known before calamine makes
room for all of it.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.parsers import expat

import msgspec

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture
from rochdale.loaders.tables.limits import MAX_CELLS, MAX_UNPACKED
from rochdale.loaders.tables.rows import BadRow, Layout, Record, Row, as_text, grid_rows

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_BLOCK = 1 << 20
_MOST_MEMBERS = 5_000
_SHEET_XML = re.compile(r"(?:.*/)?(?:work|chart|dialog|macro)sheets/[^/]+\.xml", re.I)
_CELL = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
_ROW = re.compile(r"[1-9]\d{0,6}")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORKBOOK = "xl/workbook.xml"
_MERGED = "cells are merged across columns; unmerge them, so that each column has its value"


def workbook_rows(capture: Capture, layout: Layout, columns: dict[str, None]) -> Iterator[Row | BadRow]:
    """The rows of a workbook's sheets: those that the layout names, else the first that has the wanted columns.

    Cells merged downwards all have the value of the first. Formulas have the value that was stored with them.

    Raises:
        SourceError: calamine is not there; the file is damaged or too large; a sheet is not there.
    """
    try:
        from python_calamine import CalamineWorkbook  # noqa: PLC0415 - an extra
    except ImportError as error:
        needs = "reading workbooks needs python-calamine; install it with: pip install 'rochdale[tables]'"
        raise SourceError(capture.source, needs) from error
    members = _unpacked(capture)
    if _WORKBOOK not in members:
        raise SourceError(capture.source, "this is no workbook of Excel (xlsx); save it as xlsx or as CSV")
    surveys = _surveyed(capture.source, members)
    with _told_as(capture.source):
        workbook = CalamineWorkbook.from_filelike(_packed(members))
        names = workbook.sheet_names
    stale = {name: surveys[path].stale for name, path in _sheet_paths(members) if path in surveys}
    for name in layout.sheets:
        if name not in names:
            there = ", ".join(f'"{one}"' for one in names)
            raise SourceError(capture.source, f'there is no sheet "{name}"; there are {there}')
    several = len(layout.sheets) > 1
    for name in layout.sheets or _chosen(capture, workbook, layout):
        sheet = _sheet(capture, workbook, name)
        seen: dict[str, None] = {}
        for row in grid_rows(_records(sheet, stale.get(name, set())), layout, seen, ragged=True):
            yield msgspec.structs.replace(row, sheet=name) if several else row
        missing = [column for column in layout.wanted if column not in seen]
        columns.update(seen)
        if several and missing:
            there = ", ".join(f'"{one}"' for one in seen)
            raise SourceError(capture.source, f'sheet "{name}" has no column "{missing[0]}"; it has {there}')


def _chosen(capture: Capture, workbook: "CalamineWorkbook", layout: Layout) -> list[str]:
    """The first sheet with all wanted columns; where there is none, the first with anything."""
    filled: list[str] = []
    for name in workbook.sheet_names:
        sheet = _sheet(capture, workbook, name)
        seen: dict[str, None] = {}
        next(grid_rows(_records(sheet, set()), layout, seen, ragged=True), None)
        if seen and set(seen).issuperset(layout.wanted):
            return [name]
        filled += [name] if seen else []
    return filled[:1]


def _sheet(capture: Capture, workbook: "CalamineWorkbook", name: str) -> "CalamineSheet":
    with _told_as(capture.source):
        return workbook.get_sheet_by_name(name)


@contextmanager
def _told_as(source: str) -> Iterator[None]:
    """Tell what calamine raises, its panics too, as what is wrong with the source."""
    from python_calamine import CalamineError  # noqa: PLC0415

    try:
        yield
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError(source, f"the workbook cannot be read: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise SourceError(source, "the workbook cannot be read: it is not as Excel writes it") from error


def _records(sheet: "CalamineSheet", stale: AbstractSet[int]) -> Iterator[Record]:
    down, across = _merged(sheet)
    held: dict[int, tuple[int, str]] = {}
    """For each column of cells merged downwards: their last row, and their value."""
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = [as_text(value) for value in values]
        for column, last in down.get(number, ()):
            held[column] = last, cells[column] if column < len(cells) else ""
        for column, (last, value) in held.items():
            if number <= last and column < len(cells):
                cells[column] = value
        trouble = _MERGED if number in across else ""
        if number in stale:
            trouble = "a formula has no stored value; open the workbook in a spreadsheet program and save it"
        yield Record(number, cells, trouble=trouble)


def _merged(sheet: "CalamineSheet") -> tuple[dict[int, list[tuple[int, int]]], frozenset[int]]:
    """Cells merged downwards: by their first row, column and last row. And the rows with cells merged across."""
    down: dict[int, list[tuple[int, int]]] = {}
    across: set[int] = set()
    left_over = MAX_CELLS
    for (top, left), (end, right) in sheet.merged_cell_ranges or ():
        bottom = min(end, sheet.total_height)
        left_over -= max(bottom - top, 0) + 1
        if left_over < 0:
            break  # no such sheet was made by hand
        if left != right:
            across.update(range(top + 1, bottom + 2))
        elif top != bottom:
            down.setdefault(top + 1, []).append((left, bottom + 1))
    return down, frozenset(across)


# -- before calamine ---------------------------------------------------------------------------------------------------


def _unpacked(capture: Capture) -> dict[str, bytes]:
    """The members of the package, unpacked under a limit."""
    members: dict[str, bytes] = {}
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(capture.data)) as package:
            if len(package.infolist()) > _MOST_MEMBERS:
                raise SourceError(capture.source, f"the workbook holds more than {_MOST_MEMBERS:,} files")
            for info in package.infolist():
                if not info.filename.lower().endswith((".xml", ".rels")):
                    continue
                with package.open(info) as member:
                    data = member.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise SourceError(capture.source, f"the workbook unpacks to more than {MAX_UNPACKED:,} bytes")
                members[info.filename] = data
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise SourceError(capture.source, f"the workbook is damaged: {error}") from error
    return members


def _packed(members: Mapping[str, bytes]) -> io.BytesIO:
    """The members as a package again, so that nothing else is unpacked than what was weighed."""
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as package:
        for name, data in members.items():
            package.writestr(zipfile.ZipInfo(name), data)
    plain.seek(0)
    return plain


class _Survey:
    """What a sheet holds before room is made for it: how far its cells reach, and formulas without a stored value."""

    def __init__(self) -> None:
        self.rows = 0
        self.width = 0
        self.stale: set[int] = set()
        """Numbers of rows."""
        self._row = 0
        self._column = 0
        self._formula = False
        self._value = False
        self._text = False

    def read(self, data: bytes) -> None:
        """Go through the XML of a sheet.

        Raises:
            ValueError: it is no XML, or a place in it is none.
        """
        parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        _parse(parser, data)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
        elif tag == "c":
            self._place(attributes.get("r"))
            self._formula, self._value, self._text = False, attributes.get("t") == "str", False
        elif tag in ("v", "is", "f", "t"):
            self.rows, self.width = max(self.rows, self._row), max(self.width, self._column)
            self._formula |= tag == "f"
            self._text = tag == "v"

    def _place(self, place: str | None) -> None:
        match = _CELL.fullmatch(place) if place is not None else None
        if match is not None:
            self._column, self._row = _column(match[1]), int(match[2])
        elif place is None:
            self._column += 1
        else:
            raise ValueError(f"{place[:20]!r} is no place of a cell")

    def _characters(self, text: str) -> None:
        self._value |= self._text and not text.isspace()

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        self._text = self._text and tag != "v"
        if tag == "c" and self._formula and not self._value:
            self.stale.add(self._row)


def _surveyed(source: str, members: Mapping[str, bytes]) -> dict[str, _Survey]:
    """The sheets of a workbook, by member; every other part is XML.

    Raises:
        SourceError: a part is no XML, or the used area of a sheet is vast, however few cells it holds.
    """
    found: dict[str, _Survey] = {}
    for name, data in members.items():
        try:
            if not _SHEET_XML.fullmatch(name):
                _parse(expat.ParserCreate("utf-8"), data)
                continue
            found[name] = survey = _Survey()
            survey.read(data)
        except ValueError as error:
            raise SourceError(source, f"{name} is damaged: {error}") from error
        if survey.rows * survey.width > MAX_CELLS:
            uses = f"{name} uses {survey.rows:,} rows by {survey.width:,} columns"
            raise SourceError(source, f"{uses}, more than {MAX_CELLS:,} cells; delete what stands far out, or split it")
    return found


def _parse(parser: expat.XMLParserType, data: bytes) -> None:
    """Go through XML without a document type.

    Raises:
        ValueError: it has one, or is no XML.
    """
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def _refuse_doctype(*_: object) -> None:
    raise ValueError("it declares a document type, which no workbook needs")


def _number(text: str) -> int:
    if not _ROW.fullmatch(text):
        raise ValueError(f"{text[:20]!r} is no number of a row")
    return int(text)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    return number


def _sheet_paths(members: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Each sheet's name, and the member that holds it."""
    workbook, relations = (_xml(members, name) for name in (_WORKBOOK, "xl/_rels/workbook.xml.rels"))
    if workbook is None or relations is None:
        return
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    for sheet in workbook.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION, ""), "")
        yield sheet.get("name", ""), posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _xml(members: Mapping[str, bytes], name: str) -> ElementTree.Element | None:
    try:
        parser = ElementTree.XMLParser(encoding="utf-8")  # noqa: S314 - without a document type, see above
        return ElementTree.fromstring(members[name], parser)  # noqa: S314 - without a document type, see above
    except (KeyError, ElementTree.ParseError):
        return None
