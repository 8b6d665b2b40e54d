"""Boxes: the lines that a page shows and the elements that hold them, without what is furniture."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import msgspec
from selectolax.lexbor import LexborNode

from rochdale.loaders.dates import date_line, published_date
from rochdale.loaders.folding import key
from rochdale.loaders.readers.markup.furniture import DROPPED, NEVER_SHOWN, Role, role_of, unseen
from rochdale.loaders.readers.markup.metadata import iso_day

MAX_LINES = 50_000
_SPACED: Final = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol table dl blockquote section article figure pre main header footer aside form details "
    "fieldset hgroup address plaintext listing xmp".split()
)
"""A blank line stands before and after."""
_BLOCKS: Final = _SPACED | frozenset(
    "div li dt dd tr td th thead tbody tfoot caption figcaption summary center body html hr frameset noframes legend "
    "dir optgroup".split()
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_APART: Final = frozenset("span a time label small abbr cite data".split())
"""Two of these that touch are two pieces of text, set apart by the style sheet."""
_COUNTED: Final = frozenset("pre article footer plaintext listing xmp figcaption caption".split())
_HINTS: Final[tuple[Role, ...]] = ("date", "label", "byline")
_SENTENCE: Final = re.compile(r"[.!?…][\"'”’»)]*$")
_EDGES: Final = " |•·/–—-,;:()[]\t\n\xa0"
_SHORT: Final = 60
_FIRST_CHILDREN: Final = 8
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_DASH: Final = re.compile(r"\s+[–—·/-]\s+")
_GLUE: Final = re.compile(r"(?:posted|published|by|in|on|publiée?|par|dans|publicad[oa]|por|en|last|updated)\b", re.I)
"""So begins what stands around the date in a line on who wrote when."""
_NO_PLACE: Final = re.compile(r"\s*(?:#|(?!https?:)[a-z][a-z0-9+.-]*:)", re.I)
"""Links within the page, to programs and to mailboxes."""
_PIECES: Final = 160
"""Only a line no longer than this is a row of pieces (`News | 11 March 2021`)."""

Target = tuple[int, int, str]
"""Start and end of a link, and its target as written."""


class Line(msgspec.Struct, eq=False, gc=False):
    """One line that the page shows."""

    text: str
    tag: str
    """Of the nearest block."""
    level: int = 0
    """Of the heading that it is (1-6), or 0."""
    links: Sequence[Target] = ()
    date: str = ""
    """ISO, as a `time` element declares it."""
    words: Role = ""
    """What the classes of its element say: label, date or byline."""
    gap: bool = False
    """A blank line stands before it."""
    bullet: str = ""
    row: int = 0
    """Number of the table row that it is in a cell of, or 0."""
    cell: int = 0
    """Number of the cell in its row."""
    caption: bool = False
    footer: bool = False
    """It stands in the foot of an article."""
    title: bool = False
    """It is the heading that was chosen as the page's title."""
    key_: str | None = None

    @property
    def key(self) -> str:
        """Its folded words."""
        if self.key_ is None:
            self.key_ = key(self.text)
        return self.key_

    @property
    def target(self) -> str:
        """Where the line leads if all of it is one link, else ""."""
        if not self.links:
            return ""
        covered = sum(end - start for start, end, _ in self.links)
        return self.links[0][2] if covered >= 0.8 * len(self.text) and len(self.links) < 3 else ""

    @property
    def linked(self) -> int:
        """How many of its characters are links."""
        return sum(end - start for start, end, _ in self.links)


class Box(msgspec.Struct, eq=False, gc=False):
    """A block element: the lines `first` to `last` (not included) are in it."""

    tag: str
    role: Role
    first: int
    last: int = -1
    boxes: list["Box"] = msgspec.field(default_factory=list)
    """The blocks in it that show anything."""


class Sheet(msgspec.Struct):
    """What a part of a page shows."""

    lines: list[Line]
    root: Box
    offers: bool = False
    """Some block is called related content."""
    silent: str = ""
    """The first date (ISO) that an element declares without showing it."""


def is_date(text: str) -> bool:
    """The text is a date, or states one of publication; which one is for the lines of the page to tell."""
    return date_line(text, order="day") is not None or published_date(text, order="day") is not None


