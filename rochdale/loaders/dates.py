"""Dates as pages write them, in English, French and Spanish: `29 July 2021`, `1er mars 2022`, `3 de julio de 2021`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rochdale.loaders.folding import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv enero ene",
            "february feb fevrier fevr febrero",
            "march mar mars marzo",
            "april apr avril avr abril abr",
            "may mai mayo",
            "june jun juin junio",
            "july jul juillet juil julio",
            "august aug aout agosto ago",
            "september sep sept septembre septiembre setiembre set",
            "october oct octobre octubre",
            "november nov novembre noviembre",
            "december dec decembre diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado "
    "domingo".split()
)
_GLUE = frozenset(
    "de del du of the le el on a au al to du from und y et and published publication posted updated created "
    "publie publiee publicado publicada fecha date since desde depuis th st nd rd mis en ligne issued "
    "release released last by par por er o".split()
)
_FILLERS = _WEEKDAYS | _GLUE
_A_YEAR = re.compile(r"[12１２]\d{3}")
"""What every date line holds, plain or full-width."""
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|ere|o)?$")
_YEAR = re.compile(r"(?:1[89]|20)\d\d$")
_CLOCK = re.compile(r"\b\d{1,2}\s?(?:am|pm)\b|\b\d{1,2}[:h.]\d{2}(?::\d{2})?\s*(?:am|pm|gmt|cet|utc)?\b", re.I)
_BYLINE = re.compile(
    r"(?<=\d\d)(?:\s*[,|•·–—-])?\s*(?:(?:written|posted|r[ée]dig[ée]|publi[ée]|escrito|publicado)\s)?(?:by|par|por)\s\D*$",
    re.I,
)
"""Who wrote it, behind a date."""
_NUMERIC = re.compile(r"(?<![\d/-])(\d{1,2})[/-](\d{1,2})[/-](?:19|20)\d\d(?!\d)")
_BEFORE_YEAR = ("/19", "/20", "-19", "-20")
_DAY_FIRST = frozenset({"fr", "es", "pt", "it", "de", "tr"})
_DAY_LENGTH = 10
_PUBLISHED = re.compile(
    r"(?:^|[.·•|–—-]\s)\s*(?:first )?(?:published|posted|released|publi[ée]e?|mise? en ligne|paru|publicad[oa])"
    r"(?:\s(?:by|par|por)\s[^\d,|]{2,30}?)?(?:\s(?:on|le|el))?\s*:?\s+(?=[\w,. ]{0,14}\d)",
    re.I,
)
_STOPS = re.compile(r"\s[–—-]\s?|\.\s?[–—-]|[·•|(;:)]|\.(?=\s|$)|\s(?:by|par|por|dans|in|at|à)\s")
_DATELINE = re.compile(
    r"(?:\(|[^\W\d_][^\d,.;:!?]{1,30}(?:,\s[^\W\d_][^\d,;:!?(]{0,14}){0,2}(?:,\s+|\s\()(?:(?:on|le|el|a)\s)?)"
    r"(?=[\w. ]{0,12}\d)"
)
_OPENS_BYLINE = re.compile(r"\s*(?:by|par|por)\s+[^\W\d][^\d,]*,", re.I)
"""Who wrote it, before a date."""
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])")
MAX_DATE_LINE = 64


Order = Literal["day", "month", ""]
"""What comes first in a date in figures; "" where nothing tells."""


@dataclass
class FoundDate:
    """One date in a line. `iso` is "" when the line names a date that does not exist; `reason` then says so."""

    iso: str
    span: bool = False
    """The line gives a span of days; `iso` is the first."""
    reason: str = ""


def declared_date(iso: str) -> FoundDate | None:
    """The date that a source declares for machines (`2021-07-29`, `2021-07`; a time behind it is left off).

    None for ""; what is no day of the calendar has a reason and no `iso`.
    """
    if not iso:
        return None
    match = _ISO.match(iso)
    if match is None:
        return FoundDate("", reason=f"the date '{iso[:MAX_DATE_LINE]}' is not of the form 2021-07-29")
    year, month, day = match.groups()
    return _checked(int(year), int(month), int(day or 0), iso[:MAX_DATE_LINE])


def order_of_figures(text: str, language: str) -> Order:
    """Whether `05/07/2021` begins with the day or the month: as the page's other dates show, or its language has it."""
    figures = _NUMERIC.findall(text) if any(sign in text for sign in _BEFORE_YEAR) else ()
    for first, second in figures:
        if (int(first) > 12) != (int(second) > 12):
            return "day" if int(first) > 12 else "month"
    return "day" if language in _DAY_FIRST else ""


