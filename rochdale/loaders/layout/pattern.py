"""Listings told by what repeats: lines of one kind (dates, kickers, offers to read on, fields) vote on the titles.

A line of such a kind stands at the same place in each entry of a listing: above its title, below it, or at its end. The
kind whose lines agree best tells the titles; what stands between two titles belongs to the upper or the lower one as
the kind has it. Headings within a text have no such line beside them.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from rochdale.loaders.dates import is_weekday
from rochdale.loaders.layout.head import header, is_navigation, take_inline_field, take_opening_date
from rochdale.loaders.layout.lines import MAX_TITLE, Line, Page, RawItem, take_label

Sign = Literal["date", "kicker", "title", "more", "text", "aside", "field"]
Side = Literal["above", "below"]

_MIN_ENTRIES = 3
_MIN_QUALITY = 0.62
_MIN_KICKED = 0.85
"""The same where nothing but kickers tells: a text has headings that could be one."""
_MIN_BLOCKS = 0.75
"""Share of the blocks of several lines that hold an entry."""
_MAX_REACH = 5
"""Lines between a title and what tells it, at most."""
_MAX_SPOKEN = 120
"""Characters of a title that ends as a sentence does."""
_MAX_CAPITALS = 5
_MAX_KEY_WORDS = 5
_MAX_INTRODUCTION = 4
"""Paragraphs above the first entry, at most; what has more is a text with a list in it."""
_MANY_WORDS = 6
_BYLINE = re.compile(r"(?:written by|by|por|par|texto|texte)\s?:?\s+[A-ZÀ-Þa-z]", re.I)
_CREDIT = re.compile(r"^[^,.]{3,60},\s(?:[^\W\d_]{3,10}\s)?(?:19|20)\d\d$")
"""Who made it, and when: `Ann Lee, May 2020`, below a title."""
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[[….]+\])['\"”’»)]?$")
_KEY = re.compile(r"([^\W\d][^:.?!«»“”\"]{1,40}?)\s?:(?=\s|$)")
_ASIDE = re.compile(
    r"(?:PDF|EPUB|DOCX?|XLSX?)\b|[^()]{0,40}\(\d+[.,]?\d*\s?[KMGko]{1,2}[Bo]?\)|(?i:by|por|par|texto?|photo|fotos?|auteurs?|authors?)(?:\s?:\s?\S|\s+[A-ZÀ-Þ])[^.!?]{2,60}$|[#€$£+@]|\d{1,2}[:h.]\d{2}\b|[A-Z]?[\w.-]+@[\w.-]+$"
)


@dataclass
class _Plan:
    """How one kind of lines tells the titles of a page."""

    titles: list[int]
    side: Side
    """Where a title stands seen from the line that tells it."""
    quality: float
    starts: list[int] | None = None
    """Where the entries begin, if blank lines tell."""


class _Signs:
    """The lines of a page and what each is in a listing."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._times = Counter(line.key for line in lines if line.key)
        self._keys = _field_keys(lines)
        self.signs: list[Sign] = [self._sign(at) for at in range(len(lines))]

    def _sign(self, at: int) -> Sign:
        line = self.lines[at]
        if line.mark == "more":
            return "more"
        if line.date or line.dated_label:
            return "date" if line.date is None or len(line.date.iso) != 7 else "aside"
        if line.inline_mark or _field_key(line) in self._keys:
            return "field"
        if line.mark or line.caption or is_navigation(line) or not line.key:
            return "aside"
        if line.meaning:
            return "kicker"
        if (aside := _ASIDE.match(line.text) is not None) or self._is_kicker(at):
            return "aside" if aside else "kicker"
        if len(line.key) < 3 or is_weekday(line.key) or self._times[line.key] >= _MIN_ENTRIES:
            return "aside"
        if not line.gap and at and _CREDIT.search(line.text):
            return "aside"
        if line.is_sentence or len(line.text) > MAX_TITLE or line.item:
            return "text"
        below = self.lines[at + 1] if at + 1 < len(self.lines) else None
        return "text" if line.bullet and (below is None or below.bullet) else "title"

    def _is_kicker(self, at: int) -> bool:
        line = self.lines[at]
        if not line.text.isupper() or line.key.count(" ") >= _MAX_CAPITALS or len(line.key) < 3:
            return False
        if at + 1 == len(self.lines):
            return False
        below = self.lines[at + 1]
        heads = line.gap and not below.gap and " " not in line.key and below.key.count(" ") > 1
        return heads or not below.text.isupper()

    def of(self, sign: Sign) -> list[int]:
        """Where lines of a sign stand."""
        return [at for at, found in enumerate(self.signs) if found == sign]

    def ends(self) -> list[int]:
        """Where entries end: with an offer to read on, or a text that is cut off."""
        ends = [at for at, line in enumerate(self.lines) if self.signs[at] == "more" or _CUT_OFF.search(line.text)]
        return [at for at in ends if at - 1 not in ends or self.signs[at] != "more"]

    def bylines(self) -> list[int]:
        """Where lines stand that say who wrote something."""
        return [at for at in self.of("aside") if _BYLINE.match(self.lines[at].text)]

    def first_fields(self) -> list[int]:
        """Where the lines of the field that most entries have first stand."""
        counts: Counter[str] = Counter(
            _field_key(self.lines[at]) for at in self.of("field") if not at or self.signs[at - 1] != "field"
        )
        if not counts:
            return []
        first = max(sorted(counts), key=lambda key: counts[key])
        return [at for at in self.of("field") if _field_key(self.lines[at]) == first]


