"""Tar archives, read from front to back: nothing is written anywhere, and nothing is followed."""

import tarfile
from collections.abc import Iterator

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture
from rochdale.loaders.readers.archives.entry import (
    MAX_BROKEN,
    Found,
    Names,
    Skipped,
    is_hidden,
    slug_of,
    taken,
    too_much,
)
from rochdale.loaders.readers.archives.unpacking import BeyondLimitError, Bounded, DamagedStreamError

_BLOCK = 512
_HEADERS = 4 << 20
"""More than this no entry has before its content."""


def tar_entries(name: str, stream: Bounded, size: int) -> Iterator[Found]:
    """The pages of a tar archive, in its order; of a damaged one also what stands behind a broken header.

    Args:
        name: of the file, for messages.
        stream: the archive, unpacked.
        size: of the file, in bytes.
    """
    names, broken = Names(name), 0
    tar: tarfile.TarFile | None = None
    stream.left = _HEADERS
    try:
        while broken <= MAX_BROKEN:
            sound = True
            try:
                tar = tar or _opened(stream, anywhere=stream.at > 0)
                entry = tar.next()
            except (tarfile.TarError, ValueError, OverflowError, IndexError):
                entry, sound = None, False
            if tar is not None and entry is not None and entry.size >= 0:
                tar.members.clear()  # type: ignore[attr-defined] # it would hold them all
                tar.ignore_zeros = False
                stream.left = entry.size + _HEADERS
                yield from _entry(tar, entry, names)
                continue
            tar = None
            if entry is not None or not sound or stream.last.strip(b"\0"):
                broken += 1
                yield _broken(name, stream.at, broken)
            if not stream.last:
                return
    except DamagedStreamError as error:
        yield SourceError(
            f"{name}@{stream.at}", f"the archive breaks off or is damaged ({error}); nothing behind it is read"
        )
    except BeyondLimitError:
        yield too_much(name, size)


def _opened(stream: Bounded, *, anywhere: bool) -> tarfile.TarFile:
    """The archive from where the stream is; behind damage, or the end of another, from the next sound header on."""
    return tarfile.open(
        fileobj=stream, mode="r|", bufsize=_BLOCK, encoding="utf-8", ignore_zeros=anywhere
    )  # fmt: skip


def _broken(name: str, at: int, times: int) -> SourceError:
    if times > MAX_BROKEN:
        return SourceError(f"{name}@{at}", f"more than {MAX_BROKEN:,} entries are broken; the rest is not read")
    return SourceError(f"{name}@{max(at - _BLOCK, 0)}", "the header of an entry is broken; the entry is left out")


def _entry(tar: tarfile.TarFile, entry: tarfile.TarInfo, names: Names) -> Iterator[Found]:
    if entry.isdir() or is_hidden(entry.name):
        return
    source = names.of(entry.name)
    if not entry.isreg() or entry.issparse():
        yield Skipped(source)
        return
    capture = Capture(source=source, slug=slug_of(entry.name), data=b"")
    content = tar.extractfile(entry)
    if content is None:
        yield Skipped(source)
        return
    try:
        yield taken(capture, entry.name, content.read, by_suffix=True)
    except (tarfile.TarError, EOFError, ValueError) as error:
        yield SourceError(source, f"the entry breaks off ({error}); it is left out")
