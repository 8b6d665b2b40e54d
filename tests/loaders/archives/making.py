"""Archives made on the spot, and what is read in them."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from rochdale.errors import SourceError
from rochdale.loaders import sources
from rochdale.loaders.document import Capture
from rochdale.loaders.readers.archive import archive_entries
from rochdale.loaders.readers.archives.entry import Found, Skipped

OVEN = b"Ten bakers share one oven\n"
MILL = b"Flour from the hill\n"
ROAD = b"A road to the market\n"


def read(name: str, data: bytes) -> list[Found]:
    """All that an archive of these bytes holds."""
    return list(archive_entries(name, io.BytesIO(data), len(data)))


def pages(found: list[Found]) -> dict[str, bytes]:
    """The pages by name."""
    return {one.source: one.data for one in found if isinstance(one, Capture)}


def errors(found: list[Found]) -> dict[str, str]:
    """What could not be read, by name, with the reason."""
    return {one.source: one.reason for one in found if isinstance(one, SourceError)}


def skipped(found: list[Found]) -> list[str]:
    """Names of what was left out."""
    return [one.source for one in found if isinstance(one, Skipped)]


def captures_of(path: Path) -> list[Found]:
    """All that the files of a path hold."""
    return [
        found for place in sources.find([path]) if isinstance(place, sources.Place) for found in sources.captures(place)
    ]


# -- WARC --------------------------------------------------------------------------------------------------------------


def record(url: str, block: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    """A record as it stands in a file that is not packed."""
    said = {
        "WARC-Type": "resource",
        "WARC-Target-URI": url,
        "WARC-Date": "2022-05-12T08:00:00Z",
        "WARC-Record-ID": "<urn:uuid:00000000-0000-4000-8000-000000000000>",
        "Content-Type": "text/plain",
        "Content-Length": str(len(block)),
        **(headers or {}),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def response(
    url: str, body: bytes, served: str = "text/plain; charset=utf-8", status: str = "200 OK", **headers: str
) -> bytes:
    """A record of a server's answer; `headers` with _ for -."""
    said = {"Content-Type": served, **{name.replace("_", "-"): value for name, value in headers.items()}}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    block = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body
    return record(url, block, {"WARC-Type": "response", "Content-Type": "application/http; msgtype=response"})


def packed(*records: bytes) -> bytes:
    """Records each packed by itself, as in a .warc.gz."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


# -- zip and tar -------------------------------------------------------------------------------------------------------


def zipped(*entries: tuple[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, way)
    return out.getvalue()


def tarred(*entries: tuple[str, bytes], mode: str = "w") -> bytes:
    """A tar archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in entries:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()
