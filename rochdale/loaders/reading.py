"""From one document to its record: parse, extract. A pure function of the document and the vocabulary."""

import re
from collections.abc import Sequence

from resiliparse.parse.lang import detect_fast

from rochdale.loaders.dates import FoundDate
from rochdale.loaders.document import Document, Head
from rochdale.loaders.extraction.layer import read_layer
from rochdale.loaders.extraction.mentions import Mentions
from rochdale.loaders.extraction.names import Gazetteer, Hit, gazetteer
from rochdale.loaders.extraction.partnerships import partnerships, read_roles
from rochdale.loaders.extraction.parts import Part, deal
from rochdale.loaders.extraction.passages import Sentences, passages, visible
from rochdale.loaders.extraction.themes import strongest
from rochdale.loaders.extraction.types import Clues, item_type
from rochdale.loaders.folding import fold, key
from rochdale.loaders.items import Fault, Item, Record
from rochdale.loaders.languages import LANGUAGES, UNDETERMINED
from rochdale.loaders.layout.declared import declared_page, with_head
from rochdale.loaders.layout.head import event_day
from rochdale.loaders.layout.lines import Page, RawItem
from rochdale.loaders.layout.page import read_page
from rochdale.loaders.tables.record import read_rows
from rochdale.loaders.vocabulary import Vocabulary

VERSION = "6"
"""Raised with any change of what extraction yields; part of the cache's key."""

_SCRIPTS = ["ar", "ru", "zh", "ja"]
_NO_HEAD = Head()
_LANGUAGE_SAMPLE = 1000
_MIN_SAMPLE = 40
_SHORT_SAMPLE = 250
_LONG_SAMPLE = 500
_PLAINLY = 60
"""Languages that are close to one another are no more than half as far apart."""
_FAR = 1000
_MAX_SUMMARY = 2000
_MIN_CUT = 30
_NUMBER_AFTER = re.compile(
    r"[\s,:–-]*(?:(?:[Ii]ssue|[Nn]o|[Nn]r|[Nn]úm|[Vv]ol|[Nn]umber|[Nn]uméro|[Nn]úmero|[Ee]dition|[Nn][º°])\.?\s*|#\s*)*"
    r"(\d{1,3}|[IVXL]{1,5})\b"
)
_SERIES_SENTENCE = re.compile(
    r"[”\"»’']?\s+(?:is a series|are a series|series\b|interview series|features|est une série|es una serie|presents|"
    r"presenta|présente)"
)
_SERIES_OPENS = 10
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u2c00-\ufdff]")
_LISTED_TYPES = frozenset({"publication", "event", "project", "call", "interview", "press-release"})
_OPENING_TYPES = _LISTED_TYPES | {"statement"}
_OPENING_WORDS = 4
_A_PAGE_AND_AN_ENTRY = 2


def read_record(document: Document, names: Gazetteer | None = None, *, recall: bool = False) -> Record:
    """Read one document: its items with all that their words say.

    With `recall`, weaker readings of partnerships are stated as well, with a rule of their own and a lower confidence.

    Items stand in page order, the page itself first; mentions in the order of the text. Dates and other fields that
    break their own rules are left out of the items and listed as faults.
    """
    names = names or gazetteer()
    language = _told_language(document)
    if document.tabular:
        return read_rows(document, names, language)
    return _Reading(document, names, language, recall=recall).record()


