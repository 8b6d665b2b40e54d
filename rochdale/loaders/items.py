"""The records: what one document says, one frozen struct per kind of thing.

Records name things by `key`: the path of their IRI below the base (`organisation/ilo`, `country/TUN`). A thing that no
vocabulary lists has an empty key and is told by its name. IRIs are minted later, in one place (`graph/statements.py`).
"""

from typing import Literal

import msgspec

EntityClass = Literal["organisation", "country", "region", "project", "person", "theme", "series", "item"]
Part = Literal["page", "entry"]
PageKind = Literal["thematic", "listing", "article"]
DIRECTED = frozenset({"fund", "support", "member-of"})
"""Relations that have a direction: from who gives, helps or belongs."""


class Mention(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Exact words of the page that speak of a thing: the evidence of a link."""

    of: EntityClass
    key: str
    """Path of the thing's IRI, or "" for one that no vocabulary lists."""
    name: str
    """Its preferred name in English where there is one, acronym in parentheses if it has one."""
    words: str
    start: int
    end: int
    sentence: str
    line: int
    rule: str
    confidence: float
    role: str = ""
    """Role of an organisation in the item (`organiser`, `donor`, ...), or ""."""
    parent: str = ""
    """Key of the body that an organisation is a unit of, or ""."""
    kind: str = ""
    """Slug of the kind of an unlisted thing (`ministry`, `cooperative`, ...), or ""."""
    acronym: str = ""
    affiliation: str = ""
    """Name of the organisation that a person is said to belong to, or ""."""
    country: str = ""
    """Key of the country that an unlisted organisation says it belongs to, or ""."""


class Partnership(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Two organisations that the text says work together; directed where the relation is (donor first)."""

    first: str
    second: str
    """Keys, or names where there is no key."""
    first_name: str
    second_name: str
    relation: str
    words: str
    start: int
    end: int
    sentence: str
    line: int
    rule: str
    confidence: float


class Item(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One work: the page itself, or an entry of a listing or of related content."""

    part: Part
    title: str
    title_start: int
    title_end: int
    line: int
    language: str
    type: str
    """Slug of the item type (`news`, `publication`, ...)."""
    type_rule: str
    label: str = ""
    """The line above the title as shown."""
    label_start: int = -1
    """Where it begins, or -1."""
    label_line: int = 0
    """The line that it stands on, or 0."""
    cut: bool = False
    """The capture ends inside the title."""
    date: str = ""
    """Publication date, ISO (`2021-07-29`, `2021-07`, `2021`), or ""."""
    series: str = ""
    """Name of the series, spelled one way."""
    series_key: str = ""
    series_number: str = ""
    summary: str = ""
    url: str = ""
    related: bool = False
    """An entry of related content rather than of a listing."""
    mentions: tuple[Mention, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    themes: tuple[str, ...] = ()
    """Theme slugs, strongest first."""


class Fault(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something the document says that cannot be stated: kept apart, with its place and the reason."""

    source: str
    line: int
    field: str
    words: str
    reason: str


class Place(msgspec.Struct, frozen=True, order=True):
    """Where a document was met; ordered by name."""

    slug: str
    source: str
    url: str | None = None
    captured: str | None = None


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """All that one document says."""

    document: str
    """SHA-256 of the document."""
    slug: str
    source: str
    media_type: str
    reader: str
    url: str | None
    canonical: str = ""
    """The address that the page is known by, which it may give itself; `url` is where it was captured."""
    captured: str | None
    language: str
    publisher: str
    """Key of the organisation that publishes the page, or ""."""
    kind: PageKind
    items: tuple[Item, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def place(self) -> Place:
        """Where its document was met."""
        return Place(self.slug, self.source, self.url, self.captured)


def at_place(record: Record, place: Place) -> Record:
    """The same record, as read from a document with equal content at another place."""
    faults = tuple(msgspec.structs.replace(fault, source=place.source) for fault in record.faults)
    return msgspec.structs.replace(
        record, slug=place.slug, source=place.source, url=place.url, captured=place.captured, faults=faults
    )
