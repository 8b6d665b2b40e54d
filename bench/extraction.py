"""How fast text captures are read: pages a second on one core, from the decoded text to the finished record.

    python bench/extraction.py            the sample pages, and the pages of a folder if one is named
    python bench/extraction.py FOLDER
    PYTHONPATH=build/compiled python bench/extraction.py      the same with the compiled modules (make compiled)

Medians of seven rounds over all pages, in processor time of this one process. For comparison the same pages go through
spaCy's small English model (names only: no layout, dates, themes, roles), when spacy and en_core_web_sm are installed.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rochdale.loaders import reading
from rochdale.loaders.document import Document, file_capture
from rochdale.loaders.pipeline import prepare_worker
from rochdale.loaders.readers.capture import read_capture

ROUNDS = 7
READER = "plain Python" if reading.__file__.endswith(".py") else "compiled"
SAMPLES = Path(__file__).parent.parent / "tests" / "pages"


def documents(folder: Path) -> list[Document]:
    """The captures of a folder, decoded."""
    return [read_capture(file_capture(path, path.read_bytes())) for path in sorted(folder.glob("*.txt"))]


def seconds(read: Callable[[Document], object], pages: list[Document], rounds: int = ROUNDS) -> float:
    """Median processor seconds to read all pages once, after a first round that is not counted."""
    taken = []
    for _ in range(rounds + 1):
        start = time.process_time()
        for page in pages:
            read(page)
        taken.append(time.process_time() - start)
    return statistics.median(taken[1:])


def spacy_reader() -> Callable[[Document], object] | None:
    """Reads a page with spaCy's small English model, or None where that is not installed."""
    try:
        import spacy  # noqa: PLC0415 - a comparison for those who have it

        model = spacy.load("en_core_web_sm")
    except (ImportError, OSError):
        return None
    return lambda page: [entity.label_ for entity in model(page.text).ents]


def main() -> None:
    """Print one line a set of pages and reader."""
    start = time.perf_counter()
    prepare_worker()
    print(f"vocabulary and automaton: {time.perf_counter() - start:.2f} s, once a process\n")
    print(f"{'pages':28} {'reader':18} {'pages':>6} {'chars/page':>11} {'pages/s':>9}")
    spacy_reads = spacy_reader()
    for folder in [SAMPLES, *map(Path, sys.argv[1:])]:
        pages = documents(folder)
        report(folder.name, READER, pages, seconds(reading.read_record, pages))
        if spacy_reads is not None:
            report(folder.name, "spaCy small model", pages, seconds(spacy_reads, pages, rounds=1))
    if spacy_reads is None:
        print("\n(spaCy's small English model is not installed: no comparison)")


def report(folder: str, reader: str, pages: list[Document], taken: float) -> None:
    """Print one line."""
    size = sum(len(page.text) for page in pages) // len(pages)
    print(f"{folder:28} {reader:18} {len(pages):6} {size:11,} {len(pages) / taken:9,.0f}")


if __name__ == "__main__":
    main()
