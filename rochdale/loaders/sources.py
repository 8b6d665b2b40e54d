"""Sources: from the paths a user gives to captures, with what could not be read told apart."""

import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture, file_capture, shown
from rochdale.loaders.readers.archive import archive_entries
from rochdale.loaders.readers.archives.entry import Found
from rochdale.loaders.readers.kinds import SAMPLE, Kind, kind_of, most_bytes
from rochdale.loaders.readers.rdf import MAX_BYTES as RDF_BYTES
from rochdale.loaders.readers.reader import takes
from rochdale.loaders.tables.limits import MAX_BYTES as MAX_TABLE
from rochdale.loaders.tables.limits import MAX_MAPPING
from rochdale.loaders.tables.mapping import mapping_names

_LISTS = frozenset({"archive", "sitemap"})

_MOST: dict[Kind, int] = {"rdf": RDF_BYTES, "table": MAX_TABLE}
"""Bytes that files of a kind may have, where that is not the number of a page."""

Moved = Callable[[int], None]
"""Called with how far into a file one has come, in bytes."""

_HTML = frozenset({".html", ".htm", ".xhtml"})
_BESIDE = ("_files", "_fichiers", "_archivos", "-Dateien")
"""Folders that browsers save beside a page end so, in their languages."""


class Place(msgspec.Struct, frozen=True):
    """A file that a reader takes."""

    path: Path
    kind: Kind
    size: int
    """In bytes."""
    mapping: Path | None = None
    """Of a table: the file that says what its columns hold."""


class Other(msgspec.Struct, frozen=True):
    """A file in a folder that no reader takes."""

    path: Path


def find(paths: Iterable[Path], mapping: Path | None = None) -> Iterator[Place | Other | SourceError]:
    """Every file that the paths name, folders walked in order of name; an error for what is not there.

    A file's kind is told by its first bytes. Inside a folder a text counts as a page by its suffix (`.txt`); a file
    named by itself whatever its suffix. Links to folders are not followed, so a walk ends; hidden files are left out,
    and so is what a browser saves beside a page.

    Args:
        paths: files and folders.
        mapping: of the tables that are named by themselves; else, and for tables in folders, it stands beside them. In
            a folder a table without one is passed over.
    """
    mapped = False
    for path in paths:
        kind = _kind(path)
        if kind == "folder":
            yield from _walk(path)
        elif kind == "file":
            place = _place(path, named=True)
            if mapping is not None and isinstance(place, Place) and place.kind == "table":
                place, mapped = msgspec.structs.replace(place, mapping=mapping), True
            yield place
        else:
            yield kind
    if mapping is not None and not mapped:
        yield SourceError(shown(mapping), "no table is named by itself that this mapping could be for")


def _kind(path: Path) -> Literal["folder", "file"] | SourceError:
    try:
        if path.is_dir():
            return "folder"
        return "file" if path.exists() else SourceError(shown(path), "there is no such file or folder")
    except OSError as error:
        return SourceError(shown(path), f"it cannot be read: {error.strerror}")


def _walk(folder: Path) -> Iterator[Place | Other | SourceError]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield SourceError(shown(folder), f"the folder cannot be read: {error.strerror}")
        return
    pages = {entry.stem for entry in entries if entry.suffix.lower() in _HTML}
    for entry in entries:
        if entry.name.startswith(".") or _beside(entry.name) in pages:
            continue
        kind = _kind(entry)
        if kind == "folder":
            if not entry.is_symlink():
                yield from _walk(entry)
        elif kind == "file":
            yield _place(entry, named=False)
        else:
            yield kind


def _beside(name: str) -> str:
    """The stem of the page whose pictures and frames a browser saves in a folder of this name, or ""."""
    return next((name.removesuffix(ending) for ending in _BESIDE if name.endswith(ending)), "")


def _place(path: Path, *, named: bool) -> Place | Other | SourceError:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return SourceError(shown(path), "this is no regular file")
        with path.open("rb") as file:
            kind = kind_of(path.name, file.read(SAMPLE))
    except OSError as error:
        return SourceError(shown(path), f"the file cannot be read: {error.strerror}")
    mapping = _mapping_beside(path) if kind == "table" else None
    is_read = kind in _LISTS or (takes(kind) and (kind != "table" or mapping is not None))
    if not named and kind != "rdf" and not (is_read and path.suffix):
        return Other(path)
    return Place(path, kind, found.st_size, mapping)


def _mapping_beside(table: Path) -> Path | None:
    """The mapping of a table that stands beside it."""
    return next((path for name in mapping_names(table) if (path := table.parent / name).is_file()), None)


def table_capture(path: Path) -> Capture:
    """The capture of a table, without its mapping.

    Raises:
        SourceError: it cannot be read, or is no table.
    """
    place = _place(path, named=True) if path.is_file() else _kind(path)
    if isinstance(place, SourceError):
        raise place
    if not isinstance(place, Place) or place.kind != "table":
        raise SourceError(shown(path), "this is no table (CSV, TSV, JSON Lines, Parquet or Excel)")
    return file_capture(path, _read(path, MAX_TABLE))


def captures(place: Place, moved: Moved | None = None) -> Iterator[Found]:
    """The captures that a file holds: one, or the many of an archive, in its order, with what could not be read.

    Of an archive only the entry at hand is held.
    """
    if place.kind == "archive":
        yield from _entries(place, moved)
        return
    try:
        capture = file_capture(place.path, _read(place.path, _MOST.get(place.kind) or most_bytes(place.kind)))
        if place.mapping is not None:
            context, name = _read(place.mapping, MAX_MAPPING), shown(place.mapping)
            capture = msgspec.structs.replace(capture, context=context, context_source=name)
    except SourceError as error:
        yield error
        return
    # what was named by itself and is nothing else is tried as text
    yield msgspec.structs.replace(capture, media_type="text/plain") if place.kind == "other" else capture


def _entries(place: Place, moved: Moved | None) -> Iterator[Found]:
    name = shown(place.path)
    try:
        with place.path.open("rb", buffering=0) as file:
            for found in archive_entries(name, file, place.size):
                yield found
                if moved:
                    moved(min(file.tell(), place.size))
    except OSError as error:
        yield SourceError(name, f"the file cannot be read: {error.strerror or error}")


def _read(path: Path, most: int) -> bytes:
    """The bytes of a file, at most one more than it may have."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise SourceError(shown(path), f"the file cannot be read: {error.strerror}") from error
