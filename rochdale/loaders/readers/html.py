"""HTML pages, as saved from a browser or fetched."""

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from rochdale.errors import SourceError
from rochdale.loaders.document import Capture, Document, Head
from rochdale.loaders.folding import key
from rochdale.loaders.readers.capture import MAX_BYTES
from rochdale.loaders.readers.markup.addresses import address
from rochdale.loaders.readers.markup.bounds import MAX_DEPTH, bounded
from rochdale.loaders.readers.markup.boxes import MAX_LINES, Box, Sheet, boxes
from rochdale.loaders.readers.markup.encoding import decode
from rochdale.loaders.readers.markup.furniture import brands, unseen
from rochdale.loaders.readers.markup.metadata import Metadata, metadata
from rochdale.loaders.readers.markup.sheet import lay_out
from rochdale.loaders.readers.markup.writing import write
from rochdale.loaders.vocabulary import vocabulary

NAME = "html"
_MAIN = "main, [role=main]"
_MOST_HEADINGS = 20
_LONGEST = 500
_SHELL = 200
"""A main element with fewer characters is a shell that a script fills, unless the page has no more."""


def read_html(capture: Capture) -> Document:
    """Read one page of HTML: the text of its content, and the items that its markup sets apart.

    What is not shown and what belongs to the site rather than to the page is left out. A page whose markup tells no
    items apart has none, and its lines have to.

    Raises:
        SourceError: over `MAX_BYTES`, more tags or lines than a page has, or no text.
    """
    source, data = capture.source, capture.data
    if len(data) > MAX_BYTES:
        raise SourceError(
            source, f"this is more than one page holds (at most {MAX_BYTES:,} bytes); split it into pages"
        )
    markup = bounded(source, decode(data, capture.media_type))
    tree = LexborHTMLParser(markup, options=LexborDocumentOptions.WO_EVENTS, scripting=True)
    fetched = address(capture.url or "", "")
    declared = metadata(tree, fetched)
    sheet = _sheet(tree, declared)
    if len(sheet.lines) > MAX_LINES:
        raise SourceError(source, f"this has more than {MAX_LINES:,} lines, which no page has; split it into pages")
    if not sheet.lines:
        raise SourceError(source, _empty(tree))
    if sheet.silent and not declared.published:
        declared.published, declared.work = sheet.silent, True
    words = vocabulary()
    written = write(sheet, lay_out(sheet, declared, words), declared)
    if not written.text.strip():
        raise SourceError(source, _empty(tree))
    return Document(
        source=source,
        slug=capture.slug,
        text=written.text,
        sha256=capture.sha256,
        media_type="text/html",
        reader=NAME,
        url=capture.url,
        canonical=declared.canonical or fetched,
        captured=capture.captured,
        language=declared.language,
        head=_head(declared),
        links=written.links,
        headings=written.headings,
        entries=written.entries,
    )


def _head(declared: Metadata) -> Head:
    return Head(
        title=declared.titles[0] if declared.titles else "",
        date=declared.published,
        starts=declared.starts,
        type=declared.type,
        work=declared.work,
        section=declared.section,
        author=declared.author,
        site=declared.site,
        summary=declared.summary,
    )


def _empty(tree: LexborHTMLParser) -> str:
    if tree.css_first("frameset") is not None:
        return "this page only frames others; save the pages in its frames"
    if tree.css_first("script") is not None:
        return "the page shows no text; if a script fills it, save it from a browser once it is shown"
    return "the page shows no text; there is nothing to read"


# -- where the content stands ------------------------------------------------------------------------------------------


def _sheet(tree: LexborHTMLParser, declared: Metadata) -> Sheet:
    """What the page shows: in its main element if it has one, else in its body without what stands around."""
    body = tree.body or tree.root
    if body is None:
        return Sheet([], Box("body", "", 0, 0))
    heading = _heading(tree, declared)
    title = heading.mem_id if heading is not None else 0
    above = frozenset() if heading is None else _above(heading)
    mains = [node for node in tree.css(_MAIN)[:2] if not unseen(node.attributes)]
    if len(mains) == 1 and (heading is None or mains[0].mem_id in above):
        sheet = boxes(mains[0], above, title)
        if sum(len(line.text) for line in sheet.lines) >= _SHELL:
            return sheet
    keep = above.union(*(_above(node) for node in mains))
    sheet = boxes(body, keep, title)
    return sheet if sheet.lines else boxes(body, keep, title, furniture=True)


def _heading(tree: LexborHTMLParser, declared: Metadata) -> LexborNode | None:
    """The first heading that says what the page is called, sooner one that the page declares as its title."""
    titles = {key(title) for title in declared.titles}
    site = key(declared.site)
    found = None
    heads = tree.css("h1")[:_MOST_HEADINGS]
    for node in heads:
        words = key(node.text()[:_LONGEST])
        if not words or unseen(node.attributes) or brands(node.attributes) or _is_brand(node, words == site):
            continue
        if words in titles:
            return node
        # in old archives the title of every entry is such a heading, and leads to it
        if found is None and (len(heads) == 1 or node.css_first("a[href]") is None):
            found = node
    return found


def _is_brand(node: LexborNode, named: bool) -> bool:
    """A heading in the site's header that is the site's name, or stands in what holds its logo."""
    above = node.parent
    for _ in range(2):
        if above is None:
            return named
        if brands(above.attributes):
            return True
        above = above.parent
    return named


def _above(node: LexborNode) -> frozenset[int]:
    """The element and those that it stands in, by `mem_id`."""
    found: set[int] = set()
    one: LexborNode | None = node
    while one is not None and len(found) < MAX_DEPTH:
        found.add(one.mem_id)
        one = one.parent
    return frozenset(found)
