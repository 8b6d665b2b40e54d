"""The lines of a page, each with what it can be told to be by itself."""

import re

import msgspec

from rochdale.loaders.dates import FoundDate, Order, date_line, order_of_figures, published_date
from rochdale.loaders.folding import key
from rochdale.loaders.items import PageKind, Part
from rochdale.loaders.vocabulary import LineMeaning, Vocabulary

_NUMBERED = re.compile(r"(\s*)(\d{1,3})[.)]\s+(?=\S)")
_BULLETS = frozenset("-*•·▪●–—o■◆►▶○◦‣✓")
_BULLET = re.compile(r"\s*[-*•·▪●–—o■◆►▶○◦‣✓]\s+(?=\S)")
_NUMBER = re.compile(r"\d{1,4}|[ivxl]{1,6}")
_NUMBER_WORDS = frozenset("no nos nr num number numero issue vol volume n o".split())
_NUMBER_ENDS = frozenset("0123456789IVXLivxl ")
_ABOUT = re.compile(r"((?:\w+ ){0,2}\w+) (?:on|sur|sobre) ")
"""`Thematic page on ...`: a type line that names its subject."""
_PIPE = re.compile(r"\s*[|•·]\s*")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’»)]*$")
MAX_TITLE = 300
MAX_KICKER = 90


class Line(msgspec.Struct, frozen=True, gc=False):
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

    @property
    def is_sentence(self) -> bool:
        """It reads as running text rather than as a title."""
        return len(self.text) > MAX_TITLE or (bool(_SENTENCE_END.search(self.text)) and not self.text.endswith("?"))


class DatedLabel(msgspec.Struct, frozen=True):
    """A type line and a date on one line."""

    label: str
    date: FoundDate
    meaning: LineMeaning | None


class Field(msgspec.Struct, frozen=True):
    """A field of a fact sheet: its mark (`field-donor`) and the lines of its value."""

    mark: str
    lines: tuple[Line, ...]


class RawItem(msgspec.Struct, kw_only=True):
    """The lines of one item, before anything in them is recognised."""

    part: Part
    title: Line
    label: str = ""
    label_at: Line | None = None
    meaning: LineMeaning | None = None
    series_number: str = ""
    date: FoundDate | None = None
    date_at: Line | None = None
    lead: list[Line] = msgspec.field(default_factory=list)
    """Summary: what stands between title and body, or below the title of an entry."""
    body: list[Line] = msgspec.field(default_factory=list)
    fields: list[Field] = msgspec.field(default_factory=list)
    related: bool = False
    url: str = ""

    @property
    def is_interview(self) -> bool:
        """The line above the title says so."""
        return (self.meaning is not None and self.meaning.type == "interview") or "interview" in self.label.lower()


class Page(msgspec.Struct, frozen=True):
    """A page's items in page order, the page itself first."""

    kind: PageKind
    items: tuple[RawItem, ...]


def split_lines(text: str, words: Vocabulary, language: str = "") -> list[Line]:
    """The lines of a page that are not blank, each with what it can be told to be by itself.

    Args:
        text: of the page.
        words: the vocabulary.
        language: of the page; settles how it writes dates in figures.
    """
    order = order_of_figures(text, language)
    lines: list[Line] = []
    start, gap = 0, False
    for number, raw in enumerate(text.split("\n"), start=1):
        stripped = raw.strip()
        if stripped:
            lines.append(_line(raw, stripped, start, number, gap, words, order))
            gap = False
        else:
            gap = True
        start += len(raw) + 1
    return lines


def _line(raw: str, stripped: str, start: int, number: int, gap: bool, words: Vocabulary, order: Order) -> Line:
    at = len(raw) - len(raw.lstrip())
    indent, item, bullet = at, 0, False
    if stripped[0].isdigit():
        if match := _NUMBERED.match(raw):
            at, item = match.end(), int(match.group(2))
    elif stripped[0] in _BULLETS and (match := _BULLET.match(raw)):
        at, bullet = match.end(), True
    end = len(raw.rstrip())
    body = raw[at:end]
    inline_mark, inline_at = _inline_mark(body, words)
    if len(body) > MAX_KICKER:
        folded = key(body) if len(body) <= MAX_TITLE else ""
        return Line(
            body, start + at, start + end, number, indent, gap, item, bullet, folded,
            inline_mark=inline_mark, inline_at=inline_at,
        )  # fmt: skip
    folded = key(body)
    meaning, series_number = line_meaning(body, folded, words)
    return Line(
        body, start + at, start + end, number, indent, gap, item, bullet, folded,
        words.marks.get(folded, "") or _offer(body, words), meaning, series_number,
        None if inline_mark else _date(body, order), _dated_label(body, words, order),
        folded.startswith(words.covers), inline_mark, inline_at,
    )  # fmt: skip


def _date(body: str, order: Order) -> FoundDate | None:
    return date_line(body, order=order) or published_date(body, order=order)


def _inline_mark(text: str, words: Vocabulary) -> tuple[str, int]:
    colon = text.find(":", 2, 48)
    if colon < 0 or colon + 2 >= len(text):
        return "", 0
    mark = words.marks.get(key(text[:colon]), "")
    return (
        (mark, colon + 1 + len(text[colon + 1 :]) - len(text[colon + 1 :].lstrip()))
        if mark.startswith("field-")
        else ("", 0)
    )


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
    if meaning is None and text[-1] in _NUMBER_ENDS:
        meaning, number = _numbered_meaning(folded, words)
        if meaning is not None:
            return meaning, number
    about = " on " in folded or " sur " in folded or " sobre " in folded
    if meaning is None and about and (match := _ABOUT.match(folded)):
        meaning = words.lines.get(match.group(1))
        if meaning is not None and meaning.type == "thematic":
            return msgspec.structs.replace(meaning, name=text), ""
        return None, ""
    return meaning, ""


def _dated_label(text: str, words: Vocabulary, order: Order) -> DatedLabel | None:
    parts = _PIPE.split(text) if "|" in text or "•" in text or "·" in text else ()
    if not parts:
        return None
    found = [date_line(part, order=order) for part in parts]
    dates = [date for date in found if date]
    labels = [part for part, date in zip(parts, found, strict=True) if not date]
    if not dates:
        return None
    label = labels[0] if labels else ""
    return DatedLabel(label, dates[0], line_meaning(label, key(label), words)[0] if label else None)


def take_label(item: RawItem, line: Line) -> None:
    """Let a line be the item's kicker."""
    item.label, item.label_at, item.meaning, item.series_number = (
        line.text,
        line,
        line.meaning,
        line.series_number,
    )