class _Reading:
    """The state of reading one document."""

    def __init__(self, document: Document, names: Gazetteer, language: str, *, recall: bool) -> None:
        self._document = document
        self._recall = recall
        self._text = document.text
        self._folded = fold(document.text)
        self._words = names.words
        self._names = names
        self._language = language
        self._page = _page(document, self._folded, names.words, language)
        self._sentences = Sentences(document.text)
        self._mentions = Mentions(document.text, self._sentences, names.words, self._language)
        self._listed_type = _listed_type(self._page, names.words)
        self._faults: list[Fault] = [*document.faults]

    def record(self) -> Record:
        page, document = self._page, self._document
        shown = passages(page.items)
        text, folded = visible(self._text, shown), visible(self._folded, shown, line_end=" ")
        layer = read_layer(text, folded, page.items, self._names, self._language)
        parts = deal(layer, shown, len(page.items), listing=page.kind == "listing")
        items = tuple(self._item(raw, part) for raw, part in zip(page.items, parts, strict=True))
        if not items:
            words = self._text.strip()[:80]
            self._fault(1, "title", words, "no line of the page can be a title; the page is left out")
        return Record(
            document=document.sha256,
            slug=document.slug,
            source=document.source,
            media_type=document.media_type,
            reader=document.reader,
            url=document.url,
            canonical=document.canonical,
            captured=document.captured,
            language=self._language,
            publisher=self._publisher(items),
            kind=page.kind,
            items=items,
            faults=tuple(self._faults),
        )

    def _fault(self, line: int, field: str, words: str, reason: str) -> None:
        self._faults.append(Fault(source=self._document.source, line=line, field=field, words=words, reason=reason))

    def _item(self, raw: RawItem, part: Part) -> Item:
        interview = raw.is_interview or any(hit.entry.slug == "interview" for hit in part.title_cues)
        stated = read_roles(self._text, part, self._sentences, interview=interview, recall=self._recall)
        series_key, series, number = self._series(raw, part)
        kind, rule = item_type(raw, self._clues(raw, part, series_key))
        themes, terms = strongest(part.terms)
        title = raw.title
        return Item(
            part=raw.part,
            title=_one_line(title.text),
            title_start=title.start,
            title_end=title.end,
            line=title.number,
            language=_title_language(title.text, self._language),
            type=kind,
            type_rule=rule,
            label=raw.label,
            label_start=raw.label_at.start + max(raw.label_at.text.find(raw.label), 0) if raw.label_at else -1,
            label_line=raw.label_at.number if raw.label_at else 0,
            cut=title.end == len(self._text) and len(title.text) >= _MIN_CUT,
            date=self._date(raw, kind),
            series=series,
            series_key=series_key,
            series_number=number,
            summary=_one_line(" ".join(line.text for line in raw.lead))[:_MAX_SUMMARY],
            url=raw.url,
            related=raw.related,
            mentions=self._mentions.of(part, themes, terms),
            partnerships=tuple(partnerships(self._text, stated, self._words)),
            themes=themes,
        )

    def _clues(self, raw: RawItem, part: Part, series_key: str) -> Clues:
        series_type = ""
        if series_key and raw.meaning is None:
            series_type = self._words.things[series_key].linked("itemType").rpartition("/")[2]
        in_title = [project for project, passage in part.projects if passage.zone == "title"]
        return Clues(
            kind=self._page.kind,
            cues=part.title_cues,
            works=[(project.start, project.end, project.kind == "tool") for project in in_title],
            acting=any(o.role_rule == "active-cue" and p.zone == "title" for o, p in part.organisations),
            series_type=series_type,
            listed_type=self._listed_type,
            opening_type=_opening_type(raw.title.text, self._words),
        )

    def _date(self, raw: RawItem, kind: str) -> str:
        """The day shown; of an event without one its first day; else the day that the source declares."""
        if raw.date is not None and raw.date_at is not None:
            if not raw.date.iso:
                self._fault(raw.date_at.number, "date", raw.date_at.text, raw.date.reason)
            elif len(raw.date.iso) == 10 and (not raw.date.span or kind == "event"):
                return raw.date.iso
        if kind == "event" and (day := event_day(raw) or self._declared_day(raw, raw.starts)):
            return day
        return self._declared_day(raw, raw.published) if raw.date is None else ""

    def _declared_day(self, raw: RawItem, declared: FoundDate | None) -> str:
        """A day that the source declares; its place is the title."""
        if declared is not None and not declared.iso:
            self._fault(raw.title.number, "date", raw.title.text, declared.reason)
        return declared.iso if declared is not None and len(declared.iso) == 10 else ""

    def _series(self, raw: RawItem, part: Part) -> tuple[str, str, str]:
        """Key, name and number: by the line above the title, a numbered title, or a summary that opens with it."""
        if raw.meaning is not None and raw.meaning.of == "series":
            return raw.meaning.key, raw.meaning.name, raw.series_number
        for hit, passage in part.series:
            if not _has_a_name(hit):
                continue
            thing = hit.entry.thing
            if passage.zone == "title":
                if number := _NUMBER_AFTER.match(self._text, hit.end):
                    return thing.key, thing.name, number.group(1)
            elif raw.part == "entry":
                opens = hit.start - passage.start < _SERIES_OPENS
                if opens or _SERIES_SENTENCE.match(self._text, hit.end):
                    return thing.key, thing.name, ""
        return "", "", ""

    def _publisher(self, items: Sequence[Item]) -> str:
        """Who publishes most of the series that the page names."""
        series = [self._words.things[item.series_key] for item in items if item.series_key]
        publishers = [to for thing in series for by, to in thing.links if by == "publisher"]
        return min(publishers, key=lambda to: (-publishers.count(to), to), default="")


