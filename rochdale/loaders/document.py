"""What was captured: one page's bytes and its text, with where they came from."""

import hashlib
from pathlib import Path
from unicodedata import category

import msgspec

from rochdale.loaders.items import Fault

_NOT_SHOWN = frozenset({"Cc", "Cs", "Zl", "Zp"})

Span = tuple[int, int]
"""Start and end in a document's text, in characters; of whole lines unless said otherwise."""


class Capture(msgspec.Struct, frozen=True):
    """The bytes of one page, feed or table as captured: a file, or one entry of an archive."""

    source: str
    """The name used in messages: the path as given, within an archive with the entry's name behind it."""
    slug: str
    """File name without suffix."""
    data: bytes
    media_type: str = ""
    """As its server declared it, parameters and all (`text/html; charset=utf-8`), or ""."""
    url: str | None = None
    captured: str | None = None
    """When it was captured (ISO 8601), if the source says so."""
    context: bytes = b""
    """What else the reading depends on, such as the mapping of a table."""
    context_source: str = ""
    """The name of its file, for messages."""

    @property
    def sha256(self) -> str:
        """Hex digest of the bytes: the document's identity."""
        return digest(self.data)

    @property
    def reading_key(self) -> str:
        """What the record depends on besides the program and its vocabulary: bytes, address, media type, context."""
        if self.url is None and not self.context and not self.media_type:
            return self.sha256
        said = f"{self.url or ''}\0{self.media_type}\0".encode()
        return f"{self.sha256}-{digest(said + self.context)}"


class Head(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a source declares of itself for machines, each field "" where it declares nothing."""

    title: str = ""
    date: str = ""
    """Day of publication, ISO (`2021-07-29`)."""
    starts: str = ""
    """First day of the event that is announced, ISO."""
    type: str = ""
    """Slug of the item type, where the class of the work leaves no doubt."""
    work: bool = False
    """It declares to be one work (an article, a report, an event), not a standing page."""
    section: str = ""
    """The kind of work or its rubric, in the site's own words (`News`)."""
    author: str = ""
    site: str = ""
    """Name of the site or its publisher."""
    summary: str = ""


class Link(msgspec.Struct, frozen=True, gc=False):
    """Words that are a link. `start` and `end` need not be those of whole lines."""

    start: int
    end: int
    url: str


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A thing that the source gives in a field of its own, such as a cell of a table: no rule has to find it."""

    of: str
    """What it is: organisation, project, country, region, theme or person; a country may turn out a region."""
    start: int
    end: int
    value: str
    """What the words stand for, as text."""
    column: str
    """Where it stands, for messages and for partnerships."""
    role: str = ""
    """Of an organisation: as written, a slug, or ""."""
    kind: str = ""
    """Likewise."""
    acronym: str = ""
    country: str = ""
    """Of an organisation: as written, or ""."""
    affiliation: str = ""
    """Of a person: the name of the organisation, or ""."""
    constant: bool = False
    """Said of all rows by the mapping rather than by the row."""


class Pairing(msgspec.Struct, frozen=True):
    """Which organisations of an entry the source says to work together, told by their columns or roles."""

    relation: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    """Empty where all of `first` pair each with each."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One item that the source itself sets apart, so that no layout has to be guessed.

    All spans are of whole lines, but for those of the row of a table, which is one line.
    """

    title: Span
    page: bool = False
    """It is the page itself rather than one of its entries."""
    related: bool = False
    """It stands among related content."""
    label: Span | None = None
    """The line that names its kind, series or rubric."""
    date: str = ""
    """Day of publication, ISO, as declared for machines."""
    date_at: Span | None = None
    """The line that shows its date, if one does."""
    lead: Span | None = None
    body: Span | None = None
    url: str = ""
    likely_type: str = ""
    """Slug of the item type that it has where its words tell none, or ""."""
    row: Span | None = None
    """The cells of a table's row: what its facts are quoted from. The next fields are those of such an entry."""
    line: int = 0
    """Number of the row in its file or sheet; for text, of its first line."""
    type: str = ""
    """Slug of the item type."""
    series: str = ""
    """Key of the series, or ""."""
    language: str = ""
    prose: tuple[Span, ...] = ()
    """Cells in which names are to be found as in a page."""
    facts: tuple[Fact, ...] = ()


class Document(msgspec.Struct, frozen=True):
    """One captured page, decoded.

    Offsets anywhere in its record count characters of `text` from its start; lines count from 1.
    """

    source: str
    """The name used in messages: the path as given."""
    slug: str
    """File name without suffix."""
    text: str
    """Decoded text, line ends as LF."""
    sha256: str
    """Hex digest of the bytes as captured: the document's identity."""
    media_type: str
    reader: str
    url: str | None = None
    canonical: str = ""
    """The address that the page is known by: the one that it gives as its own, else where it was captured; or ""."""
    captured: str | None = None
    """When it was captured (ISO 8601), if the source says so."""
    language: str = ""
    """As declared: the first part of a BCP 47 tag (`fr`), or ""."""
    head: Head = Head()
    links: tuple[Link, ...] = ()
    """In the order of the text."""
    headings: tuple[int, ...] = ()
    """Where the lines begin that head a part of the page's text, where the source sets them apart."""
    entries: tuple[Entry, ...] = ()
    """The items, in the order of the text, where the source sets them apart; else they are told by the layout."""
    tabular: bool = False
    """Its entries are the rows of a table, and there are no others."""
    pairings: tuple[Pairing, ...] = ()
    """Of the organisations among the facts of each entry."""
    faults: tuple[Fault, ...] = ()
    """What could not be read."""


def digest(data: bytes) -> str:
    """SHA-256 of the captured bytes, hex."""
    return hashlib.sha256(data).hexdigest()


def shown(path: Path | str) -> str:
    """A path as text that can be stated and printed: bytes that are no UTF-8, line ends and controls become U+FFFD."""
    text = str(path)
    if text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if category(char) in _NOT_SHOWN else char for char in text)


def file_capture(path: Path, data: bytes) -> Capture:
    """The capture that a file of these bytes is."""
    return Capture(source=shown(path), slug=shown(path.stem), data=data)
