"""RSS 0.9x, 1.0 and 2.0, and Atom."""

import io
from collections.abc import Mapping
from typing import Any

import feedparser

from rochdale.errors import SourceError
from rochdale.loaders.addresses import address
from rochdale.loaders.document import Capture
from rochdale.loaders.readers.feeds.entries import MAX_ENTRIES, Feed, FeedEntry, plain
from rochdale.loaders.readers.xml import checked

_PARTS = frozenset({"item", "entry"})
_MARKUP = frozenset({"text/html", "application/xhtml+xml"})
_MEDIA_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}


def read_syndicated(capture: Capture) -> Feed:
    """Read a feed in XML.

    feedparser is given what is well-formed and bounded, as bytes: it fetches nothing, opens nothing, and does not fall
    back on guessing.

    Raises:
        SourceError: the XML cannot be read.
    """
    xml = checked(capture.source, capture.data, capture.media_type, _PARTS, MAX_ENTRIES)
    base = capture.url or ""
    found: Mapping[str, Any] = feedparser.parse(
        io.BytesIO(xml.text.encode()),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": base},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    version = str(found.get("version") or "")
    if not version:
        raise SourceError(capture.source, "this is XML, but no feed in RSS or Atom")
    told, is_rss = found["feed"], not version.startswith("atom")
    return Feed(
        media_type=_MEDIA_TYPES["rss" if is_rss else "atom"],
        title=_text(told, "title"),
        url=address(str(told.get("link") or ""), base),
        summary=_text(told, "subtitle"),
        language=str(told.get("language") or ""),
        # as plain dictionaries: feedparser's own give an update for a publication, and the other way round
        entries=tuple(_entry(dict(entry.items()), base, is_rss=is_rss) for entry in found["entries"]),
        broken=xml.broken,
        line=xml.line,
    )


def _entry(entry: Mapping[str, Any], base: str, *, is_rss: bool) -> FeedEntry:
    link = str(entry.get("link") or "")
    identity = str(entry.get("id") or "")
    published = str(entry.get("published") or entry.get("created") or "")
    updated = str(entry.get("updated") or "")
    if is_rss:
        # dc:date, the date of the work itself: RSS has no other word for an update
        published, updated = published or updated, ""
    return FeedEntry(
        identity=identity,
        title=_text(entry, "title"),
        url=address(link, base) or address(identity),
        published=published,
        updated=updated,
        labels=tuple(str(tag.get("label") or tag.get("term") or "") for tag in entry.get("tags") or ()),
        summary=_text(entry, "summary"),
        content="\n".join(_shown(part) for part in entry.get("content") or ()),
    )


def _text(of: Mapping[str, Any], field: str) -> str:
    detail = of.get(f"{field}_detail")
    return _shown(detail) if detail else plain(str(of.get(field) or ""))


def _shown(detail: Mapping[str, Any]) -> str:
    value = str(detail.get("value") or "")
    kind = detail.get("type")
    if kind in _MARKUP:
        return plain(value)
    return value if kind == "text/plain" else ""
