"""Pages made on the spot, read as captures are."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rochdale.loaders.items import Item, Record
from rochdale.loaders.readers.capture import read_capture
from rochdale.loaders.reading import read_record

Read = Callable[[str], Record]
Items = Callable[[str], tuple[Item, ...]]
Says = Callable[[str], Item]


def _read(text: str) -> Record:
    return read_record(read_capture(Path("page.txt"), text.encode()))


def _items(text: str) -> tuple[Item, ...]:
    return _read(text).items


def _article(text: str) -> Item:
    return _items(f"Notes from the valley\n\n4 May 2022\n\n{text}\n")[0]


def _entry(title: str) -> Item:
    return _items(f"Latest from the valley\n\n  1. News\n\n    {title}\n\n    4 May 2022\n")[1]


@pytest.fixture(scope="session")
def read() -> Read:
    """Read a page of text as a record."""
    return _read


@pytest.fixture(scope="session")
def items() -> Items:
    """Read the items of a page of text."""
    return _items


@pytest.fixture(scope="session")
def article() -> Says:
    """Read an article with this text below its title and date: its one item."""
    return _article


@pytest.fixture(scope="session")
def entry() -> Says:
    """Read a listing's only entry with this title: the entry."""
    return _entry
