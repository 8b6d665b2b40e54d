"""Listings that are numbered, or set apart by bullets on lines of their own."""

import itertools
from collections.abc import Iterator, Sequence
from statistics import median

from rochdale.loaders.layout.head import header, take_opening_date
from rochdale.loaders.layout.lines import MAX_KICKER, Line, Page, RawItem, take_label


def is_numbered_listing(lines: Sequence[Line], numbered: Sequence[int]) -> bool:
    """Entries numbered from 1 (the numbers may restart), each with lines of its own, spread over most of the page."""
    if not numbered or lines[numbered[0]].item != 1 or numbered[0] > 25:
        return False
    if _are_sections(lines, numbered) or 2 * sum(lines[at].text.endswith("?") for at in numbered) > len(numbered):
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
    page = header([line for line in head if not _is_month_heading(line)], listing=True)
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
    text = line.text
    return (not line.key and len(text) <= 2 and text[0] in "-*•–—") or (
        text[-1] == "." and len(text) <= len("100.") and text[:-1].isdigit()
    )


def separated_listing(lines: list[Line], marks: list[int]) -> Page:
    """The page and its entries, each behind a bullet on a line of its own."""
    page = header(lines[: marks[0]], listing=True)
    chunks = [
        [line for line in lines[at + 1 : until] if not line.text.startswith("©") and line.mark != "placeholder"]
        for at, until in zip(marks, [*marks[1:], len(lines)], strict=True)
    ]
    items = [entry(chunk) for chunk in chunks if chunk]
    return Page("listing", (*([page] if page else []), *items))


_HEADING_WORDS = 3
"""Words of a heading within a text, at most, by the middle one."""
