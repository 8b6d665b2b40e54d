"""What a page declares of itself for machines: JSON-LD, OpenGraph, Dublin Core, named metas, language, address."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from rochdale.loaders.dates import date_line
from rochdale.loaders.folding import key
from rochdale.loaders.readers.markup.addresses import address
from rochdale.loaders.readers.markup.furniture import brands

_WHERE = "title,meta,link[rel],base[href]"
_LINKED_DATA = 'script[type="application/ld+json" i]'
_MAX_JSON = 500_000
_MAX_NODES = 1000
_MAX_VALUE = 1000
_MAX_METAS = 500
_MAX_SCRIPTS = 50
_MAX_HEADS = 5

_TITLES = ("og:title", "dcterms.title", "dc.title", "citation_title", "twitter:title", "parsely-title", "title")
_DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "publication_date",
    "publication-date",
    "publish-date",
    "publish_date",
    "pubdate",
    "date",
    "dcterms.created",
    "dc.date.created",
)
"""What dates the publication, the surest first; what dates a change is not among them."""
_SECTIONS = ("article:section", "dcterms.type", "dc.type", "parsely-section")
_AUTHORS = ("author", "dcterms.creator", "dc.creator", "citation_author", "article:author", "parsely-author")
_SITES = ("og:site_name", "dcterms.publisher", "dc.publisher", "application-name", "publisher")
_SUMMARIES = ("og:description", "description", "dcterms.description", "dc.description", "twitter:description")
_LANGUAGES = ("dcterms.language", "dc.language", "content-language", "og:locale")

_EVENTS = frozenset(
    "Event BusinessEvent EducationEvent ExhibitionEvent Festival SocialEvent Hackathon CourseInstance "
    "PublicationEvent EventSeries".split()
)
_WORKS = frozenset(
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BlogPosting LiveBlogPosting "
    "Report TechArticle ScholarlyArticle SocialMediaPosting Book Thesis Project ResearchProject PodcastEpisode "
    "Interview DigitalDocument Course Dataset VideoObject".split()
)
_PAGES = frozenset("WebPage AboutPage ItemPage CollectionPage FAQPage ProfilePage SearchResultsPage".split())
_TYPES = {
    "NewsArticle": "news",
    "ReportageNewsArticle": "news",
    "Report": "publication",
    "Book": "publication",
    "Thesis": "publication",
    "ScholarlyArticle": "publication",
    "TechArticle": "publication",
    "Project": "project",
    "ResearchProject": "project",
    "CollectionPage": "thematic",
    "SearchResultsPage": "thematic",
}
"""Item types of the classes of schema.org that leave no doubt."""
_DOWN = ("@graph", "mainEntity", "mainEntityOfPage")
_COMMENT = re.compile(
    r"^\s*(?:<!--|/\*<!\[CDATA\[\*/|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|\]\]>|/\*\]\]>\*/|//\]\]>)?[\s;]*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_DAY = re.compile(r"((?:1[89]|20)\d\d)[-/](\d\d)(?:[-/](\d\d))?(?!\d)")
_UNSET = frozenset({"1970-01-01", "1900-01-01"})
"""What clocks and databases give where nobody has set a date."""
_SUFFIX = re.compile(r"\s+[|–—·•»«:-]+\s+|\s*\|\s*|\s*::\s*|\s+»\s*")
_MOST_CUTS = 3
_TAG = re.compile(r"[A-Za-z]{2,3}(?![A-Za-z])")


class Metadata(msgspec.Struct, kw_only=True):
    """What a page declares; each field "" where it declares nothing."""

    titles: list[str] = msgspec.field(default_factory=list)
    """The surest first; without what the site adds, as far as that can be told."""
    published: str = ""
    """As declared, ISO where it can be told."""
    starts: str = ""
    """First day of the event that the page announces, likewise."""
    work: bool = False
    """It declares to be one work: an article, a report, an event."""
    type: str = ""
    """Slug of the item type that follows."""
    section: str = ""
    author: str = ""
    site: str = ""
    summary: str = ""
    language: str = ""
    canonical: str = ""
    url: str = ""
    """Where the page was fetched."""
    base: str = ""
    """What relative addresses are relative to."""


def metadata(tree: LexborHTMLParser, url: str) -> Metadata:
    """What the page declares; `url` is where it was fetched."""
    named, titled, links, scripts = _collected(tree)
    found = Metadata(url=url, base=address(links.get("base", ""), url) or url)
    found.canonical = address(links.get("canonical", ""), found.base) or address(named.get("og:url", ""), found.base)
    nodes = [node for script in scripts for node in _nodes(script)]
    found.site = _first(named, _SITES) or _site(nodes)
    heads: set[str] = set()
    for node in tree.css("h1")[:_MAX_HEADS]:
        words = _value(node.text())
        if not brands(node.attributes):
            heads.add(key(words))
        elif not found.site:
            found.site = words
    _from_linked_data(found, nodes, heads, _first(named, _TITLES))
    found.titles += [named[name] for name in _TITLES if named.get(name)]
    found.titles.append(titled)
    host = (found.canonical or url).partition("://")[2].partition("/")[0]
    found.titles = list(
        dict.fromkeys(short for title in found.titles if (short := _bare(title, found.site, host, heads)))
    )
    found.work = found.work or named.get("og:type", "") in ("article", "book", "event")
    found.published = found.published or next(
        (day for name in _DATES if named.get(name) and (day := _day(named[name]))), ""
    )
    if not found.published and (dated := tree.css_first('[itemprop="datePublished"]')) is not None:
        found.published = _day(_value(dated.attributes.get("content") or dated.attributes.get("datetime") or ""))
    found.section = _first(named, _SECTIONS) or found.section
    found.author = found.author or _first(named, _AUTHORS)
    found.summary = _first(named, _SUMMARIES) or found.summary
    found.language = _language(tree, named) or found.language
    return found


def _collected(tree: LexborHTMLParser) -> tuple[dict[str, str], str, dict[str, str], list[str]]:
    """Metas by name, the title, links by relation, the texts of JSON-LD; of each the first."""
    named: dict[str, str] = {}
    links: dict[str, str] = {}
    titled = ""
    head = tree.head
    nodes: list[LexborNode] = head.css(_WHERE) if head is not None else []
    for node in (nodes or tree.css(_WHERE))[:_MAX_METAS]:
        tag, attributes = node.tag, node.attributes
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            name = name or attributes.get("http-equiv")
            content = attributes.get("content")
            if name and content and content.strip():
                named.setdefault(_meta_name(name), _value(content))
        elif tag == "title":
            titled = titled or _value(node.text())
        elif tag == "base":
            links.setdefault("base", attributes.get("href") or "")
        elif (attributes.get("rel") or "").lower().strip() == "canonical":
            links.setdefault("canonical", attributes.get("href") or "")
    scripts = [node.text()[: _MAX_JSON + 1] for node in tree.css(_LINKED_DATA)[:_MAX_SCRIPTS]]
    return named, titled, links, scripts


def _meta_name(name: str) -> str:
    """One spelling of `DC.Title`, `dcterms:title` and `dc.title`."""
    name = name.strip().lower()[:60]
    return name.replace(":", ".", 1) if name.startswith(("dc:", "dcterms:")) else name


def _value(text: str) -> str:
    return " ".join(text[: 4 * _MAX_VALUE].split())[:_MAX_VALUE]


def _first(named: dict[str, str], names: Iterable[str]) -> str:
    return next((named[name] for name in names if named.get(name)), "")


def _language(tree: LexborHTMLParser, named: dict[str, str]) -> str:
    root = tree.root
    attributes = root.attributes if root is not None else {}
    for said in (attributes.get("lang"), attributes.get("xml:lang"), *(named.get(name) for name in _LANGUAGES)):
        if said and (tag := _TAG.match(said.strip())):
            return tag.group().lower()
    return ""


# -- JSON-LD -----------------------------------------------------------------------------------------------------------

Node = dict[str, Any]


def _nodes(script: str) -> Iterator[Node]:
    """The things that one block of JSON-LD tells of the page itself: not what it lists, quotes or is part of."""
    waiting: list[Any] = [_parsed(script)]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node[:_MAX_NODES]
        elif isinstance(node, dict):
            yield node
            waiting += [node[name] for name in _DOWN if name in node]


def _parsed(script: str) -> Any:
    """The JSON of a script; None for what is none even after the usual slips are mended."""
    if len(script) > _MAX_JSON:
        return None
    for text in (script, _TRAILING_COMMA.sub("", _COMMENT.sub("", _COMMENT.sub("", script, count=1)))):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _types(node: Node) -> list[str]:
    said = node.get("@type")
    return [name.rpartition("/")[2] for name in (said if isinstance(said, list) else [said]) if isinstance(name, str)]


def _text(value: Any) -> str:
    """A plain value, or the name of a thing, or of the first of several."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value") or value.get("headline")
        else:
            break
    return _value(value) if isinstance(value, str) else ""


