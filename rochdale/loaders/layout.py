"""Layout: which lines of a page are an item's title, kicker, date, summary or body.

Three layouts cover the captures: a numbered listing, a listing told by its repeated date lines, and a single page with cards of
related content below. The words of a page's furniture come from the vocabulary (`ontology/layout.ttl`); everything else is shape.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from rochdale.loaders.extraction.dates import FoundDate, date_line, first_full_date
from rochdale.loaders.folding import key
from rochdale.loaders.vocabulary import LineMeaning, Vocabulary

_NUMBERED = re.compile(r"(\s*)(\d{1,3})[.)]\s+(?=\S)")
_BULLET = re.compile(r"\s*[-*•·▪●–—o]\s+(?=\S)")
_SERIES_NUMBER = re.compile(
    r"[\s,:–-]*(?:\b(?:no|nos|nr|num|number|numero|issue|issue no|vol|n)\b\.?|#|n[°º])?\s*[#°º.]*\s*(\d{1,4}|[IVXL]{1,6})\s*$", re.I
)
_ABOUT = re.compile(r"((?:\w+ ){0,2}\w+) (?:on|sur|sobre) ")
"""`Thematic page on ...`: a type line that names its subject."""
_PIPE = re.compile(r"\s*[|•·]\s*")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’»)]*$")
MAX_TITLE = 300
MAX_KICKER = 90


class Line(msgspec.Struct, frozen=True):
    """One line that is not blank."""

    text: str
    """Without surrounding white space, number or bullet."""
    start: int
    end: int
    number: int
    """From 1, blank lines counted."""
    indent: int
    gap: bool
    """A blank line stands before it."""
    item: int = 0
    """Its number in a numbered listing, or 0."""
    bullet: bool = False
    key: str = ""
    mark: str = ""
    """Slug of the layout mark that the line is, or ""."""
    meaning: LineMeaning | None = None
    series_number: str = ""
    date: FoundDate | None = None
    caption: bool = False
    """It opens with the words of a cover's caption."""
    inline_mark: str = ""
    """Mark of the field whose value stands on this same line (`Donor: ...`), or ""."""
    inline_at: int = 0
    """Where in `text` that value begins."""

    @property
    def is_sentence(self) -> bool:
        """It reads as running text rather than as a title."""
        return len(self.text) > MAX_TITLE or (bool(_SENTENCE_END.search(self.text)) and not self.text.endswith("?"))


class Field(msgspec.Struct, frozen=True):
    """A field of a fact sheet: its mark (`field-donor`) and the lines of its value."""

    mark: str
    lines: tuple[Line, ...]


class RawItem(msgspec.Struct, kw_only=True):
    """The lines of one item, before anything in them is recognised."""

    part: str
    title: Line
    label: str = ""
    label_at: Line | None = None
    meaning: LineMeaning | None = None
    series_number: str = ""
    date: FoundDate | None = None
    date_at: Line | None = None
    lead: list[Line] = msgspec.field(default_factory=list)
    """Summary: what stands between title and body, or below the title of an entry."""
    body: list[Line] = msgspec.field(default_factory=list)
    fields: list[Field] = msgspec.field(default_factory=list)
    related: bool = False


class Page(msgspec.Struct, frozen=True):
    """A page's items in page order, the page itself first."""

    kind: str
    items: tuple[RawItem, ...]


def split_lines(text: str, words: Vocabulary) -> list[Line]:
    """The lines of a page that are not blank, each with what it can be told to be by itself."""
    lines: list[Line] = []
    start, number, gap = 0, 0, False
    for raw in text.split("\n"):
        number += 1
        stripped = raw.strip()
        if stripped:
            lines.append(_line(raw, stripped, start, number, gap, words))
            gap = False
        else:
            gap = True
        start += len(raw) + 1
    return lines


