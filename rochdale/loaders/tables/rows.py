"""Rows: what every format of table is read as, and how a grid of cells becomes rows by its header."""

import datetime
import decimal
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from rochdale.loaders.tables.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from rochdale.loaders.tables.mapping import column_name

Cell = str | tuple[str, ...]
"""Text, or the values where the format itself holds several."""
_HEADER_WITHIN = 100
"""So many rows may stand before and with the header."""
_SHOWN = 80


class Layout(msgspec.Struct, frozen=True):
    """How a table is to be read."""

    wanted: tuple[str, ...] = ()
    """The columns that matter, by name; all, where none is given."""
    encoding: str = ""
    delimiter: str = ""
    header: int = 0
    """Number of the row that names the columns; 0: the first that names all wanted ones."""
    sheets: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True, gc=False):
    """One row, its cells by the names of their columns. Rows count from 1; in text they count lines."""

    number: int
    cells: Mapping[str, Cell]
    last: int = 0
    """The last line that it takes, where that is not the first."""
    sheet: str = ""
    """Its sheet, where several are read."""


class BadRow(msgspec.Struct, frozen=True, gc=False):
    """A row that cannot be read."""

    number: int
    words: str
    reason: str
    last: int = 0
    sheet: str = ""


class Record(msgspec.Struct, frozen=True, gc=False):
    """A row of a grid before its columns have names."""

    number: int
    cells: Sequence[str]
    last: int = 0
    trouble: str = ""
    """Why it is no row of the table, if it is none."""


def bad_row(number: int, words: str, reason: str, last: int = 0) -> BadRow:
    """A bad row; of its words only the beginning is kept."""
    return BadRow(number, " ".join(words.split())[:_SHOWN], reason, last)


def grid_rows(
    records: Iterable[Record | BadRow], layout: Layout, columns: dict[str, None], *, ragged: bool
) -> Iterator[Row | BadRow]:
    """The rows of a grid: what follows its header, without rows that are blank.

    Args:
        records: all rows of the grid, in order.
        layout: tells the header.
        columns: is given the names of the columns; where no header is found, those of the first row, and none if one of
            the rows that may be the header is bad.
        ragged: a row may be shorter than the header.
    """
    before: list[Record | BadRow] = []
    waiting = iter(records)
    header = None
    for one in waiting:
        before.append(one)
        if isinstance(one, Record) and _is_header(one, layout):
            header = one
            break
        if len(before) == _HEADER_WITHIN and not layout.header:
            break
    if header is None:
        bad = [one for one in before if isinstance(one, BadRow)]
        yield from bad
        if bad:
            return
        first = next((one for one in before if isinstance(one, Record) and any(one.cells)), None)
        columns.update(dict.fromkeys(_names(first.cells) if first else ()))
        return
    names = _names(header.cells)
    columns.update(dict.fromkeys(names))
    for one in waiting:
        if isinstance(one, BadRow):
            yield one
        elif any(cell and not cell.isspace() for cell in one.cells):
            yield _row(one, names, ragged=ragged)


def _is_header(record: Record, layout: Layout) -> bool:
    if layout.header:
        return record.number == layout.header
    names = set(_names(record.cells))
    if layout.wanted:
        return names.issuperset(layout.wanted)
    return sum(bool(cell.strip()) for cell in record.cells) > 1


def _names(cells: Sequence[str]) -> list[str]:
    """Names of columns: of several with one name each has its number behind it; one without a name has its place."""
    names = [column_name(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    counted: dict[str, int] = {}
    found = []
    for place, name in enumerate(names, 1):
        if name and names.count(name) > 1:
            counted[name] = counted.get(name, 0) + 1
            found.append(f"{name} ({counted[name]})")
        else:
            found.append(name or f"column {place}")
    return found[: MAX_COLUMNS + 1]


def _row(record: Record, names: Sequence[str], *, ragged: bool) -> Row | BadRow:
    cells = record.cells
    trouble = record.trouble
    short = len(cells) < len(names) and not ragged
    if not trouble and (short or any(cell.strip() for cell in cells[len(names) :])):
        trouble = f"the row has {len(cells)} cells, the header {len(names)}"
    if trouble:
        return bad_row(record.number, " ".join(cells), trouble, record.last)
    return Row(record.number, dict(zip(names, cells, strict=False)), record.last)


def limited(rows: Iterable[Row | BadRow]) -> Iterator[Row | BadRow]:
    """The rows, those with a cell that is too large named as bad; they end one after the most that a table may have."""
    for count, row in enumerate(rows):
        if isinstance(row, Row):
            for column, cell in row.cells.items():
                if len(cell) > MAX_CELL or (not isinstance(cell, str) and sum(map(len, cell)) > MAX_CELL):
                    reason = f"the cell of column {column[:_SHOWN]!r} has more than {MAX_CELL:,} characters"
                    yield BadRow(row.number, "", reason, row.last, row.sheet)
                    break
            else:
                yield row
        else:
            yield row
        if count == MAX_ROWS:
            return


def as_text(value: object) -> str:
    """A value that a format holds typed, as text: days as ISO, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        plain = value.time() == datetime.time()
        return value.date().isoformat() if plain else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (int, decimal.Decimal)):
        return str(value)
    return str(value)


_DEEPEST = 8


def flattened(value: Mapping[str, object]) -> dict[str, Cell]:
    """An object of objects and lists as cells: `{"a": {"b": 1}}` as `a.b`, a list as a cell of several values.

    Objects in a list give a cell each key, the values in the order of the list and "" where one lacks the key, so that
    they stand beside one another.

    Raises:
        ValueError: too deeply nested, or too many columns.
    """
    found: dict[str, Cell] = {}
    _flatten(value, "", found, 0)
    if len(found) > MAX_COLUMNS:
        raise ValueError(f"it has more than {MAX_COLUMNS:,} columns")
    return found


def _flatten(value: Mapping[str, object], path: str, found: dict[str, Cell], depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError(f"it is nested deeper than {_DEEPEST} levels")
    for name, one in value.items():
        column = column_name(f"{path}{name}")
        if isinstance(one, Mapping):
            _flatten(one, f"{column}.", found, depth + 1)
        elif isinstance(one, (list, tuple)):
            _flatten_list(one, column, found, depth + 1)
        else:
            found[column] = as_text(one)


def _flatten_list(values: Sequence[object], column: str, found: dict[str, Cell], depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError(f"it is nested deeper than {_DEEPEST} levels")
    plain: list[str] = []
    rows: list[dict[str, Cell]] = []
    for one in values:
        if isinstance(one, Mapping):
            inner: dict[str, Cell] = {}
            _flatten(one, f"{column}.", inner, depth + 1)
            rows.append(inner)
        elif isinstance(one, (list, tuple)):
            inner = {}
            _flatten_list(one, column, inner, depth + 1)
            plain += (value for cell in inner.values() for value in ([cell] if isinstance(cell, str) else cell))
        else:
            plain.append(as_text(one))
    if plain:
        found[column] = tuple(plain)
    for name in dict.fromkeys(name for row in rows for name in row):
        found[name] = tuple(_joined(row.get(name, "")) for row in rows)


def _joined(cell: Cell) -> str:
    return cell if isinstance(cell, str) else "; ".join(cell)
