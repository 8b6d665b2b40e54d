"""Gate: what of a graph breaks a shape, and the graph without it.

pySHACL gives the verdict. It holds a graph as Python objects, so a large one is first read by the engine `shacl`
(Rust) if that is installed; pySHACL then looks at every node that `shacl` complains of, and at a sample of the others.

    engine     whose verdict
    auto       up to 60,000 triples pySHACL on the whole; above, `shacl` confirmed by pySHACL on parts of the graph;
               without `shacl`, pySHACL on one part after the other
    pyshacl    pySHACL on the whole graph at once
    shacl      `shacl` alone, unconfirmed: to compare the two

A part of a graph shows what the whole would as long as shapes look no further than from a node to its neighbours and
their classes. Shapes that look further, and graphs with subclasses, go to pySHACL whole.
"""

import logging
import mmap
import re
import tempfile
import warnings
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cached_property
from importlib.util import find_spec
from itertools import chain, groupby, islice, pairwise
from operator import attrgetter
from pathlib import Path
from typing import Final, Literal

import msgspec
import pyoxigraph as ox
import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.term import Node

from rochdale.errors import OutputError, RochdaleError, ShapeError, SourceError
from rochdale.graph.canonical import replacing, write_canonical

Engine = Literal["auto", "pyshacl", "shacl"]

SHAPES: Final = Path(__file__).parent.parent / "shapes"

_SMALL = 60_000
"""Triples up to which pySHACL reads the whole graph: about three seconds."""
_PART = 1_000
"""Nodes that pySHACL looks at together, in a part of a graph."""
_FEW = 5_000
"""Changed nodes up to which only these are looked at again."""
_SAMPLE = 200
"""Nodes without complaint that pySHACL looks at too."""

_TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_OPEN = ord("<")
_SUBCLASS = b" <http://www.w3.org/2000/01/rdf-schema#subClassOf> "
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


class Quarantined(msgspec.Struct, frozen=True, order=True):
    """A thing that broke a shape, and what was taken out for it: itself, or some values of it."""

    focus: str
    whole: bool
    """Whether all that is said of the thing, and to it, was taken out; else single values."""
    path: str
    """IRI of the property that broke first; "" where no single property did."""
    value: str
    """The value that broke it, as in N-Triples, or ""."""
    messages: tuple[str, ...]
    """What broke, in the order in which it came out."""
    after: tuple[str, ...]
    """IRIs of things that it was linked to and that were taken out before."""
    triples: int
    """How many triples were taken out for it, and not for another before."""

    @property
    def message(self) -> str:
        """All messages, and what went before, in one line."""
        lost = f"It was linked to what was left out before: {', '.join(self.after)}." if self.after else ""
        return " ".join((*self.messages, *([lost] if lost else [])))


class GateError(RochdaleError):
    """The two engines disagree about a graph, and nothing was passed. The engine "pyshacl" decides by itself."""

    def __init__(self, only_shacl: Iterable[Violation], only_pyshacl: Iterable[Violation]) -> None:
        self.only_shacl = tuple(only_shacl)
        self.only_pyshacl = tuple(only_pyshacl)
        said = [
            *(f"only shacl complains of {v.focus} ({v.shape}): {v.message}" for v in self.only_shacl),
            *(f"only pySHACL complains of {v.focus} ({v.shape}): {v.message}" for v in self.only_pyshacl),
        ]
        super().__init__("the engines disagree; check again with the engine pyshacl\n" + "\n".join(said[:20]))


def check(graph_path: Path, *, shapes: Path = SHAPES, engine: Engine = "auto") -> list[Violation]:
    """List what breaks a shape, sorted.

    Where pySHACL confirms what `shacl` says, pySHACL's verdict counts: what only `shacl` complains of is no violation.
    But a difference means that one of them is wrong, so it is raised with both verdicts and never passed over.

    Args:
        graph_path: N-Triples (`.nt`) or Turtle. Sorted N-Triples are read where they stand, others from a sorted copy.
            A large graph has no blank nodes.
        shapes: a folder of Turtle files, or one file.
        engine: whose verdict; see above.

    Raises:
        SourceError: the graph or the shapes cannot be read, or there are no shapes, or a shape is malformed.
        GateError: the engines disagree.
    """
    rules = _Shapes(shapes)
    with _canonical(graph_path) as path, _opened(path) as graph:
        return _verdict(graph, rules, engine)


