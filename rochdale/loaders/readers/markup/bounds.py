"""Bounds on markup before it is parsed: parsers of HTML take time that grows with the square of some of its measures.

A page within the bounds, which is nearly every page, is passed on as it is.
"""

import re
from collections import Counter

from rochdale.errors import SourceError

MAX_TAGS = 150_000
"""So many `<` at most: a page of a thousand entries has some ten thousand. What no other bound stops ends here."""
MAX_DEPTH = 500
"""Elements within elements, as near as can be told without parsing; browsers stop at 512."""
MAX_ATTRIBUTES = 100
"""Of one element."""
MAX_FORMATTING = 50
"""Elements such as `b` and `font` that nothing closes: each block opens them all again."""
_FEW_TAGS = 1_000
"""With no more than this, no nesting takes a second or a hundred megabytes."""
_MANY_TAGS = 2_000
"""With no more than this neither, if few of them are formatting."""
_SHORT = 32_768
"""In no more than this, no number of attributes takes a second."""

_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|))?+"""
_MANY_ATTRIBUTES = re.compile(rf"(<[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES}}})(?:{_ATTRIBUTE})*+")
_TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?P<raw>script|style)\b.*?(?:</(?P=raw)\b[^>]*+>?|\Z)|"
    r"<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?:\"[^\"]*+\"|'[^']*+'|[^>\"'])*+>?",
    re.I | re.S,
)
_METADATA = "application/ld+json"
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_BARRIERS = frozenset("table td th caption template object marquee applet html svg math".split())
"""What the end tag of a block within does not reach beyond."""
_TABLE_PARTS = frozenset("table caption thead tbody tfoot tr td th".split())
"""Whose end tags reach as far as their table begins."""
_BLOCKS = frozenset(
    "address article aside blockquote button center details dialog dir div dl fieldset figcaption figure footer header "
    "hgroup listing main menu nav ol pre search section summary ul p li dd dt h1 h2 h3 h4 h5 h6 applet marquee object "
    "template".split()
)
"""Whose end tags reach as far as the nearest barrier."""
_SPECIAL = (
    _BLOCKS
    | _TABLE_PARTS
    | frozenset(
        "body colgroup form frameset head html iframe noembed noframes noscript plaintext script select style textarea "
        "title xmp foreignobject desc mi mo mn ms mtext annotation-xml".split()
    )
)
"""What the end tag of any other element does not reach beyond."""
_NONE: frozenset[str] = frozenset()
_BETWEEN = {"li": frozenset({"ul", "ol"}), "p": frozenset({"button"})}
"""What their end tags do not reach beyond either."""
_FORMATTING = frozenset("b big code em font i nobr s small strike strong tt u".split())
"""Elements that parsers open again in each block until they are closed: no more than three of a kind, so that only
those with attributes of their own are many."""
_FORMATTED = re.compile(rf"<(?:{'|'.join(sorted(_FORMATTING))})[\s/]", re.I)
_END_PARAGRAPHS = frozenset("form table plaintext xmp".split())
_CLOSED_BY = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tr": frozenset({"td", "th", "tr"}),
}
"""What ends where one like it begins, though no end tag says so."""


def bounded(source: str, markup: str) -> str:
    """The markup without the tags that nest too deep and the attributes beyond those that one element may have.

    Raises:
        SourceError: more tags than a page has.
    """
    tags = markup.count("<")
    if tags > MAX_TAGS:
        raise SourceError(source, f"this has more than {MAX_TAGS:,} tags, which no page has; split it into pages")
    if len(markup) > _SHORT:
        markup = _MANY_ATTRIBUTES.sub(r"\1", markup)
    if tags <= _FEW_TAGS or (tags <= _MANY_TAGS and len(_FORMATTED.findall(markup)) <= 2 * MAX_FORMATTING):
        return markup
    return _levelled(markup)


def _levelled(markup: str) -> str:
    """Without the start tags that stand deeper than `MAX_DEPTH`."""
    depth = _Depth()
    return _TAG.sub(depth.kept, markup)


class _Depth:
    """The elements that are open at a place of the markup: at least those that a parser has open there.

    https://html.spec.whatwg.org/multipage/parsing.html#the-stack-of-open-elements
    """

    def __init__(self) -> None:
        self._open: list[str] = []
        self._barriers = [0]
        self._tables = [0]
        self._specials = [0]
        """Of each of the three sorts, the places in the stack behind which they stand."""
        self._formatting: Counter[str] = Counter()

    def kept(self, tag: re.Match[str]) -> str:
        """The tag, or nothing if it is one too deep."""
        if tag["name"] is None:
            # what browsers do not take for a comment or script could hide nesting: only metadata stays
            few = tag.group().count("<") < MAX_DEPTH
            return tag.group() if few and _METADATA in tag.group()[:MAX_DEPTH] else ""
        name = tag["name"].lower()
        if tag["end"]:
            self._close(name)
            return tag.group()
        if name == "hr":
            self._close("p")
        return tag.group() if name in _VOID or self._begins(name) else ""

    def _begins(self, name: str) -> bool:
        """Open an element; False if there is no place for it."""
        if name in _FORMATTING:
            if self._formatting.total() >= MAX_FORMATTING:
                return False
            self._formatting[name] += 1
        if name in _TABLE_PARTS and name != "table" and len(self._tables) == 1:
            return True  # nothing is opened by it outside a table
        self._end_before(name)
        if len(self._open) >= MAX_DEPTH:
            return False
        self._open.append(name)
        for places, names in ((self._barriers, _BARRIERS), (self._specials, _SPECIAL)):
            if name in names:
                places.append(len(self._open))
        if name == "table":
            self._tables.append(len(self._open) - 1)
        return True

    def _end_before(self, name: str) -> None:
        """End what no end tag ends: a paragraph before a block, an item before the next, a cell before its like."""
        if name == "option" and self._open[-1:] == ["option"]:
            self._pop()
        if name in _BLOCKS or name in _END_PARAGRAPHS:
            self._close("p")
        ends = _CLOSED_BY.get(name, _NONE)
        at = len(self._open) - 1
        while ends and at >= 0:
            if self._open[at] in ends:
                for _ in range(len(self._open) - at):
                    self._pop()
            elif self._open[at] in _SPECIAL and self._open[at] not in ("address", "div", "p"):
                return
            at -= 1

    def _close(self, name: str) -> None:
        if self._formatting[name]:
            self._formatting[name] -= 1
        if name in _SPECIAL and name not in _BLOCKS and name not in _TABLE_PARTS:
            if self._open and self._open[-1] == name:
                self._pop()
            return
        if name in _TABLE_PARTS:
            if len(self._tables) == 1:
                return
            floor = self._tables[-1]
        elif name in _BLOCKS:
            floor = max(self._barriers[-1] - 1, 0) if name in _BARRIERS else self._barriers[-1]
        else:
            floor = self._specials[-1]
        within = self._open[floor:]
        if name not in within:
            return
        inner = within[::-1].index(name)
        if not _BETWEEN.get(name, _NONE).isdisjoint(within[len(within) - inner :]):
            return
        for _ in range(inner + 1):
            self._pop()

    def _pop(self) -> None:
        name = self._open.pop()
        if name in _BARRIERS:
            self._barriers.pop()
        if name in _SPECIAL:
            self._specials.pop()
        if name == "table":
            self._tables.pop()
