"""How fast tables are read: rows a second on one core, from the bytes of a file to the finished record.

    python bench/tables.py [ROWS]

A made-up list of projects (100,000 by default) with its mapping, as CSV and as JSON Lines; as CSV also with a sentence
in each row that is read as a page is. Beside it, for scale, pandas.read_csv on the same bytes, where pandas is
installed: it reads cells and no more. Processor time; each reading is a process of its own, so that its memory can be
told.
"""

import io
import multiprocessing
import random
import resource
import sys
import time

import msgspec

from rochdale.loaders.document import Capture
from rochdale.loaders.pipeline import prepare_worker
from rochdale.loaders.readers.table import read_table
from rochdale.loaders.reading import read_record

ROWS = 100_000
_PLACES = ("Sfax", "Thiès", "Cusco", "Recife", "Kisumu", "Pokhara", "Cebu", "Tartu")
_DONORS = ("European Union", "AFD", "AECID", "Government of Japan", "World Bank", "FAO")
_MAPPING = """\
title = "{Project}"
type = "project"
language = "en"
separator = ";"
[columns]
"Project" = "project"
"Country" = "country"
"Donor" = "donor"
"Implementer" = "implementer"
"Start" = "date"
[[partnerships]]
relation = "fund"
from = "donor"
to = "implementer"
"""
_TEXT = '[columns."About"]\nfield = "summary"\ntext = true\n'
_HEADER = ("Project", "Country", "Donor", "Implementer", "Start", "Telephone", "About")


class Taken(msgspec.Struct, frozen=True):
    """What one reading took."""

    rows: int
    seconds: float
    mebibytes: float
    """Most memory of the process, less what it held before."""


def projects(rows: int) -> list[tuple[str, ...]]:
    """The rows of a made-up list of projects."""
    chance = random.Random(7)
    return [
        (
            f"Granary {number} of {chance.choice(_PLACES)}",
            chance.choice(("Tunisia", "SEN", "604", "Brazil", "KE;UG")),
            ";".join(chance.sample(_DONORS, chance.randint(1, 2))),
            f"Grain Growers' Cooperative {number % 500}",
            f"20{chance.randint(10, 24)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
            f"+1 555 {number:07}",
            f"Growers of {chance.choice(_PLACES)} store their grain with the help of the ILO and women's groups.",
        )
        for number in range(rows)
    ]


def as_csv(rows: list[tuple[str, ...]]) -> bytes:
    """Rows as CSV."""
    text = io.StringIO()
    for row in [_HEADER, *rows]:
        text.write(",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\n")
    return text.getvalue().encode()


def as_json_lines(rows: list[tuple[str, ...]]) -> bytes:
    """Rows as JSON Lines."""
    return b"".join(msgspec.json.encode(dict(zip(_HEADER, row, strict=True))) + b"\n" for row in rows)


def with_rochdale(name: str, data: bytes, mapping: str) -> Taken:
    """Read a table to its record."""
    prepare_worker()
    before = _memory()
    start = time.process_time()
    record = read_record(read_table(Capture(name, "projects", data, context=mapping.encode(), context_source="m.toml")))
    return Taken(len(record.items), time.process_time() - start, _memory() - before)


def with_pandas(_name: str, data: bytes, _mapping: str) -> Taken | None:
    """Read the cells of a CSV file, or nothing where pandas is not installed."""
    try:
        import pandas  # noqa: PLC0415 - a comparison for those who have it
    except ImportError:
        return None
    before = _memory()
    start = time.process_time()
    frame = pandas.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
    return Taken(len(frame), time.process_time() - start, _memory() - before)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print one line a reading."""
    rows = projects(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
    csv, json = as_csv(rows), as_json_lines(rows)
    readings = (
        ("CSV", "facts", with_rochdale, "projects.csv", csv, _MAPPING),
        ("CSV", "facts and text", with_rochdale, "projects.csv", csv, _MAPPING + _TEXT),
        ("JSON Lines", "facts", with_rochdale, "projects.jsonl", json, _MAPPING),
        ("CSV", "pandas.read_csv", with_pandas, "projects.csv", csv, ""),
    )
    print(f"{'table':12} {'read':18} {'MiB':>6} {'rows':>9} {'seconds':>8} {'rows/s':>9} {'memory':>9}")
    spawn = multiprocessing.get_context("spawn")
    for table, what, read, name, data, mapping in readings:
        with spawn.Pool(1) as pool:
            taken = pool.apply(read, (name, data, mapping))
        if taken is not None:
            print(
                f"{table:12} {what:18} {len(data) / 2**20:6.1f} {taken.rows:9,} {taken.seconds:8.2f} "
                f"{taken.rows / taken.seconds:9,.0f} {taken.mebibytes:5,.0f} MiB"
            )


if __name__ == "__main__":
    main()
