"""The lines of a page, each with what it can be told to be by itself."""

import re
from dataclasses import dataclass

import msgspec

from rochdale.loaders.dates import (
    FoundDate,
    Order,
    date_line,
    day_of_month,
    order_of_figures,
    place_line,
    published_date,
)
from rochdale.loaders.folding import key
from rochdale.loaders.items import PageKind, Part
from rochdale.loaders.layout.pieces import pieces
from rochdale.loaders.vocabulary import LineMeaning, Vocabulary

_NUMBERED = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_BULLETS = frozenset("-*•·▪●–—o■◆►▶○◦‣✓")
_BULLET = re.compile(r"[-*•·▪●–—o■◆►▶○◦‣✓]\s+(?=\S)")
_NUMBER = re.compile(r"\d{1,4}|[ivxl]{1,6}")
_NUMBER_WORDS = frozenset("no nos nr num number numero issue vol volume n o".split())
_NUMBER_ENDS = frozenset("0123456789IVXLivxl ")
_ABOUT = re.compile(r"((?:\w+ ){0,2}\w+) (?:on|sur|sobre) ")
"""`Thematic page on ...`: a type line that names its subject."""
_PIPE = re.compile(r"\s*[|•·]\s*")
_CLOSING = "'\"”’»)"
_SENTENCE_ENDS = (".", "!", "…", "[…]", "...]", "…]")
MAX_TITLE = 300
MAX_KICKER = 90


class Line:
    """One line that is not blank."""

    text: str
    """Without surrounding white space, number or bullet."""
    start: int
    end: int
    number: int
    """From 1, blank lines counted."""
    indent: int
    gap: bool
    """A blank line stands before it."""
    item: int = 0
    """Its number in a numbered listing, or 0."""
    bullet: bool = False
    key: str = ""
    mark: str = ""
    """Slug of the layout mark that the line is, or ""."""
    meaning: LineMeaning | None = None
    series_number: str = ""
    date: FoundDate | None = None
    dated_label: "DatedLabel | None" = None
    """What `News | 11 March 2021` says."""
    caption: bool = False
    """It opens with the words of a cover's caption."""
    inline_mark: str = ""
    """Mark of the field whose value stands on this same line (`Donor: ...`), or ""."""
    inline_at: int = 0
    """Where in `text` that value begins."""

    site: bool = False
    """It names the site: the foot of the page says the same."""
    behind: bool = False
    """The menu of the page or the path to it stands right above."""

    lists: str = ""
    """Slug of the type of what it says is listed below it, `rubric` where that has none, or ""."""

    def __init__(self, text: str, start: int, end: int, number: int, indent: int, gap: bool) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.number = number
        self.indent = indent
        self.gap = gap

    @property
    def is_sentence(self) -> bool:
        """It reads as running text rather than as a title."""
        text = self.text
        if len(text) > MAX_TITLE or text.endswith(_SENTENCE_ENDS):
            return True
        return text[-1:] in _CLOSING and text.rstrip(_CLOSING).endswith((*_SENTENCE_ENDS, "?"))


@dataclass
class DatedLabel:
    """A type line and a date on one line."""

    label: str
    date: FoundDate
    meaning: LineMeaning | None


@dataclass
class Field:
    """A field of a fact sheet: its mark (`field-donor`) and the lines of its value."""

    mark: str
    lines: tuple[Line, ...]


class RawItem:
    """The lines of one item, before anything in them is recognised."""

    label: str = ""
    label_at: Line | None = None
    meaning: LineMeaning | None = None
    series_number: str = ""
    date: FoundDate | None = None
    date_at: Line | None = None
    likely_type: str = ""
    """Slug of the type that it has where its words tell none, or ""."""
    published: FoundDate | None = None
    """Day of publication that the source declares and no line shows."""
    starts: FoundDate | None = None
    """First day of the event, likewise."""
    declared_type: str = ""
    """Slug of the item type that the source declares, or ""."""
    is_work: bool = False
    """The source declares one work rather than a standing page."""

    def __init__(self, part: Part, title: Line, *, related: bool = False, url: str = "") -> None:
        self.part = part
        self.title = title
        self.related = related
        self.url = url
        self.heading = ""
        """Slug of the type that a heading above several entries gives them, or ""."""
        self.lead: list[Line] = []
        """Summary: what stands between title and body, or below the title of an entry."""
        self.body: list[Line] = []
        self.fields: list[Field] = []

    @property
    def is_interview(self) -> bool:
        """The line above the title says so."""
        return (self.meaning is not None and self.meaning.type == "interview") or "interview" in self.label.lower()


@dataclass
class Page:
    """A page's items in page order, the page itself first."""

    kind: PageKind
    items: tuple[RawItem, ...]


