"""Drafts of mappings: what the columns of a table seem to hold, by the words that head them and by their values.

A draft is for a person to read and correct. Columns that nothing was recognised in are left out of it as comments.
"""

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

import msgspec

from rochdale.errors import SourceError
from rochdale.loaders.dates import cell_date
from rochdale.loaders.document import Capture
from rochdale.loaders.extraction.names import gazetteer
from rochdale.loaders.folding import key as fold_key
from rochdale.loaders.tables.known import Known, concepts
from rochdale.loaders.tables.opening import Table
from rochdale.loaders.tables.rows import Cell, Layout, Row
from rochdale.loaders.vocabulary import Vocabulary, vocabulary

_LOOKED_AT = 500
_MOSTLY = 0.8
_SOME = 0.3
_SEVERAL = 0.02
_PROSE = 80
_SEPARATORS = ("|", ";", "\n")
_OTHERWISE = "windows-1252"
_ROLES = ("donor", "implementer", "partner", "organiser", "publisher", "member")
_NAME = "name"
"""Heads the name of whatever the table lists."""
_DESCRIBING = frozenset({"acronym", "kind", "role"})
_NAMING = frozenset({"organisation", *_ROLES})
_SEVERAL_VALUES = _NAMING | {"country", "region", "theme", "person", "role", "kind", "acronym"}
_ONCE = frozenset({"title", "summary", "url", "language", "type"})
_MARKS = {
    "field-author": "person",
    "field-country": "country",
    "field-donor": "donor",
    "field-event-date": "date",
    "field-implementer": "implementer",
    "field-organiser": "organiser",
    "field-partner": "partner",
    "field-published": "date",
}
"""Fields of fact sheets that tables have too."""
_FIGURES = re.compile(r"^\d{1,2}[/.]\d{1,2}[/.]\d{4}")
_IATI_ROLES = {"1": "donor", "2": "", "3": "", "4": "implementer"}
"""OrganisationRole of IATI: funding, accountable, extending, implementing."""


class Guess(msgspec.Struct):
    """What a column seems to hold: a field, a role or what describes another column; "" where nothing is known."""

    column: str
    field: str
    values: tuple[str, ...] = ()
    """Of the rows that were looked at, those that are filled."""
    separator: str = ""
    of: str = ""


def draft(capture: Capture) -> str:
    """A mapping for a table, as TOML.

    Raises:
        SourceError: the table cannot be read, or holds nothing.
    """
    words = vocabulary()
    guesses, rows, encoding = _looked_at(capture, words)
    filled = [guess for guess in guesses if guess.field]
    _settle_once(filled)
    _settle_of(filled)
    title = _title(guesses)
    type_ = _type(filled)
    lines = [f"# drafted from the headers and the first {len(rows):,} rows; read it through before you use it"]
    lines += [f"title = {_quoted('{' + title + '}')}", f"type = {_quoted(type_)}"]
    lines += [f"encoding = {_quoted(encoding)}"] if encoding else []
    lines += _order(filled)
    lines += ["", "[columns]"]
    for guess in guesses:
        lines.append(_line(guess, words, type_, guesses))
    lines += _partnerships(filled, type_)
    return "\n".join(lines) + "\n"


def minimal(capture: Capture) -> str:
    """The shortest mapping for a table that says something, for a message; "" where the table cannot be read."""
    try:
        guesses, _, _ = _looked_at(capture, vocabulary())
    except SourceError:
        return ""
    title = _title(guesses)
    known = [guess for guess in guesses if guess.field and guess.field not in ("title", "acronym", "kind", "role")]
    one = known[0] if known else Guess(title, "organisation")
    return f"title = {_quoted('{' + title + '}')}\n[columns]\n{_quoted(one.column)} = {_quoted(one.field)}"


def _looked_at(capture: Capture, words: Vocabulary) -> tuple[list[Guess], list[Row], str]:
    """What each column seems to hold, the rows looked at, and the encoding where it is not the usual one."""
    encoding = _encoding(capture.data)
    table = Table(capture, Layout(encoding=encoding))
    rows = [row for row in islice(table.rows(), _LOOKED_AT) if isinstance(row, Row)]
    if not table.columns:
        raise SourceError(capture.source, "no row can be read that names columns; there is nothing to draft from")
    known = Known(gazetteer(), "")
    heads = _headers(words)
    guesses = [_guess(column, rows, heads, known) for column in table.columns]
    _settle_names(guesses)
    return guesses, rows, encoding


