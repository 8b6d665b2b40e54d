"""Passages: the lines of an item with what they are to it, and the sentences in them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter
from typing import Literal

from rochdale.loaders.layout.lines import Line, RawItem

Zone = Literal["title", "label", "lead", "body", "field"]

_BOUNDARY = re.compile(r"[.!?…]['\"”’»)\]]*\s+(?=['\"“‘«(\[¿¡]*[A-ZÀ-ÞĀ-Ž0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sr|Sra|Dra|St|Ste|No|Nos|vs|Inc|Ltd|Co|Jr|Hon|Gen|Rev|approx|Lic|Mme|Mlle|Art|Vol|pp?|cf|e\.g|i\.e|etc|[A-Z])|\b[A-Z]\.[A-Z])\.$"
)
_MIN_SPLIT = 60
"""A shorter passage is one sentence."""
_start = itemgetter(0)


class Passage:
    """One line of an item. Offsets count characters of the document."""

    def __init__(self, item: int, zone: Zone, start: int, end: int, line: int, mark: str) -> None:
        self.item = item
        self.zone: Zone = zone
        self.start = start
        self.end = end
        self.line = line
        self.mark = mark
        """Mark of the field (`field-donor`) whose value this is, or ""."""


def passages(items: tuple[RawItem, ...]) -> list[Passage]:
    """The passages of all items, by place in the text."""
    found: list[Passage] = []
    for index, item in enumerate(items):
        found.append(_passage(index, "title", item.title))
        if item.label_at is not None and (item.meaning is None or item.meaning.of == "topic"):
            found.append(_passage(index, "label", item.label_at))
        found += [_passage(index, "lead", line) for line in item.lead]
        found += [_passage(index, "body", line) for line in item.body]
        found += [_passage(index, "field", line, field.mark) for field in item.fields for line in field.lines]
    found.sort(key=lambda passage: passage.start)
    return found


def _passage(index: int, zone: Zone, line: Line, mark: str = "") -> Passage:
    return Passage(index, zone, line.start, line.end, line.number, mark)


def visible(text: str, shown: list[Passage], line_end: str = "\n") -> str:
    """The text, or the text folded, with all that is in no passage blanked out; offsets stay.

    So that no name runs over what is left out, a `line_end` stands where that begins; a folded one is a space.
    """
    pieces: list[str] = []
    at = 0
    for passage in shown:
        if passage.start > at:
            pieces += (line_end, " " * (passage.start - at - 1))
        if passage.end > at:
            pieces.append(text[max(at, passage.start) : passage.end])
            at = passage.end
    return "".join(pieces)


class Sentences:
    """The sentences of one document, found passage by passage as they are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._bounds: dict[int, list[tuple[int, int]]] = {}
        self._quotes: dict[tuple[int, int], str] = {}

    def quote(self, passage: Passage, at: int) -> str:
        """The words of the sentence of `passage` that holds the offset `at`, on one line."""
        bounds = self.bounds(passage, at)
        quote = self._quotes.get(bounds)
        if quote is None:
            quote = self._quotes[bounds] = " ".join(self._text[bounds[0] : bounds[1]].split())
        return quote

    def bounds(self, passage: Passage, at: int) -> tuple[int, int]:
        """Start and end of the sentence of `passage` that holds the offset `at`; white space trimmed."""
        bounds = self._bounds.get(passage.start)
        if bounds is None:
            bounds = self._bounds[passage.start] = list(self._split(passage))
        if len(bounds) == 1:
            return bounds[0]
        return bounds[max(bisect_right(bounds, at, key=_start) - 1, 0)]

    def _split(self, passage: Passage) -> Iterator[tuple[int, int]]:
        start = passage.start
        if passage.end - start >= _MIN_SPLIT:
            for match in _BOUNDARY.finditer(self._text, start, passage.end):
                if not _ABBREVIATION.search(self._text, max(start, match.start() - 12), match.start() + 1):
                    yield start, self._trimmed(start, match.end())
                    start = match.end()
        yield start, self._trimmed(start, passage.end)

    def _trimmed(self, start: int, end: int) -> int:
        return start + len(self._text[start:end].rstrip())
