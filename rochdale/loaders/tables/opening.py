"""Opening: the rows of a table, whatever its format."""

from collections.abc import Callable, Iterator
from pathlib import PurePath

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture
from rochdale.loaders.tables.delimited import delimited_rows
from rochdale.loaders.tables.json_lines import json_rows
from rochdale.loaders.tables.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from rochdale.loaders.tables.parquet import parquet_rows
from rochdale.loaders.tables.rows import BadRow, Layout, Row, limited
from rochdale.loaders.tables.workbook import workbook_rows

_Rows = Callable[[Capture, Layout, dict[str, None]], Iterator[Row | BadRow]]
_JSON = frozenset({".jsonl", ".ndjson"})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Table:
    """A table being read. Its columns are all known when its rows have been gone through."""

    def __init__(self, capture: Capture, layout: Layout) -> None:
        if len(capture.data) > MAX_BYTES:
            raise SourceError(
                capture.source, f"this is more than one table holds (at most {MAX_BYTES:,} bytes); split it"
            )
        self._source = capture.source
        rows, self.media_type = _format(capture)
        self.columns: dict[str, None] = {}
        self._rows = limited(rows(capture, layout, self.columns))

    def rows(self) -> Iterator[Row | BadRow]:
        """The rows, in order; blank ones are none.

        Raises:
            SourceError: it cannot be read as a whole, or is too large.
        """
        for count, row in enumerate(self._rows):
            if count == MAX_ROWS:
                raise SourceError(
                    self._source, f"this is more than one table holds (at most {MAX_ROWS:,} rows); split it"
                )
            if len(self.columns) > MAX_COLUMNS:
                raise SourceError(self._source, f"the table has more than {MAX_COLUMNS:,} columns")
            yield row


def _format(capture: Capture) -> tuple[_Rows, str]:
    """How to read a table, and its media type."""
    if capture.data.startswith(b"PAR1"):
        return parquet_rows, "application/vnd.apache.parquet"
    if capture.data.startswith(b"PK"):
        return workbook_rows, XLSX
    suffix = PurePath(capture.source).suffix.lower()
    if suffix in _JSON:
        return json_rows, "application/jsonl"
    return delimited_rows, "text/tab-separated-values" if suffix == ".tsv" else "text/csv"
