"""How large a table may be. What is larger is refused or named, never cut without a word."""

from typing import Final

MAX_BYTES: Final = 64 * 1024 * 1024
"""Of a file."""
MAX_UNPACKED: Final = 256 * 1024 * 1024
"""Of what is packed in a workbook, and of the columns that are read of a Parquet file."""
MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 1_000
MAX_CELLS: Final = 5_000_000
"""Of the used area of a sheet."""
MAX_CELL: Final = 40_000
"""Characters of a cell."""
MAX_LINES: Final = 200
"""Lines that one row of a CSV file takes at most."""
MAX_VALUES: Final = 200
"""Values in one cell."""
MAX_PAIRS: Final = 2_000
"""Partnerships that one row states."""
MAX_MAPPING: Final = 1024 * 1024
"""Bytes of a mapping."""
