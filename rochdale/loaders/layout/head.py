"""The page's own item: title, kicker, date, summary, fields and body."""

import re
from collections.abc import Sequence

from rochdale.loaders.dates import date_line, first_full_date, opening_date, published_date
from rochdale.loaders.folding import key
from rochdale.loaders.layout.lines import MAX_TITLE, Field, Line, RawItem, take_label

_PATH = re.compile(r"\s+[/›»>→▾▸|·]\s*|\s*[›»→▾▸]\s*|\s{3,}|\t+")
_PATH_SIGNS = ("/", "›", ">", "»", "→", "▾", "▸", "|", "·", "\t")
_FACT = re.compile(r"[^\W\d][^:.?!]{1,28}:\s")
_LONG_SENTENCE = 160
_WIDE = re.compile(r"\s{2,}")
_MIN_WIDE = 2
_OPENING = 3
_FEW = 2
"""Lines above a title that may be its summary; more are the site's."""
_CRUMB_SIGNS = ("›", "»", "▸", "→")
_MAX_CRUMB = 8
_PAGE_HEAD, _LISTING_HEAD = 12, 30
"""Lines in which the title of a page stands, and that of a listing."""
_MAX_OFFER = 4
"""Words of each step of a path through a site."""
_NO_CONTENT = frozenset({"placeholder", "notice", "related"})


def header(lines: Sequence[Line], *, listing: bool = False) -> RawItem | None:
    """The page's own item: title, kicker, date, lead, body and fields. None if no line can be a title."""
    lines = [line for line in lines if line.mark not in _NO_CONTENT]
    at = _title_at(lines, listing)
    return None if at is None else _item(lines, lines[at])


def titled(lines: Sequence[Line], at: int) -> RawItem:
    """The page's own item where it is known which line is its title."""
    title = lines[at]
    return _item([line for line in lines if line is title or line.mark not in _NO_CONTENT], title)


def _item(lines: Sequence[Line], title: Line) -> RawItem:
    at = next(at for at, line in enumerate(lines) if line is title)
    item = RawItem(part="page", title=title)
    for line in lines[:at]:
        _head_line(item, line)
    before = [line for line in lines[:at] if not (line.meaning or line.date)]
    rest = [line for line in lines[at + 1 :] if line.key != item.title.key or not line.key]
    _lead_and_body(item, [*before, *rest] if len(before) < _FEW else rest)
    if len(before) >= _FEW:
        item.body += before
    take_opening_date(item)
    return item


def take_opening_date(item: RawItem) -> None:
    """Date an item that shows no date by the one that opens its text."""
    below = [line for line in (*item.lead[:_OPENING], *item.body[:_OPENING]) if line.start > item.title.start]
    first = min(below, key=lambda line: line.start, default=None)
    if item.date is None and first is not None and (found := opening_date(first.text)):
        item.date, item.date_at = found, first


def _head_line(item: RawItem, line: Line) -> bool:
    """Take a kicker or date line of the page's head; False if the line is neither."""
    if line.date and not line.mark:
        if item.date is None and len(line.date.iso) != 7:
            item.date, item.date_at = line.date, line
        return True
    split = line.dated_label
    if split is not None and item.date is None:
        item.date, item.date_at = split.date, line
        if not item.label:
            item.label, item.label_at, item.meaning = split.label, line, split.meaning
        return True
    if line.meaning and (
        not item.label or (line.meaning.of == "series" and item.meaning and item.meaning.of != "series")
    ):
        take_label(item, line)
        return True
    return False


def _title_at(lines: Sequence[Line], listing: bool) -> int | None:
    """The title: the line after an early kicker, else the first line that reads as a title, else the first line."""
    head = lines[: _LISTING_HEAD if listing else _PAGE_HEAD]
    if listing and (named := _first_able(head, listing)) is not None:
        return named
    for i, line in enumerate(head):
        dated = line.dated_label is not None
        if i and dated:
            return _first_able(head[:i]) or 0
        if i > 1 and _is_able(head[0]) and not dated and not line.gap | is_navigation(head[1]):
            break
        labelled = dated or (line.meaning is not None and line.meaning.of != "topic")
        if labelled and i + 1 < len(lines):
            if i and not head[i - 1].is_sentence and not is_navigation(head[i - 1]) and _opens_facts(lines, i + 1):
                break
            after = next((j for j in range(i + 1, min(i + 4, len(lines))) if not _is_told(lines[j])), None)
            if after is not None and not (lines[after].is_sentence and len(lines[after].text) > _LONG_SENTENCE):
                return after
    able = _first_able(head)
    if able is not None:
        return able
    return next((i for i, line in enumerate(head) if not line.date and len(line.text) <= MAX_TITLE and line.key), None)


def _first_able(head: Sequence[Line], listing: bool = False) -> int | None:
    """The line that most looks like the page's title."""
    crumbs = {crumb for line in head if (crumb := _last_crumb(line))}
    behind = max((i for i, line in enumerate(head) if is_navigation(line)), default=-1)
    behind = max((behind, *(i - 1 for i, line in enumerate(head) if line.behind)))
    able = [i for i, line in enumerate(head) if _is_able(line) or ((listing or i > behind >= 0) and _may_head(line))]
    if not able:
        return next((i for i, line in enumerate(head) if listing and line.key and is_navigation(line)), None)
    below = next((i for i in able if i > behind >= 0), None)
    scores = {}
    for i in able:
        line = head[i]
        score = 1.0 if i == able[0] else 0.0
        score += 3.0 * (line.key in crumbs)
        score += 1.5 * (i == below)
        score -= 2.0 * line.site
        if i + 1 in able and _is_rubric(line, head[i + 1]):
            score -= 1.5
        if listing:
            score += 0.9 * bool(line.lists) + 0.3 * (i + 1 == len(head) or head[i + 1].gap) + 0.3 * (i + 1 == len(head))
        else:
            score += 0.5 * (len(line.key.split()) >= _MAX_OFFER) + 0.4 * _is_led(head, i)
        scores[i] = score
    return max(able, key=lambda i: (scores[i], -i))