def sift(lines: Path, passed: Path, *, shapes: Path = SHAPES, engine: Engine = "auto") -> list[Quarantined]:
    """Write the graph without what breaks a shape, and list what was left out, by focus.

    If every complaint about a thing names a value, these values go, and the thing stays if it then conforms. Otherwise
    the thing goes, with all triples that point to it. What lost a triple is looked at again, and in the end the whole
    graph, until there is nothing to complain of. Each round takes out a triple at least, so there is an end.
    Warnings and infos take nothing out.

    Args:
        lines: canonical N-Triples, as `write_canonical` leaves them.
        passed: replaced in one step when everything is written; its folder has room for one more copy.
        shapes: a folder of Turtle files, or one file.
        engine: whose verdict; see above.

    Raises:
        SourceError: the graph or the shapes cannot be read, or there are no shapes, or a shape is malformed.
        ShapeError: something is missing that no triple speaks of, so nothing can be left out for it.
        GateError: the engines disagree.
        OutputError: `passed` cannot be written.
    """
    rules = _Shapes(shapes)
    with _opened(lines, passed.parent) as graph:
        held = _Held(graph, rules)
        while found := _broken(_verdict(graph, rules, engine)):
            while found:
                found = _broken(_verdict(graph, rules, engine, held.take(found)))
        graph.write(passed)
        return held.quarantined()


def shapes_text(shapes: Path = SHAPES) -> str:
    """All shapes as one text of Turtle, the prefixes first."""
    lines = [line for path in _files(shapes) for line in [*path.read_text(encoding="utf-8").splitlines(), ""]]
    prefixes = sorted({line for line in lines if line.startswith("@prefix ")})
    body = "\n".join(line for line in lines if not line.startswith("@prefix "))
    return "\n".join([*prefixes, "", re.sub(r"\n{3,}", "\n\n", body)])


def _broken(found: Iterable[Violation]) -> list[Violation]:
    return [violation for violation in found if violation.severity == "Violation"]


# -- the verdict -------------------------------------------------------------------------------------------------------


def _verdict(graph: "_Lines", rules: "_Shapes", engine: Engine, nodes: set[bytes] | None = None) -> list[Violation]:
    """What breaks a shape in the graph; with `nodes`, the graph was clean but for changes to these."""
    if engine == "shacl":
        return sorted(_by_shacl(graph, rules))
    if engine == "pyshacl" or not rules.local or graph.has_subclasses:
        return sorted(_by_pyshacl(graph, rules))
    if nodes is not None and len(nodes) <= _FEW:
        return sorted(_by_parts(graph, rules, sorted(nodes)))
    if graph.count <= _SMALL:
        return sorted(_by_pyshacl(graph, rules))
    if find_spec("shacl") is None:
        return sorted(_by_parts(graph, rules, graph.subjects()))
    return _confirmed(graph, rules)


def _confirmed(graph: "_Lines", rules: "_Shapes") -> list[Violation]:
    said = _by_shacl(graph, rules)
    flagged = {_token(violation.focus) for violation in said}
    seen = _by_parts(graph, rules, sorted(flagged.union(graph.sample(_SAMPLE))))
    # where a shape has no message, each engine has its own
    a, b = ({msgspec.structs.replace(v, message=""): v for v in verdict} for verdict in (said, seen))
    if a.keys() != b.keys():
        raise GateError(sorted(a[v] for v in a.keys() - b.keys()), sorted(b[v] for v in b.keys() - a.keys()))
    return sorted(seen)


def _by_parts(graph: "_Lines", rules: "_Shapes", nodes: Iterable[bytes]) -> set[Violation]:
    """What pySHACL says of these nodes, shown a part of the graph at a time."""
    waiting = iter(nodes)
    found: set[Violation] = set()
    while part := list(islice(waiting, _PART)):
        found |= _by_pyshacl(graph, rules, part)
    return found


