"""Listings told by their teasers: titles with a paragraph each, with `Read more` behind it, or nothing but titles."""

import itertools
import re
from collections.abc import Sequence
from statistics import median

from rochdale.loaders.layout.head import header
from rochdale.loaders.layout.lines import MAX_TITLE, Line, Page
from rochdale.loaders.layout.listings import entry

_MIN_ENDED = 3
"""So many entries make a listing where each has an end of its own."""
_MIN_OFFERED = 2
"""So many where each ends with an offer to read on, and the first stands near the page's head."""
_HEAD = 6
_MIN_HEADED = 4
"""So many where their headlines alone tell them."""
_MIN_LONG = 3
"""So many if they are long headlines."""
_LONG_WORDS = 8
_HEADLINE_WORDS = 6
"""Words of a headline, by the middle one of a page's; headings within a text have fewer."""
_BULLETED_WORDS = 4
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[[….]+\])['\"”’»)]?$")


def teased_listing(lines: Sequence[Line]) -> Page | None:
    """The page and its entries, if it is a listing that has neither numbers nor dates to tell the entries by.

    Three kinds are told: entries that each end with `Read more` or with a text cut off by dots; headlines with a
    paragraph or two each; headlines alone. The lines are the page's with those that offer the rest of an entry.
    """
    starts = _ended(lines) or _bulleted(lines) or _headed(lines) or _alone(lines)
    if not starts:
        return None
    starts = [_with_lines_above(lines, at) for at in starts]
    page = header(without_more(lines[: starts[0]]), listing=True) if starts[0] else None
    entries = [entry(without_more(lines[at:until])) for at, until in itertools.pairwise([*starts, len(lines)])]
    return Page("listing", (*([page] if page else []), *entries))


def without_more(lines: Sequence[Line]) -> list[Line]:
    """The lines but for those that offer the rest of an entry."""
    return [line for line in lines if line.mark != "more"]


def _may_be_title(line: Line) -> bool:
    told = line.is_sentence or line.mark or line.date or line.meaning or line.dated_label or line.caption
    return not (told or line.inline_mark or len(line.text) > MAX_TITLE) and len(line.key) > 2


def _with_lines_above(lines: Sequence[Line], at: int) -> int:
    """Where an entry begins: with the kicker and the date right above its title."""
    while at > 1 and (lines[at - 1].date or lines[at - 1].meaning or lines[at - 1].dated_label):
        at -= 1
    return at


def _are_headlines(lines: Sequence[Line], words: int) -> bool:
    return bool(lines) and median(line.key.count(" ") + 1 for line in lines) >= words


# -- entries with an end of their own ----------------------------------------------------------------------------------


def _ended(lines: Sequence[Line]) -> list[int]:
    """Where entries begin that end with an offer to read on, or with a text that is cut off."""
    ends = [at for at, line in enumerate(lines) if line.mark == "more" or _CUT_OFF.search(line.text)]
    ends = [at for at in ends if at - 1 not in ends]  # the offer behind a text that is cut off ends the same entry
    if len(ends) < _MIN_OFFERED:
        return []
    starts = [_title_of_first(lines, ends[0])]
    starts += [_first_title(lines, end + 1, until) for end, until in itertools.pairwise(ends)]
    last = _first_title(lines, ends[-1] + 1, len(lines))
    if last is not None and any(line.is_sentence for line in lines[last + 1 :]):
        starts.append(last)
    found = [at for at in starts if at is not None]
    if not found:
        return []
    least = _MIN_OFFERED if found[0] < _HEAD and all(lines[at].mark == "more" for at in ends) else _MIN_ENDED
    return _and_between(lines, found) if len(found) >= max(least, len(ends) - 1) else []


def _title_of_first(lines: Sequence[Line], end: int) -> int | None:
    """The title of the first entry stands behind the page's head: the last line before `end` that can be one."""
    return next((at for at in range(end - 1, -1, -1) if _may_be_title(lines[at]) and (lines[at].gap or not at)), None)


def _first_title(lines: Sequence[Line], start: int, end: int) -> int | None:
    return next((at for at in range(start, end) if _may_be_title(lines[at])), None)


def _and_between(lines: Sequence[Line], starts: Sequence[int]) -> list[int]:
    """Also the entries between these that have neither end: where most are a title and one text, every other line."""
    if any(line.mark == "more" for line in lines):
        return list(starts)
    found = []
    for at, until in itertools.pairwise([*starts, len(lines)]):
        pairs = range(at, until, 2)
        whole = (until - at) % 2 == 0 and all(line.gap for line in lines[at:until])
        found += list(pairs) if whole and all(_may_be_title(lines[i]) for i in pairs) else [at]
    return found


# -- headlines ---------------------------------------------------------------------------------------------------------


def _bulleted(lines: Sequence[Line]) -> list[int]:
    """Where entries begin whose titles are bulleted and whose texts are set in below them."""
    found = [
        at
        for at in range(1, len(lines) - 1)
        if lines[at].bullet and _may_be_title(lines[at]) and not lines[at + 1].bullet
        if lines[at + 1].indent > lines[at].indent and lines[at + 1].gap
    ]
    bullets = sum(line.bullet for line in lines)
    few = len(found) < _MIN_ENDED or len(found) < bullets - 1
    return [] if few or not _are_headlines([lines[at] for at in found], _BULLETED_WORDS) else found


def _headed(lines: Sequence[Line]) -> list[int]:
    """Where headlines stand that have one paragraph each, to the page's end."""
    found = [
        at
        for at in range(1, len(lines) - 1)
        if lines[at].gap and _may_be_title(lines[at]) and not lines[at].bullet
        if lines[at + 1].is_sentence and not lines[at + 1].bullet and lines[at + 1].date is None
    ]
    headlines = [lines[at] for at in found if not lines[at].text.endswith("?")]
    long = len(found) >= _MIN_LONG and _are_headlines(headlines, _LONG_WORDS)
    if 2 * len(headlines) <= len(found) or not (long or _are_headlines(headlines, _HEADLINE_WORDS)):
        return []
    if len(found) < (_MIN_LONG if long else _MIN_HEADED):
        return []
    longer = sum(b - a > 2 for a, b in itertools.pairwise([*found, len(lines)]))
    return found if longer <= len(found) // _MIN_HEADED else []


def _alone(lines: Sequence[Line]) -> list[int]:
    """Where headlines stand with nothing between them, to the page's end."""
    at = len(lines)
    while at > 1 and _may_be_title(lines[at - 1]) and lines[at - 1].gap and not lines[at - 1].bullet:
        at -= 1
    found = list(range(at, len(lines)))
    return found if len(found) >= _MIN_HEADED and _are_headlines(lines[at:], _HEADLINE_WORDS) else []
