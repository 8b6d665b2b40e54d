"""Archives: WARC and WET, zip, tar, and a single page that is packed. Told by their bytes, read as a stream.

Nothing is unpacked to disk. Limits, whatever an archive says of itself: a page as large as a page may be by itself; the
whole unpacks to 1 GiB or 200 times its size, whichever is more (a WARC, being read record by record, may be of any
size); 16 MiB for the index of a zip; a thousand broken entries. An archive within an archive is not read.
"""

from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture
from rochdale.loaders.readers.archives.entry import Found, most_whole, slug_of, taken, too_much
from rochdale.loaders.readers.archives.tars import tar_entries
from rochdale.loaders.readers.archives.unpacking import BeyondLimitError, Bounded, DamagedStreamError, unpacked
from rochdale.loaders.readers.archives.warc import warc_entries
from rochdale.loaders.readers.archives.zips import zip_entries
from rochdale.loaders.readers.kinds import SAMPLE, is_tar, opened

_ZIP = b"PK"
_WARC = b"WARC/"
_HEADER = 512
"""So many bytes tell a tar."""


def archive_entries(name: str, file: BinaryIO, size: int) -> Iterator[Found]:
    """What an archive holds, entry by entry, in its order: pages, what could not be read, what was left out.

    Args:
        name: of the file, for messages.
        file: at its start, seekable, best unbuffered.
        size: of the file, in bytes.
    """
    start = file.read(SAMPLE)
    file.seek(0)
    if start.startswith(_ZIP):
        return zip_entries(name, file, size)
    if start.startswith(_WARC):
        return warc_entries(name, file, size)
    return _packed(name, file, size, start)


def _packed(name: str, file: BinaryIO, size: int, start: bytes) -> Iterator[Found]:
    """A tar, or a file that is packed: a WARC, a tar, a single page."""
    try:
        within = opened(start) or Bounded(unpacked(file, start), _HEADER).read(_HEADER)
    except DamagedStreamError as error:
        yield SourceError(name, f"the packed file is damaged ({error}); fetch it again")
        return
    file.seek(0)
    if within.startswith(_WARC):
        yield from warc_entries(name, file, size)
        return
    stream = Bounded(unpacked(file, start), most_whole(size))
    if is_tar(within):
        yield from tar_entries(name, stream, size)
    else:
        yield _single(name, stream, size)


def _single(name: str, stream: Bounded, size: int) -> Found:
    """The only page of a packed file."""
    inner = PurePath(name).stem
    try:
        return taken(Capture(source=name, slug=slug_of(inner), data=b""), inner, stream.read)
    except DamagedStreamError as error:
        return SourceError(name, f"the packed file is damaged ({error}); fetch it again")
    except BeyondLimitError:
        return too_much(name, size)
