"""Listings: numbered, set apart by bullets on lines of their own, or told by the dates below their titles."""

import itertools
from collections.abc import Iterator, Sequence
from statistics import median

from rochdale.loaders.layout.head import header, take_opening_date
from rochdale.loaders.layout.lines import MAX_KICKER, MAX_TITLE, Line, Page, RawItem, take_label


def is_numbered_listing(lines: Sequence[Line], numbered: Sequence[int]) -> bool:
    """Entries numbered from 1 (the numbers may restart), each with lines of its own, spread over most of the page."""
    if not numbered or lines[numbered[0]].item != 1 or numbered[0] > 25:
        return False
    if _are_sections(lines, numbered):
        return False
    steps = [lines[b].item - lines[a].item == 1 or lines[b].item == 1 for a, b in itertools.pairwise(numbered)]
    if not all(steps):
        return False
    last = numbered[-1] + 1
    inside = [line for line in lines[numbered[0] : last] if not line.item]
    if not inside:
        return len(numbered) == 1 and any(line.indent > 1 for line in lines[last:])
    if len(numbered) == 1:
        return lines[numbered[0]].indent > 0 or any(line.indent > 1 for line in lines[last:])
    # a numbered list inside a text has one line a number and stands among paragraphs
    return len(inside) >= len(numbered) - 1 or lines[numbered[0]].indent > 0


def _are_sections(lines: Sequence[Line], numbered: Sequence[int]) -> bool:
    """Numbered headings of a text: a few words each, below them text and neither dates nor kickers."""
    short = median(lines[at].key.count(" ") + 1 for at in numbered) <= _HEADING_WORDS
    return short and not any(line.date or line.meaning or line.indent for line in lines[numbered[0] :])


def numbered_listing(lines: list[Line], numbered: list[int]) -> Page:
    """The page and its entries; `numbered` tells which lines open one."""
    head = lines[: numbered[0]]
    page = header([line for line in head if not _is_month_heading(line)])
    chunks = []
    for at, until in zip(numbered, [*numbered[1:], len(lines)], strict=True):
        chunk = lines[at:until]
        inner = max((line.indent for line in chunk[1:]), default=0)
        if inner > chunk[0].indent:  # what is set back from the entries belongs to the page: month headings, footers
            chunk = [chunk[0], *_while_indented(chunk[1:], inner)]
        chunks.append([line for line in chunk if not (_is_month_heading(line) and line.indent <= chunk[0].indent)])
    kickers = sum(_kicker_first(chunk) is True for chunk in chunks)
    plain = sum(_kicker_first(chunk) is False for chunk in chunks)
    items = [entry(chunk, kickers > plain) for chunk in chunks]
    return Page("listing", (*([page] if page else []), *items))


def _while_indented(lines: Sequence[Line], indent: int) -> Iterator[Line]:
    for line in lines:
        if line.indent < indent - 1:
            return
        yield line


def _is_month_heading(line: Line) -> bool:
    return line.date is not None and not line.date.span and len(line.date.iso) == 7


def _kicker_first(chunk: Sequence[Line]) -> bool | None:
    """Whether an entry begins with a kicker (True) or its title (False); None where its lines alone do not say."""
    if len(chunk) < 2:
        return None
    first, second = chunk[0], chunk[1]
    if first.meaning and first.meaning.of == "topic" and second.is_sentence and not any(line.date for line in chunk):
        return False
    if first.meaning or (len(chunk) > 2 and chunk[2].date and not second.is_sentence):
        return True
    return False if second.date or second.is_sentence or len(first.text) > MAX_KICKER else None


