"""The reader of each kind of page: from bytes as captured to a decoded document."""

from collections.abc import Callable

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture, Document
from rochdale.loaders.readers.capture import read_capture
from rochdale.loaders.readers.html import read_html
from rochdale.loaders.readers.kinds import SAMPLE, Kind, kind_of

_READERS: dict[Kind, Callable[[Capture], Document]] = {
    "capture": read_capture,
    "html": read_html,
}
_HTML = frozenset({"text/html", "application/xhtml+xml"})
PAGES = frozenset(_READERS)
"""The kinds that hold one document each."""


def read_document(capture: Capture) -> Document:
    """Read one capture with the reader of its kind; what is declared as plain text is read as a text capture.

    Raises:
        SourceError: it cannot be read, or no reader takes its kind.
    """
    kind = kind_of(capture.source, capture.data[:SAMPLE])
    if kind == "other" and capture.media_type == "text/plain":
        kind = "capture"
    elif kind in ("other", "capture") and capture.media_type.partition(";")[0].strip().lower() in _HTML:
        kind = "html"
    if kind not in _READERS:
        raise SourceError(capture.source, f"this is {_CALLED[kind]}; save the page as text or HTML")
    return _READERS[kind](capture)


_CALLED: dict[Kind, str] = {
    "pdf": "a PDF, which is not read here",
    "feed": "a feed, which is not read here",
    "table": "a table, which is not read here",
    "archive": "an archive within an archive, which is not read",
    "rdf": "RDF, which is not read as a page",
    "sitemap": "a sitemap, which holds no page",
    "other": "neither text nor markup",
}
