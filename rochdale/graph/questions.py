"""The questions that can be asked by name: the catalogue, and the header of a question's file.

A question is a file of `queries/`: a header that says what it answers, then SPARQL. A parameter is bound as a term
at its marker, a line `VALUES ?organisation { UNDEF }`; what is asked for can never become part of the query's text.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast, get_args

import msgspec
import pyoxigraph as ox

from rochdale.errors import QueryError
from rochdale.graph.terms import SSE

FOLDER = Path(__file__).parent.parent / "queries"

ParameterType = Literal["IRI", "text", "date", "integer", "year"]
ColumnType = Literal["IRI", "boolean", "concept", "count", "date", "integer", "number", "term", "text", "year"]

CLASSES: Final[Mapping[str, ox.NamedNode]] = {
    "organisation": SSE.Organisation,
    "project": SSE.Project,
    "country": SSE.Country,
    "region": SSE.Region,
    "theme": SSE.Theme,
    "person": SSE.Person,
    "series": SSE.Series,
    "item": SSE.Item,
    "document": SSE.Document,
    "mention": SSE.Mention,
    "partnership": SSE.Partnership,
    "type": SSE.ItemType,
    "kind": SSE.Kind,
    "role": SSE.Role,
    "relation": SSE.Relation,
    "rule": SSE.Rule,
}
"""What a parameter can be an IRI of, and the class that says so. `thing` is any of them."""

MARKER = re.compile(r"^[ \t]*VALUES \?([a-z_]+) \{ UNDEF \}[ \t]*$", re.MULTILINE)
"""The line of a query at which a parameter is bound."""

_NEAREST = 5


class Parameter(msgspec.Struct, frozen=True):
    """What a question wants to be told."""

    name: str
    type: ParameterType
    of: str = ""
    """What an IRI is an IRI of: a key of `CLASSES`, or `thing` for any."""
    required: bool = True

    def __str__(self) -> str:
        kind = f"{self.type} of {self.of}" if self.of not in ("", self.name) else self.type
        return f"{self.name} ({kind})" if self.required else f"{self.name} ({kind}, optional)"


class Column(msgspec.Struct, frozen=True):
    """A column of a question's answer."""

    name: str
    type: ColumnType


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question of the catalogue, or a file with the same header."""

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str
    """SPARQL, with its header; without a parameter bound it answers for everything."""


@cache
def catalogue(folder: Path = FOLDER) -> dict[str, Question]:
    """The questions of `folder` by name; read once a process.

    Raises:
        QueryError: the header of a file is wrong; the message names file and line.
    """
    return {
        path.stem: read_question(path.read_text(encoding="utf-8"), path.name) for path in sorted(folder.glob("*.rq"))
    }


def find_question(text: str) -> Question | None:
    """The question that `text` names or is; None where it is SPARQL without a header.

    Raises:
        QueryError: it is one word and no question has that name.
    """
    if text.startswith("#+"):
        return read_question(text, "query.rq")
    name = text.strip()
    known = catalogue()
    if name not in known and name and not re.search(r"[\s{}]", name):
        near = difflib.get_close_matches(name, known, _NEAREST, 0.5)
        raise QueryError(f"no question is called '{name}'; there are: {', '.join(near or known)}")
    return known.get(name)


_FIELDS = ("summary", "description", "parameters", "columns")
_HEADER_LINE = re.compile(rf"#\+ ({'|'.join(_FIELDS)}): (\S.*)")
_CONTINUED = re.compile(r"#\+ {2,}(\S.*)")
_PARAMETER = re.compile(rf"([a-z][a-z_]*) \(({'|'.join(get_args(ParameterType))})(?: of ([a-z]+))?(, optional)?\)")
_COLUMN = re.compile(rf"([a-z][a-z_]*) \(({'|'.join(get_args(ColumnType))})\)")


class _Field(msgspec.Struct):
    """One field of a header and the line it begins on."""

    line: int
    text: str


def read_question(text: str, source: str) -> Question:
    """Read a question from the text of its file.

    Args:
        text: header and SPARQL.
        source: the file's name, for messages; its stem is the name of the question.

    Raises:
        QueryError: the header is wrong, or the markers of the query are not its parameters.
    """
    fields = _fields(text, source)
    parameters = tuple(_parameters(fields["parameters"], source))
    line = fields["parameters"].line
    markers = set(MARKER.findall(text))
    for name in sorted(markers ^ {parameter.name for parameter in parameters}):
        reason = "is no parameter of the header" if name in markers else "has no line VALUES ?... { UNDEF }"
        raise QueryError(f"{source}:{line}: ?{name} {reason}")
    return Question(
        name=Path(source).stem,
        summary=fields["summary"].text.replace("\n", " "),
        description=fields["description"].text.replace("\n", " "),
        parameters=parameters,
        columns=tuple(_columns(fields["columns"], source)),
        text=text,
    )


def _fields(text: str, source: str) -> dict[str, _Field]:
    """The fields of a header, in their order, each continued line after a line break."""
    found: dict[str, _Field] = {}
    latest: _Field | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("#+"):
            latest = None
        elif match := _HEADER_LINE.fullmatch(line):
            expected = _FIELDS[len(found)] if len(found) < len(_FIELDS) else "the query"
            if match[1] != expected:
                raise QueryError(f"{source}:{number}: '{match[1]}' stands where {expected} should")
            if number != 1 and latest is None:
                raise QueryError(f"{source}:{number}: the header begins on the first line and has no gaps")
            latest = found[match[1]] = _Field(number, match[2])
        elif latest is not None and (match := _CONTINUED.fullmatch(line)):
            latest.text += "\n" + match[1]
        else:
            raise QueryError(
                f"{source}:{number}: no line of a header; write '#+ field: ...' with the fields "
                f"{', '.join(_FIELDS)}, and '#+    ...' to go on"
            )
    for name in _FIELDS[len(found) :]:
        line_after = max((field.line + field.text.count("\n") for field in found.values()), default=0) + 1
        raise QueryError(f"{source}:{line_after}: the header lacks '#+ {name}: ...'")
    return found


def _parameters(field: _Field, source: str) -> Iterator[Parameter]:
    if field.text == "none":
        return
    for line, match in _entries(field, _PARAMETER, "name (type), name (IRI of class) or name (type, optional)", source):
        name, kind, of, optional = match.groups()
        kind = cast("ParameterType", kind)
        of = of or (name if kind == "IRI" else "")
        if (kind == "IRI") != (of in CLASSES or of == "thing"):
            known = ", ".join((*CLASSES, "thing"))
            raise QueryError(f"{source}:{line}: {name} is no class; say 'IRI of' one of: {known}")
        yield Parameter(name, kind, of, required=not optional)


def _columns(field: _Field, source: str) -> Iterator[Column]:
    for _, match in _entries(field, _COLUMN, "name (type)", source):
        yield Column(match[1], cast("ColumnType", match[2]))


def _entries(field: _Field, pattern: re.Pattern[str], shape: str, source: str) -> Iterator[tuple[int, re.Match[str]]]:
    """The entries of a list with their lines; each name once."""
    seen: set[str] = set()
    line = field.line
    for entry in re.split(r"(?<=\)),(?=\s)", field.text):
        line += len(entry) - len(entry.lstrip("\n"))
        match = pattern.fullmatch(entry.strip())
        if match is None or match[1] in seen:
            reason = "stands here twice" if match else f"is not of the form {shape}, with a type that is known"
            raise QueryError(f"{source}:{line}: '{entry.strip()}' {reason}")
        seen.add(match[1])
        yield line, match
