"""Read, parse and extract many documents: in several processes, from the cache where nothing changed, in order.

Documents stream: however many there are, only those being read are held, and the digests of those that were.
"""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import msgspec

from rochdale.errors import RochdaleError, SourceError
from rochdale.loaders import sources
from rochdale.loaders.cache import Cache
from rochdale.loaders.document import Capture, digest
from rochdale.loaders.extraction.names import gazetteer_of
from rochdale.loaders.items import Fault, Place, Record, at_place
from rochdale.loaders.learning import Sought, learn
from rochdale.loaders.readers.rdf import read_things
from rochdale.loaders.readers.reader import read_document
from rochdale.loaders.readers.sitemap import Sitemap, is_sitemap, read_sitemap
from rochdale.loaders.reading import read_record
from rochdale.loaders.vocabulary import Thing, Vocabulary, vocabulary

_CHUNK = 16
_CHUNK_BYTES = 1_000_000
_FEW = 200
"""So many documents are read here sooner than another process starts."""
_STEPS = 1000
"""Progress is told this many times at most."""
_KEEP = 500
"""So many records are kept in the cache at once."""

Progress = Callable[[int, int], None]
"""Called with (bytes read, bytes in all)."""


class Tally(msgspec.Struct):
    """What became of the sources, counted while they are read."""

    extracted: int = 0
    cached: int = 0
    repeated: int = 0
    """Documents whose content another one has too."""
    passed_over: int = 0
    """Files in the folders that no reader takes."""
    described: int = 0
    """Things that RDF among the sources describes."""
    trouble: str = ""
    """What is wrong with the cache, or ""."""


class Again(msgspec.Struct, frozen=True):
    """A document whose content was met before: where it was met again."""

    document: str
    """SHA-256 of the content."""
    place: Place


class Unchanged(msgspec.Struct, frozen=True):
    """A document that a second reading has nothing new to find in."""


Outcome = Record | Fault | Again | Unchanged | Sitemap
"""What becomes of one source: its record, why it could not be read, that it need not be read, or what it lists."""


class Survey(msgspec.Struct):
    """What a set of sources holds, before its documents are read."""

    places: list[sources.Place | SourceError]
    """Files with documents, and what is not there, in the order of the sources."""
    words: Vocabulary
    """The package's vocabulary with the things that RDF among the sources describes."""
    things: tuple[Thing, ...]
    """These things."""
    passed_over: int
    """Files in the folders that no reader takes."""
    learned: tuple[Thing, ...] = ()
    """Names that a first reading taught: what names none of them need not be read again."""
    recall: bool = False
    """Weaker readings of partnerships are stated as well."""


class Harvest(msgspec.Struct):
    """The records of a set of sources, and what became of the sources."""

    words: Vocabulary
    """What the names of the records are told by."""
    records: list[Record] = msgspec.field(default_factory=list)
    """In the order of the sources; a document met in several places is named by the first of these by name."""
    unread: list[Fault] = msgspec.field(default_factory=list)
    """Sources that could not be read, with the reason."""
    sitemaps: list[Sitemap] = msgspec.field(default_factory=list)
    captured: set[str] = msgspec.field(default_factory=set)
    """Addresses of all captures, also of those that could not be read."""
    tally: Tally = msgspec.field(default_factory=Tally)


def survey(paths: Iterable[Path], *, mapping: Path | None = None, recall: bool = False) -> Survey:
    """Find the files that the paths name, and read the RDF among them into the vocabulary.

    Args:
        paths: files and folders.
        mapping: of the tables that are named by themselves; None for those that stand beside them.
        recall: state weaker readings of partnerships as well, each with a rule of its own and a lower confidence.
    """
    places: list[sources.Place | SourceError] = []
    described: list[sources.Place] = []
    passed_over = 0
    for found in sources.find(paths, mapping):
        if isinstance(found, sources.Other):
            passed_over += 1
        elif isinstance(found, sources.Place) and found.kind == "rdf":
            described.append(found)
        else:
            places.append(found)
    words = vocabulary()
    things: dict[str, Thing] = {}
    for place in sorted(described, key=lambda place: str(place.path)):
        for capture in sources.captures(place):
            try:
                if isinstance(capture, SourceError):
                    raise capture
                brought = read_things(capture, words) if isinstance(capture, Capture) else ()
            except SourceError as error:
                places.append(error)
                continue
            things |= {thing.key: thing for thing in brought}
            words = words.with_things(brought)
    return Survey(places, words, tuple(things[key] for key in sorted(things)), passed_over, recall=recall)


