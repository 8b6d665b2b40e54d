"""Terms: as pyoxigraph, rdflib and canonical N-Triples have them."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import rdflib
from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from rochdale.errors import SourceError

TYPE: Final = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
OPEN: Final = ord("<")
"""The byte that an IRI in N-Triples begins with."""


def parse(path: Path) -> Iterator[ox.Triple]:
    """Yield the triples of a file, in its order: N-Triples (`.nt`) or Turtle.

    Raises:
        SourceError: the file cannot be read.
    """
    ntriples = path.suffix == ".nt"
    form, base = (ox.RdfFormat.N_TRIPLES, None) if ntriples else (ox.RdfFormat.TURTLE, path.resolve().as_uri())
    try:
        with path.open("rb") as file:
            for quad in ox.parse(file, format=form, base_iri=base, rename_blank_nodes=not ntriples):
                yield quad.triple
    except SyntaxError as error:
        raise SourceError(f"{path}:{error.lineno}", error.msg) from error
    except OSError as error:
        raise SourceError(str(path), error.strerror or str(error)) from error


def as_rdflib(triples: Iterable[ox.Triple]) -> Graph:
    """The triples for rdflib and pySHACL, each literal as it is written."""
    graph = Graph()
    for triple in triples:
        graph.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    return graph


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """The term for rdflib, which would otherwise rewrite "01" to "1"."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        raise SourceError("graph", "a triple stands in the place of a term, which SHACL does not know")
    datatype = None if term.language or term.datatype.value.endswith("#string") else URIRef(term.datatype.value)
    return _Literal(term.value, lang=term.language, datatype=datatype, normalize=False)


class _Literal(rdflib.Literal):
    """A literal that compares as in SPARQL: what cannot be compared is not less.

    rdflib orders what cannot be compared by datatype, or raises an error, which stops pySHACL.
    """

    __slots__ = ()

    def __lt__(self, other: object) -> bool:
        order = _order(self, other)
        return order is not None and order < 0

    def __le__(self, other: object) -> bool:
        order = _order(self, other)
        return order is not None and order <= 0


def _order(one: rdflib.Literal, other: object) -> int | None:
    """Below 0, 0 or above 0 as one is less than, equal to or greater than the other; None if they do not compare."""
    if not isinstance(other, rdflib.Literal) or one.ill_typed or other.ill_typed or one.language or other.language:
        return None
    a, b = one.value, other.value
    if one.datatype != other.datatype and not (_is_number(a) and _is_number(b)):
        return None
    try:
        return int(a > b) - int(a < b)
    except TypeError:
        return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def as_ox(node: Node | None) -> str:
    """The term as in canonical N-Triples."""
    if isinstance(node, rdflib.Literal):
        datatype = ox.NamedNode(str(node.datatype)) if node.datatype and not node.language else None
        return str(ox.Literal(str(node), language=node.language, datatype=datatype))
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"


def spelled(term: str) -> str:
    """The term as in canonical N-Triples, whoever wrote it."""
    return str(next(ox.parse(f"<x:> <x:> {term} .", format=ox.RdfFormat.N_TRIPLES)).object)


def bare(term: str) -> str:
    """An IRI without its brackets; anything else as it is."""
    return term[1:-1] if re.fullmatch("<[^>]*>", term) else term


def token(focus: str) -> bytes:
    """The focus of a violation as it stands in a line; `bare` the other way round."""
    return (focus if focus.startswith(("_:", '"')) else f"<{focus}>").encode()
