"""Sources: from the paths a user gives to documents, with what could not be read told apart."""

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from rochdale.errors import SourceError
from rochdale.loaders.document import Document
from rochdale.loaders.readers.capture import MAX_BYTES, SUFFIXES, read_capture


def find(paths: Iterable[Path]) -> Iterator[Path | SourceError]:
    """Every file that the paths name, folders walked in order of name, hidden files left out; an error for what is not there.

    Inside a folder only files of a known suffix are taken; a file named by itself is taken whatever its suffix.
    Links to folders are not followed, so a walk ends.
    """
    for path in paths:
        if path.is_dir():
            yield from _walk(path)
        elif path.exists():
            yield path
        else:
            yield SourceError(str(path), "there is no such file or folder")


def _walk(folder: Path) -> Iterator[Path | SourceError]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield SourceError(str(folder), f"the folder cannot be read: {error.strerror}")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _walk(entry)
        elif entry.suffix.lower() in SUFFIXES - {""}:
            yield entry


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, at most one more than a page may have.

    Raises:
        SourceError: it is no regular file, or cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise SourceError(str(path), "this is no regular file")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(str(path), f"the file cannot be read: {error.strerror}") from error


def read_document(path: Path) -> Document:
    """Read the document at `path`.

    Raises:
        SourceError: the file cannot be read, or is no text capture.
    """
    return read_capture(path, read_bytes(path))
