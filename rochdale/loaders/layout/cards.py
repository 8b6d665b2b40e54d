"""Related content: cards whose titles stand twice around a picture, or plain lines with what belongs to them."""

from collections.abc import Iterator, Sequence

from rochdale.loaders.layout.lines import MAX_KICKER, Line, RawItem, take_label
from rochdale.loaders.layout.listings import entry

_MIN_CUT = 12
_MIN_BLOCKS, _MAX_BLOCK = 2, 4


def first_card(lines: Sequence[Line]) -> int:
    """Where cards begin that no heading announces: the first of the doubled titles that lead to the page's end."""
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
    return (
        _same_title(lines[i], lines[j])
        and not lines[j].is_sentence
        and all(not line.is_sentence for line in lines[i + 1 : j])
    )


def _same_title(a: Line, b: Line) -> bool:
    if not a.key or not b.key or b.date or b.mark or (b.meaning and b.meaning.of != "topic"):
        return False
    return a.key == b.key or (
        len(b.key) > 12
        and (a.key.endswith(" " + b.key) or b.key.endswith(" " + a.key))
        and abs(len(a.key) - len(b.key)) < 14
    )


def cards(lines: Sequence[Line]) -> Iterator[RawItem]:
    """The items of related content: titles doubled around a placeholder or caption, or single lines."""
    at = 0
    if (blocks := _blocks(lines)) is not None:
        for block in blocks:
            card = entry(block)
            card.related = True
            yield card
        return
    lines = [line for line in lines if line.mark not in ("related", "notice")]
    while at < len(lines):
        line = lines[at]
        if line.mark or line.date:
            at += 1
            continue
        near = range(at + 1, min(at + 6, len(lines)))
        kicker = line.meaning is not None and at + 1 < len(lines) and not _same_title(line, lines[at + 1])
        twice = (j for j in near if _same_title(line, lines[j]) or _is_cut_off(line, lines, j))
        again = None if kicker else next(twice, None)
        item, at = _doubled_card(lines, at, again) if again else _plain_card(lines, at)
        if item is not None:
            yield item


def _blocks(lines: Sequence[Line]) -> list[list[Line]] | None:
    """Cards between blank lines, most of several lines, none with its title twice; None if they are no such."""
    blocks: list[list[Line]] = []
    for line in lines:
        if line.mark in ("related", "notice"):
            continue
        if line.mark.startswith("field-") and line.gap:
            break
        if line.gap or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    several = [block for block in blocks if len(block) > 1]
    if len(several) < _MIN_BLOCKS or len(several) + 1 < len(blocks):
        return None
    if any(len(block) > _MAX_BLOCK or line.mark for block in several for line in block):
        return None
    titles = [block[0].key for block in several]
    doubled = any(line.key == block[0].key for block in several for line in block[1:])
    return None if doubled or len(set(titles)) < len(titles) else several


def _is_cut_off(title: Line, lines: Sequence[Line], at: int) -> bool:
    """The last line of the capture breaks off within the repeated title."""
    last = lines[at].key
    return at == len(lines) - 1 and len(last) > _MIN_CUT and title.key.startswith(last)


def _doubled_card(lines: Sequence[Line], at: int, again: int) -> tuple[RawItem, int]:
    last = again
    third = next((j for j in range(again + 1, min(again + 3, len(lines))) if _same_title(lines[at], lines[j])), None)
    placeholder = any(line.mark == "placeholder" for line in lines[at:again])
    between = [line for line in lines[at + 1 : again] if _can_be_kicker(line)]
    kicker = next((line for line in between if line.meaning), between[-1] if between else None)
    if (
        third
        and not placeholder
        and kicker is None
        and not any(line.mark == "placeholder" for line in lines[again : third + 1])
    ):
        fourth = third + 1 < len(lines) and _same_title(lines[at], lines[third + 1])
        if not fourth:
            kicker = next((line for line in lines[again + 1 : third] if _can_be_kicker(line)), None)
            last = third
    cut = _is_cut_off(lines[at], lines, last) and lines[last].key != lines[at].key
    title = lines[at] if cut or len(lines[last].key) > len(lines[at].key) else lines[last]
    item = RawItem(part="entry", title=title, related=True)
    if kicker is not None:
        take_label(item, kicker)
    item.date_at = next((line for line in lines[at + 1 : last] if line.date), None)
    at = _card_tail(lines, last + 1, item)
    return item, at


def _can_be_kicker(line: Line) -> bool:
    return (
        not (line.mark or line.caption)
        and line.date is None
        and len(line.text) <= MAX_KICKER
        and not line.is_sentence
        and bool(line.key)
    )


def _plain_card(lines: Sequence[Line], at: int) -> tuple[RawItem | None, int]:
    line = lines[at]
    item = RawItem(part="entry", title=line, related=True)
    split = line.dated_label
    if (line.meaning or split) and at + 1 < len(lines) and not lines[at + 1].mark and not lines[at + 1].date:
        item = RawItem(part="entry", title=lines[at + 1], related=True)
        take_label(item, line)
        if split:
            item.label, item.date, item.date_at = split.label, split.date, line
            item.meaning = split.meaning
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
