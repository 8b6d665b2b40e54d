"""Comparing a predicted page with a gold page: the counts of each field, and the errors behind them.

- Items are paired one to one: one folded title begins with the other, over at least 20 characters or all of a
  shorter gold title. The only item of a page is paired with the first predicted one even if their titles
  differ, so that its fields can be compared.
- A missed item misses all its values, and all values of an invented one are wrong. The values of a field are
  paired one to one, too; `values` says when two are the same.
- Roles are compared for the organisations that were found and have a role in the gold.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Literal, TypeVar

import msgspec

from rochdale.loaders.evaluation.values import (
    PAIRS,
    READERS,
    RELATIONS,
    Page,
    Value,
    named,
    same_value,
    shown_title,
    title,
    title_key,
    title_value,
)

_ITEMS: Final = "items"
_ROLES: Final = "roles of organisations found"

FIELDS: Final = (
    _ITEMS,
    *("date", "type", "series", "organisations", "countries", "regions", "projects", "persons", "themes"),
    *(PAIRS, RELATIONS, _ROLES),
)
"""What is counted, in the order of the tables."""

_TITLE = 20

Side = Literal["missing", "wrong"]
_T = TypeVar("_T")


class Error(msgspec.Struct, frozen=True, kw_only=True):
    """One value that the gold has and the prediction has not (missing), or the other way round (wrong)."""

    page: str
    item: str
    """Title of the gold item, or of the predicted one if it was invented."""
    field: str
    side: Side
    value: str
    surface: str | None = None
    """The value as the page words it, where the entry says so."""
    whole: bool = False
    """The value is missing or wrong because its whole item is."""


class Sheet:
    """The counts of one page by field, and the errors behind them."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._counts = dict.fromkeys(FIELDS, (0, 0, 0))
        self.errors: list[Error] = []

    def count(self, field: str, tp: int, fp: int, fn: int) -> None:
        """Add to the counts of a field."""
        before = self._counts[field]
        self._counts[field] = (before[0] + tp, before[1] + fp, before[2] + fn)

    def blame(self, item: Page, field: str, side: Side, values: Iterable[Value], whole: bool = False) -> None:
        """List values of one item as errors."""
        self.errors += [
            Error(
                page=self._page,
                item=shown_title(item),
                field=field,
                side=side,
                value=value.text,
                surface=value.surface,
                whole=whole,
            )
            for value in values
        ]

    def flat(self) -> tuple[int, ...]:
        """The counts one after the other, three a field."""
        return tuple(number for field in FIELDS for number in self._counts[field])


def judge_page(gold: Page, predicted: Page | None) -> Sheet:
    """Compare all items of two pages; without a prediction everything is missing."""
    sheet = Sheet(page_name(gold))
    wanted: list[Page] = gold.get("items") or []
    given: list[Page] = (predicted or {}).get("items") or []
    pairs = _pair([title_key(item) for item in wanted], [title_key(item) for item in given], _same_title)
    found = dict(pairs)
    if len(wanted) == 1 and given and not pairs:
        pairs = {0: 0}
        found = {} if title(wanted[0]) else pairs
    sheet.count(_ITEMS, len(found), len(given) - len(found), len(wanted) - len(found))
    for i, item in enumerate(wanted):
        other = given[pairs[i]] if i in pairs else None
        if i not in found:
            sheet.blame(item, _ITEMS, "missing", [title_value(item)])
        _judge_item(sheet, item, other)
    for j, item in enumerate(given):
        if j not in found.values():
            sheet.blame(item, _ITEMS, "wrong", [title_value(item)])
        if j not in pairs.values():
            _judge_item(sheet, None, item)
    return sheet


def page_name(page: Page) -> str:
    """How errors and reports call a page."""
    return str(page.get("slug") or page.get("url") or "a page without a name")


def _judge_item(sheet: Sheet, gold: Page | None, predicted: Page | None) -> None:
    """Compare all fields of two items; either may be absent."""
    item = gold or predicted or {}
    whole = gold is None or predicted is None
    told: set[str] = set()
    for field, values in READERS.items():
        wanted, given = (values(one) if one else [] for one in (gold, predicted))
        pairs = _pair(wanted, given, same_value)
        missing, wrong = _unpaired(wanted, pairs), _unpaired(given, pairs.values())
        sheet.count(field, len(pairs), len(wrong), len(missing))
        if field == RELATIONS:
            missing = [value for value in missing if value.text not in told]
            wrong = [value for value in wrong if value.text not in told]
        if field == PAIRS:
            told = {value.text for value in (*missing, *wrong)}
        sheet.blame(item, field, "missing", missing, whole)
        sheet.blame(item, field, "wrong", wrong, whole)
    if gold and predicted:
        _judge_roles(sheet, gold, predicted)


def _judge_roles(sheet: Sheet, gold: Page, predicted: Page) -> None:
    """Compare the roles of the organisations that both items have; a wrong role is also a missing one."""
    wanted = [one for one in gold.get("organisations") or [] if isinstance(one, dict) and one.get("role")]
    given = [one for one in predicted.get("organisations") or [] if isinstance(one, dict)]
    pairs = _pair([named(one) for one in wanted], [named(one) for one in given], same_value)
    for i, j in sorted(pairs.items()):
        if wanted[i]["role"] == given[j].get("role"):
            sheet.count(_ROLES, 1, 0, 0)
        else:
            sheet.count(_ROLES, 0, 1, 1)
            sheet.blame(gold, _ROLES, "missing", [_role(wanted[i])])
            sheet.blame(gold, _ROLES, "wrong", [_role(given[j])])


def _role(entry: Mapping[str, Any]) -> Value:
    return Value(frozenset(), f"{entry.get('name')}: {entry.get('role') or 'none'}", entry.get("surface"))


def _pair(gold: Sequence[_T], predicted: Sequence[_T], same: Callable[[_T, _T], bool]) -> dict[int, int]:
    """The largest one-to-one pairing, gold index to predicted index; earlier ones are taken first."""
    fits = [[j for j, other in enumerate(predicted) if same(one, other)] for one in gold]
    holder: dict[int, int] = {}

    def seat(i: int, asked: set[int]) -> bool:
        for j in fits[i]:
            if j in asked:
                continue
            asked.add(j)
            if j not in holder or seat(holder[j], asked):
                holder[j] = i
                return True
        return False

    for i in range(len(gold)):
        seat(i, set())
    return {i: j for j, i in holder.items()}


def _unpaired(values: Sequence[Value], paired: Iterable[int]) -> list[Value]:
    used = set(paired)
    return [value for i, value in enumerate(values) if i not in used]


def _same_title(gold: str, predicted: str) -> bool:
    common = min(len(gold), len(predicted))
    return common >= max(1, min(len(gold), _TITLE)) and gold[:common] == predicted[:common]
