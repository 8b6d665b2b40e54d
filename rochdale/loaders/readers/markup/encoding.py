"""The encoding of a page of markup: by its mark, its server, itself; else UTF-8, and windows-1252 for what is not."""

import codecs
import re
from collections.abc import Iterator

from resiliparse.parse.encoding import map_encoding_to_html5

from rochdale.loaders.readers.kinds import charset

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
"""Browsers look at 1,024 bytes; saved pages often open with a comment about where they are from."""
_IN_PAGE = re.compile(rb"<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_FALLBACK = "cp1252"
_DAMAGED = 0.1
"""Share of the signs beyond ASCII that may be wrong in a page that is still what it says."""


def decode(data: bytes, media_type: str = "") -> str:
    """The text of a page of markup; what no encoding accounts for becomes U+FFFD, so this never fails.

    https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding, but for the encodings that
    nobody declares: UTF-8 is tried first.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    for encoding in _declared(data, media_type):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    text = data.decode("utf-8", "replace")
    wrong = text.count("\N{REPLACEMENT CHARACTER}")
    if wrong <= _DAMAGED * sum(char > "\x7f" for char in text):
        return text
    return data.decode(_FALLBACK, "replace")


def _declared(data: bytes, media_type: str) -> Iterator[str]:
    """What the server and the page say, by the names and with the meanings that browsers give them; then UTF-8."""
    if (name := charset(media_type)) and name != _FALLBACK:
        yield name
    if in_page := _IN_PAGE.search(data, 0, _SAMPLE):
        said = in_page.group(1).decode("ascii")
        # what could be read as ASCII to find this is not UTF-16
        yield from _known("utf-8" if said.lower().startswith("utf-16") else said)
    yield "utf-8"


def _known(label: str) -> Iterator[str]:
    name = map_encoding_to_html5(label, False)
    # a page that says Latin 1 and holds UTF-8 is UTF-8: no other text passes for it
    if name and name != _FALLBACK:
        yield name