def boxes(root: LexborNode, keep: frozenset[int], title: int, *, furniture: bool = False) -> Sheet:
    """The lines and blocks of an element.

    Args:
        root: usually the body or main element.
        keep: `mem_id`s of elements that are content whatever their names say.
        title: `mem_id` of the heading that is the page's title, or 0.
        furniture: take furniture for content too.
    """
    return _Walk(keep, title, furniture=furniture).walk(root)


class _Open(msgspec.Struct, eq=False, gc=False):
    """An element that the walk is in."""

    node: LexborNode
    tag: str
    block: bool
    role: Role
    at: int
    """How many pieces of text the line had when it began."""
    href: str = ""
    date: str = ""


class _Walk:
    def __init__(self, keep: frozenset[int], title: int, *, furniture: bool) -> None:
        self._dropped = NEVER_SHOWN if furniture else DROPPED
        self._all = furniture
        self._keep = keep
        self._title_id = title
        self.lines: list[Line] = []
        self._open: list[_Open] = []
        self._boxes: list[Box] = []
        self._pieces: list[str] = []
        self._links: list[Target] = []
        """First and last piece (not included) of a link, and its target."""
        self._marks: list[tuple[int, int, Role, str]] = []
        """Pieces of a date or kicker, and the date."""
        self._parts: list[tuple[int, int]] = []
        """Pieces of inline elements that stand directly in the block, or in a link that does."""
        self._bare = False
        """Some words of the line stand in no such element."""
        self.silent = ""
        self._offers = False
        """The first date that a `time` element declares without showing it."""
        self._touching = -1
        """How many pieces there were when the last inline element ended."""
        self._gap = False
        self._bullet = ""
        self._lists: list[int] = []
        """Open lists: the number of the last item, or -1 where they have bullets."""
        self._anchors = 0
        """Open links."""
        self._levels: list[int] = []
        """Open headings."""
        self._row = 0
        self._rows: list[int] = []
        self._cells = 0
        """Cells of the row so far."""
        self._in = {"pre": 0, "caption": 0, "title": 0, "article": 0, "label": 0, "date": 0, "byline": 0, "footer": 0}

    def walk(self, root: LexborNode) -> Sheet:
        self._boxes.append(Box("body", "", 0))
        node = root.child
        while True:
            if node is None:
                if not self._open:
                    break
                done = self._open[-1]
                self._leave(done)
                self._open.pop()
                node = done.node.next
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._text(node.text_content or "")
            elif self._holds_text(tag) and self._enter(node, tag):
                child = node.child
                if child is not None:
                    node = child
                    continue
                self._leave(self._open[-1])
                self._open.pop()
            if len(self.lines) > MAX_LINES:
                break
            node = node.next
        self._flush()
        whole = self._boxes[0]
        whole.last = len(self.lines)
        for box in self._boxes[1:]:
            box.last = len(self.lines)
        return Sheet(self.lines, whole, self._offers, self.silent)

    def _holds_text(self, tag: str) -> bool:
        """A button is a heading where it opens and closes what it heads."""
        return (tag not in self._dropped and tag[0] not in "-!#") or (tag == "button" and bool(self._levels))

    def _enter(self, node: LexborNode, tag: str) -> bool:
        """Open an element; False if it is left out."""
        if tag == "br":
            self._break()
            return False
        attributes = node.attributes
        role: Role = ""
        if attributes:
            if unseen(attributes):
                return False
            role = role_of(attributes, tag)
            if role in ("furniture", "hidden"):
                if not self._all and node.mem_id not in self._keep:
                    return False
                role = ""
        if tag in ("header", "footer") and not self._all and self._frames(node, tag):
            return False
        if tag in _BLOCKS:
            self._enter_block(node, tag, role)
        elif tag == "a" and _wraps(node):
            self._enter_block(node, tag, role)
            self._link(self._open[-1], attributes)
        else:
            self._enter_inline(node, tag, role, attributes)
        return True

    def _frames(self, node: LexborNode, tag: str) -> bool:
        """A header or footer that is the site's, not that of an article or section."""
        if tag == "footer" and self._in["article"]:
            return False
        inside = self._in["article"] or any(box.tag in ("section", "main", "li") for box in self._boxes)
        return (not inside or tag == "footer") and node.mem_id not in self._keep

    def _enter_block(self, node: LexborNode, tag: str, role: Role) -> None:
        self._flush()
        if tag in _SPACED or tag == "dt" or role == "label" or (tag == "th" and self._cells == 0):
            self._gap = True
        self._open.append(_Open(node, tag, True, role, 0))
        box = Box("aside" if role == "aside" else tag, role, len(self.lines))
        self._boxes.append(box)
        self._offers = self._offers or role == "related"
        if role or tag in _COUNTED:
            self._count(tag, role, 1)
        if tag in _HEADINGS:
            self._levels.append(_HEADINGS[tag])
            self._in["title"] += node.mem_id == self._title_id
        elif tag == "li":
            self._item()
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "tr":
            self._row += 1
            self._rows.append(self._row)
            self._cells = 0
        elif tag in ("td", "th"):
            self._cells += 1

    def _item(self) -> None:
        self._bullet = "- "
        if self._lists and self._lists[-1] >= 0:
            self._lists[-1] += 1
            self._bullet = f"{self._lists[-1]}. "

    def _count(self, tag: str, role: Role, by: int) -> None:
        if tag in ("pre", "article", "footer"):
            self._in[tag] += by
        elif tag in ("plaintext", "listing", "xmp"):
            self._in["pre"] += by
        elif tag in ("figcaption", "caption"):
            self._in["caption"] += by
        if role in ("label", "date", "byline"):
            self._in[role] += by

    def _enter_inline(self, node: LexborNode, tag: str, role: Role, attributes: dict[str, str | None]) -> None:
        if tag in _APART and self._touching == len(self._pieces) and self._pieces:
            self._pieces.append(" ")
        self._touching = -1
        date = iso_day((attributes.get("datetime") or "")[:40]) if tag == "time" else ""
        if tag == "time":
            role = "date"
        self._open.append(_Open(node, tag, False, role, len(self._pieces), "", date))
        if tag == "a":
            self._link(self._open[-1], attributes)

    def _link(self, opened: _Open, attributes: dict[str, str | None]) -> None:
        href = attributes.get("href") or ""
        if href and not _NO_PLACE.match(href):
            opened.href = href
            self._anchors += 1

    def _leave(self, done: _Open) -> None:
        if done.block:
            self._leave_block(done)
            self._anchors -= done.href != ""
            return
        now = len(self._pieces)
        self._anchors -= done.href != ""
        if done.href and done.at < now:
            self._links.append((done.at, now, done.href))
        if done.role in ("label", "date", "byline") and done.at < now:
            self._marks.append((done.at, now, done.role, done.date))
        if done.tag in _APART:
            self._touching = now
            self._parts.append((done.at, now))
        if done.date and done.at == now and not self.silent:
            self.silent = done.date

    def _leave_block(self, done: _Open) -> None:
        tag = done.tag
        self._flush()
        if done.role or tag in _COUNTED:
            self._count(tag, done.role, -1)
        if tag in _SPACED:
            self._gap = True
        if tag in _HEADINGS:
            self._levels.pop()
            self._in["title"] -= done.node.mem_id == self._title_id
        elif tag == "li":
            self._bullet = ""
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "tr" and self._rows:
            self._rows.pop()
        box = self._boxes.pop()
        box.last = len(self.lines)
        if box.last > box.first and self._boxes:
            self._boxes[-1].boxes.append(box)

    def _text(self, text: str) -> None:
        if self._in["pre"] and "\n" in text:
            for line in text.split("\n"):
                if not line.strip():
                    self._gap = True
                self._pieces.append(line)
                self._flush()
            return
        if self._pieces or not text.isspace():
            self._pieces.append(text)
            if not self._bare and (not self._open or self._open[-1].block or self._open[-1].tag == "a"):
                self._bare = bool(text.strip(_EDGES))

    def _break(self) -> None:
        if self._levels:
            self._pieces.append(" ")
        elif self._pieces and any(piece.strip() for piece in self._pieces):
            self._flush()
        else:
            self._gap = True

    def _flush(self) -> None:
        """End the line."""
        pieces = self._pieces
        if not pieces:
            return
        text = " ".join("".join(pieces).split())
        if text:
            self._add(text, pieces)
        self._pieces, self._links, self._marks, self._parts = [], [], [], []
        self._touching, self._bare = -1, False
        for one in reversed(self._open):
            if not one.at:
                break
            one.at = 0

    def _add(self, text: str, pieces: list[str]) -> None:
        links = self._links
        if self._anchors:
            links = [*links, *((one.at, len(pieces), one.href) for one in self._open if one.href)]
        marks = self._marks
        if marks and (not self._bare or (len(text) <= _PIECES and not _SENTENCE.search(text))):
            self._add_row(pieces, links, marks)
            return
        if len(links) == 1 and len(text) <= _PIECES and (parts := _dated_link(pieces, links[0])):
            self._add_row(pieces, links, [(*parts, "date", "")])
            return
        if len(text) <= _SHORT and not self._levels and (pair := _dated_kicker(text)):
            for part in pair:
                line = self._line(part)
                line.links = [(0, len(part), target) for *_, target in links[:1]]
                self.lines.append(line)
            return
        line = self._line(text)
        if links:
            line.links = _placed(text, pieces, links)
        if marks:
            line.date = next((date for *_, date in marks if date), "")
        self.lines.append(line)

    def _add_row(self, pieces: list[str], links: list[Target], marks: list[tuple[int, int, Role, str]]) -> None:
        """A line of its own for each date and kicker, and for what is between them."""
        cuts = sorted(
            {0, len(pieces), *(at for mark in marks for at in mark[:2])}
            | ({at for part in self._parts for at in part} if not self._bare else set())
        )
        for first, last in pairwise(cuts):
            part = pieces[first:last]
            text = " ".join("".join(part).split()).strip(_EDGES)
            if not text:
                continue
            line = self._line(text)
            inner = [(max(a, first) - first, min(b, last) - first, to) for a, b, to in links if a < last and b > first]
            line.links = _placed(text, part, inner)
            said = [mark for mark in marks if mark[0] <= first and last <= mark[1]]
            line.words = next((role for *_, role, _ in said), "byline" if _GLUE.match(text) else line.words)
            line.date = next((date for *_, date in said if date), "")
            self.lines.append(line)

    def _line(self, text: str) -> Line:
        inside = self._in
        line = Line(
            text,
            self._boxes[-1].tag,
            self._levels[-1] if self._levels else 0,
            gap=self._gap,
            bullet=self._bullet,
            caption=inside["caption"] > 0,
            footer=inside["footer"] > 0,
            title=inside["title"] > 0,
        )
        if self._rows:
            line.row, line.cell = self._rows[-1], self._cells
        if inside["date"] or inside["label"] or inside["byline"]:
            line.words = next(role for role in _HINTS if inside[role])
        self._gap, self._bullet = False, ""
        return line