def harvest(
    paths: Iterable[Path],
    *,
    jobs: int | None = None,
    cache: Path | None = None,
    mapping: Path | None = None,
    progress: Progress | None = None,
    recall: bool = False,
) -> Harvest:
    """Read every document that the paths name and hold all their records; arguments as of `survey` and `stream`.

    With `recall`, weaker readings of partnerships are stated as well.

    What one document defines is found in the others: those that name it are read a second time.
    """
    found = survey(paths, mapping=mapping, recall=recall)
    result = _held(found, jobs, cache, progress)
    things = learn(result.records, found.words)
    if not things:
        return result
    again = msgspec.structs.replace(found, learned=things)
    anew = {
        outcome.document: outcome
        for outcome in stream(again, Tally(), jobs=jobs, cache=cache)
        if isinstance(outcome, Record)
    }
    result.records = [
        at_place(anew[record.document], record.place) if record.document in anew else record
        for record in result.records
    ]
    return result


def _held(found: Survey, jobs: int | None, cache: Path | None, progress: Progress | None) -> Harvest:
    result = Harvest(found.words)
    at: dict[str, int] = {}
    read = stream(found, result.tally, jobs=jobs, cache=cache, progress=progress, captured=result.captured)
    for outcome in read:
        if isinstance(outcome, Record):
            at[outcome.document] = len(result.records)
            result.records.append(outcome)
        elif isinstance(outcome, Fault):
            result.unread.append(outcome)
        elif isinstance(outcome, Sitemap):
            result.sitemaps.append(outcome)
        elif isinstance(outcome, Again) and outcome.document in at:
            known = result.records[at[outcome.document]]
            result.records[at[outcome.document]] = at_place(known, min(known.place, outcome.place))
    return result


def stream(
    found: Survey,
    tally: Tally,
    *,
    jobs: int | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
    captured: set[str] | None = None,
) -> Iterator[Outcome]:
    """Read every document that was found, in the order of the sources, and yield what becomes of each.

    Args:
        found: the sources.
        tally: counts what was met.
        jobs: processes at most; all cores by default. The result is the same for any number.
        cache: file of the record cache; None to keep nothing.
        progress: called as the sources are read.
        captured: takes the addresses of all that was captured, if it is given.

    Raises:
        RochdaleError: a reading process was stopped from outside.
    """
    tally.passed_over += found.passed_over
    tally.described += len(found.things)
    reader = _Reader(found)
    with Cache(cache, found.words) as kept:
        fresh: dict[str, Record] = {}
        for reading, outcome in _read_all(_met(found.places, reader, kept, tally, progress, captured), reader, jobs):
            if reading and isinstance(outcome, Record):
                tally.extracted += 1
                fresh[reading] = outcome
                if len(fresh) == _KEEP:
                    kept.put(fresh)
                    fresh.clear()
            yield outcome
        kept.put(fresh)
        tally.trouble = kept.trouble


def _met(
    places: Sequence[sources.Place | SourceError],
    reader: "_Reader",
    kept: Cache,
    tally: Tally,
    progress: Progress | None,
    captured: set[str] | None,
) -> Iterator[Capture | Outcome]:
    """Every capture that is still to be read, and what is known of the others."""
    bar = _Bar(progress, sum(place.size for place in places if isinstance(place, sources.Place)))
    seen: dict[bytes, str] = {}
    """The mapping of each content, by digest."""
    for place in places:
        if isinstance(place, SourceError):
            yield _unread(place)
            continue
        with bar.through(place.size) as moved:
            for met in sources.captures(place, moved):
                if isinstance(met, SourceError):
                    yield _unread(met)
                    continue
                if captured is not None and met.url:
                    captured.add(met.url)
                if isinstance(met, Capture):
                    yield from _listing(met) if is_sitemap(met) else (_known(met, reader, seen, kept, tally),)
                else:
                    tally.repeated += met.repeated
                    tally.passed_over += not met.repeated


def _listing(capture: Capture) -> Iterator[Sitemap | Fault]:
    """What a sitemap lists, and what is wrong with it."""
    try:
        found = read_sitemap(capture)
    except SourceError as error:
        yield _unread(error)
        return
    yield from found.faults
    yield found


def _known(
    capture: Capture, reader: "_Reader", seen: dict[bytes, str], kept: Cache, tally: Tally
) -> Capture | Record | Again | Fault:
    """What is known of a capture, or itself."""
    sha = capture.sha256
    mapped = digest(capture.context) if capture.context else ""
    known = seen.get(bytes.fromhex(sha))
    if known == mapped:
        tally.repeated += 1
        return Again(sha, _place(capture))
    if known is not None:
        return _unread(SourceError(capture.source, "the same table was read already, with another mapping"))
    seen[bytes.fromhex(sha)] = mapped
    record = kept.get(reader.key(capture))
    tally.cached += record is not None
    return capture if record is None else at_place(record, _place(capture))


