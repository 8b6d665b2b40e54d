"""Tables made on the spot, read with a mapping."""

from rochdale.loaders.document import Capture, Document
from rochdale.loaders.items import Item, Record
from rochdale.loaders.readers.table import read_table
from rochdale.loaders.reading import read_record

MAPPING = """\
title = "{Name}"
language = "en"
[columns]
"Name" = "organisation"
"Country" = "country"
"""


def capture(text: str | bytes, mapping: str = MAPPING, name: str = "list.csv") -> Capture:
    """The capture of a table and its mapping."""
    data = text.encode() if isinstance(text, str) else text
    return Capture(name, name.partition(".")[0], data, context=mapping.encode(), context_source="list.toml")


def document(text: str | bytes, mapping: str = MAPPING, name: str = "list.csv") -> Document:
    """A table as the reader lays it out."""
    return read_table(capture(text, mapping, name))


def record(text: str | bytes, mapping: str = MAPPING, name: str = "list.csv") -> Record:
    """The record of a table."""
    return read_record(document(text, mapping, name))


def only(text: str | bytes, mapping: str = MAPPING, name: str = "list.csv") -> Item:
    """The one item of a table that is nothing to complain of."""
    found = record(text, mapping, name)
    assert found.faults == ()
    (item,) = found.items
    return item


def faults(found: Record | Document) -> list[tuple[int, str, str]]:
    """Row, field and reason of each fault."""
    return [(fault.line, fault.field, fault.reason) for fault in found.faults]