def _wraps(node: LexborNode) -> bool:
    """A link around blocks, as cards are made of."""
    child = node.child
    for _ in range(_FIRST_CHILDREN):
        if child is None:
            return False
        if child.tag in _BLOCKS:
            return True
        child = child.next
    return False


def _dated_kicker(text: str) -> tuple[str, str] | None:
    """The kicker and the date of `News – 11 March 2021`."""
    if not _YEAR.search(text):
        return None
    parts = _DASH.split(text)
    if len(parts) != 2 or is_date(text):
        return None
    first, second = (is_date(part) for part in parts)
    return (parts[0], parts[1]) if second and not first else None


def _dated_link(pieces: list[str], link: Target) -> tuple[int, int] | None:
    """Which pieces are the date that stands before or behind a link (`A title (3 March 2020)`), if one does."""
    first, last, _ = link
    before, behind = "".join(pieces[:first]).strip(_EDGES), "".join(pieces[last:]).strip(_EDGES)
    if behind and not before and is_date(behind):
        return last, len(pieces)
    return (0, first) if before and not behind and is_date(before) else None


def _placed(text: str, pieces: list[str], links: list[Target]) -> list[Target]:
    """Where the links stand in the text that the pieces make."""
    found: list[Target] = []
    at = 0
    for first, last, target in links:
        words = " ".join("".join(pieces[first:last]).split())
        start = text.find(words, at) if words else -1
        if start >= 0:
            at = start + len(words)
            found.append((start, at, target))
    return found