def split_lines(text: str, folded: str, words: Vocabulary, language: str = "") -> list[Line]:
    """The lines of a page that are not blank, each with what it can be told to be by itself.

    Args:
        text: of the page.
        folded: the same text folded.
        words: the vocabulary.
        language: of the page; settles how it writes dates in figures.
    """
    order = order_of_figures(text, language)
    lines: list[Line] = []
    month = ""
    for start, end, number, indent, gap in pieces(text, words):
        line = _line(text[start:end], folded[start:end], start, number, indent, gap, words)
        if len(line.text) <= MAX_KICKER:
            _tell(line, words, order)
            if line.date is not None and len(line.date.iso) == len("2024-03"):
                month = line.date.iso
            elif month and line.date is None and line.meaning is None:
                line.date = day_of_month(line.text, month)
        lines.append(line)
    return lines


def _line(shown: str, folded: str, start: int, number: int, indent: int, gap: bool, words: Vocabulary) -> Line:
    at, item, bullet = 0, 0, False
    if shown[0].isdigit():
        if match := _NUMBERED.match(shown):
            at, item = match.end(), int(match.group(1))
    elif shown[0] in _BULLETS and (match := _BULLET.match(shown)):
        at, bullet = match.end(), True
    body, body_folded = shown[at:], folded[at:]
    line = Line(body, start + at, start + len(shown), number, indent, gap)
    line.item, line.bullet = item, bullet
    line.inline_mark, line.inline_at = _inline_mark(body, body_folded, words)
    if len(body) <= MAX_TITLE:
        line.key = " ".join(body_folded.split())
    return line


def _tell(line: Line, words: Vocabulary, order: Order) -> None:
    """Set what a short line can be told to be."""
    text = line.text
    line.mark = words.marks.get(line.key, "") or _offer(text, words)
    line.meaning, line.series_number = line_meaning(text, line.key, words)
    line.caption = line.key.startswith(words.covers)
    if not line.inline_mark:
        line.date = date_line(text, order=order) or published_date(text, order=order) or place_line(text)
    if "|" in text or "•" in text or "·" in text:
        line.dated_label = _dated_label(text, words, order)


def _inline_mark(text: str, folded: str, words: Vocabulary) -> tuple[str, int]:
    colon = text.find(":", 2, 48)
    if colon < 0 or colon + 2 >= len(text):
        return "", 0
    mark = words.marks.get(" ".join(folded[:colon].split()), "")
    return (mark, len(text) - len(text[colon + 1 :].lstrip())) if mark.startswith("field-") else ("", 0)


def _offer(text: str, words: Vocabulary) -> str:
    """`more` for a line such as `Read more: title`, or ""."""
    if not text.startswith(words.offers):
        return ""
    colon = text.find(":")
    return "more" if colon > 0 and words.marks.get(key(text[:colon])) == "more" else ""


def _numbered_meaning(folded: str, words: Vocabulary) -> tuple[LineMeaning | None, str]:
    """`Policy brief # 6`, `Série n° 2`: the meaning without the number, and the number."""
    before, _, number = folded.rpartition(" ")
    if not _NUMBER.fullmatch(number):
        return None, ""
    tokens = before.split(" ")
    meaning = words.lines.get(before)
    while meaning is None and len(tokens) > 1 and tokens[-1] in _NUMBER_WORDS:
        tokens.pop()
        meaning = words.lines.get(" ".join(tokens))
    return meaning, number.upper()


def line_meaning(text: str, folded: str, words: Vocabulary) -> tuple[LineMeaning | None, str]:
    """What a short line says of an item (type, series or topic) and the number it gives, if any."""
    meaning = words.lines.get(folded)
    if meaning is not None:
        return meaning, ""
    if text[-1] in _NUMBER_ENDS:
        meaning, number = _numbered_meaning(folded, words)
        if meaning is not None:
            return meaning, number
    about = " on " in folded or " sur " in folded or " sobre " in folded
    if about and (match := _ABOUT.match(folded)):
        meaning = words.lines.get(match.group(1))
        if meaning is not None and meaning.type == "thematic":
            return msgspec.structs.replace(meaning, name=text), ""
    return None, ""


def _dated_label(text: str, words: Vocabulary, order: Order) -> DatedLabel | None:
    parts = _PIPE.split(text)
    dates = [date_line(part, order=order) for part in parts]
    date = next(filter(None, dates), None)
    if date is None:
        return None
    label = next((part for part, found in zip(parts, dates, strict=True) if not found), "")
    return DatedLabel(label, date, line_meaning(label, key(label), words)[0] if label else None)


def take_label(item: RawItem, line: Line) -> None:
    """Let a line be the item's kicker."""
    item.label, item.label_at, item.meaning, item.series_number = (
        line.text,
        line,
        line.meaning,
        line.series_number,
    )
