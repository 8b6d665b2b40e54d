"""Read, parse and extract many documents: in several processes, from the cache where nothing changed, in order."""

import gc
import itertools
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import msgspec

from rochdale.errors import RochdaleError, SourceError
from rochdale.loaders import sources
from rochdale.loaders.cache import Cache
from rochdale.loaders.document import Document, digest
from rochdale.loaders.extraction.names import gazetteer
from rochdale.loaders.items import Fault, Record, named_document
from rochdale.loaders.readers.capture import shown
from rochdale.loaders.reading import read_record
from rochdale.loaders.vocabulary import vocabulary

_CHUNK = 16
_FEW = 200
"""So many documents are read here sooner than another process starts."""


class Harvest(msgspec.Struct):
    """The records of a set of sources, and what became of the sources."""

    records: list[Record] = msgspec.field(default_factory=list)
    """In the order of the sources."""
    unread: list[Fault] = msgspec.field(default_factory=list)
    """Sources that could not be read, with the reason."""
    extracted: int = 0
    cached: int = 0
    repeated: int = 0
    """Files whose content another file has too."""
    passed_over: int = 0
    """Files in the folders that are no captures by their suffix."""
    trouble: str = ""
    """What is wrong with the cache, or ""."""


def harvest(
    paths: Iterable[Path],
    *,
    jobs: int | None = None,
    cache: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Harvest:
    """Read every document that the paths name.

    Args:
        paths: files and folders.
        jobs: processes at most; all cores by default. The result is the same for any number.
        cache: file of the record cache; None to keep nothing.
        progress: called with (documents done, documents in all).

    Raises:
        RochdaleError: a reading process was stopped from outside.
    """
    result = Harvest()
    found = _distinct(sources.find(paths), result)
    with Cache(cache, vocabulary()) as kept:
        fresh: list[tuple[int, Path]] = []
        records: dict[int, Record] = {}
        for index, (sha, path) in enumerate(found.items()):
            record = kept.get(sha)
            if record is None:
                fresh.append((index, path))
            else:
                records[index] = _at_path(record, path)
                result.cached += 1
        total, done = len(records) + len(fresh), len(records)
        if progress:
            progress(done, total)
        for (index, _), outcome in zip(fresh, _read_all([path for _, path in fresh], jobs), strict=True):
            if isinstance(outcome, Record):
                records[index] = outcome
                result.extracted += 1
            else:
                result.unread.append(outcome)
            done += 1
            if progress:
                progress(done, total)
        kept.put(records[index] for index, _ in fresh if index in records)
        result.trouble = kept.trouble
    result.records = [records[index] for index in sorted(records)]
    return result


def _distinct(found: Iterable[Path | sources.Other | SourceError], result: Harvest) -> dict[str, Path]:
    """The path of each content by its SHA-256, in the order of the sources; of several the first by name.

    What could not be read or was read before is noted in `result`.
    """
    paths: dict[str, Path] = {}
    for path in found:
        if isinstance(path, sources.Other):
            result.passed_over += 1
            continue
        if isinstance(path, SourceError):
            result.unread.append(_unread(path))
            continue
        try:
            sha = digest(sources.read_bytes(path))
        except SourceError as error:
            result.unread.append(_unread(error))
            continue
        result.repeated += sha in paths
        paths[sha] = min(path, paths.get(sha, path), key=lambda one: (one.stem, str(one)))
    return paths


def _at_path(record: Record, path: Path) -> Record:
    """A cached record, as read from where the document is now."""
    here = Document(
        shown(path),
        shown(path.stem),
        "",
        record.document,
        record.media_type,
        record.reader,
        record.url,
        record.captured,
    )
    named = named_document(record, here)
    faults = tuple(msgspec.structs.replace(fault, source=here.source) for fault in record.faults)
    return msgspec.structs.replace(named, faults=faults)


def _unread(error: SourceError) -> Fault:
    return Fault(source=error.source, line=0, field="source", words="", reason=error.reason)


def _read_all(paths: Sequence[Path], jobs: int | None) -> Iterator[Record | Fault]:
    """The records of the paths, in their order."""
    workers = min(jobs or os.cpu_count() or 1, 1 + len(paths) // _CHUNK)
    if workers < 2 or len(paths) < _FEW:
        yield from map(_read_one, paths)
        return
    chunks = [list(chunk) for chunk in _chunks(paths)]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=prepare_worker) as pool:
        try:
            for encoded in pool.map(_read_chunk, chunks):
                yield from _DECODER.decode(encoded)
        except BrokenProcessPool as error:
            raise RochdaleError("a reading process was stopped from outside; ask for fewer with --jobs") from error


def _chunks(paths: Sequence[Path]) -> Iterator[Sequence[Path]]:
    iterator = iter(paths)
    while chunk := tuple(itertools.islice(iterator, _CHUNK)):
        yield chunk


def prepare_worker() -> None:
    """Load the vocabulary, once a process, and keep it out of the garbage collector's rounds: it never changes."""
    gazetteer()
    gc.collect()
    gc.freeze()


class _Outcome(msgspec.Struct):
    """What crosses from a worker: a record or a fault."""

    record: Record | None = None
    fault: Fault | None = None


class _Outcomes:
    """Decodes what workers send."""

    def __init__(self) -> None:
        self._decoder = msgspec.msgpack.Decoder(list[_Outcome])

    def decode(self, data: bytes) -> Iterator[Record | Fault]:
        for outcome in self._decoder.decode(data):
            if outcome.record is not None:
                yield outcome.record
            elif outcome.fault is not None:
                yield outcome.fault


_DECODER = _Outcomes()


def _read_chunk(paths: Sequence[Path]) -> bytes:
    outcomes = []
    for path in paths:
        one = _read_one(path)
        outcomes.append(_Outcome(record=one) if isinstance(one, Record) else _Outcome(fault=one))
    return msgspec.msgpack.encode(outcomes)


def _read_one(path: Path) -> Record | Fault:
    try:
        return read_record(sources.read_document(path))
    except SourceError as error:
        return _unread(error)
