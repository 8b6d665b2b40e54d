"""Tables that a capture kept as lines of cells: each row is an entry, its title in the column with most words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rochdale.loaders.dates import Order, date_line
from rochdale.loaders.folding import key
from rochdale.loaders.layout.head import header
from rochdale.loaders.layout.lines import Line, Page, RawItem
from rochdale.loaders.vocabulary import Vocabulary

_MIN_ROWS, _MIN_CELLS = 3, 3
_MIN_WORDS = 2.5
"""Words of a title in a table, on average; other columns hold names and figures."""
_MOSTLY = 0.5
"""Share of a page's lines that the rows are, if the page is a listing."""


@dataclass
class _Cell:
    start: int
    text: str


def tabled_listing(lines: Sequence[Line], words: Vocabulary, order: Order) -> Page | None:
    """The page and its rows, if most of it is a table of works; the cells stand apart by tabs."""
    tabbed = [at for at, line in enumerate(lines) if line.text.count("\t") + 1 >= _MIN_CELLS]
    if len(tabbed) < _MIN_ROWS:
        return None
    runs: list[list[int]] = []
    for at in tabbed:
        last = runs[-1][-1] if runs else -1
        same = last == at - 1 and lines[last].text.count("\t") == lines[at].text.count("\t") and not lines[at].gap
        if same:
            runs[-1].append(at)
        else:
            runs.append([at])
    rows = max(runs, key=len)
    if len(rows) < _MIN_ROWS or len(rows) < _MOSTLY * len(lines[rows[0] :]):
        return None
    cells = [_cells(lines[at]) for at in rows]
    heads = [words.marks.get(key(cell.text), "") for cell in cells[0]]
    body = cells[1:]
    column = _title_column(body)
    if column is None or len({key(row[column].text) for row in body}) < len(body):
        return None
    said = [words.lines.get(key(cell.text)) for cell in cells[0]]
    dated = next(
        (
            i
            for i, (mark, meaning) in enumerate(zip(heads, said, strict=True))
            if mark == "field-published"
            or (meaning and meaning.type == "publication" and date_line(body[0][i].text, order=order))
        ),
        None,
    )
    page = header(lines[: rows[0]], listing=True)
    items = [_item(lines[at], row, column, dated, order) for at, row in zip(rows[1:], body, strict=True)]
    return Page("listing", (*([page] if page else []), *items))


def _cells(line: Line) -> list[_Cell]:
    edges = [-1, *(at for at, sign in enumerate(line.text) if sign == "\t"), len(line.text)]
    return [_Cell(line.start + a + 1, line.text[a + 1 : b].strip()) for a, b in pairwise(edges)]


def _title_column(rows: Sequence[Sequence[_Cell]]) -> int | None:
    """The column with most words, none of them empty."""
    words = [sum(len(row[i].text.split()) for row in rows) / len(rows) for i in range(len(rows[0]))]
    best = max(range(len(words)), key=lambda i: words[i])
    full = all(row[best].text and not row[best].text[0].isdigit() for row in rows)
    return best if words[best] >= _MIN_WORDS and full else None


def _item(line: Line, row: Sequence[_Cell], column: int, dated: int | None, order: Order) -> RawItem:
    parts = [_part(line, cell) for cell in row]
    item = RawItem(part="entry", title=parts[column])
    if dated is not None and (found := date_line(row[dated].text, order=order)):
        item.date, item.date_at = found, parts[dated]
    item.lead = [part for i, part in enumerate(parts) if i not in (column, dated) and part.key]
    return item


def _part(line: Line, cell: _Cell) -> Line:
    part = Line(cell.text, cell.start, cell.start + len(cell.text), line.number, line.indent, gap=False)
    part.key = key(cell.text)
    return part
