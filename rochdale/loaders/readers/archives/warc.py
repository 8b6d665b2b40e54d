"""WARC and WET: what a crawler kept of the pages that it fetched, or of their text.

A record's name is the file's with its offset and address: `crawl.warc.gz@12345 https://example.org/page`. In a file
that was packed as a whole, where no record has an offset of its own, its number stands there: `crawl.warc.gz#17 https://…`.

Format: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

import io
import re
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import BinaryIO
from urllib.parse import urlsplit

import msgspec
from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from rochdale.errors import SourceError
from rochdale.loaders.addresses import address, name_in
from rochdale.loaders.document import Capture, shown
from rochdale.loaders.readers.archives.entry import MAX_BROKEN, MAX_SLUG, Found, Skipped, taken
from rochdale.loaders.readers.archives.unpacking import BeyondLimitError
from rochdale.loaders.readers.kinds import essence, most_bytes, opened

_PAGES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_WANTED = _PAGES | WarcRecordType.revisit
_MOST = most_bytes("pdf")
"""No kind of source may be larger."""
_MAX_URL = 300
_PARTIAL = frozenset({204, 205, 206})
"""Answers that go well and yet bring no page or a piece of one."""
_FOR_MACHINES = re.compile(
    r"^/(?:\.well-known/|(?:robots|ads|app-ads|security|humans|llms)\.txt$)|\.(?:m?js|css|json|map|xml|svg)$", re.I
)
"""Paths of plain texts that sites hold for programs."""
_NO_PAGES = ("image/", "video/", "audio/", "font/", "text/css", "text/javascript", "application/javascript")
_PIECE = 1 << 16
_RECORD = re.compile(rb"WARC/1\.\d\r?\n")
_MEMBER = re.compile(rb"\x1f\x8b\x08")
_CHUNK = re.compile(rb"\s*[0-9A-Fa-f]{1,8}\s*(?:;[^\r\n]*)?\r?\n")
_ZSTD = b"\x28\xb5\x2f\xfd"
_MOST_WAYS = 3
_MEMBER_SAMPLE = 512
_MAX_SAID = 100
_TIMES = 4
_FREE = 256 << 20


def warc_entries(name: str, file: BinaryIO, size: int) -> Iterator[Found]:
    """The pages of a WARC, in its order; of a damaged one what stands before and behind the damage.

    Args:
        name: of the file, for messages.
        file: unbuffered.
        size: of the file, in bytes.
    """
    return _Reading(name, file, size).entries()


class _Reading:
    """The state of going through one file."""

    def __init__(self, name: str, file: BinaryIO, size: int) -> None:
        self._name = name
        self._file = _Metered(file, _FREE + _TIMES * size)
        self._size = size
        self._packed = file.read(2) == b"\x1f\x8b"
        self._records = 0
        self._broken = 0
        self._last = 0
        """Where the record at hand begins; in the midst of damage, the last one before."""
        self._damage = ""
        """What is wrong there, as long as nothing that can be read was found behind it."""

    def entries(self) -> Iterator[Found]:
        at: int | None = 0
        try:
            while at is not None:
                at = yield from self._from(at)
        except BeyondLimitError:
            self._damage = ""
            yield self._fault("it is damaged in so many places that the rest is not read; fetch it again")
        if self._damage:
            yield self._fault(f"{self._damage}; nothing can be read behind it")

    def _from(self, at: int) -> Generator[Found, None, int | None]:
        """The entries from a record on, up to the next damage; returns where to go on.

        Raises:
            BeyondLimitError: there is no end to the damage.
        """
        if not self._damage:
            self._last = at
        here, told = at, False
        try:
            self._file.seek(at)
            for record in ArchiveIterator(self._file, parse_http=False):
                self._records += 1
                here = record.stream_pos
                if not self._packed and here + record.content_length > self._size:
                    raise OSError("a record ends behind the end of the file")  # noqa: TRY301 - as the library would
                if self._damage:
                    yield self._fault(f"{self._damage}; read on from {at:,}")
                    self._damage = ""
                self._last = here
                found = self._entry(record) if record.record_type & _WANTED else None
                if found is not None:
                    yield found
                if isinstance(found, _BrokenError):
                    told = True
                    break
            else:
                return None
        except BeyondLimitError:
            raise
        except OSError as error:
            if not told and not self._damage:
                self._damage = f"the file is damaged in or behind this record ({_lower(error)})"
        self._broken += 1
        if self._broken > MAX_BROKEN:
            raise BeyondLimitError
        return self._next(here + 1)

    def _fault(self, reason: str) -> SourceError:
        return SourceError(f"{self._name}@{self._last}", reason)

    def _entry(self, record: WarcRecord) -> Found | None:
        """What becomes of a record; None for one that is not of the web (a name looked up, a note of the crawler)."""
        written = (record.headers.get("WARC-Target-URI") or "").strip("<> \t")
        url = address(written)
        if not url:
            return None
        source = shown(f"{self._name}{self._place(record)} {written[:_MAX_URL]}")
        if record.record_type == WarcRecordType.revisit:
            return Skipped(source, repeated=True, url=url)
        capture = Capture(
            source=source,
            slug=shown(name_in(url)[:MAX_SLUG]),
            data=b"",
            url=url,
            captured=(record.headers.get("WARC-Date") or "").strip()[:40] or None,
        )
        try:
            return _page(record, capture)
        except SourceError as error:
            return error
        except BeyondLimitError:
            raise
        except OSError as error:
            return _BrokenError(source, f"the record is damaged ({_lower(error)}); it is left out")

    def _place(self, record: WarcRecord) -> str:
        at = record.stream_pos
        return f"@{at}" if not self._packed or self._file.begins(at, b"\x1f\x8b") else f"#{self._records}"

    def _next(self, at: int) -> int | None:
        """Where, from `at` on, the next record begins that can be told for one."""
        mark = _MEMBER if self._packed else _RECORD
        before = b""
        self._file.seek(at)
        while piece := self._file.read(_PIECE):
            held = before + piece
            for match in mark.finditer(held):
                start = at - len(before) + match.start()
                if not self._packed or self._file.opens(start):
                    return start
            at += len(piece)
            before = held[-16:]
        return None


class _BrokenError(SourceError):
    """A record that breaks off or is damaged."""


def _page(record: WarcRecord, capture: Capture) -> Found:
    """What becomes of a record that should hold a page.

    Raises:
        SourceError: it cannot be unpacked.
        OSError: its block is damaged.
    """
    served = record.headers.get("Content-Type") or ""
    http = record.record_type == WarcRecordType.response and essence(served) == "application/http"
    if http:
        record.parse_http(quirks_mode=True)
        status = record.http_headers.status_code if record.is_http_parsed else None
        if status is None:
            raise SourceError(capture.source, "the server's answer has no status line; the record is left out")
        if not 200 <= status < 300 or status in _PARTIAL:
            return Skipped(capture.source)
        served = record.http_headers.get("Content-Type") or ""
    served = shown(served)[:200].strip()
    path = urlsplit(capture.url or "").path
    if essence(served).startswith(_NO_PAGES) or (essence(served) == "text/plain" and _FOR_MACHINES.search(path)):
        return Skipped(capture.source)
    block = record.reader.read(_MOST + 1)
    whole = len(block) == record.content_length or bool(record.headers.get("WARC-Truncated"))
    if not whole and len(block) <= _MOST:
        raise OSError(f"it breaks off after {len(block):,} of {record.content_length:,} bytes")
    if http and len(block) <= _MOST:
        try:
            block = _body(block, record)
        except OSError as error:
            reason = f"the server's answer does not unpack ({_lower(error)}); the record is left out"
            raise SourceError(capture.source, reason) from error
    return taken(msgspec.structs.replace(capture, media_type=served), path, io.BytesIO(block).read)


# -- what a server does to a page to send it ---------------------------------------------------------------------------


def _body(block: bytes, record: WarcRecord) -> bytes:
    """The page within an answer as it was sent.

    Many crawlers undo what the server did and leave its word for it; so a header is believed if the bytes bear it out.

    Raises:
        OSError: the bytes are what the header says, and damaged.
    """
    headers = record.http_headers
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower() and _CHUNK.match(block):
        block = ChunkedReader(io.BytesIO(block)).read(_MOST + 1)
    ways = [way.strip().lower() for way in (headers.get("Content-Encoding") or "").split(",")]
    for way in reversed(ways[:_MOST_WAYS]):
        unpack = _WAYS.get(way)
        if unpack is not None:
            block = unpack(block)
        elif way not in ("", "identity", "none", "utf-8"):
            raise OSError(f"it is packed as '{shown(way[:20])}', which is not read")
    return block


def _gunzip(block: bytes) -> bytes:
    return _inflate(block, 31) if block.startswith(b"\x1f\x8b") else block


def _deflated(block: bytes) -> bytes:
    """RFC 9110, section 8.4.1.2: with a zlib header; some send it without."""
    has_header = len(block) > 1 and block[0] & 15 == 8 and (block[0] << 8 | block[1]) % 31 == 0
    if has_header:
        return _inflate(block, 15)
    return block if _is_text(block) else _inflate(block, -15)


def _inflate(block: bytes, form: int) -> bytes:
    unpacker = zlib.decompressobj(form)
    try:
        found = unpacker.decompress(block, _MOST + 1)
    except zlib.error as error:
        raise OSError(str(error)) from error
    if not unpacker.eof and len(found) <= _MOST:
        raise OSError("what the server packed breaks off")
    return found


def _unbrotli(block: bytes) -> bytes:
    try:
        return BrotliReader(io.BytesIO(block)).read(_MOST + 1)
    except OSError:
        if _is_text(block):
            return block
        raise


def _unzstd(block: bytes) -> bytes:
    return ZstdReader(io.BytesIO(block)).read(_MOST + 1) if block.startswith(_ZSTD) else block


def _is_text(block: bytes) -> bool:
    return not any(code in block[:1000] for code in (*range(9), *range(14, 27)))


_WAYS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _deflated,
    "br": _unbrotli,
    "zstd": _unzstd,
}


# -- the file ----------------------------------------------------------------------------------------------------------


class _Metered:
    """A file that may be read over and over only so often: going back after damage must come to an end."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self._left = most

    def read(self, size: int = -1) -> bytes:
        """The next bytes.

        Raises:
            BeyondLimitError: too much has been read by now.
        """
        found = self._file.read(size)
        self._left -= len(found)
        if self._left < 0:
            raise BeyondLimitError
        return found

    def seek(self, at: int, whence: int = 0) -> int:
        """Go to a place."""
        return self._file.seek(at, whence)

    def tell(self) -> int:
        """The place."""
        return self._file.tell()

    def close(self) -> None:
        """Leave the file open: it is another's."""

    def begins(self, at: int, mark: bytes) -> bool:
        """Whether these bytes stand at a place; the own place stays."""
        return self._look(at, len(mark)) == mark

    def opens(self, at: int) -> bool:
        """Whether a gzip member that holds a record begins at a place."""
        return opened(self._look(at, _MEMBER_SAMPLE)).startswith(b"WARC/")

    def _look(self, at: int, size: int) -> bytes:
        here = self._file.tell()
        self._file.seek(at)
        found = self._file.read(size)
        self._file.seek(here)
        return found


def _lower(error: Exception) -> str:
    said = shown(str(error))[:_MAX_SAID].rstrip(".")
    return said[:1].lower() + said[1:]
