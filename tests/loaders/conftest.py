"""Pages made on the spot, read as captures are."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from rochdale.loaders.document import file_capture
from rochdale.loaders.items import Item, Record
from rochdale.loaders.readers.capture import read_capture
from rochdale.loaders.reading import read_record
from tests.loaders.views import page_of

Read = Callable[[str], Record]
Items = Callable[[str], tuple[Item, ...]]
Says = Callable[[str], Item]


class Card(Protocol):
    """Reads an entry of related content."""

    def __call__(self, title: str, label: str = "") -> Item:
        """The entry with this title, and this line above it if one is given."""


def _read(text: str) -> Record:
    return read_record(read_capture(file_capture(Path("page.txt"), text.encode())))


def _items(text: str) -> tuple[Item, ...]:
    return _read(text).items


def _article(text: str) -> Item:
    return _items(page_of("Notes from the valley", "4 May 2022", text))[0]


def _french(text: str) -> Item:
    below = "Le four est chaud et le pain est bon pour tous les habitants de la vallée."
    return _items(page_of("Carnet de la vallée", "4 mai 2022", text, below))[0]


def _spanish(text: str) -> Item:
    below = "El horno está caliente y el pan es bueno para toda la gente del valle."
    return _items(page_of("Cuaderno del valle", "4 de mayo de 2022", text, below))[0]


def _entry(title: str) -> Item:
    return _items(page_of("Latest from the valley", "  1. News", f"    {title}", "    4 May 2022"))[1]


def _card(title: str, label: str = "") -> Item:
    above = page_of(
        "Notes from the valley", "4 May 2022", "The oven is hot.", "Related content", f"{title}\nPlaceholder image"
    )
    return _items(above + "\n" + (page_of(label, title) if label else f"{title}\n"))[1]


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
def french() -> Says:
    """Read an article in French with this text below its title and date: its one item."""
    return _french


@pytest.fixture(scope="session")
def spanish() -> Says:
    """Read an article in Spanish with this text below its title and date: its one item."""
    return _spanish


@pytest.fixture(scope="session")
def entry() -> Says:
    """Read a listing's only entry with this title, labelled as news: the entry."""
    return _entry


@pytest.fixture(scope="session")
def card() -> Card:
    """Read an entry of related content with this title, and the line above it if there is one."""
    return _card