def _encoding(data: bytes) -> str:
    """The encoding that the mapping has to tell, or ""."""
    if data.startswith((b"PAR1", b"PK", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""
    try:
        data.decode()
    except UnicodeDecodeError:
        return _OTHERWISE
    return ""


@cache
def _headers(words: Vocabulary) -> dict[str, str]:
    """What columns are called, folded, and the field or role that they then hold."""
    marks = {text: _MARKS[slug] for text, slug in words.marks.items() if slug in _MARKS}
    return marks | concepts(words, "column")


# -- guesses -----------------------------------------------------------------------------------------------------------


def _guess(column: str, rows: Iterable[Row], heads: dict[str, str], known: Known) -> Guess:
    values = [value for row in rows for value in _values(row.cells.get(column, ""))]
    field = _by_header(column, heads) or _by_values(values, known)
    separator = ""
    if field in _SEVERAL_VALUES:
        counts = {sign: sum(sign in value for value in values) for sign in _SEPARATORS}
        separator = next((sign for sign in _SEPARATORS if counts[sign] > _SEVERAL * len(values)), "")
    return Guess(column, field, tuple(values), separator)


def _by_header(column: str, heads: dict[str, str]) -> str:
    """By the whole header; else by what `of.name` is the name of; else by the last part of `of.acronym`."""
    folded = fold_key(column)
    if folded in heads:
        return heads[folded]
    before, _, last = folded.rpartition(" ")
    if heads.get(last) == _NAME:
        return heads.get(before, "")
    return heads.get(last, "") if "." in column and heads.get(last) in _DESCRIBING else ""


def _values(cell: Cell) -> Iterator[str]:
    return (value.strip() for value in ([cell] if isinstance(cell, str) else cell) if value.strip())


def _by_values(values: Sequence[str], known: Known) -> str:
    """What values show, where the header is a word that nobody listed."""
    if not values:
        return ""

    def share(count: int) -> float:
        return count / len(values)

    if share(sum(value.startswith(("http://", "https://")) for value in values)) > _MOSTLY:
        return "url"
    if share(sum(not value.isdecimal() and known.place(value).thing is not None for value in values)) > _MOSTLY:
        return "country"
    if share(sum(not value.isdecimal() and _is_date(value) for value in values)) > _MOSTLY:
        return "date"
    if share(sum(known.named(value, "organisation", frozenset()).thing is not None for value in values)) > _SOME:
        return "organisation"
    if share(sum(bool(known.concept(value, "theme")) for value in values)) > _MOSTLY:
        return "theme"
    return "text" if sum(map(len, values)) > _PROSE * len(values) else ""


def _is_date(value: str) -> bool:
    return any(cell_date(value, order).iso for order in ("DMY", "MDY"))


def _settle_names(guesses: Sequence[Guess]) -> None:
    """A column that is just called the name holds organisations, or the titles where others hold these."""
    others = {guess.field for guess in guesses}
    for guess in guesses:
        if guess.field == _NAME:
            guess.field = "title" if others & (_NAMING | {"project"}) else "organisation"


def _settle_once(filled: list[Guess]) -> None:
    """A field that an item has once is that of the first column; a second summary is running text."""
    seen: set[str] = set()
    for guess in filled:
        if guess.field in seen & _ONCE:
            guess.field = "text" if guess.field == "summary" else ""
        seen.add(guess.field)


def _settle_of(filled: list[Guess]) -> None:
    """Acronyms, kinds and roles are those of the organisations before them, or of the first."""
    last = next((guess.column for guess in filled if guess.field in _NAMING), "")
    described: set[tuple[str, str]] = set()
    for guess in filled:
        if guess.field in _NAMING:
            last = guess.column
        elif guess.field in _DESCRIBING:
            guess.of = last
            if not last or (last, guess.field) in described:
                guess.field = ""
            described.add((last, guess.field))


def _title(guesses: Sequence[Guess]) -> str:
    for field in ("title", "project", "member", "organisation"):
        for guess in guesses:
            if guess.field == field:
                return guess.column
    return guesses[0].column


def _type(filled: Sequence[Guess]) -> str:
    fields = {guess.field for guess in filled}
    if fields & {"project", "donor", "implementer", "role"}:
        return "project"
    if "title" in fields and fields & {"publisher", "person"}:
        return "publication"
    return "register-entry"


# -- lines -------------------------------------------------------------------------------------------------------------


def _quoted(text: str) -> str:
    """As a string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _order(filled: Iterable[Guess]) -> Iterator[str]:
    """The line that tells the order of figures in dates, where some are written in figures."""
    values = [value for guess in filled if guess.field == "date" for value in guess.values]
    figures = [value for value in values if _FIGURES.search(value) or not cell_date(value, "YMD").iso]
    read = {way: sum(bool(cell_date(value, way).iso) for value in figures) for way in ("DMY", "MDY", "serial")}
    best = max(read.values())
    ways = [way for way, count in read.items() if count == best]
    ways = [way for way in ways if way != "serial"] or ways
    if figures and best and len(ways) == 1:
        yield f"dates = {_quoted(ways[0])}"
    elif figures and best and best > sum(bool(cell_date(value, "YMD").iso) for value in figures):
        yield f"dates = {_quoted(ways[0])}  # or {_quoted(ways[1])}: the values leave it open"


def _line(guess: Guess, words: Vocabulary, type_: str, guesses: Sequence[Guess]) -> str:
    column = _quoted(guess.column)
    if not guess.field or (guess.field == "title" and guess is next(g for g in guesses if g.field == "title")):
        shown = " ".join(guess.values[0].split())[:40] if guess.values else "nothing"
        return f'# {column} = ""  # {"the title" if guess.field else f"for example {_plain(shown)}"}'
    pairs = [("field", guess.field)]
    pairs += [("of", guess.of)] if guess.of else []
    pairs += [("separator", guess.separator)] if guess.separator else []
    said = ", ".join(f"{name} = {_quoted(value)}" for name, value in pairs)
    if guess.field == "summary":
        said += ", text = true"
    if guess.field == "role" and (values := _role_values(guess, words)):
        said += f", values = {{ {values} }}"
    table = f"{{ {said} }}" if "," in said else _quoted(guess.field)
    own = next((one.column for one in guesses if one.field in ("member", "organisation")), "")
    if guess.field == "country" and type_ == "register-entry" and own:
        table = f'[{table}, {{ field = "country", of = {_quoted(own)} }}]'
    return f"{column} = {table}"


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def _role_values(guess: Guess, words: Vocabulary) -> str:
    """What the codes of a column of roles stand for, where they are not the vocabulary's own words."""
    roles = concepts(words, "role")
    parts = {
        part.strip()
        for value in guess.values
        for part in (value.split(guess.separator) if guess.separator else [value])
    }
    if parts and parts <= _IATI_ROLES.keys():
        return ", ".join(f"{_quoted(code)} = {_quoted(role)}" for code, role in _IATI_ROLES.items())
    unknown = sorted(part for part in parts if part and fold_key(part) not in roles)[:10]
    return ", ".join(f'{_quoted(_plain(part))} = ""' for part in unknown)


def _partnerships(filled: Sequence[Guess], type_: str) -> Iterator[str]:
    fields = {guess.field for guess in filled}
    if "role" in fields or {"donor", "implementer"} <= fields:
        yield from ("", "[[partnerships]]", 'relation = "fund"', 'from = "donor"', 'to = "implementer"')
    if {"partner", "implementer"} <= fields:
        yield from ("", "[[partnerships]]", 'relation = "partner"', 'from = "partner"', 'to = "implementer"')
    own = next((one.column for one in filled if one.field in ("member", "organisation")), "")
    if type_ == "register-entry" and own:
        yield from (
            "",
            "# whose register it is; without it nothing says what the members are members of",
            '# [always."Member of"]',
            '# field = "organisation"',
            '# value = "NAME OF THE BODY"',
            "#",
            "# [[partnerships]]",
            '# relation = "member-of"',
            f"# from = {_quoted(own)}",
            '# to = "Member of"',
        )
