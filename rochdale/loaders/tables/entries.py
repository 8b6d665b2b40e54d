"""Entries: what the rows of a table declare, by its mapping."""

import pyoxigraph as ox

from rochdale.loaders.dates import cell_date
from rochdale.loaders.document import Entry, Fact
from rochdale.loaders.items import Fault
from rochdale.loaders.languages import LANGUAGES
from rochdale.loaders.tables.faults import Faults
from rochdale.loaders.tables.limits import MAX_VALUES
from rochdale.loaders.tables.lines import Laid, Lines, Shown, plans_of, title_of
from rochdale.loaders.tables.mapping import Field, TableMapping, Use
from rochdale.loaders.tables.rows import BadRow, Row

MAX_TITLE = 1_000
_MAX_URL = 2_000
_THINGS = frozenset({"organisation", "project", "country", "region", "theme", "person"})


class Entries:
    """The entries of one table, row by row; what cannot be one is a fault."""

    def __init__(self, source: str, mapping: TableMapping) -> None:
        self._mapping = mapping
        self._faults = Faults(source)
        self._entries: list[Entry] = []
        self._plans = plans_of(mapping)
        self._title = title_of(mapping)
        self._lines = Lines(self._plans, self._title)
        self._naming = tuple(use for use in mapping.uses if use.field in _THINGS and not _describes(use))
        self._describing: dict[str, dict[str, Use]] = {}
        for use in mapping.uses:
            if _describes(use):
                self._describing.setdefault(use.of, {})[use.field] = use

    @property
    def text(self) -> str:
        """The rows as lines."""
        return self._lines.text

    @property
    def entries(self) -> tuple[Entry, ...]:
        """One for each row that can be read."""
        return tuple(self._entries)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The rows and values that cannot be read."""
        return self._faults.all()

    def add(self, row: Row | BadRow) -> None:
        """Take one row, or note why it is none."""
        if isinstance(row, BadRow):
            within = f'sheet "{row.sheet}": ' if row.sheet else ""
            self._faults.row(row.number, row.words, f"{within}{row.reason}")
            return
        parts = {plan.column: plan.values(row, self._mapping.empty) for plan in self._plans}
        for column, values in parts.items():
            if len(values) > MAX_VALUES:
                parts[column] = values[:MAX_VALUES]
                reason = f"a cell holds {len(values):,} values; those after the first {MAX_VALUES} are left out"
                self._faults.value(row.number, "row", column, reason)
        title = self._title.of(parts)
        if not title or len(title) > MAX_TITLE:
            named = f'"{self._title.columns[0]}"'
            reason = (
                f"its title has more than {MAX_TITLE:,} characters" if title else f"it has no title: {named} is empty"
            )
            self._faults.row(row.number, title, reason)
            return
        self._entries.append(self._entry(row, self._lines.add(row, title, parts)))

    def _entry(self, row: Row, laid: Laid) -> Entry:
        shown = laid.shown
        type_at, summary_at = self._first("type", shown), self._first("summary", shown)
        stands_for = type_at[0].values.get(type_at[1].first, "") if type_at else ""
        prose = [
            shown[use.column].span for use in self._mapping.of("summary", "text") if use.text and use.column in shown
        ]
        if any(use.text for use in self._mapping.of("title")):
            prose.insert(0, laid.title)
        return Entry(
            title=laid.title,
            label=type_at[1].span if type_at and not stands_for else None,
            date=self._date(row, shown),
            lead=summary_at[1].span if summary_at else None,
            url=self._url(row, shown),
            row=laid.cells,
            line=row.number,
            type=stands_for or self._mapping.type,
            series=self._mapping.series,
            language=self._language(row, shown),
            prose=tuple(prose),
            facts=tuple(fact for use in self._naming if use.column in shown for fact in self._facts(row, use, shown)),
        )

    # -- single values -------------------------------------------------------------------------------------------------

    def _first(self, field: Field, shown: dict[str, Shown]) -> tuple[Use, Shown] | None:
        """The first column of a field that is filled."""
        return next(((use, shown[use.column]) for use in self._mapping.of(field) if use.column in shown), None)

    def _date(self, row: Row, shown: dict[str, Shown]) -> str:
        for use in self._mapping.of("date"):
            if use.column in shown:
                words = shown[use.column].first
                found = cell_date(use.values.get(words, words), self._mapping.dates)
                if found.iso:
                    return found.iso
                self._wrong(row, use, words, found.reason)
        return ""

    def _url(self, row: Row, shown: dict[str, Shown]) -> str:
        found = self._first("url", shown)
        if found is None or _is_url(found[1].first):
            return found[1].first if found else ""
        words = found[1].first
        self._wrong(row, found[0], words, f"{words[:80]!r} is no address that begins with http:// or https://")
        return ""

    def _language(self, row: Row, shown: dict[str, Shown]) -> str:
        found = self._first("language", shown)
        if found is None:
            return ""
        use, words = found[0], found[1].first
        code = use.values.get(words, words).lower().replace("_", "-").partition("-")[0]
        if code in LANGUAGES:
            return code
        self._wrong(row, use, words, f"{words[:80]!r} is none of {', '.join(LANGUAGES)}; give others by values")
        return ""

    def _wrong(self, row: Row, use: Use, words: str, reason: str) -> None:
        self._faults.value(row.number, use.field, words, f'column "{use.column}": {reason}')

    # -- facts ---------------------------------------------------------------------------------------------------------

    def _facts(self, row: Row, use: Use, shown: dict[str, Shown]) -> list[Fact]:
        column = shown[use.column]
        beside = {
            field: self._beside(row, describing, column, shown)
            for field, describing in self._describing.get(use.column, {}).items()
        }
        whose = shown[use.of].values if use.of in shown else ()
        facts = []
        for number, (words, (start, end)) in enumerate(zip(column.values, column.spans, strict=True)):
            value = use.values.get(words, words) if words else ""
            if not value:
                continue
            said = {field: values[number] for field, values in beside.items()}
            facts.append(
                Fact(
                    of=use.field,
                    start=start,
                    end=end,
                    value=value,
                    column=use.column,
                    role=_either(said.get("role"), use.role),
                    kind=_either(said.get("kind"), use.kind),
                    acronym=said.get("acronym") or "",
                    country=said.get("country") or "",
                    affiliation=(whose[number] if len(whose) == len(column.values) else whose[0]) if whose else "",
                    constant=use.always is not None,
                )
            )
        return facts

    def _beside(self, row: Row, use: Use, named: Shown, shown: dict[str, Shown]) -> list[str | None]:
        """What a column says of each value of another; None where it says nothing."""
        count = len(named.values)
        if use.column not in shown:
            return [None] * count
        values = shown[use.column].values
        if len(values) == 1:
            values *= count
        if len(values) != count:
            reason = f'column "{use.column}" has {len(values)} values where column "{use.of}" has {count}'
            self._faults.value(row.number, use.field, "; ".join(values), f"{reason}; they are left out")
            return [None] * count
        return [use.values.get(value, value) if value else None for value in values]


def _either(said: str | None, otherwise: str) -> str:
    return otherwise if said is None else said


def _describes(use: Use) -> bool:
    return bool(use.of) and use.field != "person"


def _is_url(value: str) -> bool:
    if not value.startswith(("http://", "https://")) or len(value) > _MAX_URL:
        return False
    try:
        ox.NamedNode(value)
    except ValueError:
        return False
    return True
