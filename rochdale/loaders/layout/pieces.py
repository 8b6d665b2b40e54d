"""The pieces of a page's lines: what a capture glued together is taken apart, what it wrapped is joined again."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rochdale.loaders.dates import date_line
from rochdale.loaders.folding import key
from rochdale.loaders.vocabulary import Vocabulary

_LINK_NUMBER = re.compile(r"\[\d{1,3}\]")
_PICTURE = re.compile(r"\[[^\W\d][^\[\]]{0,40}\]\s*(?=\S)")
_FILE = re.compile(
    r"\s*[(\[](?:PDF|DOCX?|XLSX?|PPTX?|EPUB|ZIP|CSV|ODT|JPE?G|MP3|MP4)\b[^()\[\]]{0,40}[)\]]\s*$|\s*📎$", re.I
)
_IN_PARENTHESES = re.compile(r"\s*\(([^()\s][^()]{1,20})\)$")
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\])\s+(\S[^.…\]]{2,30})$")
_DATE_FIRST = re.compile(r"(\S.{5,28}?)\s*(?:[|:·]|\s[–—-])\s+(?=\S)")
_GLUED = re.compile(r"([^\W\d_][^\d\n]{1,28}?)(\d{1,2} [^\W\d_]{3,10} (?:19|20)\d\d)(?=[^\W\d_]|[“\"‘'«¿¡])")
_GLUED_TEXT = re.compile(r"(?<=[^\W_A-Z]|[”’»?!)])(?=[A-ZÀ-ÞĀ-Ž“‘«¿¡][^\W_]?[a-zß-ÿ ’'])")
_BYLINE = re.compile(r"(?:by|par|por)\s", re.I)
_FOUR_FIGURES = re.compile(r"\d{4}")
_PAGE_NUMBER = re.compile(r"\s+\d{1,3}$")
_MIN_REPEATED = 3
"""So many lines of a page are glued in the same way before they are taken apart."""
_MIN_WIDTH, _MAX_WIDTH = 56, 84
"""Width at which programs that print a page as text wrap its lines."""
_TAIL = 60
"""Characters at the end of a line in which a file is named."""
_RAGGED = 14
"""How much narrower than that a wrapped line usually is, at most."""
_MIN_JOINED = 2
_MIN_REST = 12
_MIN_GLUED_TITLE = 12


class Piece(NamedTuple):
    """A line, or a part of one, or several that a program wrapped. Offsets count characters of the page."""

    start: int
    end: int
    number: int
    indent: int
    gap: bool
    """A blank line stands before it."""


def pieces(text: str, words: Vocabulary) -> list[Piece]:
    """The lines of a page that are not blank, in the order of the page, one for each thing that is said."""
    lines = _joined(text, list(_lines(text)))
    if "[" in text and any(text.startswith("[", line.start) for line in lines):
        lines = [_without_brackets(text, line) for line in lines]
    lines = [part for line in lines for part in _without_tail(text, line, words)]
    for take_apart in (_glued, _dated_first, _paged):
        found = {line.start: parts for line in lines if (parts := take_apart(text, line))}
        if len(found) >= _MIN_REPEATED:
            lines = [part for line in lines for part in found.get(line.start, (line,))]
    return lines


def _lines(text: str) -> Iterator[Piece]:
    start, gap = 0, False
    for number, raw in enumerate(text.split("\n"), start=1):
        shown = raw.strip()
        if shown:
            indent = raw.index(shown)
            yield Piece(start + indent, start + indent + len(shown), number, indent, gap)
            gap = False
        else:
            gap = True
        start += len(raw) + 1


# -- wrapped lines -----------------------------------------------------------------------------------------------------


def _joined(text: str, lines: list[Piece]) -> list[Piece]:
    """The lines, those joined that broke off only because the next word had no room."""
    width = max((line.indent + line.end - line.start for line in lines), default=0)
    wide = sum(line.indent + line.end - line.start > width - _RAGGED for line in lines)
    if not _MIN_WIDTH <= width <= _MAX_WIDTH or wide < _MIN_REPEATED:
        return lines
    found: list[Piece] = []
    last = joined = 0
    for line in lines:
        above = found[-1] if found else None
        if above is not None and not line.gap and _has_no_room(text, line, last, width):
            hangs = line.indent >= above.indent and line.indent - above.indent <= _MAX_HANG
            if hangs and not _opens_item(text, line):
                joined += 1
                found[-1] = above._replace(end=line.end)
                last = line.indent + line.end - line.start
                continue
        found.append(line)
        last = line.indent + line.end - line.start
    return found if joined >= _MIN_JOINED else lines


_MAX_HANG = 4
_OPENS = re.compile(r"[-*•·–—●▪+>]\s|\[\d|\d{1,3}[.)]\s|https?:")


def _opens_item(text: str, line: Piece) -> bool:
    return _OPENS.match(text, line.start) is not None


def _has_no_room(text: str, line: Piece, above: int, width: int) -> bool:
    """The first word of `line` would not have fitted on the line above, which is `above` wide."""
    if (
        text.find("\t", line.start, line.end) >= 0
        or text[max(0, line.start - _MAX_WIDTH) : line.start].rstrip()[-1:] in ".…!?"
    ):
        return False
    end = text.find(" ", line.start, line.end)
    return above + 1 + (end if end > 0 else line.end) - line.start > width


# -- what stands before and behind -------------------------------------------------------------------------------------


def _without_brackets(text: str, line: Piece) -> Piece:
    """Without the number of a link or the word for a picture, unless it is all of the line."""
    start = line.start
    if (match := _LINK_NUMBER.match(text, start, line.end)) or (match := _PICTURE.match(text, start, line.end)):
        start = match.end()
    return line._replace(start=start) if start < line.end else line


def _without_tail(text: str, line: Piece, words: Vocabulary) -> Iterator[Piece]:
    """Without size and kind of a file; an offer to read on behind a text becomes a line of its own."""
    start, end = line.start, line.end
    last = text[end - 1]
    if last in ")]📎" and (match := _FILE.search(text, max(start, end - _TAIL), end)) and match.start() > start:
        yield line._replace(end=match.start())
        return
    offer = _IN_PARENTHESES.search(text, max(start, end - 24), end) if last == ")" else None
    if (
        offer is None
        and last not in ".…"
        and ("..." in (near := text[max(start, end - 40) : end]) or "…" in near or "]" in near)
    ):
        offer = _CUT_OFF.search(text, max(start, end - 40), end)
    if offer is not None and offer.start() > start and words.marks.get(key(offer[1])) == "more":
        at = offer.start(1)
        yield line._replace(end=_trimmed(text, start, at))
        yield line._replace(start=at, end=offer.end(1), gap=False)
        return
    yield line


def _trimmed(text: str, start: int, end: int) -> int:
    """Where `text[start:end]` ends without blanks and an opening parenthesis."""
    return start + max(1, len(text[start:end].rstrip(" (\t\n")))


# -- glued lines -------------------------------------------------------------------------------------------------------


def _glued(text: str, line: Piece) -> tuple[Piece, ...]:
    """`News25 May 2023Members meetThey came ...`: label, date, title and text."""
    match = _GLUED.match(text, line.start, line.end)
    if match is None or date_line(match[2]) is None:
        return ()
    title = match.end()
    cut = _GLUED_TEXT.search(text, min(title + _MIN_GLUED_TITLE, line.end), line.end)
    at = cut.start() if cut else line.end
    parts = [(match.start(1), match.end(1)), match.span(2), (title, at), (at, line.end)]
    return tuple(
        line._replace(start=start, end=end, gap=line.gap or not i)
        for i, (start, end) in enumerate(parts)
        if start < end
    )


def _dated_first(text: str, line: Piece) -> tuple[Piece, ...]:
    """`12 mars 2024 : title`: the date, and what it dates."""
    if not _FOUR_FIGURES.search(text, line.start, min(line.start + 30, line.end)):
        return ()
    match = _DATE_FIRST.match(text, line.start, line.end)
    if match is None or line.end - match.end() < _MIN_REST or date_line(match[1]) is None:
        return ()
    rest = text[match.end() : line.end]
    if " " not in rest or _BYLINE.match(rest) or not rest.lstrip("¿¡«“‘\"'….( ")[:1].isalpha():
        return ()
    return line._replace(end=match.end(1)), line._replace(start=match.end(), gap=False)


def _paged(text: str, line: Piece) -> tuple[Piece, ...]:
    """`A YEAR TO PRUNE 04`: a title in capitals and its page."""
    shown = text[line.start : line.end]
    if not shown[-1].isdigit() or not shown.isupper():
        return ()
    match = _PAGE_NUMBER.search(shown)
    return (line._replace(end=line.start + match.start()),) if match and match.start() > _MIN_GLUED_TITLE else ()