def published_date(line: str, *, order: Order = "") -> FoundDate | None:
    """The date of publication that a line states among other things (`Posted on 3 May 2021 | 4 minutes`), or None."""
    match = _PUBLISHED.search(line) if _A_YEAR.search(line) else None
    if match is None:
        return None
    return date_line(_STOPS.split(line[match.end() :], maxsplit=1)[0], order=order)


def opening_date(text: str) -> FoundDate | None:
    """The date that opens a report: behind its place (`BRUSSELS, 12 March 2024 – `) or in parentheses; else None."""
    match = _DATELINE.match(text)
    if match is None:
        return None
    found = date_line(_STOPS.split(text[match.end() : match.end() + MAX_DATE_LINE], maxsplit=1)[0])
    return found if found is not None and len(found.iso) == _DAY_LENGTH and not found.span else None


def is_weekday(folded: str) -> bool:
    """Whether a folded line is nothing but the name of a day of the week."""
    return folded in _WEEKDAYS


def day_of_month(line: str, month: str) -> FoundDate | None:
    """The date of a line such as `14 March @ 17:00` below the heading of its month (`2024-03`), or None."""
    day = _A_DAY.search(line) if len(line) <= MAX_DATE_LINE else None
    if day is None or line[: day.start()].count(" ") > 1:
        return None
    said = _CLOCK.sub(" ", line[day.start() :].replace("@", " "))
    found = date_line(f"{said} {month[:4]}")
    return found if found is not None and found.iso.startswith(month) else None


def place_line(line: str) -> FoundDate | None:
    """The date of a line that is a place and a day: `Grenoble, le 21 mars 2022`; None if it says more."""
    match = _DATELINE.match(line) if len(line) <= MAX_DATE_LINE and _A_YEAR.search(line) else None
    found = date_line(line[match.end() :].rstrip(" .-–—:")) if match else None
    return found if found is not None and len(found.iso) == _DAY_LENGTH and not found.span else None


def date_line(line: str, *, order: Order = "") -> FoundDate | None:
    """The date of a line that holds nothing but a date, or None.

    A span ("2-4 July 2021") gives its first day. Precision is kept: `2021-07` for "July 2021"; a bare year is no date
    line.
    """
    if len(line) > MAX_DATE_LINE or not _A_YEAR.search(line):
        return None
    if "y " in line or "par " in line or "por " in line:
        line = _BYLINE.sub("", line)
    if _OPENS_BYLINE.match(line):
        rest = line.partition(",")[2]
        return date_line(rest, order=order) if rest else None
    if ":" in line or "h" in line or "m" in line:
        line = _CLOCK.sub(" ", line)
    shape = ""
    tokens: list[str] = []
    for token in fold(line).replace("&", " ").split():
        if token not in _FILLERS:
            letter = _letter(token)
            if not letter:
                return None
            shape += letter
            tokens.append(token)
    return _from_tokens(tokens, shape, line, order)


def _letter(token: str) -> str:
    """What a word of a date line is: M for a month, Y for a year, D for a day, "" for no part of a date."""
    return "M" if token in _MONTHS else "Y" if _YEAR.match(token) else "D" if _DAY.match(token) else ""


def _from_tokens(tokens: list[str], shape: str, line: str, order: Order) -> FoundDate | None:
    if shape in _SHAPES:
        day, month, year = _SHAPES[shape]
        first = 0 if day < 0 else _day(tokens[day])
        return _checked(int(tokens[year]), _MONTHS[tokens[month]], first, line, span=len(shape) > 3)
    if shape == "YDD":
        return _checked(int(tokens[0]), int(tokens[1]), int(tokens[2]), line)
    if shape == "DDY" and ("/" in line or "." in line or "-" in line):
        first, second = int(tokens[0]), int(tokens[1])
        if first > 12 >= second or first == second or "." in line or order == "day":
            return _checked(int(tokens[2]), second, first, line)
        if second > 12 or order == "month":
            return _checked(int(tokens[2]), first, second, line)
    return None


# shape of a line: which token is its (first) day, month, year
_SHAPES = {
    "DMY": (0, 1, 2),
    "MDY": (1, 0, 2),
    "YMD": (2, 1, 0),
    "MY": (-1, 0, 1),
    "DDMY": (0, 2, 3),
    "DDDMY": (0, 3, 4),
    "MDDY": (1, 0, 3),
    "DMDMY": (0, 1, 4),
    "MDMDY": (1, 0, 4),
    "DMYDMY": (0, 1, 2),
    "MDYMDY": (1, 0, 2),
}


