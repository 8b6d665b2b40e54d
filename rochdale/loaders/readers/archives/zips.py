"""Zip archives: nothing is written anywhere, and nothing is followed."""

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture
from rochdale.loaders.readers.archives.entry import (
    Found,
    Names,
    Skipped,
    is_hidden,
    most_whole,
    slug_of,
    taken,
    too_much,
)
from rochdale.loaders.readers.archives.unpacking import BeyondLimitError

MAX_INDEX = 16 << 20
"""Bytes of the index at the end of an archive, which is held whole: some 150,000 entries."""
_WAYS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
_ENCRYPTED = 1
_TROUBLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # its NotImplementedError is what zipfile raises for what it does not know
    OverflowError,
    IndexError,
)


def zip_entries(name: str, file: BinaryIO, size: int) -> Iterator[Found]:
    """The pages of a zip archive, in the order of its index.

    Args:
        name: of the file, for messages.
        file: seekable.
        size: of the file, in bytes.
    """
    try:
        archive = zipfile.ZipFile(_Guarded(file, MAX_INDEX))
    except BeyondLimitError:
        yield SourceError(name, f"its index takes more than {MAX_INDEX:,} bytes; split the archive")
        return
    except _TROUBLE as error:
        yield SourceError(
            name,
            f"the archive cannot be read ({error}); its index stands at its end: fetch it again if that is missing",
        )
        return
    names, left = Names(name), most_whole(size)
    with archive:
        for entry in archive.infolist():
            if entry.filename.endswith("/") or is_hidden(entry.filename):
                continue
            counted = _Counted(left)
            try:
                yield _entry(archive, entry, names.of(entry.filename), counted)
            except BeyondLimitError:
                yield too_much(name, size)
                return
            left = counted.left


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, source: str, counted: "_Counted") -> Found:
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        return Skipped(source)
    if entry.flag_bits & _ENCRYPTED:
        return SourceError(source, "the entry is encrypted; pack it without a password")
    if entry.compress_type not in _WAYS:
        return SourceError(source, "the entry is packed in a way that is not read; pack it with deflate")
    capture = Capture(source=source, slug=slug_of(entry.filename), data=b"")
    try:
        with archive.open(entry) as content:
            return taken(capture, entry.filename, counted.reading(content.read), by_suffix=True)
    except BeyondLimitError:
        raise
    except _TROUBLE as error:
        return SourceError(source, f"the entry is damaged ({error}); it is left out")


class _Counted:
    """What may still be unpacked of an archive."""

    def __init__(self, left: int) -> None:
        self.left = left

    def reading(self, read: Callable[[int], bytes]) -> Callable[[int], bytes]:
        """The same, counted."""

        def counting(size: int) -> bytes:
            found = read(size)
            self.left -= len(found)
            if self.left < 0:
                raise BeyondLimitError
            return found

        return counting


class _Guarded:
    """A file of which no more than so many bytes are read at once: what zipfile would hold whole."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self._most = most

    def read(self, size: int = -1) -> bytes:
        """The next bytes.

        Raises:
            BeyondLimitError: these are more than it gives at once.
        """
        found = self._file.read(min(size, self._most + 1) if size >= 0 else self._most + 1)
        if len(found) > self._most:
            raise BeyondLimitError
        return found

    def seek(self, at: int, whence: int = 0) -> int:
        """Go to a place."""
        return self._file.seek(at, whence)

    def tell(self) -> int:
        """The place."""
        return self._file.tell()

    def seekable(self) -> bool:
        """It is."""
        return True
