"""Quarantine: what is taken out of a graph so that the rest breaks no shape."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path

import msgspec

from rochdale.errors import ShapeError
from rochdale.graph.gate.lines import Lines, opened, split
from rochdale.graph.gate.shapes import SHAPES, Shapes, Violation
from rochdale.graph.gate.terms import OPEN, TYPE, token
from rochdale.graph.gate.verdict import Engine, verdict


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
    rules = Shapes(shapes)
    with opened(lines, passed.parent) as graph:
        held = _Held(graph, rules)
        while found := _broken(verdict(graph, rules, engine)):
            while found:
                found = _broken(verdict(graph, rules, engine, held.take(found)))
        graph.write(passed)
        return held.quarantined()


def _broken(found: Iterable[Violation]) -> list[Violation]:
    return [violation for violation in found if violation.severity == "Violation"]


class _Entry:
    """What is known of one quarantined thing so far."""

    def __init__(self, first: Violation) -> None:
        self.first = first
        self.messages: dict[str, None] = {}
        self.whole = False
        self.triples = 0


class _Held:
    """What is taken out of a graph, and why."""

    def __init__(self, graph: Lines, rules: Shapes) -> None:
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
            touched.add(token(focus))
            self._take_lines(self.entries[focus], lines, touched)
        doomed = {token(focus): focus for focus in plan if self.entries[focus].whole}
        for node, focus in doomed.items():
            pointing = list(self.graph.pointing(node))
            for _, line in pointing:
                self.lost[split(line)[0]].add(focus)
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
        node, value = token(violation.focus), violation.value.encode()
        own = [(at, line) for at, line in self.graph.of(node) if split(line)[2] == value and split(line)[1] != TYPE]
        if not violation.path:
            # a shape of the node as a whole names the node: what can be mended then is a link to itself
            return own if node == value else []
        names = self.rules.naming(violation)
        lines = [(at, line) for at, line in own if split(line)[1] in names]
        if "^" in violation.path:
            back = {(value, name) for name in names}
            lines += [(at, line) for at, line in self.graph.pointing(node) if split(line)[:2] in back]
        return lines

    def _take_lines(self, entry: _Entry, lines: Iterable[tuple[int, bytes]], touched: set[bytes]) -> None:
        for offset, line in lines:
            if offset not in self.graph.gone:
                self.graph.gone.add(offset)
                entry.triples += 1
            subject, predicate, term = split(line)
            touched.add(subject)
            if predicate in self.turned and term[0] == OPEN:
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
                after=tuple(sorted(self.lost.get(token(focus), ()))),
                triples=entry.triples,
            )
            for focus, entry in sorted(self.entries.items())
        ]
