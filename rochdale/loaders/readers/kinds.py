"""What kind of source some bytes are, told by the bytes first and by the name only where they leave it open."""

import codecs
import re
import zlib
from pathlib import PurePath
from typing import Literal

from resiliparse.parse.encoding import map_encoding_to_html5

Kind = Literal["capture", "html", "pdf", "feed", "table", "archive", "rdf", "sitemap", "other"]

SAMPLE = 16_384
"""So many bytes from the start are enough to tell."""

_CAPTURES = frozenset({".txt", ".text"})
_TABLES = frozenset({".csv", ".tsv", ".jsonl", ".ndjson"})
_TURTLES = frozenset({".ttl", ".nt", ".n3", ".trig", ".nq"})
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", "pdf"),
    (b"PAR1", "table"),
    (b"WARC/", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x05\x06", "archive"),
)
_ZIP = b"PK\x03\x04"
_TAR_AT = 257
_TAR = b"ustar"
_ZIP_ENTRY = re.compile(re.escape(_ZIP))
_ZIP_NAME = 26
"""From behind the mark of a local header to the entry's name; the name's length stands four bytes before it."""
_MIMETYPE = b"mimetype"
_OPEN_SHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_OFFICE = (b"word/", b"ppt/", b"META-INF/")
_PROLOG = re.compile(r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)*+", re.I | re.S)
_DOCTYPE_HTML = re.compile(r"<!doctype\s+html", re.I)
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_HTML_ROOTS = frozenset("html head body main article section div nav header title meta link script style p h1".split())
_ROOTS: dict[str, Kind] = {"rss": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "sitemap"}
_RSS_1 = "http://purl.org/rss/1.0/"
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?://jsonfeed\.org/version/')
_JSON_LD = re.compile(r'"@(?:context|graph|id|type)"\s*:')
_TURTLE = re.compile(
    r"(?>#[^\n]*\n|\s)*+(?:@prefix\s|@base\s|PREFIX\s+[\w.-]*:\s*<|BASE\s+<|<[^<>\s]+>\s+(?:a|<[^<>\s]+>)\s)"
)


_TAG = re.compile(r"<(?:a|b|br|div|em|h[1-6]|i|img|li|p|span|strong|table|ul)(?:\s[^<>]*)?/?>", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I | re.ASCII)
_PACKED = frozenset({".gz", ".bz2", ".xz"})
_PAGE_BYTES = 8 << 20
_MOST_BYTES: dict[Kind, int] = {"sitemap": 50 << 20, "pdf": 64 << 20}
"""A sitemap may have 50 MB (https://www.sitemaps.org/protocol.html); a report holds pictures."""
_SERVED: dict[str, Kind] = {
    "text/plain": "capture",
    "text/html": "html",
    "application/xhtml+xml": "html",
}


def essence(media_type: str) -> str:
    """A media type without its parameters: `text/html` of `Text/HTML; charset=utf-8`."""
    return media_type.partition(";")[0].strip().lower()


def charset(media_type: str) -> str:
    """The encoding that a media type names, as Python calls it; "" for none that browsers know."""
    said = _CHARSET.search(media_type)
    return map_encoding_to_html5(said[1], False) or "" if said else ""


def most_bytes(kind: Kind) -> int:
    """How large a source of this kind may be."""
    return _MOST_BYTES.get(kind, _PAGE_BYTES)


def kind_served(name: str, sample: bytes, media_type: str) -> Kind:
    """As `kind_of`, of what a server sent as `media_type` ("" where nobody says) from the path `name`.

    Plain text counts as a page only if it was sent as one: programs and style sheets are plain text too.
    """
    kind = kind_of(name, sample)
    if not media_type or kind not in ("capture", "other"):
        return kind
    served = _SERVED.get(essence(media_type), "other")
    if kind == "capture" and served == "html" and not _TAG.search(_decoded(sample)):
        return "capture"  # servers call anything HTML
    return served


def _suffix(name: str) -> str:
    """In lower case; of what a packed file holds."""
    path = PurePath(name)
    suffix = path.suffix.lower()
    return PurePath(path.stem).suffix.lower() if suffix in _PACKED else suffix


def kind_of(name: str, sample: bytes) -> Kind:
    """The kind of source that begins with `sample` (`SAMPLE` bytes or the whole) and is called `name`.

    "other" for what no reader takes: pictures, office texts, programs, plain text that its suffix gives as something
    else.
    """
    suffix = _suffix(name)
    for magic, kind in _MAGIC:
        if sample.startswith(magic):
            return kind
    if sample.startswith(_ZIP):
        return _zip_kind(sample)
    if is_tar(sample):
        return "archive"
    return _text_kind(suffix, _decoded(sample))


def is_tar(sample: bytes) -> bool:
    """Whether the header of a tar archive's entry stands first."""
    return sample[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR


def _zip_kind(sample: bytes) -> Kind:
    """By the names of its first entries, and by what an entry `mimetype`, which some formats put first, holds."""
    names = [sample[at.end() + _ZIP_NAME :][: int.from_bytes(sample[at.end() + 22 : at.end() + 24], "little")]
             for at in _ZIP_ENTRY.finditer(sample)]  # fmt: skip
    said = sample[30 + len(_MIMETYPE) :][:80] if sample[30:].startswith(_MIMETYPE) else b""
    if said.startswith(_OPEN_SHEET) or any(name.startswith(b"xl/") for name in names):
        return "table"
    return "other" if said or any(name.startswith(_OFFICE) for name in names) else "archive"


def opened(sample: bytes) -> bytes:
    """The first bytes within a gzip sample, as far as they can be had."""
    try:
        return zlib.decompressobj(wbits=31).decompress(sample, SAMPLE)
    except zlib.error:
        return b""


def _decoded(sample: bytes) -> str:
    """As text, enough to look at its markup."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return sample.decode("utf-16", "replace")
    return sample.decode("utf-8-sig", "replace")


def _text_kind(suffix: str, text: str) -> Kind:
    if text.lstrip()[:1] == "<" and (kind := _markup_kind(text)):
        return kind
    if suffix in (".html", ".htm", ".xhtml"):
        return "html"
    if _TURTLE.match(text) or suffix in _TURTLES:
        return "rdf"
    if suffix in _TABLES:
        return "table"
    if text.lstrip()[:1] in ("{", "["):
        return _json_kind(suffix, text)
    return "capture" if suffix in _CAPTURES or not suffix else "other"


def _markup_kind(text: str) -> Kind | None:
    """By the root element; None for what is no markup after all."""
    prolog = _PROLOG.match(text)
    at = prolog.end() if prolog else 0
    if _DOCTYPE_HTML.search(text, 0, at):
        return "html"
    root = _ROOT.match(text, at)
    if root is None:
        return None
    name = root.group(2)
    if name == "RDF":
        return "feed" if _RSS_1 in text else "rdf"
    if name.lower() in _HTML_ROOTS:
        return "html"
    return _ROOTS.get(name, "other" if text.lstrip().startswith("<?xml") else None)


def _json_kind(suffix: str, text: str) -> Kind:
    if _JSON_FEED.search(text):
        return "feed"
    if _JSON_LD.search(text):
        return "rdf"
    return "capture" if suffix in _CAPTURES else "other"
