"""Sources: from the paths a user gives to captures, with what could not be read told apart."""

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture, file_capture, shown
from rochdale.loaders.readers.capture import MAX_BYTES
from rochdale.loaders.readers.kinds import SAMPLE, Kind, kind_of
from rochdale.loaders.readers.rdf import MAX_BYTES as RDF_BYTES
from rochdale.loaders.readers.reader import PAGES

_HTML = frozenset({".html", ".htm", ".xhtml"})
_BESIDE = ("_files", "_fichiers", "_archivos", "-Dateien")
"""Folders that browsers save beside a page end so, in their languages."""


class Place(msgspec.Struct, frozen=True):
    """A file that a reader takes."""

    path: Path
    kind: Kind
    size: int
    """In bytes."""


class Other(msgspec.Struct, frozen=True):
    """A file in a folder that no reader takes."""

    path: Path


def find(paths: Iterable[Path]) -> Iterator[Place | Other | SourceError]:
    """Every file that the paths name, folders walked in order of name; an error for what is not there.

    A file's kind is told by its first bytes. Inside a folder a text counts as a page by its suffix (`.txt`); a file
    named by itself whatever its suffix. Links to folders are not followed, so a walk ends; hidden files are left out,
    and so is what a browser saves beside a page.
    """
    for path in paths:
        kind = _kind(path)
        if kind == "folder":
            yield from _walk(path)
        elif kind == "file":
            yield _place(path, named=True)
        else:
            yield kind


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
    if not named and kind != "rdf" and (kind not in PAGES or not path.suffix):
        return Other(path)
    return Place(path, kind, found.st_size)


def captures(place: Place) -> Iterator[Capture | SourceError]:
    """The captures that a file holds: one, or the many of an archive, in its order."""
    try:
        capture = file_capture(place.path, _read(place.path, RDF_BYTES if place.kind == "rdf" else MAX_BYTES))
    except SourceError as error:
        yield error
        return
    # what was named by itself and is nothing else is tried as text
    yield msgspec.structs.replace(capture, media_type="text/plain") if place.kind == "other" else capture


def _read(path: Path, most: int) -> bytes:
    """The bytes of a file, at most one more than its kind may have."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise SourceError(shown(path), f"the file cannot be read: {error.strerror}") from error
