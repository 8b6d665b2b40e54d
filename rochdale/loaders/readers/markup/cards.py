"""Cards: repeated blocks that each stand for one item, with a title that leads to it, a kicker, a date and a teaser."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

import msgspec

from rochdale.loaders.layout.lines import MAX_KICKER, line_meaning
from rochdale.loaders.readers.markup.boxes import Box, Line, is_date
from rochdale.loaders.vocabulary import Vocabulary

_MOST_LINES = 16
_MOST_CHARS = 2500
_SHARE = 0.6
"""Of the blocks beside one another, if they are a list of cards."""
_TITLE = 12
"""Characters of a title without a heading."""
_MEAN_TITLE = 20
"""Of many such titles in the mean: menus have shorter ones."""
_NOT_CONTENT = frozenset({"notice", "placeholder", "end", "cover", "more"})
_PARAGRAPHS = frozenset({"p", "dd", "td", "th", "figcaption"})
"""Elements that are cards only where each leads somewhere else, and nearly all do."""


class Card(msgspec.Struct, kw_only=True):
    """One item: the numbers of the lines that tell of it."""

    first: int
    last: int
    """Not included."""
    title: int
    label: int = -1
    date: int = -1
    lead: list[int] = msgspec.field(default_factory=list)
    target: str = ""
    """As written."""
    headed: bool = False
    """Its title is a heading."""


class Group(msgspec.Struct):
    """Cards beside one another."""

    cards: list[Card]
    tag: str
    """Of the block that each stands in, or "" where there is none."""

    @property
    def headed(self) -> bool:
        """They have headings, dates or teasers: they are more than a list of links."""
        return all(card.headed for card in self.cards) or 2 * sum(
            card.date >= 0 or bool(card.lead) for card in self.cards
        ) > len(self.cards)


class Cards:
    """Finds the cards of one page."""

    def __init__(self, lines: Sequence[Line], words: Vocabulary) -> None:
        self._lines = lines
        self._words = words
        self._links = [0, *accumulate(1 if line.links else 0 for line in lines)]
        """How many of the lines before each have a link."""
        self._cards: dict[tuple[int, int], Card | None] = {}
        self._told: dict[str, tuple[bool, bool]] = {}
        """Of short lines, whether they are a date and whether they are a kicker."""

    def groups(self, root: Box, first: int, last: int, least: int) -> Iterator[Group]:
        """The groups of at least `least` cards among the lines `first` to `last` (not included), in page order."""
        waiting = [root]
        while waiting:
            box = waiting.pop()
            if box.last <= first or box.first >= last or self._links[box.last] - self._links[box.first] < least:
                continue
            inside = [child for child in box.boxes if child.first >= first and child.last <= last]
            found = self._siblings(inside, least) or self._flat(box, inside, last, least)
            if found is not None:
                yield found
                taken = {at for card in found.cards for at in range(card.first, card.last)}
                waiting += [child for child in reversed(box.boxes) if child.first not in taken]
            else:
                waiting += reversed(box.boxes)

    def _siblings(self, boxes: Sequence[Box], least: int) -> Group | None:
        """Cards that are blocks of one kind."""
        if len(boxes) < least:
            return None
        tags = Counter(box.tag for box in boxes)
        tag = max(tags, key=lambda name: (tags[name], name))
        if tags[tag] < least:
            return None
        same = [box for box in boxes if box.tag == tag]
        cards = [card for box in same if (card := self.card(box.first, box.last))]
        share = 0.9 if tag in _PARAGRAPHS else _SHARE
        if len(cards) < least or len(cards) < share * len(same):
            return None
        return self._accepted(cards, least, tag)

    def _flat(self, box: Box, boxes: Sequence[Box], last: int, least: int) -> Group | None:
        """Cards without a block of their own: headings that are links, each with what follows it."""
        heads = [child for child in boxes if self._is_linked_heading(child)]
        least = max(least, 2)
        if len(heads) < least:
            return None
        ends = [*(head.first for head in heads[1:]), min(box.last, last)]
        cards = [card for head, end in zip(heads, ends, strict=True) if (card := self.card(head.first, end))]
        return self._accepted(cards, least, "") if len(cards) >= least else None

    def _is_linked_heading(self, box: Box) -> bool:
        line = self._lines[box.first]
        starts = line.level > 0 or box.tag == "dt"
        return starts and box.last == box.first + 1 and bool(line.target)

    def _accepted(self, cards: list[Card], least: int, tag: str) -> Group | None:
        """The cards as a group, if their titles are such."""
        titles = [self._lines[card.title].text for card in cards]
        if len(set(titles)) < min(len(titles), max(least, 2)):
            return None
        plain = [title for card, title in zip(cards, titles, strict=True) if not card.headed]
        if least > 1 and plain and sum(map(len, plain)) < _MEAN_TITLE * len(plain):
            return None
        if least > 1 and not all(card.headed for card in cards) and len(cards) < 3:
            return None
        return Group(cards, tag)

    def card(self, first: int, last: int) -> Card | None:
        """The card that some lines are, if they are one."""
        if not 0 < last - first <= _MOST_LINES or self._links[last] == self._links[first]:
            return None
        if (first, last) not in self._cards:
            self._cards[first, last] = self._card(first, last)
        return self._cards[first, last]

    def _card(self, first: int, last: int) -> Card | None:
        shown = [at for at in range(first, last) if self._is_shown(self._lines[at])]
        if not shown or sum(len(self._lines[at].text) for at in shown) > _MOST_CHARS:
            return None
        title = self._title(shown)
        if title is None:
            return None
        target = self._target(shown, title)
        if not target:
            return None
        card = Card(first=first, last=last, title=title, target=target, headed=self._lines[title].level > 0)
        self._sort(card, shown)
        return card

    def _is_shown(self, line: Line) -> bool:
        """It can be part of an entry: no caption, no foot but a date in it, no author."""
        return not line.caption and not (line.footer and not line.date) and line.words != "byline"

    def _title(self, shown: Sequence[int]) -> int | None:
        """Its one heading, else the longest line that is a link among the first ones."""
        heads = [at for at in shown if self._lines[at].level]
        if heads:
            others = {self._lines[at].key for at in heads}
            if len(others) == 1:
                return heads[-1]
            linked = [at for at in heads if self._lines[at].target]
            if len(linked) == 1:
                return linked[0]
            return heads[1] if len(others) == 2 and self._is_kicker(self._lines[heads[0]]) else None
        links = [at for at in shown if self._lines[at].target]
        if not links:
            return None
        title = max(links, key=lambda at: (len(self._lines[at].text), -at))
        line = self._lines[title]
        if len(line.text) < _TITLE or self._tell(line)[0]:
            return None
        targets = {self._lines[at].target for at in links if len(self._lines[at].text) >= _TITLE}
        before = [at for at in shown if at < title]
        if len(targets) > 1 or len(before) > 3 or any(len(self._lines[at].text) > MAX_KICKER for at in before):
            return None
        return title

    def _target(self, shown: Sequence[int], title: int) -> str:
        """Where the card leads: its title's link, else the one address that its links have."""
        line = self._lines[title]
        if line.links:
            return line.links[0][2]
        targets = {target for at in shown for _, _, target in self._lines[at].links}
        return targets.pop() if len(targets) == 1 else ""

    def _sort(self, card: Card, shown: Sequence[int]) -> None:
        """Tell kicker, date and teaser from one another."""
        title = self._lines[card.title].key
        wrapped = all(self._lines[at].target for at in shown)
        for at in shown:
            line = self._lines[at]
            if at == card.title or line.key == title:
                continue
            if card.date < 0 and self._is_date(line):
                card.date = at
                if self._says_type(line):
                    card.label = at
            elif self._is_noise(line, "" if wrapped else card.target):
                continue
            elif card.label < 0 and self._is_label(line, before=at < card.title):
                card.label = at
            elif at > card.title or len(line.text) > MAX_KICKER:
                card.lead.append(at)

    def _is_date(self, line: Line) -> bool:
        return bool(line.date) or self._tell(line)[0]

    def _tell(self, line: Line) -> tuple[bool, bool]:
        """Whether the line is a date, and whether the vocabulary knows it as a line that names a type or series."""
        text = line.text
        if len(text) > MAX_KICKER:
            return False, False
        told = self._told.get(text)
        if told is None:
            dated = is_date(text) or (
                self._says_type(line) and any(is_date(part) for part in text.replace("•", "|").split("|"))
            )
            told = self._told[text] = dated, line_meaning(text, line.key, self._words)[0] is not None
        return told

    def _says_type(self, line: Line) -> bool:
        return "|" in line.text or "•" in line.text

    def _is_noise(self, line: Line, target: str) -> bool:
        """It is there for the reader to click: a further link to `target`, or one of a word or two."""
        if len(line.text) > MAX_KICKER:
            return False
        if self._words.marks.get(line.key, "") in _NOT_CONTENT | {"field-published"}:
            return True
        if 2 * line.linked > len(line.text) and len(line.links) > 1 and line.text[-1] not in ".!?":
            return True  # tags, comments, rubrics
        if not line.target or line.words == "label" or self._is_kicker(line):
            return False
        return line.target == target or (len(line.text.split()) < 3 and line.text[-1] not in ".!?")

    def _is_label(self, line: Line, *, before: bool) -> bool:
        if len(line.text) > MAX_KICKER or line.text[-1] in ".!?…":
            return False
        return before or line.words == "label" or self._is_kicker(line)

    def _is_kicker(self, line: Line) -> bool:
        return self._tell(line)[1]
