"""Items that the source itself sets apart: no layout has to be guessed. And what it declares of the page as a whole."""

from bisect import bisect_left
from collections.abc import Sequence

from rochdale.loaders.dates import FoundDate, date_line, declared_date
from rochdale.loaders.document import Document, Entry, Head, Span
from rochdale.loaders.folding import key
from rochdale.loaders.items import PageKind
from rochdale.loaders.layout.head import titled
from rochdale.loaders.layout.lines import Line, Page, RawItem, line_meaning, split_lines, take_label
from rochdale.loaders.vocabulary import Vocabulary


def declared_page(document: Document, folded: str, words: Vocabulary, language: str = "") -> Page:
    """The page of a document that declares its entries: their titles, labels, dates and texts as declared."""
    lines = _Lines(split_lines(document.text, folded, words, language), document.headings)
    items = [item for entry in document.entries if (item := _item(entry, lines))]
    return Page(_kind(items), tuple(items))


def _kind(items: Sequence[RawItem]) -> PageKind:
    """A listing has entries of its own; a thematic page offers related ones and has no date."""
    if any(item.part == "entry" and not item.related for item in items):
        return "listing"
    page = next((item for item in items if item.part == "page"), None)
    if page is not None and ((len(items) > 3 and not page.date) or (page.meaning and page.meaning.type == "thematic")):
        return "thematic"
    return "article"


class _Lines:
    """The lines of a text by their place."""

    def __init__(self, lines: Sequence[Line], headings: Sequence[int]) -> None:
        self._lines = lines
        self.headings = frozenset(headings)
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
    item = _page_item(entry, title[0], lines) if entry.page else _entry_item(entry, title[0], lines)
    item.likely_type = entry.likely_type
    for line in lines.within(entry.label)[:1]:
        _take_label(item, line)
    shown = lines.within(entry.date_at)[:1]
    if shown or entry.date:
        item.date = _date(shown[0] if shown else None, declared_date(entry.date))
        item.date_at = shown[0] if shown else item.title
    return item


def _page_item(entry: Entry, title: Line, lines: _Lines) -> RawItem:
    """The page itself: kicker, date and fields are told by its lines, as in any page."""
    shown = lines.within(entry.date_at)[:1]
    # `Posted on 3 May by admin`: a line shown as the date is no text of the page
    unread = {line.start for line in shown if _date_in(line) is None}
    body = [line for line in lines.within(entry.body) if line.start not in unread]
    if title not in body:
        body.insert(0, title)
    item = titled(body, body.index(title))
    # a lead ends where a heading begins
    ends = next((at for at, line in enumerate(item.lead) if line.start in lines.headings), len(item.lead))
    item.body[:0] = item.lead[ends:]
    item.lead = [*lines.within(entry.lead), *item.lead[:ends]]
    item.url = entry.url
    return item


def _entry_item(entry: Entry, title: Line, lines: _Lines) -> RawItem:
    aside = {line.start for span in (entry.title, entry.label, entry.date_at) for line in lines.within(span)}
    item = RawItem("entry", title, related=entry.related, url=entry.url)
    item.lead += [line for line in lines.within(entry.lead) if line.start not in aside]
    item.body += lines.within(entry.body)
    return item


def _take_label(item: RawItem, line: Line) -> None:
    """Let a line be the kicker, or what stands in it beside the date."""
    take_label(item, line)
    if line.dated_label is not None:
        item.label, item.meaning, item.series_number = line.dated_label.label, line.dated_label.meaning, ""


def _date_in(line: Line) -> FoundDate | None:
    """The date of a line that is one, or holds one beside a kicker or behind a label."""
    if line.dated_label is not None:
        return line.dated_label.date
    return date_line(line.text[line.inline_at :]) if line.inline_mark else line.date


def _date(shown: Line | None, declared: FoundDate | None) -> FoundDate | None:
    """The date that is shown, unless the declared one says it more exactly or nothing is shown that can be read."""
    found = _date_in(shown) if shown is not None else None
    if found is None or (declared is not None and found.iso and declared.iso.startswith(found.iso) and not found.span):
        return declared
    return found


def with_head(page: Page, head: Head, words: Vocabulary) -> Page:
    """Let the page's own item have what the source declares of the page as a whole, where its lines do not say it.

    A listing is not dated by it: what is declared there is when the frame of the listing was made.
    """
    item = next((item for item in page.items if item.part == "page"), None)
    if item is None or page.kind == "listing":
        return page
    item.starts = declared_date(head.starts)
    if head.work or page.kind == "article":
        item.published = declared_date(head.date)
    item.is_work = head.work
    if head.work and item.published and not (item.meaning and item.meaning.type == "thematic"):
        page = Page("article", page.items)
    section = line_meaning(head.section, key(head.section), words)[0] if head.section.strip() else None
    if section is not None and section.of != "topic" and section.type and head.type != "event":
        item.declared_type = section.type
    else:
        item.declared_type = head.type
    return page
