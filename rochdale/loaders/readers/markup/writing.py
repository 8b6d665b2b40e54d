"""The text of a page as its lines are read, with the spans of its items."""

from itertools import groupby

import msgspec

from rochdale.loaders.document import Entry, Link, Span
from rochdale.loaders.readers.capture import printable
from rochdale.loaders.readers.markup.addresses import address
from rochdale.loaders.readers.markup.boxes import Line, Sheet
from rochdale.loaders.readers.markup.cards import Card
from rochdale.loaders.readers.markup.metadata import Metadata
from rochdale.loaders.readers.markup.sheet import Layout

MAX_ENTRIES = 5000
_CELLS = " | "
_CELL = 200
"""Characters of what stands in a cell of data, if it is a block of its own."""
_LABEL = 48
"""Characters of the first cell of a row, if it names what the second holds."""


class Written(msgspec.Struct):
    """The text of a page, and what stands where in it."""

    text: str
    entries: tuple[Entry, ...]
    links: tuple[Link, ...]
    headings: tuple[int, ...]
    """Where the headings below the page's title begin."""


def write(sheet: Sheet, layout: Layout, declared: Metadata) -> Written:
    """Write the page: its own lines first, then its entries, each as kicker, title, date and teaser."""
    return _Writer(sheet.lines, declared).write(layout)


class _Writer:
    def __init__(self, lines: list[Line], declared: Metadata) -> None:
        self._lines = lines
        self._declared = declared
        self._pieces: list[str] = []
        self._at = 0
        self._links: list[Link] = []
        self._headings: list[int] = []
        self._addresses: dict[str, str] = {}

    def write(self, layout: Layout) -> Written:
        page = self._page(layout)
        entries = [self._entry(card, at in layout.related) for at, card in enumerate(layout.entries)]
        found = () if layout.unclear else (*page, *entries[:MAX_ENTRIES])
        return Written("".join(self._pieces), found, tuple(self._links), tuple(self._headings))

    # -- the page itself -----------------------------------------------------------------------------------------------

    def _page(self, layout: Layout) -> list[Entry]:
        spans: dict[int, Span] = {}
        title: Span | None = None
        if layout.title < 0 and self._declared.titles and not layout.unclear:
            title = self._put(self._declared.titles[0])
            self._gap()
        # what stands below a picture is no part of the text beside it, and neither is who wrote it
        own = sorted(layout.own, key=lambda at: self._lines[at].caption or self._lines[at].words == "byline")
        for row, cells in groupby(own, key=lambda at: self._lines[at].row):
            numbers = list(cells)
            if row and self._is_row([self._lines[at] for at in numbers]):
                span = self._put_row([self._lines[at] for at in numbers])
                spans.update(dict.fromkeys(numbers, span))
                continue
            for at in numbers:
                line = self._lines[at]
                spans[at] = self._put_line(line, gap=line.gap, bullet=True)
                if line.level and at != layout.title:
                    self._headings.append(spans[at][0])
        title = title or spans.get(layout.title)
        if title is None:
            return []
        shown = self._lines[layout.date].date if layout.date >= 0 else ""
        return [
            Entry(
                title=title,
                page=True,
                date=shown,
                date_at=spans.get(layout.date),
                body=(0, self._at),
                url=self._declared.canonical or self._declared.url,
            )
        ]

    def _is_row(self, lines: list[Line]) -> bool:
        """The cells of a row of data, which make one line; a label stands above what it names, as in a list of such."""
        cells = {line.cell for line in lines}
        if len(cells) != len(lines) or len(cells) < 2 or any(line.level for line in lines):
            return False
        names = len(cells) == 2 and lines[0].tag == "th" and lines[1].tag != "th" and len(lines[0].text) <= _LABEL
        return not names and all(line.tag in ("td", "th") or len(line.text) <= _CELL for line in lines)

    def _put_row(self, cells: list[Line]) -> Span:
        if cells[0].gap:
            self._gap()
        start = self._at
        for cell in cells[:-1]:
            self._add(cell, _CELLS)
        self._add(cells[-1], "\n")
        return start, self._at

    # -- entries -------------------------------------------------------------------------------------------------------

    def _entry(self, card: Card, related: bool) -> Entry:
        self._gap()
        lines = self._lines
        label = self._put_line(lines[card.label]) if card.label >= 0 and card.label != card.date else None
        title = self._put_line(lines[card.title])
        date_at = self._put_line(lines[card.date]) if card.date >= 0 else None
        lead = [self._put_line(lines[at]) for at in card.lead]
        return Entry(
            title=title,
            related=related,
            label=date_at if card.label >= 0 and card.label == card.date else label,
            date=lines[card.date].date if card.date >= 0 else "",
            date_at=date_at,
            lead=(lead[0][0], lead[-1][1]) if lead else None,
            url=self._address(card.target),
        )

    # -- lines ---------------------------------------------------------------------------------------------------------

    def _gap(self) -> None:
        if self._pieces and self._pieces[-1] != "\n":
            self._pieces.append("\n")
            self._at += 1

    def _put(self, text: str) -> Span:
        start = self._at
        text = printable(text) + "\n"
        self._pieces.append(text)
        self._at += len(text)
        return start, self._at

    def _put_line(self, line: Line, *, gap: bool = False, bullet: bool = False) -> Span:
        """Write one line; returns its span."""
        if gap:
            self._gap()
        start = self._at
        if line.bullet and bullet:
            self._pieces.append(line.bullet)
            self._at += len(line.bullet)
        self._add(line, "\n")
        return start, self._at

    def _add(self, line: Line, end: str) -> None:
        for first, last, target in line.links:
            if url := self._address(target):
                self._links.append(Link(self._at + first, self._at + last, url))
        text = printable(line.text) + end
        self._pieces.append(text)
        self._at += len(text)

    def _address(self, written: str) -> str:
        found = self._addresses.get(written)
        if found is None:
            found = self._addresses[written] = address(written, self._declared.base)
        return found
