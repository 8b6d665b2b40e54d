"""The mapping of a table: a small TOML file that says what each column holds. docs/guide.md describes it.

title = "{Projet} ({Année})"
type = "project"

[columns]
"Pays" = "country"
"Bailleurs" = { field = "donor", separator = ";" }
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any, Final, Literal, NoReturn, cast

import msgspec

from rochdale.errors import SourceError
from rochdale.loaders.folding import key as fold_key
from rochdale.loaders.items import DIRECTED
from rochdale.loaders.languages import LANGUAGES
from rochdale.loaders.tables.limits import MAX_MAPPING
from rochdale.loaders.vocabulary import LineMeaning, Vocabulary

Field = Literal[
    "title", "date", "url", "summary", "text", "language", "type", "organisation", "country", "region", "project",
    "theme", "person", "acronym", "kind", "role",
]  # fmt: skip
FIELDS: Final[tuple[Field, ...]] = Field.__args__  # type: ignore[attr-defined]
DESCRIBING: Final = frozenset({"acronym", "kind", "role"})
"""Fields that speak of what another column names; `country` and `person` may."""
_ONCE: Final = frozenset({"title", "url", "summary", "language", "type"})
_PROSE: Final = frozenset({"title", "summary", "text"})
_NAMING: Final = frozenset({"organisation", "project"})
Dates = Literal["YMD", "DMY", "MDY", "serial"]
DATES: Final[tuple[Dates, ...]] = Dates.__args__  # type: ignore[attr-defined]
NOTHING: Final = ("-", "–", "—", "N/A", "n/a", "n.a.", "n.d.", "?")
"""Cells that say that there is nothing to say, unless the mapping lists others."""
_KEYS: Final = frozenset(
    "title type series language separator dates encoding delimiter header sheet empty columns always "
    "partnerships".split()
)
_COLUMN_KEYS: Final = frozenset("field of role kind separator text values".split())
_PARTNERSHIP_KEYS: Final = frozenset("relation from to between".split())
_PLACE: Final = re.compile(r"\{([^{}]+)\}")
_ASIDE: Final = re.compile(r"\s+")


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """What the cells of a column say. A column may have several uses."""

    column: str
    field: Field
    of: str = ""
    """The column that names what this one describes, or ""."""
    role: str = ""
    kind: str = ""
    separator: str = ""
    """Between several values in one cell, or "" where a cell holds one."""
    text: bool = False
    """It is running text, in which names are to be found as in a page."""
    values: Mapping[str, str] = msgspec.field(default_factory=dict)
    """What codes stand for; "" for one that says nothing."""
    always: str | None = None
    """The value that all rows have, where no column holds it."""


class Partnership(msgspec.Struct, frozen=True):
    """Which organisations of a row work together, told by their columns or roles."""

    relation: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    """Empty where all of `first` pair each with each."""


class TableMapping(msgspec.Struct, frozen=True, kw_only=True):
    """What a table's columns hold, and how it is to be read."""

    source: str
    """Name of its file, for messages."""
    uses: tuple[Use, ...]
    template: tuple[tuple[str, str], ...] = ()
    """The title: pieces of text, each with the column behind it ("" behind the last); empty for a title column."""
    type: str = "register-entry"
    series: str = ""
    """Key of a series, or ""."""
    language: str = ""
    dates: Dates = "YMD"
    encoding: str = ""
    delimiter: str = ""
    header: int = 0
    """Number of the row that names the columns; 0: the first that names all columns of the mapping."""
    sheets: tuple[str, ...] = ()
    empty: frozenset[str] = frozenset(NOTHING)
    partnerships: tuple[Partnership, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that it names, each once, in its order."""
        named = [column for _, column in self.template if column]
        return tuple(dict.fromkeys([*named, *(use.column for use in self.uses if use.always is None)]))

    def of(self, *fields: Field) -> Iterator[Use]:
        """The uses of these fields."""
        return (use for use in self.uses if use.field in fields)


def mapping_names(table: PurePath) -> tuple[str, str]:
    """What the mapping of a table is called beside it: `members.csv.toml`, or `members.toml`."""
    return f"{table.name}.toml", f"{table.stem}.toml"


def column_name(text: str) -> str:
    """A column's name on one line."""
    return _ASIDE.sub(" ", text).strip()


def read_mapping(source: str, data: bytes, words: Vocabulary) -> TableMapping:
    """Read a mapping.

    Raises:
        SourceError: it is no TOML, or something in it is not as it must be; the reason begins with the key.
    """
    try:
        if len(data) > MAX_MAPPING:
            raise SourceError(source, f"this is more than a mapping holds (at most {MAX_MAPPING:,} bytes)")
        table = tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise SourceError(source, f"byte {error.start} is not UTF-8; save the mapping as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SourceError(source, f"is not TOML: {error or 'too deeply nested'}") from error
    return _Parser(source, words).mapping(table)


class _Parser:
    """Reads the tables of one mapping."""

    def __init__(self, source: str, words: Vocabulary) -> None:
        self._source = source
        self._words = words
        self._separator = ""

    def _fail(self, key: str, reason: str) -> NoReturn:
        raise SourceError(self._source, f"{key}: {reason}")

    def mapping(self, table: Mapping[str, Any]) -> TableMapping:
        self._known(table, _KEYS, "")
        self._separator = self._text(table, "separator", "separator")
        uses = [*self._uses(table, "columns"), *self._uses(table, "always")]
        template = tuple(self._template(self._text(table, "title", "title")))
        self._check(uses, titled=bool(template))
        encoding = self._text(table, "encoding", "encoding")
        if encoding and not _is_encoding(encoding):
            self._fail("encoding", f"{encoding!r} is no encoding that is known; such are utf-8, windows-1252, utf-16")
        delimiter = self._text(table, "delimiter", "delimiter")
        if delimiter and (len(delimiter) > 1 or delimiter in '"\r\n'):
            self._fail("delimiter", f"{delimiter!r} is not one character that can stand between cells")
        type_, series = self._meaning(table)
        return TableMapping(
            source=self._source,
            uses=tuple(uses),
            template=template,
            type=type_,
            series=series,
            language=self._choice(table, "language", LANGUAGES),
            dates=cast("Dates", self._choice(table, "dates", DATES) or "YMD"),
            encoding=encoding,
            delimiter=delimiter,
            header=self._number(table, "header"),
            sheets=self._texts(table.get("sheet", []), "sheet"),
            empty=frozenset(self._texts(table["empty"], "empty") if "empty" in table else NOTHING),
            partnerships=tuple(self._partnerships(table, uses)),
        )

    # -- values --------------------------------------------------------------------------------------------------------

    def _known(self, table: Mapping[str, Any], keys: Iterable[str], within: str) -> None:
        for name in table:
            if name not in keys:
                near = difflib.get_close_matches(name, sorted(keys), 1)
                hint = f", perhaps {near[0]}" if near else ""
                self._fail(f"{within}{name}", f"there is no such key{hint}; the keys are {', '.join(sorted(keys))}")

    def _text(self, table: Mapping[str, Any], name: str, where: str) -> str:
        value = table.get(name, "")
        if not isinstance(value, str):
            self._fail(where, f"{_shown(value)} is not text in quotation marks")
        if name in table and not value:
            self._fail(where, "is empty; leave it out, or fill it in")
        return value

    def _texts(self, value: object, where: str) -> tuple[str, ...]:
        several = [value] if isinstance(value, str) else value
        if not isinstance(several, list) or not all(isinstance(one, str) for one in several):
            self._fail(where, f"{_shown(value)} is neither text nor a list of texts")
        return tuple(several)

    def _number(self, table: Mapping[str, Any], name: str) -> int:
        value = table.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or value < (name in table):
            self._fail(name, f"{_shown(value)} is no number of a row, from 1")
        return int(value)

    def _choice(self, table: Mapping[str, Any], name: str, choices: Iterable[str]) -> str:
        value = self._text(table, name, name)
        if value and value not in choices:
            self._fail(name, f"{value!r} is none of {', '.join(choices)}")
        return value

    def _slug(self, value: str, of: str, where: str) -> str:
        slugs = sorted(thing.slug for thing in self._words.of(of))
        if value and value not in slugs:
            self._fail(where, f"there is no {of} {value!r}; there are {', '.join(slugs)}")
        return value

    def _meaning(self, table: Mapping[str, Any]) -> tuple[str, str]:
        """Slug of the type, and key of the series."""
        series = self._text(table, "series", "series")
        meaning: LineMeaning | None = self._words.lines.get(fold_key(series)) if series else None
        if series and (meaning is None or meaning.of != "series"):
            self._fail("series", f"ontology/series.ttl lists no series {series!r}; add it there, or leave it out")
        own = meaning.type if meaning else ""
        type_ = self._slug(self._text(table, "type", "type"), "type", "type") or own or "register-entry"
        return type_, meaning.key if meaning else ""

    # -- columns -------------------------------------------------------------------------------------------------------

    def _uses(self, table: Mapping[str, Any], name: str) -> Iterator[Use]:
        columns = table.get(name, {})
        if not isinstance(columns, dict):
            self._fail(name, f"is no table; write [{name}] on a line of its own")
        for column, uses in columns.items():
            where = f"{name}.{_quoted(column)}"
            if not column_name(column):
                self._fail(where, "this is no name of a column")
            for use in uses if isinstance(uses, list) else [uses]:
                yield self._use(column_name(column), use, where, always=name == "always")

    def _use(self, column: str, said: object, where: str, *, always: bool) -> Use:
        table: Mapping[str, Any] = {"field": said} if isinstance(said, str) else cast("Mapping[str, Any]", said)
        if not isinstance(table, dict) or (always and isinstance(said, str)):
            self._fail(where, f'{_shown(said)} is neither a field nor a table such as {{ field = "country" }}')
        self._known(table, _COLUMN_KEYS | ({"value"} if always else set()), f"{where}.")
        field, role = self._field(self._text(table, "field", f"{where}.field"), f"{where}.field")
        stated = self._slug(self._text(table, "role", f"{where}.role"), "role", f"{where}.role")
        if stated and (field != "organisation" or (role and role != stated)):
            self._fail(f"{where}.role", "only what the field organisation names has a role, and one")
        kind = self._slug(self._text(table, "kind", f"{where}.kind"), "kind", f"{where}.kind")
        text = table.get("text", field == "text")
        if not isinstance(text, bool) or (text and field not in _PROSE):
            self._fail(f"{where}.text", f"is true or false, and only for {', '.join(sorted(_PROSE))}")
        values = self._values(table.get("values", {}), f"{where}.values")
        for code, to in values.items() if field in ("type", "role", "kind") else ():
            self._slug(to, field, f"{where}.values.{_quoted(code)}")
        return Use(
            column=column,
            field=field,
            of=column_name(self._text(table, "of", f"{where}.of")),
            role=stated or role,
            kind=kind,
            separator=self._separated(table, field, where),
            text=text,
            values=values,
            always=self._always(table, where) if always else None,
        )

    def _always(self, table: Mapping[str, Any], where: str) -> str:
        value = self._text(table, "value", f"{where}.value")
        return value or self._fail(f"{where}.value", "is missing; say what all rows have")

    def _field(self, name: str, where: str) -> tuple[Field, str]:
        """The field, and the role where it is given by that."""
        roles = sorted(thing.slug for thing in self._words.of("role"))
        if name in roles:
            return "organisation", name
        if name not in FIELDS:
            near = difflib.get_close_matches(name, [*FIELDS, *roles], 1)
            hint = f", perhaps {near[0]}" if near else ""
            several = f"the fields are {', '.join(FIELDS)}; an organisation may also be given by its role: "
            self._fail(where, f"there is no field {name!r}{hint}; {several}{', '.join(roles)}")
        return name, ""

    def _separated(self, table: Mapping[str, Any], field: Field, where: str) -> str:
        own = self._text(table, "separator", f"{where}.separator")
        if own and field in _PROSE | _ONCE | {"date"}:
            self._fail(f"{where}.separator", f"a cell holds one {field}")
        return own or ("" if field in _PROSE | _ONCE | {"date"} else self._separator)

    def _values(self, said: object, where: str) -> dict[str, str]:
        if not isinstance(said, dict) or not all(isinstance(to, str) for to in said.values()):
            self._fail(where, 'is no table of texts such as { "1" = "donor" }')
        return {column_name(code): to for code, to in said.items()}

    def _template(self, title: str) -> Iterator[tuple[str, str]]:
        at = 0
        for place in _PLACE.finditer(title):
            yield title[at : place.start()], column_name(place[1])
            at = place.end()
        if title and not at:
            self._fail("title", f'{title!r} names no column; write for example "{{Name}}"')
        if title:
            yield title[at:], ""

    # -- what hangs together -------------------------------------------------------------------------------------------

    def _check(self, uses: Iterable[Use], *, titled: bool) -> None:
        naming: dict[str, Use] = {}
        seen: dict[str, str] = {}
        for use in uses:
            where = f"{'columns' if use.always is None else 'always'}.{_quoted(use.column)}"
            if use.field in _ONCE and seen.setdefault(use.field, use.column) != use.column:
                self._fail(where, f"the {use.field} is that of {_quoted(seen[use.field])} already")
            if use.field in _NAMING and not use.of:
                if use.column in naming:
                    self._fail(where, "one column names organisations or projects once, in one role")
                naming[use.column] = use
        if titled and "title" in seen:
            self._fail("title", f"the title is that of column {_quoted(seen['title'])} already")
        if not titled and "title" not in seen:
            self._fail("title", 'is missing; say which column names the items: title = "{NAME OF A COLUMN}"')
        for use in uses:
            self._check_of(use, naming)

    def _check_of(self, use: Use, naming: Mapping[str, Use]) -> None:
        where = f"columns.{_quoted(use.column)}.of"
        if use.field in DESCRIBING and not use.of:
            self._fail(where, f"is missing; say which column names what has this {use.field}")
        if use.of and use.field not in DESCRIBING | {"country", "person"}:
            self._fail(where, f"the field {use.field} describes nothing")
        if use.of and use.of not in naming:
            there = ", ".join(map(_quoted, naming)) or "no column does"
            self._fail(where, f"{_quoted(use.of)} is no column that names organisations or projects ({there})")
        if use.field == "role" and naming[use.of].field != "organisation":
            self._fail(where, "only organisations have roles")

    def _partnerships(self, table: Mapping[str, Any], uses: Iterable[Use]) -> Iterator[Partnership]:
        stated = table.get("partnerships", [])
        if not isinstance(stated, list):
            self._fail("partnerships", "is no list; write [[partnerships]] on a line of its own")
        for number, one in enumerate(stated, 1):
            where = f"partnerships.{number}"
            if not isinstance(one, dict):
                self._fail(where, f"{_shown(one)} is no table")
            self._known(one, _PARTNERSHIP_KEYS, f"{where}.")
            relation = self._slug(self._text(one, "relation", f"{where}.relation"), "relation", f"{where}.relation")
            if not relation:
                relations = ", ".join(sorted(thing.slug for thing in self._words.of("relation")))
                self._fail(f"{where}.relation", f"is missing; there are {relations}")
            first, second, between = (
                self._parties(one.get(name, []), uses, f"{where}.{name}") for name in ("from", "to", "between")
            )
            directed = relation in DIRECTED
            if between and (directed or first or second):
                self._fail(where, "between is for relations without a direction, and stands alone")
            if not between and not (first and second):
                ways = "from and to" if directed else "between, or from and to"
                self._fail(where, f"say which organisations: {ways}")
            yield Partnership(relation, between or first, second)

    def _parties(self, said: object, uses: Iterable[Use], where: str) -> tuple[str, ...]:
        parties = tuple(map(column_name, self._texts(said, where)))
        columns = [use.column for use in uses if use.field == "organisation"]
        roles = {thing.slug for thing in self._words.of("role")}
        for party in parties:
            if party not in columns and party not in roles:
                there = ", ".join(map(_quoted, columns))
                self._fail(where, f"{_quoted(party)} is neither a column of organisations ({there}) nor a role")
        return parties


def _is_encoding(name: str) -> bool:
    try:
        "a".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def _quoted(name: str) -> str:
    return f'"{name}"'


def _shown(value: object) -> str:
    return f"{value!r}"[:80]