def entry(chunk: Sequence[Line], listing_has_kickers: bool = False) -> RawItem:
    """The item of an entry's lines: a kicker or date above its title if they stand there, and what stands below."""
    above = []
    while len(chunk) > 1 and chunk[0].date:
        above.append(chunk[0])
        chunk = chunk[1:]
    says = _kicker_first(chunk)
    with_kicker = says if says is not None else listing_has_kickers and len(chunk) > 1
    if with_kicker and len(chunk) > 1:
        kicker, title, rest = chunk[0], chunk[1], chunk[2:]
        item = RawItem(part="entry", title=title)
        take_label(item, kicker)
    else:
        item, rest = RawItem(part="entry", title=chunk[0]), chunk[1:]
    for line in (*above, *rest):
        if line.date and item.date is None:
            item.date, item.date_at = line.date, line
        elif not line.mark and line.key != item.title.key:
            item.lead.append(line)
    take_opening_date(item)
    return item


def is_separator(line: Line) -> bool:
    """A bullet that stands alone on its line, as some exports leave it before each entry of a list."""
    return not line.key and len(line.text) <= 2 and line.text[0] in "-*•–—"


def separated_listing(lines: list[Line], marks: list[int]) -> Page:
    """The page and its entries, each behind a bullet on a line of its own."""
    page = header(lines[: marks[0]])
    chunks = [
        [line for line in lines[at + 1 : until] if not line.text.startswith("©") and line.mark != "placeholder"]
        for at, until in zip(marks, [*marks[1:], len(lines)], strict=True)
    ]
    items = [entry(chunk) for chunk in chunks if chunk]
    return Page("listing", (*([page] if page else []), *items))


def dated_entries(lines: Sequence[Line]) -> list[int]:
    """Where the entries of an unnumbered listing begin, or [] if the page is none.

    Three date lines or more, each right below a title; the titles have no numbers and differ from one another.
    """
    dates = [i for i, line in enumerate(lines) if line.date and i and len(line.date.iso) == 10]
    if len(dates) < 3 or any(line.mark == "related" for line in lines[: dates[-1]]):
        return []
    starts: list[int] = []
    for at in dates:
        title = at - 1
        if lines[title].is_sentence or lines[title].date or lines[title].mark:
            return []
        starts.append(title - 1 if title and _is_kicker(lines, title - 1) else title)
    if len({lines[i].key for i in dates}) < 1 or starts != sorted(set(starts)):
        return []
    if starts[0] == 0 and len(starts) > 1:
        # the first date belongs to the page itself if text runs between it and the next
        starts = (
            starts[1:]
            if len(starts) > 3 and any(len(line.text) > MAX_TITLE for line in lines[2 : starts[1]])
            else starts
        )
    return starts


def _is_kicker(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    return line.meaning is not None and not line.is_sentence and line.date is None


_HEADING_WORDS = 3
"""Words of a heading within a text, at most, by the middle one."""
MIN_PAIRS = 4
MOSTLY = 0.7
"""Share of a page's lines that stand in pairs, if the page is a listing of them."""
_MIN_TEASER = 40


def paired_entries(lines: Sequence[Line]) -> list[int]:
    """Where entries begin that are a title with its teaser on the very next line, blank lines between them."""
    return [
        at
        for at in range(1, len(lines) - 1)
        if lines[at].gap and not lines[at + 1].gap and (at + 2 == len(lines) or lines[at + 2].gap)
        if not (lines[at].is_sentence or lines[at].mark or lines[at].meaning or lines[at].bullet)
        if not (lines[at + 1].mark or lines[at + 1].caption or lines[at + 1].bullet or lines[at + 1].date)
        if len(lines[at + 1].text) >= _MIN_TEASER and lines[at + 1].key != lines[at].key
        if not lines[at + 1].key.endswith(lines[at].key) and len(lines[at].text) < MAX_TITLE // 2
    ]


def dated_listing(lines: list[Line], starts: list[int]) -> Page:
    """The page and its entries, each a title with what stands below it; `starts` tells where each begins."""
    page = header(lines[: starts[0]]) if starts[0] else None
    items = [entry(lines[at:until]) for at, until in zip(starts, [*starts[1:], len(lines)], strict=True)]
    return Page("listing", (*([page] if page else []), *items))
