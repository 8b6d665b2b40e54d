"""Verdict: what of a graph breaks a shape, as two engines see it.

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
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec
import pyoxigraph as ox
import pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import SH, Graph

from rochdale.errors import GateError, RochdaleError, SourceError
from rochdale.graph.gate.lines import SMALL, Lines, canonical, opened
from rochdale.graph.gate.shapes import SHAPES, Shapes, Violation
from rochdale.graph.gate.terms import as_rdflib, bare, spelled, token

Engine = Literal["auto", "pyshacl", "shacl"]

_PART = 1_000
"""Nodes that pySHACL looks at together, in a part of a graph."""
_FEW = 5_000
"""Changed nodes up to which only these are looked at again."""
_SAMPLE = 200
"""Nodes without complaint that pySHACL looks at too."""


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
    rules = Shapes(shapes)
    with canonical(graph_path) as path, opened(path) as graph:
        return verdict(graph, rules, engine)


def verdict(graph: Lines, rules: Shapes, engine: Engine, nodes: set[bytes] | None = None) -> list[Violation]:
    """What breaks a shape in the graph; with `nodes`, the graph was clean but for changes to these."""
    if engine == "shacl":
        return sorted(_by_shacl(graph, rules))
    if engine == "pyshacl" or not rules.local or graph.has_subclasses:
        return sorted(_by_pyshacl(graph, rules))
    if nodes is not None and len(nodes) <= _FEW:
        return sorted(_by_parts(graph, rules, sorted(nodes)))
    if graph.count <= SMALL:
        return sorted(_by_pyshacl(graph, rules))
    if find_spec("shacl") is None:
        return sorted(_by_parts(graph, rules, graph.subjects()))
    return _confirmed(graph, rules)


def _confirmed(graph: Lines, rules: Shapes) -> list[Violation]:
    said = _by_shacl(graph, rules)
    flagged = {token(violation.focus) for violation in said}
    seen = _by_parts(graph, rules, sorted(flagged.union(graph.sample(_SAMPLE))))
    # where a shape has no message, each engine has its own
    a, b = ({msgspec.structs.replace(v, message=""): v for v in verdict} for verdict in (said, seen))
    if a.keys() != b.keys():
        raise GateError(
            [_sentence(violation) for violation in sorted(a[v] for v in a.keys() - b.keys())],
            [_sentence(violation) for violation in sorted(b[v] for v in b.keys() - a.keys())],
        )
    return sorted(seen)


def _sentence(violation: Violation) -> str:
    return f"{violation.focus} ({violation.shape}): {violation.message}"


def _by_parts(graph: Lines, rules: Shapes, nodes: Iterable[bytes]) -> set[Violation]:
    """What pySHACL says of these nodes, shown a part of the graph at a time."""
    waiting = iter(nodes)
    found: set[Violation] = set()
    while part := list(islice(waiting, _PART)):
        found |= _by_pyshacl(graph, rules, part)
    return found


def _by_pyshacl(graph: Lines, rules: Shapes, nodes: Sequence[bytes] | None = None) -> set[Violation]:
    """What pySHACL says of the whole graph, or of these nodes, shown no more than what is around them."""
    lines = graph.text() if nodes is None else graph.around(nodes, rules.backward)
    with _quiet():
        try:
            data = as_rdflib(quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
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


def _by_shacl(graph: Lines, rules: Shapes) -> set[Violation]:
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
            focus=bare(result.focus_node),
            path=bare(result.path or ""),
            value=spelled(result.value) if result.value else "",
            shape=bare(result.root_shape or ""),
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
