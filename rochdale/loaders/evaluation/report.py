"""Precision, recall and F1 of predicted pages against gold pages, and the list of what is missing or wrong.

The pages are in the shape of `export.as_page`. They are paired by slug, predicted pages without a slug by URL. A gold
page without a prediction misses everything. The rules for items are those of `comparison`, for values of `values`.

The module is longer than its neighbours: the counts, the measures and the table are one thing, the report.
"""

import math
import random
import struct
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from rochdale.errors import SourceError
from rochdale.loaders.evaluation.comparison import FIELDS, Error, judge_page, page_name
from rochdale.loaders.evaluation.values import Page

_WIDTH = 100


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
    """Compare predicted pages with gold pages; see `comparison` for the rules.

    Args:
        gold: pages as `read_gold` gives them.
        predicted: pages in the same shape. A name may stand in place of an object, and keys may be absent.
        rounds: how often the pages are resampled for the intervals; 0 for none.
        seed: of the resampling. Equal seeds give equal reports.
    """
    matches = _matches(gold, predicted)
    sheets = [judge_page(page, match) for page, match in zip(gold, matches, strict=True)]
    counts = [sheet.flat() for sheet in sheets]
    used = {id(match) for match in matches}
    return Report(
        pages=len(gold),
        unpredicted=tuple(page_name(gold[i]) for i, match in enumerate(matches) if match is None),
        unjudged=tuple(page_name(page) for page in predicted if id(page) not in used),
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


def _members(gold: Sequence[Page]) -> dict[str, list[int]]:
    """Indices of the pages of each group: all, the languages, the kinds."""
    groups = {"overall": list(range(len(gold)))}
    for by in ("language", "kind"):
        for value in sorted({str(page.get(by)) for page in gold}):
            groups[f"{by} {value}"] = [i for i, page in enumerate(gold) if str(page.get(by)) == value]
    return groups


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