def _line(raw: str, stripped: str, start: int, number: int, gap: bool, words: Vocabulary) -> Line:
    at = raw.index(stripped[0])
    indent, item, bullet = at, 0, False
    if match := _NUMBERED.match(raw):
        at, item = match.end(), int(match.group(2))
    elif match := _BULLET.match(raw):
        at, bullet = match.end(), True
    end = len(raw.rstrip())
    body = raw[at:end]
    inline_mark, inline_at = _inline_mark(body, words)
    if len(body) > MAX_KICKER:
        folded = key(body) if len(body) <= MAX_TITLE else ""
        return Line(
            body, start + at, start + end, number, indent, gap, item, bullet, folded,
            inline_mark=inline_mark, inline_at=inline_at,
        )  # fmt: skip
    folded = key(body)
    meaning, series_number = line_meaning(body, folded, words)
    return Line(
        body, start + at, start + end, number, indent, gap, item, bullet, folded,
        words.marks.get(folded, ""), meaning, series_number, date_line(body),
        words.marks.get(folded.split(" ", 1)[0]) == "cover", inline_mark, inline_at,
    )  # fmt: skip


def _inline_mark(text: str, words: Vocabulary) -> tuple[str, int]:
    colon = text.find(":", 2, 48)
    if colon < 0 or colon + 2 >= len(text):
        return "", 0
    mark = words.marks.get(key(text[:colon]), "")
    return (mark, colon + 1 + len(text[colon + 1 :]) - len(text[colon + 1 :].lstrip())) if mark.startswith("field-") else ("", 0)


def line_meaning(text: str, folded: str, words: Vocabulary) -> tuple[LineMeaning | None, str]:
    """What a short line says of an item (type, series or topic) and the number it gives, if any."""
    meaning = words.lines.get(folded)
    if meaning is None and (match := _SERIES_NUMBER.search(text)):
        meaning = words.lines.get(key(text[: match.start()]))
        if meaning is not None:
            return meaning, match.group(1)
    if meaning is None and (match := _ABOUT.match(folded)):
        meaning = words.lines.get(match.group(1))
        if meaning is not None and meaning.type == "thematic":
            return msgspec.structs.replace(meaning, name=text), ""
        return None, ""
    return meaning, ""


def read_page(text: str, words: Vocabulary) -> Page:
    """Find the items of a page.

    Returns:
        The page's kind (listing, thematic, article) and its items; no items if the text holds no line that can be a title.
    """
    lines = _content(split_lines(text, words))
    if not lines:
        return Page("article", ())
    numbered = [i for i, line in enumerate(lines) if line.item and line.mark == ""]
    if _is_numbered_listing(lines, numbered):
        return _numbered_listing(lines, numbered)
    dated = _dated_entries(lines)
    if dated:
        return _dated_listing(lines, dated)
    return _single_page(lines)


def _content(lines: list[Line]) -> list[Line]:
    """Lines without notices, pictures' stand-ins and the foot of the page."""
    kept: list[Line] = []
    skipping = False
    for i, line in enumerate(lines):
        if line.mark == "notice":
            skipping = True
            continue
        if skipping and not line.gap and kept == [] and i:
            continue
        skipping = False
        if line.mark == "end" and i > len(lines) // 2:
            break
        kept.append(line)
    return kept


# -- numbered listings ----------------------------------------------------------------------------------------------------------


def _is_numbered_listing(lines: Sequence[Line], numbered: Sequence[int]) -> bool:
    """Entries numbered from 1 (the numbers may restart), each with lines of its own, spread over most of the page."""
    if not numbered or lines[numbered[0]].item != 1 or numbered[0] > 25:
        return False
    steps = [lines[b].item - lines[a].item == 1 or lines[b].item == 1 for a, b in zip(numbered, numbered[1:], strict=False)]
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


def _numbered_listing(lines: list[Line], numbered: list[int]) -> Page:
    head = lines[: numbered[0]]
    page = _header([line for line in head if not _is_month_heading(line)])
    chunks = []
    for at, until in zip(numbered, [*numbered[1:], len(lines)], strict=True):
        chunk = lines[at:until]
        inner = max((line.indent for line in chunk[1:]), default=0)
        if inner > chunk[0].indent:  # what is set back from the entries belongs to the page: month headings, footers
            chunk = [chunk[0], *_while_indented(chunk[1:], inner)]
        chunks.append([line for line in chunk if not (_is_month_heading(line) and line.indent <= chunk[0].indent)])
    kickers = sum(_kicker_first(chunk) is True for chunk in chunks)
    plain = sum(_kicker_first(chunk) is False for chunk in chunks)
    items = [_entry(chunk, kickers > plain) for chunk in chunks]
    return Page("listing", (*([page] if page else []), *items))


