"""JSON Lines: one object a line, nested values flattened."""

import io
from collections.abc import Iterator

import msgspec

from rochdale.loaders.document import Capture
from rochdale.loaders.tables.delimited import decoded, trouble_of
from rochdale.loaders.tables.limits import MAX_COLUMNS
from rochdale.loaders.tables.rows import BadRow, Cell, Layout, Row, bad_row, flattened


def json_rows(capture: Capture, layout: Layout, columns: dict[str, None]) -> Iterator[Row | BadRow]:
    """The rows of a file of JSON Lines; a row's number is its line.

    Raises:
        SourceError: it is not in the encoding that the mapping or its first bytes tell, as a whole.
    """
    text, encoding = decoded(capture, layout.encoding)
    decoder = msgspec.json.Decoder(dict[str, object])
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if not line.strip():
            continue
        cells = _cells(line, encoding, decoder)
        if isinstance(cells, str):
            yield bad_row(number, line.encode("utf-8", "replace").decode(), cells)
            continue
        if len(columns) <= MAX_COLUMNS:
            columns.update(dict.fromkeys(cells))
        yield Row(number, cells)


def _cells(line: str, encoding: str, decoder: msgspec.json.Decoder[dict[str, object]]) -> dict[str, Cell] | str:
    """The cells of a line, or why it has none."""
    if trouble := trouble_of(line, encoding):
        return trouble
    try:
        return flattened(decoder.decode(line))
    except msgspec.ValidationError as error:
        return f"the line is no JSON object: {error}"
    except (msgspec.MsgspecError, UnicodeError) as error:
        return f"the line is not JSON: {error}"
    except (RecursionError, ValueError) as error:
        return f"the line cannot be read: {error}"
