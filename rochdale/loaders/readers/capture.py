"""Text captures: what a browser's or crawler's text export leaves of a page."""

import codecs

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture, Document
from rochdale.loaders.readers.kinds import charset, most_bytes

NAME = "capture"
MAX_BYTES = most_bytes("capture")
"""A page of text is a few kilobytes; what is a thousand times that is no page."""

CONTROLS = {code: " " for code in (*range(0x00, 0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"}
CONTROLS |= {0x2028: "\n", 0x2029: "\n", 0xFEFF: " ", 0xFFFE: " ", 0xFFFF: " ", 0x0085: "\n"}
"""What a text has instead of signs that are not shown."""
_BINARY_SHARE = 0.02
_SAMPLE = 65536


def read_capture(capture: Capture) -> Document:
    """Decode one text capture.

    Control characters become spaces (their places stay), line ends become LF.

    Raises:
        SourceError: empty, over `MAX_BYTES`, binary, or in another encoding than UTF-8, BOM-marked UTF-16 or what its
            server declared.
    """
    source, data = capture.source, capture.data
    refuse_large(capture)
    text = _decode(source, data, charset(capture.media_type))
    if not text.strip():
        raise SourceError(source, "the file is empty; there is nothing to read")
    return Document(
        source=source,
        slug=capture.slug,
        text=text,
        sha256=capture.sha256,
        media_type="text/plain",
        reader=NAME,
        url=capture.url,
        captured=capture.captured,
    )


def refuse_large(capture: Capture) -> None:
    """Refuse what has more bytes than a page.

    Raises:
        SourceError: it has more than `MAX_BYTES`.
    """
    if len(capture.data) > MAX_BYTES:
        raise SourceError(
            capture.source, f"this is more than one page holds (at most {MAX_BYTES:,} bytes); split it into pages"
        )


def _decode(source: str, data: bytes, declared: str) -> str:
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not marked:
        _refuse_binary(source, data[:_SAMPLE])
    try:
        text = _text(data, "utf-16" if marked else "utf-8-sig", "" if marked else declared)
    except UnicodeDecodeError as error:
        byte, at = error.object[error.start], data.index(error.object) + error.start
        hint = "save the page anew" if marked else "convert the file, for example with: iconv -f WINDOWS-1252 -t UTF-8"
        raise SourceError(
            source, f"byte 0x{byte:02X} at {at} is not {'UTF-16' if marked else 'UTF-8'}; {hint}"
        ) from error
    if marked:
        _refuse_binary(source, text[:_SAMPLE].encode())
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return printable(text)


def printable(text: str) -> str:
    """The text with a space for each control character; as long as it was."""
    return text if text.isprintable() else text.translate(CONTROLS)


def _text(data: bytes, encoding: str, otherwise: str) -> str:
    """Decoded; by what the server declared only where that is needed, since many declare what they never looked at."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if not otherwise:
            raise
        return data.decode(otherwise, "replace")


def _refuse_binary(source: str, sample: bytes) -> None:
    controls = sum(sample.count(code) for code in (*range(9), *range(14, 27), *range(28, 32)))
    if controls > _BINARY_SHARE * len(sample):
        raise SourceError(source, "this is a binary file, not text; save the page as text")
