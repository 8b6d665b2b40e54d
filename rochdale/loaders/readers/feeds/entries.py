"""A feed and its entries, whatever the format says them in."""

import msgspec
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

MAX_ENTRIES = 20_000


class FeedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry, as the feed gives it; each field "" where it gives nothing."""

    identity: str = ""
    title: str = ""
    url: str = ""
    """Whole, or ""."""
    published: str = ""
    """As written."""
    updated: str = ""
    """Likewise."""
    labels: tuple[str, ...] = ()
    """Categories, in their order."""
    summary: str = ""
    """Text; a paragraph a line."""
    content: str = ""
    """Likewise."""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed."""

    media_type: str
    title: str = ""
    url: str = ""
    """Of the page that it is the feed of."""
    summary: str = ""
    language: str = ""
    entries: tuple[FeedEntry, ...] = ()
    broken: str = ""
    """What is wrong where the feed breaks off, or ""."""
    line: int = 0


def plain(markup: str) -> str:
    """The text that markup shows: a block a line; scripts, styles and pictures show none."""
    if "<" not in markup and "&" not in markup:
        return markup
    shown: str = extract_plain_text(
        HTMLTree.parse(markup),
        main_content=False,
        preserve_formatting=True,
        list_bullets=False,
        alt_texts=False,
        links=False,
        form_fields=False,
        noscript=False,
    )
    return shown
