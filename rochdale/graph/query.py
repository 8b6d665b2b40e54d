"""Ask a graph: the catalogue of questions, SPARQL of one's own, and the answers.

A question is a file of `queries/`: a header that says what it answers, then SPARQL. A parameter is bound as a term
at its marker, a line `VALUES ?organisation { UNDEF }`; what is asked for can never become part of the query's text.
An answer is read whole, and can be gone through, made a table of pandas, or written in any of the formats of SPARQL.
"""

import datetime
import difflib
import re
import shutil
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, TextIO, cast, get_args

import msgspec
import pyoxigraph as ox

from rochdale.errors import OutputError, QueryError, StoreError
from rochdale.graph.terms import DCTERMS, FOAF, RDF, SKOS, SSE
from rochdale.graph.turtle import PREFIXES, format_turtle
from rochdale.loaders.folding import key as fold_key
from rochdale.loaders.vocabulary import BASE

if TYPE_CHECKING:
    from pandas import DataFrame

FOLDER = Path(__file__).parent.parent / "queries"

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]
Value = str | int | float | bool | datetime.date | None
"""What a term is in Python: an IRI or any text is a `str`; a date of less than a day's precision stays text."""
ParameterType = Literal["IRI", "text", "date", "integer", "year"]
ColumnType = Literal["IRI", "boolean", "concept", "count", "date", "integer", "number", "term", "text", "year"]
Format = Literal["table", "csv", "tsv", "json", "xml", "turtle", "nt"]

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

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


# -- questions ---------------------------------------------------------------------------------------------


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


_FIELDS = ("summary", "description", "parameters", "columns")
_HEADER_LINE = re.compile(rf"#\+ ({'|'.join(_FIELDS)}): (\S.*)")
_CONTINUED = re.compile(r"#\+ {2,}(\S.*)")
_PARAMETER = re.compile(rf"([a-z][a-z_]*) \(({'|'.join(get_args(ParameterType))})(?: of ([a-z]+))?(, optional)?\)")
_COLUMN = re.compile(rf"([a-z][a-z_]*) \(({'|'.join(get_args(ColumnType))})\)")
_MARKER = re.compile(r"^[ \t]*VALUES \?([a-z_]+) \{ UNDEF \}[ \t]*$", re.MULTILINE)


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
    markers = set(_MARKER.findall(text))
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


# -- names of things ----------------------------------------------------------------------------------------

_NAMES: Final[Sequence[tuple[ox.NamedNode, int]]] = (
    (SKOS.prefLabel, 0),
    (DCTERMS.title, 0),
    (FOAF.name, 0),
    (SSE.alpha3, 0),
    (SSE.acronym, 1),
    (SSE.alpha2, 1),
    (SSE.m49, 1),
    (SKOS.altLabel, 2),
    (DCTERMS.identifier, 2),
)
"""What names a thing, and how strongly: of several things of one name, those it names most strongly count."""
_KEY = re.compile(r"([a-z-]+)[/:](\S+)")
_NEAREST = 5
_MOST_COMPARED = 4000


