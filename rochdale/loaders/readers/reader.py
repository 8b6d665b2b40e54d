"""The reader of each kind of page: from bytes as captured to a decoded document."""

from collections.abc import Callable
from urllib.parse import urlsplit

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture, Document
from rochdale.loaders.readers.capture import read_capture
from rochdale.loaders.readers.feed import read_feed
from rochdale.loaders.readers.html import read_html
from rochdale.loaders.readers.kinds import SAMPLE, Kind, kind_served
from rochdale.loaders.readers.pdf import read_pdf
from rochdale.loaders.readers.pdfs.sheets import installed
from rochdale.loaders.readers.table import read_table

_READERS: dict[Kind, Callable[[Capture], Document]] = {
    "capture": read_capture,
    "feed": read_feed,
    "html": read_html,
    "pdf": read_pdf,
    "table": read_table,
}
PAGES = frozenset(_READERS)
"""The kinds that hold one document each."""


def takes(kind: Kind) -> bool:
    """Whether a reader takes documents of this kind, and has what it needs."""
    return kind in PAGES and (kind != "pdf" or installed())


def read_document(capture: Capture) -> Document:
    """Read one capture with the reader of its kind; what is declared as plain text is read as a text capture.

    Raises:
        SourceError: it cannot be read, or no reader takes its kind.
    """
    name = urlsplit(capture.url).path if capture.url and capture.media_type else capture.source
    kind = kind_served(name, capture.data[:SAMPLE], capture.media_type)
    if kind not in _READERS:
        raise SourceError(capture.source, f"this is {_CALLED[kind]}; save the page as text or HTML")
    return _READERS[kind](capture)


_CALLED: dict[Kind, str] = {
    "pdf": "a PDF, which is not read here",
    "feed": "a feed, which is not read here",
    "archive": "an archive within an archive, which is not read",
    "rdf": "RDF, which is not read as a page",
    "sitemap": "a sitemap, which holds no page",
    "other": "neither text nor markup",
}
