"""How much memory and time an archive of pages takes, by its size: memory must not grow with it.

    python bench/archive.py                 1,000, 10,000 and 100,000 pages
    python bench/archive.py 500 5000        these sizes

The pages are those of tests/pages with a line of their own each, packed as crawlers do, a member a record. Each figure
is that of a process of its own, which does nothing else:

    fastwarc     goes through the records and reads their content, no more
    warcio       likewise, where it is installed
    captures     sources.captures: content decoded, checked, named
    stream       pipeline.stream by one process: read, parsed, extracted; keeps 32 bytes a document to know it again

Peak is the most memory that the process held; growth is what it held more than at the smallest size.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from rochdale.loaders import sources
from rochdale.loaders.document import Capture
from rochdale.loaders.items import Record
from rochdale.loaders.pipeline import Tally, stream, survey

SIZES = (1_000, 10_000, 100_000)
SAMPLES = Path(__file__).parent.parent / "tests" / "pages"


def write_archive(path: Path, pages: int) -> None:
    """Write a .warc.gz of so many pages, all different. The same number gives the same records."""
    texts = [sample.read_bytes() for sample in sorted(SAMPLES.glob("*.txt"))]
    with path.open("wb") as file:
        for number in range(pages):
            record = WarcRecord()
            body = texts[number % len(texts)] + f"\nPage {number} of the valley.\n".encode()
            record.init_headers(WarcRecordType.response, f"urn:uuid:00000000-0000-4000-8000-{number:012}".encode())
            record.headers["WARC-Target-URI"] = f"https://pages.example/{number}.txt"
            record.headers["WARC-Date"] = "2022-07-29T08:00:00Z"
            record.headers["Content-Type"] = "application/http; msgtype=response"
            record.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body)
            packer = GzipWriter(file, 1)
            record.write(packer)
            packer.finish()


def by_fastwarc(path: Path) -> Iterator[object]:
    """Content of the records, by the library alone."""
    for record in ArchiveIterator(str(path), record_types=WarcRecordType.response):
        yield record.reader.read()


def by_warcio(path: Path) -> Iterator[object]:
    """Content of the records, by warcio."""
    from warcio.archiveiterator import ArchiveIterator as Records  # noqa: PLC0415 - for those who have it

    with path.open("rb") as file:
        for record in Records(file):
            yield record.content_stream().read()


def by_captures(path: Path) -> Iterator[object]:
    """The captures of the file."""
    for place in sources.find([path]):
        if isinstance(place, sources.Place):
            yield from (found for found in sources.captures(place) if isinstance(found, Capture))


def by_stream(path: Path) -> Iterator[object]:
    """The records of the pages."""
    return (one for one in stream(survey([path]), Tally(), jobs=1) if isinstance(one, Record))


WAYS = {"fastwarc": by_fastwarc, "warcio": by_warcio, "captures": by_captures, "stream": by_stream}


def measure(way: str, path: Path) -> None:
    """Print what going through the file takes, as JSON; in a process that has done nothing else."""
    start = time.perf_counter()
    pages = _count(WAYS[way](path))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"pages": pages, "seconds": seconds, "peak": peak / 1024}))


def _count(found: Iterable[object]) -> int:
    return sum(1 for _ in found)


def main(sizes: Iterable[int]) -> None:
    """Print one line a way and size."""
    print(f"{'way':10} {'pages':>9} {'file, MB':>9} {'pages/s':>9} {'peak, MB':>9} {'growth, MB':>11}")
    with tempfile.TemporaryDirectory() as folder:
        paths = {size: Path(folder) / f"{size}.warc.gz" for size in sizes}
        for size, path in paths.items():
            write_archive(path, size)
        for way in WAYS:
            least = 0.0
            for size, path in paths.items():
                done = subprocess.run(
                    [sys.executable, __file__, "--measure", way, str(path)], capture_output=True, text=True, check=False
                )
                if done.returncode:
                    print(f"{way:10} not measured: {done.stderr.strip().splitlines()[-1]}")
                    break
                found = json.loads(done.stdout)
                assert found["pages"] == size, found
                least = least or found["peak"]
                print(
                    f"{way:10} {size:9,} {path.stat().st_size / 1e6:9.1f} {size / found['seconds']:9,.0f} "
                    f"{found['peak']:9.1f} {found['peak'] - least:11.1f}"
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], Path(sys.argv[3]))
    else:
        main([int(size) for size in sys.argv[1:]] or SIZES)
