"""Listings told by what repeats: short lines that open an entry (kicker, date, title) and the text below them.

A page alternates between zones of short lines and running text. Where most zones hold a title beside a date, a kicker
or an offer to read on, in much the same order, each opens an entry; headings within a text stand alone.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rochdale.loaders.layout.head import header, is_navigation, take_opening_date
from rochdale.loaders.layout.lines import MAX_TITLE, Line, Page, RawItem, take_label

_MIN_ZONES = 3
_MOSTLY = 0.6
"""Share of the zones that must look like entries."""
_MAX_CAPITALS = 5
"""Words of a kicker in capitals."""
_BRACKETED = re.compile(r"\[[^\]]*\]$")

Sign = Literal["date", "kicker", "title", "more", "text", "aside"]


class _Signed:
    """A line and what it is in a listing."""

    def __init__(self, line: Line, sign: Sign) -> None:
        self.line = line
        self.sign: Sign = sign


@dataclass
class _Zone:
    """Short lines, and the text below them."""

    short: list[_Signed]
    text: list[Line]
    ended: bool = False
    """An offer to read on ends it."""


def repeated_listing(lines: Sequence[Line]) -> Page | None:
    """The page and its entries, if what repeats in it tells them; `lines` with those that offer more of an entry."""
    signed = [_Signed(line, _sign(lines, at)) for at, line in enumerate(lines)]
    if sum(one.sign in ("date", "kicker", "more") for one in signed) < _MIN_ZONES:
        return None
    zones = _zones(signed)
    first_sign = _usual_first(zones)
    if first_sign is None:
        return None
    head, opening = _without_head(zones[0], first_sign)
    zones[0] = opening
    if not (zones[-1].text or _is_told(zones[-1])):
        zones.pop()  # the foot of the page
    entries = [entry for zone in zones for part in _parts(zone, first_sign) if (entry := _entry(part))]
    if len(entries) < _MIN_ZONES:
        return None
    page = header([one.line for one in head])
    return Page("listing", (*([page] if page else []), *entries))


def _sign(lines: Sequence[Line], at: int) -> Sign:
    line = lines[at]
    if line.mark == "more":
        return "more"
    if line.mark or line.caption or _BRACKETED.match(line.text) or is_navigation(line):
        return "aside"
    if line.date or line.dated_label:
        return "date"
    if line.meaning or _is_in_capitals(line, lines[at + 1] if at + 1 < len(lines) else None):
        return "kicker"
    if line.is_sentence or line.item or line.inline_mark or len(line.text) > MAX_TITLE or not line.key:
        return "text"
    return "text" if line.bullet and not _is_dated_below(lines, at) else "title"


def _is_dated_below(lines: Sequence[Line], at: int) -> bool:
    return at + 1 < len(lines) and lines[at + 1].date is not None


def _is_in_capitals(line: Line, below: Line | None) -> bool:
    return (
        line.text.isupper()
        and line.key.count(" ") < _MAX_CAPITALS
        and len(line.key) > 2
        and below is not None
        and not below.text.isupper()
    )


def _zones(signed: Sequence[_Signed]) -> list[_Zone]:
    zones: list[_Zone] = []
    for one in signed:
        opens = one.sign in ("title", "kicker", "date")
        if opens and (not zones or zones[-1].text or zones[-1].ended):
            zones.append(_Zone([], []))
        if not zones:
            zones.append(_Zone([], []))
        if one.sign == "more":
            zones[-1].ended = True
        elif one.sign == "text":
            zones[-1].text.append(one.line)
        else:
            zones[-1].short.append(one)
    return zones


def _usual_first(zones: Sequence[_Zone]) -> Sign | None:
    """The sign that entries begin with; None if the zones do not look like entries."""
    rest = zones[1:]
    able = [zone for zone in rest if _has_title(zone) and _is_told(zone)]
    if len(able) + 1 < _MIN_ZONES or len(able) < _MOSTLY * len(rest):
        return None
    firsts = Counter(next(one.sign for one in zone.short if one.sign != "aside") for zone in able)
    return max(sorted(firsts), key=lambda sign: firsts[sign])


def _has_title(zone: _Zone) -> bool:
    return any(one.sign == "title" for one in zone.short)


def _is_told(zone: _Zone) -> bool:
    return zone.ended or any(one.sign in ("date", "kicker") for one in zone.short)


def _without_head(zone: _Zone, first_sign: Sign) -> tuple[list[_Signed], _Zone]:
    """The head of the page, and what is left of its first zone: the first entry."""
    short = zone.short
    if not _is_told(zone):
        return [*short, *(_Signed(line, "text") for line in zone.text)], _Zone([], [])
    signs = [one.sign for one in short]
    told = [at for at, sign in enumerate(signs) if sign in ("date", "kicker")]
    if first_sign == "title":
        titles = [at for at, sign in enumerate(signs) if sign == "title" and (not told or at < told[-1])]
        start = titles[-1] if titles else len(short)
    else:
        firsts = [at for at in told if signs[at] == first_sign and "title" in signs[at:]]
        start = firsts[-1] if firsts else len(short)
        while start and signs[start - 1] in ("date", "kicker") and "title" in signs[: start - 1]:
            start -= 1
    if start == len(short):
        return [*short, *(_Signed(line, "text") for line in zone.text)], _Zone([], [])
    return short[:start], _Zone(short[start:], zone.text, zone.ended)


def _parts(zone: _Zone, first_sign: Sign) -> list[_Zone]:
    """The entries of a zone: several where some have no text, each beginning with the usual sign."""
    starts = [at for at, one in enumerate(zone.short) if one.sign == first_sign]
    cuts = [
        at
        for before, at in zip([None, *starts], starts, strict=False)
        if before is not None and any(one.sign == "title" for one in zone.short[before:at])
        if any(one.sign == "title" for one in zone.short[at:])
    ]
    if not cuts or (
        first_sign == "title" and not all(_told_between(zone, a, b) for a, b in zip([0, *cuts], cuts, strict=False))
    ):
        return [zone]
    edges = [0, *cuts, len(zone.short)]
    parts = [_Zone(zone.short[a:b], []) for a, b in itertools.pairwise(edges)]
    parts[-1].text, parts[-1].ended = zone.text, zone.ended
    return parts


def _told_between(zone: _Zone, start: int, end: int) -> bool:
    return any(one.sign in ("date", "kicker") for one in zone.short[start:end])


def _entry(zone: _Zone) -> RawItem | None:
    """The item of an entry: its title stands behind the kicker or an opening date, else it is the first."""
    titles = [at for at, one in enumerate(zone.short) if one.sign == "title"]
    if not titles:
        return None
    at = _title_at(zone.short, titles)
    item = RawItem(part="entry", title=zone.short[at].line)
    for one in zone.short:
        line = one.line
        if one.sign == "kicker" and not item.label:
            take_label(item, line)
        elif line.dated_label and item.date is None:
            item.date, item.date_at = line.dated_label.date, line
            if not item.label and line.dated_label.label:
                item.label, item.label_at, item.meaning = line.dated_label.label, line, line.dated_label.meaning
        elif line.date and item.date is None:
            item.date, item.date_at = line.date, line
    item.lead = [zone.short[i].line for i in titles if i > at and zone.short[i].line.key != item.title.key] + zone.text
    take_opening_date(item)
    return item


def _title_at(short: Sequence[_Signed], titles: Sequence[int]) -> int:
    kickers = [at for at, one in enumerate(short) if one.sign == "kicker"]
    if kickers and (behind := [at for at in titles if at > kickers[0]]):
        return behind[0]
    dates = [at for at, one in enumerate(short) if one.sign == "date"]
    if dates and (behind := [at for at in titles if at > dates[0]]) and dates[0] < titles[0]:
        return behind[0]
    return titles[0]