def _title(node: Node) -> str:
    return _text(node.get("headline")) or _text(node.get("name"))


def _site(nodes: list[Node]) -> str:
    publishers = (_text(node.get("publisher")) for node in nodes)
    sites = (_text(node.get("name")) for node in nodes if "WebSite" in _types(node))
    return next((name for name in (*publishers, *sites) if name), "")


def _from_linked_data(found: Metadata, nodes: list[Node], heads: set[str], titled: str) -> None:
    """Take what the node of the page says: the work it is about, else the page."""
    works = [node for node in nodes if not (_WORKS | _EVENTS).isdisjoint(_types(node))]
    shown = heads | {key(titled)}
    about = [node for node in works if key(_title(node)) in shown]
    # several works of which none is the page: a listing
    work = about[0] if about else works[0] if len({key(_title(node)) for node in works}) == 1 else None
    page = next((node for node in nodes if not _PAGES.isdisjoint(_types(node))), None)
    for node in (work, page):
        if node is not None:
            _from_node(found, node, is_work=node is work)


def _from_node(found: Metadata, node: Node, *, is_work: bool) -> None:
    types = _types(node)
    if title := _title(node):
        found.titles.append(title)
    event = not _EVENTS.isdisjoint(types)
    found.work = found.work or is_work
    if event:
        found.starts = found.starts or _day(_text(node.get("startDate")))
    found.published = found.published or _day(_text(node.get("datePublished")))
    found.type = found.type or ("event" if event else next((_TYPES[name] for name in types if name in _TYPES), ""))
    found.section = found.section or _text(node.get("articleSection"))
    found.author = found.author or _text(node.get("author"))
    found.summary = found.summary or _text(node.get("description"))
    language = _TAG.match(_text(node.get("inLanguage")))
    found.language = found.language or (language.group().lower() if language else "")


