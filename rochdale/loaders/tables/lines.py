"""Lines: the rows of a table as lines of text, each on the line that it has in its file.

    Coopérative Ennour (2019) | Nom: Coopérative Ennour | Pays: Tunisie | [Membre de: Réseau ESS] | Activité: ...

What the mapping says of all rows stands in brackets; long cells stand last. Columns that the mapping does not name are
not shown: what nobody asked for (a telephone number) goes nowhere.
"""

import re
from collections.abc import Sequence

import msgspec

from rochdale.loaders.document import Span
from rochdale.loaders.tables.mapping import TableMapping, Use
from rochdale.loaders.tables.rows import Cell, Row

_BETWEEN = " | "
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_EMPTY_BRACKETS = re.compile(r"[(\[]\s*[)\]]")
_ENDS = " ,;:|/–—-"


class Shown(msgspec.Struct, frozen=True):
    """A column's values in a row as they are shown, and where."""

    values: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """From the first to the last of them."""
        return self.spans[0][0], self.spans[-1][1]

    @property
    def first(self) -> str:
        """The first value that is filled."""
        return next(filter(None, self.values))


class Laid(msgspec.Struct, frozen=True):
    """A row laid out: where its title and its cells stand."""

    title: Span
    cells: Span
    """All but the long ones."""
    shown: dict[str, Shown]
    """The columns that are filled, by name."""


class Plan(msgspec.Struct, frozen=True):
    """A column, and how its cells are shown."""

    column: str
    separator: str = ""
    """Between several values in a cell, or ""."""
    constant: str | None = None
    """What all rows have, where no column holds it."""
    is_long: bool = False
    """Its cells stand behind the others."""

    def values(self, row: Row, empty: frozenset[str]) -> tuple[str, ...]:
        """The values of its cell, clean; those in `empty` keep their place as "", and there is none if all are."""
        raw: Cell = row.cells.get(self.column, "") if self.constant is None else self.constant
        if isinstance(raw, str) and not (self.separator and self.separator in raw):
            value = _clean(raw)
            return (value,) if value and value not in empty else ()
        pieces = raw.split(self.separator) if isinstance(raw, str) else raw
        found = tuple("" if (value := _clean(piece)) in empty else value for piece in pieces)
        return found if any(found) else ()


class Title(msgspec.Struct, frozen=True):
    """How the title of an item is made of cells."""

    column: str
    """The one column that it is, or ""."""
    template: tuple[tuple[str, str], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it is made of."""
        return (self.column,) if self.column else tuple(column for _, column in self.template if column)

    def of(self, parts: dict[str, tuple[str, ...]]) -> str:
        """The title of a row, "" if the first of its columns is empty; brackets that would be empty are left out."""
        if self.column:
            return "; ".join(filter(None, parts[self.column]))
        if not parts[self.columns[0]]:
            return ""
        pieces = (text + "; ".join(filter(None, parts.get(column, ()))) for text, column in self.template)
        return _clean(_EMPTY_BRACKETS.sub(" ", "".join(pieces))).strip(_ENDS)


def title_of(mapping: TableMapping) -> Title:
    """How a mapping makes titles; a template that is nothing but one column is that column."""
    own = next((use.column for use in mapping.of("title")), "")
    if not own and len(mapping.template) == 2 and not mapping.template[0][0] and not mapping.template[1][0]:
        own = mapping.template[0][1]
    return Title(own, mapping.template)


def plans_of(mapping: TableMapping) -> tuple[Plan, ...]:
    """The columns to show, in the order of the mapping, long ones last."""
    uses: dict[str, list[Use]] = {column: [] for column in mapping.columns}
    for use in mapping.uses:
        uses.setdefault(use.column, []).append(use)
    plans = [
        Plan(
            column,
            separator=next((use.separator for use in several if use.separator), ""),
            constant=next((use.always for use in several if use.always is not None), None),
            is_long=any(use.field in ("summary", "text") for use in several),
        )
        for column, several in uses.items()
    ]
    return tuple(sorted(plans, key=lambda plan: plan.is_long))


class Lines:
    """The text of a table, row by row."""

    def __init__(self, plans: Sequence[Plan], title: Title) -> None:
        self._plans = plans
        self._title = title
        self._lines: list[str] = []
        self._pieces: list[str] = []
        self._at = 0

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self._lines)

    def add(self, row: Row, title: str, parts: dict[str, tuple[str, ...]]) -> Laid:
        """Lay out one row; where several sheets are read, without regard to its number."""
        blank = 0 if row.sheet else row.number - len(self._lines) - 1
        self._lines += [""] * blank
        self._at += blank
        title_at = None
        if not self._title.column:
            title_at = self._write(title)
            self._write(_BETWEEN)
        begin = end = self._at
        if row.sheet:
            self._write(f"[{row.sheet}]{_BETWEEN}")
        shown: dict[str, Shown] = {}
        for plan in self._plans:
            if parts[plan.column]:
                shown[plan.column] = self._show(plan, parts[plan.column])
                end = end if plan.is_long else self._at
        laid = Laid(title_at or shown[self._title.column].span, (begin, end if end > begin else self._at), shown)
        self._lines.append("".join(self._pieces))
        self._pieces.clear()
        self._at += 1
        return laid

    def _show(self, plan: Plan, values: Sequence[str]) -> Shown:
        if self._pieces and not self._pieces[-1].endswith(_BETWEEN):
            self._write(_BETWEEN)
        constant = plan.constant is not None
        self._write(f"[{plan.column}: " if constant else f"{plan.column}: ")
        spans = []
        for number, value in enumerate(values):
            if number:
                self._write("; ")
            spans.append(self._write(value))
        if constant:
            self._write("]")
        return Shown(tuple(values), tuple(spans))

    def _write(self, text: str) -> Span:
        self._pieces.append(text)
        self._at += len(text)
        return self._at - len(text), self._at


def _clean(text: str) -> str:
    if not text.isprintable():
        text = _HIDDEN.sub(" ", text)
    return " ".join(text.split())