class _Bar:
    """How far one has come, told in steps that can be seen."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._before = 0
        self._told = 0

    @contextmanager
    def through(self, size: int) -> Iterator[Callable[[int], None]]:
        """Going through a file of this size: what to call with the place in it."""
        yield lambda at: self._tell(self._before + min(at, size))
        self._before += size
        self._tell(self._before)

    def _tell(self, done: int) -> None:
        if self._progress and done > self._told and (done - self._told) * _STEPS >= self._total:
            self._told = done
            self._progress(done, self._total)


def _place(capture: Capture) -> Place:
    return Place(capture.slug, capture.source, capture.url, capture.captured)


def _unread(error: SourceError) -> Fault:
    return Fault(source=error.source, line=0, field="source", words="", reason=error.reason)


class _Reader:
    """Reads captures by the names that the sources give; a second time only those that name what was learned."""

    def __init__(self, found: Survey) -> None:
        self.things = (*found.things, *found.learned)
        self.learned = len(found.learned)
        self.recall = found.recall
        self._names = gazetteer_of(found.words.with_things(found.learned))
        self._sought = Sought(found.learned) if found.learned else None

    def key(self, capture: Capture) -> str:
        """What the record of a capture is kept under."""
        read = f"{capture.reading_key}+recall" if self.recall else capture.reading_key
        return read if self._sought is None else f"{read}+{self._sought.digest}"

    def read(self, capture: Capture) -> Record | Fault | Unchanged:
        """The record of a capture, or why there is none."""
        try:
            document = read_document(capture)
        except SourceError as error:
            return _unread(error)
        if self._sought is not None and not self._sought.names(document.text):
            return Unchanged()
        return read_record(document, self._names, recall=self.recall)


def _read_all(met: Iterator[Capture | Outcome], reader: _Reader, jobs: int | None) -> Iterator[tuple[str, Outcome]]:
    """What becomes of each, in order, with the reading key of what was read just now, else ""."""
    workers = jobs or os.cpu_count() or 1
    read = 0
    for one in met:
        if not isinstance(one, Capture):
            yield "", one
            continue
        yield reader.key(one), reader.read(one)
        read += 1
        if workers > 1 and read == _FEW:
            yield from _read_in_pool(met, reader, workers)


def _read_in_pool(met: Iterator[Capture | Outcome], reader: _Reader, workers: int) -> Iterator[tuple[str, Outcome]]:
    """The same by several processes; so many chunks are under way that none has to wait, and no more."""
    spawn = multiprocessing.get_context("spawn")
    under_way: deque[tuple[list[Capture | Outcome], Future[bytes]]] = deque()
    given = (msgspec.msgpack.encode(reader.things), reader.learned, reader.recall)
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=prepare_worker, initargs=given) as pool:
        try:
            for chunk in _chunks(met):
                captures = [one for one in chunk if isinstance(one, Capture)]
                under_way.append((chunk, pool.submit(_read_chunk, captures)))
                if len(under_way) > 2 * workers:
                    yield from _done(reader, *under_way.popleft())
            while under_way:
                yield from _done(reader, *under_way.popleft())
        except BrokenProcessPool as error:
            raise RochdaleError("a reading process was stopped from outside; ask for fewer with --jobs") from error


def _chunks(met: Iterator[Capture | Outcome]) -> Iterator[list[Capture | Outcome]]:
    chunk: list[Capture | Outcome] = []
    size = 0
    for one in met:
        chunk.append(one)
        size += len(one.data) if isinstance(one, Capture) else 0
        if len(chunk) == _CHUNK or size > _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _done(reader: _Reader, chunk: Sequence[Capture | Outcome], answer: Future[bytes]) -> Iterator[tuple[str, Outcome]]:
    read = iter(msgspec.msgpack.decode(answer.result(), type=list[_Read]))
    for one in chunk:
        if isinstance(one, Capture):
            answered = next(read)
            yield reader.key(one), answered.record or answered.fault or Unchanged()
        else:
            yield "", one


_WORKER: list[_Reader] = []
"""What this process reads by, once it is prepared."""


def prepare_worker(things: bytes = b"\x90", learned: int = 0, recall: bool = False) -> None:
    """Load the vocabulary, once a process, and keep it out of the garbage collector's rounds: it never changes.

    Args:
        things: what the sources add to it, as MessagePack.
        learned: how many of these, the last ones, were learned in a first reading.
        recall: state weaker readings as well.
    """
    known = msgspec.msgpack.decode(things, type=tuple[Thing, ...])
    given, taught = known[: len(known) - learned], known[len(known) - learned :]
    _WORKER[:] = [_Reader(Survey([], vocabulary().with_things(given), given, 0, taught, recall))]
    gc.collect()
    gc.freeze()


class _Read(msgspec.Struct):
    """What crosses from a worker: a record, a fault, or neither for a document that need not be read again."""

    record: Record | None = None
    fault: Fault | None = None


def _read_chunk(captures: Sequence[Capture]) -> bytes:
    (reader,) = _WORKER
    outcomes = []
    for capture in captures:
        one = reader.read(capture)
        outcomes.append(
            _Read(record=one if isinstance(one, Record) else None, fault=one if isinstance(one, Fault) else None)
        )
    return msgspec.msgpack.encode(outcomes)
