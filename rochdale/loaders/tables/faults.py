"""Faults of a table: each bad row, and each wrong value once, with the number of rows that have it."""

import msgspec

from rochdale.loaders.items import Fault

_SHOWN = 80


class Faults:
    """Gathers the faults of one table."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._rows: list[Fault] = []
        self._values: dict[tuple[str, str, str], tuple[Fault, list[int]]] = {}

    def row(self, line: int, words: str, reason: str) -> None:
        """A row that is left out."""
        self._rows.append(self._fault(line, "row", words, reason))

    def value(self, line: int, field: str, words: str, reason: str) -> None:
        """A value that is left out of a row."""
        known = self._values.get((field, words, reason))
        if known is None:
            self._values[field, words, reason] = self._fault(line, field, words, reason), []
        else:
            known[1].append(line)

    def _fault(self, line: int, field: str, words: str, reason: str) -> Fault:
        shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
        return Fault(source=self._source, line=line, field=field, words=shown, reason=reason)

    def all(self) -> tuple[Fault, ...]:
        """All faults, by row."""
        values = [_with_count(fault, again) for fault, again in self._values.values()]
        return tuple(sorted([*self._rows, *values], key=lambda fault: (fault.line, fault.field, fault.words)))


def _with_count(fault: Fault, again: list[int]) -> Fault:
    if not again:
        return fault
    more = "row" if len(again) == 1 else "rows"
    return msgspec.structs.replace(fault, reason=f"{fault.reason} (so in {len(again):,} more {more}, first {again[0]})")