# -- values ------------------------------------------------------------------------------------------------------------


def _day(said: str) -> str:
    """A declared date as an ISO day or month; as it stands if it is neither; "" where nobody set it."""
    if match := _DAY.match(said):
        day = "-".join(part for part in match.groups() if part)
        return "" if day in _UNSET else day
    if said.startswith(("0000", "0001")) or not said:
        return ""
    found = date_line(said)
    return found.iso if found is not None and found.iso else said[:64]


def iso_day(said: str) -> str:
    """The ISO day or month that a `datetime` begins with, if there is such a day; else ""."""
    match = _DAY.match(said)
    if match is None:
        return ""
    year, month, day = match.groups()
    try:
        date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    return "-".join(part for part in match.groups() if part)


def _bare(title: str, site: str, host: str, heads: set[str]) -> str:
    """A title without the name of the site before or behind it."""
    for _ in range(_MOST_CUTS):
        cuts = list(_SUFFIX.finditer(title))
        for cut in cuts:
            for part in (title[: cut.start()], title[cut.end() :]):
                if key(part) in heads:
                    return part
        if not cuts:
            return title
        first, last = cuts[0], cuts[-1]
        if last.group().strip() == "»":  # a way down to the page
            return title[last.end() :]
        if _names_site(title[last.end() :], site, host) or last.group().strip() in ("|", "::"):
            title = title[: last.start()]
        elif _names_site(title[: first.start()], site, host):
            title = title[first.end() :]
        else:
            return title
    return title


def _names_site(words: str, site: str, host: str) -> bool:
    """The words are the site's name, or an acronym or name that its host has."""
    folded = key(words)
    if site and folded and (folded == key(site) or folded in key(site).split(" ")):
        return True
    joined = folded.replace(" ", "")
    return len(joined) > 1 and joined in re.split(r"[.-]", host.replace("www.", ""))