def _while_indented(lines: Sequence[Line], indent: int) -> Iterator[Line]:
    for line in lines:
        if line.indent < indent - 1:
            return
        yield line


def _is_month_heading(line: Line) -> bool:
    return line.date is not None and not line.date.span and len(line.date.iso) == 7


def _take_label(item: RawItem, line: Line) -> None:
    item.label, item.label_at, item.meaning, item.series_number = line.text, line, line.meaning, line.series_number


def _kicker_first(chunk: Sequence[Line]) -> bool | None:
    """Whether an entry begins with a kicker (True) or its title (False); None where its lines alone do not say."""
    if len(chunk) < 2:
        return None
    first, second = chunk[0], chunk[1]
    if first.meaning or (len(chunk) > 2 and chunk[2].date and not second.is_sentence):
        return True
    return False if second.date or second.is_sentence or len(first.text) > MAX_KICKER else None


def _entry(chunk: Sequence[Line], listing_has_kickers: bool) -> RawItem:
    says = _kicker_first(chunk)
    with_kicker = says if says is not None else listing_has_kickers and len(chunk) > 1
    if with_kicker and len(chunk) > 1:
        kicker, title, rest = chunk[0], chunk[1], chunk[2:]
        item = RawItem(part="entry", title=title)
        _take_label(item, kicker)
    else:
        item, rest = RawItem(part="entry", title=chunk[0]), chunk[1:]
    for line in rest:
        if line.date and item.date is None:
            item.date, item.date_at = line.date, line
        elif not line.mark and line.key != item.title.key:
            item.lead.append(line)
    return item


# -- listings told by their dates -------------------------------------------------------------------------------------------------


def _dated_entries(lines: Sequence[Line]) -> list[int]:
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
        starts = starts[1:] if len(starts) > 3 and any(len(line.text) > MAX_TITLE for line in lines[2 : starts[1]]) else starts
    return starts


