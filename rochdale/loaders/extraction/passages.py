"""Passages: the lines of an item with what they are to it, and the sentences in them."""

import re
from bisect import bisect_right
from typing import Literal

import msgspec

from rochdale.loaders.layout.lines import Line, RawItem

Zone = Literal["title", "label", "lead", "body", "field"]

_BOUNDARY = re.compile(r"[.!?…]['\"”’»)\]]*\s+(?=['\"“‘«(\[¿¡]*[A-ZÀ-ÞĀ-Ž0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sr|Sra|Dra|St|Ste|No|Nos|vs|Inc|Ltd|Co|Jr|Hon|Gen|Rev|approx|Lic|Mme|Mlle|Art|Vol|pp?|cf|e\.g|i\.e|etc|[A-Z])|\b[A-Z]\.[A-Z])\.$"
)


class Passage(msgspec.Struct, frozen=True, gc=False):
    """One line of an item. Offsets count characters of the document."""

    item: int
    zone: Zone
    start: int
    end: int
    line: int
    mark: str = ""
    """Mark of the field (`field-donor`) whose value this is, or ""."""


def passages(items: tuple[RawItem, ...]) -> list[Passage]:
    """The passages of all items, by place in the text."""
    found: list[Passage] = []
    for index, item in enumerate(items):
        found.append(_passage(index, "title", item.title))
        if item.label_at is not None and item.meaning is not None and item.meaning.of == "topic":
            found.append(_passage(index, "label", item.label_at))
        found += [_passage(index, "lead", line) for line in item.lead]
        found += [_passage(index, "body", line) for line in item.body]
        found += [_passage(index, "field", line, field.mark) for field in item.fields for line in field.lines]
    found.sort(key=lambda passage: passage.start)
    return found


def _passage(index: int, zone: Zone, line: Line, mark: str = "") -> Passage:
    return Passage(index, zone, line.start, line.end, line.number, mark)


def visible(text: str, shown: list[Passage]) -> str:
    """The text with all that is in no passage blanked out, so that nothing is found there; offsets stay."""
    pieces: list[str] = []
    at = 0
    for passage in shown:
        if passage.start > at:
            pieces += ("\n", " " * (passage.start - at - 1))
        if passage.end > at:
            pieces.append(text[max(at, passage.start) : passage.end])
            at = passage.end
    return "".join(pieces)


class Sentences:
    """The sentences of one document, found passage by passage as they are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: dict[int, list[int]] = {}
        self._bounds: dict[tuple[int, int], tuple[int, int]] = {}
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
        starts = self._starts.get(passage.start)
        if starts is None:
            starts = self._starts[passage.start] = self._split(passage)
        index = max(bisect_right(starts, at) - 1, 0)
        bounds = self._bounds.get((passage.start, index))
        if bounds is None:
            start = starts[index]
            end = starts[index + 1] if index + 1 < len(starts) else passage.end
            bounds = self._bounds[passage.start, index] = start, start + len(self._text[start:end].rstrip())
        return bounds

    def _split(self, passage: Passage) -> list[int]:
        starts = [passage.start]
        if passage.end - passage.start < 60:
            return starts
        for match in _BOUNDARY.finditer(self._text, passage.start, passage.end):
            if not _ABBREVIATION.search(self._text, max(starts[-1], match.start() - 12), match.start() + 1):
                starts.append(match.end())
        return starts
