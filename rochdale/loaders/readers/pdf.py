"""PDFs: their text in the order of reading, without what stands at the head and foot of every page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rochdale.errors import SourceError
from rochdale.loaders.dates import date_line, declared_date
from rochdale.loaders.document import Capture, Document, Entry, Head, Span
from rochdale.loaders.folding import key
from rochdale.loaders.items import Fault
from rochdale.loaders.layout.lines import line_meaning
from rochdale.loaders.readers.capture import CONTROLS
from rochdale.loaders.readers.kinds import most_bytes
from rochdale.loaders.readers.pdfs.sheets import Sheets, read_sheets
from rochdale.loaders.vocabulary import Vocabulary, vocabulary

NAME = "pdf"
MAX_TITLE = 300
_EDGE = 3
"""So many lines at the head and foot of a page may repeat on the others."""
_MIN_PAGES = 3
_FRONT = 2
"""Title, label and date stand on one of the first pages that have text."""
_NUMBERS = re.compile(r"\d+|\b[ivxlc]+\b")
_PAGE_NUMBER = re.compile(r"(?:page|página|p\.)?\s*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|de|sur)\s*\d{1,4})?", re.I)
_HYPHEN = "\ufffe"
"""What the library puts where a word was parted at the end of a line."""
_PARTED = re.compile(rf"\b(\w++){_HYPHEN}(\w++)")
_BULLET = re.compile(r"(?:[-*•·▪●–—‣◦]|\(?\d{1,2}[.)])\s")
_FULL = 0.75
"""A line of at least this share of the width goes on in the next one."""
_ENDS = re.compile(r"[.!?:…][\"”»’)\]]*$")
_CREATED = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_NO_TITLE = re.compile(
    r"^(?:untitled|microsoft (?:word|powerpoint)|powerpoint presentation|slide \d|document\d*\b|layout \d|print)"
    r"|\.(?:docx?|pptx?|indd|pdf|qxd|rtf|odt|pages)$",
    re.I,
)


def read_pdf(capture: Capture) -> Document:
    """Read one PDF: one item, with title, date and text.

    Title and day that the PDF declares of itself are believed where its first pages bear them out: the title stands
    there, and so does the year. Else the title is what is in the largest letters, and the day what a line there says.

    Raises:
        SourceError: it is too large, damaged, wants a password, or holds pictures of pages only; or the library that
            reads PDFs is not installed.
    """
    source, most = capture.source, most_bytes("pdf")
    if len(capture.data) > most:
        raise SourceError(source, f"a PDF has at most {most:,} bytes here; split it")
    sheets = read_sheets(source, capture.data)
    pages = [_joined(lines) for lines in _without_edges(_clean(sheets))]
    pages = [lines for lines in pages if lines]
    if not pages:
        raise SourceError(source, "the PDF shows no text, only pictures of pages; run text recognition (OCR) over it")
    sheet = _Sheet(sheets, pages, vocabulary())
    entry = sheet.entry()
    read = len(sheets.pages)
    unread = f"only the first {read:,} of {sheets.in_all:,} pages are read" if read < sheets.in_all else ""
    return Document(
        source=source,
        slug=capture.slug,
        text=sheet.text,
        sha256=capture.sha256,
        media_type="application/pdf",
        reader=NAME,
        url=capture.url,
        captured=capture.captured,
        head=Head(title=sheet.title, date=entry.date, author=sheets.declared.get("Author", "")[:MAX_TITLE]),
        entries=(entry,),
        faults=(Fault(source=source, line=0, field="pages", words="", reason=unread),) if unread else (),
    )


# -- lines -------------------------------------------------------------------------------------------------------------


def _clean(sheets: Sheets) -> list[list[str]]:
    """The lines of each page, words that were parted at line ends put together."""
    whole = "\n".join(line for lines in sheets.pages for line in lines)
    words = frozenset(re.findall(r"\w+(?:-\w+)*", whole.lower())) if _HYPHEN in whole else frozenset()

    def together(parted: re.Match[str]) -> str:
        hyphened = f"{parted[1]}-{parted[2]}"
        # a compound that the text spells with its hyphen elsewhere keeps it
        return hyphened if hyphened.lower() in words else parted[1] + parted[2]

    return [
        [line for line in (_one_line(_PARTED.sub(together, line)) for line in page) if line] for page in sheets.pages
    ]


def _one_line(text: str) -> str:
    return " ".join((text if text.isprintable() else text.translate(CONTROLS)).split())


def _without_edges(pages: Sequence[list[str]]) -> Iterator[list[str]]:
    """The pages without the lines at head and foot that stand there on most, whatever numbers are in them.

    The head of the first page stays: what runs over the others is often the title, which stands there.
    """
    filled = [lines for lines in pages if lines]
    met = Counter(edge for lines in filled for edge in {_edge(line) for line in [*lines[:_EDGE], *lines[-_EDGE:]]})
    often = {edge for edge, times in met.items() if times >= _MIN_PAGES and 2 * times > len(filled)}
    for number, lines in enumerate(filled):
        foot = max(len(lines) - _EDGE, 0)
        yield [
            line
            for at, line in enumerate(lines)
            if not (
                (at < _EDGE and number and _edge(line) in often)
                or (at >= foot and (_edge(line) in often or _PAGE_NUMBER.fullmatch(line)) and (number or at >= _EDGE))
            )
        ]


def _edge(line: str) -> str:
    return _NUMBERS.sub("0", line.lower())


def _joined(lines: Sequence[str]) -> list[str]:
    """Paragraphs: a line that fills the width and ends no sentence goes on in the next."""
    if not lines:
        return []
    width = sorted(map(len, lines))[len(lines) * 9 // 10]
    paragraphs = [lines[0]]
    for above, line in pairwise(lines):
        goes_on = len(above) >= _FULL * width if not _ENDS.search(above) else len(above) >= 0.9 * width
        if goes_on and not _BULLET.match(line):
            paragraphs[-1] += f" {line}"
        else:
            paragraphs.append(line)
    return paragraphs


# -- title and date ----------------------------------------------------------------------------------------------------


class _Sheet:
    """A PDF laid out as text: the title, then all that stands above and below it."""

    def __init__(self, sheets: Sheets, pages: Sequence[list[str]], words: Vocabulary) -> None:
        self._declared = sheets.declared
        self._words = words
        front = [line for lines in pages[:_FRONT] for line in lines]
        lines = [line for page in pages for line in page]
        (first, last), self.title = self._titled(front, sheets.largest)
        # the lines of a title become one, so that it can be quoted whole
        self._lines = [self.title, *lines[:first], *lines[last:]]
        self._front = range(1, len(front) - (last - first) + 1)
        self.text = "\n".join(self._lines) + "\n"

    def entry(self) -> Entry:
        """The one item."""
        label = next((self._span(at, at + 1) for at in self._front if self._names_a_type(self._lines[at])), None)
        dated = next((self._span(at, at + 1) for at in self._front if date_line(self._lines[at])), None)
        return Entry(
            title=self._span(0, 1),
            page=True,
            label=label,
            date="" if dated else self._created(),
            date_at=dated,
            body=self._span(1, len(self._lines)) if len(self._lines) > 1 else None,
            likely_type="publication",
        )

    def _span(self, first: int, last: int) -> Span:
        start = sum(len(line) + 1 for line in self._lines[:first])
        return start, start + sum(len(line) + 1 for line in self._lines[first:last])

    def _titled(self, front: Sequence[str], largest: str) -> tuple[tuple[int, int], str]:
        """The lines that the title takes up, and its words: the first line where nothing better is known."""
        declared = self._declared.get("Title", "")
        for title in (declared, largest):
            words = _one_line(title.replace(_HYPHEN, ""))
            if 4 <= len(words) <= MAX_TITLE and not _NO_TITLE.search(words) and (at := _lines_with(front, words)):
                return at, " ".join(front[at[0] : at[1]])
        return (0, 1), front[0]

    def _names_a_type(self, line: str) -> bool:
        if len(line) > 90:
            return False
        meaning, _ = line_meaning(line, key(line), self._words)
        return meaning is not None and meaning.of == "type" and bool(meaning.type)

    def _created(self) -> str:
        """The day on which the PDF says it was made, where the year stands at its front."""
        created = _CREATED.match(self._declared.get("CreationDate", ""))
        if not created or not re.search(rf"(?<!\d){created[1]}(?!\d)", "\n".join(self._lines[: self._front.stop])):
            return ""
        found = declared_date("-".join(created.groups()))
        return found.iso if found else ""


def _lines_with(lines: Sequence[str], title: str) -> tuple[int, int] | None:
    """The first lines that together are the title and nothing else, however it is broken and spelled."""
    wanted = key(title)
    keys = [key(line) for line in lines]
    for first, start in enumerate(keys):
        together, last = start, first + 1
        while last < len(keys) and len(together) < len(wanted) and wanted.startswith(together):
            together, last = f"{together} {keys[last]}", last + 1
        if together == wanted and start:
            return first, last
    return None
