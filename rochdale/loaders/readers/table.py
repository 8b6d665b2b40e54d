"""Tables: CSV, TSV, JSON Lines, Parquet and Excel, each with a mapping that says what its columns hold."""

import difflib
from collections.abc import Sequence
from pathlib import PurePath

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture, Document, Pairing
from rochdale.loaders.tables.draft import minimal
from rochdale.loaders.tables.entries import Entries
from rochdale.loaders.tables.mapping import TableMapping, mapping_names, read_mapping
from rochdale.loaders.tables.opening import Table
from rochdale.loaders.tables.rows import Layout
from rochdale.loaders.vocabulary import vocabulary

NAME = "table"
_EMPTY = "the table is empty; there is nothing to read"


def read_table(capture: Capture) -> Document:
    """Read one table by the mapping in its context: each row is one line of the text, and an entry with its facts.

    Raises:
        SourceError: there is no mapping, or it is wrong, or names columns that are not there; the table cannot be read
            as a whole.
    """
    if not capture.context_source:
        raise SourceError(capture.source, _no_mapping(capture))
    mapping = read_mapping(capture.context_source, capture.context, vocabulary())
    layout = Layout(mapping.columns, mapping.encoding, mapping.delimiter, mapping.header, mapping.sheets)
    table = Table(capture, layout)
    entries = Entries(capture.source, mapping)
    for row in table.rows():
        entries.add(row)
    if not table.columns:
        first = next(iter(entries.faults), None)
        why = f"row {first.line}, which may be its header, cannot be read: {first.reason}" if first else _EMPTY
        raise SourceError(capture.source, why)
    _refuse_unknown(capture.source, mapping, list(table.columns))
    return Document(
        source=capture.source,
        slug=capture.slug,
        text=entries.text,
        sha256=capture.sha256,
        media_type=table.media_type,
        reader=NAME,
        url=capture.url,
        captured=capture.captured,
        language=mapping.language,
        entries=entries.entries,
        tabular=True,
        pairings=tuple(Pairing(one.relation, one.first, one.second) for one in mapping.partnerships),
        faults=entries.faults,
    )


def _no_mapping(capture: Capture) -> str:
    """What to do about a table without a mapping, with the shortest one that could be written."""
    name = mapping_names(PurePath(capture.source))[1]
    text = minimal(capture).replace("\n", "\n    ")
    write = f"; write {name} beside it, at least\n    {text}\n  or have it drafted: " if text else "; have it drafted: "
    return f"a table is read with a mapping, which says what its columns hold{write}rochdale mapping {capture.source}"


def _refuse_unknown(source: str, mapping: TableMapping, columns: Sequence[str]) -> None:
    for column in mapping.columns:
        if column in columns:
            continue
        key = f'columns."{column}"' if any(use.column == column for use in mapping.uses) else "title"
        near = difflib.get_close_matches(column, columns, 1)
        hint = f', perhaps "{near[0]}"' if near else ""
        there = ", ".join(f'"{one}"' for one in columns[:50])
        more = f" and {len(columns) - 50} more" if len(columns) > 50 else ""
        raise SourceError(mapping.source, f'{key}: {source} has no column "{column}"{hint}; it has {there}{more}')
