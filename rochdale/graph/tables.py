"""Tables: rows of terms as aligned text for a person."""

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

import pyoxigraph as ox

from rochdale.graph.turtle import PREFIXES

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]

_XSD = PREFIXES["xsd"]
INTEGERS = frozenset(
    f"{_XSD}{name}"
    for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger", "unsignedInt")
)
FRACTIONS = frozenset(f"{_XSD}{name}" for name in ("decimal", "double", "float"))
"""Datatypes of numbers, which stand to the right."""

_GAP = "  "
_NARROWEST = 8
_LOCAL_NAME = re.compile(r"\w(?:[\w.-]*[\w-])?")


def table(columns: Sequence[str], rows: Sequence[Row], *, cut: bool = False, width: int | None = None) -> str:
    """The rows as aligned text, or one field a line where the columns would be too narrow to read.

    Where a width is given, a person reads: of a thing and its name only the name is shown, if it has one.

    Args:
        columns: their names.
        rows: a term for each column.
        cut: there are more rows than these; the last line says so.
        width: characters a line may have. None: any number.
    """
    names = _names(columns) if width is not None else {}
    shown = [n for n in range(len(columns)) if n not in names.values()]
    titles = [columns[n] for n in shown]
    cells = [[_cell(row[n]) or _cell(row[names.get(n, n)]) for n in shown] for row in rows]
    natural = [max(map(_columns_of, column)) for column in zip(titles, *cells, strict=True)]
    widths = _fitted(natural, width)
    if widths is None:
        body = _records(titles, cells, width or 0)
    else:
        right = [_is_number(rows, n) for n in shown]
        lines = [titles, ["-" * w for w in widths], *cells]
        body = "".join(_line(line, widths, right) for line in lines)
    return body + (f"(the first {len(cells)} rows; there are more)\n" if cut else f"({_rows(len(cells))})\n")


def _names(columns: Sequence[str]) -> dict[int, int]:
    """Columns of names with the columns of the things that they name: `partner_name`, or `name` next to its thing."""
    found = {}
    for n, column in enumerate(columns):
        if column.endswith("_name") and column.removesuffix("_name") in columns:
            found[n] = columns.index(column.removesuffix("_name"))
        elif column == "name" and n and not columns[n - 1].endswith("name"):
            found[n] = n - 1
    return found


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _cell(term: Term | None) -> str:
    match term:
        case None:
            return ""
        case ox.NamedNode():
            text = _shortened(term.value)
        case ox.Literal():
            text = term.value
        case _:
            text = str(term)
    # what was captured must not steer the terminal
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _shortened(iri: str) -> str:
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _prefixes().get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix and _LOCAL_NAME.fullmatch(iri[cut:]) else iri


@cache
def _prefixes() -> dict[str, str]:
    return {namespace: prefix for prefix, namespace in PREFIXES.items()}


def _is_number(rows: Sequence[Row], column: int) -> bool:
    bound = [row[column] for row in rows if row[column] is not None]
    return bool(bound) and all(
        isinstance(term, ox.Literal) and term.datatype.value in INTEGERS | FRACTIONS for term in bound
    )


def _columns_of(text: str) -> int:
    """How many columns of a terminal the text takes (Unicode annex 11)."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)


def _fitted(natural: Sequence[int], width: int | None) -> list[int] | None:
    """The widths of the columns, the widest cut first; None where they would become too narrow."""
    if width is None:
        return list(natural)
    room = width - len(_GAP) * (len(natural) - 1)
    for most in range(max(natural, default=0), _NARROWEST - 1, -1):
        if sum(min(one, most) for one in natural) <= room:
            return [min(one, most) for one in natural]
    return None


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    fitted = (_padded(cell, w, r) for cell, w, r in zip(cells, widths, right, strict=True))
    return _GAP.join(fitted).rstrip() + "\n"


def _padded(text: str, width: int, right: bool) -> str:
    if _columns_of(text) > width:
        while _columns_of(text) >= width:
            text = text[:-1]
        text += "…"
    space = " " * (width - _columns_of(text))
    return space + text if right else text + space


def _records(columns: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> str:
    margin = max(map(len, columns)) + len(_GAP)
    room = max(width, margin + 2 * _NARROWEST)
    return "".join(
        "".join(
            textwrap.fill(
                f"{name:{margin}}{cell}".rstrip(), room, subsequent_indent=" " * margin, break_on_hyphens=False
            )
            + "\n"
            for name, cell in zip(columns, row, strict=True)
        )
        + "\n"
        for row in rows
    )
