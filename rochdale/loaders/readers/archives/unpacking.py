"""Unpacking: the bytes within a packed file, as a stream with limits."""

import bz2
import gzip
import io
import lzma
import zlib
from typing import BinaryIO, Protocol

_PIECE = 1 << 16
_XZ_MEMORY = 128 << 20
"""What unpacking may take; the strongest setting of xz takes half of it."""


class DamagedStreamError(OSError):
    """The packed bytes are damaged or break off."""


class BeyondLimitError(OSError):
    """A stream gives more than it may."""


class Stream(Protocol):
    """What gives bytes in order."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most so many; none at the end."""


class Bounded(io.RawIOBase):
    """A stream that gives no more than `most` bytes in all, and no more than `left` until that is set anew.

    Raises, as it is read:
        DamagedStreamError: of what it is unpacked from.
        BeyondLimitError: a limit is passed.
    """

    def __init__(self, stream: Stream, most: int) -> None:
        self._stream = stream
        self._most = most
        self.left = most
        self.at = 0
        """How many bytes it has given."""
        self.last = b""
        """What it gave last."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        try:
            self.last = self._stream.read(size)
        except (EOFError, OSError, zlib.error, lzma.LZMAError, ValueError) as error:
            raise DamagedStreamError(str(error)) from error
        self.at += len(self.last)
        self.left -= len(self.last)
        if self.at > self._most or self.left < 0:
            raise BeyondLimitError
        return self.last


def unpacked(file: BinaryIO, start: bytes) -> Stream:
    """The bytes within a gzip, bzip2 or xz file that begins with `start`; those of a file that is not packed itself."""
    if start.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=file)
    if start.startswith(b"BZh"):
        return bz2.BZ2File(file)
    if start.startswith(b"\xfd7zXZ"):
        return io.BufferedReader(_Xz(file))
    return file


class _Xz(io.RawIOBase):
    """As lzma.LZMAFile, which cannot be told how much memory it may take."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._unpacker = self._new()
        self._waiting = b""

    @staticmethod
    def _new() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while True:
            if self._unpacker.eof and not self._next():
                return 0
            if self._unpacker.needs_input and not self._waiting:
                self._waiting = self._file.read(_PIECE)
                if not self._waiting:
                    raise EOFError("it breaks off before its end")
            piece = self._unpacker.decompress(self._waiting, len(buffer))
            self._waiting = b""
            if piece:
                buffer[: len(piece)] = piece
                return len(piece)

    def _next(self) -> bool:
        """Go on with the stream behind the one that ended, if there is another; zeros may stand between."""
        rest = self._unpacker.unused_data.lstrip(b"\0")
        while not rest:
            piece = self._file.read(_PIECE)
            if not piece:
                return False
            rest = piece.lstrip(b"\0")
        self._waiting, self._unpacker = rest, self._new()
        return True
