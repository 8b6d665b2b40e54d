"""How fast HTML pages are read: pages a second on one core, the reading alone and with the extraction.

    python bench/markup.py            the sample pages, each within the furniture of a site
    python bench/markup.py FOLDER     the .html files of a folder, as they are

Medians of seven rounds over all pages, in processor time of this one process. In the same run, for comparison: the
parser by itself, all text of the page by the parser (no items, dates or structure), and trafilatura where it is there.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from rochdale.loaders.document import Capture, file_capture
from rochdale.loaders.pipeline import prepare_worker
from rochdale.loaders.readers.reader import read_document
from rochdale.loaders.reading import read_record

ROUNDS = 7
SAMPLES = Path(__file__).parent.parent / "tests" / "html_pages"
_MENU = 60
_SCRIPT = 6_000
"""Characters of script and style around a sample."""


def furnished(page: bytes) -> bytes:
    """The page with a menu, a footer, styles and scripts of the size that content systems put around it."""
    entries = "".join(
        f'<li class="menu-item menu-item-{n}"><a href="/section/{n}" title="Section {n}">Section number {n}</a>'
        f'<ul class="sub-menu"><li><a href="/section/{n}/about">About section {n}</a></li></ul></li>'
        for n in range(_MENU)
    )
    script = "var settings = {}; function tell(what) { return what + 1; }\n" * (_SCRIPT // 60)
    before = f'<nav class="site-menu"><ul>{entries}</ul></nav><script>{script}</script>'
    links = "".join(f'<div class="col"><a href="/foot/{n}">Further link {n}</a></div>' for n in range(_MENU // 2))
    after = f'<footer class="site-footer"><div>{links}</div></footer><script>{script}</script>'
    head, body, rest = page.partition(b"<body")
    tag, _, content = rest.partition(b">")
    content, end, tail = content.rpartition(b"</body>")
    return b"".join((head, body, tag, b">", before.encode(), content, after.encode(), end, tail))


def captures(folder: Path, *, furnish: bool) -> list[Capture]:
    """The pages of a folder."""
    found = [(path, path.read_bytes()) for path in sorted(folder.glob("*.html"))]
    return [file_capture(path, furnished(data) if furnish else data) for path, data in found]


def seconds(read: Callable[[Capture], object], pages: list[Capture], rounds: int = ROUNDS) -> float:
    """Median processor seconds to read all pages once, after a first round that is not counted."""
    taken = []
    for _ in range(rounds + 1):
        start = time.process_time()
        for page in pages:
            read(page)
        taken.append(time.process_time() - start)
    return statistics.median(taken[1:])


def trafilatura_reader() -> Callable[[Capture], object] | None:
    """Reads a page with trafilatura, or None where that is not installed."""
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415 - a comparison for those who have it
    except ImportError:
        return None
    return lambda page: bare_extraction(page.data.decode(errors="replace"), with_metadata=True)


def main() -> None:
    """Print one line a reader."""
    prepare_worker()
    folders = [(Path(name), False) for name in sys.argv[1:]] or [(SAMPLES, True)]
    readers: list[tuple[str, Callable[[Capture], object] | None, int]] = [
        ("parser alone", lambda page: LexborHTMLParser(page.data), ROUNDS),
        ("parser, all text", lambda page: LexborHTMLParser(page.data).text(separator="\n"), ROUNDS),
        ("rochdale, reading", read_document, ROUNDS),
        ("rochdale, all", lambda page: read_record(read_document(page)), ROUNDS),
        ("trafilatura", trafilatura_reader(), 1),
    ]
    for folder, furnish in folders:
        pages = captures(folder, furnish=furnish)
        size = sum(len(page.data) for page in pages) // max(len(pages), 1)
        print(f"{folder.name}: {len(pages)} pages of {size:,} bytes in the mean\n")
        for name, read, rounds in readers:
            if read is None:
                print(f"{name:20} (not installed)")
            elif pages:
                print(f"{name:20} {len(pages) / seconds(read, pages, rounds):9,.0f} pages/s")


if __name__ == "__main__":
    main()
