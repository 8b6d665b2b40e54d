r"""Canonical N-Triples: the form in which a graph is stored, compared and released.

One triple a line, lines sorted bytewise and unique, LF, UTF-8: the same triples give the same bytes,
in whatever order and however often they came (`LC_ALL=C sort -u` would change nothing).

Each line has the canonical form of RDF 1.2 N-Triples, section 4, which is valid RDF 1.1
(https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples): one space between terms, no `^^xsd:string`,
language tags in lower case, `\b \t \n \f \r \" \\` as such, the other control characters of ASCII, U+FFFE and
U+FFFF as `\uXXXX`, everything else as itself.
"""

import os
import re
import secrets
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

import pyoxigraph as ox

from rochdale.errors import OutputError

_IRI = r'<[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\ud800-\udfff]*>'
_TEXT = r'[^"\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]*'
_ESCAPE = r'\\(?:[btnfr"\\]|u00(?:0[0-7BEF]|1[0-9A-F]|7F)|uFFF[EF])'
_STRING = rf'"{_TEXT}(?:{_ESCAPE}{_TEXT})*"'
_DATATYPE = rf"(?!<http://www\.w3\.org/2001/XMLSchema#string>){_IRI}"
_TAG = r"[a-z]{1,8}(?:-[a-z0-9]{1,8})*"

LINE: Final = re.compile(rf"^({_IRI}) ({_IRI}) ({_IRI}|{_STRING}(?:@{_TAG}|\^\^({_DATATYPE}))?) \.$", re.MULTILINE)
"""A canonical line. Groups: subject, predicate, object, the object's datatype if it has one.

It holds no line end, so a text of n lines is canonical if it has n matches: a million lines are checked
in less than a second.
"""

_CHUNK = 4096
"""Triples checked at a time."""
_RUN_BYTES = 64 << 20
"""A run is sorted in memory; long literals end it before `run_lines` do."""
_FAN_IN = 32
"""Runs merged at a time."""
_BLOCK = 1 << 18
"""Bytes of each run in memory while merging."""


def write_canonical(
    triples: Iterable[ox.Triple] | Iterable[str], target: Path, *, scratch: Path, run_lines: int = 200_000
) -> int:
    """Write the triples as canonical N-Triples and return how many there are.

    Memory stays within one run, however many triples come: sorted runs are spilled and merged.

    Args:
        triples: triples, or lines of N-Triples (comments and blank lines are passed over), in any order,
            repeated at will.
        target: replaced in one step when everything is written; untouched when anything fails.
        scratch: a folder with room for the whole graph, twice over where there are more than 32 runs;
            left as it was.
        run_lines: how many lines are sorted in memory.

    Raises:
        OutputError: the disk is full or not writable; or a line is no triple, or holds a blank node or a
            term of RDF 1.2, for which there are no stable bytes.
    """
    with _reporting(target):
        folder = TemporaryDirectory(prefix="sort-", dir=scratch, ignore_cleanup_errors=True)
    with folder as name:
        runs = _Runs(Path(name), run_lines)
        for lines in _canonical_chunks(triples, target, min(_CHUNK, run_lines)):
            with _reporting(target):
                runs.add(lines)
        count = 0
        with replacing(target) as file:
            for lines in runs.merged():
                count += len(lines)
                _write_lines(lines, file)
    return count


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """Open a file beside `target`: it takes its place, synced, when the block ends well, else it vanishes.

    Raises:
        OutputError: for any `OSError` in the block, and when the file cannot take the place.
    """
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    with _reporting(target):
        try:
            with aside.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            aside.replace(target)
        except BaseException:
            with suppress(OSError):
                aside.unlink()
            raise
        _sync_folder(target.parent)


