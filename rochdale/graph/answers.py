"""Answers: what a graph or an endpoint gave back.

An answer is read whole, and can be gone through, made a table of pandas, or written in any of the formats of SPARQL.
"""

import datetime
import shutil
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, TextIO, get_args

import msgspec
import pyoxigraph as ox

from rochdale.errors import OutputError
from rochdale.graph.tables import FRACTIONS, INTEGERS, Row, Term, table
from rochdale.graph.turtle import PREFIXES, format_turtle

if TYPE_CHECKING:
    from pandas import DataFrame

Value = str | int | float | bool | datetime.date | None
"""What a term is in Python: an IRI or any text is a `str`; a date of less than a day's precision stays text."""
Format = Literal["table", "csv", "tsv", "json", "xml", "turtle", "nt"]


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
            return table(self.columns, self.rows, cut=self.cut, width=width)
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


def value_of(term: Term | None) -> Value:
    """A term as a value of Python; text where its datatype has none, or where it does not keep to its datatype."""
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode) else None if term is None else str(term)
    datatype = term.datatype.value
    try:
        if datatype in INTEGERS:
            return int(term.value)
        if datatype in FRACTIONS:
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


def _width_of(stream: TextIO) -> int | None:
    return shutil.get_terminal_size().columns if stream.isatty() else None
