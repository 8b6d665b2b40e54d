"""An entry of an archive: what is made of it, under which name, and up to which size."""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import PurePosixPath

import msgspec

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture, shown
from rochdale.loaders.readers.kinds import SAMPLE, Kind, kind_served, most_bytes
from rochdale.loaders.readers.reader import takes

MAX_NAME = 1000
MAX_SLUG = 200
MAX_BROKEN = 1000
"""So many broken entries are named; an archive with more is given up."""
FREE = 1 << 30
MAX_RATIO = 200
_FOREIGN = "__MACOSX"


class Skipped(msgspec.Struct, frozen=True):
    """An entry that is not read, because no reader takes it or because the archive itself says that it is known."""

    source: str
    repeated: bool = False
    """The archive says that it has the content of another entry."""
    url: str = ""
    """Of one that is repeated."""


Found = Capture | SourceError | Skipped


def most_whole(size: int) -> int:
    """How many bytes an archive of this size may unpack to: pages pack well, but not like a bomb."""
    return max(FREE, MAX_RATIO * size)


def too_much(source: str, size: int) -> SourceError:
    """What to say of an archive that holds more than `most_whole`."""
    return SourceError(
        source,
        f"it unpacks to more than {most_whole(size):,} bytes, which no archive of pages of its size does; "
        "what follows is not read (split the archive if it is genuine)",
    )


def taken(capture: Capture, name: str, read: Callable[[int], bytes], *, by_suffix: bool = False) -> Found:
    """What becomes of an entry.

    Args:
        capture: all that is known of it but its bytes.
        name: its name or the path of its address, by which to tell its kind where the bytes leave it open.
        read: gives at most so many bytes, the next ones each time; raises what it likes.
        by_suffix: a text without a suffix is no page, as in a folder.
    """
    head = read(SAMPLE)
    kind = kind_served(name, head, capture.media_type)
    if kind == "archive":
        return SourceError(capture.source, "this is an archive within an archive, which is not read; unpack it first")
    if not _is_taken(kind) or (by_suffix and not PurePosixPath(name).suffix):
        return Skipped(capture.source)
    most = most_bytes(kind)
    data = head + read(most + 1 - len(head))
    if len(data) > most:
        return SourceError(capture.source, f"this is more than one page holds (at most {most:,} bytes)")
    return msgspec.structs.replace(capture, data=data)


def _is_taken(kind: Kind) -> bool:
    """A table is none: the mapping that says what its columns hold cannot stand beside it."""
    return kind == "sitemap" or (takes(kind) and kind != "table")


class Names:
    """Names of the entries of one archive: told in messages, never followed, each once."""

    def __init__(self, archive: str) -> None:
        self._archive = archive
        self._met: dict[int, int] = {}

    def of(self, name: str) -> str:
        """The name of an entry within the archive's; a second one of the same name has its number behind the archive's.

        Steps out of the archive, and signs that would steer a terminal, are left out.
        """
        inner = "/".join(steps(name))[:MAX_NAME] or "entry"
        met = int.from_bytes(blake2b(inner.encode(errors="replace"), digest_size=8).digest())
        times = self._met[met] = self._met.get(met, 0) + 1
        return f"{self._archive}{f'#{times}' if times > 1 else ''}/{inner}"


def steps(name: str) -> Iterator[str]:
    """The parts of an entry's path that lead further into the archive."""
    return (part for part in shown(name).replace("\\", "/").split("/") if part not in ("", ".", ".."))


def is_hidden(name: str) -> bool:
    """Whether a folder would hide it, or another system's packer put it there."""
    return any(part.startswith(".") or part == _FOREIGN for part in steps(name))


def slug_of(name: str) -> str:
    """File name without suffix, as far as it serves as a name."""
    last = [*steps(name)][-1:]
    return (PurePosixPath(last[0]).stem[:MAX_SLUG].strip() if last else "") or "entry"