class NameResolver:
    """Finds the thing of a graph that a person means by an IRI, a key, or a name.

    The names of a class are read from the store when the first of them is asked for.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._read: dict[str, _Names] = {}

    def resolve(self, text: str, of: str = "thing", *, partly: bool = False) -> ox.NamedNode:
        """The one thing that `text` means.

        Args:
            text: an IRI; a key (`organisation/ilo`); a preferred name, acronym, code or other name in any language, as
                written or but for capitals, accents and punctuation.
            of: a key of `CLASSES`, or `thing` for any class.
            partly: where nothing bears the name, take the only thing that has it within a name.

        Raises:
            QueryError: nothing is meant by it, or more than one thing; the message lists the nearest or all.
        """
        wanted = text.strip()
        iri = as_iri(wanted)
        if iri is not None and (self._is(iri, of) or "://" in wanted):
            if self._is(iri, of):
                return iri
            raise QueryError(f"the graph knows no {of} <{iri.value}>")
        found = self._names(of).meant(wanted, partly=partly)
        if len(found) == 1:
            return ox.NamedNode(found[0])
        if found:
            several = ", ".join(self._told(one) for one in found[: 2 * _NEAREST])
            raise QueryError(f"'{wanted}' may mean more than one {of}: {several}; give a key or an IRI")
        near = ", ".join(self._told(one) for one in self._names(of).nearest(wanted))
        raise QueryError(f"the graph knows no {of} '{wanted}'" + (f"; the nearest are: {near}" if near else ""))

    def _is(self, iri: ox.NamedNode, of: str) -> bool:
        kind = CLASSES.get(of)
        return any(True for _ in self._store.quads_for_pattern(iri, RDF.type, kind, ox.DefaultGraph()))

    def _names(self, of: str) -> "_Names":
        if of not in self._read:
            self._read[of] = _Names(self._store, CLASSES.get(of))
        return self._read[of]

    def _told(self, iri: str) -> str:
        key = iri.removeprefix(BASE)
        labels = {
            quad.object.language or "": quad.object.value
            for predicate in (SKOS.prefLabel, DCTERMS.title, FOAF.name)
            for quad in self._store.quads_for_pattern(ox.NamedNode(iri), predicate, None, ox.DefaultGraph())
            if isinstance(quad.object, ox.Literal)
        }
        name = labels.get("en") or labels[min(labels)] if labels else ""
        return f"{name} ({key})" if name else key


class _Names:
    """All names of the things of one class."""

    def __init__(self, store: ox.Store, kind: ox.NamedNode | None) -> None:
        self._exact: dict[str, dict[str, int]] = defaultdict(dict)
        self._folded: dict[str, dict[str, int]] = defaultdict(dict)
        things = kind and {quad.subject for quad in store.quads_for_pattern(None, RDF.type, kind, ox.DefaultGraph())}
        for predicate, rank in _NAMES:
            for quad in store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()):
                if isinstance(quad.subject, ox.NamedNode) and (things is None or quad.subject in things):
                    self._add(
                        quad.object.value if isinstance(quad.object, ox.Literal) else "", quad.subject.value, rank
                    )

    def _add(self, name: str, iri: str, rank: int) -> None:
        for names, spelled in ((self._exact, name), (self._folded, fold_key(name))):
            if spelled:
                names[spelled].setdefault(iri, rank)

    def meant(self, name: str, *, partly: bool) -> list[str]:
        """The things of this name, those that it names most strongly alone."""
        found = self._exact.get(name) or self._folded.get(fold_key(name))
        if found:
            return sorted(iri for iri, rank in found.items() if rank == min(found.values()))
        words = f" {fold_key(name)} "
        if not partly or not words.strip():
            return []
        return sorted({iri for known, things in self._folded.items() if words in f" {known} " for iri in things})

    def nearest(self, name: str) -> list[str]:
        """Things of similar names, the most similar first."""
        wanted = fold_key(name)
        words = {word for word in wanted.split() if len(word) > 2}
        near = (n for n in self._folded if n[:2] == wanted[:2] or not words.isdisjoint(n.split()))
        compared = list(islice(near, _MOST_COMPARED))
        similar = sorted((n for n in compared if wanted and wanted in n), key=len)[:_NEAREST]
        similar += difflib.get_close_matches(wanted, compared, _NEAREST, 0.6)
        return list(dict.fromkeys(iri for known in similar for iri in sorted(self._folded[known])))[:_NEAREST]


def find_thing(store: ox.Store, text: str) -> ox.NamedNode:
    """The one thing of any class that `text` means: an IRI, a key, a name, or words of a name or title.

    Raises:
        QueryError: as `NameResolver.resolve`.
    """
    return NameResolver(store).resolve(text, partly=True)


def as_iri(text: str) -> ox.NamedNode | None:
    """The IRI that `text` spells: in full, as a key (`organisation/ilo`) or with a prefix (`organisation:ilo`).

    None where it spells none, so that it may be a name.
    """
    match = _KEY.fullmatch(text)
    if match and match[1] in PREFIXES:
        text = PREFIXES[match[1]] + match[2]
    elif "://" not in text:
        return None
    try:
        return ox.NamedNode(text.removeprefix("<").removesuffix(">"))
    except ValueError:
        return None


# -- asking -------------------------------------------------------------------------------------------------


def ask(
    store: ox.Store,
    question_or_sparql: str,
    parameters: Mapping[str, str] = _NONE,
    *,
    names: NameResolver | None = None,
    limit: int | None = None,
) -> "Answer":
    """Ask a question of the catalogue, a file with a question's header, or SPARQL itself.

    SPARQL may use the prefixes of what Rochdale publishes without declaring them.

    Args:
        store: of a built graph.
        question_or_sparql: a name of the catalogue, or a text.
        parameters: by name; see `bind`.
        names: kept from one question to the next, so that names are read from the store once.
        limit: rows or triples at most; `Answer.cut` says whether there are more.

    Raises:
        QueryError: the question is unknown, a parameter is missing, unknown or of the wrong type; the SPARQL is
            malformed (the message says where), would change the graph, or asks another endpoint.
        StoreError: the store is damaged.
    """
    question = find_question(question_or_sparql)
    if question is not None:
        sparql = bind(question, parameters, names or NameResolver(store))
    elif parameters:
        raise QueryError(
            f"SPARQL without a header takes no parameters, so {', '.join(sorted(parameters))} cannot be bound"
        )
    else:
        sparql = question_or_sparql
    refuse_changes(sparql)
    refuse_service(sparql)
    try:
        answer = collect(store.query(sparql, prefixes=dict(PREFIXES)), limit)
    except SyntaxError as error:
        raise QueryError(_malformed(sparql, str(error), question)) from error
    except UnicodeEncodeError as error:
        raise QueryError("the query holds half a character (a lone surrogate)") from error
    except RuntimeError as error:
        raise QueryError(f"the query cannot be answered: {error}") from error
    except OSError as error:
        raise StoreError(f"the store cannot be read: {error}") from error
    columns = question and tuple(column.name for column in question.columns)
    if columns is not None and columns != answer.columns:
        raise QueryError(f"{question.name if question else ''}: the columns of its header are not those of its SELECT")
    return answer


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


def bind(question: Question, parameters: Mapping[str, str], names: NameResolver | None = None) -> str:
    """The SPARQL of a question with its parameters bound, each at its marker, as a term.

    Args:
        question: of the catalogue, or read from a file.
        parameters: an IRI as itself, as a key or as a name; text as it is; a date as `2021-07-29`; a year as `2021`.
        names: looks names up; without it only IRIs and keys are taken, and whether the thing exists is not asked.

    Raises:
        QueryError: a parameter is missing, unknown or of the wrong type, or a name cannot be resolved.
    """
    wanted = {parameter.name: parameter for parameter in question.parameters}
    takes = f"{question.name} takes {', '.join(map(str, question.parameters)) or 'no parameters'}"
    for name in parameters:
        if name not in wanted:
            raise QueryError(f"'{name}' is no parameter: {takes}")
    missing = [name for name, parameter in wanted.items() if parameter.required and name not in parameters]
    if missing:
        raise QueryError(f"{' and '.join(missing)} must be given: {takes}")
    terms = {name: str(_bound(wanted[name], text, names)) for name, text in parameters.items()}
    # one pass: what was bound is not looked at again
    return _MARKER.sub(lambda marker: marker[0].replace("UNDEF", terms.get(marker[1], "UNDEF")), question.text)


def _bound(parameter: Parameter, text: str, names: NameResolver | None) -> ox.NamedNode | ox.Literal:
    try:
        return _term(parameter, text, names)
    except QueryError as error:
        raise QueryError(f"{parameter.name}: {error}") from error


def _term(parameter: Parameter, text: str, names: NameResolver | None) -> ox.NamedNode | ox.Literal:
    match parameter.type:
        case "IRI":
            return names.resolve(text, parameter.of) if names else _unchecked_iri(text)
        case "text":
            return _text(text)
        case "date":
            if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                try:
                    return ox.Literal(datetime.date.fromisoformat(text).isoformat(), datatype=_XSD_DATE)
                except ValueError as error:
                    raise QueryError(f"the date '{text}' does not exist") from error
        case "integer" if re.fullmatch("[+-]?[0-9]{1,18}", text):
            return ox.Literal(int(text))
        case "year" if re.fullmatch("[0-9]{4}", text):
            return ox.Literal(int(text))
    example = {"date": "2021-07-29", "integer": "10", "year": "2021"}[parameter.type]
    raise QueryError(f"'{text}' is no {parameter.type}; write it as {example}")


_XSD_DATE = ox.NamedNode(PREFIXES["xsd"] + "date")


def _text(text: str) -> ox.Literal:
    try:
        return ox.Literal(text)
    except ValueError as error:
        raise QueryError("the text holds half a character (a lone surrogate)") from error


def _unchecked_iri(text: str) -> ox.NamedNode:
    iri = as_iri(text.strip())
    if iri is None:
        raise QueryError(f"'{text}' is no IRI and no key (organisation/ilo); names are known to a local graph alone")
    return iri


# -- what is refused, and what is malformed ---------------------------------------------------------------------

_PROLOGUE = re.compile(
    r"(?:\s|#[^\n\r]*+|PREFIX\s++[^\s:<>#]*+:\s*+<[^<>\s]*+>|BASE\s*+<[^<>\s]*+>|VERSION\s*+(?:'[^']*+'|\"[^\"]*+\"))*+",
    re.IGNORECASE,
)
_CHANGES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})


def form_of(sparql: str) -> str:
    """The first word after the prologue, in capitals: SELECT, ASK, CONSTRUCT, DESCRIBE, INSERT, ...; or ""."""
    prologue = _PROLOGUE.match(sparql)
    word = re.compile("[A-Za-z]*").match(sparql, prologue.end() if prologue else 0)
    return word[0].upper() if word else ""


def refuse_changes(sparql: str) -> None:
    """Refuse SPARQL Update.

    Raises:
        QueryError: it begins like one.
    """
    form = form_of(sparql)
    if form in _CHANGES:
        raise QueryError(f"{form} would change the graph, which is here for reading; sources change it, by a new build")


_NAME_CHARS = r"[\w.·‿⁀\u0300-\u036f-]"
_SKIPPED: Final = (
    re.compile(r"#[^\n\r]*"),
    re.compile(r"<[^<>\"{}|^`\\\x00-\x20]*>"),
    re.compile(r"'''(?:'{0,2}(?:[^'\\]|\\.))*'''", re.DOTALL),
    re.compile(r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""', re.DOTALL),
    re.compile(r"'(?:[^'\\\n\r]|\\.)*'"),
    re.compile(r'"(?:[^"\\\n\r]|\\.)*"'),
    re.compile(r"[?$]\w+"),
    re.compile(r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*"),
)
"""Tokens in which any words may stand: comments, IRIs, texts, variables, language tags."""
_NAME = re.compile(rf"({_NAME_CHARS}*)(?::(?:{_NAME_CHARS}|:|%[0-9A-Fa-f]{{2}}|\\.)*)?")
"""A keyword, number or name; what stands before the colon of a name is its prefix."""
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def refuse_service(sparql: str) -> None:
    """Refuse SERVICE: it makes the machine that answers ask another one, of the asker's choice.

    Whether `<` begins an IRI or compares is for a parser to say. Both are tried here, so that no reading of the query
    has a SERVICE that this overlooks; a prefix with these letters is refused for the same reason.

    Raises:
        QueryError: a SERVICE stands outside comments, IRIs and texts.
    """
    texts = {sparql, _CODE_POINT.sub(_character, sparql)}
    if any("service" in text.lower() and _has_service(text) for text in texts):
        raise QueryError("SERVICE is refused: it would make this machine ask another endpoint (ask that one itself)")


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else escape[0]


def _has_service(sparql: str) -> bool:
    reachable, seen = [0], set[int]()
    while reachable:
        at = reachable.pop()
        if at in seen or at >= len(sparql):
            continue
        seen.add(at)
        name = _NAME.match(sparql, at)
        if name and "service" in name[1].lower():
            return True
        token = next((match for pattern in _SKIPPED if (match := pattern.match(sparql, at))), name)
        reachable.append(max(token.end() if token else at, at + 1))
        if sparql[at] == "<":
            reachable.append(at + 1)
        if sparql[at] == "\\":
            reachable.append(at + 2)
    return False


_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_SENTENCES: Final[Mapping[str, str]] = {
    "Prefix not found": "a prefix is used that is not declared",
    "The SELECT contains a variable that is unbound": "a variable is selected that is neither grouped nor counted",
    "Duplicated variable name in SELECT": "a variable is selected twice",
    "IRI parsing failed": "this is no IRI",
}


def _malformed(sparql: str, message: str, question: Question | None) -> str:
    """Say where a query goes wrong.

    The parser reports the end of the longest keyword that it tried, so that the fault is so many characters before.
    """
    match = _PLACE.match(message)
    if match is None:
        return f"the query is not SPARQL: {message}"
    lines = sparql.split("\n")
    end = sum(len(line) + 1 for line in lines[: int(match[1]) - 1]) + int(match[2]) - 1
    sentence = next((told for said, told in _SENTENCES.items() if said in match[3]), "")
    tried = re.findall(r"[A-Za-z][A-Za-z_0-9]*", re.sub(r"\[[^\]]*\]|'[^']*'|\"[^\"]*\"", "", match[3]))
    back = 0 if sentence or not tried else min(len(word) for word in tried)
    fault = min(max(end - back, 0), len(sparql))
    fault += len(sparql[fault:]) - len(sparql[fault:].lstrip())
    line = sparql.count("\n", 0, fault) + 1
    column = fault - (sparql.rfind("\n", 0, fault) + 1) + 1
    near = sparql[fault:].partition("\n")[0][:40]
    where = f"at or soon after '{near}'" if near else "before its end"
    name = f"{question.name}, " if question else ""
    return f"{name}line {line}, column {column}: " + (sentence or f"the query is not SPARQL {where}")


# -- answers --------------------------------------------------------------------------------------------------


def collect(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | Iterable[ox.Triple], limit: int | None = None
) -> "Answer":
    """Read a result whole, or up to `limit` rows."""
    if isinstance(found, ox.QueryBoolean):
        return Answer(boolean=bool(found))
    most = None if limit is None else limit + 1
    if isinstance(found, ox.QuerySolutions):
        columns = tuple(variable.value for variable in found.variables)
        rows: list[Row] = [tuple(solution) for solution in islice(found, most)]
        return Answer(columns=columns, rows=tuple(rows[:limit]), cut=limit is not None and len(rows) > limit)
    triples = list(islice(found, most))
    return Answer(
        columns=("subject", "predicate", "object"),
        rows=tuple((triple.subject, triple.predicate, triple.object) for triple in triples[:limit]),
        triples=tuple(triples[:limit]),
        cut=limit is not None and len(triples) > limit,
    )


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back: rows, yes or no, or triples (which are rows of three columns too)."""

    columns: tuple[str, ...] = ()
    """In the order of the SELECT."""
    rows: tuple[Row, ...] = ()
    """A term for each column, None where nothing is bound."""
    boolean: bool | None = None
    """Of an ASK."""
    triples: tuple[ox.Triple, ...] | None = None
    """Of a CONSTRUCT or DESCRIBE."""
    cut: bool = False
    """There are more rows than the limit."""

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return self.values()

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows) if self.boolean is None else self.boolean

    def values(self) -> Iterator[dict[str, Value]]:
        """The rows as values of Python by the name of the column."""
        for row in self.rows:
            yield dict(zip(self.columns, map(value_of, row), strict=True))

    def to_frame(self) -> "DataFrame":
        """The rows as a `pandas.DataFrame`.

        Raises:
            OutputError: pandas is not installed, or the answer is yes or no.
        """
        if self.boolean is not None:
            raise OutputError("DataFrame", "the answer is yes or no: see its attribute `boolean`")
        try:
            from pandas import DataFrame  # noqa: PLC0415 - an optional library
        except ImportError as error:
            raise OutputError(
                "DataFrame", "pandas is missing; install it with: pip install 'rochdale[frames]'"
            ) from error
        return DataFrame([list(values.values()) for values in self], columns=list(self.columns))

    def write(self, stream: TextIO, form: Format = "table", width: int | None = None) -> None:
        """Write the answer.

        Args:
            stream: takes text.
            form: `table` is for reading: aligned, IRIs with prefixes, at the end a line about rows left out. The others
                are complete and follow their standards; `turtle` and `nt` (sorted) want triples.
            width: characters a line of the table may have. None: those of the terminal, or any number elsewhere.

        Raises:
            OutputError: the format is unknown, or cannot hold this answer.
        """
        stream.write(self._written(form, _width_of(stream) if width is None else width))

    def _written(self, form: Format, width: int | None) -> str:
        if form == "table":
            if self.boolean is not None:
                return "yes\n" if self.boolean else "no\n"
            return table(self, width)
        if form in _RESULTS:
            result = ox.parse_query_results(*_standard(self)).serialize(format=_RESULTS[form])
            text = (result or b"").decode()
            return text if text.endswith("\n") else text + "\n"
        if form not in get_args(Format):
            raise OutputError(form, f"this format is unknown; there are {', '.join(get_args(Format))}")
        if self.triples is None:
            raise OutputError(
                form, "only triples (of CONSTRUCT or DESCRIBE) can be written so; take table, csv, tsv, json or xml"
            )
        lines = "".join(sorted({f"{triple} .\n" for triple in self.triples}))
        if form == "nt":
            return lines
        if any(isinstance(term, ox.BlankNode) for row in self.rows for term in row):
            turtle = ox.serialize(self.triples, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))
            return (turtle or b"").decode()
        return format_turtle(lines, source="the answer") if lines else ""


