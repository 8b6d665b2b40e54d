"""Spans: which places of a text lie inside which others, by bisection."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Spans:
    """Spans of a text (start, end), asked which of them hold or touch another."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        self._reach = list(accumulate([end for _, end in self._spans], max))

    def __bool__(self) -> bool:
        return bool(self._spans)

    def holds(self, start: int, end: int) -> bool:
        """Whether the span lies inside one of them."""
        at = bisect_right(self._starts, start)
        return at > 0 and self._reach[at - 1] >= end

    def touches(self, start: int, end: int) -> bool:
        """Whether the span shares a character with one of them."""
        at = bisect_right(self._starts, end - 1)
        return at > 0 and self._reach[at - 1] > start