@contextmanager
def _reporting(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        elsewhere = error.filename is not None and Path(os.fsdecode(error.filename)).parent != target.parent
        where = f" ({os.fsdecode(error.filename)})" if elsewhere else ""
        raise OutputError(str(target), f"{error.strerror or error}{where}") from error


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system lets one open a folder."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _canonical_chunks(triples: Iterable[ox.Triple] | Iterable[str], target: Path, size: int) -> Iterator[list[bytes]]:
    """Yield canonical lines without their line ends, a chunk at a time, in the order given."""
    source: Iterator[ox.Triple | str] = iter(triples)
    while chunk := list(islice(source, size)):
        lines = [item.rstrip("\n") if isinstance(item, str) else f"{item} ." for item in chunk]
        text = "\n".join(lines)
        if not len(LINE.findall(text)) == len(lines) == text.count("\n") + 1:
            text = "\n".join(canonical for line in lines for canonical in _canonical_lines(line, target))
        if text:
            yield text.encode().split(b"\n")


def _canonical_lines(line: str, target: Path) -> Iterator[str]:
    if LINE.fullmatch(line):
        yield line
        return
    try:
        quads = list(ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES))
    except (SyntaxError, UnicodeEncodeError) as error:
        raise OutputError(str(target), f"no line of N-Triples: {line[:200]!a}: {error}") from error
    for quad in quads:
        canonical = f"{quad.triple} ."
        if not LINE.fullmatch(canonical):
            raise OutputError(str(target), f"a blank node or a term of RDF 1.2 has no stable bytes: {canonical[:200]}")
        yield canonical


class _Runs:
    """Sorted runs of lines: the last one in memory and in no order yet, the others in files of a folder."""

    def __init__(self, folder: Path, run_lines: int) -> None:
        self.folder = folder
        self.run_lines = run_lines
        self.files: list[Path] = []
        self.written = 0
        self.last: list[bytes] = []
        self.size = 0

    def add(self, lines: list[bytes]) -> None:
        """Add lines to the run in memory, and spill it when it is full."""
        self.last += lines
        self.size += sum(map(len, lines))
        if len(self.last) >= self.run_lines or self.size >= _RUN_BYTES:
            self._spill_last()

    def merged(self) -> Iterator[list[bytes]]:
        """Yield all lines, sorted and unique, some thousands at a time."""
        if not self.files:
            yield sorted(set(self.last))
            return
        if self.last:
            self._spill_last()
        while len(self.files) > _FAN_IN:
            oldest = self.files[:_FAN_IN]
            self._spill(_merge(oldest))
            del self.files[:_FAN_IN]
            for path in oldest:
                path.unlink()
        yield from _merge(self.files)

    def _spill_last(self) -> None:
        self._spill([sorted(set(self.last))])
        self.last, self.size = [], 0

    def _spill(self, batches: Iterable[list[bytes]]) -> None:
        self.written += 1
        path = self.folder / f"{self.written}.nt"
        with path.open("wb") as file:
            for lines in batches:
                _write_lines(lines, file)
        self.files.append(path)


def _merge(paths: Sequence[Path]) -> Iterator[list[bytes]]:
    """Merge sorted files without repetitions into one sorted sequence without repetitions.

    A block of each file is in memory. All lines up to the smallest of the blocks' last lines are there, so
    they are sorted together and given out: `list.sort` finds the sorted stretches and merges them.
    """
    blocks = [(next(source), source) for source in map(_blocks, paths)]
    while blocks:
        limit = min(block[-1] for block, _ in blocks)
        batch: list[bytes] = []
        rest = []
        for block, source in blocks:
            cut = bisect_right(block, limit)
            batch += block[:cut]
            if left := block[cut:] or next(source, []):
                rest.append((left, source))
        blocks = rest
        batch.sort()
        yield list(dict.fromkeys(batch))


def _blocks(path: Path) -> Iterator[list[bytes]]:
    with path.open("rb") as file:
        while data := file.read(_BLOCK):
            yield (data + file.readline())[:-1].split(b"\n")


def _write_lines(lines: list[bytes], file: BinaryIO) -> None:
    for start in range(0, len(lines), _CHUNK):
        file.write(b"\n".join(lines[start : start + _CHUNK]) + b"\n")
