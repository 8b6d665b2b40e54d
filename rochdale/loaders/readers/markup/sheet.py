"""The sheet of a page: its own lines, its title and date, and the entries beside or below them."""

import re
from collections.abc import Sequence

import msgspec

from rochdale.loaders.folding import key
from rochdale.loaders.layout.lines import MAX_KICKER, line_meaning
from rochdale.loaders.readers.markup.boxes import Box, Line, Sheet, is_date
from rochdale.loaders.readers.markup.cards import Card, Cards, Group
from rochdale.loaders.readers.markup.metadata import Metadata
from rochdale.loaders.vocabulary import Vocabulary

_MAX_HEADING = 90
_SENTENCE = 80
"""Characters of a line that reads as text."""
_MUCH = 600
"""Characters of text that make a page more than the head of its listing."""
_LITTLE = 250
_DENSE = 0.5
"""Share of links in what stands aside, if it is no content."""
_MOST_REGIONS = 20
"""Of related content; a page has two or three."""
_TOP = 40
"""Lines from the top among which the title stands, if it is no heading."""
_NEAR = 8
"""Lines around the title among which the page's date stands."""
_SHORT = 40
_UPDATED = re.compile(
    r"\b(?:last\s+)?(?:updated|modified|reviewed|revised|edited)\b|\bmis(?:e)?\s+à\s+jour\b|\bmodifiée?\b|"
    r"\b(?:actualizad[oa]|modificad[oa])\b|\bactualización\b",
    re.I,
)
_DIGIT = re.compile(r"\d")


class Layout(msgspec.Struct, kw_only=True):
    """The parts of a page, by the numbers of its lines."""

    own: list[int]
    """Lines of the page itself, in page order, the title among them if a line shows it."""
    title: int = -1
    """The line that shows it, or -1."""
    date: int = -1
    """The line that shows the day of publication, or -1."""
    entries: list[Card] = msgspec.field(default_factory=list)
    related: set[int] = msgspec.field(default_factory=set)
    """Numbers of the entries that are related content."""
    listing: bool = False
    unclear: bool = False
    """Nothing tells items apart: the lines of the text have to."""


def lay_out(sheet: Sheet, declared: Metadata, words: Vocabulary) -> Layout:
    """Tell the parts of a page from one another."""
    return _Layouts(sheet, declared, words).layout()