def _is_kicker(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    return line.meaning is not None and not line.is_sentence and line.date is None


def _dated_listing(lines: list[Line], starts: list[int]) -> Page:
    page = _header(lines[: starts[0]]) if starts[0] else None
    items = [
        _entry(lines[at:until], listing_has_kickers=False)
        for at, until in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]
    return Page("listing", (*([page] if page else []), *items))


# -- single pages ---------------------------------------------------------------------------------------------------------------


def _single_page(lines: list[Line]) -> Page:
    related = next((i for i, line in enumerate(lines) if line.mark == "related" and i), len(lines))
    cards_at = min(related, _first_card(lines[:related]))
    page = _header(lines[:cards_at])
    cards = list(_cards(lines[cards_at:]))
    kind = "article"
    if page and (len(cards) > 2 and not page.date or (page.meaning and page.meaning.type == "thematic")):
        kind = "thematic"
    return Page(kind, (*([page] if page else []), *cards))


def _first_card(lines: Sequence[Line]) -> int:
    """Where cards begin that no heading announces: the first of two or more doubled titles that lead to the end of the page."""
    first = len(lines)
    at = len(lines) - 1
    while at > 2:
        begin = next((i for i in range(max(1, at - 4), at) if _doubled(lines, i, at)), None)
        if begin is None:
            break
        while begin > 3 and (_same_title(lines[begin - 1], lines[at])):
            begin -= 1
        first, at = begin, begin - 1
    # the page's own title may stand twice at its top; a card is followed by nothing but cards
    return first if first > 2 else len(lines)


def _doubled(lines: Sequence[Line], i: int, j: int) -> bool:
    return _same_title(lines[i], lines[j]) and not lines[j].is_sentence and all(not line.is_sentence for line in lines[i + 1 : j])


def _same_title(a: Line, b: Line) -> bool:
    if not a.key or not b.key or b.date or b.mark:
        return False
    return a.key == b.key or (len(b.key) > 12 and (a.key.endswith(" " + b.key) or b.key.endswith(" " + a.key)) and abs(len(a.key) - len(b.key)) < 14)


def _cards(lines: Sequence[Line]) -> Iterator[RawItem]:
    """The items of related content: titles doubled around a placeholder or caption, or single lines with what belongs to them."""
    at = 0
    lines = [line for line in lines if line.mark not in ("related", "notice")]
    while at < len(lines):
        line = lines[at]
        if line.mark or line.date:
            at += 1
            continue
        again = next((j for j in range(at + 1, min(at + 6, len(lines))) if _same_title(line, lines[j])), None)
        item, at = _doubled_card(lines, at, again) if again else _plain_card(lines, at)
        if item is not None:
            yield item


def _doubled_card(lines: Sequence[Line], at: int, again: int) -> tuple[RawItem, int]:
    last = again
    third = next((j for j in range(again + 1, min(again + 3, len(lines))) if _same_title(lines[at], lines[j])), None)
    placeholder = any(line.mark == "placeholder" for line in lines[at:again])
    between = [line for line in lines[at + 1 : again] if _can_be_kicker(line)]
    kicker = next((line for line in between if line.meaning), between[-1] if between else None)
    if third and not placeholder and kicker is None and not any(line.mark == "placeholder" for line in lines[again : third + 1]):
        fourth = third + 1 < len(lines) and _same_title(lines[at], lines[third + 1])
        if not fourth:
            kicker = next((line for line in lines[again + 1 : third] if _can_be_kicker(line)), None)
            last = third
    title = lines[last] if len(lines[last].key) <= len(lines[at].key) else lines[at]
    item = RawItem(part="entry", title=title, related=True)
    if kicker is not None:
        _take_label(item, kicker)
    item.date_at = next((line for line in lines[at + 1 : last] if line.date), None)
    at = _card_tail(lines, last + 1, item)
    return item, at


def _can_be_kicker(line: Line) -> bool:
    return not (line.mark or line.caption) and line.date is None and len(line.text) <= MAX_KICKER and not line.is_sentence and bool(line.key)


def _plain_card(lines: Sequence[Line], at: int) -> tuple[RawItem | None, int]:
    line = lines[at]
    item = RawItem(part="entry", title=line, related=True)
    split = _label_and_date(line.text)
    if (line.meaning or split) and at + 1 < len(lines) and not lines[at + 1].mark and not lines[at + 1].date:
        item = RawItem(part="entry", title=lines[at + 1], related=True)
        _take_label(item, line)
        if split:
            item.label, item.date, item.date_at = split[0], split[1], line
        at += 1
    if item.title.is_sentence and len(item.title.text) > 160:
        return None, at + 1
    return item, _card_tail(lines, at + 1, item)


def _card_tail(lines: Sequence[Line], at: int, item: RawItem) -> int:
    """Date and summary lines below a card's title; returns where the next card begins."""
    if item.date_at is not None and item.date is None:
        item.date = item.date_at.date
    while at < len(lines):
        line = lines[at]
        if line.date and item.date is None:
            item.date, item.date_at = line.date, line
        elif line.is_sentence and not line.mark:
            item.lead.append(line)
        else:
            break
        at += 1
    return at


def _label_and_date(text: str) -> tuple[str, FoundDate] | None:
    """`News | 11 March 2021` as its label and date."""
    parts = _PIPE.split(text)
    if len(parts) < 2 or len(text) > MAX_KICKER:
        return None
    dates = [(part, found) for part in parts if (found := date_line(part))]
    others = [part for part in parts if not date_line(part)]
    return (others[0] if others else "", dates[0][1]) if dates else None


# -- the head of a page -----------------------------------------------------------------------------------------------------------


def _header(lines: Sequence[Line]) -> RawItem | None:
    """The page's own item: title, kicker, date, lead, body and fields. None if no line can be a title."""
    lines = [line for line in lines if line.mark not in ("placeholder", "notice", "related")]
    at = _title_at(lines)
    if at is None:
        return None
    item = RawItem(part="page", title=lines[at])
    for line in lines[:at]:
        _head_line(item, line)
    before = [line for line in lines[:at] if not (line.meaning or line.date)]
    rest = [*before, *(line for line in lines[at + 1 :] if line.key != item.title.key or not line.key)]
    _lead_and_body(item, rest)
    return item


def _head_line(item: RawItem, line: Line) -> bool:
    """Take a kicker or date line of the page's head; False if the line is neither."""
    if line.date and not line.mark:
        if item.date is None and len(line.date.iso) != 7:
            item.date, item.date_at = line.date, line
        return True
    if line.meaning and not item.label:
        _take_label(item, line)
        return True
    if (split := _label_and_date(line.text)) and item.date is None:
        item.date, item.date_at = split[1], line
        if not item.label:
            item.label, item.label_at = split[0], line
        return True
    return False


def _title_at(lines: Sequence[Line]) -> int | None:
    """The title: the line after an early kicker, else the first line that reads as a title, else the first line."""
    head = lines[:8]
    for i, line in enumerate(head):
        dated = _label_and_date(line.text) is not None
        if i and dated:
            return 0 if len(head[0].text) <= MAX_TITLE and not head[0].mark else None
        labelled = dated or (line.meaning is not None and line.meaning.of != "topic")
        if labelled and i + 1 < len(lines):
            if i and not head[i - 1].is_sentence and _is_no_title(lines[i + 1]):
                break
            after = next((j for j in range(i + 1, min(i + 3, len(lines))) if not lines[j].date and not lines[j].mark), None)
            if after is not None and not (lines[after].is_sentence and len(lines[after].text) > 160):
                return after
    for i, line in enumerate(head):
        if not (line.date or line.mark or line.meaning or line.is_sentence or line.bullet) and len(line.key) > 2:
            return i
    return next((i for i, line in enumerate(head) if not line.date and len(line.text) <= MAX_TITLE and line.key), None)


def _is_no_title(line: Line) -> bool:
    return bool(line.date or line.is_sentence or line.caption or line.inline_mark or line.mark or not line.key)


def _lead_and_body(item: RawItem, lines: Sequence[Line]) -> None:
    """Sort what follows the title into lead, date, fields and body."""
    at, seen = 0, set[str]()
    while at < len(lines):
        line = lines[at]
        at += 1
        in_head = not item.body
        if in_head and _head_line(item, line):
            continue
        if line.mark.startswith("field-"):
            at = _take_field(item, lines, at, line)
            _date_of_field(item, item.fields[-1])
            continue
        inline = _inline_field(line)
        if inline:
            item.fields.append(inline)
            _date_of_field(item, inline)
            continue
        if line.mark in ("cover", "end") or line.caption:
            continue
        if line.key and line.key in seen:
            continue
        if line.key:
            seen.add(line.key)
        (item.lead if in_head and len(item.lead) < 2 and item.date is None else item.body).append(line)
    if not item.lead and item.body:
        first = next((line for line in item.body if line.is_sentence), None)
        if first is not None:
            item.lead.append(first)
            item.body.remove(first)


def _date_of_field(item: RawItem, field: Field) -> None:
    """A publication date given as a field."""
    if field.mark == "field-published" and item.date is None and field.lines and field.lines[0].date:
        item.date, item.date_at = field.lines[0].date, field.lines[0]


def _take_field(item: RawItem, lines: Sequence[Line], at: int, label: Line) -> int:
    values = []
    while at < len(lines) and len(values) < 30:
        line = lines[at]
        if line.mark or (values and line.gap and not line.bullet) or (line.is_sentence and len(line.text) > 160):
            break
        values.append(line)
        at += 1
    item.fields.append(Field(label.mark, tuple(values)))
    return at


def _inline_field(line: Line) -> Field | None:
    """`Donor(s): Government of X` on one line."""
    if not line.inline_mark:
        return None
    value = line.text[line.inline_at :]
    start = line.start + line.inline_at
    return Field(line.inline_mark, (Line(value, start, line.end, line.number, line.indent, gap=False, date=date_line(value)),))


def event_day(item: RawItem) -> str:
    """First day of an announced event, if its text gives a full date, else ""."""
    for field in item.fields:
        if field.mark in ("field-event-date", "field-duration"):
            for line in field.lines:
                if line.date and len(line.date.iso) == 10:
                    return line.date.iso
                if found := first_full_date(line.text):
                    return found
    for line in (item.title, *item.lead):
        if found := first_full_date(line.text):
            return found
    return ""