def _is_led(head: Sequence[Line], at: int) -> bool:
    """A text or a date follows, but for who wrote it."""
    return any(line.is_sentence or line.date for line in head[at + 1 : at + 3])


def _may_head(line: Line) -> bool:
    """A word for what the page lists (`Events`, `News`) is its title where the menu stands right above."""
    return (bool(line.meaning) or line.mark == "rubric") and not (
        line.date or line.mark.startswith("field") or line.dated_label
    )


def _last_crumb(line: Line) -> str:
    """The last step of a path through the site, folded, or ""."""
    if not _may_be_path(line.text) or not is_navigation(line):
        return ""
    return key(_PATH.split(line.text)[-1])


def _is_able(line: Line) -> bool:
    told = line.date or line.mark or line.meaning or line.is_sentence or line.bullet or line.inline_mark
    return not told and len(line.key) > 2 and not line.text.endswith((":", "&", ",")) and not is_navigation(line)


def _is_rubric(line: Line, below: Line) -> bool:
    """`COOPERATIVES – SENEGAL`, set apart from the title below it."""
    return line.text.isupper() and len(line.key.split()) <= _MAX_OFFER and below.gap and not below.text.isupper()


def _opens_facts(lines: Sequence[Line], at: int) -> bool:
    """What stands here cannot be the title of what a type line heads: text, a mark, or the first of several facts."""
    facts = [_FACT.match(line.text) for line in lines[at : at + 2]]
    return _is_no_title(lines[at]) or (len(facts) > 1 and all(facts))


def _is_told(line: Line) -> bool:
    """A date, a mark or a second kicker."""
    return bool(line.date or line.mark or (line.meaning and line.meaning.of != "topic"))


def is_navigation(line: Line) -> bool:
    """A row of offers or a path through the site: `English | Español | Français`, `Home / News / Work`."""
    if len(line.text) < _LONG_SENTENCE and len(set(words := line.key.split())) * 2 <= len(words) > _MAX_OFFER:
        return True
    if line.text[-1] == "▾":
        return True
    if not _may_be_path(line.text):
        return False
    if (
        "  " in line.text
        and len(line.text) < _LONG_SENTENCE
        and not line.is_sentence
        and len(_WIDE.split(line.text)) > _MIN_WIDE
    ):
        return True
    parts = _PATH.split(line.text)
    most = _MAX_CRUMB if any(sign in line.text for sign in _CRUMB_SIGNS) else _MAX_OFFER
    return len(parts) > 1 and line.dated_label is None and all(0 < len(part.split()) <= most for part in parts)


def _may_be_path(text: str) -> bool:
    """It has a sign of `_PATH` or white space wider than a blank; told so because the pattern is slow."""
    return any(sign in text for sign in _PATH_SIGNS) or len(" ".join(text.split())) != len(text)


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
        if item.date is None and line.date and not line.mark and published_date(line.text):
            item.date, item.date_at = line.date, line
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
        if line.mark in ("cover", "end", "rubric") or line.caption:
            continue
        if line.key and line.key in seen:
            continue
        if line.key:
            seen.add(line.key)
        (item.lead if in_head and len(item.lead) < 2 and item.date is None else item.body).append(line)
    _date_of_only_field(item)
    if not item.lead and item.body:
        first = next((line for line in item.body if line.is_sentence), None)
        if first is not None:
            item.lead.append(first)
            item.body.remove(first)


def _date_of_field(item: RawItem, field: Field) -> None:
    """A publication date given as a field."""
    if field.mark == "field-published" and item.date is None and field.lines and field.lines[0].date:
        item.date, item.date_at = field.lines[0].date, field.lines[0]


def _date_of_only_field(item: RawItem) -> None:
    """A page whose one field is its date, a single day, is dated by it; with other fields it is an event's."""
    only = item.fields[0] if len(item.fields) == 1 else None
    if only is not None and only.mark == "field-event-date" and item.date is None and only.lines:
        found = only.lines[0].date
        if found is not None and not found.span:
            item.date, item.date_at = found, only.lines[0]


def _take_field(item: RawItem, lines: Sequence[Line], at: int, label: Line) -> int:
    values: list[Line] = []
    while at < len(lines) and len(values) < 30:
        line = lines[at]
        if line.mark or (values and line.gap and not line.bullet) or (line.is_sentence and len(line.text) > 160):
            break
        values.append(line)
        at += 1
    item.fields.append(Field(label.mark, tuple(values)))
    return at


def take_inline_field(item: RawItem, line: Line) -> bool:
    """Take the field that a line of an entry gives, if it gives one, and the date it may say."""
    field = _inline_field(line)
    if field is None:
        return False
    item.fields.append(field)
    _date_of_field(item, field)
    return True


def _inline_field(line: Line) -> Field | None:
    """`Donor(s): Government of X` on one line."""
    if not line.inline_mark:
        return None
    value = line.text[line.inline_at :]
    start = line.start + line.inline_at
    inline = Line(value, start, line.end, line.number, line.indent, gap=False)
    inline.date = date_line(value)
    return Field(line.inline_mark, (inline,))


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
