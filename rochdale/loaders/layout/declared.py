"""Items that the source itself sets apart: no layout has to be guessed."""

from bisect import bisect_left
from collections.abc import Sequence

from rochdale.loaders.dates import declared_date
from rochdale.loaders.document import Document, Entry, Span
from rochdale.loaders.layout.lines import Line, Page, RawItem, split_lines, take_label
from rochdale.loaders.vocabulary import Vocabulary


def declared_page(document: Document, folded: str, words: Vocabulary, language: str = "") -> Page:
    """The page of a document that declares its entries: their titles, labels, dates and texts as declared."""
    lines = _Lines(split_lines(document.text, folded, words, language))
    items = [item for entry in document.entries if (item := _item(entry, lines))]
    return Page("listing" if any(item.part == "entry" for item in items) else "article", tuple(items))


class _Lines:
    """The lines of a text by their place."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._starts = [line.start for line in lines]

    def within(self, span: Span | None) -> Sequence[Line]:
        """The lines that begin in the span."""
        if span is None:
            return ()
        return self._lines[bisect_left(self._starts, span[0]) : bisect_left(self._starts, span[1])]


def _item(entry: Entry, lines: _Lines) -> RawItem | None:
    """The raw item of an entry; None if its title is blank."""
    title = lines.within(entry.title)
    if not title:
        return None
    item = RawItem(
        part="page" if entry.page else "entry",
        title=title[0],
        related=entry.related,
        url=entry.url,
    )
    item.likely_type = entry.likely_type
    item.lead += lines.within(entry.lead)
    item.body += lines.within(entry.body)
    for line in lines.within(entry.label)[:1]:
        take_label(item, line)
    shown = lines.within(entry.date_at)
    item.date = declared_date(entry.date) or next((line.date for line in shown if line.date), None)
    item.date_at = shown[0] if shown else item.title
    return item
