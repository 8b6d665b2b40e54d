"""What kind of source some bytes are, told by the bytes first and by the name only where they leave it open."""

import codecs
import re
import zlib
from pathlib import PurePath
from typing import Literal

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
_SPREADSHEETS = (b"xl/", b"application/vnd.oasis.opendocument.spreadsheet")
_OFFICE = (b"word/", b"ppt/", b"application/vnd.oasis.opendocument", b"META-INF/MANIFEST.MF", b"application/epub+zip")
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


def kind_of(name: str, sample: bytes) -> Kind:
    """The kind of source that begins with `sample` (`SAMPLE` bytes or the whole) and is called `name`.

    "other" for what no reader takes: pictures, office texts, programs, plain text that its suffix gives as something
    else.
    """
    suffix = PurePath(name).suffix.lower()
    for magic, kind in _MAGIC:
        if sample.startswith(magic):
            return kind
    if sample.startswith(_ZIP):
        return _zip_kind(sample)
    if sample[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        return "archive"
    return _text_kind(suffix, _decoded(sample))


def _zip_kind(sample: bytes) -> Kind:
    if any(mark in sample for mark in _SPREADSHEETS):
        return "table"
    return "other" if any(mark in sample for mark in _OFFICE) else "archive"


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
