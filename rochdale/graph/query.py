"""Ask a graph: a question of the catalogue, or SPARQL of one's own."""

import datetime
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from rochdale.errors import QueryError, StoreError
from rochdale.graph.answers import Answer, collect
from rochdale.graph.naming import NameResolver, as_iri
from rochdale.graph.questions import MARKER, Parameter, Question, find_question
from rochdale.graph.safety import refuse_changes, refuse_service
from rochdale.graph.turtle import PREFIXES

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def ask(
    store: ox.Store,
    question_or_sparql: str,
    parameters: Mapping[str, str] = _NONE,
    *,
    names: NameResolver | None = None,
    limit: int | None = None,
) -> Answer:
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
    return MARKER.sub(lambda marker: marker[0].replace("UNDEF", terms.get(marker[1], "UNDEF")), question.text)


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