def _by_pyshacl(graph: "_Lines", rules: "_Shapes", nodes: Sequence[bytes] | None = None) -> set[Violation]:
    """What pySHACL says of the whole graph, or of these nodes, shown no more than what is around them."""
    lines = graph.text() if nodes is None else graph.around(nodes, rules.backward)
    with _quiet():
        try:
            data = _as_rdflib(quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
        except SyntaxError as error:
            raise SourceError(str(graph.path), error.msg) from error
        shapes = rules.graph if nodes is None else rules.narrowed(data, nodes)
        try:
            # its focus_nodes would do, were they not applied to nested shapes too, which then see no values
            _, report, text = pyshacl.validate(
                data, shacl_graph=shapes, advanced=False, inference="none", meta_shacl=False, inplace=True
            )
        except (ReportableRuntimeError, re.error) as error:
            raise SourceError(rules.source, f"a shape is malformed: {error}") from error
    if not isinstance(report, Graph):
        raise SourceError(rules.source, str(text))
    return {rules.violation(report, result) for result in report.objects(None, SH.result)}


def _by_shacl(graph: "_Lines", rules: "_Shapes") -> set[Violation]:
    try:
        import shacl  # noqa: PLC0415 - optional
    except ModuleNotFoundError as error:
        raise RochdaleError('the engine shacl is not here; install it with: pip install "rochdale[large]"') from error
    try:
        shapes = shacl.Shapes.from_text(rules.text, "ntriples")
    except ValueError as error:
        raise SourceError(rules.source, f"a shape is malformed: {error}") from error
    with graph.file() as path:
        try:
            report = shapes.validate_file(str(path))
        except ValueError as error:
            raise SourceError(str(graph.path), str(error)) from error
    return {
        Violation(
            focus=_bare(result.focus_node),
            path=_bare(result.path or ""),
            value=_spelled(result.value) if result.value else "",
            shape=_bare(result.root_shape or ""),
            message=" ".join(sorted(result.messages)),
            severity=result.severity,
        )
        for result in report.results
    }


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from telling of each ill-formed literal, with a traceback: here a shape says it."""
    log = logging.getLogger("rdflib.term")
    log.addFilter(_other_than_ill_formed)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Parsing weird boolean", UserWarning)
            yield
    finally:
        log.removeFilter(_other_than_ill_formed)


def _other_than_ill_formed(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("Failed to convert Literal lexical form")


# -- shapes ------------------------------------------------------------------------------------------------------------


class _Shapes:
    """Shapes, as both engines take them."""

    def __init__(self, source: Path) -> None:
        triples = list(chain.from_iterable(map(_parse, _files(source))))
        self.source = str(source)
        self.text = "".join(f"{triple} .\n" for triple in triples)
        self.graph = _as_rdflib(triples)
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
                found[_as_ox(of).encode() if of else b""].update(self._turned(path))
        found[b""].update(_as_ox(predicate).encode() for predicate in self.graph.objects(None, SH.targetObjectsOf))
        return dict(found)

    def _turned(self, path: Node) -> Iterator[bytes]:
        """The predicates that a path follows from object to subject."""
        if (predicate := self.graph.value(path, SH.inversePath)) is not None:
            yield _as_ox(predicate).encode()
        for step in self.graph.items(self.graph.value(path, SH.alternativePath) or path):
            yield from self._turned(step)

    def narrowed(self, data: Graph, nodes: Iterable[bytes]) -> Graph:
        """The shapes with no other targets than these nodes, each where it was one before (SHACL, section 2.1.3)."""
        only = {URIRef(node[1:-1].decode()) if node[0] == _OPEN else BNode(node[2:].decode()) for node in nodes}
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
            focus=_bare(_as_ox(report.value(result, SH.focusNode))),
            path="" if path is None else _bare(self._path(path)),
            value="" if value is None else _as_ox(value),
            shape=_bare(self._named(report.value(result, SH.sourceShape))),
            message=" ".join(sorted(map(str, report.objects(result, SH.resultMessage)))),
            severity=str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
        )

    def naming(self, violation: Violation) -> set[bytes]:
        """The predicates by which a value may have come to break the shape: those of its path, and what it equals."""
        path = violation.path if "<" in violation.path else f"<{violation.path}>"
        equal = map(_as_ox, self.graph.objects(URIRef(violation.shape), SH.equals))
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


# -- terms -------------------------------------------------------------------------------------------------------------


def _parse(path: Path) -> Iterator[ox.Triple]:
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


def _as_rdflib(triples: Iterable[ox.Triple]) -> Graph:
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


def _as_ox(node: Node | None) -> str:
    """The term as in canonical N-Triples."""
    if isinstance(node, rdflib.Literal):
        datatype = ox.NamedNode(str(node.datatype)) if node.datatype and not node.language else None
        return str(ox.Literal(str(node), language=node.language, datatype=datatype))
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"


def _spelled(term: str) -> str:
    """The term as in canonical N-Triples, whoever wrote it."""
    return str(next(ox.parse(f"<x:> <x:> {term} .", format=ox.RdfFormat.N_TRIPLES)).object)


def _bare(term: str) -> str:
    """An IRI without its brackets; anything else as it is."""
    return term[1:-1] if re.fullmatch("<[^>]*>", term) else term


def _token(focus: str) -> bytes:
    return (focus if focus.startswith(("_:", '"')) else f"<{focus}>").encode()


# -- the graph on disk -------------------------------------------------------------------------------------------------


class _Lines:
    """A graph in canonical N-Triples, read where it lies on disk, some lines of which count as gone.

    The lines are sorted, so what is said of a node is found by bisection. What points to a node is found by an index,
    one number a link, made when it is first asked for.
    """

    def __init__(self, path: Path, data: bytes | mmap.mmap, scratch: Path | None) -> None:
        self.path = path
        self.data = data
        self.scratch = scratch
        """Where a copy may be written; the system says where if this does not."""
        self.gone: set[int] = set()
        """Offsets of the lines that are taken out."""

    @cached_property
    def count(self) -> int:
        """How many lines there are, gone ones too."""
        with self.path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))

    @cached_property
    def has_subclasses(self) -> bool:
        """Whether the graph says of a class that it is part of another."""
        return self.data.find(_SUBCLASS) >= 0

    def of(self, node: bytes) -> Iterator[tuple[int, bytes]]:
        """The lines with this subject, and their offsets."""
        return self._beginning(node + b" ")

    def _beginning(self, prefix: bytes) -> Iterator[tuple[int, bytes]]:
        data, low, high = self.data, 0, len(self.data)
        while low < high:
            middle = (low + high) // 2
            start = max(data.rfind(b"\n", low, middle) + 1, low)
            if data[start : start + len(prefix)] < prefix:
                low = data.find(b"\n", middle) + 1
            else:
                high = start
        while data[low : low + len(prefix)] == prefix:
            end = data.find(b"\n", low) + 1
            if low not in self.gone:
                yield low, data[low:end]
            low = end

    def pointing(self, node: bytes) -> Iterator[tuple[int, bytes]]:
        """The lines with this object, and their offsets."""
        key = _mark(node)
        for place in range(bisect_left(self._links, key), len(self._links)):
            if self._links[place] >> 40 != key >> 40:
                return
            offset = self._links[place] & (1 << 40) - 1
            line = self.data[offset : self.data.find(b"\n", offset) + 1]
            if offset not in self.gone and _split(line)[2] == node:
                yield offset, line

    @cached_property
    def _links(self) -> "array[int]":
        """For each line whose object is a node: a mark of the object (24 bits), the offset (40 bits); sorted."""
        found, offset = array("Q"), 0
        with self.path.open("rb") as file:
            for line in file:
                if line.endswith(b"> .\n"):
                    _, predicate, rest = line.split(b" ", 2)
                    if rest[0] == _OPEN and predicate != _TYPE:
                        found.append(_mark(rest[:-3]) | offset)
                offset += len(line)
        return array("Q", sorted(found))

    def subjects(self) -> Iterator[bytes]:
        """The subjects, in order."""
        last, offset = b"", 0
        with self.path.open("rb") as file:
            for line in file:
                subject = line[: line.index(b" ")]
                if subject != last and offset not in self.gone:
                    yield subject
                    last = subject
                offset += len(line)

    def sample(self, size: int) -> set[bytes]:
        """Up to `size` subjects, from equal distances in the file."""
        starts = {self.data.rfind(b"\n", 0, len(self.data) * place // size) + 1 for place in range(size)}
        return {_split(self.data[start : self.data.find(b"\n", start) + 1])[0] for start in starts - self.gone}

    def around(self, nodes: Sequence[bytes], backward: Mapping[bytes, set[bytes]]) -> bytes:
        """What a local shape sees of these nodes.

        That is what is said of them, what points to them by a predicate that shapes follow backward from a node
        of their class, and the classes of what these lines lead to.
        """
        lines: list[bytes] = []
        beside: set[bytes] = set()
        for node in nodes:
            own = [line for _, line in self.of(node)]
            said = [_split(line) for line in own]
            wanted = {
                predicate for of in (b"", *(o for _, p, o in said if p == _TYPE)) for predicate in backward.get(of, ())
            }
            back = [line for _, line in self.pointing(node) if _split(line)[1] in wanted] if wanted else []
            lines += own + back
            beside.update((o for _, _, o in said if o[0] == _OPEN), (_split(line)[0] for line in back))
        for node in beside.difference(nodes):
            lines += [line for _, line in self._beginning(node + b" " + _TYPE + b" ")]
        return b"".join(sorted(set(lines)))

    def text(self) -> bytes:
        """All lines."""
        return b"".join(self._stretches())

    def write(self, target: Path) -> None:
        """Write all lines to a file."""
        with replacing(target) as file:
            file.writelines(self._stretches())

    @contextmanager
    def file(self) -> Iterator[Path]:
        """A file of all lines: the graph's own, as long as nothing is gone."""
        if not self.gone and self.path.suffix == ".nt":
            yield self.path
            return
        with tempfile.TemporaryDirectory(prefix="rochdale-", dir=self.scratch) as folder:
            path = Path(folder) / "graph.nt"
            with path.open("wb") as file:
                file.writelines(self._stretches())
            yield path

    def _stretches(self) -> Iterator[bytes]:
        """The lines that are not gone, as few long stretches."""
        ends = ((offset, self.data.find(b"\n", offset) + 1) for offset in sorted(self.gone))
        bounds = chain([0], chain.from_iterable(ends), [len(self.data)])
        for start, end in zip(bounds, bounds, strict=True):
            for block in range(start, end, 1 << 20):
                yield self.data[block : min(block + (1 << 20), end)]


@contextmanager
def _opened(path: Path, scratch: Path | None = None) -> Iterator[_Lines]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise SourceError(str(path), error.strerror or str(error)) from error
    with file:
        if not path.stat().st_size:
            yield _Lines(path, b"", scratch)
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield _Lines(path, data, scratch)


@contextmanager
def _canonical(path: Path) -> Iterator[Path]:
    """The file itself, if its lines are those of canonical N-Triples, or else a copy whose lines are."""
    if path.suffix == ".nt" and _looks_canonical(path):
        yield path
        return
    triples = _parse(path)
    first = list(islice(triples, _SMALL + 1))
    with tempfile.TemporaryDirectory(prefix="rochdale-") as folder:
        copy = Path(folder) / "graph.nt"
        if len(first) <= _SMALL:
            copy.write_bytes(b"".join(sorted({f"{triple} .\n".encode() for triple in first})))
        else:
            try:
                write_canonical(chain(first, triples), copy, scratch=Path(folder))
            except OutputError as error:
                raise SourceError(str(path), error.reason) from error
        yield copy


def _looks_canonical(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return all(a < b and b.endswith(b" .\n") for a, b in pairwise(chain([b""], file)))
    except OSError as error:
        raise SourceError(str(path), error.strerror or str(error)) from error


def _split(line: bytes) -> tuple[bytes, bytes, bytes]:
    subject, predicate, rest = line.split(b" ", 2)
    return subject, predicate, rest[:-3]


def _mark(node: bytes) -> int:
    return (hash(node) & 0xFFFFFF) << 40


# -- quarantine --------------------------------------------------------------------------------------------------------


class _Entry:
    """What is known of one quarantined thing so far."""

    def __init__(self, first: Violation) -> None:
        self.first = first
        self.messages: dict[str, None] = {}
        self.whole = False
        self.triples = 0


class _Held:
    """What is taken out of a graph, and why."""

    def __init__(self, graph: _Lines, rules: _Shapes) -> None:
        self.graph = graph
        self.rules = rules
        self.turned = frozenset[bytes]().union(*rules.backward.values())
        self.entries: dict[str, _Entry] = {}
        self.tried: set[tuple[str, str]] = set()
        """(focus, shape) for which values were taken out already."""
        self.lost: dict[bytes, set[str]] = defaultdict(set)
        """What went of the things that a node was linked to."""

    def take(self, found: Iterable[Violation]) -> set[bytes]:
        """Take out what these violations name.

        Returns:
            the nodes that may break a shape now.

        Raises:
            ShapeError: there was nothing to take out.
        """
        found = sorted(found)
        before = len(self.graph.gone)
        plan = {focus: self._lines(focus, list(several)) for focus, several in groupby(found, attrgetter("focus"))}
        touched: set[bytes] = set()
        for focus, lines in plan.items():
            touched.add(_token(focus))
            self._take_lines(self.entries[focus], lines, touched)
        doomed = {_token(focus): focus for focus in plan if self.entries[focus].whole}
        for node, focus in doomed.items():
            pointing = list(self.graph.pointing(node))
            for _, line in pointing:
                self.lost[_split(line)[0]].add(focus)
            self._take_lines(self.entries[focus], [*self.graph.of(node), *pointing], touched)
        if len(self.graph.gone) == before:
            raise ShapeError([f"{violation.focus}: {violation.message}" for violation in found])
        return touched.difference(doomed)

    def _lines(self, focus: str, violations: list[Violation]) -> list[tuple[int, bytes]]:
        """The lines whose values broke the shapes; none if the thing has to go whole, which its entry then says."""
        entry = self.entries.setdefault(focus, _Entry(violations[0]))
        entry.messages |= dict.fromkeys(violation.message for violation in violations)
        named = [self._naming(violation) for violation in violations]
        rules = {(focus, violation.shape) for violation in violations}
        if not all(named) or not rules.isdisjoint(self.tried):
            entry.whole = True
            return []
        self.tried |= rules
        return list(chain.from_iterable(named))

    def _naming(self, violation: Violation) -> list[tuple[int, bytes]]:
        """The lines that state the value that a violation names."""
        node, value = _token(violation.focus), violation.value.encode()
        own = [(at, line) for at, line in self.graph.of(node) if _split(line)[2] == value and _split(line)[1] != _TYPE]
        if not violation.path:
            # a shape of the node as a whole names the node: what can be mended then is a link to itself
            return own if node == value else []
        names = self.rules.naming(violation)
        lines = [(at, line) for at, line in own if _split(line)[1] in names]
        if "^" in violation.path:
            back = {(value, name) for name in names}
            lines += [(at, line) for at, line in self.graph.pointing(node) if _split(line)[:2] in back]
        return lines

    def _take_lines(self, entry: _Entry, lines: Iterable[tuple[int, bytes]], touched: set[bytes]) -> None:
        for offset, line in lines:
            if offset not in self.graph.gone:
                self.graph.gone.add(offset)
                entry.triples += 1
            subject, predicate, term = _split(line)
            touched.add(subject)
            if predicate in self.turned and term[0] == _OPEN:
                touched.add(term)

    def quarantined(self) -> list[Quarantined]:
        """What was taken out, by focus."""
        return [
            Quarantined(
                focus=focus,
                whole=entry.whole,
                path="" if "<" in entry.first.path else entry.first.path,
                value=entry.first.value,
                messages=tuple(entry.messages),
                after=tuple(sorted(self.lost.get(_token(focus), ()))),
                triples=entry.triples,
            )
            for focus, entry in sorted(self.entries.items())
        ]