def _day(token: str) -> int:
    match = _DAY.match(token)
    return int(match.group(1)) if match else 0


def _checked(year: int, month: int, day: int, line: str, *, span: bool = False) -> FoundDate:
    if not 1 <= month <= 12:
        return FoundDate("", span, f"the date '{line.strip()}' has no month {month}")
    if not day:
        return FoundDate(f"{year:04d}-{month:02d}", span)
    try:
        return FoundDate(date(year, month, day).isoformat(), span)
    except ValueError:
        return FoundDate("", span, f"the date '{line.strip()}' does not exist")


_A_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th|er)?\s(?:of\s|de\s)?([^\W\d_]{3,10})\b|\b([A-Z][^\W\d_]{2,9})\s\d{1,2}\b")
_IN_TEXT = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er)?(?:\s*(?:-|–|to|and|au|al|y|et)\s*\d{1,2}(?:st|nd|rd|th)?)?\s+(?:of\s+|de\s+)?([^\W\d_]{3,10})\.?,?\s+(?:de\s+)?((?:19|20)\d\d)\b"
    r"|\b([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*\d{1,2}(?:st|nd|rd|th)?)?,?\s+((?:19|20)\d\d)\b"
)


def names_a_day(text: str) -> bool:
    """Whether a day of some month stands anywhere in `text`, with its year or without."""
    return any(fold(match.group(1) or match.group(2)) in _MONTHS for match in _A_DAY.finditer(text))


def first_full_date(text: str) -> str:
    """The first full date written anywhere in `text` (ISO), or ""."""
    for match in _IN_TEXT.finditer(text):
        day, month, year, month2, day2, year2 = match.groups()
        number = _MONTHS.get(fold(month or month2), 0)
        if number:
            found = _checked(int(year or year2), number, int(day or day2), text)
            if found.iso:
                return found.iso
    return ""


_FIGURES = re.compile(r"(\d{1,4})[/.\- ](\d{1,2})[/.\- ](\d{1,4})(?:[T ].*)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_DAY_ONE = date(1899, 12, 30)
"""Day 0 of the serial numbers of spreadsheets, as far as days after February 1900 go."""


def cell_date(text: str, order: Literal["YMD", "DMY", "MDY", "serial"]) -> FoundDate:
    """The date in a cell of a table: as ISO, a year, with the month's name, or in figures in the declared order.

    Args:
        text: of the cell.
        order: of the figures; with "serial" a number counts days as spreadsheets do.
    """
    words = text.strip()[:MAX_DATE_LINE]
    if order == "serial" and (serial := _SERIAL.fullmatch(words)):
        return _in_time(FoundDate((_DAY_ONE + timedelta(days=int(serial[1]))).isoformat()), words)
    if _ISO.match(words):
        return _in_time(_checked(*_numbers(words), words), words)
    if _YEAR.match(words):
        return FoundDate(words)
    found = _figures(words, order) or date_line(words)
    if found is None:
        hint = '; if it counts days, put dates = "serial" into the mapping' if _SERIAL.fullmatch(words) else ""
        return FoundDate("", reason=f"'{words}' is no date{hint}")
    return _in_time(found, words)


def _numbers(iso: str) -> tuple[int, int, int]:
    match = _ISO.match(iso)
    year, month, day = match.groups() if match else ("0", "0", "0")
    return int(year), int(month), int(day or 0)


def _in_time(found: FoundDate, words: str) -> FoundDate:
    if found.iso and not _YEAR.match(found.iso[:4]):
        return FoundDate("", reason=f"the year of '{words}' is not between 1800 and 2099")
    return found


def _figures(words: str, order: str) -> FoundDate | None:
    """`03/04/2021`: which figure is the day is declared, or there is only one way to read it."""
    match = _FIGURES.fullmatch(words)
    if match is None:
        return None
    first, second, third = (int(part) for part in match.groups())
    if len(match[1]) == 4:
        return _checked(first, second, third, words)
    if len(match[3]) != 4:
        return FoundDate("", reason=f"the year of '{words}' has not four figures")
    if order == "DMY" or (order != "MDY" and (first > 12 or first == second)):
        return _checked(third, second, first, words)
    if order == "MDY" or second > 12:
        return _checked(third, first, second, words)
    return FoundDate("", reason=f"'{words}' can be read in two ways; put dates = 'DMY' or 'MDY' into the mapping")