def _page(document: Document, folded: str, words: Vocabulary, language: str) -> Page:
    if document.entries:
        page = declared_page(document, folded, words, language)
    else:
        page = read_page(document.text, folded, words, language)
    if document.head != _NO_HEAD:
        page = with_head(page, document.head, words)
    own = page.items[0] if page.items else None
    if own is not None and own.part == "page":
        own.url = own.url or document.canonical
    return page


def _has_a_name(hit: Hit) -> bool:
    """A series with a name of its own, which somebody publishes, not a type line such as `Report`."""
    return bool(hit.entry.thing.linked("publisher"))


def _listed_type(page: Page, words: Vocabulary) -> str:
    """The type that a listing gives its entries: by its title (`Publications on ...`) or by the heading above them."""
    if page.kind != "listing" or len(page.items) < _A_PAGE_AND_AN_ENTRY or page.items[0].part != "page":
        return ""
    head, entry = page.items[:_A_PAGE_AND_AN_ENTRY]
    tokens = key(head.title.text).split(" ")
    meanings = [words.lines.get(" ".join(tokens[:size])) for size in (3, 2, 1)]
    meanings.append(words.lines.get(tokens[-1]))
    above = [line for line in (*head.lead, *head.body, head.label_at) if line and line.start < entry.title.start]
    meanings += [line.meaning for line in sorted(above, key=lambda line: line.start)[-2:] if not line.is_sentence]
    found = next((m.type for m in meanings if m is not None and m.type in _LISTED_TYPES), "")
    return found or _of_blog(head, words)


def _of_blog(head: RawItem, words: Vocabulary) -> str:
    """`article` where the page or the line below its title says that it is a blog, a column, a set of stories."""
    for line in (head.title, *head.lead[:1]):
        said = [words.lines.get(word) for word in key(line.text).split()[:_OPENING_WORDS]]
        if any(m is not None and m.of == "type" and m.type == "article" for m in said):
            return "article"
    return ""


def _opening_type(title: str, words: Vocabulary) -> str:
    """The type that a title states before its colon: `Interview: ...`, `Annual Q&A: ...`."""
    before, colon, _ = title.partition(":")
    tokens = key(before).split()
    if not colon or not 0 < len(tokens) <= _OPENING_WORDS:
        return ""
    meanings = (words.lines.get(" ".join(tokens[-size:])) for size in range(len(tokens), 0, -1))
    return next((m.type for m in meanings if m is not None and m.type in _OPENING_TYPES), "")


def _told_language(document: Document) -> str:
    """The language that is declared, unless the text is plainly in another: sites leave the one of their frame."""
    declared = document.language
    if declared not in LANGUAGES:
        return _language(document.text)
    sample = document.text[:_LANGUAGE_SAMPLE]
    if len(sample) < _LONG_SAMPLE:
        return declared
    likely = detect_fast(sample, langs=LANGUAGES, n_results=len(LANGUAGES))
    distances = dict(likely if isinstance(likely, list) else [likely])
    if not distances:  # nothing that can be told: figures, or the same words over and over
        return declared
    found = min(distances, key=lambda language: (distances[language], language))
    plainly = distances.get(declared, _FAR) - distances[found] > _PLAINLY
    return found if plainly and found in LANGUAGES else declared


def _language(text: str) -> str:
    sample = text[:_LANGUAGE_SAMPLE]
    if len(sample) < _MIN_SAMPLE:
        return "en"
    # a short text is told apart from the usual languages only
    found = str(detect_fast(sample, langs=LANGUAGES if len(sample) > _SHORT_SAMPLE else LANGUAGES[:3])[0])
    return found if found in LANGUAGES else UNDETERMINED


def _title_language(title: str, language: str) -> str:
    """The page's language, unless the title is written in another script."""
    if 2 * len(_OTHER_SCRIPT.findall(title)) <= len(title):
        return language
    found = str(detect_fast(title, langs=_SCRIPTS)[0])
    return found if found in _SCRIPTS else UNDETERMINED


def _one_line(text: str) -> str:
    return " ".join(text.split())