_RESULTS: Final[Mapping[str, ox.QueryResultsFormat]] = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_XSD = PREFIXES["xsd"]
_INTEGERS = frozenset(
    f"{_XSD}{name}"
    for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger", "unsignedInt")
)
_FRACTIONS = frozenset(f"{_XSD}{name}" for name in ("decimal", "double", "float"))


def value_of(term: Term | None) -> Value:
    """A term as a value of Python; text where its datatype has none, or where it does not keep to its datatype."""
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode) else None if term is None else str(term)
    datatype = term.datatype.value
    try:
        if datatype in _INTEGERS:
            return int(term.value)
        if datatype in _FRACTIONS:
            return float(term.value)
        if datatype == _XSD + "date":
            return datetime.date.fromisoformat(term.value)
        if datatype == _XSD + "dateTime":
            return datetime.datetime.fromisoformat(term.value)
    except ValueError:
        return term.value
    if datatype == _XSD + "boolean" and term.value in ("true", "false", "1", "0"):
        return term.value in ("true", "1")
    return term.value


def _standard(answer: Answer) -> tuple[bytes, ox.QueryResultsFormat]:
    """The answer as a result that pyoxigraph reads, and so writes in every format."""
    if answer.boolean is not None:
        return (b'{"head":{},"boolean":true}' if answer.boolean else b'{"head":{},"boolean":false}'), _RESULTS["json"]
    head = "\t".join(f"?{column}" for column in answer.columns)
    rows = ("\t".join("" if term is None else str(term) for term in row) for row in answer.rows)
    return "\n".join((head, *rows, "")).encode(), _RESULTS["tsv"]


