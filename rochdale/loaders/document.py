"""What was captured: one page's text with where it came from."""

import hashlib

import msgspec


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
    captured: str | None = None
    """When it was captured (ISO 8601), if the source says so."""


def digest(data: bytes) -> str:
    """SHA-256 of the captured bytes, hex."""
    return hashlib.sha256(data).hexdigest()
