"""Shapes: the rules of a graph, as both engines take them, and what breaks one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Final

import msgspec
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.term import Node

from rochdale.errors import SourceError
from rochdale.graph.gate.terms import OPEN, as_ox, as_rdflib, bare, parse

SHAPES: Final = Path(__file__).parents[2] / "shapes"

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_NESTING = (SH.node, SH.property, SH["not"], SH["and"], SH["or"], SH.xone, SH.qualifiedValueShape, RDF.first, RDF.rest)
_LOOKING_ON = (SH.path, SH.closed, SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals)
_BEYOND_CORE = (SH.sparql, SH.target, SH.validator, SH.nodeValidator, SH.propertyValidator)
_REPEATED: dict[Node, str] = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


class Violation(msgspec.Struct, frozen=True, order=True):
    """One result of the validation."""

    focus: str
    """IRI of the thing that breaks the shape."""
    path: str
    """IRI of the property, or a path in the syntax of SPARQL; "" where the thing as a whole breaks the shape."""
    value: str
    """The value that breaks it, as in N-Triples; "" where there is none, or none in particular."""
    shape: str
    """IRI of the shape: the rule."""
    message: str
    severity: str
    """Violation, Warning or Info."""


def shapes_text(shapes: Path = SHAPES) -> str:
    """All shapes as one text of Turtle, the prefixes first."""
    lines = [line for path in _files(shapes) for line in [*path.read_text(encoding="utf-8").splitlines(), ""]]
    prefixes = sorted({line for line in lines if line.startswith("@prefix ")})
    body = "\n".join(line for line in lines if not line.startswith("@prefix "))
    return "\n".join([*prefixes, "", re.sub(r"\n{3,}", "\n\n", body)])


class Shapes:
    """Shapes, as both engines take them."""

    def __init__(self, source: Path) -> None:
        triples = list(chain.from_iterable(map(parse, _files(source))))
        self.source = str(source)
        self.text = "".join(f"{triple} .\n" for triple in triples)
        self.graph = as_rdflib(triples)
        if not any(map(_of_shacl, self.graph.predicates())):
            raise SourceError(self.source, "there are no shapes here, and against none everything conforms")

    @cached_property
    def local(self) -> bool:
        """Whether no shape looks further than from a node to its neighbours and their classes."""
        shapes = self.graph
        predicates = set(shapes.predicates())
        implicit = any((None, RDF.type, of) in shapes for of in (RDFS.Class, OWL.Class))
        return (
            not implicit
            and predicates.isdisjoint(_BEYOND_CORE)
            and all(self._one_step(path) for path in shapes.objects(None, SH.path))
            and all(set(shapes.predicates(inner)).isdisjoint(_LOOKING_ON) for inner in self._value_shapes())
        )

    def _one_step(self, path: Node) -> bool:
        if isinstance(path, URIRef):
            return True
        if steps := list(self.graph.items(path)):
            return len(steps) == 2 and self._one_step(steps[0]) and steps[1] == RDF.type
        if (alternatives := self.graph.value(path, SH.alternativePath)) is not None:
            return all(self._one_step(step) for step in self.graph.items(alternatives))
        return isinstance(self.graph.value(path, SH.inversePath), URIRef)

    def _value_shapes(self) -> set[Node]:
        """The shapes that are applied to values of properties."""
        found: set[Node] = set()
        waiting = list(self.graph.subjects(SH.path))
        while waiting:
            node = waiting.pop()
            inner = {value for nesting in _NESTING for value in self.graph.objects(node, nesting)} - found
            found |= inner
            waiting += inner
        return found

    @cached_property
    def backward(self) -> dict[bytes, set[bytes]]:
        """The predicates that shapes follow from object to subject, by the class of the nodes that they do it for.

        Those that may be followed from a node of any class have the key b"".
        """
        found: dict[bytes, set[bytes]] = defaultdict(set)
        for shape, path in self.graph.subject_objects(SH.path):
            by_class = set(self.graph.predicates(shape)).intersection(_TARGETS) == {SH.targetClass}
            inner = (None, None, shape) in self.graph
            classes = self.graph.objects(shape, SH.targetClass) if by_class and not inner else [None]
            for of in classes:
                found[as_ox(of).encode() if of else b""].update(self._turned(path))
        found[b""].update(as_ox(predicate).encode() for predicate in self.graph.objects(None, SH.targetObjectsOf))
        return dict(found)

    def _turned(self, path: Node) -> Iterator[bytes]:
        """The predicates that a path follows from object to subject."""
        if (predicate := self.graph.value(path, SH.inversePath)) is not None:
            yield as_ox(predicate).encode()
        for step in self.graph.items(self.graph.value(path, SH.alternativePath) or path):
            yield from self._turned(step)

    def narrowed(self, data: Graph, nodes: Iterable[bytes]) -> Graph:
        """The shapes with no other targets than these nodes, each where it was one before (SHACL, section 2.1.3)."""
        only = {URIRef(node[1:-1].decode()) if node[0] == OPEN else BNode(node[2:].decode()) for node in nodes}
        narrow = Graph()
        aiming: dict[tuple[Node, Node], list[Node]] = defaultdict(list)
        for shape, predicate, term in self.graph:
            if predicate in _TARGETS:
                aiming[predicate, term].append(shape)
            else:
                narrow.add((shape, predicate, term))
        for (target, of), shapes in aiming.items():
            for node in only.intersection(_members(data, target, of)):
                for shape in shapes:
                    narrow.add((shape, SH.targetNode, node))
        return narrow

    def violation(self, report: Graph, result: Node) -> Violation:
        """One result of pySHACL's report."""
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        return Violation(
            focus=bare(as_ox(report.value(result, SH.focusNode))),
            path="" if path is None else bare(self._path(path)),
            value="" if value is None else as_ox(value),
            shape=bare(self._named(report.value(result, SH.sourceShape))),
            message=" ".join(sorted(map(str, report.objects(result, SH.resultMessage)))),
            severity=str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
        )

    def naming(self, violation: Violation) -> set[bytes]:
        """The predicates by which a value may have come to break the shape: those of its path, and what it equals."""
        path = violation.path if "<" in violation.path else f"<{violation.path}>"
        equal = map(as_ox, self.graph.objects(URIRef(violation.shape), SH.equals))
        return {name.encode() for name in (*re.findall("<[^>]*>", path), *equal)}

    def _named(self, shape: Node | None) -> str:
        """The shape itself, or if it has no name the one that it is a property of."""
        while isinstance(shape, BNode):
            shape = self.graph.value(None, SH.property, shape)
        return "" if shape is None else f"<{shape}>"

    def _path(self, path: Node) -> str:
        """A path in the syntax of SPARQL, as `shacl` writes it."""
        if isinstance(path, URIRef):
            return f"<{path}>"
        if steps := list(self.graph.items(path)):
            return f"({'/'.join(map(self._path, steps))})"
        step, inner = next((p, o) for p, o in self.graph.predicate_objects(path) if _of_shacl(p))
        if step == SH.inversePath:
            return f"^{self._path(inner)}"
        if step == SH.alternativePath:
            return f"({'|'.join(map(self._path, self.graph.items(inner)))})"
        return f"({self._path(inner)}){_REPEATED[step]}"


def _members(data: Graph, target: Node, of: Node) -> Iterable[Node]:
    if target == SH.targetClass:
        return data.subjects(RDF.type, of)
    if target == SH.targetSubjectsOf:
        return data.subjects(of)
    if target == SH.targetObjectsOf:
        return data.objects(None, of)
    return [of]


def _of_shacl(predicate: Node) -> bool:
    return str(predicate).startswith(str(SH))


def _files(source: Path) -> list[Path]:
    return sorted(source.rglob("*.ttl")) if source.is_dir() else [source]
