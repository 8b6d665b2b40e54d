"""Precision, recall and F1 of predicted pages against gold pages, and the list of what is missing or wrong.

The rules, for pages in the shape of `export.as_page`:

- Pages are paired by slug, predicted pages without a slug by URL. A gold page without a prediction misses
  everything.
- Items are paired one to one: one folded title begins with the other, over at least 20 characters or all of a
  shorter gold title. The only item of a page is paired with the first predicted one even if their titles
  differ, so that its fields can be compared.
- A missed item misses all its values, and all values of an invented one are wrong. The values of a field are
  paired one to one, too.
- An organisation or project is known by its name, its surface, the name without closing parentheses, and the
  acronym in them; what is given twice is one. Leading articles do not count, nor do honorifics of persons.
- A partnership is an unordered pair of organisations; an end also has all names of the organisations of
  its item that it names.
- Roles are compared for the organisations that were found and have a role in the gold.

The module is longer than its neighbours: the rules, the counts and the table are one thing, the measure.
"""

import math
import random
import re
import struct
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import msgspec

from rochdale.errors import SourceError

_ITEMS: Final = "items"
_PAIRS: Final = "partnerships"
_RELATIONS: Final = "partnerships with relation"
_ROLES: Final = "roles of organisations found"

FIELDS: Final = (
    _ITEMS,
    *("date", "type", "series", "organisations", "countries", "regions", "projects", "persons", "themes"),
    *(_PAIRS, _RELATIONS, _ROLES),
)
"""What is counted, in the order of the tables."""

_TITLE = 20
_WIDTH = 100

Page = dict[str, Any]
Side = Literal["missing", "wrong"]
_T = TypeVar("_T")