class _Layouts:
    def __init__(self, sheet: Sheet, declared: Metadata, words: Vocabulary) -> None:
        self._lines = sheet.lines
        self._root = sheet.root
        self._offers = sheet.offers
        self._declared = declared
        self._words = words
        self._cards = Cards(sheet.lines, words)
        self._left: set[int] = set()
        """Lines that are no content, or stand in an entry."""

    def layout(self) -> Layout:
        title = self._title()
        regions = self._regions(title)
        entries, related = self._related(regions)
        self._leave_out_asides(title)
        groups = [group for group in self._cards.groups(self._root, 0, len(self._lines), 2) if self._free(group.cards)]
        groups += self._like(groups)
        for group in groups:
            group.cards = [card for card in group.cards if card.title != title]
        text = self._text_of([card for group in groups for card in group.cards], title)
        listing = text < _MUCH
        for group in groups:
            if not group.cards or not (group.headed or listing) or self._is_field(group.cards[0].first - 1):
                continue
            entries += group.cards
            if not listing:
                related |= {card.title for card in group.cards}
            self._take(group.cards)
        entries.sort(key=lambda card: card.first)
        own = self._own(title)
        listed = listing and any(card.title not in related for card in entries)
        layout = Layout(own=own, title=title, entries=entries, listing=listed)
        layout.related = {at for at, card in enumerate(entries) if card.title in related}
        if not listed:
            layout.date = self._date(own, title)
        if not own and not entries:
            layout.own = list(range(len(self._lines)))
        dates = sum(is_date(self._lines[at].text) for at in own) if text < _LITTLE else 0
        headed = title >= 0 or any(line.level for line in self._lines)
        layout.unclear = not entries and (dates > 2 or not headed)
        return layout

    # -- title ---------------------------------------------------------------------------------------------------------

    def _title(self) -> int:
        """The line of the heading chosen; else the heading that a declared title names; else the first one."""
        lines = self._lines
        chosen = next((at for at, line in enumerate(lines) if line.title), -1)
        if chosen >= 0:
            return chosen
        heads = [at for at, line in enumerate(lines) if line.level and not self._mark(line)]
        titles = {key(title) for title in self._declared.titles}
        named = next((at for at in heads if lines[at].key in titles), -1)
        if named < 0 and titles:
            named = next((at for at, line in enumerate(lines[:_TOP]) if not line.target and line.key in titles), -1)
        if named < 0 and not titles:
            named = next((at for at in heads if lines[at].level < 3 and not lines[at].target), -1)
        return named

    def _mark(self, line: Line) -> str:
        return self._words.marks.get(line.key, "") if len(line.text) <= _MAX_HEADING else ""

    # -- related content and what stands aside -------------------------------------------------------------------------

    def _regions(self, title: int) -> list[tuple[int, int, int]]:
        """Where related content stands: its heading, and from where to where."""
        regions: list[tuple[int, int, int]] = []
        heads = {at for at, line in enumerate(self._lines) if self._heads_related(line) and at != title}
        if not heads and not self._offers:
            return regions
        until = 0
        waiting: list[tuple[Box, tuple[Box, ...]]] = [(self._root, ())]
        while waiting and len(regions) < _MOST_REGIONS:
            box, above = waiting.pop()
            heading = self._heading_of_related(box, title, heads)
            if heading is not None:
                regions.append(self._region(box, above, heading))
                until = max(until, regions[-1][2])
                continue
            if box.last <= until:
                continue
            waiting += [(child, (*above[-6:], box)) for child in reversed(box.boxes)]
        return [region for region in regions if region[1] < region[2]]

    def _heads_related(self, line: Line) -> bool:
        return not line.links and self._mark(line) == "related"

    def _heading_of_related(self, box: Box, title: int, heads: set[int]) -> int | None:
        """The line that heads related content: a block of such words, or the first line of a block so called."""
        line = self._lines[box.first]
        if box.first == title or (box.first > title >= 0 and box.first <= title < box.last):
            return None
        if box.role == "related" and box.last - box.first > 1:
            return box.first if line.level or box.first in heads else box.first - 1
        if box.last == box.first + 1 and box.first in heads:
            return box.first
        return None

    def _region(self, box: Box, above: Sequence[Box], heading: int) -> tuple[int, int, int]:
        """From the line below the heading to the end of the block that both stand in, or to the next such heading."""
        first = heading + 1
        if box.last > first:
            return heading, first, box.last
        holder = next((one for one in reversed(above) if one.last > first), self._root)
        level = self._lines[heading].level or 6
        last = next((at for at in range(first, holder.last) if 0 < self._lines[at].level < level), holder.last)
        same = next((at for at in range(first, last) if self._lines[at].level == level), last)
        # the titles of the cards may be headings of the same level, but these are links
        return heading, first, same if same < last and not self._lines[same].target else last

    def _related(self, regions: Sequence[tuple[int, int, int]]) -> tuple[list[Card], set[int]]:
        entries: list[Card] = []
        for heading, first, last in regions:
            found = [card for group in self._cards.groups(self._root, first, last, 1) for card in group.cards]
            if not found:
                single = (self._cards.card(at, at + 1) for at in range(first, last))
                found = [card for card in single if card is not None]
            found = [card for card in found if self._free([card])]
            if not found:
                continue
            entries += found
            self._take(found)
            if heading >= 0:
                self._left.add(heading)
            self._left |= {at for at in range(first, last) if self._is_empty(self._lines[at])}
        return entries, {card.title for card in entries}

    def _is_empty(self, line: Line) -> bool:
        """A short link or a heading among cards, which says nothing of its own."""
        return bool(line.level or line.target) and len(line.text) <= _MAX_HEADING

    def _free(self, cards: Sequence[Card]) -> bool:
        return not any(at in self._left for card in cards for at in (card.title, card.first))

    def _take(self, cards: Sequence[Card]) -> None:
        for card in cards:
            self._left.update(range(card.first, card.last))

    def _leave_out_asides(self, title: int) -> None:
        """Leave out what stands aside and is mostly links."""
        waiting = [self._root]
        while waiting:
            box = waiting.pop()
            if box.tag == "aside" and not box.first <= title < box.last:
                rest = [self._lines[at] for at in range(box.first, box.last) if at not in self._left]
                size = sum(len(line.text) for line in rest)
                if sum(line.linked for line in rest) > _DENSE * size:
                    self._left.update(range(box.first, box.last))
                    continue
            waiting += box.boxes

    def _like(self, groups: Sequence[Group]) -> list[Group]:
        """Cards that stand alone, as the only one of their month does, and look like those of the groups."""
        looks = {self._look(group, card) for group in groups if group.headed for card in group.cards}
        if not looks:
            return []
        taken = {card.title for group in groups for card in group.cards}
        alone = self._cards.groups(self._root, 0, len(self._lines), 1)
        return [
            group
            for group in alone
            if len(group.cards) == 1 and self._free(group.cards) and group.cards[0].title not in taken
            if self._look(group, group.cards[0]) in looks
        ]

    def _is_field(self, at: int) -> bool:
        """The line says what the links below it are to the page: its partners, its donors."""
        return at >= 0 and self._mark(self._lines[at]).startswith("field-")

    def _look(self, group: Group, card: Card) -> tuple[str, int, bool, bool]:
        return group.tag, self._lines[card.title].level, card.date >= 0, card.label >= 0

    # -- the page's own lines ------------------------------------------------------------------------------------------

    def _text_of(self, cards: Sequence[Card], title: int) -> int:
        """Characters of the lines below the title that read as text and stand in no card."""
        inside = {at for card in cards for at in range(card.first, card.last)}
        return sum(
            len(line.text)
            for at, line in enumerate(self._lines)
            if at > title and at not in inside and at not in self._left
            if len(line.text) >= _SENTENCE and 2 * line.linked < len(line.text)
        )

    def _own(self, title: int) -> list[int]:
        """The lines that tell of the page itself; above its title only its kicker and date."""
        often = self._repeated()
        own: list[int] = []
        for at, line in enumerate(self._lines):
            if at in self._left or (line.target and line.text in often) or (line.footer and not line.date):
                continue
            if at < title and not self._heads(line):
                continue
            if title < 0 and not own and line.target and len(line.text) <= _SHORT:
                continue
            own.append(at)
        return own

    def _heads(self, line: Line) -> bool:
        text = line.text
        if len(text) > MAX_KICKER:
            return False
        return bool(line.date or is_date(text) or line_meaning(text, line.key, self._words)[0] or "|" in text)

    def _repeated(self) -> set[str]:
        """Links of a word or two that stand on the page three times and more."""
        seen: dict[str, int] = {}
        for line in self._lines:
            if len(line.text) <= 30 and line.target:
                seen[line.text] = seen.get(line.text, 0) + 1
        return {text for text, times in seen.items() if times > 2}

    def _date(self, own: list[int], title: int) -> int:
        """The line that shows the day of publication: near the title, not one that tells of a change.

        Lines that tell of a change are left out where the page has another date.
        """
        at = own.index(title) if title in own else 0
        text = next((i for i in range(at + 1, len(own)) if len(self._lines[own[i]].text) > 2 * _SENTENCE), len(own))
        near = own[max(at - _NEAR, 0) : min(at + _NEAR, text + 1)]
        footers = [line for line in own[at + _NEAR :] if self._lines[line].date and self._lines[line].words == "date"]
        dated = [line for line in (*near, *footers) if line != title and self._dates(self._lines[line])]
        changed = {line for line in own if line != title and self._tells_of_change(line)}
        shown = next((line for line in dated if line not in changed), -1)
        if shown >= 0 or self._declared.published:
            own[:] = [line for line in own if line not in changed]
        return shown

    def _dates(self, line: Line) -> bool:
        if line.date:
            return len(line.text) <= MAX_KICKER
        if len(line.text) > MAX_KICKER or not _DIGIT.search(line.text):
            return False
        return bool(is_date(line.text)) or any(is_date(part) for part in re.split(r"\s*[|•·]\s*", line.text)[:4])

    def _tells_of_change(self, at: int) -> bool:
        """A date with such words before it, on its line or the one above."""
        text = self._lines[at].text
        if len(text) > MAX_KICKER or not _DIGIT.search(text):
            return False
        if _UPDATED.search(text):
            return bool(self._lines[at].date or is_date(_UPDATED.sub(" ", text)))
        before = self._lines[at - 1].text if at else ""
        return (
            len(before) <= _SHORT
            and not _DIGIT.search(before)
            and bool(_UPDATED.search(before))
            and self._dates(self._lines[at])
        )
