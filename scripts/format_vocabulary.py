"""Lay out the vocabulary as the Turtle writer does.

    python scripts/format_vocabulary.py [--check] [PATH...]

Without paths: every Turtle file under rochdale/ontology. With `--check` nothing is written; the files that
differ are named and the exit status is 1.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rochdale.errors import RochdaleError, VocabularyError
from rochdale.graph.canonical import replacing
from rochdale.graph.turtle import format_turtle
from rochdale.loaders.vocabulary import FOLDER


def main(arguments: Sequence[str] | None = None) -> int:
    """Format or check the files, and return the exit status."""
    parser = argparse.ArgumentParser(description="Lay out the vocabulary as the Turtle writer does.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file differs")
    parser.add_argument("paths", nargs="*", type=Path, default=[FOLDER], metavar="PATH")
    options = parser.parse_args(arguments)
    differing = 0
    try:
        for path in turtle_files(options.paths):
            before = path.read_bytes()
            after = formatted(before, path)
            if before == after:
                continue
            differing += 1
            print(f"{path}: {'not in the layout of the writer' if options.check else 'written anew'}")
            if not options.check:
                with replacing(path) as file:
                    file.write(after)
    except RochdaleError as error:
        print(error, file=sys.stderr)
        return 2
    if options.check and differing:
        print("python scripts/format_vocabulary.py mends this")
    return int(options.check and differing > 0)


def formatted(data: bytes, path: Path) -> bytes:
    """Return the bytes of a vocabulary file as they should be.

    Raises:
        VocabularyError: they cannot be formatted.
    """
    try:
        return format_turtle(data.decode(), source=str(path)).encode()
    except UnicodeDecodeError as error:
        raise VocabularyError(str(path), f"is not UTF-8: {error}") from error


def turtle_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files themselves, and the Turtle files of the folders, by name."""
    for path in paths:
        yield from sorted(path.rglob("*.ttl")) if path.is_dir() else [path]


if __name__ == "__main__":
    sys.exit(main())
