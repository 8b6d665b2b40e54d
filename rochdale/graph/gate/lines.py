"""Lines: a graph on disk, in canonical N-Triples."""

import mmap
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Final

from rochdale.errors import OutputError, SourceError
from rochdale.graph.canonical import replacing, write_canonical
from rochdale.graph.gate.terms import OPEN, TYPE, parse

SMALL: Final = 60_000
"""Triples up to which a graph is read whole: about three seconds for pySHACL."""

_SUBCLASS = b" <http://www.w3.org/2000/01/rdf-schema#subClassOf> "


class Lines:
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
            if offset not in self.gone and split(line)[2] == node:
                yield offset, line

    @cached_property
    def _links(self) -> "array[int]":
        """For each line whose object is a node: a mark of the object (24 bits), the offset (40 bits); sorted."""
        found, offset = array("Q"), 0
        with self.path.open("rb") as file:
            for line in file:
                if line.endswith(b"> .\n"):
                    _, predicate, rest = line.split(b" ", 2)
                    if rest[0] == OPEN and predicate != TYPE:
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
        return {split(self.data[start : self.data.find(b"\n", start) + 1])[0] for start in starts - self.gone}

    def around(self, nodes: Sequence[bytes], backward: Mapping[bytes, set[bytes]]) -> bytes:
        """What a local shape sees of these nodes.

        That is what is said of them, what points to them by a predicate that shapes follow backward from a node
        of their class, and the classes of what these lines lead to.
        """
        lines: list[bytes] = []
        beside: set[bytes] = set()
        for node in nodes:
            own = [line for _, line in self.of(node)]
            said = [split(line) for line in own]
            wanted = {
                predicate for of in (b"", *(o for _, p, o in said if p == TYPE)) for predicate in backward.get(of, ())
            }
            back = [line for _, line in self.pointing(node) if split(line)[1] in wanted] if wanted else []
            lines += own + back
            beside.update((o for _, _, o in said if o[0] == OPEN), (split(line)[0] for line in back))
        for node in beside.difference(nodes):
            lines += [line for _, line in self._beginning(node + b" " + TYPE + b" ")]
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
def opened(path: Path, scratch: Path | None = None) -> Iterator[Lines]:
    """The graph in a file of canonical N-Triples, for as long as it is needed."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise SourceError(str(path), error.strerror or str(error)) from error
    with file:
        if not path.stat().st_size:
            yield Lines(path, b"", scratch)
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield Lines(path, data, scratch)


@contextmanager
def canonical(path: Path) -> Iterator[Path]:
    """The file itself, if its lines are those of canonical N-Triples, or else a copy whose lines are."""
    if path.suffix == ".nt" and _looks_canonical(path):
        yield path
        return
    triples = parse(path)
    first = list(islice(triples, SMALL + 1))
    with tempfile.TemporaryDirectory(prefix="rochdale-") as folder:
        copy = Path(folder) / "graph.nt"
        if len(first) <= SMALL:
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


def split(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Subject, predicate and object."""
    subject, predicate, rest = line.split(b" ", 2)
    return subject, predicate, rest[:-3]


def _mark(node: bytes) -> int:
    return (hash(node) & 0xFFFFFF) << 40