# -- the table ------------------------------------------------------------------------------------------------

_GAP = "  "
_NARROWEST = 8
_LOCAL_NAME = re.compile(r"\w(?:[\w.-]*[\w-])?")


def table(answer: Answer, width: int | None = None) -> str:
    """The rows as aligned text, or one field a line where the columns would be too narrow to read.

    Where a width is given, a person reads: of a thing and its name only the name is shown.
    """
    shown = _told_by_name(answer.columns) if width is not None else list(range(len(answer.columns)))
    columns = [answer.columns[n] for n in shown]
    cells = [[_cell(row[n]) for n in shown] for row in answer.rows]
    natural = [max(map(_columns_of, column)) for column in zip(columns, *cells, strict=True)]
    widths = _fitted(natural, width)
    if widths is None:
        body = _records(columns, cells, width or 0)
    else:
        right = [_is_number(answer.rows, n) for n in shown]
        lines = [columns, ["-" * w for w in widths], *cells]
        body = "".join(_line(line, widths, right) for line in lines)
    return body + (f"(the first {len(cells)} rows; there are more)\n" if answer.cut else f"({_rows(len(cells))})\n")


def _told_by_name(columns: Sequence[str]) -> list[int]:
    """The columns but those of things whose names have a column: `partner_name`, or `name` next to it."""
    named = {column.removesuffix("_name") for column in columns if column.endswith("_name")}
    beside = {n for n, after in enumerate(columns[1:]) if after == "name"}
    return [n for n, column in enumerate(columns) if column not in named and n not in beside]


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
        isinstance(term, ox.Literal) and term.datatype.value in _INTEGERS | _FRACTIONS for term in bound
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


def _width_of(stream: TextIO) -> int | None:
    return shutil.get_terminal_size().columns if stream.isatty() else None
