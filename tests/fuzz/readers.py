"""Each reader under atheris, which makes up input that reaches ever further: nothing but a SourceError may come out.

    pip install atheris
    python -m tests.fuzz.readers feed -max_total_time=60
    python -m tests.fuzz.readers archive corpus/ -max_len=65536 -rss_limit_mb=2048 -timeout=20

The first argument is the reader: archive, feed, sitemap, pdf. The others go to the fuzzer (libFuzzer's). What pytest
runs of the same kind, with hypothesis, stands beside the tests of each reader.
"""

import io
import sys
from collections.abc import Callable, Sequence

import atheris

from rochdale.errors import SourceError

with atheris.instrument_imports(include=["rochdale", "feedparser", "tarfile", "zipfile"]):
    from rochdale.loaders.document import Capture
    from rochdale.loaders.readers.archive import archive_entries
    from rochdale.loaders.readers.feed import read_feed
    from rochdale.loaders.readers.pdf import read_pdf
    from rochdale.loaders.readers.sitemap import read_sitemap

from tests.loaders.archives.making import MILL, OVEN, packed, response, tarred, zipped
from tests.loaders.pdfs import lines, pdf
from tests.loaders.test_feed import ATOM, RDF, RSS
from tests.loaders.test_sitemap import INDEX, URLS

_URL = "https://example.org/oven"
_SEEDS: dict[str, Sequence[bytes]] = {
    "archive": (
        response(_URL, OVEN) + response(_URL, MILL),
        packed(response(_URL, OVEN), response(_URL, MILL)),
        zipped(("oven.txt", OVEN), ("mill.txt", MILL)),
        tarred(("oven.txt", OVEN), ("mill.txt", MILL)),
        tarred(("oven.txt", OVEN), mode="w:xz"),
        tarred(("oven.txt", OVEN), mode="w:bz2"),
    ),
    "feed": (RSS.encode(), ATOM.encode(), RDF.encode()),
    "sitemap": (URLS.encode(), INDEX.encode()),
    "pdf": (pdf(lines("Bread and work", "12 May 2022")),),
}


def _capture(data: bytes) -> Capture:
    return Capture(source="a", slug="a", data=data, url=_URL)


def _archive(data: bytes) -> object:
    return [found.source for found in archive_entries("a", io.BytesIO(data), len(data))]


_READERS: dict[str, Callable[[bytes], object]] = {
    "archive": _archive,
    "feed": lambda data: read_feed(_capture(data)),
    "sitemap": lambda data: read_sitemap(_capture(data)),
    "pdf": lambda data: read_pdf(_capture(data)),
}


def main() -> None:
    """Run the fuzzer until it is stopped or something comes out."""
    if len(sys.argv) < 2 or sys.argv[1] not in _READERS:
        sys.exit(f"usage: python -m tests.fuzz.readers {{{','.join(_READERS)}}} [libFuzzer's options]")
    name = sys.argv.pop(1)
    read, seeds = _READERS[name], _SEEDS[name]

    def once(data: bytes) -> None:
        # the first byte picks what to begin from: a seed with the rest laid over a place in it, or the rest alone
        if len(data) > 3 and data[0] <= len(seeds) and data[0]:
            seed = bytearray(seeds[data[0] - 1])
            at = int.from_bytes(data[1:3]) % (len(seed) + 1)
            seed[at : at + len(data) - 3] = data[3:]
            data = bytes(seed)
        try:
            read(data)
        except SourceError:
            return

    atheris.Setup(sys.argv, once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