def _field_keys(lines: Sequence[Line]) -> set[str]:
    """What stands before the colon of several lines that have such a line, or the title, right beside them."""
    keys = [_field_key(line) for line in lines]
    times: Counter[str] = Counter()
    for at, key in enumerate(keys):
        below = at + 1 < len(keys) and keys[at + 1] and not lines[at + 1].gap and keys[at + 1] != key
        above = at > 0 and keys[at - 1] and not lines[at].gap and keys[at - 1] != key
        if key and (below or above):
            times[key] += 1
    return {key for key, number in times.items() if number >= _MIN_ENTRIES}


def _field_key(line: Line) -> str:
    """The words before the colon of a line such as `Closing date: 3 May`, or ""."""
    if ":" not in line.text[:42]:
        return ""
    match = _KEY.match(line.text)
    return match[1].lower() if match and match[1].count(" ") < _MAX_KEY_WORDS else ""


def patterned_listing(lines: Sequence[Line]) -> Page | None:
    """The page and its entries, if what repeats in it tells them; `lines` with those that offer more of an entry."""
    signs = _Signs(lines)
    plan = _best(signs)
    if plan is None:
        return None
    if plan.starts is None:
        plan.titles = _with_alike(signs, plan.titles)
    starts = plan.starts or [_start(signs, plan, at) for at in plan.titles]
    usual = int(median(at - start for at, start in zip(plan.titles[1:], starts[1:], strict=True)))
    block = next((at for at in range(plan.titles[0], -1, -1) if lines[at].gap), 0)
    starts[0] = max(starts[0], min(plan.titles[0] - usual, block))
    if (
        starts[0] == 0
        and _is_bare(signs, 0, starts[1])
        and not any(_is_bare(signs, a, b) for a, b in itertools.pairwise(starts[1:]))
    ):
        del starts[0], plan.titles[0]  # the head of the page looks like an entry, but has no text as the others have
    head = lines[: starts[0]]
    if sum(line.is_sentence and len(line.text) > _MAX_SPOKEN for line in head) > _MAX_INTRODUCTION:
        return None
    if any(line.mark == "related" for line in head) and any(len(line.text) > MAX_TITLE for line in head):
        return None
    page = header([line for line in head if line.mark != "more"], listing=True)
    items = [
        _entry(signs, start, at, until)
        for start, at, until in zip(starts, plan.titles, [*starts[1:], len(lines)], strict=True)
    ]
    _give_headings(signs, starts, plan.titles, items)
    return Page("listing", (*([page] if page else []), *items))


# -- the vote ----------------------------------------------------------------------------------------------------------


