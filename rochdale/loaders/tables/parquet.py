"""Parquet, by pyarrow (`rochdale[tables]`)."""

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture
from rochdale.loaders.tables.limits import MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED
from rochdale.loaders.tables.rows import BadRow, Layout, Row, bad_row, flattened

if TYPE_CHECKING:
    from pyarrow import DataType
    from pyarrow.parquet import ParquetFile

_BATCH = 256


def parquet_rows(capture: Capture, layout: Layout, columns: dict[str, None]) -> Iterator[Row | BadRow]:
    """The rows of a Parquet file, counted from 1. Part of it that is damaged is one bad row, which says how many.

    Raises:
        SourceError: pyarrow is not there, or the file is cut off, damaged or too large.
    """
    try:
        import pyarrow as arrow  # noqa: PLC0415 - heavy, and for Parquet alone
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415
    except ImportError as error:
        needs = "reading Parquet needs pyarrow; install it with: pip install 'rochdale[tables]'"
        raise SourceError(capture.source, needs) from error
    try:
        file = ParquetFile(io.BytesIO(capture.data))
        names = list(dict.fromkeys(file.schema_arrow.names))
        _refuse_large(capture.source, file)
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise SourceError(capture.source, f"the file is cut off or damaged, or no Parquet: {_line(error)}") from error
    roots = {name.partition(".")[0] for name in layout.wanted} | set(layout.wanted)
    read = [name for name in names if not layout.wanted or name in roots]
    columns.update(dict.fromkeys(name for field in file.schema_arrow for name in _paths(field.name, field.type)))
    number = 0
    for group in range(file.num_row_groups):
        first, number = number + 1, number + file.metadata.row_group(group).num_rows
        done = first
        try:
            for batch in file.iter_batches(_BATCH, row_groups=[group], columns=read):
                for row in _rows(batch.to_pylist(), done):
                    yield row
                    done += 1
        except (arrow.ArrowException, OSError, ValueError, OverflowError) as error:
            lost = f"rows {done:,} to {number:,} cannot be read: {_line(error)}"
            yield BadRow(done, "", lost, number)


def _refuse_large(source: str, file: "ParquetFile") -> None:
    metadata = file.metadata
    size = sum(metadata.row_group(group).total_byte_size for group in range(file.num_row_groups))
    if metadata.num_rows > MAX_ROWS:
        raise SourceError(source, f"it has {metadata.num_rows:,} rows, more than {MAX_ROWS:,}; split it")
    if metadata.num_columns > MAX_COLUMNS:
        raise SourceError(source, f"it has {metadata.num_columns:,} columns, more than {MAX_COLUMNS:,}")
    if size > MAX_UNPACKED:
        raise SourceError(source, f"it unpacks to {size:,} bytes, more than {MAX_UNPACKED:,}; split it")


def _paths(name: str, kind: "DataType") -> Iterator[str]:
    """The columns that a field becomes: those of the objects in it by the names of both."""
    from pyarrow import types  # noqa: PLC0415

    while types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        kind = kind.value_type
    if not types.is_struct(kind):
        yield name
        return
    for field in kind:
        yield from _paths(f"{name}.{field.name}", field.type)


def _rows(values: Sequence[dict[str, object]], number: int) -> Iterator[Row | BadRow]:
    for at, value in enumerate(values, number):
        try:
            cells = flattened(value)
        except (RecursionError, ValueError) as error:
            yield bad_row(at, "", f"the row cannot be read: {error}")
            continue
        yield Row(at, cells)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
