"""JSON Feed (https://www.jsonfeed.org/version/1.1/)."""

from typing import Any

import msgspec

from rochdale.errors import SourceError
from rochdale.loaders.addresses import address
from rochdale.loaders.document import Capture
from rochdale.loaders.readers.feeds.entries import MAX_ENTRIES, Feed, FeedEntry, plain


def read_json_feed(capture: Capture) -> Feed:
    """Read a feed in JSON.

    Raises:
        SourceError: it is no JSON, or no feed.
    """
    try:
        found = msgspec.json.decode(capture.data.removeprefix(b"\xef\xbb\xbf"), type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise SourceError(capture.source, f"the JSON is broken ({error})") from error
    items = found.get("items")
    if not isinstance(items, list):
        raise SourceError(capture.source, "this is JSON, but no feed: it has no items")
    if len(items) > MAX_ENTRIES:
        raise SourceError(capture.source, f"this has more than {MAX_ENTRIES:,} entries; split it")
    base = capture.url or _said(found, "feed_url") or _said(found, "home_page_url")
    return Feed(
        media_type="application/feed+json",
        title=_said(found, "title"),
        url=address(_said(found, "home_page_url"), base),
        summary=_said(found, "description"),
        language=_said(found, "language"),
        entries=tuple(_entry(item, base) for item in items if isinstance(item, dict)),
    )


def _entry(item: dict[str, Any], base: str) -> FeedEntry:
    tags = item.get("tags")
    return FeedEntry(
        identity=_said(item, "id"),
        title=_said(item, "title"),
        url=address(_said(item, "url") or _said(item, "external_url"), base) or address(_said(item, "id")),
        published=_said(item, "date_published"),
        updated=_said(item, "date_modified"),
        labels=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        summary=_said(item, "summary"),
        content=_said(item, "content_text") or plain(_said(item, "content_html")),
    )


def _said(of: dict[str, Any], field: str) -> str:
    value = of.get(field)
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""