def _best(signs: _Signs) -> _Plan | None:
    """The plan of the kind of lines that agrees best; dates first, if they agree well enough."""
    plans = [
        plan
        for anchors in (signs.of("date"), signs.ends(), signs.of("kicker"), signs.first_fields(), signs.bylines())
        if len(anchors) >= _MIN_ENTRIES and (plan := _plan(signs, anchors)) is not None
    ]
    if (blocks := _blocks(signs)) is not None:
        plans.append(blocks)
    return max(plans, key=lambda plan: len(plan.titles) * plan.quality, default=None)


def _blocks(signs: _Signs) -> _Plan | None:
    """The plan of a page whose entries are blocks between blank lines: the first line that can be one is the title."""
    edges = [at for at, line in enumerate(signs.lines) if line.gap or not at]
    found: list[tuple[int, int, set[Sign]]] = []
    blocks: list[int] = []
    for start, end in itertools.pairwise([*edges, len(signs.lines)]):
        if end - start < 2:
            continue
        blocks.append(start)
        able = next((at for at in range(start, end) if signs.signs[at] in ("title", "text")), None)
        told = {sign for at in range(start, end) if (sign := signs.signs[at]) not in ("title", "text")}
        if able is not None and told and _score(signs, able, 1) and able - start < _MAX_REACH:
            found.append((start, able, told))
    usual = Counter(sign for _, _, told in found for sign in sorted(told))
    if not usual:
        return None
    often = max(usual.values()) * _MIN_BLOCKS
    most = min(sorted(usual), key=lambda sign: (usual[sign] < often, sign == "aside", -usual[sign]))
    able_at = [at for _, at, told in found if most in told]
    if len(able_at) < _MIN_ENTRIES:
        return None
    several = sum(start >= able_at[0] - _MAX_REACH for start in blocks)
    quality = len(able_at) / several
    starts = [start for start, _, told in found if most in told]
    return _Plan(able_at, "below", quality, starts) if quality >= _MIN_BLOCKS else None


def _plan(signs: _Signs, anchors: Sequence[int]) -> _Plan | None:
    if signs.signs[anchors[0]] in ("more", "text"):
        found = _ended(signs, anchors)
        sides: list[tuple[Side, list[tuple[int, float]]]] = [("below", found)]
    else:
        sides = [("above", _titles(signs, anchors, -1)), ("below", _titles(signs, anchors, 1))]
    plans = []
    for side, found in sides:
        quality = min(sum(score for _, score in found) / len(anchors), 1.1)
        titles = sorted({at for at, _ in found})
        least = _MIN_KICKED if signs.signs[anchors[0]] == "kicker" else _MIN_QUALITY
        if len(titles) >= _MIN_ENTRIES and quality >= least:
            plans.append(_Plan(titles, side, quality))
    plan = max(plans, key=lambda plan: plan.quality, default=None)
    if plan is not None and len(sides) > 1:
        known = set(plan.titles)
        near = {at + 1 for at in known} | {at - 1 for at in known}
        other = next(found for side, found in sides if side != plan.side)
        rest = {at for at, score in other if score > 1 and not near & {at - 1, at + 1} and at not in known}
        plan.titles = sorted(known | {at for at in rest if at > plan.titles[-1]})
    return plan


def _is_bare(signs: _Signs, start: int, end: int) -> bool:
    """An entry without text."""
    return not any(sign in ("text", "more") for sign in signs.signs[start:end])


def _with_alike(signs: _Signs, titles: Sequence[int]) -> list[int]:
    """The titles with the lines among and behind them that stand as most of them do: they lack only what tells them."""
    shapes = Counter(_shape(signs, at) for at in titles)
    alike = {shape for shape, number in shapes.items() if 2 * number >= len(titles) and shape[2]}
    known = set(titles)
    more = [
        at
        for at in signs.of("title")
        if at > titles[0] and at not in known and _shape(signs, at) in alike
        if signs.signs[at - 1] in ("text", "more") and at - 1 not in known
    ]
    return sorted((*titles, *more))


def _shape(signs: _Signs, at: int) -> tuple[bool, bool, bool]:
    """Whether a blank line stands before it and behind it, and whether a text follows."""
    below = at + 1
    if below == len(signs.lines):
        return signs.lines[at].gap, True, False
    return signs.lines[at].gap, signs.lines[below].gap, signs.signs[below] == "text"


