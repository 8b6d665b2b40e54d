"""Sitemaps: what a site says it has. They hold no page; they tell which pages should be there.

Format: https://www.sitemaps.org/protocol.html
"""

from urllib.parse import urlsplit

import msgspec

from rochdale.errors import SourceError
from rochdale.loaders.addresses import address
from rochdale.loaders.document import Capture
from rochdale.loaders.items import Fault
from rochdale.loaders.readers.kinds import SAMPLE, kind_served, most_bytes
from rochdale.loaders.readers.xml import checked, elements

MAX_ADDRESSES = 200_000
"""Four times as many as the protocol allows."""
_PARTS = frozenset({"url", "sitemap"})
_ROOTS = (b"urlset", b"sitemapindex")
_MAX_FAULTS = 100
_MAX_DATE = 40


class Listed(msgspec.Struct, frozen=True):
    """An address that a sitemap lists."""

    address: str
    lastmod: str
    """When it was changed, as written, or ""."""
    sitemap: str
    """Name of the source."""
    is_sitemap: bool = False
    """It is that of another sitemap, from an index."""


class Sitemap(msgspec.Struct, frozen=True):
    """A sitemap, or an index of sitemaps."""

    source: str
    url: str
    """Where it was captured, or ""."""
    listed: tuple[Listed, ...]
    faults: tuple[Fault, ...]


def is_sitemap(capture: Capture) -> bool:
    """Whether a capture is a sitemap rather than a page."""
    sample = capture.data[:SAMPLE]
    if not any(root in sample for root in _ROOTS):
        return False
    name = urlsplit(capture.url).path if capture.url and capture.media_type else capture.source
    return kind_served(name, sample, capture.media_type) == "sitemap"


def read_sitemap(capture: Capture) -> Sitemap:
    """Read a sitemap; of one that breaks off, what stands before.

    Raises:
        SourceError: it is too large, or cannot be read.
    """
    most = most_bytes("sitemap")
    if len(capture.data) > most:
        raise SourceError(capture.source, f"a sitemap has at most {most:,} bytes; split it")
    xml = checked(capture.source, capture.data, capture.media_type, _PARTS, MAX_ADDRESSES)
    reading = _Reading(capture)
    elements(capture.source, xml.text, reading.element)
    if xml.broken:
        reading.fault(xml.line, "xml", "", f"{xml.broken}; what stands before is read")
    return Sitemap(capture.source, capture.url or "", tuple(reading.listed), tuple(reading.faults))


class _Reading:
    """The state of reading one sitemap."""

    def __init__(self, capture: Capture) -> None:
        self._source = capture.source
        self._said: dict[str, str] = {}
        self.listed: list[Listed] = []
        self.faults: list[Fault] = []

    def element(self, path: list[str], words: str) -> None:
        """Take what stands in an element that ends."""
        if path[-1] in _PARTS:
            self._list(path[-1])
        elif len(path) > 1 and path[-2] in _PARTS:
            self._said.setdefault(path[-1], words)

    def _list(self, part: str) -> None:
        written = self._said.get("loc", "")
        found = address(written)
        if found:
            lastmod = self._said.get("lastmod", "")[:_MAX_DATE]
            self.listed.append(Listed(found, lastmod, self._source, part == "sitemap"))
        else:
            self.fault(0, "loc", written[:80], "an entry of the sitemap gives no whole address on the web")
        self._said.clear()

    def fault(self, line: int, field: str, words: str, reason: str) -> None:
        """Note what could not be read; so many are enough to see what is wrong."""
        if len(self.faults) < _MAX_FAULTS:
            self.faults.append(Fault(source=self._source, line=line, field=field, words=words, reason=reason))
