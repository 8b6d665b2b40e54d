"""Sources: from the paths a user gives to documents, with what could not be read told apart."""

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from rochdale.errors import SourceError
from rochdale.loaders.document import Document
from rochdale.loaders.readers.capture import MAX_BYTES, SUFFIXES, read_capture, shown


class Other(msgspec.Struct, frozen=True):
    """A file in a folder that is no capture by its suffix."""

    path: Path


def find(paths: Iterable[Path]) -> Iterator[Path | Other | SourceError]:
    """Every file that the paths name, folders walked in order of name; an error for what is not there.

    Inside a folder only files of a known suffix are taken; a file named by itself is taken whatever its suffix.
    Links to folders are not followed, so a walk ends; hidden files are left out.
    """
    for path in paths:
        kind = _kind(path)
        if kind == "folder":
            yield from _walk(path)
        elif kind == "file":
            yield path
        else:
            yield kind


def _kind(path: Path) -> Literal["folder", "file"] | SourceError:
    try:
        if path.is_dir():
            return "folder"
        return "file" if path.exists() else SourceError(shown(path), "there is no such file or folder")
    except OSError as error:
        return SourceError(shown(path), f"it cannot be read: {error.strerror}")


def _walk(folder: Path) -> Iterator[Path | Other | SourceError]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield SourceError(shown(folder), f"the folder cannot be read: {error.strerror}")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        kind = _kind(entry)
        if kind == "folder":
            if not entry.is_symlink():
                yield from _walk(entry)
        elif entry.suffix.lower() in SUFFIXES - {""}:
            yield entry if kind == "file" else kind
        else:
            yield Other(entry)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, at most one more than a page may have.

    Raises:
        SourceError: it is no regular file, or cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise SourceError(shown(path), "this is no regular file")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(shown(path), f"the file cannot be read: {error.strerror}") from error


def read_document(path: Path) -> Document:
    """Read the document at `path`.

    Raises:
        SourceError: the file cannot be read, or is no text capture.
    """
    return read_capture(path, read_bytes(path))