class Measure(msgspec.Struct, frozen=True):
    """A share between 0 and 1, and the bounds of its 95 % interval (None for fewer than two pages)."""

    value: float
    low: float | None
    high: float | None


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """One field in one group of pages; no measures where there was nothing to find and nothing was found."""

    field: str
    tp: int
    fp: int
    fn: int
    precision: Measure | None
    recall: Measure | None
    f1: Measure | None


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The scores of some gold pages, in the order of `FIELDS`."""

    name: str
    """`overall`, `language en`, `kind listing` ..."""
    pages: int
    scores: tuple[Score, ...]


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


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What `evaluate` found."""

    pages: int
    unpredicted: tuple[str, ...]
    """Gold pages without a prediction."""
    unjudged: tuple[str, ...]
    """Predicted pages that are not in the gold; they count for nothing."""
    rounds: int
    seed: int
    groups: tuple[Group, ...]
    errors: tuple[Error, ...]
    """In page order. A partnership that is missing or wrong is listed once, not again with its relation."""

    def table(self, errors: bool = False, errors_limit: int | None = None, by: str | None = None) -> str:
        """Aligned text of at most 100 columns; with `errors`, the first `errors_limit` of them (None: all).

        `by` names the groups to show besides the whole: "language" or "kind".
        Of an item that is missing or invented as a whole, only its title is listed.
        """
        lines = list(_head_lines(self))
        for group in self.groups:
            if group.name == "overall" or (by and group.name.startswith(f"{by} ")):
                lines += ["", *_group_lines(group)]
        if errors:
            lines += ["", *_error_lines(self.errors, errors_limit)]
        return "\n".join(lines)

    def as_json(self) -> bytes:
        """The whole report, all errors included, as indented JSON."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


def read_gold(path: Path) -> list[Page]:
    """Read pages from a file of JSON lines; blank lines are left out.

    Raises:
        SourceError: the file cannot be read, or a line is no JSON or has no slug or items. It names the file
            and the line.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise SourceError(str(path), error.strerror or "the file cannot be read") from error
    return [_page(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()]


def _page(line: bytes, place: str) -> Page:
    try:
        page: object = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SourceError(place, f"this line is not JSON: {error}") from error
    if not isinstance(page, dict):
        raise SourceError(place, "this line is not a JSON object")
    if not isinstance(page.get("slug"), str) or not page["slug"]:
        raise SourceError(place, "the page has no slug")
    items = page.get("items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise SourceError(place, "the page has no list of items")
    return page


def evaluate(gold: Sequence[Page], predicted: Sequence[Page], *, rounds: int = 1000, seed: int = 1844) -> Report:
    """Compare predicted pages with gold pages; see the module for the rules.

    Args:
        gold: pages as `read_gold` gives them.
        predicted: pages in the same shape. A name may stand in place of an object, and keys may be absent.
        rounds: how often the pages are resampled for the intervals; 0 for none.
        seed: of the resampling. Equal seeds give equal reports.
    """
    matches = _matches(gold, predicted)
    sheets = [_judge_page(page, match) for page, match in zip(gold, matches, strict=True)]
    counts = [sheet.flat() for sheet in sheets]
    used = {id(match) for match in matches}
    return Report(
        pages=len(gold),
        unpredicted=tuple(_page_name(gold[i]) for i, match in enumerate(matches) if match is None),
        unjudged=tuple(_page_name(page) for page in predicted if id(page) not in used),
        rounds=rounds,
        seed=seed,
        groups=tuple(
            Group(name=name, pages=len(members), scores=_scores([counts[i] for i in members], rounds, seed))
            for name, members in _members(gold).items()
        ),
        errors=tuple(error for sheet in sheets for error in sheet.errors),
    )


def _matches(gold: Sequence[Page], predicted: Sequence[Page]) -> list[Page | None]:
    by_slug = {page["slug"]: page for page in predicted if page.get("slug")}
    by_url = {page["url"]: page for page in predicted if page.get("url") and not page.get("slug")}
    return [by_slug.get(page.get("slug")) or by_url.get(page.get("url")) for page in gold]


def _page_name(page: Page) -> str:
    return str(page.get("slug") or page.get("url") or "a page without a name")


def _members(gold: Sequence[Page]) -> dict[str, list[int]]:
    """Indices of the pages of each group: all, the languages, the kinds."""
    groups = {"overall": list(range(len(gold)))}
    for by in ("language", "kind"):
        for value in sorted({str(page.get(by)) for page in gold}):
            groups[f"{by} {value}"] = [i for i, page in enumerate(gold) if str(page.get(by)) == value]
    return groups


# Comparing one page


class _Value(msgspec.Struct, frozen=True):
    """One value of a field: the keys it can be known by (a partnership: at either end), and its look."""

    keys: frozenset[str]
    text: str
    surface: str | None = None
    other: frozenset[str] | None = None
    relation: str = ""


class _Sheet:
    """The counts of one page by field, and the errors behind them."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._counts = dict.fromkeys(FIELDS, (0, 0, 0))
        self.errors: list[Error] = []

    def count(self, field: str, tp: int, fp: int, fn: int) -> None:
        """Add to the counts of a field."""
        before = self._counts[field]
        self._counts[field] = (before[0] + tp, before[1] + fp, before[2] + fn)

    def blame(self, item: Page, field: str, side: Side, values: Iterable[_Value], whole: bool = False) -> None:
        """List values of one item as errors."""
        self.errors += [
            Error(
                page=self._page,
                item=_shown_title(item),
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


def _judge_page(gold: Page, predicted: Page | None) -> _Sheet:
    sheet = _Sheet(_page_name(gold))
    wanted: list[Page] = gold.get("items") or []
    given: list[Page] = (predicted or {}).get("items") or []
    pairs = _pair([_title_key(item) for item in wanted], [_title_key(item) for item in given], _same_title)
    found = dict(pairs)
    if len(wanted) == 1 and given and not pairs:
        pairs = {0: 0}
        found = {} if _title(wanted[0]) else pairs
    sheet.count(_ITEMS, len(found), len(given) - len(found), len(wanted) - len(found))
    for i, item in enumerate(wanted):
        other = given[pairs[i]] if i in pairs else None
        if i not in found:
            sheet.blame(item, _ITEMS, "missing", [_title_value(item)])
        _judge_item(sheet, item, other)
    for j, item in enumerate(given):
        if j not in found.values():
            sheet.blame(item, _ITEMS, "wrong", [_title_value(item)])
        if j not in pairs.values():
            _judge_item(sheet, None, item)
    return sheet


def _judge_item(sheet: _Sheet, gold: Page | None, predicted: Page | None) -> None:
    """Compare all fields of two items; either may be absent."""
    item = gold or predicted or {}
    whole = gold is None or predicted is None
    told: set[str] = set()
    for field, values in _READERS.items():
        wanted, given = (values(one) if one else [] for one in (gold, predicted))
        pairs = _pair(wanted, given, _same_value)
        missing, wrong = _unpaired(wanted, pairs), _unpaired(given, pairs.values())
        sheet.count(field, len(pairs), len(wrong), len(missing))
        if field == _RELATIONS:
            missing = [value for value in missing if value.text not in told]
            wrong = [value for value in wrong if value.text not in told]
        if field == _PAIRS:
            told = {value.text for value in (*missing, *wrong)}
        sheet.blame(item, field, "missing", missing, whole)
        sheet.blame(item, field, "wrong", wrong, whole)
    if gold and predicted:
        _judge_roles(sheet, gold, predicted)


def _judge_roles(sheet: _Sheet, gold: Page, predicted: Page) -> None:
    """Compare the roles of the organisations that both items have; a wrong role is also a missing one."""
    wanted = [one for one in gold.get("organisations") or [] if isinstance(one, dict) and one.get("role")]
    given = [one for one in predicted.get("organisations") or [] if isinstance(one, dict)]
    pairs = _pair([_named(one) for one in wanted], [_named(one) for one in given], _same_value)
    for i, j in sorted(pairs.items()):
        if wanted[i]["role"] == given[j].get("role"):
            sheet.count(_ROLES, 1, 0, 0)
        else:
            sheet.count(_ROLES, 0, 1, 1)
            sheet.blame(gold, _ROLES, "missing", [_role(wanted[i])])
            sheet.blame(gold, _ROLES, "wrong", [_role(given[j])])


def _role(entry: Mapping[str, Any]) -> _Value:
    return _Value(frozenset(), f"{entry.get('name')}: {entry.get('role') or 'none'}", entry.get("surface"))


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


def _unpaired(values: Sequence[_Value], paired: Iterable[int]) -> list[_Value]:
    used = set(paired)
    return [value for i, value in enumerate(values) if i not in used]


def _same_title(gold: str, predicted: str) -> bool:
    common = min(len(gold), len(predicted))
    return common >= max(1, min(len(gold), _TITLE)) and gold[:common] == predicted[:common]


def _same_value(gold: _Value, predicted: _Value) -> bool:
    if gold.other is None or predicted.other is None:
        return not gold.keys.isdisjoint(predicted.keys)
    straight = gold.keys & predicted.keys and gold.other & predicted.other
    crossed = gold.keys & predicted.other and gold.other & predicted.keys
    return gold.relation == predicted.relation and bool(straight or crossed)


# Reading the values of one item

_Reader = Callable[[Page], list[_Value]]
_CLOSING = re.compile(r"(.*?)\s*\(([^()]+)\)\s*")
# As the gold's own script reads them: a space need not follow, so that of "les" and "las" the s stays.
_ARTICLE = re.compile(r"^(?:the|l[ae]|el|los|l['’])\s*(?=\S)", re.IGNORECASE)
_HONORIFICS = (
    *("mr", "mrs", "ms", "miss", "dame", "sir", "dr", "prof", "professor", "hon", r"h\.?e"),
    *("his excellency", "her excellency", "m", "mme", "mlle", "sr", "sra"),
)
_HONORIFIC = re.compile(rf"^(?:(?:{'|'.join(_HONORIFICS)})\b\.?\s+)+", re.IGNORECASE)


def _folded(value: object) -> str:
    """Letters and digits only, lower case, without accents."""
    text = unicodedata.normalize("NFKD", str(value or "").casefold())
    return "".join(c for c in text if c.isalnum() and not unicodedata.combining(c))


def _keys(*names: object) -> frozenset[str]:
    """What a thing with these names can be known by; one character is too little."""
    parts = [part for name in names if name for part in _parts(str(name).strip())]
    folded = {_folded(form) for part in parts for form in (part, _ARTICLE.sub("", part.strip()))}
    return frozenset(one for one in folded if len(one) > 1)


def _parts(name: str) -> list[str]:
    """The name, and if it closes with parentheses the name without them and the acronym in them.

    "(UGTT)" is an acronym: one word with two capitals; "(Tunisia)" only tells namesakes apart. In a name
    that is all capitals, only a short word is taken for one.
    """
    closing = _CLOSING.fullmatch(name)
    if closing is None:
        return [name]
    bare, inside = closing.groups()
    longest = 20 if re.search("[a-z]", name) else 6
    one_word = 2 <= len(inside) <= longest and not re.search(r"\s", inside)
    return [name, bare, inside] if one_word and len(re.findall("[A-Z]", inside)) > 1 else [name, bare]


def _title(item: Page) -> object:
    return item.get("title_prefix") or item.get("title")


def _title_key(item: Page) -> str:
    return _folded(_title(item))


def _shown_title(item: Page) -> str:
    return str(item.get("title") or item.get("title_prefix") or "(no title)")


def _title_value(item: Page) -> _Value:
    return _Value(frozenset(), _shown_title(item))


def _named(entry: Any) -> _Value:
    """An organisation, a project or an end of a partnership: an object with name and surface, or a name."""
    name, surface = (entry.get("name"), entry.get("surface")) if isinstance(entry, dict) else (entry, None)
    return _Value(_keys(name, surface), str(name or surface), surface)


def _merged(values: Iterable[_Value]) -> list[_Value]:
    """Values that share a key are one, shown as the first of them; a value without keys is none."""
    kept: list[_Value] = []
    for value in values:
        alike = [one for one in kept if one.keys & value.keys]
        first = alike[0] if alike else value
        whole = msgspec.structs.replace(first, keys=value.keys.union(*(one.keys for one in alike)))
        kept = [one for one in kept if not one.keys & value.keys]
        kept += [whole] if whole.keys else []
    return kept


def _single(field: str, key: Callable[[object], str]) -> _Reader:
    """A reader of a field with one value or none."""

    def read(item: Page) -> list[_Value]:
        value = item.get(field)
        return [_Value(frozenset([key(value)]), str(value))] if value else []

    return read


def _set_of(field: str) -> _Reader:
    """A reader of a field whose values are told by their words alone."""
    return lambda item: _merged(_Value(_word_keys(value), str(value)) for value in item.get(field) or [])


def _plain(value: object) -> str:
    return str(value).strip().lower()


def _word_keys(value: object) -> frozenset[str]:
    return frozenset([_folded(value)]) - {""}


def _organisations(item: Page) -> list[_Value]:
    return _merged(_named(entry) for entry in item.get("organisations") or [])


def _projects(item: Page) -> list[_Value]:
    surfaces = item.get("project_surfaces") or {}
    entries = (
        {"name": entry, "surface": surfaces.get(entry)} if isinstance(entry, str) else entry
        for entry in item.get("projects") or []
    )
    return _merged(_named(entry) for entry in entries)


def _persons(item: Page) -> list[_Value]:
    entries = item.get("persons") or []
    names = [str((entry if isinstance(entry, str) else entry.get("name")) or "").strip() for entry in entries]
    return _merged(_Value(_word_keys(_HONORIFIC.sub("", name)), name) for name in names)


def _pairs(item: Page, with_relation: bool = False) -> list[_Value]:
    """The partnerships of an item, each pair once (with relation: each pair once a relation)."""
    organisations = [_named(entry).keys for entry in item.get("organisations") or []]
    kept: list[_Value] = []
    for partnership in item.get("partnerships") or []:
        first, second = (_named(end) for end in partnership[:2])
        relation = str(partnership[2] or "") if len(partnership) > 2 else ""
        value = _Value(
            _grown(first.keys, organisations),
            f"{first.text} – {second.text}" + (f": {relation}" if relation else ""),
            other=_grown(second.keys, organisations),
            relation=_folded(relation) if with_relation else "",
        )
        if not any(_same_value(value, one) for one in kept):
            kept.append(value)
    return kept


def _grown(end: frozenset[str], organisations: Sequence[frozenset[str]]) -> frozenset[str]:
    """The keys of an end and of the organisations that it names."""
    return end.union(*(keys for keys in organisations if keys & end))


_READERS: Final[dict[str, _Reader]] = {
    "date": _single("date", _plain),
    "type": _single("type", _plain),
    "series": _single("series", _folded),
    "organisations": _organisations,
    "countries": _set_of("countries"),
    "regions": _set_of("regions"),
    "projects": _projects,
    "persons": _persons,
    "themes": _set_of("themes"),
    _PAIRS: _pairs,
    _RELATIONS: partial(_pairs, with_relation=True),
}


# Measures and their intervals

_PACKED = struct.Struct(f"<{3 * len(FIELDS)}Q")
_Shares = tuple[float, float, float]


def _scores(pages: Sequence[tuple[int, ...]], rounds: int, seed: int) -> tuple[Score, ...]:
    """The scores of pages with these counts (three a field)."""
    totals = [sum(column) for column in zip(*pages, strict=True)] or [0] * 3 * len(FIELDS)
    samples = list(_samples(pages, rounds, seed)) if len(pages) > 1 else []
    return tuple(
        _score(field, totals[at : at + 3], [sample[at : at + 3] for sample in samples])
        for field, at in zip(FIELDS, range(0, len(totals), 3), strict=True)
    )


def _samples(pages: Sequence[tuple[int, ...]], rounds: int, seed: int) -> Iterator[tuple[int, ...]]:
    """Yield the summed counts of as many pages, drawn with replacement.

    The counts of a page are packed into one integer, 64 bits each, so that one addition adds them all.
    """
    packed = [int.from_bytes(_PACKED.pack(*page), "little") for page in pages]
    draw = random.Random(seed)  # noqa: S311 (a sample, not a secret)
    for _ in range(rounds):
        total = sum(draw.choices(packed, k=len(packed)))
        yield _PACKED.unpack(total.to_bytes(_PACKED.size, "little"))


def _score(field: str, counts: Sequence[int], samples: Sequence[Sequence[int]]) -> Score:
    tp, fp, fn = counts
    values = _shares(tp, fp, fn)
    drawn = [shares for shares in (_shares(*sample) for sample in samples) if shares]
    if values is None:
        return Score(field=field, tp=tp, fp=fp, fn=fn, precision=None, recall=None, f1=None)
    precision, recall, f1 = (_measure(values[i], sorted(shares[i] for shares in drawn)) for i in range(3))
    return Score(field=field, tp=tp, fp=fp, fn=fn, precision=precision, recall=recall, f1=f1)


def _shares(tp: int, fp: int, fn: int) -> _Shares | None:
    """Precision, recall and F1; None if there is nothing to count."""
    if tp + fp + fn == 0:
        return None
    return tp / (tp + fp) if tp + fp else 0.0, tp / (tp + fn) if tp + fn else 0.0, 2 * tp / (2 * tp + fp + fn)


def _measure(value: float, drawn: Sequence[float]) -> Measure:
    """The value between the 2.5th and the 97.5th percentile of what was drawn, both rounded outwards."""
    if not drawn:
        return Measure(value, None, None)
    last = len(drawn) - 1
    return Measure(value, drawn[math.floor(0.025 * last)], drawn[math.ceil(0.975 * last)])


# The table


def _head_lines(report: Report) -> Iterator[str]:
    yield f"{_pages(report.pages)} in the gold, {len(report.unpredicted)} without a prediction"
    if report.unjudged:
        yield f"{_pages(len(report.unjudged))} predicted that the gold does not have: left out"
    if report.rounds:
        yield f"intervals: 95 %, from {report.rounds} resamplings of the pages (seed {report.seed})"


def _pages(number: int) -> str:
    return "1 page" if number == 1 else f"{number} pages"


def _group_lines(group: Group) -> Iterator[str]:
    yield f"{group.name} ({_pages(group.pages)})"
    titles = "".join(f"  {title:<15}" for title in ("precision", "recall", "F1"))
    yield f"{'':28}{titles}{'tp':>7}{'fp':>7}{'fn':>7}"
    for score in group.scores:
        shown = (_shown(measure) for measure in (score.precision, score.recall, score.f1))
        measures = "".join(f"  {text:<15}" for text in shown)
        yield f"{score.field:28}{measures}{score.tp:7}{score.fp:7}{score.fn:7}"


def _shown(measure: Measure | None) -> str:
    if measure is None:
        return "–"
    if measure.low is None or measure.high is None:
        return f"{measure.value:.3f}"
    return f"{measure.value:.3f} {measure.low:.2f}–{measure.high:.2f}"


def _error_lines(errors: Sequence[Error], limit: int | None) -> Iterator[str]:
    """The errors below their page and item, long values wrapped."""
    listed = [error for error in errors if not error.whole]
    yield f"errors ({len(listed)})"
    page = item = None
    for error in listed[:limit]:
        if error.page != page:
            yield from ("", error.page)
        if (error.page, error.item) != (page, item):
            yield _wrapped("  ", error.item, 4)
        page, item = error.page, error.item
        words = f" “{error.surface}”" if error.surface and error.surface != error.value else ""
        yield _wrapped(f"    {error.side:7}  {error.field}: ", error.value + words, 13)
    if limit is not None and len(listed) > limit:
        yield f"… and {len(listed) - limit} more"


def _wrapped(before: str, text: str, indent: int) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=before, subsequent_indent=" " * indent)