def _titles(signs: _Signs, anchors: Sequence[int], step: int) -> list[tuple[int, float]]:
    """The title of each anchor on one side, with how well the line looks like one."""
    found = []
    taken = set(anchors)
    for anchor in anchors:
        at = anchor + step
        reach = 0
        gaps = 0
        while 0 <= at < len(signs.lines) and reach < _MAX_REACH:
            gaps += signs.lines[at + 1 if step < 0 else at].gap
            if at in taken and signs.signs[at] != "field":
                break
            sign = signs.signs[at]
            if sign == "title" or (sign == "text" and not reach):
                if score := _score(signs, at, step):
                    found.append((at, score + (0.1 if not gaps else 0.0)))
                break
            if sign in ("text", "more"):
                break
            at += step
            reach += 1
    return found


def _score(signs: _Signs, at: int, step: int) -> float:
    line = signs.lines[at]
    if signs.signs[at] == "text":
        return 0.4 if len(line.text) <= _MAX_SPOKEN and not line.bullet and not line.item and not at + step < 0 else 0.0
    return 1.0


def _ended(signs: _Signs, ends: Sequence[int]) -> list[tuple[int, float]]:
    """The first line after an end that can be a title opens the next entry."""
    found = []
    sizes = Counter(b - a for a, b in itertools.pairwise(ends))
    size = max(sorted(sizes), key=lambda size: sizes[size])
    for before, end in itertools.pairwise([-1, *ends]):
        if before >= 0 and end - before > size and (end - before) % size == 0:
            steps = range(before + 1, end, size)
            if all(signs.signs[at] == "title" and signs.lines[at].gap for at in steps):
                found += [(at, 1.0) for at in steps]
                continue
        able = [at for at in range(before + 1, end) if signs.signs[at] == "title"]
        if not able:
            continue
        if before >= 0:
            found.append((able[0], 1.0))
        else:
            near = [at for at in able if signs.lines[at].gap or not at] or able
            found.append((near[-1], 1.0))
    return found


def _give_headings(signs: _Signs, starts: Sequence[int], titles: Sequence[int], items: Sequence[RawItem]) -> None:
    """Tell each entry the type that the heading above it and its neighbours gives: `Tenders`, `Press releases`."""
    lines = signs.lines
    given, before = "", 0
    for i, start in enumerate(starts):
        for at in range(before, min(titles[i], start + 2)):
            alone = lines[at].gap and (at + 1 == len(lines) or lines[at + 1].gap or at + 1 == start)
            if lines[at].lists and alone and signs.signs[at] in ("title", "kicker") and at not in titles:
                given = lines[at].lists
        items[i].heading = given
        before = titles[i] + 1


# -- the entries -------------------------------------------------------------------------------------------------------


def _start(signs: _Signs, plan: _Plan, at: int) -> int:
    """Where an entry begins: with the kickers, dates and fields above its title, if they are its own."""
    start = at
    above = ("date", "kicker", "aside", "field") if plan.side == "below" else ("kicker", "aside")
    while start > 0 and signs.signs[start - 1] in above:
        if plan.side == "above" and signs.lines[start].gap and not signs.lines[start - 1].gap:
            break
        start -= 1
    return start


def _entry(signs: _Signs, start: int, at: int, until: int) -> RawItem:
    lines = signs.lines
    title = lines[at]
    item = RawItem(part="entry", title=title)
    for i in range(start, until):
        line, sign = lines[i], signs.signs[i]
        if i == at or line.key == title.key:
            continue
        if sign == "more":
            break
        if sign == "date":
            _take_date(item, line)
        elif sign == "kicker" and (not item.label or (item.meaning is None and line.meaning)):
            take_label(item, line)
        elif sign == "field" and take_inline_field(item, line):
            continue
        elif sign in ("text", "title") or (sign == "field" and not line.date):
            item.lead.append(line)
    take_opening_date(item)
    return item


def _take_date(item: RawItem, line: Line) -> None:
    if item.date is not None:
        return
    split = line.dated_label
    if split is not None:
        item.date, item.date_at = split.date, line
        if not item.label and split.label:
            item.label, item.label_at, item.meaning = split.label, line, split.meaning
    elif line.date is not None:
        item.date, item.date_at = line.date, line
